"""Rules for the flags that turn a case onto another path: stage two, legal, data protection, staff, spam. Tables only.

Shape and reading of a rule: core/triage_rules.py.
"""

from __future__ import annotations

import re

from mailbot.core.triage_rules import Rule, Window, gap, rules

_SENIOR = (
    r"(?:directors?|managing director|ceo|chief exec\w*|boss|bosses|owner|(?:more )?senior(?! citizen)(?: \w+)?|someone (?:more )?senior|higher[ -]?up|someone higher"
    r"|(?:someone|somebody|a person|anyone) (?:else|above|over|higher|different|independent|impartial|neutral|new|with (?:more|some) (?:authority|clout|sense))|head of \w+|(?:your|his|her|their|the) (?:line )?(?:manager|superior|boss|supervisor)|top brass|the top|next level|another (?:person|manager|member)|different (?:person|manager)|somebody (?:higher|senior)|management)"
)
_REPLY = r"(?:reply|response|answer|letter|findings?|decision|outcome|conclusions?|explanation|resolution|report|investigation|offer|verdict|summary|proposal|suggestions?|result|reasoning|account of (?:it|events|what))"
_ASKS = r"(?:want|wants|would like|id like|wed like|like|ask|asking|request|requesting|please|can|could|wish|demand|insist|need|expect|must|require|prefer|escalate|refer|pass|take|get|let|have|put|forward|appreciate|hope)"

