"""The time story: reminders before, one escalation at the breach, a digest while something is late; caught up once after a stop."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta

from mailbot.blindness import tell_of_blindness
from mailbot.store import mailboxes
from mailbot.tick import ensure_standing
from tests.pipeline.world import NOW, Firm, mail


def got(firm: Firm, address: str) -> list[str]:
    """Subjects of what went to that address, in order."""
    messages = (
        email.message_from_bytes(content, policy=email.policy.SMTP) for to, content in firm.wire.taken if to == address
    )
    return [str(message["Subject"]) for message in messages]


def run_to(firm: Firm, now: datetime) -> None:
    firm.tick(now)
    firm.send(now)


def complained(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.send()
    firm.wire.taken.clear()


def test_a_process_that_was_down_for_three_weeks_catches_up_once(firm: Firm) -> None:
    complained(firm)
    later = NOW + timedelta(days=21)
    run_to(firm, later)
    run_to(firm, later)
    assert sum("Late" in subject for subject in got(firm, "dana@firm.example")) == 2  # visit, findings
    assert not any("Reminder" in subject for subject in got(firm, "anna@firm.example"))
    assert sum("overdue" in subject for subject in got(firm, "dana@firm.example")) == 1  # one digest, not fifteen


def test_several_reminders_that_came_due_meanwhile_are_one_letter(firm: Firm) -> None:
    complained(firm)
    run_to(firm, datetime(2026, 3, 10, 9, 30, tzinfo=UTC))  # the visit's last day: both its reminders have come
    visit = [s for s in got(firm, "anna@firm.example") if "Reminder" in s and "visit" in s]
    assert len(visit) == 1


def test_a_deadline_is_late_from_its_first_late_instant_on(firm: Firm) -> None:
    complained(firm)
    midnight = datetime(2026, 3, 11, 0, 0, tzinfo=UTC)
    firm.tick(midnight - timedelta(microseconds=1))
    assert firm.value("SELECT count(*) FROM deadline WHERE breached_at IS NOT NULL") == 0
    firm.tick(midnight)
    assert firm.rows("SELECT clock FROM deadline WHERE breached_at IS NOT NULL") == [("visit",)]


def test_nothing_is_announced_after_a_start_until_the_mailbox_was_read(firm: Firm) -> None:
    complained(firm)
    later = NOW + timedelta(days=9)
    with firm.desk.store.begin() as tx:
        mailboxes.note(tx, "dsmart", started_at=later)
    firm.tick(later)
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'escalation'") == 0
    firm.take_in(later)
    firm.tick(later + timedelta(minutes=2))
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'escalation'") == 2


def test_after_blind_after_minutes_the_breach_is_announced_all_the_same(firm: Firm) -> None:
    complained(firm)
    later = NOW + timedelta(days=9)
    with firm.desk.store.begin() as tx:
        mailboxes.note(tx, "dsmart", started_at=later)
    firm.tick(later + timedelta(minutes=31))
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'escalation'") == 2


def test_a_mailbox_unread_for_too_long_is_told_once_to_directors_and_handler(firm: Firm) -> None:
    firm.take_in()
    later = NOW + timedelta(minutes=31)
    assert tell_of_blindness(firm.desk, later) == 1
    assert tell_of_blindness(firm.desk, later + timedelta(minutes=5)) == 0
    firm.send(later)
    assert [got(firm, a) for a in ("dana@firm.example", "anna@firm.example")] == [
        ["To do: The mailbox cannot be read"]
    ] * 2
    firm.take_in(later + timedelta(minutes=10))
    assert tell_of_blindness(firm.desk, later + timedelta(minutes=60)) == 1  # a new blind time is told anew


def test_the_digest_comes_on_working_mornings_while_something_is_late(firm: Firm) -> None:
    complained(firm)
    days = []
    for hours in range(24 * 20):
        now = NOW + timedelta(hours=hours)
        firm.wire.taken.clear()
        run_to(firm, now)
        days += [now.date().isoformat() for subject in got(firm, "dana@firm.example") if "overdue" in subject]
    assert days == ["2026-03-09", "2026-03-10", *[f"2026-03-{d}" for d in (11, 12, 13, 16, 17, 18, 19, 20, 23)]]


def test_the_review_is_due_three_months_after_the_first_start_and_goes_to_the_directors(firm: Firm) -> None:
    now = NOW
    while now < NOW + timedelta(days=95):
        firm.take_in(now)
        run_to(firm, now)
        now += timedelta(hours=6)
    assert firm.rows("SELECT due FROM deadline WHERE clock = 'review'") == [("2026-06-03",)]
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'review' AND recipient = 'dana@firm.example'") == 1


def test_a_recurring_clock_that_the_procedure_gets_later_begins_at_the_next_start_and_once(firm: Firm) -> None:
    review = "SELECT due FROM deadline WHERE clock = 'review' AND stopped_at IS NULL"
    firm.rows("UPDATE deadline SET clock = 'before' WHERE clock = 'review' RETURNING id")
    for days in (100, 101):
        firm.restart(NOW + timedelta(days=days))
        ensure_standing(firm.desk, "dsmart", NOW + timedelta(days=days))
    assert firm.rows(review) == [("2026-09-11",)]
    assert firm.value("SELECT count(*) FROM deadline WHERE clock = 'digest'") == 1


def test_what_was_taken_for_spam_is_named_to_the_directors_so_that_a_mistake_is_seen(firm: Firm) -> None:
    sale = "Dear Sir, boost your ranking on Google with our SEO packages. Click here to unsubscribe. Best price guaranteed."
    firm.arrives(mail("Increase your sales now", sale, sender="Sales <seo@cheap.example>"))
    firm.take_in()
    assert firm.rows("SELECT outcome FROM ledger") == [("spam",)]
    run_to(firm, datetime(2026, 3, 4, 8, 30, tzinfo=UTC))
    (digest,) = [content for to, content in firm.wire.taken if to == "dana@firm.example"]
    assert b"Increase your sales now" in digest.replace(b"=\r\n", b"")
