"""A short soak in every run of the tests; the long ones are started by hand (soak.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers.postgres import Postgres
from tests.soak.outcome import faults_of
from tests.soak.soak import Plan, run

pytestmark = pytest.mark.server


def test_in_bad_weather_nothing_is_lost_and_nothing_is_twice(tmp_path: Path) -> None:
    outcome = run(Plan(seed=20260303, seconds=30, messages=100, mailboxes=2), tmp_path)
    assert faults_of(outcome) == (), outcome.told()


def test_nor_with_three_processes_on_one_database(tmp_path: Path, postgres: Postgres) -> None:
    plan = Plan(seed=20260304, seconds=30, messages=100, mailboxes=4, processes=3, postgres=postgres)
    outcome = run(plan, tmp_path)
    assert faults_of(outcome) == (), outcome.told()
