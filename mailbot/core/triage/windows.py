"""Where a match does not count: negation, another time, another cause, a question, a joke (domain 6, cancelers).

Nothing here knows a flag; a rule names the windows that void it.
"""

from __future__ import annotations

import re

from mailbot.core.pattern import Pattern
from mailbot.core.triage import rules_path as paths
from mailbot.core.triage.rules import Rule, Window
from mailbot.core.triage.text import Sentence

NEGATED = Pattern(
    r"\b(?:not|never|no|nothing|none|without|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|hadnt|wont|wouldnt"
    r"|cant|cannot|aint|nor|hardly|neither|free of|free from|no longer) (?:(?:a|an|any|the|been|had|have|got"
    r"|getting|ever|more|feel"
    r"|smell|seen|saw|see|noticed|notice|really|actually|even|sign of|signs of|exactly|too|very|saying|be|being|is|was"
    r"|are|were|its|it|to|want|wish|need|planning|going|intend|intention of|about|you|in|all|asking|at all|threatening"
    r"|taking|interested in|here) ){0,4}$"
)
_PAST = Pattern(
    r"\b(?:last (?:winter|year|month|autumn|spring|summer|christmas|time|january|february|march|april|may|june"
    r"|july|august"
    r"|september|october|november|december)|(?:a |some |few |two |three |several |couple of |\d{1,2} )?(?:years?"
    r"|months?|winters?|summers?|christmas(?:es)?) ago"
    r"|back in (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|the)"
    r"|previous(?:ly)?|used to|before you (?:fitted|installed|came)|until you (?:fitted|installed|came)"
    r"|the (?:winter|year) before|(?:at|in) (?:our|my|the|a) (?:old|last|previous|former) (?:house|place|home|flat)"
    r"|in 20[012]\d|when (?:we|i) (?:first|lived|rented)|years back|originally|in the past|historically|once had)\b"
)
_DATES_SOMETHING_ELSE = Pattern(
    r"\b(?:fitted|installed|put in|bought|supplied|serviced|since|new|moved in|from|had it|took out|for the"
    r"|signed|paid)"
    r"(?: \w+){0,3} $"
)
_PRESENT = Pattern(
    r"\b(?:now|still|today|tonight|this (?:morning|afternoon|evening|week)|again|currently|at the moment|since"
    r"|yet|keeps?"
    r"|every time|once more|happening|is|are|im|have no|got no|weve|always|whenever|each)\b"
)
_HYPOTHETICAL = Pattern(
    r"\b(?:if|should|in case|unless|what if|when you (?:fit|install|swap|change|replace|come)|(?:worr(?:y|ied)"
    r"|afraid|scared) (?:that|about|of))"
    r"(?: (?:it|we|i|the|our|my|there|that|this|they|he|she|is|are|was|were|ever|had|have|should|lose|get|got|a"
    r"|an|be|being|did|do|smell|left|with|stuck|"
    r"smells?|hear|see|goes|go|any|system|main|new|old|ever had)){0,5} $"
    r"|\b(?:will|would|might|could|may|do|does|can) (?:we|i|they|she|he|it|there|that|this|you|the \w+)"
    r"(?: (?:be|go|lose|have|get|need|be left|ever|always|still|then)){0,3} $"
    r"|\bif (?:\w+ ){1,3}(?:reports?|finds?|discovers?|notices?|loses?|ha(?:ve|s|d)|rings?|says?|complains?"
    r"|experiences?) (?:\w+ )?$"
    r"|\b(?:how long|whether)(?: \w+){0,5} $|\b(?:avoid|prevent|stop) (?:\w+ ){0,2}$"
)
_IF_EVER = Pattern(
    r"\bif (?:i|we|you|they|it|there|one|(?:the|our|my|a) \w{1,20}) (?:(?:is|are|was|were) )?(?:ever|were|was to|should)\b"
    r"|\bwhat (?:would|will|might|could|happens?|to)(?: \w{1,20}){0,2} if\b"
    r"|\bwhat (?:do|should|would) (?:i|we|you) do (?:if|when)\b"
    r"|\bin the event\b|\bif there (?:was|were) (?:ever )?an?\b"
)
_ASKING = Pattern(
    r"^(?:is|are) (?:the|there|stage)\b|\bhow (?:do|would|can|could|does|should|to|the|is|might|long)\b"
    r"|\bwhat (?:is|are|does|happens|would|if"
    r"|the)\b|\b(?:just )?curious\b|\bnot saying\b"
    r"|\bjust in case\b|\bif i (?:needed|wanted|decided|ever|chose|were|have to|need)\b|\bmight (?:want|need|ask"
    r"|go)\b|\bwondering (?:how|what|whether)\b"
    r"|\bthinking (?:of|about)\b|\bconsidering\b|\breserve\b|\bnot (?:yet )?asking\b|\b(?:explain|tell me|know"
    r"|understand) (?:how|what|about)\b|\bis there an?\b"
    r"|\bwhen (?:do|can|would|should) (?:i|we|you)\b|\bdo i have (?:a|the) right\b|\bwho (?:do|would|should"
    r"|can) i\b(?! [^.!?]{0,30}\b(?:above|over)\b)|\bbefore i (?:decide|ask|think)\b"
)
_STILL_ASKED = Pattern(
    r"\b(?:please (?!explain|tell|let me know)|i want|i would like it|id like (?:it|this|my|somebody|someone|a"
    r"|to (?:ask|request))|i demand|i insist|i request|do not accept|dont accept|cant accept|i am asking"
    r"|im asking for|hereby|i now|i require)\b"
)
ELSEWHERE = Pattern(
    r"\b(?:power ?cuts?|power outage|power failure|power is off|blackout|national grid|power ?grid"
    r"|northern powergrid|uk power networks|105\b|whole (?:village|street|estate) (?:is |are )?(?:off|out"
    r"|without)"
    r"|(?:electric|electricity|power|gas) (?:has |is |went |been |supply )*(?:off|out|down|cut)(?: in| to| across"
    r"| for) (?:the |our |whole )|run out of (?:oil|gas|lpg)|ran out of (?:oil|gas|lpg)"
    r"|out of oil|no credit|burst main|gas main|not your (?:fault|system|install|work|equipment)"
    r"|nothing to do with (?:you|your)|landlord)\b"
)
NOT_ELSEWHERE = Pattern(
    r"\b(?:(?:since|after|following) (?:the|a|that|our|yesterdays|last nights) (?:\w+ )?power|power (?:is|has"
    r"|came|was|s)(?: been| come)? (?:back|restored|on)|electric(?:ity)? (?:is|came|has come|has been) (?:back"
    r"|restored)"
    r"|everyone else|neighbours (?:are|have)|not a power|no power ?cut|isnt a power|everything else)\b"
)
RESOLVED = Pattern(
    r"\b(?:back on\b|working (?:now|again|fine|ok|okay|well|perfectly)|(?:all|now|is|been|its) (?:sorted|fixed"
    r"|repaired|resolved|mended)|up and running|c[ao]me back|fine now|ok now|okay now|warm again"
    r"|toasty|hot again|sorted (?:it|now|out now)|(?:got|had|has) (?:it|them|everything|us) (?:all )?(?:going"
    r"|working|running|back|up)|everything is fine|all good"
    r"|running again|fixed (?:it|now)|on again|nice and warm)\b"
)
NOT_RESOLVED = Pattern(
    r"\b(?:not|\w{2,6}nt|never|until|till|get|getting|need|needs|want|please|when|if|once|to be|said|told|claims?"
    r"|claimed|thought|supposedly|will be|was|were|would be|can|could|how|no sign of|waiting for"
    r"|nothing)(?: \w+){0,3} $"
)
_THANKS = Pattern(r"\b(?:thanks?|thank you|lovely|brilliant|great|superb|diolch)\b")
RELAPSE = Pattern(
    r"\b(?:then|but|until|only|before|for (?:an|a|about|ten|half)|briefly)\b(?: \w+){0,8}? (?:off|again|out|died"
    r"|stopped|gone|cold|went|failed)\b"
)


