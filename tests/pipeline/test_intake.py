"""The inbound story: what arrives is kept raw, dealt with once, and filed away only then."""

from __future__ import annotations

import email
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from mailbot.config import Imap
from mailbot.core.model import RawMessage
from mailbot.intake import take_in
from mailbot.simulate import MemoryInbox
from mailbot.store import blobs, ledger
from tests.pipeline.world import NOW, Firm, mail


def letters_to(firm: Firm, address: str) -> list[str]:
    return [str(email.message_from_bytes(content)["Subject"]) for to, content in firm.wire.taken if to == address]


def everything(firm: Firm) -> None:
    firm.take_in()
    firm.send()


def outcomes(firm: Firm) -> list[str]:
    return [row[0] for row in firm.rows("SELECT outcome FROM ledger ORDER BY id")]


def test_the_original_bytes_are_kept_to_the_last_one(firm: Firm) -> None:
    content = mail() + b"\x00\xff trailing bytes \r\r\n"
    firm.arrives(content)
    everything(firm)
    with firm.desk.store.begin() as tx:
        assert blobs.get(tx, ledger.entry(tx, 1).sha256) == content


def test_without_a_done_folder_messages_stay_and_the_ledger_knows_them(tmp_path: Path) -> None:
    firm = Firm(tmp_path, imap=Imap(host="localhost"))
    firm.arrives(mail())
    everything(firm)
    everything(firm)
    assert len(firm.inbox.held) == 1
    assert outcomes(firm) == ["new_complaint"]
    assert len(letters_to(firm, "sam@customer.example")) == 1
    firm.close()


def test_identical_bytes_under_a_new_uidvalidity_are_seen_before(tmp_path: Path) -> None:
    firm = Firm(tmp_path, imap=Imap(host="localhost"))
    firm.arrives(mail())
    everything(firm)
    firm.inbox.uidvalidity, firm.inbox.held = 2, {}
    firm.arrives(mail())
    everything(firm)
    assert outcomes(firm) == ["new_complaint", "seen_before"]
    assert firm.value("SELECT count(*) FROM contact WHERE direction = 'in'") == 1
    assert len(letters_to(firm, "sam@customer.example")) == 1
    firm.close()


def test_the_same_message_through_another_route_is_a_duplicate_contact_and_nothing_else(firm: Firm) -> None:
    firm.arrives(mail())
    firm.arrives(b"Received: from another.example\r\n" + mail())
    everything(firm)
    assert outcomes(firm) == ["new_complaint", "duplicate"]
    assert firm.value("SELECT count(*) FROM case_file") == 1
    assert len(letters_to(firm, "sam@customer.example")) == 1


def test_a_borrowed_message_id_cannot_hide_another_complaint(firm: Firm) -> None:
    firm.arrives(mail())
    firm.arrives(mail("Complaint: leak", "The pipe you fitted leaks and nobody comes.", sender="Jo <jo@other.example>"))
    everything(firm)
    assert outcomes(firm) == ["new_complaint", "new_complaint"]
    assert len(letters_to(firm, "jo@other.example")) == 1


def test_old_mail_at_a_first_start_is_recorded_and_listed_once_and_nobody_is_answered(firm: Firm) -> None:
    for days in (400, 30, 8):
        firm.arrives(
            mail(f"Complaint of {days} days ago", message_id=f"<{days}@customer.example>"), NOW - timedelta(days=days)
        )
    firm.arrives(mail("Complaint of today"))
    everything(firm)
    everything(firm)
    assert outcomes(firm) == ["stale", "stale", "stale", "new_complaint"]
    assert len(letters_to(firm, "sam@customer.example")) == 1
    listed = [content for _, content in firm.wire.taken if b"400 days ago" in content and b"8 days ago" in content]
    assert len(listed) == 1


def test_a_late_reply_to_a_case_is_never_stale(firm: Firm) -> None:
    firm.arrives(mail())
    everything(firm)
    reference = firm.value("SELECT reference FROM case_file")
    firm.arrives(mail(reference, "One more thing.", message_id="<more@customer.example>"), NOW - timedelta(days=20))
    everything(firm)
    assert outcomes(firm) == ["new_complaint", "follow_up"]


