"""Do a colleague's words read as the findings on a complaint? Only phrases that say so outright: an ordinary reply must not be held."""

from __future__ import annotations

import re

from mailbot.core.pattern import Pattern

_OURS = r"(?:our|my) (?:final |formal |full |written |definitive ){0,2}"
_SAYS_SO = Pattern(
    rf"\b(?:this|here|below|the following|attached|enclosed) (?:is|are) {_OURS}(?:response|findings|decision|reply)"
    r" (?:to|on|about|regarding|in respect of) (?:your|the|this) complaint\b"
    rf"|\b{_OURS}(?:findings|decision)(?: (?:on|about|regarding) (?:your|the|this) complaint)? (?:is|are) (?:as follows|that|:|set out)"
    rf"|\b(?:this|here) is {_OURS.replace('{0,2}', '{1,2}')}(?:response|findings|decision|reply)\b"
    r"|\b(?:we|i) have (?:now )?(?:completed|concluded|finished) (?:our|my|the) (?:investigation|review)\b"
    r"|\b(?:we|i) (?:have decided to |have decided not to |do not |cannot |can not |partly |partially |fully |therefore |have )?"
    r"(?:uphold|upheld|reject|rejected|dismiss|dismissed) your complaint\b"
    r"|\byour complaint (?:is|was|has been) (?:not |partly |partially |fully )?(?:upheld|rejected|dismissed)\b"
    r"|\b(?:our|my|the) investigation (?:has )?(?:found|concluded|shows|showed|established) that\b",
    re.IGNORECASE,
)
_NOT_YET = Pattern(
    r"\b(?:will|shall|once|when|as soon as|until|before|after|if|whether|next|hope to|going to|not yet|yet to|would|could|may|might)\b",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 2000


def findings_in(words: str) -> str:
    """The phrase that says so; "" if none does. What is only announced ("once we have completed ...") is none."""
    for sentence in re.split(r"(?<=[.!?])\s+|\n{2,}", words):
        plain = " ".join(sentence[:_LONGEST_SENTENCE].split())
        found = _SAYS_SO.search(plain)
        if found and not _NOT_YET.search(plain[: found.start()]):
            return found.group(0)
    return ""
