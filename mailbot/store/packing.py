"""JSON of the record, compressed against what such JSON nearly always says.

Most of an event, a clock's arithmetic or the reasons of a decision is the same names and sentences every time. They stand in a dictionary
that was trained on what the scenario tests record (bench/usual.py), and a row holds what sets it apart. A dictionary that was ever used
never changes by a byte, for rows stand against it: a better one is added under the next number.
"""

from __future__ import annotations

import json
import threading
from json import JSONEncoder
from pathlib import Path

import zstandard

_LEVEL = 3
_USUAL = 300  # bytes before compression
_DICTIONARIES = {1: zstandard.ZstdCompressionDict((Path(__file__).parent / "usual1.zdict").read_bytes())}
_NEWEST = max(_DICTIONARIES)


def compact(value: object) -> str:
    """JSON with nothing between its signs; ASCII."""
    return _ENCODE(value)


_ENCODE = JSONEncoder(separators=(",", ":")).encode


def pack(value: object) -> bytes:
    """The value as it is stored: the number of its dictionary and what sets it apart from that; small JSON as it is."""
    plain = compact(value).encode()
    if len(plain) < 16:
        return plain
    packed = _READY.into(plain)
    return b"%c%b" % (_NEWEST, packed) if len(packed) + 1 < len(plain) else plain


def unpack(stored: bytes | str) -> object:
    """The value again. An older version stored JSON as it is, which begins with no byte below a space.

    Raises ValueError if it is damaged, or stands against a dictionary that only a newer version has.
    """
    if isinstance(stored, str) or stored[:1] >= b" ":
        return json.loads(stored)
    try:
        return json.loads(_READY.out[stored[0]](stored[1:]))
    except (KeyError, IndexError, MemoryError, zstandard.ZstdError) as fault:  # a damaged length may be any
        raise ValueError(f"stored JSON cannot be read: {fault}") from fault


_FRAME = zstandard.FORMAT_ZSTD1_MAGICLESS
_PARAMETERS = zstandard.ZstdCompressionParameters.from_level(
    _LEVEL, source_size=_USUAL, dict_size=len(_DICTIONARIES[_NEWEST]), format=_FRAME, write_dict_id=0
)
_DICTIONARIES[_NEWEST].precompute_compress(
    compression_params=_PARAMETERS
)  # only read from then on, by any number of threads


class _Ready(threading.local):
    """zstandard's objects are quick to use, slow to make, and not for two threads at once."""

    def __init__(self) -> None:
        self.into = zstandard.ZstdCompressor(dict_data=_DICTIONARIES[_NEWEST], compression_params=_PARAMETERS).compress
        self.out = {
            number: zstandard.ZstdDecompressor(dict_data=known, format=_FRAME).decompress
            for number, known in _DICTIONARIES.items()
        }


_READY = _Ready()
