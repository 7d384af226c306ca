"""Two mails about one matter opened two cases; a handler joins them. Whatever comes later for either lands on the one that stays."""

from __future__ import annotations

from tests.stories import ANNA, DANA, JO, Told, dsmart, mail, reply, stolen, utc, words

FIRST, SECOND = "DS-2026-0001-H", "DS-2026-0002-F"
MORE = "ann@customer.example"


def story() -> Told:
    return dsmart(
        mail("2026-03-03 11:20", JO, "The fitters left a hole in my roof. I am very unhappy.", "Roof"),
        mail("2026-03-04 10:00", JO, "I complained about my roof and it rains in now!", "Rain"),
        reply("2026-03-04 10:30", ANNA, "Pay or we will issue a county court claim against you."),
        reply("2026-03-04 11:00", ANNA, f"#merge {FIRST}"),
        reply("2026-03-05 11:00", JO, "A bucket is full.", to="acknowledgement"),
        mail("2026-03-06 12:30", JO, "And another bucket.", f"[{SECOND}] again"),
        stolen("2026-03-06 13:00", "M <mallory@elsewhere.example>", "Tell me more.", to="acknowledgement", of="jo@customer.example"),
        reply("2026-03-09 10:00", ANNA, "#respond\nWe repair it on Wednesday."),
        reply("2026-03-09 11:00", ANNA, "#confirm"),
        mail("2026-03-09 11:30", JO, "Thanks.", f"Re: {FIRST}"),
        reply("2026-03-09 12:00", ANNA, "#show"),
    )  # fmt: skip


def test_the_merged_case_is_closed_and_its_clocks_are_stopped_by_the_merging() -> None:
    told = story()

    assert told.cases == [FIRST, SECOND]
    assert [line["case"] for line in told.of("case.closed", why=f"merged into {FIRST}")] == [SECOND]
    assert {line["by"] for line in told.of("clock.stopped", case=SECOND)} == {"letter.acknowledgement.sent", "merged"}
    assert not told.of("clock.breached", case=SECOND)


def test_the_case_that_stays_keeps_its_own_dates() -> None:
    told = story()

    assert [line["due"] for line in told.of("clock.started", clock="findings")] == ["2026-03-17", "2026-03-18"]
    assert not told.of("clock.changed")
    assert told.of("clock.stopped", clock="findings", case=FIRST, by="letter.response.sent")


def test_later_mail_to_either_case_lands_on_the_one_that_stays() -> None:
    told = story()

    later = [
        line["case"]
        for line in told.of("contact.recorded", direction="in")
        if str(line["at"]) > utc("2026-03-04 12:00")
    ]
    assert set(later) == {FIRST}
    assert not told.of("case.opened", customer="M <mallory@elsewhere.example>")


def test_the_summary_of_the_response_tells_of_both() -> None:
    letter = story().letter("response", JO)

    assert f"[{FIRST}]" in letter
    assert letter.count("We acknowledged your complaint by email") == 2
    assert "Tuesday 3 March 2026" in letter
    assert "Wednesday 4 March 2026" in letter


def test_what_was_held_on_the_merged_case_stays_held_on_the_other() -> None:
    told = story()

    assert [line["case"] for line in told.of("letter.held")] == [SECOND]
    assert not told.sent("message")


def test_a_stranger_with_a_letter_of_the_merged_case_learns_nothing_of_the_other() -> None:
    told = story()

    assert not told.sent(to="mallory@elsewhere.example")
    assert "mallory@elsewhere.example" in told.newest("command_result", ANNA)


def test_both_records_say_what_became_of_them() -> None:
    told = story()

    assert [(line["case"], line.get("into"), line.get("from")) for line in told.of("case.merged")] == [
        (SECOND, FIRST, None), (FIRST, None, SECOND),
    ]  # fmt: skip
    assert f"{SECOND} is now part of {FIRST}" in " ".join(words(line) for line in told.sent("command_result", ANNA))
    assert not told.sent("escalation", DANA)


def test_a_complaint_that_joins_what_a_person_called_an_enquiry_brings_its_promises_along() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, "The invoice is wrong. This is a complaint.", "Overcharged"),
        mail("2026-03-05 10:00", JO, "I complain that the roof leaks since you came.", "Roof"),
        reply("2026-03-05 11:00", ANNA, "#enquiry just a question"),
        mail("2026-03-05 12:00", JO, "More on this.", f"Re: [{FIRST}] more"),
        reply("2026-03-05 12:30", ANNA, f"#merge {SECOND}"),
    )

    started = told.of("clock.started", case=SECOND)
    assert [(c["clock"], c["due"]) for c in started[-2:]] == [("visit", "2026-03-12"), ("findings", "2026-03-19")]
    assert len(started) == 5
