"""Reads of protection: who waits to be screened, and a person's file for who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access.rules import Permission
from samaki.ground.people.naming import finds_references
from samaki.ground.retention.registry import finds_ties
from samaki.ground.retention.rules import Keeps, Tie
from samaki.systems.custody.queries import holds, whereabouts
from samaki.systems.custody.rules import KEEPING
from samaki.systems.custody.rules.holds import Screened
from samaki.systems.custody.rules.holds import screened as screened_by
from samaki.systems.protection import rules
from samaki.systems.protection.models import Determination, Interview, Referral, VictimScreening

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.holds import Ground
    from samaki.systems.custody.queries.whereabouts import Face, Keeping


@dataclass(frozen=True, slots=True)
class Waiting:
    """A named person in custody whose screening is not finished, and since when they are named."""

    face: Face
    since: datetime
    screened: Screened


@dataclass(frozen=True, slots=True)
class Place:
    """An account with those who wait there, and its heads, who cannot be heard without a name."""

    account: str
    name: str
    waiting: tuple[Waiting, ...]
    unnamed: int
    has_page: bool  # where a unit holds them has a page in custody; what is on the road has none


@dataclass(frozen=True, slots=True)
class File:
    """All that protection keeps of one person, for who may open it."""

    face: Face
    screened: Screened
    grounds: tuple[Ground, ...]
    screenings: tuple[VictimScreening, ...]

    @property
    def pending(self) -> tuple[VictimScreening, ...]:
        """The screenings that wait for a decision."""
        return tuple(s for s in self.screenings if s.state == rules.ScreeningState.PENDING)


def waiting(eyes: Actor, *, at: datetime) -> list[Place]:
    """Return, by account, the named persons without a finished screening, who waits longest first.

    An account with nameless heads alone is on the list too.
    """
    keepings = whereabouts.keepings(eyes, Permission.SCREENING_SEE, at=at)
    screened = holds.heard([ref for keeping in keepings for ref, _ in keeping.named])
    open_ones = {ref for ref, word in screened.items() if word is not Screened.DONE}
    faces = whereabouts.faces(eyes, open_ones, at=at)
    places = [
        Place(
            keeping.account,
            keeping.name,
            tuple(Waiting(faces[r], since, screened[r]) for r, since in _open(keeping, open_ones)),
            keeping.unnamed,
            keeping.kind in KEEPING,
        )
        for keeping in keepings
    ]
    found = [place for place in places if place.waiting or place.unnamed]
    return sorted(found, key=lambda p: (not p.waiting, p.waiting and p.waiting[0].since, p.name))


def how_many_wait(eyes: Actor, *, at: datetime) -> int:
    """Return how many named persons have no finished screening where the actor may screen."""
    keepings = whereabouts.keepings(eyes, Permission.SCREENING_SEE, at=at)
    screened = holds.heard([ref for keeping in keepings for ref, _ in keeping.named])
    return sum(word is not Screened.DONE for word in screened.values())


def file(eyes: Actor, person: str, *, at: datetime) -> File | None:
    """Return a person's file, or None if no person has that reference."""
    face = whereabouts.faces(eyes, [person], at=at).get(person)
    if face is None:
        return None
    found = holds.grounds([person])[person]
    every = (
        VictimScreening.objects.filter(person=person)
        .select_related("unit", "determination")
        .prefetch_related("interviews", "referrals__steps", "reflections__unit")
    )
    word = screened_by([ground.code for ground in found])
    return File(face, word, found, tuple(every.order_by("-opened_at", "-pk")))


def area_of(person: str, *, at: datetime) -> str | None:
    """Return the area where a person is, in which whoever opens the file has to be competent."""
    place = whereabouts.where([person], at=at)[person]
    return place.area if place else None


def screening(ref: str) -> VictimScreening | None:
    """Return the screening of that reference, or None."""
    return VictimScreening.objects.select_related("unit").filter(ref=ref).first()


def interview(ref: str) -> Interview | None:
    """Return the interview of that reference, or None."""
    return Interview.objects.select_related("screening__unit").filter(ref=ref).first()


def referral(ref: str) -> Referral | None:
    """Return the referral of that reference, or None."""
    return Referral.objects.select_related("screening__unit").filter(ref=ref).first()


def latest_findings(person: str) -> dict[str, rules.Finding]:
    """Return what each office found last of a person, by the code of the office."""
    every = Determination.objects.filter(screening__person=person).order_by("decided_at", "pk")
    return {found.unit_id: rules.Finding(found.finding) for found in every}


def _open(keeping: Keeping, open_ones: set[str]) -> list[tuple[str, datetime]]:
    return [(ref, since) for ref, since in keeping.named if ref in open_ones]


@finds_references("VS", "RF")
def of_references(codes: Collection[str]) -> Iterable[tuple[str, str]]:
    """Return whom screenings and referrals are of, for whoever asks `people.naming`."""
    screenings = VictimScreening.objects.filter(ref__in=list(codes))
    referrals = Referral.objects.filter(ref__in=list(codes))
    for rows, person in ((screenings, "person"), (referrals, "screening__person")):
        yield from ((str(ref), whom) for ref, whom in rows.values_list("ref", person))


@finds_ties("person")
def ties_of_persons(references: Collection[str], _at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return whose screening or service is not over, by reference, and when it was decided."""
    screenings = VictimScreening.objects.filter(person__in=list(references))
    pending = screenings.filter(state=rules.ScreeningState.PENDING)
    referrals = Referral.objects.filter(screening__person__in=list(references))
    served = referrals.exclude(state__in=sorted(rules.REFERRAL.ends))
    for rows, person in ((pending, "person"), (served, "screening__person")):
        found = rows.values_list(person, flat=True)
        yield from ((str(whom), Tie(Keeps.IN_SCREENING)) for whom in found)
    decided = Determination.objects.filter(screening__person__in=list(references))
    for whom, moment in decided.values_list("screening__person", "decided_at"):
        yield whom, Tie(Keeps.IN_SCREENING, moment)
