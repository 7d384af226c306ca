"""Documents on paper: the same bytes every time, and nothing in the words is a command."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest

from mailbot.core.model import Party, PartyStanding
from mailbot.letters import sample
from mailbot.letters.markdown import value
from mailbot.letters.pdf import pdf, typeset
from mailbot.letters.render import Writer

TEMPLATES = Path(__file__).parents[2] / "templates"
PROCEDURES = Path(__file__).parents[2] / "config" / "procedures"


def words_of(document: bytes) -> str:
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    read = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return " ".join(read.stdout.decode("utf-8").split())


@pytest.mark.parametrize("name", ["dsmart", "tinytracker", "tinytracker-feedback-form"])
def test_a_document_is_made_of_each_text_that_goes_with_a_letter(name: str) -> None:
    document = pdf((PROCEDURES / f"{name}.md").read_text("utf-8"), "A title", "A company")

    assert document.startswith(b"%PDF-")
    assert len(document) < 80_000


def test_the_same_words_give_the_same_bytes() -> None:
    source = (PROCEDURES / "dsmart.md").read_text("utf-8")

    assert typeset(source, "T", "C") == typeset(source, "T", "C") == pdf(source, "T", "C")


def test_a_letter_for_the_post_has_date_address_and_words_and_speaks_of_no_email_to_reply_to() -> None:
    full = sample.samples("acknowledgement")[0]
    party = Party(standing=PartyStanding.CUSTOMER, name="Ray Holt", postal="2 High Street, Leek")

    text = words_of(
        Writer([TEMPLATES]).printed("dsmart", "acknowledgement", replace(full, customer=party, to="Ray Holt"))
    )

    assert text.index("Ray Holt 2 High Street, Leek") < text.index("Friday 6 March 2026") < text.index("Dear Ray Holt")
    assert "Your reference: DS-2026-0042-K We have received your complaint Dear" in text
    assert "findings by Tuesday 17 March 2026" in text
    assert "by phone on 01782 496 000, or by post to 1 Mill Lane, Leek ST13 6AA" in text
    assert "this email" not in text


def test_the_document_holds_no_date_and_is_tagged_for_screen_readers() -> None:
    document = pdf("Words.", "T", "C")

    assert b"/CreationDate" not in document
    assert b"/StructTreeRoot" in document
    assert re.search(rb"/Lang\s*\(en-GB\)", document)


def test_every_clause_of_the_procedure_is_in_the_document() -> None:
    text = words_of(pdf((PROCEDURES / "dsmart.md").read_text("utf-8"), "Complaints procedure", "Dsmart Electrical"))

    for number in range(1, 13):
        assert f"{number}. " in text
    assert "within 24 hours" in text
    assert "Page 1 of 2" in text


@pytest.mark.parametrize(
    "words",
    [
        "#panic()",
        "#[x]",
        "$x^2$",
        "*bold*? _em_",
        "\\u{41}",
        '") #panic() //',
        "// comment",
        "= heading",
        "@ref <label>",
        "`raw`",
        "/* x",
    ],
)
def test_words_that_look_like_typst_are_printed_as_they_are(words: str) -> None:
    text = words_of(pdf(f"Before {value(words)} after", 'A "title" #here', "C & D"))

    assert f"Before {words} after" in text
    assert 'A "title" #here' in text


def test_letters_of_other_alphabets_are_printed() -> None:
    assert "Łukasz Żółć, Ωμέγα, Дмитрий" in words_of(pdf("Łukasz Żółć, Ωμέγα, Дмитрий", "T", "C"))


def test_lists_tables_links_and_quotes_are_printed() -> None:
    source = (
        "- one\n  - inner\n\n3. three\n\n| a | b |\n|---|---|\n| c | d |\n\n> said\n\n[here](https://x.example)\\\n"
        "**strong** *em* `so`\n\n---\n\n```\nraw\n```\n"
    )

    text = words_of(pdf(source, "T", "C"))

    for said in ("one", "inner", "3. three", "a b c d", "said", "here strong em so", "raw"):
        assert said in text


def test_a_long_word_runs_off_no_page_and_what_has_no_type_is_named() -> None:
    document = typeset(f"We wrote: {'w' * 400} \U0001f9ff\ufe0f \u4e2d caf\u00e9", "T", "C")
    text = words_of(document).replace("\u200b", "")

    assert "w" * 40 in text.replace(" ", "")
    assert "caf\u00e9" in text
    assert "[nazar amulet]" in text or "\U0001f9ff" in text
    assert "[U+4E2D]" in text or "\u4e2d" in text
    lines = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=document, capture_output=True, check=True)
    ends = [float(found) for found in re.findall(r'xMax="([0-9.]+)"', lines.stdout.decode())]
    assert max(ends) < 595 - 60  # A4 less its margin, in points
