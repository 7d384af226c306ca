"""JSON of the record, compressed against what such JSON nearly always says.

Most of an event, a clock's arithmetic or the reasons of a decision is the same names and sentences every time. They stand here once, and a
row holds what sets it apart. A list that was ever used never changes by a byte, for rows stand against it: a better one is added under the
next number.
"""

from __future__ import annotations

import json
import threading
from json import JSONEncoder

import zstandard

_LEVEL = 5
_USUAL = 300  # bytes before compression
_FIRST = (
    '{"letter":"","to":"","to_name":"","staff":false,"automatic":true,"words":"","author":"","title":"","reason":"","promised":null,'
    '"body":"","clock":null,"about_message":false,"answers":true,"evidence":"","silence":"","unconfirmed":false,"done":[],'
    '"refused":[],"withheld":[],"information":"","of_case":null,"held":"","visit":null,"invitation":""}'
    '["Received on Wednesday 23 September 2026 at 10:05 (Europe/London).","Counting 28 days; the day of receipt is not counted.",'
    '"Day 28 is Thursday 1 January 2027.","Monday 25 May 2026 is not counted: Spring bank holiday.",'
    '"Friday 25 December 2026 is not counted: Christmas Day.","Saturday 19 December 2026 is not counted: weekend.",'
    '"Sunday 20 December 2026 is not counted: weekend.","Sunday 11 November 2026 is not counted: weekend.",'
    '"Sunday 19 October 2026 is not counted: weekend.","Sunday 13 September 2026 is not counted: weekend.",'
    '"Saturday 22 August 2026 is not counted: weekend.","Sunday 18 July 2026 is not counted: weekend.",'
    '"Sunday 17 June 2026 is not counted: weekend.","Sunday 16 April 2026 is not counted: weekend.",'
    '"Sunday 16 February 2026 is not counted: weekend.","Saturday 10 January 2026 is not counted: weekend.",'
    '"Counting 10 working days (Scotland); the day of receipt is not counted.",'
    '"Counting 1 working day (England and Wales); the day of receipt is not counted.",'
    '"Saturday 14 March 2026 is not counted: weekend.","Sunday 15 March 2026 is not counted: weekend.",'
    '"Working day 10 is Tuesday 17 March 2026.","In time until the end of Tuesday 17 March 2026; late from 2026-03-18T00:00:00Z."]'
    '{"disposition":"delivery_report","rule":"delivery report","source":"RFC 3464; RFC 6522 section 3","may_auto_answer":false,'
    '"match":"none","evidence":"it reports on our letter","authentication":"","flags":{},"references":[]}'
    '{"disposition":"automatic","rule":"Auto-Submitted: auto-replied","source":"RFC 3834 sections 2 and 5","may_auto_answer":false,'
    '"match":"unconfirmed","evidence":"it is from the staff directory and answers none of our letters","flags":{"stage_two_request":"'
    '{"disposition":"person","rule":"a person\'s mail","source":"no other row applies","may_auto_answer":true,"match":"case",'
    '"evidence":"it names no case of ours","authentication":"","flags":{"complaint":"","about:conduct":"","about:technical":"",'
    '"about:code":"","about:delivery":""},"references":["<ds-2026-0042-k.42."]}'
    '"match":"case","evidence":"it names DS-2026-0042-K and its sender is on that case","authentication":"","flags":{"complaint":"I '
    '"match":"case","evidence":"it answers our letter \'notice\'","evidence":"it answers our letter \'acknowledgement\'"'
    '{"letter":"notice","to":"","code":550,"status":"5.1.1"}{"letter":"message","why":"","by":"","to":""}{"stage":2,"why":"a review'
    '{"clock":"response","due":"2026-09-01","due_at":"2026-09-01T23:00:00Z","why":"delay promised 2026-09-01"}{"field":"","value":""}'
    '{"flag":"about:delivery","because":"I {"clock":"visit","by":"visit.made"}'
    '{"clock":"acknowledge","by":"letter.acknowledgement.sent"}{"clock":"acknowledge","by":"letter.acknowledgement.sent","met_at":"'
    '{"procedure":"","version":"2026-01","kind":"complaint","channel":"email","customer":"@example.com>","received_at":"2026-06-01T09:00:00Z"}'
    '{"contact":42,"direction":"out","channel":"email","from":" <info@","attempted":false,"happened_at":"2026-06-01T09:00:00Z",'
    '"letter":"acknowledgement"}{"contact":42,"direction":"in","channel":"email","from":"@mail.com>","attempted":false,'
    '"happened_at":"2026-06-01T09:00:00Z","sha256":"'
    '{"clock":"acknowledge","due":"2026-06-02","due_at":"2026-06-02T23:00:00Z","started_at":"2026-06-01T09:00:00Z"}'
    '{"letter":"notice","to":"","subject":"[DS-2026-0042-K] New complaint from ","message_id":"<ds-2026-0042-k.42.'
    '{"letter":"acknowledgement","to":"@example.com","subject":"[DS-2026-0042-K] We have received your complaint","message_id":'
    '"<ds-2026-0042-k.42.@","automatic":true,"attachments":[],"sha256":"'
)
_LISTS = {1: _FIRST.encode()}
_NEWEST = max(_LISTS)


def compact(value: object) -> str:
    """JSON with nothing between its signs; ASCII."""
    return _ENCODE(value)


_ENCODE = JSONEncoder(separators=(",", ":")).encode


def pack(value: object) -> bytes:
    """The value as it is stored: the number of its list and what sets it apart from that; small JSON as it is."""
    plain = compact(value).encode()
    if len(plain) < 16:
        return plain
    packed = _READY.into(plain)
    return b"%c%b" % (_NEWEST, packed) if len(packed) + 1 < len(plain) else plain


def unpack(stored: bytes | str) -> object:
    """The value again. An older version stored JSON as it is, which begins with no byte below a space.

    Raises ValueError if it is damaged, or stands against a list that only a newer version has.
    """
    if isinstance(stored, str) or stored[:1] >= b" ":
        return json.loads(stored)
    try:
        return json.loads(_READY.out[stored[0]](stored[1:]))
    except (KeyError, IndexError, zstandard.ZstdError) as fault:
        raise ValueError(f"stored JSON cannot be read: {fault}") from fault


class _Ready(threading.local):
    """zstandard's objects are quick to use, slow to make, and not for two threads at once."""

    def __init__(self) -> None:
        frame = zstandard.FORMAT_ZSTD1_MAGICLESS
        self.into = zstandard.ZstdCompressor(dict_data=_PREPARED, compression_params=_PARAMETERS).compress
        self.out = {
            number: zstandard.ZstdDecompressor(dict_data=_dictionary(words), format=frame).decompress
            for number, words in _LISTS.items()
        }


def _dictionary(words: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(words, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


_PARAMETERS = zstandard.ZstdCompressionParameters.from_level(
    _LEVEL, source_size=_USUAL, dict_size=len(_LISTS[_NEWEST]), format=zstandard.FORMAT_ZSTD1_MAGICLESS
)
_PREPARED = _dictionary(_LISTS[_NEWEST])
_PREPARED.precompute_compress(compression_params=_PARAMETERS)  # only read from then on, by any number of threads
_READY = _Ready()
