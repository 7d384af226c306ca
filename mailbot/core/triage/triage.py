"""Which flags a person's fresh words raise, each with the words that raised it.

Deterministic rules over tables (rules_*.py), each citing its line of domain.md section 6. Costs set the balance
(domain 6, costs): no heating and safety are raised in doubt, a complaint is presumed in doubt, the staff exclusion only
on two independent signs. Nothing here clears a flag: only a person may (domain 0, decision 10), and nothing here knows
the case, the procedure or the sender's rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailbot.core.model import Flag
from mailbot.core.triage import rules_about as about
from mailbot.core.triage import rules_heating as heating
from mailbot.core.triage import rules_people as people
from mailbot.core.triage import rules_sender as senders
from mailbot.core.triage import rules_tone as tone
from mailbot.core.triage import windows as windows
from mailbot.core.triage.reading import ABOUT, Reading
from mailbot.core.triage.rules import Window
from mailbot.core.triage.signs import COLD_HOME, DANGER, Signs
from mailbot.core.triage.text import Sentence, is_automatic_subject, sentences_of, subject_speaks
from mailbot.core.triage.threat import legal_threat_in

__all__ = ["FLAGS", "legal_threat_in", "raise_flags"]

FLAGS = (
    "no_heating",
    "safety",
    "vulnerable",
    "stage_two_request",
    "legal_threat",
    "data_request",
    "data_complaint",
    "staff_grievance",
    "spam",
    "complaint",
    "about:technical",
    "about:code",
    "about:delivery",
    "about:conduct",
)


_COLD_HOME, _DANGER = Signs(COLD_HOME), Signs(DANGER)


def _heating_hits(mail: Reading) -> list[tuple[int, re.Match[str]]]:
    """Standing no-heating hits, with those that say "it" right after heating was spoken of (domain 6, no heating)."""
    hits = [(number, match) for number, _, match in mail.standing("no_heating")]
    spoken_of = {number for number, _ in mail.said_anywhere(heating.HEATING_SPOKEN_OF)}
    in_subject = mail.subject is not None and 0 in spoken_of
    for number, sentence in enumerate(mail.sentences[1:] if spoken_of else (), start=1):
        if not (in_subject or number - 1 in spoken_of):
            continue
        match = mail.said_in(number, heating.HEATING_ANAPHORA)
        if match and not windows.voided(heating.NO_HEATING[0], sentence, match):
            hits.append((number, match))
    return sorted(hits, key=lambda hit: (hit[0], hit[1].start()))


def _resolved_after(mail: Reading, number: int, position: int) -> bool:
    """Whether a later place says that it works again and nothing after that takes it back."""
    for later in range(number, len(mail.sentences)):
        plain = mail.sentences[later].plain
        for match in windows.RESOLVED.compiled.finditer(plain):
            if later == number and match.start() < position:
                continue
            if windows.NOT_RESOLVED.search(plain[max(0, match.start() - 40) : match.start()]):
                continue
            return not windows.RELAPSE.compiled.search(plain, match.end())
    return False


def _no_heating(mail: Reading, *, automatic: bool) -> Flag | None:
    """The flag, unless the cause lies elsewhere or the same mail ends with "back on now" (domain 6, cancelers)."""
    if mail.says(windows.ELSEWHERE) and not mail.says(windows.NOT_ELSEWHERE):
        return None
    hits = _heating_hits(mail)
    if not hits:
        return None if automatic or mail.is_digital else _by_signs(mail, "no_heating", _COLD_HOME)
    number, match = hits[-1]
    if _resolved_after(mail, number, match.end()):
        return None
    return mail.flag("no_heating", *hits[0])


def _by_signs(mail: Reading, name: str, signs: Signs) -> Flag | None:
    """The flag where no rule raised it but its signs stand together (domain 6, costs: raised in doubt)."""
    for number in signs.together(mail.sentences, mail.words):
        if not _resolved_after(mail, number, 0):
            return Flag(flag=name, because=mail.sentences[number].because(0, 0))
    return None


def _vulnerable(mail: Reading, *, at_risk: bool) -> Flag | None:
    """The flag; any children count where the house is cold or unsafe, none where they are a nursery's records."""
    for number, rule, match in mail.standing("vulnerable"):
        if not (rule.name == "child" and mail.is_digital and not at_risk):
            return mail.flag("vulnerable", number, match)
    if at_risk and not mail.says(people.OTHERS_CHILDREN):
        return mail.found("vulnerable", people.CHILDREN_AT_RISK)
    return None


