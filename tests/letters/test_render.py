"""The Writer: which template is taken, what a fault says, and that nothing a template does can leave its sandbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.core.model import Party, PartyStanding
from mailbot.errors import ConfigError
from mailbot.letters import sample
from mailbot.letters.context import LetterContext
from mailbot.letters.render import Writer

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A company's own templates: nothing but the frame that every letter stands in."""
    for name in ("base.html.j2", "base.txt.j2"):
        (tmp_path / name).write_text((TEMPLATES / name).read_text("utf-8"), "utf-8")
    return tmp_path


def letter(root: Path, name: str, text: str) -> Path:
    path = root / f"{name}.md.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def written(root: Path, body: str, context: LetterContext | None = None, subject: str = "S") -> str:
    """The plain text of a letter with this body, without its footer."""
    letter(root, "firm/hello", f"---\nsubject: {subject}\n---\n{body}")
    return Writer([root]).render("firm", "hello", context or some()).text.split("\n\n-- \n")[0]


def some() -> LetterContext:
    return sample.samples("message")[0]


def test_a_procedures_own_template_wins_over_the_common_one(root: Path) -> None:
    letter(root, "common/hello", "---\nsubject: common\n---\n")
    letter(root, "firm/hello", "---\nsubject: own\n---\n")
    writer = Writer([root])

    assert writer.render("firm", "hello", some()).subject == "own"
    assert writer.render("other", "hello", some()).subject == "common"


def test_the_first_root_wins_and_the_second_fills_the_gaps(root: Path) -> None:
    letter(root, "dsmart/acknowledgement", "---\nsubject: ours\n---\n")
    writer = Writer([root, TEMPLATES])

    assert writer.render("dsmart", "acknowledgement", some()).subject == "ours"
    assert "stage_two_decision" in writer.letters("tinytracker")
    assert "stage_two_decision" not in writer.letters("dsmart")
    assert all(not name.startswith("_") for name in writer.letters("dsmart"))


def test_a_missing_template_is_named_with_the_places_searched(root: Path) -> None:
    with pytest.raises(ConfigError, match=r"firm/nothing\.md\.j2 or common/nothing\.md\.j2 in .*" + root.name):
        Writer([root]).render("firm", "nothing", some())


def test_blocks_are_named_also_those_of_a_template_that_is_extended(root: Path) -> None:
    letter(root, "common/base_letter", "---\nsubject: x\n---\n{% block one %}1{% endblock %}")
    letter(
        root,
        "firm/hello",
        '---\nsubject: x\n---\n{% extends "common/base_letter.md.j2" %}{% block two %}{% endblock %}',
    )

    assert Writer([root]).blocks("firm", "hello") == {"one", "two"}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Dear\n\n{{ nobody }}\n", "line 6: 'nobody' is not a name that letters know"),
        ("{% if case %}\n", "line 4: Unexpected end of template"),
        ("{{ words | nothing }}\n", "line 4: No filter named 'nothing'"),
        ("\n{{ case.colour }}\n", "line 5: 'mailbot.letters.context.CaseLine object' has no attribute 'colour'"),
        ("{{ author | day }}\n", "the filter 'day' needs a date, not 'Anna Field'"),
        ('{% include "common/_nothing.md.j2" %}\n', "there is no template 'common/_nothing.md.j2'"),
        ("{% if false %}{{ typo }}{% endif %}\n", "line 4: 'typo' is not a name that letters know"),
        ("Please do not reply to this email.\n", "a letter never tells people that they may not reply"),
    ],
)
def test_a_fault_names_file_line_and_cause(root: Path, body: str, fault: str) -> None:
    path = letter(root, "firm/hello", f"---\nsubject: x\n---\n{body}")

    faults = [f for f in Writer([root]).faults("firm") if "hello" in f]

    assert any(f.startswith(str(path)) and fault in f for f in faults), faults


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("", "line 1: the letter has no subject"),
        ("---\nsubject: x\n", "line 1: the front matter is not closed"),
        ("---\nsubjekt: x\n---\n", "line 2: front matter holds"),
        (
            "---\nsubject: {{ case.colour }}\n---\n",
            "subject: 'mailbot.letters.context.CaseLine object' has no attribute",
        ),
        ("---\nsubject: {{ '' }}\n---\n", "line 2: the letter has no subject"),
        ("---\nsubject: x\naudience: aliens\n---\n", "line 3: front matter holds"),
    ],
)
def test_a_fault_in_the_front_matter_is_named(root: Path, front: str, fault: str) -> None:
    path = letter(root, "firm/hello", f"{front}Words.\n")

    faults = [f for f in Writer([root]).faults("firm") if "hello" in f]

    assert any(f.startswith(str(path)) and fault in f for f in faults), faults


def test_every_fault_is_reported_at_once(root: Path) -> None:
    letter(root, "firm/one", "---\nsubject: x\n---\n{{ nobody }}")
    letter(root, "firm/two", "---\nsubject: x\n---\n{{ case.colour }}")

    faults = "\n".join(Writer([root]).faults("firm"))

    assert "one.md.j2" in faults
    assert "two.md.j2" in faults


@pytest.mark.parametrize(
    "body", ["{{ case.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ has.__globals__ }}", "{{ range(10**9) | list }}"]
)
def test_a_template_cannot_leave_its_sandbox(root: Path, body: str) -> None:
    with pytest.raises(ConfigError):
        written(root, body)


