"""An IMAP server in memory: pymap's `dict` backend, one process, no files. For demo and tests, never for real mail."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, datetime

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Event, Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import FetchRequirement
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMessage:
    """A message as it lies in a folder. `received_at` is its INTERNALDATE, aware UTC."""

    uid: int
    received_at: datetime
    content: bytes


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"mailbot demo"  # pymap's own asks the DNS for our name at every connection


class _Inbox(MailboxData):
    """Answers IDLE at once when mail came between two commands; pymap's own waits for the next mail after that."""

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        seen = selected.mod_sequence
        if seen is not None and self._mod_sequences.highest > seen:
            wait_on = None
        return await super().update_selected(selected, wait_on=wait_on)

    def renumber(self, uidvalidity: int) -> None:
        """The folder gets another UIDVALIDITY, as after a restore from backup. Messages keep their UIDs."""
        self._uid_validity = uidvalidity


class _Folders(MailboxSet):
    def __init__(self) -> None:
        super().__init__()
        self.inbox = _Inbox(self._content_cache, self._thread_cache)
        self._inbox = self.inbox


class Inboxes:
    """Any number of users with one password. Everything here runs on one loop; `world.py` puts that in a thread."""

    def __init__(self, password: str) -> None:
        self._password = password
        # Passwords in clear text: pymap's hash takes 0.2 s a login, and there is nothing here to protect.
        self._config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host="127.0.0.1", port=0, tls_enabled=False, hash_context=Cleartext(), invalid_user_sleep=0.0,
            cpu_subsystem=Subsystem.for_asyncio(), demo_data=False, demo_user="", demo_password="",
        )  # fmt: skip
        self._login = Login(self._config)
        self._accounts: dict[str, _Folders] = {}

    async def serve(self, host: str, port: int) -> asyncio.Server:
        self._config.apply_context()
        callback = ProxyProtocolReader(self._config.proxy_protocol).get_callback(IMAPServer(self._login, self._config))
        return await asyncio.start_server(callback, host, port)

    def add(self, user: str) -> None:
        """Gives the address an empty inbox and the password; does nothing where it has them."""
        if user not in self._login.users_dict:
            self._login.users_dict[user] = UserMetadata(self._config, user, password=self._password)
            self._accounts[user] = _Folders()
            self._config.set_cache[user] = (self._accounts[user], FilterSet())

    def users(self) -> tuple[str, ...]:
        return tuple(self._login.users_dict)

    async def store(self, user: str, content: bytes, received_at: datetime, folder: str = "INBOX") -> int:
        """Puts a message into a folder of the user and returns its UID. The folder is made where missing."""
        await self.add_folder(user, folder)
        target = await self._folders(user).get_mailbox(folder)
        return (await target.append(AppendMessage(content, received_at), recent=True)).uid

    async def add_folder(self, user: str, folder: str) -> None:
        """Makes the folder where it is missing, and the user."""
        self.add(user)
        try:
            await self._folders(user).get_mailbox(folder)
        except KeyError:
            await self._folders(user).add_mailbox(folder)

    async def read(self, user: str, folder: str = "INBOX") -> tuple[StoredMessage, ...]:
        """What lies in the folder, oldest first; nothing where user or folder are unknown."""
        if user not in self._accounts:
            return ()
        try:
            source = await self._folders(user).get_mailbox(folder)
        except KeyError:
            return ()
        found = []
        async for message in source.messages():
            loaded = await message.load_content(FetchRequirement.CONTENT)
            when = message.internal_date.astimezone(UTC)
            found.append(StoredMessage(uid=message.uid, received_at=when, content=bytes(loaded.get_body(binary=True))))
        return tuple(found)

    async def renumber(self, user: str, uidvalidity: int) -> None:
        """Gives the user's inbox another UIDVALIDITY."""
        self._folders(user).inbox.renumber(uidvalidity)

    def _folders(self, user: str) -> _Folders:
        return self._accounts[user]
