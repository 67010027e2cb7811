"""Holds in force, and what they forbid. Whoever was never screened is held too, and a minor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground.people.naming import finds_references
from samaki.kernel import ledger
from samaki.systems.custody.models import Hold, Posting
from samaki.systems.custody.rules import holds as rules
from samaki.systems.custody.rules.clocks import HOME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from samaki.systems.custody.rules import AccountKind


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a person may not go somewhere, and the office that can lift it."""

    code: str
    owner: str
    hold: str = ""  # the reference of the hold; empty when silence alone protects
    since: datetime | None = None
    because: str = ""  # the paper or case it rests on; of whoever protects, nobody else reads it

    @property
    def forbids(self) -> frozenset[AccountKind]:
        """The kinds of account into which the person may not go."""
        return rules.forbids(self.code)


def grounds(
    persons: Iterable[str],
    *,
    at: datetime | None = None,
    minors: Collection[str] = (),
    foreigners: Collection[str] = (),
) -> dict[str, tuple[Ground, ...]]:
    """Return, for each person's reference, every ground that holds them; empty if there is none.

    With `at`, the moment of something entered late, a hold that was lifted only afterwards still
    stands, and a clearing that came only afterwards does not count: nobody is cleared backwards.
    `minors` are those whom an entry counts as minors, beside whom the books ever counted so;
    `foreigners` those whom it counts as of another state or of none that is known, beside whom the
    books ever counted so.

    What silence holds has no unit of its own that can lift it: `owner` is then empty, and the
    reader's words name the committee.
    """
    asked = sorted(set(persons))
    young, abroad = _ever_minors(asked).union(minors), _foreigners(asked).union(foreigners)
    placed: dict[str, list[Hold]] = defaultdict(list)
    cleared: dict[str, set[rules.HoldKind]] = defaultdict(set)
    every = Hold.objects.filter(person__in=asked).select_related("owner")
    for hold in sorted(every, key=_lifted_last):
        kind = rules.KIND_OF_GROUND[hold.ground]
        if hold.state == rules.HoldState.PLACED or _stood(hold, at):
            placed[hold.person].append(hold)
        elif hold.clears:
            cleared[hold.person].add(kind)
        elif kind in rules.LAST_COUNTS:
            cleared[hold.person].discard(kind)
    return {
        person: _grounds(
            placed[person],
            cleared=cleared[person],
            is_minor=person in young,
            is_foreign=person in abroad,
        )
        for person in asked
    }


def outward(
    persons: Iterable[str],
    *,
    at: datetime | None = None,
    minors: Collection[str] = (),
    foreigners: Collection[str] = (),
) -> dict[str, tuple[Ground, ...]]:
    """Return the grounds as whoever does not protect may read them: never what a screening found.

    One office's hold reads the same while it screens and once it protects: of several of one office
    the oldest is read, whatever the later ones are.
    """
    every = grounds(persons, at=at, minors=minors, foreigners=foreigners)
    return {person: _outward(found) for person, found in every.items()}


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
    persons: Collection[str],
    *,
    accounts: Mapping[str, AccountKind],
    minors: Collection[str],
    foreigners: Collection[str],
    at: datetime,
) -> tuple[ledger.Hold, ...]:
    """Return the holds that keep these persons out of these accounts at a moment.

    `accounts` gives the kind of each account by reference; `minors` are those whom the entry counts
    as minors, `foreigners` those whom it does not count as of this country. A hold that forbids
    none of the accounts is left out.
    """
    every = outward(persons, at=at, minors=minors, foreigners=foreigners)
    return tuple(
        ledger.Hold(person, ground.code, forbidden, ground.owner)
        for person, found in every.items()
        for ground in found
        if (forbidden := frozenset(r for r, kind in accounts.items() if kind in ground.forbids))
    )


def placed(person: str, kind: rules.HoldKind | None = None) -> list[Hold]:
    """Return the holds in force on a person, oldest first; of one kind if one is named."""
    every = Hold.objects.filter(person=person, state=rules.HoldState.PLACED)
    found = list(every.select_related("owner"))
    return [h for h in found if kind is None or rules.KIND_OF_GROUND[h.ground] is kind]


def is_answered(person: str, kind: rules.HoldKind) -> bool:
    """Tell whether the hold of a kind that was lifted last had its question answered."""
    grounds = rules.of_kind(kind)
    lifted = Hold.objects.filter(person=person, ground__in=grounds, state=rules.HoldState.LIFTED)
    last = lifted.order_by("-lifted_at", "-pk").first()
    return last is not None and last.clears


def lifted(person: str) -> list[Hold]:
    """Return the holds on a person that were lifted, newest first, but for those who protect.

    When a screening ended and how is read nowhere but with whoever screens.
    """
    every = Hold.objects.filter(person=person, state=rules.HoldState.LIFTED)
    found = every.select_related("owner").order_by("-lifted_at", "-pk")
    return [h for h in found if rules.KIND_OF_GROUND[h.ground] not in rules.OF_PROTECTION]


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


def _lifted_last(hold: Hold) -> tuple[bool, float, int]:
    """Put lifted holds first, by when they were lifted, and then those that stand."""
    lifted = hold.lifted_at
    return lifted is None, lifted.timestamp() if lifted else 0.0, hold.pk


def _stood(hold: Hold, at: datetime | None) -> bool:
    """Tell whether a hold that is lifted now stood at a moment, or was lifted after it."""
    return at is not None and hold.lifted_at is not None and hold.lifted_at > at


def _ever_minors(persons: Collection[str]) -> frozenset[str]:
    """Return who of these was ever counted as a minor, also where that was changed or reversed.

    Whether somebody is of age is for whoever protects to answer, and not for the next officer.
    """
    # Named alone: else SQLite does not know that the index of persons holds them all.
    named = Posting.objects.exclude(person="").order_by()
    young = named.filter(person__in=persons, age="minor")
    return frozenset(young.values_list("person", flat=True))


def _foreigners(persons: Collection[str]) -> frozenset[str]:
    """Return who of these was ever counted as of another state, or of none that is known.

    Whoever is of this country is sent out of it by no law, so the hold keeps nothing from them; and
    no officer frees somebody of another by writing this one down.
    """
    known = Posting.objects.exclude(person="").filter(person__in=persons).order_by()
    return frozenset(known.exclude(nationality=HOME).values_list("person", flat=True))


def _grounds(
    placed: list[Hold],
    *,
    cleared: Collection[rules.HoldKind],
    is_minor: bool,
    is_foreign: bool,
) -> tuple[Ground, ...]:
    codes = rules.silent(
        [h.ground for h in placed], cleared=cleared, is_minor=is_minor, is_foreign=is_foreign
    )
    silence = tuple(Ground(code, "") for code in codes)
    # Hold by hold: two bodies may hold on one ground, and each can lift its own alone.
    return (*silence, *(_ground(hold) for hold in placed))


def _ground(hold: Hold) -> Ground:
    of_others = rules.KIND_OF_GROUND[hold.ground] not in rules.OF_PROTECTION
    because = hold.because if of_others else ""
    return Ground(hold.ground, hold.owner.name, str(hold.ref), hold.placed_at, because)
