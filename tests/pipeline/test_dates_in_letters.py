"""Dates that customers read: computed here by hand from the procedure's words."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

from tests.pipeline.world import Firm, mail


def text_of(firm: Firm, address: str) -> str:
    content = next(content for to, content in firm.wire.taken if to == address)
    body = email.message_from_bytes(content, policy=email.policy.SMTP).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_tiny_tracker_promises_a_reply_by_the_end_of_30_days_and_5_more(tmp_path: Path) -> None:
    firm = Firm(tmp_path, "tinytracker")
    firm.arrives(mail("Complaint", "The tracker died on day two and nobody answers."))  # received on 3 March 2026
    firm.take_in()
    firm.send()
    # 3 March + 30 days = 2 April; 2 April + 5 days = 7 April. The review's 10 working days do not belong to it.
    assert "reply by Tuesday 7 April 2026 at the latest" in text_of(firm, "sam@customer.example")
    firm.close()


def test_dsmart_names_the_visit_and_the_findings_with_their_weekdays(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.send()
    words = text_of(firm, "sam@customer.example")
    assert "Tuesday 10 March 2026" in words  # 7 days after 3 March
    assert "Tuesday 17 March 2026" in words  # 10 working days after 3 March
