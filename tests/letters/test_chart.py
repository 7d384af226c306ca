"""Charts in mail: a PNG of the same bytes every time, shown from inside the message, and nothing in its words is a command."""

from __future__ import annotations

import email
import email.policy
import struct
from datetime import UTC, datetime

from mailbot.core.model import Address, Envelope, Rendered
from mailbot.letters import markdown, plain
from mailbot.letters.chart import BARS, WIDTH, Bar, Chart, picture
from mailbot.mail.compose import compose

KEPT = Chart(
    name="promises",
    title="How we kept our promises",
    legend=("kept", "late"),
    alt='Acknowledge: 14 of 14 kept. Visit: 8 of 10 kept. "All" [told](x)',
    bars=(Bar(label="acknowledge", parts=(14, 0), value="14 of 14"), Bar(label="visit", parts=(8, 2), value="8 of 10")),
)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_a_chart_is_drawn_at_twice_its_width_and_always_with_the_same_bytes() -> None:
    drawn = picture(KEPT)

    assert size_of(drawn.content)[0] == 2 * WIDTH
    assert drawn == picture(KEPT)


def test_words_in_a_chart_are_words_whatever_they_hold() -> None:
    hostile = '#panic("x") $x$ [y] \\ " \u202e \x00 ' + "w" * 5_000
    bars = tuple(Bar(label=hostile, parts=(-1, 0), value=hostile[:20]) for _ in range(40))
    drawn = picture(Chart(name="promises", title=hostile[:60], bars=bars, alt=""))

    assert size_of(drawn.content)[1] < BARS * 400


def test_a_chart_of_nothing_can_be_drawn() -> None:
    assert size_of(picture(Chart(name="none", title="Nothing", bars=(), alt="")).content)


def test_a_picture_is_shown_by_its_content_id_and_leaves_nothing_in_the_plain_text() -> None:
    drawn = picture(KEPT)
    tokens = markdown.parse(f"Above.\n\n{markdown.shown(drawn)}\n\nBelow.")
    html = markdown.to_html(tokens)

    assert f'<img src="cid:{drawn.cid}"' in html
    assert f'width="{WIDTH}"' in html
    assert "&quot;All&quot; [told](x)" in html
    assert plain.to_text(tokens) == "Above.\n\nBelow."


def test_a_picture_from_the_network_is_never_fetched_and_a_customers_words_make_none() -> None:
    template = markdown.parse("![tracked](https://spy.example/x.png)")
    words = markdown.parse(markdown.words('![x](<cid:a@mailbot> "400")'))

    assert "<img" not in markdown.to_html(template)
    assert "<img" not in markdown.to_html(words)
    assert '![x](<cid:a@mailbot> "400")' in plain.to_text(words)


def test_the_letter_carries_its_pictures_beside_its_html() -> None:
    drawn = picture(KEPT)
    envelope = Envelope(
        message_id="<r.1@firm.example>",
        sender=Address(address="info@firm.example"),
        recipient=Address(address="dee@firm.example"),
        date=datetime(2026, 3, 3, tzinfo=UTC),
    )
    letter = Rendered(subject="Review", text="Words.\n", html=f'<img src="cid:{drawn.cid}">', pictures=(drawn,))
    message = email.message_from_bytes(compose(envelope, letter), policy=email.policy.SMTP)

    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    image = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert image["Content-ID"] == f"<{drawn.cid}>"
    assert image.get_payload(decode=True) == drawn.content
    assert image.get_content_disposition() == "inline"
