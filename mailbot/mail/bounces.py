"""Delivery failures told in prose: is this one, and which addresses does it name? Nothing here reads RFC 3464; report.py does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.core.absence import subject_says_absent
from mailbot.core.model import Address
from mailbot.core.pattern import Pattern
from mailbot.core.subjects import is_answer, is_forward
from mailbot.mail.quotes import split


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is needed of a message to read it as a notice of failure."""

    sender: Address | None
    recipients: tuple[Address, ...]
    subject: str
    fields: tuple[tuple[str, str], ...]
    text: str
    returns_mail: bool = False  # a mail, or the head of one, is attached

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the prose says of one address. `status` is an enhanced code, "" if nothing like one was said."""

    delayed: bool
    status: str


_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|mail\.delivery\.system|mdaemon|mail-?delivery|bounces?)\b|^microsoftexchange[0-9a-f]{16}|delivery.?(?:sub)?system",
    re.IGNORECASE,
)
_POSTMASTER = re.compile(r"post[-_]?master|^ndr\b|system administrator|mail administrator", re.IGNORECASE)
_BOUNCE_BOX = re.compile(r"(?:^|[-+._])bounces?(?:$|[-+=])", re.IGNORECASE)
_SERVER = re.compile(rf"{_DAEMON.pattern}|{_POSTMASTER.pattern}", re.IGNORECASE)
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[ -]?daemon|mail deliver|mail system|jetmail|delivery (?:sub)?system|symantec.*smtp",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|non.?deliver|not (?:yet )?(?:been )?deliver|(?:deliver[a-z]{0,3}|mail) (?:status|problem|fail|error|system error)|fail(?:ed|ure)[ -]?(?:notice|delivery|mail|to deliver)"
    r"|delivery (?:has )?(?:fail|delay)|returned (?:mail|to sender)|returning message|mail (?:delivery )?(?:fail|return|error)|could ?n[o']t be delivered|warning: (?:message|could not send)"
    r"|message (?:delivery )?(?:has )?(?:failed|delayed)|delayed mail|rejected mail|permanent delivery|undeliver|(?:message|mail) you sent blocked|zustellfehler|unzustellbar|nicht zugestellt|non remis|échec|no se pudo entregar|impossibile recapitare|mancato recapito"
    r"|onbestelbaar|не доставлено|недоставлен|配信|エラー|無法投遞|退信|no (?:se puede|entregad)[^\n]{0,12}|no se ha entregado|non recapitabil|mancata consegna|não é possível entregar|não entregue|niedostarcz|nie dostarczono|går inte att leverera|kan ikke leveres"
    r"|ei voi toimittaa|toimit\w{2,12} epäonnistui|nedoručiteln|nedoručen|nelze doručit|kézbesíthetetlen|teslim edilemedi|iletilemedi|δεν είναι δυνατή η παράδοση|nu se poate livra|배달할 수 없|발송 실패|전송 실패|无法(?:传递|送达|投递)|无法送达|未送达|تعذر (?:ال)?تسليم|לא נמסר",
    re.IGNORECASE,
)  # fmt: skip
_TEXT = Pattern(
    r"(?:could|can|was|has|have|were|did|would|will|may|is)(?: ?n[o']t|not)(?: yet)? (?:be |been |reach |get )?(?:deliver|sent|relay|reach|accept|process|the following)|undeliver(?:able|ed)|un(?:able|successful)[^.\n]{0,60}deliver"
    r"|deliver[^.\n]{0,60}(?:fail|unsuccessful|aborted|impossible|delayed|problem|error)|fail(?:ed|ure)?[^.\n]{0,40}(?:deliver|recipient|address)|returned (?:to (?:the )?sender|mail|message)|message (?:was|is being|has been) (?:return|reject|refus|bounc)"
    r"|(?:user|recipient|mailbox|address|account|host|domain) (?:is |was |name )?(?:unknown|not found|full|disabled|inactive|does not exist|rejected|unavailable|over quota)|(?:unknown|no such|invalid|bad) (?:user|recipient|mailbox|address|host|domain)"
    r"|quota exceeded|over quota|mailbox full|permanent(?:ly)? (?:fatal )?(?:error|fail)|fatal errors|bounced|not listed in|delayed|wasn't able to deliver|did not reach|transcript of session"
    r"|届けられません|送信できません|送れません|配信でき|配送|不明|宛先|エラー|не (?:было |может быть )?достав|nicht zugestellt|konnte nicht|n'a pas pu|no se ha podido|退回|無法|无法|退信|no (?:se entreg[óo]|se pudo entregar|ha sido entregado)|non (?:è stato|può essere) (?:recapitat|consegnat)|não (?:pôde|pode|foi) (?:ser )?entreg|nie (?:można|udało się) dostarczyć|nie został\w? dostarczon|kunde inte levereras|kunne ikke leveres"
    r"|ei voitu toimittaa|(?:nelze|nebylo možné|nepodařilo se) doručit|nem (?:lehet|sikerült) kézbesíteni|nem kézbesíthető|teslim edilemedi|iletilemedi|δεν (?:μπορεί|ήταν δυνατ)[^\n]{0,30}παραδοθ|nu a putut fi livrat|kan niet worden bezorgd|niet bezorgd|전송되지 못|배달하지 못|배달할 수 없|تعذر تسليم|לא ניתן היה למסור",
    re.IGNORECASE,
)  # fmt: skip
_SMTP_EVIDENCE = Pattern(
    r"able to deliver your (?:message|mail|e-?mail)|\b[45]\d\d[ -](?:\d\.\d{1,3}\.\d{1,3}|[A-Za-z<])|\b[45]\.\d{1,3}\.\d{1,3}\b|rcpt to:|^(?:received|return-path):",
    re.IGNORECASE | re.MULTILINE,
)
_REFUSED_WITH = re.compile(r"(?<![\d.])[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b")
_DELAY = Pattern(
    r"delayed|has not yet been|not yet been delivered|will (?:continue|keep|be) (?:to )?(?:try|retr)|will (?:be )?(?:re-?tr(?:y|ied))|still (?:being )?(?:retr|try|undeliver)|warning message only|do not need to resend|temporary|次のとおり遅延",
    re.IGNORECASE,
)  # fmt: skip
_FINAL = Pattern(
    r"permanent|giving up|given up|gave up|returned|fatal|too long|timed? out|could not be delivered for|was unable|failed after|won't be retried|unrouteable",
    re.IGNORECASE,
)
# Somebody speaks: a server may be afraid that it wasn't able to, but it never bought, rang or tried again.
_PERSONAL = Pattern(
    r"\bI (?:wrote|sent|tried|got|e-?mailed|am|want|would|bought|had|keep|still|received|need|can(?:not|'t))\b|\bmy (?!message\b)[a-z]|\bdear (?:sir|madam|mr|mrs|ms|team|all)|\b(?:kind|best|warm) regards\b|\byours (?:sincerely|faithfully)"
    r"|\bich (?:habe|bin|möchte|hatte)\b|mit freundlichen grüßen|\bj'ai\b|\bje (?:suis|vous|voudrais)\b|cordialement|\bun saludo\b|cordiali saluti|met vriendelijke groet",
    re.IGNORECASE,
)  # fmt: skip
_DELAY_SUBJECT = re.compile(r"delay|warning|still being retried|not yet", re.IGNORECASE)

# Where the returned mail begins. Before it speaks the server; after it, we do.
_RETURNED = Pattern(
    r"^[ \t]{0,40}[-=*_]{0,40}[ \t]{0,20}(?:below (?:this|the next) line|this is a copy of|(?:the )?(?:original|returned|unsent|undelivered|old|bounced|your) (?:message|mail|e-?mail)(?: text| header)?s?(?: (?:follows|is following|attached|below))?"
    r"|here is your returned mail|message (?:text|headers?) follows?|included is (?:a|the) copy|a copy of (?:the|your) (?:original )?message|the header of the original message|start of returned message|copy of (?:your|the) message"
    r"|message header|headers? of the (?:original )?(?:message|mail)|returned mail|-+ ?original)[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_RETURNED_HEADER = Pattern(
    r"^(?:Received|Return-Path|X-Originating-IP|DKIM-Signature|MIME-Version|Message-ID):[ \t]",
    re.IGNORECASE | re.MULTILINE,
)

_WORD = r"[^\s<>\"'(),;:\[\]@]{1,120}"
_MAILBOX = rf"{_WORD}@(?:[A-Za-z0-9_-]{{1,63}}\.){{1,8}}[A-Za-z][A-Za-z0-9-]{{0,40}}"
_ADDRESS = re.compile(_MAILBOX)
# "... the following recipient(s):": what comes before it names the sender, the list or the subject.
_INTRODUCED = re.compile(
    r"following (?:(?:mail|e-?mail|destination|intended)[ -])?(?:recipient|address|user)[^\n]{0,60}|recipient\(?s?\)? (?:could|was|were|is|are)[^\n]{0,60}|fatal errors[^\n]{0,40}|delivery problems[^\n]{0,40}",
    re.IGNORECASE,
)
_FAILED_FOR = Pattern(
    rf"(?:could not be|cannot be|was not|not been|n'a pas pu [eê]tre|has failed to be) (?:deliver|sent|d[eé]livr)[^\n@]{{0,80}}\s{{0,4}}(?:\"[^\"\n]{{0,80}}\"\s)?[<\"'(\[]{{0,3}}({_MAILBOX})",
    re.IGNORECASE,
)
# Fields and phrases that name the recipient and nobody else.
_NAMED = Pattern(
    rf"(?:^|[^\w-])(?:(?:final|original|failed|intended|undeliverable|invalid|bad|unknown)[ -]?(?:recipients?|address(?:es)?|rcpt)|recipient(?: address)?s?|rcpt to|error-for|smtp|failed address|mailbox is full|addressed(?: to)?,?|to address|user)(?:\(s\))?(?:\s{{0,3}}[:=]\s{{0,3}}|\s{{1,3}})(?:rfc822;|\[?smtp:)?[<\"'\[( ]{{0,4}}({_MAILBOX})",
    re.IGNORECASE,
)  # fmt: skip
_LEADING = Pattern(
    rf"^[ \t>*#|\"'\[(<•·-]{{0,20}}(?:\d{{1,3}}[.)] ?|[45]\d\d[ -](?:[45]\.\d{{1,3}}\.\d{{1,3}} )?<?)?(?:rcpt )?(?:to:|smtp:|rfc822;|mailto:|user )?[ \t]{{0,8}}[<\"'\[(]{{0,3}}({_MAILBOX})[>\"'\])]{{0,3}}[ \t]*(?:$|[:;,.(…\[-]|\s)",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(rf"\baccept\w{{0,3}} (?:e-?mail|mail|messages?) from\s{{1,3}}[<\"']?{_MAILBOX}", re.IGNORECASE)
# The address that we wrote to, where that was an alias (Exim, Postfix); it stands under the one that failed.
_ALIAS = Pattern(rf"\((?:ultimately )?(?:generated|expanded) from:? ?<?({_MAILBOX})>?\)", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b(?![.\d])")
_REPLY_CODE = re.compile(r"(?<![\d.:])([45])\d\d(?=[ -][A-Za-z<#\"(\d])")
_FEW = 4
_MOST = 200  # addresses that are taken from prose: a letter of ours has one recipient
_ID_LINE = re.compile(
    r"^\s*(?:message-?id|msgid|mailid|x-[a-z-]+|references|in-reply-to|reporting-mta|remote-mta)\b", re.IGNORECASE
)


def is_bounce(notice: Notice) -> bool:
    """Whether a mail without RFC 3464 parts is a mail server's notice of failure or delay.

    Two kinds of evidence must meet: who says it, and what is said. A person who forwards a bounce or writes of one is a person.
    """
    if is_forward(notice.subject) or subject_says_absent(notice.subject):
        return False
    by_server = _is_from_server(notice)
    by_postmaster = _is_from_postmaster(notice) or _has_null_return(notice) or _is_to_bounce_address(notice)
    answers = not by_server and is_answer(notice.subject)
    says_subject = not answers and bool(_SUBJECT.search(notice.subject))
    if notice.values("x-failed-recipients") and (by_server or by_postmaster or says_subject):
        return True
    if not (by_server or by_postmaster or says_subject):
        return False
    if answers:  # a person who answers a mail that tells of a bounce has its subject, and quotes it
        notice = replace(notice, text=split(notice.text).fresh)
    said = _told_by_server(notice.text)
    says_text = bool(_TEXT.search(said[:6000]))
    shows_code = not answers and bool(
        _REFUSED_WITH.search(said[:6000])
    )  # a server's refusal needs no words that we know
    if by_server:
        return says_subject or says_text or shows_code
    if _PERSONAL.search(said[:3000]) or not (says_subject or says_text or (shows_code and _has_null_return(notice))):
        return False
    shows = bool(_SMTP_EVIDENCE.search(notice.text[:20_000]) or _FAILED_FOR.search(said[:2000]))
    names = bool(_in_prose(said, _lines(said), _ours(notice)) or _RETURNED.search(notice.text[:20_000]))
    names = names or notice.returns_mail
    if by_postmaster:
        return names and (says_subject or shows)
    return says_text and shows and names


def _is_from_server(notice: Notice) -> bool:
    sender = notice.sender
    if sender and (_DAEMON.search(_local_part(sender)) or _DAEMON_NAME.search(sender.name)):
        return True
    raw = " ".join(notice.values("from"))
    if sender is None and (not raw.strip() or "<>" in raw or _DAEMON_NAME.search(raw)):
        return bool(raw) or _has_null_return(notice)
    return False


def _is_from_postmaster(notice: Notice) -> bool:
    """An address or a name of servers that small firms' people use too: it takes more to believe that a machine speaks."""
    sender = notice.sender
    return sender is not None and bool(_POSTMASTER.search(f"{_local_part(sender)} {sender.name}"))


