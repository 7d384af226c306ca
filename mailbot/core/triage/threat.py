"""Does what the firm's own staff wrote to a customer threaten court? Used to hold a letter (Dsmart clause 11)."""

from __future__ import annotations

import re

from mailbot.core.pattern import Pattern
from mailbot.core.triage.text import sentences_of

_FIRM_THREAT = Pattern(
    r"\b(?:(?:county|high|sheriff|magistrates) court|courts?\b|small ?claims?|money ?claim|letters? (?:before"
    r"|of) (?:action|claim)|letter before court|legal (?:action|proceedings|steps|advis\w+|team|department|route"
    r"|recourse|remedies)"
    r"|solicitors?|lawyers?|issue (?:a |court |legal )?(?:proceedings|claim)|(?:commence|start|begin|bring|take"
    r"|initiate) (?:legal |court )?proceedings|proceedings (?:against|will|without)|ccjs?|judge?ments? (?:against"
    r"|in default|order)|default judge?ment|debt (?:collect\w*|recovery|agency|enforcement)|collect(?:ion"
    r"|ions) (?:agency|agents?|company)"
    r"|bailiffs?|enforcement (?:agents?|officers?|action)|sheriff officers?|statutory demand|charging order"
    r"|attachment of earnings|writ\b|summons|litigat\w+|sue\b|suing|sued|bankrupt\w*|credit (?:file|rating|record"
    r"|score|reference)|repossess\w*)"
)
_CUSTOMERS_RIGHT = Pattern(
    r"\b(?:(?:you|customers?|consumers?|they|he|she|mr \w+|mrs \w+|ms \w+)(?: may| can| could| might| are free to"
    r"| are entitled to| have (?:the|a) right to| have the option (?:to|of)| retain the right to| choose to"
    r"| wish to| want to| prefer to| still| also| always| instead| then| remain free to| would be able to"
    r"| are able to| decide to){1,4}(?: of course| naturally| certainly| indeed)? (?:go|take|taking|bring|make"
    r"|apply|refer|start|use|using|pursue|claim|seek"
    r"|issue|consider|contact|ask|consult|speak|get|instruct)"
    r"|(?:your|a customers|the customers|consumers?) (?:legal |statutory )?rights?|without (?:going"
    r"|having to go) to court|instead of (?:going to )?court|(?:rather than|before"
    r"|alternative to) (?:going to )?(?:the )?courts?|cheaper than court|your (?:own )?(?:solicitors?|lawyers?"
    r"|legal (?:advisers?|team|representatives?)|letters? (?:before|of)|claim|court|summons)|(?:letter|email"
    r"|call) (?:\w+ )?from your|you(?:r solicitors?)? (?:have |ve )?(?:mentioned|threatened|said|wrote|written"
    r"|told us|say)|tennis court|court (?:road|street|lane|house|close)|courtyard)\b"
)
_WE_WILL_NOT = Pattern(
    r"\b(?:not|never|wont|dont|no|without|nor|cannot|cant|isnt|arent|no intention of|no plans? to"
    r"|rule out)(?:[ ,]{1,3}\w+){0,12} $"
)
_BUT_ONLY_IF = Pattern(
    r"\b(?:if|unless|provided|providing|as long as|so long as|until)\b[^.!?]{0,60}?\b(?:you|pay\w*|paid|balance"
    r"|settl\w+|invoice|sum|amount|money)\b|\b(?:hesitate|choice|option|alternative|afraid) (?:but )?to?\b"
)
# "4 Willow Court", "Flat 2, Priory Court": a house's name, where a number stands before it and nothing of the law behind.
_HOUSE = re.compile(
    r"\b\d{1,4}[a-z]?,? (?!(?:county|high|crown|sheriff|magistrates|civil|supreme|the|a|days?|weeks?|months?"
    r"|hours?|pounds?|pence)\b)"
    r"[a-z]{2,20} court\b(?! (?:action|claim|proceeding|order|case|fee|cost|summons|hearing|date|paper|judge|will"
    r"|may|can|if|un))",
    re.IGNORECASE,
)


def legal_threat_in(text: str) -> str | None:
    """The words of a court threat by the firm in what its staff wrote (Dsmart clause 11), or None.

    Quoted lines are left out. No threat: "we will not take court action", and telling the customer of their own right
    to go to court. "We will not go to court if you pay" is one. In doubt the words: a held letter can be released.
    """
    for sentence in sentences_of(_HOUSE.sub("the house", text)):
        for match in _FIRM_THREAT.compiled.finditer(sentence.plain):
            before = sentence.plain[max(0, match.start() - 90) : match.start()]
            denied = _WE_WILL_NOT.search(before) and not _BUT_ONLY_IF.search(sentence.plain)
            around = sentence.plain[max(0, match.start() - 90) : match.end() + 12]
            if not denied and not _CUSTOMERS_RIGHT.search(around):
                return sentence.because(match.start(), match.end())
    return None
