"""What mail programs write around a quoted mail, in the languages they speak: words and patterns only, no decisions."""

# ruff: noqa: E501 - tables of patterns: one row a line, however long the words

from __future__ import annotations

import re

# "On <date>, <name> wrote:" - the verb that stands somewhere in such a line.
_WROTE = (
    "wrote", "writes", "schrieb", "schreibt", "hat geschrieben", "geschrieben", "a écrit", "écrit", "a ecrit", "escribió", "escribio", "ha escrito", "escreveu", "ha scritto", "scrisse", "schreef", "geschreven",
    "skrev", "skreiv", "napisał", "napisała", "napisał(a)", "napisana przez", "pisze", "napsal", "napsala", "napsal(a)", "napísal", "napísala", "napísal(a)", "písal", "írta", "ezt írta", "a scris", "написал", "написала", "написал(а)",
    "пишет", "пише", "написав", "написав(-ла)", "написала", "написа", "напісаў", "је написао", "је написао/ла", "έγραψε", "yazdı", "şunu yazdı", "şunları yazdı", "viết", "đã viết", "kirjoitti", "skrifaði", "napisao", "napisala", "je napisao", "je napisao/la",
    "napisao je", "napisal", "napisal(a)", "napisa", "rakstīja", "rašė", "parašė", "kirjutas", "va escriure", "ha escrit", "missatge de", "idatzi du", "idatzi zuen", "escribiu", "ha scrit", "scrit", "skreau", "shkroi", "scríobh", "sgrìobh", "ysgrifennodd", "skrivet gant",
    "menulis", "isinulat ni", "aliandika", "เขียนว่า", "ने लिखा", "নে লিখেছেন", "작성", "님이 작성", "쓴 글", "写道", "寫道", "写于", "写入", "のメール", "は書きました", "さんは書きました", "כתב", "כתבה", "كتب", "كتبت", "تمت كتابة", "نوشت", "გწერთ", "գրել է",
)  # fmt: skip
# Without spaces between words, the verb stands against its neighbours.
WROTE = re.compile(
    r"(?<![\w])(?:"
    + "|".join(re.escape(word) for word in sorted(set(_WROTE), key=len, reverse=True))
    + r")(?![\w])|写道|寫道|写于|のメール|は書きました|님이 작성|쓴 글",
    re.IGNORECASE,
)

_PLAIN_WROTE = tuple(word for word in sorted(set(_WROTE), key=len) if word.isascii())
_LAST_WORDS = tuple(set(_WROTE) | {word.capitalize() for word in _WROTE})
_LAST_TAILS = frozenset(word[-2:] for word in _LAST_WORDS)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


# Words of somebody who tells a story: "On 3 March your engineer wrote:" is no line of a mail program.
TELLS = re.compile(
    r"\b(?:your|our|my|we|us|i|me|he|she|they|him|her|them|this|that|these|which|who|when|then|again|said|says|told|tells|promised|letter|because|but|ihre?[nms]?|unsere?|wir|ich|mein|votre|notre|nous|je|vous|su|nuestr[oa]|mi|usted|vostr[oa]|nostr[oa])\b",
    re.IGNORECASE,
)

# ... or of somebody who wrote it themselves, in languages where the verb tells: "escribí", "schreef ik", "я написал".
# No word here may be a day's or a month's short name anywhere ("mi", "su"), nor an auxiliary of another language ("je napisao").
TELLS_OF_SELF = re.compile(
    r"\b(?:(?-i:I)|my|me|us|we|our|your|you|he|she|they|him|her|them|this|that|these|which|who|when|then|again|said|says|told|tells|promised|letter|because|but|ich|wir|ihre?[nmrs]?|mir|ihnen|unsere?|mein|ik|wij|uw|jeg|jag|nous|votre|notre|vous|escrib[íi]|escribimos|nuestr[oa]"
    r"|ho scritto|abbiamo|vostr[oa]|nostr[oa]|escrevi|escrevemos|napisał[ea]m|jsem|я|мы|kirjoitin|yazdım|írtam)\b|\bj['’]ai\b|我|私|しました",
    re.IGNORECASE,
)
# No part of a name: an article, or a small word of some length, but those that programs put beside one.
NO_NAME = re.compile(
    r"\b(?-i:das|die|ein|eine)\b|\b(?!(?:heeft|volgende|folgendes|heures|horas|kello|hours|użytkownik|uživatel|používateľ|користувач|пользователь|χρήστης)\b)(?-i:[a-zà-öø-ÿāăąćčđďēėęěğīįıłńňőœřśşšťūůűųźżžа-яёіїєґα-ωά-ώ]{4,})\b",
    re.IGNORECASE,
)
NAME_AND_ADDRESS = re.compile(r"[^,:\d<>()]{0,80}[<(]{1,2}[^\s<>()]{1,100}@[^\s<>()]{1,150}[>)]{1,2}")

