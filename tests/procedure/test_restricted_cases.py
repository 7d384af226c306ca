"""A restriction is lifted by somebody named on the case, for a reason, and everybody named hears of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.actions import SetCase
from mailbot.core.model import Case, CaseState
from tests.builders import a_case, decided, only, refusal, result, staff_mail
from tests.stories import CASS, DEE, LEA, ROB, Event, Told, mail, reply, tinytracker, words

REFUND = "My tracker broke after a week. I want to complain and I want a refund."
MORE = "Has anybody looked at my complaint? I am waiting."


def restricted(*events: Event) -> Told:
    return tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"), reply("2026-03-16 10:00", CASS, "#restrict Dee"), *events
    )


def answer(told: Told, to: str) -> str:
    return words(told.sent("command_result", to)[-1])


@pytest.mark.parametrize("order", ["#restrict off it was about somebody else", "#Restrict Lifted - all clear"])
def test_whom_the_restriction_did_not_name_hears_of_the_case_again_once_it_is_lifted(order: str) -> None:
    told = restricted(
        reply("2026-03-17 10:00", CASS, order),
        reply("2026-03-17 10:05", CASS, "#assign Rob"),
        mail("2026-03-17 11:00", LEA, MORE, "Re: [{case}] Complaint"),
    )

    assert "restriction is lifted" in words(told.sent("command_result", CASS)[1])
    assert "TT-2026-0001" in words(told.sent("notice", ROB)[-1])
    assert "A case is no longer restricted" in words(told.sent("notice", DEE)[-1])


def test_what_the_restriction_was_lifted_for_stands_on_the_case() -> None:
    told = restricted(
        reply("2026-03-17 10:00", CASS, "#restrict off\nThe medical report was not hers."),
        reply("2026-03-17 10:05", CASS, "#why"),
    )

    assert "restricted" in answer(told, CASS)
    assert "The medical report was not hers." in words(told.sent("notice", DEE)[-1])


def test_a_reason_is_asked_for() -> None:
    told = restricted(reply("2026-03-17 10:00", CASS, "#restrict off"))

    assert "ive the reason, as in: #restrict off" in answer(told, CASS)


def test_a_director_who_is_not_named_names_themselves_first() -> None:
    case = replace(a_case("tinytracker"), restricted=True, assigned="cass@tinytracker.example")

    assert "#restrict me" in refusal(decided(staff_mail("#restrict off all clear", case, by="Dee")))
    done = result(decided(staff_mail("#restrict me\n#restrict off all clear", case, by="Dee")))
    assert "the restriction is lifted" in " ".join(done.done)


@pytest.mark.parametrize(
    "case", [a_case("tinytracker"), a_case("tinytracker", restricted=True, state=CaseState.CLOSED)]
)
def test_what_is_not_restricted_or_closed_is_not_lifted(case: Case) -> None:
    assert not only(SetCase, decided(staff_mail("#restrict off all clear", case, by="Dee")))


def test_show_says_who_hears_of_a_restricted_case() -> None:
    told = restricted(reply("2026-03-17 10:00", CASS, "#show"))

    assert "Restricted to Cass Moore, Dee Hart: #restrict off REASON lifts it" in answer(told, CASS)


def test_a_restricted_case_does_not_become_part_of_one_that_somebody_has_who_is_not_named_on_it() -> None:
    secret = "One thing more, in confidence."
    story = (
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        mail("2026-03-16 09:40", LEA, f"{REFUND} Again.", "Another complaint"),
        reply("2026-03-16 09:50", ROB, "#assign me"),
        mail("2026-03-16 10:00", LEA, MORE, "[TT-2026-0001-R] more"),
        reply("2026-03-16 10:10", CASS, "#restrict"),
        reply("2026-03-16 10:20", CASS, "#merge TT-2026-0002-P", to="command_result"),
        mail("2026-03-16 10:30", LEA, secret, "[TT-2026-0001-R] more"),
    )
    told = tinytracker(*story)
    named = tinytracker(*story[:5], reply("2026-03-16 10:15", CASS, "#restrict Rob", to="command_result"), *story[5:])

    assert "Rob Stone, who has TT-2026-0002-P, is not named on it" in answer(told, CASS)
    assert secret in words(told.sent("notice", CASS)[-1])
    assert secret not in words(told.sent("notice", ROB)[-1])
    assert named.of("case.merged")
