"""The register: cases, letters and reasons told from the record, for the command line; and what is done with parked messages."""

from __future__ import annotations
