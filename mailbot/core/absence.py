"""How absence notices and automatic replies name themselves in a subject, in the languages that customers' mailers speak; words only."""

from __future__ import annotations

import re
from functools import lru_cache

from mailbot.core.pattern import Pattern
from mailbot.core.subjects import without_tags

# Each phrase opens the subject. What follows must be its end, punctuation, or a word that still speaks of the absence:
# "Out of office hours nobody answered the phone" is a complaint.
_ABSENT = (
    # English
    r"out of (?:the )?office", r"(?:i am|i'm|i will be|currently) (?:currently )?(?:out of (?:the )?office|away|on (?:annual |maternity |sick |parental )?leave|on holiday|on vacation)", r"on (?:holiday|leave) re",
    r"away from (?:my |the )?(?:office|desk|mail|e-?mail)", r"(?:on )?(?:annual|maternity|parental|sick) leave", r"(?:on )?vacation(?: (?:reply|notice|message|response|autoreply))?",
    r"away (?:until|from|till|notice|message)", r"absence (?:notice|notification|message)", r"ooo",
    # German, Dutch, Afrikaans
    r"abwesenheits?(?:notiz|notizen|nachricht|meldung|assistent|hinweis|benachrichtigung|info)?", r"(?:ich bin )?(?:derzeit |zurzeit |nicht )?(?:abwesend|ausser haus|außer haus|im urlaub)",
    r"nicht im (?:hause?|b(?:ü|ue)ro)", r"afwezig(?:heid)?(?:sbericht|smelding|sassistent)?", r"niet (?:aanwezig|op kantoor)", r"(?:ik ben )?(?:met|op) (?:vakantie|verlof)", r"buite kantoor",
    # French, Spanish, Portuguese, Italian, Romanian, Catalan
    r"(?:notification |message |avis )?d['’]?absence(?: du bureau)?", r"absen(?:ce|t|te)(?: du bureau)?", r"en (?:congés?|vacances)", r"absent\(e\)", r"m(?:ensaje|ensagem|essaggio) (?:automático )?d[ei] (?:ausencia|ausência|assenza)", r"ausente (?:de la oficina|do escritório)", r"(?:absent de la|absent din) birou", r"(?:sunt )?în concediu",
    r"fuera de (?:la )?oficina", r"(?:estoy )?(?:ausente|de vacaciones)", r"ausencia", r"fora d(?:o|e) (?:escrit[óo]rio|oficina)", r"aus[êe]ncia(?: tempor[áa]ria)?", r"(?:de|em) f[ée]rias",
    r"fuori (?:sede|ufficio)", r"assente(?: dall['’]ufficio)?", r"(?:in )?ferie", r"assenza(?: dall['’]ufficio)?", r"(?:în afara|absent de la) biroului?", r"fora de l['’]oficina",
    # Danish, Norwegian, Swedish, Finnish, Icelandic
    r"frav[æa]r(?:ende|sbesked|smelding|sassistent)?", r"(?:jeg er )?ikke (?:p[åa] kontoret|til stede|tilstede)", r"fr[åa]nvaro(?:meddelande|besked)?", r"(?:jag [äa]r )?inte p[åa] kontoret", r"frånvarande", r"(?:jeg er )?på ferie", r"(?:jag är )?på semester", r"(?:olen )?lomalla", r"poissa toimistosta",
    r"semester(?:meddelande)?", r"poissa(?:olo|olossa|oleva)?(?:viesti|ilmoitus)?", r"en ole paikalla", r"lomalla", r"fjarverandi",
    # Polish, Czech, Slovak, Hungarian, Slovene, Croatian, Lithuanian, Latvian, Estonian
    r"(?:nieobecno[śs][ćc](?: w (?:pracy|biurze))?|poza biurem|jestem nieobecn[ay]|(?:jestem na )?urlop(?:ie)?)", r"(?:mimo kancel[áa][řr]|nep[řr][íi]tomnost|dovolen[áa])", r"mimo kancel[áa]ri[eu]", r"nepr[íi]tomnos[ťt](?: v kancel[áa]rii)?", r"(?:som na )?dovolenk[ae]",
    r"(?:házon kívül|nem vagyok az irod[áa]ban|t[áa]voll[ée]ti?(?: értesítés)?|szabads[áa]gon(?: vagyok)?)", r"(?:odsotnost|odsoten|odsotna|zunaj pisarne)", r"(?:izvan ureda|odsutnost|na godišnjem odmoru)", r"nesu biure", r"prombūtn[ēe]", r"kontorist v[äa]ljas",
    # Russian, Ukrainian, Greek, Turkish
    r"(?:вне офиса|нет на месте|отсутству(?:ю|ет)(?: на рабочем месте)?|отсутствие|(?:я )?в отпуске|поза офісом|відсутність|(?:я )?у відпустці)", r"(?:εκτός γραφείου|απουσία|(?:είμαι )?σε άδεια)", r"(?:ofis d[ıi][şs][ıi]nda(?:y[ıi]m)?|(?:yıllık )?izinde(?:yim)?|ofiste de[ğg]il)",
    # Arabic, Hebrew, Japanese, Chinese, Korean, Vietnamese, Thai
    r"(?:خارج المكتب)", r"(?:מחוץ למשרד|לא במשרד)", r"(?:不在(?:通知|の?お知らせ|連絡)?|外出中|休暇中)", r"(?:不在办公室|不在辦公室|外出|(?:我正在)?休假(?:中)?)", r"부재\s?중?", r"휴가\s?중(?:입니다)?", r"vắng mặt", r"ไม่อยู่ที่สำนักงาน",
)  # fmt: skip
_AUTOMATIC = (
    r"auto(?:matic(?:ally)?|mated)?[ -]?(?:generated )?(?:reply|response|answer|acknowledg?e?ment|message)", r"auto(?=\s?[:：])", r"autore?sponder?", r"autoreply", r"auto re",
    r"automatische (?:antwort|r[üu]ckantwort|nachricht)", r"automatisch (?:antwoord|bericht)", r"automatische (?:beantwoording|reactie)", r"r[ée]ponse (?:automatique|auto)", r"auto[- ]?r[ée]ponse",
    r"respuesta autom[áa]tica", r"resposta autom[áa]tica", r"risposta automatica", r"risponditore automatico", r"r[ăa]spuns automat", r"resposta automàtica",
    r"autosvar", r"automatisk svar?", r"automatiskt svar", r"automaattinen vastaus", r"sj[áa]lfvirkt svar", r"automatyczna odpowied[źz]", r"automatick[áa] odpov[ěe][ďd]",
    r"automatikus v[áa]lasz", r"samodejni odgovor", r"automatski odgovor", r"automatinis atsakymas", r"autom[āa]tisk[āa] atbilde", r"automaatvastus", r"автоматический ответ", r"автоответ(?:чик)?",
    r"автоматична відповідь", r"автоматичен отговор", r"αυτόματη απάντηση", r"otomatik (?:yan[ıi]t|cevap)", r"رد تلقائي", r"תשובה אוטומטית", r"מענה אוטומטי", r"自動(?:応答|返信)", r"自动(?:回复|答复)", r"自動(?:回覆|答覆)",
    r"자동\s?(?:회신|응답)", r"trả lời tự động", r"ตอบกลับอัตโนมัติ",
)  # fmt: skip
# A word of time goes on with a time: "Absence du technicien" and "Vacation this year ruined" are complaints.
_END = r"""(?=\s*(?:$|[:：;,.!()\[\]/|"'»”-]|[–—]|re\b|reply|message|notif|notice|auto|(?:until|till|from|bis|vom|jusqu['’]?(?:au|à)?|hasta(?: el)?|today|on|du|au|t/m|tot|até|fino(?: al)?|dal|til|till|do|pân[ăa](?: pe)?|до|έως|\d{1,2}\.\d{1,2}\. asti)(?:\s*$|\s+(?:le |the |den |el |il )?(?:\d|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|annual|leave|holiday|vacation|further))|(?:this|next) (?:week|month|afternoon|morning|mon|tue|wed|thu|fri)\w{0,4}\s*$))"""
_OPENING = r"^[\s\[(*\"'«„“#-]{0,6}"

