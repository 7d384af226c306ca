"""mail/patience.py: what never returns ends the process, and what does leaves it alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mailbot.mail.patience import patience

STUCK = """
from mailbot.mail.patience import patience
with patience(0.2):
    while True: pass
"""
# another reading that ends does not disarm the stop of the one that is stuck
STUCK_BESIDE_ANOTHER = """
from mailbot.mail.patience import patience
with patience(0.2):
    with patience(0.2): pass
    while True: pass
"""
# ... nor do those before it in a batch, and the batch is not taken for one reading
STUCK_AFTER_OTHERS = """
from mailbot.mail.patience import patience
with patience(0.2):
    for _ in range(100):
        with patience(0.2): pass
    with patience(0.2):
        while True: pass
"""
MANY = """
import time
from mailbot.mail.patience import patience
with patience(0.4):
    for _ in range(6):
        with patience(0.4): time.sleep(0.1)
print("alive")
"""
DONE = """
import time
from mailbot.mail.patience import patience
with patience(0.05): pass
time.sleep(0.2)
print("alive")
"""


@pytest.mark.parametrize(
    ("program", "ends"),
    [
        (STUCK, (1, "")),
        (STUCK_BESIDE_ANOTHER, (1, "")),
        (STUCK_AFTER_OTHERS, (1, "")),
        (MANY, (0, "alive\n")),
        (DONE, (0, "alive\n")),
    ],
)
def test_only_a_reading_that_does_not_end_ends_the_process(program: str, ends: tuple[int, str]) -> None:
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (*ends, "")


def test_a_fault_leaves_no_timer_behind() -> None:
    with pytest.raises(ValueError, match="x"), patience():
        raise ValueError("x")
