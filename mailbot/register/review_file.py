"""`mailbot report`: the periodic review that the directors get by mail, as a file. It records nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection

from mailbot.config import Mailbox, Settings, load
from mailbot.core.actions import Write
from mailbot.core.model import ClockState, Deadline, Rendered
from mailbot.core.procedure import Procedure
from mailbot.desk.firms import FirmDesk
from mailbot.desk.reviews import ReviewPapers, review_of
from mailbot.desk.writing import Occasion, context
from mailbot.errors import MailbotError
from mailbot.letters.render import Writer
from mailbot.resources import default_templates
from mailbot.store import deadlines
from mailbot.store.reading import Reading
from mailbot.wiring import rules_of

_MONTHS = 3  # looked back over where no review has been begun yet


def write_review(config: Path, environment: Mapping[str, str], out: Path, now: datetime | None = None) -> str:
    """Writes one review a mailbox with its sheets beside it, and says where. With several mailboxes each one's name goes into its files'.

    Plain text, or HTML with its pictures in it where `out` ends in .html. Raises MailbotError where a file cannot be written.
    """
    at = now or datetime.now(UTC)
    settings = load(config, environment, need_secrets=False)
    database = Reading(settings.configuration.database)
    mailboxes = settings.configuration.mailbox
    told = []
    try:
        for mailbox in mailboxes:
            path = out if len(mailboxes) == 1 else out.with_name(f"{out.stem}-{mailbox.name}{out.suffix}")
            with database.begin() as tx:
                rendered, papers = _rendered(tx, settings, mailbox, at)
            _write(path, _content(path, rendered).encode())
            sheets = [path.with_name(f"{path.stem}-{sheet.name}") for sheet in papers.enclosures]
            for sheet, place in zip(papers.enclosures, sheets, strict=True):
                _write(place, sheet.content)
            beside = f" Beside it: {', '.join(place.name for place in sheets)}." if sheets else ""
            told.append(f"{path}: the review of {mailbox.name}, {papers.since:%d %B %Y} to {at:%d %B %Y}.{beside}")
    finally:
        database.close()
    return "\n".join(told)


def _rendered(tx: Connection, settings: Settings, mailbox: Mailbox, now: datetime) -> tuple[Rendered, ReviewPapers]:
    firm = _firm(mailbox, settings.procedures[mailbox.name])
    running = next((d for d in deadlines.standing(tx, mailbox.name) if d.clock not in deadlines.NO_CLOCKS), None)
    papers = review_of(tx, firm, running or _last_months(now), now)
    occasion = Occasion(review=papers.review, pictures=papers.pictures)
    roots = [settings.configuration.templates] if settings.configuration.templates else []
    write = Write(letter="review", to=mailbox.address, staff=True, off_case=True)
    if running is not None:
        write = replace(write, clock=running.id)
    words = context(tx, firm, write, None, occasion, now)
    return Writer((*roots, default_templates())).render(firm.rules.procedure.id, "review", words), papers


def _content(path: Path, rendered: Rendered) -> str:
    if path.suffix.lower() not in (".html", ".htm"):
        return f"{rendered.subject}\n\n{rendered.text}"
    page = rendered.html
    for picture in rendered.pictures:
        page = page.replace(f"cid:{picture.cid}", f"data:image/png;base64,{b64encode(picture.content).decode()}")
    return page


def _firm(mailbox: Mailbox, procedure: Procedure) -> FirmDesk:
    """The firm without the documents that its letters enclose: a review encloses none."""
    return FirmDesk(settings=mailbox, rules=rules_of(mailbox, procedure))


def _last_months(now: datetime) -> Deadline:
    """The time to look back over where no review's clock runs."""
    started = now - relativedelta(months=_MONTHS)
    return Deadline(id=0, clock="review", started_at=started, due=now.date(), due_at=now, state=ClockState.RUNNING)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as fault:
        raise MailbotError(f"{path}: the review cannot be written: {fault.strerror}") from fault
