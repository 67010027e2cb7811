"""Opening, advancing and closing an expulsion case; its papers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import is_registered
from samaki.kernel import refs
from samaki.systems.custody.queries import whereabouts
from samaki.systems.custody.rules import UNIT_KINDS
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import ExpulsionCase, StatusCheck, TravelDocument
from samaki.systems.immigration.services.refusals import refuse, refuse_for
from samaki.systems.immigration.services.unserved import hold_until_served, lift_unserved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.queries.whereabouts import Place


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of a person's entry, stay and papers; who said so; the grounds it names."""

    entry: str
    stay: str
    papers: str
    said_by: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A travel document: its kind, number, issuing state, since when it is there, birth date."""

    kind: rules.PaperKind
    number: str
    issuer: str
    held_from: date
    born: str = ""


@transaction.atomic
def open_case(
    *, actor: Actor, person: str, check: Check, happened_at: datetime, at: datetime
) -> ExpulsionCase:
    """Open the case of a named person in a unit's custody, with the check that led to it.

    `happened_at` is when the status was checked. Opening decides nothing; a foreigner is held until
    the consular notice is served. Raises PermissionRefusedError, CaseRefusedError.
    """
    place = whereabouts.where([person], at=at)[person]
    actor.require(Permission.CASE_PREPARE, area=place.area if place else None)
    journal.take_turn()
    refuse_for(
        (
            *_reasons_against(person, place),
            *rules.reasons_against_check(
                grounds=check.grounds,
                said=(check.entry, check.stay, check.papers),
                said_by=check.said_by,
            ),
            *rules.reasons_against_moment(happened_at, at=at),
        )
    )
    assert place is not None, "refused above"
    assert place.area is not None, "refused above"
    case = ExpulsionCase.objects.create(
        ref=refs.reference("EC", ExpulsionCase.objects.count() + 1),
        person=person,
        area_id=place.area,
        opened_at=at,
        opened_by=actor.key,
        since=at,
    )
    made = StatusCheck.objects.create(
        case=case,
        entry=check.entry.strip(),
        stay=check.stay.strip(),
        papers=check.papers.strip(),
        said_by=check.said_by.strip(),
        grounds=list(check.grounds),
        checked_at=happened_at,
        salt=secrets.token_hex(16),
    )
    journal.record(
        actor=actor.key, kind=Permission.CASE_PREPARE, subject=case.ref, at=at, wrote=[case, made]
    )
    hold_until_served(case, actor=actor, at=at)
    return case


@transaction.atomic
def record_paper(*, actor: Actor, case: str, paper: Paper, at: datetime) -> TravelDocument:
    """Record the document a person travels on. Raises PermissionRefusedError, CaseRefusedError."""
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    refuse_for(
        (
            *reasons_if_over(found),
            *rules.reasons_against_paper(number=paper.number, issuer=paper.issuer, born=paper.born),
        )
    )
    made = TravelDocument.objects.create(
        case=found,
        kind=paper.kind,
        number=paper.number.strip(),
        issuer=paper.issuer,
        held_from=paper.held_from,
        born=paper.born.strip(),
        recorded_by=actor.key,
        recorded_at=at,
        salt=secrets.token_hex(16),
    )
    journal.record(
        actor=actor.key, kind="immigration:paper:record", subject=found.ref, at=at, wrote=[made]
    )
    return made


def locked(ref: str) -> ExpulsionCase:
    """Return a case, locked until the transaction ends, or refuse."""
    found = ExpulsionCase.objects.select_for_update().filter(ref=ref).first()
    if found is None:
        refuse("no_case", ref=ref)
    return found


def advance(case: ExpulsionCase, act: str, *, at: datetime) -> ExpulsionCase:
    """Bring a locked case into the state that follows an act; the caller journals the row."""
    case.state, case.since = rules.CASE.after(rules.ExpulsionState(case.state), act), at
    case.save(update_fields=["state", "since"])
    return case


def close(
    case: ExpulsionCase, act: str, *, actor: Actor, reasons: str, at: datetime
) -> ExpulsionCase:
    """End a locked case with a reason in words; the caller journals the row.

    The hold of a consular notice that was never served is over with it; silence goes on holding.
    """
    lift_unserved(case, actor=actor, clears=False, at=at)
    case.state, case.since = rules.CASE.after(rules.ExpulsionState(case.state), act), at
    case.closed_at, case.closed_by, case.closed_reason = at, actor.key, reasons.strip()
    case.save(update_fields=["state", "since", "closed_at", "closed_by", "closed_reason"])
    return case


def reopen(case: ExpulsionCase, act: str, *, at: datetime) -> ExpulsionCase:
    """Bring a locked case back from its end, or on; what ended it is the caller's to keep."""
    case.closed_at, case.closed_by, case.closed_reason = None, "", ""
    case.state, case.since = rules.CASE.after(rules.ExpulsionState(case.state), act), at
    case.save(update_fields=["state", "since", "closed_at", "closed_by", "closed_reason"])
    return case


def reasons_if_over(case: ExpulsionCase) -> Iterator[Reason]:
    """Give the reason against any act on a case that is over or whose person has departed."""
    state = rules.ExpulsionState(case.state)
    if state in rules.CASE.ends or state is rules.ExpulsionState.DEPARTED:
        yield rules.reason("state", ref=case.ref, state=state)


def _reasons_against(person: str, place: Place | None) -> Iterator[Reason]:
    if not is_registered(person):
        yield rules.reason("nobody", person=person)
        return
    if place is None or place.kind not in UNIT_KINDS:
        yield rules.reason("outside", person=person)
    known = ExpulsionCase.objects.filter(person=person).exclude(state__in=rules.CASE.ends).first()
    if known is not None:
        yield rules.reason("case_open", person=person, ref=known.ref)
