"""A message too large to be read, of which only the header was kept: its sender is told, once a day."""

from __future__ import annotations

from mailbot.core.actions import Actions, Write
from mailbot.core.rules import Arrival


def too_large(arrival: Arrival, *, told: bool, most: str) -> Actions:
    """The letter that says so, unless a machine wrote it, a colleague did, or its sender was `told` within the last day.

    `most`: what we open, such as "25 MB". That a person of ours is told is the intake's business: the message is parked.
    """
    sender = arrival.sender
    if told or not arrival.verdict.may_auto_answer or not sender.address or arrival.match.staff is not None:
        return ()
    return (
        Write(
            letter="too_large",
            to=sender.address,
            to_name=sender.name,
            words=most,
            answers=True,
            off_case=True,
            about_message=True,
        ),
    )
