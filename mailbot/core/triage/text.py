"""The text that triage reads: sentences of fresh words, each as written and in a plain form that rules can match.

Nothing here knows a flag. The plain form is lower case, without apostrophes and accents, with common slips of the
keyboard and text-message spellings mended, so that one pattern serves "haven't", "havent" and "haven’t".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from mailbot.core.subjects import is_answer

READ_AT_MOST_CHARACTERS = 100_000  # far above what a person writes; bounds the work on a mail bomb
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic|mated)?[ -]?(?:reply|response)|out of (?:the )?office|absence|undeliver\w+"
    r"|mail(?:er|box)? delivery|mail (?:system|returned|undeliv)|message (?:not|could not|delayed)"
    r"|warning: (?:message|could)|non-?delivery|nondeliver\w+|(?:un)?deliverable|delivery (?:problem|report"
    r"|notification|delayed)|failed (?:mail|delivery)|delivery status|returned mail|failure notice"
    r"|delivery failure)\b",
    re.I,
)
_ATTRIBUTION = re.compile(r"\s*on\b[^\n]{0,200}\bwrote:$", re.I)
# Behind .!?;… and closing quotes, at an empty line, before an item of a list. What begins it is looked for first: that is quick.
_SENTENCE_END = re.compile(r"[.!?;…\n](?:(?<!\n)[\"')]{0,2}\s+|(?<=\n)(?:\s*\n|(?=\s{0,8}(?:[-*•]|\d{1,2}[.)])\s)))")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{1,40}")
_WORD = re.compile(r"[a-z0-9]+")
_WORDS_ALONE = bytes(sign if chr(sign) in "\nabcdefghijklmnopqrstuvwxyz0123456789" else 32 for sign in range(256))
_SHORT_LINE = 45  # a line well short of the usual wrap was ended by its writer

_SPELLINGS = {
    "u": "you", "ur": "your", "bby": "baby", "hotwater": "hot water", "htg": "heating",
    "heatpump": "heat pump", "noone": "no one", "heet": "heat", "watter": "water", "wather": "water", "sytem": "system",
    "plese": "please", "sumone": "someone", "sombody": "somebody", "lite": "light", "yday": "yesterday",
    "agen": "again", "wk": "week", "wks": "weeks", "yr": "year", "yrs": "years", "coz": "because", "cos": "because",
    "cuz": "because", "sum1": "someone", "plz": "please", "pls": "please", "ppl": "people", "eletric": "electric",
    "electrics": "electrics", "electic": "electric", "smels": "smells", "smeling": "smelling", "recieved": "received",
    "wot": "what", "nite": "night", "tho": "though", "thru": "through", "dnt": "dont", "wnt": "want", "hv": "have",
    "compliants": "complaints", "solicter": "solicitor", "wud": "would", "shud": "should", "cud": "could",
    "rubish": "rubbish", "disapointed": "disappointed", "dissapointed": "disappointed", "geting": "getting",
    "workin": "working", "freezin": "freezing", "burnin": "burning", "goin": "going", "owt": "anything",
    "nowt": "nothing", "nuffin": "nothing", "nothin": "nothing", "hav": "have", "havnt": "havent", "wasent": "wasnt",
}  # fmt: skip
_OFTEN_MISTYPED = (
    "heating", "boiler", "boilers", "radiator", "radiators", "cylinder", "immersion", "monoxide", "complaint",
    "complain", "freezing", "thermostat", "grievance", "solicitor", "solicitors", "compensation", "unacceptable",
    "appalling", "disgraceful", "director", "inverter", "battery", "sparking", "carbon", "installer", "engineer",
)  # fmt: skip
_REAL_WORDS = frozenset(
    "hearing heading healing heaping heaving hating boiled bolder boller compliant complaints complains complained "
    "freeing sparkling sparring carton caron directory directors directed inverters inverted inserter buttery batter "
    "batters bakery installed installers engineers engineered solicitors cylinders grievances radiators radiated "
    "radiate thermostats immersions carbons freezings heatings".split()
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _one_slip(word: str) -> set[str]:
    """Every spelling one edit away from `word` that keeps its first letter (people mistype the middle)."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    slips = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    slips |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS} | {a + c + b for a, b in cuts for c in _LETTERS}
    return slips - {word}


