"""Is this mail automatic, and may it be answered by machine? One function over one table; nothing else in mailbot asks these questions.

The two answers are apart: a person's mail may ask for no automatic answer, and stays a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailbot.core.absence import speaks_of_absence, subject_says_absent, subject_says_automatic
from mailbot.core.model import AutomaticKind, Disposition, InboundMessage, Verdict

_COMMENT = re.compile(r"\([^()]*\)")
_TOKEN = re.compile(r"[a-z0-9_-]+")
_REPORT_TYPE = re.compile(r"report-type\s{0,9}=\s{0,9}\"?\s{0,9}([a-z0-9-]+)")
_READ_SUBJECT = re.compile(
    r"^(?:read|not read|gelesen|ungelesen gelöscht|lu|non lu|leído|letto|lida|gelezen|læst|lest|läst|przeczytano|přečteno|прочтено|return receipt)\s?:", re.IGNORECASE
)
_VACATION_WORDS = re.compile(r"vacation|out.?of.?office|absence|autoreply|auto.?respon", re.IGNORECASE)

_DAEMON = re.compile(r"^(?:mailer-?daemon|mdaemon|mail-?daemon|maildaemon|mailer|majordomo|listserv|listproc|sympa|mailman|smartlist)\b|^mailer-daemon", re.IGNORECASE)
_LIST_OWNER = re.compile(r"^owner-|-(?:request|owner|bounces?)$|^bounces?(?:$|[-+=.])", re.IGNORECASE)
_NO_REPLY = re.compile(r"(?:^|[._+-])(?:no|not|non|do-?not|dont|ne-?pas|nao|nicht)[._-]?(?:reply|respond|repondre|responder|antworten|answer)(?:$|[._+-])|^auto-?(?:reply|responder|mailer|notify)|^noreply", re.IGNORECASE)
_ACCOUNT = re.compile(r"^(?:www-?data|nobody|cron|apache|httpd|daemon|wordpress|nagios|postmaster)$", re.IGNORECASE)


class _Facts:
    """A message as the table asks about it: each field's values in lower case, read once."""

    def __init__(self, message: InboundMessage, own_addresses: frozenset[str]) -> None:
        self.message = message
        self.own_addresses = own_addresses
        self.fields: dict[str, list[str]] = {}
        for name, value in message.headers:
            self.fields.setdefault(name, []).append(value.strip().lower())
        self.sender = message.sender.address if message.sender else ""
        self.local_part = self.sender.rpartition("@")[0]

    def has(self, *names: str) -> bool:
        return any(name in self.fields for name in names)

    def tokens(self, name: str) -> set[str]:
        """The first word of each field of that name: comments and parameters stripped (RFC 3834 section 5)."""
        found = (_TOKEN.search(_COMMENT.sub(" ", value)) for value in self.fields.get(name, ()))
        return {match[0] for match in found if match}

    def words(self, name: str) -> set[str]:
        return {word for value in self.fields.get(name, ()) for word in _TOKEN.findall(_COMMENT.sub(" ", value))}

    def text(self, name: str) -> str:
        return " ".join(self.fields.get(name, ()))

    @property
    def submitted(self) -> set[str]:
        """What Auto-Submitted says, without "no" and without "auto-forwarded": a person wrote what a rule forwarded."""
        return self.tokens("auto-submitted") - {"no", "auto-forwarded"}

    @property
    def report_type(self) -> str:
        found = _REPORT_TYPE.search(self.text("content-type")) if self.message.content_type == "multipart/report" else None
        return found[1] if found else ""

    @property
    def marked_automatic(self) -> bool:
        """Some field of the message, not its words, says that a machine sent it."""
        return bool(self.submitted) or self.precedence("auto_reply", "bulk", "junk") or _is_auto_reply_field(self) or _is_null_return(self)

    @property
    def is_our_own_list(self) -> bool:
        """The inbox itself is a group that adds list fields to every mail (Google Groups do): they say nothing of the sender."""
        told = " ".join((self.text("list-id"), self.text("list-post"), self.text("mailing-list")))
        return any(f"mailto:{own}" in told or f"<{own.replace('@', '.')}>" in told or f"list {own}" in told for own in self.own_addresses)

    def precedence(self, *values: str) -> bool:
        return any(self.tokens(name) & set(values) for name in ("precedence", "x-precedence", "preference"))


def _is_own(facts: _Facts) -> bool:
    return facts.has("x-mailbot")


def _is_from_us(facts: _Facts) -> bool:
    return facts.sender in facts.own_addresses


def _is_report(facts: _Facts) -> bool:
    return facts.message.report is not None


def _is_receipt(facts: _Facts) -> bool:
    named = facts.report_type == "disposition-notification" or facts.has("x-ms-tnef-receipt")
    return named or (facts.message.content_type == "message/disposition-notification") or _is_old_receipt(facts)


def _is_old_receipt(facts: _Facts) -> bool:
    return facts.message.content_type == "multipart/report" and bool(_READ_SUBJECT.search(facts.message.subject))


