"""Coverage-guided fuzzing of `mailbot inspect` with atheris, which the tests do not need: `make fuzz`, or

    python tests/fuzz/fuzz_inspect.py WORK [--seconds 600] [--seeds DIR]...

Seeds are tests/emails and every folder given; what is found interesting is kept in WORK/found. A message that raises, or costs
more than a second of CPU, is written to WORK/crash-... or WORK/slow-..., and the run goes on over slow ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mailbot", "email", "mailparser"]):
    from mailbot.inspection import inspect_content

EMAILS = Path(__file__).parent.parent / "emails"
MOST_SECONDS = 1.0
LONGEST_SEED = 60_000  # octets: a fuzzer learns little from a photograph


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("work", type=Path, metavar="WORK")
    wanted.add_argument("--seconds", type=int, default=600)
    wanted.add_argument("--seeds", type=Path, action="append", default=[EMAILS], metavar="DIR")
    asked = wanted.parse_args()
    found, seeds = asked.work / "found", asked.work / "seeds"
    for folder in (found, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    print(f"{gather(asked.seeds, seeds)} seeds", file=sys.stderr)

    def one(content: bytes) -> None:
        started = time.process_time()
        told = inspect_content("x.eml", content).to_json()
        seconds = time.process_time() - started
        json.dumps(told, ensure_ascii=False).encode("utf-8")
        if seconds > MOST_SECONDS:
            name = f"slow-{hashlib.sha256(content).hexdigest()[:16]}"
            (asked.work / name).write_bytes(content)
            print(f"{name}: {seconds:.2f} s, {len(content)} octets", file=sys.stderr)

    options = [f"-max_total_time={asked.seconds}", "-timeout=20", "-max_len=65536", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={asked.work}/", str(found), str(seeds)], one)
    atheris.Fuzz()


def gather(folders: list[Path], into: Path) -> int:
    """Copies each mail of the folders once, by its hash; how many there are."""
    for folder in folders:
        for file in folder.rglob("*"):
            if (
                file.is_file()
                and file.suffix in ("", ".eml", ".txt", ".msg", ".mbox")
                and file.stat().st_size <= LONGEST_SEED
            ):
                content = file.read_bytes()
                (into / hashlib.sha256(content).hexdigest()[:24]).write_bytes(content)
    return sum(1 for _ in into.iterdir())


if __name__ == "__main__":
    main()
