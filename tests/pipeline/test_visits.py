"""Visits from the first invitation to the last answer: what leaves the outbox as iCalendar, and what calendars of customers send back."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import Worker
from mailbot.outbox import first, record
from tests.builders import at
from tests.pipeline.test_outbox import LATER
from tests.pipeline.world import ACCEPTED, Firm, mail
from tests.servers.calendars import Entry, answer, entry

PEOPLE = (
    Worker(name="Anna Field", address="anna@firm.example", roles=("handler",)),
    Worker(name="Bob Wright", address="bob@firm.example", also=("bob.wright@home.example",), roles=("engineer",)),
    Worker(name="Eve Long", address="eve@firm.example", roles=("engineer",)),
    Worker(name="Dana Price", address="dana@firm.example", roles=("director",)),
    Worker(name="Hal Reed", address="hal@firm.example", roles=("hr",)),
)
SAM, BOB, EVE = "sam@customer.example", "bob@firm.example", "eve@firm.example"
START = at("2026-03-03 11:20")


class Story:
    """A complaint of Sam's about a roof, and what is done about it. Every step is a minute after the one before."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        self.firm = Firm(folder, person=PEOPLE, **changes)
        self.now = START
        self.count = 0
        self.comes(mail())

    def comes(self, content: bytes) -> None:
        self.firm.arrives(content, self.now)
        self.firm.take_in(self.now)
        self.firm.send(self.now)
        self.now += timedelta(minutes=1)

    def says(self, text: str, who: str = "anna@firm.example", to: str = "notice") -> None:
        """That colleague answers the newest letter of that name that they got."""
        self.count += 1
        rows = self.firm.rows("SELECT message_id, name, recipient FROM letter ORDER BY id")
        letter = [row.message_id for row in rows if (row.name, row.recipient) == (to, who)][-1]
        self.comes(mail("Re: it", text, sender=who, message_id=f"<s{self.count}@firm.example>", In_Reply_To=letter))

    def letters(self, to: str) -> list[Message]:
        return [email.message_from_bytes(content) for recipient, content in self.firm.wire.taken if recipient == to]

    def events(self, to: str) -> list[Entry]:
        """Every calendar object that this address got, in order."""
        parts: list[Any] = [part for letter in self.letters(to) for part in letter.walk()]
        calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
        found = [entry(part.get_payload(decode=True)) for part in calendars]
        assert [part.get_param("method") for part in calendars] == [one.method for one in found]
        return found

    def answers(self, how: str, who: str = SAM, program: str = "outlook", **more: Any) -> None:
        """That person's calendar program answers the newest invitation that they got."""
        self.count += 1
        invited = self.events(more.pop("to", who))[-1]
        more.setdefault("stamp", self.now)
        self.comes(answer(program, invited, who, how, message_id=f"<r{self.count}@customer.example>", **more))

    def told(self, who: str = "anna@firm.example") -> str:
        """Subject and text of the newest letter to that colleague."""
        letter: Any = self.letters(who)[-1]
        body = next(p for p in letter.walk() if p.get_content_type() == "text/plain")
        return " ".join(f"{letter['Subject']} {body.get_payload(decode=True).decode()}".split())

    def names(self, to: str) -> list[str]:
        rows = self.firm.rows("SELECT name, recipient FROM letter ORDER BY id")
        return [row.name for row in rows if row.recipient == to]

    def kept(self) -> list[tuple[str, str]]:
        """(direction, first line) of every contact on the case that answers an invitation."""
        rows = self.firm.rows("SELECT direction, summary FROM contact WHERE summary LIKE 'Answered%' ORDER BY id")
        return [(row.direction, row.summary.splitlines()[0]) for row in rows]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    yield told
    assert not told.firm.chain_faults()
    told.firm.close()


@pytest.fixture
def booked(story: Story) -> Story:
    story.says("#set address: 3 Mill Lane, York YO1 7HH\n#visit 2026-03-06 10:00 with Bob\nMind the dog.")
    return story


# -------------------------------------------------------------------------------------------------------------- invitations


def test_customer_and_engineer_get_one_invitation_each_to_the_same_visit(booked: Story) -> None:
    (customer,), (engineer,) = booked.events(SAM), booked.events(BOB)

    assert customer.method == engineer.method == "REQUEST"
    assert customer.uid == engineer.uid
    assert (customer.attendee, engineer.attendee) == (f"mailto:{SAM}", f"mailto:{BOB}")
    assert customer.organizer == engineer.organizer == "mailto:info@firm.example"
    assert customer.start == engineer.start == at("2026-03-06 10:00")
    assert customer.summary == "Visit, ref DS-2026-0001-H"
    assert engineer.location == "3 Mill Lane, York YO1 7HH"
    assert customer.wants_answer


