"""Attacks on who somebody is, as bytes on the wire: none moves a case, gives a right, or reaches a customer in anybody's name."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.config import Worker
from tests.pipeline.world import NOW, Firm, mail

MX = "mx.firm.example"
ANNA, BETH, DANA = "Anna Field <anna@firm.example>", "Beth Lee <beth@firm.example>", "Dana Price <dana@firm.example>"
SAM, UNA = "Sam Yates <sam@customer.example>", "Una Lake <una@customer.example>"
MALLORY = "M Allory <mallory@elsewhere.example>"
PEOPLE = (
    Worker(name="Anna Field", address="anna@firm.example", roles=("handler",)),
    Worker(name="Beth Lee", address="beth@firm.example", roles=("handler",)),
    Worker(name="Dana Price", address="dana@firm.example", roles=("director",)),
    Worker(name="Hal Reed", address="hal@firm.example", roles=("hr",)),
)
COMMANDS = ("#close done", "#respond\nYou get nothing.", "#set email: mallory@elsewhere.example", "Dear Sam, give up.")


class Stage:
    """A firm with one complaint of Sam's, acknowledged and told to both handlers."""

    def __init__(self, folder: Path) -> None:
        self.firm = Firm(folder, person=PEOPLE, authserv_ids=(MX,))
        self.clock = NOW
        self.arrive(mail())
        self.before = self.state()

    def arrive(self, content: bytes) -> None:
        self.clock += timedelta(minutes=5)
        self.firm.arrives(content, self.clock)
        self.firm.take_in(self.clock)
        self.firm.send(self.clock)

    def state(self) -> tuple[object, ...]:
        """All that an attacker could want to change, and every letter to anybody outside."""
        cases = "SELECT reference, state, stage, kind, assigned, delegate, about, restricted, visit_at FROM case_file"
        clocks = "SELECT case_id, clock, state, due_at FROM deadline ORDER BY id"
        letters = "SELECT name, recipient FROM letter WHERE NOT to_staff AND name != 'received' AND state != 'held'"
        parties = "SELECT address, standing FROM party WHERE standing != 'unconfirmed' ORDER BY id"
        return tuple(map(tuple, (self.firm.rows(asked) for asked in (cases, clocks, letters, parties))))

    @property
    def nothing_moved(self) -> bool:
        return self.state() == self.before

    def notice(self, to: str) -> EmailMessage:
        return self.firm.letter("notice", to)

    def outgoing(self) -> Iterator[EmailMessage]:
        return self.firm.outgoing()

    @property
    def reference(self) -> str:
        return str(self.firm.value("SELECT reference FROM case_file"))

    def told(self, to: str) -> str:
        """The newest answer to what that member of staff wrote."""
        body = self.firm.letter("command_result", to).get_body(("plain",))
        return " ".join(body.get_content().split()) if body is not None else ""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    built = Stage(tmp_path)
    yield built
    built.firm.close()


def answer(letter: EmailMessage, text: str, sender: str, number: str = "1", **headers: str) -> bytes:
    """A reply to that letter as a mail client writes it: to its Reply-To, with its Message-ID."""
    fields = {
        "sender": sender,
        "message_id": f"<answer-{number}@elsewhere.example>",
        "To": str(letter["Reply-To"] or letter["From"]),
        "In_Reply_To": str(letter["Message-ID"]),
        "References": str(letter["Message-ID"]),
    } | headers
    return _to(mail(f"Re: {letter['Subject']}", text, **{k: v for k, v in fields.items() if k != "To"}), fields["To"])


def _to(content: bytes, address: str) -> bytes:
    return content.replace(b"To: info@firm.example\r\n", f"To: {address}\r\n".encode(), 1)


def with_from(content: bytes, *fields: str) -> bytes:
    """The same mail with these From fields instead of its own."""
    lines = content.split(b"\r\n")
    where = next(i for i, line in enumerate(lines) if line.startswith(b"From:"))
    return b"\r\n".join([*lines[:where], *(f.encode() for f in fields), *lines[where + 1 :]])


def test_the_same_words_from_her_are_obeyed(stage: Stage) -> None:
    """What every other test here does without her: if this failed, they would show nothing."""
    stage.arrive(answer(stage.notice("anna@firm.example"), "Dear Sam, we come on Friday.", ANNA))
    stage.arrive(answer(stage.notice("anna@firm.example"), "#close done", ANNA, "2"))
    assert not stage.nothing_moved
    assert any("we come on Friday" in m.as_string() for m in stage.outgoing() if "sam@" in str(m["To"]))
    assert stage.firm.value("SELECT state FROM case_file") == "closed"


