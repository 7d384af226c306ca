"""Why a letter of ours went out, was held or did not arrive: what `mailbot why MESSAGE-ID` tells of outgoing mail."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.desk.reasons import INDENT, at_in_words, event_json, letter_json, letter_told
from mailbot.printable import one_line, wrapped
from mailbot.store import cases, events, ledger, reading
from mailbot.store.reading import LetterRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterReasons:
    """A letter, what it answers, and everything that was noted of it."""

    letter: LetterRecord
    case: str  # reference, or ""
    answers: str  # who wrote what it answers, or ""
    events: tuple[events.Event, ...]
    zone: ZoneInfo

    def to_json(self) -> dict[str, object]:
        return {
            "about": self.letter.message_id,
            "case": self.case or None,
            "letters": [letter_json(self.letter)],
            "events": [event_json(event) for event in self.events],
        }

    def __str__(self) -> str:
        letter = self.letter
        audience = "a colleague" if letter.to_staff else "a customer"
        by = "written by machine" if letter.automatic else "with the words of a person"
        found = [
            f"A letter of ours to {audience}, {by}: {one_line(letter.subject)}",
            f"{letter_told(letter, self.zone)}.",
            f"It was made ready {at_in_words(letter.queued_at, self.zone)} and tried {_times(letter.attempts)}.",
            self._about(),
            f"Its bytes have the sha256 {letter.sha256}." if letter.sha256 else "It has no bytes yet.",
        ]
        found += [f"{at_in_words(e.at, self.zone)}: {e.type.replace('.', ' ')}" for e in self.events]
        return "\n".join([found[0], *(INDENT + wrapped(line, INDENT) for line in found[1:])])

    def _about(self) -> str:
        on = (
            f"It is on case {self.case}: mailbot why {self.case} tells the whole." if self.case else "It is on no case."
        )
        if self.answers:
            return f"{on} It answers {self.answers}."
        return on


def letter_reasons(tx: Connection, letter: LetterRecord, zone: ZoneInfo) -> LetterReasons:
    """What is kept of one letter of ours."""
    return LetterReasons(
        letter=letter,
        case=cases.load(tx, letter.case_id).reference if letter.case_id is not None else "",
        answers=_answered(tx, letter, zone),
        events=reading.events_of_letter(tx, letter.id),
        zone=zone,
    )


def _answered(tx: Connection, letter: LetterRecord, zone: ZoneInfo) -> str:
    for entry in ledger.by_message_id(tx, letter.in_reply_to) if letter.in_reply_to else ():
        sender, _ = reading.sender_of(tx, entry.id)
        return f"the message of {sender or 'somebody'} of {at_in_words(entry.received_at, zone)}"
    return ""


def _times(count: int) -> str:
    return {0: "not yet", 1: "once", 2: "twice"}.get(count, f"{count} times")
