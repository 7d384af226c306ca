"""A company's part of the desk: its mailbox's settings and the procedure it runs by. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from mailbot.config import Mailbox
from mailbot.core.model import Enclosure
from mailbot.core.rules import Rules


@dataclass(frozen=True, kw_only=True, slots=True)
class FirmDesk:
    settings: Mailbox
    rules: Rules
    enclosures: Mapping[str, Enclosure] = field(default_factory=dict)  # "procedure", "feedback_form"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rules.procedure.calendar.zone)

    @property
    def name(self) -> str:
        return self.settings.name
