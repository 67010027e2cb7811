"""Khmer numbers and dates; Khmer digits are folded to 0-9 before."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.grammar import DateWords, NumberWords
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.languages.tables import words
from samaki.kernel.reading.normalise import fold

__all__ = ["DATES", "NUMBERS"]

_UNITS: Final = (
    "សូន្យ|មួយ|ពីរ|បី|បួន|ប្រាំ|ប្រាំមួយ|ប្រាំពីរ|ប្រាំបី|ប្រាំបួន|ដប់|ដប់មួយ|ដប់ពីរ|ដប់បី|ដប់បួន|ដប់ប្រាំ|ដប់ប្រាំមួយ"
    "|ដប់ប្រាំពីរ|ដប់ប្រាំបី|ដប់ប្រាំបួន"
)
_TENS: Final = "ម្ភៃ|សាមសិប|សែសិប|ហាសិប|ហុកសិប|ចិតសិប|ប៉ែតសិប|កៅសិប"
# "ម្នាក់" (one person) is a number with its classifier grown on.
_CLASSIFIER: Final = r"(?:នាក់|(?<=ម្នាក់)|រូប|គ្រឿង|ក្បាល|ដើម|គ្រាប់|សន្លឹក|ឈុត|កន្លែង|ទីតាំង|គោលដៅ|អគារ|លើក|ខ្នង|បន្ទប់(?=ជួល)|បាច់|កញ្ចប់|ដុំ|អង្គ|សាក)"

NUMBERS: Final = NumberWords(
    units={
        **{fold(word).lower: value for value, word in enumerate(_UNITS.split("|"))},
        **{fold(word).lower: 20 + 10 * at for at, word in enumerate(_TENS.split("|"))},
        "ម្នាក់": 1, "ពីរបីនាក់": 2,
    },
    scales={"រយ": 100, "ពាន់": 1000, "ម៉ឺន": 10**4, "សែន": 10**5, "លាន": 10**6},
    joiner=r"\s?",
    before=(
        (r"យ៉ាងតិចណាស់|យ៉ាងតិច|យ៉ាងហោចណាស់|មិនតិចជាង", Qualifier.AT_LEAST),
        (r"(?:ប្រមាណ|ប្រហែល)?(?:ជិត|ក្បែរ)", Qualifier.NEARLY),
        (r"(?:ប្រមាណ|ប្រហែល|សរុប)?(?:ជាង|លើសពី|លើស)", Qualifier.OVER),
        (r"ប្រមាណជា|ប្រហែលជា|ប្រមាណ|ប្រហែល", Qualifier.ABOUT),
        (r"រហូតដល់|ដល់ទៅ|ចំនួនសរុប|សរុប", Qualifier.UP_TO),
        (r"តិចជាង|ក្រោម", Qualifier.UNDER),
    ),
    after=((r"ជាង", Qualifier.OVER), (r"ឡើងទៅ", Qualifier.AT_LEAST)),
    vague=(
        (rf"រាប់សិប\s?{_CLASSIFIER}", (20, 99)),
        (rf"រាប់រយ\s?{_CLASSIFIER}", (200, 999)),
        (rf"រាប់ពាន់\s?{_CLASSIFIER}", (2000, 9999)),
        (rf"(?:ច្រើន|ជាច្រើន|មួយចំនួន)\s?{_CLASSIFIER}|ជាច្រើន", (2, None)),
    ),
    range_join=r"\s?(?:-|–|—|ទៅ|ដល់)\s?",
    range_open=r"(?:ចន្លោះ|ពី)?\s?",
    classifiers=_CLASSIFIER,
)  # fmt: skip

_MONTHS: Final = (
    "មករា", "កុម្ភៈ|កុម្ភះ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា",
    "វិច្ឆិកា", "ធ្នូ",
)  # fmt: skip
_WEEKDAYS: Final = ("ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ")
_LEAD: Final = r"(?:ថ្ងៃ\s?(?:ទី)?|ទី)\s?"
_YEAR: Final = r"(?:\s?(?:ឆ្នាំ)?\s?(?P<y>20\d\d))?"

DATES: Final = DateWords(
    months={
        name: int(month)
        for name, month in words({str(n): row for n, row in enumerate(_MONTHS, 1)}).items()
    },
    weekdays={f"ថ្ងៃ{fold(name).lower}": number for number, name in enumerate(_WEEKDAYS)},
    relative={"ថ្ងៃនេះ": 0, "ម្សិលមិញ": -1, "យប់មិញ": -1, "ព្រឹកនេះ": 0, "រសៀលនេះ": 0, "ល្ងាចនេះ": 0},
    patterns=(
        rf"{_LEAD}(?P<d>\d{{1,2}})\s?(?:និង|ដល់|-|–|—)\s?(?:{_LEAD})?(?P<d2>\d{{1,2}})\s?(?:ខែ)?\s?{{MON}}{_YEAR}",
        rf"(?:{_LEAD})?(?<!\d)(?P<d>\d{{1,2}})\s?(?:ខែ)?\s?{{MON}}{_YEAR}",
        rf"{_LEAD}(?P<d>\d{{1,2}})(?!\d)(?!\s?(?:នាក់|ខែ))",
        rf"ខែ\s?{{MON}}{_YEAR}",
        r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<same>ថ្ងៃដដែល|ថ្ងៃតែមួយ|ថ្ងៃដដែលនេះ|ល្ងាចដដែល|យប់ដដែល)",
        r"{WD}",
        r"{REL}",
    ),
    joiners=r"និង|ដល់|រហូតដល់|-|–|—",
    shifts=(
        (r"ថ្ងៃបន្ទាប់|មួយថ្ងៃក្រោយមក|ស្អែកឡើង", 1),
        (r"ពីរថ្ងៃក្រោយមក", 2),
        (r"មួយថ្ងៃមុន(?:នោះ)?", -1),
    ),
    since=r"(?:ចាប់តាំងពី|តាំងពី|ចាប់ពី|គិតចាប់ពី)",
)  # fmt: skip
