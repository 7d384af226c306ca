"""Which flags a person's fresh words raise, each with the words that raised it.

Deterministic rules over tables (triage_*_rules.py), each citing its line of domain.md section 6. Costs set the balance
(domain 6, costs): no heating and safety are raised in doubt, a complaint is presumed in doubt, the staff exclusion only
on two independent signs. Nothing here clears a flag: only a person may (domain 0, decision 10), and nothing here knows
the case, the procedure or the sender's rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from mailbot.core import triage_complaint_rules as dissatisfaction
from mailbot.core import triage_procedure_rules as paths
from mailbot.core import triage_rules as urgent
from mailbot.core.model import Flag
from mailbot.core.triage_rules import Rule, Window
from mailbot.core.triage_text import Sentence, is_automatic_subject, sentences_of, subject_speaks

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
ABOUT = (
    ("about:technical", dissatisfaction.TECHNICAL),
    ("about:code", dissatisfaction.CODE),
    ("about:delivery", dissatisfaction.DELIVERY),
    ("about:conduct", dissatisfaction.CONDUCT),
)
RULES: tuple[Rule, ...] = (
    *urgent.NO_HEATING,
    *urgent.SAFETY,
    *urgent.VULNERABLE,
    *paths.STAGE_TWO,
    *paths.LEGAL,
    *paths.DATA_REQUEST,
    *paths.DATA_COMPLAINT,
    *dissatisfaction.COMPLAINT,
    *(rule for _, table in ABOUT for rule in table),
)
_CUE_LENGTHS = range(1, 13)

# --------------------------------------------------------------------------------------------------------------- windows

_NEGATED = re.compile(
    r"\b(?:not|never|no|nothing|none|without|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|hadnt|wont|wouldnt"
    r"|cant|cannot|aint|nor|hardly|neither|free of|free from|no longer) (?:(?:a|an|any|the|been|had|have|got|getting|ever|feel"
    r"|smell|seen|saw|see|noticed|notice|really|actually|even|sign of|signs of|exactly|too|very|saying|be|being|is|was"
    r"|are|were|its|it|to|want|wish|need|planning|going|intend|intention of|about|you|in|all|asking|at all|threatening"
    r"|taking|interested in|here) ){0,4}$"
)
_PAST = re.compile(
    r"\b(?:last (?:winter|year|month|autumn|spring|summer|christmas|time|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)|(?:a |some |few |two |three |several |couple of |\d{1,2} )?(?:years?|months?) ago"
    r"|back in (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|the)"
    r"|previous(?:ly)?|used to|before you (?:fitted|installed|came)|until you (?:fitted|installed|came)|the (?:winter|year) before"
    r"|in 20[012]\d|when (?:we|i) first|years back|originally|in the past|historically|once had|at our (?:old|last) house)\b"
)
_DATES_SOMETHING_ELSE = re.compile(
    r"\b(?:fitted|installed|put in|bought|supplied|serviced|since|new|moved in|from|had it|took out|for the|signed|paid)"
    r"(?: \w+){0,3} $"
)
_PRESENT = re.compile(
    r"\b(?:now|still|today|tonight|this (?:morning|afternoon|evening|week)|again|currently|at the moment|since|yet|keeps?"
    r"|every time|once more|happening|is|are|im|have no|got no|weve|always|whenever|each)\b"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|should|in case|unless|what if|when you (?:fit|install|swap|change|replace|come)|(?:worr(?:y|ied)|afraid|scared) (?:that|about|of))"
    r"(?: (?:it|we|i|the|our|my|there|that|this|they|he|she|is|are|was|were|ever|had|have|should|lose|get|got|a|an|be|being|did|do|smell|"
    r"smells?|hear|see|goes|go|any|system|main|new|old|ever had)){0,5} $"
    r"|\b(?:will|would|might|could|may|do|does|can) (?:we|i|they|she|he|it|there|that|this|you|the \w+)"
    r"(?: (?:be|go|lose|have|get|need|be left|ever|always|still|then)){0,3} $"
    r"|\b(?:how long|whether)(?: \w+){0,5} $|\b(?:avoid|prevent|stop) (?:\w+ ){0,2}$"
)
_ASKING = re.compile(
    r"\bhow (?:do|would|can|could|does|should|to|the|is|might|long)\b|\bwhat (?:is|are|does|happens|would|if|the)\b|\b(?:just )?curious\b|\bnot saying\b"
    r"|\bjust in case\b|\bif i (?:needed|wanted|decided|ever|chose|were|have to|need)\b|\bmight (?:want|need|ask|go)\b|\bwondering (?:how|what|whether)\b"
    r"|\bthinking (?:of|about)\b|\bconsidering\b|\breserve\b|\bnot (?:yet )?asking\b|\b(?:explain|tell me|know|understand) (?:how|what|about)\b|\bis there an?\b"
    r"|\bwhen (?:do|can|would|should) (?:i|we|you)\b|\bdo i have (?:a|the) right\b|\bwho (?:do|would|should|can) i\b|\bbefore i (?:decide|ask|think)\b"
)
_STILL_ASKED = re.compile(r"\b(?:please (?!explain|tell|let me know)|i want|i would like it|id like (?:it|this|my|somebody|someone|a|to (?:ask|request))|i demand|i insist|i request|do not accept|dont accept|cant accept|i am asking|im asking for|hereby|i now|i require)\b")
_ELSEWHERE = re.compile(
    r"\b(?:power ?cuts?|power outage|power failure|power is off|blackout|national grid|power ?grid|northern powergrid|uk power networks|105\b|whole (?:village|street|estate) (?:is |are )?(?:off|out|without)"
    r"|(?:electric|electricity|power|gas) (?:has |is |went |been |supply )*(?:off|out|down|cut)(?: in| to| across| for) (?:the |our |whole )|run out of (?:oil|gas|lpg)|ran out of (?:oil|gas|lpg)"
    r"|out of oil|no credit|burst main|gas main|not your (?:fault|system|install|work|equipment)|nothing to do with (?:you|your)|landlord)\b"
)
_NOT_ELSEWHERE = re.compile(
    r"\b(?:(?:since|after|following) (?:the|a|that|our|yesterdays|last nights) (?:\w+ )?power|power (?:is|has|came|was|s)(?: been| come)? (?:back|restored|on)|electric(?:ity)? (?:is|came|has come|has been) (?:back|restored)"
    r"|everyone else|neighbours (?:are|have)|not a power|no power ?cut|isnt a power|everything else)\b"
)
_RESOLVED = re.compile(
    r"\b(?:back on\b|working (?:now|again|fine|ok|okay|well|perfectly)|(?:all|now|is|been|its) (?:sorted|fixed|repaired|resolved|mended)|up and running|c[ao]me back|fine now|ok now|okay now|warm again"
    r"|toasty|hot again|sorted (?:it|now|out now)|got it (?:going|working|back)|everything is fine|all good|running again|fixed (?:it|now)|on again|nice and warm)\b"
)
_NOT_RESOLVED = re.compile(
    r"\b(?:not|\w{2,6}nt|never|until|till|get|getting|need|needs|want|please|when|if|once|to be|said|told|claims?|claimed|thought|supposedly|will be|was|were|would be|can|could|how|no sign of|waiting for|nothing)(?: \w+){0,3} $"
)
_RELAPSE = re.compile(r"\b(?:then|but|until|only|before|for (?:an|a|about|ten|half)|briefly)\b(?: \w+){0,8}? (?:off|again|out|died|stopped|gone|cold|went|failed)\b")


def _before(sentence: Sentence, start: int) -> str:
    return sentence.plain[max(0, start - 60) : start]


def _is_past(plain: str) -> bool:
    """Whether a sentence tells of an earlier time only: "last winter", unless it dates something else or also speaks of now."""
    for marker in _PAST.finditer(plain):
        if _DATES_SOMETHING_ELSE.search(plain[max(0, marker.start() - 40) : marker.start()]):
            continue
        return not _PRESENT.search(plain)
    return False


def _voided(rule: Rule, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the match stands in a window that its rule names (Window, except those that need the whole mail)."""
    windows, plain = rule.windows, sentence.plain
    if rule.unless is not None and rule.unless.search(plain):
        return True
    before = _before(sentence, match.start())
    if Window.NEGATED in windows and _NEGATED.search(before):
        return True
    if Window.HYPOTHETICAL in windows and _HYPOTHETICAL.search(before):
        return True
    if Window.PAST in windows and _is_past(plain):
        return True
    if Window.JOKE in windows and paths.JOKE.search(sentence.written.lower()):
        return True
    return Window.ASKING in windows and bool(_ASKING.search(plain)) and not _STILL_ASKED.search(plain)


