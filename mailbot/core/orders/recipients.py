"""Who on a case may be written to, and how a command's answer tells to whom its letter goes."""

from __future__ import annotations

from mailbot.core.model import Case, Party, PartyStanding


def confirmed(case: Case) -> tuple[Party, ...]:
    return tuple(p for p in case.parties if p.standing is not PartyStanding.UNCONFIRMED)


def known(case: Case) -> str:
    return f"there are: {', '.join(map(called, confirmed(case)))}"


def called(party: Party) -> str:
    return f"{party.name} <{party.address}>" if party.name and party.address else party.called


def told(case: Case, to: Party, said: str) -> str:
    """What a command answers, with whom its letter goes to behind it, or in the place of "the customer" where it goes to somebody else;
    and who else is on the case and does not get it, where somebody is."""
    others = [p for p in confirmed(case) if p.address and p != to]
    mainly = to == case.customer
    whom = f"{said} ({called(to)})" if mainly else said.replace("the customer", called(to), 1)
    more = f". {' and '.join(map(called, others))} {'is' if len(others) == 1 else 'are'} on the case too and did not get it"
    how = f": 'to {others[0].address}' behind the command writes to them" if others and mainly else ""
    return f"{whom}{more if others else ''}{how}"
