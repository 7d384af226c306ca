"""Writes letters: words from the template, bytes and Message-ID fixed, a row in the outbox; or held, capped, or for the post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.core.guard import STRANGER
from mailbot.core.hearing import handlers
from mailbot.core.model import Case, Enclosure, LetterState, PartyStanding, Rendered
from mailbot.core.steps import staff_letter
from mailbot.desk.drafts import from_draft, to_draft
from mailbot.desk.enclosing import documents
from mailbot.desk.envelopes import envelope_of, listed, parent_of
from mailbot.desk.firms import FirmDesk
from mailbot.desk.jobs import Job
from mailbot.desk.likeness import Likeness
from mailbot.desk.pressing import with_buttons
from mailbot.desk.writing import context
from mailbot.letters.render import Writer
from mailbot.mail.compose import compose, documents_in, writable
from mailbot.mail.identity import Tokens
from mailbot.store import blobs, cases, events, letter_counts, letters, numbering

HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
RESULTS_IN_AN_HOUR = 30
"""A colleague whose mail program answers every answer is not answered for ever."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """The writing desk of every mailbox."""

    writer: Writer
    tokens: Tokens
    likeness: Likeness

    def write(self, tx: Connection, job: Job) -> None:
        """One letter becomes one row: queued with its bytes, held, withheld by a cap, or a task where there is no address."""
        if job.write.held:
            self._hold(tx, job)
        elif unfit := self._unfit(tx, job):
            self._hold(tx, replace(job, write=replace(job.write, held=unfit)))
            words = f"The letter '{job.write.letter}' to {job.write.to or 'the customer'} was not sent: {unfit}."
            self._task(tx, job, "A letter is held", words, ())
        elif not writable(job.write.to) or _came_back(job):
            self._by_post(tx, job)
        elif cap := _capped(tx, job):
            self._withhold(tx, job, cap)
        elif _asks_for_a_file(job):
            self._promise(tx, job)
        else:
            self._compose(tx, job)

    def _promise(self, tx: Connection, job: Job) -> None:
        """A letter whose enclosures are made later: its row says what it answers and what it is written from."""
        parent, references = parent_of(tx, job)
        of_case = job.case.id if job.write.of_case is None and job.case is not None else job.write.of_case
        draft = to_draft(replace(job.write, of_case=of_case))
        row = job.row(LetterState.MAKING) | {"draft": draft, "next_attempt_at": job.now}
        letters.add(tx, **row, in_reply_to=parent, references=" ".join(references))

    def finish(
        self,
        tx: Connection,
        firm: FirmDesk,
        promised: letters.Making,
        enclosed: tuple[Enclosure, ...],
        said: str,
        now: datetime,
    ) -> None:
        """Such a letter gets its words and bytes, with what was made for it; `said` tells what that is."""
        write = from_draft(promised.draft)
        write = replace(write, information="", of_case=None, done=(*write.done, said))
        case = cases.load(tx, promised.case_id) if promised.case_id is not None else None
        answered = (promised.in_reply_to, tuple(promised.references.split()))
        self._compose(
            tx, Job(firm=firm, write=write, case=case, now=now, more=enclosed, answered=answered), promised.id
        )

    def release(
        self, tx: Connection, firm: FirmDesk, letter_id: int, case: Case, now: datetime, *, become: str = ""
    ) -> None:
        """A held letter gets its date and bytes now (design 4), and goes to where the customer is written to by now; as the letter
        `become`, where that is given."""
        self._again(tx, firm, letter_id, case, now, LetterState.WITHHELD, become)

    def _unfit(self, tx: Connection, job: Job) -> str:
        """Why a letter to a customer must wait although nothing in its words does: whom it is for, or what its template left out; ""
        if it may go. An automatic letter is not kept back for its template: a late one would break a promise too."""
        write, case, procedure = job.write, job.case, job.firm.rules.procedure
        if write.staff or case is None or write.off_case:
            return ""
        party = case.party(write.to) if write.to else case.customer
        if party is None or party.standing is PartyStanding.UNCONFIRMED:
            return f"{write.to} {STRANGER}"
        rule = procedure.letter_named(write.letter)
        if rule is None or not rule.blocks or write.automatic:
            return ""
        told = context(tx, job.firm, write, case, job.occasion, job.now)
        lacking = self.writer.lacking(procedure.id, write.letter, told, rule.blocks)
        if not lacking:
            return ""
        named = ", ".join(block.replace("_", " ") for block in lacking)
        return (
            f"it lacks what clause {rule.clause} demands: {named}. Whoever runs mailbot must mend its template (mailbot check names the "
            "file); then #confirm sends it"
        )

    def readdress(self, tx: Connection, firm: FirmDesk, case: Case, old: str, now: datetime) -> None:
        """The customer's address was corrected: what still waits for the old one is withdrawn and goes to the new one."""
        for letter_id in letters.waiting_for(tx, case.id, old):
            self._again(tx, firm, letter_id, case, now, LetterState.WITHHELD)

    def _again(
        self,
        tx: Connection,
        firm: FirmDesk,
        letter_id: int,
        case: Case,
        now: datetime,
        state: LetterState,
        become: str = "",
    ) -> None:
        """The letter is written anew from its draft, as a row of its own; the old row keeps why."""
        write = replace(from_draft(letters.get(tx, letter_id).draft), held="")
        if become:
            write = replace(write, letter=become)
        if not write.staff and case.party(write.to) is None:
            write = replace(write, to=case.customer.address, to_name=case.customer.name)
        letters.set_fields(tx, letter_id, state=str(state), next_attempt_at=None, answer="written anew", draft={})
        self.write(tx, Job(firm=firm, write=write, case=case, now=now))

    def _compose(self, tx: Connection, job: Job, promised: int = 0) -> None:
        """Its number is taken first, for it stands in the letter. `promised`: the letter whose row is there already."""
        letter_id = promised or letters.next_number(tx)
        rendered = self._render(tx, job, letter_id)
        envelope = envelope_of(tx, self.tokens, job, letter_id)
        settings = job.firm.settings
        token = self.tokens.address(settings.address, letter_id)
        sha256 = blobs.keep(
            tx,
            compose(envelope, rendered),
            documents_in(envelope),
            source=_shown(job),
            like=self.likeness.of(job.firm.rules.procedure, job.write.letter),
        )
        row = job.row(LetterState.QUEUED) | {
            "subject": rendered.subject,
            "message_id": envelope.message_id,
            "reverse_path": token if settings.reverse_path == "verp" else settings.address,
            "sha256": sha256,
            "next_attempt_at": job.now,
            "promised": job.write.promised,
            "in_reply_to": envelope.in_reply_to,
            "references": "",  # its bytes have them
            "enclosures": [listed(enclosure) for enclosure in envelope.enclosures],
            "about": _writer(job),
            "draft": {} if job.write.staff else to_draft(job.write),
        }
        if promised:
            letters.set_fields(tx, promised, **row, answer="")
        else:
            letters.add(tx, id=letter_id, **row)
        digest = job.occasion.digest
        numbering.keep(tx, letter_id, tuple(line.case_id for line in digest.lines) if digest is not None else ())

    def _render(self, tx: Connection, job: Job, letter_id: int) -> Rendered:
        told = context(tx, job.firm, job.write, job.case, job.occasion, job.now)
        if job.write.staff:
            told = with_buttons(tx, self.tokens, job.firm, job.write, job.case, letter_id, told, job.occasion.arrival)
        return self.writer.render(job.firm.rules.procedure.id, job.write.letter, told)

    # ----------------------------------------------------------------------------------------- letters that do not go by mail

    def _hold(self, tx: Connection, job: Job) -> None:
        self._keep_back(tx, job, LetterState.HELD, "letter.held", job.write.held)

    def _keep_back(self, tx: Connection, job: Job, state: LetterState, event: str, why: str) -> None:
        row = job.row(state) | {"answer": why, "draft": to_draft(job.write), "next_attempt_at": None}
        letter_id = letters.add(tx, **row)
        content = {"letter": job.write.letter, "why": why, "to": job.write.to}
        events.append(
            tx, mailbox=job.firm.name, case_id=job.case_id, type=event, at=job.now, content=content, letter_id=letter_id
        )

    def _by_post(self, tx: Connection, job: Job) -> None:
        """No address that works, no letter lost: the handler gets the letter as a task, with a PDF to print and post (design 18)."""
        write = job.write
        told = context(tx, job.firm, write, job.case, job.occasion, job.now)
        paper = self.writer.printed(job.firm.rules.procedure.id, write.letter, told)
        enclosed = Enclosure(name=f"{write.letter.replace('_', '-')}.pdf", type="application/pdf", content=paper)
        why = (
            "The customer's e-mail address does not work."
            if write.to
            else "There is no e-mail address for this customer."
        )
        party = job.case.customer if job.case else None
        if party is None or not (party.address or party.postal or party.phone):
            why += " Nor is another way to reach them known: look in their message, and #set email:, #set address: or #set phone:."
        promised = f" {write.promised.isoformat()}" if write.promised is not None else ""  # which its clock may run to
        words = (
            f"{why} Please print the enclosed letter and post it. "
            f"Then reply with #post {write.letter}{promised}, which records it and stops its clock."
        )
        title = f"Send by post: {write.letter.replace('_', ' ')}"
        more = (enclosed, *documents(job.firm, write.letter))
        self._task(tx, job, title, words, more, posts=write.letter)

    def _withhold(self, tx: Connection, job: Job, cap: str) -> None:
        """A capped letter becomes a task (design 6); the first one to an address in a day, so that a loop makes no flood of tasks."""
        told = letter_counts.withheld_lately(tx, job.firm.name, job.write.to, job.now, DAY)
        self._keep_back(tx, job, LetterState.WITHHELD, "letter.withheld", cap)
        if told or job.write.staff:
            return
        words = (
            f"The automatic letter '{job.write.letter}' to {job.write.to} was not sent: {cap}. "
            "If this is a person, please write to them yourself."
        )
        self._task(tx, job, "An automatic letter was held back", words, ())

    def _task(
        self, tx: Connection, job: Job, title: str, words: str, more: tuple[Enclosure, ...], *, posts: str = ""
    ) -> None:
        for person in handlers(job.case, job.firm.rules)[:1]:
            task = staff_letter("task", person, title=title, words=words)
            task = replace(task, posts=posts)
            self.write(tx, Job(firm=job.firm, write=task, case=job.case, now=job.now, more=more))


