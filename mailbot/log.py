"""Logs: one line an event, with ids and never a name, an address, a subject or a word of anybody's mail.

It decides nothing. An operator reads these lines, and so may anybody the operator sends them to. What may be printed is
therefore a list (`Fields`), and the formatter prints nothing else, whoever logged it: libraries quote the mail they
stumble over.
"""

from __future__ import annotations

import errno
import json as jsonlib
import logging
import re
import sqlite3
import sys
import threading
import traceback
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TextIO, TypedDict, Unpack

from mailbot import metrics
from mailbot.errors import ConfigError

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
EVENT_NAME = re.compile(r"[a-z][a-z_]{0,40}(?:\.[a-z_]{1,40}){1,3}")
# Unprintable characters would let a sender forge lines; an @ or a space is a sign of an address or of prose.
SAFE_VALUE = re.compile(r"[\x21-\x3f\x41-\x7e]{0,200}")
MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")


class Fields(TypedDict, total=False):
    """All that a log line may say beside its event, its time and its level."""

    # what it is about
    case: str  # the reference
    case_id: int
    clock: str
    contact_id: int
    deadline_id: int
    letter: str  # the letter's name in the procedure
    letter_id: int
    mailbox: str  # its name in mailbot.toml, never its address
    message: int  # its row in the ledger
    message_id: str
    procedure: str
    sha256: str
    task_id: int
    uid: int
    uidvalidity: int
    # what was decided
    clause: str
    disposition: str
    flag: str
    kind: str
    outcome: str
    rule: str
    stage: int
    state: str
    # what happened on the way
    attempt: int
    code: int  # of an SMTP reply
    count: int
    due_at: str  # ISO 8601, UTC
    error: str  # class name of the exception, without its words
    host: str
    port: int
    process: str  # its number, or host:number:random
    seconds: float
    signal: str
    status: str  # enhanced status code, RFC 3463
    step: str
    version: str


# Fields that differ between two tellings of the same trouble.
VARYING = frozenset({"attempt", "count", "due_at", "seconds"})
# Fields that say which thing is in trouble.
SUBJECT = ("mailbox", "case", "case_id", "contact_id", "deadline_id", "letter_id", "message_id", "task_id", "uid")

_forgiving = False  # set by configure(): a slip in a log line must not stop a daemon that is about to send a letter


def event(
    logger: logging.Logger,
    name: str,
    /,
    *,
    level: int = logging.INFO,
    exc_info: BaseException | None = None,
    **fields: Unpack[Fields],
) -> None:
    """Log that `name` happened (dot-case, as `letter.sent`), with the ids that tell what it happened to.

    Raises TypeError for a field outside `Fields` and ValueError for a name or value that may not be printed, until
    `configure` has been called for a running program: from then on they are left out, and the line says so (`refused`).
    """
    if not _forgiving:
        _object_to(name, dict(fields))
    metrics.count(name, fields)
    logger.log(level, name, extra={"fields": dict(fields)}, exc_info=exc_info, stacklevel=2)


def _object_to(name: str, fields: dict[str, object]) -> None:
    if not EVENT_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not an event name such as letter.sent")
    if unknown := sorted(fields.keys() - Fields.__annotations__.keys()):
        raise TypeError(f"log lines have no field {', '.join(unknown)}; see mailbot.log.Fields")
    if unsafe := sorted(key for key, value in fields.items() if not _printable(key, value)):
        raise ValueError(f"what {', '.join(unsafe)} holds may not be logged: an id without spaces or @ is wanted")


def _printable(key: str, value: object) -> bool:
    if key not in Fields.__annotations__:
        return False
    if value is None or isinstance(value, bool | int | float):
        return True
    if not isinstance(value, str):
        return False
    pattern = MESSAGE_ID if key == "message_id" and value else SAFE_VALUE
    return pattern.fullmatch(value) is not None


def configure(*, json: bool, level: str = "info", strict: bool = False, stream: TextIO | None = None) -> None:
    """Send the log of the whole process to `stream` (standard error), as JSON Lines or as plain lines.

    May be called again. `level` is one of debug, info, warning, error; raises ConfigError for another. `strict` keeps
    `event` raising, for tests.
    """
    global _forgiving
    if level.lower() not in LEVELS:
        raise ConfigError(f"log level: {level!r} is none of {', '.join(LEVELS)}")
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if json else PlainLines())
    handler.addFilter(Repeats())
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h.formatter, EventLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)  # libraries: only what went wrong, and of that only where
    logging.getLogger("mailbot").setLevel(LEVELS[level.lower()])
    _forgiving = not strict


def reset() -> None:
    """Undo `configure`: for tests, which share one process."""
    global _forgiving
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h.formatter, EventLines)]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("mailbot").setLevel(logging.NOTSET)
    _forgiving = False


