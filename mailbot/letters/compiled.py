"""Templates as Jinja compiled them, kept for as long as the process lives.

A process makes more than one Writer: the demo has two companies, a story one for each restart. Compiling the templates of a letter
anew takes as long as all the rest that the letter costs.
"""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Jinja's code by template and text, so that a file that has changed since is compiled again.

    `finalize` is part of the key: what it makes of a constant is part of the code.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[object, str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, str, str]:
    return bucket.environment.finalize, bucket.key, bucket.checksum
