"""Lines of an answer to a digest: what is a number and a command, what a mail program broke, and what is neither."""

from __future__ import annotations

import pytest

from mailbot.core.numbered import numbers, read


@pytest.mark.parametrize(
    "line",
    [
        "2 assign bob",
        "2. assign bob",
        "2) #assign bob",
        "#2 assign bob",
        "2: Assign bob",
        "2#assign bob",
        "  * 2 assign bob",
        "No. 2 assign bob",
        "2 - assign bob",
        "2\u00a0assign\u00a0bob",
        "**2** assign bob",
        "2.assign bob",
    ],
)
def test_a_line_is_a_number_and_a_command_however_it_is_written(line: str) -> None:
    (found,) = read(line).lines

    assert (found.number, found.order.word, found.order.argument) == (2, "assign", "bob")


@pytest.mark.parametrize(
    "line",
    [
        *("> 2 assign bob", "on the 2nd assign bob", "2nd assign bob", "10:30 works", "1, 3 close", "2"),
        *("1234 assign bob", "£2 refund", "2026-03-06 assign bob", "2|assign bob"),
    ],
)
def test_what_is_no_such_line_belongs_to_no_number(line: str) -> None:
    assert read(line).lines == ()
    assert read(line).loose == (line,)


def test_a_line_that_the_mail_program_broke_is_one_again() -> None:
    found = read(
        "3 delay 2026-03-20 waiting for the part that the maker promised us for\nnext week\n1 note rang her\nshe is in"
    )

    assert found.lines[0].order.argument == "2026-03-20 waiting for the part that the maker promised us for next week"
    assert (found.lines[1].order.argument, found.lines[1].below) == ("rang her", ("she is in",))


def test_a_line_after_an_empty_one_belongs_to_no_number() -> None:
    found = read("Hi\n1 note rang her\n\nWhy is this late?\n2 close done")

    assert [line.number for line in found.lines] == [1, 2]
    assert found.loose == ("Hi", "Why is this late?")
    assert numbers("1 note x\n7 close y") == {1, 7}


def test_a_name_below_a_long_line_is_no_part_of_it() -> None:
    long = "3 delay 2026-03-20 waiting for the part that the maker promised us for"
    found = read(f"{long}\nDana", "Dana Price")

    assert found.lines[0].order.argument.endswith("promised us for")
    assert found.lines[0].below == ("Dana",)
