"""Events as a story that a layman can follow: one line each, local time, names instead of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.core.instants import instant

Line = Mapping[str, object]


def told(line: Line, zone: str) -> str:
    """`Tue 03 Mar 11:20  DS-2026-0001-K  letter 'acknowledgement' sent to jo@customer.example: ...`; "" for what a layman need not see."""
    words = _WORDS.get(str(line["type"]), _other)(line)
    if not words:
        return ""
    at = instant(str(line["at"])).astimezone(ZoneInfo(zone))
    return f"{at:%a %d %b %Y %H:%M}  {line.get('case') or '-':<16}  {words}"


def _day(line: Line) -> str:
    return f"{datetime.fromisoformat(str(line['due'])):%A %d %B %Y}"


def _other(line: Line) -> str:
    rest = ", ".join(
        f"{k} {v}"
        for k, v in line.items()
        if k not in ("at", "type", "case", "sha256", "text") and v not in ("", None, False)
    )
    return f"{str(line['type']).replace('.', ' ')}: {rest}"


_WORDS: Mapping[str, Callable[[Line], str]] = {
    "case.opened": lambda e: f"case opened ({e['kind']}, by {e['channel']}) for {e['customer']}",
    "contact.recorded": lambda e: (
        f"{'tried to reach the customer' if e.get('attempted') else 'message from' if e['direction'] == 'in' else 'recorded: ' + str(e['channel']) + ','} {e['from']}"
        if e["direction"] != "out" or e["channel"] != "email"
        else ""
    ),
    "flag.raised": lambda e: f'noticed: {e["flag"]} ("{e["because"]}")',
    "clock.started": lambda e: f"clock '{e['clock']}' runs until {_day(e)}",
    "clock.changed": lambda e: f"clock '{e['clock']}' now runs until {_day(e)} ({e['why']})",
    "clock.stopped": lambda e: f"clock '{e['clock']}' met{' LATE' if e.get('late') else ''} by {e['by']}",
    "clock.breached": lambda e: f"clock '{e['clock']}' has run out: LATE",
    "letter.sent": lambda e: f"letter '{e['letter']}' sent to {e['to']}: {e['subject']}",
    "letter.held": lambda e: f"letter '{e['letter']}' HELD: {e['why']}",
    "case.stage": lambda e: f"stage {e['stage']}: {e['why']}",
    "case.closed": lambda e: f"case closed: {e['why']}",
    "message.parked": lambda e: f"message parked: {e['why']}",
}
