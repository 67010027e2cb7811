"""Khmer."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Grammar, Layer, Side, Trigger
from samaki.kernel.reading.languages.km_numbers import DATES, NUMBERS
from samaki.kernel.reading.languages.km_words import (
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

_ARREST = "ចាប់ខ្លួន|ចាប់បាន|ចាប់"
_DETAIN = "ឃាត់ឃុំ|ស្ទាក់ចាប់|ឃាត់ខ្លួន|ឃុំខ្លួន|ឃាត់|នាំខ្លួន"
_FOUND = "រកឃើញ|ប្រទះឃើញ|ពិនិត្យឃើញ"
_RESCUE = "ជួយសង្គ្រោះ|សង្គ្រោះ|រំដោះ"
_DEPORT = "បញ្ជូនទៅ(?:កាន់)?ប្រទេស(?:វិញ|របស់ខ្លួន|ដើម)?|បញ្ជូនត្រឡប់ទៅ|បណ្តេញចេញ|បណ្ដេញចេញ|បណ្តេញ|បណ្ដេញ|និរទេស|បញ្ជូនត្រឡប់|បញ្ជូនទៅប្រទេសកំណើត|ធ្វើមាតុភូមិនិវត្តន៍|មាតុភូមិនិវត្តន៍"
_CHARGE = "ចោទប្រកាន់|បញ្ជូន(?:ខ្លួន)?ទៅ(?:សាលាដំបូង|តុលាការ|កាន់តុលាការ)"
_SEIZE = "រឹបអូស|ដកហូត|ប្រមូលបាន|ឃាត់ទុក"
_RAID = "ឆែកឆេរ|ចុះបង្ក្រាប|បង្ក្រាប|ចុះត្រួតពិនិត្យ|ត្រួតពិនិត្យ|ចុះប្រតិបត្តិការ|វាយឆ្មក់"


def _passive(kind: Kind, verbs: str) -> Trigger:
    return Trigger(kind, rf"ត្រូវ(?:បាន)?(?:(?!ត្រូវ|\d)[^។,]){{0,45}}?(?:{verbs})", Side.BEFORE)


_TRIGGERS: Final = (
    Trigger(Kind.IDENTIFIED_VICTIM, r"(?:ត្រូវបាន)?(?:កំណត់|ចាត់ទុក|សម្គាល់)(?:ថា)?ជាជនរងគ្រោះ", Side.BEFORE),
    Trigger(Kind.DEPORTED, rf"(?:នឹង|គ្រោង|ត្រៀម|រង់ចាំ)(?:ការ)?(?:ត្រូវ)?(?:បាន)?[^។,]{{0,20}}?(?:{_DEPORT})", Side.ANY, "planned"),
    _passive(Kind.CHARGED, _CHARGE),
    _passive(Kind.DEPORTED, _DEPORT),
    _passive(Kind.ARRESTED, _ARREST),
    _passive(Kind.DETAINED, _DETAIN),
    _passive(Kind.FOUND, _FOUND),
    _passive(Kind.RESCUED, _RESCUE),
    _passive(Kind.SEIZED, _SEIZE),
    _passive(Kind.RAIDED_SITE, _RAID),
    _passive(Kind.SEALED, "បិទខ្ទប់|បិទទ្វារ|បិទ"),
    _passive(Kind.RELEASED, "ដោះលែង"),
    Trigger(Kind.SENTENCED, r"(?:ត្រូវ(?:បាន)?)?(?:ផ្តន្ទាទោស|ផ្ដន្ទាទោស|កាត់ទោស|ដាក់ពន្ធនាគារ)", Side.ANY),
    Trigger(Kind.DISCIPLINED, r"(?:ត្រូវ(?:បាន)?)?(?:ផ្អាក(?:ពី)?(?:តំណែង|ការងារ|មុខងារ)|បណ្ដេញចេញពីមុខងារ|ដកតំណែង|ដកចេញពីតំណែង|បញ្ឈប់ពីតំណែង|ព្យួរការងារ)", Side.ANY),
    Trigger(Kind.CHARGED, _CHARGE, Side.ANY),
    Trigger(Kind.DEPORTED, _DEPORT, Side.ANY),
    Trigger(Kind.ARRESTED, _ARREST, Side.AFTER),
    Trigger(Kind.DETAINED, _DETAIN, Side.AFTER),
    Trigger(Kind.FOUND, _FOUND, Side.AFTER),
    Trigger(Kind.RESCUED, _RESCUE, Side.AFTER),
    Trigger(Kind.SEIZED, _SEIZE, Side.AFTER),
    Trigger(Kind.RAIDED_SITE, _RAID, Side.AFTER),
    Trigger(Kind.SEIZED, r"វត្ថុតាង(?:ដកហូត)?(?:បាន)?(?:រួមមាន|មាន|៖|:)", Side.AFTER),
    Trigger(Kind.SEALED, r"បិទខ្ទប់|បិទទ្វារ|បិទ(?=ទីតាំង|អគារ|កាស៊ីណូ|សណ្ឋាគារ|ហាង|ក្រុមហ៊ុន|កន្លែង)", Side.AFTER),
    Trigger(Kind.RELEASED, r"ដោះលែង", Side.ANY),
    Trigger(Kind.DIED, r"ស្លាប់|បាត់បង់ជីវិត", Side.ANY),
    Trigger(Kind.INJURED, r"រងរបួស|របួស", Side.ANY),
    Trigger(Kind.TRANSFERRED, r"ប្រគល់|បញ្ជូនទៅ", Side.ANY),
    Trigger(Kind.ESCAPED, r"រត់គេចខ្លួន|គេចខ្លួន|រត់ចេញ", Side.ANY),
    Trigger(Kind.LEFT_VOLUNTARILY, r"ចាកចេញដោយស្ម័គ្រចិត្ត|ចាកចេញពីកម្ពុជា", Side.ANY),
    Trigger(Kind.DEPLOYED, r"ដាក់ពង្រាយ|ប្រើប្រាស់កម្លាំង|ចូលរួមប្រតិបត្តិការ|ចូលរួម", Side.ANY),
)  # fmt: skip

GRAMMAR: Final = Grammar(
    code="km",
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
    spaced=False,
    ends_with_classifier=True,
    head="left",
    looks_left=True,
    left_gap=r"\s?(?:ចូលរួម)?(?:មាន)?(?:ទាំង)?(?:(?:ទាំង|ជា)?(?:ចំនួន|សរុប)(?:សរុប)?)?\s?",
    nation_frame=r"(?<!ប្រទេស)$|ពីប្រទេស$",
    nation_link=r"ជនជាតិ|សញ្ជាតិ|ព្រមទាំង|មកពី",
    number_noise_before=r"(?:ទី|លេខ|អាយុ|ម៉ោង|ឆ្នាំ|មាត្រា|ចំណុច|ជំពូក|\$|ផ្លូវ|បន្ទប់|មហាវិថី|ក្រុមទី)",
    number_noise_after=(
        r"(?:%|ភាគរយ|ឆ្នាំ|ខែ|ថ្ងៃ|ម៉ោង|នាទី|ដុល្លារ|រៀល|បាត|ជាន់|គីឡូ|ម៉ែត្រ|ហិកតា|ខេត្ត|ប្រទេស|ជាតិសាសន៍|រាជធានី"
        r"|សប្តាហ៍|សប្ដាហ៍|លានដុល្លារ|លានរៀល|[:/]\d|បន្ទប់|ករណី|ដង|ក្រុម|ប្រភេទ)"
    ),
    stop=(
        r"[,;:។៖()«»\"“”—]|(?:នៅ|ត្រូវ|ដែល|និង|ដោយ|ក្នុង|ពាក់ព័ន្ធ|ដើម្បី|កាលពី|តាម|ជាមួយ|រួមទាំង|រួមមាន|មកពី|បាន|ជា(?!ង|ន)|ទៅ|ពី(?!រ))"
    ),
    clause_break=r"[;។]|ខណៈ|ប៉ុន្តែ|ចំណែក|ហើយ(?=គ្រោង|នឹង)",
    joins=r"(?:,|និង|ព្រមទាំង|;|\s)",
    inclusion=r"ក្នុងនោះ|ក្នុងចំណោម|រួមមាន|រួមទាំង|ដែលមាន|ដែលរួម",
    whole_before=r"ក្នុងចំណោម[^។,]{0,24}$",
    copula=r"\s?ជា(?:ជនជាតិ|ពលរដ្ឋ|សញ្ជាតិ|ជន)?\s?",
    more=r"\s?ទៀត",
    group_before=r"ក្នុងចំណោម(?:ជនជាតិ|ពលរដ្ឋ|ជន)?\s?$",
    subject_tail=r"\s?ជា(?=ស្ត្រី|ស្រី|នារី|បុរស|ប្រុស|អនីតិជន|កុមារ)",
    exhaustive=r"(?::|៖|រួមមាន)",
    anaphor=r"^\W*(?:តាមសញ្ជាតិ|ក្នុងចំណោម|ក្នុងនោះ|ពួកគេ|ជនទាំងនោះ|អ្នកទាំងនោះ|ជនសង្ស័យទាំង)",
    demonstrative=r"^\W*(?:ប្រតិបត្តិការ)(?:នេះ|នោះ|ទាំងនេះ)",
    most=r"(?:ភាគច្រើន|ច្រើនជាងគេ|ស្ទើរតែទាំងអស់)",
    remainder=r"(?:នៅសល់|ក្រៅពីនោះ)",
    share=r"(?P<about>ប្រមាណ|ប្រហែល)?\s?(?P<p>\d{1,3}(?:\.\d+)?)\s?(?:%|ភាគរយ)",
    follows=r"(?:អនុវត្តតាម|ស្របតាម|តាម|ក្រោយ)",
    ahead=r"(?:នឹង|គ្រោង)",
    running=r"(?:កើន|ឡើង)ដល់\s?$",
    running_words=r"(?:សរុប|ចំនួន)[^។]{0,40}?(?:កើន|ឡើង)ដល់",
    mission=r"(?:ស្ថានទូត|ស្ថានកុងស៊ុល)",
    planned=r"(?:នឹង|គ្រោង|ត្រៀម|មានគម្រោង)",
    alleged=r"(?:គេថា|មិនទាន់បញ្ជាក់)",
    negated=r"(?:គ្មាន|មិនមាន)",
    corrected=r"(?:កែតម្រូវ|កែប្រែ)",
    cumulative=r"(?:មកទល់ពេលនេះ|គិតត្រឹម|ចាប់តាំងពី|រហូតមកដល់|កន្លងមក)",
    total=r"(?:សរុប|ទាំងអស់)",
    others=r"(?:ជាតិសាសន៍ផ្សេងទៀត|និងផ្សេងទៀត)",
    speech=(
        r"(?:យោងតាម|តាមរយៈ|តាមការបញ្ជាក់របស់|តាមប្រភពពី)\s?(?P<who>[^។,;:]{2,80}?)(?=\s(?:បាន|នៅ)|[,;:។]|$)",
        r"(?P<who>[^។,;:«»]{2,80}?)\s?(?:ក៏)?បាន(?:ប្រាប់|ថ្លែង|បញ្ជាក់|អះអាង|ប្រកាស|លើកឡើង|ឱ្យដឹង|ឲ្យដឹង|មានប្រសាសន៍)",
    ),
    same_source=r"^\s?(?:លោក|លោកស្រី|គាត់|រូបលោក)\s?$",
    speech_date=(
        r"(?:ប្រាប់|ថ្លែង|បញ្ជាក់|ប្រកាស|លើកឡើង|ឱ្យដឹង|ឲ្យដឹង|អះអាង)[^។,]{0,60}?(?:នៅ|កាលពី)?\s?(?:រសៀល|ព្រឹក|ល្ងាច)?\s?$"
    ),
    place_before=r"(?:នៅ|ក្នុង|ពី)$",
    place_join=r"(?:\s|,|ខេត្ត|ក្រុង|ស្រុក|ខណ្ឌ|ឃុំ|សង្កាត់|រាជធានី|និង|ក្នុង){0,5}",
    dateline=r"^[^។:៖ៈ\s]{2,24}\s?(?:ៈ|៖|:|—|-)",
    order=r"(?:បទបញ្ជា|សេចក្តីបង្គាប់|សេចក្ដីបង្គាប់|ដីកា|សារាចរ|ប្រកាស|អនុក្រឹត្យ|សេចក្តីណែនាំ|សេចក្ដីណែនាំ|ចេញបញ្ជា|បញ្ជាឱ្យ|បញ្ជាឲ្យ|ណែនាំឱ្យ|ណែនាំឲ្យ)",
    order_issued=r"(?:ចេញ|ដាក់ចេញ|ចុះហត្ថលេខា|បញ្ជា|ណែនាំ|ប្រជុំ|ផ្សព្វផ្សាយ)",
    duty=r"(?:ត្រូវតែ|(?<!ខុស)(?<!ផ្ទុយ)ត្រូវ(?!បាន)|ទទួលបន្ទុក|ទទួលខុសត្រូវ)",
    body=(
        r"(?:ក្រសួង|អាជ្ញាធរ|នគរបាល|អភិបាល|គណៈកម្មាធិការ|អាវុធហត្ថ|កងកម្លាំង|តុលាការ|មន្ត្រី|រដ្ឋបាល|អង្គភាព|អគ្គស្នងការដ្ឋាន"
        r"|អគ្គនាយកដ្ឋាន|កងទ័ព|ស្ថាប័ន|គណៈបញ្ជាការ)"
    ),
    threat=r"(?:នឹង|ត្រូវ)[^។]{0,60}?(?:ដកតំណែង|ផ្លាស់ប្តូរតួនាទី|ផ្លាស់ប្ដូរតួនាទី|ដាក់វិន័យ|ទទួលទោស|វិន័យ|ព្យួរការងារ)",
    nation_tails=(
        (r"\s?(?:ទាំងអស់)?(?:សុទ្ធតែ|សុទ្ធសឹង)ជា\s?(?:ជនជាតិ|សញ្ជាតិ|ពលរដ្ឋ|ជន)?\s?", "all"),
        (r"\s?(?:ទាំងអស់)?ជា\s?(?:ជនជាតិ|សញ្ជាតិ|ពលរដ្ឋ|ជន)?\s?", "mix"),
        (r"\s?(?:ជនជាតិ|សញ្ជាតិ|មកពី(?:ប្រទេស)?)\s?", "mix"),
        (r"\s?(?:រួមមាន|ក្នុងនោះមាន|រួមទាំង)\s?(?:ជនជាតិ|សញ្ជាតិ)?\s?", "present"),
        (r"\s?(?:ដែល)?(?:ភាគច្រើន)(?:ជា|មកពី)?\s?(?:ជនជាតិ|សញ្ជាតិ)?\s?", "mostly"),
    ),
    abroad_before=r"នៅ(?:ក្នុង)?(?:ប្រទេស)?$",
    nationwide=r"(?:ទូទាំងប្រទេស|ទូទាំងកម្ពុជា|រាជធានី-ខេត្ត)",
    respectively=r"រៀងគ្នា",
    site_of=r"(?:នៅ|តាម|ក្នុង)[^។,;]{0,18}$",
)
