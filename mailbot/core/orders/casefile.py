"""`#file`: the case file by mail, whole for the firm itself, or what an outside body is given."""

from __future__ import annotations

from mailbot.core.bodies import named
from mailbot.core.orders.turn import Answer, Done, Refused, Turn


def file(turn: Turn) -> Answer:
    """`#file`, or `#file NAME` for the body of that name."""
    word = " ".join(turn.argument.split())
    if not word:
        return Done(said="here is the case file, for use inside the firm", information="file")
    bodies = turn.rules.firm.bodies
    body = named(bodies, word)
    if body is None:
        known = ", ".join(f"#file {b.short}" for b in bodies) or "no outside body is known"
        return Refused(
            why=f"'{word}' is no outside body that we know: write #file alone for the whole file, or {known}"
        )
    return Done(
        said=f"here is the case file for {body.name}, without internal notes: read it before you send it on",
        information=f"file {body.short}",
    )
