"""Backup while mailbot is at work, and a restore after which nobody hears anything twice and nobody gets another's letter."""

from __future__ import annotations

import resource
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from mailbot.store import letters
from mailbot.store.alone import Alone
from tests.installation import MARCH, Installation, mail

FIRST = mail()
SECOND = mail(
    "Your fitter left the drive full of rubble. I wish to complain.",
    sender="Kim Lowe <kim@customer.example>",
    message_id="<m2@customer.example>",
    subject="Complaint: rubble",
)
THIRD = mail(
    "Your van broke my fence. I wish to complain.",
    sender="Lee Marsh <lee@customer.example>",
    message_id="<m3@customer.example>",
    subject="Complaint: fence",
)


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def rows(here: Installation, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(here.database)) as database:
        return database.execute(query).fetchall()


def words_of(here: Installation, name: str) -> str:
    """The words of the only letter of that name."""
    desk = here.desk()
    with desk.store.begin() as tx:
        ((letter_id,),) = tx.execute(text("SELECT id FROM letter WHERE name = :name"), {"name": name}).all()
        said = letters.words(tx, letter_id)
    desk.store.close()
    return said


def restored(here: Installation, *more: str) -> str:
    """As an operator does it, an hour after the last message."""
    until = (here.now + timedelta(minutes=30)).isoformat()
    ran = here.run("restore", "saved.db", "--until", until, *more)
    assert (ran.code, ran.err) == (0, "")
    here.now += timedelta(hours=1)
    return ran.out


