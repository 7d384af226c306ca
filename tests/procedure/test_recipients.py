"""To whom a letter goes where more than one person is on a case: the answer says it, a command may choose, no stranger is reached."""

from __future__ import annotations

import pytest

from tests.stories import ANNA, JO, Event, Told, dsmart, mail, reply, words

LEE = "Lee Simmons <lee@else.example>"
STORY = (
    mail("2026-03-03 11:20", JO, "The fitters left a hole in my roof. I want to complain.", "Roof"),
    mail("2026-03-04 09:00", LEE, "I am her husband and speak for her from now on.", "About {case}"),
    reply("2026-03-04 10:00", ANNA, "#confirm lee@else.example"),
)


def played(*events: Event) -> Told:
    return dsmart(*STORY, *events)


def answered(told: Told) -> str:
    return words(told.sent("command_result", ANNA)[-1])


def test_the_answer_says_to_whom_the_findings_go_and_who_does_not_get_them() -> None:
    told = played(reply("2026-03-05 10:00", ANNA, "#respond\nWe mend the roof on Friday."))

    assert [line["to"] for line in told.sent("response")] == ["jo@customer.example"]
    assert "The findings go to the customer (Jo Simmons <jo@customer.example>)." in answered(told)
    assert "Lee Simmons <lee@else.example> is on the case too and did not get it" in answered(told)
    assert "'to lee@else.example' behind the command writes to them" in answered(told)


@pytest.mark.parametrize(
    "line", ["#respond to lee@else.example", "#Respond to: Lee Simmons <lee@else.example>", "#respond to lee simmons"]
)
def test_a_confirmed_party_may_be_chosen_and_the_clock_is_met(line: str) -> None:
    told = played(reply("2026-03-05 10:00", ANNA, f"{line}\nWe mend the roof on Friday."))

    assert [line["to"] for line in told.sent("response")] == ["lee@else.example"]
    assert "Dear Lee Simmons" in told.letter("response")
    assert "lee@else.example" not in told.letter("response")
    assert told.met_by("findings") == "letter.response.sent"
    assert "The findings go to Lee Simmons <lee@else.example>" in answered(told)
    assert "Jo Simmons <jo@customer.example> is on the case too and did not get it" in answered(told)


def test_a_delay_is_told_to_whom_the_command_names() -> None:
    told = played(reply("2026-03-05 10:00", ANNA, "#delay to lee@else.example 2026-03-20 the tiles are late"))

    assert [line["to"] for line in told.sent("delay")] == ["lee@else.example"]
    assert "Friday 20 March 2026" in told.letter("delay")
    assert "tiles are late" in told.letter("delay")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("#respond to max@third.example", "max@third.example is not a confirmed party of this case"),
        ("#respond to Max Third", "max@third.example is not a confirmed party of this case"),
        ("#respond to zoe@else.example", "zoe@else.example is nobody on this case, so nothing was sent"),
        ("#respond to my wife", "'my wife' is nobody on this case, so nothing was sent"),
        ("#delay to max@third.example 2026-03-20 tiles", "max@third.example is not a confirmed party of this case"),
    ],
)
def test_nobody_who_is_not_confirmed_is_written_to_nor_the_customer_in_their_place(line: str, why: str) -> None:
    told = played(
        mail("2026-03-04 15:00", "Max Third <max@third.example>", "I am a neighbour.", "About {case}"),
        reply("2026-03-05 10:00", ANNA, f"{line}\nWe mend the roof on Friday."),
    )

    assert why in answered(told)
    assert not told.sent("response") + told.sent("delay")


def test_words_that_only_begin_with_to_are_the_letters_words() -> None:
    told = played(reply("2026-03-05 10:00", ANNA, "#respond To be clear about this: we mend the roof on Friday."))

    assert "To be clear about this: we mend the roof on Friday." in told.letter("response", JO)