def _is_to_bounce_address(notice: Notice) -> bool:
    """Nobody writes to an address that stands in the envelope only, but broken servers answer to it."""
    return any(_BOUNCE_BOX.search(_local_part(address)) for address in notice.recipients)


def _local_part(sender: Address) -> str:
    return sender.address.partition("@")[0]


def _ours(notice: Notice) -> set[str]:
    """The addresses that a notice names without meaning that they failed: whom it was sent to, and who sent it."""
    return {address.address for address in notice.recipients} | ({notice.sender.address} if notice.sender else set())


def _has_null_return(notice: Notice) -> bool:
    return any(value.replace(" ", "").lower() in ("<>", "<mailer-daemon>") for value in notice.values("return-path"))


def _told_by_server(text: str) -> str:
    """The notice itself, without the mail it returns and whose mail is refused; the whole text where that would leave no address."""
    text = _SENT_FROM.sub(" ", text) if "ccept" in text else text
    marks = [found.start() for pattern in (_RETURNED, _RETURNED_HEADER) for found in (pattern.search(text),) if found]
    told = text[: min(marks)] if marks else text
    if "@" in told:
        return told
    later = [found.start() for found in _RETURNED_HEADER.compiled.finditer(text)][:1]
    return text[: later[0]] if later and "@" in text[: later[0]] else text


