"""The contacts of a case, told for its file: each in full, with its letters and attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from mailbot.core.bodies import writing_from
from mailbot.core.model import Attachment, Channel, Direction, LetterState
from mailbot.desk.papers import Item, Papers
from mailbot.desk.reasons import at_in_words, letter_told
from mailbot.letters.casefile import MOST_CHARACTERS, Entry, Section

WAYS = {
    Channel.EMAIL: "Email",
    Channel.PHONE: "Telephone",
    Channel.POST: "Post",
    Channel.VISIT: "Visit",
    Channel.IN_PERSON: "In person",
    Channel.NOTE: "Note",
}
_RULE = re.compile(r"^[-=]{3,80}\n", re.MULTILINE)  # under the headings of a letter's plain text


def headline(item: Item) -> str:
    paper = item.paper
    subject = f": {paper.subject}" if paper.subject else ""
    if item.letter is not None:
        return f"Letter to {item.letter.recipient or 'the customer'}, {item.letter.name.replace('_', ' ')}{subject}"
    way = WAYS[paper.channel]
    if paper.direction is Direction.INTERNAL:
        return f"Internal note by {paper.sender}{subject}"
    if paper.direction is Direction.OUT:
        tried = ", tried and not reached" if paper.attempted else ""
        return f"{way}, by {paper.sender}{tried}{subject}"
    return f"{way} from {paper.sender}{subject}"


def contacts(papers: Papers) -> Section:
    intro = "Every contact in full, with the words as they were recorded. Quoted earlier mail is in the originals."
    return Section(
        title="Contacts in full", intro=intro, entries=tuple(_contact(item, papers) for item in papers.items)
    )


def _contact(item: Item, papers: Papers) -> Entry:
    paper, letter = item.paper, item.letter
    details = [f"{at_in_words(paper.at, papers.zone)}"]
    if paper.channel is not Channel.EMAIL and paper.recorded_at - paper.at > timedelta(hours=1):
        details[0] += f", written down {at_in_words(paper.recorded_at, papers.zone)}"
    rule = papers.procedure.letter_named(letter.name) if letter else None
    if rule is not None:
        who = "automatic" if letter and letter.automatic else "approved by a person"
        details.append(f"Letter “{rule.id.replace('_', ' ')}”, clause {rule.clause}, {who}")
    details += [f"Attached: {_attached(a)}" for a in paper.attachments]
    details += [f"Enclosed: {one['name']}" for one in (letter.enclosures if letter else ())]
    text = _RULE.sub("", paper.summary) if letter else paper.summary
    sha256 = letter.sha256 if letter else paper.sha256
    hashes = ((f"Original: {original_name(item)}, SHA-256", sha256),) if sha256 else ()
    head = f"{item.number}. {headline(item)}"
    return Entry(
        head=head,
        details=tuple(details),
        text=text[:MOST_CHARACTERS],
        remarks=tuple(_remarks(item, papers)),
        hashes=hashes,
    )


def _remarks(item: Item, papers: Papers) -> Iterator[str]:
    paper, rest = item.paper, len(item.paper.summary) - MOST_CHARACTERS
    if rest > 0:
        yield f"{rest} more characters are in the original."
    if paper.unconfirmed and (body := writing_from(papers.rules.firm.bodies, paper.address)):
        yield f"From an outside body: {body.name}."
    elif paper.unconfirmed:
        yield "Not from a confirmed party of the case."
    if paper.machine:
        yield "A machine wrote this: it starts nothing and stops nothing."
    if paper.duplicate:
        yield "The same message had been recorded before."
    if item.letter is not None and item.letter.state == LetterState.BOUNCED:
        yield f"This letter came back ({item.letter.status or 'no status given'}): it counts as not given."


def _attached(attachment: Attachment) -> str:
    return f"{attachment.name or '(no name)'} ({attachment.type}, {attachment.size:,} bytes)"


def original_name(item: Item) -> str:
    """The member of the ZIP that holds the message as it came or went. Made of numbers only, never of a name from mail."""
    if item.paper.direction is Direction.INTERNAL:
        return f"internal/{item.number:03}.eml"
    return f"messages/{item.number:03}-{'out' if item.letter else 'in'}.eml"


def letters(papers: Papers) -> Section:
    rows = tuple(
        (
            one.name.replace("_", " ") + (" (to staff)" if one.to_staff else ""),
            one.subject,
            letter_told(one, papers.zone),
        )
        for one in papers.letters
    )
    return Section(
        title="Every letter from us", columns=(("Letter", "2"), ("Subject", "3"), ("What became of it", "4")), rows=rows
    )


def attachments(papers: Papers) -> Section:
    entries = tuple(
        Entry(
            head=a.name or "(no name)",
            details=(f"{a.type}, {a.size:,} bytes; with contact {item.number}",),
            hashes=(("SHA-256", a.sha256),),
        )
        for item in papers.items
        for a in item.paper.attachments
    )
    return Section(title="Attachments that came", entries=entries)