class EventLines(logging.Formatter):
    """A record reduced to what may be printed. Subclasses say in which form."""

    def told(self, record: logging.LogRecord) -> dict[str, object]:
        """The record as ordered keys and values: `at` (UTC), `level`, `event`, fields, and an exception's trace."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "event": _event_name(record)}
        if line["event"] == "log.prose":  # a library, or a line of ours that went round event()
            line |= {"logger": record.name, "where": f"{record.module}:{record.lineno}"}
        fields = _fields(record)
        line |= {key: _rounded(value) for key, value in fields.items() if _printable(key, value)}
        if refused := [key for key, value in fields.items() if not _printable(key, value)]:
            line["refused"] = ",".join(key if SAFE_VALUE.fullmatch(key) else "?" for key in refused)
        if repeated := getattr(record, "repeated", 0):
            line["repeated"] = repeated
        if record.exc_info and record.exc_info[1]:
            line |= {"error": type(record.exc_info[1]).__name__, "trace": trace(record.exc_info[1])}
        return line


class JsonLines(EventLines):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return jsonlib.dumps(self.told(record), ensure_ascii=True)


class PlainLines(EventLines):
    """`2026-03-03T11:20:00.000Z info letter.sent case=... letter=...`, and a trace below it, indented."""

    def format(self, record: logging.LogRecord) -> str:
        line = self.told(record)
        frames = line.pop("trace", [])
        head = f"{line.pop('at')} {line.pop('level')} {line.pop('event')}"
        fields = "".join(f" {key}={value}" for key, value in line.items())
        below = "".join(f"\n    {frame}" for frame in frames) if isinstance(frames, list) else ""
        return head + fields + below


def trace(error: BaseException) -> list[str]:
    """The exception, then its causes: the class of each with the code of SQLite or of the system, then `file:line function` a frame.

    Their words stay out: they quote mail.
    """
    lines: list[str] = []
    seen: list[BaseException] = []
    while error not in seen:  # `raise x from x` is a circle
        seen.append(error)
        frames = traceback.extract_tb(error.__traceback__)
        lines += [
            f"{type(error).__name__} {_code(error)}".strip(),
            *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames),
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__) or error
    return lines


def _code(error: BaseException) -> str:
    """SQLITE_READONLY, ENOSPC and the like; "" where there is none. PostgreSQL's are told by the classes of its driver."""
    if isinstance(error, sqlite3.Error):
        return str(getattr(error, "sqlite_errorname", ""))
    return errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""


def _rounded(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def _event_name(record: logging.LogRecord) -> str:
    ours = record.name == "mailbot" or record.name.startswith("mailbot.")
    return record.msg if ours and not record.args and EVENT_NAME.fullmatch(str(record.msg)) else "log.prose"


def _fields(record: logging.LogRecord) -> dict[str, object]:
    given = getattr(record, "fields", None)
    return given if isinstance(given, dict) else {}


class Repeats(logging.Filter):
    """Lets a trouble through when it begins, when it changes, and each time its count reaches a power of ten.

    A trouble is a record of WARNING or above; it is the same one while its event, its subject (mailbox, letter ...) and
    its error stay the same. Records below WARNING always pass; one about the same subject (`poll.done` after
    `poll.failed`) ends the trouble. Whatever passes after a silence carries `repeated`: how often it was held back.
    """

    REMEMBERED = 1000  # subjects; the oldest is forgotten, which at worst says something once more

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()  # filters run outside the handler's lock
        self._troubles: OrderedDict[object, tuple[object, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        subject, trouble = _subject(record), _trouble(record)
        with self._lock:
            last, held_back = self._troubles.pop(subject, (None, 0))
            if record.levelno < logging.WARNING:
                record.repeated = held_back
                return True
            if trouble != last:
                record.repeated = held_back
                self._remember(subject, trouble, 0)
                return True
            self._remember(subject, trouble, held_back + 1)
        record.repeated = held_back + 1
        return _power_of_ten(held_back + 1)

    def _remember(self, subject: object, trouble: object, held_back: int) -> None:
        self._troubles[subject] = (trouble, held_back)
        if len(self._troubles) > self.REMEMBERED:
            self._troubles.popitem(last=False)


def _subject(record: logging.LogRecord) -> object:
    name = _event_name(record)
    fields = _fields(record)
    # Prose names no subject: the line of code that spoke is the best that can be had.
    noun = (record.name, record.lineno) if name == "log.prose" else name.partition(".")[0]
    return noun, tuple(repr(fields.get(key)) for key in SUBJECT)


def _trouble(record: logging.LogRecord) -> object:
    lasting = {key: repr(value) for key, value in _fields(record).items() if key not in VARYING}
    error = type(record.exc_info[1]).__name__ if record.exc_info and record.exc_info[1] else ""
    return _event_name(record), tuple(sorted(lasting.items())), error


def _power_of_ten(number: int) -> bool:
    return number >= 10 and str(number).rstrip("0") == "1"
