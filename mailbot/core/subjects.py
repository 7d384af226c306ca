"""What mail programs and gateways put before a subject: "Re:", "Fwd:", "[EXTERNAL]", in the languages they speak."""

from __future__ import annotations

import re

_COUNT = r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\d{1,2})?\s?[:：]"
_ANSWERS = (
    "re", "aw", "antw", "antwort", "antwoord", "sv", "svar", "odp", "odpowiedź", "ynt", "yanıt", "res", "resp", "rif", "r", "vá", "válasz", "rép", "réponse", "vastaus", "απ", "απάντηση", "σχετ", "atb", "atbilde",
    "rsp", "respuesta", "resposta", "risposta", "bls", "balas", "відп", "отв", "ответ", "отг", "отговор", "回复", "答复", "回覆", "回應", "返信", "답장", "회신", "رد", "תגובה", "השב", "trả lời",
)  # fmt: skip
_FORWARDS = (
    "fwd", "fw", "wg", "tr", "rv", "enc", "i", "vs", "vb", "vl", "doorst", "pd", "ilt", "videresendt", "vidarebefordrat", "přep", "továbbítás", "пересл", "пер", "πρθ", "转发", "轉寄", "轉發", "転送", "전달", "إعادة توجيه", "הועבר", "chuyển tiếp", "trs", "réexp", "inoltra", "reenviado", "encaminhado", "weitergeleitet", "doorgestuurd", "przekazano",
)  # fmt: skip
# A gateway's mark, not a reference of ours: no digits.
_TAG = re.compile(
    r"\s*(?:\[[^\[\]\d]{1,40}\]|\((?:external|extern|ext|spam)\)|\*{1,3}\s?[^\W\d][^*\d]{1,30}\*{1,3}|<\s?external\s?>|(?:external(?: e-?mail| sender)?|extern|ext|caution|suspicious|spam)\s?[:：\-–])\s*",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\s*(?:" + "|".join(sorted(map(re.escape, _ANSWERS), key=len, reverse=True)) + ")" + _COUNT, re.IGNORECASE
)
_FORWARD = re.compile(
    r"\s*(?:" + "|".join(sorted(map(re.escape, _FORWARDS), key=len, reverse=True)) + ")" + _COUNT, re.IGNORECASE
)
_MOST_TAGS = 3


def without_tags(subject: str) -> str:
    """The subject without what gateways put before it ("[EXTERNAL] Re: x" is "Re: x"); a mark that holds digits stays, for it may be a
    reference."""
    rest = subject[:1000]
    for _ in range(_MOST_TAGS):
        found = _TAG.match(rest)
        if found is None or found.end() == len(rest):
            break
        rest = rest[found.end() :]
    return rest


def is_answer(subject: str) -> bool:
    """Whether a mail program says that this answers another mail: "Re:", "AW:", "SV:", "Re[2]:", "回复:", also after a gateway's tag."""
    return bool(_ANSWER.match(without_tags(subject)))


def is_forward(subject: str) -> bool:
    """Whether a mail program says that this passes another mail on: "Fwd:", "WG:", "RV:", "转发:", also after a gateway's tag."""
    return bool(_FORWARD.match(without_tags(subject)))


def without_answer_mark(subject: str) -> str:
    """The subject without "Re:" and the like, of which some people think that it means "regarding"."""
    bare = without_tags(subject)
    found = _ANSWER.match(bare)
    return bare[found.end() :].strip() if found else subject
