"""Who writes, and who only says so: played from the wire to the wire, none of these moves a case or reaches a customer."""

from __future__ import annotations

from tests.stories import (
    ANNA,
    BOB,
    CASS,
    DANA,
    JO,
    Event,
    Told,
    dsmart,
    mail,
    out_of_office,
    reply,
    stolen,
    tinytracker,
    words,
)

COMPLAINT = mail("2026-03-03 11:20", JO, "The fitters left a hole in my roof. I am very unhappy.", "Roof")
MALLORY = "M Allory <mallory@elsewhere.example>"
FORGED = mail("2026-03-04 09:00", ANNA, "#close done", "Re: [{case}]")
RIGHT = reply("2026-03-04 15:00", ANNA, "#novisit invoice")


def attacked(*events: Event) -> Told:
    return dsmart(COMPLAINT, *events)


def quiet(told: Told) -> bool:
    """Only the acknowledgement reached the customer, and the case stands as it stood."""
    moved = told.of("case.closed") + told.of("case.stage") + told.of("clock.stopped", clock="findings")
    return told.names(JO) == ["acknowledgement"] and not moved


def test_a_forged_sender_without_a_token_is_a_note_and_the_colleague_hears_of_it() -> None:
    told = attacked(FORGED)

    assert quiet(told)
    assert "filed as a note" in told.letter("command_result", ANNA)


def test_a_stolen_notice_is_no_use_to_a_stranger() -> None:
    told = attacked(stolen("2026-03-04 09:00", MALLORY, "#close done", to="notice", of="anna@dsmart.example"))

    assert quiet(told)
    assert not told.sent(to=MALLORY)


def test_a_stolen_notice_is_no_use_to_a_colleague() -> None:
    told = attacked(stolen("2026-03-04 09:00", BOB, "Dear Jo, give up.", to="notice", of="anna@dsmart.example"))

    assert quiet(told)


def test_a_notice_forwarded_to_the_customer_gives_them_no_rights() -> None:
    told = attacked(
        stolen("2026-03-04 09:00", JO, "#respond\nYou get all your money back.", to="notice", of="anna@dsmart.example")
    )

    moved = told.of("case.closed") + told.of("case.stage") + told.of("clock.stopped", clock="findings")
    assert not moved
    assert "response" not in told.names(JO)  # a customer's words are read, and no command in them is obeyed
    assert "You get all your money back" in told.newest("notice", ANNA)


def test_a_look_alike_domain_is_a_stranger() -> None:
    told = attacked(mail("2026-03-04 09:00", "Anna Field <anna@dsmart-example.com>", "#close done", "Re: [{case}]"))

    assert quiet(told)


def test_commands_in_a_customers_mail_are_text() -> None:
    told = attacked(
        reply("2026-03-05 09:00", JO, "#close settled\n#refer technical\nIt still rains in.", to="acknowledgement")
    )

    assert told.names(JO) == ["acknowledgement", "received"]
    assert not told.of("case.closed")
    assert "#close settled" in told.newest("notice", ANNA)


def test_a_command_that_is_only_quoted_is_not_obeyed() -> None:
    told = attacked(reply("2026-03-04 09:00", ANNA, "> #close done\n> #respond"))

    assert quiet(told)


def test_a_reply_with_nothing_but_the_quoted_notice_goes_nowhere() -> None:
    told = attacked(reply("2026-03-04 09:00", ANNA, ""))

    assert quiet(told)
    assert "it was empty" in told.letter("command_result", ANNA)


def test_our_own_words_quoted_by_a_customer_raise_nothing() -> None:
    """The acknowledgement speaks of gas and of cold houses; an empty reply that quotes it as Outlook does says neither."""
    told = attacked(below_a_head("2026-03-05 10:00", JO, "acknowledgement"))

    assert {line["flag"] for line in told.of("flag.raised")} <= {"about:technical", "about:conduct"}
    assert not told.sent("safety")
    assert not told.of("clock.started", clock="visit_urgent")


