"""What would settle an answer: the count that nobody gave and that narrows it most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.counts.problem import Json, asked, stated

from samaki.kernel.counts.contract import problem_from
from samaki.kernel.counts.reconcile import reconcile
from samaki.kernel.counts.settling import candidates, what_would_settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.kernel.counts.model import CountClaim, Question

DAYS = "14-16"
TOTAL = stated("total", 400, 400, days=DAYS)
KRATIE = stated("kratie", 312, 312, where="KH-10", days=DAYS)


def _problem(claims: Sequence[Json], question: Json) -> tuple[list[CountClaim], Question]:
    read, questions = problem_from({"claims": list(claims), "questions": [question]})
    return read, questions[0]


def _settles(claims: Sequence[Json], question: Json) -> list[tuple[str, int | None, int | None]]:
    read, of = _problem(claims, question)
    found = what_would_settle(read, of, candidates(read, of))
    return [(one.asked.id, one.bounds.high, one.left) for one in found]


def test_of_a_divided_group_the_province_that_holds_most_of_the_doubt_is_named_first() -> None:
    claims = [
        TOTAL,
        stated("vietnamese", 10, 390, who="VNM", days=DAYS),
        stated("at-kratie", 0, 300, where="KH-10", who="VNM", days=DAYS),
        stated("at-takeo", 0, 20, where="KH-21", who="VNM", days=DAYS),
        stated("elsewhere", 0, 60, where="KH-1", who="VNM", days=DAYS),
        stated("all-three", 0, 380, where="KH-1 KH-10 KH-21", who="VNM", days=DAYS),
    ]
    question = asked("q", who="VNM", where="KH-1 KH-10 KH-21", days=DAYS)

    found = _settles(claims, question)

    assert [name for name, _high, _left in found] == ["KH-10", "KH-1", "KH-21"]
    assert found[0][2] == 80, "what the two others may hold"


def test_what_is_exact_needs_nothing_and_what_narrows_nothing_is_not_named() -> None:
    assert _settles([TOTAL, KRATIE], asked("q", days=DAYS)) == []
    read, of = _problem([TOTAL, KRATIE], asked("q", where="KH-1 KH-10", days=DAYS))
    assert {one.id for one in candidates(read, of)} == {"KH-10"}
    assert what_would_settle(read, of, candidates(read, of)) == (), "its count is known"


def test_without_a_ceiling_only_what_would_set_one_is_named() -> None:
    claims = [stated("more", 100, None, where="KH-1 KH-2", days=DAYS), KRATIE]
    claims.append(stated("two", 0, 50, where="KH-2", days=DAYS))
    question = asked("q", where="KH-1 KH-2", days=DAYS)

    assert _settles(claims, question) == [("KH-1", None, 50)]


def test_where_claims_contradict_each_other_they_are_taken_as_repaired() -> None:
    claims = [
        stated("a", 271, 271, who="IDN", days=DAYS),
        stated("b", 300, 300, where="KH-1", who="IDN", days=DAYS),
        stated("c", 0, 90, where="KH-2", who="THA", days=DAYS),
        stated("d", 0, 10, where="KH-3", who="THA", days=DAYS),
    ]
    question = asked("q", where="KH-2 KH-3", who="THA", days=DAYS)

    assert [name for name, _high, _left in _settles(claims, question)] == ["KH-2", "KH-3"]


_COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["KH-1", "KH-2", "KH-3"]), st.sampled_from(["IDN", "THA"])),
    st.integers(0, 40),
    min_size=2,
)


@given(truth=_COUNTS, doubt=st.lists(st.integers(0, 15), min_size=8, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_answer_to_what_is_named_narrows_and_never_leaves_the_truth_out(
    truth: dict[tuple[str, str], int], doubt: list[int]
) -> None:
    claims = [
        stated(f"c{n}", max(0, count - doubt[n]), count + doubt[-n - 1], where=where, who=who)
        for n, ((where, who), count) in enumerate(truth.items())
    ]
    read, of = _problem(claims, asked("q", where="KH-1 KH-2 KH-3", who="IDN THA"))
    everybody = sum(truth.values())
    today = reconcile(read, [of]).answers[0].bounds

    for found in what_would_settle(read, of, candidates(read, of), most=9):
        provinces, nations = found.asked.provinces or (), found.asked.nationalities or ()
        known = sum(n for (where, who), n in truth.items() if where in provinces and who in nations)
        assert found.bounds.contains(known)
        assert found.left is not None
        assert today.high is None or found.left < today.high - today.low
        told = problem_from(
            {
                "claims": [
                    stated("t", known, known, where=" ".join(provinces), who=" ".join(nations))
                ],
                "questions": [],
            }
        )[0]
        assert reconcile([*read, *told], [of]).answers[0].bounds.contains(everybody)