def _is_feedback(facts: _Facts) -> bool:
    return facts.report_type == "feedback-report" or facts.message.content_type == "message/feedback-report"


def _is_other_report(facts: _Facts) -> bool:
    return facts.message.content_type == "multipart/report"


def _is_absence_field(facts: _Facts) -> bool:
    values = facts.text("auto-submitted")
    named = facts.has("x-vacation", "x-out-of-office", "x-autoreply-vacation", "x-ooo")
    return named or ("vacation" in values and bool(facts.submitted)) or bool(re.search(r"vacation|out.of.office", facts.text("x-mailer")))


def _is_marked_absence(facts: _Facts) -> bool:
    if _is_auto_replied(facts) or _is_auto_reply_field(facts):
        return speaks_of_absence(facts.message.subject, facts.message.fresh or facts.message.text)
    return facts.marked_automatic and speaks_of_absence(facts.message.subject, "")


def _is_absence_subject(facts: _Facts) -> bool:
    return subject_says_absent(facts.message.subject)


def _is_automatic_subject_absent(facts: _Facts) -> bool:
    subject = facts.message.subject
    return subject_says_automatic(subject) and speaks_of_absence(subject, facts.message.fresh or facts.message.text)


def _is_automatic_subject(facts: _Facts) -> bool:
    return subject_says_automatic(facts.message.subject)


def _is_auto_replied(facts: _Facts) -> bool:
    return "auto-replied" in facts.submitted


def _is_auto_submitted(facts: _Facts) -> bool:
    return bool(facts.submitted)


def _is_auto_reply_field(facts: _Facts) -> bool:
    if facts.has("x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-auto-reply-from", "x-mail-autoreply"):
        return not facts.words("x-autoreply") & {"no", "false"}
    return "autoresponder" in facts.text("x-post-messageclass") or bool(facts.words("delivered-to") & {"autoresponder"}) or facts.precedence("auto_reply")


def _is_machine_field(facts: _Facts) -> bool:
    generated = "true" in facts.tokens("x-fc-machinegenerated") or "auto-generated" in facts.tokens("x-auto-submitted")
    return generated or facts.has("x-autogenerated", "x-auto-generated", "x-cron-env", "x-mailgenerator", "x-github-reason", "x-jira-fingerprint")


def _is_null_return(facts: _Facts) -> bool:
    return any(_COMMENT.sub("", value).replace(" ", "") == "<>" for value in facts.fields.get("return-path", ()))


def _is_list(facts: _Facts) -> bool:
    return not facts.is_our_own_list and facts.has("list-id", "list-post", "list-owner", "list-archive", "list-subscribe", "mailing-list", "x-mailing-list", "x-mailman-version", "x-listname")


def _is_list_precedence(facts: _Facts) -> bool:
    return not facts.is_our_own_list and facts.precedence("list")


def _is_bulk(facts: _Facts) -> bool:
    return facts.precedence("bulk", "junk")


def _is_newsletter(facts: _Facts) -> bool:
    return facts.has("list-unsubscribe", "list-help") and (_is_no_reply(facts) or facts.has("list-unsubscribe-post", "feedback-id", "x-campaign", "x-campaignid"))


def _is_unsubscribable(facts: _Facts) -> bool:
    return not facts.is_our_own_list and facts.has("list-unsubscribe", "list-help")


def _is_daemon(facts: _Facts) -> bool:
    return bool(_DAEMON.search(facts.local_part))


def _is_list_owner(facts: _Facts) -> bool:
    return bool(_LIST_OWNER.search(facts.local_part))


def _is_no_reply(facts: _Facts) -> bool:
    return bool(_NO_REPLY.search(facts.local_part))


def _is_account(facts: _Facts) -> bool:
    return bool(_ACCOUNT.search(facts.local_part))


def _is_looping(facts: _Facts) -> bool:
    return facts.has("x-loop")


def _asks_no_answer(facts: _Facts) -> bool:
    return bool(facts.words("x-auto-response-suppress") & {"all", "autoreply"})


def _is_junk(facts: _Facts) -> bool:
    return bool(facts.tokens("x-spam-flag") & {"yes", "true"})


def _has_many_senders(facts: _Facts) -> bool:
    return "more than one From address" in facts.message.defects


