"""The sheets that go with a review, for whoever wants to count again: CSV, one of complaints and one of promises.

Cases that are confidential are in neither; times are local.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from mailbot.core.model import Enclosure
from mailbot.desk.case_archive import harmless
from mailbot.desk.firms import FirmDesk
from mailbot.letters.context import Review
from mailbot.store.review_rows import Matter, Run


def sheets(
    review: Review, matters: tuple[Matter, ...], runs: tuple[Run, ...], firm: FirmDesk, why: Mapping[int, str]
) -> tuple[Enclosure, ...]:
    """complaints-DATE.csv and promises-DATE.csv; () if there is nothing to put into them."""
    named = {m.id: m for m in matters if not m.confidential}
    if not named:
        return ()

    def local(at: datetime | None) -> str:
        return f"{at.astimezone(firm.zone):%Y-%m-%d %H:%M}" if at else ""

    complaints = (
        (m.reference, str(m.kind), m.channel, local(m.received_at), local(m.closed_at), m.stage, m.cause, m.redress)
        for m in named.values()
    )
    promises = (
        (
            named[run.case_id].reference,
            run.deadline.clock,
            local(run.deadline.started_at),
            local(run.deadline.due_at),
            local(run.deadline.stopped_at),
            "kept" if run.deadline.stopped_at and run.deadline.stopped_at < run.deadline.due_at else "late",
            why.get(run.case_id, ""),
        )
        for run in runs
        if run.case_id in named
    )
    heads = (
        ("case", "kind", "channel", "received", "closed", "stage", "cause", "redress"),
        ("case", "promise", "began", "late from", "met", "result", "reason given"),
    )
    return (
        _sheet(f"complaints-{review.until.isoformat()}.csv", heads[0], complaints),
        _sheet(f"promises-{review.until.isoformat()}.csv", heads[1], promises),
    )


def _sheet(name: str, head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Enclosure:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(head)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return Enclosure(name=name, type="text/csv", content=table.getvalue().encode("utf-8-sig"))