#: domain 6, "stage two": the next stage, somebody senior, a review, disagreement with our reply; not: asking how, closing
STAGE_TWO: tuple[Rule, ...] = rules(
    "stage_two_request",
    "domain 6, stage two",
    (Window.NEGATED, Window.ASKING),
    (
        "names the stage",
        "stage phase level step",
        r"(?:next|second|final|higher|2nd) (?:stage|phase|level)\b|(?:stage|phase|level) (?:two|2|ii)\b",
        r"stage (?:two|2|ii) (?:of (?:the|our|your|my) (?:install\w*|works?|job|project|payment|build|roll ?out|fit)|payment|deposit|invoice|charg\w+|funding)|(?:next|second|final) (?:stage|phase|step|level) (?:of|for) (?:the|our|my|your) (?:install\w*|works?|job|project|build|order|payment|application|roll|training|set)|three[ -]phase|phase (?:two|2) (?:supply|meter)",
    ),
    (
        "somebody senior",
        "director ceo boss owner senior higher above else head manager superior supervisor top management independent impartial different next another managing neutral chief over clout authority someone somebody anyone person",
        rf"{_ASKS}\b[^.!?]{{0,80}}?\b{_SENIOR}\b[^.!?]{{0,60}}?\b(?:look|review|read|consider|deal|see|handle|reply|respond|decide|investigate|take|check|go over|go through|examine|reconsider|assess|contact|call|ring|phone|write|intervene|involved|attention|get back)\w*"
        rf"|(?:escalat\w*|refer\w*|pass(?:ed|ing)?|take|taken|taking|go|going|sent?|put|bump\w*|kick\w*|move\w*|forward\w*|elevate\w*|raise\w*|raised)\b[^.!?]{{0,50}}?\b(?:to|with|by|before|over|above|past) (?:\w+ ){{0,3}}{_SENIOR}|(?:speak|talk|write|complain|hear|reply|review|looked|deal|dealt|reviewed|investigated|considered|decided|seen|read)\w* (?:\w+ ){{0,3}}(?:to|with|from|by) (?:\w+ ){{0,2}}(?:directors?|managing director|ceo|chief exec\w*|owner of|someone (?:more )?senior|somebody (?:more )?senior|someone (?:above|higher)|somebody (?:above|higher)|senior \w+|(?:someone|somebody) (?:independent|impartial|who (?:was|were|is|has)nt|not involved))|over (?:his|her|their|your) heads?\b|(?:someone|somebody|anyone|a person|people|person)(?: \w+)? who (?:was|were|is|has|had)(?:nt| not| no| never)(?: \w+){{0,4}}? (?:involved|part|connected|anything|dealt|written|seen|had)\b",
        r"(?:im|i am|as) (?:a|the|one of the) (?:\w+ )?(?:director|ceo|owner|manager)|(?:director|manager|owner|head) (?:of|at) (?:a|our|my|the) (?:\w+ )?(?:nursery|school|company|firm|business|setting)|someone else (?:to|for) (?:install|quote|fix|repair|do|fit)|(?:engineer|fitter|technician|installer)s? (?:to|else)|our (?:director|manager|ceo|boss)|my (?:manager|boss|director)",
    ),
    (
        "escalate",
        "escalat",
        r"(?:escalat(?:e|ed|ing)\b|escalation\b)",
        r"(?:without|no need|not|dont want|avoid|rather not|hope not|before i|to avoid) (?:\w+ ){0,3}escalat\w+|de-?escalat|escalator|prices? (?:\w+ )?escalat|escalat\w+ (?:price|cost|bill|energy)",
    ),
    (
        "asks for a review",
        "review reconsider appeal fresh again relook revisit reopen independent",
        rf"(?:review|reconsider|re-?examine|re-?investigate|re-?assess|revisit|re-?open|look again at|re-?look at)(?:ed|ing|s)? (?:of )?(?:my|our|the|this|your|that)(?: \w+){{0,2}} ?(?:complaint|case|decision|{_REPLY}|matter|refusal)|{_ASKS}(?: \w+){{0,6}} (?:(?:complaint|case|decision|this|it|matter|outcome|findings) (?:to be |be |is |gets? )?(?:reviewed|reconsidered|re-?examined|looked at again|re-?opened|re-?investigated|looked at (?:properly )?(?:by|afresh)))"
        r"|(?:ask|asking|request|requesting|want|like|demand|seek|seeking|need|wish|entitled to|please arrange|arrange) (?:\w+ ){0,4}(?:an? )?(?:(?:formal|internal|independent|full|proper|second|further|directors?|senior|management) )*review\b(?! of (?:our|my) (?:system|account|licen|plan))|fresh (?:pair of )?(?:eyes|look)|second (?:opinion|look) (?:on|at) (?:my|the|this)|(?:wish|want|like|going|right|intend|am|need|hereby|would like) (?:to )?appeal(?:ing)?\b|(?:my|an|this|formal) appeal\b(?! to)|appeal(?:ing)? (?:against|this|the|that|your)|independent (?:person|review|investigation|investigator|look|assessment of (?:my|the) complaint)",
        r"appeal(?:s|ing)? to (?:me|us)|google review|leave (?:a|you) (?:\w+ )?review|online review|trustpilot|annual review|review (?:the )?(?:quote|contract|system|plan|settings)|(?:directors?|you|she|he|they) (?:have |has |had )?reviewed my (?:complaint|case)[^.!?]*(?:thank|fair|happy)",
    ),
    (
        "rejects our reply",
        "satisf happy accept agree answer content address disagree reject disput enough good dodge ignore wrong convinc",
        rf"(?:not|isnt|arent|am not|wasnt|un|dis|far from|hardly|nowhere near|anything but|never|still not|not at all|no way) ?(?:at all |very |really |remotely |fully |entirely |in any way )?(?:satisfied|happy|content|convinced|impressed|reassured|good enough)\b(?: \w+){{0,3}}? (?:with|by|about) (?:\w+ ){{0,3}}{_REPLY}|(?:do not|dont|cannot|cant|wont|will not|refuse to|unable to|never|not going to|not prepared to|not willing to) (?:just |simply |possibly |fully )?(?:accept|agree with)\b (?:(?:any of )?(?:this|that|it|what)\b(?! (?:size|tariff|plan|quote|card))|(?:your|the|his|her|their|these|those|anns|robs|a single) (?:\w+ ){{0,2}}?(?:{_REPLY}|version|excuse\w*|position|view|reasons?|word)|what (?:you|he|she|they|\w+ (?:has|have|had)))"
        rf"|(?:{_REPLY}|it|you|that|which|this|he|she|rob|letter)(?: really| simply| still| just| has| have)? (?:doesnt|does not|dont|do not|hasnt|have not|havent|didnt|did not|fails? to|failed to|never|ignores?|ignored|dodges|avoids|skips|barely|not) (?:even |really |actually |begin to |come close to )?(?:answer\w*|address\w*|deal\w* with|respond\w* to|touch\w* on|resolve\w*|explain\w*|half|most|what)\b(?: \w+){{0,2}} ?(?:what|my|half|any|the|a single|anything|most|points?|question\w*|concern\w*|complaint|issues?)\b|(?:reject|dispute|disagree with|challenge|contest|unhappy with|dissatisfied with|disappointed (?:with|by)) (?:all of |most of )?(?:your|the|his|her|their|robs|this) (?:\w+ ){{0,2}}?{_REPLY}|{_REPLY} (?:is|was) (?:\w+ )?(?:unsatisfactory|not good enough|inadequate|unacceptable|not acceptable|whitewash|a cop[ -]?out|wrong|nonsense|a joke|insulting|an insult)",
        r"(?:sales|support ticket|quote) (?:reply|response)|survey|answer (?:the|your|my|their) (?:phone|calls?|emails?|door)|dont accept (?:card|cash|cheque|payment|amex|visa)",
    ),
)

