"""What a soak has come to, seen from outside (what the SMTP server took, what the IMAP server holds) and inside, and what is wrong."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.smtp import Envelope
from sqlalchemy import Connection, text

from mailbot.store import events
from mailbot.store.store import Store
from tests.soak.post import Post

HANDLER, DIRECTOR = "anna@company.test", "dana@company.test"
EXPECTED = ("StoreError", "TemporaryFailure", "ServerRefused", "LoginRefused", "FolderMissing")
"""What the weather brings the program to say; every other error in its log is a fault of its own."""
EXITED = "ended at the start, for want of the database"
FORGETFUL = ("kill", "stop", "freeze", "restart postgres", "cut postgres", "hold database", "fill disk", "settling")
"""Blows that can come between the server's answer and our record of it."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A letter as the SMTP server took it."""

    number: int
    to: str
    sender: str
    subject: str
    message_id: str
    in_reply_to: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Inside:
    """What our own tables say."""

    cases: int
    contacts: int
    acknowledgements: int
    failed: tuple[tuple[str, str, str], ...]  # (recipient, subject, Message-ID) of letters refused for good
    unsent: int
    sent_events: int
    sent: int
    undone: int
    again: int
    parked_once: int
    breaches: Mapping[str, int]  # by reference
    chain_faults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    post: Post
    taken: Sequence[Taken]
    answered: frozenset[int]  # numbers of letters whose 250 went through to the client
    held: Sequence[tuple[str, str, str]]  # (address, folder, Message-ID)
    inside: Inside
    late: Sequence[str]
    digests: Mapping[str, int]
    errors: Counter[str]  # in the programs' logs
    spoiled: Mapping[str, int]

    @property
    def repeats(self) -> int:
        return len(self.taken) - len({letter.message_id for letter in self.taken})

    @property
    def answered_and_repeated(self) -> int:
        """How often a letter came again although the answer to it had gone through."""
        last = {letter.message_id: letter.number for letter in self.taken}
        return sum(letter.number in self.answered and last[letter.message_id] > letter.number for letter in self.taken)

    def told(self) -> str:
        weather = ", ".join(f"{what} {times}" for what, times in sorted(self.spoiled.items()))
        errors = ", ".join(f"{what} {times}" for what, times in sorted(self.errors.items()))
        new, words = len(self.post.new), sum(self.post.words.values())
        return (
            f"{len(self.post)} delivered: {new} complaints, {words - new} further words, {len(self.post) - words} a second time\n"
            f"{self.inside.cases} cases, {self.inside.contacts} contacts, {self.inside.again} known to have come before, "
            f"{self.inside.acknowledgements} acknowledgements, {len(self.inside.failed)} letters refused for good\n"
            f"{len(self.taken)} letters taken by the server, {self.repeats} of them again with the same bytes, "
            f"{self.answered_and_repeated} of these after an answer that had gone through\n"
            f"{len(self.late)} clocks ran out, {sum(self.digests.values())} early digests, "
            f"{self.inside.parked_once} messages were parked on the way\n"
            f"weather: {weather}\nsaid in the logs: {errors}"
        )


def taken(received: Iterable[Envelope]) -> Iterator[Taken]:
    for number, envelope in enumerate(received, start=1):
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = email.message_from_bytes(content, policy=email.policy.SMTP)
        yield Taken(
            number=number,
            to=envelope.rcpt_tos[0],
            sender=str(message["From"]),
            subject=str(message["Subject"]),
            message_id=str(message["Message-ID"]).strip(),
            in_reply_to=str(message["In-Reply-To"]).strip(),
            digest=hashlib.sha256(content).hexdigest(),
        )


def errors_in(logs: Iterable[Path]) -> Counter[str]:
    """What went wrong, by the events that say so."""
    found: Counter[str] = Counter()
    for log in logs:
        for line in log.read_text(encoding="utf-8").splitlines():
            if not line.startswith("{"):
                found[EXITED if "the database cannot be used" in line else f"last words: {line[:200]}"] += 1
                continue
            told = json.loads(line)
            if "error" in told or told.get("level") in ("error", "critical"):
                found[f"{told.get('event')} {told.get('error', '')}".strip()] += 1
    return found


def inside(database: str) -> Inside:
    store = Store(database)
    try:
        with store.begin() as tx:
            return _inside(tx)
    finally:
        store.close()


def _inside(tx: Connection) -> Inside:
    def count(of: str) -> int:
        return int(tx.execute(text(f"SELECT count(*) FROM {of}")).scalar_one())  # noqa: S608 - words of ours

    failed = tx.execute(text("SELECT recipient, subject, message_id FROM letter WHERE state = 'failed'")).all()
    breaches = tx.execute(
        text(
            "SELECT c.reference FROM event e JOIN case_file c ON c.id = e.case_id WHERE e.type = 'clock.breached'",
        )
    ).scalars()
    return Inside(
        cases=count("case_file"),
        contacts=count("contact WHERE direction = 'in'"),
        acknowledgements=count("letter WHERE name = 'acknowledgement'"),
        failed=tuple((r.recipient, r.subject, r.message_id) for r in failed),
        unsent=count("letter WHERE state NOT IN ('sent', 'failed')"),
        sent_events=count("event WHERE type = 'letter.sent'"),
        sent=count("letter WHERE state = 'sent'"),
        undone=count("ledger WHERE state <> 'done'"),
        again=count("ledger WHERE outcome = 'duplicate'"),
        parked_once=count("event WHERE type = 'message.parked'"),
        breaches=Counter(breaches),
        chain_faults=events.faults(tx),
    )