def test_a_template_outside_the_roots_is_not_found(root: Path) -> None:
    (root.parent / "secret.md.j2").write_text("secret")

    with pytest.raises(ConfigError, match="there is no template"):
        written(root, '{% include "../secret.md.j2" %}')


def test_a_subject_is_one_line_of_bounded_length_whatever_the_customer_wrote(root: Path) -> None:
    assert some().case is not None
    case = replace(some().case, subject="a\r\nBcc: x@evil.example\u2028" + "b" * 500)  # type: ignore[type-var]
    letter(root, "firm/hello", "---\nsubject: [{{ case.reference }}] {{ case.subject }}\n---\n")

    subject = Writer([root]).render("firm", "hello", replace(some(), case=case)).subject

    assert len(subject) == 200
    assert subject.startswith("[DS-2026-0042-K] a Bcc: x@evil.example bbb")
    assert subject.isprintable()


def test_a_customers_name_makes_no_markup_and_no_html(root: Path) -> None:
    name = "<img src=x onerror=alert(1)> [press](https://evil.example) **x**"
    party = Party(standing=PartyStanding.CUSTOMER, name=name)
    letter(root, "firm/hello", "---\nsubject: {{ customer.called }}\n---\nDear {{ customer.called }},")

    rendered = Writer([root]).render("firm", "hello", replace(some(), customer=party))

    assert f"Dear {name}," in " ".join(rendered.text.split())
    assert "<img" not in rendered.html
    assert "evil.example)" in rendered.html
    assert 'href="https://evil' not in rendered.html


def test_a_line_of_tags_leaves_nothing_and_any_other_keeps_its_end(root: Path) -> None:
    body = (
        "One{% if case %} two{% endif %}\n\n{% if case %}\nThree{% endif %}\n\nFour {% if case %}x{% endif %}\nfive\n"
    )

    assert written(root, body) == "One two\n\nThree\n\nFour x five"


def test_dates_are_told_with_their_weekday(root: Path) -> None:
    body = "{{ case.received | day }}. {{ case.received | moment }}. {{ case.received | hour }}. {{ promised | day }}."

    text = written(root, body)

    assert text == (
        "Tuesday 3 March 2026. Tuesday 3 March 2026 at 11:20. 11:20.\nTuesday 7 April 2026."
        if "\n" in text
        else "Tuesday 3 March 2026. Tuesday 3 March 2026 at 11:20. 11:20. Tuesday 7 April 2026."
    )


def test_a_date_in_a_subject_keeps_its_spaces(root: Path) -> None:
    letter(root, "firm/hello", "---\nsubject: {{ case.received | moment }}, {{ company.phone | phone }}\n---\n")

    subject = Writer([root]).render("firm", "hello", some()).subject

    assert subject.startswith("Tuesday 3 March 2026 at 11:20, ")


def test_lists_are_told_in_words(root: Path) -> None:
    assert (
        written(root, "{{ ['a', 'b', 'c'] | listed }}; {{ ['a'] | listed }}; {{ ['a', 'b'] | listed('or') }}")
        == "a, b and c; a; a or b"
    )


def test_the_same_context_gives_the_same_letter() -> None:
    context = sample.samples("notice")[0]

    assert Writer([TEMPLATES]).render("dsmart", "notice", context) == Writer([TEMPLATES]).render(
        "dsmart", "notice", context
    )


# ---------------------------------------------------------------------------------------------- what the procedure demands


def lacking(root: Path, body: str, *blocks: str) -> tuple[str, ...]:
    letter(root, "firm/hello", f"---\nsubject: S\n---\n{body}")
    return Writer([root]).lacking("firm", "hello", some(), blocks)


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("{% block one %}\nA\n{% endblock %}\n{% block two %}\nB\n{% endblock %}", ()),
        ("{% block one %}\nA\n{% endblock %}", ("two",)),
        (
            "{% block one %}\nA\n{% endblock %}\n{% block two %}\n{% if has('nothing') %}\nB\n{% endif %}\n{% endblock %}",
            ("two",),
        ),
        (
            "{% block one %}\nA\n{% endblock %}\n{% if has('nothing') %}\n{% block two %}\nB\n{% endblock %}\n{% endif %}",
            ("two",),
        ),
        ("{% set x = 'B' %}\n{% block one %}\n{{ x }}\n{% block two %}\n{{ x }}\n{% endblock %}\n{% endblock %}", ()),
        ("nothing", ("one", "two")),
    ],
    ids=["both", "not there", "empty", "not reached", "one in the other", "none"],
)
def test_which_blocks_a_letter_leaves_out_on_an_occasion(root: Path, body: str, missing: tuple[str, ...]) -> None:
    assert lacking(root, body, "one", "two") == missing


def test_blocks_of_a_template_that_is_extended_count(root: Path) -> None:
    letter(
        root,
        "common/frame",
        "---\nsubject: S\n---\n{% block one %}\nA\n{% endblock %}\n{% block two %}\nB\n{% endblock %}",
    )
    body = '{% extends "common/frame.md.j2" %}\n{% block two %}\n{% endblock %}'

    assert lacking(root, body, "one", "two", "three") == ("two", "three")
