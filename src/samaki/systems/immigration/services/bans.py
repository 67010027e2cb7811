"""The re-entry ban: an officer enters its period and ground after the departure; never a preset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import protected
from samaki.systems.custody.queries import whereabouts
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.rules.holds import ground_reason
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import ExpulsionCase, ReentryBan
from samaki.systems.immigration.queries.cases import departure_of, standing
from samaki.systems.immigration.services.cases import close, locked
from samaki.systems.immigration.services.refusals import refuse_for
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import enter_ban_listing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.queries.whereabouts import Face


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when a person may not come back; `last` of None has no end."""

    first: date
    last: date | None


@transaction.atomic
def enter_ban(*, actor: Actor, case: str, period: Period, ground: str, at: datetime) -> ReentryBan:
    """Enter the ban of a person who has departed, and put it on the watch-list.

    Refused while any ground of custody stands against the person, who by then has to be outside by
    the ledger. A protected person is never listed. Raises PermissionRefusedError, CaseRefusedError,
    and what `enter_ban_listing` raises.
    """
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    face = whereabouts.faces(actor, [found.person], at=at).get(found.person)
    refuse_for(
        (
            *rules.reasons_against_step(how := standing(found), "ban"),
            *how.against,
            *_reasons_of_staying(found, at=at),
            *rules.reasons_against_ban(
                ground=ground, valid_from=period.first, valid_to=period.last, left=_day_left(found)
            ),
            *_reasons_against_naming(found, face, how.against),
        )
    )
    assert face is not None, "refused above"
    listing = enter_ban_listing(
        actor=actor,
        entry=_entry(found, face),
        ground=ground.strip(),
        because=found.ref,
        valid_from=period.first,
        valid_to=period.last,
        at=at,
        person=found.person,
    )
    ban = ReentryBan.objects.create(
        case=found,
        listing=str(listing.ref),
        ground=ground.strip(),
        valid_from=period.first,
        valid_to=period.last,
        entered_at=at,
        entered_by=actor.key,
    )
    close(found, "ban", actor=actor, reasons=ground, at=at)
    journal.record(
        actor=actor.key, kind="immigration:ban:enter", subject=case, at=at, wrote=[ban, found]
    )
    return ban


@transaction.atomic
def close_without_ban(*, actor: Actor, case: str, reasons: str, at: datetime) -> ExpulsionCase:
    """Close the case of a person who has departed without a ban, for reasons in words.

    Raises PermissionRefusedError, CaseRefusedError.
    """
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    refuse_for(
        (
            *rules.reasons_against_step(standing(found), "close"),
            *rules.reasons_against_words(reasons),
        )
    )
    close(found, "close", actor=actor, reasons=reasons, at=at)
    journal.record(
        actor=actor.key, kind="immigration:case:close", subject=case, at=at, wrote=[found]
    )
    return found


def _day_left(case: ExpulsionCase) -> date | None:
    """Return the day of the departure that stands, in Phnom Penh."""
    departure = departure_of(case)
    return timezone.localdate(departure.happened_at) if departure else None


def _entry(case: ExpulsionCase, face: Face) -> Entry:
    """Return what the watch-list has to know a person by."""
    assert face.name is not None, "refused above"
    papers = list(case.papers.all())
    cell = face.place.cell if face.place else None
    numbers = [face.paper or "", *(paper.number for paper in papers)]
    return Entry(
        names=(face.name,),
        born=next((paper.born for paper in reversed(papers) if paper.born), ""),
        sex=(cell.sex if cell else None) or "",
        nationality=(cell.nationality if cell else None) or "",
        documents=tuple(dict.fromkeys(number for number in numbers if number)),
    )


def _reasons_of_staying(case: ExpulsionCase, *, at: datetime) -> Iterator[Reason]:
    if case.state != rules.ExpulsionState.DEPARTED:
        return
    place = whereabouts.where([case.person], at=at)[case.person]
    if place is None or place.kind != AccountKind.EXPELLED:
        yield rules.reason("not_gone", person=case.person)


def _reasons_against_naming(
    case: ExpulsionCase, face: Face | None, against: Collection[Reason]
) -> Iterator[Reason]:
    """Give why the name cannot be listed; of a protected person the ledger says all there is."""
    if protected([case.person]):
        if not against:
            yield ground_reason("screening_pending", person=case.person, owner="")
    elif face is None or face.is_hidden or face.is_shredded:
        yield rules.reason("no_name", person=case.person)
