"""Does the ledger know what stands in the inbox, and does what it left there still stand there? It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailbot.checks.finding import Finding, note, ok, wrong
from mailbot.config import Configuration, Mailbox
from mailbot.errors import StoreError
from mailbot.store import comparing
from mailbot.store.comparing import Comparison
from mailbot.store.reading import NotThere, Reading


def inbox_checks(
    configuration: Configuration, mailbox: Mailbox, uidvalidity: int, there: Iterable[int]
) -> Iterator[Finding]:
    """`there`: the UIDs in the inbox now. Nothing where there is no database to compare with: the check of the record says so."""
    imap = mailbox.imap
    try:
        database = Reading(configuration.database)
    except (NotThere, StoreError):
        return
    try:
        with database.begin() as tx:
            found = comparing.compare(tx, mailbox.name, imap.folder, uidvalidity, there, filing=bool(imap.done_folder))
        yield from _told(f"inbox {mailbox.name}", found)
    except StoreError as fault:
        yield wrong(f"inbox {mailbox.name}", str(fault))
    finally:
        database.close()


def _told(about: str, found: Comparison) -> Iterator[Finding]:
    if found.unknown:
        says = f"UID {', '.join(str(uid) for uid in found.unknown[:10])}"
        yield wrong(
            about,
            f"{len(found.unknown)} messages were passed over ({says}); mailbot reads them after a start, or tonight",
        )
    if found.vanished:
        says = ", ".join(str(ledger_id) for ledger_id, _ in found.vanished[:10])
        kept = "the originals are kept"
        yield note(
            about, f"{len(found.vanished)} messages left the inbox without mailbot (in the ledger: {says}); {kept}"
        )
    if found.newer:
        yield note(about, f"{found.newer} messages have come and are not read yet")
    if not found.unknown:
        yield ok(about, f"{found.on_server} messages that were read stand there, each in the ledger")
