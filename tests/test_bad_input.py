"""Bad input of every kind: what the person who meets it is told, and that no mail is lost by it.

Faults of the operator meet a real mailbox with a complaint in it: it must still lie there afterwards, and be dealt with once
the fault is mended. Bad messages go through the real pipeline: their bytes must be in the record, whatever else happens.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.demo.world import MailWorld
from mailbot.store import blobs, ledger
from mailbot.store.blobs import BLOB
from mailbot.store.ledger import LEDGER
from tests.installation import MARCH, Installation, mail

INFO = "info@dsmart.example"
COMPLAINT = mail()


@pytest.fixture
def here(tmp_path: Path, world: MailWorld) -> Installation:
    """An installation whose mailbox on the server holds one complaint."""
    world.add_user(INFO)
    world.deliver(INFO, COMPLAINT)
    return Installation(tmp_path, world)


def refused(here: Installation, code: int) -> str:
    """What `mailbot poll` says; it must print nothing else."""
    ran = here.run("poll")
    assert ran.code == code, ran
    assert ran.out == ""
    return ran.err


def still_there(world: MailWorld) -> None:
    assert [message.content for message in world.messages(INFO)] == [COMPLAINT]


def mended(here: Installation) -> None:
    """Without the fault, the complaint is dealt with as if nothing had been."""
    ran = here.run("poll")
    assert (ran.code, ran.out) == (0, "dsmart (info@dsmart.example): 1 message dealt with.\n"), ran
    assert len(here.run("cases", "--json").lines) == 1


# ------------------------------------------------------------------------------------------------- faults of the operator


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[mailbox.imap]\n",
            "[mailbox.imap]\nfoldr = 'INBOX'\n",
            "mailbox[1].imap.foldr: unknown key: did you mean folder?",
        ),
        (
            "[mailbox.imap]\n",
            "[mailbox.imap]\nidle = 'perhaps'\n",
            "mailbox[1].imap.idle: must be true or false, not 'perhaps'",
        ),
    ],
    ids=["unknown key", "wrong type"],
)
def test_a_fault_of_the_configuration_stops_everything_with_file_line_and_key(
    here: Installation, world: MailWorld, old: str, new: str, says: str
) -> None:
    line = here.edit(old, new) + 1
    assert refused(here, 2) == f"mailbot: mailbot.toml, line {line}: {says}\n"
    still_there(world)
    here.edit(new, old)
    mended(here)


def test_a_missing_secret_is_named(here: Installation, world: MailWorld) -> None:
    del here.environment["MAILBOT_DSMART_IMAP_PASSWORD"]
    variable = "MAILBOT_DSMART_IMAP_PASSWORD"
    assert refused(here, 2) == f"mailbot: {variable}: is not set (nor {variable}_FILE)\n"
    assert here.run("check").err == f"mailbot: {variable}: is not set (nor {variable}_FILE)\n"
    still_there(world)
    here.environment[variable] = "demo"
    mended(here)


def test_a_host_that_cannot_be_reached_is_named(here: Installation, world: MailWorld) -> None:
    port = f"port = {world.imap_port}"
    here.edit(port, "port = 1")
    assert refused(here, 1) == (
        "mailbot: dsmart (info@dsmart.example): it could not be read: 127.0.0.1: connecting failed: Connection refused. "
        "Nothing is lost: what has not been fetched is still on the server.\n"
    )
    here.edit("port = 1", port)
    mended(here)


def test_a_name_that_no_server_has_is_told(here: Installation, world: MailWorld) -> None:
    here.edit('[mailbox.imap]\nhost = "127.0.0.1"', '[mailbox.imap]\ninsecure = true\nhost = "imap.invalid"')
    said = refused(here, 1)
    assert said.startswith(
        "mailbot: dsmart (info@dsmart.example): it could not be read: imap.invalid: connecting failed:"
    )
    still_there(world)


def test_a_wrong_password_names_login_host_and_variable(here: Installation, world: MailWorld) -> None:
    here.environment["MAILBOT_DSMART_IMAP_PASSWORD"] = "wrong"
    said = refused(here, 1)
    assert said.startswith(
        "mailbot: dsmart (info@dsmart.example): 127.0.0.1: refused the login of info@dsmart.example: "
    )
    assert "See [mailbox.imap] username and MAILBOT_DSMART_IMAP_PASSWORD. Nothing is lost" in said
    still_there(world)
    here.environment["MAILBOT_DSMART_IMAP_PASSWORD"] = "demo"
    mended(here)


def test_a_missing_folder_is_named_with_those_that_are_there(here: Installation, world: MailWorld) -> None:
    here.edit("[mailbox.imap]\n", '[mailbox.imap]\nfolder = "Complaints"\n')
    said = refused(here, 1)
    assert "127.0.0.1: no folder 'Complaints'; there are: INBOX. See [mailbox.imap] folder. Nothing is lost" in said
    still_there(world)
    here.edit('folder = "Complaints"\n', "")
    mended(here)


def test_a_database_that_cannot_be_written_is_named(here: Installation, world: MailWorld) -> None:
    (here.folder / "var").write_text("a file where the folder should be", encoding="utf-8")
    assert refused(here, 2) == "mailbot: sqlite:///var/mailbot.db: the folder var cannot be made: File exists\n"
    still_there(world)
    (here.folder / "var").unlink()
    mended(here)


def test_a_database_that_is_none_is_told_and_not_touched(here: Installation, world: MailWorld) -> None:
    here.database.parent.mkdir()
    here.database.write_bytes(b"this is somebody's diary, and no database at all\n" * 30)
    assert "mailbot: sqlite:///var/mailbot.db: the database cannot be used: file is not a database" in refused(here, 2)
    assert here.database.read_bytes().startswith(b"this is somebody's diary")
    still_there(world)


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("---\nsubject: Hello\n---\nDear {{ custmer.name }}\n", "line 4: 'custmer' is"),
        ("---\nsubject: Hello\n---\nDear {% if %}\n", "line 4: Expected an expression"),
    ],
    ids=["undefined name", "syntax error"],
)
def test_a_template_that_cannot_be_written_is_found_by_check_and_parks_what_needed_it(
    here: Installation, world: MailWorld, template: str, says: str
) -> None:
    path = here.template("acknowledgement", template)
    checked = here.run("check")
    assert checked.code == 1
    assert any(
        line.startswith("WRONG") and "acknowledgement.md.j2" in line and says in line
        for line in checked.out.splitlines()
    )
    said = refused(here, 1)
    assert "1 message could not be handled: mailbot park list" in said
    listed = here.run("park", "list")
    assert "acknowledgement.md.j2, line 4: " in listed.out
    still_there(world)
    path.unlink()  # the letter that comes with mailbot is used again
    assert (
        here.run("park", "retry", "1").out == "Message 1 gets three more tries, the first at the next poll of dsmart.\n"
    )
    mended(here)


# ------------------------------------------------------------------------------------------------------------ bad messages


def kept(here: Installation, content: bytes) -> ledger.Entry:
    """The ledger's row of that message; its bytes must be in the record as they came."""
    desk = here.desk()
    with desk.store.begin() as tx:
        (number,) = tx.execute(select(LEDGER.c.id)).scalars().all()
        found = ledger.entry(tx, number)
        assert blobs.get(tx, found.sha256) == content
        assert tx.execute(select(BLOB.c.size).where(BLOB.c.sha256 == found.sha256)).scalar_one() == len(content)
    desk.store.close()
    return found