# ------------------------------------------------------------------------------------------------------ somebody else's name


@pytest.mark.parametrize("text", COMMANDS)
def test_a_forged_sender_who_has_no_token(stage: Stage, text: str) -> None:
    stage.arrive(mail(f"Re: [{stage.reference}]", text, sender=ANNA, message_id="<x@elsewhere.example>"))
    assert stage.nothing_moved
    assert "filed as a note" in stage.told("anna@firm.example")


@pytest.mark.parametrize("text", COMMANDS)
def test_a_forged_sender_with_a_stolen_token_whom_the_mail_server_contradicts(stage: Stage, text: str) -> None:
    failed = f"{MX}; dmarc=fail header.from=firm.example"
    stage.arrive(answer(stage.notice("anna@firm.example"), text, ANNA, Authentication_Results=failed))
    assert stage.nothing_moved
    assert "somebody uses your address" in stage.told("anna@firm.example")


NOT_ANNA = {
    "her name on another address": "From: Anna Field <mallory@elsewhere.example>",
    "her address as the name": 'From: "anna@firm.example" <mallory@elsewhere.example>',
    "her address as an encoded name": "From: =?utf-8?q?anna=40firm.example_=3Canna=40firm.example=3E?= <mallory@elsewhere.example>",
    "her address in a comment": "From: mallory@elsewhere.example (Anna Field <anna@firm.example>)",
    "her address in a quoted local part": 'From: "anna@firm.example"@elsewhere.example',
    "her address with another domain behind": "From: anna@firm.example@elsewhere.example",
    "her domain as a route": "From: <@firm.example:anna@elsewhere.example>",
    "a domain that ends in hers": "From: Anna Field <anna@evilfirm.example>",
    "hers as a subdomain of another": "From: Anna Field <anna@firm.example.evil.example>",
    "a look-alike domain": "From: Anna Field <anna@firm-example.com>",
    "a letter that looks like hers in the domain": "From: Anna Field <anna@f\u0456rm.example>",
    "the same as A-label": "From: Anna Field <anna@xn--frm-kyd.example>",
    "a letter that looks like hers in the local part": "From: Anna Field <\u0430nna@firm.example>",
    "a full-width letter": "From: Anna Field <\uff41nna@firm.example>",
    "an invisible letter": "From: Anna Field <an\u200bna@firm.example>",
    "her address and a tag": "From: Anna Field <anna+x@firm.example>",
    "a group": "From: anna@firm.example: mallory@elsewhere.example;",
    "nobody": "From: ",
}  # fmt: skip


@pytest.mark.parametrize("field", NOT_ANNA.values(), ids=NOT_ANNA.keys())
def test_a_sender_who_only_looks_like_her_with_her_notice_in_hand(stage: Stage, field: str) -> None:
    for number, text in enumerate(COMMANDS):
        letter = stage.notice("anna@firm.example")
        stage.arrive(with_from(answer(letter, text, ANNA, str(number)), field))
    assert stage.nothing_moved


@pytest.mark.parametrize("name", ["Reply-To", "Sender", "Resent-From", "Return-Path", "X-Sender", "X-Original-From"])
def test_her_address_in_another_field_gives_no_rights(stage: Stage, name: str) -> None:
    headers = {name.replace("-", "_"): "<anna@firm.example>" if name == "Return-Path" else ANNA}
    stage.arrive(answer(stage.notice("anna@firm.example"), "#close done", MALLORY, **headers))
    assert stage.nothing_moved


@pytest.mark.parametrize(
    "fields",
    [
        (f"From: {MALLORY}", f"From: {ANNA}"),
        (f"From: {ANNA}", f"From: {MALLORY}"),
        (f"From: {ANNA}, {MALLORY}",),
        (f"From: {SAM}", f"From: {ANNA}"),
    ],
)
def test_two_senders_are_not_one_colleague(stage: Stage, fields: tuple[str, ...]) -> None:
    for number, text in enumerate(COMMANDS):
        stage.arrive(with_from(answer(stage.notice("anna@firm.example"), text, ANNA, str(number)), *fields))
    assert stage.nothing_moved


# --------------------------------------------------------------------------------------------------- what somebody got hold of


