"""`inspect` on mail that nobody would send on purpose: no crash, no hang, and always an answer that can be printed."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from mailbot.inspection import inspect_content
from tests.fuzz.mails import changed, mails

EMAILS = Path(__file__).parent.parent / "emails"
SEEDS = [file.read_bytes() for file in sorted(EMAILS.glob("*.eml"))]
MOST_SECONDS = 1.0


def check(content: bytes) -> None:
    started = time.process_time()
    told = inspect_content("x.eml", content).to_json()
    assert time.process_time() - started < MOST_SECONDS, content
    json.dumps(told, ensure_ascii=False).encode("utf-8")


@given(mails())
@settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_structured_mail_is_inspected_whatever_is_wrong_with_it(content: bytes) -> None:
    check(content)


def test_changed_mail_is_inspected() -> None:
    chance = random.Random(20260303)  # the same changes every time
    for _ in range(400):
        check(changed(chance, SEEDS))