# How such a line begins: a preposition of date, a weekday, a date or time, an address. `-----` may stand before.
_OPENERS = (
    "on", "am", "o", "më", "ar", "ils", "þann", "kuupäev", "mnamo", "pada tanggal", "às", "on", "le", "el", "em", "il", "in data", "op", "den", "d\\.", "på", "w dniu", "dnia", "dne", "dňa", "v", "pada", "vào", "στις", "ngày", "tarihinde", "pe", "la", "à", "в", "у",
    "kl", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom", "seg", "ter", "qua", "qui",
    "sex", "man", "tir", "ons", "tor", "tors", "fre", "lør", "lör", "søn", "sön", "mån", "tis", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "po", "út", "st", "čt", "pá", "ne", "ma", "ti", "ke", "to", "pe", "la", "su",
    "пн", "вт", "ср", "чт", "пт", "сб", "вс", "em", "no dia", "a", "ven", "il giorno", "el día", "în", "pe data de", "на", "dana", "noong", "เมื่อ", "στις", "בתאריך", "ב", "في", "el día", "dia", "sent from", "from",
)  # fmt: skip
OPENER = re.compile(
    r"^\s{0,8}(?:[-–—_*]{1,40}\s{0,3})?(?:(?:"
    + "|".join(dict.fromkeys(_OPENERS))
    + r")\b[.,]?|[在於于]|[^\W\d_]{3,15}, \d{1,2}\b|\d{1,4}\s?[-./年년:]|\d{1,2}\s|[\"'“«<]?[\w.+-]{1,80}@|[\"“«'])",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]{1,100}@[^\s<>()\[\]\"',;:]{1,150}")
_ENDS_WITH_ADDRESS = re.compile(
    r"[<(\[]\s{0,3}(?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,150}[>)\]]{1,2}\s{0,3}[:：]?\s*$"
)
TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.h：]\s?\d{2}(?!\d)|(?<!\d)\d{1,2}\s?[ap]\.?m\b|\d{1,2}[点點時]\d{0,2}", re.IGNORECASE
)
# Years are also written in Arabic and Persian digits, and counted from the Buddha.
DATE = re.compile(
    r"(?<!\d)(?:19|20|25|[٢۲][٠۰])\d\d(?!\d)|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b|\d{1,2}月|\b\d{1,2}\.? (?:jan|feb|m[aä]r|apr|ma[iyj]|jun|jul|aug|sep|o[ck]t|nov|de[cz])|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}",
    re.IGNORECASE,
)
# The address stands in brackets, or alone behind the word that says by whom.
NAMED_BY = re.compile(
    r"[<(\[\u202a]\s{0,3}(?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,150}[>)\]\u202c]|(?:by|von|par|por|da|door|av|af|od|от|von:) [^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,150}\s?[:：]",
    re.IGNORECASE,
)
_DASHED_WROTE = re.compile(r"^\s{0,8}-{2,40}\s?.{1,200}\bwrote\s?-{2,40}\s*$", re.IGNORECASE)
# GroupWise and Notes put the date of the quoted mail into a rule of their own.
_RULED_DATE = re.compile(
    r"^\s{0,3}(?:>>> [^\n]{1,200}\d{1,2}[:.]\d{2}[^\n]{0,20} >>>|[^\n>]{1,100} ?-{2,3}\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}[^\n]{0,60})\s*$"
)
SHARED_LINE = re.compile(
    r"(?:-{2,10}\s?)?\bOn (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? [^<>\n]{8,120}(?:<[^<>\n]{3,120}>)?[^<>\n]{0,40}\bwrote:\s*$"
)

