"""mail/quotes.py: what was written now, what is quoted, what is signature; and that in doubt the words stay."""

from __future__ import annotations

import pytest

from mailbot.mail.quotes import Split, split

ANSWER = "It is still broken."

# What the mail programs of the world write above a quoted mail. Some mark the lines below it, some do not.
ATTRIBUTIONS = {
    "English, Gmail": "On Mon, 2 Mar 2026 at 09:15, Dsmart <info@dsmart.example> wrote:",
    "English, Apple": "On 2 Mar 2026, at 09:15, Dsmart <info@dsmart.example> wrote:",
    "English, over two lines": (
        "On Mon, Mar 2, 2026 at 9:15 AM Dsmart Electrical Ltd Complaints Department\n<info@dsmart.example> wrote:"
    ),
    "English, bracket on the next line": (
        "On Mon, Mar 2, 2026 at 9:15 AM Dsmart Electrical <info@dsmart.example\n> wrote:"
    ),
    "German": "Am Mo., 2. März 2026 um 09:15 Uhr schrieb Dsmart <info@dsmart.example>:",
    "French": "Le lun. 2 mars 2026 à 09:15, Dsmart <info@dsmart.example> a écrit :",
    "Spanish": "El lun, 2 mar 2026 a las 9:15, Dsmart (<info@dsmart.example>) escribió:",
    "Portuguese": "Em seg., 2 de mar. de 2026 às 09:15, Dsmart <info@dsmart.example> escreveu:",
    "Italian": "Il giorno lun 2 mar 2026 alle ore 09:15 Dsmart <info@dsmart.example> ha scritto:",
    "Dutch": "Op ma 2 mrt 2026 om 09:15 schreef Dsmart <info@dsmart.example>:",
    "Danish": "Den man. 2. mar. 2026 kl. 09.15 skrev Dsmart <info@dsmart.example>:",
    "Norwegian": "man. 2. mars 2026 kl. 09:15 skrev Dsmart <info@dsmart.example>:",
    "Swedish": "Den mån 2 mars 2026 kl 09:15 skrev Dsmart <info@dsmart.example>:",
    "Finnish": "ma 2. maalisk. 2026 klo 9.15 Dsmart (info@dsmart.example) kirjoitti:",
    "Polish": "pon., 2 mar 2026 o 09:15 Dsmart <info@dsmart.example> napisał(a):",
    "Czech": "po 2. 3. 2026 v 9:15 odesílatel Dsmart <info@dsmart.example> napsal:",
    "Russian": "пн, 2 мар. 2026 г. в 09:15, Dsmart <info@dsmart.example>:",
    "Hungarian": "Dsmart <info@dsmart.example> ezt írta (időpont: 2026. márc. 2., H, 9:15):",
    "Turkish": "Dsmart <info@dsmart.example>, 2 Mar 2026 Pzt, 09:15 tarihinde şunu yazdı:",
    "Vietnamese": "Vào 09:15 2 tháng 3, 2026, Dsmart <info@dsmart.example> đã viết:",
    "Chinese": "Dsmart <info@dsmart.example> 于2026年3月2日周一 09:15写道:",
    "Japanese": "2026年3月2日(月) 9:15 Dsmart <info@dsmart.example>:",
    "Chinese, Apple": "在 2026年3月2日，上午9:15，Dsmart <info@dsmart.example> 写道：",
    "Korean": "2026년 3월 2일 (월) 오전 9:15, Dsmart <info@dsmart.example>님이 작성:",
    "Hebrew": (
        "\u202bבתאריך יום ב׳, 2 במרץ 2026 ב-9:15 מאת \u202aDsmart\u202c\u200f "
        "<\u202ainfo@dsmart.example\u202c\u200f>:\u202c"
    ),
    "Romanian": "În lun., 2 mar. 2026 la 09:15, Dsmart <info@dsmart.example> a\nscris:",
    "Greek": "Στις Δευ 2 Μαρ 2026 στις 9:15 π.μ., ο χρήστης Dsmart <info@dsmart.example>\nέγραψε:",
    "Yahoo, Zoho": "---- On Mon, 02 Mar 2026 09:15:00 +0000 info@dsmart.example wrote ----",
    "a date and an address only": "2026-03-02 9:15 GMT+00:00 Dsmart <info@dsmart.example>:",
}


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("mark", ["> ", ""], ids=["marked", "unmarked"])
def test_a_quote_under_an_attribution_is_quoted(attribution: str, mark: str) -> None:
    found = split(f"{ANSWER}\n\n{attribution}\n\n{mark}You have no heating, you told us.\n")
    assert found.fresh == ANSWER
    assert "You have no heating" in found.quoted


