"""French."""

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
from samaki.kernel.reading.languages.tables import plurals, words

__all__ = ["GRAMMAR"]

_UNITS: Final = (
    "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|dix-sept|dix-huit|dix-neuf|vingt"
)
_NUMBERS: Final = NumberWords(
    units={
        **{word: value for value, word in enumerate(_UNITS.split("|"))},
        "une": 1, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
        "soixante-dix": 70, "quatre-vingts": 80, "quatre-vingt": 80, "quatre-vingt-dix": 90,
    },
    scales={"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6},
    joiner=r"(?:\set\s|[ -])",
    before=(
        (r"au moins|au minimum|pas moins de", Qualifier.AT_LEAST),
        (r"un peu plus (?:de|d')", Qualifier.JUST_OVER),
        (r"plus (?:de|d')|au-delà de", Qualifier.OVER),
        (r"près (?:de|d')|presque|quelque peu moins de", Qualifier.NEARLY),
        (r"environ|quelque|autour de|aux alentours de", Qualifier.ABOUT),
        (r"jusqu'à|un total de|au total", Qualifier.UP_TO),
        (r"moins (?:de|d')", Qualifier.UNDER),
    ),
    after=((r"ou plus", Qualifier.AT_LEAST), (r"environ", Qualifier.ABOUT)),
    vague=(
        (r"(?:des|plusieurs) dizaines", (20, 99)),
        (r"(?:des|plusieurs) centaines", (200, 999)),
        (r"(?:des|plusieurs) milliers", (2000, 9999)),
        (r"plusieurs|de nombreux|de nombreuses", (2, None)),
        (r"aucun|aucune", (0, 0)),
    ),
    range_join=r"\s?(?:-|–|à|et)\s?",
    range_open=r"(?:entre|de)\s",
)  # fmt: skip
_MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_YEAR: Final = r"(?:\s(?P<y>20\d\d))?"
_DATES: Final = DateWords(
    months={name: number for number, name in enumerate(_MONTHS, 1)},
    weekdays={name: number for number, name in enumerate(_DAYS)},
    relative={"aujourd'hui": 0, "hier": -1},
    patterns=(
        rf"\b(?P<d>\d{{1,2}})(?:er)?\s?(?:-|–|et|au)\s?(?:le\s)?(?P<d2>\d{{1,2}})\s{{MON}}\b{_YEAR}",
        rf"\b(?P<d>\d{{1,2}})(?:er)?\s{{MON}}\b{_YEAR}",
        r"(?<!\d)(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>20\d\d)(?!\d)",
        rf"\b(?:en|depuis|début|fin|mi-)\s?{{MON}}\b{_YEAR}",
        r"\b(?P<same>(?:le )?même jour|ce jour-là)\b",
        r"\b{WD}\b",
        r"\b{REL}\b",
    ),
    joiners=r"et(?: le)?|au|-|–|jusqu'au",
    shifts=(
        (r"\ble lendemain\b", 1),
        (r"\b(?:le surlendemain|deux jours plus tard)\b", 2),
        (r"\bla veille\b", -1),
    ),
    since=r"\b(?:depuis|à partir du|à compter du)(?:\sle)?",
)
_ADJECTIVES: Final = {
    "CHN": "chinois", "TWN": "taïwanais", "HKG": "hongkongais", "VNM": "vietnamien",
    "KHM": "cambodgien", "THA": "thaïlandais", "LAO": "laotien", "MMR": "birman",
    "IDN": "indonésien", "MYS": "malaisien", "PHL": "philippin", "SGP": "singapourien",
    "KOR": "coréen|sud-coréen", "PRK": "nord-coréen", "JPN": "japonais", "IND": "indien",
    "PAK": "pakistanais", "BGD": "bangladais", "NPL": "népalais", "RUS": "russe",
    "FRA": "français", "USA": "américain", "GBR": "britannique", "KEN": "kényan|kenyan",
    "ETH": "éthiopien", "UGA": "ougandais", "RWA": "rwandais", "NGA": "nigérian",
    "LKA": "sri-lankais|srilankais", "MNG": "mongol", "KAZ": "kazakh", "UZB": "ouzbek",
    "KGZ": "kirghize", "TUR": "turc", "IRN": "iranien", "DEU": "allemand", "AUS": "australien",
    "CAN": "canadien", "BRA": "brésilien", "COL": "colombien", "MEX": "mexicain",
    "ZAF": "sud-africain", "EGY": "égyptien", "MAR": "marocain", "GHA": "ghanéen",
    "CMR": "camerounais", "TZA": "tanzanien", "ZWE": "zimbabwéen", "UKR": "ukrainien",
    "ITA": "italien", "ESP": "espagnol", "NLD": "néerlandais", "TLS": "timorais",
    "BTN": "bhoutanais", "SLE": "sierra-léonais",
}  # fmt: skip
_COUNTRIES: Final = {
    "CHN": "chine", "TWN": "taïwan", "VNM": "vietnam", "THA": "thaïlande", "LAO": "laos",
    "MMR": "birmanie|myanmar", "IDN": "indonésie", "MYS": "malaisie", "KOR": "corée du sud|corée",
    "JPN": "japon", "IND": "inde", "PAK": "pakistan", "BGD": "bangladesh", "NPL": "népal",
    "RUS": "russie", "KEN": "kenya", "KHM": "cambodge", "PHL": "philippines", "LKA": "sri lanka",
    "ETH": "éthiopie", "UGA": "ouganda", "NGA": "nigeria|nigéria", "RWA": "rwanda",
    "MNG": "mongolie", "KAZ": "kazakhstan", "UZB": "ouzbékistan", "UKR": "ukraine",
    "BRA": "brésil", "ZAF": "afrique du sud", "GHA": "ghana", "CMR": "cameroun",
    "TZA": "tanzanie", "EGY": "égypte", "MAR": "maroc", "TUR": "turquie", "IRN": "iran",
}  # fmt: skip


def _forms(adjective: str) -> str:
    """Return an adjective of nationality in both genders and numbers: "indien", "indienne"."""
    woman = {"n": adjective + ("ne" if adjective.endswith("en") else "e"), "e": adjective}.get(
        adjective[-1], adjective + "e"
    )
    woman = "turque" if adjective == "turc" else woman
    many = adjective if adjective.endswith("s") else adjective + "s"
    return "|".join(dict.fromkeys((adjective, many, woman, woman + "s")))


_GROUPS: Final = {
    **{code: "|".join(map(_forms, row.split("|"))) for code, row in _ADJECTIVES.items()},
    "FOREIGN": "étranger|étrangers|étrangère|étrangères|ressortissants étrangers",
}
_DONE: Final = {
    Kind.ARRESTED: "arrêt|interpell|appréhend|captur",
    Kind.RESCUED: "libér|délivr|évacu|sauv|exfiltr",
    Kind.DEPORTED: "expuls|rapatri|renvoy|refoul",
    Kind.CHARGED: "inculp",
    Kind.SENTENCED: "condamn",
}
_E: Final = r"(?:ée?s?|é)"
_HAVE: Final = r"(?:a|ont|avait|avaient)(?:\s(?:également|aussi|ensuite))?\s"
_BE: Final = r"(?:a été|ont été|est|sont|étaient|était|été)(?:\s(?:également|aussi|ensuite))?\s"
# A participle without its auxiliary takes the count right after it: "perquisitionné 9 sites et arrêté 30 ..."
_COUNTS: Final = r"(?=\s(?:\d|au moins|plus d|près d|environ|quelque|une?\b|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze))"
_TRIGGERS: Final = (
    Trigger(Kind.IDENTIFIED_VICTIM, r"identifi(?:é|ée|és|ées) comme (?:des )?victimes", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"(?:seront|sera|devraient être|doivent être) (?:expuls|rapatri)ée?s?", Side.BEFORE, "planned"),
    *(Trigger(kind, rf"{_BE}(?:{stems}){_E}", Side.BEFORE) for kind, stems in _DONE.items()),
    Trigger(Kind.DETAINED, r"(?:est|sont|étaient) (?:désormais )?(?:sous les verrous|derrière les barreaux)", Side.BEFORE),
    Trigger(Kind.RESCUED, r"(?:a|ont) (?:retrouvé|recouvré) (?:la|leur|sa) liberté", Side.BEFORE),
    Trigger(Kind.SEIZED, rf"{_BE}emportée?s?", Side.BEFORE),
    Trigger(Kind.DEPORTED, r"reconduite?s? (?:à la frontière|dans leur pays)", Side.BEFORE),
    Trigger(Kind.RESCUED, rf"{_BE}(?:extraite?s? d|tirée?s? d|mise?s? en sécurité)", Side.BEFORE),
    Trigger(Kind.DETAINED, rf"{_BE}(?:conduite?s?|emmenée?s?) (?:au|à la) (?:poste|commissariat|gendarmerie)|{_BE}(?:écrou|incarcér|emprisonn)ée?s?", Side.BEFORE),
    Trigger(Kind.DETAINED, rf"{_BE}(?:détenue?s?|placée?s? en (?:garde à vue|détention))", Side.BEFORE),
    Trigger(Kind.SEIZED, rf"{_BE}(?:saisie?s?|confisquée?s?)", Side.BEFORE),
    Trigger(Kind.RAIDED_SITE, rf"{_BE}(?:perquisitionnée?s?|fouillée?s?|investie?s?)", Side.BEFORE),
    Trigger(Kind.FOUND, rf"{_BE}(?:découverte?s?|retrouvée?s?)", Side.BEFORE),
    *(Trigger(kind, rf"{_HAVE}(?:{stems}){_E}", Side.AFTER) for kind, stems in _DONE.items()),
    Trigger(Kind.RESCUED, r"(?:a|ont) secouru", Side.AFTER),
    Trigger(Kind.RESCUED, rf"{_BE}secourue?s?", Side.BEFORE),
    Trigger(Kind.DETAINED, rf"{_HAVE}(?:détenu|placé en (?:garde à vue|détention))", Side.AFTER),
    Trigger(Kind.SEIZED, rf"{_HAVE}(?:saisi|confisqué)|saisissant|saisie de|(?:a|ont) mis la main sur", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, r"perquisitions? (?:dans|de)|fouilles? (?:de|dans)|(?:a|ont)(?:\s\w+ment)? perquisitionné|descentes? (?:dans|à)|raids? (?:dans|sur|contre)", Side.AFTER),
    Trigger(Kind.SEALED, rf"{_HAVE}(?:fermé|scellé)|fermeture de", Side.AFTER),
    Trigger(Kind.FOUND, rf"{_HAVE}(?:découvert|trouvé)", Side.AFTER),
    Trigger(Kind.ARRESTED, r"arrestation de|interpellation de|interpellant|arrêtant", Side.AFTER),
    Trigger(Kind.DEPORTED, r"expulsion de|rapatriement de", Side.AFTER),
    Trigger(Kind.CHARGED, r"mise?s? en examen|déférée?s?|poursuivie?s?", Side.BEFORE),
    Trigger(Kind.REPORTED, r"(?:se sont|s'étaient|s'est) (?:signalée?s?|manifestée?s?)", Side.BEFORE),
    Trigger(Kind.DISCIPLINED, r"(?:suspendue?s?|révoquée?s?|limogée?s?)", Side.ANY),
    Trigger(Kind.SEALED, rf"(?:fermé|scellé){_COUNTS}", Side.AFTER),
    Trigger(Kind.SEIZED, rf"(?:saisi|confisqué|emporté){_COUNTS}", Side.AFTER),
    Trigger(Kind.RAIDED_SITE, rf"(?:perquisitionné|fouillé|investi|démantelé){_COUNTS}", Side.AFTER),
    Trigger(Kind.DETAINED, rf"placé{_COUNTS}", Side.AFTER),
    *(Trigger(kind, rf"(?:{stems})é{_COUNTS}", Side.AFTER) for kind, stems in _DONE.items()),
    *(Trigger(kind, rf"(?:{stems})ée?s", Side.BEFORE) for kind, stems in _DONE.items()),
    Trigger(Kind.DETAINED, r"détenue?s|retenue?s(?! contre)|placée?s en détention", Side.BEFORE),
    Trigger(Kind.SEALED, r"fermée?s|scellée?s", Side.BEFORE),
    Trigger(Kind.SEIZED, r"saisie?s|confisquée?s", Side.BEFORE),
    Trigger(Kind.RAIDED_SITE, r"perquisitionnée?s|fouillée?s", Side.BEFORE),
    Trigger(Kind.DIED, r"(?:est|sont) morte?s?|décédée?s?|tuée?s?|morts", Side.ANY),
    Trigger(Kind.INJURED, r"blessée?s?", Side.ANY),
    Trigger(Kind.ESCAPED, r"(?:a|ont) fui|enfuie?s?|évadée?s?", Side.ANY),
    Trigger(Kind.RELEASED, r"relâchée?s?|remise?s? en liberté", Side.ANY),
    Trigger(Kind.TRANSFERRED, r"remise?s? (?:à|aux)|transférée?s?", Side.ANY),
    Trigger(Kind.DEPLOYED, r"(?:a|ont) (?:déployé|mobilisé)|déployée?s?|mobilisée?s?", Side.ANY),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="fr",
    numbers=_NUMBERS,
    dates=_DATES,
    phrases={
        Layer.NATION: words({f"@{code}": names for code, names in _COUNTRIES.items()})
        | words(_GROUPS),
        Layer.SEX: words({"F": "femme|femmes|filles", "M": "homme|hommes|garçons"}),
        Layer.PERSON: plurals(
            {
                "": "personne|ressortissant|individu|citoyen|étranger|étrangère|autre|enfant|mineur|migrant",
                "suspect": "suspect|escroc|membre|complice",
                "ringleader": "chef|meneur|cerveau|gérant|responsable",
                "worker": "travailleur|employé|ouvrier|chauffeur|gardien|cuisinier",
                "victim": "victime",
                "detainee": "détenu",
            }
        ),
        Layer.OFFICER: plurals(
            {"officer": "policier|agent|soldat|militaire|fonctionnaire|gendarme"}
        ),
        Layer.ITEM: plurals(
            {
                "mobile_phone": "téléphone|téléphone portable|smartphone",
                "computer": "ordinateur|ordinateur portable|unité centrale",
                "monitor": "écran|moniteur",
                "sim_card": "carte sim|sim",
                "passport": "passeport",
                "vehicle": "véhicule|voiture|moto",
                "firearm": "pistolet|arme|fusil|arme à feu",
                "drugs": "stupéfiant",
                "baton": "matraque|taser",
                "equipment": "équipement|appareil|menotte|matériel électronique|matériel",
            }
        )
        | words({"firearm": "armes à feu", "sim_card": "cartes sim", "equipment": "uniformes"}),
        Layer.SITE: plurals(
            {
                "site": "site|lieu|centre|complexe|casino|hôtel|villa|bâtiment|immeuble|maison|appartement|repaire"
            }
        ),
        Layer.EVENT: plurals({"arrested": "arrestation|interpellation", "deported": "expulsion"}),
        Layer.NOISE: plurals(
            {
                "nationality": "nationalité",
                "noise": "jour|semaine|an|année|heure|minute|province|pays|dollar|euro|riel|étage|kilomètre"
                "|fois|district|ville|groupe|famille|cas|réseau",
            }
        )
        | words({"noise": "mois|pays|cas|réseaux"}),
    },
    triggers=_TRIGGERS,
    head="first",
    nation_frame=r"\b(?:de la|du|de|des|d'|venus de|originaires (?:de|du))\s?$",
    nation_link=r"de la|du|de|des|d'|ressortissants|citoyens|les",
    number_noise_before=r"(?:numéro|n°|article|rue|étage|chambre|\$|€|âgée? de|boulevard|route)",
    number_noise_after=(
        r"(?:%|pour ?cent|ans|mois|jours|semaines|heures|minutes|étages|km|kilomètres|mètres|millions? (?:de )?(?:dollars|euros|riels)"
        r"|dollars|euros|riels|provinces|pays|villes|nationalités|h\d|/\d|:\d|fois|e\b|ème|ère)"
    ),
    stop=(
        r"[,;:.()\"“”«»—]|\s[-–]\s|\b(?:dans|à|au|aux|en|sur|pour|avec|par|qui|que|dont|et|ou|ont|a|sont|été|est|étaient|était"
        r"|après|lors|durant|pendant|soupçonnée?s?|suspectée?s?|accusée?s?|impliquée?s?|près|depuis|le|la|les|ainsi|parmi|y compris)\b"
    ),
    clause_break=r";|,?\s(?:tandis que|alors que|mais)\b|\bainsi que des\b",
    joins=r",?\s?(?:et|ou|ainsi que|&)\s?|,\s?|;\s?",
    inclusion=r"\b(?:dont|parmi (?:eux|elles|lesquels|lesquelles|les \w+)|y compris|notamment|comprenant|composée? de|on compte)\b",
    group_after=r"\s(?:comptaient|comptent|comprenaient|comprennent)\s",
    group_before=r"(?:^|[,;]\s)\W*(?:parmi|sur) les\s(?:ressortissants\s)?$",
    exhaustive=r"(?::|\b(?:composée? de|soit)\b)",
    anaphor=r"^\W*(?:par nationalité|parmi (?:eux|elles|les (?:suspects|personnes|étrangers|détenus)|ceux)|ils|elles|ces (?:personnes|suspects))\b",
    demonstrative=r"^\W*(?:elles ont lancé )?(?:ces|cette|les) (?:opérations?|raids?|descentes?|interventions?|campagne)\b|^\W*elles ont lancé ces opérations",
    most=r"\b(?:la plupart|la majorité|principalement|majoritairement)\b",
    ahead=r"\b(?:seront|sera|devraient|devrait)\b",
    relative=r"\b(?:qui|que)\b",
    running=r"\bportant\b[^.;]{0,80}?\bà\s$",
    running_words=r"\bportant\b[^.;]{0,80}?\b(?:à|total|nombre)\b",
    mission=r"\b(?:ambassade|consulat)\b",
    planned=r"\b(?:seront|sera|devraient|prévoi\w+)\b",
    alleged=r"\b(?:auraient|aurait|présumés?)\b",
    cumulative=r"\b(?:à ce jour|jusqu'à présent|depuis|au total depuis)\b",
    total=r"\b(?:au total|un total|en tout)\b",
    others=r"\b(?:autres|ainsi que des)\b",
    speech=(
        r"\b(?:selon|d'après)\s(?P<who>[^,.;:]{2,80}?)(?=[,.;:]|$)",
        r"(?P<who>[^.;:,\"«»]{2,100}?)\s(?:a|ont)\s(?:déclaré|indiqué|annoncé|affirmé|précisé|confirmé)\b",
    ),
    same_source=r"^(?:il|elle|ils|elles)$",
    speech_date=r"(?:déclaré|indiqué|annoncé|affirmé|précisé|confirmé|communiqué)(?:\s(?:le|ce|du))?\s?$",
    place_before=r"\b(?:à|dans|en)\s$",
    place_join=r"\s?,?\s?(?:(?:et|à|la|le|province|ville|de|capitale|dans|du)\s?)*",
    dateline=r"^[a-zéèêàç' ]{3,24}(?:\([^)]{2,12}\))?\s?(?:—|–|:|-\s)",
    order=r"\b(?:directive|ordre|instructions?|décret|circulaire)\b",
    order_issued=r"\b(?:a (?:émis|publié|signé|donné|ordonné)|émis|signée?)\b",
    duty=r"\b(?:doit|doivent|est tenue?|sont tenue?s|chargée?s? de)\b",
    body=r"\b(?:ministère|autorités|gouvernement|police|commission|comité|armée|gendarmerie|tribunal|gouverneurs?)\b",
    threat=r"\b(?:risque|risquent|seront|s'exposent)\b.{0,60}?\b(?:sanction\w*|mut\w+|révoqu\w+|suspend\w*|disciplin\w*)\b",
    subject_tail=r"\s(?:étaient|sont|était|est)(?=\s|$)",
    nation_tails=(
        (r"\s(?:possèdent|détiennent|ont|avaient)\s(?:la |une )?nationalité ", "mix"),
        (
            r"\s(?:étaient|sont|viennent|venaient)\s(?:tous |toutes )?(?:de nationalité |des |du |de la |de |d')?(?:ressortissants )?",
            "mix",
        ),
        (r"\s?,?\s?(?:venus |originaires |en provenance )?(?:de la|du|de|des|d')\s?", "mix"),
        (
            r"\s?,?\s(?:dont|notamment|y compris)\s(?:des |de )?(?:ressortissants |citoyens )?(?:de la |du |de )?",
            "present",
        ),
        (
            r"\s?,?\s(?:principalement|majoritairement|en majorité|pour la plupart)\s(?:des )?",
            "mostly",
        ),
    ),
    whole_before=r"(?:^|,\s)\W*(?:sur|parmi) les\s$",
    definite=r"\b(?:les|ces|des)\s$",
    auxiliary=r"(?:\s|ont|a|avaient|été|depuis|aussi|également|déjà|autres)*",
    remainder=r"\b(?:le reste|les autres)\b",
    share=r"(?P<about>environ|près de|quelque)?\s?(?P<p>\d{1,3}(?:,\d+)?)\s?(?:%|pour ?cent)",
    origin=r"\b(?:originaires? de|venus? de|natifs? de)\s$",
    corrected=r"\b(?:rectifié|corrigé|révisé)\b",
    corrected_from=r"\b(?:contre|au lieu de|et non)\s$",
    number_link=r"\s(?:de|d')\s?",
    part_tail=r"\s(?:d'entre (?:eux|elles)|parmi (?:eux|elles))(?:\s(?:sont|étaient|est|était)(?:\stous|\stoutes)?)?",
    abroad_before=r"\b(?:en|au)\s$",
    nationwide=r"\b(?:dans tout le pays|à travers le pays|national|nationale|25 provinces)\b",
    respectively=r"\brespectivement\b",
    site_of=r"\b(?:dans|sur|à)\s$",
)
