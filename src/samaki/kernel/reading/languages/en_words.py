"""English nouns: people, things, places searched, nationalities."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.languages.tables import plurals, words

__all__ = ["EVENTS", "ITEMS", "NATIONS", "NOISE", "OFFICERS", "PERSONS", "SEXES", "SITES"]

PERSONS: Final = {
    **plurals(
        {
            "suspect": "suspect|scammer|fraudster|perpetrator|alleged scammer|gangster|criminal|gang member"
            "|member|operator|offender|accomplice|culprit|arrestee|illegal immigrant|broker|recruiter|defendant|accused|landlord|pimp|trafficker|smuggler|agent provocateur",
            "ringleader": "ringleader|leader|mastermind|boss|kingpin|manager|supervisor|organiser|organizer"
            "|core member|foreman|handler",
            "worker": "worker|employee|labourer|laborer|migrant|cleaner|cook|guard|security guard|maid|driver|technician|labour migrant|caretaker|interpreter|developer|miner",
            "victim": "victim|trafficking victim|hostage|captive|survivor",
            "detainee": "detainee|prisoner|inmate",
            "": "person|individual|national|citizen|foreigner|expat|expatriate|resident|other|migrant"
            "|tourist|immigrant|countryman|compatriot|adult|child|minor|passenger|alien|deportee|man and woman|teenager|youth|student|visitor|traveller|body|corpse|villager|businessman|african|asian|european|westerner",
        }
    ),
    **words({"": "people|persons|others|nationals|children|those|more", "suspect": "gang members"}),
}
OFFICERS: Final = plurals(
    {
        "officer": "officer|police officer|policeman|soldier|troop|agent|official|military police officer"
        "|immigration officer|gendarme|inspector|commune policeman|police commander|police chief|station chief|commander|ranger|marine|civil servant"
    }
) | words({"officer": "policemen|personnel|police|troops|forces|law enforcement officers"})
SEXES: Final = words(
    {"F": "women|woman|female|females|girls|girl", "M": "men|man|male|males|boys|boy"}
)
ITEMS: Final = plurals(
    {
        "mobile_phone": "phone|telephone|mobile phone|mobile telephone|cell phone|cellphone|smartphone|mobile|handset|iphone",
        "safe": "safe|strongbox",
        "computer": "computer|desktop computer|notebook|notebook computer|desktop|laptop|laptop computer|pc|computer set|cpu|tablet",
        "monitor": "monitor|screen|computer screen",
        "sim_card": "sim card|sim|sim-card",
        "passport": "passport|travel document",
        "vehicle": "vehicle|car|pickup|pick-up|minibus|boat|speedboat|lorry|motorbike|motorcycle|truck|van|bus",
        "firearm": "pistol|gun|firearm|rifle|handgun|weapon|grenade|taser|shotgun",
        "ammunition": "bullet|round of ammunition|cartridge",
        "drugs": "drug|pill|methamphetamine",
        "bank_card": "bank card|atm card|credit card|bank book",
        "satellite_terminal": "starlink|satellite terminal|satellite internet terminal|terminal|starlink set"
        "|satellite dish|dish|receiver",
        "server": "server|router|modem|hard drive|hard disk|usb drive|gpu|gsm modem|camera",
        "document": "document|id card|identity card|contract",
        "equipment": "device|piece of equipment|electronic device|set|item|piece|unit|handcuff|pair|pair of handcuffs|baton|electric baton|stun gun|uniform|headset|script|whiteboard|antenna|generator|visa|forged visa",
    }
) | words({"equipment": "equipment|electronics|handcuffs|evidence", "drugs": "drugs|narcotics"})
SITES: Final = plurals(
    {
        "site": "site|location|compound|place|centre|center|hub|den|hideout|lair|park|complex|casino|guesthouse"
        "|guest house|hotel|villa|apartment|apartment block|block|premise|operation site|scam operation|operation centre|target"
        "|target location|facility|call centre|call center|venue|house|condominium|condo|base|nest|spot"
        "|business park|warehouse|establishment|scam centre|scam center|scam site|office|raid|building|shop"
        "|online gambling site|gambling den|stronghold|property|rental house|ring|karaoke bar|bar|restaurant|farmhouse|flat|dormitory|plantation|shophouse|mansion|mill|rice mill|farm|tower|barge|ferry|school building|hostel|resort|ranch|factory|island|enclave|nightclub|massage parlour|spa|floor of a building"
    }
) | words({"site": "premises|dens"})
EVENTS: Final = plurals(
    {
        "arrested": "arrest|apprehension",
        "detained": "detention",
        "charged": "prosecution|indictment",
    }
    | {"deported": "deportation|repatriation", "sentenced": "conviction", "rescued": "rescue"}
    | {"died": "death|fatality", "injured": "injury"}
)
NOISE: Final = plurals(
    {
        "nationality": "nationality",
        "noise": "day|month|year|week|hour|minute|province|country|district|commune|case|warrant|dollar"
        "|riel|baht|percent|metre|meter|kilometre|kilometer|mile|hectare|storey|story|floor|room|flight"
        "|time|group|agency|ministry|vice-chair|step|clause|point|crime|crime class|nation|state|town|city"
        "|family|household|article|charge|count|offence|village|unit of police|company|firm|account|report"
        "|complaint|call|bed|van a day|copy|permit|licence|license|inhabitant|hotel room|hundred|website|occasion|school|meeting|round|phase|stage|gang|syndicate|network",
    }
) | words({"noise": "provinces|countries|nationalities|people's|sectors|us$"})
_DEMONYMS: Final = {
    "CHN": "chinese|mainland chinese|mainland china|prc",
    "TWN": "taiwanese",
    "HKG": "hong konger|hong kongers",
    "VNM": "vietnamese",
    "KHM": "cambodian|khmer|cambodians",
    "THA": "thai|thais",
    "LAO": "lao|laotian|laotians|laos nationals",
    "MMR": "burmese|myanmar|myanmarese|myanmar's",
    "IDN": "indonesian|indonesians",
    "MYS": "malaysian|malaysians",
    "PHL": "filipino|filipinos|filipina|filipinas|philippine",
    "SGP": "singaporean|singaporeans",
    "KOR": "korean|koreans|south korean|south koreans",
    "PRK": "north korean|north koreans",
    "JPN": "japanese",
    "IND": "indian|indians",
    "PAK": "pakistani|pakistanis",
    "BGD": "bangladeshi|bangladeshis",
    "NPL": "nepali|nepalis|nepalese",
    "LKA": "sri lankan|sri lankans",
    "BTN": "bhutanese",
    "MNG": "mongolian|mongolians",
    "KAZ": "kazakh|kazakhs|kazakhstani|kazakhstanis",
    "UZB": "uzbek|uzbeks",
    "KGZ": "kyrgyz",
    "RUS": "russian|russians",
    "UKR": "ukrainian|ukrainians",
    "TUR": "turk|turks|turkish",
    "IRN": "iranian|iranians",
    "GBR": "british|briton|britons|englishman",
    "USA": "american|americans",
    "FRA": "french|frenchman",
    "DEU": "german|germans",
    "AUS": "australian|australians",
    "CAN": "canadian|canadians",
    "NLD": "dutch",
    "ITA": "italian|italians",
    "ESP": "spaniard|spaniards|spanish",
    "NGA": "nigerian|nigerians",
    "KEN": "kenyan|kenyans",
    "ETH": "ethiopian|ethiopians",
    "UGA": "ugandan|ugandans",
    "GHA": "ghanaian|ghanaians",
    "CMR": "cameroonian|cameroonians",
    "ZAF": "south african|south africans",
    "TZA": "tanzanian|tanzanians",
    "RWA": "rwandan|rwandans",
    "ZWE": "zimbabwean|zimbabweans",
    "EGY": "egyptian|egyptians",
    "MAR": "moroccan|moroccans",
    "SLE": "sierra leonean|sierra leoneans",
    "BRA": "brazilian|brazilians",
    "MEX": "mexican|mexicans",
    "COL": "colombian|colombians",
    "FOREIGN": "foreign|foreigner|foreigners|foreign national|foreign nationals",
}
_COUNTRIES: Final = {
    "CHN": "china",
    "TWN": "taiwan",
    "HKG": "hong kong",
    "VNM": "vietnam|viet nam",
    "KHM": "cambodia",
    "THA": "thailand",
    "LAO": "laos",
    "IDN": "indonesia",
    "MYS": "malaysia",
    "PHL": "the philippines|philippines",
    "SGP": "singapore",
    "KOR": "south korea|korea|republic of korea",
    "JPN": "japan",
    "IND": "india",
    "PAK": "pakistan",
    "BGD": "bangladesh",
    "NPL": "nepal",
    "LKA": "sri lanka",
    "BTN": "bhutan",
    "MNG": "mongolia",
    "KAZ": "kazakhstan",
    "UZB": "uzbekistan",
    "KGZ": "kyrgyzstan",
    "RUS": "russia",
    "UKR": "ukraine",
    "TUR": "turkey|türkiye",
    "GBR": "britain|the united kingdom|the uk|england",
    "USA": "the united states|the us|america",
    "FRA": "france",
    "AUS": "australia",
    "CAN": "canada",
    "NGA": "nigeria",
    "KEN": "kenya",
    "ETH": "ethiopia",
    "UGA": "uganda",
    "GHA": "ghana",
    "CMR": "cameroon",
    "ZAF": "south africa",
    "TZA": "tanzania",
    "RWA": "rwanda",
    "ZWE": "zimbabwe",
    "EGY": "egypt",
    "MAR": "morocco",
    "BRA": "brazil",
    "MEX": "mexico",
    "TLS": "timor-leste",
}
# A country's name ("@") is a nationality only after "from" or "of"; alone it is a place.
NATIONS: Final = {
    **words({f"@{code}": names for code, names in _COUNTRIES.items()}),
    **words(_DEMONYMS),
}
