"""`mailbot demo`: the story is played once, by the program itself, and its output and its folder are looked at."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

from mailbot.core.model import InboundMessage
from mailbot.demo.cast import COMPANIES, CUSTOMERS, RICKY, TOM_AT_HOME
from mailbot.demo.papers import html_of
from mailbot.demo.world import inbox_of
from mailbot.mail.parse import parse


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """What one run of the demo left."""

    code: int
    printed: str
    complaints: str  # stderr
    folder: Path
    mails: Mapping[str, bytes]  # by file name, in order
    page: str

    @property
    def told(self) -> str:
        """What was printed, without its line breaks."""
        return " ".join(self.printed.split())

    def read(self) -> dict[str, InboundMessage]:
        return {name: parse(content) for name, content in self.mails.items()}

    def letters(self) -> dict[str, InboundMessage]:
        """What the companies sent."""
        ours = {company.address for company in COMPANIES}
        read = {n: m for n, m in self.read().items() if "past-mailbot" not in n}
        return {n: m for n, m in read.items() if m.sender is not None and m.sender.address in ours}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "mailbot", "demo", "--out", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder.parent)
    mails = {path.name: path.read_bytes() for path in sorted(folder.glob("*.eml"))}
    page = (folder / "index.html").read_text(encoding="utf-8") if (folder / "index.html").exists() else ""
    return Played(
        code=done.returncode, printed=done.stdout, complaints=done.stderr, folder=folder, mails=mails, page=page
    )


def test_it_ends_well_and_complains_of_nothing(played: Played) -> None:
    assert (played.code, played.complaints) == (0, "")


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(r'Jo Simmons writes to Dsmart Electrical: "No heating!!"', id="new complaint"),
        pytest.param(r"mailbot opens case DS-2026-0001-\w: a complaint from Jo Simmons", id="case"),
        pytest.param(r'mailbot acknowledges to Jo Simmons: "', id="acknowledgement"),
        pytest.param(r"visit: no heating or hot water, by Wed 4 Mar at 14:20", id="24 hours"),
        pytest.param(
            r"puts it on case DS-2026-0001-\w, because it answers our letter 'acknowledgement'", id="follow-up by reply"
        ),
        pytest.param(
            r"puts it on case DS-2026-0001-\w, because it names DS-2026-0001-\w and its sender is on that case",
            id="follow-up by reference",
        ),
        pytest.param(r"Ricky Vane, who is not on this case, .{0,80}gets no answer", id="stranger"),
        pytest.param(r"Anna Field \(handler\) simply replies to that mail", id="handler's answer"),
        pytest.param(r"passes the answer on to Jo Simmons, from the company", id="relayed"),
        pytest.param(r'tells mailbot, by reply: "#note', id="note"),
        pytest.param(
            r'acknowledges to Maria Lopez: ".{10,60}", with complaints-procedure.pdf and feedback-form.pdf',
            id="new complaint to Tiny Tracker",
        ),
        pytest.param(r"An out-of-office notice comes from Maria Lopez", id="out of office"),
        pytest.param(r"!! CAME BACK: the letter 'acknowledgement' to tom.webb@oldjob.example", id="bounce"),
        pytest.param(r"The clock runs again: acknowledge the complaint, by Fri 6 Mar", id="clock runs again"),
        pytest.param(r"mailbot reminds Anna Field \(handler\)", id="reminder"),
        pytest.param(r"!! LATE: visit: no heating or hot water", id="breach"),
        pytest.param(r"raises the alarm with Ruth Hall \(director\) and Anna Field \(handler\)", id="escalation"),
        pytest.param(r"sends Ruth Hall \(director\) the morning list: .{20,60} 1 overdue", id="digest"),
        pytest.param(r"The findings go to Jo Simmons", id="findings"),
        pytest.param(r"Maria Lopez asks for a review", id="request for review"),
        pytest.param(r"acknowledges the request for a review to Maria Lopez", id="review acknowledged"),
        pytest.param(r"The decision goes to Maria Lopez", id="decision"),
        pytest.param(r"Case TT-2026-0001-\w is closed", id="closure"),
        pytest.param(r"22 messages received, 22 accounted for", id="Dsmart's figures"),
        pytest.param(r'tells mailbot, with a button: "#visit Tue 10 March 10:00 with Bob', id="button"),
        pytest.param(r"A visit is booked for Tue 10 Mar 2026 at 10:00", id="visit"),
        pytest.param(r"the visit is declined \(Tom Webb\)", id="declined"),
        pytest.param(r'shows it to Anna Field \(handler\): "The visit does not suit', id="decline is shown"),
        pytest.param(r"the visit is accepted \(Tom Webb\)", id="accepted"),
        pytest.param(r"tells mailbot, by reply: \"1 note .{30,60} 1 assign Anna", id="digest answered"),
        pytest.param(r"The case is now with Anna Field", id="assigned by the digest"),
        pytest.param(r"Sam Okafor writes to the customer without mailbot", id="found in the sent folder"),
        pytest.param(r"confirms to Anna Field \(handler\) that this is done, with DS-2026-0001-\w.zip", id="case file"),
        pytest.param(r"Nobody writes for two months", id="time left out"),
        pytest.param(r"sends Ruth Hall \(director\) the papers of the review", id="review"),
        pytest.param(r"Done in time: review the complaints records", id="review recorded"),
        pytest.param(r"7 messages received, 7 accounted for", id="Tiny Tracker's figures"),
        pytest.param(r"the customer's address is now tom.webb@home.example", id="mended address"),
        pytest.param(r"What was agreed goes to Tom Webb in writing", id="informal resolution"),
        pytest.param(r"letters sent \(1 came back\)", id="nothing else came back"),
        pytest.param(r"1 promise was broken, and a director was told at once", id="nothing else was late"),
        pytest.param(r"events in 5 hash chains: every one verifies", id="chains"),
    ],
)
def test_the_timeline_tells(played: Played, point: str) -> None:
    assert re.search(point, played.told)


def test_the_output_fits_and_is_plain_where_nobody_looks_at_a_terminal(played: Played) -> None:
    lines = played.printed.splitlines()

    assert max(len(line) for line in lines if str(played.folder) not in line) <= 100
    assert "\x1b" not in played.printed


def test_every_mail_can_be_read(played: Played) -> None:
    assert len(played.mails) > 50
    for name, message in played.read().items():
        assert (message.defects, bool(message.subject), bool(message.text)) == ((), True, True), name


def test_the_files_are_numbered_without_a_gap_in_the_order_of_time(played: Played) -> None:
    dates = [message.date for message in played.read().values()]

    assert [int(name[:3]) for name in played.mails] == list(range(1, len(played.mails) + 1))
    assert dates == sorted(dates, key=str)


def test_no_mail_is_addressed_to_anybody_outside_the_story(played: Played) -> None:
    staff = [person for company in COMPANIES for person in company.staff]
    known = {person.address for person in (*CUSTOMERS, TOM_AT_HOME, *staff)} | {c.address for c in COMPANIES}

    for name, message in played.read().items():
        assert {inbox_of(one.address) for one in (*message.to, *message.cc)} <= known, name


def test_the_stranger_gets_nothing(played: Played) -> None:
    assert not [name for name, letter in played.letters().items() if RICKY.address in {to.address for to in letter.to}]


def test_people_answer_letters_as_their_mail_clients_would(played: Played) -> None:
    letters = {letter.message_id: letter for letter in played.letters().values()}
    replies = [m for m in played.read().values() if m.message_id not in letters and m.subject.startswith("Re: [")]

    assert len(replies) >= 12
    for reply in replies:
        answered = letters[reply.in_reply_to[0]]
        assert reply.references[-1] == answered.message_id
        assert reply.to[0].address == answered.reply_to[0].address
        assert reply.quoted


def test_what_a_handler_answers_reaches_the_customer_without_the_notice_it_answered(played: Played) -> None:
    (relayed,) = [m for name, m in played.letters().items() if name.endswith("-message-to-jo-simmons.eml")]

    assert "Bob Wright, our engineer, has one in the van" in " ".join(relayed.text.split())
    assert "How to answer" not in relayed.text


def test_the_page_shows_every_letter_as_its_reader_sees_it_and_in_plain_text(played: Played) -> None:
    for name, message in played.letters().items():
        page = html_of(played.mails[name])
        assert page, name
        assert f'srcdoc="{_escaped(page)}"' in played.page, name
        assert _escaped(message.text) in played.page, name


def test_the_page_links_every_file_beside_it_and_loads_nothing(played: Played) -> None:
    outside = re.sub(r'srcdoc="[^"]*"', "", played.page)

    assert set(re.findall(r'href="([^"#]+\.eml)"', outside)) == set(played.mails)
    assert "default-src 'none'" in outside
    assert not re.search(r'(?:src|href)="(?:https?:)?//', outside)
    assert outside.count("<iframe") == outside.count('<iframe sandbox="allow-same-origin"') > 40


def test_every_link_within_the_page_leads_somewhere(played: Played) -> None:
    outside = re.sub(r'srcdoc="[^"]*"', "", played.page)
    anchors = re.findall(r'id="([^"]+)"', outside)

    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', outside)) <= set(anchors)


def _escaped(text: str) -> str:
    """As the page's templates escape it."""
    return escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
