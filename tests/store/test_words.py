"""What was said in words is read from the bytes that say it too, and is never another's."""

from __future__ import annotations

from binascii import b2a_qp
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mailbot.core.model import Address, Envelope, Rendered
from mailbot.mail.compose import compose
from mailbot.store import blobs, words
from mailbot.store.parties import CONTACT
from mailbot.store.store import Store
from tests.pipeline.world import Firm, mail

LONG = "Your fitters broke two roof tiles and left without a word. Café and tiles: £400. I am annoyed.\n" * 5


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path}/mailbot.db")


def composed(text: str) -> bytes:
    envelope = Envelope(
        message_id="<a@firm.example>",
        sender=Address(address="info@firm.example"),
        recipient=Address(address="sam@customer.example"),
        date=datetime(2026, 3, 3, tzinfo=UTC),
    )
    return compose(envelope, Rendered(subject="Hello", text=text, html="<p>Something else</p>"))


@pytest.mark.parametrize(
    "text", ["Dear Sam,\n\nit works.\n", LONG, "From here\nto ünder=20there  \n", "x" * 3000 + "\n"]
)
def test_a_letters_words_are_read_from_its_bytes(store: Store, text: str) -> None:
    with store.begin() as tx:
        assert words.of_letter(tx, blobs.keep(tx, composed(text))) == text


def test_what_an_older_version_stored_beside_the_bytes_is_read_as_it_is(store: Store) -> None:
    with store.begin() as tx:
        assert (
            words.of_letter(tx, blobs.keep(tx, composed("new")), "what stands in the row") == "what stands in the row"
        )


def test_a_letter_without_bytes_has_no_words_and_one_whose_bytes_are_lost_says_so(store: Store) -> None:
    with store.begin() as tx:
        assert words.of_letter(tx, "") == ""
        assert "cannot be read" in words.of_letter(tx, "0" * 64)


@given(said=st.text(), beginning=st.binary(max_size=2000))
def test_packed_words_come_back_as_they_were(said: str, beginning: bytes) -> None:
    assert words.unpacked(words.packed(said, beginning), beginning) == said


def test_words_packed_by_an_older_version_are_read() -> None:
    message = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + LONG.encode()
    against = zstandard.ZstdCompressionDict(message, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    older = zstandard.ZstdCompressor(level=3, dict_data=against, write_checksum=True).compress(LONG.encode())
    assert words.unpacked(older, message) == LONG


@pytest.mark.parametrize("last", ["", "\r\n--b--\r\n"])
def test_a_text_in_quoted_printable_is_found_again_in_its_message(last: str) -> None:
    said = LONG.replace("\n", " ") + "\n"
    text = b2a_qp(said.replace("\n", "\r\n").encode(), istext=True)
    message = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + text + last.encode()
    packed = words.packed(said, message)
    assert words.unpacked(packed, message) == said
    assert len(packed) < 60


def test_packed_words_are_not_read_against_another_message(store: Store) -> None:
    with store.begin() as tx:
        packed = words.packed(LONG, LONG.encode())
        assert "cannot be read" in words.of_message(tx, packed, blobs.keep(tx, LONG.upper().encode()), "")
        assert "cannot be read" in words.of_message(tx, packed, None, "")


def test_a_customers_long_text_stands_in_its_message_and_is_told_whole(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    firm.arrives(mail(text=LONG))
    firm.take_in()
    sha256 = firm.value("SELECT lower(hex(sha256)) FROM ledger")
    with firm.desk.store.begin() as tx:
        row = tx.execute(select(CONTACT).where(CONTACT.c.direction == "in")).one()
        said = words.of_message(tx, row.words, sha256, row.summary)
    firm.close()
    assert (row.summary, said.strip()) == ("", LONG.strip())
    assert len(row.words) < 120


def test_a_long_message_that_comes_twice_is_still_known(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    firm.arrives(mail(text=LONG))
    firm.take_in()
    firm.arrives(mail(text=LONG, X_Way="another copy of it"))
    firm.take_in()
    assert firm.value("SELECT count(*) FROM contact WHERE duplicate") == 1
    firm.close()
