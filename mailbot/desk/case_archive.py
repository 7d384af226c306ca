"""A case file as a ZIP: the PDF, every message byte for byte, a manifest, the chain of events, and sums that any machine can check."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Connection

from mailbot.core.instants import iso
from mailbot.core.model import Direction
from mailbot.desk.case_contacts import original_name
from mailbot.desk.case_file import case_file
from mailbot.desk.papers import Item, Papers
from mailbot.errors import Unreadable
from mailbot.letters.casefile import typeset_case
from mailbot.mail.identity import holds_token
from mailbot.mail.parse import parse
from mailbot.store import blobs

LARGEST_ORIGINALS = 40_000_000
"""Bytes of originals beyond which no archive is tried for mail: it would not pass anyhow, and the inbox waits meanwhile."""

_README = """\
Case {reference} of {company}, as it stood on {made}.{audience}

case-file.pdf   the case told: summary, promises and how they were kept, decisions, chronology, every contact
messages/       every message between the firm and others, byte for byte as it came or went (open it with a mail program)
internal/       messages inside the firm, if this archive has them
manifest.csv    what each file is, and messages that are not in here, with the reason
events.jsonl    the record of the case, one event a line; case-file.pdf, last part, says how to check the chain
SHA256SUMS      to check that nothing was changed on the way: sha256sum -c SHA256SUMS
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """The ZIP; `left_out` says in words what is not in it, "" if everything is."""

    content: bytes
    messages: int
    left_out: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """A message: where it goes in the archive, or `why` not. `came`: it is not a letter of ours."""

    name: str
    at: str
    who: str
    subject: str
    message_id: str
    sha256: str
    content: bytes
    why: str
    came: bool


def case_pdf(papers: Papers) -> bytes:
    return typeset_case(case_file(papers))


def originals_size(tx: Connection, papers: Papers) -> int:
    """Bytes of all originals of these papers, before compression."""
    return blobs.size_of(
        tx, {one for one in (*(_hash(i) for i in papers.items), *(x.sha256 for x in papers.letters)) if one}
    )


def case_zip(papers: Papers, originals: tuple[Original, ...], pdf: bytes) -> Archive:
    """The archive; the same papers, made at the same time, give the same bytes."""
    files = {"case-file.pdf": pdf}
    files |= {one.name: one.content for one in originals if not one.why}
    files["manifest.csv"] = _manifest(originals)
    files["events.jsonl"] = _events(papers)
    files["README.txt"] = _readme(papers)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    lacking = [one for one in originals if one.why]
    one = len(lacking) == 1
    why = (
        f"{len(lacking)} message{' is' if one else 's are'} only listed in its manifest, which says why"
        if lacking
        else ""
    )
    return Archive(content=_zipped(papers, files), messages=len(originals) - len(lacking), left_out=why)


def _hash(item: Item) -> str:
    return item.letter.sha256 if item.letter is not None else item.paper.sha256


def originals(tx: Connection, papers: Papers, *, by_mail: bool) -> Iterator[Original]:
    """Every message of these papers. `by_mail`: without the bytes of those that hold a colleague's token, with which whoever has the
    archive could write as that colleague."""
    for item in papers.items:
        if sha256 := _hash(item):
            content, why = _content(tx, sha256)
            internal = item.paper.direction is Direction.INTERNAL
            if by_mail and internal and content and _tells_token(content):
                content, why = b"", "it holds a colleague's token"
            yield Original(
                name=original_name(item),
                at=iso(item.paper.at),
                who=item.letter.recipient if item.letter else item.paper.sender,
                subject=item.paper.subject,
                message_id=(item.letter.message_id if item.letter else item.paper.message_id) if not internal else "",
                sha256=sha256,
                content=content,
                why=why,
                came=item.letter is None,
            )
    told = {item.letter.id for item in papers.items if item.letter is not None}
    for letter in papers.letters:
        if letter.id in told or not letter.sha256:
            continue
        content, why = _content(tx, letter.sha256)
        if by_mail and letter.to_staff:
            content, why = b"", "it holds a colleague's token"
        yield Original(
            name=f"internal/letter-{letter.id}.eml"
            if letter.to_staff
            else f"messages/letter-{letter.id}-{letter.state}.eml",
            at=iso(letter.queued_at),
            who=letter.recipient,
            subject=letter.subject,
            message_id="" if letter.to_staff else letter.message_id,
            sha256=letter.sha256,
            content=content,
            why=why,
            came=False,
        )


def _content(tx: Connection, sha256: str) -> tuple[bytes, str]:
    try:
        return blobs.get(tx, sha256), ""
    except LookupError:
        return b"", "it is not kept any more"


def _tells_token(content: bytes) -> bool:
    """In its header, or in its text, however that is encoded. What cannot be read is not given away."""
    if holds_token(content.decode("latin-1")):
        return True
    try:
        return holds_token(parse(content).text)
    except Unreadable:
        return True


def _manifest(originals: tuple[Original, ...]) -> bytes:
    """RFC 4180, with a byte order mark so that a spreadsheet reads it as UTF-8; nothing in it is a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        ("file", "time (UTC)", "from or to", "subject", "message-id", "sha256", "bytes", "not in here because")
    )
    for one in originals:
        size = "" if one.why else len(one.content)
        words = (one.who, one.subject, one.message_id)
        writer.writerow((one.name, one.at, *(harmless(word) for word in words), one.sha256, size, one.why))
    return table.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection), on one line."""
    line = " ".join(cell.split())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@") else line


def _events(papers: Papers) -> bytes:
    lines = (
        json.dumps(
            {
                "chain": link.chain,
                "seq": link.seq,
                "at": iso(link.at.astimezone(UTC)),
                "type": link.type,
                "digest": link.digest,
                "hash": link.hash,
                "content": link.content,
            },
            ensure_ascii=False,
        )
        for link in papers.links
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _readme(papers: Papers) -> bytes:
    made = papers.made_at.astimezone(papers.zone)
    return _README.format(
        reference=papers.case.reference,
        company=papers.procedure.company.name,
        made=f"{made:%Y-%m-%d %H:%M %Z}",
        audience=f"\nPrepared for {papers.body.name}: without internal notes and internal mail." if papers.body else "",
    ).encode()


def _zipped(papers: Papers, files: dict[str, bytes]) -> bytes:
    made = papers.made_at.astimezone(UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(f"{papers.name}/{name}", date_time=made)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # Unix, whatever machine makes it
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return out.getvalue()
