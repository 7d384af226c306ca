"""The story of `mailbot demo`, as data: the mails that people write, and when. It plays nothing.

What mailbot does about each mail is not written here: that is found out by playing it. Times are UTC, which is
British time until 29 March 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from mailbot.demo.cast import (
    ANNA,
    DSMART,
    GRACE,
    JO,
    MARIA,
    RICKY,
    RUTH,
    SAM,
    TINYTRACKER,
    TOM,
    TOM_AT_HOME,
    Company,
    Human,
)


class Kind(StrEnum):
    NEW = "new"
    REPLY = "reply"  # with the reply button, to the newest such letter in the writer's inbox
    PRESS = "press"  # a button in such a letter: the mail that opens, its blanks written over, the text below it
    ACCEPT = "accept"  # with the Accept button of the calendar program, the newest invitation in such a letter
    DECLINE = "decline"
    BY_HAND = "by hand"  # to the writer of the case, from the company's own mailbox, past mailbot
    ABSENCE = "absence"  # sent by the writer's mail system, about such a letter
    BOUNCE = "bounce"  # sent by the writer's mail system: there is no such mailbox any more


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One mail of the story. `{case}` in the subject stands for the reference in the newest letter to `knows`."""

    at: datetime
    who: Human
    to: Company
    kind: Kind = Kind.NEW
    letter: str = ""  # the name of the letter answered, for all kinds but NEW
    about: Human | None = None  # the customer whose case that letter is about, for staff who get letters about several
    button: str = ""  # the label of the button that is pressed
    blanks: tuple[tuple[str, str], ...] = ()  # blank of the button -> what is written over it
    knows: Human | None = None
    subject: str = ""
    text: str = ""
    attached: tuple[str, ...] = ()  # names of small made-up files


def _march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


START = _march(2, 9)
QUIET_FROM = _march(17, 12)
QUIET_UNTIL = datetime(2026, 5, 18, 7, 30, tzinfo=UTC)
LEFT_OUT = "Nobody writes for two months. The demo leaves them out, with the morning lists of their Mondays."
END = datetime(2026, 5, 18, 12, 0, tzinfo=UTC)