def words_before(sentence: Sentence, start: int) -> str:
    return sentence.plain[max(0, start - 60) : start]


def _is_past(plain: str) -> bool:
    """Whether a sentence tells of an earlier time only: it dates nothing else and does not also speak of now."""
    for marker in _PAST.compiled.finditer(plain):
        if _DATES_SOMETHING_ELSE.search(plain[max(0, marker.start() - 40) : marker.start()]):
            continue
        return not _PRESENT.search(plain)
    return False


def voided(rule: Rule, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the match stands in a window that its rule names, or in its rule's own exceptions."""
    windows, plain = rule.windows, sentence.plain
    if rule.unless is not None and rule.unless.search(plain):
        return True
    before = words_before(sentence, match.start())
    if Window.NEGATED in windows and NEGATED.search(before):
        return True
    if Window.HYPOTHETICAL in windows and _HYPOTHETICAL.search(before):
        return True
    if Window.IF_EVER in windows and _IF_EVER.search(plain):
        return True
    if Window.PAST in windows and _is_past(plain):
        return True
    if Window.JOKE in windows and paths.JOKE.search(sentence.written.lower()):
        return True
    return Window.ASKING in windows and bool(_ASKING.search(plain)) and not _STILL_ASKED.search(plain)


_MERELY_IF = Pattern(
    r"^(?:if|when|should|what|how|do|does|is|are|can|could|would|will|may)\b|\b(?:if|would|ever|in case|quote"
    r"|price|install|fit)\b"
)


def is_elsewhen(sentence: Sentence) -> bool:
    """Whether a sentence asks, supposes, denies, tells of an earlier time or of what is put right, so that its words are no sign of now."""
    plain = sentence.plain
    return bool(
        plain.endswith("?")
        or _MERELY_IF.search(plain)
        or RESOLVED.search(plain)
        or _is_past(plain)
        or _THANKS.search(plain)
    )