_COURT = r"(?:court|courts|tribunal|small claims?)"
#: domain 6, "legal": letter before action, county court, small claims, solicitor acting; not a relative's joke, not "taking further"
LEGAL: tuple[Rule, ...] = rules(
    "legal_threat",
    "domain 6, legal",
    (Window.NEGATED, Window.JOKE),
    (
        "letter before claim",
        "letter pre preaction lba notice protocol",
        r"letters? (?:before|of|prior to) (?:action|claim|court|proceedings|legal)|\blba\b|pre-? ?action|notice of (?:action|intended (?:claim|proceedings)|intention to (?:sue|claim|issue))|practice direction",
    ),
    (
        "court",
        "court small money mcol judg ccj ordinary claim writ summons",
        rf"county court|small ?claims?|money ?claim|mcol\b|sheriff court|simple procedure|high court|ccj\b|court (?:action|claim|proceedings|case|papers|summons|order|route|fees?|judg\w+)|(?:take|taking|taken|go|going|goes|gone|see|seeing|through|proceed|via|in|end up in|up in|file\w* in|before)(?: \w+){{0,3}}? (?:to )?(?:the )?{_COURT}\b(?! (?:road|street|lane|close|house|yard|avenue|drive|\w+ (?:road|street)))|(?:issue|issuing|start|starting|begin|beginning|commence|commencing|bring|bringing|file|filing|lodge|lodging|make|making|pursue|pursuing|put in) (?:a |an |the |my |our |formal |legal )*(?:proceedings|claim (?:against|in|for damages|through|online)|legal claim|claim without|court)|claim against (?:you|your (?:company|firm)|dsmart|tiny)|a (?:judge|writ)\b|let (?:a|the) judge",
        r"(?:tennis|squash|food|basketball|badminton|netball|padel) court|court ?yard|(?:insurance|warranty|expenses|grant|seg|vat|guarantee|export|tax) claim|claim (?:against|on|under|from) (?:your|my|the|our) (?:insurance|insurer|warranty|guarantee)|\d+ \w+ court\b|jury service|not (?:go|going) to court",
    ),
    (
        "legal steps",
        "legal litigat sue suing sued lawyer barrister proceedings statutory",
        r"legal (?:action|proceedings|steps|route|advice|advisers?|advisors?|team|representatives?|representation|remedies|redress|recourse|channels|department will|claim|means|letter|help|cover|options)|take (?:this |it |the matter )?legal(?:ly)?\b|litigat\w+|(?:will|shall|ill|going to|have to|could|can|may|might|gonna|to|well|be|we|threaten to|forced to|happily|am) (?:\w+ )?(?:sue|suing)\b|suing (?:you|your|the)|sue (?:you|your|the|dsmart|tiny)|get sued|lawyers?\b|barristers?\b|(?:issue|begin|start|commence|bring|take|instigate|initiate) proceedings|statutory demand|breach of contract claim",
        r"(?:legal|law) (?:team|department) (?:at|of) (?:our|my|the) (?:school|council|nursery) (?:need|want|ask)|legal (?:requirement|obligation|owner)\b|solicitors? (?:for|handling) (?:my|our|the) (?:house|sale|purchase)|our legal team (?:need|would like|has asked for) (?:a|your|the) (?:copy|dpa|contract|terms)",
    ),
    (
        "solicitor acting",
        "solicitor act instruct client behalf lawyer retain llp represent",
        rf"solicitors?\b[^.!?]{{0,60}}?\b(?:will|shall|advis\w+|act\w*|instruct\w*|letter|write|writing|written|contact\w*|touch|hear|involved|involve|handle|deal|take|taking|pursue|correspond|say|says|said|recommend\w*|draft\w*)\b|(?:instruct\w*|consult\w*|contact\w*|speak\w*|spoken|spoke|see|seeing|seen|talk\w*|engag\w+|appoint\w*|get|getting|got|pass\w*|refer\w*|hand\w*|hear from|go to|gone to|in touch with|involv\w+|using|from|call\w*|hir\w+|via|through)\b[^.!?]{{0,40}}?\b(?:my |our |a |an |the )?(?:family )?(?:solicitor|lawyer|law firm)s?\b|we (?:act|are acting|are instructed)(?: \w+){{0,3}} (?:for|on behalf|by|in)|instructed by|we (?:are|have been) (?:retained|engaged|consulted|appointed) (?:by|on behalf)|(?:we|i) represent (?:mr|mrs|ms|miss|dr|the)|our client\b|(?:acting|act) (?:on behalf of|for) (?:the above|our client|mr|mrs|ms|miss|dr)|solicitors$|llp\b",
        r"(?:selling|sale of|house sale|conveyanc\w+|purchase|buying|buyers?|moving|probate|completion|remortgag\w+|estate agent|sold)|our client(?:s)? (?:website|portal|base|care)|(?:im|i am|as) (?:a|an) (?:solicitor|lawyer)",
    ),
)
#: the joke that must not count (domain 6, legal: "not: brother-in-law joke")
JOKE = re.compile(r"\b(?:lol|haha\w*|ha ha|hehe|joking|kidding|only teasing|jk|brother[ -]in[ -]law|tongue in cheek|just messing|j/k)\b|[;:]-?\)|😂|🤣|😉|😜")

