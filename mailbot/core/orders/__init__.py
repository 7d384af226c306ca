"""The commands of contract 6: each word and the function that obeys it. An order on a case becomes actions and a sentence, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping

from mailbot.core.model import Channel
from mailbot.core.orders.casefile import file
from mailbot.core.orders.casework import close, complaint, confirm, enquiry, reopen
from mailbot.core.orders.contacts import contact_by, post, received, sent
from mailbot.core.orders.details import assign, clear, field, restrict, set_
from mailbot.core.orders.joining import merge
from mailbot.core.orders.letters import delay, investigated, refer, respond, writing
from mailbot.core.orders.opening import new_case, sent_at
from mailbot.core.orders.own import accepted, done, pause, resume, send_letter
from mailbot.core.orders.review import about, decide, delegate, progress, stagetwo
from mailbot.core.orders.turn import Answer, Doing, Done, Refused, Turn, letter_to_customer, tells, timed, with_text
from mailbot.core.orders.visits import novisit, visit, visited

__all__ = ["ORDERS", "Answer", "Done", "Refused", "Turn", "letter_to_customer", "new_case", "sent_at", "timed"]


ORDERS: Mapping[str, Doing] = {
    "note": tells("filed as an internal note"),
    "call": contact_by(Channel.PHONE, "the call is"),
    "attempt": contact_by(Channel.PHONE, "the attempt is", attempted=True),
    "meeting": contact_by(Channel.IN_PERSON, "the meeting is"),
    "post": post,
    "sent": sent,
    "visit": visit,
    "novisit": novisit,
    "visited": visited,
    "writing": writing,
    "request": with_text("request_material", "the customer is asked for material"),
    "received": received,
    "respond": respond,
    "informal": with_text("informal_resolution", "what was agreed goes to the customer"),
    "investigated": investigated,
    "accepted": accepted,
    "done": done,
    "send": send_letter,
    "pause": pause,
    "resume": resume,
    "delay": delay,
    "progress": progress,
    "refer": refer,
    "stagetwo": stagetwo,
    "delegate": delegate,
    "decide": decide,
    "about": about,
    "assign": assign,
    "restrict": restrict,
    "set": set_,
    "clear": clear,
    "cause": field("cause"),
    "redress": field("redress"),
    "complaint": complaint,
    "enquiry": enquiry,
    "merge": merge,
    "close": close,
    "reopen": reopen,
    "confirm": confirm,
    "show": tells("the case is shown below", information="show"),
    "why": tells("the reasons are below", information="why"),
    "file": file,
    "help": tells("the commands are below", information="help"),
}
"""Every word of the grammar but #new, which needs no case: obey.py sees to that one."""