# ---------------------------------------------------------------------------------------------------------------- engine


@cache
def _cue_index() -> dict[str, int]:
    """A bit mask of rules by cue, so that a sentence tries only the rules that one of its words may concern."""
    index: dict[str, int] = {}
    for bit, rule in enumerate(RULES):
        for cue in rule.cues:
            index[cue] = index.get(cue, 0) | 1 << bit
    return index


@cache
def _bits() -> dict[str, int]:
    masks: dict[str, int] = {}
    for bit, rule in enumerate(RULES):
        masks[rule.flag] = masks.get(rule.flag, 0) | 1 << bit
    return masks


@lru_cache(maxsize=20_000)
def _word_mask(word: str) -> int:
    index, mask = _cue_index(), 0
    for length in _CUE_LENGTHS[: len(word)]:
        mask |= index.get(word[:length], 0)
    return mask


class _Reading:
    """One mail's sentences with the rules that may concern each; asks the tables and remembers nothing else."""

    def __init__(self, sentences: tuple[Sentence, ...], subject: Sentence | None) -> None:
        self.sentences = sentences
        self.subject = subject
        self.plain = "\n".join(s.plain for s in sentences)
        self.words = frozenset(word for s in sentences for word in s.words)
        self._masks = tuple(self._mask(s) for s in sentences)

    @staticmethod
    def _mask(sentence: Sentence) -> int:
        mask = 0
        for word in sentence.words:
            mask |= _word_mask(word)
        return mask

    def hits(self, flag: str) -> Iterable[tuple[int, Rule, re.Match[str]]]:
        """Every first match of a rule of that flag in a sentence, windows not yet looked at: (sentence number, rule, match)."""
        wanted = _bits()[flag]
        for number, mask in enumerate(self._masks):
            left = mask & wanted
            while left:
                rule = RULES[(left & -left).bit_length() - 1]
                left &= left - 1
                if match := rule.pattern.search(self.sentences[number].plain):
                    yield number, rule, match

    def standing(self, flag: str) -> Iterable[tuple[int, Rule, re.Match[str]]]:
        """The hits that no window of their own sentence voids."""
        return (hit for hit in self.hits(flag) if not _voided(hit[1], self.sentences[hit[0]], hit[2]))

    def first(self, flag: str) -> Flag | None:
        for number, _, match in self.standing(flag):
            return self.flag(flag, number, match)
        return None

    def flag(self, name: str, number: int, match: re.Match[str]) -> Flag:
        return Flag(flag=name, because=self.sentences[number].because(match.start(), match.end()))

    def found(self, name: str, pattern: re.Pattern[str]) -> Flag | None:
        for number, sentence in enumerate(self.sentences):
            if match := pattern.search(sentence.plain):
                return self.flag(name, number, match)
        return None


