"""JSON of the record, compressed against what it nearly always says."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.store import packing
from mailbot.store.packing import compact, pack, unpack

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
)


@given(VALUES)
def test_what_is_packed_comes_back_as_it_was(value: object) -> None:
    assert unpack(pack(value)) == value


def test_what_is_usual_takes_half() -> None:
    started = {
        "clock": "visit",
        "due": "2027-04-09",
        "due_at": "2027-04-09T23:00:00Z",
        "started_at": "2027-04-02T08:15:30Z",
    }
    assert 2 * len(pack(started)) < len(compact(started))


def test_what_an_older_version_stored_is_read() -> None:
    assert unpack('{"flag":"no_heating"}') == unpack(b'{"flag":"no_heating"}') == {"flag": "no_heating"}


@pytest.mark.parametrize(
    "damaged", [b"", b"\x01", b"\x01\xe0" + b"\x7f" * 8, b"\x01\xff\xff\xff", b"\x1f" + pack(["x"] * 99)[1:], b"{"]
)
def test_what_is_damaged_is_said_to_be(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"cannot be read|Expecting"):
        unpack(damaged)


def test_the_dictionaries_that_rows_stand_against_never_change() -> None:
    """A changed dictionary makes every row that was packed against it unreadable: add another one under the next number."""
    known = {
        file.name: sha256(file.read_bytes()).hexdigest()[:16] for file in Path(packing.__file__).parent.glob("*.zdict")
    }
    assert known == {"usual1.zdict": "88a8873bf63552e3"}
