"""Rules for `complaint`: any expression of dissatisfaction where an answer is expected (domain 6, definition).

The word "complaint" is neither needed nor sufficient. Here the words of feeling; facts are in rules_fault.py.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

from mailbot.core.triage.rules import Rule, Window, rules

#: domain 6, definition: the words of dissatisfaction
COMPLAINT_WORDS: tuple[Rule, ...] = rules(
    "complaint",
    "domain 6, definition",
    (Window.NEGATED,),
    (
        "says complaint",
        r"complain(?:t|ts|ing|ed)?\b|(?:make|making|raise|lodge|register|formal|a|my"
        r"|this) compliant\b(?= (?:about|against|regarding|re|with|because|as)\b)",
        r"(?:no|zero|without|any|few|not (?:really )?an?|havent any|isnt a|wasnt a|nothing to|cant|cannot|not"
        r"|never|dont (?:really |want to |like to )?|any cause to|my only|hardly a|arent) complain\w*"
        r"|(?:not|never|without) (?:a|one|any) (?:\w+ )?complain\w*|(?:handl\w+|deal\w* with|manag\w+|resolv\w+"
        r"|experience (?:of|in|with)) (?:\w+ ){0,2}complain\w*|complaints? (?:procedure|polic(?:y|ies)|process\w*"
        r"|software|handling|department|form|management|system"
        r"|register|log|book|code|statistics|rate)|"
        r"(?:thank\w*|pleased|grateful|happy|delighted)\b[^.!?]{0,60}\bcomplaint"
        r"|complaint\b[^.!?]{0,40}\b(?:thank|resolved|settled|closed|sorted|withdraw\w*)|(?:withdraw|drop"
        r"|close) (?:my|the|our|this) complaint|how (?:do|does|would|can|could|should|to)(?: (?:i|we|you|one"
        r"|people|someone|customers))?(?: \w+){0,3} complain\w*(?! about| against)|what(?:s| is| are) (?:your"
        r"|the) complaint\w*|(?:other|your|all) customers complain|complain\w* (?:to|about|that|of) (?:him|her"
        r"|them|my (?:neighbour|council|son|supplier)|the council)|if (?:i|we|you|anyone"
        r"|someone) (?:ever )?(?:have|has|had|need|wanted?) (?:to |a |any )?complain\w*",
    ),
    (
        "says unhappy",
        r"(?:not|isnt|arent|aint|far from|less than|hardly|anything but|never been|nowhere near|wasnt|werent"
        r"|very un) ?(?:at all |very |really |too |particularly |exactly |best |completely |entirely |totally "
        r"|terribly |one bit |overly |that |so |amused or )?(?:happy|satisfied|pleased|impressed|content|amused"
        r"|best pleased|good enough|thrilled|ok with|okay with)\b|unhapp\w+|dissatisf\w+|un ?satisf\w+"
        r"|disappoint\w+|disgust\w+|disgrac\w+|appall\w+|furious|annoy(?:ed|ing|s|ance)\b|fed up|upset(?:ting)?\b"
        r"|angry|livid|frustrat\w+|unimpress\w+|sick (?:of|to|and tired)|(?:had|ive had|had quite) enough"
        r"|irritat\w+|fuming|seething|gutted|devastat\w+|displeas\w+|exasperat\w+|miffed|aggrieved|offended"
        r"|insult(?:ed|ing)|dismay\w*|cheesed off|outrag\w+|bitterly|p(?:ee|iss)ed off|hacked off|embarrass\w+"
        r"|(?:very|really|extremely|so|getting|rather|am|im|is) (?:cross|stressed|distressed)\b|(?:im|i am|were"
        r"|we are|am|very|really|quite|rather|somewhat|seriously|deeply|extremely) concerned\b",
        r"if (?:you|youre|anyone|someone|they|a customer|customers|for any reason)(?: \w+){0,3} (?:un)?(?:happy"
        r"|satisfied|dissatisfied)|(?:wont|not|never|wasnt|werent|didnt|dont) (?:be )?disappoint\w*"
        r"|upset (?:stomach|tummy)|(?:never|not|wasnt|wont) (?:be )?(?:an )?annoy\w+"
        r"|not (?:to be )?(?:an )?annoyance|sorry to (?:be )?annoy\w*",
    ),
    (
        "strong judgement",
        r"(?:un|not |isnt |hardly |far from |never )acceptable|unacceptabl\w+|disgrac\w+|shambl\w+"
        r"|shocking(?!ly good)|(?:a|absolute|complete|total|some kind of|bad|sick|beyond a"
        r"|what a) (?:\w+ )?joke\b|pathetic|useless|terrible\b|awful\b|dreadful|(?:very|really|pretty|so"
        r"|extremely|such|just|quite|bloody|poor|rather) poor\b|poor (?:service|workmanship|quality|communication"
        r"|customer|job|show|standard|experience|form|attitude|response|performance|state|support|value|design"
        r"|work|installation)|rubbish\b|shoddy|botch\w*|bodg\w+|cowboys?|rip(?:ped)?[ -]?(?:us |me )?off|worst"
        r"|ridiculous|diabolical|nightmare|atrocious|unprofessional\w*|negligen\w+|incompeten\w+|mis-?led"
        r"|mislead\w*|mis-?s(?:old|ell\w*)|mis-?represent\w*|mess(?:ed|ing)? (?:us|me|my \w+) (?:about|around)"
        r"|(?:a|total|complete|right|absolute|such a|what a|left a|bloody) mess\b|waste of (?:an? |my |our "
        r"|everyones )?(?:\w+ )?(?:time|money|space|morning|afternoon|day|effort)"
        r"|total waste|crap|lousy|farc\w+|fiasco|horrend\w+|horrific|abysmal\w*|hopeless|scandal\w*|bare-?faced"
        r"|taking the (?:mick|mickey|p\w+|biscuit)|last straw|let (?:me|us|my \w+|down) ?(?:\w+ )?down|let down"
        r"|(?:below|not up to|falls? short of|short of) (?:\w+ ){0,3}(?:standard|scratch|expect\w*)|slap-?dash"
        r"|sub-?standard|sloppy|fraud\w*|conned|scam\w*|swindl\w*|robbed|fob(?:bed|bing)? (?:me |us )?off|fobbed"
        r"|pillar to post|wild goose|absolute chaos|disaster\b|woeful\w*|sorry state|clueless|amateur\w*"
        r"|absolute hell|dire\b|treated (?:like|as if|as though|so badly|badly|unfairly)|(?:a"
        r"|had a) bad experience|unfair\w*|not fair\b|isnt fair|wasnt fair|(?:not|isnt|wasnt|nowhere near"
        r"|hardly) good enough|not on\b|isnt on\b|beyond belief|unbelievabl\w+|inexcusable|unforgivabl\w+"
        r"|intolerabl\w+|deplorabl\w+|cheek of|audacity|(?:hard|difficult|impossible) to (?:believe|contact|reach"
        r"|get hold)|not what (?:i|we)(?:d| had| have)? (?:\w+ )?(?:expect\w*|order\w*|paid|pay|agree\w*|sign\w*"
        r"|ask\w*|was|were|bought)|expect\w* (?:\w+ )?(?:better|more) (?:from|of|than)|expected (?:a lot |much "
        r"|rather )?(?:better|more)|deserve better|not (?:what|how) (?:i|we|you) (?:\w+ )?(?:promis\w*|sold|told"
        r"|said)|falling apart|whitewash|astonish(?:ed|ing)|horrified|astounded|speechless|appalled|heart-?broken"
        r"|in tears|at (?:my|our) wits end|driv\w+ (?:us|me|him|her|my \w+) (?:mad|round|up|crazy|insane|nuts"
        r"|potty|to)|end of (?:my|our) tether|beyond (?:angry|frustrat\w*|words|a joke)|not what (?:it|you) says?"
        r"|does(?:nt| not) (?:do|last) what|drown\w* out|beggars belief|stitched up|hung out to dry|left (?:us"
        r"|me) (?:high|in the lurch|without|with (?:a|no|an))|regret\w* (?:ever |the day |choosing |going "
        r"|buying |having )|wish (?:i|we)(?:d| had) (?:never|gone|listened|not)",
        r"(?:previous|old|last|former|other|another|different) (?:installer|company|supplier|firm|provider"
        r"|engineer|electrician|builder)s?\b|not (?:too |so |at all |half )?(?:bad|terrible|awful|rubbish"
        r"|useless)|terribly (?:kind|nice|sorry|helpful|good)|awfully (?:kind|nice|good|sorry|grateful)"
        r"|rubbish (?:bin|collection|tip|weather)|weather|con(?:tract|firm)|poor (?:signal|broadband|wifi|mobile"
        r"|eyesight|health|dog|cat|mum|thing|old)|im (?:useless|hopeless|rubbish|terrible)|i am (?:useless"
        r"|hopeless|rubbish|terrible)|(?:scam|phishing|fraud\w*) (?:email|text|call|message|prevention|policy)"
        r"|worst case|fraud team|not on (?:the|a|my|our|your|it|at|monday|tuesday|wednesday|thursday|friday)",
    ),
    (
        "cannot be right",
        r"(?:cant|cannot|isnt|doesnt|not|hardly|doesnt (?:seem|sound|look|feel)|didnt seem) (?:be |seem |sound "
        r"|look |feel |all |quite )?(?:right|correct|reasonable|normal)\b(?! (?:now|to me to need))|(?:something"
        r"|somethings|things?|theres something) (?:is |has |have )?(?:gone |going )?(?:badly |very |clearly "
        r"|obviously )?wrong|went wrong|going wrong|surely (?:that|this|it|you|not)|(?:are"
        r"|you) (?:you )?(?:joking|serious|having a laugh|kidding me)|(?:is|are) (?:this|that|these) (?:really "
        r"|honestly |seriously )?(?:acceptable|how you|what you|the best|the way)",
        r"(?:is|are) (?:it|this|that|these|they) normal|right (?:size|place|person|department|address|email|team)"
        r"|not (?:quite )?(?:right|sure) (?:now|which)|nothing wrong|not wrong",
    ),
    (
        "no answer",
        r"(?:no|without(?: a| any)?|not (?:had|received|got|heard|even)(?: a| any)?|never (?:had|got|received"
        r"|heard)(?: a| any)?|havent (?:had|got|received|heard)(?: a| any)?|(?:had|have|has|with|got|still"
        r"|been) no|yet to (?:have|get|receive)(?: a| any)?) (?:single |one |further |proper |decent "
        r"|satisfactory |call )?(?:reply|replies|response|answer|acknowledg\w+|call ?back|return call|one"
        r"|communication|update|explanation|apology|word|back|contact|news|anything)\b"
        r"|not (?:a single|one) (?:of|person|one|word|thing)\b|thanks for nothing|(?:weeks|months"
        r"|days) and counting|passed (?:between|around|from)|(?:nobody|no one|no-one|not one person|not a soul"
        r"|nobody at \w+)(?: has| have| had| ever| at all| is| will| seems| can| could| actually| even| bothered"
        r"| bothers| from your \w+| from the \w+| there){0,3} (?:to )?(?:rang|rung|ring\w*|call\w*|phon\w*"
        r"|repl\w+|respond\w*|answer\w*|came|come|comes|turned|showed|shown|got|get\w*|return\w*|contact\w*"
        r"|bother\w*|tell|told|tells|knows?|help\w*|cares?|seems?|interested|explain\w*|apologi\w+|pick\w*|been"
        r"|want\w*|listen\w*|will|gave|does|did|done|email\w*|wrote|written|warned|mention\w*)\b"
        r"|still (?:have no|has no|had no|got no|waiting|awaiting|not|no|havent|hasnt|nothing|have not|has not"
        r"|isnt|arent|wont|cant|unable"
        r"|without|chasing|outstanding|unresolved|broken|faulty|missing|owe\w*|owed|out of|hearing|getting)\b"
        r"|(?:been|kept|am|are|were|keep|left) (?:\w+ )?waiting\b|(?:ive|i have|we have|weve|i|we|have|had to|to"
        r"|been) (?:\w+ )?(?:chas(?:e|ed|ing))\b|(?:been |being |just |you |they |you are |am |was |are "
        r"|completely |simply )ignor(?:ed|ing|e|es)\b|(?:emails?|calls?|messages?|letters?"
        r"|texts?) (?:\w+ ){0,3}(?:ignored|unanswered|not (?:been )?(?:answered|returned)|go(?:es"
        r"|ing)? unanswered|bounc\w+)|unanswered"
        r"|(?:rung|rang|called|phoned|emailed|written|wrote|asked|told|contacted|chased|messaged|reported|sent"
        r"|left|texted|complained|made|had to call|tried)\b[^.!?]{0,50}?\b(?:twice|three times|four times"
        r"|five times|six times|several times|many times|countless times|numerous times|repeatedly"
        r"|again and again|\d+ times|several (?:emails|messages|calls|times)|two (?:emails|messages|calls)"
        r"|three (?:emails|messages|calls|times)|four (?:emails|messages|calls|times)|numerous (?:emails|calls"
        r"|occasions)|on (?:several|numerous|many|two|three|four) occasions|a week ago|weeks ago|days ago"
        r"|months ago|god knows how many|more than once|multiple times|over and over|in (?:january|february|march"
        r"|april|may|june|july|august|september|october|november|december)|to no avail)|(?:third|fourth|fifth"
        r"|sixth|second|2nd|3rd|4th|5th|umpteenth) (?:time|email|call|message|visit|attempt|request|month"
        r"|engineer|call ?out|replacement|one)\b|(?:cant|cannot|impossible to|unable to|couldnt) (?:get|reach"
        r"|speak|contact)(?: hold of| through| to| any)* (?:\w+ )?(?:anyone|anybody|you|someone|a human|a person"
        r"|an answer|any sense|sense|a reply|response)|(?:radio silence|deaf ears)|(?:on hold|in a queue) for"
        r"|how many (?:more )?times|how much longer|never (?:got|get|gets|heard|rang|rung|call\w*|came|come|comes"
        r"|turned|showed|replied|reply|replies|return\w*|answer\w*|received|been|arrived|materialis\w+|happen\w*"
        r"|showed|appeared|apologi\w+|bothered|fixed|followed)\b|(?:promis\w+|said"
        r"|told)\b[^.!?]{0,60}?\b(?:(?:ring|call|phone|get|come|write) back)",
        r"no (?:reply|response|answer) (?:needed|required|necessary|expected)|no need (?:to|for)"
        r"|thanks? for (?:\w+ )?(?:waiting|your patience)|never (?:been (?:better|happier|so)|had (?:a"
        r"|any) (?:problem|issue|moment))|no answer needed|second (?:tracker|tablet|licen\w+|property|system"
        r"|battery|account|array|opinion) (?:for|to be)|for the (?:second|third) (?:tracker|property)"
        r"|no one (?:was )?hurt|still (?:not|isnt) sure|still (?:havent|not) decided|no rush",
    ),
)
