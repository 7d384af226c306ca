"""From stored bytes to an Arrival: parse, judge, match, triage. Looks everything up, decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.core import reference
from mailbot.core.automatic import judge
from mailbot.core.away import AWAY_TOLD
from mailbot.core.bodies import writing_from
from mailbot.core.commands import TEXT_TO_CUSTOMER
from mailbot.core.commands import parse as parse_commands
from mailbot.core.flood import is_flood
from mailbot.core.model import (
    NOBODY_SAID,
    Answer,
    Authentication,
    AutomaticKind,
    Case,
    CaseKind,
    CaseState,
    Deadline,
    Direction,
    Disposition,
    Flag,
    InboundMessage,
    Invitation,
    Match,
    Person,
    Verdict,
)
from mailbot.core.numbered import numbers
from mailbot.core.pointing import with_what_hangs_below
from mailbot.core.rules import Arrival, HandSent, Numbered, own_words
from mailbot.core.subjects import without_answer_mark
from mailbot.core.triage.triage import raise_flags
from mailbot.core.workdays import Rule, Unit
from mailbot.desk.case_finding import CaseFinder
from mailbot.desk.opening import Opened
from mailbot.mail.authentication import authenticate
from mailbot.store import contacts, deadlines, invitations, ledger, letters, mailboxes, numbering, promises
from mailbot.store.ledger import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader(CaseFinder):
    """Reads messages for one mailbox."""

    def understand(self, tx: Connection, entry: Entry, opened: Opened, now: datetime) -> Arrival:
        """Everything that deciding needs to know of this message."""
        message, verdict, authentication = self._judged(opened)
        if verdict.disposition is Disposition.UNREADABLE:
            return Arrival(message=message, received_at=entry.received_at, verdict=verdict, match=_nowhere(message))
        subject, tagged = self.tokens.untagged(message.subject, self.firm.settings.address)
        if subject != message.subject:
            message = replace(message, subject=subject)
        if message.sender is not None and message.sender.address == self.firm.settings.address.lower():
            verdict = self._own_copy(tx, entry, message, verdict)
        staff = self._staff(message)
        sender = message.sender.address if message.sender else ""
        reported = self._reported(tx, message)
        body = writing_from(self.firm.rules.firm.bodies, sender)
        visit = self._visit(tx, message) if reported is None else None
        found = self._found(tx, message, staff=staff, tagged=tagged, reported=reported, body=body, visit=visit)
        lately = 0 if staff else contacts.lately(tx, self.firm.name, sender, now, timedelta(hours=1))
        if body is None and found.answer is Answer.NONE and is_flood(lately, self.firm.rules):
            found = self._filed(tx, found, lately)
        triaged = self._flags_of(message, staff, found)
        answered = found.replies_to
        digest = answered is not None and answered.name == "digest" and found.proven
        numbered = numbering.of_letter(tx, answered.id) if answered is not None and digest else ()
        return Arrival(
            message=message,
            received_at=entry.received_at,
            verdict=verdict,
            match=found,
            authentication=authentication,
            flags=triaged,
            stale=self._stale(tx, entry, found, now),
            duplicate=ledger.same_message(
                tx, entry.mailbox, message.message_id, sender, message.fresh or message.text, entry.id
            ),
            reported=reported,
            met=deadlines.met_by_letter(tx, reported.id) if reported else (),
            lately=lately,
            promised=promises.of_letter(tx, reported.id) if reported else (),
            told_lately=self._told_lately(tx, found.case, sender, now),
            body=body,
            held=letters.held(tx, found.case.id) if found.case and staff else (),
            recurring=self._recurring(tx, found) if staff else None,
            named=self._named(tx, message) if staff else {},
            numbers=len(numbered),
            numbered=self._numbered(tx, message, numbered),
            notes=_notes(tx, found.case) if found.case and staff else (),
            sender_cases=self._forwarded_for(tx, message) if staff else self._besides(tx, found.case, sender),
            hand_sent=self._hand_sent(tx, found) if staff else None,
            away_told=staff is not None
            and verdict.kind is AutomaticKind.OUT_OF_OFFICE
            and self._away_told(tx, staff, now),
            unheard=contacts.unheard(tx, found.case.id) if found.case and staff else (),
            invitation=self._invitation(tx, message, staff) if visit is not None else None,
            invited=visit is not None,
        )

    def _judged(self, opened: Opened) -> tuple[InboundMessage, Verdict, Authentication]:
        message = opened.message
        if opened.unreadable:
            nothing = InboundMessage(message_id="", defects=(opened.unreadable,))
            unreadable = Verdict(
                disposition=Disposition.UNREADABLE, may_auto_answer=False, rule="unreadable", source="mail/parse.py"
            )
            return nothing, unreadable, NOBODY_SAID
        found = authenticate(message, self.firm.settings.authserv_ids)
        own = frozenset({self.firm.settings.address})
        return message, judge(message, own_addresses=own, authentication=found), found

    def _own_copy(self, tx: Connection, entry: Entry, message: InboundMessage, verdict: Verdict) -> Verdict:
        """A colleague sent it from the shared mailbox, with a copy to it: it stands in the folder of sent mail, and is read there."""
        if not ledger.stands_in_sent(tx, entry.mailbox, message.message_id, entry.id):
            return verdict
        return replace(
            verdict, disposition=Disposition.OWN, rule="a copy of sent mail", source="the folder of sent mail"
        )

    def _staff(self, message: InboundMessage) -> Person | None:
        if message.sender is None:
            return None
        return next((p for p in self.firm.rules.firm.people if p.uses(message.sender.address)), None)

    def _named(self, tx: Connection, message: InboundMessage) -> dict[str, Case]:
        """The cases of this mailbox whose references stand in what a colleague wrote."""
        found: dict[str, Case] = {}
        for wanted in reference.find(message.fresh, self.firm.rules.procedure.prefix):
            case = self._by_reference(tx, wanted)
            if case is not None and case.mailbox == self.firm.settings.name:
                found[wanted] = case
        return found

    def _numbered(self, tx: Connection, message: InboundMessage, case_ids: tuple[int, ...]) -> dict[int, Numbered]:
        """The cases whose numbers stand in an answer to a digest, as they are now; of one that was merged, the case it became."""
        named = numbers(own_words(message, self.firm.settings.address)) if case_ids else ()
        known = {n: self._current(tx, case_ids[n - 1]) for n in named if 0 < n <= len(case_ids)}
        return {n: self._as_it_is(tx, case) for n, case in known.items()}

    def _as_it_is(self, tx: Connection, case: Case) -> Numbered:
        held, unheard = letters.held(tx, case.id), contacts.unheard(tx, case.id)
        return Numbered(case=case, held=held, notes=_notes(tx, case), unheard=unheard)

    def _forwarded_for(self, tx: Connection, message: InboundMessage) -> tuple[Case, ...]:
        """The open cases of whoever wrote the mail that a colleague forwards."""
        inner = message.forwarded
        if inner is None or inner.sender is None:
            return ()
        return self._open_cases(tx, inner.sender.address)

    def _besides(self, tx: Connection, case: Case | None, sender: str) -> tuple[Case, ...]:
        """What is open for a customer who writes about an enquiry that is closed."""
        if case is None or case.state is not CaseState.CLOSED or case.kind is not CaseKind.ENQUIRY:
            return ()
        return self._open_cases(tx, sender)

    def _hand_sent(self, tx: Connection, found: Match) -> HandSent | None:
        """The mail from the shared mailbox that a colleague's answer is about: the one that the letter they answer told of."""
        told_at = found.replies_to.queued_at if found.replies_to is not None else None
        return contacts.hand_sent(tx, found.case.id, told_at) if found.case is not None else None

    def _invitation(self, tx: Connection, message: InboundMessage, staff: Person | None) -> Invitation | None:
        """What the sender was invited to, if it is they who answer (RFC 6047 section 2.2.1): a colleague by any of their addresses."""
        said, sender = message.calendar, message.sender
        if said is None or sender is None:
            return None
        mine = (staff.address, *staff.also) if staff is not None else (sender.address,)
        if said.attendee not in (address.lower() for address in mine):
            return None
        found = (invitations.find(tx, said.uid, address) for address in mine)
        return next((invitation for invitation in found if invitation is not None), None)

    def _flags_of(self, message: InboundMessage, staff: Person | None, found: Match) -> tuple[Flag, ...]:
        """Triage of what this person wrote; of a mail that a colleague forwarded, of what the customer wrote in it."""
        sender = message.sender.address if message.sender else ""
        names = tuple(a.name for a in message.attachments)
        if staff is not None and message.forwarded is not None and found.replies_to is None:
            who = message.forwarded.sender.address if message.forwarded.sender else ""
            return raise_flags(message.forwarded.subject, message.forwarded.text, who, attachments=names)
        ours = found.replies_to is not None or found.answer is Answer.CASE
        answers = bool(message.in_reply_to or message.references)
        words = own_words(message, self.firm.settings.address)
        return raise_flags(
            message.subject if answers else without_answer_mark(message.subject),
            words if staff is not None else with_what_hangs_below(words, message),
            sender,
            attachments=names,
            subject_is_ours=ours,
        )

    def _stale(self, tx: Connection, entry: Entry, found: Match, now: datetime) -> bool:
        """Did it come so long before it was first seen, or in a time that a restored database does not know, that nothing may follow
        from it but a person's look?"""
        quiet_until = mailboxes.quiet_until(tx, entry.mailbox)
        if quiet_until is not None and entry.received_at <= quiet_until:
            return True
        days = timedelta(days=self.firm.settings.stale_after_days)
        return found.answer is Answer.NONE and now - entry.received_at > days

    def _away_told(self, tx: Connection, staff: Person, now: datetime) -> bool:
        return any(map(staff.uses, ledger.senders(tx, self.firm.name, AWAY_TOLD, now - timedelta(hours=24))))

    def _told_lately(self, tx: Connection, case: Case | None, sender: str, now: datetime) -> bool:
        rule = self.firm.rules.procedure.letter_named("received")
        if case is None or rule is None or rule.at_most_every is None:
            return False
        limit = Rule.parse(rule.at_most_every)
        gap = timedelta(hours=limit.count) if limit.unit is Unit.HOURS else timedelta(days=limit.count)
        last = max(
            (
                at
                for name in ("received", "acknowledgement")
                if (at := letters.last_of(tx, case_id=case.id, name=name, recipient=sender))
            ),
            default=None,
        )
        return last is not None and now - last < gap

    def _recurring(self, tx: Connection, found: Match) -> Deadline | None:
        if found.replies_to is None or found.case is not None:
            return None
        asked = found.replies_to.queued_at
        running = (d for d in deadlines.standing(tx, self.firm.settings.name) if d.clock not in deadlines.NO_CLOCKS)
        # an answer to the papers of an earlier review is no answer to this one
        return next((d for d in running if asked is not None and asked >= d.started_at), None)


def _notes(tx: Connection, case: Case) -> tuple[str, ...]:
    """What colleagues wrote down for themselves on the case: the texts of mails whose commands all keep them inside. What was meant
    for the customer and refused is none, for it is written again."""
    kept = (
        parse_commands(c.summary)
        for c in contacts.of_case(tx, case.id, words=False)
        if c.direction is Direction.INTERNAL
    )
    noted = (k for k in kept if k.orders and all(o.known and o.word not in TEXT_TO_CUSTOMER for o in k.orders))
    return tuple("\n".join((*(o.argument for o in k.orders), k.text)) for k in noted)


def _nowhere(message: InboundMessage) -> Match:
    return Match(answer=Answer.NONE, evidence="; ".join(message.defects))
