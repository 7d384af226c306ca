"""What a trusted mail server found out about a message's sender: the topmost Authentication-Results field of one we trust (RFC 8601).

It checks no signature and asks no name server. A field is only as good as the server that wrote it and took forged ones away: the
operator names the servers, and the list is empty at first (RFC 8601 section 7.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailbot.core.international import in_ascii
from mailbot.core.model import NOBODY_SAID, Address, Authentication, Authenticity, InboundMessage

_FIELD = "authentication-results"
_LONGEST = 16_000  # characters of a field that are read
_VERSION = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One resinfo: what one method said, and the properties that it looked at, all in lower case."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...] = ()

    def about(self, name: str) -> str:
        return next((value for key, value in self.properties if key == name), "")


def authenticate(message: InboundMessage, ids: tuple[str, ...]) -> Authentication:
    """Whether a server that the operator trusts vouches for From, contradicts it, or says nothing that counts.

    Only the topmost field of one of `ids` is read: one below it may be the sender's own (domain 4.5). Fields inside attached messages
    are never among a message's own. UNKNOWN, which is no failure, without such a field.
    """
    wanted = {_host(one) for one in ids}
    own = (value for name, value in message.headers if name == _FIELD)
    read = ((server, findings) for server, findings in map(_read, own) if server in wanted)
    server, findings = next(read, ("", ()))
    if not findings:
        return NOBODY_SAID
    state, because = _judged(findings, message.sender, alone="more than one From address" not in message.defects)
    return Authentication(state=state, because=f"{server or 'the mail server'} says {because}")


def _judged(findings: tuple[Finding, ...], sender: Address | None, *, alone: bool) -> tuple[Authenticity, str]:
    """DMARC's word, which looks at From itself, before those of SPF, DKIM and SMTP AUTH, which count for From's own domain only."""
    domain = _host(sender.address.rpartition("@")[2]) if sender else ""
    said = ", ".join(f"{f.method}={f.result}" for f in findings)
    about_from = [f.result for f in findings if f.method == "dmarc" and _host(f.about("header.from")) in ("", domain)]
    if "fail" in about_from:
        return Authenticity.CONTRADICTED, f"dmarc=fail for {domain}"
    if not domain or not alone:
        return Authenticity.UNKNOWN, f"{said}, but the message has not one From that can be read"
    if "pass" in about_from:
        return Authenticity.PROVED, f"dmarc=pass for {domain}"
    address = sender.address if sender else ""
    aligned = next((f for f in findings if f.result == "pass" and _is_aligned(f, domain, address)), None)
    if aligned is not None:
        return Authenticity.PROVED, f"{aligned.method}=pass for {domain}"
    if any(f.method == "spf" and f.result == "fail" and _is_aligned(f, domain, address) for f in findings):
        return Authenticity.CONTRADICTED, f"spf=fail for {domain}"
    return Authenticity.UNKNOWN, f"{said}, none of it a pass for {domain}"


def _is_aligned(finding: Finding, domain: str, address: str) -> bool:
    """Is it about From's domain, or one under it? A domain above it may be anybody's: there is no list of public suffixes here."""
    if finding.method == "auth":
        return finding.about("smtp.auth") == address
    if finding.method == "spf":
        found = finding.about("smtp.mailfrom")
    elif finding.method == "dkim":
        found = finding.about("header.d") or finding.about("header.i")
    else:
        return False
    host = _host(found.rpartition("@")[2])
    return host == domain or host.endswith(f".{domain}")


def _read(value: str) -> tuple[str | None, tuple[Finding, ...]]:
    """The authserv-id of a field and its findings; None where its version is not ours to read. The id is "" where the field has none,
    as those of Exchange Online."""
    parts = [part.split() for part in _parts(value)]
    head = parts[0] if parts else []
    server = ""
    if head and "=" not in head[0]:
        server, version = _host(head[0]), head[1] if len(head) > 1 else _VERSION
        if version != _VERSION:
            return None, ()
        parts = parts[1:]
    return server, tuple(_findings(parts))


def _findings(parts: Iterable[list[str]]) -> Iterator[Finding]:
    for words in parts:
        method, equals, result = words[0].partition("=") if words else ("", "", "")
        if equals:
            pairs = (word.partition("=") for word in words[1:])
            properties = tuple((name, text) for name, _, text in pairs)
            yield Finding(method=method.partition("/")[0], result=result, properties=properties)


def _parts(value: str) -> list[str]:
    """The field cut at its semicolons, lower-cased: comments gone, what is quoted one word, no blanks around "=" and "/".

    One walk over the characters: comments nest (RFC 5322 section 3.2.2), which no pattern follows.
    """
    found: list[str] = [""]
    depth, quoted, escaped = 0, False, False
    for sign in value[:_LONGEST].lower():
        if escaped or (sign == "\\" and (quoted or depth)):
            found[-1] += "_" if escaped and not depth else ""
            escaped = not escaped
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            found[-1] += "_" if sign.isspace() or sign in "=;" else sign
        elif sign in "()":
            depth = max(depth + (1 if sign == "(" else -1), 0)
            found[-1] += " "
        elif not depth and sign == ";":
            found.append("")
        elif not depth:
            found[-1] += sign
    joined = (" ".join(part.split()) for part in found)
    return [_tight(_tight(part, "="), "/") for part in joined]


def _tight(part: str, sign: str) -> str:
    return part.replace(f" {sign}", sign).replace(f"{sign} ", sign)


def _host(name: str) -> str:
    """A domain as it is compared: lower case, A-labels, no closing dot."""
    bare = name.strip().strip("<>").rstrip(".").lower()
    try:
        return in_ascii(bare) if not bare.isascii() else bare
    except UnicodeError:
        return bare