def _staff_grievance(mail: Reading) -> Flag | None:
    """An employment matter, told as one's own, and nothing of a customer: precision first (domain 6, costs)."""
    if not mail.words & senders.STAFF_WORDS or not mail.holds(senders.STAFF_FIRST_PERSON):
        return None
    if mail.says(senders.NOT_STAFF):
        return None
    return mail.found("staff_grievance", senders.STAFF_MATTER)


def _spam(mail: Reading) -> Flag | None:
    """Two marks of a sale or of a phish, and no customer's voice: in doubt the mail is a complaint."""
    if mail.says(senders.CUSTOMER_SPEAKS):
        return None
    marks = sum(map(mail.may_hold, senders.SALES_MARKS)), sum(map(mail.may_hold, senders.PHISH_MARKS))
    if max(marks) < 2:
        return None
    sales = [mark for mark in senders.SALES_MARKS if mail.holds(mark)]
    if len(sales) >= 2:
        return mail.found("spam", sales[0])
    phish = [mark for mark in senders.PHISH_MARKS if mail.holds(mark)]
    if len(phish) >= 3 or (senders.PHISH_MARKS[-1] in phish[1:] and senders.PHISH_MARKS[-2] in phish):
        return mail.found("spam", phish[-2])
    return None


def _is_regulator(mail: Reading) -> bool:
    if any(True for _ in mail.said_anywhere(senders.REGULATOR)):
        return True
    return bool(senders.REGULATOR_SIGNS.search(mail.plain[-senders.SIGNED_WITHIN :]))


def _is_bulk(mail: Reading) -> bool:
    return bool(mail.words & senders.BULK_WORDS) and len(mail.sayings(senders.NEWSLETTER_MARKS)) >= 2


_FORM_NAMED = re.compile(r"\b(?:feedback|complaints?) form\b")


def _is_feedback_form(name: str) -> bool:
    plain = re.sub(r"[^a-z]+", "", name.lower())
    return "feedback" in plain or "complaintform" in plain or "complaintsform" in plain


def _complaint(mail: Reading, raised: dict[str, Flag], attachments: Sequence[str], automatic: bool) -> Flag | None:
    """Dissatisfaction, an answer expected (domain 6, definition); in doubt yes. Closing words void what came before."""
    if "spam" in raised or "staff_grievance" in raised:
        return None
    for flag in ("no_heating", "safety", "legal_threat", "stage_two_request", "data_complaint"):
        if flag in raised:
            return Flag(flag="complaint", because=raised[flag].because)
    if automatic:
        return None
    closed_at = max(
        (n for n, match in mail.said_anywhere(tone.CLOSING) if _closes(mail.sentences[n], match)), default=-1
    )
    for number, _, match in mail.standing("complaint"):
        if number > closed_at:
            return mail.flag("complaint", number, match)
    form = next((name for name in attachments if _is_feedback_form(name)), "")
    if attachments and not form and _FORM_NAMED.search(mail.plain) and "?" not in mail.plain:
        form = attachments[0]
    if form and closed_at < 0:
        return Flag(flag="complaint", because=f"returned form: {form}"[:140])
    if closed_at >= 0 or "data_request" in raised:
        return None
    return _doubtful(mail) or _presumed(mail)


def _presumed(mail: Reading) -> Flag | None:
    """A customer's account that neither asks, thanks nor informs: doubt counts as a complaint (domain 6, costs)."""
    if len(mail.words & senders.SPAM_WORDS) > 2 or not mail.words & tone.FIRST_PERSON or mail.says(tone.HARMLESS):
        return None
    if any(s.plain.endswith("?") and not tone.REPROACH.search(s.plain) for s in mail.sentences):
        return None
    body = mail.sentences[1:] if mail.subject is not None else mail.sentences
    if sum(len(s.words) for s in body) < tone.TOO_SHORT_TO_PRESUME:
        return None
    return Flag(flag="complaint", because=max(body, key=lambda s: len(s.words)).because(0, 0))


