"""What is remembered of a case: itself, its parties, contacts, flags, happenings and clocks. One table a noun, as in tables.py."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from mailbot.store.columns import Instant, Packed
from mailbot.store.indexes import partial


class CaseFile(SQLModel, table=True):
    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_open", "mailbox", "state"),
        UniqueConstraint("prefix", "year", "number"),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    prefix: str
    year: int
    number: int
    mailbox: str
    procedure: str
    version: str
    kind: str
    state: str = "open"
    stage: int = 1
    subject: str
    channel: str
    received_at: datetime = Field(sa_type=Instant)
    opened_at: datetime = Field(sa_type=Instant)
    assigned: str = ""
    answered_by: str = ""  # addresses, comma-separated: who answered it at stage one
    delegate: str = ""
    about: str = ""  # addresses, comma-separated
    restricted: bool = False
    named: str = ""  # addresses, comma-separated
    concerned: str = ""  # addresses, comma-separated
    cause: str = ""
    redress: str = ""
    visit_at: datetime | None = Field(default=None, sa_type=Instant)
    visitor: str = ""
    merged_into: int | None = Field(default=None, foreign_key="case_file.id")
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    close_reason: str = ""


class PartyRow(SQLModel, table=True):
    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("case_id", "address", "name"), Index("ix_party_address", "address"))
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    standing: str
    name: str = ""
    address: str = ""
    phone: str = ""
    postal: str = ""
    organisation: str = ""
    relationship: str = ""
    undeliverable: bool = False


class BodyNumberRow(SQLModel, table=True):
    """The number under which an outside body keeps a case of ours."""

    __tablename__ = "body_number"
    __table_args__ = (UniqueConstraint("case_id", "body", "number"), Index("ix_body_number", "body", "number"))
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    body: str
    number: str
    noted_at: datetime = Field(sa_type=Instant)


class ContactRow(SQLModel, table=True):
    """A contact on a case, or on none. Its words can be erased when retention or the law asks; the event keeps their digest."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_address", "address", "recorded_at"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="case_file.id", index=True)
    mailbox: str
    at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    direction: str
    channel: str
    sender: str
    address: str = ""
    subject: str = ""
    summary: str = ""  # "" for a letter of ours, and where `words` has it
    words: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary, nullable=True)
    )  # a long text of a customer's, compressed against the beginning of its message
    attempted: bool = False
    unconfirmed: bool = False
    duplicate: bool = False
    machine: bool = False
    letter_id: int | None = Field(default=None, foreign_key="letter.id")
    ledger_id: int | None = Field(default=None, foreign_key="ledger.id", index=True)
    attachments: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, default=list)
    )


class FlagRow(SQLModel, table=True):
    __tablename__ = "flag"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    flag: str
    because: str
    raised_at: datetime = Field(sa_type=Instant)
    cleared_at: datetime | None = Field(default=None, sa_type=Instant)
    cleared_by: str = ""
    reason: str = ""


class HappeningRow(SQLModel, table=True):
    """An event of the procedure on a case: complaint.received, visit.made, letter.response.sent ..."""

    __tablename__ = "happening"
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    event: str
    at: datetime = Field(sa_type=Instant)


class DeadlineRow(SQLModel, table=True):
    """One running of a clock; also the daily digest and the recurring review, which belong to no case."""

    __tablename__ = "deadline"
    __table_args__ = (
        partial("ix_deadline_next", "next_action_at", where="next_action_at IS NOT NULL"),
        partial("ix_deadline_open", "mailbox", "due_at", where="stopped_at IS NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="case_file.id", index=True)
    mailbox: str
    clock: str
    started_at: datetime = Field(sa_type=Instant)
    due: date
    due_at: datetime = Field(sa_type=Instant)
    state: str = "running"
    steps: list[str] = Field(default_factory=list, sa_column=Column(Packed, nullable=False, default=list))
    next_action_at: datetime | None = Field(default=None, sa_type=Instant)
    reminders_sent: int = 0
    breached_at: datetime | None = Field(default=None, sa_type=Instant)
    stopped_at: datetime | None = Field(default=None, sa_type=Instant)
    stopped_by: str = ""
    stopped_letter: int | None = Field(default=None, foreign_key="letter.id", index=True)


class InvitationRow(SQLModel, table=True):
    """What one person was last told of a visit by calendar, and what they answered. All guests of one visit share its `uid`."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("uid", "attendee"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case_file.id", index=True)
    uid: str
    attendee: str
    name: str = ""
    staff: bool = False
    at: datetime = Field(sa_type=Instant)
    sequence: int = 0
    state: str = "open"  # open, cancelled, over
    said: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class PromiseRow(SQLModel, table=True):
    """A letter's date that took the place of a clock's, and what it took the place of: if the letter comes back, so does that."""

    __tablename__ = "promise"
    id: int | None = Field(default=None, primary_key=True)
    deadline_id: int = Field(foreign_key="deadline.id", index=True)
    letter_id: int = Field(foreign_key="letter.id", index=True)
    due: date
    due_at: datetime = Field(sa_type=Instant)


class NumberFloorRow(SQLModel, table=True):
    """After a restore: the case number of a prefix and year below which every number may have been given out in the lost time."""

    __tablename__ = "number_floor"
    prefix: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    floor: int
