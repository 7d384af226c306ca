"""A letter's envelope: its addresses and Message-ID, the message that it answers, and what goes with its words."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from mailbot.core.model import Address, Enclosure, Envelope
from mailbot.desk.enclosing import calendar, documents, passed_on
from mailbot.desk.jobs import Job
from mailbot.mail.identity import Tokens
from mailbot.store import contacts, letters


def envelope_of(tx: Connection, tokens: Tokens, job: Job, letter_id: int) -> Envelope:
    """Whom the letter is from and for, what it answers, and what goes with it."""
    firm, write = job.firm, job.write
    address = firm.settings.address
    named = job.case.reference if job.case is not None and not write.off_case else firm.name
    parent, references = job.answered or parent_of(tx, job)
    invited = calendar(tx, firm, write, job.case, job.now)
    passed = passed_on(write, job.occasion.screened)
    more = (*job.occasion.enclosures, *job.more)
    return Envelope(
        message_id=tokens.message_id(named, letter_id, write.to, address.partition("@")[2]),
        sender=Address(address=address, name=firm.rules.procedure.company.name),
        recipient=Address(address=write.to, name=write.to_name),
        reply_to=tokens.address(address, letter_id) if firm.settings.plus_addressing else "",
        date=job.now,
        automatic=("auto-replied" if write.answers else "auto-generated") if write.automatic or write.staff else "",
        in_reply_to=parent,
        references=references,
        enclosures=(*documents(firm, write.letter), *passed, *more, *((invited.file,) if invited else ())),
        calendar=invited.content if invited else b"",
        calendar_method=invited.method if invited else "",
    )


def parent_of(tx: Connection, job: Job) -> tuple[str, tuple[str, ...]]:
    """What the letter answers (RFC 5322 3.6.4): the message decided on, or the recipient's last message on the case, or, for staff,
    our first letter to them about it, so that their mail client keeps the case together."""
    write, arrival, case = job.write, job.occasion.arrival, job.case
    if write.answers and arrival is not None and arrival.message.message_id:
        message = arrival.message
        return message.message_id, (*(message.references or message.in_reply_to[:1]), message.message_id)
    if case is None or write.off_case:
        return "", ()
    if write.staff:
        first = letters.first_to(tx, case.id, write.to)
        return first, (first,) if first else ()
    last, before = contacts.last_from(tx, case.id, write.to)
    return last, (*before, last) if last else ()


def listed(enclosure: Enclosure) -> dict[str, str]:
    """What the letter's row keeps of it."""
    return {"name": enclosure.name, "type": enclosure.type, "sha256": hashlib.sha256(enclosure.content).hexdigest()}
