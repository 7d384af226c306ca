"""Splits a text into what its writer wrote now, what is quoted of earlier mail, and the signature. In doubt the words
stay.

A line that is cut wrongly may be somebody's complaint; a quoted line left standing costs a reader a moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.mail import quote_words as words
from mailbot.mail.introductions import LONGEST_HEAD, attribution_end, head_end, next_words, opens_quote
from mailbot.mail.marks import is_head_line, is_own_run, run_end
from mailbot.mail.signatures import trimmed, without_signature

_MOST_LINES = 5_000  # that are sorted; nobody writes so many, and what follows them stays


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
    introduced: bool = False  # something has said that a mail is quoted

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
    if not parts.has_words and parts.quoted and not any(is_head_line(line) for line in parts.quoted):
        parts = _Parts(
            fresh=lines
        )  # everything is marked and nothing says whose it is: it may be how this writer writes
    fresh, signature = without_signature(trimmed(parts.fresh))
    return Split(
        fresh="\n".join(fresh), quoted="\n".join(trimmed(parts.quoted)), signature="\n".join(trimmed(signature))
    )


def _sort(lines: list[str], *, forwarding: bool) -> _Parts:
    """Walks down the lines; a quoted mail without marks runs to the end, a marked one as far as its marks."""
    parts = _Parts()
    is_lone = sum(1 for line in lines if words.is_marked(line)) == 1
    position = 0
    while position < len(lines):
        line = lines[position]
        if position >= _MOST_LINES:
            parts.fresh += lines[position:]
            break
        if len(line) > LONGEST_HEAD or not line.strip():
            parts.fresh.append(line)
            position += 1
        elif words.is_marked(line) and not words.is_ruled_date(line):
            end = run_end(lines, position)
            own = is_own_run(
                lines, position, end, is_lone=is_lone, is_top=not parts.has_words, introduced=parts.introduced
            )
            (parts.fresh if own else parts.quoted).extend(lines[position:end])
            parts.introduced |= not own and any(is_head_line(line) for line in lines[position:end])
            position = end
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
        parts.introduced = True
        return position + 1
    if opens_quote(lines[position]) and parts.has_words:
        parts.quoted += lines[position:]
        return len(lines)
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
    if is_head and not following and not parts.has_words:
        parts.fresh += lines[position:end]  # fields with nothing around them are somebody's own
        return end
    parts.quoted += lines[position:end]
    parts.introduced = True
    return end


def _before_shared_attribution(lines: list[str], position: int) -> str | None:
    """The words before an attribution that a mail program glued to them, if marked lines follow; None if there is
    none."""
    found = words.SHARED_LINE.search(lines[position]) if "wrote:" in lines[position] else None
    if found is None or not found.start() or not words.is_marked(next_words(lines, position + 1)):
        return None
    return lines[position][: found.start()]
