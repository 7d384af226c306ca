"""`mailbot check`: each thing that can be wrong with a company's files and record is found, and a sound one is called sound."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import dns.message
import dns.rcode
import dns.rrset
import pytest
from sqlalchemy import text

from mailbot.checking import Finding, check_all
from mailbot.checks.letters import letter_checks
from mailbot.checks.names import domain_checks, resolver
from mailbot.checks.online import online_checks
from mailbot.checks.procedures import procedure_checks
from mailbot.checks.record import record_checks
from mailbot.config import load_procedure
from mailbot.demo.world import MailWorld
from mailbot.resources import default_templates
from mailbot.store import ledger
from tests.installation import MARCH, Installation, mail

PROCEDURE = "procedures/dsmart.toml"


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def findings(here: Installation) -> tuple[Finding, ...]:
    here.settings()
    return tuple(check_all(here.config, here.environment, online=False, now=MARCH))


def wrong(found: Iterable[Finding]) -> list[str]:
    return [f"{f.about}: {f.says}" for f in found if f.wrong]


def notes(found: Iterable[Finding]) -> str:
    return "\n".join(f"{f.about}: {f.says}" for f in found if f.note)


def of_procedure(here: Installation, now: datetime = MARCH) -> tuple[Finding, ...]:
    path = here.folder / PROCEDURE
    return tuple(procedure_checks(path, load_procedure(path), now))


def of_letters(here: Installation) -> tuple[Finding, ...]:
    path = here.folder / PROCEDURE
    return tuple(letter_checks(path, load_procedure(path), (here.folder / "templates", default_templates())))


def of_record(here: Installation, now: datetime = MARCH) -> tuple[Finding, ...]:
    return tuple(record_checks(here.settings().configuration, now))


def test_a_sound_installation_has_nothing_wrong(here: Installation) -> None:
    found = findings(here)
    assert not [f for f in found if f.wrong]
    told = "\n".join(str(f) for f in found)
    assert "ok    procedure dsmart: version 001, 12 clauses, 6 clocks, 11 letters" in told
    assert "ok    letters dsmart: " in told
    assert not here.database.exists()


def test_a_secret_that_could_be_guessed_is_wrong(here: Installation) -> None:
    here.environment["MAILBOT_SECRET"] = "short"
    assert wrong(findings(here))[0].startswith("secrets: MAILBOT_SECRET has 5 characters and could be guessed")


def test_a_proof_that_is_required_and_that_nobody_gives_is_wrong(here: Installation) -> None:
    here.edit('name = "dsmart"', 'name = "dsmart"\nrequire_authentication = true')
    assert "mailbox dsmart: require_authentication, but authserv_ids names no server" in "\n".join(
        wrong(findings(here))
    )


@pytest.mark.parametrize(
    ("required", "says"),
    [
        ("true", "staff mail is obeyed only with a pass from 'mx.example'"),
        ("false", "mail that fails authentication by 'mx.example' is not answered by machine, staff's not obeyed"),
    ],
)
def test_whose_authentication_is_believed_is_told(here: Installation, required: str, says: str) -> None:
    keys = f'name = "dsmart"\nrequire_authentication = {required}\nauthserv_ids = ["mx.example"]'
    here.edit('name = "dsmart"', keys)
    found = findings(here)
    assert not wrong(found)
    assert says in "\n".join(str(one) for one in found)


def test_one_person_in_every_role_is_noted(here: Installation) -> None:
    here.edit('roles = ["handler"]', 'roles = ["handler", "director"]')
    here.edit('roles = ["director"]', 'roles = ["engineer"]')
    assert "Anna Field is the only handler and the only director" in notes(findings(here))


# ----------------------------------------------------------------------------------------------------------- procedures


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("valid_from = 2026-01-01", "valid_from = 2026-04-01", "version 001 begins on Wednesday 1 April 2026"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2026-02-01", "version 001 ended on Sunday 1"),
        (
            "known_to = 2028-12-31",
            "known_to = 2026-03-10",
            "calendar.known_to: clock findings (10 working days) cannot",
        ),
        ('unless = "no_heating"', 'unless = "no_heat"', "clock visit: unless: there is no flag 'no_heat'"),
        ('starts = "flag.no_heating"', 'starts = "flag.cold"', "clock visit_urgent: starts: there is no flag 'cold'"),
        ('flag = "data_request"', 'flag = "data_wish"', "divert data_wish: flag: there is no flag 'data_wish'"),
        ('starts = "visit.made"', 'starts = "stage_two.requested"', "the procedure has no [stage_two]"),
        ('website = "https://www.recc', '# website = "https://www.recc', "body recc: has no phone, email or website"),
        ('[[clause]]\nid = "12"', '[[clause]]\nid = "13"', "clause 13: dsmart.md has no item of that number"),
        (
            "within 7 days of receiving",
            "within 9 days of receiving",
            "clock visit: its words do not stand in dsmart.md",
        ),
    ],
)
def test_what_is_wrong_with_a_procedure_is_found(here: Installation, old: str, new: str, says: str) -> None:
    here.edit(old, new, PROCEDURE)
    if 'id = "13"' in new:
        here.edit('clause = "12"', 'clause = "13"', PROCEDURE)
    assert any(says in one for one in wrong(of_procedure(here))), wrong(of_procedure(here))


def test_an_item_of_the_text_that_no_clause_stands_for_is_found(here: Installation) -> None:
    here.edit("12. We will regularly", "12. We will be kind.\n13. We will regularly", "procedures/dsmart.md")
    assert "procedure dsmart: dsmart.md: item 13 of list 1 has no [[clause]]" in wrong(of_procedure(here))


def test_the_words_of_a_clock_are_found_whatever_markdown_does_to_them(here: Installation) -> None:
    here.edit("within 7 days", "within [7   days](https://x.example)", "procedures/dsmart.md")
    assert wrong(of_procedure(here)) == []


def test_a_procedure_without_its_text_is_noted(here: Installation) -> None:
    (here.folder / "procedures" / "dsmart.md").unlink()
    assert "there is no text of the procedure to compare it with" in notes(of_procedure(here))


def test_a_calendar_that_ends_soon_is_noted_before_it_stops_anything(here: Installation) -> None:
    here.edit("known_to = 2028-12-31", "known_to = 2026-08-01", PROCEDURE)
    assert wrong(of_procedure(here)) == []
    assert "clock review (3 months) can be counted for less than 90 days more" in notes(of_procedure(here))


# --------------------------------------------------------------------------------------------------------------- letters


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('blocks = ["findings"', 'blocks = ["refund", "findings"', "clause 8, 9 demands a block 'refund'"),
        ('id = "referral"', 'id = "signposting"', "there is no template dsmart/signposting.md.j2"),
    ],
)
def test_a_letter_that_lacks_its_template_or_a_part_of_it_is_found(
    here: Installation, old: str, new: str, says: str
) -> None:
    here.edit(old, new, PROCEDURE)
    assert any(says in one for one in wrong(of_letters(here)))


def test_a_template_with_a_name_that_letters_do_not_know_is_found(here: Installation) -> None:
    path = here.template("delay", "---\nsubject: Delay\n---\nDear {{ custmer.name }}\n")
    assert f"letters dsmart: {path}, line 4: 'custmer' is not a name that letters know" in wrong(of_letters(here))


def test_a_template_that_nobody_sends_is_noted(here: Installation) -> None:
    here.template("acknowledgment", "---\nsubject: Hello\n---\nHello\n")
    assert "templates/dsmart/acknowledgment.md.j2 belongs to no [[letter]], so it is never sent" in notes(
        of_letters(here)
    )


def test_a_document_that_a_letter_encloses_must_be_there(here: Installation) -> None:
    here.edit('id = "delay"', 'id = "delay"\nencloses = ["feedback_form"]', PROCEDURE)
    assert any(
        "dsmart-feedback-form.md: cannot be read, and letters of dsmart.toml enclose it" in w
        for w in wrong(of_letters(here))
    )


# ------------------------------------------------------------------------------------------------------------ the record


@pytest.fixture
def used(here: Installation) -> Installation:
    asyncio.run(here.take(mail()))
    return here


def meddle(here: Installation, *statements: str) -> None:
    desk = here.desk()
    with desk.store.begin() as tx:
        for statement in statements:
            tx.execute(text(statement))
    desk.store.close()


def test_a_record_in_order_is_sound(used: Installation) -> None:
    told = "\n".join(str(f) for f in of_record(used))
    assert wrong(of_record(used)) == []
    assert "schema 0001, up to date" in told or "up to date" in told
    assert "every one as it was written" in told
    assert "read to its end 2026-03-03 11:20 UTC" in told


def test_an_event_that_was_changed_or_removed_is_found(used: Installation) -> None:
    meddle(used, "update event set content = '{}' where type = 'clock.started' and seq = 5")
    assert any(
        "events: case:1: the content of event 5 (clock.started) was changed" in one for one in wrong(of_record(used))
    )
    meddle(used, "delete from event where chain = 'case:1' and seq = 3")
    assert any("events: case:1: event 3 is missing" in one for one in wrong(of_record(used)))


def test_messages_that_are_parked_or_wait_too_long_are_found(used: Installation) -> None:
    desk = used.desk()
    used.inbox.deliver(b"From: x@y.example\r\n\r\nx", MARCH)
    used.inbox.deliver(b"From: z@y.example\r\n\r\nz", MARCH)
    with desk.store.begin() as tx:
        for uid in (2, 3):
            ledger.keep(tx, used.inbox.held[uid], MARCH)
        ledger.park(tx, 2, "it cannot be read", MARCH)
    desk.store.close()
    found = "\n".join(wrong(of_record(used, MARCH + timedelta(hours=2))))
    assert "message 2 is parked: it cannot be read (mailbot park show 2)" in found
    assert "ledger: 1 messages are kept and not dealt with, since 2026-03-03 11:20 UTC" in found
    assert "mailbox dsmart: was last read to its end 2026-03-03 11:20 UTC: is mailbot run running?" in found


def test_letters_that_nobody_sends_are_found(used: Installation) -> None:
    meddle(used, "update letter set state = 'queued', next_attempt_at = '2026-03-03 11:20:00'")
    found = wrong(of_record(used, MARCH + timedelta(hours=2)))
    assert any(one.startswith("outbox: 2 letters wait to be sent, since 2026-03-03 11:20 UTC") for one in found), found


def test_a_database_of_a_newer_version_is_told_and_left_alone(used: Installation) -> None:
    meddle(used, "update alembic_version set version_num = '9999'")
    before = used.database.read_bytes()
    (said,) = wrong(of_record(used))
    assert "was written by a newer mailbot (schema 9999" in said
    assert used.database.read_bytes() == before


def test_a_database_of_an_older_version_is_told_and_not_migrated(here: Installation) -> None:
    here.database.parent.mkdir()
    here.database.touch()
    assert "holds no tables of mailbot's yet" in notes(of_record(here))
    assert here.database.stat().st_size == 0


# ---------------------------------------------------------------------------------------------------------------- online


def test_servers_that_take_us_are_sound(tmp_path: Path, world: MailWorld) -> None:
    world.add_user("info@dsmart.example")
    here = Installation(tmp_path, world)
    found = {f.about: f for f in online_checks(here.settings())}
    assert not found["imap dsmart"].wrong
    assert "INBOX holds 0 messages; what is done stays" in found["imap dsmart"].says
    assert not found["smtp"].wrong
    assert "connected, without a login" in found["smtp"].says


def test_servers_that_cannot_be_reached_are_wrong_with_host_and_port(here: Installation) -> None:
    found = {f.about: f for f in online_checks(here.settings())}
    assert found["imap dsmart"].wrong
    assert found["imap dsmart"].says == "127.0.0.1:1: 127.0.0.1: connecting failed: Connection refused"
    assert found["smtp"].wrong
    assert found["smtp"].says.startswith("127.0.0.1:1: ")


# ------------------------------------------------------------------------------------------------------------- the names


def zone(**records: str) -> Callable[[str], tuple[str, ...] | None]:
    """A name server that knows these; `__` in a name stands for a dot, and "?" for no answer."""
    known = {name.replace("__", "."): tuple(text.split("|")) for name, text in records.items()}
    return lambda name: None if known.get(name) == ("?",) else known.get(name, ())


def names(lookup: Callable[[str], tuple[str, ...] | None], *selectors: str) -> str:
    return "\n".join(str(finding) for finding in domain_checks("d.example", selectors, lookup))


def test_a_domain_that_vouches_for_its_letters_is_sound() -> None:
    told = names(
        zone(
            d__example="other|v=spf1 include:mx.example -all",
            _dmarc__d__example="v=DMARC1; p=none",
            s1___domainkey__d__example="v=DKIM1; p=MIGf",
        ),
        "s1",
    )
    assert "ok    spf d.example: v=spf1 include:mx.example -all" in told
    assert "ok    dmarc d.example: v=DMARC1; p=none" in told
    assert "ok    dkim d.example: a key stands at s1._domainkey.d.example" in told


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ({}, "WRONG spf d.example: the domain has no SPF record"),
        ({}, "WRONG dmarc d.example: there is no record at _dmarc.d.example"),
        ({}, "WRONG dkim d.example: there is no key at s1._domainkey.d.example"),
        ({"d__example": "v=spf1 -all|v=spf1 ~all"}, "WRONG spf d.example: there are 2 SPF records"),
        ({"d__example": "v=spf1 +all"}, "WRONG spf d.example: 'v=spf1 +all' lets the whole world send in our name"),
        ({"s1___domainkey__d__example": "v=DKIM1; p="}, "WRONG dkim d.example: the key at s1._domainkey.d.example has"),
        ({"d__example": "?"}, "note  spf d.example: could not be looked up: no name server answered"),
    ],
)
def test_a_domain_that_does_not_vouch_is_told(records: dict[str, str], says: str) -> None:
    assert says in names(zone(**records), "s1")


def test_without_a_selector_the_key_cannot_be_looked_up() -> None:
    assert "note  dkim d.example: could not be looked up: name your provider's selectors" in names(zone())


@pytest.fixture
def name_server() -> Iterator[int]:
    """Knows one text record, and that there is nothing else."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))
    listening.settimeout(0.1)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            try:
                asked, sender = listening.recvfrom(4096)
            except TimeoutError:
                continue
            query = dns.message.from_wire(asked)
            answer = dns.message.make_response(query)
            name = query.question[0].name.to_text()
            if name == "d.example.":
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", '"v=spf1 " "-all"'))
            else:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            listening.sendto(answer.to_wire(), sender)

    thread = threading.Thread(target=serve)
    thread.start()
    yield listening.getsockname()[1]
    stopped.set()
    thread.join()
    listening.close()


def test_text_records_are_read_from_a_name_server(name_server: int) -> None:
    ask = resolver("127.0.0.1", name_server)
    assert ask("d.example") == ("v=spf1 -all",)
    assert ask("none.example") == ()


def test_a_name_server_that_is_not_there_gives_no_answer_and_no_fault() -> None:
    ask = resolver("127.0.0.1", 1, seconds=0.1)
    assert ask("d.example") is None