_ABSENT_SUBJECT = re.compile(
    _OPENING
    + "(?:"
    + "|".join(_ABSENT)
    + ")"
    + _END
    + r"|^[^\n:]{2,60} is out of the office(?:\s*$|\s\(returning|\suntil\s\d)",
    re.IGNORECASE,
)
_AUTOMATIC_SUBJECT = re.compile(
    _OPENING
    + "(?:"
    + "|".join(_AUTOMATIC)
    + r")\s{0,3}(?:$|[:：;,.!()\[\]/|-]|[–—]|to (?:your|the|our|my)? ?(?:e-?mail|message|mail|enquiry|inquiry|request)|from\b)",
    re.IGNORECASE,
)
_ABSENT_INSIDE = Pattern(r"(?:[:：\-–—(\[]\s{0,3}|\b(?:is|are) )(?:" + "|".join(_ABSENT) + ")" + _END, re.IGNORECASE)
_ABSENT_TEXT = Pattern(
    r"out of (?:the |my )?office|(?:on|from) (?:annual leave|leave|holiday|vacation|maternity)|away from (?:my|the) (?:desk|office|e?-?mail)|limited access to (?:my )?e-?mail"
    r"|nicht im (?:hause?|b(?:ü|ue)ro)|abwesend|im urlaub|absent|en cong|fuera de la oficina|vacaciones|de f[ée]rias|fuori (?:sede|ufficio)|in ferie|afwezig|met vakantie|niet op kantoor"
    r"|ikke p[åa] kontoret|inte p[åa] kontoret|semester|ferie|poissa|lomalla|nieobecn|urlop|mimo kancel|dovolen|házon kívül|szabadság|отсутств|отпуск|не на месте|不在|休暇|外出|休假|부재|휴가"
    r"|(?:parental|maternity|paternity|annual|sick) leave|elternzeit|mutterschutz|cong[ée]s? (?:maternité|parental)|εκτός γραφείου|σε άδεια|\bizinde|în concediu|відпустц|خارج المكتب|לא במשרד|godišnjem odmoru|fora de l['’]oficina|vắng mặt|ไม่อยู่ที่",
    re.IGNORECASE,
)  # fmt: skip
_ASKS = re.compile(
    r"\b(?:please|pls|kindly|bitte|merci de|s['’]il vous pla[iî]t|por favor|per favore|alsjeblieft|proszę)\b(?! (?:contact|e-?mail|write|see|wenden|kontakt|contact))",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(
    r"absence|absent|ausencia|ausência|assenza|vacation|urlop|ferie|semester|dovolen[áa]|nieobecność|frånvaro|fravær|afwezig|отсутствие|απουσία|外出",
    re.IGNORECASE,
)
# What a machine says of itself at the beginning of a line; in the middle of one, somebody may be quoting it.
_NOBODY_READS = Pattern(
    r"^[\s*_>#-]{0,8}(?:(?:please note(?: that)?:?|note:)\s)?(?:this (?:is an auto(?:mated|matic|matically generated)|(?:e-?mail|message) (?:is|was|has been) (?:auto|sent (?:automatically|from an unmonitored|from a notification))"
    r"|(?:e-?mail )?(?:mailbox|address|inbox) is not (?:monitored|read))|(?:please )?do not reply (?:directly )?to this (?:e-?mail|message|automated)|replies to this (?:e-?mail|message|address) are not"
    r"|diese (?:e-?mail|nachricht) (?:wurde|ist) automatisch|dies ist eine automatisch|bitte antworten sie nicht auf diese|(?:ceci|cet? (?:e-?mail|message|courriel)) est (?:un (?:message|e-?mail|courriel) )?automatique|(?:ceci|cet? (?:e-?mail|message)) (?:a été|est) (?:généré|envoyé) automatiquement"
    r"|este es un (?:mensaje|correo)(?: electrónico)? (?:automático|generado auto)|est[ea] (?:mensaje|correo) (?:ha sido|fue) (?:generado|enviado) auto|esta é uma mensagem automática|(?:questo è un|questa è un['’]?a?) ?(?:messaggio|e-?mail) automatic|messaggio (?:generato )?automatic"
    r"|dit is een automatisch|deze e-?mail (?:is|werd) automatisch|dette er en automatisk|detta är ett automatiskt|tämä on automaattinen|(?:ta|niniejsza) wiadomość została (?:wygenerowana|wysłana) automatycznie|toto je automatick|это (?:письмо|сообщение) (?:создано|отправлено|сформировано) автоматически"
    r"|このメールは(?:自動|送信専用)|此(?:邮件|郵件)(?:为|為|由)?系统?(?:自动|自動))",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip


# One of these stands in each of the phrases above: looking for them costs a hundredth.
_NOBODY_READS_STEMS = (
    "auto", "unmonitored", "notification", "not monitored", "not read", "not reply", "replies to", "antworten sie nicht", "автомат", "自動", "自动", "送信専用",
)  # fmt: skip


@lru_cache(maxsize=64)
def subject_says_absent(subject: str) -> bool:
    """Whether a subject opens as absence notices do ("Out of office: ...", "Abwesenheitsnotiz"); a reply to one ("Re: ...") does not.

    Nor does one that asks for something ("On holiday from Monday, please come before").
    """
    bare = without_tags(subject)[:300]
    return bool(_ABSENT_SUBJECT.match(bare)) and not _ASKS.search(bare)


def subject_may_say_absent(subject: str) -> bool:
    """Whether a subject is no more than a word that absence notices and complaints share ("Absence"): then the text must tell."""
    return bool(_ONE_WORD.fullmatch(without_tags(subject)[:300].strip(" .!")))


@lru_cache(maxsize=64)
def subject_says_automatic(subject: str) -> bool:
    """Whether a subject opens as automatic replies do ("Automatic reply: ...", "Automatische Antwort: ...")."""
    return bool(_AUTOMATIC_SUBJECT.match(without_tags(subject)[:300]))


def speaks_of_absence(subject: str, text: str) -> bool:
    """Whether a mail already known to be automatic tells of somebody's absence, by its subject or the beginning of its text."""
    return subject_says_absent(subject) or bool(_ABSENT_INSIDE.search(subject[:300])) or text_speaks_of_absence(text)


def text_speaks_of_absence(text: str) -> bool:
    return bool(_ABSENT_TEXT.search(text[:1500]))


def says_that_nobody_reads(text: str) -> bool:
    """Whether a mail says, at the beginning of a line, that a machine wrote it or that nobody reads an answer to it."""
    beginning = text[:3000]
    lowered = beginning.lower()
    return any(stem in lowered for stem in _NOBODY_READS_STEMS) and bool(_NOBODY_READS.search(beginning))
