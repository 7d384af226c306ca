"""What programs, companies and mailing lists put under a mail of their own accord, in the languages they speak: words and patterns only."""

# ruff: noqa: E501 - tables of patterns: one language or subject a line, however long the words

from __future__ import annotations

import re

from mailbot.mail.voices import is_somebody

# A footer names what it was sent with ...
_DEVICE = re.compile(
    r"iphon|ipad|ipod|android|samsung|galaxy|blackberry|outlook|huawei|xiaomi|redmi|nokia|windows|mobile|mobil|móvil|movil|phone|smartphone|handy|tablet|tel[eé]f|device|gmail|yahoo|mailbox|sony|htc|motorola"
    r"|\blg\b|pixel|oneplus|oppo|wireless|verizon|t-mobile|vodafone|\bo2\b|\bbt\b|\bsky\b|proton|spark|acompli|sparrow|\baol\b|web\.de|gmx|nexus|wiko|apple|telekom|orange|zoho|typeapp|blue ?mail|mail\.ru|yandex|newton|honor|realme"
    r"|fairphone|thunderbird|tutanota|\btuta\b|fastmail|e-?mail[ -](?:app|client)|mail[ -]app|mail (?:for|für|pour|para|per|voor|för|til) |телефон|устройств|пристр",
    re.IGNORECASE,
)
# ... and says so: words that open such a line ...
_SENT = (
    r"(?:sent|composed|written|typed)(?: (?:wirelessly|securely))? (?:from|via|with|using|on|by)", r"(?:get|download|try|sent from) outlook", r"yahoo mail (?:on|for|auf|pour)",
    r"gesendet (?:von|mit|aus|über|via)", r"(?:diese |dieser )?(?:nachricht|e-?mail) wurde (?:von|mit)", r"(?:holen sie sich|laden sie) outlook", r"outlook für \w{2,20} (?:herunterladen|beziehen)",
    r"envoyé(?:e)? (?:de|depuis|sans fil|à partir de|via|avec)", r"(?:télécharger|télécharge[rz]|obtene[rz]) outlook", r"enviado (?:desde|do|da|de|a partir|con|com|via)", r"(?:obtener|obter(?: o)?|descarga[r]?|baixar|transferir)(?: o)? outlook",
    r"inviato (?:da|dal|dalla|con|tramite)", r"(?:scarica|ottieni) outlook", r"(?:verstuurd|verzonden|gestuurd) (?:vanaf|met|vanuit|via|vanop)", r"(?:download )?outlook voor", r"(?:skickat|skickades|sänt) (?:från|via|med)", r"(?:hämta|ladda ned) outlook",
    r"(?:sendt|sent) (?:fra|uten|via|med)", r"(?:hent|få|last ned) outlook", r"lähetetty", r"(?:hanki|lataa) outlook", r"wysłan[eoay] (?:z|ze|za pomocą|przez)", r"pobierz (?:aplikację |program )?outlook", r"(?:odesláno|odoslané|odeslané) (?:z|ze|pomocí)", r"(?:získat|získajte|stáhnout) outlook",
    r"tr[ií]mis (?:de|din|prin)", r"obține[tț]i outlook", r"(?:el)?küldve", r"az? \S{2,30} küldve", r"(?:отправлено|послано|надіслано|відправлено|изпратено|послато) (?:с|из|з|зі|із|от|са)", r"(?:poslano|poslato) (?:s|z|sa|iz)", r"saadetud", r"nosūtīts no", r"išsiųsta iš",
    r"(?:εστάλη|στάλθηκε|αποστολή) από", r"dikirim dari", r"dihantar daripada", r"đã gửi từ", r"ส่งจาก", r"(?:发自|發自|来自|來自|寄自)", r"[أا]\u064f?رسلت من", r"נשלח מ", r"ارسال شده از", r"enviat (?:des|amb)", r"anfonwyd o",
)  # fmt: skip
# ... or words that close it, where the first words say from where.
_SENT_LAST = (
    r"(?:von|mit|über|aus) .{2,60} (?:gesendet|geschickt|geschrieben|versendet|verschickt)", r"\S{2,30}['’]?\w{0,5}(?:dan|den|tan|ten) gönderildi", r"android için outlook['’]u edinin", r"(?:私の)?\S{2,30}から送信", r"(?:나의|내) .{2,20}에서 보냄", r"\S{2,20}에서 보냄",
    r"(?:从|從)我的.{2,30}(?:发送|傳送|寄出|发出)", r"từ .{2,40} (?:của tôi )?gửi(?: đến)?", r"nire .{2,30} bidalia", r"az? .{2,30} küldve",
)  # fmt: skip
_OPENS = re.compile(r"^[\s<(\[*_|•>-]{0,8}(?:" + "|".join(_SENT) + ")", re.IGNORECASE)
_WHOLE = re.compile(r"^[\s<(\[*_]{0,8}(?:" + "|".join(_SENT_LAST) + r")[>)\]*_!. ]{0,3}$", re.IGNORECASE)
_SCANNED = re.compile(
    r"^[\s*_<(\[]{0,6}(?:(?:virus[- ]free|virenfrei|sans virus|libre de virus|senza virus|virusvrij|wolny od wirusów)\.?[^\n]{0,60}"
    r"|(?:this (?:e-?)?mail|this message|diese e-?mail|cet e-?mail|dit e-?mailbericht)[^\n]{0,60}(?:checked|scanned|geprüft|vérifi|gecontroleerd)[^\n]{0,90})$",
    re.IGNORECASE,
)
_LONGEST_FOOTER = 140
_SENTENCE = re.compile(r"[^.\s]{3}\. \S")  # a second sentence: somebody's own words may follow


