"""The departure: whoever boarded leaves by the ledger, together or not at all; and its undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.services.corrections import lock_disposition, reverse_disposition
from samaki.systems.custody.services.dispositions import lock_for, record_disposition
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import (
    Departure,
    ExpulsionCase,
    Manifest,
    ManifestLine,
    UndoneDeparture,
)
from samaki.systems.immigration.queries.cases import departure_of, standing, standings
from samaki.systems.immigration.services.cases import advance, locked, reopen
from samaki.systems.immigration.services.lines import step_line
from samaki.systems.immigration.services.manifests import locked_manifest, waiting_lines
from samaki.systems.immigration.services.refusals import CaseRefusedError, refuse_for
from samaki.systems.listings.services import end_ban_listings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

# What the ledger says in its own words, and the case may have said already.
_ON_HOLD, _FUTURE = "on_hold", "future"
_UNDO = "undo_departure"
_MOST_WHY = 400  # characters of why a departure is undone, which custody keeps too


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
            reasons += _unsaid(refused.reasons, line.case.person, before=reasons)
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


@transaction.atomic
def undo_departure(*, actor: Actor, case: str, reasons: str, at: datetime) -> ExpulsionCase:
    """Undo the departure of one person who did not leave, or not then: reasons in words.

    All that hung on it goes back in one transaction: the ledger by its opposite entry, the person
    to their list as boarded, the case to being listed. A ban that followed is ended with it,
    whoever entered it: while the books say that somebody never left, no border may stop them for
    having left. Departure, ban and what had closed the case stay on record. Raises
    PermissionRefusedError, CaseRefusedError.
    """
    actor.require(Permission.DEPARTURE_RECORD)
    found, line = _locked(case)
    actor.require(Permission.DEPARTURE_RECORD, area=found.area_id)
    departure = departure_of(found)
    against = [
        *rules.reasons_against_step(standing(found), _UNDO),
        *rules.reasons_against_words(reasons, most=_MOST_WHY),
        *_reasons_of_another_case(found),
    ]
    if departure is None or line is None:
        assert against, "a departure that stands has its line"
        raise CaseRefusedError(against)
    lock_disposition(departure.disposition)
    if not against:
        bans = list(found.bans.values_list("listing", flat=True))
        end_ban_listings(actor=actor, listings=bans, reason=reasons, at=at)
    refuse_for((*against, *_reversed(actor, departure, reasons=reasons, at=at)))
    undone = UndoneDeparture.objects.create(
        departure=departure,
        reasons=reasons.strip(),
        undone_at=at,
        undone_by=actor.key,
        closed_at=found.closed_at,
        closed_by=found.closed_by,
        closed_reason=found.closed_reason,
    )
    reopen(found, _UNDO, at=at)
    step_line(line, _UNDO)
    line.manifest.state = rules.ManifestState.PREPARED
    line.manifest.save(update_fields=["state"])
    journal.record(
        actor=actor.key,
        kind="immigration:departure:undo",
        subject=found.ref,
        at=at,
        wrote=[undone, found, line, line.manifest],
    )
    return found


def _locked(ref: str) -> tuple[ExpulsionCase, ManifestLine | None]:
    """Return a case and the line on which its person left, locked: the list first, as elsewhere."""
    left = ManifestLine.objects.filter(case__ref=ref, state=rules.LineState.LEFT).first()
    manifest = (
        Manifest.objects.select_for_update().get(pk=left.manifest_id) if left is not None else None
    )
    case = locked(ref)
    line = ManifestLine.objects.filter(case=case, state=rules.LineState.LEFT).first()
    if line is None or manifest is None or line.manifest_id != manifest.pk:
        return case, None
    line.case, line.manifest = case, manifest
    return case, line


def _reversed(
    actor: Actor, departure: Departure, *, reasons: str, at: datetime
) -> tuple[Reason, ...]:
    """Reverse a departure in the ledger, or return what the ledger says against it."""
    try:
        # Longer reasons are refused by the caller; here they only must not stop the ledger's own.
        why = reasons.strip()[:_MOST_WHY]
        reverse_disposition(actor=actor, disposition=departure.disposition, reason=why, at=at)
    except MovementRefusedError as refused:
        return tuple(each for each in refused.reasons if each.code != "no_reason")  # said before
    return ()


def _reasons_of_another_case(case: ExpulsionCase) -> Iterator[Reason]:
    every = ExpulsionCase.objects.exclude(state__in=rules.CASE.ends).exclude(pk=case.pk)
    known = every.filter(person=case.person).first()
    if known is not None:
        yield rules.reason("case_open", person=case.person, ref=known.ref)


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


def _unsaid(found: Iterable[Reason], person: str, *, before: Sequence[Reason]) -> list[Reason]:
    """Return the ledger's reasons against one person that are not said yet, of them or of all."""
    codes = {each.code for each in before}
    of_them = [e for e in before if e.code == "ground" and e.values["person"] == person]
    grounds = {each.values["ground"] for each in of_them}
    if any(e.code in rules.OF_CONSUL and e.values["person"] == person for e in before):
        grounds.add(rules.CONSULAR_GROUND)
    return [
        each
        for each in found
        if not (each.code == _ON_HOLD and each.values["ground"] in grounds)
        and not (each.code == _FUTURE and _FUTURE in codes)
    ]
