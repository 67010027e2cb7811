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
