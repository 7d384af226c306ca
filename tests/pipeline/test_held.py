"""Letters that are held, from the mail of a colleague to their word that releases it, through the real store and writing desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.core.actions import Write
from mailbot.letters.render import Writer
from mailbot.resources import default_templates
from tests.pipeline.pressing import buttons, press, received, text_of
from tests.pipeline.world import NOW, Firm, mail

ANNA, SAM = "anna@firm.example", "sam@customer.example"
LATER = NOW + timedelta(hours=1)


def opened(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.send()


def replies(firm: Firm, text: str, to: str = "notice", message_id: str = "<a1@firm.example>", **headers: str) -> None:
    answered = str(received(firm, ANNA, to)["Message-ID"])
    firm.arrives(
        mail("Re: it", text, sender=f"Anna Field <{ANNA}>", message_id=message_id, In_Reply_To=answered, **headers),
        LATER,
    )
    firm.take_in(LATER)
    firm.send(LATER)


def sent(firm: Firm, name: str) -> int:
    return int(firm.value(f"select count(*) from letter where name = '{name}' and state = 'sent'"))  # noqa: S608


def test_one_click_adds_what_a_reply_with_findings_lacks(firm: Firm) -> None:
    opened(firm)
    replies(firm, "Dear Sam,\n\nyour complaint is upheld and we repair both tiles.")
    told = received(firm, ANNA, "command_result")

    assert "lacks what clause 8, 9 demands of them: findings, actions summary, next body" in " ".join(
        text_of(told).split()
    )
    assert (sent(firm, "message"), sent(firm, "response")) == (0, 0)

    press(firm, told, "Send with the missing parts", at=LATER)

    words = text_of(received(firm, SAM, "response"))
    assert "we repair both tiles" in words
    assert "Renewable Energy Consumer Code" in " ".join(words.split())
    assert firm.value("select stopped_by from deadline where clock = 'findings'") == "letter.response.sent"
    assert "Send with the missing parts" not in buttons(received(firm, ANNA, "command_result"))


@pytest.mark.parametrize(
    ("command", "letter"),
    [("#delay 2026-03-10 the part is late", "delay"), ("#visit 2026-03-10 10:00", "visit_booked")],
)
@pytest.mark.parametrize(("days", "goes"), [(6, 1), (8, 0)], ids=["in time", "too late"])
def test_a_letter_does_not_tell_of_a_day_that_passed_while_it_was_held(
    firm: Firm, command: str, letter: str, days: int, goes: int
) -> None:
    firm.arrives(mail(sender="Jo <jo@customer.example>", message_id="<o@customer.example>"))
    firm.take_in()
    opened(firm)
    other = firm.value("select reference from case_file where id = 1")
    replies(firm, f"{command}\nAs in {other}.")
    now = NOW + timedelta(days=days)
    told = str(received(firm, ANNA, "command_result")["Message-ID"])
    firm.arrives(mail("Re: it", "#confirm", sender=ANNA, message_id="<c@firm.example>", In_Reply_To=told), now)
    firm.take_in(now)
    firm.send(now)
    assert sent(firm, letter) == goes
    words = " ".join(text_of(received(firm, ANNA, "command_result")).split())
    assert ("it tells of Tuesday 10 March 2026, which has passed" in words) is not bool(goes)


def test_a_command_is_obeyed_once_although_its_mail_comes_twice(firm: Firm) -> None:
    opened(firm)
    for route in ("one", "one", "another"):
        replies(firm, "#close settled on the phone", message_id="<same@firm.example>", X_Route=route)
    outcomes = [row[0] for row in firm.rows("select outcome from ledger order by id")]

    assert outcomes[-3:] == ["staff_command", "seen_before", "duplicate"]
    assert firm.value("select count(*) from event where type = 'case.closed'") == 1
    assert sent(firm, "command_result") == 1


def test_a_letter_whose_template_leaves_out_what_is_demanded_is_held_until_it_is_mended(
    firm: Firm, tmp_path: Path
) -> None:
    broken = tmp_path / "own" / "dsmart" / "response.md.j2"
    broken.parent.mkdir(parents=True)
    broken.write_text("---\nsubject: Findings\n---\n{% block findings %}\n{{ words | words }}\n{% endblock %}\n")
    opened(firm)
    mended = firm.desk
    writer = Writer([tmp_path / "own", default_templates()])
    firm.desk = replace(mended, outgoing=replace(mended.outgoing, writer=writer))

    replies(firm, "#respond\nWe repair both tiles.")

    task = " ".join(text_of(received(firm, ANNA, "task")).split())
    assert "it lacks what clause 8, 9 demands: actions summary, next body" in task
    assert sent(firm, "response") == 0

    replies(firm, "#confirm", "task", message_id="<a2@firm.example>")
    assert sent(firm, "response") == 0

    firm.desk = mended
    replies(firm, "#confirm", "task", message_id="<a3@firm.example>")
    assert sent(firm, "response") == 1
    assert firm.chain_faults() == ()


def test_a_letter_to_somebody_who_is_no_party_is_held_whatever_asked_for_it(firm: Firm) -> None:
    opened(firm)
    stray = Write(letter="message", to="x@elsewhere.example", automatic=False, words="Dear X, we come on Friday.")
    with firm.desk.store.begin() as tx:
        firm.desk.apply(tx, firm.desk.firms["dsmart"], (stray,), LATER, case_id=1)
    firm.send(LATER)
    told = " ".join(text_of(received(firm, ANNA, "task")).split())

    assert "x@elsewhere.example is not a confirmed party of this case" in told
    assert sent(firm, "message") == 0

    replies(firm, "#confirm", "task")
    assert sent(firm, "message") == 0
