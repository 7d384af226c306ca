"""Rules for `data_request` and `data_complaint`. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.triage.rules import Rule, Window, rules

_HELD = (
    r"(?:hold\w*|have|has|had|keep|kept|store|stored|got|possess|process|retain|on file|collected|gathered"
    r"|recorded|held)"
)
#: domain 6, "SAR": a copy of everything, what you hold on me, recordings, GDPR, DSAR
DATA_REQUEST: tuple[Rule, ...] = rules(
    "data_request",
    "domain 6, SAR",
    (Window.NEGATED, Window.ASKING),
    (
        "names it",
        r"subject access|d?sars?\b|article 15|art\.? ?15|right of access|(?:data|gdpr"
        r"|information) (?:access )?request|access request",
    ),
    (
        "a copy of everything",
        rf"cop(?:y|ies) of (?:\w+ ){{0,3}}(?:everything|(?:all|any|every|my|our|the|entire|full"
        rf"|whole)(?: \w+){{0,4}} (?:data|information|info|records?|file|files|recordings?|emails|notes"
        rf"|correspondence|calls|paperwork|documents?))(?: \w+){{0,8}}? (?:{_HELD}|about|on|relat\w+|concern\w+"
        rf"|regarding) (?:\w+ )?(?:me|us|my|myself|him|her|about)\b|cop(?:y|ies) of (?:everything|(?:my"
        rf"|our) (?:entire |whole |full |complete |personal )*(?:file|data|records)|all (?:of )?(?:my|the"
        rf"|your) (?:personal )?(?:data|records|information|recordings))"
        rf"|(?:cop(?:y|ies)|export|download|extract|print ?out|dump|list) of (?:\w+ ){{0,4}}(?:data|information"
        rf"|records)\b[^.!?]{{0,40}}?\b(?:stored|held|kept"
        rf"|recorded|against|about|on|for|linked|tied|relating)(?: \w+){{0,2}} (?:me|my|us|our)\b"
        rf"|cop(?:y|ies) of (?:every|all|any|each)\b[^.!?]{{0,60}}?\b(?:mention\w*|names?|about|concern\w*"
        rf"|regard\w*) (?:me|my|us)\b|(?:which|that) mentions? (?:me|my name)\b|(?:see|view|inspect"
        rf"|have access to) (?:my|our) (?:\w+ )?(?:file|records)\b"
        rf"|(?:everything|all|any|every(?:thing)?|what(?:ever)?|anything)(?: the| of the| my| personal| kind of"
        rf"| sort of)*(?: data| information| info| details| records| stuff| emails| notes)?(?: that| which)?(?: do"
        rf"| does)? (?:you|your company|the company|your firm|dsmart"
        rf"|tiny tracker)(?:ve)?(?: \w+){{0,3}}? {_HELD}(?: \w+){{0,3}}? (?:about|on|regarding|relating to"
        rf"|concerning|in relation to) (?:me|us|my \w+|our \w+|him|her|myself)|(?:data|information|info"
        rf"|records) (?:that )?(?:you|is|being|are)(?: \w+){{0,3}}? {_HELD}(?: \w+){{0,2}}? (?:about|on|regarding"
        rf"|relating to|concerning) (?:me|us|myself|my \w+)|on file (?:about|on|for|regarding) me|everything (?:on"
        rf"|in) (?:my|this|the|our) (?:file|case"
        rf"|record|account)",
    ),
    (
        "recordings",
        r"(?:send|want|like|provide|need|request\w*|copy|copies|have|hear|get|access|see"
        r"|give)\b[^.!?]{0,50}?\b(?:recordings?|transcripts?) of (?:my|our|the|all|any|every|that|those|phone"
        r"|telephone)(?: \w+){0,3}? ?(?:calls?|conversations?|phone)|(?:call|phone|telephone) (?:recordings?"
        r"|transcripts?)(?: \w+){0,5}? (?:me|mine|my|us|please)|recorded calls? with me",
    ),
    ("Welsh", r"cais (?:am )?(?:gwrthrych|fynediad|wybodaeth)|gwrthrych am"),
)

_MINE = r"(?:my|our|his|her|their|mums?|me|us|childs?|customers?|peoples?|personal|private)"
_PERSONAL = (
    r"(?:photos?|pictures?|images?|videos?|footage|data|details|information|info|number|phone number"
    r"|email(?: address)?|address|name|records?|bank details|file|report|medical \w+|card details)"
)
#: domain 6, "DP complaint": breach, sent to the wrong person, delete my photos, shared my details, still holding
DATA_COMPLAINT: tuple[Rule, ...] = rules(
    "data_complaint",
    "domain 6, DP complaint",
    (Window.NEGATED,),
    (
        "breach",
        r"(?:data|privacy|gdpr|confidentiality|security|information) (?:breach\w*|leak\w*|violation)"
        r"|breach\w* (?:of )?(?:the |my |our |your )?(?:\w+ )?(?:gdpr|data|privacy|confiden\w+|dpa)"
        r"|data protection (?:complaint|failure|breach|issue|concern)|(?:report|complain\w*|reported|complaint|go"
        r"|going|contact\w*|refer\w*|writing)(?: \w+){0,5} (?:the )?(?:ico\b|information commissioner\w*)"
        r"|(?:against|violat\w+|break\w*|broken|infring\w*) (?:the )?(?:gdpr|data protection)|(?:misus\w+"
        r"|mishandl\w+) (?:of )?(?:my|our|personal) (?:personal )?(?:data|details|information)",
        r"do you have (?:a |an )?(?:gdpr|data|privacy)|(?:data|security) breach (?:policy|training|cover"
        r"|insurance)|what (?:is|are) your",
    ),
    (
        "wrong person",
        rf"(?:sent|send|sending|emailed|posted|mailed|forwarded|gave|given|went|gone|addressed|delivered|disclosed"
        rf"|shared)\b[^.!?]{{0,70}}?\b(?:{_PERSONAL}|bill|invoice|letter|contract|quote|email|it|this|one"
        rf"|statement|photos)?\b[^.!?]{{0,30}}?\bto (?:the |a |an |my |some )?(?:(?:completely "
        rf"|totally )?different (?:person|customer|family|parent|client|household)|wrong (?:person|address|email"
        rf"|customer|family|parent|recipient|people|house)|(?:complete |total )?strangers?|someone else\b"
        rf"|somebody else\b|another (?:customer|person|parent|family|client)|other (?:customers|people|parents"
        rf"|families)|ex(?:s|es)?\b|former (?:husband|wife|partner)|neighbour)|(?:someone|somebody"
        rf"|another (?:customer|person|parent|family|client)"
        rf"|other (?:customer|people|parent|famil\w+|client)|a stranger|different (?:customer|person|family|child)"
        rf"|wrong (?:customer|person|child|family))(?:s|es)?(?: elses| else)?(?: \w+){{0,2}} {_PERSONAL}\b"
        rf"|(?:someone elses|somebody elses|strangers) (?:\w+ )?(?:invoice|bill|letter|contract|statement|account"
        rf"|data|report"
        rf"|quote|child\w*|order|documents?)|another (?:customer|person|parent|famil\w+|client"
        rf"|child)\w* (?:\w+ ){{0,3}}(?:invoice|bill|letter|contract|statement|details|data|report|photos?|name"
        rf"|address|email)"
        rf"|(?:got|had|received|opened|sent|given|found)\b[^.!?]{{0,60}}?\b(?:neighbours?|strangers?"
        rf"|other peoples?) (?:\w+ ){{0,2}}(?:agreement|contract|letter|statement|bill|invoice|details|documents?"
        rf"|paperwork)\b"
        rf"|(?:cc|cced|copied|copying|bcc)(?:d|ed)? (?:\w+ ){{0,3}}(?:everyone|everybody|all|every|other|others"
        rf"|hundreds|dozens|whole)(?: \w+){{0,6}}|(?:can|could) see (?:\w+ )?(?:other|another|everyones?"
        rf"|someone elses|somebody elses|all the other)(?: \w+){{0,3}} ?(?:{_PERSONAL}|emails?|addresses|accounts?"
        rf"|children|reports?)|{_PERSONAL} (?:\w+ ){{0,3}}(?:visible|exposed|public|available) to (?:other|every"
        rf"|any|all|the)",
        r"(?:parcel|package|order|goods|delivery|delivered|tracker|tablet|box)s?\b[^.!?]{0,40}(?:wrong (?:address"
        r"|house)|neighbour)|someone elses? (?:order|parcel|tracker)|(?:my|our|an?|the) (?:other|new|different"
        r"|right) (?:email|address) (?:is|please)",
    ),
    (
        "delete what is mine",
        rf"(?:delet\w+|remov\w+|eras\w+|tak(?:e|en)|wip\w+|destroy\w*"
        rf"|get rid of)\b(?: \w+){{0,4}}? (?:down )?(?:{_MINE}|the|those|these|all)(?: \w+){{0,3}}? (?:photos?"
        rf"|pictures?|images?|videos?|footage|data|personal (?:data|details|information)|details|information"
        rf"|records?)\b|(?:photos?|pictures?|images?|videos?|footage|data|details"
        rf"|information)\b[^.!?]{{0,60}}?\b(?:deleted|removed|erased|taken down|destroyed|wiped)"
        rf"|(?:eras\w+|wip\w+|delet\w+) (?:my|all|every|our)\b[^.!?]{{0,40}}?\b(?:location|history|traces?)\b"
        rf"|right to (?:erasure|be forgotten)|(?:photos?|pictures?|images?|videos?)\b[^.!?]{{0,80}}\btake (?:it"
        rf"|them|these|those) down",
        r"(?:from|off) (?:the |my |our )?(?:app|dashboard|tracker|phone|tablet|screen|calendar)|accidentally"
        r"|by (?:mistake|accident)|i (?:have |ve )?(?:deleted|removed)|how (?:do|can|to|would) (?:i|we"
        r"|you)?(?: \w+)? ?(?:delete|remove)|old details|(?:missing|lost|disappeared)",
    ),
    (
        "shared or used without asking",
        rf"(?:shar\w+|pass(?:ed|ing)(?: on)?|sold|selling|gave|given|giving|disclos\w+|leak\w+|publish\w*"
        rf"|post(?:ed|ing)|put|handed(?: over)?)\b(?: out| on"
        rf"| over)?(?: \w+){{0,3}}? {_MINE}(?: \w+){{0,3}}? (?:{_PERSONAL}|house|home|child\w*|situation"
        rf"|circumstances|medical\w*)\b[^.!?]{{0,60}}?\b(?:to|with|on|online|without|out|consent|permission"
        rf"|facebook|instagram|website|third)|(?:without|no|never gave|didnt give|never gave you"
        rf"|did not give)(?: \w+){{0,3}} (?:consent|permission|asking|authoris\w+"
        rf"|say[- ]so)\b[^.!?]{{0,60}}?{_PERSONAL}|{_PERSONAL}\b[^.!?]{{0,80}}?\b(?:without|no|never gave"
        rf"|didnt give) (?:\w+ ){{0,3}}(?:consent|permission|asking|my knowledge|authoris\w+)|(?:photos?|pictures?"
        rf"|images?|videos?) of (?:my|our|me|us|the)(?: \w+){{0,3}} (?:on|to|onto|in) (?:your|the|facebook"
        rf"|instagram|social|a)|(?:photos?|pictures?|images?|videos?) of\b[^.!?]{{0,40}}? (?:my|our|me"
        rf"|us)\b[^.!?]{{0,40}}? (?:on|to|onto|in) (?:your|the|facebook|instagram|social)\b|(?:how|where) (?:did"
        rf"|have|has) (?:you|they|he|she|your \w+)(?: \w+)? (?:get|got"
        rf"|find|found|obtain\w*) my (?:number|email|details|address|name)|(?:told|read|gave|given|giving|telling"
        rf"|disclosed|revealed|confirmed)(?: out)?(?: \w+){{0,3}} my (?:home |new |personal |private |mobile "
        rf"|phone |bank )?(?:address|number|details|whereabouts|medical)|knows? where i live|(?:telling|told"
        rf"|tells?|talking|gossip\w*)\b[^.!?]{{0,40}}? about my (?:\w+ )?(?:divorce|illness|health|financ\w+"
        rf"|debts?|situation|money|condition|marriage|circumstances|benefits)\b|(?:told|gave|given|giving|telling"
        rf"|showed|revealed|disclosed|confirmed|let)\b[^.!?]{{0,40}}? where (?:i|we|my|our|she|he|the)\b"
        rf"|(?:got|taken|took|had|has|copied|found) (?:hold of )?my (?:mobile |phone |home |personal )?(?:number"
        rf"|email|address|details) (?:from|off|out of)|who (?:gave"
        rf"|sold) you my (?:number|email|details)",
        r"i (?:have |already )?(?:gave|told|given|read)|(?:please|can you|could you|you can|feel free to"
        r"|happy for you to) (?:share|pass|put|give)|(?:password|login|tracker) details",
    ),
    (
        "still holding, still writing",
        rf"stop (?:texting|emailing|messaging|contacting|spamming)\b|never (?:signed up|opted in|subscribed"
        rf"|consented)\b|still (?:shows?|displays?|knows?|says?)\b[^.!?]{{0,30}}?\b(?:where (?:ive|weve|i|we)|my"
        rf"|our)\b|why (?:do|are|have) (?:you|they) still (?:have|got|hold\w*|keep\w*|stor\w*)"
        rf"|(?:still|continu\w+ to) (?:\w+ )?(?:hold|holding|have|has|got|keep|keeping|store|storing|process\w*"
        rf"|using|use)\b(?: \w+){{0,3}} (?:my|our|his|her|their) (?:\w+ ){{0,2}}(?:{_PERSONAL})|(?:photos?"
        rf"|pictures?|images?|data|details) (?:are|is) still on (?:his|her|their|your|the) (?:phone|server|system"
        rf"|website|facebook)|(?:still|keep|keeps|kept|continu\w+)(?: \w+){{0,3}} (?:send\w*|get\w*|receiv\w*"
        rf"|text\w*|email\w*|call\w*)\b[^.!?]{{0,40}}?(?:marketing|newsletters?|promotional|sales (?:texts|emails"
        rf"|calls)|texts|spam)|(?:asked|told) (?:you|them) (?:\w+ ){{0,4}}(?:to )?(?:stop|unsubscribe"
        rf"|remove)(?:\w+)?(?: \w+){{0,4}} (?:email\w*|text\w*|contact\w*|marketing|mailing|list|call\w*)",
        r"still have (?:my|our) (?:details|address|email) (?:on file )?(?:right|correct)|(?<!why )do you still have",
    ),
)
