"""Two names, part by part, in whatever order: a score, and what agrees and what stands alone.

The score is no probability and no verdict. It is the share of both names that agrees; how common
the parts are counts for nothing yet (see the issue on identity).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from samaki.kernel.names import normalise
from samaki.kernel.names.pairs import Agreement, Why, agreement

_MOST_PARTS = 12  # longer names are cut here, after sorting; nobody's passport has more
_JOINED = 0.97  # two parts against one that joins them: Xiao Ming, Xiaoming


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts that agree; one side may be two parts that the other writes as one."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    score: float
    why: Why
    detail: tuple[str, ...] = ()

    @property
    def is_joined(self) -> bool:
        """Whether two parts here are one part there."""
        return len(self.left) != len(self.right)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that explains a comparison: a code and what it is about, for a page to say."""

    code: str
    left: str = ""
    right: str = ""
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two names agree, from 0 to 1; the pairs in the left name's order; what stands alone.

    `is_reordered`: the parts that agree stand in another order.
    """

    score: float
    pairs: tuple[Pair, ...]
    left_alone: tuple[str, ...]
    right_alone: tuple[str, ...]
    is_reordered: bool


@lru_cache(maxsize=50_000)
def compare(left: str, right: str) -> Comparison:
    """Compare two names in any scripts; which comes first changes nothing but the sides."""
    a, b = _parts(left), _parts(right)
    chosen = _chosen(a, b)
    agreed = sum((len(one) + len(other)) * fit.score for one, other, fit in chosen)
    total = len(a) + len(b)
    taken_a = {place for one, _other, _fit in chosen for place in one}
    taken_b = {place for _one, other, _fit in chosen for place in other}
    ordered = sorted(chosen, key=lambda each: min(each[0]))
    places = [min(other) for _one, other, _fit in ordered]
    return Comparison(
        score=round(agreed / total, 4) if total else 0.0,
        pairs=tuple(_pair(a, b, each) for each in ordered),
        left_alone=tuple(part for place, part in enumerate(a) if place not in taken_a),
        right_alone=tuple(part for place, part in enumerate(b) if place not in taken_b),
        is_reordered=places != sorted(places),
    )


def explain(comparison: Comparison) -> tuple[Note, ...]:
    """Return what explains a comparison, in codes; equal parts explain themselves."""
    notes = [
        Note(pair.why.value, " ".join(pair.left), " ".join(pair.right), pair.detail)
        for pair in comparison.pairs
        if pair.why is not Why.SAME
    ]
    joined = [p for p in comparison.pairs if p.is_joined]
    notes += [Note("joined", " ".join(p.left), " ".join(p.right)) for p in joined]
    if comparison.is_reordered:
        notes.append(Note("reordered"))
    notes += [Note("left_alone", left=part) for part in comparison.left_alone]
    notes += [Note("right_alone", right=part) for part in comparison.right_alone]
    return tuple(notes)


_Places = tuple[int, ...]
_Choice = tuple[_Places, _Places, Agreement]


def _parts(name: str) -> tuple[str, ...]:
    found = normalise.parts(name)
    return found if len(found) <= _MOST_PARTS else tuple(sorted(found)[:_MOST_PARTS])


def _chosen(a: tuple[str, ...], b: tuple[str, ...]) -> list[_Choice]:
    """Pick the pairs that agree best, each part once; ties fall the same way for both orders."""
    options = sorted(
        _options(a, b),
        key=lambda each: (-each[2].score, len(each[0]) + len(each[1]), _words(a, b, each)),
    )
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    chosen = []
    for one, other, fit in options:
        if taken_a.isdisjoint(one) and taken_b.isdisjoint(other):
            chosen.append((one, other, fit))
            taken_a.update(one)
            taken_b.update(other)
    return chosen


def _options(a: tuple[str, ...], b: tuple[str, ...]) -> list[_Choice]:
    single = [((i,), (j,)) for i in range(len(a)) for j in range(len(b))]
    # Parts are joined only where one name has more of them: else each has its own partner.
    joined: list[tuple[_Places, _Places]] = []
    if len(a) > len(b):
        joined = [(two, (j,)) for two in permutations(range(len(a)), 2) for j in range(len(b))]
    elif len(b) > len(a):
        joined = [((i,), two) for two in permutations(range(len(b)), 2) for i in range(len(a))]
    return [
        (one, other, fit)
        for one, other in (*single, *joined)
        if (fit := _fit("".join(a[i] for i in one), "".join(b[j] for j in other), one, other))
    ]


def _fit(left: str, right: str, one: _Places, other: _Places) -> Agreement | None:
    found = agreement(left, right)
    if found is None or len(one) == len(other):
        return found
    if found.why in {Why.NEAR, Why.INITIAL, Why.CUT}:  # joined parts agree wholly or not at all
        return None
    return Agreement(round(found.score * _JOINED, 4), found.why, found.detail)


def _words(a: tuple[str, ...], b: tuple[str, ...], choice: _Choice) -> list[str]:
    sides = (tuple(a[i] for i in choice[0]), tuple(b[j] for j in choice[1]))
    return sorted(" ".join(side) for side in sides)


def _pair(a: tuple[str, ...], b: tuple[str, ...], choice: _Choice) -> Pair:
    one, other, fit = choice
    return Pair(
        tuple(a[i] for i in one), tuple(b[j] for j in other), fit.score, fit.why, fit.detail
    )
