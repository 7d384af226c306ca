"""The structure of a message that is formed as RFC 5322 and 2046 say, found by its boundaries instead of line by line.

It is what the stdlib's parser finds, and that one reads whatever is formed in another way: see structure.py.
"""

from __future__ import annotations

import re

from mailbot.mail.mime import Part, part_class

_FIELDS = rb"(?:[!-9;-~]{1,200}+:[^\r\n]*+\r?\n(?:[ \t][^\r\n]*+\r?\n)*+)"
_HEAD = re.compile(_FIELDS + rb"*+\r?\n")
_BLOCK = re.compile(_FIELDS + rb"++")
_FIELD = re.compile(r"([^:\r\n]++):[ \t]*+([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)\r?\n")
_LONGEST_HEAD = 256_000
_MOST_PARTS = 100
_DEEPEST = 8
_LINE_FEED, _RETURN = b"\n\r"
_ENCODINGS = ("7bit", "8bit", "binary")


class _OtherForm(Exception):
    """The message is not formed so."""


def sound_structure(content: bytes) -> Part | None:
    """The message, without defects; None where the stdlib's parser has to look at every line."""
    if content[:1] in (b"\r", b"\n"):
        return None
    try:
        return _Reader(content).part(0, len(content), 0, 0)
    except _OtherForm:
        return None


class _Reader:
    """Each part is given by where it stands, so that nothing is copied but into the parts themselves."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._view = memoryview(content)
        self._new_part = part_class(content)
        self._left = _MOST_PARTS

    def part(self, start: int, end: int, cut: int, depth: int) -> Part:
        """The part that stands there. The last `cut` bytes are the line break that belongs to the boundary behind it."""
        part, begins = self._with_fields(_HEAD, start, end)
        kind = part.get_content_type()
        if depth > _DEEPEST:
            raise _OtherForm
        if kind.startswith("multipart/"):
            self._divide(part, begins, end, cut, depth)
        elif kind == "message/delivery-status":
            self._list(part, begins, end)
        elif kind.startswith("message/"):
            part.attach(self.part(begins, end, cut, depth + 1))
        else:
            part.set_payload("" if begins == end else self._text(begins, end - cut))
            part.ends_with_fields = begins == end
        return part

    def _with_fields(self, form: re.Pattern[bytes], start: int, end: int) -> tuple[Part, int]:
        """A part with the fields that stand there, and where they end."""
        self._left -= 1
        head = form.match(self._content, start, min(end, start + _LONGEST_HEAD))
        if head is None or self._left < 0:
            raise _OtherForm
        part = self._new_part()
        fields = _FIELD.findall(self._text(start, head.end()))
        part._headers = fields  # type: ignore[attr-defined]  # what `set_raw` would add one by one
        return part, head.end()

    def _list(self, part: Part, start: int, end: int) -> None:
        """The blocks of fields of a delivery report, each a message without a body (RFC 3464 section 2.1)."""
        while start < end or not part.is_multipart():
            block, start = self._with_fields(_BLOCK, start, end)
            if not block.get_content_type().startswith("text/"):
                raise _OtherForm
            block.set_payload("")
            part.attach(block)
            if start < end:
                start = self._after_break(start, end)

    def _divide(self, part: Part, start: int, end: int, cut: int, depth: int) -> None:
        mark = _mark(part)
        found = self._content.find(mark, start, end)
        if found > start:
            part.preamble = self._text(start, found - self._break_before(found, start))
        begins = found + len(mark)
        while not self._content.startswith(b"--", begins, end):
            begins = self._after_break(begins, end)
            found = self._content.find(mark, begins, end)
            part.attach(self.part(begins, found, self._break_before(found, begins), depth + 1))
            begins = found + len(mark)
        begins += 2
        if not part.is_multipart():
            raise _OtherForm
        if begins < end:
            begins = self._after_break(begins, end)
        # RFC 2046 section 5.1.1, as the stdlib has it: None if nothing but the boundary around this multipart follows
        part.epilogue = None if cut and begins == end else self._text(begins, end - cut)

    def _break_before(self, position: int, start: int) -> int:
        """The length of the line break that ends there."""
        if position <= start or self._content[position - 1] != _LINE_FEED:
            raise _OtherForm
        return 2 if position - 2 >= start and self._content[position - 2] == _RETURN else 1

    def _after_break(self, position: int, end: int) -> int:
        """Where the line begins after the line break that stands there."""
        for line_break in (b"\r\n", b"\n"):
            if self._content.startswith(line_break, position, end):
                return position + len(line_break)
        raise _OtherForm

    def _text(self, start: int, end: int) -> str:
        return str(self._view[start:end], "ascii", "surrogateescape")


def _mark(part: Part) -> bytes:
    """What the lines between the parts begin with."""
    boundary = str(part.get_boundary(""))
    encoding = str(part.get("content-transfer-encoding", "8bit")).lower()
    if not (boundary.isascii() and boundary.isprintable()) or encoding not in _ENCODINGS:
        raise _OtherForm
    if not boundary or part.get_content_type() == "multipart/digest":
        raise _OtherForm
    return b"--" + boundary.encode()
