"""The verbs of retention with their values filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.journal import queries as journal
from samaki.ground.people.services import register_person
from samaki.ground.retention.rules import NOTICE
from samaki.ground.retention.services import set_retention, shred_values

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.retention.models import Retention

DUTY = Actor("account:1", (Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
INTAKE = Actor("account:2", (Grant("KH-1", GRANTS[Role.INTAKE_OFFICER]),))


@dataclass
class Kept:
    """Persons by reference, in the order they were registered."""

    at: datetime
    refs: list[str] = field(default_factory=list)

    def register(self, name: str, *, at: datetime) -> str:
        person = register_person(actor=INTAKE, stated_name=name, paper="ZQ9", at=at)
        self.refs.append(person.ref)
        return person.ref

    def set(self, days: int | None = 90, *, kind: str = "person", why: str = "Rule 4") -> Retention:
        return set_retention(actor=DUTY, kind=kind, days=days, why=why, at=self.at - NOTICE)

    def shred(self, *refs: str, kind: str = "person", actor: Actor = DUTY) -> int:
        return shred_values(actor=actor, kind=kind, of=refs or self.refs, at=self.at)


def tamper(sql: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def breaks() -> list[str]:
    return [str(found) for found in journal.breaks()]
