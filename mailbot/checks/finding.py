"""What `mailbot check` found, one thing a line. A value; nothing is looked for here."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.printable import one_line


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`about` is what was looked at, `says` what was found. `note`: not wrong, but worth knowing."""

    about: str
    wrong: bool
    says: str
    note: bool = False

    def __str__(self) -> str:
        word = "WRONG" if self.wrong else "note" if self.note else "ok"
        return f"{word:<5} {one_line(self.about)}: {one_line(self.says)}"

    def to_json(self) -> dict[str, object]:
        return {"about": self.about, "wrong": self.wrong, "note": self.note, "says": self.says}


def ok(about: str, says: str) -> Finding:
    return Finding(about=about, wrong=False, says=says)


def wrong(about: str, says: str) -> Finding:
    return Finding(about=about, wrong=True, says=says)


def note(about: str, says: str) -> Finding:
    return Finding(about=about, wrong=False, says=says, note=True)
