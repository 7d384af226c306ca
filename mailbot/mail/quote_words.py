"""What mail programs write around a quoted mail, in the languages they speak: words and patterns only, no decisions."""

# ruff: noqa: E501 - tables of patterns: one row a line, however long the words

from __future__ import annotations

import re

# "On <date>, <name> wrote:" - the verb that stands somewhere in such a line.
_WROTE = (
    "wrote", "writes", "schrieb", "schreibt", "hat geschrieben", "geschrieben", "a écrit", "écrit", "a ecrit", "escribió", "escribio", "escreveu", "ha scritto", "scrisse", "schreef", "geschreven",
    "skrev", "skreiv", "napisał", "napisała", "napisał(a)", "pisze", "napsal", "napsala", "napsal(a)", "napísal", "napísala", "napísal(a)", "írta", "ezt írta", "a scris", "написал", "написала", "написал(а)",
    "пишет", "пише", "написав", "написала", "написа", "έγραψε", "yazdı", "şunu yazdı", "viết", "đã viết", "kirjoitti", "skrifaði", "napisao", "napisala", "je napisao", "rakstīja", "rašė", "parašė", "kirjutas",
    "va escriure", "idatzi du", "menulis", "เขียนว่า", "작성", "님이 작성", "写道", "寫道", "写入", "のメール", "は書きました", "כתב", "כתבה", "كتب",
)  # fmt: skip
WROTE = re.compile(
    r"(?<![\w])(?:"
    + "|".join(re.escape(word) for word in sorted(set(_WROTE), key=len, reverse=True))
    + r")(?![\w])|写道|寫道|のメール|님이 작성",
    re.IGNORECASE,
)

LAST_WORDS = tuple(set(_WROTE) | {word.capitalize() for word in _WROTE})

# How such a line begins: a preposition of date, a weekday, a date or time, an address. `-----` may stand before.
_OPENERS = (
    "on", "am", "le", "el", "em", "il", "in data", "op", "den", "d\\.", "på", "w dniu", "dnia", "dne", "dňa", "v", "pada", "vào", "στις", "ngày", "tarihinde", "pe", "la", "à", "в", "у",
    "kl", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom", "seg", "ter", "qua", "qui",
    "sex", "man", "tir", "ons", "tor", "tors", "fre", "lør", "lör", "søn", "sön", "mån", "tis", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "po", "út", "st", "čt", "pá", "ne", "ma", "ti", "ke", "to", "pe", "la", "su",
    "пн", "вт", "ср", "чт", "пт", "сб", "вс", "em", "no dia", "a", "ven", "il giorno", "el día", "în", "pe data de", "на", "dana", "noong", "เมื่อ", "στις", "בתאריך", "ב", "في", "el día", "dia", "sent from", "from",
)  # fmt: skip
OPENER = re.compile(
    r"^\s{0,8}(?:[-–—_*]{1,40}\s{0,3})?(?:(?:"
    + "|".join(dict.fromkeys(_OPENERS))
    + r")\b[.,]?|[在於于]|\d{1,4}\s?[-./年년:]|\d{1,2}\s|[\"'“«<]?[\w.+-]{1,80}@|[\"“«'])",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]{1,100}@[^\s<>()\[\]\"',;:]{1,150}")
ENDS_WITH_ADDRESS = re.compile(
    r"[<(\[]\s{0,3}(?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,150}[>)\]]{1,2}\s{0,3}[:：]?\s*$"
)
TIME = re.compile(r"(?<!\d)\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|(?<!\d)\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{1,2}月|\b\d{1,2}\.? (?:jan|feb|m[aä]r|apr|ma[iyj]|jun|jul|aug|sep|o[ck]t|nov|de[cz])|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}",
    re.IGNORECASE,
)
DASHED_WROTE = re.compile(r"^\s{0,8}-{2,40}\s?.{1,200}\bwrote\s?-{2,40}\s*$", re.IGNORECASE)
SHARED_LINE = re.compile(
    r"(?:-{2,10}\s?)?\bOn (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? [^<>\n]{8,120}(?:<[^<>\n]{3,120}>)?[^<>\n]{0,40}\bwrote:\s*$"
)

