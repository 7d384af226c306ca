"""A start imports little, and what it leaves out is there when somebody asks for it."""

from __future__ import annotations

import subprocess
import sys

COUNTRIES = "[name for name in sys.modules if name.startswith('holidays.countries.')]"


def started(lines: str) -> str:
    """What a process of its own prints, which starts as mailbot does."""
    script = f"import sys\nfrom mailbot import starting\nstarting.lightly()\n{lines}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout


def test_the_bank_holidays_of_one_country_need_no_other() -> None:
    lines = "from mailbot.core.nations import bank_holidays\nprint(len(bank_holidays('scotland', 2026)), {})"
    assert started(lines.format(COUNTRIES)) == "11 ['holidays.countries.united_kingdom']\n"


def test_the_other_countries_are_there_for_whoever_asks() -> None:
    asked = "from datetime import date\nfrom holidays.countries import France\nprint(date(2026, 7, 14) in France())"
    assert started(asked) == "True\n"


def test_the_daemon_starts_without_what_few_messages_need() -> None:
    seldom = ("alembic", "dateparser", "icalendar", "prometheus_client", "sqlalchemy.dialects.postgresql")
    assert started(f"import mailbot.daemon\nprint([n for n in {seldom!r} if n in sys.modules])") == "[]\n"