# The fields of a quoted head, one kind a group.
_LABELS = {
    "from": "from|von|de|da|van|från|fra|od|nadawca|lähettäjä|от|від|відправник|отправитель|feladó|de la|expéditeur|remitente|remetente|mittente|afzender|avsändare|afsender|avsender|absender|kimden|gönderen|από|发件人|寄件者|寄件人|發件人|差出人|送信者|보낸 사람|보낸사람|từ|من|מאת|frá|odesílatel|odosielateľ|nuo|saatja|šalje|pošiljatelj|pošiljalac|dari|daripada|จาก|oddi wrth|od koga|од|nork|از|no|sūtītājs|siuntėjas|प्रेषक|nga|mula sa|kutoka",
    "date": "sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|date d['’]envoi|enviado|enviado el|enviada em|enviado em|enviada|fecha|data|data e hora|inviato|data invio|verzonden|skickat|skickades|sendt|dato|wysłano|data wysłania|odesláno|odoslané|lähetetty|päiväys|päivämäärä|отправлено|дата|надіслано|дата отправки|elküldve|dátum|küldve|trimis|gönderilen|gönderildi|gönderme tarihi|gönderilme tarihi|tarih|发送时间|发送日期|日期|时间|時間|寄件日期|傳送時間|送信日時|日時|日付|보낸 날짜|보낸날짜|날짜|στάλθηκε|ημερομηνία|đã gửi|ngày|تاريخ|التاريخ|تم الإرسال|تاريخ الإرسال|נשלח|תאריך|sent at|wysłane|wysłany|надіслане|отправленное|date sent|sänt|message du|reçu|enviat|enviat el|anfonwyd|dyddiad|изпратено|saadetud|kuupäev|bidalita|ارسال شده|poslano|poslato|послато|датум|dikirim|tanggal|dihantar|tarikh|išsiųsta|nosūtīts|datums|ส่ง|วันที่|dërguar|petsa|भेजा गया",
    "to": "to|an|à|para|a|aan|till|til|do|komu|adresat|vastaanottaja|кому|címzett|către|kime|alıcı|收件人|收件者|宛先|받는 사람|받는사람|προς|đến|tới|إلى|אל|reply-to|cc|cci|copie à|destinataire|empfänger|bcc|kopie|copie|copia|cópia|kopia|kopi|в копии|копия|másolatot kap|抄送|副本|参考|참조|per a|at|до|adressaat|nori|به|prima|za|за|kepada|kam|ถึง|สำเนา|para kay|destinatario|destinatário|mottaker|modtager|mottagare|ontvanger|odbiorca|primatelj|příjemce|príjemca|העתק|نسخة",
    "subject": "subject|betreff|betr|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|predmet|aihe|тема|tárgy|subiect|konu|主题|主題|主旨|件名|제목|θέμα|chủ đề|tiêu đề|الموضوع|נושא|efni|subjek|importance|priority|wichtigkeit|priorität|attachments|anlagen|anhänge|assumpte|pwnc|относно|teema|gaia|موضوع|zadeva|tema|tēma|เรื่อง|paksa|विषय|perihal|subjekt|naslov",
}  # fmt: skip
KINDS = frozenset(_LABELS)
_KIND_OF = {word.replace("['’]", "'"): kind for kind, words in _LABELS.items() for word in words.split("|")}


def label_kind(line: str) -> str:
    """Which field of a mail's head this line shows ("from", "date", "to", "subject"), "" if none."""
    start = line[:60]
    end = start.find(":")
    if end < 0:
        end = start.find("：")
    return _KIND_OF.get(start[:end].strip(" \t>*|_\xa0").lower().replace("’", "'"), "") if end > 0 else ""


