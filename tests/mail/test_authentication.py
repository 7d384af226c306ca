"""Authentication-Results as servers write them, and as those write them who would like to be believed."""

from __future__ import annotations

import pytest

from mailbot.core.model import Authenticity
from mailbot.mail.authentication import authenticate
from mailbot.mail.parse import parse

PROVED, CONTRADICTED, UNKNOWN = Authenticity.PROVED, Authenticity.CONTRADICTED, Authenticity.UNKNOWN
MX = "mx.firm.example"


def state(*fields: str, sender: str = "Anna <anna@firm.example>", ids: tuple[str, ...] = (MX,), below: str = "") -> str:
    head = "".join(f"Authentication-Results: {field}\r\n" for field in fields)
    mail = f"Received: from x by {MX}; Tue, 3 Mar 2026 11:20:00 +0000\r\n{head}{below}From: {sender}\r\nSubject: x\r\n\r\nx"
    return authenticate(parse(mail.encode()), ids).state


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (f"{MX}; dmarc=pass header.from=firm.example", PROVED),
        (f"{MX} 1; dmarc=pass header.from=firm.example", PROVED),
        (f"{MX}; DMARC=Pass Header.From=FIRM.example", PROVED),
        (f"{MX.upper()}.; dmarc=pass header.from=firm.example", PROVED),
        (f'"{MX}"; dmarc=pass header.from="firm.example"', PROVED),
        (f"{MX} (the (inner) one; really); dmarc = pass (p=none; (x)) header.from = firm.example", PROVED),
        (f"{MX}; dmarc/1=pass header.from=firm.example;", PROVED),
        (f"{MX};; dkim=pass header.d=firm.example", PROVED),
        (f"{MX};\r\n\tspf=none smtp.mailfrom=<>;\r\n\tdkim=pass header.i=@firm.example header.b=\"a/b+c=\"", PROVED),
        (f"{MX}; iprev=pass policy.iprev=2001:db8::1 (x); dkim=pass header.d=mail.firm.example", PROVED),
        (f"{MX}; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=anna@firm.example", PROVED),
        (f"{MX}; auth=pass (plain) smtp.auth=anna@firm.example", PROVED),
        (f"{MX}; dmarc=fail (p=REJECT) header.from=firm.example", CONTRADICTED),
        (f"{MX}; dmarc=fail header.from=firm.example; dkim=pass header.d=firm.example", CONTRADICTED),
        (f"{MX}; spf=fail smtp.mailfrom=anna@firm.example", CONTRADICTED),
        (f"{MX}; dmarc=none header.from=firm.example", UNKNOWN),
        (f"{MX}; none", UNKNOWN),
        (f"{MX}", UNKNOWN),
        ("", UNKNOWN),
        (f"{MX} 2; dmarc=pass header.from=firm.example", UNKNOWN),
        (f"{MX}; dkim=fail header.d=firm.example", UNKNOWN),
        (f"{MX}; spf=softfail smtp.mailfrom=anna@firm.example", UNKNOWN),
        (f"{MX}; dmarc=pass header.from=evil.example", UNKNOWN),
        (f"{MX}; dkim=pass header.d=evil.example", UNKNOWN),
        (f"{MX}; dkim=pass header.d=evilfirm.example", UNKNOWN),
        (f"{MX}; dkim=pass header.d=example", UNKNOWN),
        (f"{MX}; spf=pass smtp.mailfrom=bounce@evil.example", UNKNOWN),
        (f"{MX}; spf=pass smtp.helo=firm.example", UNKNOWN),
        (f"{MX}; auth=pass smtp.auth=bob@firm.example", UNKNOWN),
        (f'{MX}; spf=none reason="x; dmarc=pass header.from=firm.example"', UNKNOWN),
        (f"{MX}; spf=none (x; dmarc=pass header.from=firm.example)", UNKNOWN),
        (f"{MX}; spf=none (x\\); dmarc=pass header.from=firm.example)", UNKNOWN),
        ("evil.example; dmarc=pass header.from=firm.example", UNKNOWN),
        (f"evil.example ({MX}); dmarc=pass header.from=firm.example", UNKNOWN),
        (f"{MX}.evil.example; dmarc=pass header.from=firm.example", UNKNOWN),
        ("dmarc=pass header.from=firm.example", UNKNOWN),
    ],
)  # fmt: skip
def test_a_field_is_read_as_its_server_meant_it(field: str, expected: Authenticity) -> None:
    assert state(field) == expected


def test_without_a_server_that_is_trusted_nothing_counts() -> None:
    assert state(f"{MX}; dmarc=pass header.from=firm.example", ids=()) == UNKNOWN
    assert state(f"{MX}; dmarc=fail header.from=firm.example", ids=()) == UNKNOWN


def test_only_the_topmost_field_of_a_trusted_server_counts() -> None:
    good, bad = (f"{MX}; dmarc={said} header.from=firm.example" for said in ("pass", "fail"))
    assert state(bad, good) == CONTRADICTED
    assert state(f"{MX}; none", good) == UNKNOWN
    assert state("other.example; dmarc=pass header.from=firm.example", bad) == CONTRADICTED


def test_a_server_that_writes_no_name_is_believed_where_the_operator_says_so() -> None:
    """Exchange Online names no server in its field."""
    spf = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=firm.example"
    field = f"{spf}; dmarc=pass action=none header.from=firm.example;compauth=pass reason=100"
    assert state(field, ids=("",)) == PROVED


def test_two_senders_are_never_proved() -> None:
    field = f"{MX}; dmarc=pass header.from=firm.example"
    assert state(field, below="From: Eve <eve@evil.example>\r\n") == UNKNOWN
    assert state(field, sender="anna@firm.example, eve@evil.example") == UNKNOWN


def test_an_international_domain_is_compared_by_its_a_labels() -> None:
    field = f"{MX}; dmarc=pass header.from=xn--frm-zma.example"
    assert state(field, sender="Anna <anna@fïrm.example>") == PROVED
    assert state(field, sender="Anna <anna@xn--frm-zma.example>") == PROVED
    assert state(field) == UNKNOWN


def test_one_foreign_domain_vouches_for_no_other_that_resembles_it() -> None:
    assert state(f"{MX}; dmarc=pass header.from=strasse.example", sender="Anna <anna@straße.example>") != PROVED
    assert state(f"{MX}; dmarc=pass header.from=xn--strae-oqa.example", sender="Anna <anna@straße.example>") == PROVED


def test_a_field_in_an_attached_message_is_not_the_messages_own() -> None:
    mail = (
        'From: anna@firm.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b\r\n'
        f"Content-Type: message/rfc822\r\n\r\nAuthentication-Results: {MX}; dmarc=pass header.from=firm.example\r\n"
        "From: anna@firm.example\r\n\r\nx\r\n--b--\r\n"
    )
    assert authenticate(parse(mail.encode()), (MX,)).state == UNKNOWN


def test_it_says_which_server_said_what() -> None:
    mail = f"Authentication-Results: {MX}; spf=softfail; dkim=none\r\nFrom: anna@firm.example\r\n\r\nx"
    found = authenticate(parse(mail.encode()), (MX,))
    assert found.because == f"{MX} says spf=softfail, dkim=none, none of it a pass for firm.example"


@pytest.mark.parametrize(
    "field", ["(" * 100_000, f"{MX}; {'(' * 9_000}{')' * 9_000}", f"{MX};{' ' * 100_000}x", ";" * 100_000]
)
def test_no_field_is_too_odd_to_be_read(field: str) -> None:
    assert state(field) == UNKNOWN
