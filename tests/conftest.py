"""What every test may use: the loopback servers (tests/servers), and an environment without mailbot's own variables."""

from __future__ import annotations

import os

pytest_plugins = ["tests.servers.fixtures"]

for name in [n for n in os.environ if n.startswith("MAILBOT_") and n != "MAILBOT_REQUIRE_SERVERS"]:
    del os.environ[name]
