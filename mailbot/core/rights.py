"""Who may give which command on which case: graded by role, by name on the case, and by the case's state (design 8)."""

from __future__ import annotations

from mailbot.core.model import Authenticity, Case, CaseState, Person, Role
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import may_not_review

REVIEW = frozenset({"decide", "delegate", "progress"})
"""Commands of a review: its director's and its delegate's, not those of who dealt with stage one (phase two)."""

READING = frozenset({"show", "why", "help", "file"})
ON_A_CLOSED_CASE = READING | {"reopen", "note"}


def not_believed(arrival: Arrival, rules: Rules) -> str:
    """Why mail from a directory address may be somebody else's, so that nothing in it is done; "" if it is believed (design 8).

    An explicit failure always counts; the lack of a pass only where the operator asks for one.
    """
    found, sender = arrival.authentication, arrival.sender.address
    filed = "Nothing of it was done or sent; it was kept as a note."
    if found.state is Authenticity.CONTRADICTED:
        other = (
            f"If you did not write it, somebody uses your address: tell whoever runs the mail of {rules.firm.address}."
        )
        return f"your message may not be from {sender}: {found.because}. {filed} {other}"
    if rules.firm.require_authentication and found.state is not Authenticity.PROVED:
        why = found.because or "no mail server that is trusted here says anything about it"
        return f"your message was not proved to be from {sender}: {why}. {filed} Send it again through the firm's own mail."
    return ""


def may_not(author: Person, case: Case, rules: Rules, word: str) -> str:
    """Why this person may not give this command on this case; "" if they may. `word` is "" for a reply that goes to the customer."""
    if any(author.uses(address) for address in case.about):
        return f"the complaint {case.reference} is about you, so somebody else deals with it; what you wrote was filed"
    if not _deals_with(author, case) and not _made_visit(author, case, word):
        why = "is restricted to those named on it" if case.restricted else f"is not open to {_roles(author)}"
        return f"{case.reference} {why}; what you wrote was filed"
    if case.state is CaseState.CLOSED and word not in ON_A_CLOSED_CASE:
        return f"{case.reference} is closed: nothing was done or sent. #reopen REASON takes it up again"
    if word in REVIEW and case.stage == 2 and not _reviews(author, case, rules):
        return "the review is dealt with by a director or by whom a director handed it to"
    return may_not_review(author, case, rules) if word in REVIEW and case.stage == 2 else ""


def _deals_with(author: Person, case: Case) -> bool:
    if author.is_a(Role.DIRECTOR) or any(named and author.uses(named) for named in (case.assigned, case.delegate)):
        return True
    return author.is_a(Role.HANDLER) and not case.restricted


def _made_visit(author: Person, case: Case, word: str) -> bool:
    """An engineer reports the visit that was given to them, and no more."""
    return word == "visited" and bool(case.visitor) and author.name == case.visitor


def _reviews(author: Person, case: Case, rules: Rules) -> bool:
    stage = rules.procedure.stage_two
    role = Role(stage.role) if stage is not None else Role.DIRECTOR
    return author.is_a(role) or author.is_a(Role.DIRECTOR) or bool(case.delegate and author.uses(case.delegate))


def _roles(author: Person) -> str:
    return f"the role{'s' if len(author.roles) > 1 else ''} {', '.join(author.roles)}"