def test_the_invitation_stands_beside_the_words_and_once_more_as_a_file(booked: Story) -> None:
    letter: Any = booked.letters(SAM)[-1]

    alternative, file = letter.get_payload()
    assert [p.get_content_type() for p in alternative.get_payload()] == ["text/plain", "text/html", "text/calendar"]
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert letter["Auto-Submitted"] is None  # a person booked it


def test_a_visit_that_moves_raises_the_sequence_for_both_and_keeps_the_engineer(booked: Story) -> None:
    booked.says("#visit 2026-03-09 14:00")

    for who in (SAM, BOB):
        first, second = booked.events(who)
        assert (second.method, second.uid, second.sequence - first.sequence) == ("REQUEST", first.uid, 1)
        assert second.start == at("2026-03-09 14:00")
    assert "takes the place of our visit on Friday 6 March 2026 at 10:00" in booked.told(SAM)


def test_another_engineer_gets_the_visit_and_the_first_a_cancellation(booked: Story) -> None:
    booked.says("#visit 2026-03-06 10:00 with Eve")

    (_, gone), (new,) = booked.events(BOB), booked.events(EVE)
    assert (gone.method, gone.status) == ("CANCEL", "CANCELLED")
    assert gone.uid == new.uid
    assert gone.sequence == new.sequence == 1
    assert "is cancelled" in booked.told(BOB)


@pytest.mark.parametrize(("command", "meets"), [("#novisit settled by phone", True), ("#visit cancel", False)])
def test_a_visit_that_is_taken_back_is_cancelled_in_both_calendars(booked: Story, command: str, meets: bool) -> None:
    booked.says(command)

    for who in (SAM, BOB):
        first, last = booked.events(who)
        assert (last.method, last.uid, last.sequence) == ("CANCEL", first.uid, 1)
        assert not last.wants_answer
    assert "Friday 6 March 2026 at 10:00 is cancelled" in booked.told(SAM)
    assert "settled by phone" not in booked.told(SAM)
    assert bool(booked.firm.rows("SELECT 1 FROM deadline WHERE clock = 'visit' AND state = 'stopped'")) is meets


def test_a_visit_after_a_cancelled_one_is_a_new_visit(booked: Story) -> None:
    booked.says("#visit cancel, Bob is ill until Friday")
    booked.says("#visit 2026-03-09 14:00 with Eve")

    first, _, new = booked.events(SAM)
    assert (new.method, new.sequence) == ("REQUEST", 0)
    assert new.uid != first.uid


def test_cancelling_where_no_visit_lies_ahead_is_refused(story: Story) -> None:
    story.says("#visit cancel")

    assert "no visit lies ahead" in story.told()
    assert "visit_cancelled" not in story.names(SAM)


def test_a_letter_for_the_old_time_that_has_not_left_does_not_leave_any_more(story: Story) -> None:
    story.says("#visit 2026-03-06 10:00 with Bob\nPay or we will issue a county court claim against you.")
    story.says("#visit 2026-03-09 14:00 with Bob")
    story.says("#confirm", to="command_result")

    (only,) = story.events(SAM)
    assert only.start == at("2026-03-09 14:00")
    assert "nothing is held" in story.told()


def test_a_letter_for_the_old_time_that_is_on_its_way_is_not_tried_again(story: Story) -> None:
    story.firm.wire.answers = [LATER, LATER, LATER]
    story.says("#visit 2026-03-06 10:00 with Bob")
    on_its_way = first(story.firm.desk, story.now + timedelta(hours=1))
    while on_its_way is not None and on_its_way.row.name != "visit_booked":
        on_its_way = record(story.firm.desk, on_its_way.row.id, ACCEPTED, story.now + timedelta(hours=1), go_on=True)
    assert on_its_way is not None
    story.says("#visit 2026-03-09 14:00 with Bob")
    record(story.firm.desk, on_its_way.row.id, LATER, story.now, go_on=False)
    story.firm.send(story.now + timedelta(days=1))

    assert [one.start for one in story.events(SAM)] == [at("2026-03-09 14:00")]


def test_the_engineer_reports_the_visit_by_answering_their_own_letter(booked: Story) -> None:
    booked.now = at("2026-03-06 11:00")
    booked.says("#visited\nThe tile is back in its place.", who=BOB, to="task")

    assert booked.names(SAM)[-1] == "visit_outcome"
    assert booked.firm.value("SELECT stopped_by FROM deadline WHERE clock = 'visit'") == "visit.made"
    assert booked.firm.value("SELECT state FROM deadline WHERE clock = 'outcome'") == "stopped"


