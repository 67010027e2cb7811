"""Every way out of a conflict: which claim could give way, how, and at what cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.counts.problem import Json, stated

from samaki.kernel.counts.alone import bounds_alone, can_all_hold, conflicts_among
from samaki.kernel.counts.contract import problem_from
from samaki.kernel.counts.model import Question
from samaki.kernel.counts.reconcile import reconcile
from samaki.kernel.counts.ways import Change, Known, Way, ways_out

if TYPE_CHECKING:
    from samaki.kernel.counts.model import CountClaim

# The country's running count of Indonesians is that of one town, and another group has some too.
TOWN = stated("town", 271, 271, where="KH-1", who="IDN", days="14-16")
GROUP = stated("group", 1, where="KH-10", who="IDN", days="15-16")
RUNNING = stated("running", 271, 271, who="IDN", days="14-18")
INDONESIANS = [TOWN, GROUP, RUNNING]


def _claims(stated_ones: list[Json]) -> list[CountClaim]:
    return problem_from({"claims": stated_ones, "questions": []})[0]


def _ways(stated_ones: list[Json], **more: object) -> list[Way]:
    claims = _claims(stated_ones)
    (conflict,) = reconcile(claims, []).conflicts
    return list(ways_out(claims, conflict, known=Known(**more)))  # type: ignore[arg-type]


def _told(ways: list[Way]) -> set[tuple[str, str, int]]:
    return {(way.claim, way.change.value, way.size) for way in ways}


def test_a_total_that_is_one_towns_is_opened_by_one_or_narrowed_to_that_town() -> None:
    found = _ways(INDONESIANS)

    assert {("running", "widen", 1), ("town", "widen", 1), ("group", "widen", 1)} <= _told(found)
    assert {("running", "drop", 271), ("town", "drop", 271), ("group", "drop", 1)} <= _told(found)
    assert ("running", "narrow", 2) not in _told(found), "both places it names hold too many"
    first = found[0]
    assert (first.change, first.size) == (Change.WIDEN, 1), "off by one person, not by a day"
    assert found[-1].change is Change.DROP, "to set a claim aside comes last"


def test_a_way_says_what_the_claim_reads_then() -> None:
    opened = next(way for way in _ways(INDONESIANS) if way.claim == "running")

    (row,) = opened.after
    assert (row.low, row.high) == (271, 272), "no further than the others ask"


def test_a_total_of_two_days_that_are_too_full_is_shifted_or_narrowed() -> None:
    claims = [
        stated("two-days", 809, 809, days="15-16"),
        stated("night", 234, where="KH-12", days="15"),
        stated("listed", 746, where="KH-10 KH-18", days="15-16"),
    ]
    found = _ways(claims)

    told = _told(found)
    assert ("night", "shift", 2) in told, "the raid may have been the evening before"
    (moved,) = next(
        way.after
        for way in found
        if way.claim == "night" and way.change is Change.SHIFT and way.after[0].last.day == 14
    )
    assert moved.first == date(2025, 11, 14)
    assert ("two-days", "widen", 171) in told


def test_what_the_register_counted_is_never_read_otherwise() -> None:
    found = _ways(INDONESIANS, fixed={"town"})

    assert {way.claim for way in found} == {"group", "running"}


def test_another_reading_of_the_words_comes_before_everything_else() -> None:
    (running,) = _claims([stated("running", 271, 271, where="KH-1", who="IDN", days="14-16")])

    found = _ways(INDONESIANS, readings={"running": [(Change.NARROW, (running,))]})

    assert (found[0].claim, found[0].change, found[0].is_said) == ("running", Change.NARROW, True)


def test_whoever_is_trusted_least_gives_way_first_among_equals() -> None:
    grades = {"running": 0, "town": 2, "group": 1}
    opened = [w.claim for w in _ways(INDONESIANS, grade=grades.__getitem__) if w.size == 1]

    assert opened.index("running") < opened.index("town")


def test_a_way_that_leaves_another_conflict_comes_after_one_that_ends_both() -> None:
    claims = _claims([*INDONESIANS, stated("embassy", 300, 300, who="IDN", days="14-18")])
    conflicts = reconcile(claims, []).conflicts
    assert len(conflicts) > 1

    found = ways_out(claims, ("group", "running", "town"), conflicts=conflicts)

    assert found[0].claim == "running"
    assert found[0].leaves < found[-1].leaves


def test_rows_of_one_claim_give_way_together() -> None:
    listed = stated("C1:present", where="KH-10", who="IDN VNM", days="16", relation="present")
    claims = _claims(
        [
            stated("C1", 312, 312, where="KH-10", days="16"),
            listed,
            stated("none", 0, 0, where="KH-10", who="IDN", days="16"),
        ]
    )
    (conflict,) = reconcile(claims, []).conflicts

    found = ways_out(
        claims, conflict, known=Known(claim_of=lambda row: row.removesuffix(":present"))
    )

    dropped = next(way for way in found if (way.claim, way.change) == ("C1", Change.DROP))
    assert dropped.after == ()
    moved = next(way for way in found if (way.claim, way.change) == ("C1", Change.SHIFT))
    assert {row.id for row in moved.after} == {"C1", "C1:present"}


def test_a_running_count_may_begin_when_another_is_said_to() -> None:
    claims = [
        stated("embassy", 2780, 2780, days="1-21"),
        stated("press", 2767, 2767, days="1-21"),
    ]
    found = _ways(claims, starts={date(2025, 11, 14)})

    assert ("press", "shift", 13) in _told(found), "2,767 since the 14th, 2,780 since the 1st"


_PLACES = st.sampled_from([None, "KH-1", "KH-10", "KH-1 KH-10"])
_WHO = st.sampled_from([None, "IDN", "VNM"])
_RELATIONS = st.sampled_from([None, "total"])


@st.composite
def _problems(draw: st.DrawFn) -> list[CountClaim]:
    found = []
    for number in range(draw(st.integers(2, 5))):
        first = draw(st.integers(14, 16))
        last = draw(st.integers(first, 17))
        low = draw(st.integers(0, 40))
        found.append(
            stated(
                f"c{number}",
                low,
                draw(st.one_of(st.none(), st.integers(low, low + 3))),
                where=draw(_PLACES),
                who=draw(_WHO),
                days=f"{first}-{last}",
                relation=draw(_RELATIONS) if number == 0 else None,
                of=draw(st.sampled_from([None, None, "c0"])) if number else None,
            )
        )
    return _claims(found)


@given(_problems())
@settings(max_examples=150, deadline=None)
def test_every_way_ends_its_conflict_and_says_truly_what_stays(claims: list[CountClaim]) -> None:
    conflicts = reconcile(claims, []).conflicts
    for conflict in conflicts:
        found = ways_out(claims, conflict, conflicts=conflicts)
        assert {way.claim for way in found} == set(conflict), "each could be the one that is wrong"
        for way in found:
            left = _conflicts_with(claims, way)
            assert conflict not in left
            stay = set(left) & set(conflicts)
            assert way.leaves >= len(stay)
            assert way.makes_new == (not way.leaves and bool(left))


def _conflicts_with(claims: list[CountClaim], way: Way) -> tuple[tuple[str, ...], ...]:
    """Return the conflicts once a way is gone; a part whose whole left stands alone."""
    changed = [row for each in claims for row in (way.after if each.id == way.claim else (each,))]
    there = {row.id for row in changed}
    free = [
        row
        if row.of is None or row.of in there
        else replace(row, of=None, relation=None if row.relation == "mostly" else row.relation)
        for row in changed
    ]
    return reconcile(free, []).conflicts


@given(_problems(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_ways_do_not_hang_on_the_order_of_the_claims(
    claims: list[CountClaim], chance: object
) -> None:
    turned = list(claims)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    for conflict in reconcile(claims, []).conflicts:
        told = [(w.claim, w.change, w.size, w.leaves) for w in ways_out(claims, conflict)]
        again = [(w.claim, w.change, w.size, w.leaves) for w in ways_out(turned, conflict)]
        assert told == again


@given(_problems())
@settings(max_examples=100, deadline=None)
def test_what_is_asked_alone_agrees_with_the_whole_reconciliation(
    claims: list[CountClaim],
) -> None:
    conflicts = reconcile(claims, []).conflicts

    assert conflicts_among(claims) == conflicts
    assert can_all_hold(claims) == (not conflicts)


def test_a_whole_with_its_parts_and_a_majority_have_ways_out_too() -> None:
    claims = _claims(
        [
            stated("all", 100, 100, where="KH-1", days="15", relation="total"),
            stated("chinese", 70, 70, where="KH-1", who="CHN", days="15", of="all"),
            stated("vietnamese", 60, 60, where="KH-1", who="VNM", days="15", of="all"),
            stated(
                "most", None, None, where="KH-1", who="THA", days="15", relation="mostly", of="all"
            ),
        ]
    )
    for conflict in reconcile(claims, []).conflicts:
        found = ways_out(claims, conflict)
        assert {way.claim for way in found} == set(conflict)


@given(_problems())
@settings(max_examples=100, deadline=None)
def test_bounds_alone_are_those_of_the_whole_reconciliation(claims: list[CountClaim]) -> None:
    asked = [Question("q", None, None, date(2025, 11, 14), date(2025, 11, 17))]
    asked.append(Question("p", frozenset({"KH-1"}), None, date(2025, 11, 15), date(2025, 11, 15)))
    found = reconcile(claims, asked)

    alone = bounds_alone(claims, asked)

    assert (alone is None) == bool(found.conflicts)
    if alone is not None:
        assert list(alone) == [answer.bounds for answer in found.answers]


def test_of_many_ways_every_claims_best_is_kept_first() -> None:
    claims = _claims(INDONESIANS)
    (conflict,) = reconcile(claims, []).conflicts
    every = ways_out(claims, conflict)

    few = ways_out(claims, conflict, most=4)

    assert len(few) == 4
    assert set(few) <= set(every)
    assert {way.claim for way in few} == set(conflict)
    assert few[0] == every[0]
