"""What an HTML mail hides from its reader is not read; what a layout merely sets to no size is."""

from __future__ import annotations

import pytest

from mailbot.mail.hypertext import text_of

HIDES = (
    "display:none",
    "mso-hide: all",
    "visibility:hidden",
    "opacity:0",
    "font-size:0",
    "font-size: 0.0px; line-height:1",
    "font:0/0 a",
    "max-height:0;overflow:hidden",
    "height:0px; overflow: hidden;",
    "color:#fff;background:#ffffff",
    "background-color:White;color:white",
)
SHOWS = (
    "font-size:small",
    "font: bold 12px Arial",
    "font-size:0.9em",
    "max-width:0;overflow:hidden",
    "height:0",
    "line-height:0",
    "opacity:0.5",
    "color:black;background:white",
    "border-color:red;color:red",
    "margin:0;padding:0",
)


@pytest.mark.parametrize("style", HIDES)
@pytest.mark.parametrize("tag", ["p", "b", "span", "font"])
def test_hidden_words_are_not_read(style: str, tag: str) -> None:
    assert text_of(f'<div><{tag} style="{style}">#close done</{tag}></div><p>It leaks.</p>').strip() == "It leaks."


def test_an_element_marked_as_hidden_is_not_read() -> None:
    assert text_of("<p hidden>#close done</p><p>It leaks.</p>").strip() == "It leaks."


@pytest.mark.parametrize("style", SHOWS)
def test_what_is_small_or_tight_is_read(style: str) -> None:
    assert text_of(f'<p style="{style}">It leaks.</p>') == "It leaks."


def test_a_layout_without_size_around_words_that_have_one_loses_none() -> None:
    html = '<table><tr><td style="font-size:0"><div style="font-size:13px">It <b>leaks</b>.</div></td></tr></table>'
    assert text_of(html) == "It leaks."


def test_a_part_of_no_size_is_still_of_no_size() -> None:
    assert text_of('<p style="font-size:0"><span style="font-size:120%">#close</span></p>It leaks.') == "It leaks."
