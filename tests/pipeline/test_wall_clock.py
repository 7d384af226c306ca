"""The machine's clock is set back and forward, while mailbot runs and between two runs; and the nights on which local time jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot import reconcile
from mailbot.config import Caps
from mailbot.setback import put_right
from mailbot.store import deadlines, mailboxes
from tests.pipeline.test_outbox import LATER
from tests.pipeline.test_too_much import flood, subjects_to
from tests.pipeline.world import NOW, Firm, mail

LONDON = ZoneInfo("Europe/London")
JUMPS = [timedelta(hours=5), timedelta(days=3), timedelta(days=400)]
how_far = pytest.mark.parametrize("ahead", JUMPS, ids=["hours", "days", "a year"])

not_far = pytest.mark.parametrize("ahead", JUMPS[:2], ids=["hours", "days"])  # or the message is too old to be answered


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def starts(firm: Firm, now: datetime) -> None:
    """A process starts: its mailbox counts as unread until it was read."""
    firm.restart(now)
    put_right(firm.desk, "dsmart", now)
    with firm.desk.store.begin("dsmart") as tx:
        mailboxes.note(tx, "dsmart", started_at=now)


def lives(firm: Firm, now: datetime) -> None:
    """One round of a running process."""
    firm.take_in(now)
    firm.tick(now)
    firm.send(now)


def once(firm: Firm) -> None:
    """Nothing was sent, announced or recorded twice."""
    letters = Counter(tuple(row) for row in firm.rows("SELECT name, recipient, subject, case_id FROM letter"))
    assert max(letters.values()) == 1, letters
    assert len({content for _, content in firm.wire.taken}) == len(firm.wire.taken)
    breaches = firm.value("SELECT count(*) FROM event WHERE type = 'clock.breached'")
    assert breaches == firm.value("SELECT count(*) FROM deadline WHERE breached_at IS NOT NULL")
    assert firm.chain_faults() == ()


# ---------------------------------------------------------------------------------------------------- set back and forward


@how_far
def test_a_clock_that_was_ahead_at_the_start_keeps_no_deadline_waiting(firm: Firm, ahead: timedelta) -> None:
    starts(firm, NOW + ahead)
    firm.take_in(NOW + ahead)
    put_right(firm.desk, "dsmart", NOW)  # as the daemon does when it sees that time has gone back
    firm.arrives(mail())
    firm.take_in(NOW)
    due = datetime(2026, 3, 18, 0, 0, tzinfo=UTC)
    firm.take_in(due)
    firm.tick(due)
    firm.send(due)
    assert firm.value("SELECT count(*) FROM deadline WHERE breached_at IS NOT NULL AND clock = 'findings'") == 1
    once(firm)


@not_far
def test_a_letter_queued_while_the_clock_was_ahead_goes_when_it_is_set_back(firm: Firm, ahead: timedelta) -> None:
    firm.arrives(mail())
    firm.take_in(NOW + ahead)
    firm.send(NOW)
    assert len(firm.wire.taken) == 2
    firm.send(NOW + ahead)
    once(firm)


@not_far
def test_a_letter_that_was_to_be_tried_again_is(firm: Firm, ahead: timedelta) -> None:
    firm.arrives(mail())
    firm.take_in(NOW + ahead)
    firm.wire.answers = [LATER, LATER]
    firm.send(NOW + ahead)
    firm.send(NOW)
    assert len(firm.wire.taken) == 2
    once(firm)


def test_a_letter_that_waits_as_long_as_it_should_goes_no_earlier(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.wire.answers = [LATER, LATER]
    firm.send()
    firm.send(NOW + timedelta(seconds=59))
    assert firm.wire.taken == []


@how_far
@pytest.mark.parametrize("restarted", [False, True], ids=["running", "restarted"])
def test_forward_and_back_again_nothing_is_twice(firm: Firm, ahead: timedelta, restarted: bool) -> None:
    firm.arrives(mail())
    lives(firm, NOW)
    for now in (NOW + ahead, NOW + minutes(1), NOW + ahead + minutes(1), NOW + minutes(2)):
        if restarted:
            starts(firm, now)
        else:
            put_right(firm.desk, "dsmart", now)
        lives(firm, now)
        lives(firm, now)
    once(firm)


@how_far
def test_a_notice_of_many_messages_waits_for_no_wrong_time_and_those_that_follow_are_told_too(
    firm: Firm, ahead: timedelta
) -> None:
    starts(firm, NOW + ahead)
    flood(firm, 30, now=NOW + ahead)
    put_right(firm.desk, "dsmart", NOW)
    lives(firm, NOW)
    flood(firm, 30, first=100, now=NOW + minutes(5))
    lives(firm, NOW + minutes(70))
    told = [
        subject for subject in subjects_to(firm, "anna@firm.example") if "more messages of frequent senders" in subject
    ]
    assert len(told) == 2
    once(firm)


def test_a_restore_and_a_watch_on_sent_mail_that_began_in_a_wrong_time_begin_now(firm: Firm) -> None:
    ahead = NOW + timedelta(days=3)
    with firm.desk.store.begin("dsmart") as tx:
        mailboxes.note(tx, "dsmart", quiet_until=ahead, sent_since=ahead)
    put_right(firm.desk, "dsmart", NOW)
    firm.arrives(mail(), NOW + minutes(1))
    lives(firm, NOW + minutes(1))
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'acknowledgement' AND state = 'sent'") == 1
    with firm.desk.store.begin("dsmart") as tx:
        assert mailboxes.times(tx, "dsmart").sent_since == NOW


@how_far
def test_the_digest_comes_again_after_the_clock_was_ahead_and_on_no_day_twice(firm: Firm, ahead: timedelta) -> None:
    firm.arrives(mail())
    lives(firm, NOW)
    lives(firm, NOW + ahead)
    put_right(firm.desk, "dsmart", NOW)
    seen = len(digests(firm))
    until(firm, NOW + timedelta(days=6))
    assert len(digests(firm)) > seen
    assert max(Counter(digests(firm)).values()) == 1
    once(firm)


def digests(firm: Firm) -> list[str]:
    return [row.subject for row in firm.rows("SELECT subject FROM letter WHERE name = 'digest'")]


@how_far
def test_what_was_to_be_told_together_is_told_when_the_clock_is_set_back(firm: Firm, ahead: timedelta) -> None:
    firm.mailbox = firm.mailbox.model_copy(update={"caps": Caps(notices_per_sender_in_an_hour=1)})
    firm.restart()
    flood(firm, 3, now=NOW + ahead)
    starts(firm, NOW)
    flood(firm, 3, first=3)
    lives(firm, NOW + timedelta(hours=1))
    (told,) = [firm.words(row[0]) for row in firm.rows("SELECT id FROM letter WHERE subject LIKE '%frequent senders'")]
    assert [n for n in range(6) if f"Still waiting {n}" in told] == [1, 2, 4, 5]


@how_far
def test_letters_that_a_clock_that_was_ahead_has_dated_later_hold_back_no_acknowledgement(
    firm: Firm, ahead: timedelta
) -> None:
    for n in range(4):
        firm.arrives(
            mail(f"Complaint {n}: roof", f"Tile {n} is broken.", message_id=f"<{n}@customer.example>"), NOW + ahead
        )
        firm.take_in(NOW + ahead)
    withheld = "SELECT count(*) FROM letter WHERE state = 'withheld'"
    assert firm.value(withheld) == 1
    starts(firm, NOW)
    firm.arrives(mail("Complaint: gate", "And the gate is bent.", message_id="<gate@customer.example>"))
    lives(firm, NOW)
    assert firm.value(withheld) == 1
    firm.letter("acknowledgement", "sam@customer.example")


@how_far
def test_days_are_counted_from_no_later_than_now_whatever_the_mail_server_says(firm: Firm, ahead: timedelta) -> None:
    firm.arrives(mail(), NOW + ahead)
    firm.take_in()
    assert firm.value("SELECT received_at FROM ledger") == firm.value("SELECT fetched_at FROM ledger")
    due = [str(row[0]) for row in firm.rows("SELECT due FROM deadline WHERE case_id IS NOT NULL ORDER BY due")]
    assert due == ["2026-03-04", "2026-03-10", "2026-03-17"]
    assert firm.value("SELECT reference FROM case_file").startswith("DS-2026-")


@how_far
def test_the_ledger_is_compared_again_on_the_right_day(firm: Firm, ahead: timedelta) -> None:
    reconcile.compare(firm.desk, "dsmart", firm.inbox, NOW + ahead)
    assert reconcile.is_due(firm.desk, "dsmart", NOW + timedelta(days=1))


# --------------------------------------------------------------------------------------------------- nights that jump


def saturday(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 15, 30, tzinfo=UTC)


NIGHTS = {"spring": saturday(2026, 3, 28), "autumn": saturday(2026, 10, 24)}


@pytest.fixture(scope="module", params=list(NIGHTS.values()), ids=list(NIGHTS))
def over_the_night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A complaint of the day before; one without heating on the Saturday; all that time brings until the Thursday after."""
    before: datetime = request.param
    firm = Firm(tmp_path_factory.mktemp("night"))
    start = before - timedelta(days=1)
    firm.arrives(mail(), start)
    lives(firm, start)
    firm.arrives(
        mail(
            "Complaint: no heating",
            "Your fitters broke the boiler; we have no heating and no hot water at all, with a baby. I am annoyed.",
            sender="Li <li@customer.example>",
            message_id="<cold@customer.example>",
        ),
        before,
    )
    lives(firm, before)
    until(firm, before + timedelta(days=5))
    yield firm
    firm.close()


