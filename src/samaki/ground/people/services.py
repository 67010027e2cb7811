"""The only writer of persons."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.models import Particulars, Person
from samaki.kernel import refs

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor

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
        kind="people:person:register",
        subject=person.ref,
        at=at,
        wrote=[person, particulars],
    )
    return person


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


def record_reading(*, actor: Actor, person: str, why: str, at: datetime) -> None:
    """Put on record that somebody opened a person's file; `why` says which page it was.

    Reading changes nothing else. Raises PermissionRefusedError.
    """
    actor.require(Permission.PERSON_SEE)
    journal.record(actor=actor.key, kind=f"people:file:read:{why}", subject=person, at=at)
