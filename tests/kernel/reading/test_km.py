"""Khmer reports are read as English ones are, with or without blanks between the words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kernel.reading.conftest import Reads, Row

TWO_RAIDS = (
    "នៅថ្ងៃទី១៧ ខែវិច្ឆិកា កម្លាំងនគរបាលខេត្តព្រះសីហនុ បានឃាត់ខ្លួនជនជាតិវៀតណាម ៦៣នាក់ "
    "នៅទីតាំងចំនួន ៤។ នៅថ្ងៃដដែល នៅក្រុងប៉ោយប៉ែត ជនជាតិឥណ្ឌូណេស៊ី ២៧១នាក់ "
    "ត្រូវបានរកឃើញ ក្នុងនោះមានស្ត្រី ៤៥នាក់។"
)


def test_two_raids_of_one_day_keep_their_places(reads: Reads) -> None:
    drafts = reads(TWO_RAIDS, "km").drafts

    assert [(d.kind.value, d.low, d.nationalities, d.sex, d.province_iso) for d in drafts] == [
        ("detained", 63, ("VNM",), None, "KH-18"),
        ("raided_site", 4, (), None, "KH-18"),
        ("found", 271, ("IDN",), None, "KH-1"),
        ("found", 45, ("IDN",), "F", "KH-1"),
    ]
    assert {draft.date for draft in drafts} == {date(2025, 11, 17)}
    assert drafts[3].part_of == drafts[2].id


def test_the_language_is_seen_from_its_signs(reads: Reads) -> None:
    assert reads(TWO_RAIDS, "").language == "km"


def test_zero_width_blanks_change_nothing(rows: Callable[..., list[Row]]) -> None:
    broken = TWO_RAIDS.replace("ជនជាតិ", "ជន\u200bជាតិ\u200b").replace("នាក់", "\u200bនាក់")

    assert rows(broken, "km") == rows(TWO_RAIDS, "km")


@pytest.mark.parametrize(
    ("count", "bounds"),
    [
        ("៦៣នាក់", (63, 63)),
        ("63 នាក់", (63, 63)),
        ("១.០០០ នាក់", (1000, 1000)),
        ("ដប់ពីរនាក់", (12, 12)),
        ("សែសិបប្រាំនាក់", (45, 45)),
        ("មួយរយម្ភៃនាក់", (120, 120)),
        ("៣ពាន់នាក់", (3000, 3000)),
        ("ម្នាក់", (1, 1)),
        ("ជាង ១០០០នាក់", (1001, None)),
        ("១០០០នាក់ជាង", (1001, None)),
        ("ប្រមាណជាង ១០០នាក់", (101, None)),
        ("យ៉ាងតិច ៨៥នាក់", (85, None)),
        ("យ៉ាងហោចណាស់ ៨៥នាក់", (85, None)),
        ("ប្រមាណ ១៣០ នាក់", (117, 143)),
        ("ជិត ១០០នាក់", (90, 99)),
        ("រាប់រយនាក់", (200, 999)),
        ("រាប់សិបនាក់", (20, 99)),
    ],
)
def test_a_bent_number_is_bounded_as_the_contract_says(
    count: str, bounds: tuple[int, int | None], reads: Reads
) -> None:
    (draft,) = reads(f"នគរបាលបានចាប់ខ្លួនមនុស្ស{count}។", "km").drafts

    assert (draft.kind.value, (draft.low, draft.high)) == ("arrested", bounds)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ចិន", "CHN"), ("តៃវ៉ាន់", "TWN"), ("វៀតណាម", "VNM"), ("ឥណ្ឌូណេស៊ី", "IDN"),
        ("ថៃ", "THA"), ("ឡាវ", "LAO"), ("ហ្វីលីពីន", "PHL"), ("ម៉ាឡេស៊ី", "MYS"), ("ឥណ្ឌា", "IND"),
        ("ជប៉ុន", "JPN"), ("កូរ៉េ", "KOR"), ("ខ្មែរ", "KHM"), ("បង់ក្លាដែស", "BGD"), ("នេប៉ាល់", "NPL"),
    ],
)  # fmt: skip
def test_a_nationality_before_its_number_is_read(
    words: str, code: str, rows: Callable[..., list[Row]]
) -> None:
    text = f"នគរបាលបានចាប់ខ្លួនជនជាតិ{words} ១២នាក់។"

    assert rows(text, "km") == [("arrested", (12, 12), code, None)]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("ក្រុងប៉ោយប៉ែត", "KH-1"), ("ខេត្តបាត់ដំបង", "KH-2"), ("ខេត្តកំពត", "KH-7"),
        ("ខេត្តកណ្តាល", "KH-8"), ("ខេត្តកោះកុង", "KH-9"), ("រាជធានីភ្នំពេញ", "KH-12"),
        ("ខេត្តពោធិ៍សាត់", "KH-15"), ("ខេត្តសៀមរាប", "KH-17"), ("ក្រុងព្រះសីហនុ", "KH-18"),
        ("ក្រុងបាវិត ខេត្តស្វាយរៀង", "KH-20"), ("ខេត្តតាកែវ", "KH-21"), ("ស្រុកមង្គលបូរី", "KH-1"),
    ],
)  # fmt: skip
def test_a_place_lies_in_its_province(words: str, iso: str, reads: Reads) -> None:
    (draft,) = reads(f"នៅ{words} នគរបាលបានចាប់ខ្លួនមនុស្ស ១២នាក់។", "km").drafts

    assert draft.province_iso == iso


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("ចាប់ខ្លួន", "arrested"),
        ("ឃាត់ខ្លួន", "detained"),
        ("រកឃើញ", "found"),
        ("សង្គ្រោះ", "rescued"),
        ("បណ្តេញចេញ", "deported"),
    ],
)
def test_the_verb_says_what_was_done_before_or_after_its_people(
    verb: str, kind: str, rows: Callable[..., list[Row]]
) -> None:
    expected = [(kind, (12, 12), "THA", None)]

    assert rows(f"សមត្ថកិច្ចបាន{verb}ជនជាតិថៃ ១២នាក់។", "km") == expected
    assert rows(f"ជនជាតិថៃ ១២នាក់ ត្រូវបានសមត្ថកិច្ច{verb}។", "km") == expected


def test_what_will_be_done_is_planned(reads: Reads) -> None:
    (draft,) = reads("ជនជាតិថៃ ១២នាក់ នឹងត្រូវបណ្តេញចេញ។", "km").drafts

    assert (draft.kind.value, draft.modality) == ("deported", "planned")


def test_things_are_counted_after_their_name(reads: Reads) -> None:
    text = "សមត្ថកិច្ចរឹបអូសបានទូរស័ព្ទ ៥០គ្រឿង កុំព្យូទ័រ ៣០គ្រឿង និងរថយន្ត ២គ្រឿង។"

    assert [(draft.item, draft.low) for draft in reads(text, "km").drafts] == [
        ("mobile_phone", 50),
        ("computer", 30),
        ("vehicle", 2),
    ]


def test_two_nationalities_of_one_count_are_both_kept(reads: Reads) -> None:
    text = "មនុស្ស ១៣០ នាក់ជាជនជាតិចិន និងវៀតណាម ត្រូវបានឃាត់ខ្លួន។"

    (draft,) = reads(text, "km").drafts

    assert (draft.nationalities, draft.nationality_mode) == (("CHN", "VNM"), "mix")


def test_an_age_is_no_count_and_the_man_is_one(rows: Callable[..., list[Row]]) -> None:
    text = "បុរសម្នាក់អាយុ ៣៤ឆ្នាំ ត្រូវបានចាប់ខ្លួន។"

    assert rows(text, "km") == [("arrested", (1, 1), "", "M")]


def test_an_order_and_its_duties_are_read(reads: Reads) -> None:
    text = "នៅថ្ងៃទី១៥ ខែវិច្ឆិកា នាយករដ្ឋមន្ត្រីបានចេញបទបញ្ជា។ ក្រសួងមហាផ្ទៃត្រូវពង្រឹងការត្រួតពិនិត្យព្រំដែន។"

    order, clause = reads(text, "km").drafts

    assert (order.kind.value, order.date) == ("order", date(2025, 11, 15))
    assert clause.kind.value == "clause"
