"""Lines that begin with ">": quoted mail by its mark, unless somebody wrote them so for another reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.mail import quote_words as words

_MEASURE = re.compile(r"^\s{0,3}>\s?\d+(?:[.,]\d+)?\s?(?:%|[^\W\d_]{1,4}\b)")
_DECORATED = re.compile(r"^\s{0,3}>{2,9}[^<>@]{1,100}<{2,9}\s*$")  # ">>> URGENT <<<"
_POINT = re.compile(r"^\s{0,3}>\s?")
_BULLETS = ("-", "*", "•", "·")
_LONGEST_LIST = 8  # lines


def is_head_line(line: str) -> bool:
    """Whether a line, marked or not, says whose mail is quoted."""
    bare = line.lstrip("> ")
    return bool(words.label_kind(bare)) or words.says_wrote(bare) or words.ends_with_address(bare)


def run_end(lines: Sequence[str], position: int) -> int:
    """Where the run of marked lines ends that begins at `position`."""
    end = position
    while end < len(lines) and words.is_marked(lines[end]):
        end += 1
    return end


def is_own_run(lines: Sequence[str], start: int, end: int, *, is_lone: bool, is_top: bool, introduced: bool) -> bool:
    """Whether marked lines are the writer's own words.

    They never are below a line that says that a mail is quoted (`introduced`). Where there was none, a measure ("> 5 kW"), a line inside
    a paragraph or an mbox file's ">From" count if no other line of the text is marked (`is_lone`), and so do the points of a list: a few
    lines right under one that ends with a colon, or lines of which none begins with a capital, unless the text begins with them
    (`is_top`): then they are rather what the rest answers.
    """
    run = lines[start:end]
    if all(_DECORATED.match(line) for line in run):
        return True
    if introduced:
        return False
    if is_lone and _is_lone_own(lines, start):
        return True
    if any(is_head_line(line) for line in run):
        return False
    above = lines[start - 1].rstrip() if start else ""
    if above.endswith((":", "：")) and len(run) <= _LONGEST_LIST:
        return not (words.has_address(above) or words.DATE.search(above))
    return all(
        _begins(line) in _BULLETS or _begins(line).isdigit() or (_begins(line).islower() and not is_top) for line in run
    )


def _is_lone_own(lines: Sequence[str], position: int) -> bool:
    if lines[position].startswith(">From ") or _MEASURE.match(lines[position]):
        return True
    above = lines[position - 1] if position else ""
    below = lines[position + 1] if position + 1 < len(lines) else ""
    return bool(above.strip() and below.strip()) and not is_head_line(above)


def _begins(line: str) -> str:
    """The first character of a marked line's words."""
    found = _POINT.match(line)
    return line[found.end() : found.end() + 1] if found else ""
