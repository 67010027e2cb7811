"""Holds in force, and what they forbid. Whoever was never screened is held too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground.people.naming import finds_references
from samaki.kernel import ledger
from samaki.systems.custody import rules
from samaki.systems.custody.models import Hold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a person may not be charged, punished or sent away, and the office that can lift it."""

    code: str
    owner: str
    hold: str = ""  # the reference of the hold; empty when silence alone protects
    since: datetime | None = None


def grounds(persons: Iterable[str], *, at: datetime | None = None) -> dict[str, tuple[Ground, ...]]:
    """Return, for each person's reference, every ground against punishing; empty if there is none.

    With `at`, the moment of something entered late, a hold that was lifted only afterwards still
    stands, and a clearing that came only afterwards does not count: nobody is cleared backwards.

    The office that can lift "not yet screened" is whoever screens: `rules.NOT_SCREENED` has no unit
    of its own, so `owner` is then empty and the reader's words name the committee.
    """
    asked = sorted(set(persons))
    placed: dict[str, list[Hold]] = defaultdict(list)
    cleared: set[str] = set()
    for hold in Hold.objects.filter(person__in=asked).select_related("owner"):
        if hold.state == rules.HoldState.PLACED or _stood(hold, at):
            placed[hold.person].append(hold)
        elif hold.clears and rules.KIND_OF_GROUND[hold.ground] is rules.HoldKind.SCREENING:
            cleared.add(hold.person)
    return {person: _grounds(placed[person], is_cleared=person in cleared) for person in asked}


def outward(persons: Iterable[str], *, at: datetime | None = None) -> dict[str, tuple[Ground, ...]]:
    """Return the grounds as whoever does not protect may read them: never what a screening found.

    One office's hold reads the same while it screens and once it protects: of several of one office
    the oldest is read, whatever the later ones are.
    """
    return {person: _outward(found) for person, found in grounds(persons, at=at).items()}


def of_screening(persons: Iterable[str]) -> dict[str, tuple[Ground, ...]]:
    """Return those of the outward grounds that speak of a screening: not yet, or not over."""
    return {
        person: tuple(ground for ground in found if rules.is_of_screening(ground.code))
        for person, found in outward(persons).items()
    }


def screened(persons: Iterable[str]) -> dict[str, rules.Screened]:
    """Return, for each person's reference, the one word on their screening that all may read."""
    return {
        person: rules.screened([ground.code for ground in found])
        for person, found in outward(persons).items()
    }


def heard(persons: Iterable[str]) -> dict[str, rules.Screened]:
    """Return how far each person's screening is, for who screens: a finding is the end of it."""
    return {
        person: rules.screened([ground.code for ground in found])
        for person, found in grounds(persons).items()
    }


def against(
    persons: Collection[str], *, forbids: frozenset[str], at: datetime
) -> tuple[ledger.Hold, ...]:
    """Return the holds that keep these persons out of the accounts `forbids` at a moment."""
    return tuple(
        ledger.Hold(person, ground.code, forbids, ground.owner)
        for person, found in outward(persons, at=at).items()
        for ground in found
    )


def placed(person: str, kind: rules.HoldKind | None = None) -> list[Hold]:
    """Return the holds in force on a person, oldest first; of one kind if one is named."""
    every = Hold.objects.filter(person=person, state=rules.HoldState.PLACED)
    found = list(every.select_related("owner"))
    return [h for h in found if kind is None or rules.KIND_OF_GROUND[h.ground] is kind]


def hold(ref: str) -> Hold | None:
    """Return the hold of that reference, or None."""
    return Hold.objects.select_related("owner").filter(ref=ref).first()


def _outward(found: Iterable[Ground]) -> tuple[Ground, ...]:
    read: dict[tuple[str, str], Ground] = {}
    for ground in found:
        code = rules.outward(ground.code)
        read.setdefault((code, ground.owner), replace(ground, code=code))
    return tuple(read.values())


@finds_references("HD")
def of_references(codes: Collection[str]) -> Iterable[tuple[str, str]]:
    """Return whom holds are of, for whoever asks `people.naming`."""
    found = Hold.objects.filter(ref__in=list(codes)).values_list("ref", "person")
    return ((str(ref), person) for ref, person in found)


def _stood(hold: Hold, at: datetime | None) -> bool:
    """Tell whether a hold that is lifted now stood at a moment, or was lifted after it."""
    return at is not None and hold.lifted_at is not None and hold.lifted_at > at


def _grounds(placed: list[Hold], *, is_cleared: bool) -> tuple[Ground, ...]:
    codes = rules.grounds_against_punishing([h.ground for h in placed], is_cleared=is_cleared)
    silence = tuple(Ground(code, "") for code in codes if code == rules.NOT_SCREENED)
    # Hold by hold: two bodies may hold on one ground, and each can lift its own alone.
    return (*silence, *(Ground(h.ground, h.owner.name, str(h.ref), h.placed_at) for h in placed))