_HELD = r"(?:hold\w*|have|has|had|keep|kept|store|stored|got|possess|process|retain|on file|collected|gathered|recorded|held)"
#: domain 6, "SAR": a copy of everything, what you hold on me, recordings, GDPR, DSAR
DATA_REQUEST: tuple[Rule, ...] = rules(
    "data_request",
    "domain 6, SAR",
    (Window.NEGATED, Window.ASKING),
    ("names it", "subject sar dsar article right data information gdpr", r"subject access|d?sars?\b|article 15|art\.? ?15|right of access|(?:data|gdpr|information) (?:access )?request|access request"),
    (
        "a copy of everything",
        "copy copies everything all data file send see provide records recording information what",
        rf"cop(?:y|ies) of (?:\w+ ){{0,3}}(?:everything|(?:all|any|every|my|our|the|entire|full|whole)(?: \w+){{0,4}} (?:data|information|info|records?|file|files|recordings?|emails|notes|correspondence|calls|paperwork|documents?))(?: \w+){{0,8}}? (?:{_HELD}|about|on|relat\w+|concern\w+|regarding) (?:\w+ )?(?:me|us|my|myself|him|her|about)\b|cop(?:y|ies) of (?:everything|(?:my|our) (?:entire |whole |full |complete |personal )*(?:file|data|records)|all (?:of )?(?:my|the|your) (?:personal )?(?:data|records|information|recordings))"
        rf"|(?:everything|all|any|every(?:thing)?|what(?:ever)?|anything)(?: the| of the| my| personal| kind of| sort of)*(?: data| information| info| details| records| stuff| emails| notes)?(?: that| which)?(?: do| does)? (?:you|your company|the company|your firm|dsmart|tiny tracker)(?:ve)?(?: \w+){{0,3}}? {_HELD}(?: \w+){{0,3}}? (?:about|on|regarding|relating to|concerning|in relation to) (?:me|us|my \w+|our \w+|him|her|myself)|(?:data|information|info|records) (?:that )?(?:you|is|being|are)(?: \w+){{0,3}}? {_HELD}(?: \w+){{0,2}}? (?:about|on|regarding|relating to|concerning) (?:me|us|myself|my \w+)|everything (?:on|in) (?:my|this|the|our) (?:file|case|record|account)",
    ),
    ("recordings", "recording transcript recorded", r"(?:send|want|like|provide|need|request\w*|copy|copies|have|hear|get|access|see|give)\b[^.!?]{0,50}?\b(?:recordings?|transcripts?) of (?:my|our|the|all|any|every|that|those|phone|telephone)(?: \w+){0,3}? ?(?:calls?|conversations?|phone)|(?:call|phone|telephone) (?:recordings?|transcripts?)(?: \w+){0,5}? (?:me|mine|my|us|please)|recorded calls? with me"),
    ("Welsh", "gwrthrych cais data", r"cais (?:am )?(?:gwrthrych|fynediad|wybodaeth)|gwrthrych am"),
)