def faults_of(outcome: Outcome) -> tuple[str, ...]:
    """What must never be, a sentence each; nothing if all is well."""
    return (
        *_wrong_on_the_server(outcome),
        *_wrong_for_customers(outcome),
        *_wrong_for_staff(outcome),
        *_wrong_letters(outcome),
        *_wrong_inside(outcome),
    )


def _wrong_on_the_server(outcome: Outcome) -> Iterator[str]:
    held = Counter((address, message_id) for address, _, message_id in outcome.held)
    if lost := outcome.post.held - held:
        yield f"no longer on the mail server: {list(lost.items())[:5]}"
    if more := held - outcome.post.held:
        yield f"more often on the mail server than delivered: {list(more.items())[:5]}"
    astray = [where for where in outcome.held if not where[1].startswith("Processed")]
    if astray:
        yield f"not in the folder for what is done: {len(astray)}, such as {astray[:5]}"


def _wrong_for_customers(outcome: Outcome) -> Iterator[str]:
    answers: dict[str, dict[str, Taken]] = defaultdict(dict)
    for letter in outcome.taken:
        if letter.to.endswith("@customer.example"):
            answers[letter.to][letter.message_id] = letter
    failed = {recipient for recipient, _, _ in outcome.inside.failed}
    new = outcome.post.new
    if unanswered := sorted(new.keys() - answers.keys() - failed):
        yield f"{len(unanswered)} not answered: {unanswered[:5]}"
    if strangers := sorted(answers.keys() - new.keys()):
        yield f"never wrote, and got a letter: {strangers[:5]}"
    twice = sorted(who for who, letters in answers.items() if len(letters) > 1)
    if twice:
        yield f"{len(twice)} got a second letter: {twice[:5]}"
    for who, letters in answers.items():
        wrong = [a for a in letters.values() if who in new and a.in_reply_to != new[who].message_id]
        if wrong:
            yield f"{who} got an answer to something else: {wrong[0]}"


def _wrong_for_staff(outcome: Outcome) -> Iterator[str]:
    letters = {(t.to, t.subject, t.message_id) for t in outcome.taken} | set(outcome.inside.failed)
    times = Counter((to, subject) for to, subject, _ in letters)
    for number, words in ((d.customer, outcome.post.words[who]) for who, d in outcome.post.new.items()):
        told = sum(n for (to, s), n in times.items() if to == HANDLER and s.endswith(f"from Customer {number}"))
        if told != words:
            yield f"customer {number} wrote {words} times, the handler has {told} notices of it"
    for reference in outcome.late:
        for person in (HANDLER, DIRECTOR):
            told = times[person, f"[{reference}] Late: send the findings"]
            if told != 1:
                yield f"{reference} is late: {person} has {told} letters about it"
    late = sum(n for (_, subject), n in times.items() if "] Late:" in subject)
    if late != 2 * len(outcome.late):
        yield f"{late} letters tell of something late instead of {2 * len(outcome.late)}"
    digests = Counter(t.sender for t in {t.message_id: t for t in outcome.taken}.values() if _is_digest(t))
    for sender, number in digests.items():
        rung = next((n for address, n in outcome.digests.items() if address in sender), 0)
        if number > rung:
            yield f"{sender}: {number} digests, and their time came {rung} times"


def _is_digest(letter: Taken) -> bool:
    return letter.to == DIRECTOR and letter.subject.endswith(" due today")


def _wrong_letters(outcome: Outcome) -> Iterator[str]:
    contents: dict[str, set[str]] = defaultdict(set)
    recipients: dict[str, set[str]] = defaultdict(set)
    for letter in outcome.taken:
        contents[letter.message_id].add(letter.digest)
        recipients[letter.message_id].add(letter.to)
    if other := [m for m, digests in contents.items() if len(digests) > 1]:
        yield f"the same letter with other bytes: {other[:5]}"
    if spread := [m for m, to in recipients.items() if len(to) > 1]:
        yield f"the same letter to several people: {spread[:5]}"
    forgetful = sum(outcome.spoiled.get(what, 0) for what in FORGETFUL)
    if outcome.answered_and_repeated > forgetful:
        yield f"{outcome.answered_and_repeated} letters came again after their answer, in {forgetful} blows that may cause it"
    if outcome.inside.sent > len(contents):
        yield f"{outcome.inside.sent - len(contents)} letters are recorded as sent and never came"


def _wrong_inside(outcome: Outcome) -> Iterator[str]:
    found, post = outcome.inside, outcome.post
    new, words = len(post.new), sum(post.words.values())
    numbers = {
        "cases": (found.cases, new),
        "contacts": (found.contacts, len(post)),
        "acknowledgements": (found.acknowledgements, new),
        "messages known to have come before": (found.again, len(post) - words),
        "messages not done": (found.undone, 0),
        "letters not sent": (found.unsent, 0),
        "letters recorded as sent": (found.sent_events, found.sent),
    }
    yield from (f"{is_} {what} instead of {wanted}" for what, (is_, wanted) in numbers.items() if is_ != wanted)
    if found.breaches != Counter(outcome.late):
        yield f"breaches {dict(found.breaches)} of {list(outcome.late)}"
    if found.chain_faults:
        yield f"chains: {found.chain_faults[:3]}"
    strange = {e: n for e, n in outcome.errors.items() if e != EXITED and e.partition(" ")[2] not in ("", *EXPECTED)}
    if strange:
        yield f"errors that no weather explains: {strange}"