MAILS = (
    Mail(
        at=_march(2, 9, 30),
        who=MARIA,
        to=TINYTRACKER,
        subject="Complaint: charged twice for our renewal",
        text="""Hello,

I want to make a complaint. You took the yearly renewal for Little Oaks Nursery twice, on 20 and on 23 February.
I have rung three times and each time I was told somebody would call back. Nobody has. We are a small nursery
and cannot be without that money.""",
        attached=("bank-statement-february.pdf",),
    ),
    Mail(
        at=_march(3, 14, 20),
        who=JO,
        to=DSMART,
        subject="No heating!!",
        text="""\
Our heat pump stopped last night. We have no heating and no hot water, and it is 11 degrees in the living room.
This is the third time since you installed it in November. Please send somebody today.""",
    ),
    Mail(
        at=_march(3, 14, 41),
        who=JO,
        to=DSMART,
        kind=Kind.REPLY,
        letter="acknowledgement",
        text="""\
Thank you. I forgot to say that the display shows error E12. Here is a photo of it, and the certificate you
asked for.""",
        attached=("display-e12.jpg", "installation-certificate.pdf"),
    ),
    Mail(
        at=_march(3, 15, 5),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="notice",
        about=JO,
        text="""Dear Ms Simmons,

I am sorry that you are in the cold. E12 is the flow sensor. Bob Wright, our engineer, has one in the van and I
am asking him to come tomorrow morning. Please leave the pump switched off until he is there.""",
    ),
    Mail(
        at=_march(3, 16, 10),
        who=JO,
        to=DSMART,
        knows=JO,
        subject="{case} we now have two fan heaters",
        text="""\
My neighbour has lent us two fan heaters, so we can manage one night. I am writing from my phone and could not
find your letter, so I have put its number in the subject. Who pays for the electricity they use?""",
    ),
    Mail(
        at=_march(3, 17, 2),
        who=RICKY,
        to=DSMART,
        knows=JO,
        subject="Re: {case}",
        text="""\
Hi, please send me everything on this case and tell me when you will be at the house. I am dealing with it now.""",
    ),
    Mail(
        at=_march(4, 9, 15),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="reminder",
        about=JO,
        text="""#note
Bob's van has broken down on the A34. I am trying to find somebody else; if I cannot, we will be late.""",
    ),
    Mail(
        at=_march(4, 10, 30),
        who=SAM,
        to=TINYTRACKER,
        kind=Kind.REPLY,
        letter="notice",
        about=MARIA,
        text="""Dear Ms Lopez,

I am sorry about this, and about the calls that nobody returned. I can see both payments on your statement. Our
bank is tracing the second one and I will have their answer tomorrow.""",
    ),
    Mail(at=_march(4, 10, 31), who=MARIA, to=TINYTRACKER, kind=Kind.ABSENCE, letter="message"),
    Mail(
        at=_march(4, 16, 20),
        who=SAM,
        to=TINYTRACKER,
        kind=Kind.BY_HAND,
        about=MARIA,
        knows=MARIA,
        subject="Your two payments, {case}",
        text="""\
Dear Ms Lopez, a short word before I go home: the bank has found the second payment. You will hear from me
tomorrow what we do about it.""",
    ),
    Mail(
        at=_march(5, 8, 50),
        who=RUTH,
        to=DSMART,
        kind=Kind.REPLY,
        letter="digest",
        text="""1 note I have rung Ms Simmons and apologised
1 assign Anna""",
    ),
    Mail(
        at=_march(5, 10, 10),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="escalation",
        about=JO,
        text="""#visited 2026-03-05 09:30
Bob fitted a new flow sensor at half past nine this morning. Heating and hot water are back, and he ran the
system for half an hour before he left. We promised you a visit within 24 hours and came 19 hours late. I am
sorry: our van broke down and we had no second engineer free.""",
    ),
    Mail(
        at=_march(5, 11, 0),
        who=TOM,
        to=DSMART,
        subject="Complaint about my solar panels",
        text="""\
I would like to complain. The inverter you fitted in May has shown a red light since Sunday and makes no
electricity. I rang on Monday and was told that it was my broadband, which works.""",
    ),
    Mail(at=_march(5, 11, 1), who=TOM, to=DSMART, kind=Kind.BOUNCE, letter="acknowledgement"),
    Mail(
        at=_march(5, 15, 40),
        who=SAM,
        to=TINYTRACKER,
        kind=Kind.REPLY,
        letter="notice",
        about=MARIA,
        text="""#respond
We took your renewal twice, and we should not have. Our payment system was restarted on 23 February and
collected that day's list a second time. Your three calls were noted but given to nobody.

We have asked the bank to return the second payment; it should reach you by 12 March. We suggest that we also
take one month off your next renewal, for the trouble you had.""",
    ),
    Mail(
        at=_march(6, 9, 40),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="reminder",
        about=TOM,
        text="""#call 2026-03-06 09:20 rang Mr Webb, he has left that employer and gave me his own address
#set email: tom.webb@home.example
#post acknowledgement""",
    ),
    Mail(
        at=_march(6, 10, 5),
        who=ANNA,
        to=DSMART,
        kind=Kind.PRESS,
        letter="notice",
        about=TOM,
        button="Book visit",
        blanks=(("[DAY TIME]", "Tue 10 March 10:00"), ("[NAME]", "Bob")),
        text="""As we said on the phone, Bob Wright will look at the inverter. He needs about an hour.""",
    ),
    Mail(
        at=_march(6, 11, 30),
        who=TOM_AT_HOME,
        to=DSMART,
        kind=Kind.DECLINE,
        letter="visit_booked",
        text="I start work at eight on Tuesdays. Wednesday would do.",
    ),
    Mail(
        at=_march(6, 12, 15),
        who=ANNA,
        to=DSMART,
        kind=Kind.PRESS,
        letter="notice",
        about=TOM,
        button="Move visit",
        blanks=(("[DAY TIME]", "Wed 11 March 17:30"), ("[NAME]", "Bob")),
    ),
    Mail(at=_march(6, 12, 40), who=TOM_AT_HOME, to=DSMART, kind=Kind.ACCEPT, letter="visit_booked"),
    Mail(
        at=_march(9, 9, 20),
        who=MARIA,
        to=TINYTRACKER,
        kind=Kind.REPLY,
        letter="response",
        text="""\
Thank you, but I am not satisfied with this reply. A month off is not much for two weeks without our money and
three calls that were ignored. I would like a director to review my complaint, please.""",
    ),
    Mail(
        at=_march(11, 18, 40),
        who=ANNA,
        to=DSMART,
        kind=Kind.PRESS,
        letter="notice",
        about=TOM,
        button="Visit made",
        blanks=(("[OUTCOME OF THE VISIT]", ""),),
        text="""The inverter needed a software update, which Bob has put on; the light is green again. You were told
wrongly on Monday that it was your broadband.""",
    ),
    Mail(
        at=_march(12, 9, 30),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="notice",
        about=TOM,
        text="""#informal
As we agreed on the phone this morning: the inverter works again, and we will send you 40 pounds for the
electricity you lost.""",
    ),
    Mail(
        at=_march(12, 10, 5),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="notice",
        about=JO,
        text="""#respond
We found that the flow sensor fitted in November came from a faulty batch, and that both earlier repairs only
reset the error. The new sensor is of another make. We came 19 hours later than we promise to people without
heating.

We will pay for the electricity of the fan heaters (please send us a photo of the meter), and Bob will look at
the pump again in a month, without charge. We now keep a second engineer free for calls like yours.""",
    ),
    Mail(
        at=_march(13, 14, 30),
        who=GRACE,
        to=TINYTRACKER,
        kind=Kind.REPLY,
        letter="notice",
        about=MARIA,
        text="""#decide
I have read all that was written and listened to your second call. You are right: being ignored three times was
worse than the mistake itself, and our reply said too little about it.

The second payment reached your bank on 11 March. We will take three months off your next renewal instead of
one, and every caller is now called back on the same day; I check that list myself every evening.""",
    ),
    Mail(
        at=_march(16, 9, 40),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="notice",
        about=JO,
        text="""#file""",
    ),
    Mail(
        at=_march(16, 10, 0),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="notice",
        about=JO,
        text="""#cause faulty flow sensor
#close findings sent, heating works, customer content""",
    ),
    Mail(
        at=_march(16, 10, 5),
        who=ANNA,
        to=DSMART,
        kind=Kind.REPLY,
        letter="notice",
        about=TOM,
        text="""#close settled by phone, confirmed in writing""",
    ),
    Mail(
        at=_march(17, 11, 30),
        who=GRACE,
        to=TINYTRACKER,
        kind=Kind.REPLY,
        letter="notice",
        about=MARIA,
        text="""#close decision sent; final under our procedure""",
    ),
    Mail(
        at=QUIET_UNTIL.replace(hour=10, minute=30),
        who=RUTH,
        to=DSMART,
        kind=Kind.REPLY,
        letter="review",
        text="""We keep a second engineer free for people without heating; since then nobody has waited longer than a day.
New inverters get their software update before they leave the yard. Anna looks after both.""",
    ),
)


def after_the_gap(last: date, at: datetime) -> bool:
    """Does the time that is left out lie between that day and that moment?"""
    return last <= QUIET_FROM.date() and at >= QUIET_UNTIL
