"""Who is writing: our own staff, a seller or thief, a newsletter, a mail server, a regulator. Tables only.

Shape and reading of a rule: core/triage/rules.py.
"""

from __future__ import annotations

import re

from mailbot.core.pattern import Pattern

_STAFF_MATTER = (
    r"(?:grievance|rota\b|overtime|bull(?:y|ied|ying)|harass\w*|discriminat\w*|dismiss(?:al|ed)|disciplin\w+"
    r"|unpaid|not (?:been )?paid|havent (?:been )?paid|hasnt paid|holiday pay|sick pay|wages|payslip|pay ?roll"
    r"|payday"
    r"|shifts?\b|tribunal|acas\b|constructive|resign\w*|annual leave|maternity|whistle\w*|redundan\w*|p45"
    r"|contract of employment|zero[ -]hours?|timesheets?|underpaid|back ?pay|probation|appraisal|favouritism"
    r"|victimis\w+|sexist|racist|racism|sexual|picked on|reported my|working conditions|my hours|leave request"
    r"|union rep)"
)
_STAFF_FIRST_PERSON = (
    r"(?:my (?:line |direct |shift |team |depot |area )?(?:manager|supervisor|team leader|foreman)"
    r"|my (?:\w+ )?(?:rota|shifts?|payslip|wages|overtime|employment|appraisal|probation|disciplinary|p45"
    r"|contract of employment|pay|salary|holiday pay|sick pay|annual leave|timesheets?|role|job here|hours"
    r"|colleagues|redundancy|resignation|dismissal)"
    r"|i work (?:for (?:you|the company|dsmart|tiny)|here|in (?:the|your) (?:warehouse|office|depot|accounts?"
    r"|stores|team|support|sales|workshop|yard|call centre))|(?:ive|i have|having) (?:worked|been working"
    r"|been employed|been with)(?: \w+){0,2} (?:for (?:you|the company|dsmart|tiny)|here|in (?:the"
    r"|your) (?:warehouse|office|depot|accounts?|stores|team|support|sales|workshop|yard|call centre)|with (?:you"
    r"|the company))"
    r"|as an? (?:employee|member of (?:the |your )?(?:staff|team)|apprentice)|(?:im|i am|as) one of (?:your"
    r"|the) (?:fitters|engineers|drivers|staff|installers|trainers|electricians|apprentices|employees|developers"
    r"|sales team|team|warehouse)|(?:im|i am) (?:in|on) the (?:warehouse|office|support|sales|accounts|install\w*"
    r"|field|depot) (?:team|crew|staff)|(?:im|i am) (?:an? )?(?:employee|apprentice|member of (?:the "
    r"|your )?(?:staff|team)|employed (?:by|here|as))|(?:staff|employee|payroll|clock) (?:number|no|id)"
    r"|(?:me and|and) another (?:apprentice|fitter|colleague|employee|worker|engineer|driver)|the (?:site|depot"
    r"|line|shift|area|branch|team) (?:manager|supervisor|leader)\b[^.!?]{0,40}? (?:me|us|my)\b"
    r"|since i (?:started|joined)(?: \w+)? (?:here|in|the company|as|with you|work)|my (?:employer"
    r"|employee) (?:file|record)|paid me for|paying me (?:for|for my)|pay me for|\bhr\b)"
)
#: domain 6, "staff": employment words and first-person employment together, anywhere in the mail; precision first
STAFF_MATTER = Pattern(rf"\b{_STAFF_MATTER}")
STAFF_FIRST_PERSON = Pattern(rf"\b{_STAFF_FIRST_PERSON}")
#: a customer's own working life, or an employee writing as a customer (E49)
NOT_STAFF = Pattern(
    r"\bas a (?:customer|parent|client|homeowner)|not (?:about|to do with|related to|connected (?:with"
    r"|to)) (?:my |the )?(?:work|job|employment)|nothing to do with (?:my |the )?(?:work|job|employment)"
    r"|(?:rota|payroll|staff|shift|overtime|hr|timesheet|holiday)s? (?:module|feature|function|report|screen|page"
    r"|tab|app|software|export|system|section)|\bour (?:software|app|subscription|licen\w+|account|tablets?"
    r"|trackers?)\b|(?<!one of )your (?:software|app|engineers?|fitters?|installers?|surveyors?|panels|drivers?"
    r"|trainers?|product)\b"
    r"|my (?:house|home|solar|panels|heat pump|boiler|heating|tracker|subscription|order|installation|roof"
    r"|system)\b|(?:vacancy|cv\b|job application|applying for|covering letter)|(?:took|take|taken|taking|lost"
    r"|miss|missed|booked)(?: \w+){0,2} (?:off work|day off|unpaid leave|annual leave|my shift|wages|overtime"
    r"|a days pay)"
)

