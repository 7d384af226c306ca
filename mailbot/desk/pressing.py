"""Buttons for staff letters: what a colleague may do on a case, as links that carry the token of the letter they stand in.

A link opens a new message, which answers nothing. So the token stands in the address that it goes to, or, where the mail server knows no
plus addresses, in its subject: either names the letter, and the letter names one person and one case, as a reply to it would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from mailbot.core.actions import Write
from mailbot.core.buttons import Offer, answering_stranger, in_digest, offered, posting
from mailbot.core.guard import lacks_blocks
from mailbot.core.model import Case, Person
from mailbot.core.rules import Arrival
from mailbot.desk.firms import FirmDesk
from mailbot.letters.context import Button, Digest, DigestLine, LetterContext
from mailbot.mail.identity import Tokens
from mailbot.mail.mailto import mailto
from mailbot.store import cases, letters

_CARRIES = frozenset({"notice", "reminder", "escalation", "command_result", "task"})
"""Letters about a case that carry buttons."""


_WITH_BUTTONS = 25
"""Cases of a digest that have buttons: each takes about 2 kB, and some mail programs cut a letter off at 100 kB."""


_HINTED = {
    "assign": "",
    "delegate": "",
    "delay": " (the reason goes to the customer)",
    "progress": " (the reason goes to the customer)",
    "note": "",
    "close": "",
}
"""Commands of which a digest shows how they are typed, in this order, with what must be known of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the buttons of one letter write to."""

    to: str
    tag: str  # for the subject; "" where the address carries the token

    def buttons(self, reference: str, offers: Iterable[Offer], number: int = 0) -> tuple[Button, ...]:
        """`number`: of the case in a digest, whose lines are answered by number; 0 elsewhere."""
        made = (self._button(reference, offer, number) for offer in offers)
        return tuple(button for button in made if button.mailto)

    def _button(self, reference: str, offer: Offer, number: int) -> Button:
        subject = " ".join(part for part in (f"[{reference}]", offer.label, self.tag) if part)
        body = offer.on_a_line(number) if number else offer.body
        return Button(label=offer.label, mailto=mailto(self.to, subject, body), first="" if number else offer.first)


def place_of(tokens: Tokens, firm: FirmDesk, letter_id: int) -> Place:
    address = firm.settings.address
    if firm.settings.plus_addressing:
        return Place(to=tokens.address(address, letter_id), tag="")
    return Place(to=address, tag=tokens.tag(address, letter_id))


def with_buttons(
    tx: Connection,
    tokens: Tokens,
    firm: FirmDesk,
    write: Write,
    case: Case | None,
    letter_id: int,
    told: LetterContext,
    arrival: Arrival | None,
) -> LetterContext:
    """The same letter with the buttons of whoever gets it. Nobody outside the directory gets any."""
    place = place_of(tokens, firm, letter_id)
    reader = next((p for p in firm.rules.firm.people if p.uses(write.to)), None)
    if reader is not None and told.digest is not None:
        return replace(told, digest=_numbered(tx, firm, place, reader, told.digest))
    if reader is None or case is None or write.off_case or write.letter not in _CARRIES:
        return told
    offers = _offers(tx, firm, write, case, reader, arrival)
    write_to = place.to if not place.tag else ""
    return replace(told, buttons=place.buttons(case.reference, offers), write_to=write_to)


def _numbered(tx: Connection, firm: FirmDesk, place: Place, reader: Person, digest: Digest) -> Digest:
    """The first lines of the digest with the buttons of their cases, which answer them by number; and for each command one line that
    somebody may type, on a case where it can be given."""
    hints: dict[str, str] = {}

    def pressed(line: DigestLine) -> DigestLine:
        if line.number > _WITH_BUTTONS:
            return line
        case = cases.load(tx, line.case_id)
        offers = in_digest(reader, case, firm.rules, held=bool(letters.held(tx, case.id)))
        new = {offer.word: offer.typed(line.number) for offer in offers if offer.word in _HINTED}
        hints.update({word: typed for word, typed in new.items() if word not in hints})
        return replace(line, buttons=place.buttons(line.reference, offers, line.number))

    overdue, today, away = (tuple(map(pressed, lines)) for lines in (digest.overdue, digest.today, digest.away))
    numbered = replace(digest, overdue=overdue, today=today, away=away)
    return replace(numbered, hints=tuple(f"{hints[word]}{_HINTED[word]}" for word in _HINTED if word in hints))


def _offers(
    tx: Connection, firm: FirmDesk, write: Write, case: Case, reader: Person, arrival: Arrival | None
) -> tuple[Offer, ...]:
    if write.unconfirmed and arrival is not None:
        return answering_stranger(reader, case, firm.rules, arrival.sender.address)
    from_body = arrival is not None and arrival.body is not None and write.about_message
    relayed = write.letter == "notice" and not from_body  # an outside body is answered in a mail of one's own
    held = letters.held(tx, case.id)
    lacking = any(lacks_blocks(letter.why) for letter in held)
    posted = posting(reader, case, firm.rules, write.posts) if write.posts else ()
    return (*posted, *offered(reader, case, firm.rules, relayed=relayed, held=bool(held), lacking=lacking))
