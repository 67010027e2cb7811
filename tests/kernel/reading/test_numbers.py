"""Numbers as the press of each language writes them: signs, words, separators, years."""

from __future__ import annotations

from datetime import date

import pytest

from samaki.kernel.reading.dates import read_date, read_shift
from samaki.kernel.reading.languages import grammar_for
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.numbers import find_numbers

PUBLISHED = date(2025, 11, 18)


def _bounds(language: str, text: str) -> list[tuple[int, int | None]]:
    grammar = grammar_for(language)
    assert grammar is not None
    return [(one.low, one.high) for one in find_numbers(fold(text).lower, grammar)]


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        # Separators.
        ("id", "2.780 orang", 2780, 2780),
        ("vi", "4.212 người", 4212, 4212),
        ("fr", "2 270 personnes", 2270, 2270),
        ("fr", "2\u202f270 personnes", 2270, 2270),
        ("en", "1,012,345 people", 1012345, 1012345),
        ("km", "១.៤៦០ នាក់", 1460, 1460),
        ("th", "3.4 พันราย", 3400, 3400),
        ("zh", "1.2万人", 12000, 12000),
        # Signs of each script.
        ("km", "៦៣នាក់", 63, 63),
        ("th", "๔๗ คน", 47, 47),
        ("zh", "６３名", 63, 63),
        # Words.
        ("zh", "三四五五名", 3455, 3455),
        ("zh", "卅二名", 32, 32),
        ("zh", "廿三人", 23, 23),
        ("zh", "兩百零九人", 209, 209),
        ("zh", "一千二百名", 1200, 1200),
        ("ja", "二十三人", 23, 23),
        ("km", "ដប់ប្រាំនាក់", 15, 15),
        ("km", "ម្នាក់", 1, 1),
        ("th", "สองร้อยสามสิบคน", 230, 230),
        ("th", "ยี่สิบเอ็ดคน", 21, 21),
        ("vi", "hai mươi lăm người", 25, 25),
        ("vi", "mười một người", 11, 11),
        ("id", "sembilan belas orang", 19, 19),
        ("id", "tiga puluh satu orang", 31, 31),
        ("ms", "lapan orang", 8, 8),
        ("fil", "labing-isa", 11, 11),
        ("fil", "dalawampu't limang tao", 25, 25),
        ("fil", "walong Tsino", 8, 8),
        ("fr", "soixante-dix", 70, 70),
        ("en", "two hundred and fifty-three people", 253, 253),
        ("en", "three dozen people", 36, 36),
        # What bends them.
        ("en", "half a dozen people", 6, 6),
        ("en", "a handful of people", 2, None),
        ("zh", "1700多台", 1701, 1799),
        ("zh", "五十多名", 51, 59),
        ("zh", "六七千人", 6000, 7000),
        ("zh", "三四十名", 30, 40),
        ("ms", "lebih 160 orang", 161, None),
        ("ms", "seramai 52 orang", 52, 52),
        ("fil", "mahigit 200 tao", 201, None),
        ("fil", "halos 50 tao", 45, 49),
        ("fil", "dose-dosenang tao", 24, 99),
        ("km", "ជិត៥០នាក់", 45, 49),
        ("th", "กว่า 3.4 พันราย", 3401, None),
        ("vi", "hàng chục người", 24, 99),
        ("id", "belasan orang", 11, 19),
        ("ja", "300人以上", 300, None),
    ],
)
def test_a_number_is_worth_what_its_reader_takes_it_for(
    language: str, text: str, low: int, high: int | None
) -> None:
    assert _bounds(language, text) == [(low, high)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("th", "อายุ 34 ปี"),
        ("fil", "34 anyos"),
        ("ms", "RM1,200"),
        ("ms", "20 peratus"),
        ("zh", "最大的一次搜查"),
        ("en", "room 14"),
        ("id", "berusia 34 tahun"),
    ],
)
def test_ages_money_and_rooms_are_no_counts(language: str, text: str) -> None:
    assert _bounds(language, text) == []


def test_a_number_ends_with_its_line() -> None:
    assert _bounds("th", "ตั้งข้อหา 14 คน\nจังหวัดแกบ") == [(14, 14)]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("th", "12 ส.ค. 2568", date(2025, 8, 12)),
        ("th", "๑๒ สิงหาคม พ.ศ. ๒๕๖๘", date(2025, 8, 12)),
        ("th", "23 ก.พ. 2565", date(2022, 2, 23)),
        ("km", "ថ្ងៃទី៥ ខែសីហា ឆ្នាំ២០២៥", date(2025, 8, 5)),
        ("fil", "Agosto 12", date(2025, 8, 12)),
        ("fil", "ika-12 ng Agosto 2024", date(2024, 8, 12)),
        ("ms", "9 Ogos 2025", date(2025, 8, 9)),
        ("ms", "Isnin", date(2025, 11, 17)),
        ("zh", "本月9日", date(2025, 11, 9)),
        ("en", "over the weekend", date(2025, 11, 16)),
    ],
)
def test_a_day_is_read_by_its_own_calendar(language: str, text: str, day: date) -> None:
    grammar = grammar_for(language)
    assert grammar is not None
    when = read_date(fold(text).lower, grammar, PUBLISHED)

    assert when is not None
    assert when.last == day


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "the next day", 1),
        ("en", "two days later", 2),
        ("en", "a day earlier", -1),
        ("zh", "翌日", 1),
        ("zh", "前一天", -1),
        ("vi", "hôm sau", 1),
        ("id", "keesokan harinya", 1),
        ("ms", "keesokan harinya", 1),
        ("fil", "kinabukasan", 1),
        ("th", "วันรุ่งขึ้น", 1),
        ("km", "ថ្ងៃបន្ទាប់", 1),
        ("fr", "la veille", -1),
        ("ja", "翌日", 1),
    ],
)
def test_a_day_may_be_counted_from_another(language: str, text: str, days: int) -> None:
    grammar = grammar_for(language)
    assert grammar is not None

    assert read_shift(fold(text).lower, grammar) == days
