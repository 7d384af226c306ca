"""`mailbot case REF --file`: the case file, written to the disk. It records nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from mailbot.config import Settings
from mailbot.core.bodies import named
from mailbot.desk.case_archive import case_pdf, case_zip, originals
from mailbot.desk.papers import Papers, papers_of
from mailbot.errors import ConfigError, MailbotError
from mailbot.register.register import find_case, opened
from mailbot.wiring import rules_of


def write_case_file(
    config: Path,
    environment: Mapping[str, str],
    wanted: str,
    out: Path,
    for_body: str = "",
    now: datetime | None = None,
) -> str:
    """Writes the case file, a PDF or a ZIP by its ending, readable by its owner only, and says what is in it.

    Raises ConfigError for another ending or an unknown body, MailbotError where there is no such case or the file cannot be written.
    """
    kind = out.suffix.lower()
    if kind not in (".pdf", ".zip"):
        raise ConfigError(f"--file {out}: end its name in .pdf, or in .zip for the document with the original messages")
    with opened(config, environment) as (settings, tx):
        papers = _papers(tx, settings, wanted, for_body, now or datetime.now(UTC))
        content = case_pdf(papers)
        said = f"{out}: the case file of {papers.case.reference}"
        if kind == ".zip":
            archive = case_zip(papers, tuple(originals(tx, papers, by_mail=False)), content)
            content, said = archive.content, f"{said}, with {archive.messages} original messages"
            said += f"; {archive.left_out}" if archive.left_out else ""
    _write(out, content)
    audience = f"For {papers.body.name}: internal notes are left out." if papers.body else "For use inside the firm."
    warning = " WARNING: the chain of its record does not hold; see mailbot check." if papers.broken else ""
    return f"{said}. {audience}{warning}"


def _papers(tx: Connection, settings: Settings, wanted: str, for_body: str, now: datetime) -> Papers:
    case = find_case(tx, settings, wanted)
    mailbox = next((m for m in settings.configuration.mailbox if m.name == case.mailbox), None)
    if mailbox is None:
        raise MailbotError(
            f"{case.reference} belongs to the mailbox '{case.mailbox}', which the configuration has no more"
        )
    rules = rules_of(mailbox, settings.procedures[case.mailbox])
    body = named(rules.firm.bodies, for_body) if for_body else None
    if for_body and body is None:
        known = ", ".join(b.short for b in rules.firm.bodies) or "none"
        raise ConfigError(f"--for-body {for_body}: no such outside body; known for {case.mailbox}: {known}")
    return papers_of(tx, rules, case, now, body)


def _write(out: Path, content: bytes) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.touch(mode=0o600)
        out.write_bytes(content)
    except OSError as fault:
        raise MailbotError(f"{out}: the case file cannot be written: {fault.strerror}") from fault
