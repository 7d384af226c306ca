"""The desk: looks up what a decision needs, carries it out, and writes the letters. It decides nothing; core/ does."""

from __future__ import annotations
