"""Letters of one name differ in a few lines: each is compressed against sample letters of that name, its pattern.

A pattern is kept in the database like other bytes, by its hash, for as long as a letter names it: whatever becomes of the templates, the
letter can be read. A pattern tells of nobody, so that nothing need stay because of it when a case's letters go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import zstandard

LEVEL = 5
"""Against a pattern a letter takes 0.05 to 0.2 ms; a higher level saves a fiftieth of its bytes and takes twice as long."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Sample letters of one name, one after the other, and their hash."""

    content: bytes
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Pattern:
        return cls(content, hashlib.sha256(content).hexdigest())


def compress(own: bytes, pattern: Pattern) -> bytes:
    return zstandard.ZstdCompressor(dict_data=_prepared(pattern)).compress(own)


def decompress(content: bytes, sha256: str, load: Callable[[str], bytes]) -> bytes:
    """What was compressed against the pattern of that hash, which is loaded unless it was needed lately.

    Raises LookupError if the pattern is not there (from `load`) or is another, ZstdError if this is not what was compressed against it.
    """
    return zstandard.ZstdDecompressor(dict_data=_known(sha256, load)).decompress(content)


@lru_cache(maxsize=64)
def _prepared(pattern: Pattern) -> zstandard.ZstdCompressionDict:
    """Made ready once: it is only read from then on, by any number of threads."""
    prepared = _dictionary(pattern.content)
    prepared.precompute_compress(level=LEVEL)
    return prepared


_LATELY: dict[str, zstandard.ZstdCompressionDict] = {}


def _known(sha256: str, load: Callable[[str], bytes]) -> zstandard.ZstdCompressionDict:
    """By content's hash, so right for any database."""
    found = _LATELY.get(sha256)
    if found is None:
        content = load(sha256)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise LookupError(f"the pattern {sha256} is not what it was")
        found = _dictionary(content)
        if len(_LATELY) >= 64:
            _LATELY.clear()
        _LATELY[sha256] = found
    return found


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
