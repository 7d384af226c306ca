"""Mail that is nearly well formed, from hypothesis, and mail that was once well formed, changed a little."""

# ruff: noqa: E501 - tables of pieces

from __future__ import annotations

import base64
import quopri
import random
from collections.abc import Sequence

from hypothesis import strategies as st

_ADDRESSES = (
    "jo@customer.example",
    "Jo Simmons <jo@customer.example>",
    '"Simmons, Jo" <jo@customer.example>',
    "=?utf-8?B?SsO2?= <jo@customer.example>",
    "=?utf-8?q?=0AX?= <a@b.example>",
    "group: a@x.example, b@y.example;",
    "<>",
    "(c):",
    "MAILER-DAEMON@mx.example",
    "info@dsmart.example",
    "jo@[192.0.2.1]",
    "a@b@c",
)
_SUBJECTS = (
    "Complaint",
    "Re: [DS-2026-0047-Q] No heating",
    "Fwd: FW: x",
    "=?iso-2022-jp?B?GyRC?=",
    "=?utf-8?q?a=0D=0ABcc:_e@x.example?=",
    "Undelivered Mail Returned to Sender",
    "Automatic reply: x",
    "",
)
_LINES = (
    "It is still broken.",
    "On Mon, 2 Mar 2026 at 09:15, Dsmart <info@dsmart.example> wrote:",
    "> You have no heating.",
    ">> > deeper",
    "From: Dsmart <info@dsmart.example>",
    "Sent: 2 March 2026 09:15",
    "To: Jo",
    "Subject: Your complaint",
    "________________________________",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "-- ",
    "Sent from my iPhone",
    "This e-mail is confidential.",
    "<jo@customer.example>: 550 5.1.1 user unknown",
    "Final-Recipient: rfc822; jo@customer.example",
    "Action: failed",
    "DS 2o26 0047 q",
    "",
    " ",
    "\u202e\u200b\ufeff",
    "x" * 2000,
)
_HTML = (
    "<p>It is <b>still</b> broken.</p>",
    "<blockquote type=cite>old</blockquote>",
    "<div class=gmail_quote>On Mon, 2 Mar 2026 09:15, D &lt;d@x.example&gt; wrote:<br>",
    "<table><tr><td>a<td>b</table>",
    "<img src=cid:1>",
    "<!--",
    "<style>p{}",
    "<a href='mailto:a@b.example'>x",
    "&#x110000;&amp;&nbsp;",
)
_CHARSETS = (
    "utf-8",
    "us-ascii",
    "iso-8859-1",
    "utf-16",
    "iso-2022-jp",
    "gb18030",
    "utf-7",
    "idna",
    "zlib",
    "nothing",
    "",
)
_FIELDS = (
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: (",
    "Precedence: bulk",
    "Return-Path: <>",
    "List-Id: <a.b.example>",
    "In-Reply-To: <a@b.example> (from x)",
    "References: <a@b> <c@\r\n d.example>",
    "Message-ID: <[b378]@microsoft.example>",
    "Message-ID: no brackets",
    "Date: Tue, 03 Mar 2026 11:20:00 +0000",
    "Date: Tue, 99 Mar 99999 99:99:99 +9999",
    "X-Failed-Recipients: jo@customer.example",
    "Reply-To: \x00\xff",
    "MIME-Version: 1.0",
    " folded without a field",
    "no colon at all",
)
_LEAF_TYPES = (
    "text/plain", "text/plain; format=flowed; delsp=yes", "text/html", "text/calendar; method=REPLY", "application/pdf; name*0*=utf-8''a%; name*1=b",
    "application/ms-tnef; name=winmail.dat", "application/vnd.ms-outlook; name=a.msg", "message/delivery-status", "message/disposition-notification", "message/feedback-report",
    "text/rfc822-headers", "message/rfc822", "application/zip; name=\"../../a.zip\"", "image/png; name*", "", "text", "application/pkcs7-mime",
)  # fmt: skip
_MULTIPARTS = (
    "mixed",
    "alternative",
    "related",
    "signed",
    "report; report-type=delivery-status",
    "report; report-type=disposition-notification",
    "digest",
)
_ENCODINGS = ("7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "BASE64 ", "none")


def _joined(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode("utf-8", "surrogatepass")


_words = st.lists(st.sampled_from(_LINES), max_size=14).map(_joined)
_markup = st.lists(st.sampled_from(_HTML), max_size=8).map(_joined)
_bodies = st.one_of(_words, _markup, st.binary(max_size=200))


@st.composite
def _leaf(draw: st.DrawFn) -> bytes:
    kind, encoding = draw(st.sampled_from(_LEAF_TYPES)), draw(st.sampled_from(_ENCODINGS))
    body = draw(_bodies)
    if encoding == "base64" and draw(st.booleans()):
        body = base64.encodebytes(body)
    if encoding == "quoted-printable":
        body = quopri.encodestring(body)
    charset = draw(st.sampled_from(_CHARSETS))
    head = f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    if draw(st.booleans()):
        head += 'Content-Disposition: attachment; filename="=?utf-8?q?a?="; filename*1=b\r\n'
    return head.encode() + b"\r\n" + body


def _multipart(parts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    def build(kind: str, boundary: str, children: list[bytes], closed: bool) -> bytes:
        mark = b"--" + boundary.encode()
        head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\npreamble\r\n'.encode()
        body = b"".join(mark + b"\r\n" + child + b"\r\n" for child in children)
        return head + body + (mark + b"--\r\nepilogue" if closed else b"")

    boundaries = st.sampled_from(("a", "b", "a b", "=_x", ""))
    return st.builds(build, st.sampled_from(_MULTIPARTS), boundaries, st.lists(parts, max_size=4), st.booleans())


_trees = st.recursive(_leaf(), _multipart, max_leaves=8)


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    """A message with a head that mostly makes sense and a tree of parts that mostly does."""
    fields = [
        f"From: {draw(st.sampled_from(_ADDRESSES))}",
        f"To: {draw(st.sampled_from(_ADDRESSES))}",
        f"Subject: {draw(st.sampled_from(_SUBJECTS))}",
        *draw(st.lists(st.sampled_from(_FIELDS), max_size=5)),
    ]
    fields = draw(st.permutations(fields))
    return "\r\n".join(fields).encode("latin-1", "replace") + b"\r\n" + draw(_trees)


def changed(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds with one to six changes: bytes flipped, stretches cut, doubled, or taken from another seed."""
    content = chance.choice(seeds)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content) + 1)
        end = min(len(content), at + chance.choice((1, 2, 8, 60, 400)))
        other = chance.choice(seeds)
        start = chance.randrange(len(other) + 1)
        content = content[:at] + chance.choice(
            (
                bytes([chance.randrange(256)]) + content[at + 1 :],
                content[end:],
                content[at:end] * 3 + content[end:],
                other[start : start + 200] + content[at:],
                chance.choice((b"\r\n", b"\n\n", b"\x00", b"--a", b": ", b"=?utf-8?q?", b"\xff")) + content[at:],
                b"",
            )
        )
    return content
