"""Splits a text into what its writer wrote now, what is quoted of earlier mail, and the signature. In doubt the words
stay.

A line that is cut wrongly may be somebody's complaint; a quoted line left standing costs a reader a moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailbot.mail import quote_words as words

_MARKED = re.compile(r"^\s{0,3}>")
_DELIMITER = re.compile(r"^\s{0,3}--\s{0,4}$")
_EXACT_DELIMITER = "-- "  # RFC 3676 section 4.3
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST_HEAD = 400  # characters of a line or an attribution; longer is prose
_ATTRIBUTION_LINES = 4
_HEAD_LINES = 14
_FURTHEST = 50  # blank lines between a head and what it introduces
_MOST_APPENDED = 20  # paragraphs at the end that are looked at
_SIGNATURE_LINES, _EXACT_SIGNATURE_LINES = 12, 30


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
    fresh, signature = _without_signature(_trimmed(parts.fresh))
    return Split(
        fresh="\n".join(fresh), quoted="\n".join(_trimmed(parts.quoted)), signature="\n".join(_trimmed(signature))
    )


def _is_head_line(line: str) -> bool:
    bare = line.lstrip("> ")
    return bool(words.label_kind(bare)) or bool(words.WROTE.search(bare)) or bool(words.ENDS_WITH_ADDRESS.search(bare))


def _sort(lines: list[str], *, forwarding: bool) -> _Parts:
    """Walks down the lines; a quoted mail without marks runs to the end, a marked one as far as its marks."""
    parts = _Parts()
    is_lone = sum(1 for line in lines if _MARKED.match(line)) == 1
    position = 0
    while position < len(lines):
        line = lines[position]
        if len(line) > _LONGEST_HEAD or not line.strip():
            parts.fresh.append(line)
            position += 1
        elif _MARKED.match(line):
            (parts.fresh if _is_own_words(lines, position, is_lone=is_lone) else parts.quoted).append(line)
            position += 1
        elif words.FORWARD.match(line):
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
        end, is_head = _attribution_end(lines, position), False
    if end == position:
        parts.fresh.append(lines[position])
        return position + 1
    following = _next_words(lines, end)
    if not _MARKED.match(following) and following:
        if not parts.has_words or (forwarding and is_head):
            parts.fresh += lines[position:]
        else:
            parts.quoted += lines[position:]
        return len(lines)
    parts.quoted += lines[position:end]
    return end


def _next_words(lines: list[str], position: int) -> str:
    """The first line from `position` on that is not blank, looking no further than a screen; "" if there is none."""
    return next((lines[i] for i in range(position, min(len(lines), position + _FURTHEST)) if lines[i].strip()), "")


def _is_own_words(lines: list[str], position: int, *, is_lone: bool) -> bool:
    """A line that begins with ">" for another reason: a measure ("> 5 kW") inside a paragraph, an mbox file's "From".

    Only the one such line of a text counts (`is_lone`), so that no quoted line is taken for it.
    """
    if not is_lone:
        return False
    if lines[position].startswith(">From "):
        return True
    above = lines[position - 1] if position else ""
    below = lines[position + 1] if position + 1 < len(lines) else ""
    return bool(above.strip() and below.strip()) and not _is_head_line(above)


def head_end(lines: list[str], position: int) -> int:
    """Where a quoted mail's head ends that begins at `position`; `position` itself if none does.

    A head is a separator ("-----Original Message-----"), or at least From and two other fields, perhaps under a rule.
    """
    line = lines[position]
    separated = bool(words.ORIGINAL.match(line))
    if not separated and not words.RULE_LINE.match(line) and words.label_kind(line) not in ("from", "date", "subject"):
        return position
    start = position + 1 if separated or words.RULE_LINE.match(line) else position
    while start < len(lines) and not lines[start].strip() and start < position + 4:
        start += 1
    end, kinds = _fields_end(lines, start)
    if separated:
        return max(end, position + 1)
    head = "\n".join(lines[start:end])
    addressed, dated = bool(words.ADDRESS.search(head)), bool(words.TIME.search(head) and words.DATE.search(head))
    if "from" not in kinds or not (addressed or dated):
        return position  # a form that people fill in ("From: ... To: ...") names neither
    return end if len(kinds) >= 3 or ("date" in kinds and addressed and dated) else position


def _fields_end(lines: list[str], start: int) -> tuple[int, set[str]]:
    """The end of the run of fields from `start` on, and their kinds; a field may go on over one or two lines."""
    kinds: set[str] = set()
    end, loose = start, 0
    for i in range(start, min(len(lines), start + _HEAD_LINES)):
        line = lines[i]
        kind = words.label_kind(line)
        if kind in kinds and kind in ("from", "subject"):
            break  # a head has one of each: this is a list, or the next head
        if kind:
            kinds.add(kind)
            kinds.update(
                words.label_kind(piece) for piece in re.split(r"\s(?=\S{2,12}\s?[:：]\s)", line[:_LONGEST_HEAD])[1:]
            )
            end, loose = i + 1, 0
        elif not line.strip() or loose == 2 or not kinds:
            break
        else:
            loose += 1
    kinds.discard("")
    return end, kinds


def _attribution_end(lines: list[str], position: int) -> int:
    """Where an attribution ("On ..., somebody wrote:") that begins at `position` ends; `position` itself if none
    does."""
    if words.DASHED_WROTE.match(lines[position]):
        return position + 1
    if not words.OPENER.match(lines[position]) and not words.ADDRESS.search(lines[position]):
        return position + 1 if _is_named_first(lines, position) else position
    joined = ""
    for end in range(position + 1, min(len(lines), position + _ATTRIBUTION_LINES) + 1):
        piece = lines[end - 1].strip()
        if not piece or (_MARKED.match(piece) and not _closes_address(joined, piece)):
            return position
        joined = f"{joined} {piece}".strip()
        if len(joined) > _LONGEST_HEAD:
            return position
        if _is_attribution(joined, marked=bool(_MARKED.match(_next_words(lines, end)))):
            return end
    return position


def _is_named_first(lines: list[str], position: int) -> bool:
    """ "Jo Simmons schrieb am 02.03.26:" with marked lines below: the name stands first, and there may be no
    address."""
    line = lines[position].rstrip()
    return (
        line.endswith(":") and bool(words.WROTE.search(line)) and bool(_MARKED.match(_next_words(lines, position + 1)))
    )


def _closes_address(joined: str, piece: str) -> bool:
    """A program broke the line inside "<address>": the piece begins with the closing bracket, not with a mark."""
    return joined.count("<") > joined.count(">") and piece.rstrip().endswith((":", "："))


def _is_attribution(text: str, *, marked: bool) -> bool:
    """Whether one line of text says who wrote what follows. What follows is `marked` with ">", or the line must be
    surer."""
    bare = _INVISIBLE.sub("", text).strip("-–—_* ")
    colon = bare.endswith((":", "："))
    if not (
        colon
        or bare.endswith(words.LAST_WORDS)
        or text.rstrip().endswith("--")
        or (marked and bare.endswith((">", ")")))
    ):
        return False
    has_date = bool(words.DATE.search(bare))
    if words.ENDS_WITH_ADDRESS.search(bare) and has_date:
        return marked or colon
    if not words.WROTE.search(bare):
        return False
    return marked or bool(words.ADDRESS.search(bare)) or (has_date and bool(words.TIME.search(bare)))


def _before_shared_attribution(lines: list[str], position: int) -> str | None:
    """The words before an attribution that a mail program glued to them, if marked lines follow; None if there is
    none."""
    found = words.SHARED_LINE.search(lines[position]) if "wrote:" in lines[position] else None
    if found is None or not found.start() or not _MARKED.match(_next_words(lines, position + 1)):
        return None
    return lines[position][: found.start()]


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at either end, and without more than one blank line where something was taken out."""
    out: list[str] = []
    for line in lines:
        if line.strip() or (out and out[-1].strip()):
            out.append(line)
    while out and not out[-1].strip():
        out.pop()
    return out


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """What was written, and what a program appended: telephone footers, list footers, disclaimers, and all below "--
    "."""
    kept, taken = _without_appended(lines)
    mark = next((i for i in range(len(kept) - 1, -1, -1) if _DELIMITER.match(kept[i])), None)
    longest = _EXACT_SIGNATURE_LINES if mark is not None and kept[mark] == _EXACT_DELIMITER else _SIGNATURE_LINES
    if mark is not None and len(kept) - mark - 1 <= longest:
        while mark and (_DELIMITER.match(kept[mark - 1]) or not kept[mark - 1].strip()):
            mark -= 1
        if any(line.strip() for line in kept[:mark]):
            kept, taken = kept[:mark], [*kept[mark:], *taken]
    kept, appended = _without_appended(kept)
    return _trimmed(kept), [*appended, *taken]


