"""mail/quotes.py against what the mail programs of the world write (client_forms.py): top and bottom answers, long names that
were wrapped, an answer right above the attribution, and prose that only resembles all this."""

from __future__ import annotations

import textwrap

import pytest

from mailbot.mail.quotes import split
from tests.mail import client_forms as forms

ANSWER = "It is still broken."
OLD = "You have no heating, you told us."
LONG = "Dsmart Electrical Ltd Complaints Department of the North <info@dsmart.example>"


def filled(form: str, who: str = forms.WHO) -> str:
    return form.format(who=who, name=forms.NAME)


THUNDERBIRD = [
    pytest.param(filled(form), id=f"{language}-{n}")
    for language, listed in forms.THUNDERBIRD.items()
    for n, form in enumerate(listed)
]
WITH_ADDRESS = [
    pytest.param(form, id=f"{program} {language}")
    for program, listed in (("Gmail", forms.GMAIL), ("Apple", forms.APPLE))
    for language, form in listed.items()
]
OTHERS = [pytest.param(filled(form), id=program) for program, form in forms.OTHER_PROGRAMS.items()]


@pytest.mark.parametrize("attribution", [*THUNDERBIRD, *OTHERS])
def test_an_answer_above_a_marked_quote_is_all_that_is_fresh(attribution: str) -> None:
    found = split(f"{ANSWER}\n\n{attribution}\n> {OLD}\n> more\n")
    assert found.fresh == ANSWER
    assert OLD in found.quoted


@pytest.mark.parametrize("attribution", THUNDERBIRD)
def test_answers_below_and_between_marked_lines_are_fresh(attribution: str) -> None:
    found = split(f"{attribution}\n> {OLD}\n\n{ANSWER}\n\n> Shall we come on Friday?\n\nNo, on Monday.\n")
    assert found.fresh == f"{ANSWER}\n\nNo, on Monday."


@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "unmarked"])
@pytest.mark.parametrize("attribution", WITH_ADDRESS)
def test_a_quote_is_quoted_with_marks_and_without(attribution: str, mark: str) -> None:
    found = split(f"{ANSWER}\n\n{filled(attribution)}\n\n{mark}{OLD}\n{mark}more\n")
    assert found.fresh == ANSWER
    assert OLD in found.quoted


@pytest.mark.parametrize("attribution", [param for param in OTHERS if param.id != "The Bat!"])
def test_other_programs_quotes_are_known_without_marks(attribution: str) -> None:
    assert split(f"{ANSWER}\n\n{attribution}\n\n{OLD}\nmore\n").fresh == ANSWER


@pytest.mark.parametrize("attribution", WITH_ADDRESS)
def test_an_attribution_broken_over_lines_is_one(attribution: str) -> None:
    wrapped = "\n".join(textwrap.wrap(filled(attribution, LONG), 72, break_long_words=False, break_on_hyphens=False))
    assert split(f"{ANSWER}\n\n{wrapped}\n\n> {OLD}\n> more\n").fresh == ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "So I rang again",
        "Thanks Jo",
        "On 2 March I rang again",
        "Am Montag war wieder kein Strom",
        "I told your engineer on 2 March 2026 at 10:00",
        "The visit of 2 March 2026 at 10:00, the last of a long series of them, was cancelled at short notice",
    ],
)
@pytest.mark.parametrize("attribution", WITH_ADDRESS)
def test_the_line_right_above_an_attribution_is_never_lost(attribution: str, line: str) -> None:
    assert split(f"{line}\n{filled(attribution)}\n> {OLD}\n> more\n").fresh == line


@pytest.mark.parametrize("form", ["{}: {}", "*{}:* {}", "{} : {}", "{}:\t{}"], ids=["plain", "bold", "spaced", "tab"])
@pytest.mark.parametrize("labels", forms.OUTLOOK_HEADS.values(), ids=forms.OUTLOOK_HEADS.keys())
def test_an_outlook_head_begins_a_quote_with_a_rule_and_without(labels: tuple[str, ...], form: str) -> None:
    for sender, sent in (
        (forms.WHO, "2 March 2026 09:15"),
        ("Dsmart Electrical [mailto:info@dsmart.example]", "2026-03-02 9:15"),
    ):
        values = (sender, sent, "jo@customer.example", "Your complaint")
        head = "\n".join(form.format(label, value) for label, value in zip(labels, values, strict=True))
        for rule in ("________________________________\n", ""):
            found = split(f"{ANSWER}\n\n{rule}{head}\n\n{OLD}\n")
            assert found.fresh == ANSWER
            assert OLD in found.quoted


@pytest.mark.parametrize("separator", [s for s in forms.SEPARATORS if "Пересланное" not in s])
def test_a_separator_begins_a_quote(separator: str) -> None:
    assert split(f"{ANSWER}\n\n{separator}\n\n{OLD}").fresh == ANSWER


def test_a_separator_that_says_forwarded_does_not() -> None:
    text = f"{ANSWER}\n\n-------- Пересланное сообщение --------\n\n{OLD}"
    assert split(text).fresh == text


@pytest.mark.parametrize("footer", forms.FOOTERS)
def test_a_footer_goes_apart_wherever_the_answer_ends(footer: str) -> None:
    found = split(f"{ANSWER}\n\n{footer}\n")
    assert (found.fresh, found.signature) == (ANSWER, footer)
    assert split(f"{ANSWER}\n\n{footer}\n\nOn 2 Mar 2026, at 09:15, {forms.WHO} wrote:\n> {OLD}\n").fresh == ANSWER


@pytest.mark.parametrize("text", forms.PROSE)
def test_prose_that_resembles_a_quote_or_a_footer_stays_whole(text: str) -> None:
    assert split(text).fresh == text


def test_a_disclaimer_under_a_rule_goes_apart_with_all_that_follows_it() -> None:
    found = split(
        f"{ANSWER}\n\n__________\n\nLe informazioni contenute in questo messaggio sono riservate.\n\n"
        "Persone diverse dal destinatario non possono copiarlo.\n\nAcme Srl - Roma\ntel 06 1234\n__________\n"
    )
    assert found.fresh == ANSWER


def test_a_warning_that_a_gateway_put_on_top_takes_nothing_with_it() -> None:
    text = f"__________\nThis message is confidential and comes from outside.\n__________\n\n{ANSWER}"
    assert split(text).fresh == text
