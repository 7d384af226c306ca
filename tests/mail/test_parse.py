"""mail/parse.py on ordinary mail: who, what, when, and which words."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.core.model import Address, InboundMessage
from mailbot.errors import Unreadable
from mailbot.mail.attachments import attachments_bytes
from mailbot.mail.parse import parse

EMAILS = Path(__file__).parent.parent / "emails"


def read(name: str) -> InboundMessage:
    return parse((EMAILS / f"{name}.eml").read_bytes())


def message(*fields: str, body: str = "Hello.\r\n") -> InboundMessage:
    return parse(("\r\n".join(fields) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape"))


def test_a_plain_complaint_is_read_whole() -> None:
    found = read("complaint_in_plain_text")
    assert found.sender == Address(address="jo@customer.example", name="Jo Simmons")
    assert found.to == (Address(address="info@dsmart.example"),)
    assert found.message_id == "<plain-1@customer.example>"
    assert found.date == datetime(2026, 3, 3, 11, 20, tzinfo=UTC)
    assert found.subject == "No heating since Sunday"
    assert "It is 9 °C in here." in found.fresh
    assert found.defects == ()


def test_html_only_mail_becomes_readable_text_with_its_quote_marked() -> None:
    found = read("complaint_html_only")
    assert found.subject == "Solar panels – poor work"
    assert found.fresh == "Dear Sirs,\n\nyour fitter left two tiles broken.\n\n* front slope\n* back slope"
    assert "> We will call you." in found.quoted
    assert "preview text" not in found.text
    assert "color" not in found.text


def test_threading_fields_keep_every_id_with_its_brackets() -> None:
    found = read("reply_from_outlook")
    assert found.in_reply_to == ("<letter-17@dsmart.example>",)
    assert found.references == ("<letter-12@dsmart.example>", "<letter-17@dsmart.example>")


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        ("Message-ID: <[b378]@microsoft.example>", ("<[b378]@microsoft.example>",)),
        ("Message-ID: bare-id@customer.example", ("<bare-id@customer.example>",)),
        ("Message-ID: <split\r\n id@customer.example>", ("<splitid@customer.example>",)),
        ("Message-ID: nothing like one", ("",)),
        ("X-Other: 1", ("",)),
    ],
)
def test_a_message_id_is_read_as_it_was_written(field: str, ids: tuple[str, ...]) -> None:
    assert (message("From: a@x.example", field).message_id,) == ids


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?b?w6TDtg==?= =?utf-8?b?w7w=?=", "äöü"),
        ("=?utf-8?b?w6TD?= =?utf-8?b?tg==?=", "äö"),  # a character cut between two words
        ("=?iso-8859-1?q?Fr=F6sche?=", "Frösche"),
        ("=?utf-8?q?Fr=F6sche?=", "Frösche"),  # labelled wrongly
        ("=?unknown-charset?q?caf=C3=A9?=", "café"),
        ("=?utf-8*en?q?hello?= there", "hello there"),
        ("=?utf-8?q?a=0D=0ABcc:_x@evil.example?=", "a Bcc: x@evil.example"),  # no line break survives
        ("safe \u202egnp.exe", "safe gnp.exe"),  # no bidirectional control survives
        ("=?utf-8?b?not base64 at all?=", "\x9eŠÝu¯Z±ë\x1e\x9e¶é".strip()),
        ("plain", "plain"),
        ("=?utf-8?q?What??=", "What?"),
        ("Re: =?utf-8?b?TGVhayBpbg==?= =?utf-8?b?IHRoZSBs", "Re: Leak in the l"),  # cut by a gateway
    ],
)
def test_subjects_are_decoded_and_cleaned(raw: str, subject: str) -> None:
    found = message("From: a@x.example", f"Subject: {raw}").subject
    if "base64" in raw:
        assert found.isprintable()
    else:
        assert found == subject


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ('"Simmons, Jo" <Jo@Customer.Example>', Address(address="jo@customer.example", name="Simmons, Jo")),
        ("=?utf-8?q?J=C3=B6?= <jo@x.example>", Address(address="jo@x.example", name="Jö")),
        ('"=?utf-8?q?J=C3=B6?=" <jo@x.example>', Address(address="jo@x.example", name="Jö")),
        ("jo@x.example (Jo)", Address(address="jo@x.example", name="Jo")),
        ('"jo@x.example" <jo@x.example>', Address(address="jo@x.example", name="")),
        ('"ceo@bank.example" <evil@x.example>', Address(address="evil@x.example", name="ceo@bank.example")),
        ("Simmons, Jo <jo@x.example>", Address(address="jo@x.example", name="Simmons, Jo")),
        ("'jo@x.example'", Address(address="jo@x.example")),
        ("=?utf-8?b?Sm8gPGpvQHguZXhhbXBsZT4=?=", Address(address="jo@x.example", name="Jo")),
        ("Jo Simmons", Address(address="", name="Jo Simmons")),
        ("=?UTF-8?Q?=0AX?= <a@b.example>", Address(address="a@b.example", name="X")),
    ],
)
def test_senders_are_read_however_they_are_written(raw: str, address: Address) -> None:
    assert message(f"From: {raw}").sender == address


@pytest.mark.parametrize(
    ("raw", "addresses"),
    [
        ("undisclosed-recipients:;", ()),
        ("Friends: a@x.example, Bo <b@x.example>;, c@x.example", ("a@x.example", "b@x.example", "c@x.example")),
        ('a@x.example; "Bo; B" <b@x.example>', ("a@x.example", "b@x.example")),
    ],
)
def test_groups_and_lists_of_recipients_are_read_whole(raw: str, addresses: tuple[str, ...]) -> None:
    assert tuple(one.address for one in message("From: a@x.example", f"To: {raw}").to) == addresses


def test_a_field_with_a_space_before_its_colon_is_a_field() -> None:
    found = message("From : a@x.example", "Subject\t: leak", "To: b@x.example")
    assert (str(found.sender), found.subject, found.text) == ("a@x.example", "leak", "Hello.")


FLOWED = "Content-Type: text/plain; format=flowed"


@pytest.mark.parametrize(
    ("field", "body", "text"),
    [
        (FLOWED, "It leaks \r\nin the loft.\r\n\r\nJo\r\n", "It leaks in the loft.\n\nJo"),
        (FLOWED + "; delsp=yes", "Dampf \r\nheizung\r\n", "Dampfheizung"),
        (FLOWED, "> one \r\n> two\r\n>> three\r\nmine \r\n> four\r\n", "> one two\n>> three\nmine \n> four"),
        (FLOWED, "Jo \r\n-- \r\nJo Simmons\r\n", "Jo \n-- \nJo Simmons"),
        (FLOWED, " From here\r\n >is no quote\r\n", "From here\n>is no quote"),
        ("Content-Type: text/plain", "It leaks \r\nin the loft.", "It leaks \nin the loft."),
    ],
)
def test_soft_line_breaks_are_no_line_breaks(field: str, body: str, text: str) -> None:
    assert message("From: a@x.example", field, body=body).text == text


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("multipart/encrypted; protocol=application/pgp-encrypted; boundary=b", "", "encrypted (PGP/MIME)"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "MIAG", "encrypted (S/MIME)"),
        ("application/x-pkcs7-mime; smime-type=signed-data", "MIAG", "signed (S/MIME), not checked"),
        ("text/plain", "-----BEGIN PGP MESSAGE-----\r\n\r\nhQ\r\n", "encrypted (PGP)"),
        ("text/plain", "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nIt leaks.\r\n", "signed (PGP), not checked"),
        ("text/plain", "It leaks.", ""),
    ],
)
def test_protected_mail_is_told_as_such(kind: str, body: str, said: str) -> None:
    assert message("From: a@x.example", f"Content-Type: {kind}", body=body).protection == said


def test_a_signed_mail_is_read_and_its_signature_is_kept() -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nIt leaks.\r\n--b\r\n"
        "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMIAG\r\n--b--\r\n"
    )
    found = message("From: a@x.example", "Content-Type: multipart/signed; boundary=b", body=body)
    assert (found.text, found.protection) == ("It leaks.", "signed (S/MIME), not checked")
    assert [one.name for one in found.attachments] == ["smime.p7s"]


def test_two_versions_that_say_different_things_are_both_read() -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nThank you for your visit.\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        "<p>The boiler leaks water everywhere since your engineer left.</p>\r\n--b--\r\n"
    )
    found = message("From: a@x.example", "Content-Type: multipart/alternative; boundary=b", body=body)
    assert found.text == "Thank you for your visit.\n\nThe boiler leaks water everywhere since your engineer left."


def test_a_document_that_was_sent_as_plain_text_is_read_as_a_document() -> None:
    found = message("From: a@x.example", "Content-Type: text/plain", body="<html><body><p>It leaks.</p></body></html>")
    assert found.text == "It leaks."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffKüche".encode("utf-16"), "Küche"),
        ("暖房".encode("iso-2022-jp"), "暖房"),
        ("Küche".encode("cp1252"), "Küche"),
        ("Küche".encode(), "Küche"),
    ],
)
def test_text_without_a_charset_is_read_by_what_it_shows(data: bytes, text: str) -> None:
    assert parse(b"From: a@x.example\r\nContent-Type: text/plain\r\n\r\n" + data).text == text


def test_several_senders_and_no_sender_are_told_as_defects() -> None:
    assert "more than one From address" in message("From: a@x.example, b@x.example").defects
    assert "From is missing" in message("To: a@x.example").defects
    assert message("To: (c):", "From: ").sender is None


def test_delivered_to_names_envelope_recipients_first() -> None:
    found = message(
        "Delivered-To: info+k7@dsmart.example",
        "X-Original-To: info@dsmart.example",
        "To: Jo <other@dsmart.example>",
        "From: a@x.example",
    )
    assert found.delivered_to == ("info+k7@dsmart.example", "info@dsmart.example", "other@dsmart.example")


def test_headers_are_unfolded_and_lower_case_and_in_order() -> None:
    found = message("From: a@x.example", "X-Long: one\r\n two", "X-Long: three")
    assert found.headers == (("from", "a@x.example"), ("x-long", "one two"), ("x-long", "three"))


@pytest.mark.parametrize(
    ("raw", "when"),
    [
        ("Tue, 03 Mar 2026 12:20:00 +0100", datetime(2026, 3, 3, 11, 20, tzinfo=UTC)),
        ("3 Mar 26 11:20 GMT", datetime(2026, 3, 3, 11, 20, tzinfo=UTC)),
        ("yesterday", None),
        ("Tue, 31 Feb 2026 12:20:00 +0100", None),
    ],
)
def test_dates_are_utc_or_unknown(raw: str, when: datetime | None) -> None:
    assert message("From: a@x.example", f"Date: {raw}").date == when


def test_file_names_are_decoded_and_never_a_path() -> None:
    found = read("attachment_with_a_path_for_a_name")
    assert [one.name for one in found.attachments] == ["roof.png", "Rechnung € 100.pdf"]
    assert [one.size for one in found.attachments] == [8, 8]


@pytest.mark.parametrize("name", ["../x/..", "C:\\", "/", "..", "a\x00b/", "\u202e"])
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    raw = f'From: a@x.example\r\nContent-Type: application/pdf; name="{name}"\r\n\r\nx'.encode()
    (attachment,) = parse(raw).attachments or (None,)
    assert attachment is None or not set("/\\\x00\u202e") & set(attachment.name)
    assert attachment is None or attachment.name not in (".", "..")


def test_an_attachment_is_read_out_of_the_original_by_its_digest() -> None:
    content = (EMAILS / "attachment_with_a_path_for_a_name.eml").read_bytes()
    for attachment in parse(content).attachments:
        data = attachments_bytes(content, (attachment.sha256,))[0]
        assert hashlib.sha256(data).hexdigest() == attachment.sha256
        assert len(data) == attachment.size
    assert attachments_bytes(content, (parse(content).attachments[1].sha256,))[0] == b"%PDF-1.4"


def test_an_attachment_that_is_not_there_is_an_error() -> None:
    with pytest.raises(Unreadable):
        attachments_bytes(b"From: a@x.example\r\n\r\nx", ("0" * 64,))


def test_an_attached_message_is_an_attachment_and_is_not_the_senders_words() -> None:
    content = (EMAILS / "forwarded_as_attachment.eml").read_bytes()
    found = parse(content)
    assert found.text == "See attached."
    (attached,) = found.attachments
    assert (attached.name, attached.type) == ("Leak in the loft.eml", "message/rfc822")
    assert parse(attachments_bytes(content, (attached.sha256,))[0]).message_id == "<leak-1@customer.example>"


def test_a_plain_version_that_says_nothing_gives_way_to_the_html() -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail program cannot show HTML.\r\n"
        "--b\r\nContent-Type: text/html\r\n\r\n<p>The boiler is leaking "
        "into the hall and it has been doing so since Monday.</p>"
        "<p>Nobody answers the telephone.</p>\r\n--b--\r\n"
    )
    found = message("From: a@x.example", "Content-Type: multipart/alternative; boundary=b", body=body)
    assert found.text.startswith("The boiler is leaking")


def test_a_good_plain_version_is_preferred() -> None:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nPlain words.\r\n--b\r\n"
        "Content-Type: text/html\r\n\r\n<p>Rich words.</p>\r\n--b--\r\n"
    )
    found = message("From: a@x.example", "Content-Type: multipart/alternative; boundary=b", body=body)
    assert (found.text, found.attachments) == ("Plain words.", ())


def test_a_picture_in_the_html_is_inline_and_a_photo_beside_it_is_not() -> None:
    body = (
        "--a\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n"
        "--r\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <l>\r\n\r\nx\r\n--r--\r\n"
        "--a\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=roof.png\r\n\r\ny\r\n--a--\r\n"
    )
    found = message("From: a@x.example", "Content-Type: multipart/mixed; boundary=a", body=body)
    assert [(one.name, one.inline) for one in found.attachments] == [("logo.png", True), ("roof.png", False)]


def test_an_attached_message_is_given_back_as_it_was_sent() -> None:
    inner = (
        b"From: Pat <pat@customer.example>\r\nDKIM-Signature: v=1; h=To: From:\r\nX-Long: one\r\n two\r\n"
        b"Subject: K\xc3\xbcche\r\n"
        b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nWater.\r\n--i\r\nContent-Type: image/png\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--i--\r\n"
    )
    content = (
        b"From: sam@dsmart.example\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nSee.\r\n"
        b"--o\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--o--\r\n"
    )
    (attached,) = parse(content).attachments
    assert attachments_bytes(content, (attached.sha256,))[0] == inner
