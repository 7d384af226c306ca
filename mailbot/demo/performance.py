"""One playing of the story: real mailboxes and submission, the real intake, tick and outbox, a clock that runs ahead.

It delivers what people write and lets time pass; what follows is mailbot's doing, and is read from the event table.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from mailbot import story, wiring
from mailbot.config import Configuration, Imap, Mailbox, Secrets, Settings, Smtp, Worker, load_procedure
from mailbot.demo import mailclient
from mailbot.demo.cast import COMPANIES, CUSTOMERS, TOM_AT_HOME, Company
from mailbot.demo.mails import Kind, Mail
from mailbot.demo.narrator import Moment, Narrator
from mailbot.demo.tale import END, MAILS, QUIET_FROM, QUIET_UNTIL, START
from mailbot.demo.world import MailWorld
from mailbot.errors import MailbotError
from mailbot.intake import take_in
from mailbot.mail.mailbox import ImapMailbox
from mailbot.mail.parse import parse
from mailbot.outbox import send_due
from mailbot.resources import default_config
from mailbot.sentbox import take_in_sent
from mailbot.store import cases, deadlines, letters
from mailbot.tick import ensure_standing, tick

DONE = "Done"
"""The folder into which mailbot moves what it has dealt with."""
SENT = "Sent"
"""The folder into which a mail program that is signed in to the company's mailbox puts what it sends."""


class StoryClock:
    """Says what time it is in the story; whoever tells the story sets it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._live = False

    def __call__(self) -> datetime:
        return datetime.now(UTC) if self._live else self.now

    def go_live(self) -> None:
        """From now on it is the wall clock."""
        self._live = True


class Performance:
    """Both companies' desk on the loopback world. `play()` gives what happened, moment by moment; then `close()`."""

    def __init__(self, world: MailWorld, clock: StoryClock, database: Path) -> None:
        self.world = world
        self.clock = clock
        self.settings = settings_for(world, database)
        for person in (*CUSTOMERS, TOM_AT_HOME, *(p for company in COMPANIES for p in company.staff)):
            world.add_user(person.address)
        self.desk = wiring.build(self.settings)
        self.narrator = Narrator(desk=self.desk, names=_names())
        self.wire = wiring.submission(self.settings)
        self.inboxes = {m.name: wiring.inbox(self.settings, m) for m in self.settings.configuration.mailbox}
        self._loop = asyncio.new_event_loop()

    def play(self) -> Iterator[Moment]:
        """The whole story. Raises TemporaryFailure or OSError when the loopback servers fail."""
        for mailbox in self.inboxes.values():
            mailbox.connect()
        for name in self.inboxes:
            ensure_standing(self.desk, name, START)
        yield from self.step(START)
        for number, mail in enumerate(MAILS, start=1):
            if self.clock.now < QUIET_UNTIL <= mail.at:
                yield from self._pass_time(QUIET_FROM)
                yield from self.step(QUIET_UNTIL)
            yield from self._pass_time(mail.at)
            self.clock.now = mail.at
            self._deliver(number, mail)
            yield from self.step(mail.at)
        yield from self._pass_time(END)

    def step(self, now: datetime) -> tuple[Moment, ...]:
        """One round as the daemon makes it: read every inbox, send, look at what is due, send."""
        self.clock.now = now
        for name, mailbox in self.inboxes.items():
            take_in(self.desk, name, mailbox, now)
            self._look_into_sent(name, mailbox, now)
        self._loop.run_until_complete(send_due(self.desk, self.wire, now))
        tick(self.desk, now)
        self._loop.run_until_complete(send_due(self.desk, self.wire, now))
        return self.narrator.news()

    def _look_into_sent(self, name: str, mailbox: ImapMailbox, now: datetime) -> None:
        sent = mailbox.sent()
        if sent is not None:
            take_in_sent(self.desk, name, sent, now)

    def close(self) -> None:
        for mailbox in self.inboxes.values():
            mailbox.close()
        self._loop.run_until_complete(self.wire.close())
        self._loop.close()
        self.desk.store.close()

    def _pass_time(self, until: datetime) -> Iterator[Moment]:
        """Every instant before `until` at which a deadline or a letter waits."""
        while (instant := self._next()) is not None and instant < until:
            yield from self.step(instant)

    def _next(self) -> datetime | None:
        with self.desk.store.begin() as tx:
            nexts = (deadlines.next_at(tx, self.desk.firms), letters.next_at(tx, self.desk.firms))
            waiting = [at for at in nexts if at is not None]
        return min(waiting, default=None)

    # ------------------------------------------------------------------------------------------------ what people write

    def _deliver(self, number: int, mail: Mail) -> None:
        message_id = f"<{number:02}.{mail.at:%Y%m%d%H%M}@{mail.who.address.partition('@')[2]}>"
        if mail.kind is Kind.BY_HAND and mail.about is not None:
            content = mailclient.by_hand(mail, message_id, mail.about, self._subject(mail))
            self.world.deliver(mail.to.address, content, mail.at, folder=SENT)
        elif mail.kind is Kind.NEW:
            content = mailclient.written(mail, message_id, self._subject(mail))
        else:
            content = self._answer(mail, message_id, self._letter(mail))
        sender = "" if mail.kind is Kind.BOUNCE else mailclient.envelope_sender(content)
        mailclient.submit(self.world, sender, mailclient.envelope_recipient(content), content)

    def _answer(self, mail: Mail, message_id: str, letter: bytes) -> bytes:
        if mail.kind is Kind.REPLY:
            return mailclient.replied(mail, message_id, letter)
        if mail.kind is Kind.PRESS:
            return mailclient.pressed(mail, message_id, letter)
        if mail.kind in (Kind.ACCEPT, Kind.DECLINE):
            return mailclient.invitation_answered(mail, message_id, letter)
        with self.desk.store.begin() as tx:
            sent = letters.sent_letter(tx, (mailclient.message_id_of(letter),))
            row = letters.get(tx, sent.id if sent else 0)
        if mail.kind is Kind.ABSENCE:
            return story.absence_notice(row, mail.to.address, mail.at, message_id)
        return story.delivery_status(row, letter, mail.at, message_id).removeprefix(b"Return-Path: <>\r\n")

    def _letter(self, mail: Mail) -> bytes:
        """The letter that this mail answers, out of its writer's inbox. Raises MailbotError if it never came."""
        found = mailclient.newest(self.world, mail.who, lambda letter: self._is(mail, letter))
        if found is None:
            raise MailbotError(f"demo: {mail.who.name} has no letter '{mail.letter}' to answer on {mail.at:%d %B}")
        return found

    def _is(self, mail: Mail, letter: bytes) -> bool:
        """Is it a letter of that name, and one about that customer's own words and not about a stranger's?"""
        with self.desk.store.begin() as tx:
            sent = letters.sent_letter(tx, (mailclient.message_id_of(letter),))
            if sent is None or sent.name != mail.letter:
                return False
            if mail.about is None:
                return True
            if sent.case_id is None:
                return False
            customer = cases.load(tx, sent.case_id).customer
        return customer.name == mail.about.name and (mail.letter != "notice" or customer.name in parse(letter).subject)

    def _subject(self, mail: Mail) -> str:
        """With the reference that the newest letter to `knows` carries, for somebody who copies it from there."""
        if mail.knows is None:
            return mail.subject
        newest = mailclient.newest(self.world, mail.knows, lambda _: True) or b""
        subject = str(message_from_bytes(newest)["Subject"])
        return mail.subject.replace("{case}", subject.partition("[")[2].partition("]")[0])


