"""Events in words that a layman can follow. It knows the events (contract 5) and nothing of where they are shown.

An event may carry more than the contract lists (a name for an address, a label for a clock, the subject of a message);
what it carries is used, and without it the words are plainer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from mailbot.core.clocks import LAPSED
from mailbot.core.instants import instant
from mailbot.core.pausing import PAUSED

Line = Mapping[str, object]


class Mark(StrEnum):
    """What a line is about, for whoever shows it."""

    MESSAGE = "message"  # somebody wrote
    LETTER = "letter"  # mailbot wrote
    CASE = "case"
    CLOCK = "clock"
    KEPT = "kept"  # a clock was met in time
    LATE = "late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One event in words."""

    mark: Mark
    words: str


def told(line: Line, zone: str) -> str:
    """`Tue 03 Mar 2026 11:20  DS-2026-0001-K  mailbot acknowledges to jo@...`; "" for what a layman need not see."""
    found = in_words({**line, "when": moment(line["value"], zone)} if line.get("field") == "visit" else line)
    if found is None:
        return ""
    at = instant(str(line["at"])).astimezone(ZoneInfo(zone))
    return f"{at:%a %d %b %Y %H:%M}  {line.get('case') or '-':<16}  {found.words}"


def in_words(line: Line) -> Told | None:
    """The event in words, without time and case; None for what a layman need not see."""
    words = _WORDS.get(str(line["type"]), _other)(line)
    if not words:
        return None
    mark = _MARKS.get(str(line["type"]), Mark.CASE)
    if mark is Mark.KEPT and line.get("late"):
        mark = Mark.LATE
    return Told(mark=mark, words=words)


def moment(value: object, zone: str) -> str:
    """An instant as an event holds it, in local words: "Tue 10 Mar 2026 at 10:00"; "" for none."""
    if not value:
        return ""
    at = instant(str(value)).astimezone(ZoneInfo(zone))
    return f"{at:%a} {at.day} {at:%b %Y} at {at:%H:%M}"


def until(line: Line) -> str:
    """The end of the clock that was started or changed: "Wed 4 Mar 2026", with the time where it ends within a day."""
    if line.get("ends"):
        return str(line["ends"])
    day = datetime.fromisoformat(str(line["due"]))
    return f"{day:%a} {day.day} {day:%b %Y}"


def _clock(line: Line) -> str:
    return str(line.get("label") or line["clock"])


def _opened(line: Line) -> str:
    kind = "complaint" if line["kind"] == "complaint" else "message that may or may not be a complaint"
    how = "" if line["channel"] == "email" else f", by {str(line['channel']).replace('_', ' ')}"
    return f"mailbot opens case {line.get('case')}: a {kind} from {line.get('who') or line['customer']}{how}"


def _contact(line: Line) -> str:
    if line["direction"] == "out" and line.get("outcome") != "sent_by_hand":
        return _outward(line)
    who = line.get("who") or line["from"]
    said = f': "{line["said"]}"' if line.get("said") else ""
    outcome = str(line.get("outcome") or "")
    if outcome in _ARRIVALS:
        how = line.get("how") or "by reply"
        return _ARRIVALS[outcome].format(who=who, said=said, how=how, company=line.get("company") or "the company")
    if line.get("unconfirmed"):
        return f"{who}, who is not known on this case, writes: kept, and not answered"
    if line["channel"] not in ("email", "note"):
        return f"noted: {_channel(line)} ({who})"
    if line["channel"] == "note" and not said:
        return f"noted on the case ({who})"
    return f"{who} writes{said}"


def _outward(line: Line) -> str:
    """What staff did without mail: a call, a visit, a letter by post. What went by mail is told by its letter."""
    if line["channel"] == "email":
        return ""
    who = line.get("who") or line["from"]
    if line.get("attempted"):
        return f"noted: {who} tried to reach the customer"
    return f"noted: {_channel(line)} ({who})"


def _channel(line: Line) -> str:
    return _CHANNELS.get(str(line["channel"]), f"a contact ({line['channel']})")


def _flag(line: Line) -> str:
    flag = str(line["flag"])
    return _FLAGS.get(flag, f"it is about {flag.partition(':')[2]}" if ":" in flag else flag.replace("_", " "))


