"""Bytes by their own hash: stored once, put together from parts, and checked."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from mailbot.store import blobs, patterns
from mailbot.store.blobs import BLOB
from mailbot.store.patterns import Pattern
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


@given(st.lists(st.sampled_from([b"A" * 70, b"A" * 7, b"B", b"C" * 120]), max_size=60).map(b"".join), st.data())
@example(b"A" * 3_000 + b"B", None)
def test_a_long_piece_is_found_where_it_stands_first(whole: bytes, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(whole))) if data else 1_000
    piece = whole[start : start + 500] if data is None or data.draw(st.booleans()) else b"A" * 130 + b"B" * 3

    assert blobs._place(whole, piece) == whole.find(piece)
    assert blobs._place(whole, piece, start) == whole.find(piece, start)


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
        with pytest.raises(LookupError, match="is damaged"):
            blobs.get(tx, sha256)


def test_what_an_older_version_compressed_is_read(store: Store) -> None:
    with store.begin() as tx:
        sha256 = hashlib.sha256(b"hello").hexdigest()
        tx.execute(insert(BLOB), {"sha256": sha256, "size": 5, "content": zlib.compress(b"hello")})
        assert blobs.get(tx, sha256) == b"hello"


@pytest.mark.parametrize("compress", [lambda b: zstandard.ZstdCompressor().compress(b), zlib.compress])
@pytest.mark.parametrize("at", [4, 6, 30, 1_000])
def test_bytes_that_were_damaged_are_missing_and_not_other_bytes(
    store: Store, compress: Callable[[bytes], bytes], at: int
) -> None:
    sha256, content = hashlib.sha256(PICTURE).hexdigest(), bytearray(compress(PICTURE))
    content[at] ^= 0xFF
    with store.begin() as tx:
        tx.execute(insert(BLOB), {"sha256": sha256, "size": len(PICTURE), "content": bytes(content)})
        with pytest.raises(LookupError, match="damaged"):
            blobs.get(tx, sha256)


def letter(name: str) -> bytes:
    return b"Dear %s,\r\n" % name.encode() + b"".join(b"we write line %d of every letter\r\n" % n for n in range(80))


def test_letters_of_one_name_are_stored_as_what_sets_them_apart(store: Store) -> None:
    like = Pattern.of(letter("Jo Simmons"))
    names = [f"customer number {number}" for number in range(20)]
    with store.begin() as tx:
        kept = [blobs.keep(tx, letter(name), like=like) for name in names]
    store.close()
    again = Store(store.url)
    with again.begin() as tx:
        assert [blobs.get(tx, sha256) for sha256 in kept] == [letter(name) for name in names]
        longest = select(func.max(func.length(BLOB.c.content))).where(BLOB.c.pattern.is_not(None))
        assert tx.execute(longest).scalar_one() < 60
    again.close()


def test_a_pattern_whose_first_letter_was_rolled_back_is_stored_with_the_next_one(store: Store) -> None:
    like = Pattern.of(letter("Jo Simmons"))
    with store.begin() as tx:
        savepoint = tx.begin_nested()
        blobs.keep(tx, letter("Sam"), like=like)
        savepoint.rollback()
    with store.begin() as tx:
        assert blobs.get(tx, blobs.keep(tx, letter("Kim"), like=like)) == letter("Kim")


def test_the_same_letter_twice_is_stored_once(store: Store) -> None:
    like = Pattern.of(letter("Jo Simmons"))
    with store.begin() as tx:
        assert blobs.keep(tx, letter("Sam"), like=like) == blobs.keep(tx, letter("Sam"), like=like)


def test_a_letter_whose_pattern_was_changed_is_missing_and_not_another_letter(store: Store) -> None:
    like = Pattern.of(letter("Jo Simmons"))
    with store.begin() as tx:
        sha256 = blobs.keep(tx, letter("Sam"), like=like)
        changed = zlib.compress(like.content.upper())
        tx.execute(update(BLOB).where(BLOB.c.sha256 == like.sha256).values(content=changed))
        patterns._LATELY.clear()  # what another process has not read
        with pytest.raises(LookupError):
            blobs.get(tx, sha256)


@pytest.mark.parametrize("compress", [lambda b: zstandard.ZstdCompressor().compress(b), zlib.compress])
@pytest.mark.parametrize("size", [10, 64_000, 500_000])
def test_the_beginning_of_a_message_is_read_without_the_rest(
    store: Store, compress: Callable[[bytes], bytes], size: int
) -> None:
    content = (PICTURE * 13)[:size]
    with store.begin() as tx:
        tx.execute(insert(BLOB), {"sha256": "1" * 64, "size": size, "content": compress(content)})
        assert blobs.beginning(tx, "1" * 64) == content[: blobs.BEGINNING]
