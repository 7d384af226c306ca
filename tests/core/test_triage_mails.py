"""Whole mails with the flags they should raise: the project's own, and the shared labelled set where it is at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.core.triage.triage import FLAGS, raise_flags

OWN = Path(__file__).with_name("triage_mails.jsonl")
SHARED = Path(__file__).parents[3] / "shared" / "vectors" / "labelled_emails.jsonl"
FLAG_OF_LABEL = {
    "complaint": "complaint",
    "urgent_no_heating": "no_heating",
    "safety_emergency": "safety",
    "vulnerable": "vulnerable",
    "stage_two_request": "stage_two_request",
    "staff_grievance": "staff_grievance",
    "sar": "data_request",
    "dp_complaint": "data_complaint",
    "legal_threat": "legal_threat",
    "spam": "spam",
}
FLAG_OF_SUBJECT = {
    "technical_installation": "about:technical",
    "consumer_code": "about:code",
    "delivery": "about:delivery",
    "staff_conduct": "about:conduct",
}


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _raised(row: dict[str, object]) -> set[str]:
    flags = raise_flags(str(row["subject"]), str(row["body"]), str(row.get("from", "")))
    return {flag.flag for flag in flags}


def _labelled() -> list[tuple[str, set[str], set[str]]]:
    """(id, wanted, raised) for each labelled mail."""
    rows = []
    for row in _lines(SHARED):
        labels = row["labels"]
        assert isinstance(labels, dict)
        wanted = {flag for label, flag in FLAG_OF_LABEL.items() if labels.get(label)}
        wanted |= {FLAG_OF_SUBJECT[label] for label in labels.get("about") or []}
        rows.append((str(row["id"]), wanted, _raised(row)))
    return rows


needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared labelled set is not at hand")


@needs_shared
@pytest.mark.parametrize("flag", ["no_heating", "safety"])
def test_every_urgent_and_every_safety_mail_of_the_labelled_set_is_raised(flag: str) -> None:
    assert [name for name, wanted, raised in _labelled() if flag in wanted and flag not in raised] == []


@needs_shared
def test_no_spam_or_automatic_mail_of_the_labelled_set_is_a_complaint() -> None:
    machines = {str(row["id"]) for row in _lines(SHARED) if _is_machine(row["labels"])}

    assert [name for name, _, raised in _labelled() if name in machines and "complaint" in raised] == []


def _is_machine(labels: object) -> bool:
    assert isinstance(labels, dict)
    return bool(labels.get("spam") or labels.get("ooo") or labels.get("action") in ("bounce_alert", "ignore_auto"))


@needs_shared
def test_at_least_95_percent_of_the_labels_are_right_and_of_those_that_apply_too() -> None:
    rows = _labelled()
    right = sum((flag in wanted) == (flag in raised) for _, wanted, raised in rows for flag in FLAGS)
    found = sum(len(wanted & raised) for _, wanted, raised in rows)

    assert right >= 0.95 * len(rows) * len(FLAGS)
    assert found >= 0.95 * sum(len(wanted) for _, wanted, _ in rows)


@pytest.mark.parametrize("flag", ["no_heating", "safety"])
def test_every_urgent_mail_of_our_own_set_is_raised(flag: str) -> None:
    rows = list(_lines(OWN))

    assert [row["id"] for row in rows if flag in _wanted(row) and flag not in _raised(row)] == []


def test_our_own_set_keeps_its_score() -> None:
    rows = list(_lines(OWN))
    right = sum((flag in _wanted(row)) == (flag in _raised(row)) for row in rows for flag in FLAGS)

    assert right >= 0.98 * len(rows) * len(FLAGS)


def _wanted(row: dict[str, object]) -> set[str]:
    flags = row["flags"]
    assert isinstance(flags, list)
    return set(flags)
