"""The procedure's own words, its policy file and the names of its tests list the same clauses, both ways."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.config import load_procedure

ROOT = Path(__file__).parents[2]
COMPANIES = ("dsmart", "tinytracker")

WHERE = {
    "dsmart": {str(number): f"{number}. " for number in range(1, 13)},
    "tinytracker": {
        "policy.channels": "A complaint can be received by phone",
        "policy.confidence": "All complaint information will be handled sensitively",
        "procedure.receiver": "The person in our team that receives",
        "1.1": "1. The complaint will be acknowledged",
        "1.2": "2. In the majority of cases",
        "1.3": "3. We may ask the member of staff",
        "1.4": "4. Each complaint will be treated in confidence",
        "2.request": "If the complainant feels that the issue",
        "2.acknowledge": "The request for review will be acknowledged",
        "2.review": "The Director may investigate",
        "2.person": "If the complaint relates to a specific person",
        "2.decide": "Stage Two complaints will receive a definitive reply",
        "2.final": "The decision taken at this stage is final",
        "3.review": "Complaints are reviewed from time to time",
        "3.staff": "This policy does not cover complaints from staff",
        "3.responsible": "Overall responsibility for this policy",
        "contact": "You can contact us using the following ways",
    },
}
"""The words at which each clause begins in the Markdown."""

ASIDE = {
    "dsmart": ("Version 001", "A complaint is any expression"),
    "tinytracker": (
        "We view a complaint as an expression",
        "Provide a complaints procedure",
        "Make public via our website",
        "Make sure ",
        "Review information to help us",
        "We monitor and review the effectiveness",  # its promise stands in "Complaints are reviewed from time to time"
    ),
}
"""Blocks of the Markdown that say what the procedure is for, and promise nothing by themselves."""


def written(company: str) -> str:
    return (ROOT / "config" / "procedures" / f"{company}.md").read_text(encoding="utf-8")


def blocks(company: str) -> Iterator[str]:
    """The Markdown's paragraphs and list items without headings; what hangs below an item belongs to it."""
    for paragraph in re.split(r"\n\s*\n", written(company)):
        lines = [line for line in paragraph.splitlines() if line.strip() and not line.startswith("#")]
        for line in lines:
            if not line.startswith("    "):
                yield line.removeprefix("- ").strip()


def listed(company: str) -> list[str]:
    procedure = load_procedure(ROOT / "config" / "procedures" / f"{company}.toml")
    return [clause.id for clause in procedure.clause]


def named_tests(company: str) -> list[ast.FunctionDef]:
    tree = ast.parse((Path(__file__).parent / f"test_{company}.py").read_text(encoding="utf-8"))
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]


def clause_of(test: str, company: str) -> str:
    """The clause that a test is named after; "" if it is none that the policy lists."""
    named = [c for c in listed(company) if test.startswith(f"test_{c.replace('.', '_')}_")]
    return max(named, key=len, default="")


@pytest.mark.parametrize("company", COMPANIES)
def test_the_policy_lists_the_clauses_of_the_text_in_their_order(company: str) -> None:
    assert sorted(listed(company)) == sorted(WHERE[company])

    text = written(company)
    places = [(text.find(begins), clause) for clause, begins in WHERE[company].items()]
    assert not [clause for place, clause in places if place < 0]


@pytest.mark.parametrize("company", COMPANIES)
def test_every_sentence_of_the_text_belongs_to_a_clause_or_promises_nothing(company: str) -> None:
    begins = (*WHERE[company].values(), *ASIDE[company])
    receiver = ("Record the", "Take the", "Note down", "Refer the", "Send to", "Tell the", "By Email", "By Mail")
    below = (*receiver, "By Telephone", "Download Form") if company == "tinytracker" else ()

    assert not [b for b in blocks(company) if not any(words in b for words in begins) and not b.startswith(below)]


@pytest.mark.parametrize("company", COMPANIES)
def test_every_clause_has_a_test_and_every_test_a_clause(company: str) -> None:
    named = {test.name: clause_of(test.name, company) for test in named_tests(company)}

    assert not [test for test, clause in named.items() if not clause]
    assert set(named.values()) == set(listed(company))


@pytest.mark.parametrize("company", COMPANIES)
def test_what_the_tests_quote_stands_in_the_text(company: str) -> None:
    """Quotations stand in double quotes at the beginning of a docstring; "..." leaves words out."""
    text = " ".join(re.sub(r"[*\[\]]", "", written(company)).split())
    wrong = []
    for test in named_tests(company):
        for quoted in re.findall(r'"([^"]{20,})"', ast.get_docstring(test) or ""):
            parts = [part.strip(" .:;,") for part in re.split(r"\.\.\.|…", quoted)]
            wrong += [f"{test.name}: {part}" for part in parts if " ".join(part.split()) not in text]
    assert not wrong


@pytest.mark.parametrize("company", COMPANIES)
def test_what_the_policy_quotes_stands_in_the_text(company: str) -> None:
    procedure = load_procedure(ROOT / "config" / "procedures" / f"{company}.toml")
    text = " ".join(re.sub(r"[*]", "", written(company)).split())

    quoted = [clock.words for clock in procedure.clock] + [guard.words for guard in procedure.guard]
    assert [words for words in quoted if words.rstrip(".") not in text] == []


@pytest.mark.parametrize("company", COMPANIES)
def test_the_sentences_are_the_ones_that_the_company_gave_us(company: str) -> None:
    """Headings, line breaks and links of a page may differ; its sentences may not."""
    seed = ROOT.parent / "shared" / "seeds" / f"{company}-procedure.md"
    if not seed.is_file():
        pytest.skip("the companies' own texts are not here")
    given = _bare(seed.read_text(encoding="utf-8"))

    sentences = [
        s for block in blocks(company) for s in re.split(r"(?<=[.;]) ", _bare(block)) if len(s) > 20 and "www." not in s
    ]
    assert [s for s in sentences if s not in given and not s.endswith(CHANGED)] == []


CHANGED = (
    "MCS installer certification body Napit.",  # followed by a list in the seed
    "at this stage if you wish.",  # ends without a full stop
    "using the contact details below.",  # names a link that leads nowhere
)


def _bare(text: str) -> str:
    """One line of words: no links, no signs of emphasis, no list marks."""
    unlinked = re.sub(r"\[([^\]]{0,200})\]\([^)\s]{1,200}\)", r"\1", text)
    return " ".join(re.sub(r"[*#\[\]<>]|(?m:^ *(?:[0-9]+\.|-) )", " ", unlinked).split())
