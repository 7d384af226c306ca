"""What a notice shows of the message that it is about. Plain values; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.core.actions import Write
from mailbot.core.lookalike import lookalikes
from mailbot.core.model import Authenticity, InboundMessage, PartyStanding
from mailbot.core.named import named
from mailbot.core.pointing import with_what_hangs_below
from mailbot.core.rules import Arrival
from mailbot.desk.firms import FirmDesk
from mailbot.desk.screening import Screened, hanging
from mailbot.letters.context import MessageLine

_MOST_SHOWN = 20_000  # characters


def message_line(write: Write, arrival: Arrival, screened: Screened, firm: FirmDesk) -> MessageLine:
    """A message for the staff who deal with it. Of a very long one the beginning; never any markup of the sender's."""
    message = arrival.message
    words = with_what_hangs_below(message.fresh or message.text, message)
    return MessageLine(
        who=str(arrival.sender) or "somebody without an address",
        subject=message.subject,
        received=arrival.received_at.astimezone(firm.zone),
        text=words[:_MOST_SHOWN],
        attachments=tuple(a.name or a.type for a in hanging(message)),
        evidence=write.evidence,
        automatic=write.silence,
        named=tuple(p.name for p in named(arrival, firm.rules) if not p.uses(write.to)),
        doubt=arrival.authentication.because if arrival.authentication.state is Authenticity.CONTRADICTED else "",
        unconfirmed=write.unconfirmed,
        body=arrival.body.name if arrival.body else "",
        other=_other(arrival),
        withheld=screened.withheld if write.letter == "notice" else (),
        warnings=(
            *lookalikes(arrival.sender, firm.rules.firm.people),
            *_oddities(message, words),
            *_flood(arrival, firm),
        ),
        enclosed=_enclosed(message)[:_MOST_SHOWN],
        opens=arrival.match.case is None,
    )


def _other(arrival: Arrival) -> str:
    case = arrival.match.case
    party = case.party(arrival.sender.address) if case is not None and arrival.sender.address else None
    if case is None or party is None or party == case.customer or party.standing is PartyStanding.UNCONFIRMED:
        return ""
    return party.called


def _oddities(message: InboundMessage, words: str) -> Iterator[str]:
    """What the reader of a notice would not guess from the words that it shows."""
    if message.protection.startswith("encrypted"):
        yield f"The message is {message.protection}: its words could not be read. The original is in the inbox and in the record."
    elif message.protection:
        yield f"The message is {message.protection}."
    if len(words) > _MOST_SHOWN:
        yield "The message is longer than what is shown here. The whole of it is in the record."


def _flood(arrival: Arrival, firm: FirmDesk) -> Iterator[str]:
    most = firm.rules.firm.notices_an_hour
    if arrival.lately + 1 == most:
        yield (
            f"This is message number {most} of this sender within an hour. "
            "Further ones are recorded as they come, and you get one notice of them together."
        )


def _enclosed(message: InboundMessage) -> str:
    """The words of a mail that hangs on this one, which nobody sees who reads the text alone."""
    inner = message.forwarded
    if inner is None or not inner.text.strip() or inner.text.strip()[:200] in message.text:
        return ""
    said = (("From", str(inner.sender or "")), ("Subject", inner.subject))
    return "\n".join([*(f"{label}: {value}" for label, value in said if value), "", inner.text])
