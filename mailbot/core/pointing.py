"""Answers written into the mail that is quoted: many mail programs mark no quoted line, so nothing tells them from it but that
the writer says so ("see my answers below", "in red")."""

from __future__ import annotations

import re

from mailbot.core.model import InboundMessage

_BELOW = re.compile(
    r"\b(?:answers?|answered|comments?|commented|repl(?:y|ies|ied)|responses?|responded|notes?|remarks?|see|look|marked|written|wrote)\b[^.!?\n]{0,40}\b(?:below|in[- ]?line|in (?:red|blue|green|bold|capitals|your (?:text|mail|e-?mail)))\b"
    r"|\b(?:below|in[- ]?line),? (?:in|are) (?:red|blue|green|bold|my)\b|\b(?:siehe|meine? (?:antwort(?:en)?|anmerkungen?|kommentare?))[^.!?\n]{0,30}\b(?:unten|rot|blau)\b|\b(?:voir|mes? (?:réponses?|commentaires?))[^.!?\n]{0,30}(?:ci-dessous|plus bas|en rouge|en bleu)"
    r"|\b(?:ver|vea|mis? (?:respuestas?|comentarios?))[^.!?\n]{0,30}\b(?:abajo|en rojo|en azul)\b|\b(?:vedi|mie risposte|risposte)[^.!?\n]{0,30}\b(?:sotto|in rosso|in blu)\b|\b(?:zie|mijn (?:antwoord(?:en)?|opmerkingen))[^.!?\n]{0,30}\b(?:hieronder|onder|rood|blauw)\b"
    r"|\b(?:ver|veja|minhas respostas|respostas)[^.!?\n]{0,30}\b(?:abaixo|em vermelho|em azul)\b|\b(?:patrz|odpowiedzi|uwagi)[^.!?\n]{0,30}(?:poniżej|na czerwono)|\b(?:se|svar|mina svar|mine svar)[^.!?\n]{0,30}\b(?:nedan|nedenfor|nedenunder|rött|rødt)\b",
    re.IGNORECASE,
)  # fmt: skip
# One of these ends each of the phrases above: looking for them costs a tenth.
_BELOW_STEMS = (
    "below", "inline", "in-line", "in line", "in red", "in blue", "in green", "in bold", "in capitals", "in your", "unten", "rot", "blau", "ci-dessous", "plus bas", "en rouge", "en bleu", "abajo", "en rojo", "en azul", "sotto", "in rosso", "in blu",
    "onder", "rood", "abaixo", "em vermelho", "em azul", "poniżej", "na czerwono", "nedan", "neden", "rött", "rødt",
)  # fmt: skip
_LOOKED_AT = 3000  # characters


def points_below(message: InboundMessage) -> bool:
    """Whether the writer says that their answers stand in the quoted mail, and there is one."""
    beginning = message.fresh[:_LOOKED_AT] if message.quoted else ""
    lowered = beginning.lower()
    return any(stem in lowered for stem in _BELOW_STEMS) and bool(_BELOW.search(beginning))


def with_what_hangs_below(words: str, message: InboundMessage) -> str:
    """`words`, and under them the quoted mail if the writer's answers stand in it. For reading and triage; nothing of it is relayed."""
    return f"{words}\n\n{message.quoted}" if points_below(message) else words
