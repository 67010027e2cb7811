"""Orders in English."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.mandates import BodyClass, Mandate

__all__ = ["MANDATE"]

_HEAD: Final = (
    r"(?:Ministry|Ministries|General Department|General Directorate|General Commissariat|Department|Directorate|Office"
    r"|Authority|Administration|Committee|Commission|Council|Secretariat|Bank|Agency|Inspectorate|Unit|Command"
    r"|Headquarters|Board|Embassy|Municipality|Institute|Centre|Center|Customs)"
)
_NAMED: Final = (
    rf"(?:\b[A-Z][\w'-]*\s(?:and\s(?=[A-Z][\w'-]*\s{_HEAD}))?){{0,5}}\b{_HEAD}\b"
    rf"(?:\s(?:of|for|on|against|to)\s(?:the\s)?(?!{_HEAD})[A-Z][\w-]*"
    rf"(?:\s(?!{_HEAD})[A-Z][\w-]*|(?:\sand|\sof|\sof\sthe|\sfor|,(?=\s[A-Z]\w+\sand\s))\s(?!{_HEAD}|Governor|Police|Gendarm|National|Royal|Provincial|General)[A-Z][\w-]*)*)?"
)
_WHICH: Final = (
    r"(?:(?:all|every|each|any|local|competent|relevant|responsible|concerned|licensed|provincial|municipal|capital|city"
    r"|district|commune|national|state|border|land|water|sea|joint|unified|law|enforcement|administrative|public|other"
    r"|both|royal|special|general|deputy|military|town|khan|and(?=\s(?:municipal|capital|city|district|commune|water|sea)\b))\s)*"
)
_SERVICES: Final = (
    r"(?:governors?|(?:maritime |border )?police (?:departments?|units?|chiefs?|commissioners?|commanders?|commissariats?|forces?|headquarters)|police|gendarmerie (?:commanders?|units?|forces?)"
    r"|gendarmerie|gendarmes|military police|commanders of (?:the )?(?:royal )?gendarmerie|commissioners of police|chiefs of police"
    r"|immigration (?:officers?|officials?|department|police|authorities)|border (?:posts?|police|checkpoints?|guards?|officers?)"
    r"|checkpoints?|army|armed forces|special forces|navy|air force|soldiers|troops|military units?"
    r"|prosecutors?|prosecution offices?|courts?|judges|(?:gaming|gambling|casino) (?:\w+ )?(?:commission|committee|regulator|authority|board|inspectors?)|anti-trafficking (?:committees?|units?|police))"
)
_OTHERS: Final = (
    r"(?:authorit(?:y|ies)|ministr(?:y|ies)|institutions?|administrations?|officials?|civil servants|units?|forces?|casinos?|operators?"
    r"|owners?|landlords?|banks?|embass(?:y|ies)|companies|licen[cs]e holders?|licensees|committees?|commissions?|commands?"
    r"|agenc(?:y|ies)|departments?|secretariat|governments?|providers|airlines|hotels?|guesthouses|commanders|heads of (?:\w+\s){0,4}?(?:ministries|institutions|departments|committees|units|offices|agencies))"
)

MANDATE: Final = Mandate(
    bodies=rf"{_NAMED}|(?:\b(?!(?:The|All|Every|Each|If|When|No)\b)[A-Z][\w-]+\s){{0,2}}(?i:\b{_WHICH}(?:{_SERVICES}|{_OTHERS})\b)(?:\sof\s[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)?",
    classes=(
        (BodyClass.BORDER, r"\bborder\s(?:(?!police|provinces?)\w+\s){0,2}(?:agenc(?:y|ies)|forces|authorities|units|posts?|police|checkpoints?|guards?|officers?)|\bcheckpoints?\b"),
        (BodyClass.IMMIGRATION, r"\bimmigration\b"),
        (BodyClass.GAMING, r"\b(?:gaming|gambling|casino)\s(?:\w+\s)?(?:commission|committee|regulator|authority|board|inspectors?)\b"),
        (BodyClass.TRAFFICKING, r"traffick"),
        (BodyClass.GENDARMERIE, r"gendarm|\bmilitary police\b"),
        (BodyClass.POLICE, r"\bpolice\b"),
        (BodyClass.GOVERNOR, r"\bgovernors?\b"),
        (BodyClass.ARMY, r"\b(?:army|armed forces|special forces|navy|air force|soldiers|troops|military units?)\b"),
        (BodyClass.COURTS, r"prosecut|\bcourts?\b|\bjudges\b"),
    ),
    modal=(
        r"\b(?:must|shall|should|may(?! not)|ha(?:s|ve) to|(?:is|are|ha(?:s|ve) been) (?:hereby |also |further |to be )?(?:(?:ordered|instructed|directed|required|requested|tasked|obliged|assigned|mandated|urged) (?:not )?to|tasked with|charged with|(?:put|placed)(?= on (?:standby|alert|call)))"
        r"|(?:is|are) (?:hereby |also |jointly )?(?:responsible|accountable) for|(?:is|are) (?:strictly )?(?:forbidden|prohibited) (?:to|from)|may not|(?:is|are) not (?:allowed|permitted) to"
        r"|need(?:s)? to|(?:is|are) to(?= (?:not )?[a-z]))\b"
    ),
    forbids=(
        r"(?:do not|never|not to|not)\b|(?:must|shall|should)\s(?:under no circumstances|not|never)\b|may not\b|(?:is|are) (?:strictly )?(?:forbidden|prohibited)\b|(?:is|are) not (?:allowed|permitted)\b"
        r"|(?:is|are) (?:[a-z]+ )?(?:ordered|instructed|directed|required|requested|tasked|obliged|urged) not to\b|(?:is|are) to not\b|ha(?:s|ve) to not\b"
    ),
    weak=r"\bwill\b",
    permits=r"may",
    nobody=r"\b(?:no|neither|none of|nobody|no one)\b(?:\s(?:the|of the|of these))?\s?$",
    exempt=(
        r"\b(?:need not|(?:do|does) not (?:have|need) to|(?:is|are) (?:not|no longer) (?:ordered|instructed|directed|required|obliged|requested|bound|tasked|responsible)(?: to| for)?)\b"
    ),
    orders=r"\b(?:(?:i|we|hereby)\s(?:order|instruct|direct|require|call on)|orders|instructs|directs|requires|commands|requests|urges|tasks|calls (?:up)?on|ordered|instructed|directed|assigns)\s(?!to\b|by\b|on\b|that\b|of\b)",
    to=r"\b(?:not )?to\b",
    needs_to=True,
    join=r"[\s,;]*(?:and|or|nor|as well as|along with|(?:together |jointly )?with|in (?:cooperation|collaboration|coordination|consultation) with|plus|&)?[\s,;]*(?:the|all|also|then)?\s*",
    agent=r"\bby (?:the )?$",
    pronoun=r"\W*(?:they|it|these (?:bodies|officials|units|officers|offices|forces)|the same (?:bodies|officials)|(?:he|she)|both|each of them|all of them)\b",
    excepted=r"\b(?:except(?:ing)?(?: for)?|other than|with the exception of|excluding|but not|apart from)\s(?:the\s)?$",
    prelude=r"\W*(?:in order to|to|with a view to|so as to|for the purpose of|in support of|considering|having)\b[^,]*,",
    of=r"\sof\s(?:the\s|each\s|all\s)?",
    failing=(
        r"\b(?:(?:anyone|whoever|anybody) (?:who |that )?[a-z]+|(?:those|anyone|whoever|anybody|any (?:\w+\s){0,4}?(?:who|that|which|found)|(?:an?|all|the|every) (?:\w+\s){1,3}?(?:who|that|which)|[a-z]+s (?:who|that|which)|police (?:who|that|which))\b[^.;]*?\b(?:fails?|neglects?|refuses?|(?:do|does) not|violat\w+|breach\w*|disobeys?|ignores?|tolerates?|protects?|colludes?|shields?|tips? off|disregards?|break\w*|found|without)"
        r"|failure|failing to|fails to|non-?compliance|(?:any |a )?(?:violation|breach)s?|negligence|inaction|disobedience|where this (?:order )?is not|if (?:they|it|this|the order|the orders?) (?:\w+\s){0,3}?(?:not|fails?))\b"
    ),
    penalty=(
        r"\b(?:(?<!not )(?<!never )(?:be|is|are|being) (?:\w+\s){0,3}?(?:dismissed|removed|transferred|reassigned|demoted|suspended|disciplined|prosecuted|punished|sanctioned|revoked|withdrawn|fined|charged|referred|sealed|held (?:legally |personally )?(?:responsible|liable|accountable)|subject to|relieved|replaced|taken into account|brought before)"
        r"|(?:face|faces|facing|meet|incur|risk|risks|lead to|leads to|result in|results in)\b(?=.{0,80}?(?:dismiss|transfer|reassign|remov|demot|suspen|disciplin|prosecut|punish|sanction|penalt|legal|fine|revoc|loss|withdraw|action|measures|responsib))"
        r"|lose (?:his|her|its|their) (?:posts?|licen[cs]es?|positions?|rank|office|jobs?)|bear (?:\w+\s){0,3}?(?:responsibility|liability)|answer (?:for it )?before the law|affect\w* (?:\w+\s){0,4}?(?:appointment|transfer|promotion|dismissal)s?|count\w* (?:\w+\s){0,3}?(?:appointment|transfer|promotion|dismissal)s?)"
    ),
    or_else=r"[,;]?\s(?:or(?: else)?(?=\s(?:face|be |lose|they|it|risk))|failing which|otherwise|on pain of|under (?:pain|penalty) of|under threat of)[,\s]+",
    answers=r"\b(?:be|is|are) held (?:\w+\s){0,2}?(?:responsible|liable|accountable)\b|\bbears? (?:\w+\s){0,3}?responsibility (?:before|in|under)\b|\banswers? (?:in person )?(?:before|to) the (?:law|head|prime|royal)",
    addressed=r"to\s?:\s?",
    you=r"\byou\b",
    anybody=r"\b(?:officials?|civil servants?|officers?|commanders?|authorit(?:y|ies)|units?|bodies|institutions?|ministr(?:y|ies)|heads of)\b",
    of_all=r"\b(?:(?:the|all(?: of)?(?: the)?) (?:above|foregoing|preceding)(?: \w+)?|(?:all )?(?:of )?(?:these|the said) (?:measures|instructions|duties|tasks|orders|steps|points|provisions)|this (?:order|directive|instruction|circular) (?:must|shall|is to) be (?:fully )?(?:carried out|implemented|completed|executed))\b",
    follows=r"\b(?:as follows|the following)\b",
    labels=r"(?:article|art\.|clause|section|point|paragraph|item|no\.)\s(?P<n>\d{1,3}|[ivx]{1,5})\b\s?[.:)–—-]*",
    until=r"\b(?:by|before|no later than|not later than|at the latest by|until|on or before|prior to|up to|(?:a |the )?deadline (?:is|of)|is due (?:on|by))\s(?:(?:the|midnight|noon|close of business|\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\.?|hours)?)\s)*(?:(?:on|of)\s)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:the\s)?$",
    within=r"\b(?:within|in no more than|no later than|not later than|in less than|in at most)\s(?:the next |the following |a period of |at most |no more than |a maximum of )?(?P<n>[\w-]+(?:\s[\w-]+)?)(?:\s?\(\d{1,3}\))?\s(?:working |calendar |full )?(?P<unit>hours?|days?|weeks?|months?)\b",
    units={"hour": "hours", "hours": "hours", "day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months", "months": "months"},
    one=r"(?:an?|one)",
    end_of=r"\b(?:by|before|no later than|not later than)\s(?:the )?(?:end of (?:this|the|next) (?:current |coming )?(?:week|month|quarter|year)|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: next| evening| noon)?|tomorrow|(?:next|the coming) (?:week|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b",
)  # fmt: skip
