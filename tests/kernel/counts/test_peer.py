"""Small worlds: what is reconciled equals what a peer finds by listing and by a plain MIP."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.kernel.counts import peer

from samaki.kernel.counts.alone import bounds_alone
from samaki.kernel.counts.model import CountClaim, Question, Relation, Repair
from samaki.kernel.counts.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

SCENARIOS = 1000
MOST_LISTED = 3
EVERY_SMALL_WORLD = peer.worlds(27, MOST_LISTED)
BOUNDED = Question("bounded", None, None, date.min, date.max)

_codes = {
    name: st.one_of(st.none(), st.sets(st.sampled_from(codes), min_size=1).map(frozenset))
    for name, codes in (("provinces", peer.PROVINCES), ("nationalities", peer.NATIONALITIES))
}
_days = st.sampled_from(
    [
        (date.min, date.max),
        (peer.FIRST_DAY, peer.FIRST_DAY),
        (peer.LAST_DAY, peer.LAST_DAY),
        (peer.FIRST_DAY, peer.LAST_DAY),
    ]
)
_limits = st.tuples(
    st.one_of(st.none(), st.integers(0, 9)), st.one_of(st.none(), st.integers(0, 9))
)


@st.composite
def _scopes(draw: DrawFn, name: str) -> Question:
    first, last = draw(_days)
    return Question(name, draw(_codes["provinces"]), draw(_codes["nationalities"]), first, last)


@st.composite
def _claims(draw: DrawFn, *, most: int = 6, relations: bool = True) -> list[CountClaim]:
    """Draw claims that make sense, true or not."""
    claims: list[CountClaim] = []
    for number in range(draw(st.integers(1, most))):
        scope = draw(_scopes(f"c{number}"))
        low, high = draw(_limits)
        if low is not None and high is not None and low > high:
            low, high = high, low
        claim = _as_claim(scope, low, high)
        claims.append(draw(_related(claim, claims)) if relations else claim)
    return claims


def _as_claim(scope: Question, low: int | None, high: int | None) -> CountClaim:
    return CountClaim(
        scope.id, low, high, scope.provinces, scope.nationalities, scope.first, scope.last
    )


@st.composite
def _related(draw: DrawFn, claim: CountClaim, earlier: Sequence[CountClaim]) -> CountClaim:
    kinds: list[Relation | None] = [None, None, Relation.TOTAL]
    kinds += [Relation.PRESENT] if claim.nationalities else []
    of = draw(st.sampled_from([None, None, *(each.id for each in earlier)]))
    kinds += [Relation.MOSTLY] if of else []
    return replace(claim, relation=draw(st.sampled_from(kinds)), of=of)


@st.composite
def _tables(draw: DrawFn, world: peer.World) -> list[int]:
    """Draw how many people there truly are of each kind, 0 to 3."""
    return draw(st.lists(st.integers(0, 3), min_size=len(world.kinds), max_size=len(world.kinds)))


@st.composite
def _true_claims(draw: DrawFn) -> tuple[peer.World, list[CountClaim], list[int]]:
    """Draw a table and claims that are true of it, by loosening or dropping what is not."""
    drawn = draw(_claims(most=5))
    world = peer.World(drawn)
    assume(len(world.kinds) < 400)
    table = draw(_tables(world))
    claims = [_made_true(claim, world, table, slack=draw(st.integers(0, 2))) for claim in drawn]
    return peer.World(claims), claims, table


def _made_true(
    claim: CountClaim, world: peer.World, table: Sequence[int], *, slack: int
) -> CountClaim:
    count = _sum(world.counted(claim.id), table)
    return replace(
        claim,
        low=None if claim.low is None else max(count - slack, 0),
        high=None if claim.high is None else count + slack,
    )


def _sum(factors: Sequence[int], table: Sequence[int]) -> int:
    return sum(factor * count for factor, count in zip(factors, table, strict=True))


def _holds(world: peer.World, table: Sequence[int]) -> bool:
    believed = frozenset(world.by_id)
    return all(_sum(factors, table) >= lowest for factors, lowest in world.lines(believed))


@settings(max_examples=SCENARIOS, deadline=None)
@given(_true_claims(), _scopes("q"))
def test_true_claims_never_conflict_and_the_truth_lies_within_the_bounds(
    drawn: tuple[peer.World, list[CountClaim], list[int]], question: Question
) -> None:
    world, claims, table = drawn
    assume(_holds(world, table))

    found = reconcile(claims, [question])

    assert (found.conflicts, found.repairs) == ((), ())
    assert found.answers[0].bounds.contains(_sum(world.asked(question), table))


@settings(max_examples=SCENARIOS, deadline=None)
@given(_claims(), _scopes("q"))
def test_bounds_equal_those_of_a_plain_programme(
    claims: list[CountClaim], question: Question
) -> None:
    world = peer.World(claims)
    assume(len(world.kinds) < 400)
    everyone = frozenset(world.by_id)
    expected = peer.bounds(world, question, everyone)

    found = reconcile(claims, [question])

    assert bool(found.conflicts) == (expected is None)
    if expected is not None:
        bounds = found.answers[0].bounds
        assert (bounds.low, bounds.high) == expected
        assert found.repairs == ()


@settings(max_examples=150, deadline=None)
@given(_claims(), _scopes("q"))
def test_bounds_without_proofs_are_those_with_proofs(
    claims: list[CountClaim], question: Question
) -> None:
    found = reconcile(claims, [question])

    alone = bounds_alone(claims, [question])

    assert (alone is None) == bool(found.conflicts)
    if alone is not None:
        assert alone == (found.answers[0].bounds,)


@settings(max_examples=60, deadline=None)
@given(_claims(relations=False), st.integers(0, MOST_LISTED), _scopes("q"))
def test_bounds_equal_the_exact_optimum_over_every_world(
    claims: list[CountClaim], most: int, question: Question
) -> None:
    claims = [*claims, _as_claim(replace(BOUNDED, id="all"), None, most)]

    expected = peer.listed_bounds(peer.World(claims), question, EVERY_SMALL_WORLD)
    found = reconcile(claims, [question])

    assert bool(found.conflicts) == (expected is None)
    if expected is not None:
        bounds = found.answers[0].bounds
        assert (bounds.low, bounds.high) == expected


@settings(max_examples=SCENARIOS, deadline=None)
@given(_claims(most=8))
def test_conflicts_really_are_and_nothing_of_them_can_be_spared(
    claims: list[CountClaim],
) -> None:
    world = peer.World(claims)
    assume(len(world.kinds) < 400)

    def can_hold(believed: frozenset[str]) -> bool:
        return peer.least(world, [0] * len(world.kinds), believed) is not None

    conflicts = reconcile(claims, []).conflicts

    for conflict in conflicts:
        assert not can_hold(frozenset(conflict))
        for claim in conflict:
            assert can_hold(frozenset(conflict) - {claim})
    # None is missed: with one claim of each left out, whichever, the rest can hold.
    for choice in (min, max):
        spared = {choice(conflict) for conflict in conflicts}
        assert can_hold(frozenset(world.by_id) - spared)


@settings(max_examples=100, deadline=None)
@given(_claims(), _scopes("q"))
def test_the_claims_a_bound_rests_on_prove_it_and_none_is_idle(
    claims: list[CountClaim], question: Question
) -> None:
    world = peer.World(claims)
    assume(len(world.kinds) < 400)
    found = reconcile(claims, [question])
    assume(not found.conflicts)
    answer = found.answers[0]

    def proves_low(names: frozenset[str]) -> bool:
        bounds = peer.bounds(world, question, names)
        return bounds is not None and bounds[0] >= answer.bounds.low

    def proves_high(names: frozenset[str]) -> bool:
        bounds = peer.bounds(world, question, names)
        assert bounds is not None
        assert answer.bounds.high is not None
        return bounds[1] is not None and bounds[1] <= answer.bounds.high

    _assert_needed(frozenset(answer.low_because), proves_low)
    if answer.bounds.high is None:
        assert answer.high_because == ()
    else:
        _assert_needed(frozenset(answer.high_because), proves_high)


@settings(max_examples=100, deadline=None)
@given(_claims(), _scopes("q"))
def test_after_the_repairs_all_can_hold_and_the_answers_are_theirs(
    claims: list[CountClaim], question: Question
) -> None:
    assume(len(peer.World(claims).kinds) < 400)
    found = reconcile(claims, [question])
    assume(not any(repair.sets_relation_aside for repair in found.repairs))
    by_claim = {repair.claim: repair for repair in found.repairs}
    repaired = [_repaired(claim, by_claim.get(claim.id)) for claim in claims]

    expected = peer.bounds(peer.World(repaired), question, frozenset(claim.id for claim in claims))

    assert expected is not None
    bounds = found.answers[0].bounds
    assert (bounds.low, bounds.high) == expected
    for repair in found.repairs:
        tightened = [
            _by_one_less(claim, by_claim[claim.id]) if claim.id == repair.claim else claim
            for claim in repaired
        ]
        # Nothing is opened further than needed: one person less and they cannot all hold.
        assert reconcile(tightened, []).conflicts


def _repaired(claim: CountClaim, repair: Repair | None) -> CountClaim:
    if repair is None:
        return claim
    return replace(claim, low=repair.low_after, high=repair.high_after)


def _by_one_less(claim: CountClaim, repair: Repair) -> CountClaim:
    if repair.low_after != repair.low_before:
        assert claim.low is not None
        return replace(claim, low=claim.low + 1)
    assert claim.high is not None
    return replace(claim, high=claim.high - 1)


def _assert_needed(names: frozenset[str], proves: object) -> None:
    assert callable(proves)
    assert proves(names)
    for name in names:
        assert not proves(names - {name})


@pytest.mark.parametrize("people", [0, 1, 2])
def test_the_listing_lists_every_world_once(people: int) -> None:
    every = peer.worlds(4, people)

    assert len({tuple(row) for row in every.tolist()}) == len(every)
    assert len(every) == [1, 5, 15][people]
