"""Bytes by their own hash: stored once, put together from parts, and checked."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from mailbot.store import blobs
from mailbot.store.blobs import BLOB
from mailbot.store.store import Store

PICTURE = os.urandom(40_000)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/mailbot.db")


def test_a_letter_that_repeats_a_document_stores_it_once(store: Store) -> None:
    letters = [b"Dear %d,\r\n" % number + PICTURE + b"\r\nthe end" for number in range(3)]
    with store.begin() as tx:
        kept = [blobs.keep(tx, letter, [PICTURE]) for letter in letters]
        assert [blobs.get(tx, sha256) for sha256 in kept] == letters
        assert tx.execute(select(func.sum(func.length(BLOB.c.content)))).scalar_one() < len(PICTURE) + 1_000


def test_what_stands_in_the_message_that_a_notice_shows_is_not_stored_again(store: Store) -> None:
    original = b"From: jo@customer.example\r\n\r\n" + PICTURE + b"\r\n--end--"
    notice = b"A message came:\r\n" + PICTURE
    with store.begin() as tx:
        shown = blobs.keep(tx, original)
        sha256 = blobs.keep(tx, notice, [b"not in it at all " * 100, PICTURE], source=shown)
        assert blobs.get(tx, sha256) == notice
        assert tx.execute(select(func.count()).select_from(BLOB)).scalar_one() == 2


def test_a_letter_whose_parts_have_changed_is_missing_and_not_another_letter(store: Store) -> None:
    with store.begin() as tx:
        sha256 = blobs.keep(tx, b"words" + PICTURE, [PICTURE])
        tx.execute(update(BLOB).where(BLOB.c.sha256 != sha256).values(content=zlib.compress(PICTURE[::-1])))
        with pytest.raises(LookupError, match="cannot be put together"):
            blobs.get(tx, sha256)


def test_what_an_older_version_compressed_is_read(store: Store) -> None:
    with store.begin() as tx:
        tx.execute(insert(BLOB), {"sha256": "0" * 64, "size": 5, "content": zlib.compress(b"hello")})
        assert blobs.get(tx, "0" * 64) == b"hello"
