"""What is remembered: one table a noun. Constraints live here, meaning lives in core/model/, statements in the other files.

The tables of a case stand in case_tables.py, all of them together in metadata.py.

All datetimes are aware UTC (columns.py: a naive value is refused when it is stored, on SQLite and PostgreSQL alike).
UIDs and UIDVALIDITY are uint32 (RFC 3501 2.3.1.1), too large for INTEGER on PostgreSQL: BigInteger.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from mailbot.store.columns import Digest, Instant, Packed
from mailbot.store.indexes import partial


class PatternRow(SQLModel, table=True):
    """Sample letters, stored as a blob, that the bytes of letters are compressed against."""

    __tablename__ = "pattern"
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True, sa_type=Digest)


class Blob(SQLModel, table=True):
    """Bytes by their own hash, compressed, never changed: originals of messages, composed letters, enclosures."""

    sha256: str = Field(sa_column=Column(Digest(64), primary_key=True))
    size: int  # bytes before compression
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    parts: list[Any] | None = Field(default=None, sa_column=Column(Packed, nullable=True))  # blobs.Part
    pattern: int | None = Field(default=None, foreign_key="pattern.id")  # what `content` was compressed against


class Ledger(SQLModel, table=True):
    """A row for each UID ever seen: what came, what became of it. The answer to "412 received, 412 accounted for"."""

    __table_args__ = (
        UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
        partial("ix_ledger_state", "mailbox", "state", where="state = 'fetched'"),
        partial("ix_ledger_parked", "mailbox", where="state = 'parked'"),
        partial(
            "ix_ledger_to_file_away",
            "mailbox",
            "folder",
            "uidvalidity",
            "uid",
            where="state = 'done' AND filed_away IS 0",
            on_postgresql="state = 'done' AND filed_away IS FALSE",
        ),
        Index("ix_ledger_sha256", "sha256"),
        Index("ix_ledger_message_id", "message_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    sha256: str = Field(sa_type=Digest)
    received_at: datetime = Field(sa_type=Instant)  # INTERNALDATE
    fetched_at: datetime = Field(sa_type=Instant)
    state: str = "fetched"  # fetched, done, parked
    outcome: str = ""  # what became of it, in a word: new_complaint, follow_up, automatic, seen_before, parked ...
    attempts: int = 0
    error: str = ""
    message_id: str = ""
    case_id: int | None = Field(default=None, foreign_key="case_file.id")
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    filed_away: bool = False  # moved to the done folder
    sent: bool = False  # from the folder of sent mail: a colleague wrote it
    decision: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Packed, nullable=False, default=dict)
    )  # for `mailbot why`


class LetterRow(SQLModel, table=True):
    """A letter from us. `draft` is what it is written from until it has bytes; from then on only the bytes count."""

    __tablename__ = "letter"
    __table_args__ = (
        # not by state: no database knows that one list of states lies within another
        partial("ix_letter_due", "next_attempt_at", where="next_attempt_at IS NOT NULL"),
        partial("ix_letter_held", "mailbox", where="state = 'held'"),
        Index("ix_letter_recipient", "recipient", "queued_at"),
        Index("ix_letter_queued", "mailbox", "queued_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="case_file.id", index=True)
    mailbox: str
    name: str
    recipient: str
    recipient_name: str = ""
    to_staff: bool
    automatic: bool
    subject: str = ""
    text: str = ""  # of letters of an older version: the words are read from the bytes (words.py)
    message_id: str | None = Field(default=None, unique=True)
    reverse_path: str = ""
    state: str
    queued_at: datetime = Field(sa_type=Instant)
    next_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    claimed_by: str = ""
    code: int = 0
    status: str = ""
    answer: str = ""  # what the server said, or why it is held
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    promised: date | None = None
    sha256: str = Field(default="", sa_type=Digest)  # of the bytes
    in_reply_to: str = ""
    references: str = ""  # until it has bytes
    about: str = ""  # a notice: the address of whoever wrote the message that it shows
    enclosures: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    draft: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Packed, nullable=False, default=dict))


class NumberedRow(SQLModel, table=True):
    """A case that stands in a digest under a number: an answer to that digest means it by that number."""

    __tablename__ = "numbered_case"
    letter_id: int = Field(foreign_key="letter.id", primary_key=True)
    number: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)


class EventRow(SQLModel, table=True):
    """Append-only. `hash` covers the one before it in the same chain; `content` can be erased, its digest stays."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("chain", "seq"),)
    id: int | None = Field(default=None, primary_key=True)
    chain: str  # "case:12" or "mailbox:dsmart"
    seq: int
    at: datetime = Field(sa_type=Instant)
    type: str
    case_id: int | None = Field(default=None, foreign_key="case_file.id")
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    digest: str = Field(sa_type=Digest)  # sha256 of the content
    hash: str = Field(sa_type=Digest)  # sha256 over chain, seq, at, type, digest and the hash before
    content: dict[str, Any] | None = Field(default=None, sa_column=Column(Packed, nullable=True))


class MailboxRow(SQLModel, table=True):
    """What must be known of a mailbox across restarts."""

    __tablename__ = "mailbox"
    name: str = Field(primary_key=True)
    first_run_at: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)  # when the process that watches it started
    last_read_at: datetime | None = Field(default=None, sa_type=Instant)  # read to the end
    blind_told_at: datetime | None = Field(default=None, sa_type=Instant)
    # after a restore: what came before may have been answered in the lost time
    quiet_until: datetime | None = Field(default=None, sa_type=Instant)
    compared_at: datetime | None = Field(default=None, sa_type=Instant)  # with the mail server
    compared_on_server: int | None = None  # messages that stood there then, of those old enough to be known
    compared_known: int | None = None  # how many of these the ledger knew
    # from when on the folder of sent mail is watched: what is older is no news
    sent_since: datetime | None = Field(default=None, sa_type=Instant)


class LeaseRow(SQLModel, table=True):
    """What one of several processes has for itself for a while: a mailbox to watch, or being alive."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)  # "mailbox:dsmart" or "process:host:pid:random"
    holder: str
    until: datetime = Field(sa_type=Instant)
