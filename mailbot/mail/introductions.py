"""Where a quoted mail begins: the head of fields, the separator or the attribution line that mail programs write above
it. What is done with it is for quotes.py."""

from __future__ import annotations

import re

from mailbot.mail import quote_words as words

LONGEST_HEAD = 400  # characters of a line or an attribution; longer is prose
_ATTRIBUTION_LINES = 4
_NARROWEST_WRAP, _WIDEST_WRAP = 60, 100  # characters: programs break lines at 65 to 80
_HEAD_LINES = 14
_FURTHEST = 50  # blank lines between a head and what it introduces
_DIGIT = re.compile(r"\d")
_LIST_ITEM = re.compile(r"\s{0,9}[-*•·]\s")
_WORD = re.compile(r"[^\W\d_]{4,30}")
_GLUED = re.compile(r"\s{0,8}([^<>\n]{8,200}<[^<>\s]{3,150}>[^<>:\n]{0,40}[:：])\s{2,9}\S")
_FORM_FIELD = re.compile(r"\s{0,3}[^\W\d_][\w -]{1,24}[:：]\s{0,3}\S")


def next_words(lines: list[str], position: int) -> str:
    """The first line from `position` on that is not blank, looking no further than a screen; "" if there is none."""
    return next((lines[i] for i in range(position, min(len(lines), position + _FURTHEST)) if lines[i].strip()), "")


def head_end(lines: list[str], position: int) -> int:
    """Where a quoted mail's head ends that begins at `position`; `position` itself if none does.

    A head is a separator ("-----Original Message-----"), or at least From and two other fields, perhaps under a rule.
    """
    line = lines[position]
    separated = words.is_original(line)
    ruled = separated or words.is_rule(line)
    if not ruled and words.label_kind(line) not in ("from", "date", "subject"):
        return position
    start = position + 1 if ruled else position
    while start < len(lines) and not lines[start].strip() and start < position + 4:
        start += 1
    end, kinds = _fields_end(lines, start)
    if separated:
        return max(end, position + 1)
    return end if _is_program_s(lines, start, end, kinds) else position


def _is_program_s(lines: list[str], start: int, end: int, kinds: set[str]) -> bool:
    """Whether a mail program wrote these fields. People write such lines too, and fill them in in forms: "From: 10:00, To: 12:00"."""
    head = "\n".join(lines[start:end])
    if "from" not in kinds or not (words.TIME.search(head) and words.DATE.search(head)):
        return False
    if "date" in kinds and not any(words.label_kind(one) == "date" and _DIGIT.search(one) for one in lines[start:end]):
        return False
    whole = len(kinds) == len(words.KINDS)
    if not words.has_address(head):
        return whole and _dates_follow(lines[start:end])
    if not whole and (_is_other_field(lines, start - 1) or _is_other_field(lines, end)):
        return False
    return len(kinds) >= 3 or "date" in kinds


def _dates_follow(head: list[str]) -> bool:
    """Whether the date stands right under a From that names somebody, as Outlook writes it where it knows no address."""
    sender = next((i for i, line in enumerate(head) if words.label_kind(line) == "from"), 0)
    value = re.split("[:：]", head[sender], maxsplit=1)[-1]
    return not _DIGIT.search(value) and sender + 1 < len(head) and words.label_kind(head[sender + 1]) == "date"


def _is_other_field(lines: list[str], position: int) -> bool:
    """Whether a line is a field of a form ("Phone: 07700 900123"): then those beside it are no mail's head."""
    if not 0 <= position < len(lines):
        return False
    found = _FORM_FIELD.match(lines[position])
    return found is not None and not words.label_kind(lines[position])


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
                words.label_kind(piece) for piece in re.split(r"\s(?=\S{2,12}\s?[:：]\s)", line[:LONGEST_HEAD])[1:]
            )
            end, loose = i + 1, 0
        elif not line.strip() or loose == 2 or not kinds or words.is_rule(line):
            break
        else:
            loose += 1
    kinds.discard("")
    return end, kinds


def attribution_end(lines: list[str], position: int) -> int:
    """Where an attribution ("On ..., somebody wrote:") that begins at `position` ends; `position` itself if none
    does."""
    first = lines[position]
    if words.is_dashed_wrote(first) or words.is_ruled_date(first):
        return position + 1
    if not _may_end(lines, position):
        return position
    opens = words.has_address(first) or bool(words.OPENER.match(first))
    if not opens and _is_named_first(lines, position):
        return position + 1
    joined = ""
    for end in range(position + 1, min(len(lines), position + _ATTRIBUTION_LINES) + 1):
        piece = lines[end - 1].strip()
        if not piece or (words.is_marked(piece) and not _closes_address(joined, piece)):
            return position
        if joined and (
            _LIST_ITEM.match(piece) or not (_is_wrapped(lines[end - 2], piece) or (opens and _is_half_told(joined)))
        ):
            return position
        joined = f"{joined} {piece}".strip()
        if len(joined) > LONGEST_HEAD:
            return position
        if not words.may_close(joined):
            continue
        marked = words.is_marked(next_words(lines, end))
        if _is_attribution(joined, marked=marked):
            return position if _begins_later(lines[position:end], marked=marked) else end
    return position


