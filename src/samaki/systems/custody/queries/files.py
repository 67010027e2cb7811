"""Persons by name or reference, each as one reader may see them, and who opened whose file.

A search by name finds only persons whose name the reader may read, so that it tells nothing that a
page would not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.heads import words as heads
from samaki.ground.journal import queries as journal
from samaki.ground.people import queries as people
from samaki.ground.people.rules import READ
from samaki.ground.people.words import file_page_words
from samaki.ground.places import rules as places
from samaki.systems.custody.models import Posting
from samaki.systems.custody.queries import holds, whereabouts, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.journal.models import Entry
    from samaki.systems.custody.queries.whereabouts import Face


@dataclass(frozen=True, slots=True)
class Step:
    """One movement of a person: into or out of an account, counted as what."""

    movement: int
    kind: str
    account: str
    happened_at: datetime
    recorded_at: datetime
    arrives: bool
    cell: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file was opened: when, by which log-in, whose, on which page, by code and in words."""

    number: int
    recorded_at: datetime
    who: str
    person: str
    page: str
    said: str


@dataclass(frozen=True, slots=True)
class GroundLine:
    """What holds a person, in words: the ground, what it forbids, who can lift it, since when.

    `hold` is the reference of the hold and `paper` what it rests on; empty where silence holds, the
    paper also where whoever protects placed it.
    """

    said: str
    forbids: str
    owner: str
    since: datetime | None
    hold: str
    paper: str


@dataclass(frozen=True, slots=True)
class LiftedLine:
    """A hold that was lifted, in words: its ground and paper, from when to when, for which paper.

    `is_answered` says that its question was answered, and not that it was a mistake.
    """

    ref: str
    said: str
    paper: str
    placed_at: datetime
    lifted_at: datetime | None
    lifted_for: str
    is_answered: bool


def persons(eyes: Actor, *, at: datetime) -> list[Face]:
    """Return the named persons in the areas whose persons the reader may see, by reference."""
    return _in_scope(eyes, whereabouts.faces(eyes, _every_ref(), at=at).values())


def found(eyes: Actor, asked: str, *, at: datetime) -> list[Face]:
    """Return the persons a reader finds by a part of a name, a whole paper number or a reference.

    By name or paper only those whose name the reader may read; by reference those in scope.
    """
    by_name = whereabouts.faces(eyes, people.containing(asked), at=at)
    by_ref = whereabouts.faces(eyes, [asked.upper()], at=at)
    readable = [face for face in by_name.values() if not face.is_hidden]
    every = {face.ref: face for face in (*readable, *by_ref.values())}
    return _in_scope(eyes, (every[ref] for ref in sorted(every)))


def face(eyes: Actor, ref: str, *, at: datetime) -> Face | None:
    """Return one person as the reader may see them; None if there is none in the reader's areas."""
    return next(iter(_in_scope(eyes, whereabouts.faces(eyes, [ref], at=at).values())), None)


def in_scope(eyes: Actor, refs: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Return those references whose file the reader may open; a page shows no other."""
    found = whereabouts.faces(eyes, filter(None, refs), at=at)
    return frozenset(face.ref for face in _in_scope(eyes, found.values()))


def steps(ref: str) -> list[Step]:
    """Return the postings of a person, newest first."""
    rows = Posting.objects.filter(person=ref).select_related("movement", "account__unit")
    return [
        Step(
            movement=row.movement_id,
            kind=words.movement_kind(row.movement.kind),
            account=row.account.name,
            happened_at=row.movement.happened_at,
            recorded_at=row.movement.recorded_at,
            arrives=row.count > 0,
            cell=heads.cell_in_words(row.subject.cell),
        )
        for row in rows.order_by("-movement__happened_at", "-pk")
    ]


def grounds_in_words(ref: str) -> list[GroundLine]:
    """Return all that holds a person, as everybody may read it."""
    return [
        GroundLine(
            words.ground(ground.code),
            words.forbidden(ground.code),
            words.owner(ground.owner, ground.code),
            ground.since,
            ground.hold,
            ground.because,
        )
        for ground in whereabouts.grounds([ref])[ref]
    ]


def lifted_in_words(ref: str) -> list[LiftedLine]:
    """Return the holds on a person that were lifted, newest first, as everybody may read them."""
    return [
        LiftedLine(
            str(hold.ref),
            words.ground(hold.ground),
            hold.because,
            hold.placed_at,
            hold.lifted_at,
            hold.lifted_for,
            hold.clears,
        )
        for hold in holds.lifted(ref)
    ]


def readings(*, person: str = "", who: str = "", limit: int) -> list[Reading]:
    """Return who opened whose file, newest first: of one person, by one log-in, or all."""
    account = access.account_called(who) if who else None
    if who and account is None:
        return []
    by = f"account:{account.pk}" if account else None
    entries = journal.of_kind(READ, subject=person or None, by=by, limit=limit)
    names = access.names_of({entry.actor for entry in entries})
    return [_reading(entry, names[entry.actor]) for entry in entries]


def _reading(entry: Entry, who: str) -> Reading:
    page = entry.kind.removeprefix(READ)
    return Reading(entry.number, entry.recorded_at, who, entry.subject, page, file_page_words(page))


def _every_ref() -> list[str]:
    named = Posting.objects.exclude(person="")
    return sorted(set(named.values_list("person", flat=True)))


def _in_scope(eyes: Actor, faces: Iterable[Face]) -> list[Face]:
    """Keep those where the reader may see persons; outside every unit, who sees the country's."""
    return [
        face
        for face in faces
        if eyes.may(
            Permission.PERSON_SEE,
            area=(face.place.area if face.place else None) or places.COUNTRY,
        )
    ]
