"""`mailbot demo`: plays the story on a loopback mail world, prints it, leaves its mails and a page; may stay up."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

from mailbot.demo import index, papers
from mailbot.demo.balance import balance
from mailbot.demo.narrator import Moment
from mailbot.demo.performance import Performance, StoryClock
from mailbot.demo.screen import Screen
from mailbot.demo.serving import Live, open_world
from mailbot.demo.tale import END, START
from mailbot.demo.world import MailWorld
from mailbot.errors import MailbotError, TemporaryFailure


def run(out: Path, *, serve: bool) -> None:
    """The whole demo: needs no configuration and no network. With `serve`, returns on SIGTERM or Ctrl-C.

    Raises ConfigError if `out` holds files that mailbot did not make, MailbotError if the loopback world fails.
    """
    papers.claim(out)
    if serve:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until serving.py listens for it
    clock = StoryClock(START)
    with tempfile.TemporaryDirectory(prefix="mailbot-demo-", ignore_cleanup_errors=True) as folder:
        try:
            with open_world(clock, serve=serve) as world:
                _perform(world, clock, Path(folder) / "demo.db", out, serve=serve)
        except BrokenPipeError:  # whoever read our output has seen enough
            raise
        except OSError as fault:  # smtplib's errors are of this kind
            raise TemporaryFailure(f"demo: the loopback mail servers failed: {fault}") from fault


def _perform(world: MailWorld, clock: StoryClock, database: Path, out: Path, *, serve: bool) -> None:
    screen = Screen()
    performance = Performance(world, clock, database)
    try:
        screen.introduce()
        moments: list[Moment] = []
        for moment in performance.play():
            screen.show(moment)
            moments.append(moment)
        figures = balance(performance.desk, END)
        carried = papers.papers_of(performance.narrator, world.sent())
        papers.write(out, carried)
        index.write(out / papers.INDEX, tuple(moments), carried, figures)
        screen.sum_up(figures, carried, out)
        if not figures.sound:
            raise MailbotError("demo: the record is not sound, see the figures above; please report it")
        if serve:
            Live(performance, screen).run()
    finally:
        performance.close()
