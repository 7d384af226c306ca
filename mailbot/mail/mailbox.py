"""One IMAP folder over one connection: what is there, its bytes, and putting it away. It never marks mail as read.

Synchronous; an object belongs to one thread, `wake()` alone may be called from another. After a TemporaryFailure that
cut the connection (`connected` is False) call `connect()` again. Which messages are new is the ledger's business.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from imapclient import DELETED, SEEN, IMAPClient

from mailbot.core.model import RawMessage
from mailbot.errors import FolderMissing, ServerRefused, TemporaryFailure
from mailbot.mail.batches import MessageSize, Skipped, commands
from mailbot.mail.bell import Bell, forget_news
from mailbot.mail.connection import (
    ImapSettings,
    TokenProvider,
    foreign_errors,
    open_connection,
    throw_away,
)
from mailbot.mail.fetching import Fetching, Got, in_utc
from mailbot.mail.folders import Folders

__all__ = ["Filed", "ImapMailbox", "ImapSettings", "MessageSize", "Skipped", "TokenProvider"]

LARGEST_BYTES = 25_000_000
SEARCH_WINDOW = 50_000  # imaplib refuses lines over 1 MB; a UID takes up to 11 bytes of the answer


class Filed(StrEnum):
    """How the messages left the folder."""

    NOWHERE = "nowhere"  # no done_folder is configured: they stay
    MOVED = "moved"  # MOVE, RFC 6851
    COPIED_AND_EXPUNGED = "copied_and_expunged"  # COPY, then UID EXPUNGE of these alone, RFC 4315
    COPIED_AND_MARKED = "copied_and_marked"  # the server has neither: they stay, marked \Deleted


class ImapMailbox:
    """A company's inbox. `mailbox_name` is the name from the configuration, written into every RawMessage."""

    def __init__(
        self,
        settings: ImapSettings,
        mailbox_name: str,
        token_provider: TokenProvider | None = None,
        bell: Bell | None = None,
        *,
        largest_bytes: int = LARGEST_BYTES,
    ) -> None:
        self._settings = settings
        self._name = mailbox_name
        self._token_provider = token_provider
        self._bell = bell or Bell()
        self._largest_bytes = largest_bytes
        self._client: IMAPClient | None = None
        self._folder = ""  # as this server calls it
        self._targets: dict[str, str] = {}  # folder that messages go to -> as this server calls it
        self._uidvalidity = 0
        self._fetching = Fetching(self._talking)
        self._holds_sent = False

    # ------------------------------------------------------------------------------------------------- connection

    def connect(self) -> None:
        """Logs in, opens the folder, and makes the done folder where it is missing.

        Raises FolderMissing, LoginRefused, TemporaryFailure.
        """
        self._drop()
        self._client = open_connection(self._settings, self._token_provider)
        try:
            with self._talking("looking for folders") as client:
                self._folder = self._find_folder(Folders(client))
            wanted = (self._settings.done_folder, self._settings.private_folder)
            self._targets = {folder: self._made(folder) for folder in wanted if folder}
            self._uidvalidity = self._select()[0]
        except BaseException:
            self._drop()
            raise

    @property
    def connected(self) -> bool:
        return self._client is not None

    @property
    def uidvalidity(self) -> int:
        """The number that makes this folder's UIDs mean something (RFC 3501 2.3.1.1); 0 before `connect()`."""
        return self._uidvalidity

    @property
    def folder(self) -> str:
        """The watched folder as the configuration names it, which is also what RawMessage and the ledger carry."""
        return self._settings.folder

    def close(self) -> None:
        """Logs out, if the server is still there, and ends the object. Never raises for what the network does."""
        if self._client is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                self._client.logout()
        self._drop()
        self._bell.close()

    # ----------------------------------------------------------------------------------------------------- reading

    def uids(self, after: int = 0) -> tuple[int, ...]:
        """Every UID in the folder that is greater than `after`, ascending; flags do not matter.

        Raises TemporaryFailure, and drops the connection, when UIDVALIDITY is no longer what `uidvalidity` said:
        `after` then counts in numbers that mean nothing any more.
        """
        uidvalidity, exists = self._select()
        if uidvalidity != self._uidvalidity:
            self._drop()
            numbers = f"UIDVALIDITY {self._uidvalidity} is now {uidvalidity}"
            raise TemporaryFailure(f"{self._settings.host}: {self._folder} was renumbered: {numbers}")
        found: set[int] = set()
        for first in range(1, exists + 1, SEARCH_WINDOW):
            last = "*" if first + SEARCH_WINDOW > exists else str(first + SEARCH_WINDOW - 1)
            with self._talking("looking for mail") as client:
                found.update(client.search([f"{first}:{last}", "UID", f"{after + 1}:*"]))
        # RFC 3501 6.4.8: n:* always holds the last message, however small its UID.
        return tuple(sorted(uid for uid in found if uid > after))

    def dates(self, uids: Iterable[int]) -> tuple[tuple[int, datetime], ...]:
        """(UID, INTERNALDATE in UTC) of each message that is still there and has one."""
        found: list[tuple[int, datetime]] = []
        for some in commands(tuple(uids)):
            with self._talking("asking for dates") as client:
                answer = client.fetch(some, ["INTERNALDATE"])
            dated = ((uid, in_utc(answer.get(uid, {}).get(b"INTERNALDATE"))) for uid in some)
            found += [(uid, at) for uid, at in dated if at is not None]
        return tuple(found)

    def sizes(self, uids: Iterable[int]) -> tuple[MessageSize, ...]:
        """The size of each message that is still there, in the order asked for."""
        return self._fetching.sizes(uids)

    def fetch(self, uids: Iterable[int], *, max_bytes: int | None = None) -> Iterator[RawMessage]:
        """Gives the messages one by one in the order asked for, reading them in batches of at most about 8 MB.

        Of a message over `max_bytes` (the object's `largest_bytes`) only the header is read, and its UID is then in
        `header_only`. A message that is gone, or that the server will not give, is left out, is in `skipped`, and takes no neighbour along.
        """
        for got in self._fetching.read(uids, self._largest_bytes if max_bytes is None else max_bytes):
            yield self._raw(got)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What the last `fetch` left out so far."""
        return tuple(self._fetching.skipped)

    # ----------------------------------------------------------------------------------------------- putting away

    def file_away(self, uids: Iterable[int], folder: str = "") -> Filed:
        """Puts messages, named by UIDs of this `uidvalidity`, into the done folder or the one named, many in one command.

        Those that are gone already are no error. A plain EXPUNGE is never sent: it would also remove what a colleague
        has marked for deletion. When the connection is lost in the middle, the next `uids()` tells what is still there.
        """
        filed, wanted = Filed.NOWHERE, folder or self._settings.done_folder
        for some in commands(tuple(uids)):
            if not wanted:
                return Filed.NOWHERE
            try:
                filed = self._move(some, self._targets.get(wanted, wanted))
            except ServerRefused:
                # Somebody may have removed the folder since we connected: once more, after making it.
                self._targets[wanted] = self._made(wanted)
                filed = self._move(some, self._targets[wanted])
        return filed

    def sent(self) -> ImapMailbox | None:
        """The folder of sent mail, read over this connection; None if there is none or the settings want none.

        Whoever reads it opens this one's own folder again (`uids()`) before waiting for mail in it. It is never closed by itself.
        Raises FolderMissing for a folder that the settings name and the server does not have, ServerRefused for one that it will not open.
        """
        wanted = self._settings.sent_folder
        if not wanted:
            return None
        with self._talking("looking for folders") as client:
            folders = Folders(client)
        found = folders.sent() if wanted == "auto" else folders.find(wanted)
        if not found and wanted == "auto":
            return None
        if not found:
            there = ", ".join(sorted(folders.names))
            raise FolderMissing(f"{self._settings.host}: no folder {wanted!r} for sent mail; there are: {there}")
        settings = replace(self._settings, folder=found, done_folder="", private_folder="")
        view = ImapMailbox(settings, self._name, bell=self._bell, largest_bytes=self._largest_bytes)
        view._client, view._folder, view._holds_sent = self._client, found, True
        view._uidvalidity = view._select()[0]
        return view

    def append(self, folder: str, content: bytes) -> None:
        """Puts a message, marked as read, into a folder, which is made where missing."""
        target = self._made(folder)
        with self._talking("keeping a copy") as client:
            client.append(target, content, flags=(SEEN,))

    # ----------------------------------------------------------------------------------------------------- waiting

    def wait(self, seconds: float) -> bool:
        """True as soon as mail may have arrived or `wake()` was called; False when the time passed without news."""
        try:
            with self._talking("waiting for mail") as client:
                return self._bell.wait(client, seconds, idle=self._settings.idle)
        except ServerRefused:  # an answer out of turn: nobody can tell any more what the next one answers
            self._drop()
            raise

    def wake(self) -> None:
        """Ends `wait()` at once, or the next one if none is under way. May be called from any thread, at any time."""
        self._bell.ring()

    # ---------------------------------------------------------------------------------------------------- inwardly

    @contextmanager
    def _talking(self, doing: str) -> Iterator[IMAPClient]:
        if self._client is None:
            raise TemporaryFailure(f"{self._settings.host}: not connected")
        try:
            with foreign_errors(self._settings.host, doing):
                yield self._client
        except ServerRefused:
            raise
        except TemporaryFailure:
            self._drop()
            raise

    def _drop(self) -> None:
        if self._client is not None:
            throw_away(self._client)
            self._client = None

    def _find_folder(self, folders: Folders) -> str:
        found = folders.find(self._settings.folder)
        if not found:
            there = ", ".join(sorted(folders.names)) or "none"
            raise FolderMissing(f"{self._settings.host}: no folder {self._settings.folder!r}; there are: {there}")
        return found

    def _made(self, wanted: str) -> str:
        with self._talking(f"making the folder {wanted}") as client:
            folders = Folders(client)
            found = folders.find(wanted)
            if not found:
                found = folders.name_for(wanted)
                client.create_folder(found)
                with suppress(imaplib.IMAP4.error):  # so that mail clients show it; a server may not care
                    client.subscribe_folder(found)
            return found

    def _select(self) -> tuple[int, int]:
        """UIDVALIDITY and number of messages as of now. Read-only where nothing is to be moved."""
        with self._talking(f"opening the folder {self._folder}") as client:
            answer = client.select_folder(self._folder, readonly=not self._targets)
            forget_news(client)
            return int(answer.get(b"UIDVALIDITY", 0)), int(answer[b"EXISTS"])

    def _raw(self, got: Got) -> RawMessage:
        return RawMessage(
            mailbox=self._name,
            folder=self.folder,
            uidvalidity=self._uidvalidity,
            uid=got.uid,
            received_at=got.received_at,
            content=got.content,
            complete=got.complete,
            sent=self._holds_sent,
        )

    def _move(self, uids: Sequence[int], target: str) -> Filed:
        with self._talking("moving mail") as client:
            if client.has_capability("MOVE"):
                client.move(uids, target)
                return Filed.MOVED
            client.copy(uids, target)
            client.add_flags(uids, [DELETED], silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge(uids)
                return Filed.COPIED_AND_EXPUNGED
            return Filed.COPIED_AND_MARKED
