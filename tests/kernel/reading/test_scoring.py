"""The scorer: what it counts as met, as right, and as a link between a whole and its part."""

from __future__ import annotations

from typing import Any

import pytest
from bench import scoring

TEXT = "Police held 41 people: 30 Thais and 11 Laotians."


def _claim(name: str, low: int, at: int, **more: object) -> dict[str, Any]:
    return {
        "id": name, "kind": "detained", "count_min": low, "count_max": low, "count_start": at,
        "count_end": at + 2, "nationality": None, "sex": None, "province_iso": None, "date": None,
        **more,
    }  # fmt: skip


GOLD = [
    _claim("a", 41, 12, date="2025-07-15", province_iso="KH-7"),
    _claim("b", 30, 23, nationality="THA", part_of="a"),
    _claim("c", 11, 36, nationality="LAO", part_of="a"),
]


def _tally(*claims: dict[str, Any], gold: list[dict[str, Any]] | None = None) -> scoring.Tally:
    document = {"id": "d", "text": TEXT, "language": "en", "gold": gold or GOLD}
    return scoring.scores([document], {"d": list(claims)})["all"]


def test_the_gold_itself_is_right_in_everything() -> None:
    tally = _tally(*GOLD)

    assert tally.f1("mention") == tally.f1("part") == 1.0
    assert {tally.share(name) for name in ("bounds", "kind", "province", "date", "core")} == {1.0}


def test_a_text_nobody_read_found_nothing() -> None:
    tally = _tally()

    assert (tally.f1("mention"), tally.share("core"), tally.f1("part")) == (0.0, 0.0, 0.0)
    assert tally.share("bounds") is None


def test_a_number_no_gold_claim_touches_is_invented() -> None:
    tally = _tally(*GOLD, _claim("x", 7, 2))

    assert tally.share("mention_precision") == 0.75
    assert tally.share("mention_recall") == 1.0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("bounds", {"count_min": 43}),
        ("kind", {"kind": "rescued"}),
        ("nationality", {"nationality": "CHN"}),
        ("sex", {"sex": "F"}),
        ("province", {"province_iso": "KH-8"}),
    ],
)
def test_one_wrong_field_costs_that_field_and_the_core(field: str, wrong: dict[str, Any]) -> None:
    tally = _tally({**GOLD[0], **wrong}, *GOLD[1:])

    assert tally.right[field] == tally.asked[field] - 1
    assert tally.right["core"] == 2


def test_a_wrong_day_costs_no_core() -> None:
    tally = _tally({**GOLD[0], "date": "2025-07-16"}, *GOLD[1:])

    assert (tally.share("date"), tally.share("core")) == (0.0, 1.0)


def test_kinds_of_one_group_are_the_same_and_kinds_outside_are_not_scored() -> None:
    tally = _tally({**GOLD[0], "kind": "arrested"}, *GOLD[1:], _claim("x", 7, 2, kind="released"))

    assert (tally.share("kind"), tally.share("mention_precision")) == (1.0, 1.0)


def test_what_the_gold_leaves_open_is_not_asked() -> None:
    tally = _tally(GOLD[0], {**GOLD[1], "date": "2024-01-01", "province_iso": "KH-3"}, GOLD[2])

    assert tally.asked["date"] == tally.asked["province"] == 1
    assert tally.share("core") == 1.0


def test_a_month_agrees_with_a_day_in_it() -> None:
    gold = [_claim("a", 41, 12, date="2025-07")]

    assert _tally(_claim("x", 41, 12, date="2025-07-31"), gold=gold).share("date") == 1.0
    assert _tally(_claim("x", 41, 12, date="2025-08-01"), gold=gold).share("date") == 0.0
    assert _tally(_claim("x", 41, 12), gold=gold).share("date") == 0.0


def test_a_link_to_the_same_count_told_again_is_right_and_one_to_another_is_not() -> None:
    again = _claim("e", 41, 2)
    gold = [*GOLD, again]
    right = _tally(GOLD[0], {**GOLD[1], "part_of": "e"}, GOLD[2], again, gold=gold)
    wrong = _tally(GOLD[0], {**GOLD[1], "part_of": "c"}, GOLD[2], again, gold=gold)

    assert (right.f1("part"), wrong.f1("part")) == (1.0, 0.5)


def test_a_count_without_characters_of_its_own_is_met_by_its_sentence() -> None:
    order = {"id": "o", "kind": "order", "count_min": None, "span_start": 0, "span_end": 20}
    tally = _tally({**order, "kind": "clause"}, gold=[order])

    assert (tally.share("uncounted"), tally.asked["mention_recall"]) == (1.0, 0)


def test_the_table_names_each_language_and_all_of_them_first() -> None:
    document = {"id": "d", "text": TEXT, "language": "en", "gold": GOLD}
    lines = list(scoring.table(scoring.scores([document], {"d": GOLD})))

    assert lines[2].startswith("| all | 1 | 3 | 1.000 |")
    assert lines[3].startswith("| en | 1 | 3 | 1.000 |")