_MINE = r"(?:my|our|his|her|their|mums?|me|us|childs?|customers?|peoples?|personal|private)"
_PERSONAL = r"(?:photos?|pictures?|images?|videos?|footage|data|details|information|info|number|phone number|email(?: address)?|address|name|records?|bank details|file|report|medical \w+|card details)"
#: domain 6, "DP complaint": breach, sent to the wrong person, delete my photos, shared my details, still holding
DATA_COMPLAINT: tuple[Rule, ...] = rules(
    "data_complaint",
    "domain 6, DP complaint",
    (Window.NEGATED,),
    (
        "breach",
        "breach data privacy gdpr confidential ico commissioner leak",
        r"(?:data|privacy|gdpr|confidentiality|security|information) (?:breach\w*|leak\w*|violation)|breach\w* (?:of )?(?:the |my |our |your )?(?:\w+ )?(?:gdpr|data|privacy|confiden\w+|dpa)|data protection (?:complaint|failure|breach|issue|concern)|(?:report|complain\w*|reported|complaint|go|going|contact\w*|refer\w*|writing)(?: \w+){0,5} (?:the )?(?:ico\b|information commissioner\w*)|(?:against|violat\w+|break\w*|broken|infring\w*) (?:the )?(?:gdpr|data protection)|(?:misus\w+|mishandl\w+) (?:of )?(?:my|our|personal) (?:personal )?(?:data|details|information)",
        r"do you have (?:a |an )?(?:gdpr|data|privacy)|(?:data|security) breach (?:policy|training|cover|insurance)|what (?:is|are) your",
    ),
    (
        "wrong person",
        "wrong someone somebody another other stranger different else elses neighbour cc copied bcc",
        rf"(?:sent|send|sending|emailed|posted|mailed|forwarded|gave|given|went|gone|addressed|delivered|disclosed|shared)\b[^.!?]{{0,70}}?\b(?:{_PERSONAL}|bill|invoice|letter|contract|quote|email|it|this|one|statement|photos)?\b[^.!?]{{0,30}}?\bto (?:the |a |an |my |some )?(?:(?:completely |totally )?different (?:person|customer|family|parent|client|household)|wrong (?:person|address|email|customer|family|parent|recipient|people|house)|(?:complete |total )?strangers?|someone else\b|somebody else\b|another (?:customer|person|parent|family|client)|other (?:customers|people|parents|families)|ex\b|neighbour)|(?:someone|somebody|another (?:customer|person|parent|family|client)|other (?:customer|people|parent|famil\w+|client)|a stranger|different (?:customer|person|family|child)|wrong (?:customer|person|child|family))(?:s|es)?(?: elses| else)?(?: \w+){{0,2}} {_PERSONAL}\b|(?:someone|somebody) elses (?:\w+ )?(?:invoice|bill|letter|contract|statement|account|data|report|quote|child\w*|order|documents?)|another (?:customer|person|parent|famil\w+|client|child)\w* (?:\w+ ){{0,3}}(?:invoice|bill|letter|contract|statement|details|data|report|photos?|name|address|email)"
        rf"|(?:cc|cced|copied|copying|bcc)(?:d|ed)? (?:\w+ ){{0,3}}(?:everyone|everybody|all|every|other|others|hundreds|dozens|whole)(?: \w+){{0,6}}|(?:can|could) see (?:\w+ )?(?:other|another|everyones?|someone elses|somebody elses|all the other)(?: \w+){{0,3}} ?(?:{_PERSONAL}|emails?|addresses|accounts?|children|reports?)|{_PERSONAL} (?:\w+ ){{0,3}}(?:visible|exposed|public|available) to (?:other|every|any|all|the)",
        r"(?:parcel|package|order|goods|delivery|delivered|tracker|tablet|box)s?\b[^.!?]{0,40}(?:wrong (?:address|house)|neighbour)|someone elses? (?:order|parcel|tracker)|(?:my|our|an?|the) (?:other|new|different|right) (?:email|address) (?:is|please)",
    ),
    (
        "delete what is mine",
        "delet remov eras tak wip destroy",
        rf"(?:delet\w+|remov\w+|eras\w+|tak(?:e|en)|wip\w+|destroy\w*|get rid of)\b(?: \w+){{0,4}}? (?:down )?(?:{_MINE}|the|those|these|all)(?: \w+){{0,3}}? (?:photos?|pictures?|images?|videos?|footage|data|personal (?:data|details|information)|details|information|records?)\b|(?:photos?|pictures?|images?|videos?|footage|data|details|information)\b[^.!?]{{0,60}}?\b(?:deleted|removed|erased|taken down|destroyed|wiped)|right to (?:erasure|be forgotten)|(?:photos?|pictures?|images?|videos?)\b[^.!?]{{0,80}}\btake (?:it|them|these|those) down",
        r"(?:from|off) (?:the |my |our )?(?:app|dashboard|tracker|phone|tablet|screen|calendar)|accidentally|by (?:mistake|accident)|i (?:have |ve )?(?:deleted|removed)|how (?:do|can|to|would) (?:i|we|you)?(?: \w+)? ?(?:delete|remove)|old details|(?:missing|lost|disappeared)",
    ),
    (
        "shared or used without asking",
        "shar pass sold sell gave given disclos leak posted put publish used using told without consent permission facebook instagram website marketing read tell reveal know",
        rf"(?:shar\w+|pass(?:ed|ing)(?: on)?|sold|selling|gave|given|giving|disclos\w+|leak\w+|publish\w*|post(?:ed|ing)|put|handed(?: over)?)\b(?: out| on| over)?(?: \w+){{0,3}}? {_MINE}(?: \w+){{0,3}}? (?:{_PERSONAL}|house|home|child\w*|situation|circumstances|medical\w*)\b[^.!?]{{0,60}}?\b(?:to|with|on|online|without|out|consent|permission|facebook|instagram|website|third)|(?:without|no|never gave|didnt give|never gave you|did not give)(?: \w+){{0,3}} (?:consent|permission|asking|authoris\w+|say[- ]so)\b[^.!?]{{0,60}}?{_PERSONAL}|{_PERSONAL}\b[^.!?]{{0,80}}?\b(?:without|no|never gave|didnt give) (?:\w+ ){{0,3}}(?:consent|permission|asking|my knowledge|authoris\w+)|(?:photos?|pictures?|images?|videos?) of (?:my|our|me|us|the)(?: \w+){{0,3}} (?:on|to|onto|in) (?:your|the|facebook|instagram|social|a)|(?:how|where) (?:did|have|has) (?:you|they|he|she|your \w+)(?: \w+)? (?:get|got|find|found|obtain\w*) my (?:number|email|details|address|name)|(?:told|read|gave|given|giving|telling|disclosed|revealed|confirmed)(?: out)?(?: \w+){{0,3}} my (?:home |new |personal |private |mobile |phone |bank )?(?:address|number|details|whereabouts|medical)|knows? where i live|who (?:gave|sold) you my (?:number|email|details)",
        r"i (?:have |already )?(?:gave|told|given|read)|(?:please|can you|could you|you can|feel free to|happy for you to) (?:share|pass|put|give)|(?:password|login|tracker) details",
    ),
    (
        "still holding, still writing",
        "still keep continu holding unsubscrib marketing",
        rf"(?:still|continu\w+ to) (?:\w+ )?(?:hold|holding|have|has|got|keep|keeping|store|storing|process\w*|using|use)\b(?: \w+){{0,3}} (?:my|our|his|her|their) (?:\w+ ){{0,2}}(?:{_PERSONAL})|(?:photos?|pictures?|images?|data|details) (?:are|is) still on (?:his|her|their|your|the) (?:phone|server|system|website|facebook)|(?:still|keep|keeps|kept|continu\w+)(?: \w+){{0,3}} (?:send\w*|get\w*|receiv\w*|text\w*|email\w*|call\w*)\b[^.!?]{{0,40}}?(?:marketing|newsletters?|promotional|sales (?:texts|emails|calls)|texts|spam)|(?:asked|told) (?:you|them) (?:\w+ ){{0,4}}(?:to )?(?:stop|unsubscribe|remove)(?:\w+)?(?: \w+){{0,4}} (?:email\w*|text\w*|contact\w*|marketing|mailing|list|call\w*)",
        r"still have (?:my|our) (?:details|address|email) (?:on file )?(?:right|correct)|do you still have",
    ),
)