def taken(tmp_path: Path, content: bytes) -> tuple[Installation, ledger.Entry]:
    here = Installation(tmp_path)
    asyncio.run(here.take(content))
    return here, kept(here, content)


def test_a_message_without_a_sender_is_a_case_for_a_person(tmp_path: Path) -> None:
    here, entry = taken(tmp_path, mail(sender=""))
    assert (entry.state, entry.error) == ("done", "")
    (case,) = here.run("cases", "--json").lines
    assert case["subject"] == "Complaint about our heat pump"
    record = here.run("case", str(case["reference"]), "--json").lines[0]
    assert [letter["to"] for letter in _dicts(record["letters"]) if not letter["to_staff"]] == []
    assert _dicts(record["contacts"])[0]["sha256"] == entry.sha256


def _dicts(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def test_a_message_without_a_date_counts_from_when_the_server_took_it(tmp_path: Path) -> None:
    here, entry = taken(tmp_path, mail(date=""))
    assert entry.outcome == "new_complaint"
    (case,) = here.run("cases", "--json").lines
    assert case["received_at"] == "2026-03-03T11:20:00Z"


def test_a_message_without_a_message_id_is_acknowledged_once(tmp_path: Path) -> None:
    here, entry = taken(tmp_path, mail(message_id=""))
    assert (entry.outcome, entry.message_id) == ("new_complaint", "")
    (case,) = here.run("cases", "--json").lines
    told = " ".join(here.run("why", str(case["reference"])).out.split())
    assert "Answered by machine: 'acknowledgement' to jo@customer.example, sent" in told


def test_an_empty_message_is_kept_and_a_person_is_told(tmp_path: Path) -> None:
    here, entry = taken(tmp_path, b"")
    assert entry.state == "parked"
    ran = here.run("park", "list")
    assert "1  dsmart  Tuesday 3 March 2026 11:20  it cannot be read: " in ran.out
    assert here.run("check").code == 1


def test_a_message_with_nothing_but_a_subject_is_kept(tmp_path: Path) -> None:
    here, entry = taken(tmp_path, mail(""))
    assert entry.state == "done"
    assert len(here.run("cases", "--json").lines) == 1


def test_thirty_megabytes_are_kept_whole_and_answered(tmp_path: Path) -> None:
    line = b"QUJD" * 19 + b"\r\n"
    content = (
        b"From: Jo <jo@customer.example>\r\nTo: info@dsmart.example\r\nSubject: Complaint\r\nMessage-ID: <big@c.example>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nI want to complain: the meter is broken. Photographs attached.\r\n"
        b"--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="meter.jpg"\r\n\r\n'
        + line * (30_000_000 // len(line))
        + b"--b--\r\n"
    )
    here, entry = taken(tmp_path, content)
    assert len(content) > 29_900_000
    assert entry.outcome == "new_complaint"
    (case,) = here.run("cases", "--json").lines
    record = here.run("case", str(case["reference"]), "--json").lines[0]
    (attachment,) = _dicts(_dicts(record["contacts"])[0]["attachments"])
    assert attachment["name"] == "meter.jpg"


BROKEN = {
    "a part that never ends": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nI want to complain: no heating',
    "a boundary that is not there": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\nI want to complain: no heating',
    "a multipart without a boundary": b"Content-Type: multipart/alternative\r\n\r\nI want to complain: no heating",
    "base64 that is none": b"Content-Transfer-Encoding: base64\r\n\r\nI want to complain: no heating!!",
    "an unknown character set": b"Content-Type: text/plain; charset=klingon\r\n\r\nI want to complain: no heating \xff",
    "a header that is torn": b"Subject: =?utf-8?b?broken\r\n X\r\n\r\nI want to complain: no heating",
    "parts in parts in parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(60)
    )
    + b"\r\nI want to complain: no heating",
    "nothing but zeros": b"\r\n\r\n" + b"\x00" * 500,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_broken_mime_is_kept_and_becomes_a_case_or_is_shown_to_a_person(tmp_path: Path, content: bytes) -> None:
    whole = b"From: jo@customer.example\r\nTo: info@dsmart.example\r\nMIME-Version: 1.0\r\n" + content
    here, entry = taken(tmp_path, whole)
    assert entry.state in ("done", "parked")
    desk = here.desk()
    with desk.store.begin() as tx:
        assert entry.case_id is not None or ledger.parked(tx)
    desk.store.close()


def test_a_bad_message_takes_no_neighbour_along(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    asyncio.run(here.take(b"", mail(), b"\x00\xff\x00"))
    assert "jo@customer.example" in here.run("cases", "--json").out
    desk = here.desk()
    with desk.store.begin() as tx:
        assert ledger.counts(tx, "dsmart", MARCH) == (3, 3)
    desk.store.close()
