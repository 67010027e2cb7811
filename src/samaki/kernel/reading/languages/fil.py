"""Filipino: the verb opens its sentence, and a linker, "na" or "-ng", ties a number to its noun."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import (
    DateWords,
    Grammar,
    Layer,
    NumberWords,
    Side,
    Trigger,
)
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.languages.en_words import NATIONS
from samaki.kernel.reading.languages.tables import words

__all__ = ["GRAMMAR"]

_ONES: Final = ["isa", "dalawa", "tatlo", "apat", "lima", "anim", "pito", "walo", "siyam", "sampu"]


def _linked(word: str) -> str:
    """Return a number word with its linker: "dalawa" becomes "dalawang"."""
    return f"{word}ng" if word[-1] in "aeiou" else f"{word} na"


def _teen(word: str) -> str:
    """Return ten and a number: "labing-isa", "labindalawa", "labimpito"."""
    if word[0] in "aeiou":
        return f"labing-{word}"
    return f"labim{word}" if word[0] in "pb" else f"labin{word}"


def _tens(word: str) -> str:
    """Return the tens: "dalawampu", "apatnapu"."""
    return f"{word}mpu" if word[-1] in "aeiou" else f"{word}napu"


_PLAIN: Final = {
    "wala": 0,
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{_teen(word): 10 + number for number, word in enumerate(_ONES[:9], 1)},
    **{_tens(word): 10 * number for number, word in enumerate(_ONES[:9], 1) if number > 1},
}
_UNITS: Final = {
    **_PLAIN,
    **{_linked(word): number for word, number in _PLAIN.items() if word[-1] in "aeiou"},
    **{f"{_tens(word)}'t": 10 * number for number, word in enumerate(_ONES[:9], 1) if number > 1},
}
_SCALES: Final = {"daan": 100, "daang": 100, "raan": 100, "libo": 1000, "libong": 1000}

_NUMBERS: Final = NumberWords(
    units=_UNITS,
    scales={**_SCALES, "milyon": 10**6},
    joiner=r"(?:\sat\s|\s)",
    before=(
        (r"hindi bababa sa|di bababa sa|kahit|hindi kukulangin sa", Qualifier.AT_LEAST),
        (r"mahigit(?: sa)?|higit sa|lampas sa|sobra sa", Qualifier.OVER),
        (r"halos|malapit sa", Qualifier.NEARLY),
        (r"humigit-kumulang|mga|tinatayang|nasa", Qualifier.ABOUT),
        (r"aabot sa|umabot sa|umaabot sa|kabuuang", Qualifier.UP_TO),
        (r"wala pang|mas mababa sa", Qualifier.UNDER),
    ),
    after=((r"o higit pa", Qualifier.AT_LEAST), (r"o mahigit", Qualifier.OVER)),
    vague=(
        (r"dose-dosena(?:ng)?", (24, 99)),
        (r"daan-daan(?:g)?", (200, 999)),
        (r"libo-libo(?:ng)?|libu-libo(?:ng)?", (2000, 9999)),
        (r"ilan(?:g)?|marami(?:ng)?|ilang mga", (2, None)),
        (r"walang", (0, 0)),
    ),
    range_join=r"\s?(?:-|–|hanggang)\s?",
    range_open=r"(?:mula|sa pagitan ng)\s",
)
_MONTHS: Final = (
    "enero", "pebrero", "marso", "abril", "mayo", "hunyo", "hulyo", "agosto", "setyembre", "oktubre",
    "nobyembre", "disyembre",
)  # fmt: skip
_WEEKDAYS: Final = ("lunes", "martes", "miyerkules", "huwebes", "biyernes", "sabado", "linggo")
_DATES: Final = DateWords(
    months={name: number for number, name in enumerate(_MONTHS, 1)},
    weekdays={
        f"{lead} {name}": number
        for lead in ("noong", "nitong", "noong nakaraang", "araw ng")
        for number, name in enumerate(_WEEKDAYS)
    },
    relative={"ngayong araw": 0, "kahapon": -1, "kagabi": -1, "kaninang umaga": 0},
    patterns=(
        r"\b(?:ika-)?(?P<d>\d{1,2})\sng\s{MON}\b(?:,?\s(?P<y>20\d\d))?",
        r"\b{MON}\s(?P<d>\d{1,2})(?:\s?(?:-|–|at|hanggang)\s?(?P<d2>\d{1,2}))?(?!\d)(?:,\s(?P<y>20\d\d))?",
        r"\b(?:noong|nitong|mula|mula noong|simula)\s{MON}\b(?!\s\d{1,2}\b)(?:\s(?P<y>20\d\d))?",
        r"\b(?P<same>sa parehong araw|nang araw ding iyon|noon ding araw na iyon)\b",
        r"\b{WD}\b",
        r"\b{REL}\b",
    ),
    joiners=r"at|hanggang|-|–",
    since=r"\b(?:mula|mula noong|simula|simula noong)(?:\snoong)?",
    shifts=(
        (r"\b(?:kinabukasan|makalipas ang isang araw|isang araw (?:pagkatapos|makalipas))\b", 1),
        (r"\b(?:makalipas ang dalawang araw|dalawang araw (?:pagkatapos|makalipas))\b", 2),
        (r"\b(?:isang araw bago nito|bisperas nito)\b", -1),
    ),
)
_NAMES: Final = {
    "PHL": "pilipino|pilipina|pinoy|pinay|pilipinong", "CHN": "tsino|tsinong|intsik|chinese",
    "TWN": "taiwanese", "VNM": "biyetnames|vietnamese|biyetnam", "KHM": "cambodian|kambodyano|kambodyanong",
    "THA": "thai|taylandes", "LAO": "laotian", "MMR": "burmese|burmes", "IDN": "indones|indonesian|indonesyano",
    "MYS": "malaysian|malaysiano", "SGP": "singaporean", "KOR": "koreano|koreanong|south korean",
    "JPN": "hapon|hapones", "IND": "indian|indiyano", "PAK": "pakistani", "BGD": "bangladeshi",
    "NPL": "nepali|nepales", "RUS": "ruso", "USA": "amerikano|amerikanong", "GBR": "british|briton",
    "KEN": "kenyan", "ETH": "ethiopian", "UGA": "ugandan", "NGA": "nigerian", "RWA": "rwandan",
    "FOREIGN": "dayuhan|dayuhang|banyaga|banyagang",
}  # fmt: skip
_COUNTRIES: Final = {
    "@PHL": "pilipinas",
    "@CHN": "tsina",
    "@KOR": "timog korea",
    "@IDN": "indonesya",
}
_PEOPLE: Final = words(
    {
        "": "tao|katao|indibidwal|mamamayan|dayuhan|banyaga|iba|iba pa|bata|menor de edad|pasahero|turista",
        "suspect": "suspek|suspect|miyembro|rekruter|recruiter|akusado|scammer",
        "ringleader": "lider|pinuno|utak|amo|manager|tagapamahala",
        "worker": "manggagawa|trabahador|empleyado|ofw|drayber|guwardiya|tagaluto",
        "victim": "biktima",
        "detainee": "detenido|bilanggo|preso",
    }
)
_ITEMS: Final = words(
    {
        "mobile_phone": "cell phone|cellphone|telepono|selpon|smartphone|mobile phone|phone",
        "computer": "kompyuter|computer|laptop|desktop",
        "sim_card": "sim card|sim",
        "passport": "pasaporte|passport",
        "vehicle": "sasakyan|kotse|van|motorsiklo|bangka",
        "firearm": "baril|pistola|armas",
        "equipment": "kagamitan|aparato|posas|router|antena",
        "safe": "kaha de yero|vault",
    }
)
_SITES: Final = words(
    {
        "site": "hotel|gusali|compound|lugar|lokasyon|bahay|kasino|casino|opisina|establisimyento|apartment"
        "|condominium|bodega|bar|pugad|kuta|scam hub|hub|dormitoryo|villa"
    }
)
_NOISE: Final = words(
    {
        "noise": "araw|buwan|taon|linggo|oras|minuto|dolyar|piso|porsiyento|palapag|lalawigan|bansa|lungsod"
        "|kilometro|metro|beses|kaso|kuwarto|silid|anyos|taong gulang|naninirahan|reklamo|pamilya"
    }
)
_ARREST: Final = "inaresto|naaresto|aarestuhin|dinakip|nadakip|nahuli|hinuli|nadampot|timbog"
_RESCUE: Final = "nailigtas|iniligtas|nasagip|sinagip|napalaya|pinalaya mula"
_DEPORT: Final = "ipina-?deport|na-?deport|pinauwi|napauwi|nakauwi|naiuwi|pinabalik|ipinatapon"
_TRIGGERS: Final = (
    Trigger(Kind.IDENTIFIED_VICTIM, r"kinilala bilang (?:mga )?biktima", Side.ANY),
    Trigger(
        Kind.DEPORTED,
        r"pauuwiin|ide-?deport|iuuwi|uuwi|(?:nakatakdang|planong) (?:pauwiin|i-?deport)",
        Side.ANY,
        "planned",
    ),
    Trigger(Kind.ARRESTED, _ARREST, Side.ANY),
    Trigger(Kind.ARRESTED, r"pag-?aresto sa|pagdakip sa", Side.AFTER),
    Trigger(Kind.DETAINED, r"ikinulong|nakakulong|pinigil|naharang|hinarang|idinetine", Side.ANY),
    Trigger(Kind.RESCUED, _RESCUE, Side.ANY),
    Trigger(Kind.RESCUED, r"pagsagip sa|pagliligtas sa", Side.AFTER),
    Trigger(Kind.DEPORTED, _DEPORT, Side.ANY),
    Trigger(Kind.CHARGED, r"kinasuhan|sinampahan ng (?:\w+ )?kaso|kakasuhan", Side.ANY),
    Trigger(Kind.SENTENCED, r"hinatulan|nahatulan|sinentensiyahan", Side.ANY),
    Trigger(Kind.SEIZED, r"nasamsam|sinamsam|kinumpiska|nakumpiska|nabawi|ebidensiya:", Side.ANY),
    Trigger(Kind.RAIDED_SITE, r"sinalakay|ni-?raid|nilusob|sinuyod|hinalughog", Side.ANY),
    Trigger(Kind.SEALED, r"isinara|ipinasara|sinelyuhan|ikinandado", Side.ANY),
    Trigger(Kind.DISCIPLINED, r"sinuspinde|sinibak|tinanggal sa puwesto", Side.ANY),
    Trigger(Kind.FOUND, r"natagpuan|natuklasan|nadiskubre", Side.ANY),
    Trigger(Kind.DIED, r"namatay|nasawi|patay", Side.ANY),
    Trigger(Kind.INJURED, r"nasugatan|sugatan|nasaktan|isinugod sa ospital", Side.ANY),
    Trigger(Kind.ESCAPED, r"tumakas|nakatakas", Side.ANY),
    Trigger(Kind.RELEASED, r"pinakawalan|pinalaya|nakalaya", Side.ANY),
    Trigger(Kind.TRANSFERRED, r"ipinasa|inilipat|itinurn-?over|ibinigay sa", Side.ANY),
    Trigger(Kind.REPORTED, r"nakausap(?: na)?|humingi ng tulong|lumapit sa embahada", Side.ANY),
    Trigger(Kind.DEPLOYED, r"ipinakalat|idineploy|lumahok", Side.ANY),
)

GRAMMAR: Final = Grammar(
    code="fil",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        Layer.NATION: {**NATIONS, **words(_NAMES), **words(_COUNTRIES)},
        Layer.SEX: words(
            {"F": "babae|kababaihan|babaeng|babaing", "M": "lalaki|lalaking|kalalakihan"}
        ),
        Layer.PERSON: _PEOPLE,
        Layer.OFFICER: words({"officer": "pulis|opisyal|opisyal ng pulisya|sundalo|kawani|tauhan"}),
        Layer.ITEM: _ITEMS,
        Layer.SITE: _SITES,
        Layer.EVENT: {},
        Layer.NOISE: _NOISE,
    },
    triggers=_TRIGGERS,
    head="first",
    nation_frame=r"\b(?:mula|galing)\ssa\s$|\btaga-?\s?$",
    number_noise_before=r"(?:no\.?|blg\.?|artikulo|seksiyon|edad|taong|\$|php|₱|ika-)",
    number_noise_after=(
        r"(?:%|porsiyento|anyos|taon(?:g gulang)?|buwan|araw|oras|minuto|dolyar|piso|palapag|km|kilometro"
        r"|metro|/\d|:\d|beses)"
    ),
    stop=(
        r"[,;:.()\"“”—]|\s[-–]\s|\b(?:sa|ang|ng|mula|noong|nitong|para|dahil|habang|kabilang|kasama|at|o|ay"
        r"|ni|nina|ayon|matapos|nang|kung|pero|ngunit|upang|tungo|bilang|kada)\b"
    ),
    clause_break=r";|,?\s\b(?:habang|samantalang|pero|ngunit)\b",
    joins=r",?\s?(?:at|o|&)(?:\sang)?\s?|,\s?|;\s?",
    inclusion=r"\b(?:kabilang(?: dito)?(?: ang)?|kasama(?: ang)?|sa bilang na ito|sa mga ito|kung saan)\b",
    whole_before=r"(?:^|,\s)\W*sa\s$",
    group_before=r"(?:^|[,;]\s)\W*(?:kabilang )?sa (?:mga|hanay ng mga)\s(?:nahuling\s)?$",
    exhaustive=r":",
    definite=r"\b(?:sa|ang)\s$",
    anaphor=r"^\W*(?:sa (?:kabuuang )?\d[\d,.]*\b|sa bilang na ito|sa mga ito|sa kanila|kabilang dito|sila)",
    subject_tail=r"\s(?:ay)(?=\s|$)",
    most=r"\b(?:karamihan|mayorya)\b",
    relative=r"\bna\b(?=\s\w+\sna\b)",
    mission=r"\b(?:embahada|konsulado)\b",
    planned=r"\b(?:nakatakda|planong|balak)\b",
    ahead=r"\b(?:nakatakda|balak|planong)\b",
    negated=r"\bwalang\b",
    cumulative=r"\b(?:sa ngayon|hanggang ngayon|mula noong|ngayong taon|sa kabuuan|umabot na)\b",
    total=r"\b(?:kabuuan|kabuuang|lahat-lahat)\b",
    speech=(
        r"\bayon (?:sa|kay)\s(?:ang )?(?P<who>[^,.;:]{2,80}?)(?=[,.;:]|$)",
        r"\b(?:sinabi|inihayag|iniulat|kinumpirma|ipinahayag)\s(?:ng|ni)\s(?P<who>[^,.;:]{2,60}?)(?=\sna\b|[,.;:]|$)",
    ),
    same_source=r"^(?:niya|siya|nila|ito)$",
    speech_date=r"(?:sinabi|inihayag|iniulat|kinumpirma|ayon)\b[^.;]{0,60}?\s$",
    place_before=r"\b(?:sa|mula sa)\s$",
    place_join=r"\s?,?\s?(?:(?:lalawigan ng|lungsod ng|at|sa|sa may)\s?)*",
    origin=r"\b(?:taga-?|mula)\s?$",
    dateline=r"^[a-z' ]{3,24}(?:\s?\([^)]{2,30}\))?\s?(?:—|–|:|-\s)",
    order=r"\b(?:direktiba|kautusan|utos|memorandum|sirkular)\b",
    order_issued=r"\b(?:naglabas|nilagdaan|ipinalabas|iniutos)\b",
    duty=r"\b(?:dapat|kailangang|inaatasan|obligadong)\b",
    body=r"\b(?:kagawaran|pamahalaan|pulisya|komisyon|hukuman|hukbo|awtoridad|gobernador|kawanihan)\b",
    threat=r"\b(?:masususpinde|sisibakin|papatawan ng parusa)\b",
    nation_tails=(
        (r"\s?,?\s?(?:pawang|lahat)\s(?:mga )?", "all"),
        (r"\s?(?:sa kanila )?(?:ay|ang)\s(?:mga )?", "mix"),
        (r"\s?,?\s?(?:ay )?(?:mula|galing)\ssa\s", "mix"),
        (r"\s?,?\s(?:kabilang|kasama)\s(?:ang )?(?:mga )?", "present"),
        (r"\s?,?\s?karamihan(?:\say)?\s(?:mga )?", "mostly"),
    ),
    part_tail=r"\s(?:sa kanila|sa mga ito|sa mga(?=\s[a-z]+\say\b))",
    respectively=r"\b(?:ayon sa pagkakasunod-sunod|kapwa)\b",
    auxiliary=r"(?:\s|na|ang|ay|pa|din|rin|naman|mga)*",
    more=r"\s(?:pa)\b",
    abroad_before=r"(?<!\bmula )(?<!\bgaling )\bsa\s$",
    site_of=r"\bsa\s(?:mga\s)?$",
)