def _doubtful(mail: Reading) -> Flag | None:
    """A complaint by tone alone: enough kinds of sign of a fault, unless it thanks or only asks (domain 6, costs)."""
    best, best_signs = -1, 0
    whole: set[str] = set()
    for number, sentence in enumerate(mail.sentences):
        signs = {sign for word in sentence.words if (sign := tone.SIGNS.get(word))}
        if sentence.plain.endswith("?") and "harm" not in signs:
            signs = {"asks"}
        whole |= signs
        if len(signs) > best_signs:
            best, best_signs = number, len(signs)
    weight = len(whole - {"asks", "praise"}) - 2 * len(whole & {"asks", "praise"})
    if best < 0 or weight < tone.SIGNS_ENOUGH:
        return None
    return Flag(flag="complaint", because=mail.sentences[best].because(0, 0))


def _closes(sentence: Sentence, match: re.Match[str]) -> bool:
    return not windows.NEGATED.search(windows.words_before(sentence, match.start()))


def _paths(raised: dict[str, Flag], *, from_regulator: bool) -> Iterator[str]:
    """What else is looked for: an employee appeals within the firm, and a regulator tells of another's complaint about data."""
    if "staff_grievance" not in raised:
        yield "stage_two_request"
    yield from ("legal_threat", "data_request")
    if not from_regulator:
        yield "data_complaint"


def _about(mail: Reading, *, urgent_or_past: bool) -> list[Flag]:
    """What the dissatisfaction is about; several may be true (domain 6, flow)."""
    found = []
    for flag, table in ABOUT:
        if mail.is_digital and Window.DIGITAL in table[0].windows:
            continue
        hit = mail.first(flag)
        if hit is None and flag == "about:technical":
            hit = _technical_by_context(mail, urgent_or_past=urgent_or_past)
        if hit is not None:
            found.append(hit)
    return found


def _technical_by_context(mail: Reading, *, urgent_or_past: bool) -> Flag | None:
    """Loss of heating at any time, danger, or a fault in "it" where the mail names the kit somewhere."""
    if urgent_or_past:
        for flag in ("no_heating", "safety"):
            for number, _, match in mail.hits(flag):
                return mail.flag("about:technical", number, match)
    if mail.says(about.KIT_NAMED):
        return mail.found("about:technical", about.FAULT_IN_IT)
    return None


def raise_flags(
    subject: str,
    fresh: str,
    sender: str = "",
    *,
    attachments: Sequence[str] = (),
    subject_is_ours: bool = False,
) -> tuple[Flag, ...]:
    """The flags of FLAGS that these words raise, in that order, each once, with the words that raised it.

    `fresh` is what this person wrote now; lines quoted with ">" are left out. The subject counts unless it is ours or
    that of a reply or of automatic mail. `sender` is an address ("" if unknown): it tells a code body's mail, and never
    alone raises a flag. `attachments` are file names: a returned feedback form is a complaint (domain 6, definition).
    """
    heads = sentences_of(subject) if subject_speaks(subject, is_ours=subject_is_ours) else ()
    mail = Reading(heads + sentences_of(fresh), heads[0] if heads else None)
    bulk = _is_bulk(mail)
    returned = mail.says(senders.BOUNCE_MARKS)
    by_machine = is_automatic_subject(subject) or bool(senders.MACHINE_SENDERS.search(sender))
    automatic, bounced = bulk or returned or by_machine, returned and by_machine
    from_regulator = bool(senders.REGULATOR_SENDERS.search(sender))
    regulator = from_regulator or _is_regulator(mail)
    raised: dict[str, Flag] = {}

    def note(flag: Flag | None) -> None:
        if flag is not None:
            raised.setdefault(flag.flag, flag)

    if not bulk:
        note(_no_heating(mail, automatic=automatic))
        note(mail.first("safety") or (None if automatic else _by_signs(mail, "safety", _DANGER)))
        note(_vulnerable(mail, at_risk=bool(raised)))
    note(_spam(mail))
    if "spam" not in raised and not automatic:
        note(_staff_grievance(mail))
        for flag in _paths(raised, from_regulator=from_regulator):
            note(mail.first(flag))
    if not regulator and not bounced:
        note(_complaint(mail, raised, attachments, automatic))
    if "complaint" in raised or (regulator and not automatic):
        past = any(True for _ in mail.hits("no_heating"))
        for flag_about in _about(mail, urgent_or_past=past or "safety" in raised):
            note(flag_about)
    return tuple(raised[flag] for flag in FLAGS if flag in raised)
