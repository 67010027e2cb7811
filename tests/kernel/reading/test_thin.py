"""Vietnamese, Indonesian, French and Thai: thin grammars that read the plain sentence rightly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kernel.reading.conftest import Reads, Row

PLAIN = {
    "vi": "Cảnh sát bắt giữ 63 công dân Trung Quốc, trong đó có ba phụ nữ, tại Poipet ngày 17/11.",
    "id": "Polisi menangkap 63 warga China, termasuk tiga perempuan, di Poipet pada 17 November.",
    "fr": "La police a arrêté 63 Chinois, dont trois femmes, à Poipet le 17 novembre.",
    "th": "ตำรวจจับกุมชาวจีน 63 คน โดยมีผู้หญิง 3 คน ที่ปอยเปต เมื่อวันที่ 17 พฤศจิกายน",
}


@pytest.mark.parametrize("language", PLAIN)
def test_the_plain_sentence_is_read_whole(language: str, reads: Reads) -> None:
    whole, women = reads(PLAIN[language], language).drafts

    assert (whole.kind.value, whole.low, whole.high) == ("arrested", 63, 63)
    assert (women.low, women.sex, women.part_of) == (3, "F", whole.id)
    for draft in (whole, women):
        assert draft.nationalities == ("CHN",)
        assert (draft.province_iso, draft.date) == ("KH-1", date(2025, 11, 17))


@pytest.mark.parametrize("language", PLAIN)
def test_the_language_is_seen_from_its_words(language: str, reads: Reads) -> None:
    assert reads(PLAIN[language], "").language == language


@pytest.mark.parametrize(
    ("language", "text", "bounds"),
    [
        ("vi", "Cảnh sát bắt giữ hơn 1.000 người.", (1001, None)),
        ("vi", "Cảnh sát bắt giữ khoảng 120 người.", (108, 132)),
        ("vi", "Cảnh sát bắt giữ ít nhất 85 người.", (85, None)),
        ("vi", "Cảnh sát bắt giữ hai mươi lăm người.", (25, 25)),
        ("vi", "Cảnh sát bắt giữ hàng trăm người.", (200, 999)),
        ("id", "Polisi menangkap lebih dari 1.000 orang.", (1001, None)),
        ("id", "Polisi menangkap sekitar 120 orang.", (108, 132)),
        ("id", "Polisi menangkap sedikitnya 85 orang.", (85, None)),
        ("id", "Polisi menangkap dua puluh lima orang.", (25, 25)),
        ("id", "Polisi menangkap ratusan orang.", (200, 999)),
        ("fr", "La police a arrêté plus de 1 000 personnes.", (1001, None)),
        ("fr", "La police a arrêté environ 120 personnes.", (108, 132)),
        ("fr", "La police a arrêté au moins 85 personnes.", (85, None)),
        ("fr", "La police a arrêté vingt-cinq personnes.", (25, 25)),
        ("fr", "La police a arrêté plusieurs centaines de personnes.", (200, 999)),
        ("th", "ตำรวจจับกุมผู้ต้องสงสัยกว่า 1,000 คน", (1001, None)),
        ("th", "ตำรวจจับกุมผู้ต้องสงสัยประมาณ 120 คน", (108, 132)),
        ("th", "ตำรวจจับกุมผู้ต้องสงสัยอย่างน้อย 85 คน", (85, None)),
        ("th", "ตำรวจจับกุมผู้ต้องสงสัยยี่สิบห้าคน", (25, 25)),
        ("th", "ตำรวจจับกุมผู้ต้องสงสัยหลายร้อยคน", (200, 999)),
    ],
)
def test_a_bent_number_is_bounded_as_the_contract_says(
    language: str, text: str, bounds: tuple[int, int | None], rows: Callable[..., list[Row]]
) -> None:
    assert rows(text, language) == [("arrested", bounds, "", None)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("vi", "12 người Việt Nam bị trục xuất.", ("deported", "VNM")),
        ("vi", "Cảnh sát giải cứu 12 người Thái Lan.", ("rescued", "THA")),
        ("id", "12 WNI dideportasi.", ("deported", "IDN")),
        ("id", "Petugas menyelamatkan 12 warga Vietnam.", ("rescued", "VNM")),
        ("fr", "12 Vietnamiens ont été expulsés.", ("deported", "VNM")),
        ("fr", "Les autorités ont secouru 12 ressortissants de Thaïlande.", ("rescued", "THA")),
        ("th", "ชาวเวียดนาม 12 คน ถูกส่งกลับประเทศ", ("deported", "VNM")),
        ("th", "เจ้าหน้าที่ช่วยเหลือชาวไทย 12 คน", ("rescued", "THA")),
    ],
)
def test_the_verb_and_the_nationality_are_read(
    language: str, text: str, expected: tuple[str, str], rows: Callable[..., list[Row]]
) -> None:
    kind, code = expected

    assert rows(text, language) == [(kind, (12, 12), code, None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Nghi phạm 34 tuổi, sống ở tầng 9, nhà số 72."),
        ("id", "Pelaku berusia 34 tahun dan tinggal di lantai 9."),
        ("fr", "Le suspect, âgé de 34 ans, vivait au 9e étage."),
        ("th", "ผู้ต้องหาอายุ 34 ปี อยู่ชั้น 9"),
    ],
)
def test_ages_and_floors_are_no_claims(
    language: str, text: str, rows: Callable[..., list[Row]]
) -> None:
    assert rows(text, language) == []


def test_of_the_97_the_whole_is_named_and_its_parts_are_claimed(reads: Reads) -> None:
    text = "Dari 97 WNI yang terlibat, 86 ditahan, dan 11 dirawat di rumah sakit."

    whole, held, injured = reads(text, "id").drafts

    assert (whole.kind.value, whole.rule) == ("stock", "whole_named")
    assert [(d.kind.value, d.part_of, d.nationalities) for d in (held, injured)] == [
        ("detained", whole.id, ("IDN",)),
        ("injured", whole.id, ("IDN",)),
    ]


def test_japanese_parts_stand_before_their_whole(reads: Reads) -> None:
    text = "11月17日、ポイペトで女性3人を含む中国人63人が逮捕された。"

    women, whole = reads(text, "ja").drafts

    assert (whole.kind.value, whole.low, whole.nationalities) == ("arrested", 63, ("CHN",))
    assert (women.low, women.sex, women.part_of) == (3, "F", whole.id)
    assert (whole.province_iso, whole.date) == ("KH-1", date(2025, 11, 17))


@pytest.mark.parametrize(
    ("count", "bounds"),
    [("約120人", (108, 132)), ("少なくとも85人", (85, None)), ("数百人", (200, 999))],
)
def test_a_bent_japanese_number_is_bounded(
    count: str, bounds: tuple[int, int | None], rows: Callable[..., list[Row]]
) -> None:
    assert rows(f"警察は{count}を拘束した。", "ja") == [("detained", bounds, "", None)]