def _heating_hits(mail: _Reading) -> list[tuple[int, re.Match[str]]]:
    """Standing no-heating hits, with those that say "it" right after heating was spoken of (domain 6, no heating)."""
    hits = [(number, match) for number, _, match in mail.standing("no_heating")]
    spoken_of = [bool(urgent.HEATING_SPOKEN_OF.search(sentence.plain)) for sentence in mail.sentences]
    in_subject = mail.subject is not None and spoken_of[0]
    for number, sentence in enumerate(mail.sentences[1:], start=1):
        if not (in_subject or spoken_of[number - 1]):
            continue
        match = urgent.HEATING_ANAPHORA.search(sentence.plain)
        if match and not _voided(urgent.NO_HEATING[0], sentence, match):
            hits.append((number, match))
    return sorted(hits, key=lambda hit: (hit[0], hit[1].start()))


def _resolved_after(mail: _Reading, number: int, position: int) -> bool:
    """Whether a later place says that it works again and nothing after that takes it back."""
    for later in range(number, len(mail.sentences)):
        plain = mail.sentences[later].plain
        for match in _RESOLVED.finditer(plain):
            if later == number and match.start() < position:
                continue
            if _NOT_RESOLVED.search(plain[max(0, match.start() - 40) : match.start()]):
                continue
            return not _RELAPSE.search(plain, match.end())
    return False


