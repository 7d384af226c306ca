"""What all letters of one name have in common: sample letters, against which the store keeps each as what sets it apart."""

from __future__ import annotations

from collections import Counter
from datetime import UTC

from mailbot.core.model import Address, Envelope
from mailbot.core.procedure import Procedure
from mailbot.errors import ConfigError
from mailbot.letters.render import Writer
from mailbot.letters.sample import samples
from mailbot.letters.sample_staff import NOW
from mailbot.mail.compose import compose
from mailbot.store.patterns import Pattern

PAYS_AFTER = 3
"""Letters of a name that a process has written before it makes their pattern: a pattern takes the room of one and the time of several."""


class Likeness:
    """The patterns of one process, each made when it is first worth it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._written: Counter[tuple[str, str, str]] = Counter()
        self._made: dict[tuple[str, str, str], Pattern | None] = {}

    def of(self, procedure: Procedure, letter: str) -> Pattern | None:
        """None for a letter of which not many are written, or whose template cannot be rendered with sample data."""
        name = (procedure.id, procedure.version, letter)
        if name not in self._made:
            self._written[name] += 1
            if self._written[name] <= PAYS_AFTER:
                return None
            self._made[name] = self._make(procedure, letter)
        return self._made[name]

    def _make(self, procedure: Procedure, letter: str) -> Pattern | None:
        """The fullest sample last: what stands near is found with fewer bytes."""
        try:
            rendered = [
                self._writer.render(procedure.id, letter, told) for told in reversed(samples(letter, procedure))
            ]
        except ConfigError:  # `mailbot check` tells of it
            return None
        envelope = Envelope(
            message_id="<ds-2026-0042-k.42.00000000.mfrggzdfmztwq2lk@example.com>",
            sender=Address(address="info@example.com", name=procedure.company.name),
            recipient=Address(address="jo@customer.example", name="Jo Simmons"),
            reply_to="info+1a.mfrggzdfmztwq2lk@example.com",
            date=NOW.replace(tzinfo=UTC),
            automatic="auto-generated",
            in_reply_to="<first@customer.example>",
            references=("<first@customer.example>",),
        )
        return Pattern.of(b"".join(compose(envelope, one) for one in rendered))