def _may_end(lines: list[str], position: int) -> bool:
    """Whether one of the lines from there to the next blank one may be the last of an attribution: the cheap question first."""
    for line in lines[position : position + _ATTRIBUTION_LINES]:
        if not line.strip():
            return False
        if words.may_close(line):
            return True
    return False


def opens_quote(line: str) -> bool:
    """Whether a line begins with a whole attribution and goes on with the quoted mail, as Yahoo's program for telephones writes it."""
    found = _GLUED.match(line) if "@" in line and ">" in line else None
    return found is not None and _is_attribution(found[1], marked=False)


def _begins_later(lines: list[str], *, marked: bool) -> bool:
    """Whether a later one of these lines begins a whole attribution, so that the first is the end of what was written."""
    for start in range(1, len(lines)):
        before = " ".join(lines[:start])
        rest = " ".join(line.strip() for line in lines[start:])
        whole = bool(words.DATE.search(rest)) and not rest.startswith("<")
        apart = bool(words.OPENER.match(rest) or words.DATE.search(before) or words.TELLS.search(before))
        if whole and apart and _is_attribution(rest, marked=marked):
            return True
    return False


def _is_wrapped(line: str, following: str) -> bool:
    """Whether a program may have broken the line here: the first word of the next one would hardly have fitted."""
    length = len(line.rstrip())
    return length <= _WIDEST_WRAP and length + len(following.split(maxsplit=1)[0]) >= _NARROWEST_WRAP


def _is_half_told(text: str) -> bool:
    """Whether a line is so plainly half an attribution that the next one belongs to it: a date, or an open bracket."""
    if words.TELLS.search(text):
        return False
    return text.count("<") > text.count(">") or bool(words.DATE.search(text)) or words.ends_with_address(text)


def _is_bare(text: str) -> bool:
    """Whether a line holds hardly more than a date, a name and an address: no sentence, and nobody's note of a call."""
    told = words.ADDRESS.sub(" ", text) if "@" in text else text
    small = sum(1 for word in _WORD.findall(told) if word.islower())  # months and days, and seldom more than two
    return bool(words.OPENER.match(text)) and not (_LIST_ITEM.match(text) or words.TELLS.search(told) or small > 2)


def _is_named_first(lines: list[str], position: int) -> bool:
    """ "Jo Simmons schrieb am 02.03.26:" with marked lines below: the name stands first, and there may be no
    address."""
    line = lines[position].rstrip()
    return line.endswith(":") and words.says_wrote(line) and words.is_marked(next_words(lines, position + 1))


def _closes_address(joined: str, piece: str) -> bool:
    """A program broke the line inside "<address>": the piece begins with the closing bracket, not with a mark."""
    return joined.count("<") > joined.count(">") and piece.rstrip().endswith((":", "："))


def _is_attribution(text: str, *, marked: bool) -> bool:
    """Whether one line of text says who wrote what follows. What follows is `marked` with ">", or the line must be
    surer."""
    bare = words.bared(text)
    colon = bare.endswith((":", "："))
    if not (
        colon or words.ends_with_verb(bare) or text.rstrip().endswith("--") or (marked and bare.endswith((">", ")")))
    ):
        return False
    has_date, has_address = bool(words.DATE.search(bare)), words.has_address(bare)
    if marked and has_date and words.ends_with_address(bare):
        return True
    dated = has_date and bool(words.TIME.search(bare))
    if not words.says_wrote(bare):
        named = has_address and bool(words.NAMED_BY.search(bare))
        return colon and dated and named and _is_bare(words.visible(text)) and (marked or not _is_told(bare))
    if marked:
        return True
    if _is_told(bare):
        return False
    return has_address or (dated and _is_by_name(words.visible(text)))


def _is_by_name(text: str) -> bool:
    """Whether an attribution without an address begins with the date and goes on with a name: "the display" is none."""
    if not words.OPENER.match(text):
        return False
    time = max(words.TIME.finditer(text), key=lambda found: found.end(), default=None)
    said = words.WROTE.sub(" ", text[time.end() :] if time else text)
    return not words.NO_NAME.search(said)


def _is_told(text: str) -> bool:
    """Whether somebody tells of a letter ("On 2 March I wrote to info@dsmart.example:"); programs speak of nobody but its writer.

    A company's name behind the date may hold such a word; at the beginning it may be "Your colleague".
    """
    told = words.NAME_AND_ADDRESS.sub(lambda found: " " if found.start() else found[0], text)
    return words.TELLS_OF_SELF.search(told) is not None
