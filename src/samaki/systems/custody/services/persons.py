"""Naming heads: one unnamed head becomes one registered person, and no total changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import stated as stated_by
from samaki.ground.people.services import register_person
from samaki.systems.custody import rules
from samaki.systems.custody.models import Movement
from samaki.systems.custody.rules.keepers import Keeper, keeper
from samaki.systems.custody.services import accounts, entries
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.people.models import Person
    from samaki.kernel.ledger import Cell
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.models import Account


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody said and showed: the name as given, the paper's number or empty."""

    name: str
    paper: str = ""


@transaction.atomic
def identify(
    *,
    actor: Actor,
    unit: str | Keeper,
    cell: Cell,
    stated: Stated,
    happened_at: datetime,
    at: datetime,
) -> Person:
    """Name one unnamed head of a cell that the unit holds; return the person registered.

    `unit` is its code, or it and the site on which it keeps them.
    Raises PermissionRefusedError, MovementRefusedError.
    """
    where = keeper(unit)
    holder = accounts.unit_of(where.unit)
    actor.require(Permission.CUSTODY_IDENTIFY, area=holder.area_id)
    account = accounts.account_of(holder, where.site)
    entries.lock([account])
    reasons = (
        *rules.reasons_against_party(rules.Party({cell: 1})),
        *rules.reasons_against_moment(happened_at, at=at),
        *([] if stated.name.strip() else [rules.reason("no_name")]),
        *_reasons_twice(account, stated, happened_at=happened_at),
    )
    # Somebody new is nowhere yet, so the books can only lack the head; asked before registering.
    trial = rules.identification(cell, "-", account=str(account.ref), happened_at=happened_at)
    refuse_for((*reasons, *entries.reasons_against(trial, [account])))

    person = register_person(
        actor=actor, stated_name=stated.name.strip(), paper=stated.paper.strip(), at=at
    )
    movement = rules.identification(
        cell, person.ref, account=str(account.ref), happened_at=happened_at
    )
    entered = entries.enter(
        movement,
        kind=rules.MovementKind.IDENTIFICATION,
        because=person.ref,
        actor=actor,
        at=at,
    )
    journal.record(
        actor=actor.key,
        kind=Permission.CUSTODY_IDENTIFY,
        subject=person.ref,
        at=at,
        wrote=entered.rows,
    )
    return person


def _reasons_twice(account: Account, stated: Stated, *, happened_at: datetime) -> Iterator[Reason]:
    """Find the same name entered for the same minute: a form sent twice names nobody twice."""
    here = Movement.objects.filter(
        kind=rules.MovementKind.IDENTIFICATION,
        happened_at=happened_at,
        postings__account=account,
        reversed_by=None,
    )
    among = here.values_list("because", flat=True)
    for ref in stated_by(stated.name.strip(), stated.paper.strip(), among=among):
        yield rules.reason("named_before", ref=ref)
