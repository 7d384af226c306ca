"""What the DNS says of our domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989). No answer is told as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import dns.exception
import dns.resolver

from mailbot.checks.finding import Finding, note, ok, wrong

Lookup = Callable[[str], tuple[str, ...] | None]
"""The TXT records of a name; () if there are none. None: it could not be looked up."""

SECONDS = 5.0


def domain_checks(domain: str, selectors: Sequence[str], lookup: Lookup | None = None) -> Iterator[Finding]:
    """SPF, DMARC and the named DKIM keys of the domain. What cannot be looked up is a note: it may be sound."""
    ask = lookup or resolver()
    yield _spf(domain, ask(domain))
    yield _dmarc(domain, ask(f"_dmarc.{domain}"))
    if not selectors:
        yield note(f"dkim {domain}", "could not be looked up: name your provider's selectors in dkim_selectors")
    for selector in selectors:
        name = f"{selector}._domainkey.{domain}"
        yield _dkim(domain, name, ask(name))


def _spf(domain: str, records: tuple[str, ...] | None) -> Finding:
    about = f"spf {domain}"
    if records is None:
        return _unknown(about)
    found = [r for r in records if r.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return wrong(about, "the domain has no SPF record, so receivers cannot tell our letters from forged ones")
    if len(found) > 1:
        return wrong(about, f"there are {len(found)} SPF records: that is an error for receivers (RFC 7208 4.5)")
    if found[0].lower().split()[-1] in ("+all", "all"):
        return wrong(about, f"'{found[0]}' lets the whole world send in our name")
    return ok(about, found[0])


def _dmarc(domain: str, records: tuple[str, ...] | None) -> Finding:
    about = f"dmarc {domain}"
    if records is None:
        return _unknown(about)
    found = [r for r in records if r.replace(" ", "").lower().startswith("v=dmarc1")]
    if not found:
        return wrong(about, f"there is no record at _dmarc.{domain}: large receivers may refuse our letters")
    return ok(about, found[0])


def _dkim(domain: str, name: str, records: tuple[str, ...] | None) -> Finding:
    about = f"dkim {domain}"
    if records is None:
        return _unknown(about)
    keys = [part.strip() for record in records for part in record.split(";") if part.strip().startswith("p=")]
    if not keys:
        return wrong(about, f"there is no key at {name}")
    if all(key == "p=" for key in keys):
        return wrong(about, f"the key at {name} has been revoked")
    return ok(about, f"a key stands at {name}")


def _unknown(about: str) -> Finding:
    return note(about, "could not be looked up: no name server answered")


def resolver(nameserver: str = "", port: int = 53, seconds: float = SECONDS) -> Lookup:
    """Asks the system's name servers, or the one given."""

    def ask(name: str) -> tuple[str, ...] | None:
        try:
            asking = dns.resolver.Resolver(configure=not nameserver)
            if nameserver:
                asking.nameservers, asking.port = [nameserver], port
            answer = asking.resolve(name, "TXT", lifetime=seconds, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return ()
        except (dns.exception.DNSException, OSError):
            return None
        return tuple(b"".join(record.strings).decode("ascii", "replace") for record in answer)

    return ask