STAFF_WORDS = frozenset(
    "manager supervisor foreman leader rota shift shifts payslip wages overtime employment appraisal probation"
    " disciplinary p45 pay "
    "salary holiday sick leave timesheet timesheets role job hours colleagues redundancy resignation dismissal"
    " work worked working "
    "employee employed apprentice staff payroll hr grievance fitters engineers drivers installers trainers".split()
)
SPAM_WORDS = frozenset(
    "business businesses companies firms seo leads demo unsubscribe platform agency manufacture manufacturer"
    " supplier wholesale "
    "partner partnership ranking rank google traffic sales revenue crm software trial backlinks casino crypto"
    " bitcoin forex loan "
    "funding click verify validate mailbox kindly attachment attach bank account beneficiary inheritance lottery"
    " prize refund "
    "password invoice link https http attached trusted specialise specialize website reaching bulk offer parcel"
    " fee postcode".split()
)
BULK_WORDS = frozenset(
    "unsubscribe unsubscribed subscribed newsletter preferences browser mailing edition issue receiving rights"
    " reserved sponsored".split()
)
#: domain 6, "spam": the marks of an unsolicited sale or a phish, one a group; two groups make spam
SALES_MARKS: tuple[Pattern, ...] = tuple(
    Pattern(rf"\b(?:{pattern})")
    for pattern in (
        r"we (?:help|guarantee|double|boost|triple|increase|generate|deliver|build|design|buy|sell|work with|partner with"
        r"|support|specialis\w+"
        r"|specializ\w+|provide|offer|supply|are a leading|are an? (?:\w+ )?(?:agency|supplier|provider"
        r"|manufacturer)|manufacture|can (?:help|get|increase|boost|double|generate|offer|supply|reduce))\b"
        r"|(?:can |could |will )?saves? you (?:up to|money|time|hours)|virtual assistant|freelanc\w+|want me to"
        r"|spotted a few"
        r"|i (?:help|work with|run|represent|specialis\w+) (?:\w+ )?(?:companies|businesses|firms|a|an)\b"
        r"|our (?:software|platform|tool|solution|product|agency|database|service|team) (?:is|helps?|lets|can"
        r"|will|allows|makes|gives|automates|trusted|tracks|reduces|saves|cuts)|introduc\w+ our"
        r"|are you looking (?:for|to)|looking to (?:grow|boost|increase|cut)|tired of",
        r"(?:companies|businesses|firms) (?:of )?your size|(?:companies|businesses|firms|organisations"
        r"|organizations|installers|teams|brands) (?:like|such as"
        r"|similar to) (?:yours|your)|(?:your|his|small|other|500|hundreds of|thousands of|over \d+"
        r"|[\d,]+) (?:business(?:es)?|companies|firms|website|company|sales team|brand|competitors"
        r"|online presence|installers)\b|business owners?|decision[ -]maker|the person (?:responsible|in charge)"
        r"|uk businesses",
        r"seo\b|your (?:search )?rankings?\b|brokers?\b|exhibition|expo\b|trade show|dear owner|google reviews"
        r"|(?:5|five)[ -]star (?:google )?reviews|remove (?:bad|negative) (?:reviews|complaints)|logos?\b"
        r"|page one|first page of google|google rank\w*|rank (?:on|higher|no)|back ?links?|guest post\w*"
        r"|qualified leads|(?:more|new|fresh|exclusive|solar|heat pump) leads|lead[ -]gen\w*|mailing lists? of"
        r"|email (?:list|database)|web ?(?:site )?(?:design|development) (?:services|agency|company)|(?:increase"
        r"|boost|double|skyrocket|grow) (?:your )?(?:sales|traffic|revenue|conversions?|business|reviews|leads)"
        r"|roi\b|complaints? (?:handling|management) (?:software|system|platform|tool)|(?:handling|managing"
        r"|tracking) (?:of )?complaints|crm\b|business (?:loan|funding|finance|energy|electricity)"
        r"|invoice finance|wholesale|factory|manufacturer|bulk (?:price|order|discount)|crypto\w*|bitcoin|forex"
        r"|casino|merchant (?:account|services)",
        r"(?:quick|short|brief|10|15|20|30|ten|fifteen|five|5)[ -](?:min\w* )?(?:call|chat|demo|meeting|zoom)"
        r"|(?:10|15|20|30|ten|fifteen|five|5)[ -]min\w* (?:of your|to (?:talk|speak|chat|discuss|show|explain)|this|next"
        r"|on a|for a)\b|book (?:a|your) (?:demo|call|slot|free)|free (?:trial|demo|audit|consultation|quote|sample)"
        r"|(?:are you |would you be |be )?(?:open to|free for|interested in) (?:a|an|hearing|learning|seeing"
        r"|trying|our)|schedule a|calendly|reply (?:yes|stop|interested)|let me know (?:if you(?:re"
        r"| are) interested|a good time)|no[ -]obligation|book now|very cheap|cheap rates?|last few|special offer"
        r"|limited[ -]time|% off|discount (?:code|for)|act now"
        r"|sign up|start(?:ing)? (?:from|at) (?:just|only)|only £|from just|best price",
        r"unsubscribe|opt[ -]?out|to stop receiving|remove (?:you|yourself) from|if this (?:isnt"
        r"|is not) (?:relevant|for you)|(?:hope|trust) this (?:email |message )?finds you|reaching out"
        r"|came across your (?:website|company|profile|business)|i noticed (?:that )?your (?:website|company"
        r"|site)|follow(?:ing)? up on my (?:last|previous) (?:email|message)|dear (?:business owner|sir or madam"
        r"|sir/madam|purchasing|manager)|just bumping",
    )
)
PHISH_MARKS: tuple[Pattern, ...] = tuple(
    Pattern(rf"\b(?:{pattern})")
    for pattern in (
        r"dear (?:valued )?(?:customer|user|client|beneficiary|account holder|email user|friend|sir|winner"
        r"|taxpayer)|attention:?|congratulations|greetings|dear \S+@\S+",
        r"(?:refund|compensation|payment|prize|inheritance|fund|transfer|rebate|parcel|package|invoice"
        r"|consignment|grant|lottery)\b[^.!?]{0,50}?\b(?:approved|pending|waiting|available|ready|awaiting"
        r"|released|on hold|overdue|won|processed|due to you|attached)|(?:won|winner of|claim your)"
        r"|million (?:dollars|pounds|usd|euro)|next of kin",
        r"(?:bank|card|account|billing|payment|login|security|identity) ?(?:detail|info|number|credentials"
        r"|identity)\w*|(?:verify|confirm|validate|update|re-?activate) (?:your|the|you) (?:\w+ ){0,2}(?:account"
        r"|identity|detail\w*|password|payment|mailbox|information|email|bank)|(?:account|mailbox|email|storage"
        r"|password)\b[^.!?]{0,30}?\b(?:exceeded|quota|over (?:its|the) limit|almost full|suspend\w*|locked"
        r"|limited|expir\w+|deactivat\w*|full|terminated|blocked"
        r"|closed)|eligible for (?:a |an )?(?:\w+ ){0,2}(?:refund|rebate)|unusual (?:sign|login|activity)"
        r"|gift cards?|western union|wire transfer",
        r"click (?:here|the|on|below|this)|(?:secure |following |link )(?:link )?below|open (?:the )?(?:attach\w*"
        r"|link|document|file)|(?:download|view) (?:the )?(?:attach\w*|invoice|document|file)|within (?:24|48|12"
        r"|72) ?(?:hours?|hrs?)|immediately to avoid|(?:now|immediately|today|urgently) or (?:it|your|you"
        r"|the \w+)(?: \w+)? (?:will|may|shall)|failure to (?:do so|comply|verify)|kindly\b|https?://\S+",
    )
)
#: a customer of ours speaks: then doubt keeps the mail a complaint
CUSTOMER_SPEAKS = Pattern(
    r"\b(?:the|your) (?:technician|plumber|electrician|courier|engineer|fitters?) (?:came|left|was|were|has|have"
    r"|told|said|never|did)\b"
    r"|\byour (?:engineer|technician|courier|fitter|installer|driver|rep|salesman|surveyor|trainer|lads?|men|guys"
    r"|(?:team|staff"
    r"|company) (?:was|were|has|have|told|said|left|did|never)|company (?:fitted|installed|sold|charged|took"
    r"|sent))|\byou (?:fitted|installed|sold (?:me|us)|told (?:me|us)|promised|charged (?:me|us)|sent (?:me|us)"
    r"|quoted|put in|took my|have charged)|\bmy (?:order|tracker|panels|heat pump|boiler|installation|system"
    r"|deposit|subscription|invoice|complaint|roof|account|contract|refund|app)\b|\b(?:i|we) (?:ordered|bought"
    r"|paid|signed|purchased|complained|emailed|rang|called you|asked you)|just been emailed"
    r"|ive (?:just )?(?:been|had|received)|(?:we|i) (?:have|were|was|are|am) (?:had )?no\b|your member\b"
)
#: marks of a newsletter; two of them keep its words from being a person's
NEWSLETTER_MARKS = Pattern(
    r"\b(?:unsubscribe|view (?:it |this )?(?:\w+ )?in (?:your |a |the )?browser|(?:you(?:re| are)"
    r"|you have) (?:receiv\w+ this|been sent this|subscribed)|subscribed to|newsletter|bulletin"
    r"|unsubscribe at any time|view (?:it|this) online|you received this (?:e ?mail|message)"
    r"|because you (?:follow|subscribe|signed up|opted|are a member|registered)"
    r"|manage (?:your )?preferences|email preferences|update your preferences|mailing list|this (?:month"
    r"|week)s? (?:edition|issue|at|in|newsletter)|in this issue|read more|forward to a friend|privacy policy"
    r"|all rights reserved|no longer wish to receive|terms and conditions apply|shop now|sponsored)\b"
)
BOUNCE_MARKS = Pattern(
    r"\b(?:delivery (?:has |to the following \w+ )?(?:failed|permanently)|could(?: not|nt) be delivered"
    r"|undeliver\w+|mail delivery (?:sub)?system|delivery status notification|returned to sender|message (?:was "
    r"|has )?(?:not |been )?(?:delivered|rejected|blocked)|address (?:not found|rejected|couldnt be found)"
    r"|mailbox (?:full|unavailable|not found)|recipient(?:s)? (?:address )?(?:rejected|unknown)|user unknown"
    r"|permanent (?:fatal )?errors?|diagnostic code|550 5\.\d|final[ -]recipient|mailer-daemon)"
)
#: domain 6, flow: a regulator's or code body's mail joins a case, it is no complaint of its own (E25)
REGULATOR = Pattern(
    r"\b(?:(?:received|had|registered|logged|been contacted|accepted|investigating)\b[^.!?]{0,60}?\b(?:from"
    r"|by) (?:one of )?your (?:customer|client|member|resident|tenant|consumer|student|patient)s?"
    r"|complaint (?:form )?(?:from|by|made by|raised by"
    r"|against your (?:firm|company) by) (?:your|a) (?:customer|client)|dispute resolution (?:team|service"
    r"|officer)|your (?:member|membership|certification|registration|company) (?:ref\w*|number|no)\b"
    r"|our case (?:ref\w*|number)|as your certification body|as a (?:scheme )?member of (?:the code|recc|napit))"
)
#: how such a body signs: at the very end of its mail
REGULATOR_SIGNS = re.compile(
    r"\b(?:recc|napit|mcs|trading standards|ombudsman|citizens advice|adjudicat\w{1,10}|cedr)\b[^.!?]{0,40}"
    r"\b(?:team|officer|department|case ?worker|case handler|investigator|service)s?$"
)
SIGNED_WITHIN = 90  # characters
#: addresses from which no person complains: mail servers, machines that take no answer (domain 6, flow)
MACHINE_SENDERS = re.compile(
    r"\b(?:mailer-?daemon|postmaster|mail-?daemon|no-?reply|do-?not-?reply|bounces?|newsletter"
    r"|mailer)\b[^@]{0,64}@|mailer-?daemon",
    re.I,
)
REGULATOR_SENDERS = re.compile(
    r"@(?:[\w-]{1,40}\.){0,3}(?:[\w-]{1,30}-)?(?:recc|renewableassurance|napit|mcscertified|cedr|ombudsman|ico"
    r"|tradingstandards"
    r"|citizensadvice)[\w-]{0,20}\.",
    re.I,
)
