"""Events in words, as `mailbot simulate` prints them: with nothing but what the event itself carries."""

from __future__ import annotations

import pytest

from mailbot.timeline import Line, Mark, in_words, told

AT = {"at": "2026-07-03T11:20:00Z", "case": "DS-2026-0001-K"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            {"type": "case.opened", "kind": "complaint", "channel": "phone", "customer": "Jo <jo@c.example>"},
            "mailbot opens case DS-2026-0001-K: a complaint from Jo <jo@c.example>, by phone",
        ),
        (
            {"type": "contact.recorded", "direction": "in", "channel": "email", "from": "Jo <jo@c.example>"},
            "Jo <jo@c.example> writes",
        ),
        (
            {"type": "contact.recorded", "direction": "out", "channel": "phone", "from": "Anna", "attempted": True},
            "noted: Anna tried to reach the customer",
        ),
        (
            {"type": "contact.recorded", "direction": "out", "channel": "visit", "from": "Anna"},
            "noted: a visit (Anna)",
        ),
        (
            {"type": "clock.started", "clock": "findings", "due": "2026-07-17"},
            "a clock starts: findings, by Fri 17 Jul 2026",
        ),
        ({"type": "clock.stopped", "clock": "findings", "by": "case closed"}, "done in time: findings"),
        ({"type": "clock.stopped", "clock": "visit", "by": "visit.made", "late": True}, "LATE, but now done: visit"),
        (
            {"type": "clock.stopped", "clock": "visit", "by": "visit_urgent started"},
            "this clock gives way to a shorter one: visit",
        ),
        (
            {
                "type": "letter.sent",
                "letter": "acknowledgement",
                "to": "jo@c.example",
                "subject": "[DS-2026-0001-K] We have received your complaint",
                "attachments": ["procedure.pdf"],
            },
            'mailbot acknowledges to jo@c.example: "We have received your complaint", with procedure.pdf',
        ),
        ({"type": "something.new", "by": "somebody", "late": False}, "something new: by somebody"),
    ],
)
def test_an_event_in_words(line: Line, words: str) -> None:
    assert told({**AT, **line}, "Europe/London") == f"Fri 03 Jul 2026 12:20  DS-2026-0001-K    {words}"


def test_a_letter_that_went_out_is_told_once() -> None:
    kept = {**AT, "type": "contact.recorded", "direction": "out", "channel": "email", "from": "Dsmart"}

    assert told(kept, "Europe/London") == ""


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ({"type": "clock.breached", "clock": "visit"}, Mark.LATE),
        ({"type": "clock.stopped", "clock": "visit", "by": "visit.made", "late": True}, Mark.LATE),
        ({"type": "clock.stopped", "clock": "visit", "by": "visit.made"}, Mark.KEPT),
        ({"type": "letter.bounced", "letter": "response", "to": "jo@c.example", "status": "5.1.1"}, Mark.LATE),
    ],
)
def test_what_is_late_or_lost_stands_out(line: Line, mark: Mark) -> None:
    found = in_words({**AT, **line})

    assert found is not None
    assert found.mark is mark
