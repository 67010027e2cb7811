"""Lists of who leaves together: prepared, persons put on and taken off, boarded, given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import ExpulsionCase, Manifest, ManifestLine
from samaki.systems.immigration.queries.cases import standings
from samaki.systems.immigration.queries.manifests import may_give_up, prepared_in
from samaki.systems.immigration.services.cases import advance
from samaki.systems.immigration.services.lines import rest, step_line
from samaki.systems.immigration.services.refusals import refuse, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Route:
    """How a list leaves: means, carrier, checkpoint, state (alpha-3), and when."""

    means: rules.Means
    carrier: str
    checkpoint: str
    destination: str
    leaves_at: datetime


@transaction.atomic
def prepare_manifest(*, actor: Actor, route: Route, at: datetime) -> Manifest:
    """Prepare an empty list. Raises PermissionRefusedError, CaseRefusedError."""
    actor.require(Permission.DEPARTURE_RECORD)
    refuse_for(
        rules.reasons_against_manifest(
            carrier=route.carrier,
            checkpoint=route.checkpoint,
            destination=route.destination,
            leaves_at=route.leaves_at,
            at=at,
        )
    )
    journal.take_turn()
    found = Manifest.objects.create(
        ref=refs.reference("MF", Manifest.objects.count() + 1),
        means=route.means,
        carrier=route.carrier.strip(),
        checkpoint=route.checkpoint.strip(),
        destination=route.destination,
        leaves_at=route.leaves_at,
        prepared_at=at,
        prepared_by=actor.key,
    )
    journal.record(
        actor=actor.key,
        kind="immigration:manifest:prepare",
        subject=found.ref,
        at=at,
        wrote=[found],
    )
    return found


@transaction.atomic
def list_persons(*, actor: Actor, manifest: str, persons: Sequence[str], at: datetime) -> Manifest:
    """Put persons with a standing order on a list; whoever may not leave is refused, with why.

    All or nobody: every reason of every person is given at once. Raises PermissionRefusedError,
    CaseRefusedError.
    """
    found = locked_manifest(manifest)
    cases = _cases(persons)
    _require(actor, cases.values())
    journal.take_turn()
    refuse_for(_reasons_against_listing(found, persons, cases))
    lines = [
        ManifestLine.objects.create(manifest=found, case=case, listed_at=at, listed_by=actor.key)
        for case in cases.values()
    ]
    for case in cases.values():
        advance(case, "list", at=at)
    journal.record(
        actor=actor.key,
        kind="immigration:manifest:list",
        subject=manifest,
        at=at,
        wrote=[*lines, *cases.values()],
    )
    return found


@transaction.atomic
def take_off(*, actor: Actor, manifest: str, persons: Sequence[str], at: datetime) -> Manifest:
    """Take persons off a list that has not left; their orders stand. Raises as `list_persons`."""
    return _move_lines(actor, manifest, persons, "take_off", at=at)


@transaction.atomic
def confirm_boarded(
    *, actor: Actor, manifest: str, persons: Sequence[str], at: datetime
) -> Manifest:
    """Confirm who of those on a list boarded. Raises as `list_persons`."""
    return _move_lines(actor, manifest, persons, "board", at=at)


@transaction.atomic
def give_up_manifest(*, actor: Actor, manifest: str, at: datetime) -> Manifest:
    """Give a list up: whoever stands on it comes off, and their orders stand.

    By who records departures where the list was prepared, and where everybody on it is: an empty
    one, too, is the list of an office. A list by which somebody has left has left. Raises as
    `list_persons`.
    """
    found = locked_manifest(manifest)
    lines = list(waiting_lines(found))
    _require(actor, [line.case for line in lines])
    if not may_give_up(actor, found):
        actor.require(Permission.DEPARTURE_RECORD, area=min(prepared_in(found)))
    for line in lines:
        step_line(line, "take_off")
        advance(line.case, "take_off", at=at)
    found.state = rules.ManifestState.GIVEN_UP
    found.save(update_fields=["state"])
    rest(found)
    journal.record(
        actor=actor.key,
        kind="immigration:manifest:give_up",
        subject=manifest,
        at=at,
        wrote=[found, *lines, *(line.case for line in lines)],
    )
    return found


def locked_manifest(ref: str) -> Manifest:
    """Return a list that has not left, locked, or refuse."""
    found = Manifest.objects.select_for_update().filter(ref=ref).first()
    if found is None:
        refuse("no_manifest", ref=ref)
    if found.state != rules.ManifestState.PREPARED:
        refuse("manifest_over", ref=ref)
    return found


def waiting_lines(manifest: Manifest) -> Iterator[ManifestLine]:
    """Return who waits on a list, their cases locked in key order."""
    waits = ManifestLine.objects.filter(manifest=manifest, state__in=rules.WAITING_LINES)
    keys = sorted(waits.values_list("case_id", flat=True))
    cases = {
        c.pk: c
        for c in ExpulsionCase.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    for line in waits:
        line.case = cases[line.case_id]
        yield line


def _require(actor: Actor, cases: object) -> None:
    actor.require(Permission.DEPARTURE_RECORD)
    for case in cases:  # type: ignore[attr-defined]
        actor.require(Permission.DEPARTURE_RECORD, area=case.area_id)


def _cases(persons: Sequence[str]) -> dict[str, ExpulsionCase]:
    """Return the open cases of persons, locked in key order; who has none is left out."""
    every = ExpulsionCase.objects.select_for_update().exclude(state__in=rules.CASE.ends)
    return {case.person: case for case in every.filter(person__in=persons).order_by("pk")}


def _reasons_against_listing(
    manifest: Manifest, persons: Sequence[str], cases: dict[str, ExpulsionCase]
) -> Iterator[Reason]:
    if not persons:
        yield rules.reason("nobody_named")
    on_it = manifest.lines.filter(state__in=rules.WAITING_LINES).count()
    if on_it + len(persons) > rules.MOST_LISTED:
        yield rules.reason("many", count=on_it + len(persons), most=rules.MOST_LISTED)
    before = set(manifest.lines.values_list("case__person", flat=True))
    stands = standings(cases.values())
    for person in dict.fromkeys(persons):
        case = cases.get(person)
        if case is None:
            yield rules.reason("nobody", person=person)
            continue
        if person in before:
            yield rules.reason("listed_before", person=person, ref=manifest.ref)
        yield from rules.reasons_against_step(stands[case.ref], "list")
        yield from rules.reasons_against_leaving(stands[case.ref], leaves_at=manifest.leaves_at)


def _move_lines(
    actor: Actor, manifest: str, persons: Sequence[str], act: str, *, at: datetime
) -> Manifest:
    found = locked_manifest(manifest)
    lines = {line.case.person: line for line in waiting_lines(found)}
    chosen = [lines[person] for person in dict.fromkeys(persons) if person in lines]
    _require(actor, [line.case for line in chosen])
    refuse_for(
        (
            *([] if persons else [rules.reason("nobody_named")]),
            *(
                rules.reason("not_on_list", person=person, ref=manifest)
                for person in persons
                if person not in lines
                or (rules.LineState(lines[person].state), act) not in rules.LINE.steps
            ),
        )
    )
    for line in chosen:
        step_line(line, act)
        if act == "board":
            line.boarded_at = at
            line.save(update_fields=["boarded_at"])
        else:
            advance(line.case, act, at=at)
    rest(found)
    moved = [] if act == "board" else [line.case for line in chosen]
    journal.record(
        actor=actor.key,
        kind=f"immigration:manifest:{act}",
        subject=manifest,
        at=at,
        wrote=[found, *chosen, *moved],
    )
    return found
