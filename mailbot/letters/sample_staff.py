"""What the samples of letters to staff show: a digest, a review, a command's result, buttons. All of it is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from mailbot.core.model import Picture
from mailbot.letters import chart
from mailbot.letters.context import (
    Agreed,
    Bar,
    Breach,
    Button,
    ClockLine,
    CommandResult,
    Digest,
    DigestLine,
    Review,
    ReviewLine,
)

# Times in a letter are local to the procedure's zone and ready to be written, so they carry no zone here.
RECEIVED = datetime(2026, 3, 3, 11, 20)  # noqa: DTZ001
NOW = datetime(2026, 3, 6, 9, 5)  # noqa: DTZ001


def result() -> CommandResult:
    return CommandResult(
        done=("the visit is booked",),
        refused=("#assign Zoe: nobody of that name",),
        held=("your text, for a person to look at",),
        information="DS-2026-0042-K is open.",
    )


def digest(clocks: Mapping[str, ClockLine]) -> Digest:
    late = tuple(line for line in clocks.values() if line.late) or tuple(clocks.values())[:1]
    today = replace(late[0], late=False, left="due today")
    overdue = (
        _digest_line(1, late[0], handler="Anna Field", others=late[1:2], last_contact=RECEIVED),
        _digest_line(2, late[-1]),
    )
    counts = (
        ("Late by more than a week", 1),
        ("Late", 1),
        ("Due today", 1),
        ("Due within a week", 9),
        ("No clock runs", 0),
    )
    return Digest(
        day=NOW.date(),
        overdue=overdue,
        today=(_digest_line(3, today, handler="Anna Field", last_contact=RECEIVED),),
        away=(_digest_line(4, replace(today, left="4 days left"), handler="Bob Wright"),),
        bars=tuple(Bar(label=label, count=n, signs=-(-24 * n // 9)) for label, n in counts),
        open_cases=12,
        since=RECEIVED,
        received=412,
        accounted=412,
        parked=1,
        on_server=(412, 412),
        remarks=("1 message could not be read: mailbot park list shows it",),
        heads=("case DS-2026-0042-K: 4f5e6a7b8c9d", "mailbox dsmart: 0a1b2c3d4e5f"),
        hints=(
            "1 assign NAME",
            "1 delay DAY REASON (the reason goes to the customer)",
            "3 note YOUR NOTE",
            "3 close REASON",
        ),
    )


def _digest_line(
    number: int,
    clock: ClockLine,
    handler: str = "",
    others: tuple[ClockLine, ...] = (),
    last_contact: datetime | None = None,
) -> DigestLine:
    to = f"mailto:info%2B1a.mfrggzdfmztwq2lk@example.com?subject=%5BDS-2026-0042-K%5D%20Assign&body={number}%20assign"
    return DigestLine(
        number=number,
        case_id=number,
        reference="DS-2026-0042-K",
        customer="Jo Simmons",
        subject="No heating!!",
        clock=clock,
        others=others,
        handler=handler,
        last_contact=last_contact,
        buttons=(
            Button(label="Assign to me", mailto=f"{to}%20me"),
            Button(label="Assign", mailto=f"{to}%20%5BNAME%5D"),
        ),
    )


def review(clocks: Mapping[str, ClockLine]) -> Review:
    lines = tuple(
        ReviewLine(
            clock=line.clock,
            label=line.label,
            times=14,
            met=12,
            overdue=1,
            median="4 days",
            ninetieth="9.5 days",
            longest="11.5 days",
            before="9 of 9",
        )
        for line in clocks.values()
    )
    late = Breach(reference="DS-2026-0011-X", label="send the findings", late="3 days late", why="the part was late")
    return Review(
        since=date(2025, 12, 1),
        until=date(2026, 3, 1),
        opened=14,
        closed=11,
        open_now=3,
        opened_before=9,
        enquiries=2,
        stage_two=1,
        channels=(("email", 12), ("phone", 2)),
        lines=lines,
        breaches=(late, replace(late, reference="DS-2026-0012-Q", late="2 days late, and not done yet", why="")),
        confidential=1,
        causes=(("flow sensor fails", 4), ("invoice above the quote", 2)),
        without_cause=1,
        redress=(("a new sensor, free of charge", 2), ("50 pounds", 1)),
        repeats=(("DS-2026-0003-B", "DS-2026-0011-X"),),
        agreed=(Agreed(at=datetime(2025, 12, 3, 9, 0), who="Dee Hart <dee@example.com>", words="Test each sensor."),),  # noqa: DTZ001 (local)
    )


def pictures() -> Mapping[str, Picture]:
    bars = (chart.Bar(label="Visit the customer", parts=(12, 2), value="12 of 14"),)
    shown = chart.Chart(
        name="promises", title="How we kept our promises", bars=bars, legend=("kept", "late"), alt="12 of 14"
    )
    return {shown.name: chart.picture(shown)}


def buttons() -> tuple[Button, ...]:
    """The first one only a notice has: a reply to anything else stays inside."""
    to = "mailto:info%2B1a.mfrggzdfmztwq2lk@example.com?subject=%5BDS-2026-0042-K%5D%20"
    return (
        Button(label="Reply", mailto=f"{to}Reply&body=%5BYOUR%20WORDS%20TO%20THE%20CUSTOMER%5D"),
        Button(
            label="Log call", mailto=f"{to}Log%20call&body=%23call%0D%0A%0D%0A%5BWHAT%20WAS%20SAID%5D", first="#call"
        ),
        Button(
            label="Book visit",
            mailto=f"{to}Book%20visit&body=%23visit%20%5BDAY%20TIME%5D%20with%20%5BNAME%5D",
            first="#visit DAY TIME with NAME",
        ),
        Button(label="Close", mailto=f"{to}Close&body=%23close%20%5BREASON%5D", first="#close REASON"),
    )