def told_addresses(notice: Notice) -> Iterator[tuple[str, Told]]:
    """Each address that the notice names as not reached, with what is said of it; none if it names none."""
    said = _told_by_server(notice.text)
    ours = _ours(notice)
    delayed = _is_delay(notice.subject, said)
    lines = _lines(said)
    for address in (_from_field(notice) or _in_prose(said, lines, ours))[:_MOST]:
        yield _written_to(address, lines), Told(delayed=delayed, status=_status_of(address, lines))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not _ID_LINE.match(line)]


def _in_prose(said: str, lines: list[str], ours: set[str]) -> list[str]:
    """The addresses, by the surest form that yields one: after the phrase that announces them first, then anywhere."""
    introduced = _INTRODUCED.search(said)
    after = _lines(said[introduced.end() :]) if introduced else []
    for stretch in (after, lines):
        for form in (_leading, _named, _few):
            found = _distinct(form(stretch), ours)
            if found:
                return found
    return list(dict.fromkeys(address.lower() for address in _leading(after)))


def _is_delay(subject: str, said: str) -> bool:
    if _DELAY_SUBJECT.search(subject):
        return True
    return bool(_DELAY.search(said)) and not _FINAL.search(said)


def _from_field(notice: Notice) -> list[str]:
    return list(
        dict.fromkeys(
            address.lower() for value in notice.values("x-failed-recipients") for address in _ADDRESS.findall(value)
        )
    )


