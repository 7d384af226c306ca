"""Finds a folder under the name that this server has for it: prefix, separator and special use. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.imap_utf7 import decode

_SENT_NAMES = ("Sent", "Sent Items", "Sent Mail", "Sent Messages")
_CLOSED = (b"\\noselect", b"\\nonexistent")


@dataclass(frozen=True, kw_only=True, slots=True)
class Folder:
    name: str
    flags: tuple[bytes, ...]  # lower case


class Folders:
    """The folders of an account as they are now."""

    def __init__(self, client: IMAPClient) -> None:
        listed = _listed(client)
        self._all = tuple(_readable(listed))
        self._separator = next((mark.decode("ascii") for _, mark, _ in listed if mark), "/")
        self._prefix = _personal_prefix(client)

    @property
    def names(self) -> tuple[str, ...]:
        """Those that can be opened."""
        return tuple(folder.name for folder in self._all if not any(flag in _CLOSED for flag in folder.flags))

    def find(self, wanted: str) -> str:
        """The server's name for a folder ("Done/2026" may be "INBOX.Done.2026" there); "" if it does not exist."""
        names = self.names
        for candidate in (wanted, self._translated(wanted), self.name_for(wanted)):
            if candidate in names:
                return candidate
        # RFC 3501 5.1: INBOX, and INBOX alone, is the same in any case.
        return next((name for name in names if name.upper() == wanted.upper() == "INBOX"), "")

    def name_for(self, wanted: str) -> str:
        """The name under which the folder would have to be made (RFC 2342: inside the personal namespace)."""
        name = self._translated(wanted)
        return name if name.upper() == "INBOX" or name.startswith(self._prefix) else self._prefix + name

    def sent(self) -> str:
        """The folder for sent mail: by its special use (RFC 6154), else by a common name; "" if there is neither."""
        for folder in self._all:
            if b"\\sent" in folder.flags:
                return folder.name
        return next((found for name in _SENT_NAMES if (found := self.find(name))), "")

    def _translated(self, wanted: str) -> str:
        return wanted.replace("/", self._separator)


def _listed(client: IMAPClient) -> list[tuple[tuple[bytes, ...], bytes | None, bytes | str]]:
    """Flags, separator and name of each, the name as the server writes it: imapclient refuses the whole list for one unreadable name."""
    client.folder_encode = False
    try:
        return list(client.list_folders())
    finally:
        client.folder_encode = True


def _readable(listed: Iterable[tuple[tuple[bytes, ...], bytes | None, bytes | str]]) -> Iterator[Folder]:
    """Those whose name is one (RFC 3501 5.1.3): no other can be named in a configuration, or opened."""
    for flags, _, name in listed:
        with suppress(ValueError):
            yield Folder(name=decode(name), flags=tuple(flag.lower() for flag in flags))


def _personal_prefix(client: IMAPClient) -> str:
    if not client.has_capability("NAMESPACE"):
        return ""
    personal = client.namespace().personal  # None where the server says NIL
    return str(personal[0][0]) if personal else ""