def until(firm: Firm, end: datetime) -> None:
    """Every instant that a clock waits for, up to `end`."""
    while True:
        with firm.desk.store.begin() as tx:
            at = deadlines.next_at(tx, firm.desk.firms)
        if at is None or at > end:
            return
        lives(firm, at)


def saturday_of(firm: Firm) -> datetime:
    return datetimes(firm, "SELECT max(received_at) FROM ledger")[0][0]


def test_hours_are_hours_that_pass(over_the_night: Firm) -> None:
    started, due_at = datetimes(over_the_night, "SELECT started_at, due_at FROM deadline WHERE clock = 'visit_urgent'")[
        0
    ]
    assert due_at - started == timedelta(hours=24)
    assert started == saturday_of(over_the_night)


def test_one_digest_a_working_day_at_its_local_time(over_the_night: Firm) -> None:
    came = [at for (at,) in datetimes(over_the_night, "SELECT queued_at FROM letter WHERE name = 'digest'")]
    local = [at.astimezone(LONDON) for at in came]
    assert {at.time() for at in local} == {time(8, 30)}
    monday = saturday_of(over_the_night).date() + timedelta(days=2)
    assert [at.date() for at in local if at.date() >= monday] == [monday + timedelta(days=n) for n in range(4)]


def test_reminders_come_in_working_hours_by_the_local_clock(over_the_night: Firm) -> None:
    query = (
        "SELECT l.queued_at FROM letter l JOIN deadline d ON d.case_id = l.case_id "
        "WHERE l.name = 'reminder' AND l.case_id = 1"
    )
    local = [at.astimezone(LONDON) for (at,) in datetimes(over_the_night, query)]
    assert local
    assert all(time(9) <= at.time() <= time(17) and at.weekday() < 5 for at in local)


def datetimes(firm: Firm, query: str) -> list[tuple[datetime, ...]]:
    return [tuple(datetime.fromtimestamp(value / 1_000_000, UTC) for value in row) for row in firm.rows(query)]


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
    ids=str,
)
def test_the_ledger_is_compared_from_local_midnight_on(firm: Firm, day: date, midnight: datetime) -> None:
    reconcile.compare(firm.desk, "dsmart", firm.inbox, midnight - minutes(1))
    assert not reconcile.is_due(firm.desk, "dsmart", midnight - timedelta(microseconds=1))
    assert reconcile.is_due(firm.desk, "dsmart", midnight)
    assert midnight.astimezone(LONDON).date() == day
