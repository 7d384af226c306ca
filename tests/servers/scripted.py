"""An IMAP server that says what the test wrote, for what no real server can be brought to say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from mailbot.demo.loopthread import LoopThread
from tests.servers.certificates import Certificate

Answer = str | Callable[[str], str]  # to the whole command, without its tag

_USUAL: dict[str, Answer] = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\n{tag} OK done",
    "LOGIN": "{tag} OK logged in",
    "LIST": '* LIST () "/" INBOX\n* LIST () "/" Done\n{tag} OK done',
    "EXAMINE": "* 1 EXISTS\n* OK [UIDVALIDITY 7] valid\n{tag} OK [READ-ONLY] opened",
    "SELECT": "* 1 EXISTS\n* OK [UIDVALIDITY 7] valid\n{tag} OK [READ-WRITE] opened",
    "UID SEARCH": "* SEARCH 1\n{tag} OK done",
    "NOOP": "{tag} OK done",
    "IDLE": "+ idling",
    "DONE": "{tag} OK idled",
    "LOGOUT": "* BYE\n{tag} OK bye",
}


class ScriptedImap:
    """`answers` replace the usual ones, by command; "{tag}" stands for the tag. `said` is all that clients wrote.

    With a certificate it speaks TLS from the start.
    """

    def __init__(
        self,
        answers: dict[str, Answer] | None = None,
        *,
        greeting: str = "* OK ready",
        certificate: Certificate | None = None,
    ) -> None:
        self.host = "127.0.0.1"
        self.password = "test"
        self.port = 0
        self.said: list[str] = []
        self._answers = {**_USUAL, **(answers or {})}
        self._greeting = greeting
        self._context = certificate.server_context() if certificate else None
        self._thread = LoopThread("scripted imap server")
        self._thread.call(self._serve())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._thread.call(self._close())
        self._thread.stop()

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._connected, self.host, 0, ssl=self._context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(f"{self._greeting}\r\n".encode())
            tag, asked_for_more = "", False
            while line := (await reader.readline()).decode("latin-1").rstrip("\r\n"):
                self.said.append(line)
                command = line
                if not asked_for_more:  # what follows a "+" has no tag
                    tag, _, command = line.partition(" ")
                answer = self._answer(command).replace("{tag}", tag)
                asked_for_more = any(part.startswith("+") for part in answer.split("\n"))
                writer.write(answer.replace("\n", "\r\n").encode("latin-1") + b"\r\n")
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass  # the client is gone, or the test is over; asyncio would report a cancelled handler as an error
        finally:
            writer.close()

    def _answer(self, command: str) -> str:
        name = max((known for known in self._answers if command.startswith(known)), key=len, default="")
        answer = self._answers.get(name, "{tag} BAD what?")
        return answer(command) if callable(answer) else answer
