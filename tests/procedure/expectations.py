"""Reads [[expect]] tables of stories in tests: which lines are meant, and what of an expectation they do not keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

_SELECT = ("type", "clock", "letter", "kind", "channel", "direction", "attempted")

Line = Mapping[str, Any]


def _instant(value: object) -> datetime:
    return (value if isinstance(value, datetime) else datetime.fromisoformat(str(value))).astimezone(UTC)


def _chosen(lines: Sequence[Line], want: Line) -> list[Line]:
    wanted = {"type": "letter.sent"} | dict(want) if "letter" in want else dict(want)
    return [
        line
        for line in lines
        if all(line.get(key) == wanted[key] for key in _SELECT if key in wanted)
        and all(str(want[key]) in str(line.get(key)) for key in ("to", "from") if key in want)
        and ("since" not in want or _instant(line["at"]) >= _instant(want["since"]))
        and ("until" not in want or _instant(line["at"]) <= _instant(want["until"]))
    ]


def missed(lines: Sequence[Line], want: Line) -> list[str]:
    """What of an expectation the story does not keep."""
    got = _chosen(lines, want)
    if "count" in want and len(got) != want["count"]:
        return [f"{len(got)} lines, not {want['count']}"]
    if len(got) > want.get("at_most", len(got)):
        return [f"{len(got)} lines, more than {want['at_most']}"]
    if not got:
        return [] if want.get("count") == 0 or "at_most" in want else ["no such line"]
    return [*_of_the_last(got[-1], want), *_of_each(got, want)]


def _of_the_last(last: Line, want: Line) -> Iterator[str]:
    text = _words(last)
    yield from (f"/{p}/ is missing in: {text}" for p in want.get("text_has", ()) if not _stands(p, text))
    yield from (f"/{p}/ stands in: {text}" for p in want.get("text_lacks", ()) if _stands(p, text))
    yield from (f"due {last.get('due')}" for _ in [0] if "due" in want and str(last.get("due")) != str(want["due"]))
    if "due_at" in want and _instant(last["due_at"]) != _instant(want["due_at"]):
        yield f"due_at {last['due_at']}"
    if "automatic" in want and last.get("automatic") is not want["automatic"]:
        yield f"automatic is {last.get('automatic')}"
    names = " ".join(str(one) for one in last.get("attachments", ()))
    yield from (f"/{p}/ is not attached: {names}" for p in want.get("attached", ()) if not _stands(p, names))


def _of_each(got: Sequence[Line], want: Line) -> Iterator[str]:
    for line in got:
        if "after" in want and _instant(line["at"]) < _instant(want["after"]):
            yield f"at {line['at']}, too early"
        if "before" in want and _instant(line["at"]) > _instant(want["before"]):
            yield f"at {line['at']}, too late"
    if "any_has" in want and not any(all(_stands(p, _words(line)) for p in want["any_has"]) for line in got):
        yield f"none has all of {want['any_has']}"
    if "cases" in want and len({line.get("case") for line in got}) != want["cases"]:
        yield f"on {len({line.get('case') for line in got})} cases, not {want['cases']}"


def _words(line: Line) -> str:
    """Subject and text, its lines joined: a sentence is found however it was wrapped."""
    return " ".join(f"{line.get('subject', '')}\n{line.get('text', '')}".split())


def _stands(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None
