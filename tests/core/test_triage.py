"""Each flag by the words that must raise it and the near misses that must not. Sentences are the project's own."""

from __future__ import annotations

import time

import pytest

from mailbot.core.triage.reading import RULES
from mailbot.core.triage.triage import FLAGS, raise_flags

RAISES = {
    "no_heating": """
        My hot water's disappeared overnight.
        It blows out cold air and it is colder in the house than in the street.
        The cottage has been unheated since your men left.
        There is frost on the inside of the nursery windows.
        The floors are like ice and so are we.
        Not a drop of hot comes out of the kitchen tap.
        we got no heet since sunday
        We are back to cold taps again this morning.
        He hasn't had any heating on for three nights.
        The heater machine and the boiler it stop yesterday.
        Nothing has come on since the new controller.
        There is no way of getting hot water out of it.
        The programmer has gone blank and the temperature is dropping in the flat.
        She keeps warm by the oven.
        It is 7 degrees in her back bedroom.
        Perishing all weekend, boiler showing an error, sister in her coat.
        The boiler has conked out and we are frozen.
        No heating or hot water since Friday lunchtime.
        Our heating has been off for two days.
        the heatin is not comin on
        no hotwater this morning
        The boliers dead again
        Heat pump won't start, house is like a fridge.
        We've lost all our hot water.
        Rads are stone cold upstairs and down.
        There's only cold water coming out of the taps.
        I've had three cold showers in a row.
        The heating packed in on Saturday night.
        Heating's knackered.
        It is freezing in here and the heat pump just shows an error.
        We can't get the heating to come on.
        The cylinder isn't heating.
        Been boiling kettles to wash the baby.
        We are living with a fan heater in one room.
        My parents are sat under blankets in their coats.
        Does dim gwres yma ers neithiwr.
        Dim dwr poeth o gwbl.
        The thermostat says 11 degrees in the lounge.
        Not a drop of hot water anywhere in the house.
        The boiler you fitted last year has broken down.
        We haven't had any heating since your engineer left.
        Heating on the blink again, absolutely perishing in the bungalow.
        The heat pump has stopped and nothing I press brings it back.
        Hot water has gone and the heating is off too.
        The power is back on but the heating still won't come on after the power cut.
        Sorry to trouble you, the radiators have been cold since Monday.
        The immersion has died.
        Heat pump dead.
    """,
    "safety": """
        An eggy smell hangs about by the cooker pipe.
        All four of us woke with splitting heads this morning.
        The alarm by the stairs keeps chirping like mad.
        It makes a spitting noise like a chip pan.
        The main switch on the board keeps flicking off.
        The plug has gone all brown and soft.
        Blue light comes from inside the isolator at night.
        There was a pop and a puff of grey out of the inverter.
        The dog put its nose on the metal leg and it bit him.
        The charger got really hot while charging and melted my mat.
        Water is running down the wall straight onto the down lights.
        The scaffold isn't tied and rocks when you lean on it.
        The last panel is held on by one screw.
        The fuses keep blowing.
        I got stings off the bannister.
        The whole house goes dark each time the oven is on.
        It banged and left black up the wall.
        There's a warm whiff near the battery, bit like tar.
        I can smell gas in the kitchen.
        There is a smell of gas by the meter.
        The carbon monoxide alarm keeps sounding.
        CO detector went off at 3am.
        We have all had headaches in the house since the flue was moved.
        I got an electric shock from the isolator.
        My daughter got a little shock off the tap.
        There's a tingle when I touch the radiator.
        The inverter is buzzing and crackling.
        Sparks came out of the socket.
        There was a flash of light and a bang from the fuse board.
        There is a burning smell in the loft.
        It smells of burnt plastic near the battery.
        I saw smoke coming from the inverter.
        The battery is swollen.
        The battery on the wall is making a hissing noise.
        The isolator is too hot to touch.
        There are scorch marks round the plug.
        Water is dripping into the consumer unit.
        The roof leaks right above the inverter.
        The RCD keeps tripping every night.
        A panel has come loose in the wind and is lifting.
        There are bare wires hanging out of the wall.
        Is it safe to leave it on?
        The cable has melted.
        Prob nothing but the switch by the panels fizzes a bit.
        If I touch the metal case I get a tingle.
        The plug on the tablet charger got very hot and went brown.
        The tracker battery has started to bulge.
        Mae arogl nwy yn y gegin.
        One of the cables is smoking.
        The house smells of fish near the fuse box.
    """,
    "vulnerable": """
        My dad (88) is on the ground floor.
        My aunt, 79, rang me in tears.
        My mother is 84.
        She is an 81 year old lady on her own.
        He is in his nineties.
        I am 78 and cannot manage stairs.
        We have a baby.
        I am seven months pregnant.
        There is a newborn in the house.
        My son is disabled.
        My wife is on oxygen.
        I have COPD.
        He has dialysis at home.
        My insulin has to stay in the fridge with my medication.
        Dad has dementia.
        She has just come out of hospital.
        My husband died in March.
        I live alone.
        She cannot read English.
        My elderly neighbour asked me to write.
        I use a wheelchair.
        I am having chemo.
    """,
    "stage_two_request": """
        Please send this up to whoever sits above her.
        Who do I write to above you?
        I would like it gone through again from scratch.
        That is not an answer to my question.
        I want it put in front of a director.
        I want this taken to stage two.
        Please escalate my complaint.
        I'd like a director to look at this.
        I do not accept your findings.
        I am not satisfied with your reply.
        Please have my complaint reviewed by someone senior.
        I wish to appeal against your decision.
        I'd like somebody above him to read it.
        This needs a fresh pair of eyes, I want it reviewed.
        Your response does not address my main point.
        I request a review of your decision.
        Move this to the next stage please.
        Could someone independent look at my case?
        I want it looked at by somebody who was not involved.
    """,
    "legal_threat": """
        My lawyer says he is drafting the papers.
        This is a letter before action.
        I will take you to court.
        I shall issue a claim in the small claims court.
        I will be starting a Money Claim Online.
        My solicitor will be in touch.
        We act for Mr Jones.
        We will issue proceedings without further notice.
        I am going to sue you.
        I have passed this to my solicitors.
        I'm taking legal advice.
        See you in court.
        I will apply for a county court judgment.
    """,
    "data_request": """
        I'd like an export of all the information stored about my family.
        Send me copies of every letter which mentions me.
        I want to see my file.
        Please send me a copy of all the data you hold about me.
        This is a subject access request.
        I am making a DSAR.
        Send me everything you have on me.
        I would like copies of all recordings of my calls.
        What information do you hold about me?
        Please provide my entire file under GDPR: a copy of my file.
        Under article 15 I ask for my data.
        I want a copy of everything on my case.
        Could I have transcripts of my phone calls please?
    """,
    "data_complaint": """
        You posted my contract to my ex's flat.
        You told my former partner where I live.
        He took my number from the booking form and rings me at night.
        There are pictures of the back of our house on your Facebook page.
        Why do you still have my old address after I left?
        Your fitter has been gossiping about my debts in the village.
        I opened an envelope from you and found a stranger's invoice in it.
        Wipe every trace of my location.
        You sent my contract to the wrong person.
        I have received another customer's invoice.
        This is a data breach.
        Please delete the photos of my house.
        You shared my phone number with a third party without asking.
        You are still holding my details after I asked you to remove them.
        I am going to report this to the ICO.
        You copied everyone in and they can all see our emails.
        I never gave permission for my photo to be used.
        You keep sending me marketing texts although I opted out.
        How did you get my number?
    """,
    "staff_grievance": """
        The depot manager shouts at me and another driver; I want to raise a grievance.
        I want to raise a grievance about my manager.
        My supervisor is bullying me and I work in the warehouse.
        My overtime has not been paid and payroll say nothing.
        I have worked for you for six years and my rota was changed without notice.
        My line manager has started a disciplinary against me.
        As an employee I feel I was passed over; I am considering constructive dismissal.
        I am one of your drivers and my holiday pay is wrong.
    """,
    "spam": """
        We can get your company fifty five star reviews. Interested? Book now.
        You are eligible for a tax rebate. Click here to claim.
        We design logos for businesses of your size from just £29.
        Your storage quota is exceeded. Confirm your account today or it will be closed.
        We help businesses like yours get more leads. Book a free demo today.
        Our complaint handling platform is trusted by 300 companies. Are you open to a quick call?
        Dear customer, verify your bank details within 24 hours by clicking the link below.
        We are a leading SEO agency and can get your website on page one of Google.
        Dear user, your mailbox is full. Click here to validate your account.
        We manufacture solar brackets at factory prices, bulk discount for your company.
        I came across your website and we offer business loans from just 3%.
        Your refund is approved. Kindly open the attachment to confirm your bank details.
    """,
    "complaint": """
        Where has our money gone?
        That was a waste of a morning.
        Slipped slates under the rails.
        That was before Whitsun.
        It took you five weeks to answer one question.
        Nobody has ever told me why, I have asked before.
        Would somebody explain where my money has gone?
        I am being sent round in circles.
        Funny how fast you answer when I owe you something.
        Score: 1 out of 10.
        I would not recommend you.
        It throws me out every two minutes.
        My panels are still in your warehouse.
        Tell your salesman to stop ringing me.
        What am I paying for?
        Monday came and went.
        Hello? Anyone?
        The way you treat old people is beyond me, how you deal with us.
        It would have been nice if he had rung first.
        You cut me off after half an hour on hold.
        The unit sounds like a tractor.
        I am not happy with the work.
        This is a disgrace.
        Nobody has called me back.
        I have emailed four times and had no reply.
        Your fitter broke my gate.
        You charged me twice.
        The app keeps crashing every day.
        The panels have never worked properly.
        I expect an apology.
        I want my money back.
        You promised it would be done by May but it still is not.
        My order is three weeks late.
        What are you going to do about it?
        That can't be right, can it?
        Your trainer was rude.
        I feel let down.
        The tiles were left cracked.
        The invoice is more than you quoted.
        Still waiting for my certificate.
        The driver left my parcel in the rain.
        I was misled about the savings.
        It is not good enough.
        The leak you caused has ruined the ceiling.
        Very poor service all round.
        The tracker you sold me died on day two.
        I should not have to chase you for this.
        Please find my completed feedback form attached.
        The panels give half of what you promised.
        Your men left the garden in a state.
        I'm writing to make a compliant about your driver's attitude.
    """,
    "about:technical": """
        This is the third inverter in a year.
        They drilled a hole right through, not good enough.
        It takes all day to warm up and I am not happy.
        The heat pump leaks and I am not happy.
        The panels generate half of the estimate.
        Your scaffolders smashed three tiles.
        The inverter is faulty.
        The boiler is too noisy at night.
        Radiators only get lukewarm, not good enough.
    """,
    "about:code": """
        I was mis-sold the system and want to cancel.
        You have not returned my deposit.
        The final invoice is higher than the quote, this is wrong.
        I still have no MCS certificate.
        Your salesman said the savings would cover the loan, which is not true.
        You never told us about our cancellation rights and I am unhappy.
    """,
    "about:delivery": """
        That is the third date you have given me.
        Thursday came and went.
        My order has not arrived.
        You cancelled our installation twice.
        The parcel was damaged.
        Nobody turned up for the appointment.
        The tablets are two weeks late.
    """,
    "about:conduct": """
        He called my son an idiot.
        There are boot prints up the stairs and fag ends in the sink.
        He talked down to me all morning.
        Your man reduced my mother to tears.
        Your engineer was rude to my wife.
        The driver swore at me.
        The salesman pressured my mother into signing.
        Nobody rang me back.
        I want to complain about your trainer.
        The fitters left a mess and walked off.
    """,
}