_MENDED = {slip: word for word in _OFTEN_MISTYPED for slip in _one_slip(word) if slip not in _REAL_WORDS}
_MENDED = {slip: word for slip, word in _MENDED.items() if slip not in _OFTEN_MISTYPED} | _SPELLINGS
_SLIPS = frozenset(_MENDED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence: as the writer put it, in plain form, and the plain form's words."""

    written: str
    plain: str
    words: tuple[str, ...]

    def because(self, start: int, end: int, limit: int = 140) -> str:
        """The words around plain[start:end] as written, at most `limit` characters, cut at spaces."""
        if len(self.written) <= limit:
            return self.written
        middle = int((start + end) / 2 * len(self.written) / max(1, len(self.plain)))
        first = max(0, min(middle - limit // 2, len(self.written) - limit))
        piece = self.written[first : first + limit]
        if first:
            piece = piece.split(" ", 1)[-1]
        if first + limit < len(self.written):
            piece = piece.rsplit(" ", 1)[0]
        return piece


def plain_of(text: str) -> str:
    """`text` in lower case, without apostrophes and accents."""
    if not text.isascii():
        text = text.replace("’", "").replace("‘", "").replace("ʼ", "")
        text = _BEYOND_ASCII.sub(lambda run: _without_accents(run[0]), unicodedata.normalize("NFKD", text))
    return text.lower().replace("'", "").replace("`", "").replace("w/o", "without").replace("h/w", "hot water")


@lru_cache(maxsize=1_024)
def _without_accents(characters: str) -> str:
    return "".join(c for c in characters if not unicodedata.combining(c))


def _own_lines(text: str) -> str:
    """The text without quoted lines, with the mail client's line wraps undone."""
    lines = [
        line.strip()
        for line in map(str.rstrip, text[:READ_AT_MOST_CHARACTERS].splitlines())
        if not line.lstrip().startswith(">") and not (line.endswith(":") and _ATTRIBUTION.match(line))
    ]
    joined: list[str] = []
    for line in lines:
        joined.append(line)
        joined.append("\n\n" if len(line) < _SHORT_LINE else "\n")
    return "".join(joined)


def _pieces(text: str) -> list[str]:
    """What stands between the ends of sentences, the punctuation with it, all space in it single blanks; none empty."""
    pieces, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        pieces.append(text[start : end.start() + 1])
        start = end.end()
    pieces.append(text[start:])
    return [written for piece in pieces if (written := " ".join(piece.split()))]


def _mended(sentence: Sentence) -> Sentence:
    if _SLIPS.isdisjoint(sentence.words):
        return sentence
    plain = _WORD.sub(lambda m: _MENDED.get(m[0], m[0]), sentence.plain)
    return Sentence(written=sentence.written, plain=plain, words=tuple(_WORD.findall(plain)))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, quoted lines (> ...) left out; empty for an empty text."""
    pieces = _pieces(_own_lines(text))
    plain = plain_of("\n".join(pieces))  # a piece holds no line break, and nothing plain makes one
    bare = plain.encode("ascii", "replace").translate(_WORDS_ALONE).decode("ascii")
    found = tuple(
        Sentence(written=written, plain=line, words=tuple(words.split()))
        for written, line, words in zip(pieces, plain.split("\n"), bare.split("\n"), strict=False)
    )
    words = frozenset(chain.from_iterable(sentence.words for sentence in found))
    return found if _SLIPS.isdisjoint(words) else tuple(map(_mended, found))


def subject_speaks(subject: str, *, is_ours: bool) -> bool:
    """Whether the subject is the sender's own words: replies and automatic mail repeat ours (domain 6, flow)."""
    return bool(subject.strip()) and not (is_ours or is_answer(subject) or _AUTOMATIC_SUBJECT.match(subject))


def is_automatic_subject(subject: str) -> bool:
    return bool(_AUTOMATIC_SUBJECT.match(subject))
