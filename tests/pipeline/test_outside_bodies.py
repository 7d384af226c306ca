"""Outside bodies write (clause 10): their number is kept, finds the case again, and words for them never reach the customer."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.config_model import ExternalBody
from tests.pipeline.world import NOW, Firm, mail

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = Firm(tmp_path, body=(ExternalBody(name="RECC", addresses=("recc.org.uk",)),))
    made.arrives(mail())
    made.take_in()
    made.send()
    yield made
    made.close()


def reference(firm: Firm) -> str:
    return str(firm.value("select reference from case_file"))


def from_recc(firm: Firm, subject: str, text: str, number: int) -> None:
    sender, message_id = "Case Team <disputes@recc.org.uk>", f"<r{number}@recc.org.uk>"
    firm.arrives(mail(subject, text, sender=sender, message_id=message_id), LATER)
    firm.take_in(LATER)
    firm.wire.taken.clear()
    firm.send(LATER)


def notice(firm: Firm) -> email.message.Message:
    return next(email.message_from_bytes(c) for to, c in firm.wire.taken if to == "anna@firm.example")


def words_of(message: email.message.Message) -> str:
    plain = next(p for p in message.walk() if p.get_content_type() == "text/plain")
    return " ".join(plain.get_payload(decode=True).decode().split())  # type: ignore[union-attr]  # a text part


def test_the_number_is_kept_and_told_and_a_mail_that_names_only_theirs_finds_the_case(firm: Firm) -> None:
    from_recc(firm, f"Our ref R-5512, yours {reference(firm)}", "Please send us the file.", 1)
    from_recc(firm, "R-5512: reminder", "Our reference: r-5512. We have had no answer.", 2)

    assert firm.rows("select case_id, body, number from body_number") == [(1, "RECC", "R-5512")]
    assert firm.value("select count(*) from contact where case_id = 1 and address like '%recc%'") == 2
    assert "whose number for it is r-5512" in words_of(notice(firm))
    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert firm.chain_faults() == ()


def test_a_stranger_who_names_the_bodys_number_is_on_no_case(firm: Firm) -> None:
    from_recc(firm, f"Our ref R-5512, yours {reference(firm)}", "Please send us the file.", 1)
    firm.arrives(mail("Our ref R-5512", "Send me all of it.", sender="x@evil.example", message_id="<e@evil>"), LATER)
    firm.take_in(LATER)

    assert firm.value("select count(*) from contact where case_id = 1 and address like '%evil%'") == 0


def test_a_reply_to_its_notice_goes_to_nobody_outside_and_says_where_to_write(firm: Firm) -> None:
    from_recc(firm, f"About {reference(firm)}", "What did you offer the customer?", 1)
    shown = notice(firm)
    answer = mail(
        f"Re: {shown['Subject']}",
        "We offered them 500 pounds to go away.",
        sender="Anna Field <anna@firm.example>",
        message_id="<a1@firm.example>",
        In_Reply_To=shown["Message-ID"],
    )
    firm.arrives(answer, LATER)
    firm.take_in(LATER)
    firm.wire.taken.clear()
    firm.send(LATER)

    assert "Answer Renewable Energy Consumer Code in a mail of your own" in words_of(shown)
    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert "sent to nobody" in words_of(notice(firm))
    assert firm.value("select count(*) from letter where name = 'message'") == 0