# The fields of a quoted head, one kind a group.
_LABELS = {
    "from": "from|von|de|da|van|från|fra|od|nadawca|lähettäjä|от|від|відправник|отправитель|feladó|de la|expéditeur|remitente|remetente|mittente|afzender|avsändare|afsender|kimden|gönderen|από|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|từ|من|מאת|frá|odesílatel|odosielateľ|nuo|saatja|šalje|pošiljatelj|dari|จาก",
    "date": "sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|date d['’]envoi|enviado|enviado el|enviada em|enviado em|enviada|fecha|data|inviato|data invio|verzonden|skickat|sendt|dato|wysłano|data wysłania|odesláno|odoslané|lähetetty|päiväys|отправлено|дата|надіслано|elküldve|dátum|küldve|trimis|gönderilen|gönderme tarihi|tarih|发送时间|发送日期|日期|时间|寄件日期|傳送時間|送信日時|日時|日付|보낸 날짜|날짜|στάλθηκε|ημερομηνία|đã gửi|ngày|تاريخ|تم الإرسال|נשלח|תאריך|sent at|wysłane|wysłany|надіслане|отправленное|date sent|sänt|message du|reçu",
    "to": "to|an|à|para|a|aan|till|til|do|komu|adresat|vastaanottaja|кому|címzett|către|kime|alıcı|收件人|收件者|宛先|받는 사람|προς|đến|إلى|אל|reply-to|cc|cci|copie à|bcc|kopie|copie|copia|cópia|kopia|kopi|в копии|копия|másolatot kap|抄送|副本|参考",
    "subject": "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|predmet|aihe|тема|tárgy|subiect|konu|主题|主題|主旨|件名|제목|θέμα|chủ đề|الموضوع|נושא|efni|subjek|importance|priority|wichtigkeit|attachments|anlagen",
}  # fmt: skip
_KIND_OF = {word.replace("['’]", "'"): kind for kind, words in _LABELS.items() for word in words.split("|")}


def label_kind(line: str) -> str:
    """Which field of a mail's head this line shows ("from", "date", "to", "subject"), "" if none."""
    start = line[:60]
    end = start.find(":")
    if end < 0:
        end = start.find("：")
    return _KIND_OF.get(start[:end].strip(" \t>*|_\xa0").lower().replace("’", "'"), "") if end > 0 else ""


_ORIGINAL = (
    r"original|reply message|ursprüngliche|ursprungliche|antwort nachricht|oprindelig|opprinnelig|ursprung|message d['’]origine|mensaje|mensagem|messaggio|oorspronkelijk|alkuperäinen|oryginaln|původní|povodná|pôvodná"
    r"|исходное|оригинал|оригінал|eredeti|orijinal|原始邮件|原始郵件|元のメッセージ|원본|αρχικό|mesaj original|tin nhắn gốc|izvorna|izvirno|originalus|algne"
)
ORIGINAL = re.compile(
    rf"^[\s>*]{{0,8}}-{{2,40}}\s{{0,3}}[^-\n]{{0,25}}(?:{_ORIGINAL})[^-\n]{{0,40}}-{{2,40}}\s*$", re.IGNORECASE
)
_FORWARD = (
    r"forwarded (?:message|mail|e-?mail|by)|weitergeleitete|message (?:transféré|réexpédié)|mensaje reenviado|mensagem (?:encaminhada|reencaminhada)|messaggio inoltrato|doorgestuurd bericht|vidarebefordra|videresendt|edelleenlähetetty|välitetty"
    r"|wiadomość przekazana|przekazana wiadomość|přeposlaná|preposlaná|переслан|пересылаем|továbbított|mesaj redirecționat|iletilmiş|転送|轉寄|转发|전달|προωθημένο|chuyển tiếp"
)
FORWARD = re.compile(
    rf"^[\s*]{{0,8}}(?:-{{2,40}}\s{{0,3}}[^-\n]{{0,20}}(?:{_FORWARD})[^\n]{{0,60}}|(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado"
    r"|início da mensagem (?:encaminhada|reencaminhada)|inizio(?: del)? messaggio inoltrato|begin doorgestuurd bericht|vidarebefordrat (?:brev|mejl|meddelande)|start på videresendt (?:besked|melding)|videresendt (?:besked|melding)"
    r"|välitetty viesti alkaa|początek przekazywanej wiadomości|začátek přeposílané zprávy|начало переадресованного сообщения|转发的邮件|転送されたメッセージ)\s?[:：]?)\s*$",
    re.IGNORECASE,
)
RULE_LINE = re.compile(r"^\s{0,8}[-_=—–*]{4,200}\s*$")

