"""The event table, told: what really happened, grouped by the moment, with names for addresses. It invents nothing.

What an event does not say itself is looked up in the rows it points at: the message's words, what became of it, a
clock's label.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.core.instants import instant, iso
from mailbot.core.model import InboundMessage
from mailbot.desk.desk import Desk
from mailbot.mail.parse import parse
from mailbot.store import blobs, cases, events, ledger
from mailbot.store.events import Event
from mailbot.timeline import Mark, Told, in_words, moment

SHORT = 150  # characters of somebody's words that a timeline shows


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the timeline. `message_ids` are the mails it speaks of."""

    mark: Mark
    words: str
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """What happened at one instant in one company: the cause first. `at` is local."""

    at: datetime
    mailbox: str
    company: str
    case: str
    entries: tuple[Entry, ...]


@dataclass(kw_only=True)
class Narrator:
    """Reads the event table on from where it stopped. `names`: address -> how to call its owner."""

    desk: Desk
    names: dict[str, str]
    seen: int = 0
    _ends: dict[tuple[object, str], str] = field(default_factory=dict)  # (case, clock) -> when it ends, in words
    _cases: dict[int, tuple[str, str]] = field(default_factory=dict)  # id -> (mailbox, reference), which never change

    def news(self) -> tuple[Moment, ...]:
        """What was recorded since the last call, in order."""
        with self.desk.store.begin() as tx:
            lines = []
            for event in events.since(tx, self.seen):
                self.seen = event.id
                lines.append(self._line(tx, event))
        return tuple(
            self._moment(list(group))
            for _, group in groupby(lines, key=lambda line: (line["at"], line["mailbox"], line["case"]))
        )

    def called(self, written: str) -> str:
        """How to call whoever writes or is written to: by name, with the role for staff."""
        name, address = parseaddr(written)
        return self.names.get((address or written).lower()) or name or address or written

    def _line(self, tx: Connection, event: Event) -> dict[str, object]:
        mailbox, reference = self._whose(tx, event)
        company = self.desk.firms[mailbox].rules.procedure.company.name
        line: dict[str, object] = {"at": iso(event.at), "type": event.type, "case": reference, **(event.content or {})}
        line |= {"mailbox": mailbox, "company": company}
        if event.type == "contact.recorded":
            line |= self._arrival(tx, line)
        if event.type == "case.opened":
            line["who"] = self.called(str(line["customer"]))
        if event.type == "visit.answered":
            line["who"] = self.called(str(line["from"]))
        if line.get("field") == "visit":
            line["when"] = moment(line["value"], self.desk.firms[mailbox].rules.procedure.calendar.zone)
        if line.get("field") == "assigned":
            line["named"] = self.called(str(line["value"]))
        if event.type == "letter.sent":
            line["to_name"] = self.called(str(line["to"]))
        if event.type.startswith("clock."):
            line |= self._clock(line, mailbox)
        return line

    def _whose(self, tx: Connection, event: Event) -> tuple[str, str]:
        """Mailbox and reference of the case that the event is about; reference "" for what belongs to no case."""
        if event.case_id is None:
            return event.chain.partition(":")[2], ""
        if event.case_id not in self._cases:
            case = cases.load(tx, event.case_id)
            self._cases[event.case_id] = (case.mailbox, case.reference)
        return self._cases[event.case_id]

    def _arrival(self, tx: Connection, line: dict[str, object]) -> dict[str, object]:
        """The message behind a contact: its words, and what its ledger row says became of it."""
        found: dict[str, object] = {"who": self.called(str(line["from"]))}
        if "sha256" not in line:
            return found
        message = parse(blobs.get(tx, str(line["sha256"])))
        rows = [row for row in ledger.by_message_id(tx, message.message_id) if row.sha256 == line["sha256"]]
        outcome = rows[-1].outcome if rows else ""
        evidence = str(rows[-1].decision.get("evidence", "")) if rows else ""
        return found | {
            "outcome": outcome,
            "evidence": evidence,
            "said": _said(message, outcome),
            "how": "by reply" if message.in_reply_to else "with a button",
            "message_id": message.message_id,
        }

    def _clock(self, line: dict[str, object], mailbox: str) -> dict[str, object]:
        procedure = self.desk.firms[mailbox].rules.procedure
        name = str(line["clock"])
        key = (line["case"], name)
        if "due_at" in line:
            ends = instant(str(line["due_at"])).astimezone(ZoneInfo(procedure.calendar.zone))
            day = datetime.fromisoformat(str(line["due"]))
            at = f" at {ends:%H:%M}" if ends.strftime("%H:%M") != "00:00" else ""
            self._ends[key] = f"{day:%a} {day.day} {day:%b}{at}"
        return {"label": procedure.clock_named(name).label, "ends": self._ends.get(key, "")}

    def _moment(self, lines: list[dict[str, object]]) -> Moment:
        first = lines[0]
        firm = self.desk.firms[str(first["mailbox"])]
        case = next((str(line["case"]) for line in lines if line["case"]), "")
        return Moment(
            at=instant(str(first["at"])).astimezone(firm.zone),
            mailbox=str(first["mailbox"]),
            company=str(first["company"]),
            case=case,
            entries=tuple(_entries(_settled(_cause_first(lines)))),
        )


def _said(message: InboundMessage, outcome: str) -> str:
    """The subject of a mail that begins something; of a reply, whose subject is only ours again, its first words."""
    fresh = " ".join((message.fresh or message.text).split())
    said = message.subject if outcome in ("new_complaint", "new_enquiry", "unconfirmed") or not fresh else fresh
    return said if len(said) <= SHORT else f"{said[:SHORT].rpartition(' ')[0]} ..."


def _cause_first(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    """The message before what it caused: a case is opened before its first contact can be recorded."""
    return sorted(lines, key=lambda line: not (line["type"] == "contact.recorded" and "sha256" in line))


def _settled(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    """Without the start of a clock that is met in the same breath: the line that says so is enough."""
    met = {line["clock"] for line in lines if line["type"] == "clock.stopped"}
    return [line for line in lines if not (line["type"] == "clock.started" and line["clock"] in met)]


def _entries(lines: Iterable[dict[str, object]]) -> Iterable[Entry]:
    """The lines in words; the same letter to several people is one line."""
    together: dict[tuple[object, object], list[dict[str, object]]] = {}
    for line in lines:
        key = (line["letter"], line["subject"]) if line["type"] == "letter.sent" else (id(line), None)
        together.setdefault(key, []).append(line)
    for same in together.values():
        line = same[0]
        if len(same) > 1:
            line = line | {"to_name": " and ".join(str(one["to_name"]) for one in same)}
        found = in_words(line)
        if found is not None:
            yield from _told(line, found, tuple(str(one["message_id"]) for one in same if one.get("message_id")))


def _told(line: dict[str, object], found: Told, message_ids: tuple[str, ...]) -> Iterable[Entry]:
    yield Entry(mark=found.mark, words=_sentence(found.words), message_ids=message_ids)
    if line.get("outcome") in ("follow_up", "stage_two"):
        yield Entry(mark=Mark.CASE, words=f"mailbot puts it on case {line['case']}, because {line['evidence']}.")


def _sentence(words: str) -> str:
    begun = words.partition(" ")[0]
    first = words if begun == "mailbot" or "@" in begun else words[:1].upper() + words[1:]
    return first if first.endswith((".", "!", "?", '."', '!"', '?"')) else f"{first}."
