"""HTML mail as the programs of the world write it: readable words, and the quoted mail told from the answer."""

from __future__ import annotations

import pytest

from mailbot.mail.hypertext import text_of
from mailbot.mail.quotes import split

HEAD = (
    "<b>From:</b> Dsmart &lt;info@dsmart.example&gt;<br><b>Sent:</b> 02 March 2026 09:15<br>"
    "<b>To:</b> Jo &lt;jo@customer.example&gt;<br><b>Subject:</b> Your complaint"
)
WROTE = (
    "On Mon, 2 Mar 2026 at 09:15, Dsmart &lt;<a href='mailto:info@dsmart.example'>info@dsmart.example</a>&gt; wrote:"
)
REPLIES = {
    "Outlook on the web": "<div>It still leaks.</div><div id='appendonsend'></div><hr>"
    f"<div id='divRplyFwdMsg'><font>{HEAD}</font><div>&nbsp;</div></div><div>Old words</div>",
    "Outlook": "<p class=MsoNormal>It still leaks.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    f"<div style='border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal>{HEAD}</p></div><p class=MsoNormal>Old words</p>",
    "Gmail": f"<div>It still leaks.</div><br><div class='gmail_quote'><div class='gmail_attr'>{WROTE}<br></div>"
    "<blockquote class='gmail_quote' style='border-left:1px #ccc solid'>Old words</blockquote></div>",
    "Apple Mail": (
        f"It still leaks.<div><br><blockquote type='cite'><div>{WROTE}</div><br><div>Old words</div></blockquote></div>"
    ),
    "Yahoo": (
        f"<div>It still leaks.</div><div class='yahoo_quoted'><div>{WROTE}</div><div><br></div><di"
        f"v>Old words</div></div>"
    ),
    "Thunderbird": "<p>It still leaks.</p><div class='moz-cite-prefix'>On 02/03/2026 09:15, Dsmart wrote:<br></div>"
    "<blockquote type='cite' cite='mid:x'>Old words</blockquote>",
    "Samsung": (
        f"<div>It still leaks.</div><div><br></div><div>-------- Original "
        f"message --------</div>{HEAD}<div>Old words</div>"
    ),
}


@pytest.mark.parametrize("html", REPLIES.values(), ids=REPLIES.keys())
def test_the_answer_is_told_from_the_quoted_mail(html: str) -> None:
    found = split(text_of(f"<html><body>{html}</body></html>"))
    assert found.fresh == "It still leaks."
    assert "Old words" in found.quoted


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<table><tr><td>Name</td><td>Jo</td></tr><tr><td>Fault</td><td>leak</td></tr></table>", "Name Jo\nFault leak"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "* one\n* two"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &amp; b &lt;c&gt; &pound;5&nbsp;only", "a & b <c> £5 only"),
        ("<b>un</b>broken w<i>or</i>ds", "unbroken words"),
        ("<script>evil()</script><style>p{}</style>seen<!-- unseen -->", "seen"),
        (
            "Your brochure says:<blockquote>Quiet as a library.</blockquote>It roars.",
            "Your brochure says:\n\nQuiet as a library.\n\nIt roars.",
        ),
        ("<ol><li>one<ul><li>a<li>b</ul><li>two</ol>", "1. one\n  * a\n  * b\n2. two"),
        ('<ol start="5"><li>five</ol>', "5. five"),
        (
            "<table border=1><tr><th>Date</th><th>What</th></tr><tr><td>1 May</td><td>rang</td></tr></table>",
            "Date | What\n1 May | rang",
        ),
        (
            'my <a href="https://files.example/x">photographs</a> of it',
            "my photographs <https://files.example/x> of it",
        ),
        ('<a href="http://www.files.example/">files.example</a>', "files.example"),
        ('<a href="mailto:jo@x.example?subject=y">Jo</a>', "Jo <jo@x.example>"),
        ('<a href="javascript:steal()">Jo</a> <a href="#top">up</a>', "Jo up"),
        ("", ""),
        ("no tags at all", "no tags at all"),
        ("<p>never <b>closed", "never closed"),
    ],
)
def test_markup_becomes_lines(html: str, text: str) -> None:
    assert text_of(html) == text
