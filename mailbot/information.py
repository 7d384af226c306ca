"""What #show, #why and #help answer, and what `mailbot case` and `mailbot why` print: a case told in words, from its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core.commands import TEXT_TO_CUSTOMER, WORDS
from mailbot.core.model import Case, ClockState, Deadline
from mailbot.core.workdays import in_words
from mailbot.firms import FirmDesk
from mailbot.store import cases, events

_MEANING: Mapping[str, str] = {
    "note": "keep the text as an internal note",
    "call": "record a call (#call 2026-03-06 14:00)",
    "attempt": "record that you tried and did not reach them",
    "post": "#post LETTER: that letter went by post",
    "meeting": "record a meeting",
    "new": "open a case for somebody, with lines such as name: and email:",
    "visit": "#visit 2026-03-06 10:00 with NAME: book a visit",
    "novisit": "#novisit REASON: no visit is needed",
    "visited": "the visit was made; the text is its outcome",
    "writing": "ask the customer to put it in writing",
    "request": "ask for papers or other material",
    "received": "#received WHAT: note what came",
    "respond": "send the findings",
    "informal": "send what was agreed informally",
    "investigated": "the investigation has ended",
    "delay": "#delay 2026-03-20 REASON: tell the customer of a delay",
    "progress": "#progress 2026-05-01: when the review's decision will come",
    "refer": "#refer technical, or #refer code: where the customer can take it",
    "stagetwo": "begin the review",
    "delegate": "#delegate NAME: hand the review on",
    "decide": "send the decision of the review",
    "about": "#about NAME: the complaint is about this person",
    "assign": "#assign NAME: give the case to somebody",
    "restrict": "only those named on the case hear of it",
    "set": "#set no_heating, or #set phone: 01782 496 000",
    "clear": "#clear FLAG REASON",
    "cause": "note the cause",
    "redress": "note what was given",
    "complaint": "it is a complaint: its clocks run from its receipt",
    "enquiry": "it is an enquiry: the complaint's clocks stop",
    "merge": "#merge REFERENCE: join two cases",
    "close": "#close REASON",
    "reopen": "#reopen REASON",
    "confirm": "release what is held, or accept an unconfirmed sender",
    "show": "the case in words",
    "why": "the reasons for every decision on the case",
    "file": "the case file",
    "help": "this list",
}


def information(tx: Connection, firm: FirmDesk, what: str, case: Case | None, now: datetime) -> str:
    """The answer to #show, #why or #help as plain text."""
    if what == "help":
        return help_text()
    if case is None:
        return ""
    return shown(tx, firm, case, now) if what == "show" else reasons(tx, firm, case)


def help_text() -> str:
    lines = [
        f"#{word}{' (the text below goes to the customer)' if word in TEXT_TO_CUSTOMER else ''}: {_MEANING[word]}"
        for word in _MEANING
        if word in WORDS
    ]
    return "\n".join(lines)


def shown(tx: Connection, firm: FirmDesk, case: Case, now: datetime) -> str:
    """The case whole, in words: parties, flags, clocks, contacts."""
    zone = firm.zone
    lines = [
        f"{case.reference}: {case.subject or '(no subject)'}",
        f"{case.kind}, {case.state}, stage {case.stage}, received {case.received_at.astimezone(zone):%d %B %Y %H:%M} by {case.channel}",
        "",
        "Parties",
        *(
            f"- {p.name or p.address} {f'<{p.address}>' if p.address and p.name else ''} ({p.standing})".replace(
                "  ", " "
            )
            for p in case.parties
        ),
    ]
    if case.flags:
        lines += ["", "Flags", *(f"- {f.flag}: {f.because}" for f in case.flags)]
    lines += ["", "Clocks", *(f"- {clock_told(firm, d)}" for d in case.clocks)]
    lines += ["", "Contacts"]
    for c in cases.contacts(tx, case.id):
        what = c.letter or (c.summary.splitlines()[0][:100] if c.summary else c.subject)
        tried = " (attempted)" if c.attempted else ""
        lines.append(f"- {c.at.astimezone(zone):%d %B %Y %H:%M} {c.direction} {c.channel}{tried} {c.sender}: {what}")
    return "\n".join(lines)


def clock_told(firm: FirmDesk, deadline: Deadline) -> str:
    """One clock in a line: what, until when, how it stands."""
    zone = firm.zone
    clock = next((c for c in firm.rules.procedure.clock if c.id == deadline.clock), None)
    label = f"{deadline.clock} ({clock.label}, clause {clock.clause})" if clock else deadline.clock
    until = f"due {in_words(deadline.due)}"
    if deadline.state is ClockState.STOPPED and deadline.stopped_at is not None:
        late = " (late)" if deadline.stopped_at >= deadline.due_at else ""
        return f"{label}: {until}; met {deadline.stopped_at.astimezone(zone):%d %B %Y %H:%M}{late} by {deadline.stopped_by}"
    if deadline.state is ClockState.SUPERSEDED:
        return f"{label}: {until}; gave way: {deadline.stopped_by}"
    return f"{label}: {until}; {'LATE' if deadline.state is ClockState.BREACHED else 'running'}"


def reasons(tx: Connection, firm: FirmDesk, case: Case) -> str:
    """Every decision on a case with its reason: what threaded a message, why a letter went or did not, the arithmetic of each clock."""
    zone = firm.zone
    lines = [f"{case.reference}, procedure {case.procedure} version {case.version}"]
    for event in events.since(tx, case_id=case.id):
        content = event.content or {}
        detail = ", ".join(
            f"{k} {v}"
            for k, v in content.items()
            if k not in ("case", "text", "summary") and v not in ("", None, [], False)
        )
        lines.append(f"{event.at.astimezone(zone):%d %B %Y %H:%M} {event.type}: {detail}")
    for deadline in case.clocks:
        clock = next((c for c in firm.rules.procedure.clock if c.id == deadline.clock), None)
        lines += ["", f"{deadline.clock}: {clock_told(firm, deadline)}"]
        if clock is not None:
            lines.append(
                f'  clause {clock.clause}: "{clock.words}" ({clock.within}{", our own target" if clock.internal else ""})'
            )
        lines += [f"  {step}" for step in deadline.steps]
    return "\n".join(lines)
