"""`mailbot inspect` for people: what mailbot makes of one message. Whatever stands in it can be printed."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.core.model import DeliveryReport, InboundMessage
from mailbot.inspection import Inspected
from mailbot.printable import lines, one_line

_BAR = "  | "


def told(found: Inspected) -> str:
    """One message in lines, ending with an empty one."""
    return "\n".join((one_line(found.file), *_told(found), ""))


def _told(found: Inspected) -> Iterator[str]:
    verdict = found.verdict
    if found.message is None:
        yield f"  unreadable: {one_line('; '.join(found.defects))}"
        return
    yield from _head(found.message)
    kind = str(verdict.disposition).replace("_", " ") + (
        f", {str(verdict.kind).replace('_', ' ')}" if verdict.kind else ""
    )
    yield f"  is:         {kind}, by the rule '{verdict.rule}' ({verdict.source})"
    yield f"  answerable: {'yes, by machine too' if verdict.may_auto_answer else 'not by machine'}"
    if found.message.protection:
        yield f"  protected:  {found.message.protection}"
    if found.message.report is not None:
        yield from _report(found.message.report)
    if found.case_references:
        yield f"  names:      {', '.join(found.case_references)}"
    for flag in found.flags:
        yield f'  noticed:    {flag.flag}, in the words "{one_line(flag.because, 200)}"'
    yield from _texts(found.message)
    for one in found.message.attachments:
        where = f", in {one_line(one.within, 100)}" if one.within else ", shown in the text" if one.inline else ""
        yield f"  attached:   {one_line(one.name, 100) or '(no name)'}, {one_line(one.type)}, {one.size} bytes{where}"
    for defect in found.defects:
        yield f"  defect:     {one_line(defect, 200)}"


def _head(message: InboundMessage) -> Iterator[str]:
    yield f"  from:       {one_line(str(message.sender)) if message.sender else '(nobody that can be read)'}"
    for name, addresses in (("to", message.to), ("cc", message.cc), ("reply to", message.reply_to)):
        if addresses:
            yield f"  {name + ':':<11} {one_line(', '.join(str(one) for one in addresses), 300)}"
    yield f"  subject:    {one_line(message.subject, 200) or '(none)'}"
    yield f"  date:       {f'{message.date:%Y-%m-%d %H:%M} UTC' if message.date else '(none)'}"
    yield f"  message-id: {one_line(message.message_id) or '(none)'}"
    if message.in_reply_to:
        yield f"  answers:    {one_line(' '.join(message.in_reply_to), 300)}"


def _report(report: DeliveryReport) -> Iterator[str]:
    statuses = dict(report.statuses)
    for word, addresses in (("failed", report.failed), ("delayed", report.delayed), ("delivered", report.delivered)):
        for address in addresses:
            status = statuses.get(address, "")
            yield f"  {word + ':':<11} {one_line(address)}{f' ({one_line(status)})' if status else ''}"
    if report.original_message_id:
        yield f"  about:      {one_line(report.original_message_id)}"


def _texts(message: InboundMessage) -> Iterator[str]:
    for name, text in (("wrote", message.fresh), ("signature", message.signature), ("quoted", message.quoted)):
        shown = lines(text).strip("\n")
        if shown:
            yield f"  {name}:"
            yield from (_BAR + line for line in shown.split("\n"))
