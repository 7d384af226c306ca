"""The event chains: whatever is changed, removed or put in between afterwards is found; erased content is not a fault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.store import events
from mailbot.store.store import Store

NOW = datetime(2026, 3, 3, 11, 20, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A mailbox's chain of five events."""
    opened = Store(f"sqlite:///{tmp_path}/mailbot.db")
    with opened.begin() as tx:
        for number in range(5):
            events.append(
                tx,
                mailbox="dsmart",
                case_id=None,
                type="message.parked",
                at=NOW + timedelta(minutes=number),
                content={"why": f"reason {number}"},
            )
    yield opened
    opened.close()


def faults_after(store: Store, statement: str) -> tuple[str, ...]:
    with store.begin() as tx:
        tx.execute(text(statement))
        return events.faults(tx)


def test_an_untouched_chain_verifies(store: Store) -> None:
    with store.begin() as tx:
        assert events.faults(tx) == ()
        assert [event.seq for event in events.since(tx)] == [1, 2, 3, 4, 5]


def test_changed_content_is_found(store: Store) -> None:
    found = faults_after(store, """UPDATE event SET content = '{"why": "another"}' WHERE seq = 3""")
    assert found == ("mailbox:dsmart: the content of event 3 (message.parked) was changed",)


def test_content_that_cannot_be_read_is_found(store: Store) -> None:
    for damage in ("x'01ff'", "x'7f00'", "'{\"why\": '", "'[]'"):
        found = faults_after(store, f"UPDATE event SET content = {damage} WHERE seq = 3")  # noqa: S608
        assert found == ("mailbox:dsmart: the content of event 3 (message.parked) was changed",)


def test_changed_content_with_a_matching_digest_is_found_by_the_hash(store: Store) -> None:
    digest = events.digest_of({"why": "another"})
    statement = """UPDATE event SET content = '{"why": "another"}', digest = 'DIGEST' WHERE seq = 3"""
    found = faults_after(store, statement.replace("DIGEST", digest))
    assert found == ("mailbox:dsmart: event 3 (message.parked) was changed, or one before it was",)


def test_a_changed_time_is_found(store: Store) -> None:
    assert len(faults_after(store, "UPDATE event SET at = '2026-03-01 00:00:00' WHERE seq = 2")) == 1


def test_a_removed_event_is_found(store: Store) -> None:
    found = faults_after(store, "DELETE FROM event WHERE seq = 2")
    assert found[0] == "mailbox:dsmart: event 2 is missing (next is 3)"


def test_content_that_the_law_had_erased_leaves_the_chain_whole(store: Store) -> None:
    assert faults_after(store, "UPDATE event SET content = NULL WHERE seq <= 3") == ()


def test_the_head_says_how_far_a_chain_has_grown(store: Store) -> None:
    with store.begin() as tx:
        before = events.heads(tx, "dsmart", NOW)
        events.append(tx, mailbox="dsmart", case_id=None, type="case.closed", at=NOW, content={})
        after = events.heads(tx, "dsmart", NOW)
    assert [chain for chain, _ in after] == ["mailbox:dsmart"]
    assert before != after
