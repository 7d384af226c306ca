"""Tells the sender of a message that it was too large to be read; the message itself is parked by the intake."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.core.oversize import too_large
from mailbot.desk.desk import Desk
from mailbot.desk.writing import Occasion
from mailbot.store import blobs, ledger, letter_counts


def tell_of_size(desk: Desk, mailbox: str, ledger_id: int, now: datetime) -> None:
    """At most one letter a day to an address, by what the header alone says. Capped like all automatic mail."""
    firm = desk.firms[mailbox]
    with desk.store.begin(mailbox) as tx:
        entry = ledger.entry(tx, ledger_id)
        opened = desk.opener.open(blobs.get(tx, entry.sha256))
        arrival = desk.reader(mailbox).understand(tx, entry, opened, now)
        lately = letter_counts.count_to(tx, mailbox, "too_large", arrival.sender.address, now, timedelta(days=1))
        decided = too_large(arrival, told=lately > 0, most=f"{desk.opener.message_megabytes:g} MB")
        desk.apply(tx, firm, decided, now, entry=entry, occasion=Occasion(arrival=arrival))
