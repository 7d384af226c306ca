"""Mail that colleagues send from the shared mailbox itself: what is recorded of it, what is asked, and which clocks it meets."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.sentbox import take_in_sent
from mailbot.simulate import MemoryInbox
from mailbot.store import ledger
from tests.builders import at
from tests.pipeline.world import Firm, mail

SAM, ANNA = "sam@customer.example", "anna@firm.example"
OURS = "Dsmart Electrical <info@firm.example>"
START = at("2026-03-03 11:20")


class Story:
    """Sam's complaint of 3 March, and a folder of sent mail that has been watched since the day before."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        self.firm = Firm(folder, **changes)
        self.sent = MemoryInbox(mailbox="dsmart", folder="Sent", sent=True)
        self.now = START - timedelta(days=1)
        self.look()
        self.now = START
        self.comes(mail())

    def comes(self, content: bytes) -> None:
        self.firm.arrives(content, self.now)
        self.firm.take_in(self.now)
        self.firm.send(self.now)
        self.now += timedelta(minutes=5)

    def look(self, *, whole: bool = False) -> int:
        found = take_in_sent(self.firm.desk, "dsmart", self.sent, self.now, whole=whole)
        self.firm.send(self.now)
        return found

    def writes(self, text: str = "We come tomorrow.", to: str = f"Sam Yates <{SAM}>", **more: Any) -> None:
        """A colleague writes from the shared mailbox, and mailbot looks five minutes later."""
        fields = {"subject": "Your roof", "sender": OURS, "message_id": "<hand@firm.example>", "To": to, **more}
        self.sent.deliver(mail(text=text, **fields).replace(b"To: info@firm.example\r\n", b"", 1), self.now)
        self.now += timedelta(minutes=5)
        self.look()

    def says(self, text: str, to: str = "task") -> None:
        rows = self.firm.rows("SELECT message_id, name, recipient FROM letter ORDER BY id")
        letter = [row.message_id for row in rows if (row.name, row.recipient) == (to, ANNA)][-1]
        self.comes(
            mail("Re: it", text, sender=ANNA, message_id=f"<{text[:6]}@x.example>".replace(" ", ""), In_Reply_To=letter)
        )

    def outcome(self) -> str:
        return str(self.firm.value("SELECT outcome FROM ledger WHERE sent ORDER BY id DESC"))

    def contacts(self) -> list[Any]:
        """What stands on a case of mail that was sent by hand."""
        return self.firm.rows(
            "SELECT c.* FROM contact c JOIN ledger l ON l.id = c.ledger_id WHERE l.sent AND c.case_id IS NOT NULL ORDER BY c.id"
        )

    def open_clocks(self) -> set[str]:
        return {
            row.clock for row in self.firm.rows("SELECT clock FROM deadline WHERE stopped_at IS NULL AND case_id = 1")
        }

    def told(self) -> str:
        """The newest letter to Anna."""
        content = [taken for to, taken in self.firm.wire.taken if to == ANNA][-1]
        part: Any = next(p for p in email.message_from_bytes(content).walk() if p.get_content_type() == "text/plain")
        return " ".join(part.get_payload(decode=True).decode().split())


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    yield told
    assert not told.firm.chain_faults()
    told.firm.close()


def test_an_answer_to_the_customers_mail_is_a_contact_on_their_case_and_stops_nothing_by_itself(story: Story) -> None:
    before = story.open_clocks()
    story.writes(In_Reply_To="<first@customer.example>")

    (kept,) = story.contacts()
    assert (kept.case_id, kept.direction, kept.channel, kept.summary) == (1, "out", "email", "We come tomorrow.")
    assert "from the shared mailbox" in kept.sender
    assert story.open_clocks() == before
    assert "#sent response" in story.told()
    assert len(story.firm.rows("SELECT id FROM letter WHERE recipient = 'sam@customer.example'")) == 1


def test_a_letter_that_a_person_names_meets_its_clock_as_of_when_the_mail_was_sent(story: Story) -> None:
    sent_at = story.now
    story.writes("These are our findings ...", In_Reply_To="<first@customer.example>")
    story.now += timedelta(days=2)
    story.says("#sent response")

    assert "findings" not in story.open_clocks()
    query = (
        "SELECT strftime('%Y-%m-%d %H:%M', stopped_at / 1000000, 'unixepoch') FROM deadline WHERE clock = 'findings'"
    )
    assert story.firm.value(query) == f"{sent_at:%Y-%m-%d %H:%M}"
    assert "counts as 'response'" in story.told()


def test_a_word_alone_meets_nothing_where_no_mail_was_sent(story: Story) -> None:
    story.says("#sent response", to="notice")

    assert "no mail from the shared mailbox stands on this case" in story.told()
    assert "findings" in story.open_clocks()


def test_an_answer_before_the_acknowledgement_does_not_acknowledge(tmp_path: Path) -> None:
    told = Story(tmp_path)
    zoe = {"sender": "Zoe <zoe@customer.example>", "message_id": "<two@customer.example>"}
    told.comes(mail("No heating again", "I complain.", X_Auto_Response_Suppress="All", **zoe))
    told.writes("We will look into it.", to="zoe@customer.example", In_Reply_To="<two@customer.example>")

    open_ = told.firm.value("SELECT state FROM deadline WHERE case_id = 2 AND clock = 'acknowledge'")
    assert open_ == "running"
    assert "#sent acknowledgement" in told.told()
    told.says("#sent acknowledgement")
    assert told.firm.value("SELECT state FROM deadline WHERE case_id = 2 AND clock = 'acknowledge'") == "stopped"
    told.firm.close()


