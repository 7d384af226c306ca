"""Reads [[expect]] tables of stories in tests: which lines are meant, and what of an expectation they do not keep."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_SELECT = ("type", "clock", "letter", "kind")

Line = Mapping[str, Any]


def _instant(value: object) -> datetime:
    return (value if isinstance(value, datetime) else datetime.fromisoformat(str(value))).astimezone(UTC)


def _chosen(lines: Sequence[Line], want: Line) -> list[Line]:
    wanted = {"type": "letter.sent"} | dict(want) if "letter" in want else dict(want)
    return [
        line
        for line in lines
        if all(line.get(key) == wanted[key] for key in _SELECT if key in wanted)
        and ("to" not in want or str(want["to"]) in str(line.get("to")))
        and ("since" not in want or _instant(line["at"]) >= _instant(want["since"]))
        and ("until" not in want or _instant(line["at"]) <= _instant(want["until"]))
    ]


def missed(lines: Sequence[Line], want: Line) -> list[str]:
    """What of an expectation the story does not keep."""
    got = _chosen(lines, want)
    if "count" in want and len(got) != want["count"]:
        return [f"{len(got)} lines, not {want['count']}"]
    if not got:
        return [] if want.get("count") == 0 else ["no such line"]
    last, text = got[-1], " ".join(str(got[-1].get("text")).split())
    found = [f"/{p}/ is missing in: {text}" for p in want.get("text_has", ()) if not re.search(p, text, re.I | re.S)]
    found += [f"/{p}/ stands in: {text}" for p in want.get("text_lacks", ()) if re.search(p, text, re.I | re.S)]
    found += [f"due {last.get('due')}" for _ in [0] if "due" in want and str(last.get("due")) != str(want["due"])]
    if "due_at" in want and _instant(last["due_at"]) != _instant(want["due_at"]):
        found.append(f"due_at {last['due_at']}")
    if "automatic" in want and last.get("automatic") is not want["automatic"]:
        found.append(f"automatic is {last.get('automatic')}")
    for line in got:
        if "after" in want and _instant(line["at"]) < _instant(want["after"]):
            found.append(f"at {line['at']}, too early")
        if "before" in want and _instant(line["at"]) > _instant(want["before"]):
            found.append(f"at {line['at']}, too late")
    return found
