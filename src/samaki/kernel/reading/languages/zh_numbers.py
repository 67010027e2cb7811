"""Chinese numbers and dates, in simplified signs."""

from __future__ import annotations

from typing import Final

from samaki.kernel.reading.grammar import DateWords, NumberWords
from samaki.kernel.reading.intervals import Qualifier

__all__ = ["DATES", "NUMBERS"]

# It says what kind of thing is counted and is part of the count as written.
_CLASSIFIER: Final = r"(?:名|人|个|处|次|座|栋|间|家|部|台|支|把|张|本|辆|只|枚|发|套|件|位|颗|架|根|艘|条(?=船|枪)|批|幢|箱)"
NUMBERS: Final = NumberWords(
    units={
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
        "八": 8, "九": 9, "廿": 20, "卅": 30, "卌": 40,
    },
    scales={"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8},
    joiner="",
    before=(
        (r"至少|最少|起码|不少于|不低于|不下", Qualifier.AT_LEAST),
        (r"超过|超逾|逾|多于|超出|高于|突破|超", Qualifier.OVER),
        (r"将近|接近|近|几乎|不到", Qualifier.NEARLY),
        (r"大约|约莫|约有|约|大概|估计|差不多", Qualifier.ABOUT),
        (r"多达|最多|高达|共计|总计|合计|共有|共|总共", Qualifier.UP_TO),
        (r"少于|低于", Qualifier.UNDER),
    ),
    after=(
        (r"多|余", Qualifier.ODD),
        (r"以上", Qualifier.AT_LEAST),
        (r"左右|上下", Qualifier.ABOUT),
    ),
    vague=(
        (rf"(?:数|几)十(?:余|多)?{_CLASSIFIER}", (20, 99)),
        (rf"(?:数|几)百(?:余|多)?{_CLASSIFIER}", (200, 999)),
        (rf"(?:数|几)千(?:余|多)?{_CLASSIFIER}", (2000, 9999)),
        (rf"上百{_CLASSIFIER}", (100, None)),
        (rf"上千{_CLASSIFIER}", (1000, None)),
        (r"(?:多|数|好几|几)(?:名|个|处|部|台|支|辆)|众多|若干", (2, None)),
    ),
    range_join=r"\s?(?:-|–|—|~|至|到)\s?",
    range_open=r"(?:介于|从)?",
    classifiers=_CLASSIFIER,
)  # fmt: skip

_YEAR: Final = r"(?:(?P<y>(?:19|20)\d\d)年)?"
_D2: Final = r"(?:\s?[日号]?\s?(?:和|及|与|至|到|、|-|–|—|~)\s?(?P<d2>\d{1,2}))?"
_DAYS: Final = ("一", "二", "三", "四", "五", "六", "日")

DATES: Final = DateWords(
    months={},
    weekdays={
        f"{lead}{day}": number
        for lead in ("周", "星期", "礼拜")
        for number, day in [*enumerate(_DAYS), (6, "天")]
    },
    relative={
        "今天": 0, "今日": 0, "今早": 0, "今晨": 0, "昨天": -1, "昨日": -1, "昨晚": -1,
        "前天": -2, "前日": -2,
    },
    patterns=(
        r"(?P<y>(?:19|20)\d\d)[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?!\d)",
        rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}})月\s?(?P<d>\d{{1,2}}){_D2}\s?[日号]",
        rf"(?:[本当]月|(?<![\d月年]))(?P<d>\d{{1,2}}){_D2}\s?日(?!内|间|元)",
        rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}})月(?:份)?(?!\d)",
        r"(?P<same>同一天|同日|当天|当日|当晚)",
        r"(?<!每)(?:上|本|这)?{WD}",
        r"{REL}",
    ),
    shifts=(
        (r"次日|翌日|隔天|隔日|第二天|(?<!\d)(?:一|1)天后", 1),
        (r"两天后|(?<!\d)2天后", 2),
        (r"前一天|前一日", -1),
    ),
    joiners=r"至|到|和|及|与|、|-|–|—|~",
    since=r"(?:自从|自|从)(?:今年|去年)?",
)  # fmt: skip