def _is_anything(facts: _Facts) -> bool:
    return bool(facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A row: a message for which `applies` says yes gets this verdict."""

    name: str
    source: str
    applies: Callable[[_Facts], bool]
    disposition: Disposition
    kind: AutomaticKind | None = None
    may_auto_answer: bool = False


def _row(name: str, source: str, applies: Callable[[_Facts], bool], disposition: Disposition, kind: AutomaticKind | None = None, may: bool = False) -> Rule:
    return Rule(name=name, source=source, applies=applies, disposition=disposition, kind=kind, may_auto_answer=may)


_OWN, _AUTOMATIC, _PERSON = Disposition.OWN, Disposition.AUTOMATIC, Disposition.PERSON
_OOO, _REPLY, _LIST, _GENERATED = AutomaticKind.OUT_OF_OFFICE, AutomaticKind.AUTO_REPLY, AutomaticKind.LIST, AutomaticKind.GENERATED

# The first row that applies decides. What a message is stands before what it asks for: rows that only withhold an answer come last.
RULES: tuple[Rule, ...] = (
    _row("our own letter", "RFC 3834 section 2 (loops)", _is_own, _OWN),
    _row("delivery report", "RFC 3464; RFC 6522 section 3", _is_report, Disposition.DELIVERY_REPORT),
    _row("sent by ourselves", "RFC 3834 section 2 (loops)", _is_from_us, _OWN),
    _row("read receipt", "RFC 8098 section 3", _is_receipt, _AUTOMATIC, AutomaticKind.READ_RECEIPT),
    _row("abuse report", "RFC 5965 section 2", _is_feedback, _AUTOMATIC, _GENERATED),
    _row("absence field", "RFC 3834 section 5; RFC 5230 section 4", _is_absence_field, _AUTOMATIC, _OOO),
    _row("marked automatic, speaks of absence", "RFC 3834 sections 2 and 5", _is_marked_absence, _AUTOMATIC, _OOO),
    _row("absence subject", "common practice; RFC 3834 section 3.1.5", _is_absence_subject, _AUTOMATIC, _OOO),
    _row("automatic subject, speaks of absence", "RFC 3834 section 3.1.5", _is_automatic_subject_absent, _AUTOMATIC, _OOO),
    _row("Auto-Submitted: auto-replied", "RFC 3834 sections 2 and 5", _is_auto_replied, _AUTOMATIC, _REPLY),
    _row("automatic reply field", "common practice (X-Autoreply, X-Autorespond, Precedence: auto_reply)", _is_auto_reply_field, _AUTOMATIC, _REPLY),
    _row("automatic subject", "RFC 3834 section 3.1.5", _is_automatic_subject, _AUTOMATIC, _REPLY),
    _row("mailing list", "RFC 2919; RFC 2369; RFC 5230 section 4.6", _is_list, _AUTOMATIC, _LIST),
    _row("Precedence: list", "RFC 3834 section 2", _is_list_precedence, _AUTOMATIC, _LIST),
    _row("Auto-Submitted", "RFC 3834 sections 2 and 5", _is_auto_submitted, _AUTOMATIC, _GENERATED),
    _row("machine field", "common practice (X-Auto-Submitted, X-Cron-Env, X-FC-MachineGenerated)", _is_machine_field, _AUTOMATIC, _GENERATED),
    _row("newsletter", "RFC 2369; RFC 8058", _is_newsletter, _AUTOMATIC, _LIST),
    _row("Precedence: bulk", "RFC 3834 section 2", _is_bulk, _AUTOMATIC, _GENERATED),
    _row("null reverse-path", "RFC 3834 section 2; RFC 5321 section 4.5.5", _is_null_return, _AUTOMATIC, _GENERATED),
    _row("multipart/report", "RFC 6522 section 3", _is_other_report, _AUTOMATIC, _GENERATED),
    _row("daemon address", "RFC 3834 section 2; RFC 5230 section 4.6", _is_daemon, _AUTOMATIC, _GENERATED),
    _row("list owner address", "RFC 3834 section 2; RFC 5230 section 4.6", _is_list_owner, _AUTOMATIC, _LIST),
    # from here on the mail counts as a person's, but no machine answers it
    _row("no-reply address", "nobody reads it; a form may have sent a person's words", _is_no_reply, _PERSON),
    _row("system account address", "nobody may read it; a form may have sent a person's words", _is_account, _PERSON),
    _row("can be unsubscribed from", "RFC 2369; forms and mailing services add it to persons' mail", _is_unsubscribable, _PERSON),
    _row("asks for no automatic answer", "MS-OXCMAIL 2.1.3.2.20", _asks_no_answer, _PERSON),
    _row("loop mark", "RFC 3834 section 2 (X-Loop)", _is_looping, _PERSON),
    _row("marked as junk", "RFC 3834 section 2", _is_junk, _PERSON),
    _row("several senders", "RFC 5322 section 3.6.2; RFC 7489 section 6.6.1", _has_many_senders, _PERSON),
    _row("a person's mail", "no other row applies", _is_anything, _PERSON, None, True),
)  # fmt: skip


def judge(message: InboundMessage, *, own_addresses: frozenset[str] = frozenset()) -> Verdict:
    """What kind of mail this is and whether it may be answered by machine: the verdict of the first row of `RULES` that applies.

    `own_addresses` are the lower-case addresses that mailbot itself sends from; mail from one of them is our own coming back.
    A missing Return-Path is no evidence of anything (design.md decision 6).
    """
    facts = _Facts(message, own_addresses)
    rule = next(rule for rule in RULES if rule.applies(facts))
    return Verdict(disposition=rule.disposition, may_auto_answer=rule.may_auto_answer, rule=rule.name, source=rule.source, kind=rule.kind)
