"""What people write to Dsmart in the demo's story, as data: the mails, and when. It plays nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from mailbot.demo.cast import ANNA, DSMART, JO, RICKY, RUTH, TOM, TOM_AT_HOME
from mailbot.demo.mails import Kind, Mail, march, reply

MAILS = (
    Mail(
        at=march(3, 14, 20),
        who=JO,
        to=DSMART,
        subject="No heating!!",
        text="""\
Our heat pump stopped last night. We have no heating and no hot water, and it is 11 degrees in the living room.
This is the third time since you installed it in November. Please send somebody today.""",
    ),
    reply(
        march(3, 14, 41),
        JO,
        DSMART,
        "acknowledgement",
        text="""\
Thank you. I forgot to say that the display shows error E12. Here is a photo of it, and the certificate you
asked for.""",
        attached=("display-e12.jpg", "installation-certificate.pdf"),
    ),
    reply(
        march(3, 15, 5),
        ANNA,
        DSMART,
        "notice",
        about=JO,
        text="""Dear Ms Simmons,

I am sorry that you are in the cold. E12 is the flow sensor. Bob Wright, our engineer, has one in the van and I
am asking him to come tomorrow morning. Please leave the pump switched off until he is there.""",
    ),
    Mail(
        at=march(3, 16, 10),
        who=JO,
        to=DSMART,
        knows=JO,
        subject="{case} we now have two fan heaters",
        text="""\
My neighbour has lent us two fan heaters, so we can manage one night. I am writing from my phone and could not
find your letter, so I have put its number in the subject. Who pays for the electricity they use?""",
    ),
    Mail(
        at=march(3, 17, 2),
        who=RICKY,
        to=DSMART,
        knows=JO,
        subject="Re: {case}",
        text="""\
Hi, please send me everything on this case and tell me when you will be at the house. I am dealing with it now.""",
    ),
    reply(
        march(4, 9, 15),
        ANNA,
        DSMART,
        "reminder",
        about=JO,
        text="""#note
Bob's van has broken down on the A34. I am trying to find somebody else; if I cannot, we will be late.""",
    ),
    reply(
        march(5, 8, 50),
        RUTH,
        DSMART,
        "digest",
        text="""1 note I have rung Ms Simmons and apologised
1 assign Anna""",
    ),
    reply(
        march(5, 10, 10),
        ANNA,
        DSMART,
        "escalation",
        about=JO,
        text="""#visited 2026-03-05 09:30
Bob fitted a new flow sensor at half past nine this morning. Heating and hot water are back, and he ran the
system for half an hour before he left. We promised you a visit within 24 hours and came 19 hours late. I am
sorry: our van broke down and we had no second engineer free.""",
    ),
    Mail(
        at=march(5, 11, 0),
        who=TOM,
        to=DSMART,
        subject="Complaint about my solar panels",
        text="""\
I would like to complain. The inverter you fitted in May has shown a red light since Sunday and makes no
electricity. I rang on Monday and was told that it was my broadband, which works.""",
    ),
    Mail(
        at=march(5, 11, 1),
        who=TOM,
        to=DSMART,
        kind=Kind.BOUNCE,
        letter="acknowledgement",
    ),
    reply(
        march(6, 9, 40),
        ANNA,
        DSMART,
        "reminder",
        about=TOM,
        text="""#call 2026-03-06 09:20 rang Mr Webb, he has left that employer and gave me his own address
#set email: tom.webb@home.example
#post acknowledgement""",
    ),
    Mail(
        at=march(6, 10, 5),
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
        at=march(6, 11, 30),
        who=TOM_AT_HOME,
        to=DSMART,
        kind=Kind.DECLINE,
        letter="visit_booked",
        text="I start work at eight on Tuesdays. Wednesday would do.",
    ),
    Mail(
        at=march(6, 12, 15),
        who=ANNA,
        to=DSMART,
        kind=Kind.PRESS,
        letter="notice",
        about=TOM,
        button="Move visit",
        blanks=(("[DAY TIME]", "Wed 11 March 17:30"), ("[NAME]", "Bob")),
    ),
    Mail(
        at=march(6, 12, 40),
        who=TOM_AT_HOME,
        to=DSMART,
        kind=Kind.ACCEPT,
        letter="visit_booked",
    ),
    Mail(
        at=march(11, 18, 40),
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
    reply(
        march(12, 9, 30),
        ANNA,
        DSMART,
        "notice",
        about=TOM,
        text="""#informal
As we agreed on the phone this morning: the inverter works again, and we will send you 40 pounds for the
electricity you lost.""",
    ),
    reply(
        march(12, 10, 5),
        ANNA,
        DSMART,
        "notice",
        about=JO,
        text="""#respond
We found that the flow sensor fitted in November came from a faulty batch, and that both earlier repairs only
reset the error. The new sensor is of another make. We came 19 hours later than we promise to people without
heating.

We will pay for the electricity of the fan heaters (please send us a photo of the meter), and Bob will look at
the pump again in a month, without charge. We now keep a second engineer free for calls like yours.""",
    ),
    reply(
        march(16, 9, 40),
        ANNA,
        DSMART,
        "notice",
        about=JO,
        text="""#file""",
    ),
    reply(
        march(16, 10, 0),
        ANNA,
        DSMART,
        "notice",
        about=JO,
        text="""#cause faulty flow sensor
#close findings sent, heating works, customer content""",
    ),
    reply(
        march(16, 10, 5),
        ANNA,
        DSMART,
        "notice",
        about=TOM,
        text="""#close settled by phone, confirmed in writing""",
    ),
    reply(
        datetime(2026, 5, 18, 10, 30, tzinfo=UTC),
        RUTH,
        DSMART,
        "review",
        text="""We keep a second engineer free for people without heating; since then nobody has waited longer than a day.
New inverters get their software update before they leave the yard. Anna looks after both.""",
    ),
)