def test_a_notice_that_comes_back_below_a_head_of_fields_does_not_go_to_the_customer() -> None:
    told = attacked(below_a_head("2026-03-05 10:00", ANNA, "notice"))

    assert quiet(told)
    assert not told.of("letter.held")
    assert "it was empty" in told.letter("command_result", ANNA)


def below_a_head(at: str, sender: str, name: str) -> Event:
    """An empty reply with our letter below it, as Outlook writes one: no > before its lines."""
    letter = attacked().sent(name)[0]
    head = "\n\n________________________________\nFrom: Dsmart Electrical <info@dsmart.example>\nSent: 03 March 2026 11:20\n"
    quoted = f"{head}To: {sender}\nSubject: {letter['subject']}\n\n{letter['text']}\n"
    return reply(at, sender, quoted, to=name)


def test_a_handlers_absence_notice_goes_nowhere() -> None:
    told = attacked(out_of_office("2026-03-03 11:25", "notice"))

    assert quiet(told)
    assert told.names("anna@dsmart.example") == ["notice"]


def test_a_command_mail_that_comes_twice_is_obeyed_once() -> None:
    twice = [
        reply(at, ANNA, "#informal\nAgreed by phone.", id="same") for at in ("2026-03-04 09:00", "2026-03-04 09:05")
    ]
    told = attacked(*twice)

    assert len(told.sent("informal_resolution")) == 1
    assert len(told.sent("command_result")) == 1


def test_a_misspelt_command_sends_nothing_to_the_customer() -> None:
    told = attacked(reply("2026-03-04 09:00", ANNA, "#infromal\nAgreed by phone."))

    assert quiet(told)
    assert "Did you mean #informal?" in told.letter("command_result", ANNA)


def test_of_two_strangers_only_the_one_that_is_named_is_let_in() -> None:
    told = attacked(
        mail("2026-03-04 09:00", "Ann <ann@customer.example>", "I am her daughter.", "{case}"),
        mail("2026-03-04 09:05", MALLORY, "I am her son.", "{case}"),
        reply("2026-03-04 10:00", ANNA, "#confirm"),
        reply("2026-03-04 10:05", ANNA, "#confirm ann@customer.example"),
        mail("2026-03-05 12:00", "Ann <ann@customer.example>", "Any news?", "{case}"),
        mail("2026-03-05 12:05", MALLORY, "Any news?", "{case}"),
    )

    assert told.names("ann@customer.example") == ["received"]
    assert not told.sent(to=MALLORY)


def test_the_answer_to_a_digest_does_not_pass_for_the_review() -> None:
    late = mail("2026-03-18 10:00", DANA, "Thanks, noted.")
    answer = Event(at=late.at, fields=(*late.fields, ("reply_to", "digest")))
    told = attacked(answer)

    assert not told.of("clock.stopped", clock="review")


def test_a_mail_about_no_case_of_theirs_tells_an_engineer_nothing() -> None:
    told = attacked(RIGHT, mail("2026-03-05 09:00", BOB, "#show", "[{case}]"))

    (answer,) = told.sent("command_result", BOB)
    assert "Jo Simmons" not in words(answer)
    assert "findings" not in words(answer)


FORWARDED = """Please open this.

---------- Forwarded message ---------
From: Una Lake <una@customer.example>
Date: Wed, 1 Jul 2026 at 23:30
Subject: broken tracker
To: Cass Moore <cass@tinytracker.example>

My tracker broke after two days and I am really disappointed. I want a refund.
"""


def test_a_forwarded_mail_whose_date_has_no_offset_was_sent_in_local_time() -> None:
    """Staff are the firm: what reached one of them at 23:30 on a summer evening was received on that day (contract 6)."""
    told = tinytracker(mail("2026-07-02 09:00", CASS, FORWARDED, "Fwd: broken tracker"))
    assert [line["due"] for line in told.of("clock.started", clock="acknowledge")] == ["2026-07-06"]
