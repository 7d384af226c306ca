"""The # grammar: what is a command and what is text, whatever a mail program made of it; dates and details as staff write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.core.commands import WORDS, looks_like_a_command, near, only_signed, parse
from mailbot.core.orders import ORDERS


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
        "– #close – done with it",
        "#close. done with it",
        "#**close** done with it",
        "＃close done with it",
        "＃ｃｌｏｓｅ done with it",
        "#clo\u00adse done with it",
        "\ufeff\u2060 #close done with it",
        "\u202f\u202f#close\u202fdone with it",
        "“#close done with it”",
        "#\nclose done with it",
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
        "#\nOur findings",
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


@pytest.mark.parametrize(
    "line", ["#re-open it is back", "#Re-Open it is back", "#stage_two", "#no-visit nothing to see"]
)
def test_a_word_may_be_joined_as_people_join_it(line: str) -> None:
    assert [o.known for o in parse(line).orders] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "#note-to-self ring her",
        "#visit-2026-03-06 10:00",
        "#nоte with a Cyrillic o",
        "#noteRang her",
        "#respnd: see below",
    ],
)
def test_what_is_nearly_a_command_is_one_that_nobody_knows(line: str) -> None:
    assert [o.known for o in parse(f"{line}\nDear Jo").orders] == [False]


def test_a_sign_and_a_capital_letter_may_be_a_heading() -> None:
    assert [o.heading for o in parse("# Request for papers\nDear Jo").orders] == [True]
    assert [o.heading for o in parse("# request the papers").orders + parse("#Request the papers").orders + parse("# Note").orders] == [
        False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("", True),
        ("Anna Field\nDsmart Electrical\n01782 496 000", True),
        ("Kind regards,\n\nAnna", True),
        ("Thanks\nAnna Field\nHandler", True),
        ("Sent from my iPhone", True),
        ("Thanks for calling. We repair it.\nAnna", False),
        ("The part is fitted.\n\nKind regards,\nAnna Field", False),
        ("Thanks\nfor your patience", False),
        ("Anna\nCan you come on Friday?", False),
        ("yes", False),
    ],
)
def test_a_text_that_is_only_signed_says_nothing(text: str, alone: bool) -> None:
    assert only_signed(text, "Anna Field") is alone


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


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Name : Ray Holt", "name", "Ray Holt"),
        ("**Name:** Ray Holt", "name", "Ray Holt"),
        ("**Name** : Ray Holt", "name", "Ray Holt"),
        ("– Name： Ray Holt", "name", "Ray Holt"),
        ("Customer name: Ray Holt", "name", "Ray Holt"),
        ("E-mail address: ray@customer.example", "email", "ray@customer.example"),
        ("Phone number:\u00a001782 496 000", "phone", "01782 496 000"),
        ("Date received: yesterday 3pm", "received", "yesterday 3pm"),
    ],
)
def test_details_may_be_named_as_people_name_them(line: str, field: str, value: str) -> None:
    assert parse(f"#new\n{line}\n\nIt hums.").field(field) == value


def test_a_detail_on_the_line_of_the_command_is_not_lost() -> None:
    found = parse("#new name: Ray Holt\nphone: 01782\n\nIt hums.")

    assert (found.field("name"), found.field("phone"), found.text) == ("Ray Holt", "01782", "It hums.")
    assert parse("#new Ray rang\nIt hums.").text == "Ray rang\nIt hums."


# -------------------------------------------------------------------------------------------------------- whatever is written


_NOISE = st.text(alphabet="#＃ \t\n\u00a0\u200b*_-•>|\\“”0123.:", max_size=30)


@given(st.text(max_size=300))
def test_reading_never_fails(text: str) -> None:
    found = parse(text)

    assert all(order.word for order in found.orders)
    assert found.orders or found.text == "\n".join(text.replace("\u00a0", " ").splitlines()).strip()


@example("1. ", "note", "")
@given(_NOISE, st.sampled_from(sorted(WORDS - {"new"})), st.text(alphabet="abc 0123:.", max_size=20))
def test_a_line_that_is_a_command_is_internal_wherever_it_stands(noise: str, word: str, argument: str) -> None:
    """What is obeyed at the top must never go out from the middle."""
    line = f"{noise.replace(chr(10), '')}#{word} {argument}"
    if any(order.word == word for order in parse(line).orders):
        assert looks_like_a_command(f"Dear Jo,\n{line}\nRegards")
