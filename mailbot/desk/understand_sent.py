"""From the stored bytes of a mail in the folder of sent mail to an Arrival: is it ours, and which case is it about? Decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core import reference
from mailbot.core.match import SentEvidence, match_sent
from mailbot.core.model import Answer, Disposition, InboundMessage, Match
from mailbot.core.rules import Arrival
from mailbot.desk.opening import Opened
from mailbot.desk.understand import Reader
from mailbot.store import ledger, letters
from mailbot.store.ledger import Entry


class SentReader(Reader):
    """Reads what colleagues sent from one mailbox."""

    def understand(self, tx: Connection, entry: Entry, opened: Opened, now: datetime) -> Arrival:  # noqa: ARG002 - as its parent
        message, verdict, authentication = self._judged(opened)
        if verdict.disposition is not Disposition.UNREADABLE and letters.sent_letter(tx, (message.message_id,)):
            verdict = replace(verdict, disposition=Disposition.OWN, rule="a letter of ours", source="our Message-ID")
        theirs = verdict.disposition is Disposition.PERSON
        found = match_sent(self._sent_evidence(tx, message)) if theirs else Match(answer=Answer.NONE, evidence="-")
        return Arrival(
            message=message,
            received_at=entry.received_at,
            verdict=verdict,
            match=found,
            authentication=authentication,
            sent=True,
            duplicate=ledger.stands_in_sent(tx, entry.mailbox, message.message_id, entry.id),
        )

    def _sent_evidence(self, tx: Connection, message: InboundMessage) -> SentEvidence:
        answered = letters.sent_letter(tx, (*message.in_reply_to, *message.references), self.firm.name)
        prefix = self.firm.rules.procedure.prefix
        named = self._cases_of(tx, reference.find(message.subject, prefix))
        to = tuple(address.address for address in (*message.to, *message.cc))
        theirs = {case.id: case for address in to for case in self._open_cases(tx, address)}
        return SentEvidence(
            to=to,
            answered=self._case_of(tx, answered) or self._earlier(tx, message),
            referenced=named or self._cases_of(tx, reference.find(message.fresh, prefix)),
            open_cases=tuple(case for case in theirs.values() if not case.restricted),
        )