def test_an_answer_to_our_own_letter_is_threaded_by_it(story: Story) -> None:
    letter = story.firm.value("SELECT message_id FROM letter WHERE name = 'acknowledgement'")
    story.writes(References=letter, subject="Re: something else")

    assert [kept.case_id for kept in story.contacts()] == [1]


def test_a_reference_counts_if_the_mail_went_to_a_party(story: Story) -> None:
    story.writes(subject="About DS-2026-0001-H")
    story.writes(subject="About DS-2026-0001-H", to="roofer@supplier.example", message_id="<two@firm.example>")

    assert [kept.case_id for kept in story.contacts()] == [1]
    assert story.outcome() == "sent_elsewhere"


def test_the_recipient_alone_is_a_suggestion_until_a_person_says_so(story: Story) -> None:
    story.writes()

    (kept,) = story.contacts()
    assert kept.unconfirmed
    assert "is about this case, reply with #sent" in story.told()
    story.says("#sent")
    (kept,) = story.contacts()
    assert not kept.unconfirmed


def test_somebody_with_two_open_cases_is_asked_about_and_nothing_is_guessed(story: Story) -> None:
    story.comes(mail("Gutter", "The gutter is broken as well, I complain.", message_id="<two@customer.example>"))
    story.writes()

    assert not story.contacts()
    assert "several open cases (DS-2026-0001-H, DS-2026-0002-F)" in story.told()


def test_what_is_passed_on_to_a_supplier_is_kept_inside(story: Story) -> None:
    story.writes("See below.", to="roofer@supplier.example", In_Reply_To="<first@customer.example>")

    (kept,) = story.contacts()
    assert kept.direction == "internal"
    assert kept.summary.startswith("Sent to roofer@supplier.example")
    assert story.outcome() == "sent_about_case"


def test_our_own_letters_that_a_server_copies_there_are_known(story: Story) -> None:
    letter = story.firm.wire.taken[0][1]
    story.sent.deliver(letter, story.now)
    story.sent.deliver(letter.replace(b"X-Mailbot: 1\r\n", b"").replace(b"Date:", b"X-Copied: 1\r\nDate:"), story.now)
    story.look()

    assert {row.outcome for row in story.firm.rows("SELECT outcome FROM ledger WHERE sent")} == {"own"}
    assert not story.contacts()
    assert (
        story.firm.value(
            "SELECT count(*) FROM letter l JOIN blob b ON b.sha256 = l.sha256 WHERE l.name = 'acknowledgement'"
        )
        == 1
    )


def test_mail_about_no_case_is_noted_and_its_words_are_not_kept(story: Story) -> None:
    story.writes("The shop opens at nine.", to="someone@else.example")

    assert story.outcome() == "sent_elsewhere"
    assert story.firm.value("SELECT count(*) FROM ledger l JOIN blob b ON b.sha256 = l.sha256 WHERE l.sent") == 0


def test_what_stood_there_before_is_noted_and_nothing_is_done(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    folder = MemoryInbox(mailbox="dsmart", folder="Sent", sent=True)
    folder.deliver(mail(sender=OURS, message_id="<old@firm.example>"), START - timedelta(days=30))
    firm.arrives(mail(), START)
    firm.take_in(START)
    take_in_sent(firm.desk, "dsmart", folder, START)

    assert [(row.outcome, row.state) for row in firm.rows("SELECT outcome, state FROM ledger WHERE sent")] == [
        ("sent_before", "done")
    ]
    assert take_in_sent(firm.desk, "dsmart", folder, START, whole=True) == 0
    firm.close()


def test_a_renumbered_folder_brings_nothing_twice(story: Story) -> None:
    story.writes(In_Reply_To="<first@customer.example>")
    again = MemoryInbox(mailbox="dsmart", folder="Sent", sent=True, uidvalidity=2)
    for raw in story.sent.held.values():
        again.deliver(raw.content, raw.received_at)
    story.sent = again
    story.look(whole=True)

    assert len(story.contacts()) == 1
    assert story.outcome() == "seen_before"


def test_a_copy_that_reaches_the_inbox_too_is_not_taken_for_a_strangers(story: Story) -> None:
    story.writes(In_Reply_To="<first@customer.example>", Cc="info@firm.example")
    story.comes(
        mail(
            "Your roof",
            "We come tomorrow.",
            sender=OURS,
            message_id="<hand@firm.example>",
            In_Reply_To="<first@customer.example>",
        )
    )

    assert story.firm.value("SELECT outcome FROM ledger WHERE NOT sent ORDER BY id DESC") == "own"
    assert story.firm.value("SELECT count(*) FROM party") == 1


def test_the_customers_answer_to_it_comes_to_the_case(story: Story) -> None:
    story.writes(In_Reply_To="<first@customer.example>")
    story.comes(
        mail("Re: Your roof", "Good.", message_id="<three@customer.example>", In_Reply_To="<hand@firm.example>")
    )

    assert story.firm.value("SELECT count(*) FROM case_file") == 1
    assert story.firm.value("SELECT case_id FROM contact ORDER BY id DESC") == 1


def test_sent_mail_does_not_count_as_received(story: Story) -> None:
    story.writes(In_Reply_To="<first@customer.example>")

    with story.firm.desk.store.begin() as tx:
        assert ledger.counts(tx, "dsmart", START - timedelta(days=3)) == (1, 1)
