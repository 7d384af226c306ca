"""Rules for what a complaint is about. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.pattern import Pattern
from mailbot.core.triage.rules import Rule, Window, rules

_FAULTY = (
    r"(?:not|isnt|arent|wasnt|wont|doesnt|dont|didnt|hasnt|havent|never|cant|cannot|stop\w*|fail\w*|faulty|fault"
    r"|broke\w*|broken|dead|died|damag\w+|crack\w+|leak\w*|drip\w*|wrong|loose|noisy|noise|hum\w*|vibrat\w*|loud"
    r"|trip\w*|cut(?:s|ting)? out|only|half|less|packed|conked|given up|gone|goes|going|went|off|down|cold|poor"
    r"|useless|nothing|low|lower|smash\w*|scratch\w*|dent\w*|bodg\w+|shoddy|botch\w*|crooked|wonky|unfinished"
    r"|missing|badly|dropp\w*|keeps?|kept|sag\w*|undersized|too small|rattl\w+|playing up|blown|spark\w*|ruined"
    r"|corrod\w+|scrap(?:ed|es|ing)|report\w*|rust\w*|flood\w*|damp|mould\w*|lukewarm|tepid|again|joke"
    r"|call ?outs?|reset\w*|error|unsafe"
    r"|dangerous|disaster|nightmare|shambles|mess)"
)
_KIT = (
    r"(?:panels?|solar(?! companies)|array|pv|inverters?|batter(?:y|ies)|powerwall|heat ?pumps?|boilers?|heating"
    r"|rads?|radiators?|hot water|cylinder|immersion|thermostat|optimi[sz]ers?|ev charger|charge ?point|charger"
    r"|wiring|electrics|sockets?|fuse ?(?:box|board)|consumer unit|isolator|pump|pipes?|pipework|valve|roof"
    r"|tiles?|slates?|gutter\w*|scaffold\w*|ceiling|brackets?|cables?|trunking|insulation|underfloor|workmanship"
    r"|installation work|generation|output|kwh|unit|system|flashing|rcd|breaker|meters?|monitor(?:ing)?|bird (?:guard"
    r"|mesh)|circuits?)"
)

TECHNICAL: tuple[Rule, ...] = rules(
    "about:technical",
    "domain 6, set: about technical_installation",
    (Window.DIGITAL,),
    (
        "kit at fault",
        rf"{_KIT}\b[^.!?]{{0,90}}?\b{_FAULTY}\b|{_FAULTY}\b[^.!?]{{0,60}}?\b{_KIT}\b|(?:dron(?:e|ing)|humming"
        rf"|racket)\b|(?:damp|wet|water|brown) (?:patch|stain|mark|ring)\w*|(?:patch|hole"
        rf"|crack)\w*\b[^.!?]{{0,60}}\b(?:rails|panels|fitted|drilled|roof|pipe)|leak you caused|bad (?:install"
        rf"|workmanship)|(?:holes?|cracks?|gouges?) (?:\w+ ){{0,2}}in (?:the|my|our|a) (?:\w+ )?(?:render|plaster"
        rf"|walls?|brickwork|ceiling|loft)",
        r"(?:pay|paid|paying) for (?:themselves|itself)|(?:cancel\w*|moved|postpon\w*"
        r"|resched\w*)[^.!?]{0,20}install|off your (?:system|list|books|records|database)|(?:quote|estimate"
        r"|deposit|certificate|contract|finance|policy"
        r"|invoice)\b(?![^.!?]{0,80}(?:produc|generat|work|leak|broken))[^.!?]{0,40}$",
    ),
    (
        "generation",
        r"(?:generat|produc|export)\w*\b[^.!?]{0,60}?\b(?:nothing|half|less|low|lower|poor|only|zero|third"
        r"|quarter|fraction|nowhere near|below)|(?:promis|quot|estimat|told"
        r"|forecast)\w*[^.!?]{0,60}?kwh[^.!?]{0,60}?(?:made|only|got|had|produc\w*|generat\w*)"
        r"|half of what you promised|(?:not|never|hasnt|havent|isnt|arent|nothing) (?:\w+ )?(?:generat|produc"
        r"|export)\w*",
    ),
    (
        "inadequate warmth",
        r"(?:sounds?|sounding|noise) like an? (?:jet|aeroplane|plane|helicopter|tractor|lorry|washing machine"
        r"|hair ?dryer|train|drill|hoover|generator|swarm)|takes? (?:\w+ ){1,5}to (?:warm|heat|get warm)|(?:wont"
        r"|doesnt|never|cant|not|only|hardly|barely)\b[^.!?]{0,30}?\b(?:warm|degrees|above"
        r"|reach\w* temperature|heat up)",
    ),
    (
        "one after another, or a hole",
        rf"(?:second|third|fourth|fifth|another|[2-9](?:nd|rd|th)) {_KIT} in\b|(?:left|made|knocked|put|drilled"
        rf"|cut)(?: \w+){{0,3}} (?:holes?|gaps?|gouges?"
        rf"|cracks?|dents?)\b(?! in (?:my|our|the) (?:pocket|budget|finances))|(?:projection|forecast|estimate"
        rf"|figures?) (?:said|was|were|showed) [\d,]{{3,}}",
    ),
)
#: a body sentence that tells of a fault in "it", for a mail whose subject or other words name the kit
FAULT_IN_IT = Pattern(
    r"\b(?:call ?outs?|goes off|gone off|went off|packed (?:in|up)|conked|stopped working|(?:not|isnt|never"
    r"|doesnt|wont|hasnt) (?:\w+ )?(?:work\w*|come on|start\w*)|broke\w*|faulty|leak\w*|fault|died|dead|cut(?:s"
    r"|ting)? out|error)\b"
)
KIT_NAMED = Pattern(rf"\b{_KIT}\b")

CODE: tuple[Rule, ...] = rules(
    "about:code",
    "domain 6, set: about consumer_code",
    (Window.DIGITAL,),
    (
        "selling and promises",
        r"mis-?s(?:old|ell\w*)|mis-?led|mislead\w*|mis-?represent\w*|(?:estimate|estimated|forecast|predicted"
        r"|projected|payback|savings?)\b|pay(?:s|ing)? for (?:themselves|itself)|(?:told|swore|promis\w+|assur\w+|said"
        r"|guarantee\w*|quoted|advertis\w+|claimed|led to believe|sold)\b[^.!?]{0,100}?\b(?:sav\w+|kwh|percent|%"
        r"|bills?|income|grant|government|scheme|pay ?back|years?|protected|free|insurance|finance|discount"
        r"|export|seg|a year|per year|fixed|price|generat\w*|produc\w*|half)|(?:discount|offer"
        r"|price)\b[^.!?]{0,50}?\b(?:only|that (?:day|evening|night)|today|on the day|if (?:she|he|we|i) signed)"
        r"|signed (?:up )?(?:that|on the|there and then|under)|(?:felt|feel|were|was|high"
        r"|sales) (?:\w+ )?pressur\w*|pressured|hard sell|pushy|(?:panels?|they|you|system) (?:\w+ )?(?:give"
        r"|gives|make|makes|produce\w*|generate\w*) half of what you promised|lied about the (?:price|savings"
        r"|grant)",
    ),
    (
        "contract and cancellation",
        r"(?:want|like|wish|tried|trying|asked|right|refus\w+|wont let|let me|allowed"
        r"|able) (?:\w+ ){0,3}to cancel|cancellation|cooling[ -]off|right to cancel|cancel and"
        r"|cancel the (?:contract|order|agreement|install\w*)|(?:the|our|my|your) (?:contract|agreement|terms)\b"
        r"|breach of contract|until (?:we|i|she|he|they) signed|deposits?\b|insurance[ -]backed|guarantee\b"
        r"|warrant(?:y|ies)\b|no policy|(?:finance|loan|credit) (?:agreement|company|deal|provider)"
        r"|seven days were up|(?:14|fourteen|seven) days",
        r"(?:you|youve|have|has|they|keep|kept)(?: \w+){0,3} cancelled|personal data",
    ),
    (
        "money",
        r"invoice[sd]?\b|bill(?:ed)?\b|(?:over)?-?charg(?:ed|es|ing)\b(?! (?:point|cable|lead|to|the (?:car"
        r"|battery)))|refund\w*|compensat\w*|(?:quote|quoted|price|quotation)\b|repay\w*|money back|reimburs\w*"
        r"|(?:seg|export|fit|feed[ -]in|rhi|tariff) (?:payments?|income|money|rate|tariff)"
        r"|lost (?:\w+ ){0,3}(?:payments?|income|money|earnings)|out of pocket|(?:for|paid|spent|cost"
        r"|costs?(?: me| us)?|all that|that kind of|this much)(?: you| over| about| nearly| almost| us| me"
        r"| of)? ?(?:£ ?)?[\d,]+ ?(?:k\b|grand|thousand|quid|pounds)|(?:for|paid|spent|cost)(?: you| over"
        r"| nearly)? £ ?[\d,]{4,}|\d+ ?(?:k\b|grand)|extra (?:cost|charge|fee)",
        r"(?:fully|part|half) charged|send(?:ing)? (?:you )?the bill (?:for|of) (?:the )?(?:hotel|cleaning)"
        r"|(?:electric|electricity|gas"
        r"|energy|heating) bills?",
    ),
    (
        "papers and code body",
        r"certificates?\b|certification|mcs (?:paperwork|number|registration)|handover|(?:no|missing|any|the|all"
        r"|never (?:had|got|received)|without) (?:\w+ )?paperwork|(?:dno|g98|g99|building control|epc)\b|recc\b"
        r"|(?:consumer|the|under the|your) code\b|(?:cancellation|consumer) rights|performance (?:estimate"
        r"|guarantee)",
        r"copies of (?:all |the )?paperwork|post ?code|code (?:on|to|for) (?:the )?(?:door|gate|app)|(?:error"
        r"|fault|access|discount|security) code",
    ),
)

DELIVERY: tuple[Rule, ...] = rules(
    "about:delivery",
    "domain 6, set: about delivery",
    (),
    (
        "goods",
        r"(?:orders?|ordered|parcels?|packages?|deliver(?:y|ed|ies|ing)|dispatch\w*|despatch\w*|couriers?|goods"
        r"|items?|tablets?|trackers?|devices?|shipping|shipment|tracking (?:page|number|link)|postage|straps?"
        r"|collars?|parts?|replacement|charger)\b[^.!?]{0,110}?\b(?:late|not (?:come|arrived|been|here|turned"
        r"|moved|received)|hasnt|havent|never|still|nothing|nowhere|lost|missing|wrong|damaged|crushed|cracked"
        r"|smashed|broken|where (?:is|are)|days|weeks|due|overdue|delay\w*|didnt|waiting|opened|left (?:in|on"
        r"|with|outside)|gone|incomplete|short|yet|no sign|empty|over the (?:fence|gate|hedge)|rain|soaked)\b"
        r"|(?:late|waiting|where (?:is|are)|missing|lost|wrong|damaged|never (?:received|got|arrived|came|had)"
        r"|not received|havent (?:received|had|got)|still (?:no|not|waiting|havent)|no sign of|incomplete|chas\w+"
        r"|delay\w*)\b[^.!?]{0,60}?\b(?:order|parcel|package|delivery|tablets?|trackers?|goods|items?|courier"
        r"|replacement (?:unit|part|tracker|tablet)|parts)\b|(?:box|parcel|package)\b(?: \w+){0,3} (?:crushed"
        r"|damaged|empty|open|soaked|wet|torn|arrived)|(?:asked for|ordered|wanted)(?: \w+){0,4} (?:and"
        r"|but) (?:you|they|it|i|we|got|received|was)(?: \w+)? ?(?:sent|got|received|came|given)?|wrong (?:colour"
        r"|size|item|model|one|product|order)|(?:arrived|came|turned up|delivered)\b[^.!?]{0,40}?\b(?:crushed"
        r"|damaged|broken|late|smashed|cracked|empty|incomplete|missing|wrong|without|open|soaked|wrong address)",
        r"deliver (?:on|what)|in order to|(?:trackers?|tablets?|devices?)\b[^.!?]{0,40}?\b(?:not work\w*"
        r"|never work\w*|faulty|died|stopped|wont (?:charge|turn|connect|pair|sync|hold)|never (?:holds?|charges"
        r"|connects|shows|worked)|still (?:not|doesnt|wont) (?:work|charg|connect|sync|show)\w*|crash\w*"
        r"|freez\w*)|(?:app|report|email|password|observations)\b[^.!?]{0,30}?(?:lost|missing)",
    ),
    (
        "dates",
        r"(?:cancelled|postponed|moved|rescheduled|changed|delayed|put back|put off|rearranged"
        r"|pushed back)\b[^.!?]{0,30}?\b(?:install\w*|appointment|visit|date|slot|booking|survey|start date"
        r"|fitting)|(?:install\w*(?: date)?|appointment|visit|date|slot|booking|survey|start date|fitting"
        r"|job)\b[^.!?]{0,40}?\b(?:cancelled|postponed|moved|rescheduled|delayed|put back|put off|pushed back"
        r"|missed|overdue|late|slipp\w+)|(?:didnt|did not|never|failed to|nobody|no one|noone|not|hasnt"
        r"|not one person|wouldnt)(?: \w+){0,2} (?:turn(?:ed)? up|show(?:ed|n)?(?: up)?\b(?! (?:me|us|any|it|the"
        r"|on|in|a|up|my|our|anything|as|data|all))|arrived?)\b|waited in|(?:no one|nobody|noone|no-one) (?:came"
        r"|come|has come|has been|ever came)\b|no[ -]?shows?\b|missed (?:the |my |our |an |another |two "
        r"|three )?(?:appointment|slot|visit|install\w*)|(?:still )?(?:waiting|wait|no|awaiting|havent (?:had|got"
        r"|been given)|without|chasing) (?:\w+ ){0,3}(?:a |an |the |our |my |any )?(?:(?:start|install\w*|fitting"
        r"|new|firm|confirmed|completion) )date|waiting for (?:a|the) (?:date|install\w*|engineer|fitter)"
        r"|(?:second|third|fourth|fifth|[2-9](?:nd|rd|th)|another) (?:\w+ )?(?:date|appointment|slot)\b|(?:dont"
        r"|doesnt|never|wont) (?:even )?turn up"
        r"|missed (?:the|my|our) (?:\w+ )?(?:slot|appointment)|first (?:it was|you said"
        r"|they said) [^.!?]{1,30}? then\b|came and went|come and gone|waiting list|different dates|(?:days|weeks"
        r"|months) (?:late|behind|overdue)|(?:due|supposed|meant|booked"
        r"|scheduled) to (?:\w+ )?(?:start|begin|install|come|be (?:fitted|installed|finished|delivered"
        r"|completed))|engineer (?:was |is |arrived |turned up )?(?:\w+ )?late\b|took (?:the |a )?day off"
        r"|unpaid leave",
        r"how (?:do|can) i|please (?:cancel|reschedule|postpone)",
    ),
)

CONDUCT: tuple[Rule, ...] = rules(
    "about:conduct",
    "domain 6, set: about staff_conduct",
    (),
    (
        "behaviour",
        r"called (?:me|us|him|her|my \w+|our \w+) (?:a name|names|an? (?:\w+ ){0,2}(?:idiot|liar|fool|moron|cow"
        r"|nuisance))\b"
        r"|(?:boot|foot) ?(?:prints?|marks)|fag[ -]?(?:ends?|butts?)|cigarette (?:ends?|butts?)|worry about (?:it"
        r"|that) (?:love|dear|darling"
        r"|sweetheart|pet)|(?:talked|spoke|talking) (?:only|just) to my|(?:only|just) (?:talked"
        r"|spoke) (?:to )?my (?:husband|wife|partner|son)"
        r"|(?:talked|talking|spoke) (?:down|over|across) (?:to )?(?:me|us|her|him)\b|how you (?:leave|left"
        r"|treat\w*) (?:people|peoples|customers)"
        r"|stop (?:ringing|calling|texting|pestering|hassling|harassing) (?:me|us|my|her|him)|(?:foul|bad"
        r"|the) language|reduced? (?:\w+ ){1,3}to tears|abrupt\b|(?:hanging|hung) up on"
        r"|rude(?:ly|ness)?\b|(?:swore|swearing|sworn|shout(?:ed|ing)|yell(?:ed|ing)) (?:at|in front|and|about)"
        r"|(?:spoken|talked) to like|dismissive|aggressive|abus(?:ive|ed)|patroni[sz]\w+|laughed (?:at|in|about"
        r"|when)|bull(?:ied|ying)\b"
        r"|threaten(?:ed|ing) (?:me|us|my|to)|sexist|racist|inappropriate|hung up|(?:put|slammed) the phone down"
        r"|walked (?:off|out)|(?:would(?:nt| not)|refused to) (?:go|leave)\b|until (?:we|i|she|he|they) (?:had "
        r"|have |d )?(?:signed"
        r"|agreed|gave in)|short with|(?:was|spent|been|sat|stood)(?: \w+){0,5} on (?:her|his|their) phones?"
        r"|(?:lads?|men|man|guys?|fitters?|engineers?|installers?|roofers?) left\b(?! (?:yesterday|today|at"
        r"|around|about|on|this|an|before|early|the (?:house|property|site) (?:clean|tidy|spotless)))|(?:bad"
        r"|terrible|poor|awful|his|her|their|stinking|appalling|whose) attitude|condescend\w+|sarcas\w+"
        r"|disrespect\w*|inconsiderate|rolled (?:his|her|their) eyes|drunk\b|arroga\w+|unhelpful|obnoxious"
        r"|intimidat\w+|felt (?:\w+ )?(?:bullied|threatened|belittled|humiliat\w+|pressur\w*)|pressur(?:ed"
        r"|ing) (?:me|us|my|her|him|into|to)|feel pressur\w+|felt pressur\w+|high[ -]pressure sales|pushy"
        r"|harass\w*|behaviou?r\b|unkind|cruel|(?:his|her|their|whose|s|the|jos) manner\b|surly|unprofessional\w*"
        r"|argumentative|blamed (?:me|us|my)|mud(?:dy)?\b[^.!?]{0,50}\b(?:carpets?|floors?|stairs?|hall\w*"
        r"|boots?)|(?:smok|vap|urinat)(?:ed|ing) (?:in|on|outside|all over|next) (?:my|our|the)|parked (?:across"
        r"|over) (?:my|our|the)|trampl\w+|(?:man|men|lads?|guys?|team|scaffolders?|fitters?|engineers?"
        r"|installers?|roofers?|builders?|workmen|they|he|she)\b[^.!?]{0,90}?\b(?:just left|left (?:a |the |it "
        r"|us |me |all |my |our |their |his |her |such a |everything ){0,3}(?:mess|rubbish|mud|unfinished|debris"
        r"|tools|holes?|packaging|dirt|dirty|half|open|exposed|unlocked|in a state|like (?:that|this)|without))"
        r"|the way (?:\w+ ){1,4}(?:spoke|spoken|talked|treated|behaved|dealt)(?: \w+)? (?:me|us|my|him|her)\b"
        r"|left it\b(?! (?:at|there|in|with|to) )|couldnt care less|didnt care|mud(?:dy)?\b",
        r"(?:not|never|wasnt|werent|isnt) (?:\w+ )?(?:rude|inappropriate|aggressive|pushy|unhelpful)"
        r"|childrens? behaviou?r|behaviou?r (?:of the|reports?|policy|module|screen)",
    ),
    (
        "person complained of",
        r"(?:complain\w*|grievance|unhappy|disappointed|issue|problem|concerns?|upset|disgusted|appalled|furious"
        r"|annoyed|angry) (?:\w+ ){0,2}(?:about|with|against|by|at|regarding|over) (?:the |your |one of your |a "
        r"|an |his |her |that |how (?:the |your )?)(?:\w+ ){0,3}?(?:rep\b|salesman|salesperson|sales team"
        r"|engineers?|fitters?|installers?|drivers?|trainers?|surveyors?|staff|managers?|advis[eo]rs?|employees?"
        r"|team member|member of (?:your )?(?:staff|team)|technician|colleague|conduct|behaviou?r|attitude"
        r"|receptionist|operative|courier|electrician|plumber)\b|the person (?:i|we) (?:was|were|am|are|have"
        r"|had) (?:been )?complain\w+|(?:same )?(?:man|person|woman|chap|bloke|guy|one) (?:who|that|i"
        r"|we) (?:i )?(?:\w+ )?(?:complain\w+|caused|upset|shouted|refused)|(?:rep|salesman|salesperson|surveyor"
        r"|engineer|fitter|driver|trainer|installer|advis[eo]r|agent|he|she)\b[^.!?]{0,50}?\b(?:lied|told lies"
        r"|misled|conned|tricked|refused to (?:leave|listen|help|give|show|come|look|speak)|ignored (?:me|us|my)"
        r"|made (?:\w+ ){0,3}(?:comments?|remarks?|jokes?|fun)|on his phone|on her phone|on (?:their|his) phones?"
        r"|broke|damaged|stole|wouldnt (?:leave|listen|help|stop|take no)|turned up (?:late|drunk)|stank"
        r"|told (?:my|me|us|her|him)\b[^.!?]{0,60}\b(?:only|would end|had to sign|if (?:she|he|we|i) sign\w*))"
        r"|(?:someone|somebody|person|man|woman|lady|girl|lad) (?:in|at|from) your (?:office|team|company|firm"
        r"|call centre)|(?:your |the )(?:rep|salesman|salesperson)\b[^.!?]{0,20}?\b(?:told|said|promised|claimed)",
    ),
    (
        "nobody rang back",
        r"(?:nobody|no one|no-one|not one person|never|didnt|hasnt|havent|dont|doesnt|not"
        r"|without)(?: \w+){0,4} (?:rang|rung|ring|ringing|called|call|calling|phoned|phone|got|get|gets|came"
        r"|come)(?: \w+)? back\b|(?:calls?|messages?) (?:\w+ ){0,3}(?:not |never |un)(?:been )?(?:returned"
        r"|answered)|return(?:ed|s|ing)? (?:my|our|any|a) calls?|fob(?:bed|bing)? (?:me |us )?off|pillar to post"
        r"|passed (?:between|from)|promised\b[^.!?]{0,30}?\b(?:call|ring|phone)[ -]?backs?\b[^.!?]{0,60}?\b(?:nothing|never"
        r"|nobody|no one|not|didnt|havent|hasnt)\b|not one of them|keep(?:s)? (?:\w+ )?(?:fobbing|passing)"
        r"|passed (?:around|from)",
    ),
    (
        "staff keep what is mine",
        r"(?:surveyor|engineer|fitter|installer|trainer|salesman|rep|he|she|staff|driver|lad"
        r"|guy)\b[^.!?]{0,80}?\b(?:still (?:on|has|got)|on (?:his|her|their) (?:own |personal )?(?:phone|laptop"
        r"|facebook|instagram|social))",
    ),
)