NEAR_MISSES = {
    "no_heating": """
        Would you come out if we were ever left with no heating?
        In our old house we were without heating for a whole winter.
        If a tenant has no hot water, whom should they ring?
        My mum was without hot water but Ali had it going in minutes.
        Why were we without heating for a week two winters ago?
        Last winter we were without heating for a week.
        What happens if the heating goes off at Christmas?
        We are not without heating, no rush.
        There is a power cut here so the heat pump is off.
        The heating was off this morning but it is back on now.
        How do I set the hot water timer?
        Could you quote for a new boiler?
        No heating problems so far, thank you.
        Should I turn the heating off when we go on holiday?
        What temperature should the cylinder be?
        Our hot water bottle leaks, do you sell them?
        The heat pump is a bit louder in cold weather, is that normal?
        My old boiler broke down three years ago which is why I bought a heat pump.
        Would we be without heating during the installation?
        Thanks, hot water is working again.
        I have lost the boiler manual.
    """,
    "safety": """
        Your lads are on fire this week, superb job!
        What would happen if the battery were to catch fire?
        Do you fit a smoke alarm in the loft?
        I was burning with rage when I read it.
        No more smell and no more tripping, thanks.
        Steam was coming out of my ears and smoke out of my ears too.
        The fire service recommend a detector in the garage.
        Is it safe to jet wash the panels?
        Does your course cover electric shock?
        I was shocked and quite upset by your letter.
        Would it burn if there was a house fire?
        There is no smell of gas.
        I was shocked by the price.
        What a bright spark your apprentice is.
        How much is a carbon monoxide alarm?
        This whole thing is giving me a headache.
        My battery needs charging every day.
        Is my data safe with you?
        What is the gas price now?
        We went on a business trip.
        It came as a shock to hear you are closing.
        Do you have a fire risk assessment template?
        What should I do if I ever smell gas?
        The tracker battery lasts two days.
        Would it work in hot weather?
        Your service was shocking.
    """,
    "vulnerable": """
        I nearly had a heart attack when the bill came.
        Would you give something to the hospice raffle?
        We live at 82 Mill Road.
        The house is 80 years old.
        I am 90% sure.
        My account was disabled.
        Where do I record the baby room observations in the nursery app?
        I turned a blind eye.
        My words fall on deaf ears.
        It is an 85 year old property.
        I leave that to you alone.
    """,
    "stage_two_request": """
        Is the next stage only for people who disagree?
        I had no reply to my email.
        I wish to appeal against the warning that my line manager gave me, my shifts were wrong.
        How would I ask for stage two?
        I am a director of a small firm.
        Stage two of the installation is booked for May.
        Thank you, I am satisfied with your reply.
        No need to escalate this.
        The design appeals to me.
        I left you a review on Google.
        What happens at the next stage?
        Your director was very kind.
        Please review my quote.
    """,
    "legal_threat": """
        I will take this further.
        My brother-in-law the barrister says I should sue, haha!
        We play at the tennis court.
        My solicitor needs the certificate for the house sale.
        I live at 4 Court Road.
        I do not want to go to court.
        My insurance claim went through.
        I will leave a bad review.
    """,
    "data_request": """
        Please send me a copy of my invoice.
        Can I have a copy of the manual?
        Please delete my account.
        What data does the tracker use each month?
        Could you resend the quote?
        How do I make a subject access request?
    """,
    "data_complaint": """
        I told you where the meter is.
        Could you delete the second user from our account?
        Please remove me from the visit list on Tuesday.
        I attach photos of the damage.
        This is a breach of contract.
        How do I delete a photo in the app?
        My email address has changed.
        You can share my number with the engineer.
        The parcel went to the wrong address.
    """,
    "staff_grievance": """
        My manager asked me to get a quote.
        I have a grievance with your company about my panels.
        I took unpaid leave to wait for your engineer.
        Your staff bullied my mother into signing.
        As a customer, and also an employee, I want a refund for my tracker; this is not about work.
        The rota module in the app shows the wrong shifts for our staff.
        Your driver should be dismissed.
        I am applying for the job; I was dismissed from my last one.
        My boss docked my wages because your fitter did not come to my house.
        The overtime report in your software is wrong.
    """,
    "spam": """
        I want a refund; my bank details are on the order.
        The special offer you sold me was not honoured.
        Your website will not let me log in.
        I clicked the link in your email and it does not work.
        We are a nursery and need 20 licences for our business.
        Your salesman offered a discount if we signed that day.
        Please unsubscribe me.
        Dear Sir or Madam, it makes a loud noise for five minutes and then switches itself off. The invoice is attached.
        Dear Sir or Madam, the technician came on Tuesday, offered a quick chat and left again. The invoice is attached.
    """,
    "complaint": """
        Are you taking on apprentices? My son is keen.
        Changing my appointment, I have a wedding to go to.
        My aunt does not like the tracker, can we send it back?
        Not a single complaint from me.
        My daughter is 15 and would love some work experience with you.
        I am writing an article and would like to speak to an engineer.
        Thank you for putting it right.
        My CV is attached; I handled complaints at a bank for years.
        After a slow start you won me over, I am a happy customer.
        No complaints from me.
        Thank you so much, the team were brilliant.
        Could you give me a quote for six panels?
        How do I reset my password?
        We have moved house; please update our address.
        That settles it for me, thank you.
        I can't complain, it works a treat.
        When is my annual service due?
        Do you do EV chargers?
        What are your opening hours?
        Please cancel my appointment on Tuesday, I have a dentist visit.
        I dropped my tracker in the sea, can I buy another?
        Our previous installer was useless, could you quote?
        Where can I find your complaints procedure?
        The trainer was not rude at all, she was lovely.
        If you are not satisfied, you can return it within 30 days, your site says: is that right?
        The meter reading is 20441.
        Tuesday at ten is fine.
        Attached are the documents you asked for.
        Does the app work on an iPad?
    """,
}