def _sent(line: Line) -> str:
    to = line.get("to_name") or line["to"]
    subject = str(line["subject"]).removeprefix(f"[{line.get('case')}] ")
    names = line.get("attachments")
    enclosed = f", with {' and '.join(str(n) for n in names)}" if isinstance(names, list | tuple) and names else ""
    if line["letter"] == "command_result" and subject == "Done":
        return f"mailbot confirms to {to} that this is done{enclosed}"
    begun = _LETTERS.get(str(line["letter"]), "mailbot sends {to} the letter '" + str(line["letter"]) + "'")
    return f'{begun.format(to=to)}: "{subject}"{enclosed}'


def _stopped(line: Line) -> str:
    by = str(line["by"])
    if by.endswith(" started"):
        return f"this clock gives way to a shorter one: {_clock(line)}"
    if by == LAPSED:
        return f"a chance that passed, nothing is late: {_clock(line)}"
    if by.startswith(f"{PAUSED}: "):
        return f"the clock stands still: {_clock(line)} ({by.removeprefix(f'{PAUSED}: ')})"
    if by.startswith("clock."):
        return f"no longer needed: {_clock(line)} ({by})"
    if line.get("late"):
        return f"LATE, but now done: {_clock(line)}{_was_due(line)}"
    if line.get("reported_late"):
        return f"done in time, reported late: {_clock(line)}{_was_due(line)}"
    return f"done in time: {_clock(line)}{_was_due(line)}"


def _was_due(line: Line) -> str:
    return f" (it was due by {line['ends']})" if line.get("ends") else ""


def _changed(line: Line) -> str:
    if line.get("field") == "visit":
        when = line.get("when") or line["value"]
        return f"a visit is booked for {when}" if when else "the visit is taken back"
    if line.get("field") == "party":
        return "" if line.get("standing") == "unconfirmed" else f"noted on the case: {line['value']}"
    if line["field"] == "answered_by":  # said by the letter that goes with it
        return ""
    if line["field"] == "assigned":
        return f"the case is now with {line.get('named') or line['value']}"
    field = str(line["field"]).replace("customer.", "the customer's ").replace("_", " ")
    return f"noted on the case: {field} is now {line['value']}"


def _other(line: Line) -> str:
    rest = ", ".join(
        f"{k} {v}"
        for k, v in line.items()
        if k not in ("at", "type", "case", "sha256", "text", "company") and v not in ("", None, False)
    )
    return f"{str(line['type']).replace('.', ' ')}: {rest}"


_CHANNELS: Mapping[str, str] = {
    "phone": "a phone call",
    "post": "a letter by post",
    "visit": "a visit",
    "in_person": "a meeting",
    "note": "a note",
}

_FLAGS: Mapping[str, str] = {
    "no_heating": "there is no heating or hot water",
    "safety": "somebody may be in danger",
    "vulnerable": "somebody may need more help than others",
    "stage_two_request": "a review is asked for",
    "legal_threat": "court is mentioned",
    "data_request": "a copy of personal data is asked for",
    "data_complaint": "it is about the use of personal data",
    "staff_grievance": "it is a grievance of staff",
    "about:technical": "it is about technical matters",
    "about:code": "it is about the sale or the contract",
}

_ARRIVALS: Mapping[str, str] = {
    "new_complaint": "{who} writes to {company}{said}",
    "new_enquiry": "{who} writes to {company}{said}",
    "follow_up": "{who} writes again{said}",
    "stage_two": "{who} asks for a review{said}",
    "closed_case": "{who} writes on a case that is closed{said}",
    "unconfirmed": "{who}, who is not on this case, quotes its reference{said}. It is kept, and gets no answer",
    "out_of_office": "An out-of-office notice comes from {who}. It is kept; nobody answers it, and it stops no clock",
    "staff_away": "{who} is away, says an absence notice. It is kept; the directors hear of it, nobody outside does",
    "staff_away_told": "{who} is away, says an absence notice. It is kept, and a director is told at once",
    "through_a_program": "{who} writes through a ticket system or a list{said}. The handler is shown it; nobody answers it",
    "auto_reply": "An automatic answer comes from {who}. It is kept; nobody answers it, and it stops no clock",
    "bounce": "The mail system reports that a letter could not be delivered",
    "relayed": "{who} simply replies to that mail{said}",
    "staff_command": "{who} tells mailbot, {how}{said}",
    "staff_note": "{who} writes to mailbot{said}",
    "calendar_answer": "{who} answers the invitation to a visit{said}",
    "sent_by_hand": "{who} writes to the customer without mailbot{said}",
    "gathered": "{who} writes again, often within the hour{said}",
    "spam": "{who} sends advertising: kept, and not answered",
    "duplicate": "{who} sends the same message again: kept, and not answered twice",
    "stale": "an old message of {who} is found: kept, and not answered",
}
"""By what became of a message (its ledger row)."""

