"""The net under the urgent rules: a danger or a cold home told in words that no rule foresaw, by kinds of words that stand together.

domain 6, costs: urgent or safety missed is harm, false alarms are cheap. Every kind must stand in one sentence or in two that follow each
other, none of them about another time, a mere "if", or what is put right. Tables and how they are asked; what a sign means: triage.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mailbot.core.triage import windows
from mailbot.core.triage.text import Sentence

#: domain 6, no heating/hot water: what warms, that it is cold, and that something fails, or lasts, or meets somebody
COLD_HOME: Mapping[str, str] = {
    "heat": "heat heating hot warm warmth boiler radiator rad rads pump immersion thermostat cylinder tap taps shower bath underfloor ashp gshp"
    " ufh unit gwres",
    "cold": "cold freez frozen frost ice icy perish baltic arctic shiver chill coat coats blanket duvet hats breath kettle dead packed conk knacker"
    " kaput lifeless stone unheated oer",
    "fails or lasts": "not no nothing none never without hasnt havent isnt arent wont doesnt dont cant stopp off gone gave broke fail died blank"
    " still again fault error only heb dim day days night nights morning evening week weekend hour since kid kids child baby mum mam dad nan"
    " gran wife husband son daughter tonight yesterday monday tuesday wednesday thursday friday saturday sunday",
}
#: domain 6, safety: what can hurt, and what it does
DANGER: Mapping[str, str] = {
    "kit": "inverter battery batteries consumer fuse fusebox fuseboard isolator socket plug switch breaker rcd junction cable wire wiring wires meter"
    " electric panel panels charger charging boiler flue gas pipe cylinder heat loft light lights box unit tap shower tracker solar powerwall cooker",
    "does": "smell smelt whiff stink pong reek fume smok burn spark flash shock tingl prickl hiss crackl fizz sizzl melt scorch charr swell"
    " swoll bulg zap jolt glow arcing soot dizz headache nause singe bang explo",
}


_SHORT_STEM = 3  # letters
_WORDS_REMEMBERED = 8_192
_DENIES = frozenset("no not without never nor neither none isnt wasnt".split())


class Signs:
    """Kinds of words that, standing together, are a sign."""

    def __init__(self, stems: Mapping[str, str]) -> None:
        self._kinds = frozenset(stems)
        self._kinds_of_stem: dict[str, frozenset[str]] = {}
        for kind, words in stems.items():
            for stem in words.split():
                self._kinds_of_stem[stem] = self._kinds_of_stem.get(stem, frozenset()) | {kind}
        self._longest = max(map(len, self._kinds_of_stem))
        self._no_signs: set[str] = set()  # words that have been read: most are none

    def _read(self, word: str) -> frozenset[str]:
        """A stem begins a word; a short one is the whole word: "no" must not stand in every "now"."""
        found = self._kinds_of_stem.get(word, frozenset())
        for end in range(_SHORT_STEM + 1, min(len(word), self._longest + 1)):
            found |= self._kinds_of_stem.get(word[:end], frozenset())
        return found

    def _telling(self, words: frozenset[str]) -> dict[str, frozenset[str]]:
        """Those of these words that are a sign, each with its kinds."""
        found = {word: self._read(word) for word in words - self._no_signs}
        if len(self._no_signs) < _WORDS_REMEMBERED:
            self._no_signs.update(word for word, kinds in found.items() if not kinds)
        return {word: kinds for word, kinds in found.items() if kinds}

    def _all_in(self, sentence: Sentence, telling: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """The kinds that a sentence names. What a danger does is not named where it is denied: "no more smell"."""
        if telling.keys().isdisjoint(sentence.words):
            return frozenset()
        found: set[str] = set()
        for at, word in enumerate(sentence.words):
            kinds = telling.get(word)
            if kinds and not ("does" in kinds and _DENIES.intersection(sentence.words[max(0, at - 3) : at])):
                found |= kinds
        return frozenset(found)

    def _stands(self, here: frozenset[str], earlier: Sentence) -> bool:
        return here == self._kinds or not windows.is_elsewhen(earlier)

    def together(self, sentences: tuple[Sentence, ...], words: frozenset[str]) -> Iterator[int]:
        """The numbers of the sentences with which every kind has been named, in it and the one before. `words`: all of them."""
        telling = self._telling(words)
        if frozenset().union(*telling.values()) != self._kinds:
            return
        before: frozenset[str] = frozenset()
        for number, sentence in enumerate(sentences):
            here = self._all_in(sentence, telling)
            complete = bool(here) and here | before == self._kinds
            # the dear question last: it is rarely asked
            if complete and not windows.is_elsewhen(sentence) and self._stands(here, sentences[number - 1]):
                yield number
            before = here
