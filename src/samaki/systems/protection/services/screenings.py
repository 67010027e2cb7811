"""Screenings and interviews: opening one holds the person; what was said is added, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import is_registered
from samaki.kernel import refs
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.protection import queries, rules
from samaki.systems.protection.models import Interview, Reflection, VictimScreening
from samaki.systems.protection.services.refusals import ProtectionRefusedError, refuse_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

_WITHDRAWN = "protection:screening:withdraw"
_INTERVIEWED = "protection:interview:record"
_REFLECTION = "protection:reflection:set"


@transaction.atomic
def open_screening(*, actor: Actor, person: str, at: datetime) -> VictimScreening:
    """Open a screening by the actor's office; from now on the person is held as pending.

    Raises PermissionRefusedError, ProtectionRefusedError.
    """
    area = queries.area_of(person, at=at)
    actor.require(Permission.SCREENING_CONDUCT, area=area)
    office = actor.unit_for(Permission.SCREENING_CONDUCT, area=area)
    journal.take_turn()
    refuse_for(_reasons_against_opening(office, person))
    assert office is not None, "refused above"
    opened = VictimScreening.objects.create(
        person=person, unit_id=office, opened_at=at, opened_by=actor.key
    )
    opened.ref = refs.reference("VS", opened.pk)
    hold = place_hold(
        actor=actor,
        person=person,
        ground="screening_pending",
        owner=office,
        because=opened.ref,
        at=at,
    )
    opened.hold = str(hold.ref)
    opened.save(update_fields=["ref", "hold"])
    journal.record(
        actor=actor.key,
        kind=Permission.SCREENING_CONDUCT,
        subject=opened.ref,
        at=at,
        wrote=[opened],
    )
    return opened


@transaction.atomic
def withdraw_screening(
    *, actor: Actor, screening: str, because: str, at: datetime
) -> VictimScreening:
    """Withdraw a screening opened by mistake: its hold is lifted, and nobody is cleared by it.

    Raises PermissionRefusedError, ProtectionRefusedError.
    """
    found = locked(actor, screening, Permission.SCREENING_CONDUCT, at=at)
    refuse_for(
        (
            *reasons_against_acting(actor, found),
            *([] if because.strip() else [rules.reason("no_withdrawal_reason")]),
            *(
                [rules.reason("interviewed", ref=found.ref)]
                if found.interviews.exists() and found.state == rules.ScreeningState.PENDING
                else []
            ),
        )
    )
    found.state = rules.SCREENING.after(rules.ScreeningState(found.state), "withdraw")
    found.withdrawn_because = because.strip()
    found.save(update_fields=["state", "withdrawn_because"])
    lift_hold(actor=actor, hold=found.hold, clears=False, at=at)
    journal.record(actor=actor.key, kind=_WITHDRAWN, subject=str(found.ref), at=at, wrote=[found])
    return found


@transaction.atomic
def record_interview(
    *, actor: Actor, screening: str, told: rules.Told, happened_at: datetime, at: datetime
) -> Interview:
    """Add an interview to a pending screening, on the questionnaire in force; return it.

    Raises PermissionRefusedError, ProtectionRefusedError.
    """
    found = locked(actor, screening, Permission.SCREENING_CONDUCT, at=at)
    asked = rules.CURRENT
    refuse_for(
        (
            *reasons_against_acting(actor, found),
            *rules.reasons_against_interview(told, asked),
            *([rules.reason("future", moment=happened_at)] if happened_at > at else []),
        )
    )
    number = found.interviews.count() + 1
    made = Interview.objects.create(
        ref=f"{found.ref}-{number}",
        screening=found,
        number=number,
        questionnaire=asked.key,
        version=asked.version,
        language=told.language,
        has_interpreter=told.has_interpreter,
        is_private=told.is_private,
        others=told.others.strip(),
        age=told.age,
        consent={point: point in told.consent for point in rules.CONSENT_WORDINGS},
        answers=dict(told.answers),
        notes={key: note.strip() for key, note in told.notes.items() if note.strip()},
        noted={
            "acts": sorted(told.acts),
            "means": sorted(told.means),
            "purposes": sorted(told.purposes),
        },
        words=told.words.strip(),
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.key,
    )
    journal.record(actor=actor.key, kind=_INTERVIEWED, subject=str(found.ref), at=at, wrote=[made])
    return made


@transaction.atomic
def set_reflection(
    *, actor: Actor, screening: str, until: date, today: date, at: datetime
) -> Reflection:
    """Give a person time to recover and reflect, until a day; the office that set it is on record.

    Raises PermissionRefusedError, ProtectionRefusedError.
    """
    found = locked(actor, screening, Permission.DETERMINATION_MAKE, at=at)
    refuse_for(
        (
            *reasons_against_building(found),
            *rules.reasons_against_reflection(until, today=today),
        )
    )
    office = actor.unit_for(Permission.DETERMINATION_MAKE, prefer=found.unit_id)
    made = Reflection.objects.create(
        screening=found,
        unit_id=office or found.unit_id,
        until=until,
        set_at=at,
        set_by=actor.key,
    )
    journal.record(actor=actor.key, kind=_REFLECTION, subject=str(found.ref), at=at, wrote=[made])
    return made


def locked(actor: Actor, ref: str, permission: Permission, *, at: datetime) -> VictimScreening:
    """Return the screening, locked, for who has the permission where the person is; or refuse."""
    actor.require(permission)
    every = VictimScreening.objects.select_for_update(of=["self"]).select_related("unit")
    found = every.filter(ref=ref).first()
    if found is None:
        raise ProtectionRefusedError([rules.reason("unknown_screening", ref=ref)])
    actor.require(permission, area=queries.area_of(found.person, at=at))
    return found


def reasons_against_acting(actor: Actor, screening: VictimScreening) -> Iterator[Reason]:
    """Find why the actor's office may not go on with a screening: it is closed, or another's.

    What a page shows instead of its form; the verbs ask again.
    """
    if screening.state != rules.ScreeningState.PENDING:
        yield rules.reason("not_pending", ref=screening.ref)
    if screening.unit_id not in actor.units_for(Permission.SCREENING_CONDUCT):
        yield rules.reason("not_yours", ref=screening.ref, unit=screening.unit.name)


def reasons_against_building(screening: VictimScreening) -> Iterator[Reason]:
    """Find why no service and no time follows from a screening: it was a mistake."""
    if screening.state == rules.ScreeningState.WITHDRAWN:
        yield rules.reason("withdrawn", ref=screening.ref)


def _reasons_against_opening(office: str | None, person: str) -> Iterator[Reason]:
    if not is_registered(person):
        yield rules.reason("unknown_person", person=person)
    if office is None:
        yield rules.reason("no_unit")
    pending = VictimScreening.objects.filter(
        person=person, unit=office, state=rules.ScreeningState.PENDING
    ).first()
    if pending is not None:
        yield rules.reason("pending_before", person=person, ref=pending.ref)