_LETTERS: Mapping[str, str] = {
    "acknowledgement": "mailbot acknowledges to {to}",
    "received": "mailbot confirms to {to} that this was added to the case",
    "message": "mailbot passes the answer on to {to}, from the company",
    "safety": "mailbot sends {to} safety advice",
    "notice": "mailbot shows it to {to}",
    "reminder": "mailbot reminds {to}",
    "escalation": "mailbot raises the alarm with {to}",
    "digest": "mailbot sends {to} the morning list",
    "review": "mailbot sends {to} the papers of the review",
    "task": "mailbot asks {to} to act",
    "command_result": "mailbot tells {to} what was done and what was not",
    "person_informed": "mailbot informs {to}, whom the complaint is about",
    "put_in_writing": "{to} is asked to put it in writing",
    "request_material": "{to} is asked for papers",
    "visit_booked": "{to} is told when the visit will be",
    "visit_cancelled": "{to} is told that the visit is cancelled",
    "visit_outcome": "{to} is told the outcome of the visit",
    "delay": "{to} is told of a delay",
    "response": "The findings go to {to}",
    "informal_resolution": "What was agreed goes to {to} in writing",
    "referral": "{to} is told where else to take the complaint",
    "stage_two_acknowledgement": "mailbot acknowledges the request for a review to {to}",
    "stage_two_progress": "{to} is told how far the review is",
    "stage_two_decision": "The decision goes to {to}",
    "grievance_redirect": "mailbot tells {to} where a grievance belongs",
    "too_large": "mailbot tells {to} that the message was too large to open",
}

_WORDS: Mapping[str, Callable[[Line], str]] = {
    "case.opened": _opened,
    "contact.recorded": _contact,
    "flag.raised": lambda e: f'mailbot notices: {_flag(e)} ("{e["because"]}")',
    "flag.cleared": lambda e: f"no longer so: {_flag(e)} ({e['reason']})",
    "clock.started": lambda e: (
        f"the clock runs again: {_clock(e)}, by {until(e)} ({e['why']})"
        if e.get("why")
        else f"a clock starts: {_clock(e)}, by {until(e)}"
    ),
    "clock.changed": lambda e: f"the clock now runs longer: {_clock(e)}, by {until(e)} ({e['why']})",
    "clock.stopped": _stopped,
    "clock.breached": lambda e: f"LATE: {_clock(e)}{_was_due(e)}",
    "letter.sent": _sent,
    "letter.held": lambda e: f"HELD, not sent: the letter '{e['letter']}' ({e['why']})",
    "letter.withheld": lambda e: f"not sent: the automatic letter '{e['letter']}' ({e['why']})",
    "visit.answered": lambda e: f"noted: the visit is {e['said']} ({e.get('who') or e['from']})",
    "letter.bounced": lambda e: f"CAME BACK: the letter '{e['letter']}' to {e['to']} did not arrive",
    "letter.failed": lambda e: f"REFUSED: the letter '{e['letter']}' to {e['to']} could not be sent",
    "case.stage": lambda e: f"stage {e['stage']} begins: {e['why']}",
    "case.changed": _changed,
    "case.kind": lambda e: f"it is a matter of: {e['kind']}, says {e['by']}",
    "case.closed": lambda e: f"case {e.get('case')} is closed: {e['why']}",
    "case.reopened": lambda e: f"case {e.get('case')} is open again: {e['why']}",
    "message.gone": lambda e: f"GONE: a message {e['why']}",
    "message.parked": lambda e: f"SET ASIDE: a message could not be handled ({e['why']})",
}

_MARKS: Mapping[str, Mark] = {
    "contact.recorded": Mark.MESSAGE,
    "letter.sent": Mark.LETTER,
    "clock.started": Mark.CLOCK,
    "clock.changed": Mark.CLOCK,
    "clock.stopped": Mark.KEPT,
    "clock.breached": Mark.LATE,
    "letter.held": Mark.LATE,
    "letter.bounced": Mark.LATE,
    "letter.failed": Mark.LATE,
    "message.parked": Mark.LATE,
}