_ORIGINAL = (
    r"original|originell|reply message|ursprüngliche|ursprungliche|antwort nachricht|oprindelig|opprinnelig|opphavleg|ursprung|message d['’]origine|mensaje|mensagem|mensaxe|messaggio|missatge|oorspronkelijk|oarspronklik|originele|alkuperäinen|oryginaln|původní|povodná|pôvodná|puvodni"
    r"|исходное|оригинал|оригінал|початкове|зыходны|eredeti|orijinal|özgün|原始邮件|原始郵件|原始消息|原始信件|原邮件|元のメッセージ|원본|αρχικό|mesaj original|mesajul|tin nhắn gốc|thư gốc|izvorna|izvirno|originalus|algne|jatorrizko|neges wreiddiol|pesan asli|mesej asal|upprunaleg|الأصلي|הודעה מקורית|پیام اصلی|originaln|ต้นฉบับ|origjinal|kemennadenn"
)
# Without one of these it is somebody's own heading ("----- Original invoice -----").
_MAIL_NOUN = re.compile(
    r"m[ei]ss?[ae][gjt]|mensa[jxg]|mail|nachricht|bericht|berjocht|meld|meddel|besked|viesti|wiadomo|zpráv|správ|üzenet|сообщ|письм|писм|повід|ліст|μήνυμα|ileti|thư|tin nhắn|邮件|郵件|消息|信息|信件|メッセージ|メール|메시지|메일"
    r"|رسالة|הודעה|پیام|ข้อความ|poruka|sporočilo|laišk|kiri|mezu|neges|pesan|mesej|póst|appointment|termin|kemennadenn|porosi|mesazh",
    re.IGNORECASE,
)
_ORIGINAL_LINE = re.compile(
    rf"^[\s>*]{{0,8}}-{{2,40}}\s{{0,3}}(?:[^-\n]|-(?!-)){{0,25}}(?:{_ORIGINAL})(?:[^-\n]|-(?!-)){{0,40}}-{{2,40}}\s*$",
    re.IGNORECASE,
)
_FORWARD = (
    r"forwarded (?:message|mail|e-?mail|by)|weitergeleitete|message (?:transféré|réexpédié)|mensaje reenviado|mensagem (?:encaminhada|reencaminhada)|messaggio inoltrato|doorgestuurd bericht|vidarebefordra|videresendt|edelleenlähetetty|välitetty"
    r"|wiadomość przekazana|przekazana wiadomość|přeposlaná|preposlaná|переслан|пересылаем|továbbított|mesaj redirecționat|iletilmiş|転送|轉寄|转发|전달|προωθημένο|chuyển tiếp"
)
# ... and other lines that say no more than that a forwarded mail begins.
_BEGINS_FORWARDED = (
    "begin forwarded message", "anfang der weitergeleiteten (?:nachricht|e-?mail)", "début du message (?:transféré|réexpédié)", "inicio del mensaje reenviado", "início da mensagem (?:encaminhada|reencaminhada)",
    "inizio(?: del)? messaggio inoltrato", "begin doorgestuurd bericht", "vidarebefordrat (?:brev|mejl|meddelande)", "start på videresendt (?:besked|melding)", "videresendt (?:besked|melding)",
    "välitetty viesti alkaa", "początek przekazywanej wiadomości", "začátek přeposílané zprávy", "начало переадресованного сообщения", "转发的邮件", "転送されたメッセージ",
)  # fmt: skip
_FORWARD_LINE = re.compile(
    rf"^[\s*]{{0,8}}(?:-{{2,40}}\s{{0,3}}[^-\n]{{0,20}}(?:{_FORWARD})[^\n]{{0,60}}|(?:{'|'.join(_BEGINS_FORWARDED)})\s?[:：]?)\s*$",
    re.IGNORECASE,
)
_FORWARD_SIGNS = frozenset("-*") | {words[0] for words in _BEGINS_FORWARDED}
_RULE = re.compile(r"^\s{0,8}[-_=—–*]{4,200}\s*$")
_RULE_SIGNS = frozenset("-_=—–*")
_MARK = re.compile(r"^\s{0,3}>")


def is_marked(line: str) -> bool:
    """Whether a line stands behind the mark of quoted mail (">")."""
    return ">" in line[:4] and _MARK.match(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line is a rule: dashes, underlines or the like and nothing else."""
    return line.lstrip()[:1] in _RULE_SIGNS and _RULE.match(line) is not None


def is_ruled_date(line: str) -> bool:
    return ("--" in line or ">>>" in line) and _RULED_DATE.match(line) is not None


def is_original(line: str) -> bool:
    """Whether a line parts what was written from the mail that it answers ("-----Original Message-----")."""
    return "--" in line and _ORIGINAL_LINE.match(line) is not None and _MAIL_NOUN.search(line) is not None


def is_forward_line(line: str) -> bool:
    """Whether a line says that a forwarded mail begins under it."""
    return line.lstrip()[:1].lower() in _FORWARD_SIGNS and _FORWARD_LINE.match(line) is not None


def is_dashed_wrote(line: str) -> bool:
    return "--" in line and _DASHED_WROTE.match(line) is not None


def bared(text: str) -> str:
    """A line without invisible characters and what attributions are set off with."""
    return visible(text).strip("-–—_* ")


def visible(text: str) -> str:
    return text if text.isascii() or text.isprintable() else _INVISIBLE.sub("", text)


def says_wrote(text: str) -> bool:
    """Whether such a verb stands in a text; one without other letters is first looked through for those that have none either."""
    if text.isascii():
        lowered = text.lower()
        if not any(word in lowered for word in _PLAIN_WROTE):
            return False
    return WROTE.search(text) is not None


def ends_with_verb(text: str) -> bool:
    return text[-2:] in _LAST_TAILS and text.endswith(_LAST_WORDS)


def has_address(text: str) -> bool:
    return "@" in text and ADDRESS.search(text) is not None


def ends_with_address(text: str) -> bool:
    return "@" in text and _ENDS_WITH_ADDRESS.search(text) is not None


def may_close(line: str) -> bool:
    """Whether an attribution could end with this line: the cheap question before the dear ones, in doubt yes."""
    line = line.strip()
    bare = bared(line)
    return len(bare) < 2 or bare[-1] in ":：>)" or bare[-2:] in _LAST_TAILS or line.endswith("--")