HEADS = {
    "English": ("From", "Sent", "To", "Subject"),
    "German": ("Von", "Gesendet", "An", "Betreff"),
    "French": ("De", "Envoyé", "À", "Objet"),
    "Spanish": ("De", "Enviado", "Para", "Asunto"),
    "Portuguese": ("De", "Enviada em", "Para", "Assunto"),
    "Italian": ("Da", "Inviato", "A", "Oggetto"),
    "Dutch": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "Danish": ("Fra", "Sendt", "Til", "Emne"),
    "Swedish": ("Från", "Skickat", "Till", "Ämne"),
    "Finnish": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "Polish": ("Od", "Wysłano", "Do", "Temat"),
    "Czech": ("Od", "Odesláno", "Komu", "Předmět"),
    "Russian": ("От", "Отправлено", "Кому", "Тема"),
    "Hungarian": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "Turkish": ("Kimden", "Gönderilen", "Kime", "Konu"),
    "Chinese": ("发件人", "发送时间", "收件人", "主题"),
    "Japanese": ("差出人", "送信日時", "宛先", "件名"),
}


@pytest.mark.parametrize("labels", HEADS.values(), ids=HEADS.keys())
@pytest.mark.parametrize("form", ["{}: {}", "*{}:* {}", "{} : {}"], ids=["plain", "bold", "spaced"])
def test_a_quote_under_an_outlook_head_is_quoted(labels: tuple[str, ...], form: str) -> None:
    values = ("Dsmart <info@dsmart.example>", "2 March 2026 09:15", "jo@customer.example", "Your complaint")
    head = "\n".join(form.format(label, value) for label, value in zip(labels, values, strict=True))
    found = split(f"{ANSWER}\n\n________________________________\n{head}\n\nYou have no heating, you told us.\n")
    assert found.fresh == ANSWER
    assert found.quoted.endswith("You have no heating, you told us.")


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----",
        "----- Ursprüngliche Nachricht -----",
        "-------- Message d'origine --------",
        "-----Mensaje original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----Oprindelig meddelelse-----",
        "-----Ursprungligt meddelande-----",
        "-----Alkuperäinen viesti-----",
        "-----Původní zpráva-----",
        "-----Исходное сообщение-----",
        "-----原始邮件-----",
    ],
)
def test_what_stands_under_a_separator_is_quoted(separator: str) -> None:
    assert split(f"{ANSWER}\n\n{separator}\n\nOld words.").fresh == ANSWER


@pytest.mark.parametrize(
    "attribution", ["Dsmart schrieb am 02.03.26:", "info@dsmart.example wrote:", "> On 2 March, D wrote:"]
)
def test_a_weak_attribution_counts_where_marked_lines_follow(attribution: str) -> None:
    assert split(f"{ANSWER}\n\n{attribution}\n> old words\n> and more\n").fresh == ANSWER


def test_answers_between_and_below_quoted_lines_are_fresh() -> None:
    found = split(
        "On Mon, 2 Mar 2026 at 09:15, Dsmart <info@dsmart.example> wrote:\n"
        "\n> When?\n\nOn Friday.\n\n> Who?\n\nBob.\n\n> Thanks\n\nBye"
    )
    assert found.fresh == "On Friday.\n\nBob.\n\nBye"
    assert found.quoted.count("\n> ") == 3


@pytest.mark.parametrize(
    "text",
    [
        "On 3 March your engineer wrote:\nthe boiler is fine. It is not.",  # a story, without time or address
        "Your letter said, and I quote:\n\nWe will come on Friday.\n\nYou did not.",
        "From: the roof\nwater comes in.",
        "Date: Wednesday 3, October\nTime: 7:00am\nAddress: 130 Fox St\n\nPlease come.",
        "One:\n- a\n- b\n\nTwo:\n- c",
        "## Points\n----\n1. first\n\n----\nThe dashes above are no signature.",
        "The reading was\n> 5 kW all night\nwhich is wrong.",
        ">From the start it never worked.",
        "I was sent from one office to the other for weeks.",
        "I want my letter back.\nSent by recorded mail on Friday",
        "Sent from my iPhone",  # nothing else was written
        "--\nRoman",
        "I was told this email is confidential and may be read by your solicitor.\n\nI do not agree.",
        "My list:\n- inverter\n- panel",
        "> everything is marked\n> and nobody says whose it is",
    ],
)
def test_in_doubt_the_words_stay(text: str) -> None:
    assert split(text).fresh == text