# Lines that a telephone or a mail program puts under every mail.
FOOTER = re.compile(
    r"^\s{0,8}[<(\[*_]{0,3}(?:(?:sent|get|composed|written|typed) (?:(?:wirelessly|securely) )?(?:from|via|with|using) (?:my |the |a )?(?:(?!\. )[^\n]){1,90}"
    r"|get outlook for (?:ios|android)[^\n]{0,80}|(?:von|mit) (?:meinem|meiner)? ?[^\n.]{1,50}(?:gesendet|geschrieben)[^\n]{0,30}|gesendet (?:von|mit)[^\n]{1,70}|envoyé (?:de|depuis|sans fil|à partir de)[^\n]{1,90}|télécharger outlook[^\n]{0,60}"
    r"|enviado (?:desde|do|de|a partir)[^\n]{1,70}|obtener outlook[^\n]{0,60}|inviato da(?:l|lla)?[^\n]{1,70}|scarica outlook[^\n]{0,60}|verstuurd (?:vanaf|met|vanuit)[^\n]{1,70}|verzonden (?:vanaf|met|vanuit)[^\n]{1,70}|outlook voor (?:ios|android)[^\n]{0,60}"
    r"|skickat från[^\n]{1,70}|sendt fra[^\n]{1,70}|lähetetty[^\n]{1,70}|wysłan[eo] z[^\n]{1,70}|odesláno z[^\n]{1,70}|отправлено (?:с|из)[^\n]{1,70}|надіслано з[^\n]{1,70}|tr[ií]mis de pe[^\n]{1,70}|küldve[^\n]{1,50}"
    r"|\w{1,20}['’]?\w{0,4}(?:dan|den) gönderildi|发自我的[^\n]{1,40}|從我的[^\n]{1,40}|(?:iphone|ipad|android)から送信|나의 \w{1,20}에서 보냄|yahoo mail (?:on|for|auf|pour)[^\n]{1,60}|virus[- ]free\.[^\n]{0,60}|(?:this (?:e-?)?mail|diese e-?mail)[^\n]{0,60}(?:checked|scanned|geprüft)[^\n]{0,90})[>)\]*_!.]{0,3}\s*$",
    re.IGNORECASE,
)
_FOOTER_MARK = re.compile(
    r"iphon|ipad|ipod|android|samsung|galaxy|blackberry|outlook|huawei|xiaomi|redmi|nokia|windows|mobile|mobil|móvil|movil|phone|smartphone|handy|tablet|tel[eé]f|device|gmail|yahoo|mail for |mailbox|sony|htc|motorola|lg |pixel|oneplus|oppo|wireless|verizon|t-mobile|vodafone|o2|bt |sky|proton|spark|acompli|sparrow|aol|web\.de|gmx|nexus|wiko|apple|virus|checked|scanned|geprüft|从|自我|から送信|보냄|gönderildi|телефон|устройств|устрою|我的",
    re.IGNORECASE,
)


def is_footer(line: str) -> bool:
    """A line that a telephone or a program added ("Sent from my iPhone"), in any of the languages above."""
    return len(line) < 200 and bool(FOOTER.match(line)) and bool(_FOOTER_MARK.search(line))


DISCLAIMER = re.compile(
    r"^[\s*_>-]{0,10}(?:(?:confidentiality|legal|privacy|email|e-mail|security)?\s?(?:disclaimer|notice|warning)\s?[:.-]"
    r"|(?:this|the(?: contents? of this| information(?: contained)? in this)?|any) (?:e-?mail|message|communication|transmission|electronic mail)[^\n]{0,160}(?:confidential|privileged|intended (?:only|solely|for)|proprietary)"
    r"|(?:the )?information (?:contained )?in this (?:e-?mail|message|communication)|if you (?:are not|have received this)[^\n]{0,60}(?:the intended|in error|addressee)|please (?:consider|think of) (?:the|your) environment|think before you print"
    r"|diese e-?mail (?:enthält|kann|und)[^\n]{0,80}vertraulich|ce (?:message|courriel|mail)[^\n]{0,100}(?:confidentiel|destin)|este (?:mensaje|correo|e-?mail)[^\n]{0,100}confidencial|esta mensagem[^\n]{0,100}confidencia|(?:questo messaggio|questa e-?mail|le informazioni contenute)[^\n]{0,120}(?:riservat|confidenzial)"
    r"|dit (?:bericht|e-?mail)[^\n]{0,100}(?:vertrouwelijk|bestemd)|[^\n]{0,80}registered in (?:england|scotland|wales)[^\n]{0,160}(?:no|number|company))",
    re.IGNORECASE,
)
LIST_FOOTER = re.compile(
    r"mailing list|mailman/listinfo|unsubscribe|lijst|googlegroups|to post to this|liste de diffusion|verteiler",
    re.IGNORECASE,
)