def test_a_visit_made_before_the_one_that_is_booked_leaves_that_to_a_person(booked: Story) -> None:
    booked.says("#visited\nWe were nearby.")

    assert "still stands: #visit cancel takes it back" in booked.told()
    assert [sent.method for sent in booked.events(SAM)] == ["REQUEST"]


# ------------------------------------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize("program", ["outlook", "gmail", "apple"])
def test_an_acceptance_is_recorded_and_neither_answered_nor_taken_for_anything(booked: Story, program: str) -> None:
    before = booked.names(SAM), len(booked.firm.wire.taken)
    booked.answers("ACCEPTED", program=program)

    assert booked.kept() == [("in", "Answered our invitation: accepted, visit on Friday 6 March 2026 at 10:00")]
    assert (booked.names(SAM), len(booked.firm.wire.taken)) == before
    assert booked.firm.value("SELECT count(*) FROM case_file") == 1
    assert booked.firm.value("SELECT state FROM deadline WHERE clock = 'visit'") == "running"
    assert booked.firm.value("SELECT said FROM invitation WHERE attendee = 'sam@customer.example'") == "accepted"


@pytest.mark.parametrize("program", ["outlook", "gmail", "apple"])
def test_a_decline_alerts_the_handler_with_its_words(booked: Story, program: str) -> None:
    booked.answers("DECLINED", program=program, comment="We are away that day.")

    told = booked.told()
    assert "The visit does not suit: Sam Yates" in told
    assert "Sam Yates declined (the visit of Friday 6 March 2026 at 10:00)" in told
    assert "We are away that day." in told
    assert "text/calendar" not in told
    assert "invite.ics" not in told
    assert booked.names(SAM)[-1] == "visit_booked"
    assert booked.firm.value("SELECT state FROM deadline WHERE clock = 'visit'") == "running"


@pytest.mark.parametrize("program", ["outlook", "gmail"])
def test_another_time_that_is_proposed_is_told_in_local_time(booked: Story, program: str) -> None:
    booked.answers("COUNTER", program=program, proposed=at("2026-03-31 15:00"))

    assert "they propose Tuesday 31 March 2026 at 15:00" in booked.told()


def test_a_tentative_answer_is_recorded_and_alarms_nobody(booked: Story) -> None:
    before = len(booked.firm.wire.taken)
    booked.answers("TENTATIVE")

    assert "accepted tentatively" in booked.kept()[0][1]
    assert len(booked.firm.wire.taken) == before


def test_words_beside_an_acceptance_reach_the_handler(booked: Story) -> None:
    booked.answers("ACCEPTED", comment="Please come round the back.")

    assert "Please come round the back." in booked.told()


def test_news_beside_an_acceptance_is_acted_on(booked: Story) -> None:
    booked.answers("ACCEPTED", comment="By the way, we have no heating and no hot water since last night.")

    assert "URGENT, no heating" in booked.told()
    assert booked.firm.value("SELECT state FROM deadline WHERE clock = 'visit_urgent'") == "running"


def test_the_same_answer_twice_alarms_once(booked: Story) -> None:
    booked.answers("DECLINED")
    before = len(booked.firm.wire.taken)
    booked.answers("DECLINED")

    assert len(booked.firm.wire.taken) == before


@pytest.mark.parametrize("sender", [BOB, "bob.wright@home.example"])
def test_an_engineer_who_declines_is_told_of_as_a_task_that_goes_to_no_customer(booked: Story, sender: str) -> None:
    booked.answers("DECLINED", who=sender, to=BOB)

    assert booked.kept()[0][0] == "internal"
    assert booked.names("anna@firm.example")[-1] == "task"
    assert "Bob Wright cannot come" in booked.told()
    assert "filed as a note" not in booked.told(BOB)


def test_an_answer_to_the_time_before_is_recorded_and_said_to_be_that(booked: Story) -> None:
    old = booked.events(SAM)[-1]
    booked.says("#visit 2026-03-09 14:00")
    booked.comes(answer("outlook", old, SAM, "ACCEPTED", message_id="<late@customer.example>", stamp=booked.now))

    assert "in answer to an earlier invitation; the visit is now on Monday 9 March 2026 at 14:00" in booked.told()
    assert "not counted" in booked.kept()[0][1]
    assert not booked.firm.value("SELECT said FROM invitation WHERE attendee = 'sam@customer.example'")


def test_an_answer_that_was_overtaken_on_the_way_does_not_undo_the_later_one(booked: Story) -> None:
    booked.answers("DECLINED")
    booked.answers("ACCEPTED", stamp=START)

    assert "the later answer stands" in booked.told()
    assert booked.firm.value("SELECT said FROM invitation WHERE attendee = 'sam@customer.example'") == "declined"