def test_a_head_with_nothing_above_it_is_kept_for_it_may_be_a_forward() -> None:
    text = "From: Pat <pat@customer.example>\nSent: 2 March 2026 09:15\nTo: Sam\nSubject: Leak\n\nWater."
    assert split(text).fresh == text


def test_forwarded_mail_is_fresh_and_forwarded_mail_inside_a_quote_is_not() -> None:
    forward = (
        "---------- Forwarded message ---------\nFrom: pat@customer.example\n"
        "Date: Mon, 2 Mar 2026\nSubject: Leak\n\nWater."
    )
    assert split(f"See below.\n\n{forward}").fresh == f"See below.\n\n{forward}"
    assert split(f"No.\n\n-----Original Message-----\n\nSee below.\n\n{forward}").fresh == "No."


def test_a_subject_that_says_forward_makes_an_outlook_head_a_forward() -> None:
    text = "See below.\n\nFrom: Pat <pat@customer.example>\nSent: 2 March 2026 09:15\nTo: Sam\nSubject: Leak\n\nWater."
    assert split(text, forwarding=True).fresh == text
    assert split(text).fresh == "See below."


@pytest.mark.parametrize(
    "footer",
    [
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent from Yahoo Mail on Android",
        "Von meinem iPhone gesendet",
        "Gesendet von Mail für Windows",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "发自我的iPhone",
        "iPhone'umdan gönderildi",
        "Virus-free. www.avast.com",
        "Sent wirelessly from my BlackBerry device on the Bell network.",
    ],
)
def test_a_telephone_s_footer_is_no_part_of_the_words(footer: str) -> None:
    assert split(f"{ANSWER}\n\n{footer}") == Split(fresh=ANSWER, quoted="", signature=footer)
    assert split(f"{ANSWER}\n{footer}\n\n> On 2 Mar 2026, at 09:15, D <d@x.example> wrote:\n> old").fresh == ANSWER


def test_a_marked_signature_goes_apart_and_a_closing_with_a_name_stays() -> None:
    found = split(f"{ANSWER}\n\nKind regards\nJo\n\n-- \nJo Simmons\n14 Mill Lane\n")
    assert found.fresh == f"{ANSWER}\n\nKind regards\nJo"
    assert found.signature == "-- \nJo Simmons\n14 Mill Lane"


def test_a_disclaimer_and_a_list_footer_go_apart() -> None:
    disclaimer = "This email and any attachments are confidential and intended solely for the addressee."
    assert split(f"{ANSWER}\n\n{disclaimer}") == Split(fresh=ANSWER, quoted="", signature=disclaimer)
    assert (
        split(f"{ANSWER}\n\n_____________\nowners mailing list\nhttps://lists.example/mailman/listinfo/owners").fresh
        == ANSWER
    )


def test_commands_at_the_top_survive_every_kind_of_quoting() -> None:
    commands = "#visit 2026-03-05 10:00 with Bob\n#note gate code is 4711\n\nSee you then."
    for quote in (
        "\n\nOn Tue, 3 Mar 2026 at 11:21, bot <i@x.example> wrote:\n\n> #help\n",
        "\n\nFrom: bot <i@x.example>\nSent: 3 March 2026 11:21\nTo: Anna\nSubject: New\n\n#help\n",
    ):
        assert split(commands + quote).fresh == commands


def test_nothing_of_the_text_is_lost_between_the_three_parts() -> None:
    text = (
        "A.\n\n-- \nJo\n\nOn Tue, 3 Mar 2026 at 11:21, bot <i@x.example> wrote:\n\n> B\n\nC.\n\nSent from my iPhone\n"
    )
    found = split(text)
    kept = "".join((found.fresh + found.quoted + found.signature).split())
    assert sorted(kept) == sorted("".join(text.split()))
