"""Chinese reports, simplified and traditional, are read as English ones are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kernel.reading.conftest import Reads, Row

TWO_RAIDS = "11月17日，警方在西港四个地点抓获63名越南人。同日，波贝警方在一处窝点抓获271名印尼人。"


def test_two_raids_of_one_day_keep_their_places(reads: Reads) -> None:
    drafts = reads(TWO_RAIDS, "zh").drafts

    assert [(d.kind.value, d.low, d.nationalities, d.province_iso, d.date) for d in drafts] == [
        ("raided_site", 4, (), "KH-18", date(2025, 11, 17)),
        ("arrested", 63, ("VNM",), "KH-18", date(2025, 11, 17)),
        ("raided_site", 1, (), "KH-1", date(2025, 11, 17)),
        ("arrested", 271, ("IDN",), "KH-1", date(2025, 11, 17)),
    ]


def test_the_language_is_seen_from_its_signs(reads: Reads) -> None:
    assert reads(TWO_RAIDS, "").language == "zh"


@pytest.mark.parametrize(
    ("count", "bounds"),
    [
        ("63名", (63, 63)),
        ("1,000名", (1000, 1000)),
        ("1.2万名", (12000, 12000)),
        ("三百二十名", (320, 320)),
        ("两名", (2, 2)),
        ("1700多名", (1701, 1799)),
        ("五十多名", (51, 59)),
        ("一千多", (1001, 1999)),
        ("百余名", (101, 199)),
        ("逾1000", (1001, None)),
        ("超过1000", (1001, None)),
        ("至少85名", (85, None)),
        ("不少于85名", (85, None)),
        ("100名以上", (100, None)),
        ("约120名", (108, 132)),
        ("120名左右", (108, 132)),
        ("近百名", (90, 99)),
        ("多达601名", (601, 601)),
        ("数十名", (20, 99)),
        ("數百名", (200, 999)),
        ("数千名", (2000, 9999)),
        ("多名", (2, None)),
        ("300至350名", (300, 350)),
    ],
)
def test_a_bent_number_is_bounded_as_the_contract_says(
    count: str, bounds: tuple[int, int | None], reads: Reads
) -> None:
    text = f"警方抓获{count}人。"
    if "名" in count:
        text = f"警方抓获{count}嫌疑人。" if not count.endswith("以上") else f"警方抓获{count}。"

    (draft,) = reads(text, "zh").drafts

    assert (draft.kind.value, (draft.low, draft.high)) == ("arrested", bounds)


def test_more_than_a_thousand_over_two_days_and_two_towns(reads: Reads) -> None:
    text = "11月14日和16日，警方在金边和西港的突击行动中抓获一千多人。"

    (draft,) = reads(text, "zh").drafts

    assert (draft.low, draft.high) == (1001, 1999)
    assert (draft.since, draft.date) == (date(2025, 11, 14), date(2025, 11, 16))
    assert (draft.provinces, draft.province_iso) == (("KH-12", "KH-18"), None)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("印尼", "IDN"), ("越南", "VNM"), ("中国", "CHN"), ("中國大陸", "CHN"), ("台湾", "TWN"),
        ("臺灣", "TWN"), ("中国台湾", "TWN"), ("泰国", "THA"), ("菲律賓", "PHL"), ("韩国", "KOR"),
        ("韓國", "KOR"), ("马来西亚", "MYS"), ("馬來西亞", "MYS"), ("印度", "IND"), ("日本", "JPN"),
        ("缅甸", "MMR"), ("緬甸", "MMR"), ("老挝", "LAO"), ("柬埔寨", "KHM"), ("尼泊尔", "NPL"),
    ],
)  # fmt: skip
def test_a_nationality_is_read_in_both_scripts(
    words: str, code: str, rows: Callable[..., list[Row]]
) -> None:
    assert rows(f"警方拘捕12名{words}籍嫌犯。", "zh") == [("arrested", (12, 12), code, None)]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("波贝", "KH-1"), ("波貝市", "KH-1"), ("马德望省", "KH-2"), ("贡布", "KH-7"),
        ("貢布省", "KH-7"), ("干丹省", "KH-8"), ("戈公省", "KH-9"), ("金边", "KH-12"),
        ("金邊市", "KH-12"), ("菩萨省", "KH-15"), ("菩薩省", "KH-15"), ("暹粒", "KH-17"),
        ("西港", "KH-18"), ("西哈努克省", "KH-18"), ("柴桢省", "KH-20"), ("柴楨省巴域市", "KH-20"),
        ("茶胶省", "KH-21"), ("茶膠省", "KH-21"),
    ],
)  # fmt: skip
def test_a_province_is_read_in_both_scripts(words: str, iso: str, reads: Reads) -> None:
    (draft,) = reads(f"警方在{words}拘捕12人。", "zh").drafts

    assert draft.province_iso == iso


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("警方抓获12名男子。", "arrested"),
        ("12名男子被捕。", "arrested"),
        ("12名男子被警方拘留。", "detained"),
        ("警方查获12名男子。", "found"),
        ("警方解救12名男子。", "rescued"),
        ("12名男子被认定为受害者。", "identified_victim"),
        ("当局驱逐12名男子。", "deported"),
        ("12名男子被遣返。", "deported"),
        ("12名男子被起诉。", "charged"),
        ("12名男子死亡。", "died"),
        ("12名男子受傷。", "injured"),
        ("12名男子逃跑。", "escaped"),
    ],
)
def test_the_verb_says_what_was_done(text: str, kind: str, rows: Callable[..., list[Row]]) -> None:
    assert rows(text, "zh") == [(kind, (12, 12), "", "M")]


def test_what_will_be_done_is_planned(reads: Reads) -> None:
    done, planned = reads("警方拘捕45名外籍人士，其中20人将被遣返。", "zh").drafts

    assert (done.modality, planned.modality) == ("asserted", "planned")
    assert (planned.kind.value, planned.part_of) == ("deported", done.id)


def test_the_women_are_part_of_the_rescued(reads: Reads) -> None:
    whole, women = reads("警方解救至少85名越南公民，其中包括12名女性。", "zh").drafts

    assert (women.part_of, women.sex, women.nationalities) == (whole.id, "F", ("VNM",))


def test_a_list_in_traditional_signs_divides_its_whole(reads: Reads) -> None:
    text = "警方週三在貢布逮捕50名外籍人士，包括30名台灣人、13名日本人及7名菲律賓人。"

    whole, *parts = reads(text, "zh").drafts

    assert (whole.date, whole.province_iso) == (date(2025, 11, 12), "KH-7")
    assert [(part.low, part.nationalities, part.part_of) for part in parts] == [
        (30, ("TWN",), whole.id),
        (13, ("JPN",), whole.id),
        (7, ("PHL",), whole.id),
    ]


def test_things_are_counted_on_either_side_of_their_name(reads: Reads) -> None:
    drafts = reads("警方缴获手机50部、电脑30台、一把手枪和数百张SIM卡。", "zh").drafts

    assert [(draft.item, draft.low, draft.high) for draft in drafts] == [
        ("mobile_phone", 50, 50),
        ("computer", 30, 30),
        ("firearm", 1, 1),
        ("sim_card", 200, 999),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "嫌犯现年34岁。",
        "窝点位于一栋9层楼建筑。",
        "涉案金额达300万美元。",
        "嫌犯来自20个国家。",
        "行动历时110天，遍及18个省市。",
        "案发于2024年。",
    ],
)
def test_ages_floors_money_and_countries_are_no_claims(
    text: str, rows: Callable[..., list[Row]]
) -> None:
    assert rows(text, "zh") == []


def test_a_number_that_looks_like_a_year_is_a_count_beside_people(
    rows: Callable[..., list[Row]],
) -> None:
    assert rows("当局驱逐2024名越南人。", "zh") == [("deported", (2024, 2024), "VNM", None)]


def test_an_order_and_its_duties_are_read(reads: Reads) -> None:
    text = (
        "首相11月15日在金边召开闭门会议，下达打击网络诈骗的指令。"
        "指令要求，各省政府必须清除网络诈骗团伙。移民局负责依法驱逐非法移民。"
    )

    drafts = reads(text, "zh").drafts

    assert [draft.kind.value for draft in drafts] == ["order", "clause", "clause"]
    assert (drafts[0].date, drafts[0].province_iso) == (date(2025, 11, 15), "KH-12")


def test_the_day_of_the_statement_is_no_day_of_the_raid(reads: Reads) -> None:
    text = "警方4日在巴域市逮捕12名泰国人。发言人7日对外证实，另有30名印度人被捕。"

    assert {draft.date for draft in reads(text, "zh").drafts} == {date(2025, 11, 4)}


def test_a_nationality_may_stand_before_its_number(rows: Callable[..., list[Row]]) -> None:
    assert rows("警方抓获越南人63名、中国人12名。", "zh") == [
        ("arrested", (63, 63), "VNM", None),
        ("arrested", (12, 12), "CHN", None),
    ]


def test_a_verb_that_only_says_which_people_is_not_the_event(reads: Reads) -> None:
    (draft,) = reads("韩国政府计划本周遣返64名被拘留的韩国公民。", "zh").drafts

    assert (draft.kind.value, draft.modality, draft.nationalities) == (
        "deported",
        "planned",
        ("KOR",),
    )


def test_the_day_of_a_paper_is_no_part_of_its_name(reads: Reads) -> None:
    (draft,) = reads("据《高棉时报》11月17日报道，金边警方抓获149名越南人。", "zh").drafts

    assert (draft.source_text, draft.date) == ("《高棉时报》", None)
