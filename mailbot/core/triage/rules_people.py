"""Rules for `vulnerable`. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.pattern import Pattern
from mailbot.core.triage.rules import Window, rules

_WHO = (
    r"(?:mum|mam|mom|mother|dad|father|nan|nana|nanna|gran|granny|grandma|grandad|grandmother|grandfather|husband"
    r"|wife|partner|son|daughter|child|baby|brother|sister|aunt|auntie|uncle|neighbour|parents|in[ -]laws?"
    r"|customer|tenant|lady|gentleman|he|she|shes|hes|who|they)"
)
_NUMBER_AS_AGE = r"(?:7[5-9]|[89]\d|10\d)"

#: domain 6, "vulnerable"
VULNERABLE = rules(
    "vulnerable",
    "domain 6, vulnerable",
    (Window.NEGATED,),
    (
        "age",
        rf"{_NUMBER_AS_AGE}[ -]?(?:year|y\.?o\b|yo\b|y/o|yr)s?[ -]?(?:old\b|of age)?(?! (?:house|property|building"
        rf"|cottage|boiler|system|bungalow|tree|roof|company|firm|warranty|guarantee|old (?:house|property"
        rf"|building|cottage|boiler|system|bungalow|tree|roof|company|firm)))(?! ago|s? (?:guarantee|warranty))"
        rf"|(?:aged?(?: of)?|im|i am|shes|she is|hes|he is|were|we are|who is|are(?: both)?|{_WHO} is) (?:also "
        rf"|now |both |over |nearly |almost |approaching |getting on for )?{_NUMBER_AS_AGE}\b(?! ?(?:%|percent"
        rf"|per cent|degrees|miles?|mins?|minutes|hours?|days?|weeks?|months?|kw\w*|pounds|th\b|m\b|metres|p\b"
        rf"|sure|units|staff|children|employees|[a-z]+ (?:road|street|lane|avenue|close|drive|way|crescent|row"
        rf"|view|terrace|gardens)))"
        rf"|{_WHO},? \(?(?:aged? )?{_NUMBER_AS_AGE}(?=[),.;]|$)|(?:in|into) (?:my|his|her|their|our) (?:late |mid "
        rf"|early )?(?:80s|90s|eighties|nineties|(?:late "
        rf"|mid )?(?:70s|seventies))|{_NUMBER_AS_AGE} next (?:birthday|month|week|year)|(?:seventy[ -](?:five|six"
        rf"|seven|eight|nine)|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight"
        rf"|nine))?\b(?! (?:percent|per cent|pounds|quid|degrees|miles|minutes))|octogenarian|nonagenarian",
        r"(?:house|property|building|cottage|boiler|system|bungalow|roof|company|firm|tree|wiring)s? (?:is"
        r"|are|was) (?:\w+ )?\d|years?[ -]old (?:house|property|building|cottage|boiler|system|bungalow|roof"
        r"|company|firm|tree|wiring)",
    ),
    (
        "elderly",
        r"elderly|pensioners?|oaps?\b|old age|frail|infirm|house ?bound|bed ?(?:ridden|bound)|old (?:lady"
        r"|gentleman|folk|people|couple)\b",
    ),
    (
        "child",
        r"(?:our |my |a |the |her |his |small |new |with |and |have |got |two |twin |bottles for )?(?:babys?"
        r"|babies)\b(?! (?:monitor|steps?|tracker|plan|room|gate|blue|grand|shower))|new ?-?born|infants?\b"
        r"|toddlers?|(?:small|young|little|tiny|pre-?school) (?:child|children|kid|kids|one|ones|boy|girl|family"
        r"|baby|son|daughter)|pregnan\w+|expecting (?:a baby|our|my|in|twins)|(?:weeks?"
        r"|months?)[ -]old\b(?! (?:system|boiler|tracker|tablet|heat|panel|inverter|battery|app|phone|laptop"
        r"|device|installation))|(?:[1-5]|one|two|three|four|five)[ -]?year[ -]old\b(?! (?:system|boiler|tracker"
        r"|tablet|heat|panel|inverter|battery|house|device|guarantee|installation))|premature",
    ),
    (
        "illness",
        r"(?:on|needs?|home|uses?) (?:\w+ )?oxygen|oxygen (?:machine|concentrator|at home|tank)|dialysis|insulin"
        r"|diabet\w+|copd|emphysema|asthma\w*|cancer|chemo\w*|radiotherapy|terminal(?:ly)? ill\w*|palliative"
        r"|hospice|dementia|alzheimer\w*|parkinson\w*|multiple sclerosis|(?:had|has had|after) (?:a "
        r"|two )?(?:mini )?strokes?|stroke (?:survivor|patient|victim)|heart (?:condition|failure|attack"
        r"|problems?|disease|patient|trouble)|epilep\w+|pneumonia|chest infections?|bronchitis"
        r"|immun\w*[ -]?(?:suppressed|compromised|deficien\w*)|sickle cell|cystic fibrosis|arthriti[sc]\w*|angina"
        r"|lung (?:disease|condition|problems?)|ventilator|nebuli[sz]er|medic(?:ation|ine)s?(?: \w+){0,5} fridge"
        r"|fridge(?: \w+){0,5} medic(?:ation|ine)s?"
        r"|(?:out of|back from|home from|discharged from|left|in|into|to) hospital|(?:had|having|after"
        r"|recovering from|following) (?:\w+ ){0,3}(?:surgery|operation)\b|(?:seriously|chronically|very|severely"
        r"|really|quite) (?:ill|poorly|unwell)\b|(?:is|are|been|am|im|shes|hes) (?:\w+ )?(?:poorly|unwell|ill)\b"
        r"|(?:medical|health|breathing|heart|chest|lung|long[ -]term) conditions?|autis\w+|mental health"
        r"|suicid\w+|special needs|learning (?:disab|difficult)\w+",
        r"raffle|fund ?rais\w*|rais\w+ (?:money|funds)|donat\w+|deaf ears|terminal (?:block|box)|(?:nearly|almost"
        r"|near) (?:\w+ ){0,3}heart attack|heart attack when (?:i|we) (?:saw|opened|got|read)",
    ),
    (
        "disability",
        r"(?:am|im|is|are|were|was|registered|severely|physically|my|our|a|shes|hes|both|has an?|have an?|with"
        r"|her|his|being) (?:\w+ )?(?:disabled\b(?! (?:by|the|in|on|account|access|feature|notif))|disability"
        r"|disabilities)|disabled (?:son|daughter|child|husband|wife|person|customer|adult|mother|father|mum|dad"
        r"|brother|sister|people|lady|man|woman)|wheelchair|(?:registered|partially|am|im|is|going|nearly|legally"
        r"|severely|almost|shes|hes) (?:\w+ )?(?:blind|deaf|sighted)\b|partially sighted|hard of hearing"
        r"|visually impaired|limited mobility|mobility (?:problems?|issues?|scooter)|(?:his|her|my|full[ -]time|a"
        r"|their|unpaid|the) carer\b|carer for|(?:cant|cannot|unable to|struggles? to|difficulty) (?:walk|walking"
        r"|get about|climb)|stair ?lift|amputee|paralys\w+|vulnerable|priority services|on crutches|zimmer",
        r"(?:account|feature|log ?in|app|notifications?|button|alerts?|access|profile|user)s? (?:\w+ ){0,3}disabled",
    ),
    (
        "alone or bereaved",
        r"(?:live|lives|living|am|im|is|shes|hes|all|home|left) (?:here |there |all )?(?:alone|on (?:my|her"
        r"|his) own|by (?:myself|herself|himself))\b(?! (?:responsible|in thinking))|widow(?:s|ed|er)?\b"
        r"|bereave\w+|(?:my|our|her|his) (?:late )?(?:husband|wife|mum|mam|mother|dad|father|son|daughter|partner"
        r"|brother|sister) (?:has |have )?(?:just |recently |sadly )?(?:died|passed|passed away|dying)"
        r"|lost my (?:husband|wife|mum|mother|dad|father|son|daughter|partner|baby)|my late (?:husband|wife"
        r"|mother|father)|funeral",
        r"let(?:s)? alone|not alone|leave (?:me|us) alone",
    ),
    (
        "language",
        r"(?:cant|cannot|doesnt|dont|unable to|not|hardly|barely|little|no|struggles? (?:to|with)) (?:really "
        r"|able to |very well )?(?:read|speak|understand|write)?(?: or \w+)? ?english|english (?:is not"
        r"|isnt) (?:my|her|his|their|our)|(?:cant|cannot|unable to) read\b(?! the (?:meter|display|screen"
        r"|attachment))|dyslexi\w+|illiterate",
    ),
    (
        "Welsh",
        r"(?:babi|fabi|baban)\b|oedrannus|anabl\w*|(?:b|f)eichiog|ysbyty",
    ),
)

#: other children count only where the house is cold or unsafe ("I have two small children", E21)
CHILDREN_AT_RISK = Pattern(
    r"\b(?:my|our|the|two|three|four|have|got|with|and|poor|kids|children)?\b ?\b(?:kids?|children|bairns?"
    r"|grandkids|grandchildren|plant|little ones)\b"
)
OTHERS_CHILDREN = Pattern(
    r"\b(?:next ?doors?|neighbours?|passing|school) (?:kids|children)|grown[ -]up (?:kids|children)"
    r"|children (?:have )?(?:left home|grown)"
)