def _no_heating(mail: _Reading) -> Flag | None:
    """The flag, unless the cause lies elsewhere or the same mail ends with "back on now" (domain 6, cancelers)."""
    hits = _heating_hits(mail)
    if not hits or (_ELSEWHERE.search(mail.plain) and not _NOT_ELSEWHERE.search(mail.plain)):
        return None
    number, match = hits[-1]
    if _resolved_after(mail, number, match.end()):
        return None
    return mail.flag("no_heating", *hits[0])


def _vulnerable(mail: _Reading, *, at_risk: bool, digital: bool) -> Flag | None:
    """The flag; children of any age count where the house is cold or unsafe, none where they are a nursery's records."""
    for number, rule, match in mail.standing("vulnerable"):
        if not (rule.name == "child" and digital and not at_risk):
            return mail.flag("vulnerable", number, match)
    if at_risk and not urgent.OTHERS_CHILDREN.search(mail.plain):
        return mail.found("vulnerable", urgent.CHILDREN_AT_RISK)
    return None


def _staff_grievance(mail: _Reading) -> Flag | None:
    """Employment matter and first-person employment both, and nothing of a customer: precision first (domain 6, costs)."""
    if not mail.words & paths.STAFF_WORDS or not paths.STAFF_FIRST_PERSON.search(mail.plain):
        return None
    if paths.NOT_STAFF.search(mail.plain):
        return None
    return mail.found("staff_grievance", paths.STAFF_MATTER)


def _spam(mail: _Reading) -> Flag | None:
    """Two marks of a sale or of a phish, and no customer's voice: in doubt the mail is a complaint."""
    if not mail.words & paths.SPAM_WORDS or paths.CUSTOMER_SPEAKS.search(mail.plain):
        return None
    sales = [mark for mark in paths.SALES_MARKS if mark.search(mail.plain)]
    if len(sales) >= 2:
        return mail.found("spam", sales[0])
    phish = [mark for mark in paths.PHISH_MARKS if mark.search(mail.plain)]
    if len(phish) >= 3 or paths.PHISH_MARKS[-1] in phish[1:] and paths.PHISH_MARKS[-2] in phish:
        return mail.found("spam", phish[-2])
    return None


def _is_digital(mail: _Reading) -> bool:
    return bool(dissatisfaction.DIGITAL_WORDS.search(mail.plain)) and not dissatisfaction.ENERGY_WORDS.search(mail.plain)


def _is_bulk(mail: _Reading) -> bool:
    return bool(mail.words & paths.BULK_WORDS) and len(set(paths.NEWSLETTER_MARKS.findall(mail.plain))) >= 2


def _is_feedback_form(name: str) -> bool:
    plain = re.sub(r"[^a-z]+", "", name.lower())
    return "feedback" in plain or "complaintform" in plain or "complaintsform" in plain


