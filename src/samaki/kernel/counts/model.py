"""What sources say about counts, what we ask, and what they prove together.

A cell is one province, one nationality and one day, and holds a whole number of people, zero or
more. A claim says that the people in its cells number at least `low` and at most `high`.
Provinces and nationalities that nobody names still exist: see `cells`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from samaki.kernel.counts.bounds import Bounds


MOST_PEOPLE = 10**9
"""More than this is a slip of the pen, and whole numbers stay exact in the solver below it."""


class Relation(StrEnum):
    """What a claim says besides its number."""

    TOTAL = "total"
    """The claims that name this one in `of` are disjoint parts of it."""
    PRESENT = "present"
    """Each nationality it lists is there at least once."""
    MOSTLY = "mostly"
    """It is more than half of the claim it names in `of`."""


@dataclass(frozen=True, slots=True)
class CountClaim:
    """At least `low`, at most `high` people in these cells; None sets no limit on that side.

    `provinces` and `nationalities` of None mean all; `first` and `last` are inclusive days, and
    the calendar's own first and last day mean "ever". `of` names the claim it is a part of.
    """

    id: str
    low: int | None
    high: int | None
    provinces: frozenset[str] | None
    nationalities: frozenset[str] | None
    first: date
    last: date
    relation: Relation | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """How many people are there in these cells? The scope reads as a claim's does."""

    id: str
    provinces: frozenset[str] | None
    nationalities: frozenset[str] | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Answer:
    """The tightest whole-number bounds, each with claims that by themselves prove it.

    Leave any claim out of `low_because` and the rest no longer prove `low`; likewise `high`.
    """

    question: str
    bounds: Bounds
    low_because: tuple[str, ...]
    high_because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """How far one claim's interval had to be opened so that all claims can hold.

    `sets_relation_aside` says that its `relation` (or its `of`) had to give way too; that only
    happens where no movement of numbers could have helped.
    """

    claim: str
    low_before: int | None
    high_before: int | None
    low_after: int | None
    high_after: int | None
    sets_relation_aside: bool = False


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Answers in the order asked; each conflict irreducible; repairs by claim id."""

    answers: tuple[Answer, ...]
    conflicts: tuple[tuple[str, ...], ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document is refused: a JSON path such as `$.claims[3].of`, and words for people."""

    path: str
    text: str


class ContractError(Exception):
    """The claims or questions cannot be read. Carries every reason."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        """Keep the reasons; the message lists them all."""
        self.reasons = tuple(reasons)
        super().__init__("\n".join(f"{reason.path}: {reason.text}" for reason in self.reasons))


def reasons_against(claims: Sequence[CountClaim], questions: Sequence[Question]) -> list[Reason]:
    """Return every reason why these claims and questions make no sense; empty means they do."""
    return [
        *_reasons_repeated("claims", [claim.id for claim in claims]),
        *_reasons_repeated("questions", [question.id for question in questions]),
        *_reasons_empty("claims", claims),
        *_reasons_empty("questions", questions),
        *_reasons_impossible(claims),
        *_reasons_unrelated(claims),
        *_reasons_unlisted(claims),
    ]


def _reasons_repeated(name: str, ids: Sequence[str]) -> Iterator[Reason]:
    seen: set[str] = set()
    for position, each in enumerate(ids):
        if each in seen:
            yield Reason(f"$.{name}[{position}].id", f"“{each}” is used more than once.")
        seen.add(each)


def _reasons_empty(name: str, scopes: Sequence[CountClaim | Question]) -> Iterator[Reason]:
    for position, scope in enumerate(scopes):
        path = f"$.{name}[{position}]"
        if scope.provinces is not None and not scope.provinces:
            yield Reason(f"{path}.provinces", "The list is empty; null means all.")
        if scope.nationalities is not None and not scope.nationalities:
            yield Reason(f"{path}.nationalities", "The list is empty; null means all.")
        if scope.first > scope.last:
            yield Reason(f"{path}.to", f"{scope.last} comes before {scope.first}.")


def _reasons_impossible(claims: Sequence[CountClaim]) -> Iterator[Reason]:
    for position, claim in enumerate(claims):
        for name, count in (("lo", claim.low), ("hi", claim.high)):
            if count is not None and not 0 <= count <= MOST_PEOPLE:
                text = f"{count} is not between 0 and {MOST_PEOPLE}."
                yield Reason(f"$.claims[{position}].{name}", text)
        if claim.low is not None and claim.high is not None and claim.low > claim.high:
            text = f"At least {claim.low} and at most {claim.high} cannot both hold."
            yield Reason(f"$.claims[{position}].lo", text)


def _reasons_unrelated(claims: Sequence[CountClaim]) -> Iterator[Reason]:
    parents = {claim.id: claim.of for claim in claims}
    for position, claim in enumerate(claims):
        path = f"$.claims[{position}].of"
        if claim.of is None:
            if claim.relation is Relation.MOSTLY:
                yield Reason(path, "“mostly” has to name the claim it is most of.")
        elif claim.of == claim.id:
            yield Reason(path, f"“{claim.id}” cannot be part of itself.")
        elif claim.of not in parents:
            yield Reason(path, f"There is no claim “{claim.of}”.")
        elif _comes_back(claim.id, parents):
            yield Reason(path, f"“{claim.id}” is part of itself by way of “{claim.of}”.")


def _comes_back(start: str, parents: Mapping[str, str | None]) -> bool:
    seen: set[str | None] = set()
    here = parents[start]
    while here is not None and here != start and here not in seen:
        seen.add(here)
        here = parents.get(here)
    return here == start


def _reasons_unlisted(claims: Sequence[CountClaim]) -> Iterator[Reason]:
    for position, claim in enumerate(claims):
        if claim.relation is Relation.PRESENT and claim.nationalities is None:
            text = "“present” has to list the nationalities that are present."
            yield Reason(f"$.claims[{position}].nationalities", text)
