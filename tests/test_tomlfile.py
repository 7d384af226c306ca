"""Where keys stand in a TOML file, and how a fault is worded with its place."""

from __future__ import annotations

import pytest

from mailbot.tomlfile import Location, key_of, lines_of

NESTED = """\
title = "a # b"
text = '''
[not.a.table]
key = "no"
'''
[smtp]
host = "h"

[[mailbox]]
name = "one"
[mailbox.imap]
host = "h1"
[[mailbox.person]]
name = "A"
roles = [
  "handler",   # [[mailbox]]
  "director",
]
[[mailbox.person]]
"name" = "B"

[[mailbox]]
name = "two"
imap.host = "h2"
person = [{ name = "C" }]
[mailbox . hours]
opens = "09:00"
"""

PLACES: tuple[tuple[Location, int], ...] = (
    (("title",), 1),
    (("text",), 2),
    (("smtp",), 6),
    (("smtp", "host"), 7),
    (("mailbox", 0), 9),
    (("mailbox", 0, "imap", "host"), 12),
    (("mailbox", 0, "person", 0, "name"), 14),
    (("mailbox", 0, "person", 0, "roles"), 15),
    (("mailbox", 0, "person", 1), 19),
    (("mailbox", 0, "person", 1, "name"), 20),
    (("mailbox", 1), 22),
    (("mailbox", 1, "name"), 23),
    (("mailbox", 1, "imap", "host"), 24),
    (("mailbox", 1, "person"), 25),
    (("mailbox", 1, "hours", "opens"), 27),
)


@pytest.mark.parametrize(("place", "line"), PLACES, ids=[key_of(place) for place, _ in PLACES])
def test_every_key_is_found_on_its_own_line(place: Location, line: int) -> None:
    assert lines_of(NESTED)[place] == line


def test_what_looks_like_a_key_inside_a_string_of_several_lines_is_none() -> None:
    assert not [place for place in lines_of(NESTED) if "not" in place or "key" in place]


def test_a_string_that_ends_on_a_line_with_quotes_does_not_swallow_what_follows() -> None:
    assert lines_of('a = """x "quoted"\n"""\nb = 1\n')[("b",)] == 3


def test_keys_are_counted_as_people_count() -> None:
    assert key_of(("mailbox", 0, "person", 1, "address")) == "mailbox[1].person[2].address"