def _distinct(found: Iterator[str], ours: set[str]) -> list[str]:
    """Lower-case, each once, without our own address and without servers."""
    kept = dict.fromkeys(address.rstrip(".").lower() for address in found)
    return [address for address in kept if address not in ours and not _SERVER.search(address.partition("@")[0])]


def _leading(lines: list[str]) -> Iterator[str]:
    for line in lines:
        found = _LEADING.compiled.match(line[:1000])
        if found:
            yield found[1]


def _named(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield from _NAMED.compiled.findall(line[:1000])


def _few(lines: list[str]) -> Iterator[str]:
    """Addresses anywhere, if they are so few that they can only be the recipients."""
    found = dict.fromkeys(address for line in lines for address in _ADDRESS.findall(line[:1000]))
    yield from found if len(found) <= _FEW else ()


def _written_to(address: str, lines: list[str]) -> str:
    """The alias that was written to, if the notice says so on the address' own line or the next; else the address."""
    start = next((i for i, line in enumerate(lines) if address in line.lower()), len(lines))
    found = _ALIAS.search("\n".join(line[:1000] for line in lines[start : start + 2]))
    return found[1].lower() if found else address


def _status_of(address: str, lines: list[str]) -> str:
    """The code said of an address: from its own line on to the next address; a reply code alone counts as x.0.0 (RFC 3463 section 2)."""
    start = next((i for i, line in enumerate(lines) if address in line.lower()), 0)
    stretch = [lines[start][:1000]] if lines else []
    for line in lines[start + 1 : start + 12]:
        if _LEADING.compiled.match(line[:1000]):
            break
        stretch.append(line[:1000])
    text = "\n".join(stretch)
    found = _STATUS.search(text) or _STATUS.search("\n".join(lines[:60]))
    if found:
        return found[0]
    code = _REPLY_CODE.search(text)
    return f"{code[1]}.0.0" if code else ""