def test_an_answer_to_a_cancelled_visit_is_said_to_be_that(booked: Story) -> None:
    old = booked.events(SAM)[-1]
    booked.says("#visit cancel")
    booked.comes(answer("gmail", old, SAM, "ACCEPTED", message_id="<late@customer.example>", stamp=booked.now))

    assert "is cancelled" in booked.told()


@pytest.mark.parametrize(
    ("sender", "attendee"),
    [("mallory@elsewhere.example", SAM), ("mallory@elsewhere.example", "mallory@elsewhere.example")],
)
def test_an_answer_by_somebody_who_was_not_asked_counts_for_nothing(booked: Story, sender: str, attendee: str) -> None:
    booked.answers("DECLINED", who=sender, to=SAM, attendee=attendee)

    assert "Somebody else answered an invitation" in booked.told()
    assert not booked.kept()
    assert booked.firm.value("SELECT unconfirmed FROM contact ORDER BY id DESC") == 1
    assert booked.firm.value("SELECT count(*) FROM party") == 1
    assert not booked.firm.value("SELECT said FROM invitation WHERE attendee = 'sam@customer.example'")
    assert not booked.letters(sender)


def test_an_answer_to_an_invitation_that_is_not_ours_opens_no_case(story: Story) -> None:
    uid = "040000008200E00074C5B7101A82E008"
    theirs = Entry(method="REQUEST", uid=uid, start=START, summary="Complaint about noise")
    story.comes(
        answer("gmail", theirs, "zoe@customer.example", "DECLINED", message_id="<z@customer.example>", stamp=START)
    )

    assert story.firm.value("SELECT count(*) FROM case_file") == 1
    assert not story.letters("zoe@customer.example")
    assert "an invitation that mailbot did not send" in story.told()


def test_a_stranger_who_answers_one_and_names_a_case_can_be_accepted_as_the_notice_says(story: Story) -> None:
    reference = story.firm.value("SELECT reference FROM case_file")
    theirs = Entry(method="REQUEST", uid="040000008200E00074C5B7101A82E008", start=START, summary=f"[{reference}]")
    zoe = "zoe@customer.example"
    story.comes(answer("gmail", theirs, zoe, "DECLINED", message_id="<z@customer.example>", stamp=START))
    assert "Unconfirmed sender" in story.told()

    story.says("#confirm")

    parties = story.firm.rows("SELECT address, standing FROM party")
    assert (zoe, "representative") in [tuple(row) for row in parties]
    assert not story.letters(zoe)


def test_an_answer_joins_the_case_that_the_visit_belongs_to_by_now(booked: Story) -> None:
    booked.comes(
        mail("Another complaint", "The gutter is broken as well, I complain.", message_id="<two@customer.example>")
    )
    booked.says("#merge DS-2026-0002-F", to="command_result")
    booked.answers("DECLINED")

    assert "DS-2026-0002-F" in booked.told()


def test_a_visit_that_went_by_is_not_moved_but_booked_anew(booked: Story) -> None:
    booked.now = START + timedelta(days=4)
    booked.says("#visit 2026-03-12 10:00")

    first, second = booked.events(SAM)
    assert first.uid != second.uid
    assert len(booked.events(BOB)) == 1


def test_an_answer_that_a_mail_server_contradicts_counts_for_nothing(tmp_path: Path) -> None:
    told = Story(tmp_path, authserv_ids=("mx.firm.example",))
    told.says("#visit 2026-03-06 10:00 with Bob")
    forged = answer("outlook", told.events(SAM)[-1], SAM, "DECLINED", message_id="<f@x.example>", stamp=told.now)
    told.comes(b"Authentication-Results: mx.firm.example; dmarc=fail header.from=customer.example\r\n" + forged)

    assert "a mail server says that it is not from them" in told.told()
    assert not told.kept()
    told.firm.close()


def test_a_customer_without_mail_gets_the_visit_by_post_and_the_engineer_an_invitation(story: Story) -> None:
    story.comes(
        mail("A call", "#new\nname: Pat Moore\nphone: 01904 555 011\nchannel: phone\n\nThe gutter leaks, Pat complains.",
             sender="anna@firm.example", message_id="<new@firm.example>")
    )  # fmt: skip
    story.says("#visit 2026-03-06 10:00 with Bob")

    assert [sent.uid for sent in story.events(BOB)] == ["visit-ds-2026-0002-f-1@firm.example"]
    assert any("visit booked" in str(letter["Subject"]) for letter in story.letters("anna@firm.example"))
    story.says("#visit cancel")
    assert [sent.method for sent in story.events(BOB)] == ["REQUEST", "CANCEL"]
