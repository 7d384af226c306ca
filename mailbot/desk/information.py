"""What #show, #why and #help answer: a case told in words, from its rows, for colleagues who asked by mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core.commands import TEXT_TO_CUSTOMER, WORDS
from mailbot.core.hearing import is_named
from mailbot.core.model import Case
from mailbot.desk.firms import FirmDesk
from mailbot.desk.reasons import case_reasons, clock_of, clock_told
from mailbot.store import body_numbers, contacts

_MEANING: Mapping[str, str] = {
    "note": "keep the text as an internal note",
    "call": "record a call (#call yesterday 3pm, #call 6 March 14:00 she will think about it)",
    "attempt": "record that you tried and did not reach them",
    "post": "#post LETTER: that letter went by post",
    "meeting": "record a meeting",
    "sent": "#sent LETTER: the mail that went out from the shared mailbox was that letter",
    "new": "open a case for somebody, with lines such as name: and email:",
    "visit": "#visit Fri 10am with NAME, #visit 6 March 10:00: book a visit, or move it; #visit cancel takes it back",
    "novisit": "#novisit REASON: no visit is needed; one that was booked is cancelled",
    "visited": "the visit was made; the text is its outcome",
    "writing": "ask the customer to put it in writing",
    "request": "ask for papers or other material",
    "received": "#received WHAT: note what came",
    "respond": "send the findings to the customer; #respond to ADDRESS: to another confirmed party of the case (so with every letter)",
    "informal": "send what was agreed informally",
    "investigated": "the investigation has ended",
    "accepted": "the customer said that the matter is settled (#accepted yesterday 14:00)",
    "done": "#done MILESTONE: a step of this procedure is done (#done made_safe 6 March 14:00)",
    "send": "#send LETTER: another letter of this procedure, such as #send acknowledgement",
    "pause": "#pause REASON: stop the clock where the procedure lets it stand still",
    "resume": "the clock that stood still runs on",
    "delay": "#delay 20 March REASON: tell the customer of a delay",
    "progress": "#progress 1 May: when the review's decision will come",
    "refer": "#refer technical, or #refer code: where the customer can take it",
    "stagetwo": "begin the review",
    "delegate": "#delegate NAME: hand the review on",
    "decide": "send the decision of the review",
    "about": "#about NAME: the complaint is about this person (#about nobody: about none of us)",
    "assign": "#assign NAME: give the case to somebody",
    "restrict": "#restrict NAME, NAME: only they, you and whoever has the case hear of it; #restrict off REASON lifts it",
    "set": "#set no_heating, or #set phone: 01782 496 000",
    "clear": "#clear FLAG REASON",
    "cause": "note the cause",
    "redress": "note what was given",
    "complaint": "it is a complaint: its clocks run from its receipt",
    "enquiry": "it is an enquiry: the complaint's clocks stop",
    "merge": "#merge REFERENCE: join two cases",
    "close": "#close REASON",
    "reopen": "#reopen REASON",
    "confirm": "release what is held, or accept an unconfirmed sender (#confirm ADDRESS); #confirm with blocks adds what an answer lacks",
    "show": "the case in words",
    "why": "the reasons for every decision on the case",
    "file": "the case file (#file NAPIT: the one for that body, without internal notes)",
    "help": "this list",
}


def information(tx: Connection, firm: FirmDesk, what: str, case: Case | None, now: datetime) -> str:
    """The answer to #show, #why or #help as plain text."""
    if what == "help":
        return help_text()
    if case is None:
        return ""
    if what == "show":
        return shown(tx, firm, case, now)
    return str(case_reasons(tx, firm.rules.procedure, firm.zone, case))


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

    def _moment(at: datetime) -> str:
        return f"{at.astimezone(zone):%d %B %Y %H:%M}"

    lines = [
        f"{case.reference}: {case.subject or '(no subject)'}",
        f"{case.kind}, {case.state}, stage {case.stage}, received {_moment(case.received_at)} by {case.channel}, "
        f"as it stood {_moment(now)}",
        *((f"Restricted to {_named(firm, case)}: #restrict off REASON lifts it",) if case.restricted else ()),
        "",
        "Parties",
        *(
            f"- {p.name or p.address} {f'<{p.address}>' if p.address and p.name else ''} ({p.standing})".replace(
                "  ", " "
            )
            for p in case.parties
        ),
    ]
    if numbers := body_numbers.of_case(tx, case.id):
        lines += ["", "Outside bodies", *(f"- {body}: their number is {number}" for body, number in numbers)]
    if case.flags:
        lines += ["", "Flags", *(f"- {f.flag}: {f.because}" for f in case.flags)]
    procedure = firm.rules.procedure
    lines += ["", "Clocks", *(f"- {clock_told(d, clock_of(procedure, d.clock), zone)}" for d in case.clocks)]
    lines += ["", "Contacts"]
    for c in contacts.of_case(tx, case.id):
        what = c.letter or (c.summary.splitlines()[0][:100] if c.summary else c.subject)
        tried = " (attempted)" if c.attempted else ""
        lines.append(f"- {_moment(c.at)} {c.direction} {c.channel}{tried} {c.sender}: {what}")
    return "\n".join(lines)


def _named(firm: FirmDesk, case: Case) -> str:
    return ", ".join(p.name for p in firm.rules.firm.people if is_named(p, case)) or "nobody who still works here"
