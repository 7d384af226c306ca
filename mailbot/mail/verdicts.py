"""What an SMTP server's answer means for a letter: accepted, to be tried again, or never. It opens no connection.

| what happened                              | outcome                    | systemic |
|--------------------------------------------|----------------------------|----------|
| 250 after the message                      | accepted                   |          |
| no connection, no TLS, connection lost     | temporary                  | yes      |
| login refused, 4xx or 5xx                  | temporary                  | yes      |
| 421 anywhere                               | temporary                  | yes      |
| 530, 534, 535, 538 anywhere (log in first) | temporary                  | yes      |
| sender refused for good (5xx at MAIL)      | temporary: it is our sender | yes     |
| ... because the message is too large       | permanent                  | no       |
| 5xx 5.4.5, 5.7.60 anywhere (quota, sender) | temporary: it is our account | yes    |
| 4xx (greylisting 450/451, full 452)        | temporary                  | no       |
| 5xx (unknown 550, full 552, policy 554)    | permanent                  | no       |
| lost or silent after DATA was sent         | temporary, outcome unknown | no       |
"""

from __future__ import annotations

import re

from mailbot.core.model import Outcome, SubmissionResult

_TEXT_LENGTH = 500
_STATUS = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)", re.MULTILINE)

_LOG_IN_FIRST = frozenset({530, 534, 535, 538})  # RFC 4954 6
_CLOSING = 421
_OUR_ACCOUNT = frozenset({"5.4.5", "5.7.60"})
"""Said with a code for good of what is wrong with us and passes: Gmail's quota of a day, and Exchange's doubt, once it has seen the letter,
that we may write as its sender."""
_TOO_LARGE = frozenset({"5.3.4", "5.2.3"})  # RFC 3463: larger than the server, or the mailbox, takes


def accepted(code: int, text: str) -> SubmissionResult:
    return SubmissionResult(outcome=Outcome.ACCEPTED, code=code, status=enhanced_status(text), text=clean(text))


def refused(code: int, text: str) -> SubmissionResult:
    """The answer to RCPT, DATA or the message itself. A code that is none of 4xx and 5xx is the server's confusion."""
    ours = code == _CLOSING or code in _LOG_IN_FIRST or enhanced_status(text) in _OUR_ACCOUNT
    if ours or not 400 <= code <= 599:
        return trouble(text, code)
    outcome = Outcome.TEMPORARY if code < 500 else Outcome.PERMANENT
    return SubmissionResult(outcome=outcome, code=code, status=enhanced_status(text), text=clean(text))


def sender_refused(code: int, text: str) -> SubmissionResult:
    """The answer to MAIL. A sender refused for good is our configuration's fault: no letter may fail for it."""
    if code == 552 or enhanced_status(text) in _TOO_LARGE or code < 500:
        return refused(code, text)
    return trouble(text, code)


def trouble(text: str, code: int = 0, *, host: str = "") -> SubmissionResult:
    """The server or our account is in trouble, whatever the letter: try again when that has passed."""
    return SubmissionResult(
        outcome=Outcome.TEMPORARY,
        code=max(code, 0),
        status=enhanced_status(text),
        text=clean(f"{host}: {text}" if host else text),
        systemic=True,
    )


def unknown(text: str) -> SubmissionResult:
    """The server may have the letter or not: the answer was lost. A repeat carries the same Message-ID."""
    return SubmissionResult(outcome=Outcome.TEMPORARY, text=clean(f"outcome unknown: {text}"))


def impossible(status: str, text: str) -> SubmissionResult:
    """The letter cannot be sent to this address by this server, whenever it is tried. Nothing was sent."""
    return SubmissionResult(outcome=Outcome.PERMANENT, status=status, text=clean(text))


def enhanced_status(text: str) -> str:
    """The enhanced status code (RFC 3463) at the beginning of a line of the answer; "" if there is none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def clean(text: str) -> str:
    """The answer on one line, printable, and no longer than a person wants to read."""
    readable = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in readable)[:_TEXT_LENGTH]