@dataclass(frozen=True)
class Refused:
    uid: int
    because: str


def test_a_message_that_the_server_will_not_give_is_parked_and_told(firm: Firm) -> None:
    firm.inbox.skipped = (Refused(uid=1, because="[SERVERBUG] internal error"), Refused(uid=2, because="gone"))
    everything(firm)
    assert firm.rows("SELECT uid, state, error FROM ledger") == [
        (1, "parked", "the mail server would not give it; the message itself is still in the inbox")
    ]
    assert any("could not be handled" in subject for subject in letters_to(firm, "anna@firm.example"))


class Phantom(MemoryInbox):
    """Its first message is listed, and asked for it is answered with nothing, as if somebody had taken it away."""

    def fetch(self, uids: Iterable[int]) -> Iterator[RawMessage]:
        wanted = tuple(uids)
        self.skipped = tuple(Refused(uid=uid, because="gone") for uid in wanted if uid == 1)
        return super().fetch(uid for uid in wanted if uid != 1)


def test_a_message_that_is_listed_and_answered_with_nothing_is_not_taken_for_one_that_left(firm: Firm) -> None:
    firm.inbox = Phantom(mailbox="dsmart")
    firm.arrives(mail())
    for _ in range(3):
        firm.take_in()
    assert firm.rows("SELECT uid, state, error FROM ledger") == [
        (1, "parked", "the mail server would not give it; the message itself is still in the inbox")
    ]
    assert firm.value("SELECT count(*) FROM event WHERE type = 'message.gone'") == 0
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'task'") == 1


def test_one_message_that_cannot_be_read_takes_no_neighbour_along(firm: Firm) -> None:
    firm.arrives(mail(message_id="<a@customer.example>"))
    firm.arrives(b"")
    firm.arrives(mail("Complaint: other", sender="Jo <jo@customer.example>", message_id="<b@customer.example>"))
    everything(firm)
    assert outcomes(firm) == ["new_complaint", "parked", "new_complaint"]
    assert len(firm.inbox.held) == 1  # the parked one stays where a person can see it


def test_a_batch_limit_leaves_the_rest_for_the_next_call(firm: Firm) -> None:
    for number in range(7):
        firm.arrives(
            mail(
                f"Complaint {number}",
                sender=f"C <c{number}@customer.example>",
                message_id=f"<{number}@customer.example>",
            )
        )
    taken = [take_in(firm.desk, "dsmart", firm.inbox, NOW, limit=3) for _ in range(4)]
    assert taken == [3, 3, 1, 0]


def test_a_form_on_our_own_website_is_read_and_we_never_answer_ourselves(firm: Firm) -> None:
    firm.arrives(
        mail(
            "Website form", "I want to complain: the inverter you fitted is broken.", sender="Form <info@firm.example>"
        )
    )
    everything(firm)
    assert outcomes(firm) == ["new_complaint"]
    assert letters_to(firm, "info@firm.example") == []
    assert len(letters_to(firm, "anna@firm.example")) == 1


def test_our_own_letter_that_comes_back_makes_nothing(firm: Firm) -> None:
    firm.arrives(mail())
    everything(firm)
    firm.arrives(firm.wire.taken[0][1])
    everything(firm)
    assert outcomes(firm) == ["new_complaint", "own"]


def test_the_customers_photograph_goes_to_the_handler_and_a_program_does_not(firm: Firm) -> None:
    message = email.message_from_bytes(mail(), policy=email.policy.SMTP)
    assert isinstance(message, email.message.EmailMessage)
    message.add_attachment(b"\xff\xd8\xff\xe0 a picture", maintype="image", subtype="jpeg", filename="roof.jpg")
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="invoice.pdf.exe")
    firm.arrives(message.as_bytes())
    everything(firm)
    notice = next(content for to, content in firm.wire.taken if to == "anna@firm.example")
    parts = {
        p.get_filename(): p.get_payload(decode=True)
        for p in email.message_from_bytes(notice).walk()
        if p.get_filename()
    }
    assert parts == {"roof.jpg": b"\xff\xd8\xff\xe0 a picture"}
    assert b"invoice.pdf.exe" in notice.replace(b"=\r\n", b"")
