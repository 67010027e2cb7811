"""The only writer of situation reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.places.rules import COUNTRY
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.picture.models import Sitrep
from samaki.picture.queries import content as contents
from samaki.picture.rules import sitreps as rules
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
