"""How a whole mail sounds: closing, doubtful, about energy or software. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.pattern import Pattern
from mailbot.core.triage.rules_heating import HEAT

#: domain 6, costs: "closing" words of a customer who is done
CLOSING = Pattern(
    r"\b(?:(?:that|this|which) settles (?:it|things|the matter)|(?:happy|content|prepared|willing"
    r"|fine) to (?:leave it|draw a line|call it|let it)|leave it (?:there|at that)|(?:the |thats the |thats "
    r"|an )?end of (?:it|the matter|the story|things)\b|draw a line|(?:matter|case|complaint|issue|problem"
    r"|it)s? (?:is |as |has been |now |is now |can be |may be |has now been |be ){1,3}(?:closed|settled|resolved"
    r"|sorted|dealt with|concluded)|no further (?:action|questions|issues|complaints?)|nothing (?:more|further"
    r"|else) (?:needed|to do|required|to add|from me)|all (?:sorted|resolved|fixed|good) (?:now|thanks|thank)"
    r"|all sorted|all good now|(?:am|im|are|were|now|very|perfectly|quite|more than|entirely|really|fully"
    r"|completely|totally|so) (?:happy|satisfied|content|pleased|delighted) (?:now|with (?:the|that|your|how|this"
    r"|what))|consider (?:it|this|the matter|this matter|the case) (?:closed|settled|resolved)|apology accepted"
    r"|drop (?:it"
    r"|the complaint|my complaint|the matter)|withdraw (?:my|the|our|this)|(?:can|could|please"
    r"|may) (?:now )?close (?:it|the|my|this|our)|accept (?:your|the) (?:offer|apology|outcome|explanation"
    r"|decision|findings|response)|outcome was fair|fair (?:outcome|enough)|no hard feelings"
    r"|water under the bridge|(?:makes|made) (?:perfect |complete |total )?sense(?: now)?|no longer (?:wish|want"
    r"|need) to (?:complain|pursue)|dont need (?:anything|any) (?:else|more|further)|thats (?:great|perfect|fine"
    r"|brilliant|lovely|all i needed)|works? perfectly now)\b"
)

#: which firm's mail this is, from its own words: the procedure is not known here (domain 6, set: about)
ENERGY_WORDS = Pattern(
    rf"\b(?:solar|panels?|pv|inverter|{HEAT}|boiler|kwh|kw|seg\b|feed[ -]in|mcs\b|recc\b|napit|roof|scaffold\w*"
    rf"|install(?:ation|ed|er|ers|ing)?|wiring|consumer unit|fuse ?(?:box|board)|electric(?:s|al|ity|ian)?"
    rf"|rewir\w+|ev charger|charge ?point|battery storage|surveyor|fitter|engineer|fitted|tiles|loft|export)\b"
)
DIGITAL_WORDS = Pattern(
    r"\b(?:trackers?|app|software|licen[cs]es?|log ?in|logged in|password|subscription|portal|nursery|nurser(?:y"
    r"|ies)|tablets?|webinar|training|trainer|parcel|courier|postage|ordered|bought it|returned it|onboarding|gps"
    r"|pendant|strap|sync\w*|dashboard|collar|key ?worker|observations|user accounts?|helpdesk|support team"
    r"|preschool|childminder|users)\b"
)

#: domain 6, costs: doubt counts as a complaint; words whose different kinds, together, make the doubt
SIGNS: dict[str, str] = {
    word: sign
    for sign, words in {
        "you": "you your yours youve youd youre lads fitter fitters engineer installer office",
        "negation": "not isnt wasnt werent dont doesnt didnt cant cannot couldnt wont wouldnt never no none nobody"
        " nothing "
        "without neither nor hasnt havent hadnt nowhere hardly barely",
        "time": "week weeks months month days hours again twice still yet counting already fourth third fifth since"
        " until ago times "
        "august september winter term yesterday",
        "feeling": "tears crying mad bend ruined hell stress stressed horrible bad worse worry worried dread sad sorry"
        " angry "
        "fuss strange sick tired lonely scared unpleasant hard struggle struggling suffering suffered",
        "harm": "damp away loose hole stain leak leaking short drone wrong mix lost gone marks mess late less drop"
        " worse cracked "
        "broken faulty down damage damaged flooded stuck dead missing fault fail failed failing problem problems"
        " stopped dirty",
        "duty": "should ought supposed intend explain owe owed refund repay fix mend repair correct swap expected"
        " explanation "
        "responsible responsibility sort promised paid cost costs money pay",
        "contrast": "but instead although despite however even yet only whole merely rather",
        "praise": "great lovely brilliant superb love fab fabulous excellent happy pleased perfect fantastic wonderful"
        " delighted "
        "thrilled impressed recommend amazing cheers",
    }.items()
    for word in words.split()
}
SIGNS_ENOUGH = 5
FIRST_PERSON = frozenset("i me my we us our im ive weve id mine ours".split())
TOO_SHORT_TO_PRESUME = 6  # words
#: a question that reproaches rather than asks
REPROACH = Pattern(
    r"^(?:why|so|is (?:this|that|it)(?! (?:something|possible|ok|okay|available|included|all right|alright"
    r"|still))|are you(?! (?:hiring|able|taking|open|free|available))|how (?:come|on earth|can|dare|many)"
    r"|what (?:kind|sort|on earth|am i"
    r"|is the point)|who (?:is|do) (?:above|you)|when (?:will|are) (?:someone|you)|do you)\b|\bam i\b"
)
#: domain 6: asking, ordering, answering, thanking, informing; a mail with one of these is presumed no more
HARMLESS = Pattern(
    r"\b(?:thanks?|thank you|thx|cheers|ta|diolch|grateful|appreciate\w*|great|lovely|brilliant|superb|excellent"
    r"|fantastic|wonderful|fab|love it|five stars|saved us|delighted|pleased|perfect|works? (?:well|a treat"
    r"|perfectly|fine)|(?:no|zero|not a single|without) complaints?|(?:moving|rearranging|changing|booking) (?:my"
    r"|our|the)|impressed|congratulations|well done"
    r"|credit where|happy customer|out of the bag|happy (?:to|with|new|christmas)"
    r"|(?:can|could|would|will|may|do|does) (?:you|i|we|someone|somebody) (?!believe|imagine|honestly)|(?:please"
    r"|kindly) (?!sort|explain|fix|do something|put)|quot(?:e|es|ation)\b|(?:like|want|wish|looking|love|hoping"
    r"|need|keen|trying) to (?:book|order|know|arrange|buy|request|add|find|learn|have|see|talk|speak|chat|meet"
    r"|interview|visit|work|join|install|upgrade|get a"
    r"|discuss|confirm|update|change|apply|cancel|renew|ask|enquire|move|register|join|switch|set up)|looking for"
    r"|interested in|enquir\w+ about|just (?:wanted|to|wondering|a quick|checking)|wonder\w*"
    r"|fyi|attach(?:ed|ing|ment)|enclos\w+|confirm\w*|noted|fine|ok|okay|yes|no problem|no worries|see you"
    r"|sounds good|that works|look(?:ing)? forward|reading is|(?:new|our|my) (?:address|number|email) is"
    r"|have moved|moved (?:house|to)|will be (?:away|in|at home|there|out)|reminder|invit\w+|hope (?:this|you|all"
    r"|that)|wishing|newsletter|meeting|out of (?:the )?office|away (?:until|from)|limited access|auto-?respon\w+"
    r"|on holidays?"
    r"|vacanc\w+|apply\w*|application|candidate|agenda|minutes|patch|version \d"
    r"|pull request|would love|work experience|article|journalist|raffle|donat\w+|https?|best regards from"
    r"|dear (?:sir|madam|all|team|colleagues?|customer|friend))\b"
)
