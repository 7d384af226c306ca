"""What people write to Tiny Tracker in the demo's story, as data: the mails, and when. It plays nothing."""

from __future__ import annotations

from mailbot.demo.cast import GRACE, MARIA, SAM, TINYTRACKER
from mailbot.demo.mails import Kind, Mail, march, reply

MAILS = (
    Mail(
        at=march(2, 9, 30),
        who=MARIA,
        to=TINYTRACKER,
        subject="Complaint: charged twice for our renewal",
        text="""Hello,

I want to make a complaint. You took the yearly renewal for Little Oaks Nursery twice, on 20 and on 23 February.
I have rung three times and each time I was told somebody would call back. Nobody has. We are a small nursery
and cannot be without that money.""",
        attached=("bank-statement-february.pdf",),
    ),
    reply(
        march(4, 10, 30),
        SAM,
        TINYTRACKER,
        "notice",
        about=MARIA,
        text="""Dear Ms Lopez,

I am sorry about this, and about the calls that nobody returned. I can see both payments on your statement. Our
bank is tracing the second one and I will have their answer tomorrow.""",
    ),
    Mail(
        at=march(4, 10, 31),
        who=MARIA,
        to=TINYTRACKER,
        kind=Kind.ABSENCE,
        letter="message",
    ),
    Mail(
        at=march(4, 16, 20),
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
    reply(
        march(5, 15, 40),
        SAM,
        TINYTRACKER,
        "notice",
        about=MARIA,
        text="""#respond
We took your renewal twice, and we should not have. Our payment system was restarted on 23 February and
collected that day's list a second time. Your three calls were noted but given to nobody.

We have asked the bank to return the second payment; it should reach you by 12 March. We suggest that we also
take one month off your next renewal, for the trouble you had.""",
    ),
    reply(
        march(9, 9, 20),
        MARIA,
        TINYTRACKER,
        "response",
        text="""\
Thank you, but I am not satisfied with this reply. A month off is not much for two weeks without our money and
three calls that were ignored. I would like a director to review my complaint, please.""",
    ),
    reply(
        march(13, 14, 30),
        GRACE,
        TINYTRACKER,
        "notice",
        about=MARIA,
        text="""#decide
I have read all that was written and listened to your second call. You are right: being ignored three times was
worse than the mistake itself, and our reply said too little about it.

The second payment reached your bank on 11 March. We will take three months off your next renewal instead of
one, and every caller is now called back on the same day; I check that list myself every evening.""",
    ),
    reply(
        march(17, 11, 30),
        GRACE,
        TINYTRACKER,
        "notice",
        about=MARIA,
        text="""#close decision sent; final under our procedure""",
    ),
)
