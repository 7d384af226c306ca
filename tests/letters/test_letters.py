"""The letters as they go out, each with every sample: what they promise, what they never say; both twins agree.

The golden files are the text of each letter with its fullest sample, to be read. After a change of words:
WRITE_GOLDEN=1 pytest tests/letters, and read the difference.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mailbot.core.model import Rendered
from mailbot.core.procedure import Procedure
from mailbot.letters import sample
from mailbot.letters.render import Writer

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
WRITER = Writer([ROOT / "templates"])
TO_CUSTOMERS = {
    "dsmart": (
        *(
            "acknowledgement",
            "received",
            "put_in_writing",
            "request_material",
            "visit_booked",
            "visit_cancelled",
            "visit_outcome",
            "delay",
        ),
        *("response", "informal_resolution", "referral", "message", "safety"),
    ),
    "tinytracker": (
        *(
            "acknowledgement",
            "received",
            "response",
            "informal_resolution",
            "stage_two_acknowledgement",
            "stage_two_progress",
        ),
        *("stage_two_decision", "delay", "message", "safety"),
    ),
}
TO_STAFF = (
    "notice",
    "reminder",
    "escalation",
    "digest",
    "review",
    "command_result",
    "task",
    "person_informed",
    "grievance_redirect",
    "too_large",
)
LETTERS = [(p, name) for p, names in TO_CUSTOMERS.items() for name in (*names, *TO_STAFF)]
CUSTOMERS_LETTERS = [(p, name) for p, names in TO_CUSTOMERS.items() for name in names]


@cache
def procedure(name: str) -> Procedure:
    return Procedure.model_validate(tomllib.loads((ROOT / f"config/procedures/{name}.toml").read_text("utf-8")))


@cache
def rendered(procedure_: str, letter: str) -> tuple[Rendered, ...]:
    return tuple(
        WRITER.render(procedure_, letter, context)
        for policy in (None, procedure(procedure_))
        for context in sample.samples(letter, policy)
    )


class Page(HTMLParser):
    """What a reader of the HTML sees, and what can be pressed in it. Buttons stand apart: the text has their commands instead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.buttons: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0
        self._in_button = False
        self.feed(html)

    @property
    def text(self) -> str:
        return flat("".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        button = dict(attrs).get("class") == "button"
        self._hidden += tag in ("style", "title", "head") or button
        if href := dict(attrs).get("href"):
            (self.buttons if button else self.links).append(href)
        self._in_button = button

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title", "head") or (tag == "a" and self._in_button)
        self._in_button = self._in_button and tag != "a"
        if tag in ("p", "li", "h1", "h2", "h3", "td", "th"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", sorted(TO_CUSTOMERS))
def test_every_letter_of_the_procedure_has_a_template(name: str) -> None:
    assert {*TO_CUSTOMERS[name], *TO_STAFF} <= {*WRITER.letters(name)}
    assert {rule.id for rule in procedure(name).letter} <= {*WRITER.letters(name)}


@pytest.mark.parametrize("name", sorted(TO_CUSTOMERS))
def test_no_template_has_a_fault(name: str) -> None:
    assert WRITER.faults(name, procedure(name)) == ()
    assert WRITER.faults(name) == ()


@pytest.mark.parametrize("name", sorted(TO_CUSTOMERS))
def test_every_block_that_the_procedure_demands_is_there(name: str) -> None:
    for rule in procedure(name).letter:
        assert set(rule.blocks) <= WRITER.blocks(name, rule.id), rule.id


def test_a_letter_or_block_that_the_procedure_demands_and_nobody_wrote_is_a_fault(tmp_path: Path) -> None:
    for name in ("base.html.j2", "base.txt.j2"):
        (tmp_path / name).write_text((ROOT / "templates" / name).read_text("utf-8"), "utf-8")
    (tmp_path / "dsmart").mkdir()
    (tmp_path / "dsmart/response.md.j2").write_text(
        "---\nsubject: x\n---\n{% block findings %}x{% endblock %}", "utf-8"
    )

    faults = Writer([tmp_path]).faults("dsmart", procedure("dsmart"))

    assert f"{tmp_path}/dsmart/response.md.j2: clause 8, 9 demands a block 'next_body'" in faults
    assert any(fault.startswith("there is no template dsmart/referral.md.j2") for fault in faults)


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_a_letter_reads_as_it_was_last_approved(name: str, letter: str) -> None:
    first = WRITER.render(name, letter, sample.samples(letter)[0])
    text = f"Subject: {first.subject}\n\n{first.text}"
    file = GOLDEN / f"{name}.{letter}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_text(text, "utf-8")

    assert text == file.read_text("utf-8")


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_the_text_says_every_date_and_link_of_the_html(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        page, text = Page(version.html), flat(version.text)
        dates = re.findall(r"\d{1,2} [A-Z][a-z]+ \d{4}(?: at \d{2}:\d{2})?", page.text)
        for said in dates:
            assert said in text
        for link in page.links:
            bare = link.removeprefix("mailto:") if "?" not in link else link
            assert (
                (bare.removeprefix("tel:") in text.replace(" ", "")) if link.startswith("tel:") else (bare in text)
            ), link


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_what_a_button_writes_can_be_typed_after_the_text(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        text = flat(version.text)
        for button in Page(version.html).buttons:
            fields = parse_qs(urlsplit(button).query)
            first = fields["body"][0].splitlines()[0]
            typed = first.split()[1] if letter == "digest" else first.replace("[", "").replace("]", "")
            assert first.startswith("[") or typed in text
            assert letter == "digest" or unquote(urlsplit(button).path) in text  # a digest is answered by replying
            assert button not in text


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_both_twins_say_the_same_words(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        body = version.html.split('class="edge letter"')[1].split('class="edge rule quiet"')[0]
        html_words = re.findall(r"[A-Za-z0-9#]{3,}", Page(f"<td {body}").text)
        text_words = set(re.findall(r"[A-Za-z0-9#]{3,}", version.text))
        assert {w for w in html_words if w not in text_words and w.lower() not in text_words} == set()


@pytest.mark.parametrize(("name", "letter"), CUSTOMERS_LETTERS)
def test_a_customer_never_sees_what_is_ours_alone(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        whole = f"{version.subject}\n{version.text}\n{version.html}"
        for secret in ("clause", "anna@example.com", "dee@example.com", "our own target", "acknowledge the complaint"):
            assert secret not in whole
        assert not re.search(r"(?<![\w&\"':;.(-])#[a-z]{3,}(?!\w*[;{])", version.text)
        assert "{{" not in whole
        assert "None" not in whole


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_a_letter_never_threatens_turns_away_or_speaks_latin(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        words = flat(version.text).lower()
        for never in (
            "do not reply",
            "court",
            "solicitor",
            "e.g.",
            "i.e.",
            "etc.",
            "sorry you feel",
            "unsubscribe",
            "automated",
        ):
            assert never not in words
        if letter in TO_CUSTOMERS[name] and letter != "stage_two_decision":
            assert not re.search(r"\bfinal\b", words)


@pytest.mark.parametrize(("name", "letter"), CUSTOMERS_LETTERS)
def test_sentences_to_customers_are_short(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        body = version.text.split("\n\n-- \n")[0]
        for paragraph in re.split(r"\n\n|\n- |\n\d\. ", body):
            for sentence in re.split(r"[.:;!?](?:\s|$)", flat(paragraph)):
                assert len(sentence.split()) <= 32, sentence


@pytest.mark.parametrize(("name", "letter"), CUSTOMERS_LETTERS)
def test_a_customers_subject_begins_with_the_reference(name: str, letter: str) -> None:
    for version in rendered(name, letter):
        assert version.subject.startswith("[DS-2026-0042-K] ")
        assert "No heating" not in version.subject


def test_the_acknowledgement_of_dsmart_keeps_its_promises() -> None:
    text = flat(rendered("dsmart", "acknowledgement")[0].text)

    for said in (
        "within 24 hours, by Wednesday 4 March 2026 at 11:20",
        "findings by Tuesday 17 March 2026",
        "Renewable Energy Consumer Code (RECC)",
        "photo of the display.jpg",
        "Anna Field is dealing with your complaint",
        "do our best",
        "put your complaint in writing",
        "0800 111 999",
    ):
        assert said in text


def test_without_the_urgent_clock_the_visit_has_a_date_and_without_any_no_date_is_made_up() -> None:
    full = sample.samples("acknowledgement")[0]
    calm = {name: line for name, line in full.clocks.items() if name != "visit_urgent"}
    none = {name: line for name, line in calm.items() if name != "visit"}
    texts = [
        flat(WRITER.render("dsmart", "acknowledgement", replace(full, clocks=clocks)).text) for clocks in (calm, none)
    ]

    assert "we will do so by Tuesday 10 March 2026" in texts[0]
    assert "If we need to visit you, we will tell you" in texts[1]
    assert all("If you are without heating or hot water because of this, please tell us now" in text for text in texts)


def test_the_acknowledgement_of_tinytracker_keeps_its_promises() -> None:
    text = flat(rendered("tinytracker", "acknowledgement")[0].text)

    for said in (
        "Anna Field is dealing with your complaint",
        "reply by Tuesday 7 April 2026 at the latest",
        "complaints procedure comes with this letter",
        "feedback form comes with it",
        "your postal address",
        "in confidence",
    ):
        assert said in text


def test_the_findings_of_dsmart_say_what_was_done_and_where_to_go_next() -> None:
    text = flat(rendered("dsmart", "response")[0].text)

    for said in (
        "flow sensor",
        "Wednesday 4 March 2026 at 14:20: Bob Wright visited you",
        "NAPIT",
        "Renewable Energy Consumer Code",
    ):
        assert said in text
    assert text.count("is there for complaints about") == 2


def test_only_the_decision_of_a_review_is_called_final() -> None:
    text = flat(rendered("tinytracker", "stage_two_decision")[0].text)

    assert "This decision is final" in text
    assert "legal rights are not affected" in text


def test_a_notice_says_how_to_answer_and_how_to_keep_it_inside() -> None:
    text = flat(rendered("dsmart", "notice")[0].text)

    assert "Reply to this message and your words go to the customer. Start with #note to keep it inside." in text
    assert "> Our heat pump stopped working last night" in text
    assert "because of “no heating and no hot water”" in text
    assert "please acknowledge it yourself" in text
    assert (
        rendered("dsmart", "notice")[0].subject == "[DS-2026-0042-K] URGENT, no heating: New complaint from Jo Simmons"
    )


def test_a_notice_of_an_unknown_sender_says_that_nothing_was_sent() -> None:
    unconfirmed = next(v for v in rendered("dsmart", "notice") if "Unconfirmed" in v.subject)

    assert "Nothing was sent to them, and nothing will be." in flat(unconfirmed.text)
    assert "#confirm" in unconfirmed.text


def test_a_digest_puts_the_overdue_first_and_numbers_every_line() -> None:
    text = rendered("dsmart", "digest")[0].text

    assert (
        text.index("Overdue")
        < text.index("Due today")
        < text.index("With somebody who is away")
        < text.index("412 received")
    )
    assert re.findall(r"(?m)^(\d)\. DS-", text) == ["1", "2", "3", "4"]
    assert text.index("accounted for") < text.index("Seals")


def test_the_chart_of_a_digest_needs_no_picture_and_says_its_numbers_in_text_too() -> None:
    digest = rendered("dsmart", "digest")[0]
    bars = re.findall(r'<table role="presentation" aria-hidden="true" width="(\d+)"', digest.html)

    assert bars == ["18", "18", "18", "144"]
    assert re.search(r"(?m)^Due within a week +9 +■{24}$", digest.text)
    assert "<img" not in digest.html


def test_a_clock_that_is_planned_for_an_earlier_day_says_both_days() -> None:
    full = sample.samples("reminder")[0]
    clocks = {name: replace(line, planned=date(2026, 3, 5)) for name, line in full.clocks.items()}
    planned = replace(full, clocks=clocks, clock=next(iter(clocks.values())))

    assert "We work to Thursday 5 March 2026." in flat(WRITER.render("dsmart", "reminder", planned).text)
    assert "we work to Thursday 5 March 2026" in flat(WRITER.render("dsmart", "notice", planned).text)
    assert "work to" not in rendered("dsmart", "reminder")[0].text


def test_a_held_letter_is_reported_as_not_sent() -> None:
    assert rendered("dsmart", "command_result")[0].subject == "[DS-2026-0042-K] Held, not sent"


def test_the_safety_letter_names_the_emergency_numbers_and_asks_nothing_first() -> None:
    for name in TO_CUSTOMERS:
        text = flat(rendered(name, "safety")[0].text)
        assert all(number in text for number in ("0800 111 999", "999", "105"))
        assert text.index("Please do not wait for us") < text.index("0800 111 999")
