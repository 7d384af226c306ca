"""mail/quotes.py on whole replies (reply_forms.py), and on what customers write (spoken_forms.py) in all sorts of mails."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.hypertext import text_of
from mailbot.mail.quotes import split
from tests.mail import client_forms, reply_forms, spoken_forms

OLD = "Dear Jo\n\nWe have your letter of the first.\nWhen may we come?"
MARKED = "\n".join(f"> {line}".rstrip() for line in OLD.split("\n"))
ATTRIBUTION = f"On Mon, 2 Mar 2026 at 09:15, {reply_forms.WHO} wrote:"
HEAD = f"From: {reply_forms.WHO}\nSent: 02 March 2026 09:15\nTo: Jo\nSubject: RE: Your complaint\n\n{OLD}"
UNDER = "\n\n-- \nJo Simmons\n4 Mill Lane"

# {} is where the customer's words stand
ABOVE_A_QUOTE = {
    "alone": "{}",
    "an Outlook head": f"{{}}\n\n{HEAD}",
    "an Outlook head under a rule": f"{{}}\n________________________________\n{HEAD}",
    "a separator": f"{{}}\n\n-----Original Message-----\n{HEAD}",
    "an attribution": f"{{}}\n\n{ATTRIBUTION}\n\n{OLD}",
    "an attribution and marks": f"{{}}\n\n{ATTRIBUTION}\n\n{MARKED}\n",
    "a telephone's footer and marks": f"{{}}\n\nSent from my iPhone\n\n> {ATTRIBUTION}\n> \n{MARKED}",
    "a signature": f"{{}}{UNDER}",
    "a disclaimer": "{}\n\nThis e-mail is intended solely for the addressee. Please delete it if you are not.",
    "in the middle": "Hello,\n\n{}\n\nThanks\nJo",
    "at the end": "No heat at all here.\n\n{}",
}
BELOW_A_QUOTE = {
    "below": f"{ATTRIBUTION}\n{MARKED}\n\n{{}}",
    "between": f"{ATTRIBUTION}\n> Dear Jo\n\nHello.\n\n> We have your letter.\n\n{{}}\n\n> When may we come?\n\nFriday.",
}
BELOW_OUR_LINE = f"{ATTRIBUTION}\n> Please reply above this line.\n>\n{MARKED}\n\n{{}}"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def lost(words: str, mail: str) -> list[str]:
    """The lines of `words` that are not fresh in the mail; a rule of dashes is no sentence."""
    fresh = squeezed(split(mail.replace("{}", words)).fresh)
    return [line for line in words.split("\n") if re.search(r"\w", line) and squeezed(line) not in fresh]


@pytest.mark.parametrize(("text", "fresh"), reply_forms.REPLIES.values(), ids=reply_forms.REPLIES.keys())
def test_a_reply_is_what_its_writer_wrote_now(text: str, fresh: str) -> None:
    assert split(text).fresh.strip() == fresh


@pytest.mark.parametrize(("page", "fresh"), reply_forms.PAGES.values(), ids=reply_forms.PAGES.keys())
def test_a_reply_in_html_is_what_its_writer_wrote_now(page: str, fresh: str) -> None:
    assert split(text_of(page)).fresh == fresh


@pytest.mark.parametrize("mail", ABOVE_A_QUOTE.values(), ids=ABOVE_A_QUOTE.keys())
def test_no_sentence_of_a_customer_s_is_lost_above_a_quote(mail: str) -> None:
    said = (
        *spoken_forms.SENTENCES,
        *client_forms.PROSE,
        *(() if mail == ABOVE_A_QUOTE["at the end"] else spoken_forms.POINTS),
    )
    assert {words: found for words in said if (found := lost(words, mail))} == {}


@pytest.mark.parametrize("mail", [*BELOW_A_QUOTE.values(), BELOW_OUR_LINE], ids=[*BELOW_A_QUOTE, "below our line"])
def test_no_sentence_of_a_customer_s_is_lost_below_and_between_quotes(mail: str) -> None:
    assert {words: found for words in spoken_forms.SENTENCES if (found := lost(words, mail))} == {}


SAID = st.lists(st.sampled_from(spoken_forms.SENTENCES), min_size=1, max_size=3).map("\n\n".join)
QUOTES = st.sampled_from([mail.partition("{}")[2] for mail in ABOVE_A_QUOTE.values()])
REPLIES = st.sampled_from([text for text, fresh in reply_forms.REPLIES.values() if text.startswith(fresh)])


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(said=SAID, quote=QUOTES)
def test_no_sentence_is_lost_among_others_above_any_quote(said: str, quote: str) -> None:
    assert lost(said, f"Hello,\n\n{{}}\n\nThanks\nJo{quote}") == []


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(said=SAID, reply=REPLIES)
def test_no_sentence_is_lost_above_what_any_program_writes(said: str, reply: str) -> None:
    assert lost(said, f"Hello,\n\n{{}}\n\n{reply}") == []


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(text=st.text(alphabet=st.sampled_from(list("ab >-:\n@.<1I")), max_size=200))
def test_the_three_parts_hold_every_character_of_any_text(text: str) -> None:
    found = split(text)
    assert sorted(squeezed(found.fresh + found.quoted + found.signature)) == sorted(squeezed(text))
