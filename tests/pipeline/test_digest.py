"""The directors' digest: one mail a working morning, whose numbered lines can be answered, each on its own case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path

import pytest

from mailbot.config import Worker
from tests.pipeline.pressing import Draft, buttons, drafted, press, received, sent_by, text_of
from tests.pipeline.world import NOW, Firm, mail

ANNA, DANA, SAM = "anna@firm.example", "dana@firm.example", "sam@customer.example"
MORNING = datetime(2026, 3, 11, 8, 30, tzinfo=UTC)  # the visits of the complaints of the third are late since midnight
NEXT = MORNING + timedelta(days=1)
_NUMBERS = count(1)
PEOPLE = (
    Worker(name="Anna Field", address=ANNA, roles=("handler",)),
    Worker(name="Bob Wright", address="bob@firm.example", roles=("engineer",)),
    Worker(name="Dana Price", address=DANA, roles=("director",)),
)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Firm]:
    """A firm with three complaints whose visit is late, and the digest that says so."""
    firm = Firm(tmp_path, person=PEOPLE)
    for name in ("sam", "lee", "kim"):
        firm.arrives(
            mail(
                f"Complaint of {name}",
                sender=f"{name} <{name}@customer.example>",
                message_id=f"<{name}@customer.example>",
            )
        )
        firm.take_in()
    firm.send()
    run(firm, MORNING)
    yield firm
    firm.close()


def run(firm: Firm, now: datetime) -> None:
    firm.take_in(now)
    firm.tick(now)
    firm.send(now)


def digest(firm: Firm) -> EmailMessage:
    return received(firm, DANA, "digest")


def answered(firm: Firm, text: str, *, to: EmailMessage | None = None, by: str = DANA, at: datetime = MORNING) -> str:
    """Replies to the digest as a mail client does, and gives what is answered."""
    original = to or digest(firm)
    reply = mail(
        f"Re: {original['Subject']}",
        text,
        sender=by,
        message_id=f"<answer-{next(_NUMBERS)}@firm.example>",
        In_Reply_To=str(original["Message-ID"]),
        References=str(original["Message-ID"]),
    )
    firm.arrives(reply, at)
    firm.take_in(at)
    firm.send(at)
    return " ".join(text_of(received(firm, by, "command_result")).split())


def references(firm: Firm) -> list[str]:
    return [row[0] for row in firm.rows("SELECT reference FROM case_file ORDER BY id")]


def column(firm: Firm, name: str) -> list[str]:
    return [str(row._mapping[name]) for row in firm.rows("SELECT assigned, state FROM case_file ORDER BY id")]


def results(firm: Firm) -> int:
    return int(firm.value("SELECT count(*) FROM letter WHERE name = 'command_result'"))


def test_each_case_stands_once_under_its_number_with_clock_handler_and_last_contact(three: Firm) -> None:
    text = text_of(digest(three))

    assert re.findall(r"(?m)^(\d)\. (DS-\S+),", text) == [
        (str(n), reference) for n, reference in enumerate(references(three), start=1)
    ]
    first = " ".join(text.partition("2. DS-")[0].split())
    for said in (
        "Visit, or decide that no visit is needed: Tuesday 10 March 2026",
        "late",
        "With Anna Field.",
        "Last contact",
    ):
        assert said in first


def test_several_numbered_lines_are_each_done_on_their_case_and_answered_once(three: Firm) -> None:
    told = answered(three, "1 note rang her, no answer\n2 assign bob\n3 close settled by phone")

    assert column(three, "assigned") == ["", "bob@firm.example", ""]
    assert column(three, "state") == ["open", "open", "closed"]
    one, two, three_ = references(three)
    assert f"1 ({one}): filed as an internal note" in told
    assert f"2 ({two}): assigned to Bob Wright" in told
    assert f"3 ({three_}): closed: settled by phone" in told
    assert "Not done" not in told
    assert results(three) == 1


def test_letters_and_clocks_are_those_of_the_lines_own_case(three: Firm) -> None:
    """Two letters to two customers in one answer: each goes to its own, about its own case."""
    answered(three, "1 delay 2026-03-20 tiles are out of stock\n3 delay 2026-03-25 the roofer is ill")

    for name, reason, number in (("sam", "tiles are out of stock", 0), ("kim", "the roofer is ill", 2)):
        letter = received(three, f"{name}@customer.example", "delay")
        assert reason in text_of(letter).lower()
        assert references(three)[number] in str(letter["Subject"])
    assert three.rows("SELECT case_id FROM contact WHERE letter_id IS NOT NULL AND id > 6 ORDER BY case_id") == [
        (1,),
        (3,),
    ]
    assert three.value("SELECT count(*) FROM letter WHERE name = 'delay'") == 2
    assert three.chain_faults() == ()


def test_a_line_moves_the_clocks_of_its_case_only(three: Firm) -> None:
    answered(three, "2 novisit photographs show it\n1 note x")

    assert three.rows("SELECT case_id FROM deadline WHERE clock = 'visit' AND stopped_at IS NOT NULL") == [(2,)]


def test_what_stands_on_a_case_is_its_own_line_and_not_what_was_said_of_others(three: Firm) -> None:
    answered(three, "1 note she is unwell\n2 note he shouted")

    notes = three.rows("SELECT case_id, summary FROM contact WHERE channel = 'note' ORDER BY id")
    assert (1, "#note she is unwell") in notes
    assert (2, "#note he shouted") in notes
    assert [case for case, summary in notes if "unwell" in summary and "shouted" in summary] == [None]


def test_a_wrong_number_and_an_unknown_command_are_asked_back_and_nothing_else_is_lost(three: Firm) -> None:
    told = answered(three, "7 close done\n1 clsoe done\n2 assign zoe\n3 assign bob")

    assert column(three, "assigned") == ["", "", "bob@firm.example"]
    assert set(column(three, "state")) == {"open"}
    assert "7 close: the digest that you answered goes from 1 to 3" in told
    assert "'clsoe' is not a command for a numbered line; did you mean close?" in told
    assert "zoe" in told
    assert results(three) == 1


def test_words_without_a_number_reach_nobody_and_are_asked_about(three: Firm) -> None:
    before = three.value("SELECT count(*) FROM letter WHERE to_staff = 0")
    told = answered(
        three, "Morning all,\n\n1 assign bob\n\nWhy is this always the same crew?\n\n2 assign bob\n\nThanks\nDana"
    )

    assert "“Why is this always the same crew?”: no number stands before it" in told
    assert "Thanks" not in told
    assert "Morning" not in told
    assert three.value("SELECT count(*) FROM letter WHERE to_staff = 0") == before
    assert column(three, "assigned") == ["bob@firm.example"] * 2 + [""]


def test_lines_below_words_for_a_customer_are_never_guessed_to_be_for_them(three: Firm) -> None:
    told = answered(three, "1 delay 2026-03-20 tiles are out\nDon't tell them, but we forgot to order.")

    assert three.value("SELECT count(*) FROM letter WHERE name = 'delay'") == 0
    assert "it is not clear whether the customer should read them" in told


def test_an_answer_to_yesterdays_digest_means_yesterdays_numbers(three: Firm) -> None:
    yesterday = digest(three)
    answered(three, "1 novisit photographs show it")
    run(three, NEXT)
    assert "1. " + references(three)[1] in text_of(digest(three))  # the first case is no longer late
    told = answered(three, "1 note from yesterday's list", to=yesterday, at=NEXT)

    assert f"1 ({references(three)[0]}): filed" in told
    told = answered(three, "1 note from today's list", at=NEXT)
    assert f"1 ({references(three)[1]}): filed" in told


def test_the_digest_of_another_director_is_no_use_to_a_thief(three: Firm) -> None:
    for thief in (ANNA, "mal@elsewhere.example"):
        original = digest(three)
        three.arrives(
            mail(
                "Re: x", "1 close done", sender=thief, message_id=f"<{thief}>", In_Reply_To=str(original["Message-ID"])
            ),
            MORNING,
        )
        three.take_in(MORNING)

    assert set(column(three, "state")) == {"open"}


def test_a_stranger_who_is_confirmed_by_number_is_heard_like_one_confirmed_by_a_reply(three: Firm) -> None:
    told_us = "We have no heating and no hot water at all."
    ann = mail(f"About {references(three)[0]}", told_us, sender="ann@other.example", message_id="<ann@other.example>")
    three.arrives(ann, MORNING)
    three.take_in(MORNING)
    three.send(MORNING)

    told = answered(three, "1 confirm ann@other.example")

    assert "counts from then (no heating" in told
    assert three.value("SELECT count(*) FROM deadline WHERE case_id = 1 AND clock = 'visit_urgent'") == 1


def test_words_that_repeat_an_internal_note_are_held_by_number_too(three: Firm) -> None:
    answered(three, "1 note she is known to pay very late always")

    told = answered(three, "1 respond We say that she is known to pay very late always")

    assert "it repeats an internal note" in told
    assert not three.rows("SELECT id FROM letter WHERE name = 'response' AND state != 'held'")


def test_a_case_about_the_director_is_not_theirs_even_by_number(three: Firm) -> None:
    with three.desk.store.begin() as tx:
        tx.exec_driver_sql(f"UPDATE case_file SET about = '{DANA}' WHERE id = 2")  # noqa: S608
    told = answered(three, "2 close nothing in it\n1 assign bob")

    assert column(three, "state") == ["open"] * 3
    assert "is about you" in told
    assert column(three, "assigned")[0] == "bob@firm.example"


def test_an_answer_that_comes_twice_is_obeyed_once(three: Firm) -> None:
    original = digest(three)
    twice = mail(
        "Re: x", "1 note y", sender=DANA, message_id="<same@firm.example>", In_Reply_To=str(original["Message-ID"])
    )
    three.arrives(twice, MORNING)
    three.arrives(twice, MORNING)
    three.take_in(MORNING)

    assert three.value("SELECT count(*) FROM contact WHERE case_id = 1 AND channel = 'note'") == 1


def test_a_director_asks_for_a_case_by_its_number(three: Firm) -> None:
    told = answered(three, "2 show")

    assert references(three)[1] in told
    assert "lee@customer.example" in told


def test_a_director_asks_for_a_case_file_by_number_and_gets_that_cases(three: Firm) -> None:
    answered(three, "2 file")

    files = [part.get_filename() for part in received(three, DANA, "command_result").iter_attachments()]
    assert files
    assert all(references(three)[1] in str(name) for name in files)


def test_days_are_written_as_people_write_them(three: Firm) -> None:
    told = answered(three, "2 assign bob\n3 delay Friday waiting for the part\n1 note rang them")

    letter = text_of(received(three, "kim@customer.example", "delay"))
    assert "Friday 13 March 2026" in letter
    assert "aiting for the part" in letter
    assert "Friday 13 March 2026" in told
    assert "Not done" not in told


def test_an_answer_without_any_number_is_told_how(three: Firm) -> None:
    assert "no line of it begins with a number" in answered(three, "Please get on with these.")
    assert "#assign NAME" in answered(three, "#help")


def test_a_digests_button_answers_its_own_line(three: Firm) -> None:
    paper = digest(three)
    links = [link for _, link in _all_buttons(paper)]
    assert len(links) == len(set(links))
    assert {drafted(link).to for link in links} == {paper["Reply-To"].addresses[0].addr_spec}
    assert list(buttons(paper)) == ["Note", "Delay", "Assign to me", "Assign", "Close"]
    press(three, paper, "Assign", fill={"[NAME]": "bob"}, at=MORNING)  # the last line's, as labels repeat

    assert column(three, "assigned") == ["", "", "bob@firm.example"]


def test_a_digests_button_that_is_sent_as_it_opened_only_asks(three: Firm) -> None:
    before = three.value("SELECT count(*) FROM letter WHERE to_staff = 0")
    assert len(_all_buttons(digest(three))) == 15
    for label, link in _all_buttons(digest(three)):
        if label != "Assign to me":
            three.arrives(sent_by(DANA, drafted(link), at=MORNING), MORNING)
    three.take_in(MORNING)

    assert set(column(three, "state")) == {"open"}
    assert three.value("SELECT count(*) FROM letter WHERE to_staff = 0") == before
    assert three.value("SELECT count(*) FROM contact WHERE case_id IS NOT NULL AND channel = 'note'") == 0
    assert results(three) == 12


def test_a_note_pressed_in_a_digest_may_have_paragraphs(three: Firm) -> None:
    link = next(link for label, link in _all_buttons(digest(three)) if label == "Note")
    draft = drafted(link)
    body = draft.body.replace("[YOUR NOTE]", "Rang her.\r\n\r\nShe is in on Friday.")
    three.arrives(sent_by(DANA, Draft(to=draft.to, subject=draft.subject, body=body), at=MORNING), MORNING)
    three.take_in(MORNING)

    assert three.rows("SELECT summary FROM contact WHERE case_id = 1 AND channel = 'note'") == [
        ("#note Rang her.\nShe is in on Friday.",)
    ]


def test_nothing_to_report_is_said_once_a_week_on_its_first_working_day(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    now, days = NOW, []
    while now < datetime(2026, 4, 17, tzinfo=UTC):
        now += timedelta(hours=12)
        run(firm, now)
    for (at,) in firm.rows(
        "SELECT date(queued_at / 1000000, 'unixepoch') FROM letter WHERE name = 'digest' ORDER BY id"
    ):
        days.append(at)
    # Easter Monday is the sixth of April: that week's word comes on Tuesday
    assert days == ["2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-07", "2026-04-13"]
    firm.close()


def test_the_directors_are_told_while_there_is_time_that_the_calendar_ends(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    told = []
    for day in ("2028-06-28", "2028-07-04"):  # three months and three months before it ends
        at = datetime.fromisoformat(f"{day}T08:00+00:00")
        firm.take_in(at)
        firm.tick(at)
        firm.send(at)
        told.append(
            any(b"calendar ends on Sunday 31 December 2028" in raw.replace(b"=\r\n", b"") for _, raw in firm.wire.taken)
        )
    assert told == [False, True]
    firm.close()


def test_the_digest_counts_what_came_and_names_what_was_held_and_what_came_back(three: Firm) -> None:
    with three.desk.store.begin() as tx:
        tx.exec_driver_sql("UPDATE party SET undeliverable = 1 WHERE case_id = 2")
    answered(three, "1 delay 2026-03-20 pay up or we will see you in court")
    three.arrives(b"", NEXT)
    run(three, NEXT)
    told = " ".join(text_of(digest(three)).split())

    one, two, _ = references(three)
    assert f"1 letter is held until somebody confirms it: {one}." in told
    assert f"1 customer cannot be written to, for a letter came back: {two}." in told
    assert "2 received, 2 accounted for, of which 1 waits for a person" in told


def _all_buttons(message: EmailMessage) -> list[tuple[str, str]]:
    html = message.get_body(("html",))
    assert html is not None
    found = re.findall(r'class="button" href="([^"]+)"[^>]*>([^<]+)<', str(html.get_content()))
    return [(label, link.replace("&amp;", "&")) for link, label in found]
