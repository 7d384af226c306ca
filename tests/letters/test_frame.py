"""The page around a letter: readable on any screen, in light and in dark, with pictures off and by a screen reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from mailbot.letters import sample
from mailbot.letters.render import Writer

TEMPLATES = Path(__file__).parents[2] / "templates"
WRITER = Writer([TEMPLATES])
PAGES = {
    name: WRITER.render("dsmart", name, sample.samples(name)[0]).html
    for name in ("acknowledgement", "notice", "digest")
}
STYLE = re.sub(r"\s+", " ", PAGES["acknowledgement"].split("<style>")[1].split("</style>")[0])
DARK = STYLE.split("@media (prefers-color-scheme: dark) {")[1].split("@media print")[0]
LIGHT = STYLE.split("@media")[0]
VOID = {"meta", "br", "hr", "img", "link", "input"}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.badly_nested: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.badly_nested.append(tag)

    def named(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.found if tag in names]


def colour(css: str, selector: str, key: str) -> str:
    for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", css):
        if selector in [part.strip() for part in rule.group(1).split(",")]:
            value = re.search(rf"(?:^|[; ]){key}:\s*(#[0-9a-f]{{6}})", rule.group(2))
            if value:
                return value.group(1)
    raise AssertionError(f"no {key} for {selector}")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    lights = sorted(_luminance(c) for c in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(value: str) -> float:
    channels = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("selector", [".letter", ".quiet", ".name", "a"])
def test_all_text_contrasts_with_the_sheet_it_stands_on(css: str, selector: str) -> None:
    assert contrast(colour(css, selector, "color"), colour(css, ".sheet", "background-color")) >= 4.5


def test_the_dark_colours_win_over_those_that_stand_in_the_tags() -> None:
    inline = {c for page in PAGES.values() for c in re.findall(r'style="[^"]*(?<!-)color:(#[0-9a-f]{6})', page)}

    assert inline == {colour(LIGHT, "a", "color")}
    assert all(part.rstrip(" ;").endswith("!important") for part in re.findall(r"\{([^{}]+)\}", DARK))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_one_well_formed_document_in_british_english(name: str) -> None:
    tags = Tags(PAGES[name])

    assert tags.badly_nested == []
    assert tags.open == []
    assert tags.named("html") == [{"lang": "en-GB"}]
    assert {"name": "color-scheme", "content": "light dark"} in tags.named("meta")
    assert "<title>[DS-" in PAGES[name] or "<title>Example" in PAGES[name]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_headings_are_real_and_skip_no_level(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in Tags(PAGES[name]).found if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert 2 in levels
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_tables_are_for_facts_or_say_that_they_are_not(name: str) -> None:
    tables = Tags(PAGES[name]).named("table")
    heads = Tags(PAGES[name]).named("th")

    assert all(t.get("role") == "presentation" or t.get("class") == "facts" for t in tables)
    assert all(head.get("scope") == "col" for head in heads)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_is_loaded_and_nothing_runs(name: str) -> None:
    tags = Tags(PAGES[name])

    assert not tags.named("img", "script", "link", "iframe", "form", "object", "video")
    assert "url(" not in PAGES[name]
    assert "@import" not in PAGES[name]
    assert all(a["href"].split(":")[0] in ("https", "mailto", "tel") for a in tags.named("a"))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_text_is_smaller_than_sixteen_pixels(name: str) -> None:
    assert all(float(size) >= 16 for size in re.findall(r"font-size:\s*([\d.]+)px", PAGES[name]))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_narrow_and_shrinks(name: str) -> None:
    assert "max-width:640px" in PAGES[name]
    assert not re.search(r'(?:width="|[ ;"]width:\s*)\d{3,}px', PAGES[name])


def test_a_customers_letter_ends_with_how_to_reach_the_company() -> None:
    rendered = WRITER.render("dsmart", "acknowledgement", sample.samples("acknowledgement")[0])

    for said in ("Example &amp; Daughters", "01782 496 000", "info@example.com", "1 Mill Lane, Leek ST13 6AA"):
        assert said in rendered.html
        assert said.replace("&amp;", "&") in rendered.text
    assert rendered.text.split("\n-- \n")[1].startswith("Example & Daughters\nYour reference: DS-2026-0042-K\n")