def _complaint(mail: _Reading, raised: dict[str, Flag], attachments: Sequence[str], automatic: bool) -> Flag | None:
    """Dissatisfaction with an answer expected (domain 6, definition); in doubt yes. Closing words void what came before them."""
    if "spam" in raised or "staff_grievance" in raised:
        return None
    for flag in ("no_heating", "safety", "legal_threat", "stage_two_request", "data_complaint"):
        if flag in raised:
            return Flag(flag="complaint", because=raised[flag].because)
    if automatic:
        return None
    closed_at = -1
    if dissatisfaction.CLOSING.search(mail.plain):
        closed_at = max((n for n, s in enumerate(mail.sentences) if _closes(s)), default=-1)
    for number, _, match in mail.standing("complaint"):
        if number > closed_at:
            return mail.flag("complaint", number, match)
    form = next((name for name in attachments if _is_feedback_form(name)), "")
    if form and closed_at < 0:
        return Flag(flag="complaint", because=f"returned form: {form}"[:140])
    return None if closed_at >= 0 else _doubtful(mail)


def _doubtful(mail: _Reading) -> Flag | None:
    """A complaint by its tone alone: enough different signs of fault with us, unless it thanks or only asks (domain 6, costs)."""
    best, best_signs = -1, 0
    whole: set[str] = set()
    for number, sentence in enumerate(mail.sentences):
        signs = {sign for word in sentence.words if (sign := dissatisfaction.SIGNS.get(word))}
        if sentence.plain.endswith("?") and "harm" not in signs:
            signs = {"asks"}
        whole |= signs
        if len(signs) > best_signs:
            best, best_signs = number, len(signs)
    weight = len(whole - {"asks", "praise"}) - 2 * len(whole & {"asks", "praise"})
    if best < 0 or weight < dissatisfaction.SIGNS_ENOUGH:
        return None
    return Flag(flag="complaint", because=mail.sentences[best].because(0, 0))


def _closes(sentence: Sentence) -> bool:
    match = dissatisfaction.CLOSING.search(sentence.plain)
    return match is not None and not _NEGATED.search(_before(sentence, match.start()))


def _about(mail: _Reading, *, digital: bool, urgent_or_past: bool) -> list[Flag]:
    """What the dissatisfaction is about; several may be true (domain 6, flow)."""
    found = []
    for flag, table in ABOUT:
        if digital and Window.DIGITAL in table[0].windows:
            continue
        hit = mail.first(flag)
        if hit is None and flag == "about:technical":
            hit = _technical_by_context(mail, urgent_or_past=urgent_or_past)
        if hit is not None:
            found.append(hit)
    return found


