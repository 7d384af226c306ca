"""Too much of it: messages too large to be read, and one sender's flood."""

from __future__ import annotations

import email
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from mailbot.core.model import RawMessage
from mailbot.intake import take_in
from mailbot.simulate import MemoryInbox
from tests.pipeline.world import NOW, Firm, mail


class HeadersOnly(MemoryInbox):
    """An inbox of messages that are all too large."""

    def fetch(self, uids: Iterable[int]) -> Iterator[RawMessage]:
        for raw in super().fetch(uids):
            head = raw.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            yield RawMessage(
                mailbox=raw.mailbox,
                folder=raw.folder,
                uidvalidity=raw.uidvalidity,
                uid=raw.uid,
                received_at=raw.received_at,
                content=head,
                complete=False,
            )


def arrive_too_large(firm: Firm, *contents: bytes, now: datetime = NOW) -> None:
    inbox = HeadersOnly(mailbox=firm.mailbox.name)
    inbox.next_uid = firm.value("SELECT coalesce(max(uid), 0) + 1 FROM ledger")
    for content in contents:
        inbox.deliver(content, now)
    take_in(firm.desk, firm.mailbox.name, inbox, now)
    firm.send(now)


def subjects_to(firm: Firm, address: str) -> list[str]:
    return [str(email.message_from_bytes(raw)["Subject"]) for to, raw in firm.wire.taken if to == address]


def test_the_sender_of_a_message_that_is_too_large_is_told_once_and_a_person_each_time(firm: Firm) -> None:
    arrive_too_large(firm, mail(), mail(message_id="<second@customer.example>"))
    assert subjects_to(firm, "sam@customer.example") == ["Your message was too large for us to open"]
    told = email.message_from_bytes(next(raw for to, raw in firm.wire.taken if to == "sam@customer.example"))
    assert told["In-Reply-To"] == "<first@customer.example>"
    assert told["Auto-Submitted"] == "auto-replied"
    assert "25 MB" in str(told)
    assert subjects_to(firm, "anna@firm.example").count("To do: A message could not be handled") == 2
    assert firm.value("SELECT count(*) FROM ledger WHERE state = 'parked'") == 2
    arrive_too_large(firm, mail(message_id="<third@customer.example>"), now=NOW + timedelta(days=2))
    assert len(subjects_to(firm, "sam@customer.example")) == 2


def test_a_message_that_is_too_large_is_not_told_of_again_when_the_server_has_numbered_its_folder_anew(
    firm: Firm,
) -> None:
    arrive_too_large(firm, mail())
    told = len(firm.wire.taken)
    arrive_too_large(firm, mail(), now=NOW + timedelta(days=2))  # the same bytes under another number
    assert len(firm.wire.taken) == told == 2
    assert firm.rows("SELECT state FROM ledger") == [("parked",), ("parked",)]


def test_a_machine_and_a_colleague_are_not_told_that_their_message_was_too_large(firm: Firm) -> None:
    arrive_too_large(firm, mail(Auto_Submitted="auto-generated"), mail(sender="Anna Field <anna@firm.example>"))
    assert "Your message was too large for us to open" not in [
        str(email.message_from_bytes(raw)["Subject"]) for _, raw in firm.wire.taken
    ]


def flood(firm: Firm, count: int, *, first: int = 0, text: str = "Answer me!", now: datetime = NOW) -> None:
    for n in range(first, first + count):
        firm.arrives(mail(subject=f"Still waiting {n}", text=f"{text} {n}", message_id=f"<f{n}@customer.example>"), now)
    firm.take_in(now)
    firm.send(now)


def test_a_flood_of_one_sender_is_recorded_and_gathered_into_one_notice(firm: Firm) -> None:
    flood(firm, 60)
    assert firm.value("SELECT count(*) FROM contact WHERE direction = 'in'") == 60
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'notice'") == 10
    assert firm.value("SELECT count(*) FROM case_file") == 20
    last = [raw for to, raw in firm.wire.taken if to == "anna@firm.example" and b"Still waiting 9" in raw]
    assert b"message number 10 of this sender within an hour" in b"".join(last).replace(b"=\r\n", b"").replace(
        b"\r\n", b" "
    )
    firm.tick(NOW + timedelta(minutes=59))
    firm.tick(NOW + timedelta(minutes=61))
    firm.send(NOW + timedelta(minutes=61))
    assert subjects_to(firm, "anna@firm.example").count("To do: 50 more messages of frequent senders") == 1
    firm.tick(NOW + timedelta(hours=3))
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'notice'") == 10
    flood(firm, 1, first=100, now=NOW + timedelta(hours=3))
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'notice'") == 11


def test_danger_in_a_flood_is_told_at_once_and_only_once(firm: Firm) -> None:
    flood(firm, 25)
    flood(firm, 3, first=50, text="I can smell gas in the kitchen, please come.")
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'notice'") == 11


def test_what_others_write_during_a_flood_is_told_as_ever(firm: Firm) -> None:
    flood(firm, 20)
    firm.arrives(mail(sender="Pat <pat@other.example>", message_id="<p@other.example>"))
    firm.take_in()
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'notice'") == 11
