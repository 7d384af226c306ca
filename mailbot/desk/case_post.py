"""A case file for the post: what `#file` is answered with, within what mail can carry, and in words what could not go along."""

from __future__ import annotations

from sqlalchemy import Connection

from mailbot.core.model import Enclosure
from mailbot.desk.case_archive import LARGEST_ORIGINALS, case_pdf, case_zip, originals_size
from mailbot.desk.papers import Papers
from mailbot.desk.screening import LARGEST_BYTES


def by_mail(tx: Connection, papers: Papers) -> tuple[tuple[Enclosure, ...], str]:
    """The ZIP, or the PDF alone where the originals are too large for mail, or neither; and a sentence that says what it is."""
    pdf = case_pdf(papers)
    by_hand = f"mailbot case {papers.case.reference} --file {papers.name}.zip{_for(papers)}, on the machine that runs this system"
    size = originals_size(tx, papers)
    if size <= LARGEST_ORIGINALS:
        archive = case_zip(tx, papers, pdf, by_mail=True)
        if len(archive.content) <= LARGEST_BYTES:
            whole = f"attached: {papers.name}.zip, the case file as PDF with {archive.messages} original messages"
            more = f"; {archive.left_out}, and come with {by_hand}" if archive.left_out else ""
            enclosed = Enclosure(name=f"{papers.name}.zip", type="application/zip", content=archive.content)
            return (enclosed,), f"{whole}{more}"
    too_large = f"the originals ({size // 1_000_000 or 1} MB) are too large for mail and come with {by_hand}"
    if len(pdf) > LARGEST_BYTES:
        return (), f"nothing is attached: the case file and {too_large}"
    enclosed = Enclosure(name=f"{papers.name}.pdf", type="application/pdf", content=pdf)
    return (enclosed,), f"attached: {papers.name}.pdf, the case file; {too_large}"


def _for(papers: Papers) -> str:
    return f" --for-body {papers.body.short}" if papers.body else ""
