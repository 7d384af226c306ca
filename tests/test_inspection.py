"""inspection.py: the JSON of contract.md section 4, for files, folders and mbox files, whatever is in them."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.inspection import inspect_paths

EMAILS = Path(__file__).parent / "emails"
KEYS = {
    "file",
    "message_id",
    "in_reply_to",
    "references",
    "date",
    "subject",
    "from",
    "to",
    "cc",
    "reply_to",
    "text",
    "fresh",
    "quoted",
    "signature",
    "protection",
    "attachments",
    "disposition",
    "kind",
    "rule",
    "may_auto_answer",
    "report",
    "case_references",
    "flags",
    "defects",
}

# file: disposition, kind, row, may be answered by machine
EXPECTED = {
    "abuse_report": ("automatic", "generated", "abuse report", False),
    "attachment_with_an_octet_in_its_type": ("person", None, "a person's mail", True),
    "attachment_with_a_path_for_a_name": ("person", None, "a person's mail", True),
    "bounce_in_prose_qmail": ("delivery_report", None, "delivery report", False),
    "bounce_rfc3464_user_unknown": ("delivery_report", None, "delivery report", False),
    "complaint_html_only": ("person", None, "a person's mail", True),
    "complaint_in_plain_text": ("person", None, "a person's mail", True),
    "delay_notice_rfc3464": ("delivery_report", None, "delivery report", False),
    "forwarded_as_attachment": ("person", None, "a person's mail", True),
    "forwarded_by_a_colleague_from_outlook": ("person", None, "a person's mail", True),
    "handler_answers_a_notice_with_commands": ("person", None, "a person's mail", True),
    "mailing_list_post": ("automatic", "list", "mailing list", False),
    "our_own_letter_comes_back": ("own", None, "our own letter", False),
    "out_of_office_from_exchange": ("automatic", "out_of_office", "automatic subject, speaks of absence", False),
    "outlook_asks_for_no_automatic_answer": ("person", None, "asks for no automatic answer", False),
    "read_receipt": ("automatic", "read_receipt", "read receipt", False),
    "reply_from_outlook": ("person", None, "a person's mail", True),
    "reply_from_phone": ("person", None, "a person's mail", True),
    "truncated_nested_multipart": ("person", None, "a person's mail", True),
}


def rows(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(found.to_json())) for found in inspect_paths(paths)]


def test_every_sample_mail_has_an_expected_verdict() -> None:
    assert sorted(path.stem for path in EMAILS.glob("*.eml")) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_sample_mail_gets_its_verdict(name: str) -> None:
    (row,) = rows(EMAILS / f"{name}.eml")
    assert (row["disposition"], row["kind"], row["rule"], row["may_auto_answer"]) == EXPECTED[name]
    assert set(row) == KEYS


def test_a_message_is_told_in_the_words_of_the_contract() -> None:
    (row,) = rows(EMAILS / "reply_from_outlook.eml")
    assert row["from"] == {"name": "Jo Simmons", "address": "jo@customer.example"}
    assert row["to"] == [{"name": "", "address": "info@dsmart.example"}]
    assert row["date"] == "2026-03-03T11:20:00Z"
    assert row["in_reply_to"] == "<letter-17@dsmart.example>"
    assert row["references"] == ["<letter-12@dsmart.example>", "<letter-17@dsmart.example>"]
    assert row["fresh"] == "It still does not work and nobody came.\n\nJo"
    assert row["quoted"].endswith("Thank you for telling us that you have no heating.")


def test_a_report_is_told_in_the_words_of_the_contract() -> None:
    (row,) = rows(EMAILS / "bounce_rfc3464_user_unknown.eml")
    assert row["report"] == {
        "failed": ["jo@customer.example"],
        "delayed": [],
        "delivered": [],
        "original_message_id": "<letter-17@dsmart.example>",
        "statuses": {"jo@customer.example": "5.1.1"},
    }


def test_commands_stand_first_in_the_fresh_text() -> None:
    (row,) = rows(EMAILS / "handler_answers_a_notice_with_commands.eml")
    assert (
        row["fresh"]
        == "#visit 2026-03-05 10:00 with Bob Tanner\n#note gate code is 4711\n\nWe will be with you on Thursday at ten."
    )
    assert "#help" not in row["fresh"]


def test_a_folder_is_read_deeply_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.eml", "a.eml", "b/1.eml"):
        (tmp_path / name).write_bytes(b"Subject: " + name.encode() + b"\r\n\r\nx")
    (tmp_path / ".hidden").write_bytes(b"Subject: no\r\n\r\nx")
    assert [row["subject"] for row in rows(tmp_path)] == ["a.eml", "b/1.eml", "b/2.eml"]


def test_an_mbox_file_gives_each_of_its_messages(tmp_path: Path) -> None:
    box = tmp_path / "inbox.mbox"
    box.write_bytes(
        b"From a@x.example Tue Mar  3 11:20:00 2026\nSubject: one\n\nx\n"
        b"\nFrom b@x.example Tue Mar  3 11:21:00 2026\nSubject: two\n\n"
        b"y\n"
    )
    found = rows(box)
    assert [(row["file"], row["subject"], row["text"]) for row in found] == [
        (str(box), "one", "x"),
        (str(box), "two", "y"),
    ]


def test_what_cannot_be_read_is_told_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(b"")
    (tmp_path / "2.eml").write_bytes(b"Subject: fine\r\n\r\nx")
    found = rows(tmp_path / "missing.eml", tmp_path)
    assert [row["disposition"] for row in found] == ["unreadable", "unreadable", "person"]
    assert found[0]["defects"] == ["the file cannot be read: No such file or directory"]
    assert found[1]["defects"] == ["the message is empty"]
    assert not found[0]["may_auto_answer"]
    assert set(found[0]) == KEYS


def test_a_large_message_is_read_like_a_small_one(tmp_path: Path) -> None:
    photograph = base64.encodebytes(bytes(range(256)) * 4_000)
    head = b"From: jo@customer.example\r\nSubject: Leak\r\nContent-Type: image/jpeg\r\n"
    (tmp_path / "large.eml").write_bytes(head + b"Content-Transfer-Encoding: base64\r\n\r\n" + photograph)
    (tmp_path / "small.eml").write_bytes(b"From: jo@customer.example\r\nSubject: Leak\r\n\r\nIt leaks.")
    large, small = (found.to_json() for found in inspect_paths([tmp_path]))
    assert (large["subject"], large["attachments"][0]["size"]) == ("Leak", 1_024_000)
    assert small["text"] == "It leaks."


def test_thousands_of_messages_are_told_one_by_one(tmp_path: Path) -> None:
    one = (
        b"From jo@customer.example Tue Mar  3 11:20:00 2026\nFrom: jo@customer.example\nSubject: Leak\n\nIt leaks.\n\n"
    )
    (tmp_path / "many.mbox").write_bytes(one * 2_000)
    found = inspect_paths([tmp_path])
    assert next(found).to_json()["text"] == "It leaks."
    assert sum(1 for _ in found) == 1_999
