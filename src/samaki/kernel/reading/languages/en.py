"""English."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Grammar, Layer, Side, Trigger
from samaki.kernel.reading.languages.en_numbers import DATES, NUMBERS
from samaki.kernel.reading.languages.en_words import (
    EVENTS,
    ITEMS,
    NATIONS,
    NOISE,
    OFFICERS,
    PERSONS,
    SEXES,
    SITES,
)

__all__ = ["GRAMMAR"]

_BE = r"(?:was|were|are|is|been|being|be|got)"
_ADV = r"(?:\s(?:also|later|then|all|subsequently|reportedly|now|currently|already|initially))?"


def _passive(kind: Kind, participle: str) -> Trigger:
    return Trigger(kind, rf"{_BE}{_ADV}\s(?:{participle})", Side.BEFORE)


def _verb(kind: Kind, forms: str) -> Trigger:
    return Trigger(kind, forms, Side.AFTER)


_ARREST = "arrested|nabbed|caught|apprehended|captured|busted|rounded up|netted|picked up"
_DETAIN = "detained|held|taken away|led away|hauled away|remanded|placed in detention|taken into (?:police )?custody|taken in for questioning|in custody"
_RESCUE = "rescued|freed|saved|liberated|brought out|brought to safety|pulled out|taken to safety"
_DEPORT = "deported|repatriated|expelled|sent (?:back )?home|sent back|flown (?:back )?home|brought home|removed from the country|extradited|returned to their (?:home )?countr\\w+"
_CHARGE = "charged|prosecuted|indicted|sent to (?:the )?(?:\\w+ )?court|referred to (?:the )?court|brought before (?:the |a )?(?:\\w+ )?(?:court|judges?)|arraigned"
_SEIZE = "seized|confiscated|impounded|recovered|collected|carried off|carted away|carted off|taken as evidence"
_RAID = "raided|swept|swooped on|broken into|searched|stormed|inspected|cracked down on|busted|targeted|dismantled|shut down"
_FOUND = "found|discovered|identified"

_TRIGGERS: Final = (
    # Several words first: they hold the meaning that a single verb would lose.
    Trigger(Kind.IDENTIFIED_VICTIM, r"identified as (?:possible |potential |suspected )?(?:trafficking )?victims|(?:recogni[sz]ed|classified|treated) as (?:\w+ )?victims", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"(?:sent|handed over|transferred|taken) [^.;]{0,60}?for (?:deportation|repatriation)", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"(?:await(?:s|ing)?|pending|facing) (?:deportation|repatriation)", Side.BEFORE, "planned"),
    Trigger(Kind.DEPORTED, rf"(?:will|would|to|shall) (?:also )?be (?:{_DEPORT})", Side.BEFORE, "planned"),
    Trigger(Kind.DEPORTED, r"(?:plans?|planned|planning|preparing|set|due|expects?|intends?|will|would) (?:to )?(?:deport|repatriate|expel)", Side.AFTER, "planned"),
    Trigger(Kind.DEPORTED, r"to (?:deport|repatriate|expel)", Side.AFTER, "planned"),
    Trigger(Kind.CHARGED, rf"(?:will|would|to|shall) be (?:{_CHARGE})", Side.BEFORE, "planned"),
    Trigger(Kind.DETAINED, r"held pending (?:charges|trial|investigation)", Side.BEFORE),
    Trigger(Kind.DETAINED, r"(?:sent|taken|brought) to [^.;]{0,40}?(?:police (?:station|headquarters)|for (?:further )?questioning)", Side.BEFORE),
    Trigger(Kind.DETAINED, r"(?:took|taking|take)(?=\s(?:[^\s.;]+\s){1,7}?into (?:police )?custody)", Side.AFTER),
    Trigger(Kind.DEPORTED, r"(?:expects?|plans?|hopes?|intends?|preparing) to (?:send|fly|bring)(?=[^.;]{0,50}\b(?:home|back)\b)", Side.AFTER, "planned"),
    Trigger(Kind.DETAINED, r"taken in(?:to)? (?:police )?(?:custody|for questioning)", Side.BEFORE),
    Trigger(Kind.TRANSFERRED, r"(?:handed|turned) over(?: to)?|transferred(?: to)?", Side.ANY),
    Trigger(Kind.SENTENCED, r"(?:given|handed|got|received)(?=\s(?:\w+\s){1,3}(?:years?|months?)\b)", Side.BEFORE),
    Trigger(Kind.SENTENCED, rf"(?:{_BE} )?(?:sentenced|convicted|jailed|imprisoned)", Side.ANY),
    Trigger(Kind.DISCIPLINED, rf"{_BE} (?:dismissed|suspended|sacked|reprimanded|disciplined|demoted|removed from (?:their|his|her) posts?)", Side.BEFORE),
    Trigger(Kind.DISCIPLINED, r"(?:dismissed|sacked|suspended|disciplined|demoted)", Side.AFTER),
    Trigger(Kind.DETAINED, r"(?:taken|led|hauled|marched) (?:away|off|out of)|rounded up", Side.ANY),
    _passive(Kind.ARRESTED, _ARREST),
    _passive(Kind.DETAINED, f"{_DETAIN}|stopped|intercepted"),
    _passive(Kind.RESCUED, _RESCUE),
    _passive(Kind.DEPORTED, _DEPORT),
    _passive(Kind.CHARGED, _CHARGE),
    _passive(Kind.SEIZED, _SEIZE),
    Trigger(Kind.SEIZED, r"seized were|confiscated were|(?:evidence|exhibits|items seized|seized items?|confiscated items?)(?=:)", Side.AFTER),
    _passive(Kind.RAIDED_SITE, _RAID),
    _passive(Kind.DIED, "found dead"),
    _passive(Kind.FOUND, _FOUND),
    _passive(Kind.SEALED, "sealed(?: off)?|shut(?: down)?|closed(?: down)?"),
    _passive(Kind.RELEASED, "released|set free|let go"),
    _passive(Kind.INJURED, r"injured|wounded|hurt|hospitali[sz]ed|treated (?:at|in|for)|taken to (?:the |a )?(?:\w+ )?hospital"),
    _passive(Kind.DIED, "killed|pronounced dead"),
    _passive(Kind.DEPLOYED, "deployed|mobili[sz]ed|dispatched"),
    # Words from the noun: the arrest of, a raid on.
    Trigger(Kind.ARRESTED, r"(?:arrests?|capture|apprehension) of", Side.AFTER),
    Trigger(Kind.DETAINED, r"detention of", Side.AFTER),
    Trigger(Kind.RESCUED, r"rescue of", Side.AFTER),
    Trigger(Kind.DEPORTED, r"(?:deportation|repatriation|expulsion) of", Side.AFTER),
    Trigger(Kind.SEIZED, r"seizure of", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"raids? (?:on|at|in|of|against)|crackdowns? on|searche?s? of", Side.AFTER),
    # Active forms.
    _verb(Kind.ARRESTED, f"{_ARREST}|arresting|arrests?|nabbing|capturing|catching|netting|apprehending|rounding up"),
    _verb(Kind.DETAINED, "detained|detaining|detains?|held|holding|taking into custody|took into custody|took in|in (?:police )?custody|picked out|rounded up|questioned|questioning"),
    _verb(Kind.RESCUED, f"{_RESCUE}|rescuing|freeing|rescues?"),
    _verb(Kind.DEPORTED, f"{_DEPORT}|deporting|repatriating|expelling|sending home|sent back|deports?"),
    _verb(Kind.CHARGED, f"{_CHARGE}|charging|prosecuting|brought charges against"),
    _verb(Kind.SEIZED, f"{_SEIZE}|seizing|confiscating|seize"),
    _verb(Kind.SEALED, r"sealed(?: off)?|sealing|shuttered|closing down|closed(?: down)?|padlocked|shut(?=\s(?:\w+\s){0,2}(?:sites?|bars?|hotels?|casinos?|offices?|\d))"),
    _verb(Kind.RAIDED_SITE, f"{_RAID}|raiding|searching|raids?|storming|targeting|crackdown|inspecting|dismantling|involving"),
    _verb(Kind.FOUND, "found|discovered|encountered|finding|discovering|came (?:up)?on|came across|tracked down|stumbled (?:up)?on|turned up"),
    _verb(Kind.RELEASED, "released|releasing|freed"),
    Trigger(Kind.DIED, r"died|dies|found dead|dead|deaths?|killed", Side.ANY),
    Trigger(Kind.INJURED, r"injured|wounded|injur(?:ing|ies)|wounding|hospitali[sz]ed|had bruises|suffered (?:\w+ )?(?:injuries|burns|fractures)", Side.ANY),
    Trigger(Kind.ESCAPED, r"fled|flee|fleeing|escaped|escaping|escape|ran (?:away|off|into)|broke out", Side.ANY),
    Trigger(Kind.LEFT_VOLUNTARILY, r"left voluntarily|left (?:the country|cambodia)|departed", Side.ANY),
    Trigger(Kind.REPORTED, r"(?:reported|presented themselves|sought help|registered) (?:to|at|with|from) (?:the|its|their) (?:\w+ )?embassy", Side.BEFORE),
    Trigger(Kind.DEPLOYED, r"took part|deployed|deploying|mobili[sz]ed|a force of|participated", Side.ANY),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="en",
    numbers=NUMBERS,
    dates=DATES,
    phrases={
        Layer.NATION: NATIONS,
        Layer.SEX: SEXES,
        Layer.PERSON: PERSONS,
        Layer.OFFICER: OFFICERS,
        Layer.ITEM: ITEMS,
        Layer.SITE: SITES,
        Layer.EVENT: EVENTS,
        Layer.NOISE: NOISE,
    },
    triggers=_TRIGGERS,
    head="last",
    number_noise_before=(
        r"(?:\$|€|£|¥|฿|៛|usd|rs\.?|no\.?|nos\.?|number|article|art\.|chapter|street|st\.|room|floor"
        r"|block|building|house|lot|gate|unit|highway|route|road|aged?|ages|section|clause|point|group"
        r"|version|boeing|flight|page|decree|prakas|sub-decree|zone|district|category|g|covid|#|top)"
    ),
    number_noise_after=(
        r"(?:%|percent|per cent|-year|-month|-day|-week|-hour|-stor|-floor|-member|-point|-room|-bed"
        r"|-strong|-hectare|-minute|-man|-count|-km|-mile|-meter|-metre|-to-|:\d|/\d|st\b|nd\b|rd\b|th\b"
        r"|(?:a|p)\.?m\b|km|kg|kilo|gram|met(?:re|er)s?|square|hectare|years?|months?|days?|weeks?|hours?"
        r"|minutes?|degrees|million (?:riel|dollars|baht|yuan|usd|us)|billion|riel|dollars?|baht|yuan|won"
        r"|ringgit|rupiah|dong|euros?|yen|usd|o'clock|times\b|[a-z]?/|stor(?:ey|y|ies)|floors?)"
    ),
    stop=(
        r"[,;:.()\"“”—]|\s[-–]\s|\b(?:in|at|on|for|with|who|whom|which|that|by|to|after|during|through|into"
        r"|over|under|across|between|as|when|while|where|and|or|but|were|was|are|is|had|have|has|been|will"
        r"|would|from|of|among|including|included|include|suspected|accused|believed|alleged to|said|out"
        r"|including|working|involved|linked|using|inside|against|before|since|if|because|the|a|an|per"
        r"|came|come|took|fled|died|did|do|can|could|may|remain|remained|without|within|near|around|next|last|await|awaits|awaiting|face|faces|facing)\b"
    ),
    clause_break=r";|,?\s(?:while|whereas|but|although|though|meanwhile)\b|,\s(?:and|which)\s|\band (?:plans?|will)\b",
    joins=r",?\s?(?:and|or|plus|as well as|&)\s?|,\s?|;\s?",
    inclusion=(
        r"\b(?:including|includ(?:ed|es|e)|among (?:them|those|whom)|of (?:them|whom|those|these|which|that (?:\w+ )?group)"
        r"|out of (?:them|whom)|compris(?:ed|es|e|ing)|consist(?:ed|s|ing)? of|made up of|namely|consisting"
        r"|among the (?:suspects|detainees|foreigners|arrested|detained)|broken down)\b"
    ),
    whole_before=r"(?:^|,\s)\W*of (?:the|these|those)\s$",
    group_after=r"\s(?:included?|comprised?)\s",
    group_before=r"(?:^|[,;]\s)\W*(?:among|of) (?:the|those|these)\s(?:(?:arrested|detained|rescued|deported|captured)\s)?$",
    exhaustive=r"(?::|\b(?:compris(?:ed|es|e|ing)|consist(?:ed|s|ing)? of|consisting|made up of|namely)\b)",
    anaphor=(
        r"^[\W]*(?:by nationality|breakdown|they|those|the (?:group|suspects|detainees|foreigners|arrested|detained|rescued|workers"
        r"|victims|individuals|\d[\d,]*)|of (?:them|these|those|the|that)|among (?:them|those|these|the)|all)\b"
    ),
    demonstrative=(
        r"^[\W]*(?:(?:these|those|the) (?:\w+ )?(?:operations?|raids?|arrests?|sweeps?|actions?|crackdowns?"
        r"|searches)|this (?:operation|raid|sweep|action))\b"
    ),
    most=r"\b(?:most(?:ly)?|mainly|predominantly|the majority|majority|largely|primarily)\b",
    remainder=r"\b(?:the (?:rest|remainder|others|remaining)|remainder)\b",
    each=r"\s?(?:at|in|from|on) each of (?:the )?| each (?:at|in|from) (?:the )?",
    share=r"(?P<about>about|around|some|roughly|approximately|nearly)?\s?(?P<p>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)",
    follows=r"\b(?:follow(?:ing|s|ed)|in response to|pursuant to|in line with|acting on|after)\b",
    mission=r"\b(?:embass(?:y|ies)|consulates?|foreign ministry|external affairs ministry|ministry of (?:foreign|external) affairs|migrant workers department)\b",
    planned=r"\b(?:will|would|plans? to|planned|planning to|set to|due to be|expected to|scheduled to|intends? to|about to)\b",
    ahead=r"\b(?:will|would|plans? to|set to|due (?:to|on)|scheduled|expected to)\b",
    alleged=r"\b(?:allegedly|reportedly|believed to|estimated|unconfirmed|claims?|rumou?red)\b",
    negated=r"\b(?:no|none|not a single|without any|nobody)\b",
    corrected=r"\b(?:revised|corrected|amended|updated|raised|lowered|adjusted|put up)\b",
    relative=r"\b(?:who|which|that)\b",
    cumulative=(
        r"\b(?:so far|to date|(?<!\bhave )(?<!\bhas )(?<!\bhad )since|(?:brought|bring(?:s|ing))(?=\s(?:to\s\d|(?:the|its|their)\s(?:\w+\s)?(?:total|number|tally|figure|count)))|cumulative(?:ly)?|running total|up to now"
        r"|over the past|in the past|over the last|in the first (?:six|nine|three|ten|\w+) months"
        r"|the number (?:held|detained|arrested)|total number|this year|from january|already)\b"
    ),
    total=r"\b(?:total(?:ing|ling|led)? (?:of )?|in total|altogether|in all|a combined)\b",
    others=r"\b(?:(?:of|from) (?:\w+ )?other|others?|several other|other (?:countries|nationalities)|as well as nationals)\b",
    speech=(
        r"according to (?P<who>[^,.;:]{2,120}?)(?=\s(?:on|in a|last|cited|that|who)\b|[,.;:\"”]|$)",
        (
            r"(?P<who>[^.;:\"“”]{2,140}?)\s?,?\s(?:also |later |further |then )?(?:said|says|stated|states|announced|revealed|reported"
            r"|confirmed|told|noted|added|explained|disclosed|claimed|declared|indicated|reiterated)\b"
        ),
        r"\b(?:said|reported|stated|added|announced) (?P<who>(?:the |a |an )?[\"“']?[a-z][^,.;:]{2,100}?)(?=\s(?:on|in a|last|this)\b|[,.;:\"”]|$)",
        r"\bcited by (?P<who>[^,.;:]{2,60})",
    ),
    same_source=(
        r"^(?:he|she|it|they|(?:his|her|its|their) (?:statement|report|post|office)|the (?:minister|statement|governor|spokesman|spokesperson|spokeswoman|official"
        r"|officer|general|police chief|paper|outlet|newspaper|agency|ministry|report|announcement))$"
    ),
    speech_date=(
        r"\b(?:said|says|told|announced|revealed|reported|stated|confirmed|added|noted|explained|posted"
        r"|published|statement|report|press release|announcement|interview|according to [^,;]{2,60})"
        r"(?:\s(?:\w+\s){0,4}?(?:on|late|dated)?)?\s?(?:late |early )?$"
        r"|\S\s(?:by|before|no later than)\s$"
    ),
    place_before=r"\b(?:in|at|from|across|of|near|to|into|around|throughout|inside|outside)\s(?:\S+\s){0,8}?$",
    origin=r"\b(?:native of|born in|bound for|headed for)\s$|\b(?:an?|the|who is|whose)\s[\w-]+(?:\s[\w-]+)?\sfrom\s$|\b(?:comes?|came|hail\w*)\sfrom\s$",
    definite=r"\b(?:the|these|those|all)\s$",
    auxiliary=r"(?:\s|have|has|had|since|also|already|then|later|now|still|all|both|were|was|are|been|in all|subsequently|so far)*",
    more=r"\s(?:more|further)\b",
    place_join=(
        r"\s?(?:,\s)?(?:and\s|in\s)?(?:in\s)?(?:the\s)?(?:(?:capital|city|town|provinces?|municipality|district|southern|northern"
        r"|eastern|western|northeastern|northwestern|southeastern|coastal|seaside|of|in|and|as well as|cities|towns)[,\s]*)*"
    ),
    dateline=r"^\(?(?:[a-z' ]{3,30}(?:, [a-z' ]{3,30})?)(?:,\s[a-z]{3,9}\.?\s\d{1,2}(?:,\s20\d\d)?|,\s\d{1,2}\s[a-z]{3,9}\.?)?\)?\s?(?:\([a-z ]{2,20}\)\s?)?(?:[—–:]|--|\s-\s)",
    order=(
        r"\b(?:directives?|orders?|instructions?|decrees?|prakas|circular|regulations|closed-door meeting"
        r"|(?:ordered|instructed|directed) (?:all|the|local|provincial|relevant|authorities|police))\b"
    ),
    order_issued=(
        r"\b(?:issued|signed|dated|statement|held a (?:closed-door )?meeting|convened?|ordered|instructed"
        r"|directed|gave|approved|authoris\w+|authoriz\w+|has issued|directive on|order on)\b"
    ),
    duty=(
        r"\b(?:must|shall|(?:is|are) (?:also )?(?:required|tasked|instructed|ordered|obliged|responsible|directed|urged|mandated|to)"
        r"|(?:has|have) been (?:put|placed|ordered|instructed|tasked)|will (?:strengthen|ensure|enforce|support|prevent|intensify|coordinate)"
        r"|mandate[ds]?|need to)\b"
    ),
    body=(
        r"\b(?:ministr(?:y|ies)|authorit(?:y|ies)|governments?|governors?|police|commissions?|committees?|departments?"
        r"|headquarters|arm(?:y|ed forces)|forces|agenc(?:y|ies)|gendarmerie|navy|courts?|prosecutors?|officials?"
        r"|units?|administrations?|councils?|commissars?|commissioners?|embass(?:y|ies)|casinos?|operators)\b"
    ),
    threat=(
        r"\b(?:face|faces|facing|threaten\w*|subject to|warn\w*|risk|affect|lead to|result in|liable to)\b"
        r".{0,120}?\b(?:dismiss\w*|transfers?|transferred|reassign\w*|disciplin\w*|suspen\w*|remov\w*|sack\w*|demot\w*|punish\w*|sanction\w*)\b"
    ),
    nation_tails=(
        (r"\s?,?\s?(?:all |both )?(?:from|of)\s(?:the )?", "mix"),
        (
            r"\s?\)?,?\s(?:including|among them|includ(?:ed|es?))(?: \w+){0,3}?(?: from| of)?\s(?:both )?",
            "present",
        ),
        (
            r"\s?,?\s(?:(?:of whom|who) (?:were|are) )?(?:mostly|mainly|predominantly|largely|the majority of whom (?:were|are)|most of them)(?: from)?\s",
            "mostly",
        ),
        (r"\s?,\s(?:all|both)(?: of them)? (?:are |were )?(?:from )?", "all"),
        (r"\s(?:\w+ )?(?:were|are|was|is|come|came)\s(?:all )?(?:from )?", "mix"),
    ),
    nation_frame=r"\b(?:from|of)\s$",
    nation_link=r"(?:nationals|citizens|people|and)?\s?(?:from|of)|the|both",
    own_tail=r"\s?of (?:his|her|their|its)(?=\s(?:\w+\s)?(?:nationals|citizens|people))",
    part_tail=r"\s?of the(?=\s(?:\w+\s)?[a-z]+(?:ns|ese|is|nos|os|ts)\b)|\s?of (?:his|her|their|its)(?=\s(?:\w+\s)?(?:compatriots|countrymen|colleagues))|\s?(?:others?\s)?of (?:them|whom|those|these)(?:\s(?:all\s)?(?:are|were|was|is|being|hold|held))?",
    subject_tail=r"\s(?:were|are|was|is|come|came|hold)(?=\s|$)",
    number_link=r"\sof\s(?:the\s)?(?!them\b|whom\b|those\b|these\b)",
    abroad_before=r"\b(?:in|across|inside|throughout)\s(?:the\s)?(?:\w+(?:ern|west|east)\s)?$",
    nationwide=r"\b(?:nationwide|across the country|around the country|countrywide|across cambodia|national (?:campaign|crackdown|operation|sweep|total|tally))\b",
    respectively=r"\brespectively\b",
    site_of=r"\b(?:at|in|from|on|across)\s(?:each of\s)?(?:the\s)?$",
    article=r"\b(?:an?|one)\s(?=[a-z]|\d{1,2}-year-old)",
    part_of_next=r"\s?of\s(?:the|these|those)\s",
    running=r"\b(?:bring(?:s|ing)?|brought|tak(?:es|ing))\b[^.;]{0,60}?\bto\s(?:a total of\s)?$",
    running_words=r"\b(?:bring(?:s|ing)?|brought|tak(?:es|ing))\b[^.;]{0,60}?\b(?:to(?=\s(?:a total of\s)?\d)|number|total|tally)\b",
    corrected_from=r"\bfrom\s$",
)
