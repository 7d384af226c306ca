"""Is this mail automatic, and may it be answered by machine? One function over one table; nothing else in mailbot asks
these questions.

The two answers are apart: a person's mail may ask for no automatic answer, and stays a person's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.core import automatic_signs as signs
from mailbot.core.mail_facts import Facts
from mailbot.core.model import (
    NOBODY_SAID,
    Authentication,
    AutomaticKind,
    Disposition,
    InboundMessage,
    Verdict,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A row: a message for which `applies` says yes gets this verdict."""

    name: str
    source: str
    applies: Callable[[Facts], bool]
    disposition: Disposition
    kind: AutomaticKind | None = None
    may_auto_answer: bool = False


def _row(
    name: str,
    source: str,
    applies: Callable[[Facts], bool],
    disposition: Disposition,
    kind: AutomaticKind | None = None,
    may: bool = False,
) -> Rule:
    return Rule(name=name, source=source, applies=applies, disposition=disposition, kind=kind, may_auto_answer=may)


_OWN, _AUTOMATIC, _PERSON = Disposition.OWN, Disposition.AUTOMATIC, Disposition.PERSON
_OOO, _REPLY, _LIST, _GENERATED = (
    AutomaticKind.OUT_OF_OFFICE,
    AutomaticKind.AUTO_REPLY,
    AutomaticKind.LIST,
    AutomaticKind.GENERATED,
)

# The first row that applies decides. What a message is stands before what it asks for: rows that only withhold an
# answer come last.
RULES: tuple[Rule, ...] = (
    _row("our own letter", "RFC 3834 section 2 (loops)", signs.is_own, _OWN),
    _row("delivery report", "RFC 3464; RFC 6522 section 3", signs.is_report, Disposition.DELIVERY_REPORT),
    _row("read receipt", "RFC 8098 section 3", signs.is_receipt, _AUTOMATIC, AutomaticKind.READ_RECEIPT),
    _row("abuse report", "RFC 5965 section 2", signs.is_feedback, _AUTOMATIC, _GENERATED),
    _row("absence field", "RFC 3834 section 5; RFC 5230 section 4", signs.is_absence_field, _AUTOMATIC, _OOO),
    _row("marked automatic, speaks of absence", "RFC 3834 sections 2 and 5", signs.is_marked_absence, _AUTOMATIC, _OOO),
    _row("absence subject", "common practice; RFC 3834 section 3.1.5", signs.is_absence_subject, _AUTOMATIC, _OOO),
    _row(
        "automatic subject, speaks of absence",
        "RFC 3834 section 3.1.5",
        signs.is_automatic_subject_absent,
        _AUTOMATIC,
        _OOO,
    ),
    _row("Auto-Submitted: auto-replied", "RFC 3834 sections 2 and 5", signs.is_auto_replied, _AUTOMATIC, _REPLY),
    _row(
        "automatic reply field",
        "common practice (X-Autoreply, X-Autorespond, Precedence: auto_reply)",
        signs.is_auto_reply_field,
        _AUTOMATIC,
        _REPLY,
    ),
    _row("automatic subject", "RFC 3834 section 3.1.5", signs.is_automatic_subject, _AUTOMATIC, _REPLY),
    _row("mailing list", "RFC 2919; RFC 2369; RFC 5230 section 4.6", signs.is_list, _AUTOMATIC, _LIST),
    _row("Precedence: list", "RFC 3834 section 2", signs.is_list_precedence, _AUTOMATIC, _LIST),
    _row("Auto-Submitted", "RFC 3834 sections 2 and 5", signs.is_auto_submitted, _AUTOMATIC, _GENERATED),
    _row(
        "machine field",
        "common practice (X-Auto-Submitted, X-Cron-Env, X-FC-MachineGenerated)",
        signs.is_machine_field,
        _AUTOMATIC,
        _GENERATED,
    ),
    _row(
        "telephone system",
        "common practice (Asterisk, Exchange voice mail)",
        signs.is_telephone,
        _AUTOMATIC,
        _GENERATED,
    ),
    _row("domain report", "RFC 7489 section 7.2.1.1; RFC 8460", signs.is_domain_report, _AUTOMATIC, _GENERATED),
    _row("newsletter", "RFC 2369; RFC 8058", signs.is_newsletter, _AUTOMATIC, _LIST),
    _row("Precedence: bulk", "RFC 3834 section 2", signs.is_bulk, _AUTOMATIC, _GENERATED),
    _row(
        "null reverse-path", "RFC 3834 section 2; RFC 5321 section 4.5.5", signs.is_null_return, _AUTOMATIC, _GENERATED
    ),
    _row("multipart/report", "RFC 6522 section 3", signs.is_other_report, _AUTOMATIC, _GENERATED),
    _row("daemon address", "RFC 3834 section 2; RFC 5230 section 4.6", signs.is_daemon, _AUTOMATIC, _GENERATED),
    _row("list owner address", "RFC 3834 section 2; RFC 5230 section 4.6", signs.is_list_owner, _AUTOMATIC, _LIST),
    # from here on the mail counts as a person's, but no machine answers it
    # a form on the firm's own website may write from the firm's own address: it is read, and we never answer ourselves
    _row("from our own address", "RFC 3834 section 2 (loops)", signs.is_from_us, _PERSON),
    _row("no-reply address", "nobody reads it; a form may have sent a person's words", signs.is_no_reply, _PERSON),
    _row(
        "system account address", "nobody may read it; a form may have sent a person's words", signs.is_account, _PERSON
    ),
    _row(
        "can be unsubscribed from",
        "RFC 2369; forms and mailing services add it to persons' mail",
        signs.is_unsubscribable,
        _PERSON,
    ),
    _row("asks for no automatic answer", "MS-OXCMAIL 2.1.3.2.20", signs.asks_no_answer, _PERSON),
    _row("says that nobody reads answers", "RFC 3834 section 2; common practice", signs.says_nobody_reads, _PERSON),
    _row("loop mark", "RFC 3834 section 2 (X-Loop)", signs.is_looping, _PERSON),
    _row("marked as junk", "RFC 3834 section 2", signs.is_junk, _PERSON),
    _row("several senders", "RFC 5322 section 3.6.2; RFC 7489 section 6.6.1", signs.has_many_senders, _PERSON),
    _row("authentication failed", "RFC 3834 section 2; RFC 8601; RFC 9989", signs.is_contradicted, _PERSON),
    _row("a person's mail", "no other row applies", signs.is_anything, _PERSON, None, True),
)


def judge(
    message: InboundMessage,
    *,
    own_addresses: frozenset[str] = frozenset(),
    authentication: Authentication = NOBODY_SAID,
) -> Verdict:
    """What kind of mail this is and whether it may be answered by machine: the verdict of the first row of `RULES` that
    applies.

    `own_addresses` are the lower-case addresses that mailbot itself sends from; mail from one of them is our own coming
    back; `authentication` is what a trusted mail server found out about its sender.
    A missing Return-Path is no evidence of anything (design.md decision 6).
    """
    facts = Facts(message, own_addresses, authentication)
    rule = next(rule for rule in RULES if rule.applies(facts))
    return Verdict(
        disposition=rule.disposition,
        may_auto_answer=rule.may_auto_answer,
        rule=rule.name,
        source=rule.source,
        kind=rule.kind,
    )
