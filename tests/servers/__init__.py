"""Mail servers for tests, each on a free port of 127.0.0.1, each stopped by the test that started it."""

from __future__ import annotations