def test_a_stranger_who_quotes_a_reference_learns_nothing(stage: Stage) -> None:
    stage.arrive(mail(f"[{stage.reference}]", "How does it stand?", sender=MALLORY, message_id="<x@elsewhere.example>"))
    assert stage.nothing_moved
    assert not [m for m in stage.outgoing() if "mallory" in str(m["To"])]


@pytest.mark.parametrize("sender", [MALLORY, SAM])
def test_a_notice_that_was_passed_on_gives_no_rights(stage: Stage, sender: str) -> None:
    for number, text in enumerate(COMMANDS):
        stage.arrive(answer(stage.notice("anna@firm.example"), text, sender, str(number)))
    assert stage.nothing_moved


def test_a_token_that_was_quoted_to_the_customer_is_an_address_like_any_other(stage: Stage) -> None:
    token = str(stage.notice("anna@firm.example")["Reply-To"])
    stage.arrive(_to(mail("Complaint", "#close done", sender=SAM, message_id="<y@customer.example>"), token))
    assert stage.nothing_moved
    assert stage.firm.value("SELECT summary FROM contact WHERE direction = 'in' ORDER BY id DESC") == "#close done"


def test_the_token_of_another_colleague_on_the_same_case(stage: Stage) -> None:
    stage.arrive(answer(stage.notice("beth@firm.example"), "#close done", ANNA))
    assert stage.nothing_moved


def test_ones_own_token_does_not_open_another_case(stage: Stage) -> None:
    stage.arrive(
        mail("Door", "Your fitter broke my door, I want to complain.", sender=UNA, message_id="<u@customer.example>")
    )
    stage.before = stage.state()
    first, second = (str(r[0]) for r in stage.firm.rows("SELECT reference FROM case_file ORDER BY id"))
    letter = stage.notice("anna@firm.example")
    assert second in str(letter["Subject"])

    mixed = answer(letter, "#close done", ANNA).replace(second.encode(), first.encode(), 1)
    stage.arrive(mixed)
    assert stage.nothing_moved
    assert f"names another ({second}, {first})" in stage.told("anna@firm.example")


@pytest.mark.parametrize("guess", ["1.aaaaaaaaaaaaaaaa", "1.", "1", "2.aaaaaaaaaaaaaaaa", "anna", "0.7777777777777777"])
def test_a_guessed_token_is_none(stage: Stage, guess: str) -> None:
    content = mail("Re: your notice", "#close done", sender=ANNA, message_id="<x@elsewhere.example>")
    stage.arrive(_to(content, f"info+{guess}@firm.example"))
    assert stage.nothing_moved


def test_a_token_of_one_letter_does_not_fit_another(stage: Stage) -> None:
    token = str(stage.notice("anna@firm.example")["Reply-To"])
    number, _, mac = token.partition("@")[0].rpartition("+")[2].partition(".")
    for other in range(1, 6):
        if str(other) != number:
            content = mail("Re: x", "#close done", sender=ANNA, message_id=f"<{other}@elsewhere.example>")
            stage.arrive(_to(content, f"info+{other}.{mac}@firm.example"))
    assert stage.nothing_moved


@pytest.mark.parametrize(
    "text", ["#respond\nAll yours.", "Dear Sam", "#set email: x@elsewhere.example", "#assign me", "#stagetwo"]
)
def test_the_token_of_a_closed_case(stage: Stage, text: str) -> None:
    letter = stage.notice("anna@firm.example")
    stage.arrive(answer(letter, "#close done", ANNA, "0"))
    stage.before = stage.state()
    stage.arrive(answer(letter, text, ANNA))
    assert stage.nothing_moved
    assert "is closed" in stage.told("anna@firm.example")


def test_the_token_of_somebody_who_has_left(stage: Stage) -> None:
    letter = stage.notice("anna@firm.example")
    stage.firm.mailbox = stage.firm.mailbox.model_copy(update={"person": PEOPLE[1:]})
    stage.firm.restart(stage.clock)
    for number, text in enumerate(COMMANDS):
        stage.arrive(answer(letter, text, ANNA, str(number)))
    assert stage.nothing_moved
    assert not [
        m for m in stage.outgoing() if "anna" in str(m["To"]) and m["Date"].datetime > NOW + timedelta(minutes=6)
    ]


# ------------------------------------------------------------------------------------------------------ what comes once again


