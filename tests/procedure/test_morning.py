"""A director's morning: the digest, one answer to it, and what came of each line, played from the wire to the wire."""

from __future__ import annotations

from tests.stories import ANNA, BOB, DANA, JO, LEA, dsmart, mail, reply, stolen

JO_COMPLAINS = mail("2026-03-03 11:20", JO, "The fitters left a hole in my roof. I am very unhappy.", "Roof")
LEA_COMPLAINS = mail("2026-03-03 12:00", LEA, "Your invoice is wrong. I want to complain.", "Invoice")
ANSWER = "1 assign bob\n2 novisit it is about the invoice\n1 note ask him for photographs"


def test_one_answer_to_the_digest_decides_several_cases_and_is_answered_once() -> None:
    told = dsmart(JO_COMPLAINS, LEA_COMPLAINS, reply("2026-03-11 09:00", DANA, ANSWER, to="digest"))
    jo, lea = (line["case"] for line in told.of("case.opened"))

    assert [line["case"] for line in told.of("clock.stopped", clock="visit")] == [lea]
    assert [line["value"] for line in told.of("case.changed", field="assigned")] == ["bob@dsmart.example"]
    assert told.of("case.changed", field="assigned")[0]["case"] == jo
    assert told.names("dana@dsmart.example").count("command_result") == 1
    assert f"1 ({jo}): assigned to Bob Wright" in told.letter("command_result", DANA)
    assert told.names(JO) == told.names(LEA) == ["acknowledgement"]


def test_the_person_a_case_was_given_to_gets_it_and_nothing_of_the_other() -> None:
    told = dsmart(JO_COMPLAINS, LEA_COMPLAINS, reply("2026-03-11 09:00", DANA, ANSWER, to="digest"))
    notice = told.newest("notice", BOB)

    assert "Lea" not in notice
    assert "invoice" not in notice


def test_a_stolen_digest_is_no_use_to_a_colleague() -> None:
    told = dsmart(JO_COMPLAINS, stolen("2026-03-11 09:00", ANNA, "1 close done", to="digest", of="dana@dsmart.example"))

    assert not told.of("case.closed")
    assert told.names(JO) == ["acknowledgement"]
