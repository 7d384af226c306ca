"""The story of `mailbot demo`: both companies' mails in one order, and the weeks that are left out.

What mailbot does about each mail is not written anywhere: that is found out by playing it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from operator import attrgetter

from mailbot.demo import tale_dsmart, tale_tinytracker
from mailbot.demo.mails import Mail, march

START = march(2, 9)
QUIET_FROM = march(17, 12)
QUIET_UNTIL = datetime(2026, 5, 18, 7, 30, tzinfo=UTC)
LEFT_OUT = "Nobody writes for two months. The demo leaves them out, with the morning lists of their Mondays."
END = datetime(2026, 5, 18, 12, 0, tzinfo=UTC)

MAILS: tuple[Mail, ...] = tuple(sorted((*tale_dsmart.MAILS, *tale_tinytracker.MAILS), key=attrgetter("at")))


def after_the_gap(last: date, at: datetime) -> bool:
    """Does the time that is left out lie between that day and that moment?"""
    return last <= QUIET_FROM.date() and at >= QUIET_UNTIL