def _rows(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(flag, line.strip()) for flag, lines in table.items() for line in lines.strip().splitlines()]


def _raised(text: str, subject: str = "", **more: object) -> set[str]:
    return {flag.flag for flag in raise_flags(subject, text, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("flag", "text"), _rows(RAISES), ids=lambda value: str(value)[:60])
def test_these_words_raise_the_flag(flag: str, text: str) -> None:
    assert flag in _raised(text)


@pytest.mark.parametrize(("flag", "text"), _rows(NEAR_MISSES), ids=lambda value: str(value)[:60])
def test_near_misses_do_not_raise_the_flag(flag: str, text: str) -> None:
    assert flag not in _raised(text)


def test_flags_come_in_the_order_of_the_closed_set_and_once_each() -> None:
    text = "No heating. No heating! We have a baby. I smell gas. I smell gas."
    raised = [f.flag for f in raise_flags("No heating", text)]

    assert raised == [flag for flag in FLAGS if flag in raised]
    assert {"no_heating", "safety", "vulnerable", "complaint"} <= set(raised)


def test_the_reason_is_the_writers_own_words_and_short() -> None:
    text = (
        "Well, where to begin. "
        + "Since you asked, " * 30
        + "our HEATING isn’t working, "
        + "and so on, " * 30
        + "yours."
    )

    reason = next(f.because for f in raise_flags("", text) if f.flag == "no_heating")

    assert reason in " ".join(text.split())
    assert "HEATING isn’t working" in reason
    assert len(reason) <= 140


def test_quoted_lines_raise_nothing() -> None:
    assert _raised("Fine, thanks.\n\n> We have no heating\n> This is a disgrace\n") == set()


def test_a_subject_counts_unless_it_is_a_reply_or_ours() -> None:
    assert "no_heating" in _raised("Please ring.", subject="No heating!")
    assert _raised("Please ring.", subject="Re: No heating!") == set()
    assert _raised("Please ring.", subject="AW: No heating!") == set()
    assert _raised("Please ring.", subject="No heating!", subject_is_ours=True) == set()


def test_a_line_wrapped_by_the_mail_client_is_read_as_one_sentence() -> None:
    assert "no_heating" in _raised(
        "Good morning, I am writing to tell you that the heating\nhas not come on since Sunday."
    )


def test_it_stands_for_the_heating_named_just_before() -> None:
    assert "no_heating" in _raised("You serviced the heat pump on Monday. It has packed up.")
    assert "no_heating" not in _raised("You sold me a clock. It has packed up.")


def test_the_same_words_later_put_right_do_not_raise_but_a_relapse_does() -> None:
    assert "no_heating" not in _raised("The heating went off last night. It is back on now.")
    assert "no_heating" in _raised("The heating came back on, but then it went off again and the radiators are cold.")


def test_an_absence_reply_with_a_live_emergency_still_raises_it() -> None:
    raised = _raised("I am away until Monday. Our boiler is still not working.", subject="Automatic reply: your visit")

    assert "no_heating" in raised


@pytest.mark.parametrize(
    "name", ["feedbackform.pdf", "Feedback Form (1).docx", "tiny-tracker_feedback-form_signed.PDF"]
)
def test_a_returned_feedback_form_is_a_complaint_even_in_an_empty_mail(name: str) -> None:
    assert _raised("", attachments=[name]) == {"complaint"}


def test_a_returned_form_with_closing_words_is_no_new_complaint() -> None:
    assert _raised("Form enclosed. The outcome was fair and that is the end of it.", attachments=["form.pdf"]) == set()


def test_asking_for_the_form_is_no_complaint() -> None:
    assert _raised("Could you send me the feedback form please?") == set()


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Undelivered Mail Returned to Sender", "Your message could not be delivered: my complaint about the heating"),
        ("Automatic reply: Complaint", "I am out of the office. I am disappointed to miss you."),
        ("October news", "This month in our newsletter: boilers that let owners down. Unsubscribe. View in browser."),
        ("Undeliverable: Your case", "Your message could not be delivered: the mailbox is full. No heating, it said."),
        (
            "Digest",
            "Top stories: 1. No answer for a month. You received this email because you follow us. Unsubscribe.",
        ),
        ("Complaints?", "We help companies like yours cut complaints. Book a demo with our software team today."),
    ],
    ids=["bounce", "absence", "newsletter", "bounce that quotes", "digest", "sale"],
)
def test_machines_and_sellers_do_not_complain(subject: str, text: str) -> None:
    assert "complaint" not in _raised(text, subject=subject)


