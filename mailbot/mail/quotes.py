"""Splits a text into what its writer wrote now, what is quoted of earlier mail, and the signature. In doubt the words
stay.

A line that is cut wrongly may be somebody's complaint; a quoted line left standing costs a reader a moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailbot.mail import quote_words as words
from mailbot.mail.introductions import LONGEST_HEAD, attribution_end, head_end, next_words
from mailbot.mail.signatures import trimmed, without_signature

_MEASURE = re.compile(r"^\s{0,3}>\s?\d+(?:[.,]\d+)?\s?(?:%|[^\W\d_]{1,4}\b)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """`fresh` is what this person wrote now, `quoted` earlier mail, `signature` what stands under every mail of
    theirs."""

    fresh: str
    quoted: str
    signature: str


@dataclass
class _Parts:
    fresh: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        return any(line.strip() for line in self.fresh)


def split(text: str, *, forwarding: bool = False) -> Split:
    """The three parts of a plain text. Interleaved answers, answers below a quote and forwarded mail count as fresh.

    `forwarding` says that the subject calls the mail a forward: then an unmarked head begins a forwarded mail, not a
    quoted one.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = _sort(lines, forwarding=forwarding)
    if not parts.has_words and parts.quoted and not any(_is_head_line(line) for line in parts.quoted):
        parts = _Parts(
            fresh=lines
        )  # everything is marked and nothing says whose it is: it may be how this writer writes
    fresh, signature = without_signature(trimmed(parts.fresh))
    return Split(
        fresh="\n".join(fresh), quoted="\n".join(trimmed(parts.quoted)), signature="\n".join(trimmed(signature))
    )


def _is_head_line(line: str) -> bool:
    bare = line.lstrip("> ")
    return bool(words.label_kind(bare)) or bool(words.WROTE.search(bare)) or words.ends_with_address(bare)


def _sort(lines: list[str], *, forwarding: bool) -> _Parts:
    """Walks down the lines; a quoted mail without marks runs to the end, a marked one as far as its marks."""
    parts = _Parts()
    is_lone = sum(1 for line in lines if words.is_marked(line)) == 1
    position = 0
    while position < len(lines):
        line = lines[position]
        if len(line) > LONGEST_HEAD or not line.strip():
            parts.fresh.append(line)
            position += 1
        elif words.is_marked(line) and not words.is_ruled_date(line):
            (parts.fresh if _is_own_words(lines, position, is_lone=is_lone) else parts.quoted).append(line)
            position += 1
        elif words.is_forward_line(line):
            parts.fresh += lines[position:]
            break
        else:
            position = _sort_line(lines, position, parts, forwarding=forwarding)
    return parts


def _sort_line(lines: list[str], position: int, parts: _Parts, *, forwarding: bool) -> int:
    """Sorts one unmarked line, with the quoted mail that it begins if it begins one; the position to go on from."""
    before = _before_shared_attribution(lines, position)
    if before is not None:
        parts.fresh.append(before)
        parts.quoted.append(lines[position][len(before) :])
        return position + 1
    end, is_head = head_end(lines, position), True
    if end == position:
        end, is_head = attribution_end(lines, position), False
    if end == position:
        parts.fresh.append(lines[position])
        return position + 1
    following = next_words(lines, end)
    if following and not words.is_marked(following):
        if not parts.has_words or (forwarding and is_head):
            parts.fresh += lines[position:]
        else:
            parts.quoted += lines[position:]
        return len(lines)
    parts.quoted += lines[position:end]
    return end


def _is_own_words(lines: list[str], position: int, *, is_lone: bool) -> bool:
    """A line that begins with ">" for another reason: a measure ("> 5 kW"), a line inside a paragraph, an mbox file's "From".

    Only the one such line of a text counts (`is_lone`), so that no quoted line is taken for it.
    """
    if not is_lone:
        return False
    if lines[position].startswith(">From ") or _MEASURE.match(lines[position]):
        return True
    above = lines[position - 1] if position else ""
    below = lines[position + 1] if position + 1 < len(lines) else ""
    return bool(above.strip() and below.strip()) and not _is_head_line(above)


def _before_shared_attribution(lines: list[str], position: int) -> str | None:
    """The words before an attribution that a mail program glued to them, if marked lines follow; None if there is
    none."""
    found = words.SHARED_LINE.search(lines[position]) if "wrote:" in lines[position] else None
    if found is None or not found.start() or not words.is_marked(next_words(lines, position + 1)):
        return None
    return lines[position][: found.start()]
