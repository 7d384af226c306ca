"""The outbound story: what each answer of the submission server leads to, and what the caps hold back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.core.model import Outcome, SubmissionResult
from mailbot.outbox import RETRY_MINUTES, send_due
from tests.pipeline.world import NOW, Firm, mail

LATER = SubmissionResult(outcome=Outcome.TEMPORARY, code=450, status="4.7.1", text="greylisted")
NEVER = SubmissionResult(outcome=Outcome.PERMANENT, code=550, status="5.1.1", text="no such user")
DOWN = SubmissionResult(outcome=Outcome.TEMPORARY, code=0, text="connection refused", systemic=True)
ACKNOWLEDGEMENT = "SELECT state FROM letter WHERE name = 'acknowledgement'"


def to_customers(firm: Firm) -> list[str]:
    return [to for to, _ in firm.wire.taken if to.endswith("@customer.example")]


def told(firm: Firm, words: str) -> list[str]:
    """Who got a task with these words."""
    return [to for to, content in firm.wire.taken if words.encode() in content.replace(b"=\r\n", b"")]


def arrived(firm: Firm, *answers: SubmissionResult) -> None:
    firm.wire.answers = list(answers)
    firm.arrives(mail())
    firm.take_in()


def test_a_temporary_refusal_is_tried_again_when_its_time_has_come(firm: Firm) -> None:
    arrived(firm, LATER)
    firm.send()
    firm.send(NOW + timedelta(seconds=30))
    assert to_customers(firm) == []
    firm.send(NOW + timedelta(minutes=RETRY_MINUTES[0]))
    assert to_customers(firm) == ["sam@customer.example"]


def test_after_the_last_try_a_person_is_told_and_the_clock_still_runs(firm: Firm) -> None:
    arrived(firm)
    now = NOW
    for wait in (0, *RETRY_MINUTES):
        now += timedelta(minutes=wait)
        firm.wire.answers = [LATER]
        firm.send(now)
    assert firm.rows(ACKNOWLEDGEMENT) == [("failed",)]
    firm.wire.answers = []
    firm.send(now)
    assert told(firm, "was refused by the mail server") == ["anna@firm.example"]
    assert firm.rows("SELECT stopped_at FROM deadline WHERE clock = 'acknowledge'") == [(None,)]


def test_what_was_given_up_after_days_of_trying_stands_in_the_next_digest_and_in_no_other(firm: Firm) -> None:
    """Also a task for a colleague, of which nobody else hears."""
    arrived(firm)
    firm.rows("UPDATE letter SET name = 'task' WHERE name = 'notice' RETURNING id")
    now = NOW
    for wait in (0, *RETRY_MINUTES):
        now += timedelta(minutes=wait)
        firm.wire.answers = [LATER] * 2
        firm.send(now)
    digests = []
    for days in (1, 4):  # a Friday and a Monday
        morning = (now + timedelta(days=days)).replace(hour=9)
        firm.take_in(morning)
        firm.tick(morning)
        firm.send(morning)
        digests.append(str(firm.letter("digest", "dana@firm.example")))
    assert ["2 letters could not be sent" in digest for digest in digests] == [True, False]


def test_a_letter_has_left_when_the_server_took_it_and_not_when_the_round_began(firm: Firm) -> None:
    """Acknowledged in the last minute, on a server that takes ten of them over each letter."""
    arrived(firm)
    due = datetime.fromtimestamp(firm.value("SELECT due_at FROM deadline WHERE clock = 'acknowledge'") / 1_000_000, UTC)
    now = due - timedelta(minutes=1)

    def clock() -> datetime:
        return now + timedelta(minutes=10) * len(firm.wire.taken)

    asyncio.run(send_due(firm.desk, firm.wire, clock(), clock=clock))
    (sent_at,) = firm.rows(
        "SELECT sent_at, stopped_at FROM letter, deadline WHERE name = 'acknowledgement' AND clock = 'acknowledge'"
    )
    assert sent_at[0] == sent_at[1] > due.timestamp() * 1_000_000
    assert to_customers(firm) == ["sam@customer.example"]


def test_a_permanent_refusal_is_told_at_once_and_not_tried_again(firm: Firm) -> None:
    arrived(firm, NEVER)
    firm.send()
    firm.send()
    assert firm.rows(ACKNOWLEDGEMENT) == [("failed",)]
    assert told(firm, "no such user") == ["anna@firm.example"]
    assert to_customers(firm) == []


def test_a_server_that_is_down_uses_up_no_try_and_nothing_else_is_tried_meanwhile(firm: Firm) -> None:
    arrived(firm, *[DOWN] * 20)
    now = NOW
    for _ in range(20):
        assert firm.send(now).stopped
        now += timedelta(minutes=1)
    firm.send(now)
    assert to_customers(firm) == ["sam@customer.example"]


def test_the_fourth_automatic_letter_to_an_address_in_a_day_becomes_a_task(firm: Firm) -> None:
    for number in range(5):
        firm.arrives(mail(f"Complaint {number}: tile broken", message_id=f"<m{number}@customer.example>"))
        firm.take_in(NOW + timedelta(minutes=number))
    firm.send(NOW + timedelta(minutes=5))
    assert len(to_customers(firm)) == 3
    assert firm.value("SELECT count(*) FROM letter WHERE state = 'withheld'") == 2
    assert told(firm, "automatic letters went to this address in 24 hours") == ["anna@firm.example"]  # once, not twice


def test_the_next_day_the_address_may_be_written_to_again(firm: Firm) -> None:
    for number, hours in enumerate((0, 1, 2, 25)):
        now = NOW + timedelta(hours=hours)
        firm.arrives(mail(f"Complaint {number}: tile broken", message_id=f"<m{number}@customer.example>"), now)
        firm.take_in(now)
    firm.send(NOW + timedelta(hours=25))
    assert len(to_customers(firm)) == 4


def test_the_breaker_holds_back_followups_but_never_a_first_acknowledgement(tmp_path: Path) -> None:
    firm = Firm(tmp_path, caps={"per_address_in_24_hours": 3, "per_domain_in_an_hour": 2, "in_an_hour": 1000})
    for number in range(4):
        sender = f"Customer {number} <c{number}@customer.example>"
        firm.arrives(
            mail(f"Complaint {number}: tile broken", sender=sender, message_id=f"<m{number}@customer.example>")
        )
    firm.take_in()
    firm.arrives(mail("Complaint again", sender="C <c0@customer.example>", message_id="<again@customer.example>"))
    firm.take_in()
    firm.send()
    assert to_customers(firm) == [f"c{number}@customer.example" for number in range(4)]
    assert told(firm, "within an hour")
    firm.close()


def test_a_colleagues_mail_program_that_answers_every_answer_is_not_answered_for_ever(firm: Firm) -> None:
    for number in range(40):
        firm.arrives(
            mail(
                "Out", "Thanks, noted.", sender="Anna Field <anna@firm.example>", message_id=f"<a{number}@firm.example>"
            )
        )
        firm.take_in()
        firm.send()
    assert len([to for to, _ in firm.wire.taken if to == "anna@firm.example"]) == 30


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM blob",
        "UPDATE blob SET content = substr(content, 1, 40)",
        "UPDATE blob SET content = CAST(substr(content, 1, 100) || x'00' || substr(content, 102) AS BLOB)",
    ],
    ids=["gone", "cut short", "another byte"],
)
def test_a_letter_whose_bytes_are_gone_is_told_and_holds_up_no_other(firm: Firm, damage: str) -> None:
    arrived(firm)
    with firm.desk.store.begin() as tx:
        tx.execute(text(f"{damage} WHERE sha256 = (SELECT sha256 FROM letter WHERE name = 'acknowledgement')"))  # noqa: S608
    firm.send()
    assert firm.rows(ACKNOWLEDGEMENT) == [("failed",)]
    assert told(firm, "its bytes are missing from the database") == ["anna@firm.example"]


def test_an_address_that_no_letter_can_carry_becomes_a_letter_for_the_post(firm: Firm) -> None:
    firm.arrives(mail(sender=None, From="Sam <sam..y@@customer.example>"))
    firm.take_in()
    firm.send()
    assert to_customers(firm) == []
    paper = next(
        content for to, content in firm.wire.taken if to == "anna@firm.example" and b"application/pdf" in content
    )
    assert b"#post acknowledgement" in paper.replace(b"=\r\n", b"")