def settings_for(world: MailWorld, database: Path) -> Settings:
    """The configuration of both sample companies on that world's servers. Raises ConfigError."""
    mailboxes = tuple(_mailbox(company, world) for company in COMPANIES)
    configuration = Configuration(
        database=f"sqlite:///{database}",
        smtp=Smtp(host=world.host, port=world.smtp_port, security="none", auth="none"),
        mailbox=mailboxes,
    )
    return Settings(
        path=Path("demo"),
        configuration=configuration,
        procedures={mailbox.name: load_procedure(mailbox.procedure) for mailbox in mailboxes},
        secrets=Secrets(secret=secrets.token_hex(16), imap_passwords={m.name: world.password for m in mailboxes}),
    )


def _mailbox(company: Company, world: MailWorld) -> Mailbox:
    world.add_user(company.address)
    world.add_folder(company.address, SENT)
    return Mailbox(
        name=company.name,
        address=company.address,
        procedure=default_config() / "procedures" / f"{company.name}.toml",
        imap=Imap(host=world.host, port=world.imap_port, security="none", done_folder=DONE),
        person=tuple(
            Worker.model_validate({"name": p.name, "address": p.address, "roles": p.roles}) for p in company.staff
        ),
    )


def _names() -> dict[str, str]:
    """How the story calls everybody: customers by name, staff with what they are."""
    outside = {person.address: person.name for person in (*CUSTOMERS, TOM_AT_HOME)}
    inside = {p.address: f"{p.name} ({p.role})" for company in COMPANIES for p in company.staff}
    return outside | inside
