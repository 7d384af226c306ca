"""Which case a message belongs to: what on it points at one, looked up. Judges no word of it; match.py weighs what is found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from mailbot.core import reference
from mailbot.core.bodies import OutsideBody, their_number
from mailbot.core.flood import filed
from mailbot.core.match import Evidence, invited_to, match, puts_in_writing
from mailbot.core.model import Answer, Case, InboundMessage, Match, Person, SentLetter
from mailbot.core.rules import own_words
from mailbot.desk.firms import FirmDesk
from mailbot.mail.identity import Tokens
from mailbot.store import body_numbers, cases, invitations, ledger, letters

_MOST_DAMAGED = 3  # references with a slip that are looked into: each may mean a hundred others


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFinder:
    """Finds the case of one mailbox that a message belongs to."""

    firm: FirmDesk
    tokens: Tokens
    known: dict[int, Case] = field(default_factory=dict)
    """The cases that were looked at, by their numbers: while a message is understood nothing is written."""

    def _found(
        self,
        tx: Connection,
        message: InboundMessage,
        *,
        staff: Person | None,
        tagged: int | None,
        reported: SentLetter | None,
        body: OutsideBody | None,
        visit: Case | None,
    ) -> Match:
        """The case whose visit it answers, whose letter it reports on, which its references and its sender tell, or which an outside body
        keeps under its own number."""
        if visit is not None:
            return invited_to(visit, message, staff)
        if reported is not None:
            case = cases.load(tx, reported.case_id) if reported.case_id else None
            answer = Answer.CASE if case else Answer.NONE
            found = Match(answer=answer, case=case, evidence="it reports on our letter", replies_to=reported)
        else:
            found = match(self._evidence(tx, message, staff, tagged))
        if body is not None and found.case is None:
            found = self._case_by_their_number(tx, message, body) or found
        return found

    def _filed(self, tx: Connection, found: Match, lately: int) -> Match:
        newest = self._by_reference(tx, found.candidates[-1]) if found.candidates else None
        return found if newest is None else filed(found, newest, lately)

    def _evidence(
        self, tx: Connection, message: InboundMessage, staff: Person | None, tagged: int | None = None
    ) -> Evidence:
        """`tagged`: the letter whose token stands in the subject, as a button puts it there without plus addresses. An answer to another
        mailbox's letter that reaches this one too answers nothing here: it is dealt with there."""
        answered = letters.sent_letter(tx, (*message.in_reply_to, *message.references), self.firm.name)
        addressed = self._addressed(tx, message) or (letters.by_id(tx, tagged) if tagged is not None else None)
        letter = answered or addressed
        sender = message.sender.address if message.sender else ""
        prefix = self.firm.rules.procedure.prefix
        in_subject = self._cases_of(tx, reference.find(message.subject, prefix))
        opened = self._open_cases(tx, sender) if sender and staff is None else ()
        damaged = (reference.nearly(message.subject, prefix) or reference.nearly(message.fresh, prefix))[:_MOST_DAMAGED]
        return Evidence(
            sender=sender,
            staff=staff,
            answered=answered,
            addressed=addressed,
            letter_case=self._case_of(tx, letter),
            earlier=self._earlier(tx, message) if letter is None else None,
            addressed_case=self._case_of(tx, addressed),
            in_subject=in_subject,
            referenced=in_subject or self._cases_of(tx, reference.find(message.fresh, prefix)),
            damaged=damaged,
            meant=self._cases_of(tx, tuple(one for written in damaged for one in reference.meant_by(written))),
            open_cases=tuple(case.reference for case in opened if not case.restricted),
            spoken=puts_in_writing(opened, f"{message.subject}\n{own_words(message, self.firm.settings.address)}"),
        )

    def _case_of(self, tx: Connection, letter: SentLetter | None) -> Case | None:
        """The case that a letter of ours is about, or the one which that became part of; another mailbox's cases are not ours to open."""
        if letter is None or letter.case_id is None:
            return None
        case = self._current(tx, letter.case_id)
        return case if case.mailbox == self.firm.settings.name else None

    def _current(self, tx: Connection, case_id: int) -> Case:
        """The case, or the one that it became part of."""
        if case_id not in self.known:
            self.known[case_id] = cases.current(tx, case_id)
        return self.known[case_id]

    def _by_reference(self, tx: Connection, wanted: str) -> Case | None:
        case_id = cases.id_of(tx, wanted)
        return None if case_id is None else self._current(tx, case_id)

    def _cases_of(self, tx: Connection, references: tuple[str, ...]) -> tuple[Case, ...]:
        """The cases of this mailbox with these references, each once."""
        found = (self._by_reference(tx, wanted) for wanted in references)
        return tuple({case.id: case for case in found if case and case.mailbox == self.firm.settings.name}.values())

    def _open_cases(self, tx: Connection, address: str) -> tuple[Case, ...]:
        theirs = cases.of_sender(tx, self.firm.settings.name, address)
        return tuple(self._current(tx, case_id) for case_id in theirs)

    def _visit(self, tx: Connection, message: InboundMessage) -> Case | None:
        """The case of this mailbox whose visit an answer to an invitation is about."""
        case_id = invitations.case_of(tx, message.calendar.uid) if message.calendar is not None else None
        case = self._current(tx, case_id) if case_id is not None else None
        return case if case is not None and case.mailbox == self.firm.settings.name else None

    def _addressed(self, tx: Connection, message: InboundMessage) -> SentLetter | None:
        for address in message.delivered_to:
            letter_id = self.tokens.letter_id(address, self.firm.settings.address)
            if letter_id is not None:
                return letters.by_id(tx, letter_id)
        return None

    def _earlier(self, tx: Connection, message: InboundMessage) -> Case | None:
        """The case of an earlier message that this one answers, such as the customer's own first mail."""
        for message_id in reversed((*message.references, *message.in_reply_to)):
            for entry in ledger.by_message_id(tx, message_id):
                if entry.mailbox == self.firm.settings.name and entry.case_id is not None:
                    return self._current(tx, entry.case_id)
        return None

    def _reported(self, tx: Connection, message: InboundMessage) -> SentLetter | None:
        """The letter a delivery report is about: by the address it was returned to, else by the Message-ID in it."""
        if message.report is None:
            return None
        found = self._addressed(tx, message) or letters.sent_letter(
            tx, (message.report.original_message_id, *message.references)
        )
        return found and replace(found, text=letters.words(tx, found.id))

    def _case_by_their_number(self, tx: Connection, message: InboundMessage, body: OutsideBody) -> Match | None:
        """An outside body need not know our reference: its own number finds the case that it was noted on."""
        number = their_number(message, body, self.firm.rules.procedure.prefix)
        case_id = body_numbers.case_of(tx, self.firm.settings.name, body.short, number) if number else None
        if case_id is None:
            return None
        why = f"it names {number}, under which {body.short} keeps the case"
        return Match(answer=Answer.UNCONFIRMED, case=self._current(tx, case_id), evidence=why)