def _without_appended(lines: list[str]) -> tuple[list[str], list[str]]:
    """Takes paragraphs from the end as long as each is a footer or a disclaimer, and something is left above."""
    kept = list(lines)
    taken: list[str] = []
    for _ in range(_MOST_APPENDED if kept else 0):
        start = len(kept) - 1
        while start > 0 and kept[start - 1].strip():
            start -= 1
        paragraph = kept[start:]
        cut = start if _is_appended(paragraph) else _footer_start(paragraph, start)
        if cut is None or not any(line.strip() for line in kept[:cut]):
            break
        taken = [*kept[cut:], "", *taken] if taken else kept[cut:]
        kept = _trimmed(kept[:cut])
    return kept, taken


def _is_appended(paragraph: list[str]) -> bool:
    if words.DISCLAIMER.match(paragraph[0][:_LONGEST_HEAD]) or all(words.RULE_LINE.match(line) for line in paragraph):
        return True
    return (
        bool(words.RULE_LINE.match(paragraph[0]))
        and len(paragraph) <= 8
        and any(words.LIST_FOOTER.search(line[:300]) for line in paragraph[1:])
    )


def _footer_start(paragraph: list[str], start: int) -> int | None:
    """The index of the first of the footer lines that end a paragraph; None if its last line is none."""
    count = 0
    for line in reversed(paragraph):
        if not words.is_footer(line):
            break
        count += 1
    return start + len(paragraph) - count if count else None