def test_a_regulator_that_writes_of_anothers_complaint_about_data_makes_none_itself() -> None:
    text = "We have received a data protection complaint about your company. Please answer within 28 days."

    assert "data_complaint" not in _raised(text, sender="caseworker@ico.example")


def test_signs_of_danger_that_no_rule_names_are_raised_where_they_stand_together() -> None:
    assert "safety" in _raised("Something glows in the meter cupboard.")
    assert "safety" not in _raised("Something glows in the garden.")
    assert "safety" not in _raised("What glows in the meter cupboard?")


def test_signs_of_a_cold_home_count_in_two_sentences_that_follow_each_other() -> None:
    assert "no_heating" in _raised("We sit here in blankets, all three kids. The pump makes no difference.")
    assert "no_heating" not in _raised(
        "We bought blankets for the kids. The parcel is late. The pump makes no difference."
    )


def test_a_regulators_mail_is_no_complaint_of_its_own_but_tells_what_it_is_about() -> None:
    text = "We have received a complaint from your customer Mr Bell about his deposit. Please send your response."

    assert _raised(text) == {"about:code"}


def test_a_staff_address_alone_raises_no_grievance() -> None:
    assert "staff_grievance" not in _raised("The tracker I bought is faulty.", sender="kim@tinytracker.example")


def test_every_rule_cites_its_line_of_the_domain_notes() -> None:
    assert all(rule.source.startswith("domain 6, ") for rule in RULES)


def test_a_hostile_text_is_read_in_linear_time() -> None:
    for piece in ("a ", "heating ", "no ", "( ", "not been smell of ", "told ", "you said, ", "1 ", "we were "):
        started = time.process_time()
        raise_flags("", piece * 10_000)
        assert time.process_time() - started < 5
