"""Referrals: a service is offered with the person's consent, or on a named decision without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.kernel.flow import StepRefusedError
from samaki.systems.protection import queries, rules
from samaki.systems.protection.models import Referral, ReferralStep
from samaki.systems.protection.services import screenings
from samaki.systems.protection.services.refusals import ProtectionRefusedError, refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


@transaction.atomic
def refer_person(*, actor: Actor, screening: str, offer: rules.Offer, at: datetime) -> Referral:
    """Offer a service to the person of a screening; return the referral.

    Raises PermissionRefusedError, ProtectionRefusedError.
    """
    found = screenings.locked(actor, screening, Permission.REFERRAL_MAKE, at=at)
    refuse_for((*screenings.reasons_against_building(found), *rules.reasons_against_offer(offer)))
    made = Referral.objects.create(
        screening=found,
        service=offer.service,
        to_whom=offer.to_whom.strip(),
        has_consent=offer.has_consent,
        override_by="" if offer.has_consent else offer.override_by.strip(),
        override_reason="" if offer.has_consent else offer.override_reason.strip(),
        offered_at=at,
        offered_by=actor.key,
    )
    made.ref = refs.reference("RF", made.pk)
    made.save(update_fields=["ref"])
    journal.record(
        actor=actor.key, kind=Permission.REFERRAL_MAKE, subject=made.ref, at=at, wrote=[made]
    )
    return made


@transaction.atomic
def take_step(*, actor: Actor, referral: str, act: str, reason: str, at: datetime) -> Referral:
    """Record what became of a referral: `act` is a step of rules.REFERRAL.

    Declining and revoking ask why. Raises PermissionRefusedError, ProtectionRefusedError.
    """
    actor.require(Permission.REFERRAL_MAKE)
    every = Referral.objects.select_for_update(of=["self"]).select_related("screening")
    found = every.filter(ref=referral).first()
    if found is None:
        raise ProtectionRefusedError([rules.reason("closed", ref=referral)])
    area = queries.area_of(found.screening.person, at=at)
    actor.require(Permission.REFERRAL_MAKE, area=area)
    is_silent = act in rules.ASK_WHY and not reason.strip()
    refuse_for([rules.reason("no_reason")] if is_silent else [])
    try:
        found.state = rules.REFERRAL.after(rules.ReferralState(found.state), act)
    except StepRefusedError as error:
        raise ProtectionRefusedError([rules.reason("closed", ref=referral)]) from error
    found.save(update_fields=["state"])
    step = ReferralStep.objects.create(
        referral=found, act=act, reason=reason.strip(), taken_at=at, taken_by=actor.key
    )
    journal.record(
        actor=actor.key,
        kind=f"protection:referral:{act}",
        subject=referral,
        at=at,
        wrote=[found, step],
    )
    return found