def _shown(job: Job) -> str:
    """The hash of the message that a notice shows and whose attachments it passes on; "" for other letters."""
    return job.entry.sha256 if job.entry is not None and job.write.about_message else ""


def _writer(job: Job) -> str:
    arrival = job.occasion.arrival
    return arrival.sender.address if arrival is not None and job.write.staff and job.write.about_message else ""


def _came_back(job: Job) -> bool:
    party = job.case.party(job.write.to) if job.case is not None and not job.write.staff else None
    return party is not None and party.undeliverable


def _asks_for_a_file(job: Job) -> bool:
    """Is it the answer to #file, about a case? That file takes seconds to make: case_mailing.py makes it once this is committed."""
    return job.write.information.partition(" ")[0] == "file" and (job.write.of_case is not None or job.case is not None)


def _capped(tx: Connection, job: Job) -> str:
    """Why an automatic letter may not go now; "" if it may (design 6: a remote ticket system opens a case with every answer)."""
    write, name, caps = job.write, job.firm.name, job.firm.settings.caps
    if write.staff and write.letter == "command_result":
        results = letter_counts.count_to(tx, name, write.letter, write.to, job.now, HOUR)
        return f"{results} answers went to this colleague within an hour" if results >= RESULTS_IN_AN_HOUR else ""
    if write.staff or not write.automatic:
        return ""
    lately = letter_counts.automatic_lately(tx, name, job.now, DAY, address=write.to)
    if lately >= caps.per_address_in_24_hours:
        return f"{lately} automatic letters went to this address in 24 hours"
    if lately == 0 and not letter_counts.ever_written_to(tx, name, write.to):
        return ""  # a first acknowledgement to a new address is never held back by the totals
    domain = write.to.rpartition("@")[2]
    if letter_counts.automatic_lately(tx, name, job.now, HOUR, domain=domain) >= caps.per_domain_in_an_hour:
        return f"{caps.per_domain_in_an_hour} automatic letters went to {domain} within an hour"
    if letter_counts.automatic_lately(tx, name, job.now, HOUR) >= caps.in_an_hour:
        return f"{caps.in_an_hour} automatic letters went out within an hour"
    return ""
