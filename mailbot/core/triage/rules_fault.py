"""Rules for `complaint` that tell what went wrong: promises, things, and what is asked for. How people were dealt with: rules_dealings.py.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.triage.rules import Rule, Window, gap, rules

_WENT_WRONG = (
    r"(?:not|isnt|arent|wasnt|wont|doesnt|dont|didnt|hasnt|havent|never|cant|cannot|stopped|stops|fail(?:s|ed"
    r"|ing)?|refus\w+ to|keeps?|kept|still|barely|hardly|only)"
)
_THINGS = (
    r"(?:panels?|solar|array|system|inverters?|batter(?:y|ies)|powerwall|heat ?pumps?|boilers?|heating|rads?"
    r"|radiators?|hot water|cylinder|immersion|thermostat|controller|controls?|monitor(?:ing)?|optimi[sz]ers?|charger"
    r"|ev charger|charge ?point|wiring|electrics|sockets?|fuse ?(?:box|board)|consumer unit|isolator|meter"
    r"|diverter|pump|fan|pipes?|pipework|valve|unit|roof|tiles?|slates?|gutter\w*|scaffold\w*|ceiling|plaster\w*"
    r"|walls?|brackets?|cables?|trunking|lagging|insulation|underfloor|install(?:ation)?|work|workmanship|job"
    r"|flashing|loft|brickwork|render|conduit|kwh|generation|export|output|bird (?:guard|mesh|proofing))"
)
_DIGITAL_THINGS = (
    r"(?:app|software|tracker|tablets?|portal|website|dashboard|map|login|account|sim|strap|charger|gps|device"
    r"|battery|reports?|sync|update|licen[cs]es?|subscription|records?|photos|screen|system|pendant|tag|alerts?"
    r"|notifications?|collar|webinar|training)"
)

#: domain 6, definition: what went wrong, said without a word of feeling
COMPLAINT_FACTS: tuple[Rule, ...] = rules(
    "complaint",
    "domain 6, definition",
    (Window.NEGATED,),
    (
        "broken promise",
        r"(?:promis\w+|assur\w+|guarantee\w*|told|said|say|says|quoted|advertis\w+|estimat\w+|forecast\w*"
        r"|predict\w*|led to believe|agreed|sold|claimed|confirmed)\b[^.!?]{0,140}?\b(?:but|neither|none"
        r"|not true|untrue|isnt true|wasnt true|isnt|arent|wasnt|wont|never|hasnt|havent|didnt|doesnt|dont|not"
        r"|yet|instead|nothing|nobody|no one|only|half|less|nowhere near|below|under|far from|false|lie|lies"
        r"|actually|turns? out|still|another|now (?:say|told|its)|wrong|short)\b|(?:never|not|nothing like"
        r"|nowhere near|half (?:of )?|less than|isnt|wasnt|doesnt|far (?:from|below|less)|more than|below|none of"
        r"|short of|fraction of|third of|different (?:from|to)|higher than"
        r"|dearer than)\b[^.!?]{0,60}?\b(?:promis\w+|quoted|advertised|agreed|estimate\w*|told|forecast"
        r"|predicted|quote|the figure|sold|described|description|guaranteed|contract)\b"
        r"|(?:was|were|is|are) (?:supposed|meant|due|scheduled|booked|to have been) (?:to |on |in |by |at "
        r"|for )?[^.!?]{0,70}?\b(?:but|and|still|not|never|nothing|nobody|no|hasnt|havent|didnt|wasnt|isnt|yet"
        r"|instead)\b|as promised|(?:broke|broken|breaking|empty|false|failed|reneged on) (?:your |a |their "
        r"|the )?(?:promises?|word)|you (?:should|ought to) (?:have|of|be)|should (?:have|of) (?:been|told"
        r"|checked|warned|arrived|come|had|known|done|never|lasted|worked)|should(?:nt| not) (?:have|be|happen)"
        r"|lied|lies\b|lying|(?:wasnt|isnt|not|was not|is not|none of it (?:is|was)) true|bait and switch"
        r"|bore no relation|obviously (?:nonsense|wrong|false|made up)",
        r"as promised,? (?:here|please|i|attached|find)|(?:here|attached) (?:is|are|as) promised|i (?:promised"
        r"|said|told)|should have (?:said|mentioned|asked|attached|checked) (?:before|earlier|sooner)"
        r"|i (?:should have|shouldve)|(?:thank|pleased|delighted|brilliant)|(?:is|are) (?:you|they) (?:supposed"
        r"|meant) to",
    ),
    (
        "thing at fault",
        rf"{_THINGS}\b{gap(8)}{_WENT_WRONG} (?:\w+ ){{0,3}}?(?:work\w*|generat\w*|produc\w*|export\w*|charg\w*"
        rf"|heat\w*|report\w*|get\w*|come|came|coming|turn\w*|run\w*|start\w*|connect\w*|respond\w*|been|fitted|finish\w*"
        rf"|complete\w*|done|right|cut\w*|trip\w*|leak\w*|drop\w*|stop\w*|fail\w*|break\w*|go\w*|show\w*"
        rf"|register\w*|record\w*|hold\w*|kick\w*|give\w*|gave|made|make|makes|up|what|half|warm|reach\w*"
        rf"|perform\w*|function\w*|switch\w*|clear\w*|up to|level|straight|match\w*|seal\w*|secure\w*|display\w*)"
        rf"|{_THINGS}\b{gap(6)}(?:broken|faulty|at fault|defective|damaged|cracked|scratched|leak(?:s|ing|ed)?"
        rf"|failed|failing|dead|died|gone wrong|packed (?:in|up)|conked|given up|knackered|malfunction\w*|snapped"
        rf"|dented|bent|smashed|chipped|noisy|too loud|vibrat\w*|hums?|humming|rattl\w+|drip\w*|mould\w*|stained"
        rf"|ruined|wrecked|crooked|wonky|sagging|falling|fallen|broke\b|cut(?:s|ting)? out|playing up|on the blink"
        rf"|tripp\w+|goes off|keeps going|freez\w+|crash\w*|blown|hanging off|rusting|rusty|corroded|loose"
        rf"|coming (?:off|away|loose)|undersized|lukewarm|tepid)"
        rf"|(?:faulty|defective|broken|damaged|cracked|slipped|leaking|dodgy|wrong|incorrect|missing|noisy|useless|duff"
        rf"|crooked|wonky) (?:\w+ ){{0,2}}?{_THINGS}\b|(?:broke|cracked|damaged|smashed|scratched|dented|snapped"
        rf"|ruined|wrecked|knocked|chipped|stained|flooded|drilled through|cut through|put (?:a|his|her"
        rf"|their) foot through|trod on|killed|flattened|destroyed)\b(?: \w+){{0,5}}? (?:{_THINGS}|tiles?|slates?"
        rf"|carpet|ceiling|wall|floor\w*|door|window|gate|fence|drive\w*|car|lawn|garden|plants?|furniture|worktop"
        rf"|paint\w*|vase|table|sofa|conservatory|skylight|patio|paving|shed|pipe)|leak(?:s|ing"
        rf"|ed)?\b[^.!?]{{0,40}}\b(?:ceiling|roof|loft|wall|carpet|floor|bedroom|kitchen|you caused|your|since)"
        rf"|rain (?:is |was )?(?:coming|getting) in|(?:noise|noisy|hum\w*|vibrat\w*|drone|racket"
        rf"|din)\b[^.!?]{{0,80}}\b(?:night|sleep|bedroom|awake|neighbour\w*|unbearable|constant\w*|all day"
        rf"|next door|loud)|since (?:the|your|that|this|you|he|they|she)(?: \w+){{0,4}}? (?:update\w*|upgrad\w*"
        rf"|chang\w*|visit\w*|work|install\w*|came|left|finished|fitted|did|fixed"
        rf"|service\w*)\b[^.!?]{{0,80}}?\b(?:cant|cannot|wont|not|isnt|no|nothing|never|lost|gone|stopped|hasnt"
        rf"|doesnt|only)\b|(?:cant|cannot|wont|not|isnt|no|nothing|never|lost|gone|stopped|hasnt"
        rf"|doesnt)\b[^.!?]{{0,60}}?\bsince (?:the|your|that|this|you|he|they|she)(?: \w+){{0,3}}? (?:update\w*"
        rf"|upgrad\w*|chang\w*|visit\w*|work|install\w*|came|left|finished|fitted|did|fixed|service\w*)\b|(?:damp"
        rf"|wet|brown|water) (?:patch|stain|mark|ring)\w*|(?:hole|gap|crack|leak|stain|mess"
        rf"|patch)\w*\b[^.!?]{{0,40}}\b(?:where|since|after|under|left by) (?:\w+ ){{0,4}}(?:fitted|fixed"
        rf"|installed|drilled|put|your|you|rails|panels|pipe)|(?:dron(?:e|ing)|humming|racket|whining|whistling"
        rf"|throbbing|rumbling|rattling)\b|(?:sounds?|sounding|noise) like an? (?:jet|aeroplane|plane|helicopter"
        rf"|tractor|lorry|washing machine|hair ?dryer|train|drill|hoover|generator|swarm)|(?:has|have"
        rf"|had) come (?:away|off|loose|apart|down)|(?:whole"
        rf"|entire) (?:thing|system|site|app) (?:is|has|was|keeps) (?:down|off|broken|gone)|none of (?:our|my|the"
        rf"|it|us)\b|only (?:lasts?|gives?|gets?|makes?|produces?|manages?|works?)|was(?:nt| not) (?:there"
        rf"|like (?:this|that)) before|(?:keeps?|kept|keeping|wakes?|waking) (?:us|me|him|her|my \w+"
        rf"|the \w+) (?:\w+ )?(?:awake|up)\b",
        r"how (?:do|can|would|to|should) i|is (?:it|this|that) normal|(?:previous|old|last|other) (?:installer"
        r"|company|supplier|firm|tracker|boiler|provider)|i (?:accidentally |have |ve )?(?:broke|broken|dropped"
        r"|damaged|lost|cracked|smashed)|(?:if|when|should|in case) (?:it|the \w+|one|my \w+|we|something"
        r"|anything)(?: \w+){0,2} (?:breaks?|fails?|goes|stops?|leaks?|(?:is|are|becomes?) faulty)"
        r"|no (?:problems?|issues?|complaints?|faults?|leaks?)|louder in|missing (?:only )?(?:my"
        r"|our) (?:neighbours?)|power ?cut|never (?:let|failed|missed|better|looked|had|been (?:better|happier|so"
        r"|warmer|cosier))|not (?:only|just)|cant (?:fault|recommend|praise|complain|thank|wait)|(?:doesnt"
        r"|does not) need|dont (?:know|understand|mind)|not sure|(?:finish|complete|come|done|ready) (?:on|by"
        r"|for) (?:monday|tuesday|wednesday|thursday|friday)",
    ),
    (
        "device or service at fault",
        rf"(?:{_DIGITAL_THINGS}|it|they|one|everything|which|that|nothing)\b{gap(6)}(?:keeps?|kept|constantly"
        rf"|always|repeatedly|still|again|wont|refus\w+|never|stopped|doesnt|hasnt|isnt|not|cant|failed|fails|died"
        rf"|broke)\b(?: \w+){{0,3}}? ?(?:crash\w*|freez\w*|froz\w*|log\w*|drop\w*|disconnect\w*|clos\w*|hang\w*"
        rf"|fail\w*|work\w*|charg\w*|switch\w*|turn\w*|load\w*|sync\w*|updat\w*|connect\w*|open\w*|hold\w*|show\w*"
        rf"|ring\w*|locat\w*|track\w*|arriv\w*|come|came|turned up|respond\w*|fit|last\w*|function\w*"
        rf"|download\w*)\b[^.!?]{{0,90}}?\b(?:again|every (?:time|day|night|week|morning)"
        rf"|for (?:\w+ ){{0,2}}(?:days?|weeks?|months?|hours)|since|paid|pay|times|yet|still|keeps?|kept|never"
        rf"|constantly|weeks?|months?|days?|useless|brand new|new)\b"
        rf"|(?:app|software|tracker|tablets?|device|portal|system|website)\b{gap(3)}(?:keeps?|kept|constantly"
        rf"|always|repeatedly) \w+|(?:faulty|defective|broken|damaged|dead|duff|cracked|smashed|crushed|dodgy"
        rf"|wrong|incorrect|incomplete) (?:\w+ ){{0,2}}?(?:{_DIGITAL_THINGS}|item|goods|product|parcel|box|package"
        rf"|order|size|colour|model|unit|one|part|parts|thing|data|invoice|amount|figures?)\b|(?:{_DIGITAL_THINGS}"
        rf"|item|goods|product|parcel|box|package|order|unit)\b(?: \w+){{0,5}}? (?:faulty|defective|damaged"
        rf"|dead on arrival|died|crushed|smashed|cracked|broken|broke|incomplete|missing|not as described"
        rf"|the wrong|useless|wrong)\b|(?:not|isnt|arent) fit for (?:purpose|use)|(?:not|isnt|nothing) (?:as"
        rf"|like)(?: \w+)? (?:described|advertised|pictured|shown|the (?:picture|photo|description))|(?:missing"
        rf"|left out|never included|without) (?:the |a |its |my )?(?:charger|cable|strap|part|parts|box"
        rf"|instructions|lead|plug|item|half)|(?:lost|losing|deleted|wiped|disappeared|vanished"
        rf"|gone missing)\b[^.!?]{{0,50}}\b(?:all|months?|weeks?|years?|data|records?|reports?|work|observations"
        rf"|children|daughters?|sons?|photos)|(?:reports?|records?|data|photos|observations|orders?|parcel|work"
        rf"|payment|application)\b(?: \w+){{0,3}} (?:being |been |got |gone |was |were )?(?:lost|deleted|wiped"
        rf"|disappeared|vanished|gone missing|corrupted)",
        r"how (?:do|can|would|to|should) (?:i|we)|i (?:accidentally |have |ve )?(?:broke|broken|dropped|damaged"
        r"|lost|cracked|smashed|deleted)|(?:previous|old|last|other) (?:installer|company|supplier|firm|provider)"
        r"|forgot\w*|password|(?:if|when|should|in case) (?:it|the \w+|one|my \w+|we|something)|no (?:problems?"
        r"|issues?|complaints?|faults?)|(?:havent|hasnt) been lost|not been lost|never (?:let|failed|missed"
        r"|been lost)|wrong (?:email|person|department)|lost (?:the|my) manual|not sure|dont know",
    ),
    (
        "demands a remedy",
        r"(?:want|expect|demand|like|request|requesting|insist on|require|deserve|owed?|owe|seeking|seek"
        r"|asking for|need|claim|please|looking for|due|entitled to|can i have|can we have|could i have"
        r"|give (?:me|us)|get|got|process|issue|arrange|for) (?:an? |my |our |the |some |your |full |partial "
        r"|at least |immediate |formal |written |proper |prompt |sincere |urgent |to be |you to |it |this |them "
        r"|be |back |and ){0,5}(?:refund(?:ed)?|compensat\w+|apolog\w+|explanation|money (?:back|refunded)"
        r"|deposit (?:back|returned|refunded)|(?:put|made|set) right|sorted|fixed|repaired|rectified|resolved"
        r"|corrected|reimburs\w+|goodwill|redress|something done)\b|(?:refund|reimburse|compensate) (?:me|us|the"
        r"|my|our|it|in full|this|for)\b|(?:refus\w+|denied|rejected|declined|wont|will not"
        r"|not) (?:\w+ ){0,3}refund|(?:money|deposit) (?:back|returned)|get (?:it|this|that|these|them) (?:sorted"
        r"|fixed|put right|repaired|resolved|done properly)|sort (?:it|this|that|things|yourselves"
        r"|these)(?: \w+)? out|sort (?:it|this) (?:please|now|asap)|(?:put|make|putting) (?:it|this|that|things"
        r"|matters|these|them) right|what (?:are|will|is|do) (?:you|your company|anyone|dsmart"
        r"|tiny \w+)(?: \w+)? (?:going to do|doing|do|propose|intend|plan\w*)\b|(?:when|why) (?:are|is|will|do"
        r"|does|did|has|have|was|were|am|cant|wont|hasnt|havent|isnt|arent|didnt) (?:\w+ ){1,5}(?:still|not"
        r"|going to|ever|finally|fixed|fix|sorted|sort|come back|coming back|so long|taken|charged|ignored"
        r"|finish\w*|arrive|turn up|actually|yet|keep|again)\b|where (?:is|are|the hell|on earth)(?: is"
        r"| are)? (?:my|our|they|it|the)(?: \w+){0,3} ?(?:order|parcel|refund|money|tracker\w*|delivery|engineer"
        r"|tablets?|panels|invoice|deposit|certificate|package|stuff)|never got an apology|(?:who|you) (?:is|are"
        r"|will) (?:going to )?(?:pay|paying|cover\w*|clean\w*|reimburs\w+)(?: \w+){0,3} (?:for|my|the|this)"
        r"|sending you the bill|send\w* the bill",
        r"money[ -]back guarantee|refund (?:policy|is|of .* approved|process|terms)|(?:do|would|if|can) (?:you"
        r"|i) (?:offer|get|give|do"
        r"|be entitled to) (?:a )?refunds?|how (?:do|does|long|would|can)(?: \w+){0,4} refund"
        r"|thank\w*(?: \w+){0,6} (?:put(?:ting)? (?:it|this|that|things|everything) right|refund|apolog\w+"
        r"|sort\w*|fix\w*|repair\w*|compensat\w+|explan\w+)|(?:refund"
        r"|apology|compensation)(?: \w+){0,3} (?:received|arrived|came through)|apologies for"
        r"|apologise for (?:the|my|not)|sorry for|(?:i|we) apologi\w+|my apologies|want (?:my|the|our) (?:quote"
        r"|appointment|booking|address|details)",
    ),
)
