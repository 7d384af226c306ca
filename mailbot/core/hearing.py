"""Who deals with a case, and who may hear of it: nobody whom it is about, and of a restricted case only those named on it.

Named on a case are whom it was given to, who restricted it, whom they named, and whoever a review was handed to.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.core.model import Case, Person, Role
from mailbot.core.procedure import Diversion
from mailbot.core.rules import Rules


def is_named(person: Person, case: Case) -> bool:
    return _uses_any(person, (case.assigned, case.delegate, *case.named))


def not_told(case: Case) -> tuple[str, ...]:
    """Addresses of those whom it is about, and of those whom a complaint of conduct names while nobody has said whether it is about
    them. To give somebody the case says that it is not."""
    given = (case.assigned, case.delegate)
    return (*case.about, *(address for address in case.concerned if address not in given))


def may_hear(person: Person, case: Case) -> bool:
    """May letters that this person did not ask for tell of the case?"""
    if _uses_any(person, not_told(case)):
        return False
    return not case.restricted or is_named(person, case)


def handlers(case: Case | None, rules: Rules) -> tuple[Person, ...]:
    """Who hears of a case: on stage two the delegate or the directors, else whom it is assigned to, else every handler.

    Nobody whom the complaint is about hears of it (phase two, person complained about); where nobody else is left, HR does.
    """
    if case is None:
        return rules.people(Role.HANDLER) or rules.people(Role.DIRECTOR) or rules.people(Role.HR)
    if case.stage == 2:
        return _given_to(case.delegate, case, rules) or reviewers(case, rules)
    assigned = _given_to(case.assigned, case, rules)
    if assigned:
        return assigned
    if case.restricted:  # whom it was given to has left, or it is about them: it is not every handler's
        return _named(case, rules) or overseers(case, rules)
    return _first(((role, but) for but in (not_told(case), case.about) for role in _ANYBODY), rules)


def overseers(case: Case, rules: Rules) -> tuple[Person, ...]:
    """The directors who hear of the case; of a restricted one those named on it, else one alone, since a broken promise must reach
    somebody. Where no director may hear of it, nobody."""
    found = rules.people(Role.DIRECTOR, but=not_told(case))
    return _closest(found, case)


def besides(case: Case | None, rules: Rules, but: tuple[str, ...]) -> tuple[Person, ...]:
    """Who is told in place of those people: a director, else a handler, else HR; of a restricted case somebody named on it first."""
    apart = (*but, *(not_told(case) if case else ()))
    if case is not None and case.restricted:
        left = tuple(p for p in _named(case, rules) if not _uses_any(p, apart))
        return left or rules.people(Role.DIRECTOR, but=apart)[:1] or rules.people(Role.HR, but=apart)[:1]
    return _first(((role, apart) for role in (Role.DIRECTOR, Role.HANDLER, Role.HR)), rules)


def grievances_to(rules: Rules, diversion: Diversion, *but: str) -> tuple[Person, ...]:
    """Who hears of what is not for this procedure: the role that it names, else a director; never who wrote it."""
    apart = tuple(address for address in but if address)
    return rules.people(Role(diversion.to_role), but=apart) or rules.people(Role.DIRECTOR, but=apart)


def reviewers(case: Case, rules: Rules) -> tuple[Person, ...]:
    """Who is given a review: everybody with its role, but none whom the complaint is about (phase two), nor, where the
    procedure wants a different person, who dealt with stage one; where nobody else is left, a director, a handler or HR."""
    stage = rules.procedure.stage_two
    roles = (Role(stage.role) if stage else Role.DIRECTOR, Role.DIRECTOR, Role.HANDLER, Role.HR)
    first = _dealt_with_stage_one(case, rules)
    apart = ((*not_told(case), *first), (*case.about, *first), case.about)
    return _closest(_first(((role, but) for but in apart for role in roles), rules), case)


def may_not_review(person: Person, case: Case, rules: Rules) -> str:
    """Why this person may not review what was done at stage one; "" if they may, or if nobody else is there to do it."""
    dealt = any(person.uses(address) for address in _dealt_with_stage_one(case, rules))
    if not dealt or person in reviewers(case, rules):
        return ""
    clause = rules.procedure.stage_two.clause if rules.procedure.stage_two else ""
    return f"{person.name} dealt with stage one; somebody else reviews it (clause {clause})"


_ANYBODY = (Role.HANDLER, Role.DIRECTOR, Role.HR)


def _first(wanted: Iterable[tuple[Role, tuple[str, ...]]], rules: Rules) -> tuple[Person, ...]:
    found = (people for role, but in wanted if (people := rules.people(role, but=but)))
    return next(found, ())


def _closest(people: tuple[Person, ...], case: Case) -> tuple[Person, ...]:
    """Of a restricted case those of them who are named on it, else the first."""
    if not case.restricted:
        return people
    return tuple(person for person in people if is_named(person, case)) or people[:1]


def _given_to(address: str, case: Case, rules: Rules) -> tuple[Person, ...]:
    if not address:
        return ()
    return tuple(p for p in rules.firm.people if p.uses(address) and not _uses_any(p, case.about))


def _named(case: Case, rules: Rules) -> tuple[Person, ...]:
    return tuple(p for p in rules.firm.people if is_named(p, case) and not _uses_any(p, case.about))


def _uses_any(person: Person, addresses: tuple[str, ...]) -> bool:
    return any(person.uses(address) for address in addresses if address)


def _dealt_with_stage_one(case: Case, rules: Rules) -> tuple[str, ...]:
    """Their addresses, where the procedure keeps them from the review: whom it was assigned to and who answered it, else the
    first handler."""
    if rules.procedure.stage_two is None or not rules.procedure.stage_two.different_person:
        return ()
    known = tuple(address for address in (case.assigned, *case.answered_by) if address)
    return known or tuple(p.address for p in rules.people(Role.HANDLER)[:1])
