"""Who may give which command on which case: graded by role, by name on the case, and by the case's state (design 8)."""

from __future__ import annotations

from mailbot.core.hearing import handlers, is_named, may_not_review, reviewers
from mailbot.core.model import Authenticity, Case, CaseState, Person, Role
from mailbot.core.rules import Arrival, Rules

READING = frozenset({"show", "why", "help", "file"})
ON_A_CLOSED_CASE = READING | {"reopen", "note"}
OF_A_VISITOR = frozenset({"visited", "attempt", "note", "show", "help"})
"""What an engineer may do on a case whose visit was given to them."""
TO_TAKE_PART = frozenset({"restrict", "assign"})
"""What a director may do on a restricted case who is not named on it: put a name on it, their own or another, which is recorded."""
BESIDE_A_REVIEW = READING | {"note", "call", "attempt", "meeting", "received", "stagetwo"}
"""What others may do while somebody else reviews: read, and record what reached them (#stagetwo says itself that it has begun)."""
_DOUBTFUL_FROM = ("more than one From address", "From is malformed")
"""Defects that mail/parse.py tells of."""
_FILED = "Nothing of it was done or sent; it was kept as a note."


def not_believed(arrival: Arrival, rules: Rules) -> str:
    """Why mail from a directory address may be somebody else's, so that nothing in it is done; "" if it is believed (design 8).

    An explicit failure always counts; the lack of a pass only where the operator asks for one.
    """
    found, sender = arrival.authentication, arrival.sender.address
    doubtful = next((defect for defect in arrival.message.defects if defect in _DOUBTFUL_FROM), "")
    if doubtful:
        return f"who sent your message is not certain ({doubtful}). {_FILED} Send it again from {sender} alone."
    if found.state is Authenticity.CONTRADICTED:
        other = (
            f"If you did not write it, somebody uses your address: tell whoever runs the mail of {rules.firm.address}."
        )
        return f"your message may not be from {sender}: {found.because}. {_FILED} {other}"
    if rules.firm.require_authentication and found.state is not Authenticity.PROVED:
        why = found.because or "no mail server that is trusted here says anything about it"
        return f"your message was not proved to be from {sender}: {why}. {_FILED} Send it again through the firm's own mail."
    return ""


def may_not(author: Person, case: Case, rules: Rules, word: str) -> str:
    """Why this person may not give this command on this case, and what they can do; "" if they may.

    `word` is "" for a reply that goes to the customer.
    """
    if any(author.uses(address) for address in case.about):
        return (
            f"the complaint {case.reference} is about you, so somebody else deals with it; what you wrote was filed. "
            "To give your account, answer the letter that told you of the complaint, without a command"
        )
    if case.restricted and author.is_a(Role.DIRECTOR) and word in TO_TAKE_PART:
        return ""
    if not _deals_with(author, case, rules) and not (_visits(author, case) and word in OF_A_VISITOR):
        return _closed_to(author, case, rules)
    if case.state is CaseState.CLOSED and word not in ON_A_CLOSED_CASE:
        return f"{case.reference} is closed: nothing was done or sent. #reopen REASON takes it up again"
    return _left_to_the_review(author, case, rules, word) if case.stage == 2 else ""


def _deals_with(author: Person, case: Case, rules: Rules) -> bool:
    """A director or a handler; whoever the case was given to, or has it because nobody else is left. Of a restricted case only those."""
    if not case.restricted and (author.is_a(Role.DIRECTOR) or author.is_a(Role.HANDLER)):
        return True
    return is_named(author, case) or author in handlers(case, rules)


def _visits(author: Person, case: Case) -> bool:
    return bool(case.visitor) and author.name == case.visitor


def _closed_to(author: Person, case: Case, rules: Rules) -> str:
    if _visits(author, case):
        may = ", ".join(f"#{word}" for word in sorted(OF_A_VISITOR - READING))
        return f"on {case.reference} you may report your visit ({may}, #show); what you wrote was filed. {_ask(case, rules)}"
    if case.restricted:
        how = (
            "#restrict me names you on it, and that is recorded"
            if author.is_a(Role.DIRECTOR)
            else "A director can name you on it"
        )
        return f"{case.reference} is restricted to those named on it; what you wrote was filed. {how}"
    return f"{case.reference} is not open to {_roles(author)}; what you wrote was filed. {_ask(case, rules)}"


def _ask(case: Case, rules: Rules) -> str:
    return f"For anything else ask {_names(handlers(case, rules))}"


def _left_to_the_review(author: Person, case: Case, rules: Rules, word: str) -> str:
    """Whoever reviews deals with the case from then on: nobody else writes to the customer or moves it."""
    if word in BESIDE_A_REVIEW:
        return ""
    if not _reviews(author, case, rules):
        who = _names(handlers(case, rules))
        return f"{case.reference} is under review, which is dealt with by {who}; what you wrote was filed. #note leaves word for them"
    refusal = may_not_review(author, case, rules)
    return (
        f"{refusal}; what you wrote was filed. #note leaves word for {_names(handlers(case, rules))}" if refusal else ""
    )


def _reviews(author: Person, case: Case, rules: Rules) -> bool:
    stage = rules.procedure.stage_two
    role = Role(stage.role) if stage is not None else Role.DIRECTOR
    if author.is_a(role) or author.is_a(Role.DIRECTOR) or bool(case.delegate and author.uses(case.delegate)):
        return True
    return author in reviewers(case, rules)


def _names(people: tuple[Person, ...]) -> str:
    return " or ".join(person.name for person in people) or "a director"


def _roles(author: Person) -> str:
    return f"the role{'s' if len(author.roles) > 1 else ''} {', '.join(author.roles)}"
