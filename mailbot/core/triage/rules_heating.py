"""Rules for `no_heating`. Tables only; recall comes first (domain 6, costs).

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.pattern import Pattern
from mailbot.core.triage.rules import Window, gap, rules

HEAT = (
    r"(?:(?:central |underfloor )?heatings?\b(?! (?:engineer|bills?|costs?|season|controls?|oil|grant|upgrade"
    r"|system yet|app))"
    r"|hot waters?(?! bottles?)|warm water|boilers?|heat pumps?|ashp|gshp|air source|rads?|radiators?|cylinders?"
    r"|immersions?"
    r"|underfloor|ufh|(?:outdoor|outside|external) (?:unit|fan|box)|(?:unit|thing|box|fan) (?:outside|outdoors))\b"
)
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
    r"(?:work\w*|on\b|com(?:e|es|ing|en)?\b(?: back)?(?: on| through)|fir(?:e|es|ing|ed)\b|start\w*|kick\w*"
    r"|heat(?:s|ed|ing)?\b"
    r"|turn\w* on|switch\w* on|respond\w*|run\w*|light\w*|ignit\w*|function\w*|warm\w*|hot\b|giv\w+ (?:any|us|out|off)"
    r"|do(?:es|ing)? (?:any ?thing|a thing)|going\b|go\b|produc\w+|circulat\w+|hot anymore|had any)"
)
_STRONG_DEAD = (
    r"(?:dead|knackered|kaput\w*|conked|pack(?:s|ed|ing)? (?:in|up)|giv(?:e|es|en|ing) up|gave up"
    r"|had it\b(?! (?:going|working|running|back|up|fixed|on))|died"
    r"|dying|bust\b"
    r"|busted|buggered|goosed|banjaxed|gubbed|borked|shot\b|cut(?:s|ting)? out|lock(?:s|ed|ing)? out"
    r"|on the (?:blink|fritz)|gone pop"
    r"|stop(?:ped|s|ping)?\b(?! by| off| the| it| them| you)|no (?:more )?(?:work|working|function\w*)\b"
    r"|finished\b|kicked the bucket|bit the dust|sits there|just sits|nothing (?:coming|warm"
    r"|hot)|(?:not |isnt )giving (?:us |me |out )?any|defunct|lifeless|broke(?:n)?(?: down)?|does nothing"
    r"|do nothing|doing nothing|doing sod all"
    r"|stone cold|ice cold|vanished|disappeared|gone cold|gone off|went off|gone down|gone again|shut(?:s"
    r"|ting)? (?:itself )?down"
    r"|out of action|u/s\b)"
)
_WEAK_DEAD = (
    r"(?:off|down|out|gone|went|cold|freezing|failed|failing|tripped|dud|kaput|nothing)\b(?! peak| grid| season)"
)
_INADEQUATE = r"(?:properly|efficien\w+|as (?:it|they|well|warm|hot)|well enough|evenly|economical\w*)"
_MEANT_OFF = (
    r"(?:my|our|the|his|her) (?:old|previous|last|former) (?:boiler|heating|heat pump|system|one)|(?:turn|switch"
    r"|keep|kept|leave|having|have) (?:the |our |my |it )?(?:heat\w*|boiler|rads?"
    r"|radiators?)(?: \w+)? off"
    r"|(?:heating|boiler|radiators?|hot water|rads?|heat pump) (?:is |are |was )?(?:isnt|not|hasnt|hasnt been"
    r"|never)(?: gone| been)? (?:off|dead|broken|cold|down|gone|out)\b"
    r"|off (?:when we|while we|for the summer|in summer|over summer|during summer)|turns? (?:itself )?off at"
)
_PLACE = (
    r"(?:house|home|flat|bungalow|cottage|indoors|inside|in here|bedrooms?|living ?room|lounge|kitchen|rooms?"
    r"|place|upstairs|bathroom)"
)

#: domain 6, "no heating/hot water": without/lost/dead/off + heating words; cold house; Welsh; typos and slang
NO_HEATING = rules(
    "no_heating",
    "domain 6, no heating/hot water",
    (Window.PAST, Window.HYPOTHETICAL, Window.ELSEWHERE, Window.RESOLVED),
    (
        "without heating",
        rf"(?:no|without|lost|losing|lacking|lack of|zero|minus|nor|neither|(?:havent|hasnt|hadnt|dont|doesnt|not"
        rf"|aint|isnt|arent|never)(?: got"
        rf"| had| have| getting| been)?(?: any| a bit of| a drop of| much)?)"
        rf"(?: any| all| our| the| my| form of| proper| working| running| constant){{0,3}} (?:{HEAT}|heat\b|warmth"
        rf"|warm water|hot or cold water)",
        r"(?:not|never|isnt|arent|werent) (?:been |actually )?without|no (?:heat\w*|boiler|radiators?|heat pumps?"
        r"|hot water|cylinder) "
        r"(?:problems?|issues?|bills?|complaints?|worries|faults?|cylinder|tank|engineer|quotes?|yet)|(?:dont|not"
        r"|no longer) (?:need|want)"
        r"|(?:do|dont|did|have) not (?:have )?(?:a |any )?(?:heat pump|boiler)s? (?:yet|at present)|lost (?:the "
        r"|my |our )?(?:boiler|heat pump|heating|radiator) (?:manual|warranty|paperwork|certificate|instructions)"
        r"|(?:in|to) (?:the|our|my) (?:new )?(?:extension|garage|conservatory|annexe?|loft|shed|outbuilding"
        r"|summer ?house)",
    ),
    (
        "heating does not go",
        rf"{HEAT}{gap(5)}{_NOT}(?:{gap(2)}){_GOES}",
        rf"{_GOES}{gap(1)}{_INADEQUATE}|dont (?:know|understand|mind|think)|not (?:sure|certain)|wont be long"
        rf"|{_MEANT_OFF}",
    ),
    (
        "heating dead",
        rf"{HEAT}(?:{gap(6)}{_STRONG_DEAD}|[^.!?]{{0,80}}?\b(?:nothing at all|nothing happen\w*|not a (?:flicker"
        rf"|peep|sausage|thing|murmur|sound)|(?:its|were|weve had|been) (?:\w+ )?(?:without|freezing)|error"
        rf"|fault code|lockout))",
        _MEANT_OFF,
    ),
    (
        "heating off",
        rf"{HEAT}{_AUX}{_WEAK_DEAD}",
        rf"{_MEANT_OFF}|taken out|work\w* out|cold (?:spots?|at the (?:bottom|top)|in the mornings?|weather"
        rf"|water supply|feed|tap)|(?:heat pump|boiler)s? (?:in|for) cold|louder|find out|put out|sort\w* out",
    ),
    (
        "broken heating",
        rf"(?:broken|dead|knackered|bust|failed|busted)(?: down)? (?:\w+ )?{HEAT}",
    ),
    (
        "cannot get it on",
        rf"(?:cant|cannot|unable to|couldnt|struggling to) (?:seem to )?(?:get|turn|switch|make|start|have)(?: the"
        rf"| our| my| any| enough| this){{0,2}}(?: \w+)? ?(?:{HEAT}|heat\b|warm\b|house warm)",
        r"(?:set|programme|program|control|app|schedule|timer|quote|price)\b",
    ),
    (
        "only cold water",
        r"(?:only|just|nothing but)(?: \w+){0,2}? (?:cold|freezing|icy) water|(?:having|taking|had|have|in"
        r"|to) (?:\w+ )?(?:cold|freezing|icy) (?:showers?|baths?)|cold showers?\b"
        r"|nothings? (?:has |have |is |will |ever )?(?:come|comes|coming|came|works?|working|warms?) (?:on"
        r"|through|up)\b|colder (?:inside|indoors|in here|in the house) than|(?:blow|pump|push"
        r"|chuck)\w* (?:out )?(?:\w+ )?(?:cold|freezing|icy|cool) air\b"
        r"|nothing (?:is |was |ever )?(?:getting|going|gets|goes|comes|coming) (?:\w+ )?(?:hot"
        r"|warm)\b|no (?:way|means|chance|hope) (?:of|to) (?:\w+ ){0,3}(?:hot water|heat\w*|warm\w*)|(?:back to"
        r"|just|only|and|have|got|with|nothing but|are|all) (?:\w+ )?cold (?:taps|rads|radiators)\b"
        r"|(?:no|without|not a drop of|not a bit of|nothing) (?:hot|warm)\b[^.!?]{0,20}?\b(?:from|out of|in|at"
        r"|through|on tap)\b"
        r"|(?:shower|taps?|bath|water)(?: \w+){0,10}? (?:stone cold|ice cold|freezing|icy|like ice|like the arctic"
        r"|arctic|barely warm|never hot|not hot|isnt hot|(?:running|runs|ran|coming (?:out|through)|comes (?:out"
        r"|through)|gone|is|are|going) (?:\w+ )?cold)\b"
        r"|cold water only|wash\w*(?: \w+){0,4} (?:in|with|from|out of) (?:a )?(?:bucket|cold water|kettles?)"
        r"|(?:boil\w*|heat\w*)(?: up)?(?: the| some| a| all our){0,2} (?:kettles?|pans?|saucepans?|water)",
        r"cold water (?:tank|mains|main|supply|pressure|feed|pipe|tap|cylinder|storage)|boil(?:s|ing)? (?:the "
        r"|a )?kettle (?:fast|quick)",
    ),
    (
        "cold house",
        rf"{_PLACE}(?: \w+){{0,4}}? (?:absolutely |bloody |really |so |very |completely |like )?(?:freezing"
        rf"|perishing|arctic|baltic|bitter\w*|ice ?cold|stone cold|like (?:an? )?(?:fridge|freezer|ice ?box|igloo)"
        rf"|frozen)\b"
        rf"|(?:its|it is|were|we are|im|i am|all|kids are|children are|shes|hes) (?:\w+ )?(?:freezing|perishing"
        rf"|baltic|arctic|frozen|shivering)\b"
        rf"|(?:freezing|perishing|baltic|arctic|ice ?cold|shivering|frozen)(?: cold)? (?:\w+ )?(?:in |at )?(?:here"
        rf"|the |our |my )?{_PLACE}|sit\w* (?:here )?(?:freezing|shivering)|see (?:my|our|your) (?:own )?breath"
        rf"|un ?heated\b"
        rf"|(?:frost|ice) (?:is |forming |again )?(?:on|inside|up) (?:the )?(?:inside|window\w*|bedroom)|(?:rads?"
        rf"|radiators?|floors?|walls?|{_PLACE})"
        rf"(?: \w+){{0,3}} like (?:ice|blocks of ice|an ice ?(?:box|rink)|a tomb|the arctic)|cant (?:keep"
        rf"|get) (?:\w+ )?warm\b|"
        rf"(?:thermostat|programmer|heating control\w*|control panel)s?\b(?: \w+){{0,4}}? (?:blank|dead|died|black"
        rf"|gone off)\b|(?:house|home|flat|bungalow|temperature|indoors)(?: \w+){{0,3}} (?:dropping|falling"
        rf"|going down|losing|getting colder)|(?:keeps?|keeping|kept) (?:\w+ )?warm (?:by"
        rf"|with) (?:\w+ ){{0,2}}(?:oven|hob|stove|cooker|hair ?dryer)"
        rf"|cold (?:in|inside) (?:here|the house|our house|my house|our home)|(?:house|home|flat|bungalow"
        rf"|place) (?:is|s|has gone|has been|stays) (?:so |very |really |absolutely |too |completely |now )*cold\b"
        rf"|cold house\b",
        r"outside (?:its|it is)|cold (?:in the mornings|spots?|calls?)|above freezing|unheated (?:garage|loft"
        r"|conservatory|space|room|porch)",
    ),
    (
        "keeping warm by other means",
        rf"(?:to|for|trying to|us|and) (?:keep|stay|get) warm|for warmth|(?:fan|electric|oil[ -]filled|halogen"
        rf"|plug[ -]in|portable|convector) (?:heater|fire|radiator|rad)s?\b"
        rf"|(?:under|wrapped in|in|with|using|huddled \w+|piles? of|extra) (?:\w+ )?(?:blankets|duvets|quilts"
        rf"|sleeping bags)"
        rf"|(?:in|wearing|with)(?: our| their| my| his| her| your)?(?: \w+)? (?:coats?|hats|gloves|coats and \w+"
        rf"|dressing gowns?)(?: on)?(?: {_PLACE}| to bed| in bed| watching| all day| at night| and| in| on|[.,!]"
        rf"|$)",
        r"(?:instead of|replace|quote|compared|compare|used to|before you|cheaper than|better than|get rid of"
        r"|got rid of|no longer|dont need)",
    ),
    (
        "indoor temperature",
        r"(?:indoor|inside|room|house|home|flat|bungalow|bedroom|lounge|living room|thermostat|temp|temperature"
        r"|in here|indoors)\b[^.!?]{0,50}?\b(?:\d|1[0-4]|four|five|six|seven|eight|nine|ten|eleven|twelve"
        r"|thirteen|fourteen)(?:\.\d)? ?(?:°|degrees|deg\b|c\b)"
        r"|\b(?:\d|1[0-4]|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen)(?:\.\d)? ?(?:°"
        r"|degrees|deg\b|c\b)[^.!?]{0,30}?\b(?:indoors|inside|in (?:the|our|my"
        r"|her|his|their) (?:\w+ )?(?:house|home|flat|bungalow|bedrooms?|lounge|room|hall|kitchen|nursery"
        r"|bathroom)|in here)",
        r"outside|outdoors?|flow temp\w*|warmer|higher|lower (?:the|by)|rise|difference|delta",
    ),
    (
        "Welsh",
        r"(?:dim|heb|does dim|sdim|nid oes) (?:\w+ )?(?:gwres|wres|dwr (?:poeth|cynnes)|ddwr (?:poeth|cynnes)"
        r"|gwresogi)|(?:gwres|boeler|gwresogi|pwmp gwres)(?: \w+){0,4}? (?:torri|stopio|diffodd|mynd|marw"
        r"|i ffwrdd|ddim yn gweithio|methu)"
        r"|(?:ty|cartref)(?: \w+){0,2}? (?:yn )?(?:oer|rhewi)|yn rhewi",
    ),
)

#: the same flag, for "it" and "the thing": only where the subject or the sentence before speaks of heating
HEATING_ANAPHORA = Pattern(
    rf"\b(?:its?|systems?|units?|things?|everything|that|this|box|pumps?)\b(?: \w+){{0,4}}? (?:{_STRONG_DEAD}"
    rf"|{_NOT}(?: \w+){{0,2}} {_GOES})"
    r"|^(?:gone|gone off|off|dead|packed up|packed in|stopped working|not working|broken)\b"
)
HEATING_SPOKEN_OF = Pattern(rf"\b{HEAT}")