def test_a_command_mail_that_is_played_again(stage: Stage) -> None:
    command = answer(stage.notice("anna@firm.example"), "#informal\nWe agreed on Friday.", ANNA)
    stage.arrive(command)
    stage.before = stage.state()
    stage.arrive(command)
    stage.arrive(b"Received: from elsewhere.example by mx.firm.example; Tue, 3 Mar 2026 12:00:00 +0000\r\n" + command)
    assert stage.nothing_moved
    assert len([m for m in stage.outgoing() if "We agreed on Friday." in m.as_string()]) == 1


def test_a_merged_cases_old_notice_acts_on_the_case_it_became_part_of_and_on_no_other(stage: Stage) -> None:
    old = stage.notice("anna@firm.example")
    stage.arrive(
        mail("Door", "Your fitter broke my door, I want to complain.", sender=UNA, message_id="<u@customer.example>")
    )
    second = str(stage.firm.value("SELECT reference FROM case_file ORDER BY id DESC"))
    stage.arrive(answer(stage.notice("anna@firm.example"), "#restrict", ANNA, "0"))
    stage.before = stage.state()
    stage.arrive(answer(stage.notice("beth@firm.example"), "#note x", BETH, "9"))

    stage.arrive(answer(old, f"#merge {second}", BETH, "1"))  # not hers
    stage.arrive(answer(old, f"#merge {second}", MALLORY, "2"))
    assert stage.nothing_moved


# ----------------------------------------------------------------------------------------------------- commands of the customer

HIDDEN = {
    "not displayed": '<div style="display:none">#close done</div><p>It still leaks.</p>',
    "white on white": '<p style="color:#fff;background:#fff">#close done</p><p>It still leaks.</p>',
    "no height": '<div style="font-size:0;max-height:0;overflow:hidden">#close done</div><p>It still leaks.</p>',
    "a comment": "<!-- #close done --><p>It still leaks.</p>",
    "a title": "<head><title>#close done</title></head><p>It still leaks.</p>",
    "plain to see": "<p>#close done</p><p>#respond</p><p>You get nothing.</p>",
}


@pytest.mark.parametrize("html", HIDDEN.values(), ids=HIDDEN.keys())
@pytest.mark.parametrize("plain", [None, "It still leaks.", "#close done"])
def test_a_command_in_a_customers_mail_however_it_is_hidden(stage: Stage, html: str, plain: str | None) -> None:
    stage.arrive(both(html, plain, SAM, Subject=f"Roof [{stage.reference}]"))
    assert stage.nothing_moved


def both(html: str, plain: str | None, sender: str, **headers: str) -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    fields = {
        "From": sender,
        "To": "info@firm.example",
        "Subject": "Roof",
        "Message-ID": "<h@customer.example>",
    } | headers
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    if plain is None:
        message.set_content(html, subtype="html")
    else:
        message.set_content(plain)
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("hidden", ["not displayed", "white on white", "no height", "a comment", "a title"])
def test_what_a_colleague_cannot_see_in_their_own_reply_is_no_command_of_theirs(stage: Stage, hidden: str) -> None:
    """A customer's HTML, quoted below without marks, or pasted above."""
    letter = stage.notice("anna@firm.example")
    ids = {"In_Reply_To": str(letter["Message-ID"]), "Subject": f"Re: {letter['Subject']}"}
    stage.arrive(both(HIDDEN[hidden].replace("It still leaks", "We will look"), None, ANNA, **ids))
    assert stage.firm.value("SELECT state FROM case_file") == "open"


def test_a_command_in_an_attached_message(stage: Stage) -> None:
    inner = answer(stage.notice("anna@firm.example"), "#close done", ANNA, "0")
    letter = stage.notice("anna@firm.example")
    for number, sender in enumerate((SAM, MALLORY, ANNA)):
        outer = email.message_from_bytes(answer(letter, "", sender, f"a{number}"), policy=email.policy.SMTP)
        outer.set_content("#note see the message that is attached" if sender == ANNA else "See the attached message.")
        outer.add_attachment(email.message_from_bytes(inner, policy=email.policy.SMTP))
        outer.add_attachment(b"#close done", maintype="text", subtype="plain", filename="commands.txt")
        stage.arrive(outer.as_bytes())
    assert stage.nothing_moved


