"""The workload and the floor that figures are told against: gen.py, floor.py and common.py of the yardstick's folder."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(os.environ.get("MAILBOT_YARDSTICK", Path(__file__).resolve().parents[2] / "shared" / "bench"))


def parts() -> tuple[ModuleType, ModuleType]:
    """(gen, common) of the yardstick. Ends the program with a sentence where it is absent."""
    if not (FOLDER / "floor.py").is_file():
        sys.exit(f"{FOLDER}: there is no yardstick; name its folder in MAILBOT_YARDSTICK")
    os.environ.setdefault("PEERS_ROOT", str(Path(tempfile.gettempdir()) / "mailbot-bench"))
    sys.path.insert(0, str(FOLDER))
    return importlib.import_module("gen"), importlib.import_module("common")


def floor(messages: int, runs: int, batch: int = 100, prefill: int = 0) -> dict[str, Any]:
    """The floor's best run of that many messages, measured now: cpu_ms_msg, msg_s_wall, rss (KiB)."""
    command = [sys.executable, str(FOLDER / "floor.py"), "driver", "-n", str(messages), "--runs", str(runs)]
    command += ["--batch", str(batch), "--policy", "compat32", "--prefill", str(prefill)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return dict(min(found, key=lambda run: run["cpu_ms_msg"]))