def _technical_by_context(mail: _Reading, *, urgent_or_past: bool) -> Flag | None:
    """Loss of heating at any time, danger, or a fault in "it" where the mail names the kit somewhere."""
    if urgent_or_past:
        for flag in ("no_heating", "safety"):
            for number, _, match in mail.hits(flag):
                return mail.flag("about:technical", number, match)
    if dissatisfaction.KIT_NAMED.search(mail.plain):
        return mail.found("about:technical", dissatisfaction.FAULT_IN_IT)
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

    `fresh` is what this person wrote now; lines quoted with ">" are left out. The subject counts unless it is ours or is
    that of a reply or of automatic mail. `sender` is an address ("" if unknown): it tells a code body's mail, and never
    alone raises a flag. `attachments` are file names: a returned feedback form is a complaint (domain 6, definition).
    """
    heads = sentences_of(subject) if subject_speaks(subject, is_ours=subject_is_ours) else ()
    mail = _Reading(heads + sentences_of(fresh), heads[0] if heads else None)
    bulk = _is_bulk(mail)
    automatic = bulk or is_automatic_subject(subject) or bool(paths.BOUNCE_MARKS.search(mail.plain))
    regulator = bool(paths.REGULATOR.search(mail.plain)) or bool(paths.REGULATOR_SENDERS.search(sender))
    digital = _is_digital(mail)
    raised: dict[str, Flag] = {}

    def note(flag: Flag | None) -> None:
        if flag is not None:
            raised.setdefault(flag.flag, flag)

    if not bulk:
        note(_no_heating(mail))
        note(mail.first("safety"))
        note(_vulnerable(mail, at_risk=bool(raised), digital=digital))
    note(_spam(mail))
    if "spam" not in raised and not automatic:
        note(_staff_grievance(mail))
        for flag in ("stage_two_request", "legal_threat", "data_request", "data_complaint"):
            note(mail.first(flag))
    if not regulator:
        note(_complaint(mail, raised, attachments, automatic))
    if "complaint" in raised or (regulator and not automatic):
        past = any(True for _ in mail.hits("no_heating"))
        for flag_about in _about(mail, digital=digital, urgent_or_past=past or "safety" in raised):
            note(flag_about)
    return tuple(raised[flag] for flag in FLAGS if flag in raised)


# --------------------------------------------------------------------------------------------- what the firm's own staff write

_FIRM_THREAT = re.compile(
    r"\b(?:(?:county|high|sheriff|magistrates) court|courts?\b|small ?claims?|money ?claim|letters? (?:before|of) (?:action|claim)|letter before court|legal (?:action|proceedings|steps|advis\w+|team|department|route|recourse|remedies)"
    r"|solicitors?|lawyers?|issue (?:a |court |legal )?(?:proceedings|claim)|(?:commence|start|begin|bring|take|initiate) (?:legal |court )?proceedings|proceedings (?:against|will|without)|ccjs?|judge?ments? (?:against|in default|order)|default judge?ment|debt (?:collect\w*|recovery|agency|enforcement)|collect(?:ion|ions) (?:agency|agents?|company)"
    r"|bailiffs?|enforcement (?:agents?|officers?|action)|sheriff officers?|statutory demand|charging order|attachment of earnings|writ\b|summons|litigat\w+|sue\b|suing|sued|bankrupt\w*|credit (?:file|rating|record|score|reference)|repossess\w*)"
)
_CUSTOMERS_RIGHT = re.compile(
    r"\b(?:(?:you|customers?|consumers?|they|he|she|mr \w+|mrs \w+|ms \w+)(?: may| can| could| might| are free to| are entitled to| have (?:the|a) right to| have the option (?:to|of)| retain the right to| choose to| wish to| want to| prefer to| still| also| always| instead| then| remain free to| would be able to| are able to| decide to){1,4} (?:go|take|taking|bring|make|apply|refer|start|use|using|pursue|claim|seek|issue|consider|contact|ask|consult|speak|get|instruct)"
    r"|(?:your|a customers|the customers|consumers?) (?:legal |statutory )?rights?|without (?:going|having to go) to court|instead of (?:going to )?court|(?:rather than|before|alternative to) (?:going to )?(?:the )?courts?|cheaper than court|your (?:own )?(?:solicitors?|lawyers?|legal (?:advisers?|team|representatives?)|letters? (?:before|of)|claim|court|summons)|(?:letter|email|call) (?:\w+ )?from your|you(?:r solicitors?)? (?:have |ve )?(?:mentioned|threatened|said|wrote|written|told us|say)|tennis court|court (?:road|street|lane|house|close)|courtyard)\b"
)
_WE_WILL_NOT = re.compile(
    r"\b(?:not|never|wont|dont|no|without|nor|cannot|cant|isnt|arent|no intention of|no plans? to|rule out)(?: \w+){0,5} $"
)
_BUT_ONLY_IF = re.compile(
    r"\b(?:if|unless|provided|providing|as long as|so long as|until)\b[^.!?]{0,60}?\b(?:you|pay\w*|paid|balance|settl\w+|invoice|sum|amount|money)\b|\b(?:hesitate|choice|option|alternative|afraid) (?:but )?to?\b"
)


def legal_threat_in(text: str) -> str | None:
    """The words of a court threat by the firm in what its staff wrote (Dsmart clause 11), or None.

    Quoted lines are left out. No threat: "we will not take court action" and telling the customer of their own right to go
    to court. "We will not go to court if you pay" is one. In doubt the words are returned: a held letter can be released.
    """
    for sentence in sentences_of(text):
        for match in _FIRM_THREAT.finditer(sentence.plain):
            before = sentence.plain[max(0, match.start() - 60) : match.start()]
            denied = _WE_WILL_NOT.search(before) and not _BUT_ONLY_IF.search(sentence.plain)
            around = sentence.plain[max(0, match.start() - 90) : match.end() + 12]
            if not denied and not _CUSTOMERS_RIGHT.search(around):
                return sentence.because(match.start(), match.end())
    return None
