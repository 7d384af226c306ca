"""Delivery status notifications (RFC 3464) and what else says that a letter was not delivered; receipts and abuse
reports are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message

from mailbot.core.model import Address, DeliveryReport
from mailbot.mail import bounces, charsets
from mailbot.mail.embedded import embedded_message
from mailbot.mail.mime import data_of, leaves, payload_of, type_parameters

_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_PARTS = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers"}
)
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{2,40})[ \t]*:[ \t]*(.*)$")
_ADDRESS = re.compile(r"[^\s<>\"';,()\[\]]{1,200}@[^\s<>\"';,()\[\]]{1,250}|\"[^\"\s]{1,100}\"@[^\s<>\"';,()]{1,250}")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MSG_ID = re.compile(r"^[> \t]{0,8}Message-ID:\s{0,20}(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_REJECTED = re.compile(r"reject|refus|quota|not (?:be )?deliver", re.IGNORECASE)

_ACTIONS = {
    "failed": "failed",
    "failure": "failed",
    "fail": "failed",
    "expired": "failed",
    "undeliverable": "failed",
    "rejected": "failed",
    "delayed": "delayed",
    "delay": "delayed",
    "deferred": "delayed",
    "delivered": "delivered",
    "relayed": "delivered",
    "expanded": "delivered",
    "deliverable": "delivered",
    "success": "delivered",
}
_BY_CLASS = {"5": "failed", "4": "delayed", "2": "delivered"}


@dataclass(kw_only=True)
class _Outcomes:
    """What is told of each address, in the order in which it is told."""

    by_address: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)

    def add(self, address: str, outcome: str, status: str) -> None:
        known = self.by_address.get(address)
        if known is None or (outcome == "failed" and known != "failed"):
            self.by_address[address] = outcome
            if status:
                self.statuses[address] = status

    def of(self, outcome: str) -> tuple[str, ...]:
        return tuple(address for address, told in self.by_address.items() if told == outcome)


def read_report(
    message: Message,
    *,
    sender: Address | None,
    recipients: tuple[Address, ...],
    subject: str,
    fields: tuple[tuple[str, str], ...],
    text: str,
) -> DeliveryReport | None:
    """What a delivery report says, or None if the message is no such report.

    Understands RFC 3464 parts wherever they stand and the prose of mail servers that do without. A receipt (RFC 8098)
    or an
    abuse report (RFC 5965) is None, but a receipt that tells of a refusal (Sieve's old `reject`, RFC 3028) is a
    failure.
    `delivered` also holds what was relayed or expanded: nothing failed, and nothing is proved.
    """
    parts = [part for part, _ in leaves(message)]
    kinds = {part.get_content_type() for part in parts}
    kind = (
        type_parameters(message).get("report-type", "").lower()
    )  # gateways keep it when they rewrite multipart/report
    if kind == "feedback-report" or "message/feedback-report" in kinds:
        return None
    notice = bounces.Notice(
        sender=sender,
        recipients=recipients,
        subject=subject,
        fields=fields,
        text=text,
        returns_mail=bool(kinds & _RETURNED_PARTS),
    )
    if kind == "disposition-notification" or "message/disposition-notification" in kinds:
        return _refusal(parts, notice)
    outcomes = _Outcomes()
    for part in parts:
        if part.get_content_type() in _STATUS_PARTS:
            _read_status(_blocks_of(part), outcomes)
    is_report = bool(kinds & _STATUS_PARTS) or kind == "delivery-status"
    if not outcomes.by_address and (is_report or bounces.is_bounce(notice)):
        is_report = True
        _read_prose(notice, outcomes)
        if not outcomes.by_address:
            _read_returned(parts, outcomes)
    if not is_report:
        return None
    return _assembled(outcomes, _original_id(parts, notice))


def _assembled(outcomes: _Outcomes, original: str) -> DeliveryReport:
    return DeliveryReport(
        failed=outcomes.of("failed"),
        delayed=outcomes.of("delayed"),
        delivered=outcomes.of("delivered"),
        original_message_id=original,
        statuses=tuple(outcomes.statuses.items()),
    )


def _read_prose(notice: bounces.Notice, outcomes: _Outcomes) -> None:
    _read_status(_blocks_in(notice.text), outcomes)
    if outcomes.by_address:
        return
    for address, told in bounces.told_addresses(notice):
        outcomes.add(address, "delayed" if told.delayed else "failed", told.status)


def _read_returned(parts: list[Message], outcomes: _Outcomes) -> None:
    """A report that names nobody: what it returns may be a report itself (a gateway wrapped it), or a letter to one
    address."""
    for part in parts:
        inner = embedded_message(part) if part.get_content_type() == "message/rfc822" else None
        if inner is None:
            continue
        nested = [leaf for leaf, _ in leaves(inner)]
        for leaf in nested:
            if leaf.get_content_type() in _STATUS_PARTS:
                _read_status(_blocks_of(leaf), outcomes)
        addressed = {
            address.lower()
            for value in inner.get_all("to", [])
            for address in _ADDRESS.findall(charsets.readable(str(value)))
        }
        if not outcomes.by_address and len(addressed) == 1:
            outcomes.add(addressed.pop(), "failed", "")
        if outcomes.by_address:
            return


def _refusal(parts: list[Message], notice: bounces.Notice) -> DeliveryReport | None:
    """A receipt that says the mail was deleted unseen, with a text that calls it refused."""
    for part in parts:
        if part.get_content_type() != "message/disposition-notification":
            continue
        told = {name: value for block in _blocks_of(part) for name, value in block}
        if "deleted" in told.get("disposition", "").lower() and _REJECTED.search(notice.text[:3000]):
            outcomes = _Outcomes()
            for address in _ADDRESS.findall(told.get("final-recipient", ""))[:1]:
                outcomes.add(address.lower(), "failed", "")
            return _assembled(outcomes, told.get("original-message-id", "") or _original_id(parts, notice))
    return None


Block = list[tuple[str, str]]


def _blocks_of(part: Message) -> list[Block]:
    """The groups of fields of a message/delivery-status part (RFC 3464 section 2.1), names in lower case."""
    payload = payload_of(part)
    if not isinstance(payload, list):
        return _blocks_in(charsets.decode(data_of(part), "")[0])
    blocks: list[Block] = []
    for child in payload:
        blocks.append(
            [(name.lower(), charsets.unfold(charsets.readable(str(value)))) for name, value in child.raw_items()]
        )
        rest = payload_of(child)
        if isinstance(rest, str) and rest.strip():
            blocks += _blocks_in(charsets.decode(data_of(child), "")[0])
    return blocks


def _blocks_in(text: str) -> list[Block]:
    """The groups of fields in a text, with prose between them left out."""
    blocks: list[Block] = [[]]
    for line in text.splitlines():
        found = _FIELD.match(line)
        if found:
            blocks[-1].append((found[1].lower(), found[2].strip()))
        elif line[:1] in " \t" and line.strip() and blocks[-1]:
            name, value = blocks[-1][-1]
            blocks[-1][-1] = (name, f"{value} {line.strip()}")
        elif not line.strip() and blocks[-1]:
            blocks.append([])
    return blocks


def _read_status(blocks: list[Block], outcomes: _Outcomes) -> None:
    for block in blocks:
        told = dict(reversed(block))
        if "final-recipient" not in told and "original-recipient" not in told:
            continue
        address = _recipient(told)
        status = _STATUS.search(told.get("status", "")) or _STATUS.search(told.get("diagnostic-code", ""))
        word = re.match(r"[a-z]+", told.get("action", "").strip().lower())
        outcome = _ACTIONS.get(word[0] if word else "", "") or _BY_CLASS.get(status[1] if status else "", "failed")
        if address:
            outcomes.add(address, outcome, status[0] if status else "")


def _recipient(told: dict[str, str]) -> str:
    """The address that was written to, if the report says it, else where the mail ended up."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = told.get(name, "").strip()
        found = _ADDRESS.search(value.partition(";")[2] or value)
        if found and found[0].count("@") == 1:
            return found[0].strip("<>.").lower()
    return ""


def _original_id(parts: list[Message], notice: bounces.Notice) -> str:
    """The Message-ID of the mail that was not delivered, with angle brackets: from the returned part, the text, or
    References."""
    for part in parts:
        if part.get_content_type() in _RETURNED_PARTS:
            payload = payload_of(part)
            inner = payload[0] if isinstance(payload, list) and payload else None
            head = (
                f"Message-ID: {inner.get('message-id', '')}"
                if inner is not None
                else charsets.decode(data_of(part)[:64_000], "")[0]
            )
            found = _MSG_ID.search(head)
            if found:
                return found[1]
    found = _MSG_ID.search(notice.text) or _MSG_ID.search(_later_text(parts))
    if found:
        return found[1]
    for name in ("x-original-message-id", "original-message-id", "in-reply-to", "references"):
        ids = re.findall(r"<[^<>\s]{1,990}>", next((value for key, value in notice.fields if key == name), ""))
        if ids:
            return str(ids[-1])
    return ""


def _later_text(parts: list[Message]) -> str:
    """Some servers return the headers as plain text, or as a nameless file."""
    texts = (part for part in parts[1:] if part.get_content_maintype() in ("text", "application"))
    return "\n".join(charsets.decode(data_of(part)[:32_000], "")[0] for part in texts)
