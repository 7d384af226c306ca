"""A TOML file as a frozen model, with every fault of it in words: file, line, key. It does not know what keys mean."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]

_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]{1,200}|\"[^\"]{0,200}\"|'[^']{0,200}')[ \t]*")
_MARK = re.compile(r"\"\"\"|'''|\"(?:[^\"\\]|\\.){0,9999}\"|'[^']{0,9999}'|[#\[\]{}]")
_SECRETS = frozenset({"password", "passwd", "secret", "token"})

_WORDS: Mapping[str, str] = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": "must be a table",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "model_type": "must be a table",
    "string_type": "must be text, in quotes",
    "tuple_type": 'must be a list, as in ["one", "two"]',
}
_BOUNDS: Mapping[str, str] = {
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must look like {pattern}",
    "too_short": "needs at least {min_length} of them",
}


class TomlFile(Generic[Model]):
    """What a file held. `model` is None where `faults` says why; `fault()` words one found later, with its line."""

    def __init__(self, path: Path, kind: type[Model]) -> None:
        self.path = path
        self.model: Model | None = None
        self.faults: list[str] = []
        self._kind = kind
        self._lines: dict[Location, int] = {}
        try:
            text = path.read_text(encoding="utf-8-sig")
            content = tomllib.loads(text)
            self._lines = lines_of(text)
            self.model = kind.model_validate(content)
        except FileNotFoundError:
            self.faults = [f"{path}: there is no such file"]
        except OSError as fault:
            self.faults = [f"{path}: it cannot be read: {fault.strerror}"]
        except UnicodeDecodeError as fault:
            self.faults = [f"{path}: it is not UTF-8 text (byte {fault.start})"]
        except (tomllib.TOMLDecodeError, RecursionError) as fault:
            self.faults = [f"{path}: it is not TOML: {fault}"]
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
            self.faults = [self._in_words(error) for error in errors if not _follows(error, errors)]

    def fault(self, location: Location, says: str) -> str:
        """`FILE, line N: KEY: what is wrong`, with the line of the key or of the nearest table around it."""
        around = (location[:length] for length in range(len(location), 0, -1))
        line = next((self._lines[place] for place in around if place in self._lines), 0)
        return f"{self.path}{f', line {line}' if line else ''}: {key_of(location)}: {says}"

    def _in_words(self, error: Any) -> str:
        location: Location = error["loc"]
        return self.fault(location, self._says(error, location)) if location else f"{self.path}: {error['msg']}"

    def _says(self, error: Any, location: Location) -> str:
        kind, given, name = str(error["type"]), error.get("input"), str(location[-1])
        if kind == "missing":
            return "is missing"
        if kind == "extra_forbidden":
            if name in _SECRETS:
                return "unknown key. Secrets never stand in files but in variables: see docs/configuration.md"
            near = difflib.get_close_matches(name, _keys_at(self._kind, location[:-1]), n=1)
            return f"unknown key{f': did you mean {near[0]}?' if near else ''}"
        if kind in _WORDS:
            return f"{_WORDS[kind]}, not {_shown(given)}"
        if kind in _BOUNDS:
            expected = _BOUNDS[kind].format(**error.get("ctx", {}))
            return expected if kind == "too_short" else f"{expected}, not {_shown(given)}"
        return str(error["msg"]).removeprefix("Value error, ")


def _follows(error: Any, errors: list[Any]) -> bool:
    """Whether a list counts as too short only because its entries have faults, which are told themselves."""
    place = error["loc"]
    return error["type"] == "too_short" and any(e["loc"][: len(place)] == place != e["loc"] for e in errors)


def key_of(location: Location) -> str:
    """`mailbox[1].person[2].address`: as people count, from one."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else part for part in location)
    return ".".join(parts).replace(".[", "[")


def _shown(given: object) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    return repr(given[:60]) if isinstance(given, str) else repr(given) if isinstance(given, int | float) else "that"


def _keys_at(kind: type[BaseModel], location: Location) -> tuple[str, ...]:
    """The keys that the model has at that place; () where it has none."""
    here: type[BaseModel] | None = kind
    for part in location:
        if isinstance(part, str) and here is not None:
            field = here.model_fields.get(part)
            here = _model_in(field.annotation) if field is not None else None
    return tuple(here.model_fields) if here is not None else ()


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


# ----------------------------------------------------------------------------------------------------- where keys stand


def lines_of(text: str) -> dict[Location, int]:
    """The line (from 1) on which each key and each table of a TOML text stands. The text must be sound TOML.

    Keys inside inline tables are not told apart: they stand on their table's line, or below it.
    """
    found: dict[Location, int] = {}
    counted: dict[Location, int] = {}  # arrays of tables: how many headers so far
    table: Location = ()
    quote, depth = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        rest = line
        if not quote and not depth:
            stripped = line.lstrip()
            if stripped.startswith("["):
                table = _header(stripped, counted)
                _note(found, table, number)
                continue
            key, rest = _key(line, "=")
            if key:
                _note(found, table + key, number)
        quote, depth = _after(rest, quote, depth)
    return found


def _header(line: str, counted: dict[Location, int]) -> Location:
    """Where the table of that header is, with a number for each array of tables on the way."""
    many = line.startswith("[[")
    names, _ = _key(line.lstrip("["), "]")
    place: Location = ()
    for index, name in enumerate(names):
        place = (*place, name)
        if many and index == len(names) - 1:
            counted[place] = counted.get(place, -1) + 1
        if place in counted:
            place = (*place, counted[place])
    return place


def _key(line: str, closing: str) -> tuple[Location, str]:
    """The dotted key that the line begins with, up to `closing`, and what follows it; ((), line) if there is none."""
    names: list[str] = []
    at = 0
    while (part := _KEY.match(line, at)) is not None:
        names.append(part[1].strip("\"'"))
        at = part.end()
        if line[at : at + 1] == closing:
            return tuple(names), line[at + 1 :]
        if line[at : at + 1] != ".":
            break
        at += 1
    return (), line


def _note(found: dict[Location, int], place: Location, number: int) -> None:
    for length in range(1, len(place) + 1):
        found.setdefault(place[:length], number)


def _after(line: str, quote: str, depth: int) -> tuple[str, int]:
    """Which kind of string of several lines is still open at the end of the line, and how many brackets."""
    at = 0
    while at < len(line):
        if quote:
            ends = line.find(quote, at)
            if ends < 0:
                return quote, depth
            quote, at = "", ends + len(quote)
            continue
        mark = _MARK.search(line, at)
        if mark is None or mark[0] == "#":
            break
        quote = mark[0] if mark[0] in ('"""', "'''") else ""
        depth += (mark[0] in "[{") - (mark[0] in "]}")
        at = mark.end()
    return quote, depth
