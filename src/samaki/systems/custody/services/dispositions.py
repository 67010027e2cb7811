"""How custody ends: named persons leave a unit's account for an end, if no hold speaks against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Disposition
from samaki.systems.custody.queries import whereabouts
from samaki.systems.custody.rules.holds import ground_reason
from samaki.systems.custody.services import accounts, entries
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@transaction.atomic
def record_disposition(
    *,
    actor: Actor,
    persons: Sequence[str],
    end: rules.AccountKind,
    keeper: str,
    because: str,
    happened_at: datetime,
    at: datetime,
) -> Disposition:
    """End the custody of persons who are all in one account; return the disposition.

    `persons` are references, `end` one of rules.DISPOSITIONS, `keeper` the code of the unit that
    answers for that end, `because` the reference of the order. Every reason of every person is
    given at once. Raises PermissionRefusedError, MovementRefusedError.
    """
    assert end in rules.DISPOSITIONS, f"custody does not end as {end}"
    actor.require(Permission.DISPOSITION_RECORD)
    source, subjects, strangers = _subjects(persons, happened_at)
    actor.require(Permission.DISPOSITION_RECORD, area=source.unit.area_id if source.unit else None)
    entries.lock([source])  # the end is only ever added to, so nobody needs to queue for it
    journal.take_turn()  # so that no hold is placed between asking the ledger and writing
    goal = accounts.open_end(actor=actor, kind=end, keeper=accounts.unit_of(keeper), at=at)
    movement = rules.transfer(
        subjects, giver=str(source.ref), taker=str(goal.ref), happened_at=happened_at
    )
    refuse_for(
        (
            *rules.reasons_against_party(rules.Party({}, tuple(persons))),
            *rules.reasons_against_moment(happened_at, at=at),
            *([] if because.strip() else [rules.reason("no_order")]),
            *strangers,
            *entries.reasons_against(movement, [source, goal]),
        )
    )
    disposition = Disposition.objects.create(giver=source, end=goal, because=because.strip())
    return entries.enter_for(
        disposition, movement, kind=rules.MovementKind.DISPOSITION, actor=actor, at=at
    )


def lock_for(persons: Sequence[str], *, happened_at: datetime) -> None:
    """Lock the accounts in which these persons are, in key order, before several dispositions.

    Whoever records one after the other holds the journal's turn from the first on: to lock the next
    account only then would let two writers wait for each other.
    """
    refs = {place.account for place in whereabouts.where(persons, at=happened_at).values() if place}
    entries.lock(Account.objects.filter(ref__in=refs))


def reasons_against_disposition(
    *, persons: Sequence[str], end: rules.AccountKind
) -> dict[str, tuple[Reason, ...]]:
    """Return, for each person, every reason why custody may not end so now; nothing is changed.

    What a page shows beside a step that is refused; the verb asks again.
    """
    assert end in rules.DISPOSITIONS, f"custody does not end as {end}"
    return {
        person: tuple(
            ground_reason(ground.code, person=person, owner=ground.owner)
            for ground in found
            if end in ground.forbids
        )
        for person, found in whereabouts.grounds(persons).items()
    }


def _subjects(
    persons: Sequence[str], happened_at: datetime
) -> tuple[Account, Mapping[Subject, int], tuple[Reason, ...]]:
    """Return the one account the persons are in, who of them leaves, and who is not there.

    Refused when nobody is named, or nobody of them is in the books.
    """
    refuse_for([] if persons else [rules.reason("nobody")])
    found = whereabouts.where(persons, at=happened_at)
    known = [place for place in found.values() if place is not None]
    if not known:
        refuse_for([rules.reason("nowhere", person=person) for person in persons])
    source = Account.objects.select_related("unit").get(ref=known[0].account)
    subjects = {
        Subject(place.cell, person): 1
        for person, place in found.items()
        if place is not None and place.account == source.ref
    }
    return source, subjects, tuple(_strangers(found, source))


def _strangers(found: Mapping[str, whereabouts.Place | None], source: Account) -> Iterator[Reason]:
    for person, place in found.items():
        if place is None or place.account != source.ref:
            yield rules.reason("not_here", account=source.name, person=person)
