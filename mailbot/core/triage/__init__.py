"""What the words of a message raise: flags with the words that raised them. Start at triage.py; the tables are rules_*.py."""

from __future__ import annotations
