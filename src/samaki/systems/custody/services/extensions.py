"""The only writer of extensions: what a prosecutor added in writing, and that it does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import CustodyExtension, ExtendedPerson, ExtensionWithdrawal
from samaki.systems.custody.queries import clock_rules, clocks
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.clocks import EXTENSION, in_force
from samaki.systems.custody.rules.extensions import (
    reasons_against_extending,
    reasons_against_granted,
)
from samaki.systems.custody.services import accounts
from samaki.systems.custody.services.refusals import MovementRefusedError, refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.rules.extensions import Granted

_WITHDRAWN = "custody:extension:withdraw"


@transaction.atomic
def record_extension(*, actor: Actor, granted: Granted, at: datetime) -> CustodyExtension:
    """Put on record that a prosecutor extended police custody in writing, of named persons.

    Who kept them when it was given records it, also afterwards; given after the time was over, it
    is refused. Raises PermissionRefusedError, MovementRefusedError.
    """
    keeper = accounts.unit_of(granted.unit)
    actor.require(Permission.EXTENSION_RECORD, area=keeper.area_id)
    journal.take_turn()
    then = Moments(granted.granted_at, at)
    most = in_force(EXTENSION, clock_rules.configured(then)).hours
    assert most is not None, "an extension has hours"
    stays = clocks.stays(granted.persons, then)
    refuse_for(
        (
            *reasons_against_granted(granted, most=most, at=at),
            *reasons_against_extending(granted, stays, keeper.name),
        )
    )
    made = CustodyExtension.objects.create(
        ref=refs.reference("PX", CustodyExtension.objects.count() + 1),
        unit=keeper,
        office=granted.office.strip(),
        document=granted.document.strip(),
        ground=granted.ground.strip(),
        hours=granted.hours,
        granted_at=granted.granted_at,
        recorded_at=at,
        recorded_by=actor.key,
    )
    covered = ExtendedPerson.objects.bulk_create(
        [ExtendedPerson(extension=made, person=person) for person in granted.persons]
    )
    journal.record(
        actor=actor.key,
        kind=Permission.EXTENSION_RECORD,
        subject=made.ref,
        at=at,
        wrote=[made, *covered],
    )
    return made


@transaction.atomic
def withdraw_extension(
    *, actor: Actor, extension: str, reason: str, at: datetime
) -> ExtensionWithdrawal:
    """Say that an extension does not count, for a reason; it stays on record.

    Raises PermissionRefusedError, MovementRefusedError.
    """
    journal.take_turn()
    ref = refs.as_stored(extension)
    found = CustodyExtension.objects.select_related("unit").filter(ref=ref).first()
    if found is None:
        actor.require(Permission.EXTENSION_RECORD)
        raise MovementRefusedError([rules.reason("unknown_extension", ref=extension)])
    actor.require(Permission.EXTENSION_RECORD, area=found.unit.area_id)
    known = ExtensionWithdrawal.objects.filter(extension=found).first()
    told = {"ref": found.ref, "moment": known.recorded_at} if known else {}
    refuse_for(
        (
            *([rules.reason("extension_withdrawn", **told)] if known else []),
            *([] if reason.strip() else [rules.reason("no_withdrawal_reason")]),
        )
    )
    made = ExtensionWithdrawal.objects.create(
        extension=found, reason=reason.strip(), withdrawn_by=actor.key, recorded_at=at
    )
    journal.record(actor=actor.key, kind=_WITHDRAWN, subject=found.ref, at=at, wrote=[made])
    return made
