"""Verbs of the picture: issue a situation report, choose the way out of a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.places.rules import COUNTRY
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.picture.models import Sitrep
from samaki.picture.queries import conflicts
from samaki.picture.queries import content as contents
from samaki.picture.rules import sitreps as rules
from samaki.picture.rules import ways
from samaki.systems.claims.services import adjust_claim
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


class SitrepRefusedError(RefusedError):
    """The report cannot be issued. Carries every reason."""


@transaction.atomic
def issue_sitrep(*, actor: Actor, as_of: datetime, at: datetime) -> Sitrep:
    """Issue the situation report as of a moment, by all that is known at `at`.

    Raises PermissionRefusedError, SitrepRefusedError.
    """
    actor.require(Permission.SITREP_ISSUE, area=COUNTRY)
    actor.require(Permission.PICTURE_SEE, area=COUNTRY)
    actor.require(Permission.CUSTODY_SEE, area=COUNTRY)
    journal.take_turn()
    current = Sitrep.objects.first()
    ref = refs.reference("SI", Sitrep.objects.count() + 1)
    found = contents.content(actor, Moments(as_of, at), ref=ref)
    reasons = rules.reasons_against_issuing(
        found, as_of=as_of, at=at, current=(current.ref, current.content) if current else None
    )
    if reasons:
        raise SitrepRefusedError(reasons)

    sitrep = Sitrep.objects.create(
        ref=ref,
        as_of=as_of,
        known_at=at,
        content=found,
        digest=rules.digest(found),
        issued_at=at,
        issued_by=actor.key,
        supersedes=current,
    )
    journal.record(
        actor=actor.key,
        kind=Permission.SITREP_ISSUE,
        subject=ref,
        at=at,
        wrote=[sitrep],
    )
    return sitrep


class WayRefusedError(RefusedError):
    """The way out cannot be chosen. Carries every reason."""


@transaction.atomic
def choose_way(*, actor: Actor, conflict: str, way: str, reason: str, at: datetime) -> str:
    """Let one claim of a conflict count otherwise, by a way that still is one; return its ref.

    Raises PermissionRefusedError, WayRefusedError, DecisionRefusedError.
    """
    actor.require(Permission.SCOPE_CHOOSE, area=COUNTRY)
    actor.require(Permission.PICTURE_SEE, area=COUNTRY)
    journal.take_turn()
    found = conflicts.conflict(conflict, at=at)
    offer = found.offer(way) if found else None
    if found is None or offer is None:
        raise WayRefusedError((ways.reason("way_gone"),))
    adjust_claim(
        actor=actor,
        claim_ref=offer.way.claim,
        to=offer.to,
        against=[name for name in found.names if name != offer.way.claim],
        reason=reason,
        at=at,
    )
    return offer.way.claim
