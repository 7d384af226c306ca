"""A case file for the post: what `#file` is answered with, within what mail can carry, and in words what could not go along.

Gathered within one transaction; read, scanned, typeset and packed in none, for that takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot.core.model import Enclosure
from mailbot.desk.case_archive import LARGEST_ORIGINALS, Original, case_pdf, case_zip, originals, originals_size
from mailbot.desk.opening import Opener
from mailbot.desk.papers import Papers
from mailbot.desk.screening import LARGEST_BYTES


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """All that a case file is made of. `originals` are none where they are too large for mail."""

    papers: Papers
    originals: tuple[Original, ...]
    size: int  # bytes of all originals, before compression


def gather(tx: Connection, papers: Papers) -> Gathered:
    size = originals_size(tx, papers)
    found = tuple(originals(tx, papers, by_mail=True)) if size <= LARGEST_ORIGINALS else ()
    return Gathered(papers=papers, originals=found, size=size)


def by_mail(gathered: Gathered, opener: Opener) -> tuple[tuple[Enclosure, ...], str]:
    """The ZIP, or the PDF alone where the originals are too large for mail, or neither; and a sentence that says what it is."""
    papers, size = gathered.papers, gathered.size
    pdf = case_pdf(papers)
    by_hand = by_hand_of(papers)
    if size <= LARGEST_ORIGINALS:
        archive = case_zip(papers, tuple(_harmless(gathered.originals, opener)), pdf)
        if len(archive.content) <= LARGEST_BYTES:
            whole = f"attached: {papers.name}.zip, the case file as PDF with {archive.messages} original messages"
            more = f"; {archive.left_out}. The whole comes with {by_hand}" if archive.left_out else ""
            enclosed = Enclosure(name=f"{papers.name}.zip", type="application/zip", content=archive.content)
            return (enclosed,), f"{whole}{more}"
    too_large = f"the originals ({size // 1_000_000 or 1} MB) are too large for mail and come with {by_hand}"
    if len(pdf) > LARGEST_BYTES:
        return (), f"nothing is attached: the case file and {too_large}"
    enclosed = Enclosure(name=f"{papers.name}.pdf", type="application/pdf", content=pdf)
    return (enclosed,), f"attached: {papers.name}.pdf, the case file; {too_large}"


def by_hand_of(papers: Papers) -> str:
    """Where the whole file can be had, if not by mail."""
    body = f" --for-body {papers.body.short}" if papers.body else ""
    return f"mailbot case {papers.case.reference} --file {papers.name}.zip{body}, on the machine that runs this system"


def _harmless(found: tuple[Original, ...], opener: Opener) -> Iterator[Original]:
    """What came with a file that a notice would not pass on is not sent on here either: it stays in the record."""
    asked = [one for one in found if one.came and one.content]
    dangerous = {one.name: why for one, why in zip(asked, opener.dangers(o.content for o in asked), strict=True) if why}
    for one in found:
        yield replace(one, content=b"", why=dangerous[one.name]) if one.name in dangerous else one