# What such a line never says: why it was sent so ("Sent from my iPhone because ...").
_REASON = re.compile(
    r",\s?da\b|(?<!['’])\b(?:weil|denn|nicht|kein\w{0,2}|ist|car|parce|puisque|ne|pas|plus d|porque|pues|ya que|pois|perché|poiché|siamo|sono"
    r"|omdat|want|niet|geen|eftersom|fordi|inte|ikke|koska|ei|bo|ponieważ|nie|protože|nemáme|nefunguje|mert|nem|çünkü|потому|так как|нет|немає|γιατί|δεν)\b|因为|没有|ありません|없",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"^[\s<(\[*_|•>-]{0,8}(?:sent|composed|written|typed|get|try|yahoo mail (?:on|for))\b", re.IGNORECASE
)
_ENGLISH_FOOTER_WORDS = frozenset(
    "get try sent composed written typed from via with using on by my our the a an in for of and or to please excuse pardon forgive any all typos typo brevity errors misspellings mistakes "
    "wireless wirelessly securely secure encrypted private device devices handheld hand held cell phone smartphone mobile telephone tablet desktop network app application client mail email e free best work".split()
)
_LOWER = re.compile(r"(?<!\w)[a-z]+(?!\w)")
_TARGET = re.compile(r"\s?<\s?https?:[^<>\s]{1,300}>")


def is_footer(line: str) -> bool:
    """A line that a telephone or a program added ("Sent from my iPhone"), in any of the languages above."""
    if len(line) > 400 or (len(line) > 200 and "<" not in line):
        return False
    line = _TARGET.sub("", line)
    if _SCANNED.match(line):
        return not is_somebody(line)
    if len(line) > _LONGEST_FOOTER or not begins_footer(line) or _SENTENCE.search(line):
        return False
    if _ENGLISH.match(line):
        return _ENGLISH_FOOTER_WORDS.issuperset(_LOWER.findall(line.replace("'", "").replace("’", "")))
    return not _REASON.search(line)


def begins_footer(line: str) -> bool:
    """Whether a line begins as such a footer does; it may go on in somebody's own words."""
    return bool(_OPENS.match(line) or _WHOLE.match(line)) and bool(_DEVICE.search(line))


_MESSAGE = r"(?:e-?mails?|messages?|communications?|transmissions?|electronic mail|correspondence)"
DISCLAIMER = re.compile(
    r"^[\s*_>#|-]{0,10}(?:(?:confidentiality|legal|privacy|email|e-mail|security|important)?\s?(?:disclaimer|notice|warning|confidential)\s?[:.-]"
    rf"|(?:this|the(?: contents? of this| information(?: contained| transmitted)? (?:in|by) this)?|any)(?: \w{{1,12}})? {_MESSAGE}[^\n]{{0,160}}(?:confidential|privileged|intended (?:only|solely|for)|proprietary|legally protected)"
    rf"|(?:the )?(?:information|contents?)(?: contained| transmitted)? (?:in|of) this {_MESSAGE}|if you (?:are not|have received this)[^\n]{{0,60}}(?:the intended|in error|addressee)|please (?:consider|think of) (?:the|your) environment|think before you print"
    r"|(?:diese|der inhalt dieser) (?:e-?mail|nachricht)[^\n]{0,120}(?:vertraulich|rechtlich geschützt|ausschlie(?:ß|ss)lich für)|vertraulichkeitshinweis|(?:ce (?:message|courriel|mail)|cette (?:transmission|communication))[^\n]{0,120}(?:confidentiel|destin)"
    r"|aviso (?:legal|de confidencialidad|de confidencialidade)|est[ea] (?:mensaje|correo|e-?mail|comunicación)[^\n]{0,120}confidencial|(?:esta mensagem|este e-?mail)[^\n]{0,120}(?:confidencia|destina)"
    r"|(?:questo messaggio|questa e-?mail|la presente (?:e-?mail|comunicazione)|le informazioni contenute|il contenuto di quest[ao])[^\n]{0,140}(?:riservat|confidenzial|esclusiv)|(?:dit (?:bericht|e-?mail\w{0,8})|deze e-?mail|de informatie)[^\n]{0,120}(?:vertrouwelijk|bestemd)"
    r"|(?:denne (?:e-?mail|e-?post|meddelelsen?)|detta (?:e-?post)?meddelande|tämä (?:viesti|sähköposti))[^\n]{0,120}(?:fortroli|konfidensiel|konfidentiel|luottamuksel)|(?:ta|niniejsza|treść tej) (?:wiadomo|koresponden)[^\n]{0,120}(?:poufn|przeznaczon)"
    r"|(?:tato zpráva|tento e-?mail|táto správa)[^\n]{0,120}(?:důvěrn|dôvern|určen)|(?:настоящее|данное|это) (?:электронное )?(?:сообщение|письмо)[^\n]{0,120}конфиденциал|[^\n]{0,80}registered in (?:england|scotland|wales)[^\n]{0,160}(?:no|number|company))",
    re.IGNORECASE,
)  # fmt: skip
# A standing text that needs no more words to be one. People begin with the same: "Think before you print: your invoice is wrong".
COMPLETE = re.compile(
    r"^[\s*_>#|-]{0,10}(?:(?:please )?(?:consider|think of) (?:the|your) environment[^\n:]{0,60}print|think before you print\W{0,3}$|[^\n]{0,80}registered in (?:england|scotland|wales)(?![^\n]{0,160}\b(?:I|your?|my)\b))",
    re.IGNORECASE,
)
LIST_FOOTER = re.compile(
    r"mailing list|mailman/listinfo|unsubscribe|lijst|googlegroups|to post to this|liste de diffusion|verteiler|abmelden|désabonner|cancelar (?:la|a) (?:suscripción|subscrição)",
    re.IGNORECASE,
)
