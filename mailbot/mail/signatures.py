"""What stands under every mail of a writer, and what programs, companies and lists append: taken from the end, and never all
there is."""

from __future__ import annotations

import re

from mailbot.mail import footer_words as footers
from mailbot.mail import quote_words as words
from mailbot.mail import voices
from mailbot.mail.introductions import LONGEST_HEAD, next_words

_DELIMITER = re.compile(r"^\s{0,3}--\s{0,4}$")
_EXACT_DELIMITER = "-- "  # RFC 3676 section 4.3
_MOST_APPENDED = 20  # paragraphs at the end that are looked at
_DISCLAIMER_LINES = 30
_LONGEST_DISCLAIMER = 6_000  # characters that are looked at
_SIGNATURE_LINES, _EXACT_SIGNATURE_LINES = 12, 30


def trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at either end, and without more than one blank line where something was taken out."""
    out: list[str] = []
    said = False  # whether the line before says something
    for line in lines:
        was, said = said, bool(line.strip())
        if said or was:
            out.append(line)
    if out and not said:
        out.pop()
    return out


def without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """What was written, and what a program appended: telephone footers, list footers, disclaimers, and all below "--
    "."""
    kept, taken = _without_appended(lines)
    mark = next((i for i in range(len(kept) - 1, -1, -1) if _is_delimiter(kept[i])), None)
    if mark is not None and _is_signature(kept[mark + 1 :], exact=kept[mark] == _EXACT_DELIMITER):
        while mark and (_is_delimiter(kept[mark - 1]) or not kept[mark - 1].strip()):
            mark -= 1
        if any(line.strip() for line in kept[:mark]):
            kept, taken = kept[:mark], [*kept[mark:], *taken]
    kept, appended = _without_appended(kept) if kept != lines else (kept, [])
    return trimmed(kept), [*appended, *taken]


def _is_signature(lines: list[str], *, exact: bool) -> bool:
    """Whether what stands below a mark is a signature: some people part their paragraphs with the same two dashes.

    Below the mark of RFC 3676 only a postscript, or a sentence of somebody's about themselves, is more than that; below a bare "--" any
    sentence is.
    """
    if len(lines) > (_EXACT_SIGNATURE_LINES if exact else _SIGNATURE_LINES):
        return False
    said = [line for line in lines if line.strip() and not footers.begins_footer(line)]
    if any(voices.is_postscript(line) for line in said):
        return False
    return not any(voices.is_sentence(line) and (not exact or voices.is_somebody(line)) for line in said)


def _is_delimiter(line: str) -> bool:
    return "--" in line and _DELIMITER.match(line) is not None


def _without_appended(lines: list[str]) -> tuple[list[str], list[str]]:
    """Takes paragraphs from the end as long as each is a footer or a disclaimer, and something is left above."""
    ruled = _ruled_disclaimer(lines)
    kept, taken = trimmed(lines[:ruled]), lines[ruled:]
    for _ in range(_MOST_APPENDED if kept else 0):
        start = len(kept) - 1
        while start > 0 and kept[start - 1].strip():
            start -= 1
        paragraph = kept[start:]
        cut = start if _is_appended(paragraph) else _footer_start(paragraph, start)
        if cut is None or not any(line.strip() for line in kept[:cut]):
            break
        taken = [*kept[cut:], "", *taken] if taken else kept[cut:]
        kept = trimmed(kept[:cut])
    return kept, taken


def _ruled_disclaimer(lines: list[str]) -> int:
    """Where a disclaimer under a rule begins, which runs to the end with all its addresses; the end if there is none."""
    for i in range(max(1, len(lines) - _DISCLAIMER_LINES), len(lines)):
        if not words.is_rule(lines[i]) or not any(line.strip() for line in lines[:i]):
            continue
        if footers.DISCLAIMER.match(next_words(lines, i + 1)[:LONGEST_HEAD]) and _is_standing(lines[i + 1 :]):
            return i
    return len(lines)


def _is_appended(paragraph: list[str]) -> bool:
    if all(words.is_rule(line) for line in paragraph):
        return True
    if footers.DISCLAIMER.match(paragraph[0][:LONGEST_HEAD]):
        return _is_standing(paragraph)
    if not words.is_rule(paragraph[0]) or len(paragraph) > 8 or voices.is_somebody(" ".join(paragraph)):
        return False
    return any(footers.LIST_FOOTER.search(line[:300]) for line in paragraph[1:])


def _is_standing(lines: list[str]) -> bool:
    """Whether lines that begin as a disclaimer go on as one: "This mail is confidential: my landlord must not see it" does not."""
    text = " ".join(lines)[:_LONGEST_DISCLAIMER]
    return footers.COMPLETE.match(text) is not None or voices.is_standing(text)


def _footer_start(paragraph: list[str], start: int) -> int | None:
    """The index of the first of the footer lines that end a paragraph; None if its last line is none."""
    count = 0
    for line in reversed(paragraph):
        if not footers.is_footer(line):
            break
        count += 1
    return start + len(paragraph) - count if count else None
