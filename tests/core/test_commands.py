"""The # grammar: what is a command and what is text, whatever a mail program made of it; dates and details as staff write them."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.core.commands import WORDS, begins_with_a_time, day, has_time, looks_like_a_command, near, parse, when
from mailbot.core.orders import ORDERS
from tests.builders import at

LONDON = "Europe/London"


def test_every_word_of_the_grammar_but_new_has_its_function() -> None:
    assert set(ORDERS) | {"new"} == WORDS


def test_a_text_without_commands_is_all_text() -> None:
    found = parse("Dear Jo,\n\nBob comes on Friday.\n")

    assert (found.orders, found.text) == ((), "Dear Jo,\n\nBob comes on Friday.")


def test_commands_stand_at_the_top_one_a_line_and_the_rest_is_the_text() -> None:
    found = parse("#visit 2026-03-06 10:00 with Bob\n\n#assign me\nDear Jo,\n#note is a word here")

    assert [(o.word, o.argument) for o in found.orders] == [
        ("visit", "2026-03-06 10:00 with Bob"), ("assign", "me"),
    ]  # fmt: skip
    assert found.text == "Dear Jo,\n#note is a word here"


@pytest.mark.parametrize(
    "line",
    [
        "#close done with it",
        "#CLOSE done with it",
        "  #Close   done with it  ",
        "* #close done with it",
        "•\t#close done with it",
        "- #close done with it",
        "1. #close done with it",
        "**#close** done with it",
        "\u00a0#close\u00a0done with it",
        "\u200b#close done with it",
        "#close: done with it",
        "# close done with it",
        "\\#close done with it",
    ],
)
def test_a_command_is_read_whatever_a_mail_program_put_around_it(line: str) -> None:
    (order,) = parse(f"{line}\n\nbelow").orders

    assert (order.word, order.argument) == ("close", "done with it")


@pytest.mark.parametrize(
    "line",
    [
        "> #close done",
        "| #close done",
        "Our findings #close",
        "#1 High Street",
        "# Our findings",
        "C# is a language",
        "",
    ],
)
def test_what_only_looks_like_a_command_is_text(line: str) -> None:
    assert parse(line).orders == ()


def test_an_unknown_word_is_an_order_still_so_that_nothing_is_sent_by_mistake() -> None:
    (order,) = parse("#respnd\nDear Jo").orders

    assert not order.known
    assert near(order.word) == "respond"


def test_a_word_longer_than_any_command_is_one_that_nobody_knows() -> None:
    assert [o.known for o in parse("#respondtothecustomernow\nDear Jo").orders] == [False]
    assert [o.known for o in parse("#v 2026-03-06 10:00").orders] == [False]


@pytest.mark.parametrize(
    ("line", "internal"),
    [
        ("#close customer happy", True),
        ("> - #respond with your findings", True),
        ("#clsoe customer happy", True),
        ("# note for us", True),
        ("# What we found", False),
        ("Your order #close to 12", False),
        ("Nothing of the kind", False),
    ],
)
def test_a_text_with_a_command_in_any_line_is_internal(line: str, internal: bool) -> None:
    assert looks_like_a_command(f"Dear Jo,\n{line}\nRegards") is internal


# -------------------------------------------------------------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("text", "instant", "rest"),
    [
        ("2026-03-06 10:00 with Bob", "2026-03-06 10:00", "with Bob"),
        ("2026-03-06T10:00", "2026-03-06 10:00", ""),
        ("2026-03-06, 10:00", "2026-03-06 10:00", ""),
        ("2026-03-06 at 9.30 am with Bob", "2026-03-06 09:30", "with Bob"),
        ("2026-03-06 2pm", "2026-03-06 14:00", ""),
        ("2026-03-06 12am", "2026-03-06 00:00", ""),
        ("2026-03-06", "2026-03-06 12:00", ""),
        ("by post 2026-03-06", "2026-03-06 12:00", "by post"),
        ("2026-07-06 10:00", "2026-07-06 10:00", ""),
        ("2026-03-20 3 parts are late", "2026-03-20 12:00", "3 parts are late"),
    ],
)
def test_a_time_is_read_as_local_time(text: str, instant: str, rest: str) -> None:
    assert when(text, LONDON) == (at(instant), rest)


@pytest.mark.parametrize(
    "text", ["", "Friday", "06/03/2026", "2026-02-30", "2026-03-06 25:00", "2026-03-06 13 pm", "2026-03-06 10:61"]
)
def test_what_is_no_time_is_none_and_stays_in_the_words(text: str) -> None:
    assert when(text, LONDON) == (None, text)


def test_whether_a_time_of_day_was_given() -> None:
    assert has_time("2026-03-06 10:00")
    assert has_time("2026-03-06 2pm")
    assert not has_time("2026-03-06")
    assert not has_time("with Bob")


@pytest.mark.parametrize(
    "text",
    [
        "14:00",
        "at 2pm",
        "Friday 10:00",
        "fri 10am",
        "6 March",
        "6th March 10:00",
        "06/03/2026",
        "yesterday",
        "tomorrow",
    ],
)
def test_words_that_begin_like_a_time_are_seen(text: str) -> None:
    assert begins_with_a_time(text)


@pytest.mark.parametrize("text", ["rang her", "may come later", "Marion rang", "Sunita rang", "second try", ""])
def test_words_that_do_not_begin_like_a_time_are_words(text: str) -> None:
    assert not begins_with_a_time(text)


def test_a_day_and_the_words_beside_it() -> None:
    assert day("2026-03-20 the part is late") == (date(2026, 3, 20), "the part is late")
    assert day("soon") == (None, "soon")
    assert day("2026-13-01 soon") == (None, "2026-13-01 soon")


# ------------------------------------------------------------------------------------------------------------ details of #new


def test_the_details_of_new_and_the_facts_below_them() -> None:
    found = parse(
        "#new\nname: Ray Holt\nEmail: ray@customer.example\nTel: 01782 496 000\n\nNoise: all night.\nHe is tired."
    )

    assert found.fields == (("name", "Ray Holt"), ("email", "ray@customer.example"), ("phone", "01782 496 000"))
    assert found.text == "Noise: all night.\nHe is tired."


def test_an_address_goes_on_over_its_lines() -> None:
    found = parse("#new\nname: Ray\naddress: 2 High Street\nLeek,\nST13 5AA\nphone: 01782\n\nIt hums.")

    assert found.field("address") == "2 High Street, Leek, ST13 5AA"
    assert (found.field("phone"), found.text) == ("01782", "It hums.")


def test_a_detail_whose_name_is_misspelt_is_not_lost_in_the_text() -> None:
    assert parse("#new\nname: Ray\nemial: ray@customer.example\n\nIt hums.").strange == (("emial", "email"),)


def test_details_with_bullets_and_bold_type_are_details() -> None:
    found = parse("#new\n• *name:* Ray Holt\n- **email**: ray@customer.example")

    assert (found.field("name"), found.field("email")) == ("Ray Holt", "ray@customer.example")
