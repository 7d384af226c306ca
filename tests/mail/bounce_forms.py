"""Notices of failure and delay in prose, and mails of persons that resemble them: what one is made of, and all of them.

Each letter was written to JO by info@dsmart.example. Forms that come as RFC 3464 reports are not here.
"""

from __future__ import annotations

from dataclasses import dataclass

JO = "jo@customer.example"
DAEMON = "MAILER-DAEMON@mx.example"
SYSTEM = "Mail Delivery System <MAILER-DAEMON@mx.example>"
POSTFIX = "MAILER-DAEMON@mx.example (Mail Delivery System)"
POSTMASTER = "postmaster@mx.example"
OUTLOOK = "postmaster@outlook.example"
EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@dsmart.example>"
GOOGLE = "Mail Delivery Subsystem <mailer-daemon@googlemail.example>"
PAT = "Pat <pat@customer.example>"
NULL = "Return-Path: <>\n"


@dataclass(frozen=True, kw_only=True)
class Form:
    """One mail. `head` are further header lines; `told` is "failed" or "delayed"."""

    sender: str
    subject: str
    body: str
    head: str = ""
    told: str = "failed"