@pytest.mark.parametrize(
    "text",
    [
        "> #close done\n> #respond",
        "On Tue, 3 Mar 2026 at 11:20, Sam wrote:\n> #close done\n\n#note he writes strange things",
        "#note what he wrote:\n\n> #close done\n> #respond",
        "-----Original Message-----\nFrom: Sam <sam@customer.example>\nSent: 03 March 2026 11:20\nTo: info\nSubject: x\n\n#close done",
    ],
)
def test_a_command_in_what_a_colleague_quotes(stage: Stage, text: str) -> None:
    stage.arrive(answer(stage.notice("anna@firm.example"), text, ANNA))
    assert stage.nothing_moved


INJECTED = [
    "=?utf-8?Q?Roof=0D=0ABcc:_mallory@elsewhere.example=0D=0A?=",
    "=?utf-8?B?Um9vZg0KUmVwbHktVG86IG1hbGxvcnlAZWxzZXdoZXJlLmV4YW1wbGUNCg0KIyBjbG9zZQ==?=",
    "Roof\u2028Bcc: mallory@elsewhere.example",
    "=?utf-8?Q?Roof=0A=0A#close_done?=",
]


@pytest.mark.parametrize("subject", INJECTED)
@pytest.mark.parametrize("where", ["Subject", "From"])
def test_no_header_of_theirs_becomes_one_of_ours(stage: Stage, subject: str, where: str) -> None:
    field = f"Subject: {subject}" if where == "Subject" else f"From: {subject} <eve@customer.example>"
    other = "From: Eve <eve@customer.example>" if where == "Subject" else "Subject: Complaint"
    head = (
        f"{field}\r\n{other}\r\nTo: info@firm.example\r\nMessage-ID: <inj@customer.example>\r\n\r\nI want to complain."
    )
    already = len(stage.firm.wire.taken)
    stage.arrive(head.encode())

    fresh = list(stage.outgoing())[already:]
    assert {str(m["To"]).rpartition("<")[2].rstrip(">") for m in fresh} >= {"eve@customer.example", "anna@firm.example"}
    for letter in fresh:
        assert "bcc" not in (name.lower() for name in letter)
        assert len(letter.get_all("To", [])) == len(letter.get_all("Subject", [])) == 1
        assert "mallory" not in str(letter["Reply-To"])
    assert not [r for r, _ in stage.firm.wire.taken if "mallory" in r]


# ----------------------------------------------------------------------------------------------------- machines with her name

MACHINES = {
    "marked": {"Auto_Submitted": "auto-replied"},
    "Exchange's": {"X_Auto_Response_Suppress": "All", "Auto_Submitted": "auto-generated"},
    "by its subject alone": {"Subject": "Automatic reply: your message"},
    "a list's copy": {
        "List_Id": "<staff.firm.example>",
        "List_Post": "<mailto:staff@firm.example>",
        "Precedence": "list",
    },
    "a bulk copy": {"Precedence": "bulk"},
}


@pytest.mark.parametrize("headers", MACHINES.values(), ids=MACHINES.keys())
@pytest.mark.parametrize("text", ["#close done", "#respond\nIt is done.", "I am away until Monday."])
def test_what_a_machine_sends_in_her_name_is_no_command(stage: Stage, headers: dict[str, str], text: str) -> None:
    content = answer(
        stage.notice("anna@firm.example"), text, ANNA, **{k: v for k, v in headers.items() if k != "Subject"}
    )
    if "Subject" in headers:
        lines = [
            f"Subject: {headers['Subject']}".encode() if x.startswith(b"Subject:") else x
            for x in content.split(b"\r\n")
        ]
        content = b"\r\n".join(lines)
    stage.arrive(content)
    assert stage.nothing_moved


@pytest.mark.parametrize("sender", [SAM, MALLORY])
def test_a_calendar_reply_that_carries_a_command(stage: Stage, sender: str) -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = (
        sender,
        "info@firm.example",
        f"Accepted: [{stage.reference}] visit",
    )
    message["Message-ID"] = "<cal@customer.example>"
    message["In-Reply-To"] = str(stage.notice("anna@firm.example")["Message-ID"])
    message.set_content("#close done")
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:REPLY",
        "PRODID:x",
        "BEGIN:VEVENT",
        "UID:1@firm.example",
        "DTSTAMP:20260303T120000Z",
    )
    close = (
        "SUMMARY:#close done",
        "COMMENT:#close done",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@firm.example",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    message.add_alternative("\r\n".join((*lines, *close)), subtype="calendar", params={"method": "REPLY"})
    stage.arrive(message.as_bytes())
    assert stage.nothing_moved
