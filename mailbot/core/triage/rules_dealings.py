"""Rules for `complaint` that tell how people were dealt with: money, dates, answers, manners; and the returned form. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.triage.rules import Rule, Window, rules

_STAFF = (
    r"(?:engineers?|fitters?|installers?|sales ?(?:man|men|woman|person|people|rep|team|guy|lady|staff)|reps?"
    r"|representatives?|trainers?|drivers?|delivery (?:man|driver|guy|person|men)|surveyors?|assessors?|couriers?"
    r"|staff|lads?|lad|guys?|chaps?|blokes?|boys|workmen|workers?|team|advis[eo]rs?|agents?|receptionist"
    r"|operatives?|technicians?|electricians?|plumbers?|roofers?|scaffolders?|subcontractors?|contractors?"
    r"|apprentices?|managers?|call handler|person|gentleman|man|woman|lady|girl|he|she|they|who ?ever|colleagues?"
    r"|office|canvasser|employees?|crew|supervisor)"
)
#: domain 6, definition: how an earlier matter, an appointment or a person was dealt with
COMPLAINT_DEALINGS: tuple[Rule, ...] = rules(
    "complaint",
    "domain 6, definition",
    (Window.NEGATED,),
    (
        "charged wrongly",
        r"(?:left|dumped|threw|thrown|chucked)(?: \w+){0,3} (?:parcel|package|order|box|tablets?|goods)\b|(?:not"
        r"|never|havent|hasnt|yet to) (?:\w+ )?(?:return|refund|repa|paid|protect|gave|given)\w*(?: back"
        r"| me)? (?:my|our|the) (?:deposit|money)|"
        r"over-?charg\w+|(?:charged|billed|invoiced|debited|taken|took|paid|paying|pay)(?: \w+){0,6}? (?:twice"
        r"|two times|double|again|too much|wrongly|incorrectly|without|in error|by mistake|for (?:something"
        r"|nothing|work|a service|a visit) (?:that |which |i |we |you )?(?:\w+ )?(?:not|never|didnt|wasnt|hasnt"
        r"|dont|isnt))|double[ -](?:charg|bill)\w*|(?:charged|billed|invoiced) (?:us |me |for "
        r"|my \w+ )?(?:\w+ ){0,4}(?:when|even though|although|despite|instead|rather|not|but|more|extra|after)"
        r"|(?:invoice|bill|price|cost|charge|amount|total|figure)s?\b(?: \w+){0,4}? (?:is |are |was "
        r"|were )?(?:wrong|incorrect|more than|higher than|not what|doesnt match|dont match|doubled|gone up"
        r"|went up|too (?:high|much)|excessive|inflated|not (?:as )?(?:agreed|quoted)|a rip|extortionate"
        r"|outrageous)\b|(?:more|higher|dearer|over|above)(?: \w+){0,3}? (?:than |the "
        r"|what )(?:\w+ ){0,3}(?:quote\w*|quotation|agreed|price|estimate\w*|said|told)|hidden (?:charge|fee"
        r"|cost)s?|extra (?:charge"
        r"|cost|fee)s?(?: \w+){0,4} (?:not|never|nobody|no one|without|didnt)|(?:took|taken"
        r"|taking)(?: \w+){0,3} (?:money|payment|deposit)\b|(?:deposit|payment|money)(?: \w+){0,3} (?:was "
        r"|has been |were )?(?:taken|not protected|not returned|not refunded|never (?:protected|returned"
        r"|registered))|after (?:i|we)(?:d| had| have)? cancel\w+|without (?:answering|asking|telling|warning"
        r"|consulting|reading|replying|a word|so much as|any warning|checking)|(?:renewed|charged|signed|upgraded"
        r"|debited|extended|switched)(?: \w+){0,3} without (?:asking|telling|permission|my|our|any|warning)"
        r"|(?:dont|wont|do not|will not|not going to|refuse to|not prepared to) (?:\w+ )?(?:pay\w*|be paying)"
        r"|(?:put|give|pay|send) (?:it|that|this|the money|our money|my money) back|repay"
        r"|still (?:being )?(?:charg|bill|tak)\w+|second month running|not (?:been )?(?:honour\w+|registered"
        r"|protected|insured)|no (?:policy|cover|insurance|registration) (?:was |has |were )?(?:ever "
        r"|been )*(?:register\w*|taken|in place|exist\w*)|nobody gave (?:me|us)",
        r"how (?:much|do|can)|(?:can|could|may|do) (?:we|i) (?:\w+ )?send (?:it|them|this) back|paid (?:the|my"
        r"|your) (?:invoice|bill|deposit|balance) (?:today|yesterday|this|by"
        r"|on)|is the deposit|when (?:is|will) (?:the )?(?:deposit|payment) (?:be )?(?:taken|due)"
        r"|price gone up since your quote",
    ),
    (
        "late or missed",
        r"(?:days?|weeks?|months?|hours?|hrs|fortnight) (?:late|overdue|behind|of waiting|wait|delay|on\b"
        r"|later (?:and|still|nothing)|now (?:and|with|since)|ago and|have (?:passed|gone by))|(?:cancelled"
        r"|postponed|rescheduled|moved|changed|rearranged|put (?:back|off)|let (?:me"
        r"|us) down)\b[^.!?]{0,60}?\b(?:again|twice|three times|four times|\d+ times|several times|last minute"
        r"|without|less than|no notice|at short notice|on the (?:day|morning)|(?:second|third|fourth) time"
        r"|repeatedly|keep|times)|(?:keep|keeps|kept) (?:\w+ )?(?:cancel\w*|postpon\w*|resched\w*|mov\w*|chang\w*"
        r"|delay\w*|putting)|(?:didnt|did not|never|not|failed to|hasnt|havent|nobody|no one|no-show|noone"
        r"|wouldnt|without|no engineer|no sign|engineer didnt)(?: \w+){0,2} (?:turn(?:ed|ing)? up|show(?:ed|n"
        r"|ing)?(?: up)?\b(?! (?:me|us|any|it|the|on|in|a|up|my|our|anything|as|data|all|today|yesterday))"
        r"|arriv\w+|appear\w*|materialis\w+|came|come)\b|(?:different|several|three|four|five"
        r"|umpteen) (?:\w+ )?dates\b|no[ -]?shows?\b|no sign of|missed (?:the |my |our |an |another |two "
        r"|three )?(?:appointment|slot|delivery|visit|date|deadline)|(?:took|taken|take|wasted|lost"
        r"|booked)(?: \w+){0,3} (?:day|days|morning|afternoon|time|leave) off|(?:waited|stayed|sat) (?:in "
        r"|at home |around )?(?:all|the whole|from|for (?:\w+ ){0,2}(?:hours|days|weeks|months))|(?:its|it is"
        r"|its been|been|now)(?: now| been| over| nearly| almost| more than| about| \w+){0,4} (?:days|weeks"
        r"|months|fortnight|year)s?\b[^.!?]{0,60}?\b(?:and|since|still|nothing|without|no|havent|hasnt|not|later"
        r"|already)\b|(?:due|expected|promised|booked|meant)\b[^.!?]{0,60}?\b(?:still|not (?:come|here|arrived)"
        r"|nothing|hasnt|havent|never)|moved again|(?:late|delayed|cancelled|wrong|broken|missing|off|down|gone"
        r"|faulty|dead) again\b|so (?:much )?(?:long|late)\b|taking (?:so|too|far too) long|far too long"
        r"|too long\b|unreasonabl\w+|says? (?:its )?delivered but|excessive delay|long delays?|constant delays?"
        r"|(?:delay|delays) (?:is|are|has|have|to|in|after|with)\b",
        r"sorry (?:for|about)(?: \w+){0,3} (?:delay|late|being late|slow)|apologies(?: \w+){0,4} (?:delay|late)"
        r"|i (?:missed|was late|am late|forgot)|(?:can|could|please|need to|would like to|like to|want to|have to"
        r"|may i|possible to)(?: \w+){0,4} (?:cancel|postpone|reschedul\w*|rearrange|move|change)|too long (?:to"
        r"|a) (?:explain|story)|took you so long|missed (?:your|a) call|i(?:ve| have)? missed|if (?:i|we) (?:am"
        r"|are|were|miss)|not come (?:on|until)|days? later (?:than|if)",
    ),
    (
        "conduct",
        rf"(?:called (?:me|us|him|her|my \w+|our \w+) (?:a name|names|an? (?:\w+ ){{0,2}}(?:idiot|liar|fool|moron"
        rf"|cow|nuisance|time ?waster))\b"
        rf"|(?:boot|foot) ?(?:prints?|marks)|fag[ -]?(?:ends?|butts?)|cigarette (?:ends?|butts?)"
        rf"|dust (?:all )?(?:over|everywhere)"
        rf"|worry about (?:it|that) (?:love|dear|darling|sweetheart|pet)|(?:talked|spoke|explained \w+"
        rf"|talking) (?:only|just) to my"
        rf"|(?:only|just) (?:talked|spoke|addressed) (?:to )?my (?:husband|wife|partner|son|father)|(?:talked"
        rf"|talking|spoke) (?:down|over|across) (?:to )?(?:me|us|her|him)"
        rf"|(?:treat\w*|le(?:ave|ft)|sp(?:eak|oke)\w*|talk\w*) (?:to )?(?:people|customers|me|us|peoples"
        rf"|pensioners) (?:homes?|houses?|like|this way|that way))"
        rf"|rude(?:ly|ness)?\b|(?:swore|swearing|sworn|shout(?:ed|ing)|yell(?:ed|ing)|scream(?:ed|ing)|curs(?:ed"
        rf"|ing)) (?:at|in front|down|and|about|on|his|her|all)|dismissive|aggressive|abus(?:ive|ed)"
        rf"|patroni[sz]\w+|laughed (?:at|in|about|when|off)|bull(?:y|ied|ying)\b|threaten(?:ed|ing)|sexist|racist"
        rf"|homophobic|inappropriate\w*|hung up|(?:put|slammed) the phone down|walked (?:off|out)|(?:bad|terrible"
        rf"|poor|awful|his|her|their|stinking|appalling|an|the|real) attitude|condescend\w+|sarcas\w+"
        rf"|disrespect\w*|inconsiderate|rolled (?:his|her|their) eyes|(?:was|were|seemed|smelt of|been"
        rf"|been drinking|clearly|obviously) (?:\w+ )?(?:drunk|drink|alcohol|stoned|high)|arroga\w+|unhelpful"
        rf"|obnoxious|intimidat\w+|(?:felt|feel|feeling|were|was|very|so|too|high) (?:\w+ )?(?:pressur\w+|bullied"
        rf"|threatened|belittled|humiliat\w+|intimidated|uncomfortable)|high[ -]pressure|pressur(?:e|ed|ing) (?:me"
        rf"|us|my|her|him|sales|to|into|selling)|pushy|harass\w*|behaviou?r|unkind|cruel|(?:his|her|their|whose|s"
        rf"|the) manner\b|surly|abrupt with|argumentative|blam(?:ed|ing) (?:me|us|my|the)"
        rf"|mud(?:dy)?\b[^.!?]{{0,50}}\b(?:carpets?|floors?|stairs?|hall\w*|rugs?|boots?|house)|(?:would(?:nt"
        rf"| not)|refused to|wont) (?:go|leave|take no)\b|until (?:we|i|she|he|they) (?:signed|agreed|gave in)"
        rf"|in tears|short with|(?:was|spent|been|sat|stood)(?: \w+){{0,5}} on (?:her|his|their) phones?"
        rf"|left (?:\w+ ){{0,4}}(?:mess|rubbish|mud|debris|dirt|tools|dust|packaging|state|a hole|holes|unfinished"
        rf"|half[ -](?:done|finished))|(?:smok\w+|urinat\w+|vap\w+) (?:in|on|outside|all over|next) (?:my|our|the"
        rf"|his|her)|parked (?:across|on|over|in) (?:my|our|the)|trampl\w+|creepy|leering|{_STAFF} (?:was|were"
        rf"|is) (?:\w+ )?(?:rough|careless|unpleasant|nasty|horrible|offhand|off hand|short with|late"
        rf"|disinterested|uninterested|lazy|messy)",
        r"(?:not|never|wasnt|werent|isnt|nothing) (?:\w+ )?(?:rude|inappropriate|aggressive|pushy|unhelpful"
        r"|pressur\w+)|no pressure|(?:water|low|air|system|gauge|tyre|high) pressure|sorry (?:if|to)"
        r"|childrens? behaviou?r|behaviou?r (?:of the (?:system|app|heat)|reports?|policy|log|tab|module|screen"
        r"|chart)|(?:app|system|software) behaviou?r|previous|lovely attitude|great attitude|good attitude"
        r"|blaming (?:the|my) (?:wifi|broadband)",
    ),
    (
        "how long it took",
        r"took (?:you |them |him |her |us |me )?(?:\w+ ){1,3}(?:weeks|months|days|hours|calls|emails"
        r"|attempts)(?: \w+)? (?:to|for|before)\b"
        r"|^that was (?:\w+ ){0,4}(?:ago|before \w+|easter|christmas|january|february|march|april|may|june|july"
        r"|august|september|october|november"
        r"|december|weeks?|months?|years?|spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday)\b"
        r"|(?:second|third|fourth|fifth|sixth|[2-9](?:nd|rd|th)|yet another) (?:\w+ )?(?:date|appointment|slot"
        r"|inverter|pump|unit|tracker"
        r"|device|engineer|visit|person|email|letter|call)\b(?! (?:for|on) (?:the|my|our) (?:second|other))"
        r"|(?:dont|doesnt|wont|never) (?:even )?(?:turn up|show up|arrive|come back)|missed (?:the|my|our|your"
        r"|its) (?:\w+ )?(?:slot|appointment|deadline)"
        r"|still (?:sat |sitting |stood |lying )?(?:in|at|on|with) your (?:yard|warehouse|depot|office|van|stores?|shelf)"
        r"|in (?:three|four|five|six|seven|eight|two|\d) (?:weeks|months)(?: time)? and (?:no|nothing|not)\b",
        r"thank|(?:took|take) (?:\w+ ){0,3}(?:minutes|mins)|no rush|that was (?:\w+ )?(?:great|lovely|kind)",
    ),
    (
        "asked before",
        r"(?:asked|told|said|mentioned|reported|emailed|rung|rang|raised|flagged|complained"
        r"|explained)(?: \w+){0,3} (?:before|already"
        r"|repeatedly|nicely|weeks ago|months ago)\b|(?:would|will|could|can) (?:someone|somebody|anyone"
        r"|you) (?:please |kindly |care to |bother to )?"
        r"(?:explain (?:why|where)|tell (?:me|us) why)\b|(?:round|around) in circles|(?:hello|is there"
        r"|are there) [^.!?]{0,20}?\b(?:anyone|anybody|a human"
        r"|a real person|someone)\b(?: \w+){0,3}\?|(?:eleven|ten|nine|eight|seven|six|five|four|three"
        r"|\d+) (?:calls|emails|messages|letters|visits|attempts)"
        r" (?:to|before|and|later)|(?:actually|ever|even) read(?:s)? (?:these|this|them|your emails)|(?:hung"
        r"|hanging) up on",
        r"as (?:i )?(?:said|mentioned|explained) (?:before|already)|thank|(?:is|are) there (?:anyone|someone"
        r"|somebody) (?:who|to|that|in|at)",
    ),
    (
        "said with a twist",
        r"(?:tell|ask|get) (?:\w+ ){1,3}to stop (?:\w+ing)|stop (?:ringing|calling|texting|emailing|pestering"
        r"|hassling|sending|harassing|fobbing)\b"
        r"|what (?:did|do|am|are|have|were) (?:i|we) (?:even |actually |exactly )?(?:pay|paid"
        r"|paying) (?:\w+ )?for|(?:do|must|will|would) (?:i|we) (?:really|honestly|actually)"
        r" have to|(?:reply|answer|response|sense) out of (?:you|anyone|anybody|them)|how (?:you"
        r"|your \w+) (?:treats?|deals? with|speaks? to|looks? after|handles?)\b"
        r"|(?:would|itd|d|might) have (?:\w+ )?been (?:nice|good|polite|helpful|courteous) (?:if|to)|^(?:hello+"
        r"|anyone|anybody|anyone there|is anyone there)\?"
        r"|first (?:it was|you said|they said) [^.!?]{1,30}? then\b|where (?:has|have) (?:my|our"
        r"|the)\b[^.!?]{0,30}? gone\b|came and went|come and gone|been and gone"
        r"|cut (?:me|us) off\b|(?:put|left|kept|stuck) on hold|(?:you|they|it) ?(?:ve|have|has)? ignored (?:me|us"
        r"|my)|says? (?:it was |its |it is )?delivered|wheres (?:my|our|the) |(?:to|in) tears\b"
        r"|no thanks to (?:you|your|him|them)|funny how|how (?:quick|fast|keen|eager|quickly) (?:you|they|he"
        r"|she) (?:were|was|are)"
        r"|(?:quick|fast|happy|keen|eager) enough (?:to|when)|never again\b|(?:wouldnt|would not|cannot|cant"
        r"|could not|couldnt) (?:\w+ )?recommend"
        r"|(?:score|rating|rated?|mark\w*|stars?)\b[^.!?]{0,25}?\b(?:[0-3] ?(?:/|out of) ?10|[0-2] ?(?:/"
        r"|out of) ?5)\b|(?:one|zero|1|0) stars?\b"
        r"|waste of money|biggest mistake|what a mistake|like a lemon|don?t buy it\b|(?:is|was) that how you"
        r"|rather (?:forgotten|let down)"
        r"|(?:logs?|kicks?|throws?|boots?|signs?|locks?) (?:me|us|him|her) out|every (?:few|two|five|ten"
        r"|\d+) (?:minutes|mins|seconds|secs)\b"
        r"|(?:very|so|really|too) (?:upsetting|distressing)|think again\b|swore blind",
        r"never again (?:have|worry|need|be without)|no thanks to (?:you )?needed",
    ),
    (
        "form returned",
        r"(?:feedback|complaints?) form (?:is |is now |now |as requested |as asked |duly )?(?:attached|enclosed"
        r"|completed|filled|returned|herewith)|(?:attach\w*|enclos\w+|complet\w+|return\w*|filled(?: \w+)?"
        r"|fill(?:ed)? in|here is|heres|find|sending(?: back)?|sent back)(?: \w+){0,5} (?:the |my |our |your "
        r"|this )?(?:\w+ )?(?:feedback|complaints?) ?form|form (?:is )?(?:attached|enclosed)|attached (?:is "
        r"|please find )?(?:my|the|our) (?:completed )?(?:form|feedback)",
        r"(?:can|could|please|would) (?:you |i )?(?:please )?(?:send|email|post|have|forward|provide)|where (?:is"
        r"|do|can|are)|how (?:do|can|should) i|need (?:to|a|the)|(?:order|consent|application|registration"
        r"|booking|survey|dbs|direct debit|permission) form",
    ),
    (
        "Welsh",
        r"cwyn\b|gwyn(?:o|ion)\b|cwyno|siomedig|anhapus|anfodlon|ofnadwy|gwael|gwarthus|annerbyniol|wedi torri"
        r"|ddim yn gweithio",
    ),
)
