"""Rules for `safety`. Tables only; recall comes first, understatement is typical (domain 6, safety).

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.triage.rules import Window, gap, rules

_ELECTRIC = (
    r"(?:inverter|batter(?:y|ies)|powerwall|consumer unit|fuse ?(?:box|board)|fusebox|isolator|sockets?|plugs?"
    r"|switch(?:es)?|light fittings?"
    r"|breakers?|rcd|rcbo|mcb|junction box|cables?|wir(?:e|es|ing)|meter(?: box)?|distribution board|electrics?\b"
    r"|electrical|panels?|optimi[sz]er"
    r"|charger|charge point|control box|diverter|immersion|unit|box|downlights?|lights?|spotlights?|board|loft|roof)"
)
_WET = (
    r"(?:leak\w*|drip\w*|pour\w*|soak\w*|soaked|flood\w*|wet|damp|seep\w*|trickl\w*|puddle|rain\w*|water (?:is "
    r"|was )?(?:coming|running|getting)|dripping|condensation)"
)
_WIRED = (
    r"(?:electrics|fuse ?(?:box|board)|fusebox|consumer unit|sockets?|inverter|isolator|light fittings?|wiring"
    r"|cables?|distribution board|light ?switch\w*|down ?lights?|spot ?lights?|(?:hall|kitchen|landing|bathroom"
    r"|bedroom|lounge|loft|porch|ceiling) lights?|light fittings?|plugs?|light bulbs?|junction box"
    r"|meter box|battery)"
)

#: domain 6, "safety": gas, carbon monoxide, shock, burning, water near electrics, battery, loose panel; understatement
SAFETY = rules(
    "safety",
    "domain 6, safety",
    (Window.NEGATED, Window.PAST, Window.IF_EVER),
    (
        "gas",
        rf"(?:smell\w*|stink\w*|stench|whiff|reek\w*|odou?r|pong\w*|hiss\w*)[^.!?]{{0,60}}?\bgas\b"
        rf"|(?:rotten |bad )?egg(?:s|y)?(?: \w+){{0,2}} (?:smell\w*|whiff|stink|odou?r|pong)|(?:smell\w*|stink\w*"
        rf"|whiff|reek\w*|pong\w*)"
        rf"(?: \w+){{0,2}} (?:like |of )?(?:\w+ )?(?:rotten )?egg(?:s|y)?\b"
        rf"|gas{gap(2)}(?:smell\w*|leak\w*|escap\w*|hiss\w*|odou?r|fumes)|(?:leak\w*|escap\w*) (?:of )?gas",
    ),
    (
        "carbon monoxide",
        rf"\d+ ?ppm|carbon monoxide{gap(8)}(?:leak\w*|poison\w*|levels?|reading|symptoms?|smell|fumes|going|gone"
        rf"|went|goes"
        rf"|off|sound\w*|bleep\w*|beep\w*|chirp\w*|scream\w*|trigger\w*|ring\w*|red|flash\w*|activat\w*|shriek\w*"
        rf"|wail\w*|detected|worr\w+)"
        rf"|(?:carbon monoxide|c\.?o\.?2?) ?(?:alarm|detector|sensor|monitor|meter)s?{gap(8)}(?:going|gone|went"
        rf"|goes|off|sound\w*|bleep\w*|beep\w*|chirp\w*|scream\w*|trigger\w*|ring\w*|rang|red|flash\w*|activat\w*"
        rf"|read\w*|shriek\w*|wail\w*|bleat\w*|blar\w*|squeal\w*|pip\w*)"
        r"|(?:worried|scared|frightened|think|sign|signs|suspect\w*)(?: \w+){0,4} carbon monoxide|(?:exhaust|flue"
        r"|boiler) fumes|fumes (?:in|from|coming|inside)",
        r"(?:do you (?:fit|sell|supply|install|do)|how much|quote|price|recommend|buy|service|supplied|included?)\b",
    ),
    (
        "alarm",
        rf"(?:smoke|fire|heat|gas) (?:alarm|detector)s?{gap(4)}(?:going|gone|went|goes|sound\w*|beep\w*|trigger\w*"
        rf"|scream\w*|ring\w*)|(?:box|alarm|detector|sensor|monitor)s?\b{gap(9)}(?:chirp\w*|bleep\w*|shriek\w*"
        rf"|wail\w*|screech\w*|going mad|going crazy|pinging)"
        rf"|(?:alarm|detector)s? (?:in the|by the|near the|next to the) (?:boiler|plant|utility"
        rf"|hall|kitchen|loft|cylinder|airing)[^.!?]{{0,40}}?(?:going|gone|went|sound\w*|beep\w*|trigger\w*)",
        r"low battery|new batter|every (?:morning|day) at",
    ),
    (
        "ill indoors",
        r"(?:headaches?|dizz\w+|light ?-?headed|nause\w+|drowsy|queasy|woozy|(?:feel\w*|felt|been"
        r"|being) (?:\w+ )?(?:sick|faint))\b[^.!?]{0,90}?\b(?:since|boiler|heating|flue|fumes|in the house"
        r"|indoors|at home|go outside|go out|open the|whole family|all of us|both of us|everyone|family|children"
        r"|kids|wake|woke|heat pump|the dog|in that room|every (?:morning|night|evening))"
        r"|(?:woke|wake|wakes|waking|woken)(?: \w+){0,3} (?:with|feeling|to)\b[^.!?]{0,30}?\b(?:headaches?"
        r"|heads?\b|dizz\w+|nause\w+|sick)"
        r"|(?:all of us|both of us|everyone|whole family|kids|children|both|all|we|ive|we have"
        r"|weve)(?: \w+){0,4} (?:headaches?|dizzy|nauseous|drowsy|queasy|woozy|light ?-?headed)|(?:boiler|heating"
        r"|fumes|flue|since)\b[^.!?]{0,80}?(?:headaches?|(?:thumping|banging|sore|bad|splitting|muzzy"
        r"|fuzzy) heads?|dizz\w+|nause\w+|drowsy|woozy|queasy|(?:feeling|felt|being|been) (?:\w+ )?sick)",
        r"(?:giving|give|gives|gave|caus\w+)(?: \w+){0,3} (?:a )?(?:\w+ )?headaches?|headache (?:of|with|trying"
        r"|to|for)|(?:a|real|massive|complete|big|such a) headache\b(?! since| when| every)|sick (?:of|to death"
        r"|and tired|to the back)",
    ),
    (
        "electric shock",
        r"electric(?:al)? shocks?|electrocut\w+|(?:get|gets|got|getting|gave|gives|giving|given|had|have|having"
        r"|received|receive|feel|felt|take|took|a|an|little|mild|small|slight|minor|nasty|proper) (?:me |him "
        r"|her |us |you |my \w+ |a |an |the |of a |bit |of |off |some ){0,4}(?:\w+ )?(?:shocks?|zap(?:s|ped)?"
        r"|jolts?|belts?|zing|kicks?|buzz|thump|nips?|wallop|stings?|tingles?)\b[^.!?]{0,12}?\b(?:(?:off|from|when|whenever"
        r"|every|each|if|touching|by|through|up|on|as)\b|[.!?]|$)"
        r"|shocks? (?:off|from)|(?:been|was|were|got|get|gets|getting|being|it|that|tap|shower|switch|handle"
        r"|frame|case|unit|box) (?:slightly |just )?(?:zapped|shocked)\b(?! (?:how|by|with|at|to|that"
        r"|and (?:\w+ ){0,2}(?:appalled|upset|angry|disappointed|disgusted|horrified|saddened|burning|furious)"
        r"|when i (?:saw|read|opened|got|heard|received)|by the (?:price|cost|bill|attitude|state|service|lack"
        r"|way|quote)|by your|by how))|static shocks?|bit of a shock (?:off|from|when (?:i|he|she|we) touch\w*)"
        r"|shocked (?:me|him|her|us)\b(?! (?:to|that|with|how|when))",
        r"shock(?:s|ed)? (?:at|to (?:see|find|hear|learn|read|be told)|when (?:i|we) (?:saw|read|opened|got|heard"
        r"|received|looked))|(?:bill|price|sticker|culture) shock|shock (?:of the|at the|when the bill)|price"
        r"|courses?\b|training|syllabus|any deals|came as a shock|in shock|seat ?belts?|get a kick out|conveyor"
        r"|drive ?belt|buzz (?:from"
        r"|off) (?:the )?(?:app|phone)",
    ),
    (
        "tingle",
        r"(?:tingl\w+|tickl\w+|prickl\w+)\b[^.!?]{0,60}?\b(?:touch\w*|tap|taps|shower|metal|frame|sink|finger\w*"
        r"|hand|hands|arm|off|bath|radiator|handle|bracket|case|casing|pipe|pipes|kettle|panel|box|unit|switch"
        r"|mixer)|(?:touch\w*|tap|taps|shower|metal|frame|sink|finger\w*|hands?|arm|radiator|handle|bracket"
        r"|casing|pipes?|box|unit|switch|mixer|hold\w*|lean\w*)\b[^.!?]{0,60}?\b(?:tingl\w+|tickl\w+|prickl\w+)"
        r"|(?:metal|tap|taps|frame|sink|radiator|casing|pipes?|case|handle|bracket|shower) (?:is|are|s|was|seems"
        r"|feels|might be|may be|could be) (?:\w+ )?(?:live|electrified)\b|tingly|pins and needles|bit of a tingle",
        r"with (?:excitement|joy|delight)|tickled pink|fancy",
    ),
    (
        "what the hand felt",
        r"(?:touch\w*|hands?|fingers?|elbow|nose|metal|taps?|handle|frame|leg|casing|rail"
        r"|pipe)\b[^.!?]{0,80}?\b(?:bites?|bit (?:me|him|her"
        r"|us)|nips?|stings?|stung|jolts?|kicks?|zaps?|zapped|buzz(?:es|ed)?)\b",
        r"buzz(?:es|ed)? (?:me|us|in|at the (?:door|gate))|(?:kicks?|nips?) (?:off|in|out|to|round)|phone|app\b",
    ),
    (
        "buzzing electrics",
        rf"(?:buzz\w*|crackl\w*|hiss\w*|fizz\w*|sizzl\w*|popping|sputter\w*){gap(7)}{_ELECTRIC}\b"
        rf"|(?:frying|sizzling|crackling|fizzing|spitting|popping|arcing) (?:noise|sound)s?|(?:noise"
        rf"|sound)s? (?:like|of) (?:bacon|frying|a chip pan|eggs frying)"
        rf"|(?:like|of) (?:bacon )?(?:frying|sizzling)\b|{_ELECTRIC}\b{gap(8)}(?:buzz\w*|crackl\w*|hiss\w*|fizz\w*"
        rf"|sizzl\w*|popping|sputter\w*)",
        r"buzzing (?:about|with|around)|heat ?pump (?:is |has )?(?:buzz|hum)|cracking (?:job|service)|buzz word",
    ),
    (
        "sparks and arcing",
        rf"sparks\b|sparky noise|a (?:\w+ )?spark (?:from|came|jumped|when|off|shot|flew)|sparking"
        rf"|sparked\b(?! (?:my|our|an?|interest|debate|some|the idea))|arc(?:ed|ing|s)\b|(?:flash"
        rf"|flashes) of (?:light|blue|flame)|blue (?:flash|light|spark)\w*|(?:big|loud|almighty|huge|massive|small"
        rf"|a|there was a|went) bang\b[^.!?]{{0,60}}?(?:{_ELECTRIC}|smoke|flash|power|everything|smell|dark)"
        rf"|(?:light|lights|flash\w*|glow\w*)\b(?! switch)(?: \w+){{0,3}} (?:from|inside|through"
        rf"|out of)(?: \w+){{0,3}} {_ELECTRIC}"
        rf"|(?:it|that|there|and|which) (?:just |suddenly )?(?:fizzed|sparked|banged|crackled|exploded)\b"
        rf"|(?:little|small|tiny|blue|white|bright|orange|yellow) (?:flash(?:es)?|sparks?|flickers?)\b|(?:crack"
        rf"|tac|tick|pop|bang|bz+|snap|fizz|clack|zap)[ -](?:crack|tac|tick|tock|pop|bang|bz+|snap|fizz|clack"
        rf"|zap)\b|(?:a|loud|big|little|small) (?:pop|crack)\b[^.!?]{{0,60}}?{_ELECTRIC}"
        rf"|explod\w+|explosion|blew up|blown up|{_ELECTRIC}\b{gap(4)}(?:went bang|went pop|gone bang|blew)"
        rf"|bang and",
        r"bright spark|spark (?:a|an|of|my|your|any) |(?:mr|mrs|ms|miss) sparks?|sparks? (?:joy|interest)"
        r"|bill (?:has )?explod\w+|exploded in price|arc(?:ed|s) roof|flash (?:sale|update)",
    ),
    (
        "burning smell",
        rf"burn(?:ing|t|ed|s)?{gap(3)}(?:smell\w*|odou?r|plastic|rubber|wires?|cables?|stench|electrics?|toast"
        rf"|hair|dust)|smell\w*{gap(5)}(?:burn\w*|melt\w*|scorch\w*|sing(?:e|ed|eing)|hot plastic|plastic|rubber"
        rf"|fish\w*|acrid|electrical|electrics|smok\w*|ozone|hot)\b"
        rf"|(?:whiff|odou?r|stink\w*|pong\w*|stench){gap(5)}(?:burn\w*|melt\w*|plastic|rubber|scorch\w*|sing\w+"
        rf"|smok\w*|fish\w*)|(?:funny|strange|odd|weird|horrible|hot|peculiar|unusual|nasty|acrid|fishy|electrical"
        rf"|chemical) (?:\w+ )?(?:smell\w*|odou?r|whiff|pong)\b[^.!?]{{0,60}}?{_ELECTRIC}"
        rf"|{_ELECTRIC}\b[^.!?]{{0,60}}?(?:funny|strange|odd|weird|hot|peculiar|nasty|acrid|fishy|chemical"
        rf"|electrical) (?:\w+ )?(?:smell\w*|odou?r|whiff)",
        r"smells? (?:a bit )?fishy to me|burn(?:s|ing)? (?:with|up with) (?:rage|anger|shame|curiosity)|burn(?:s"
        r"|ing)? (?:through )?(?:money|cash|oil|question)|paint smell"
        r"|smell of paint",
    ),
    (
        "smoke or fire",
        rf"smoke(?! (?:alarm|detector)s?){gap(3)}(?:coming|from|out|pouring|in the|filled|everywhere|billow\w*|off"
        rf"|rising|inside)|(?:saw"
        rf"|see|seen|some|puffs? of(?: grey| black| white)?|wisps? of|smell of|smelt|plume of|bit of|with|black"
        rf"|white|thick|was"
        rf"|is) smoke\b|{_ELECTRIC}\b{gap(3)}(?:smok(?:e|ed|ing)|smould\w+|smolder\w+)\b|smould\w+"
        rf"|on fire\b|(?:caught|catch|catches|catching|set)(?: \w+){{0,2}} (?:on )?(?:fire|alight)|house fire"
        rf"|a fire\b(?! (?:door|alarm|risk assess|certif|safety|place))|flames?\b|fire (?:brigade|engine"
        rf"|service)(?! (?:recommend|advis|says?|require|guid|want))"
        rf"|up in flames|fire (?:risk|hazard)|ablaze|electrical fire|small fire|puffs? of (?:grey|black|something)",
        r"smoke (?:test|free)|(?:out of|from) (?:my|our|his|her) ears|risk assessment|old flame|flame (?:red"
        r"|colou?r|effect)|gas fire|log fire"
        r"|light a fire|fire away"
        r"|(?:apprentices?|team|lads?|staff|crew|sales|boys) (?:is|are|was|were) on fire|you(?:re| are) on fire"
        r"|fire (?:sale|door)",
    ),
    (
        "hot to touch",
        rf"hot to (?:the )?touch|(?:hot|warm) to (?:keep|leave|put|hold|rest)\b|(?:got|gets|getting|so|too|very"
        rf"|really|red|burning) (?:\w+ )?hot\b[^.!?]{{0,20}}?\bcharg\w+"
        rf"|too hot to (?:touch|hold)|(?:red|boiling|burning|very|really|quite|so|too"
        rf"|extremely|scorching|roasting|getting|gets|bit|pretty) (?:\w+ )?(?:hot"
        rf"|warm)\b[^.!?]{{0,30}}?\b(?:socket|cable|wire|plug|isolator|fuse ?box|fusebox|consumer unit|inverter"
        rf"|battery|breaker|charger|junction box)|(?:sockets?|cables?|wires?|plugs?|isolator|fuse ?box|fusebox"
        rf"|consumer unit|inverter|battery|batteries|breakers?|junction box|charger|charging (?:lead|cable)"
        rf"|switch){gap(8)}(?:hot|warm|boiling|scorching|roasting|burning)\b(?! (?:water|weather|days?|spell|tap))"
        rf"|overheat\w*",
        r"hot water (?:cylinder|tank)? ?(?:switch|isolator|plug)|in (?:hot|warm) weather",
    ),
    (
        "scorched",
        rf"scorch(?:ed|ing|es)?\b(?! earth)|{_ELECTRIC}\b[^.!?]{{0,60}}?\b(?:gone|went|turned|turning|going|all"
        rf"|come out|came out)(?: \w+){{0,2}} "
        rf"(?:black|brown|crispy|brittle|soft)\b|(?:black|soot) (?:all )?(?:up|over|on|down|around) (?:the|my"
        rf"|our) (?:\w+ )?(?:tiles|walls?|ceiling|paint|plaster|skirting|cupboard|render)|plastic (?:has |is |had "
        rf"|was )?(?:gone |going |all )?(?:soft|sticky|droopy|bubbl\w+)|scorch ?marks?|charr(?:ed|ing)|sing(?:ed"
        rf"|eing)\b|burn(?:t)? marks?"
        rf"|burn(?:t|ed|ing)? (?:out )?(?:socket|plug|cable|wire|isolator|connector|terminal)s?|(?:melt(?:ed|ing"
        rf"|s)?|blacken\w*|discolou?r\w*|brown(?:ing)? marks?|black marks?|sooty?|burnt"
        rf"|burned){gap(6)}{_ELECTRIC}\b|{_ELECTRIC}\b{gap(6)}(?:melt(?:ed|ing|s)?|blacken\w*|discolou?r\w*"
        rf"|brown(?:ing)? marks?|black marks?|sooty|burnt|burned|burning)\b",
    ),
    (
        "water near electrics",
        rf"{_WET}{gap(9)}{_WIRED}\b|water (?:is |was )?(?:coming|running|getting)\b[^.!?]{{0,80}}?\b{_WIRED}\b"
        rf"|{_WIRED}\b{gap(8)}{_WET}|water{gap(7)}(?:fuse ?(?:box|board)|fusebox"
        rf"|consumer unit|sockets?|inverter|isolator|light fittings?|electrics|distribution board|downlights?"
        rf"|ceiling lights?|light ?switch|battery)\b|(?:pour|gush|flood)\w*{gap(4)}(?:ceiling|lights?)",
        r"hot water (?:switch|isolator|timer)|(?:leak|drip)\w*{0} quote".replace("{0}", ""),
    ),
    (
        "tripping",
        rf"(?:keeps?|kept|keep|constantly|repeatedly|always|continually|constant|regularly|randomly|been|is|are"
        rf"|was) trip(?:ping|ped)?\b|trip(?:s|ped|ping)\b{gap(3)}(?:every|each|when|whenever|again|times|twice"
        rf"|several|constantly|the (?:rcd|electric\w*|breaker|power|main|fuse|whole|house|board|supply|switch)"
        rf"|our (?:electric\w*|power)|all the|everything|out|whole|if|as soon)|(?:rcd|rcbo|breakers?|mcb"
        rf"|fuse ?(?:box|board)|fusebox|electrics?|electricity|consumer unit|trip switch|power|fuses?|board"
        rf"|sockets?|switch|mains){gap(10)}trip\w*|(?:trip switch|switch|rcd|breaker|fuse|board|electrics"
        rf"|power)\b{gap(7)}(?:jump|flick|click|knock|drop|pop|kick|flip)(?:s|ed|ing|ping|ped)? "
        rf"(?:off|out)\b|fuses? (?:keeps?|kept|has|have) (?:\w+ )?(?:blow|going|gone)\w*|(?:whole house|house"
        rf"|power|lights|electrics|everything) (?:\w+ )?(?:goes|go|went|going) (?:dark|off|out"
        rf"|dead)\b[^.!?]{{0,60}}?\b(?:board|switch\w*|every|each|whenever|when)\b"
        rf"|(?:every time|each time|whenever)\b[^.!?]{{0,40}}?\b(?:whole house|house|power|lights|electrics"
        rf"|everything) (?:goes|go|going) (?:dark|off|out|dead)|trip switch{gap(4)}(?:going|goes|gone|went|keeps|again)",
        r"(?:business|day|school|boat|coach|field) trip|trips? (?:to|away|history|report|log)|trip(?:ped|s)? over",
    ),
    (
        "battery",
        rf"(?:batter(?:y|ies)|powerwall|cells?|battery pack|back|case|casing|tracker|tag|device|pendant"
        rf"|power ?bank)\b{gap(10)}(?:swell\w*|swoll\w*|bulg\w*|hiss\w*"
        rf"|fizz\w*|puff\w*|fatter|bloat\w*|leak\w*|smok\w*|distort\w*|vent(?:ed|ing)|popp\w+|crackl\w*|balloon\w*"
        rf"|expanded|expanding|warp\w*|domed|misshapen|split open|deformed|bowed|pillow\w*|burst)|(?:swell\w*"
        rf"|swoll\w*|bulg\w*"
        rf"|puff\w* up|bloat\w*|leak\w*|hiss\w*){gap(3)}(?:batter(?:y|ies)|powerwall)",
    ),
    (
        "coming loose",
        rf"(?:panels?|slates?|scaffold\w*|brackets?|rails?|flue|unit|inverter|cables?|wires?"
        rf"|tails)\b{gap(7)}(?:loose|lifting|lifted|flapp\w+|bang(?:s|ing|ed)|rattl\w+|hanging|dangling"
        rf"|blow\w* (?:off|about|away)|blew off|com(?:e|es|ing) (?:off|away|loose|down)|came (?:off|away|loose"
        rf"|down)|fall\w* (?:off|down|from)|fell|slid\w*|sliding|slipp\w+|wobbl\w+|sway\w*|collaps\w+|unsecured"
        rf"|not secure\w*|moving about|lifts?\b|rock(?:s|ing|ed)\b|leaning|tilt\w+|un ?tied|not tied"
        rf"|held (?:on |up |down )?(?:\w+ )?by (?:\w+ )?(?:one|a|two|string|tape)|hanging (?:by|on by))|(?:loose"
        rf"|dangling|hanging|flapping) (?:\w+ )?(?:panel|cable|wire|slate"
        rf"|scaffold\w*|rail|bracket|flue)s?\b|worried (?:\w+ ){{0,4}}(?:come|fall|blow) (?:down|off)",
    ),
    (
        "live parts",
        r"(?:bare|exposed|live|loose|hanging|uncovered|frayed) (?:\w+ )?(?:wir(?:e|es|ing)|cables?|terminals?"
        r"|conductors?|electrics|ends)\b|(?:wires?|cables?) (?:\w+ ){0,3}(?:exposed|hanging|sticking out|showing"
        r"|bare|uncovered|poking out)|no earth\b|not earthed|isnt earthed",
    ),
    (
        "danger",
        r"dangerous(?:ly)?|in danger|a danger\b|unsafe|(?:not|isnt|doesnt (?:feel|look|seem)|dont feel"
        r"|dont think its|cant be|is (?:it|this|that)|are they|not sure (?:its|it is|thats)|if (?:its|it is"
        r"|thats)|still) (?:very |at all |really |this is |that is )?safe\b|hazard(?:ous)?|death ?trap|lethal"
        r"|(?:could|might|nearly|almost|going to) (?:have )?(?:been |be |kill\w* |get |got )?(?:killed"
        r"|electrocuted|kill|hurt|injured|blow up|explode)|injur(?:ed|y|ies)\b|burn(?:t|ed) (?:my|his|her"
        r"|their) \w+|scald\w*|called (?:an|the) ambulance",
        r"(?:data|account|password|payment|card|personal|website|link|email|keep|details|information"
        r"|login) [^.!?]{0,40}safe|safe[^.!?]{0,20} (?:data|account|details|information|to (?:wash|hose|clean"
        r"|hang|drill|walk|jet|pressure|report|paint|plant"
        r"|park|put))|safe reporting|hazard (?:lights|sheet)|injury time|not (?:a )?(?:dangerous|unsafe|hazard\w*)",
    ),
    (
        "Welsh",
        r"(?:arogl\w*|ogl\w*|ogla\w*|oglau) (?:\w+ ){0,2}(?:nwy|llosgi|mwg)|nwy yn gollwng|gollyngiad nwy"
        r"|sioc (?:d|t)rydan\w*|mwg yn|ar dan\b|gwreichion|yn llosgi",
    ),
)
