"""Rules for the flags that cannot wait: no heating, safety, vulnerable. Tables only; core/triage.py applies them.

A rule is tried on a sentence in plain form (core/triage_text.py) that holds a word starting with one of its cues.
`source` names the line of domain.md section 6 that the rule comes from. Patterns bound every repetition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Window(StrEnum):
    """Surroundings in which a match does not count."""

    NEGATED = "negated"  # "no smell of gas"
    PAST = "past"  # "last winter"
    HYPOTHETICAL = "hypothetical"  # "if it goes off again"
    ELSEWHERE = "elsewhere"  # "power cut"
    RESOLVED = "resolved"  # "back on now"
    ASKING = "asking"  # "how would I ..."
    JOKE = "joke"  # "my brother-in-law says ... lol"
    DIGITAL = "digital"  # a mail about software: its children, sensors and panels are records


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    flag: str
    name: str
    source: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None  # tried on the whole sentence
    windows: frozenset[Window] = frozenset()


def gap(words: int) -> str:
    """A pattern for up to so many words in between, nearest first."""
    return rf"(?:[^\w]{{1,6}}\w{{1,30}}){{0,{words}}}?[^\w]{{1,6}}"


def rules(
    flag: str, source: str, windows: tuple[Window, ...], *rows: tuple[str, str, str] | tuple[str, str, str, str]
) -> tuple[Rule, ...]:
    """One Rule a row of (name, cues, pattern[, unless])."""
    return tuple(
        Rule(
            flag=flag,
            name=row[0],
            source=source,
            cues=tuple(row[1].split()),
            pattern=re.compile(rf"\b(?:{row[2]})"),
            unless=re.compile(rf"\b(?:{row[3]})") if len(row) == 4 else None,
            windows=frozenset(windows),
        )
        for row in rows
    )


# ------------------------------------------------------------------------------------------------------------- no heating

HEAT = (
    r"(?:(?:central |underfloor )?heatings?\b(?! (?:engineer|bills?|costs?|season|controls?|oil|grant|upgrade|system yet|app))"
    r"|hot water(?! bottles?)|warm water|boilers?|heat pumps?|ashp|gshp|air source|rads?|radiators?|cylinder|immersion"
    r"|underfloor|ufh|(?:outdoor|outside|external) (?:unit|fan|box)|(?:unit|thing|box|fan) (?:outside|outdoors))\b"
)
_HEAT_CUES = "heat boiler rad hot warm cylinder immersion underfloor ufh ashp gshp air outdoor outside external unit thing box fan"
_AUX = (
    r"(?:[^\w]{1,4}(?:is|are|s|was|has|have|had|been|just|now|still|completely|totally|both|all|again|keeps?|kept|keep"
    r"|going|gone|goes|went|seems?|seem|to|be|appears?|system|run|runs|running|come|coming|stone|upstairs|downstairs"
    r"|this|morning|last|night|today|yesterday|supply|basically|literally|absolutely|constantly|suddenly|also|and|or"
    r"|hot|water|heating|pump|tank|at|weekend|supposedly|well|truly|off|on|since|keeps)){0,8}[^\w]{1,4}"
)
_NOT = (
    r"(?:not|isnt|arent|wasnt|werent|wont|doesnt|dont|didnt|hasnt|havent|never|cant|cannot|aint|nor|no longer"
    r"|refus\w+ to|fail\w* to|stop\w{0,4}|quit|ceased)"
)
_GOES = (
    r"(?:work\w*|on\b|com(?:e|es|ing|en)?\b(?: back)?(?: on| through)|fir(?:e|es|ing|ed)\b|start\w*|kick\w*|heat(?:s|ed|ing)?\b"
    r"|turn\w* on|switch\w* on|respond\w*|run\w*|light\w*|ignit\w*|function\w*|warm\w*|hot\b|giv\w+ (?:any|us|out|off)"
    r"|do(?:es|ing)? (?:any ?thing|a thing)|going\b|go\b|produc\w+|circulat\w+|hot anymore|had any)"
)
_STRONG_DEAD = (
    r"(?:dead|knackered|kaput\w*|conked|pack(?:s|ed|ing)? (?:in|up)|giv(?:e|es|en|ing) up|gave up|had it\b|died|dying|bust\b"
    r"|busted|buggered|goosed|banjaxed|gubbed|borked|shot\b|cut(?:s|ting)? out|lock(?:s|ed|ing)? out|on the (?:blink|fritz)|gone pop"
    r"|stopp(?:ed|s|ing)\b(?! by| off)|kicked the bucket|bit the dust|sits there|just sits|nothing (?:coming|warm|hot)|(?:not |isnt )giving (?:us |me |out )?any|defunct|lifeless|broke(?:n)?(?: down)?|does nothing|do nothing|doing nothing|doing sod all"
    r"|stone cold|ice cold|gone cold|gone off|went off|gone down|gone again|shut(?:s|ting)? (?:itself )?down|out of action|u/s\b)"
)
_WEAK_DEAD = r"(?:off|down|out|gone|went|cold|freezing|failed|failing|tripped|dud|kaput|nothing)\b(?! peak| grid| season)"
_INADEQUATE = r"(?:properly|efficien\w+|as (?:it|they|well|warm|hot)|well enough|evenly|economical\w*)"
_MEANT_OFF = (
    r"(?:turn|switch|keep|kept|leave|having|have) (?:the |our |my |it )?(?:heat\w*|boiler|rads?|radiators?)(?: \w+)? off"
    r"|(?:heating|boiler|radiators?|hot water|rads?|heat pump) (?:is |are |was )?(?:isnt|not|hasnt|hasnt been|never)(?: gone| been)? (?:off|dead|broken|cold|down|gone|out)\b"
    r"|off (?:when we|while we|for the summer|in summer|over summer|during summer)|turns? (?:itself )?off at"
)
_PLACE = r"(?:house|home|flat|bungalow|cottage|indoors|inside|in here|bedrooms?|living ?room|lounge|kitchen|rooms?|place|upstairs|bathroom)"

#: domain 6, "no heating/hot water": without/lost/dead/off + heating words; cold house; Welsh; typos and slang
NO_HEATING = rules(
    "no_heating",
    "domain 6, no heating/hot water",
    (Window.PAST, Window.HYPOTHETICAL, Window.ELSEWHERE, Window.RESOLVED),
    (
        "without heating",
        "no not nor without lost losing lack zero any havent dont minus never aint left neither nothing",
        rf"(?:no|without|lost|losing|lacking|lack of|zero|minus|nor|neither|(?:havent|dont|not|aint|never)(?: got| had| have| getting)?(?: any| a bit of| a drop of| much)?)"
        rf"(?: any| all| our| the| my| form of| proper| working| running| constant){{0,3}} (?:{HEAT}|heat\b|warmth|warm water|hot or cold water)",
        r"(?:not|never|isnt|arent|werent) (?:been |actually )?without|no (?:heat\w*|boiler|radiators?|heat pumps?|hot water|cylinder) "
        r"(?:problems?|issues?|bills?|complaints?|worries|faults?|cylinder|tank|engineer|quotes?|yet)|(?:dont|not|no longer) (?:need|want)"
        r"|(?:do|dont|did|have) not (?:have )?(?:a |any )?(?:heat pump|boiler)s? (?:yet|at present)|lost (?:the |my |our )?(?:boiler|heat pump|heating|radiator) (?:manual|warranty|paperwork|certificate|instructions)",
    ),
    (
        "heating does not go",
        _HEAT_CUES,
        rf"{HEAT}{gap(5)}{_NOT}(?:{gap(2)}){_GOES}",
        rf"{_GOES}{gap(1)}{_INADEQUATE}|dont (?:know|understand|mind|think)|not (?:sure|certain)|wont be long|{_MEANT_OFF}",
    ),
    ("heating dead", _HEAT_CUES, rf"{HEAT}{gap(6)}{_STRONG_DEAD}", _MEANT_OFF),
    (
        "heating off",
        _HEAT_CUES,
        rf"{HEAT}{_AUX}{_WEAK_DEAD}",
        rf"{_MEANT_OFF}|taken out|work\w* out|cold (?:spots?|at the (?:bottom|top)|in the mornings?|weather|water supply|feed|tap)|(?:heat pump|boiler)s? (?:in|for) cold|louder|find out|put out|sort\w* out",
    ),
    ("broken heating", "broken dead knackered bust faulty failed", rf"(?:broken|dead|knackered|bust|failed|busted)(?: down)? (?:\w+ )?{HEAT}"),
    (
        "cannot get it on",
        "cant cannot unable couldnt wont struggling",
        rf"(?:cant|cannot|unable to|couldnt|struggling to) (?:seem to )?(?:get|turn|switch|make|start|have)(?: the| our| my| any| enough| this){{0,2}}(?: \w+)? ?(?:{HEAT}|heat\b|warm\b|house warm)",
        r"(?:set|programme|program|control|app|schedule|timer|quote|price)\b",
    ),
    (
        "only cold water",
        "cold freezing icy kettle bucket pans pan tepid",
        r"(?:only|just|nothing but)(?: \w+){0,2}? (?:cold|freezing|icy) water|(?:having|taking|had|have|in|to) (?:\w+ )?(?:cold|freezing|icy) (?:showers?|baths?)|cold showers?\b"
        r"|(?:shower|taps?|bath|water)(?: \w+){0,4}? (?:stone cold|ice cold|freezing|icy|(?:running|runs|ran|coming (?:out|through)|comes (?:out|through)|gone|is|are|going) (?:\w+ )?cold)\b"
        r"|cold water only|wash\w*(?: \w+){0,4} (?:in|with|from|out of) (?:a )?(?:bucket|cold water|kettles?)"
        r"|(?:boil\w*|heat\w*)(?: up)?(?: the| some| a| all our){0,2} (?:kettles?|pans?|saucepans?|water)",
        r"cold water (?:tank|mains|main|supply|pressure|feed|pipe|tap|cylinder|storage)|boil(?:s|ing)? (?:the |a )?kettle (?:fast|quick)",
    ),
    (
        "cold house",
        "freezing perishing arctic baltic bitter ice stone cold fridge freezer breath igloo frozen shivering",
        rf"{_PLACE}(?: \w+){{0,4}}? (?:absolutely |bloody |really |so |very |completely |like )?(?:freezing|perishing|arctic|baltic|bitter\w*|ice ?cold|stone cold|(?:like )?an? (?:fridge|freezer|ice ?box|igloo)|frozen)\b"
        rf"|(?:its|it is|were|we are|im|i am|all|kids are|children are|shes|hes) (?:\w+ )?(?:freezing|perishing|baltic|arctic|frozen|shivering)\b"
        rf"|(?:freezing|perishing|baltic|arctic|ice ?cold|shivering|frozen)(?: cold)? (?:\w+ )?(?:in |at )?(?:here|the |our |my )?{_PLACE}|sit\w* (?:here )?(?:freezing|shivering)|see (?:my|our|your) (?:own )?breath"
        rf"|cold (?:in|inside) (?:here|the house|our house|my house|our home)|(?:house|home|flat|bungalow|place) (?:is|s|has gone|has been|stays) (?:so |very |really |absolutely |too |completely |now )*cold\b|cold house\b",
        r"outside (?:its|it is)|cold (?:in the mornings|spots?|calls?)|above freezing",
    ),
    (
        "keeping warm by other means",
        "fan electric oil halogen blanket coat duvet hot hats sleeping gloves plug portable warm warmth",
        rf"(?:to|for|trying to|us|and) (?:keep|stay|get) warm|for warmth|(?:fan|electric|oil[ -]filled|halogen|plug[ -]in|portable|convector) (?:heater|fire|radiator|rad)s?\b"
        rf"|(?:under|wrapped in|in|with|using|huddled \w+|piles? of|extra) (?:\w+ )?(?:blankets|duvets|quilts|sleeping bags)"
        rf"|(?:in|wearing|with)(?: our| their| my| his| her| your)?(?: \w+)? (?:coats?|hats|gloves|coats and \w+|dressing gowns?)(?: on)?(?: {_PLACE}| to bed| in bed| watching| all day| at night| and| in| on|[.,!]|$)",
        r"(?:instead of|replace|quote|compared|compare|used to|before you|cheaper than|better than|get rid of|got rid of|no longer|dont need)",
    ),
    (
        "indoor temperature",
        "degrees deg c temp temperature thermostat",
        r"(?:indoor|inside|room|house|home|flat|bungalow|bedroom|lounge|living room|thermostat|temp|temperature|in here|indoors)\b[^.!?]{0,50}?\b(?:\d|1[0-4])(?:\.\d)? ?(?:°|degrees|deg\b|c\b)"
        r"|\b(?:\d|1[0-4])(?:\.\d)? ?(?:°|degrees|deg\b|c\b)[^.!?]{0,30}?\b(?:indoors|inside|in (?:the|our|my) (?:house|home|flat|bungalow|bedroom|lounge|living room)|in here)",
        r"outside|outdoors?|flow temp\w*|warmer|higher|lower (?:the|by)|rise|difference|delta",
    ),
    (
        "Welsh",
        "dim heb gwres wres boeler rhewi oer gwresogi",
        r"(?:dim|heb|does dim|sdim|nid oes) (?:\w+ )?(?:gwres|wres|dwr (?:poeth|cynnes)|ddwr (?:poeth|cynnes)|gwresogi)|(?:gwres|boeler|gwresogi|pwmp gwres)(?: \w+){0,4}? (?:torri|stopio|diffodd|mynd|marw|i ffwrdd|ddim yn gweithio|methu)"
        r"|(?:ty|cartref)(?: \w+){0,2}? (?:yn )?(?:oer|rhewi)|yn rhewi",
    ),
)

#: the same flag, for "it" and "the thing": only where the subject or the sentence before speaks of heating
HEATING_ANAPHORA = re.compile(
    rf"\b(?:it|its|system|unit|thing|everything|that|this|box|pump)\b(?: \w+){{0,4}}? (?:{_STRONG_DEAD}|{_NOT}(?: \w+){{0,2}} {_GOES})"
    r"|^(?:gone|gone off|off|dead|packed up|packed in|stopped working|not working|broken)\b"
)
HEATING_SPOKEN_OF = re.compile(rf"\b{HEAT}")

# ---------------------------------------------------------------------------------------------------------------- safety

_ELECTRIC = (
    r"(?:inverter|batter(?:y|ies)|powerwall|consumer unit|fuse ?(?:box|board)|fusebox|isolator|sockets?|plugs?|switch(?:es)?|light fittings?"
    r"|breakers?|rcd|rcbo|mcb|junction box|cables?|wir(?:e|es|ing)|meter(?: box)?|distribution board|electrics?\b|electrical|panels?|optimi[sz]er"
    r"|charger|charge point|control box|diverter|immersion|unit|box|downlights?|lights?|spotlights?|board|loft|roof)"
)
_WET = r"(?:leak\w*|drip\w*|pour\w*|soak\w*|soaked|flood\w*|wet|damp|seep\w*|trickl\w*|puddle|rain\w*|water (?:is |was )?(?:coming|running|getting)|dripping|condensation)"
_WIRED = r"(?:electrics|fuse ?(?:box|board)|fusebox|consumer unit|sockets?|inverter|isolator|light fittings?|wiring|cables?|distribution board|light ?switch\w*|downlights?|ceiling lights?|plugs?|light bulbs?|junction box|meter box|battery)"

#: domain 6, "safety": gas, carbon monoxide, shock, burning, water near electrics, battery, loose panel; understatement
SAFETY = rules(
    "safety",
    "domain 6, safety",
    (Window.NEGATED, Window.PAST, Window.HYPOTHETICAL),
    (
        "gas",
        "gas",
        rf"(?:smell\w*|stink\w*|stench|whiff|reek\w*|odou?r|pong\w*|hiss\w*)(?: of| like|s like){{0,2}}{gap(3)}gas\b|gas{gap(2)}(?:smell\w*|leak\w*|escap\w*|hiss\w*|odou?r|fumes)|(?:leak\w*|escap\w*) (?:of )?gas",
    ),
    (
        "carbon monoxide",
        "carbon monoxide co fumes flue",
        rf"carbon monoxide{gap(8)}(?:leak\w*|poison\w*|levels?|reading|symptoms?|smell|fumes|going|gone|went|goes|off|sound\w*|bleep\w*|beep\w*|chirp\w*|scream\w*|trigger\w*|ring\w*|red|flash\w*|activat\w*|shriek\w*|wail\w*|detected|worr\w+)"
        rf"|(?:carbon monoxide|c\.?o\.?2?) ?(?:alarm|detector|sensor|monitor|meter)s?{gap(8)}(?:going|gone|went|goes|off|sound\w*|bleep\w*|beep\w*|chirp\w*|scream\w*|trigger\w*|ring\w*|rang|red|flash\w*|activat\w*|read\w*|shriek\w*|wail\w*|bleat\w*|blar\w*|squeal\w*|pip\w*)"
        r"|(?:worried|scared|frightened|think|sign|signs|suspect\w*)(?: \w+){0,4} carbon monoxide|(?:exhaust|flue|boiler) fumes|fumes (?:in|from|coming|inside)",
        r"(?:do you (?:fit|sell|supply|install|do)|how much|quote|price|recommend|buy|service|supplied|included?)\b",
    ),
    (
        "alarm",
        "alarm detector",
        rf"(?:smoke|fire|heat|gas) (?:alarm|detector)s?{gap(4)}(?:going|gone|went|goes|sound\w*|beep\w*|trigger\w*|scream\w*|ring\w*)|(?:alarm|detector)s? (?:in the|by the|near the|next to the) (?:boiler|plant|utility|hall|kitchen|loft|cylinder|airing)[^.!?]{{0,40}}?(?:going|gone|went|sound\w*|beep\w*|trigger\w*)",
        r"low battery|new batter|every (?:morning|day) at",
    ),
    (
        "ill indoors",
        "headache head heads dizzy light lightheaded nause drowsy queasy woozy faint sick poorly",
        r"(?:headaches?|dizz\w+|light ?-?headed|nause\w+|drowsy|queasy|woozy|(?:feel\w*|felt|been|being) (?:\w+ )?(?:sick|faint))\b[^.!?]{0,90}?\b(?:since|boiler|heating|flue|fumes|in the house|indoors|at home|go outside|go out|open the|whole family|all of us|both of us|everyone|family|children|kids|wake|woke|heat pump|the dog|in that room|every (?:morning|night|evening))"
        r"|(?:all of us|both of us|everyone|whole family|kids|children|both|all|we|ive|we have|weve)(?: \w+){0,4} (?:headaches?|dizzy|nauseous|drowsy|queasy|woozy|light ?-?headed)|(?:boiler|heating|fumes|flue|since)\b[^.!?]{0,80}?(?:headaches?|(?:thumping|banging|sore|bad|splitting|muzzy|fuzzy) heads?|dizz\w+|nause\w+|drowsy|woozy|queasy|(?:feeling|felt|being|been) (?:\w+ )?sick)",
        r"(?:giving|give|gives|gave|caus\w+)(?: \w+){0,3} (?:a )?(?:\w+ )?headaches?|headache (?:of|with|trying|to|for)|(?:a|real|massive|complete|big|such a) headache\b(?! since| when| every)|sick (?:of|to death|and tired|to the back)",
    ),
    (
        "electric shock",
        "shock electrocut zap jolt belt zing kick buzz thump nip tingle wallop",
        r"electric(?:al)? shocks?|electrocut\w+|(?:get|gets|got|getting|gave|gives|giving|given|had|have|having|received|receive|feel|felt|take|took|a|an|little|mild|small|slight|minor|nasty|proper) (?:me |him |her |us |you |my \w+ |a |an |the |of a |bit |of |off |some ){0,4}(?:\w+ )?(?:shocks?|zap(?:s|ped)?|jolts?|belts?|zing|kick|buzz|thump|nip|wallop|sting)\b[^.!?]{0,12}?\b(?:(?:off|from|when|whenever|every|each|if|touching|by|through|up|on|as)\b|[.!?]|$)"
        r"|shocks? (?:off|from)|(?:been|was|were|got|get|gets|getting|being|it|that|tap|shower|switch|handle|frame|case|unit|box) (?:slightly |just )?(?:zapped|shocked)\b(?! (?:at|to|that|when i (?:saw|read|opened|got|heard|received)|by the (?:price|cost|bill|attitude|state|service|lack|way|quote)|by your|by how))|static shocks?|bit of a shock (?:off|from|when (?:i|he|she|we) touch\w*)|shocked (?:me|him|her|us)\b(?! (?:to|that|with|how|when))",
        r"shock(?:s|ed)? (?:at|to (?:see|find|hear|learn|read|be told)|when (?:i|we) (?:saw|read|opened|got|heard|received|looked))|(?:bill|price|sticker|culture) shock|shock (?:of the|at the|when the bill)|price|any deals|came as a shock|in shock|seat ?belts?|get a kick out|conveyor|drive ?belt|buzz (?:from|off) (?:the )?(?:app|phone)",
    ),
    (
        "tingle",
        "tingl tickl prickl buzz live",
        r"(?:tingl\w+|tickl\w+|prickl\w+)\b[^.!?]{0,60}?\b(?:touch\w*|tap|taps|shower|metal|frame|sink|finger\w*|hand|hands|arm|off|bath|radiator|handle|bracket|case|casing|pipe|pipes|kettle|panel|box|unit|switch|mixer)|(?:touch\w*|tap|taps|shower|metal|frame|sink|finger\w*|hands?|arm|radiator|handle|bracket|casing|pipes?|box|unit|switch|mixer|hold\w*|lean\w*)\b[^.!?]{0,60}?\b(?:tingl\w+|tickl\w+|prickl\w+)"
        r"|(?:metal|tap|taps|frame|sink|radiator|casing|pipes?|case|handle|bracket|shower) (?:is|are|s|was|seems|feels|might be|may be|could be) (?:\w+ )?(?:live|electrified)\b|tingly|bit of a tingle",
        r"with (?:excitement|joy|delight)|tickled pink|fancy",
    ),
    (
        "buzzing electrics",
        "buzz crackl hiss fizz sizzl pop hum click humming sputter",
        rf"(?:buzz\w*|crackl\w*|hiss\w*|fizz\w*|sizzl\w*|popping|sputter\w*){gap(7)}{_ELECTRIC}\b|{_ELECTRIC}\b{gap(8)}(?:buzz\w*|crackl\w*|hiss\w*|fizz\w*|sizzl\w*|popping|sputter\w*)",
        r"buzzing (?:about|with|around)|heat ?pump (?:is |has )?(?:buzz|hum)|cracking (?:job|service)|buzz word",
    ),
    (
        "sparks and arcing",
        "spark arc arced arcing arcs flash bang explo blew blown popped explode",
        rf"sparks\b|sparky noise|a (?:\w+ )?spark (?:from|came|jumped|when|off|shot|flew)|sparking|sparked\b(?! (?:my|our|an?|interest|debate|some|the idea))|arc(?:ed|ing|s)\b|(?:flash|flashes) of (?:light|blue|flame)|blue (?:flash|light|spark)\w*|(?:big|loud|almighty|huge|massive|small|a|there was a|went) bang\b[^.!?]{{0,60}}?(?:{_ELECTRIC}|smoke|flash|power|everything|smell|dark)|explod\w+|explosion|blew up|blown up|{_ELECTRIC}\b{gap(4)}(?:went bang|went pop|gone bang|blew)|bang and",
        r"bright spark|spark (?:a|an|of|my|your|any) |(?:mr|mrs|ms|miss) sparks?|sparks? (?:joy|interest)|bill (?:has )?explod\w+|exploded in price|arc(?:ed|s) roof|flash (?:sale|update)",
    ),
    (
        "burning smell",
        "burn smell singe scorch melt acrid fishy whiff odour odor stink pong",
        rf"burn(?:ing|t|ed|s)?{gap(3)}(?:smell\w*|odou?r|plastic|rubber|wires?|cables?|stench|electrics?|toast|hair|dust)|smell\w*{gap(5)}(?:burn\w*|melt\w*|scorch\w*|sing(?:e|ed|eing)|hot plastic|plastic|rubber|fish\w*|acrid|electrical|electrics|smok\w*|ozone|hot)\b"
        rf"|(?:whiff|odou?r|stink\w*|pong\w*|stench){gap(5)}(?:burn\w*|melt\w*|plastic|rubber|scorch\w*|sing\w+|smok\w*|fish\w*)|(?:funny|strange|odd|weird|horrible|hot|peculiar|unusual|nasty|acrid|fishy|electrical|chemical) (?:\w+ )?(?:smell\w*|odou?r|whiff|pong)\b[^.!?]{{0,60}}?{_ELECTRIC}|{_ELECTRIC}\b[^.!?]{{0,60}}?(?:funny|strange|odd|weird|hot|peculiar|nasty|acrid|fishy|chemical|electrical) (?:\w+ )?(?:smell\w*|odou?r|whiff)",
        r"smells? (?:a bit )?fishy to me|burn(?:s|ing)? (?:through )?(?:money|cash|oil|question)|paint smell|smell of paint",
    ),
    (
        "smoke or fire",
        "smok fire flame blaze alight ablaze flames",
        rf"smoke{gap(3)}(?:coming|from|out|pouring|in the|filled|everywhere|billow\w*|off|rising|inside)|(?:saw|see|seen|some|puffs? of|wisps? of|smell of|smelt|plume of|bit of|with|black|white|thick|was|is) smoke\b|{_ELECTRIC}\b{gap(3)}(?:smok(?:e|ed|ing)|smould\w+|smolder\w+)\b|smould\w+"
        rf"|on fire\b|(?:caught|catch|catches|catching|set)(?: \w+){{0,2}} (?:on )?(?:fire|alight)|house fire|a fire\b(?! (?:door|alarm|risk assess|certif|safety|place))|flames?\b|fire (?:brigade|engine|service)|up in flames|fire (?:risk|hazard)|ablaze|electrical fire|small fire",
        r"smoke (?:test|free)|old flame|flame (?:red|colou?r|effect)|gas fire|log fire|light a fire|fire away|you(?:re| are) on fire|fire (?:sale|door)",
    ),
    (
        "hot to touch",
        "hot warm boiling scorching burning overheat roasting",
        rf"hot to (?:the )?touch|too hot to (?:touch|hold)|(?:red|boiling|burning|very|really|quite|so|too|extremely|scorching|roasting|getting|gets|bit|pretty) (?:\w+ )?(?:hot|warm)\b[^.!?]{{0,30}}?\b(?:socket|cable|wire|plug|isolator|fuse ?box|fusebox|consumer unit|inverter|battery|breaker|charger|junction box)|(?:sockets?|cables?|wires?|plugs?|isolator|fuse ?box|fusebox|consumer unit|inverter|battery|batteries|breakers?|junction box|charger|charging (?:lead|cable)|switch){gap(8)}(?:hot|warm|boiling|scorching|roasting|burning)\b(?! (?:water|weather|days?|spell|tap))|overheat\w*",
        r"hot water (?:cylinder|tank)? ?(?:switch|isolator|plug)|in (?:hot|warm) weather",
    ),
    (
        "scorched",
        "scorch char singe sing melt blacken brown black discolour discolor burn",
        rf"scorch(?:ed|ing|es)?\b(?! earth)|scorch ?marks?|charr(?:ed|ing)|sing(?:ed|eing)\b|burn(?:t)? marks?|burn(?:t|ed|ing)? (?:out )?(?:socket|plug|cable|wire|isolator|connector|terminal)s?|(?:melt(?:ed|ing|s)?|blacken\w*|discolou?r\w*|brown(?:ing)? marks?|black marks?|sooty?|burnt|burned){gap(6)}{_ELECTRIC}\b|{_ELECTRIC}\b{gap(6)}(?:melt(?:ed|ing|s)?|blacken\w*|discolou?r\w*|brown(?:ing)? marks?|black marks?|sooty|burnt|burned|burning)\b",
    ),
    (
        "water near electrics",
        "leak drip pour soak wet damp seep trickl puddle rain flood water condens",
        rf"{_WET}{gap(9)}{_WIRED}\b|{_WIRED}\b{gap(8)}{_WET}|water{gap(7)}(?:fuse ?(?:box|board)|fusebox|consumer unit|sockets?|inverter|isolator|light fittings?|electrics|distribution board|downlights?|ceiling lights?|light ?switch|battery)\b|(?:pour|gush|flood)\w*{gap(4)}(?:ceiling|lights?)",
        r"hot water (?:switch|isolator|timer)|(?:leak|drip)\w*{0} quote".replace("{0}", ""),
    ),
    (
        "tripping",
        "trip",
        rf"(?:keeps?|kept|keep|constantly|repeatedly|always|continually|constant|regularly|randomly|been|is|are|was) trip(?:ping|ped)?\b|trip(?:s|ped|ping)\b{gap(3)}(?:every|each|when|whenever|again|times|twice|several|constantly|the (?:rcd|electric\w*|breaker|power|main|fuse|whole|house|board|supply|switch)|our (?:electric\w*|power)|all the|everything|out|whole|if|as soon)|(?:rcd|rcbo|breakers?|mcb|fuse ?(?:box|board)|fusebox|electrics?|electricity|consumer unit|trip switch|power|fuses?|board|sockets?|switch|mains){gap(5)}trip\w*|trip switch{gap(4)}(?:going|goes|gone|went|keeps|again)",
        r"(?:business|day|school|boat|coach|field) trip|trips? (?:to|away|history|report|log)|trip(?:ped|s)? over",
    ),
    (
        "battery",
        "batter powerwall cell pack",
        rf"(?:batter(?:y|ies)|powerwall|cells?|battery pack)\b{gap(10)}(?:swell\w*|swoll\w*|bulg\w*|hiss\w*|fizz\w*|puff\w*|fatter|bloat\w*|leak\w*|smok\w*|distort\w*|vent(?:ed|ing)|popp\w+|crackl\w*|balloon\w*|expanded|expanding|warp\w*|domed|misshapen|split open|deformed)|(?:swell\w*|swoll\w*|bulg\w*|puff\w* up|bloat\w*|leak\w*|hiss\w*){gap(3)}(?:batter(?:y|ies)|powerwall)",
    ),
    (
        "coming loose",
        "panel tile slate scaffold bracket rail aerial cowl flue inverter unit cable wire meter tails",
        rf"(?:panels?|slates?|scaffold\w*|brackets?|rails?|flue|unit|inverter|cables?|wires?|tails)\b{gap(7)}(?:loose|lifting|lifted|flapp\w+|bang(?:s|ing|ed)|rattl\w+|hanging|dangling|blow\w* (?:off|about|away)|blew off|com(?:e|es|ing) (?:off|away|loose|down)|came (?:off|away|loose|down)|fall\w* (?:off|down|from)|fell|slid\w*|sliding|slipp\w+|wobbl\w+|sway\w*|collaps\w+|unsecured|not secure\w*|moving about)|(?:loose|dangling|hanging|flapping) (?:\w+ )?(?:panel|cable|wire|slate|scaffold\w*|rail|bracket|flue)s?\b|worried (?:\w+ ){{0,4}}(?:come|fall|blow) (?:down|off)",
    ),
    (
        "live parts",
        "bare exposed live wires cable hanging earth",
        r"(?:bare|exposed|live|loose|hanging|uncovered|frayed) (?:\w+ )?(?:wir(?:e|es|ing)|cables?|terminals?|conductors?|electrics|ends)\b|(?:wires?|cables?) (?:\w+ ){0,3}(?:exposed|hanging|sticking out|showing|bare|uncovered|poking out)|no earth\b|not earthed|isnt earthed",
    ),
    (
        "danger",
        "danger unsafe safe hazard death electrocut kill injur burned burnt scald ambulance hospitalised lethal frighten",
        r"dangerous(?:ly)?|in danger|a danger\b|unsafe|(?:not|isnt|doesnt (?:feel|look|seem)|dont feel|dont think its|cant be|is (?:it|this|that)|are they|not sure (?:its|it is|thats)|if (?:its|it is|thats)|still) (?:very |at all |really |this is |that is )?safe\b|hazard(?:ous)?|death ?trap|lethal|(?:could|might|nearly|almost|going to) (?:have )?(?:been |be |kill\w* |get |got )?(?:killed|electrocuted|kill|hurt|injured|blow up|explode)|injur(?:ed|y|ies)\b|burn(?:t|ed) (?:my|his|her|their) \w+|scald\w*|called (?:an|the) ambulance",
        r"(?:data|account|password|payment|card|personal|website|link|email|keep|details|information|login) [^.!?]{0,40}safe|safe[^.!?]{0,20} (?:data|account|details|information|to (?:wash|paint|plant|park|put))|hazard (?:lights|sheet)|injury time|not (?:a )?(?:dangerous|unsafe|hazard\w*)",
    ),
    (
        "Welsh",
        "arogl ogla arogli sioc mwg llosgi gwreichion nwy tan",
        r"(?:arogl\w*|ogl\w*|ogla\w*|oglau) (?:\w+ ){0,2}(?:nwy|llosgi|mwg)|nwy yn gollwng|gollyngiad nwy|sioc (?:d|t)rydan\w*|mwg yn|ar dan\b|gwreichion|yn llosgi",
    ),
)

# ------------------------------------------------------------------------------------------------------------- vulnerable

_WHO = r"(?:mum|mam|mom|mother|dad|father|nan|nana|nanna|gran|granny|grandma|grandad|grandmother|grandfather|husband|wife|partner|son|daughter|child|baby|brother|sister|aunt|auntie|uncle|neighbour|parents|in[ -]laws?|customer|tenant|lady|gentleman|he|she|shes|hes|who|they)"
_NUMBER_AS_AGE = r"(?:7[5-9]|[89]\d|10\d)"

#: domain 6, "vulnerable"
VULNERABLE = rules(
    "vulnerable",
    "domain 6, vulnerable",
    (Window.NEGATED,),
    (
        "age",
        "7 8 9 10 seventy eighty ninety year aged age seventies eighties nineties 70s 80s 90s im i she he shes hes is are were",
        rf"{_NUMBER_AS_AGE}[ -]?(?:year|y\.?o\b|yo\b|y/o|yr)s?[ -]?(?:old\b|of age)?(?! (?:house|property|building|cottage|boiler|system|bungalow|tree|roof|company|firm|warranty|guarantee|old (?:house|property|building|cottage|boiler|system|bungalow|tree|roof|company|firm)))(?! ago|s? (?:guarantee|warranty))"
        rf"|(?:aged?(?: of)?|im|i am|shes|she is|hes|he is|were|we are|who is|are(?: both)?|{_WHO} is) (?:also |now |both |over |nearly |almost |approaching |getting on for )?{_NUMBER_AS_AGE}\b(?! ?(?:%|percent|per cent|degrees|miles?|mins?|minutes|hours?|days?|weeks?|months?|kw\w*|pounds|th\b|m\b|metres|p\b|sure|units|staff|children|employees|[a-z]+ (?:road|street|lane|avenue|close|drive|way|crescent|row|view|terrace|gardens)))"
        rf"|(?:in|into) (?:my|his|her|their|our) (?:late |mid |early )?(?:80s|90s|eighties|nineties|(?:late |mid )?(?:70s|seventies))|{_NUMBER_AS_AGE} next (?:birthday|month|week|year)|(?:seventy[ -](?:five|six|seven|eight|nine)|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?\b(?! (?:percent|per cent|pounds|quid|degrees|miles|minutes))|octogenarian|nonagenarian",
    ),
    ("elderly", "elder pension oap frail infirm housebound bedridden bedbound aged retired", r"elderly|pensioners?|oaps?\b|old age|frail|infirm|house ?bound|bed ?(?:ridden|bound)|old (?:lady|gentleman|folk|people|couple)\b"),
    (
        "child",
        "baby babies newborn infant toddler child little young pregnan expecting weeks months premature",
        r"(?:our |my |a |the |her |his |small |new |with |and |have |got |two |twin |bottles for )?(?:baby|babies)\b(?! (?:monitor|steps?|tracker|plan|room|gate|blue|grand|shower))|new ?-?born|infants?\b|toddlers?|(?:small|young|little|tiny|pre-?school) (?:child|children|kid|kids|one|ones|boy|girl|family|baby|son|daughter)|pregnan\w+|expecting (?:a baby|our|my|in|twins)|(?:weeks?|months?)[ -]old\b(?! (?:system|boiler|tracker|tablet|heat|panel|inverter|battery|app|phone|laptop|device|installation))|(?:[1-5]|one|two|three|four|five)[ -]?year[ -]old\b(?! (?:system|boiler|tracker|tablet|heat|panel|inverter|battery|house|device|guarantee|installation))|premature",
    ),
    (
        "illness",
        "oxygen dialysis insulin diabet copd emphysema asthma cancer chemo radiotherapy terminal palliative hospice dementia alzheimer parkinson sclerosis stroke heart epilep pneumonia chest bronchitis immun medication sickle cystic arthritis angina lung disease ventilator nebuli hospital surgery operation ill poorly unwell sick condition autis mental suicid anxiety",
        r"(?:on|needs?|home|uses?) (?:\w+ )?oxygen|oxygen (?:machine|concentrator|at home|tank)|dialysis|insulin|diabet\w+|copd|emphysema|asthma\w*|cancer|chemo\w*|radiotherapy|terminal(?:ly)? ill\w*|palliative|hospice|dementia|alzheimer\w*|parkinson\w*|multiple sclerosis|(?:had|has had|after) (?:a |two )?(?:mini )?strokes?|stroke (?:survivor|patient|victim)|heart (?:condition|failure|attack|problems?|disease|patient|trouble)|epilep\w+|pneumonia|chest infections?|bronchitis|immun\w*[ -]?(?:suppressed|compromised|deficien\w*)|sickle cell|cystic fibrosis|arthriti[sc]\w*|angina|lung (?:disease|condition|problems?)|ventilator|nebuli[sz]er|medic(?:ation|ine)s?(?: \w+){0,5} fridge|fridge(?: \w+){0,5} medic(?:ation|ine)s?"
        r"|(?:out of|back from|home from|discharged from|left|in|into|to) hospital|(?:had|having|after|recovering from|following) (?:\w+ ){0,3}(?:surgery|operation)\b|(?:seriously|chronically|very|severely|really|quite) (?:ill|poorly|unwell)\b|(?:is|are|been|am|im|shes|hes) (?:\w+ )?(?:poorly|unwell|ill)\b|(?:medical|health|breathing|heart|chest|lung|long[ -]term) conditions?|autis\w+|mental health|suicid\w+|special needs|learning (?:disab|difficult)\w+",
        r"deaf ears|terminal (?:block|box)",
    ),
    (
        "disability",
        "disab wheelchair blind deaf sighted mobility carer housebound walk hoist stairlift amputee paraly crutches vulnerab priority",
        r"(?:am|im|is|are|were|was|registered|severely|physically|my|our|a|shes|hes|both|has an?|have an?|with|her|his|being) (?:\w+ )?(?:disabled\b(?! (?:by|the|in|on|account|access|feature|notif))|disability|disabilities)|disabled (?:son|daughter|child|husband|wife|person|customer|adult|mother|father|mum|dad|brother|sister|people|lady|man|woman)|wheelchair|(?:registered|partially|am|im|is|going|nearly|legally|severely|almost|shes|hes) (?:\w+ )?(?:blind|deaf|sighted)\b|partially sighted|hard of hearing|visually impaired|limited mobility|mobility (?:problems?|issues?|scooter)|(?:his|her|my|full[ -]time|a|their|unpaid|the) carer\b|carer for|(?:cant|cannot|unable to|struggles? to|difficulty) (?:walk|walking|get about|climb)|stair ?lift|amputee|paralys\w+|vulnerable|priority services|on crutches|zimmer",
    ),
    (
        "alone or bereaved",
        "alone own myself herself himself widow bereave died passed lost funeral",
        r"(?:live|lives|living|am|im|is|shes|hes|all|home|left) (?:here |there |all )?(?:alone|on (?:my|her|his) own|by (?:myself|herself|himself))\b(?! (?:responsible|in thinking))|widow(?:s|ed|er)?\b|bereave\w+|(?:my|our|her|his) (?:late )?(?:husband|wife|mum|mam|mother|dad|father|son|daughter|partner|brother|sister) (?:has |have )?(?:just |recently |sadly )?(?:died|passed|passed away|dying)|lost my (?:husband|wife|mum|mother|dad|father|son|daughter|partner|baby)|my late (?:husband|wife|mother|father)|funeral",
        r"let(?:s)? alone|not alone|leave (?:me|us) alone",
    ),
    ("language", "english read language literate dyslex", r"(?:cant|cannot|doesnt|dont|unable to|not|hardly|barely|little|no|struggles? (?:to|with)) (?:really |able to |very well )?(?:read|speak|understand|write)?(?: or \w+)? ?english|english (?:is not|isnt) (?:my|her|his|their|our)|(?:cant|cannot|unable to) read\b(?! the (?:meter|display|screen|attachment))|dyslexi\w+|illiterate"),
    ("Welsh", "babi fabi baban oedrannus henoed anabl feichiog beichiog ysbyty", r"(?:babi|fabi|baban)\b|oedrannus|anabl\w*|(?:b|f)eichiog|ysbyty"),
)

#: other children count only where the house is cold or unsafe ("I have two small children", E21)
CHILDREN_AT_RISK = re.compile(r"\b(?:my|our|the|two|three|four|have|got|with|and|poor|kids|children)?\b ?\b(?:kids?|children|bairns?|grandkids|grandchildren|plant|little ones)\b")
OTHERS_CHILDREN = re.compile(r"\b(?:next ?doors?|neighbours?|passing|school) (?:kids|children)|grown[ -]up (?:kids|children)|children (?:have )?(?:left home|grown)")
