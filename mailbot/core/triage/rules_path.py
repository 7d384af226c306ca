"""Rules for `stage_two_request` and `legal_threat`. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.pattern import Pattern
from mailbot.core.triage.rules import Rule, Window, rules

_SENIOR = (
    r"(?:directors?|managing director|ceo|chief exec\w*|boss|bosses|owner|(?:more )?senior(?! citizen)(?: \w+)?"
    r"|someone (?:more )?senior|higher[ -]?up|someone higher"
    r"|(?:someone|somebody|a person|anyone) (?:else|above|over|higher|different|independent|impartial|neutral|new"
    r"|with (?:more|some) (?:authority|clout|sense))|head of \w+|(?:your|his|her|their|the) (?:line )?(?:manager"
    r"|superior|boss|supervisor)|top brass|the top|next level|another (?:person|manager|member)"
    r"|different (?:person|manager)|somebody (?:higher|senior)|management"
    r"|who ?(?:m ?)?ever (?:\w+ ){0,2}(?:over|above|senior|higher|in charge|runs)|(?:person|man|woman"
    r"|people) (?:above|over)\b)"
)
_REPLY = (
    r"(?:reply|response|answer|letter|findings?|decision|outcome|conclusions?|explanation|resolution|report"
    r"|investigation|offer|verdict|summary|proposal|suggestions?|result|reasoning|account of (?:it|events|what))"
)
_ASKS = (
    r"(?:want|wants|would like|id like|wed like|like|ask|asking|request|requesting|please|can|could|wish|demand"
    r"|insist|need|expect|must|require|prefer|escalate|refer|pass|take|get|let|have|put|forward|appreciate|hope)"
)

#: domain 6, "stage two": the next stage, somebody senior, a review, disagreement with our reply; not asking how
STAGE_TWO: tuple[Rule, ...] = rules(
    "stage_two_request",
    "domain 6, stage two",
    (Window.NEGATED, Window.ASKING),
    (
        "names the stage",
        r"(?:next|second|final|higher|2nd) (?:stage|phase|level)\b|(?:stage|phase|level) (?:two|2|ii)\b",
        r"stage (?:two|2|ii) (?:of (?:the|our|your|my) (?:install\w*|works?|job|project|payment|build|roll ?out"
        r"|fit)|payment|deposit|invoice|charg\w+|funding)|(?:next|second|final) (?:stage|phase|step|level) (?:of"
        r"|for) (?:the|our|my|your) (?:install\w*|works?|job|project|build|order|payment|application|roll"
        r"|training|set)|three[ -]phase|phase (?:two|2) (?:supply|meter)",
    ),
    (
        "somebody senior",
        rf"{_ASKS}\b[^.!?]{{0,80}}?\b{_SENIOR}\b[^.!?]{{0,60}}?\b(?:look|review|read|consider|deal|see|handle"
        rf"|reply|respond|decide|investigate|take|check|go over|go through|examine|reconsider|assess|contact|call"
        rf"|ring|phone|write|intervene|involved|attention|get back)\w*"
        rf"|(?:escalat\w*|refer\w*|pass(?:ed|ing)?|take|taken|taking|go|going|sen[dt]|put|bump\w*|kick\w*|move\w*"
        rf"|forward\w*|elevate\w*|raise\w*|raised)\b[^.!?]{{0,50}}?\b(?:to|with|by|before|over|above|in front of"
        rf"|past) (?:\w+ ){{0,3}}{_SENIOR}|(?:speak|talk|write|complain|hear|reply|review|looked|deal|dealt"
        rf"|reviewed|investigated|considered|decided|seen|read)\w* (?:\w+ ){{0,3}}(?:to|with|from"
        rf"|by) (?:\w+ ){{0,2}}(?:directors?|managing director|ceo|chief exec\w*|owner of|someone (?:more )?senior"
        rf"|somebody (?:more )?senior|someone (?:above|higher)|somebody (?:above|higher)|senior \w+|(?:someone"
        rf"|somebody|anyone|a person) (?:independent|impartial|with|in authority|other than|outside|else"
        rf"|who (?:was|were|is|has)nt|not involved))|who(?:s| is)? [^.!?]{{0,30}}?\b(?:above|over) (?:you|him|her"
        rf"|them)\b|over (?:his"
        rf"|her|their|your) heads?\b|(?:someone|somebody"
        rf"|anyone|a person|people|person)(?: \w+)? who (?:was|were|is|has|had)(?:nt| not| no"
        rf"| never)(?: \w+){{0,4}}? (?:involved|part|connected|anything|dealt|written|seen|had)\b",
        r"(?:im|i am|as) (?:a|the|one of the) (?:\w+ )?(?:director|ceo|owner|manager)|(?:director|manager|owner"
        r"|head) (?:of|at) (?:a|our|my|the) (?:\w+ )?(?:nursery|school|company|firm|business|setting)"
        r"|someone else (?:to|for) (?:install|quote|fix|repair|do|fit)|(?:engineer|fitter|technician"
        r"|installer)s? (?:to|else)|our (?:director|manager|ceo|boss)|my (?:manager|boss|director)",
    ),
    (
        "escalate",
        r"(?:escalat(?:e|ed|ing)\b|escalation\b)",
        r"(?:without|no need|not|dont want|avoid|rather not|hope not|before i|to avoid) (?:\w+ ){0,3}escalat\w+"
        r"|de-?escalat|escalator|prices? (?:\w+ )?escalat|escalat\w+ (?:price|cost|bill|energy)",
    ),
    (
        "asks for a review",
        rf"(?:review|reconsider|re-?examine|re-?investigate|re-?assess|revisit|re-?open|look again at"
        rf"|re-?look at)(?:ed|ing|s)? (?:of )?(?:my|our|the|this|your|that)(?: \w+){{0,2}} ?(?:complaint|case"
        rf"|decision|{_REPLY}|matter|refusal)|{_ASKS}(?: \w+){{0,6}} (?:(?:complaint|case|decision|this|it|matter"
        rf"|outcome|findings) (?:to be |be |is |gets? )?(?:reviewed|reconsidered|re-?examined|looked at again"
        rf"|re-?opened|re-?investigated|looked at (?:properly )?(?:by|afresh)))"
        r"|(?:ask|asking|request|requesting|want|like|demand|seek|seeking|need|wish|entitled to|please arrange"
        r"|arrange) (?:\w+ ){0,4}(?:an? )?(?:(?:formal|internal|independent|full|proper|second|further|directors?"
        r"|senior|management) )*review\b(?! of (?:our|my) (?:system|account|licen|plan))"
        r"|(?:look|looked|go|gone|goes|start|started|investigat\w+|consider\w*|reviewed|done"
        r"|dealt with)\b[^.!?]{0,40}?\b(?:from scratch|afresh|all over again"
        r"|from the (?:start|beginning|top))|fresh (?:pair of )?(?:eyes|look)|second (?:opinion|look) (?:on"
        r"|at) (?:my|the|this)|(?:wish|want|like"
        r"|going|right|intend|am|need|hereby|would like) (?:to )?appeal(?:ing)?\b|(?:my|an|this"
        r"|formal) appeal\b(?! to)|appeal(?:ing)? (?:against|this|the|that|your)|independent (?:person|review"
        r"|investigation|investigator|look|assessment of (?:my|the) complaint)",
        r"appeal(?:s|ing)? to (?:me|us)|google review|leave (?:a|you) (?:\w+ )?review|online review|trustpilot"
        r"|annual review|review (?:the )?(?:quote|contract|system|plan|settings)|(?:directors?|you|she|he"
        r"|they) (?:have |has |had )?reviewed my (?:complaint|case)[^.!?]*(?:thank|fair|happy)",
    ),
    (
        "rejects our reply",
        rf"(?:not|isnt|arent|am not|wasnt|un|dis|far from|hardly|nowhere near|anything but|never|still not"
        rf"|not at all|no way) ?(?:at all |very |really |remotely |fully |entirely |in any way )?(?:satisfied"
        rf"|happy|content|convinced|impressed|reassured|good enough)\b(?: \w+){{0,3}}? (?:with|by"
        rf"|about) (?:\w+ ){{0,3}}{_REPLY}|(?:do not|dont|cannot|cant|wont|will not|refuse to|unable to|never"
        rf"|not going to|not prepared to|not willing to) (?:just |simply |possibly |fully )?(?:accept"
        rf"|agree with)\b (?:(?:any of )?(?:this|that|it|what)\b(?! (?:size|tariff|plan|quote|card))|(?:your|the"
        rf"|his|her|their|these|those|anns|robs|a single) (?:\w+ ){{0,2}}?(?:{_REPLY}|version|excuse\w*|position"
        rf"|view|reasons?|word)|what (?:you|he|she|they|\w+ (?:has|have|had)))"
        rf"|(?:{_REPLY}|it|you|that|which|this|he|she|rob|letter)(?: really| simply| still| just| has"
        rf"| have)? (?:doesnt|does not|dont|do not|hasnt|have not|havent|didnt|did not|fails? to|failed to|never"
        rf"|ignores?|ignored|dodges|avoids|skips|barely|not) (?:even |really |actually |begin to "
        rf"|come close to )?(?:answer\w*|address\w*|deal\w* with|respond\w* to|touch\w* on|resolve\w*|explain\w*"
        rf"|half|most|what)\b(?: \w+){{0,2}} ?(?:what|my|half|any|the|a single|anything|most|points?|question\w*"
        rf"|concern\w*|complaint|issues?)\b|(?:reject|dispute|disagree with|challenge|contest|unhappy with"
        rf"|dissatisfied with|disappointed (?:with|by)) (?:all of |most of )?(?:your|the|his|her|their|robs"
        rf"|this) (?:\w+ ){{0,2}}?{_REPLY}|(?:not|isnt|hardly|wasnt) (?:an |a |much of an |any (?:kind|sort) of "
        rf"|a proper |a real )?(?:answer|reply|response)(?: to (?:my|the|what)|$|[.!,])"
        rf"|leaves? me (?:\w+ )?(?:where|no (?:wiser|further|nearer))|{_REPLY} (?:is"
        rf"|was) (?:\w+ )?(?:unsatisfactory|not good enough"
        rf"|inadequate|unacceptable|not acceptable|whitewash|a cop[ -]?out|wrong|nonsense|a joke|insulting"
        rf"|an insult)",
        r"(?:sales|support ticket|quote) (?:reply|response)|survey|answer (?:the|your|my|their) (?:phone|calls?"
        r"|emails?|door)|dont accept (?:card|cash|cheque|payment|amex|visa)",
    ),
)

_COURT = r"(?:court|courts|tribunal|small claims?)"
#: domain 6, "legal": letter before action, county court, small claims, solicitor acting; no joke, no "taking further"
LEGAL: tuple[Rule, ...] = rules(
    "legal_threat",
    "domain 6, legal",
    (Window.NEGATED, Window.JOKE),
    (
        "letter before claim",
        r"letters? (?:before|of|prior to) (?:action|claim|court|proceedings|legal)|\blba\b|pre-? ?action"
        r"|notice of (?:action|intended (?:claim|proceedings)|intention to (?:sue|claim|issue))"
        r"|practice direction",
    ),
    (
        "court",
        rf"county court|small ?claims?|money ?claim|mcol\b|sheriff court|simple procedure|high court|ccj\b"
        rf"|court (?:action|claim|proceedings|case|papers|summons|order|route|fees?|judg\w+)|(?:take|taking|taken"
        rf"|go|going|goes|gone|see|seeing|through|proceed|via|in|end up in|up in|file\w* in"
        rf"|before)(?: \w+){{0,3}}? (?:to )?(?:the )?{_COURT}\b(?! (?:road|street|lane|close|house|yard|avenue"
        rf"|drive|\w+ (?:road|street)))|(?:issue|issuing|start|starting|begin|beginning|commence|commencing|bring"
        rf"|bringing|file|filing|lodge|lodging|make|making|pursue|pursuing|put in) (?:a |an |the |my |our |formal "
        rf"|legal )*(?:proceedings|claim (?:against|in|for damages|through|online)|legal claim|claim without"
        rf"|court)|claim against (?:you|your (?:company|firm)|dsmart|tiny)|a (?:judge|writ)\b|let (?:a|the) judge",
        r"(?:tennis|squash|food|basketball|badminton|netball|padel) court|court ?yard|(?:insurance|warranty"
        r"|expenses|grant|seg|vat|guarantee|export|tax) claim|claim (?:against|on|under|from) (?:your|my|the"
        r"|our) (?:insurance|insurer|warranty|guarantee)|\d+ \w+ court\b|jury service|not (?:go|going) to court",
    ),
    (
        "legal steps",
        r"legal (?:action|proceedings|steps|route|advice|advisers?|advisors?|team|representatives?|representation"
        r"|remedies|redress|recourse|channels|department will|claim|means|letter|help|cover|options)"
        r"|take (?:this |it |the matter )?legal(?:ly)?\b|litigat\w+|(?:will|shall|ill|going to|have to|could|can"
        r"|may|might|gonna|to|well|be|we|threaten to|forced to|happily|am) (?:\w+ )?(?:sue|suing)\b|suing (?:you"
        r"|your|the)|sue (?:you|your|the|dsmart|tiny)|get sued|lawyers?\b|barristers?\b|(?:issue|begin|start"
        r"|commence|bring|take|instigate|initiate) proceedings|statutory demand|breach of contract claim",
        r"(?:legal|law) (?:team|department) (?:at|of) (?:our|my|the) (?:school|council|nursery) (?:need|want|ask)"
        r"|legal (?:requirement|obligation|owner)\b|solicitors? (?:for|handling) (?:my|our|the) (?:house|sale"
        r"|purchase)|our legal team (?:need|would like|has asked for) (?:a|your|the) (?:copy|dpa|contract|terms)",
    ),
    (
        "solicitor acting",
        r"solicitors?\b[^.!?]{0,60}?\b(?:will|shall|advis\w+|act\w*|instruct\w*|letter|write|writing|written"
        r"|contact\w*|touch|hear|involved|involve|handle|deal|take|taking|pursue|correspond|say|says|said"
        r"|recommend\w*|draft\w*)\b|(?:instruct\w*|consult\w*|contact\w*|speak\w*|spoken|spoke|see|seeing|seen"
        r"|talk\w*|engag\w+|appoint\w*|get|getting|got|pass\w*|refer\w*|hand\w*|hear from|go to|gone to"
        r"|in touch with|involv\w+|using|from|call\w*|hir\w+|via|through)\b[^.!?]{0,40}?\b(?:my |our |a |an "
        r"|the )?(?:family )?(?:solicitor|lawyer|law firm)s?\b|we (?:act|are acting"
        r"|are instructed)(?: \w+){0,3} (?:for|on behalf|by|in)|instructed by|we (?:are|have been) (?:retained"
        r"|engaged|consulted|appointed) (?:by|on behalf)|(?:we|i) represent (?:mr|mrs|ms|miss|dr|the)"
        r"|our client\b|(?:acting|act) (?:on behalf of|for) (?:the above|our client|mr|mrs|ms|miss|dr)"
        r"|solicitors$|llp\b|(?:my|our) (?:solicitor|lawyer|barrister)s? (?:has|have|had|says?|said|tells?|told"
        r"|advis\w+|recommends?|wants?|is|will)\b",
        r"(?:selling|sale of|house sale|conveyanc\w+|purchase|buying|buyers?|moving|probate|completion"
        r"|remortgag\w+|estate agent|sold)|our client(?:s)? (?:website|portal|base|care)|(?:im|i am|as) (?:a"
        r"|an) (?:solicitor|lawyer)",
    ),
)
#: the joke that must not count (domain 6, legal: "not: brother-in-law joke")
JOKE = Pattern(
    r"\b(?:lol|haha\w*|ha ha|hehe|joking|kidding|only teasing|jk|brother[ -]in[ -]law|tongue in cheek"
    r"|just messing|j/k)\b|[;:]-?\)|😂|🤣|😉|😜"
)
