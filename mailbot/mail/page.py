"""Lines of plain text as a document fills them: what hypertext.py writes on."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")


class Page:
    """Lines as they are filled: white space collapsed, at most one blank line, quote marks in front."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.space = False
        self.quotes = 0
        self.preformatted = 0
        self.cited: set[int] = set()
        self.cited_forms: set[tuple[str, str]] = (
            set()
        )  # class and style of the blockquotes that an attribution introduced
        self.lists: list[int] = []  # the number of the last item of each open list; of bullets, -1
        self.tables: list[bool] = []  # of each open table, whether it holds data rather than the layout
        self.sizes: list[
            tuple[int, bool]
        ] = []  # of each open node that sets the size of its text: which, and whether to nothing
        self.links: list[tuple[int, int]] = []  # where the open links began: lines, pieces of the line

    def write(self, text: str) -> None:
        if self.preformatted:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.line.append(first)
            for line in rest:
                self.end_line(always=True)
                self.line.append(line)
            return
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and self.line:
            self.space = True
        words = text.strip(" ")
        if not words:
            return
        self.line.append(f" {words}" if self.space and self.line else words)
        self.space = text.endswith(" ")

    def item(self) -> None:
        """Begins the next item of the innermost list, indented by a list that it stands in."""
        mark = "*"
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            mark = f"{self.lists[-1]}."
        self.line.append(f"{'  ' * min(len(self.lists) - 1, 9)}{mark}")
        self.space = True

    def cell(self) -> None:
        """Parts the next cell of a row from the one before it."""
        if self.line and self.tables and self.tables[-1]:
            self.line.append(" |")
        self.space = True

    def end_line(self, *, always: bool = False) -> None:
        """Ends the line; with `always`, an empty one counts too."""
        text = "".join(self.line).rstrip()
        self.line, self.space = [], False
        if text or always:
            self.lines.append(f"{'>' * self.quotes} {text}".rstrip() if self.quotes else text)

    def blank_line(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * self.quotes)

    def text(self) -> str:
        self.end_line()
        out: list[str] = []
        for line in self.lines:
            if line.strip() or (out and out[-1].strip()):
                out.append(line)
        return "\n".join(out).strip("\n")
