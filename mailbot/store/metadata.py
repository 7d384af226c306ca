"""All tables together, as SQLAlchemy knows them: what makes them and compares them needs every file that has some."""

from __future__ import annotations

from mailbot.store import case_tables, tables

__all__ = ["METADATA", "case_tables", "tables"]

METADATA = tables.Ledger.metadata
