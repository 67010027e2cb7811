"""What claims prove together: the case, the relations, the gaps, the conflicts and repairs."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from tests.kernel.counts.problem import Json, answer, asked, bounds, conflicts, outcome, stated

from samaki.kernel.counts import repairs
from samaki.kernel.counts.solver import Extreme, Solver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OVER_1000 = stated("over-1000", 1001, where="KH-12 KH-18", days="14-16")
AT_POIPET = stated("poipet", 271, 271, where="KH-1", who="IDN", days="17")
AT_SIHANOUK = stated("sihanouk", 63, 63, where="KH-18", who="VNM", days="17")
CASE = [OVER_1000, AT_POIPET, AT_SIHANOUK]


@pytest.mark.parametrize(
    ("question", "low", "high", "low_because"),
    [
        (asked("q", days="14-16"), 1001, None, ["over-1000"]),
        (asked("q", where="KH-12 KH-18", days="14-16"), 1001, None, ["over-1000"]),
        (asked("q", days="17"), 334, None, ["poipet", "sihanouk"]),
        (asked("q", days="14-17"), 1335, None, ["over-1000", "poipet", "sihanouk"]),
        (asked("q"), 1335, None, ["over-1000", "poipet", "sihanouk"]),
        (asked("q", where="KH-12", days="14-16"), 0, None, []),
        (asked("q", where="KH-1", days="14-16"), 0, None, []),
        (asked("q", who="IDN"), 271, None, ["poipet"]),
        (asked("q", where="KH-7"), 0, None, []),
    ],
)
def test_the_case_is_bounded_by_what_its_claims_prove(
    question: Json, low: int, high: int | None, low_because: list[str]
) -> None:
    assert answer(CASE, question) == {
        "id": "q",
        "low": low,
        "high": high,
        "low_because": low_because,
        "high_because": [],
    }


def test_a_count_that_is_asked_as_it_was_stated_is_exact_by_that_claim_alone() -> None:
    question = asked("q", where="KH-1", who="IDN", days="17")

    assert answer(CASE, question) == {
        "id": "q",
        "low": 271,
        "high": 271,
        "low_because": ["poipet"],
        "high_because": ["poipet"],
    }


def test_a_national_ceiling_caps_what_is_left_for_everybody_else() -> None:
    claims = [*CASE, stated("cumulative", 1400, 1400, days="14-17")]

    rest = answer(claims, asked("q", where="KH-12 KH-18", days="14-16"))

    assert (rest["low"], rest["high"]) == (1001, 1400 - 334)
    assert rest["high_because"] == ["cumulative", "poipet", "sihanouk"]


def test_answers_come_in_the_order_asked_and_conflicts_by_name() -> None:
    found = outcome(CASE, [asked("z"), asked("a"), asked("m")])

    assert [each["id"] for each in found["questions"]] == ["z", "a", "m"]
    assert (found["conflicts"], found["repairs"]) == ([], [])


def test_the_order_of_the_claims_decides_nothing() -> None:
    claims = [
        stated("a", 10, 10, where="KH-1"),
        stated("b", 12, 12, where="KH-1"),
        stated("c", 7, 7, where="KH-1", who="CHN"),
        stated("d", 8, 9, where="KH-1", who="CHN"),
    ]
    questions = [asked("q", where="KH-1"), asked("r", who="CHN")]

    found = {json.dumps(outcome(order, questions)) for order in permutations(claims)}

    assert len(found) == 1


# Gaps: what nobody names still exists.


def test_provinces_and_nationalities_no_claim_names_still_exist() -> None:
    claims = [stated("a", 5, 5, where="KH-1", who="CHN", days="14")]

    assert bounds(claims, asked("q", where="KH-1", who="CHN", days="14")) == (5, 5)
    assert bounds(claims, asked("q", where="KH-1", days="14")) == (5, None)
    assert bounds(claims, asked("q", who="CHN", days="14")) == (5, None)
    assert bounds(claims, asked("q", where="KH-1", who="CHN")) == (5, None)
    assert bounds(claims, asked("q", where="KH-1", who="CHN", days="14-15")) == (5, None)


def test_all_25_provinces_by_name_are_the_whole_country() -> None:
    every = " ".join(f"KH-{number}" for number in range(1, 26))

    assert bounds([stated("a", 5, 5, where=every)], asked("q")) == (5, 5)
    assert bounds([stated("a", 5, 5)], asked("q", where=every)) == (5, 5)


def test_whoever_counts_abroad_too_has_not_listed_the_world() -> None:
    claims = [stated("a", 5, 5, where="KH-1"), stated("b", 3, 3, where="TH-27")]

    assert bounds(claims, asked("q", where="KH-1 TH-27")) == (8, 8)
    assert bounds(claims, asked("q")) == (8, None)


def test_no_claims_prove_nothing() -> None:
    assert bounds([], asked("q")) == (0, None)
    assert outcome([]) == {"questions": [], "conflicts": [], "repairs": []}


@pytest.mark.parametrize(
    ("lo", "hi", "found"),
    [
        (None, None, (0, None)),
        (0, None, (0, None)),
        (None, 7, (0, 7)),
        (7, None, (7, None)),
        (0, 0, (0, 0)),
    ],
)
def test_an_end_that_is_null_sets_no_limit(
    lo: int | None, hi: int | None, found: tuple[int, int | None]
) -> None:
    assert bounds([stated("a", lo, hi, where="KH-1")], asked("q", where="KH-1")) == found


def test_a_claim_without_a_number_can_be_a_whole_of_parts() -> None:
    claims = [
        stated("whole", relation="total", where="KH-1"),
        stated("a", 4, 4, of="whole", where="KH-1", who="CHN"),
        stated("b", 5, 5, of="whole", where="KH-1", who="VNM"),
    ]

    assert bounds(claims, asked("q", where="KH-1")) == (9, None)


# Relations.

RAID = stated("raid", 63, 63, where="KH-4", days="14")


def test_mostly_is_more_than_half_in_whole_people() -> None:
    mostly = stated("m", of="raid", relation="mostly", where="KH-4", who="CHN", days="14")

    found = answer([RAID, mostly], asked("q", where="KH-4", who="CHN", days="14"))

    assert (found["low"], found["high"]) == (32, 63)
    assert found["low_because"] == ["m", "raid"]
    assert found["high_because"] == ["raid"]


def test_mostly_of_an_even_number_is_one_more_than_half() -> None:
    claims = [
        stated("raid", 64, 64, where="KH-4"),
        stated("m", of="raid", relation="mostly", where="KH-4", who="CHN"),
    ]

    assert bounds(claims, asked("q", who="CHN", where="KH-4")) == (33, 64)


def test_each_nationality_that_is_present_is_there_at_least_once() -> None:
    kratie = stated(
        "kratie", 312, 312, relation="present", where="KH-10", who="CHN VNM IDN", days="15"
    )

    found = answer([kratie], asked("q", where="KH-10", who="VNM", days="15"))

    assert (found["low"], found["high"]) == (1, 310)
    assert found["low_because"] == found["high_because"] == ["kratie"]


def test_present_without_a_number_still_says_that_each_is_there() -> None:
    claims = [stated("a", relation="present", where="KH-10", who="CHN VNM")]

    assert bounds(claims, asked("q", where="KH-10")) == (2, None)


def test_a_present_nationality_may_contradict_a_cumulative_figure() -> None:
    claims = [
        stated("poipet", 271, 271, where="KH-1", who="IDN", days="17"),
        stated("kratie", 312, 312, relation="present", where="KH-10", who="CHN IDN", days="16"),
        stated("cumulative", 271, 271, who="IDN", days="14-18"),
    ]

    found = outcome(claims, [asked("q", who="IDN", days="14-18")])

    assert found["conflicts"] == [["cumulative", "kratie", "poipet"]]
    assert len(found["repairs"]) == 1


def test_the_parts_of_a_total_are_disjoint_so_their_sum_is_at_most_it() -> None:
    claims = [
        stated("total", 100, 100, relation="total", where="KH-1"),
        stated("a", 40, 40, of="total", where="KH-1", who="CHN"),
        stated("b", 35, 35, of="total", where="KH-1", who="VNM"),
    ]

    assert bounds(claims, asked("q", where="KH-1", who="CHN VNM")) == (75, 75)
    assert bounds(claims, asked("q", where="KH-1", who="THA")) == (0, 25)


def test_parts_that_add_up_to_more_than_the_total_contradict_it() -> None:
    claims = [
        stated("total", 497, 497, relation="total", where="KH-1"),
        stated("a", 427, 427, of="total", where="KH-1", who="CHN"),
        stated("b", 72, 72, of="total", where="KH-1", who="VNM"),
    ]

    assert conflicts(claims) == [["a", "b", "total"]]


def test_two_raids_in_one_province_on_one_day_add_up() -> None:
    claims = [
        stated("total", 100, None, relation="total", where="KH-1", days="14"),
        stated("one", 60, 60, of="total", where="KH-1", days="14"),
        stated("two", 70, 70, of="total", where="KH-1", days="14"),
    ]

    found = answer(claims, asked("q", where="KH-1", days="14"))

    assert (found["low"], found["high"]) == (130, None)
    assert found["low_because"] == ["one", "total", "two"]


def test_two_raids_of_a_total_that_is_too_small_contradict_it() -> None:
    claims = [
        stated("total", 100, 100, relation="total", where="KH-1", days="14"),
        stated("one", 60, 60, of="total", where="KH-1", days="14"),
        stated("two", 70, 70, of="total", where="KH-1", days="14"),
    ]

    assert conflicts(claims) == [["one", "total", "two"]]


def test_the_women_among_the_thais_leave_room_for_the_men() -> None:
    claims = [
        stated("thais", 119, 119, where="KH-1", who="THA"),
        stated("women", 50, 50, of="thais", where="KH-1", who="THA"),
    ]

    assert bounds(claims, asked("q", where="KH-1", who="THA")) == (119, 119)
    assert conflicts([claims[0], {**claims[1], "lo": 120, "hi": 120}]) == [["thais", "women"]]


def test_a_part_of_a_part_is_looked_for_among_the_parts_people() -> None:
    claims = [
        stated("all", 100, 100, where="KH-1"),
        stated("women", 50, 50, of="all", where="KH-1"),
        stated("thai-women", 60, 60, of="women", where="KH-1", who="THA"),
    ]

    assert conflicts(claims) == [["thai-women", "women"]]
    claims[2] |= {"lo": 20, "hi": 20}
    assert bounds(claims, asked("q", where="KH-1", who="THA")) == (20, 70)


def test_a_part_beyond_the_cells_of_its_whole_contradicts_nothing_by_itself() -> None:
    claims = [
        stated("all", 100, 100, where="KH-1"),
        stated("women", 50, 50, of="all", where="KH-1"),
        stated("elsewhere", 5, 5, of="women", where="KH-2"),
    ]

    assert conflicts(claims) == []
    assert bounds(claims, asked("q", where="KH-2")) == (5, 5)


def test_a_part_of_a_part_is_no_larger_in_any_province_than_what_it_is_part_of() -> None:
    claims = [
        stated("all", 100, 100, where="KH-1 KH-2"),
        stated("women", 50, 50, of="all", where="KH-1 KH-2"),
        stated("in-kh-1", 10, 10, of="women", where="KH-1"),
        stated("screened", 45, 45, of="women", where="KH-1 KH-2"),
        stated("screened-in-kh-1", 11, 11, of="screened", where="KH-1"),
    ]

    assert conflicts(claims) == [["in-kh-1", "screened", "screened-in-kh-1", "women"]]
    assert conflicts(claims[:-1]) == []


def test_mostly_of_women_speaks_of_the_women() -> None:
    claims = [
        stated("all", 100, 100, where="KH-1"),
        stated("women", 50, 50, of="all", where="KH-1"),
        stated("m", of="women", relation="mostly", where="KH-1", who="THA"),
    ]

    assert bounds(claims, asked("q", where="KH-1", who="THA")) == (26, 100)


# Conflicts and repairs.


def test_two_figures_for_one_scope_conflict_and_are_never_averaged() -> None:
    claims = [
        stated("one", 2780, 2780, days="14-21"),
        stated("two", 2767, 2767, days="14-21"),
    ]

    found = outcome(claims, [asked("q", days="14-21")])

    assert found["conflicts"] == [["one", "two"]]
    assert found["repairs"] == [
        {
            "claim": "two",
            "low_before": 2767,
            "high_before": 2767,
            "low_after": 2767,
            "high_after": 2780,
            "sets_relation_aside": False,
        }
    ]
    assert (found["questions"][0]["low"], found["questions"][0]["high"]) == (2780, 2780)


def test_the_repair_that_moves_the_fewest_people_is_chosen() -> None:
    claims = [
        stated("a", 10, 10, where="KH-1"),
        stated("b", 20, 20, where="KH-2"),
        stated("sum", 33, 33, where="KH-1 KH-2"),
        stated("far", 100, 100, where="KH-1 KH-2 KH-3"),
    ]

    found = outcome(claims)["repairs"]

    assert [(each["claim"], each["low_after"], each["high_after"]) for each in found] == [
        ("sum", 30, 33)
    ]


def test_among_equally_cheap_repairs_the_fewest_claims_are_opened() -> None:
    claims = [
        stated("a", 10, 10, where="KH-1"),
        stated("b", 20, 20, where="KH-2"),
        stated("c", 30, 30, where="KH-3"),
        stated("total", 50, 50, where="KH-1 KH-2 KH-3"),
    ]

    assert len(outcome(claims)["repairs"]) == 1


def test_independent_conflicts_are_each_shown() -> None:
    claims = [
        stated("a", 1, 1, where="KH-1"),
        stated("b", 2, 2, where="KH-1"),
        stated("c", 3, 3, where="KH-2"),
        stated("d", 4, 4, where="KH-2"),
    ]

    assert conflicts(claims) == [["a", "b"], ["c", "d"]]


def test_overlapping_conflicts_are_each_shown_and_irreducible() -> None:
    claims = [
        stated("a", 10, 10, where="KH-1"),
        stated("b", 20, 20, where="KH-1"),
        stated("c", 30, 30, where="KH-1"),
    ]

    assert conflicts(claims) == [["a", "b"], ["a", "c"], ["b", "c"]]


def test_many_conflicts_end_and_are_repaired_at_once() -> None:
    claims = [stated(f"c{number:02}", number, number, where="KH-1") for number in range(40)]

    found = outcome(claims, [asked("q", where="KH-1")])

    assert all(len(conflict) == 2 for conflict in found["conflicts"])
    assert len(found["conflicts"]) > 40
    assert found["questions"][0]["low"] == found["questions"][0]["high"]


def test_a_claim_that_contradicts_itself_stands_alone() -> None:
    claims = [stated("a", hi=1, relation="present", where="KH-1", who="CHN VNM")]

    found = outcome(claims, [asked("q", where="KH-1")])

    assert found["conflicts"] == [["a"]]
    assert [(each["claim"], each["high_after"]) for each in found["repairs"]] == [("a", 2)]


def test_relations_no_number_can_save_are_set_aside_and_said_so() -> None:
    claims = [
        stated("whole", 10, 10, where="KH-1"),
        stated("x", of="whole", relation="mostly", where="KH-1", who="CHN"),
        stated("y", of="whole", relation="mostly", where="KH-1", who="VNM"),
    ]

    found = outcome(claims, [asked("q", where="KH-1")])

    assert found["conflicts"] == [["whole", "x", "y"]]
    assert [(each["claim"], each["sets_relation_aside"]) for each in found["repairs"]] == [
        ("y", True)
    ]
    assert (found["questions"][0]["low"], found["questions"][0]["high"]) == (10, 10)


def test_where_the_search_for_fewer_claims_is_cut_short_the_cheapest_point_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Halting(Solver):
        def least(
            self,
            terms: Mapping[int, int],
            believed: Sequence[bool],
            *,
            enough: int | None = None,
        ) -> Extreme:
            found = super().least(terms, believed, enough=enough)
            return found if self._nodes is None else replace(found, point=None)

    monkeypatch.setattr(repairs, "Solver", Halting)
    claims = [
        stated("a", 10, 10, where="KH-1"),
        stated("b", 20, 20, where="KH-2"),
        stated("total", 50, 50, where="KH-1 KH-2"),
    ]

    found = outcome(claims, [asked("q", where="KH-1 KH-2")])

    moved = [
        (each["low_before"] - each["low_after"]) + (each["high_after"] - each["high_before"])
        for each in found["repairs"]
    ]
    assert sum(moved) == 20
    assert found["questions"][0]["low"] == found["questions"][0]["high"]


def test_figures_of_a_thousand_million_stay_exact() -> None:
    most = 10**9
    claims = [
        stated("a", most, most, where="KH-1"),
        stated("b", most - 1, most, where="KH-2"),
        stated("c", hi=5, where="KH-2"),
    ]

    found = outcome(claims, [asked("q", where="KH-1 KH-2")])

    assert found["conflicts"] == [["b", "c"]]
    assert (found["questions"][0]["low"], found["questions"][0]["high"]) == (
        2 * most - 1,
        2 * most - 1,
    )


def test_whole_people_are_counted_where_halves_would_do() -> None:
    # Three groups, each two of which hold three: halves say 4.5 in all, people say it cannot be.
    claims = [
        stated("ab", 3, 3, where="KH-1 KH-2"),
        stated("bc", 3, 3, where="KH-2 KH-3"),
        stated("ca", 3, 3, where="KH-1 KH-3"),
    ]

    assert conflicts(claims) == [["ab", "bc", "ca"]]
    assert bounds(
        [{**claim, "hi": None} for claim in claims], asked("q", where="KH-1 KH-2 KH-3")
    ) == (5, None)