def test_a_backup_is_whole_and_holds_what_was_committed_while_somebody_writes(here: Installation) -> None:
    here.play(FIRST)
    with closing(sqlite3.connect(here.database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE case_file SET subject = 'not committed'")
        ran = here.run("backup", "saved.db")
        writer.execute("ROLLBACK")
    assert ran.code == 0
    assert "saved.db: " in ran.out
    with closing(sqlite3.connect(here.folder / "saved.db")) as copy:
        assert copy.execute("SELECT subject FROM case_file").fetchall() == [("Complaint about our heat pump",)]
    assert (here.folder / "saved.db").stat().st_mode & 0o077 == 0


def test_a_backup_replaces_no_file(here: Installation) -> None:
    here.play(FIRST)
    assert here.run("backup", "saved.db").code == 0
    again = here.run("backup", "saved.db")
    assert (again.code, again.err) == (2, "mailbot: saved.db: is there already; name a new file\n")


def test_what_was_answered_in_the_lost_time_is_recorded_and_answered_by_nobody(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    here.play(SECOND)  # acknowledged, and then the disk dies
    told = restored(here)
    here.play()  # the inbox is read again
    assert "no command in them is obeyed" in told
    assert rows(here, "SELECT outcome FROM ledger ORDER BY id") == [("new_complaint",), ("stale",)]
    assert rows(here, "SELECT recipient FROM letter WHERE recipient LIKE 'kim%'") == []
    task = words_of(here, "task")
    assert "kim@customer.example" in task
    assert "missing since the database was restored" in " ".join(task.split())


def test_what_comes_after_the_lost_time_is_answered(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    here.play(SECOND)
    restored(here)
    here.play(THIRD)
    assert rows(here, "SELECT recipient FROM letter WHERE name = 'acknowledgement' AND state = 'sent'") == [
        ("jo@customer.example",),
        ("lee@customer.example",),
    ]


def test_no_number_of_the_lost_time_is_given_out_again(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    here.play(SECOND)
    lost_case = rows(here, "SELECT max(number) FROM case_file")[0][0]
    lost_letter = rows(here, "SELECT max(id) FROM letter")[0][0]
    restored(here)
    here.play(THIRD)
    (number,) = rows(here, "SELECT number FROM case_file ORDER BY id DESC LIMIT 1")[0]
    (letter,) = rows(here, "SELECT min(id) FROM letter WHERE recipient LIKE 'lee%'")[0]
    assert int(str(number)) > int(str(lost_case)) + 900
    assert int(str(letter)) > int(str(lost_letter)) + 9000


def test_a_letter_that_waited_is_not_sent_again_by_itself(here: Installation) -> None:
    here.play(FIRST, send=False)
    here.run("backup", "saved.db")
    here.play()  # it is sent, and then the disk dies
    told = restored(here)
    assert "2 letters that waited in the outbox are not sent by themselves" in told
    here.play()
    assert rows(here, "SELECT name, state FROM letter WHERE name <> 'none' ORDER BY name") == [
        ("acknowledgement", "held"),
        ("notice", "withheld"),
    ]


def test_what_was_there_is_kept_and_the_record_still_verifies(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    here.play(SECOND)
    told = restored(here)
    (kept,) = (path for path in here.database.parent.iterdir() if "before-restore" in path.name)
    assert str(kept.relative_to(here.folder)) in told
    with closing(sqlite3.connect(kept)) as old:
        assert old.execute("SELECT count(*) FROM case_file").fetchone() == (2,)
    assert here.run("check").code in (0, 1)
    assert "chain" not in here.run("check").err


def test_a_restore_for_which_the_disk_has_no_room_changes_nothing(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    here.play(SECOND)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (here.database.stat().st_size // 2, hard))
    try:
        ran = here.run("restore", "saved.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))
    assert ran.code == 2
    assert "the copy could not be made" in ran.err
    assert {path.name for path in here.database.parent.iterdir()} == {"mailbot.db", "mailbot.db.lock"}
    assert rows(here, "SELECT count(*) FROM case_file") == [(2,)]


def test_wherever_a_restore_fails_no_database_is_in_place_that_does_not_know_of_it(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    here.play(SECOND)
    count, step = 0, 0

    def refuse(*_: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            raise OperationalError("", None, sqlite3.OperationalError("database or disk is full"))

    event.listen(Engine, "before_cursor_execute", refuse)
    event.listen(Engine, "commit", refuse)
    try:
        while count == step:
            count, step = 0, step + 1
            ran = here.run("restore", "saved.db")
            if count == step:
                assert "database or disk is full" in ran.err
                assert rows(here, "SELECT count(*) FROM case_file") == [(2,)], f"refused at step {step}"
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
        event.remove(Engine, "commit", refuse)
    assert step > 10
    assert ran.code == 0
    assert rows(here, "SELECT count(*) FROM case_file WHERE (SELECT quiet_until FROM mailbox) IS NOT NULL") == [(1,)]


def test_a_running_mailbot_is_not_restored_under(here: Installation) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    alone = Alone(f"sqlite:///{here.database}")
    assert alone.take()
    ran = here.run("restore", "saved.db")
    alone.give_up()
    assert ran.code == 1
    assert "runs on it: stop it first" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.db",), "missing.db: there is no such file"),
        (("mailbot.toml",), "mailbot.toml: is no database"),
        ((), "FILE: name the backup to put back"),
        (("saved.db", "--until", "yesterday"), "--until: 'yesterday' is no moment"),
        (("saved.db", "--until", "2999-01-01T00:00Z"), "--until: 2999-01-01 00:00 UTC has not come yet"),
    ],
)
def test_a_wrong_argument_is_told_and_changes_nothing(
    here: Installation, arguments: tuple[str, ...], said: str
) -> None:
    here.play(FIRST)
    here.run("backup", "saved.db")
    ran = here.run("restore", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert rows(here, "SELECT count(*) FROM case_file") == [(1,)]


def test_after_a_restore_times_are_kept_as_they_were(here: Installation) -> None:
    here.play(FIRST)
    before = rows(here, "SELECT clock, due_at FROM deadline ORDER BY id")
    here.run("backup", "saved.db")
    restored(here)
    assert rows(here, "SELECT clock, due_at FROM deadline ORDER BY id") == before
    assert here.now == MARCH + timedelta(hours=1)
