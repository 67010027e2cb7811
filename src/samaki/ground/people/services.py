"""The only writer of persons."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.models import Particulars, Person
from samaki.ground.people.rules import READ
from samaki.kernel import refs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.people.rules import FilePage

_BATCH = 200  # rows in one statement
_REGISTERED = "people:person:register"
_DECIDED = "people:person:decide_protection"  # one word for both, so that it tells nothing


@transaction.atomic
def register_person(*, actor: Actor, stated_name: str, paper: str, at: datetime) -> Person:
    """Register somebody under the name they gave, and the number of the paper they showed."""
    actor.require(Permission.CUSTODY_IDENTIFY)
    journal.take_turn()
    person = Person.objects.create(
        ref=refs.reference("P", Person.objects.count() + 1), registered_at=at
    )
    particulars = Particulars.objects.create(
        person=person, stated_name=stated_name, paper=paper, salt=secrets.token_hex(16)
    )
    journal.record(
        actor=actor.key,
        kind=_REGISTERED,
        subject=person.ref,
        at=at,
        wrote=[person, particulars],
    )
    return person


@transaction.atomic
def register_persons(
    *, actor: Actor, stated: Sequence[tuple[str, str]], because: str, at: datetime
) -> list[str]:
    """Register many under the names and papers they gave; return their references, in order.

    One entry of the journal seals them all; its subject is `because`, the paper they stand on.
    """
    actor.require(Permission.CUSTODY_IDENTIFY)
    journal.take_turn()
    known = Person.objects.count()
    persons = Person.objects.bulk_create(
        [
            Person(ref=refs.reference("P", known + number), registered_at=at)
            for number in range(1, len(stated) + 1)
        ],
        batch_size=_BATCH,
    )
    particulars = Particulars.objects.bulk_create(
        [
            Particulars(person=person, stated_name=name, paper=paper, salt=secrets.token_hex(16))
            for person, (name, paper) in zip(persons, stated, strict=True)
        ],
        batch_size=_BATCH,
    )
    journal.record(
        actor=actor.key,
        kind=_REGISTERED,
        subject=because,
        at=at,
        wrote=[*persons, *particulars],
    )
    return [person.ref for person in persons]


@transaction.atomic
def protect_person(*, actor: Actor, person: str, at: datetime) -> Person:
    """Hide a person's name from everybody but those who protect; doing it twice changes nothing.

    The entry in the journal reads as that of `end_protection`: whoever reads that does not learn
    what was found.
    """
    return _protection(actor, person, is_protected=True, at=at)


@transaction.atomic
def end_protection(*, actor: Actor, person: str, at: datetime) -> Person:
    """Let a person's name be read again where they are."""
    return _protection(actor, person, is_protected=False, at=at)


def _protection(actor: Actor, ref: str, *, is_protected: bool, at: datetime) -> Person:
    actor.require(Permission.DETERMINATION_MAKE)
    person = Person.objects.select_for_update().get(ref=ref)
    if person.is_protected != is_protected:
        person.is_protected = is_protected
        person.save(update_fields=["is_protected"])
    journal.record(actor=actor.key, kind=_DECIDED, subject=ref, at=at, wrote=[person])
    return person


def record_readings(*, actor: Actor, persons: Iterable[str], page: FilePage, at: datetime) -> None:
    """Put on record that somebody opened these persons' files, on which page.

    Asks for no permission: what is shown is recorded, by whichever right it was opened. Reading
    changes nothing else.
    """
    for person in dict.fromkeys(persons):
        journal.record(actor=actor.key, kind=f"{READ}{page}", subject=person, at=at)
