"""The departure: whoever boarded leaves by the ledger, together or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.services.dispositions import lock_for, record_disposition
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import Departure
from samaki.systems.immigration.queries.cases import standings
from samaki.systems.immigration.services.cases import advance
from samaki.systems.immigration.services.lines import step_line
from samaki.systems.immigration.services.manifests import locked_manifest, waiting_lines
from samaki.systems.immigration.services.refusals import CaseRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.immigration.models import Manifest, ManifestLine

# The ledger's own words for what the case has said already, person by person.
_SAID_BEFORE = "on_hold"


@transaction.atomic
def record_departure(
    *, actor: Actor, manifest: str, happened_at: datetime, at: datetime
) -> Manifest:
    """Let those who boarded leave: each by a disposition of their own, under their own order.

    The ledger is asked again for each. If it refuses one, nobody leaves, nothing is changed, and
    every reason of every person is given. Who did not board stays, with the order standing. Raises
    PermissionRefusedError, CaseRefusedError.
    """
    actor.require(Permission.DEPARTURE_RECORD)
    found = locked_manifest(manifest)
    lines = list(waiting_lines(found))
    for line in lines:
        actor.require(Permission.DEPARTURE_RECORD, area=line.case.area_id)
    boarded = [line for line in lines if line.state == rules.LineState.BOARDED]
    lock_for([line.case.person for line in boarded], happened_at=happened_at)
    reasons = [
        *([] if boarded else [rules.reason("nobody_boarded")]),
        *rules.reasons_against_moment(happened_at, at=at),
        *_reasons_against(boarded, happened_at),
    ]
    left: list[Departure] = []
    for line in boarded:
        try:
            left.append(_leave(actor, line, happened_at=happened_at, at=at))
        except MovementRefusedError as refused:
            reasons += [each for each in refused.reasons if each.code not in _said(reasons)]
    if reasons:
        raise CaseRefusedError(reasons)
    stayed = [line for line in lines if line.state == rules.LineState.ON_LIST]
    for line in stayed:
        step_line(line, "stay")
        advance(line.case, "take_off", at=at)
    found.state = rules.ManifestState.LEFT
    found.save(update_fields=["state"])
    journal.record(
        actor=actor.key,
        kind=Permission.DEPARTURE_RECORD,
        subject=manifest,
        at=at,
        wrote=[found, *lines, *(line.case for line in lines), *left],
    )
    return found


def _leave(actor: Actor, line: ManifestLine, *, happened_at: datetime, at: datetime) -> Departure:
    """Move one person to the end "expelled"; custody's ledger has the last word."""
    disposition = record_disposition(
        actor=actor,
        persons=[line.case.person],
        end=AccountKind.EXPELLED,
        keeper=rules.KEEPER,
        because=line.case.order.ref,
        happened_at=happened_at,
        at=at,
    )
    step_line(line, "leave")
    advance(line.case, "depart", at=at)
    return Departure.objects.create(
        case=line.case,
        manifest=line.manifest,
        disposition=str(disposition.ref),
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.key,
    )


def _reasons_against(lines: list[ManifestLine], happened_at: datetime) -> Iterator[Reason]:
    stands = standings(line.case for line in lines)
    for line in lines:
        yield from rules.reasons_against_leaving(stands[line.case.ref], leaves_at=happened_at)
        yield from rules.reasons_against_boarding(
            line.case.person, boarded_at=line.boarded_at, leaves_at=happened_at
        )


def _said(reasons: list[Reason]) -> frozenset[str]:
    """Return the ledger's codes that say again what is said: a hold, or the moment."""
    codes = {reason.code for reason in reasons}
    return frozenset(({_SAID_BEFORE} if "ground" in codes else set()) | ({"future"} & codes))
