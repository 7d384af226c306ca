"""Stories for tests: mail in, time passing, mail out, as `mailbot simulate` plays them, and questions about what came of it.

A story is written once and played once, however many tests ask about it. Times are written in local time, "2026-03-03 11:20", London.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.simulate import play

Line = dict[str, object]
LONDON = ZoneInfo("Europe/London")

ANNA = "Anna Field <anna@dsmart.example>"
BOB = "Bob Wright <bob@dsmart.example>"
DANA = "Dana Price <dana@dsmart.example>"
CASS = "Cass Moore <cass@tinytracker.example>"
ROB = "Rob Stone <rob@tinytracker.example>"
DEE = "Dee Hart <dee@tinytracker.example>"
HAL = "Hal Reed <hal@tinytracker.example>"
JO = "Jo Simmons <jo@customer.example>"
LEA = "Lea Brook <lea@customer.example>"

STAFF = {
    "dsmart": ((ANNA, "handler"), (BOB, "engineer"), (DANA, "director")),
    "tinytracker": ((CASS, "handler"), (ROB, "handler"), (DEE, "director"), (HAL, "hr")),
}


def utc(local: str) -> str:
    """That London time as the contract writes instants: "2026-03-03T11:20:00Z"."""
    return datetime.fromisoformat(local).replace(tzinfo=LONDON).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event of a story; see contract section 5."""

    at: str
    fields: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str, str], ...] = ()  # name, type, text

    def toml(self) -> str:
        lines = ["[[event]]", f"at = {utc(self.at)}"]
        lines += [f"{key} = {_text(value)}" for key, value in self.fields]
        if self.headers:
            lines.append("headers = {" + ", ".join(f"{_text(k)} = {_text(v)}" for k, v in self.headers) + "}")
        if self.attachments:
            hung = (f"{{name = {_text(n)}, type = {_text(t)}, text = {_text(x)}}}" for n, t, x in self.attachments)
            lines.append(f"attachments = [{', '.join(hung)}]")
        return "\n".join(lines)


def mail(at: str, sender: str, text: str, subject: str = "", **more: str) -> Event:
    """A mail to the mailbox. `more`: `to`, `id`, or headers with _ for -, such as `auto_submitted`."""
    known = {key: more.pop(key) for key in ("to", "id", "eml") if key in more}
    fields: dict[str, str] = {"from": sender, "subject": subject, "text": text} | known
    headers = tuple((key.replace("_", "-"), value) for key, value in more.items())
    return Event(at=at, fields=tuple((k, v) for k, v in fields.items() if v or k == "text"), headers=headers)


def with_files(event: Event, *names: str) -> Event:
    kinds = tuple((name, "application/pdf" if name.endswith("pdf") else "image/jpeg", name) for name in names)
    return Event(at=event.at, fields=event.fields, headers=event.headers, attachments=kinds)


def reply(at: str, sender: str, text: str, *, to: str = "notice", **more: str) -> Event:
    """A reply, as a mail client does it, to the newest letter of that name that this sender got."""
    event = mail(at, sender, text, **more)
    return Event(at=at, fields=(*event.fields, ("reply_to", to)), headers=event.headers)


def stolen(at: str, sender: str, text: str, *, to: str, of: str) -> Event:
    """A reply to the newest letter of that name that somebody else got."""
    event = reply(at, sender, text, to=to)
    return Event(at=at, fields=(*event.fields, ("letter_to", of)))


def bounce(at: str, letter: str) -> Event:
    return Event(at=at, fields=(("bounce", letter),))


def out_of_office(at: str, letter: str) -> Event:
    return Event(at=at, fields=(("out_of_office", letter),))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of a story: its event lines, and the questions that tests ask of them."""

    lines: Sequence[Line] = field(repr=False)

    def of(self, type: str, **wanted: object) -> list[Line]:
        """The lines of that type whose keys have these values; `from_` stands for `from`."""
        keys = {key.rstrip("_"): value for key, value in wanted.items()}
        return [x for x in self.lines if x["type"] == type and all(_is(x.get(k), v) for k, v in keys.items())]

    def sent(self, letter: str | None = None, to: str | None = None, **wanted: object) -> list[Line]:
        """The letters of that name sent to that address, in order."""
        more = {key: value for key, value in (("letter", letter), ("to", to)) if value is not None}
        return self.of("letter.sent", **more, **wanted)

    def letter(self, name: str, to: str | None = None) -> str:
        """Subject and text of the one letter of that name that was sent. Fails where there is none, or more than one."""
        found = self.sent(name, to)
        assert len(found) == 1, f"{len(found)} letters '{name}', not one"
        return words(found[0])

    def newest(self, name: str, to: str | None = None) -> str:
        found = self.sent(name, to)
        assert found, f"no letter '{name}' was sent"
        return words(found[-1])

    def names(self, to: str) -> list[object]:
        """The names of all letters to that address, in order."""
        return [line["letter"] for line in self.sent(to=to)]

    def due(self, clock: str) -> object:
        """The day by which the newest run of that clock is due."""
        return self._newest(("clock.started", "clock.changed"), clock)["due"]

    def due_at(self, clock: str) -> object:
        return self._newest(("clock.started", "clock.changed"), clock)["due_at"]

    def met_by(self, clock: str) -> object:
        return self._newest(("clock.stopped",), clock)["by"]

    def _newest(self, types: tuple[str, ...], clock: str) -> Line:
        found = [line for line in self.lines if line["type"] in types and line.get("clock") == clock]
        assert found, f"no {' or '.join(types)} of {clock}"
        return found[-1]

    @property
    def cases(self) -> list[object]:
        return list(dict.fromkeys(line["case"] for line in self.of("case.opened")))


def words(line: Line) -> str:
    """Subject and text of a letter, its lines joined: a sentence is found however it was wrapped."""
    return " ".join(f"{line['subject']}\n{line['text']}".split())


@cache
def dsmart(*events: Event, until: str = "") -> Told:
    return _play("dsmart", events, until)


@cache
def tinytracker(*events: Event, until: str = "") -> Told:
    return _play("tinytracker", events, until)


def _play(company: str, events: tuple[Event, ...], until: str) -> Told:
    """The company's story from its first event until then (by default, its last event)."""
    first, last = min(e.at for e in events), until or max(e.at for e in events)
    head = [
        f'procedure = "config/procedures/{company}.toml"',
        f"start = {utc(first)}",
        f"until = {utc(last)}",
        f'mailbox = "info@{company}.example"',
    ]
    people = [
        f'[[person]]\nname = "{name}"\naddress = "{address.rstrip(">")}"\nroles = ["{role}"]'
        for who, role in STAFF[company]
        for name, _, address in [who.partition(" <")]
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
        file.write("\n".join([*head, *people, *(event.toml() for event in events)]))
        file.flush()
        return Told(lines=tuple(play(Path(file.name))))


def _text(value: str) -> str:
    """A TOML basic string; JSON writes one that TOML reads."""
    return json.dumps(value, ensure_ascii=False)


def _is(have: object, want: object) -> bool:
    """Equal; of addresses, also "Anna Field <anna@...>" for anna@..."""
    if isinstance(have, str) and isinstance(want, str) and "@" in want:
        return _address(have) == _address(want)
    return have == want


def _address(text: str) -> str:
    return text.rpartition("<")[2].rstrip(">").strip().lower()
