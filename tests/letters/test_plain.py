"""The plain text of a letter, form by form."""

from __future__ import annotations

import pytest

from mailbot.letters import markdown, plain


def text(source: str) -> str:
    return plain.to_text(markdown.parse(source))


def test_a_heading_is_underlined() -> None:
    assert text("# One\n\n## Two\n\nThree") == "One\n===\n\nTwo\n---\n\nThree"


def test_long_paragraphs_are_wrapped_between_words() -> None:
    lines = text("word " * 60).split("\n")

    assert max(map(len, lines)) <= plain.COLUMNS
    assert " ".join(lines).split() == ["word"] * 60


def test_an_address_longer_than_a_line_is_not_broken() -> None:
    address = "https://example.com/" + "x" * 100

    assert address in text(f"See [the page]({address}).").split("(", 1)[1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[our page](https://example.com/a)", "our page (https://example.com/a)"),
        ("[https://example.com/a](https://example.com/a)", "https://example.com/a"),
        ("[info@example.com](mailto:info@example.com)", "info@example.com"),
        ("[write to us](mailto:info@example.com)", "write to us: mailto:info@example.com"),
        ("[0345 543 0330](tel:03455430330)", "0345 543 0330"),
        ("[call us](tel:03455430330)", "call us (tel:03455430330)"),
    ],
)
def test_a_link_always_says_where_it_goes(source: str, expected: str) -> None:
    assert text(source) == expected


def test_lists_keep_their_marks_numbers_and_indents() -> None:
    source = "- one\n- two\n  - inner\n\n3. three\n4. four\n"

    assert text(source) == "- one\n- two\n  - inner\n\n3. three\n4. four"


def test_the_lines_of_a_long_item_stand_under_its_first_word() -> None:
    lines = text("10. " + "word " * 30).split("\n")

    assert lines[0].startswith("10. word")
    assert all(line.startswith("    word") for line in lines[1:])


def test_a_small_table_is_aligned() -> None:
    assert text("| a | bb |\n|---|---|\n| ccc | d |\n") == "a    bb\n---  --\nccc  d"


def test_a_wide_table_becomes_a_list() -> None:
    cell = "a cell that is long enough to fill a line"

    assert text(f"| What | When |\n|---|---|\n| {cell} | {cell} |\n| x | |\n") == f"- {cell}\n  when: {cell}\n- x"


def test_a_quote_is_marked_on_every_line() -> None:
    assert text("> one\\\n> two\n>\n> three") == "> one\n> two\n>\n> three"


def test_a_rule_and_a_block_of_code_are_kept() -> None:
    assert text("a\n\n---\n\n```\nb  c\n```\n") == f"a\n\n{'-' * plain.COLUMNS}\n\nb  c"


def test_a_letters_paragraphs_can_be_had_on_one_line_each() -> None:
    said = "We found that the scaffolding was charged twice and that nobody told you so when you asked us about it."
    source = f"# One\n\n{said}\n\n- {said}\n- short\n\n> {said}\n> {said}\n\nYours,\\\nAnna"

    whole = plain.unwrapped(text(source))

    assert text(source) != whole
    assert whole == f"One\n===\n\n{said}\n\n- {said}\n- short\n\n> {said} {said}\n\nYours,\nAnna"


def test_a_table_is_not_joined() -> None:
    lines = "What                                       By when\n-----------------------------------------  -------\n"
    rows = lines + "Visit, or decide that no visit is needed  Monday 9 March 2026, 6 days left\nSend them  today"

    assert plain.unwrapped(rows) == rows