_STAFF_MATTER = (
    r"(?:grievance|rota\b|overtime|bull(?:y|ied|ying)|harass\w*|discriminat\w*|dismiss(?:al|ed)|disciplin\w+|unpaid|not (?:been )?paid|havent (?:been )?paid|hasnt paid|holiday pay|sick pay|wages|payslip|pay ?roll|payday"
    r"|shifts?\b|tribunal|acas\b|constructive|resign\w*|annual leave|maternity|whistle\w*|redundan\w*|p45|contract of employment|zero[ -]hours?|timesheets?|underpaid|back ?pay|probation|appraisal|favouritism|victimis\w+|sexist|racist|racism|sexual|picked on|reported my|working conditions|my hours|leave request|union rep)"
)
_STAFF_FIRST_PERSON = (
    r"(?:my (?:line |direct |shift |team |depot |area )?(?:manager|supervisor|team leader|foreman)|my (?:\w+ )?(?:rota|shifts?|payslip|wages|overtime|employment|appraisal|probation|disciplinary|p45|contract of employment|pay|salary|holiday pay|sick pay|annual leave|timesheets?|role|job here|hours|colleagues|redundancy|resignation|dismissal)"
    r"|i work (?:for (?:you|the company|dsmart|tiny)|here|in (?:the|your) (?:warehouse|office|depot|accounts?|stores|team|support|sales|workshop|yard|call centre))|(?:ive|i have|having) (?:worked|been working|been employed|been with)(?: \w+){0,2} (?:for (?:you|the company|dsmart|tiny)|here|in (?:the|your) (?:warehouse|office|depot|accounts?|stores|team|support|sales|workshop|yard|call centre)|with (?:you|the company))"
    r"|as an? (?:employee|member of (?:the |your )?(?:staff|team)|apprentice)|(?:im|i am|as) one of (?:your|the) (?:fitters|engineers|drivers|staff|installers|trainers|electricians|apprentices|employees|developers|sales team|team|warehouse)|(?:im|i am) (?:in|on) the (?:warehouse|office|support|sales|accounts|install\w*|field|depot) (?:team|crew|staff)|(?:im|i am) (?:an? )?(?:employee|apprentice|member of (?:the |your )?(?:staff|team)|employed (?:by|here|as))|(?:staff|employee|payroll|clock) (?:number|no|id)|since i (?:started|joined)(?: \w+)? (?:here|in|the company|as|with you|work)|my (?:employer|employee) (?:file|record)|paid me for|paying me (?:for|for my)|pay me for|\bhr\b)"
)
STAFF_SOURCE = "domain 6, staff"
#: domain 6, "staff": employment words and first-person employment together, anywhere in the mail; precision first
STAFF_MATTER = re.compile(rf"\b{_STAFF_MATTER}")
STAFF_FIRST_PERSON = re.compile(rf"\b{_STAFF_FIRST_PERSON}")
#: a customer's own working life, or an employee writing as a customer (E49)
NOT_STAFF = re.compile(
    r"\bas a (?:customer|parent|client|homeowner)|not (?:about|to do with|related to|connected (?:with|to)) (?:my |the )?(?:work|job|employment)|nothing to do with (?:my |the )?(?:work|job|employment)"
    r"|(?:rota|payroll|staff|shift|overtime|hr|timesheet|holiday)s? (?:module|feature|function|report|screen|page|tab|app|software|export|system|section)|\bour (?:software|app|subscription|licen\w+|account|tablets?|trackers?)\b|(?<!one of )your (?:software|app|engineers?|fitters?|installers?|surveyors?|panels|drivers?|trainers?|product)\b"
    r"|my (?:house|home|solar|panels|heat pump|boiler|heating|tracker|subscription|order|installation|roof|system)\b|(?:vacancy|cv\b|job application|applying for|covering letter)|(?:took|take|taken|taking|lost|use|used|missed|swap\w*|book\w*)(?: \w+){0,4} (?:off work|day off|unpaid leave|annual leave|my shift|wages|overtime|a days pay)"
)

