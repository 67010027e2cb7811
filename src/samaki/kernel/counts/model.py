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


_MOST_SHOWN = 60
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


def name_of(stated: str) -> str:
    """Return an id as it is shown in a reason: in quotes, and cut where it goes on and on."""
    return f"“{stated if len(stated) <= _MOST_SHOWN else stated[:_MOST_SHOWN] + '…'}”"


def _number(count: int) -> str:
    # Python refuses to write out a number of thousands of digits, and nobody would read it.
    return str(count) if abs(count) < 10**15 else "A number of more than 15 digits"


def _reasons_repeated(name: str, ids: Sequence[str]) -> Iterator[Reason]:
    seen: set[str] = set()
    for position, each in enumerate(ids):
        if each in seen:
            yield Reason(f"$.{name}[{position}].id", f"{name_of(each)} is used more than once.")
        seen.add(each)


def _reasons_empty(name: str, scopes: Sequence[CountClaim | Question]) -> Iterator[Reason]:
    for position, scope in enumerate(scopes):
        path, whose = f"$.{name}[{position}]", name_of(scope.id)
        if scope.provinces is not None and not scope.provinces:
            yield Reason(f"{path}.provinces", f"{whose}: The list is empty; null means all.")
        if scope.nationalities is not None and not scope.nationalities:
            yield Reason(f"{path}.nationalities", f"{whose}: The list is empty; null means all.")
        if scope.first > scope.last:
            yield Reason(f"{path}.to", f"{whose}: {scope.last} comes before {scope.first}.")


def _reasons_impossible(claims: Sequence[CountClaim]) -> Iterator[Reason]:
    for position, claim in enumerate(claims):
        path, whose = f"$.claims[{position}]", name_of(claim.id)
        for name, count in (("lo", claim.low), ("hi", claim.high)):
            if count is not None and not 0 <= count <= MOST_PEOPLE:
                text = f"{whose}: {_number(count)} is not between 0 and {MOST_PEOPLE}."
                yield Reason(f"{path}.{name}", text)
        if _is_turned_round(claim):
            text = f"{whose}: At least {claim.low} and at most {claim.high} cannot both hold."
            yield Reason(f"{path}.lo", text)


def _is_turned_round(claim: CountClaim) -> bool:
    # Counts beyond reason have had a reason of their own.
    low, high = claim.low or 0, MOST_PEOPLE if claim.high is None else claim.high
    return 0 <= high < low <= MOST_PEOPLE


def _reasons_unrelated(claims: Sequence[CountClaim]) -> Iterator[Reason]:
    parents = {claim.id: claim.of for claim in claims}
    circling = _circling(parents)
    for position, claim in enumerate(claims):
        path, whose = f"$.claims[{position}].of", name_of(claim.id)
        if claim.of is None:
            if claim.relation is Relation.MOSTLY:
                yield Reason(path, f"{whose}: “mostly” has to name the claim it is most of.")
        elif claim.of == claim.id:
            yield Reason(path, f"{whose} cannot be part of itself.")
        elif claim.of not in parents:
            yield Reason(path, f"{whose}: There is no claim {name_of(claim.of)}.")
        elif claim.id in circling:
            yield Reason(path, f"{whose} is part of itself by way of {name_of(claim.of)}.")


def _circling(parents: Mapping[str, str | None]) -> set[str]:
    """Return the ids from which the way up through the wholes comes back to where it began."""
    circling: set[str] = set()
    walked: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in walked:
            walked.add(here)
            way[here] = None
            here = parents.get(here)
        if here in way:
            steps = list(way)
            circling.update(steps[steps.index(here) :])
    return circling


def _reasons_unlisted(claims: Sequence[CountClaim]) -> Iterator[Reason]:
    for position, claim in enumerate(claims):
        if claim.relation is Relation.PRESENT and claim.nationalities is None:
            text = f"{name_of(claim.id)}: “present” has to list the nationalities that are present."
            yield Reason(f"$.claims[{position}].nationalities", text)