STAFF_WORDS = frozenset(
    "manager supervisor foreman leader rota shift shifts payslip wages overtime employment appraisal probation disciplinary p45 pay "
    "salary holiday sick leave timesheet timesheets role job hours colleagues redundancy resignation dismissal work worked working "
    "employee employed apprentice staff payroll hr grievance fitters engineers drivers installers trainers".split()
)
SPAM_WORDS = frozenset(
    "business businesses companies firms seo leads demo unsubscribe platform agency manufacture manufacturer supplier wholesale "
    "partner partnership ranking rank google traffic sales revenue crm software trial backlinks casino crypto bitcoin forex loan "
    "funding click verify validate mailbox kindly attachment attach bank account beneficiary inheritance lottery prize refund "
    "password invoice link https http attached trusted specialise specialize website reaching bulk offer".split()
)
BULK_WORDS = frozenset(
    "unsubscribe unsubscribed subscribed newsletter preferences browser mailing edition issue receiving rights reserved sponsored".split()
)
SPAM_SOURCE = "domain 6, spam"
#: domain 6, "spam": the marks of an unsolicited sale or a phish, one a group; two groups make spam
SALES_MARKS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"\b(?:{pattern})")
    for pattern in (
        r"we (?:help|work with|partner with|support|specialis\w+|specializ\w+|provide|offer|supply|are a leading|are an? (?:\w+ )?(?:agency|supplier|provider|manufacturer)|manufacture|can (?:help|get|increase|boost|double|generate|offer|supply|reduce))\b|i (?:help|work with|run|represent|specialis\w+) (?:\w+ )?(?:companies|businesses|firms|a|an)\b|our (?:software|platform|tool|solution|product|agency|database|service|team) (?:is|helps?|lets|can|will|allows|makes|gives|automates|trusted|tracks|reduces|saves|cuts)|introduc\w+ our|are you looking (?:for|to)|looking to (?:grow|boost|increase|cut)|tired of",
        r"(?:companies|businesses|firms|organisations|organizations|installers|teams|brands) (?:like|such as|similar to) (?:yours|your)|(?:your|his|small|other|500|hundreds of|thousands of|over \d+|[\d,]+) (?:business(?:es)?|companies|firms|website|company|sales team|brand|competitors|online presence|installers)\b|business owners?|decision[ -]maker|the person (?:responsible|in charge)|uk businesses",
        r"seo\b|page one|first page of google|google rank\w*|rank (?:on|higher|no)|back ?links?|guest post\w*|qualified leads|(?:more|new|fresh|exclusive|solar|heat pump) leads|lead[ -]gen\w*|mailing lists? of|email (?:list|database)|web ?(?:site )?(?:design|development) (?:services|agency|company)|(?:increase|boost|double|skyrocket|grow) (?:your )?(?:sales|traffic|revenue|conversions?|business|reviews|leads)|roi\b|complaints? (?:handling|management) (?:software|system|platform|tool)|(?:handling|managing|tracking) (?:of )?complaints|crm\b|business (?:loan|funding|finance|energy|electricity)|invoice finance|wholesale|factory|manufacturer|bulk (?:price|order|discount)|crypto\w*|bitcoin|forex|casino|merchant (?:account|services)",
        r"(?:quick|short|brief|10|15|20|30|ten|fifteen|five|5)[ -](?:min\w* )?(?:call|chat|demo|meeting|minutes|min|zoom)|book (?:a|your) (?:demo|call|slot|free)|free (?:trial|demo|audit|consultation|quote|sample)|(?:are you |would you be |be )?(?:open to|free for|interested in) (?:a|an|hearing|learning|seeing|trying|our)|schedule a|calendly|reply (?:yes|stop|interested)|let me know (?:if you(?:re| are) interested|a good time)|special offer|limited[ -]time|% off|discount (?:code|for)|act now|sign up|start(?:ing)? (?:from|at) (?:just|only)|only £|from just|best price",
        r"unsubscribe|opt[ -]?out|to stop receiving|remove (?:you|yourself) from|if this (?:isnt|is not) (?:relevant|for you)|(?:hope|trust) this (?:email |message )?finds you|reaching out|came across your (?:website|company|profile|business)|i noticed (?:that )?your (?:website|company|site)|follow(?:ing)? up on my (?:last|previous) (?:email|message)|dear (?:business owner|sir or madam|sir/madam|purchasing|manager)|just bumping",
    )
)
PHISH_MARKS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"\b(?:{pattern})")
    for pattern in (
        r"dear (?:valued )?(?:customer|user|client|beneficiary|account holder|email user|friend|sir|winner|taxpayer)|attention:?|congratulations|greetings|dear \S+@\S+",
        r"(?:refund|compensation|payment|prize|inheritance|fund|transfer|rebate|parcel|package|invoice|consignment|grant|lottery)\b[^.!?]{0,50}?\b(?:approved|pending|waiting|available|ready|awaiting|released|on hold|overdue|won|processed|due to you|attached)|(?:won|winner of|claim your)|million (?:dollars|pounds|usd|euro)|next of kin",
        r"(?:bank|card|account|billing|payment|login|security|identity) ?(?:detail|info|number|credentials|identity)\w*|(?:verify|confirm|validate|update|re-?activate) (?:your|the|you) (?:\w+ ){0,2}(?:account|identity|detail\w*|password|payment|mailbox|information|email|bank)|(?:account|mailbox|email|storage|password)\b[^.!?]{0,30}?\b(?:suspend\w*|locked|limited|expir\w+|deactivat\w*|full|terminated|blocked|closed)|unusual (?:sign|login|activity)|gift cards?|western union|wire transfer",
        r"click (?:here|the|on|below|this)|(?:secure |following |link )(?:link )?below|open (?:the )?(?:attach\w*|link|document|file)|(?:download|view) (?:the )?(?:attach\w*|invoice|document|file)|within (?:24|48|12|72) ?(?:hours?|hrs?)|immediately to avoid|failure to (?:do so|comply|verify)|kindly\b|https?://\S+",
    )
)
#: a customer of ours speaks: then doubt keeps the mail a complaint
CUSTOMER_SPEAKS = re.compile(
    r"\byour (?:engineer|fitter|installer|driver|rep|salesman|surveyor|trainer|lads?|men|guys|(?:team|staff|company) (?:was|were|has|have|told|said|left|did|never)|company (?:fitted|installed|sold|charged|took|sent))|\byou (?:fitted|installed|sold (?:me|us)|told (?:me|us)|promised|charged (?:me|us)|sent (?:me|us)|quoted|put in|took my|have charged)|\bmy (?:order|tracker|panels|heat pump|boiler|installation|system|deposit|subscription|invoice|complaint|roof|account|contract|refund|app)\b|\b(?:i|we) (?:ordered|bought|paid|signed|purchased|complained|emailed|rang|called you|asked you)|just been emailed|ive (?:just )?(?:been|had|received)|(?:we|i) (?:have|were|was|are|am) (?:had )?no\b|your member\b"
)
#: marks of a newsletter; two of them keep its words from being a person's
NEWSLETTER_MARKS = re.compile(
    r"\b(?:unsubscribe|view (?:it |this )?(?:\w+ )?in (?:your |a |the )?browser|(?:you(?:re| are)|you have) (?:receiv\w+ this|been sent this|subscribed)|subscribed to|newsletter|manage (?:your )?preferences|email preferences|update your preferences|mailing list|this (?:month|week)s? (?:edition|issue|at|in|newsletter)|in this issue|read more|forward to a friend|privacy policy|all rights reserved|no longer wish to receive|terms and conditions apply|shop now|sponsored)\b"
)
BOUNCE_MARKS = re.compile(
    r"\b(?:delivery (?:has |to the following \w+ )?(?:failed|permanently)|could(?: not|nt) be delivered|undeliver\w+|mail delivery (?:sub)?system|delivery status notification|returned to sender|message (?:was |has )?(?:not |been )?(?:delivered|rejected|blocked)|address (?:not found|rejected|couldnt be found)|mailbox (?:full|unavailable|not found)|recipient(?:s)? (?:address )?(?:rejected|unknown)|user unknown|permanent (?:fatal )?errors?|diagnostic code|550 5\.\d|final[ -]recipient|mailer-daemon)"
)
#: domain 6, flow: a regulator's or code body's mail joins a case, it is no complaint of its own (E25)
REGULATOR = re.compile(
    r"\b(?:(?:received|had|registered|logged|been contacted|accepted|investigating)\b[^.!?]{0,60}?\b(?:from|by) (?:one of )?your (?:customer|client|member)s?|complaint (?:form )?(?:from|by|made by|raised by|against your (?:firm|company) by) (?:your|a) (?:customer|client)|dispute resolution (?:team|service|officer)|your (?:member|membership|certification|registration|company) (?:ref\w*|number|no)\b|(?:recc|napit|mcs|trading standards|ombudsman|citizens advice|adjudicat\w+|cedr)\b[^.!?]{0,40}\b(?:team|officer|department|case ?worker|case handler|investigator|service)s?$|our case (?:ref\w*|number)|as your certification body|as a (?:scheme )?member of (?:the code|recc|napit))"
)
REGULATOR_SENDERS = re.compile(r"@(?:[\w-]{1,40}\.){0,3}(?:recc|renewableassurance|napit|mcscertified|cedr|ombudsman|ico|tradingstandards|citizensadvice)[\w-]{0,20}\.", re.I)
