"""The only writer of appointments: made for a term, ended with a reason, never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.appointing import (
    Held,
    Term,
    reason,
    reasons_against_appointment,
    reasons_against_end,
)
from samaki.ground.access.models import Appointment
from samaki.ground.access.rules import Permission, Role
from samaki.ground.access.services.accounts import locked
from samaki.ground.access.words import said
from samaki.ground.agencies import queries as agencies
from samaki.ground.journal import services as journal
from samaki.ground.places import queries as places
from samaki.ground.wording import RefusedError, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


class AppointmentRefusedError(RefusedError):
    """The appointment may not be made or ended so. Carries every reason."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language, roles by their names."""
        return tuple(sentence(reason, say=said) for reason in self.reasons)


@transaction.atomic
def appoint(  # noqa: PLR0913 - who, whom, as what, where, how long, when
    *,
    actor: Actor,
    account_id: int,
    post: str,
    role: Role,
    area: str,
    at: datetime,
    begins: datetime | None = None,
    ends: datetime | None = None,
) -> Appointment:
    """Appoint an account to a post, in a role, over an area, from `begins` (now) until `ends`.

    Raises PermissionRefusedError, AppointmentRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    account = locked(account_id)
    wanted = Held(role, post, area, Term(begins or at, ends))
    held = [_held(each) for each in account.appointments.all()]
    against = reasons_against_appointment(wanted, held=held, at=at, is_open=account.is_active)
    _refuse_for((*against, *_reasons_unknown(post, area)))
    appointment = Appointment.objects.create(
        account=account,
        post_id=post,
        role=role,
        area_id=area,
        valid_from=wanted.term.begins,
        valid_to=ends,
    )
    return _recorded(appointment, actor, kind="access:appointment:make", at=at)


@transaction.atomic
def end_appointment(
    *, actor: Actor, appointment_id: int, why: str, at: datetime, ends: datetime | None = None
) -> Appointment:
    """End an appointment at `ends` (now); one that has not begun then never does.

    Raises PermissionRefusedError, AppointmentRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    account_id = Appointment.objects.values_list("account_id", flat=True).get(pk=appointment_id)
    locked(account_id)
    appointment = Appointment.objects.get(pk=appointment_id)
    term = _held(appointment).term
    _refuse_for(reasons_against_end(term, ends=ends or at, why=why, at=at))
    appointment.valid_to = max(ends or at, term.begins)
    appointment.ended_because = why.strip()
    appointment.save(update_fields=["valid_to", "ended_because"])
    return _recorded(appointment, actor, kind="access:appointment:end", at=at)


def _held(each: Appointment) -> Held:
    return Held(Role(each.role), each.post_id, each.area_id, Term(each.valid_from, each.valid_to))


def _reasons_unknown(post: str, area: str) -> Iterator[Reason]:
    if not agencies.posts().filter(code=post).exists():
        yield reason("unknown_post", post=post)
    if not places.names([area]):
        yield reason("unknown_area", area=area)


def _refuse_for(reasons: tuple[Reason, ...]) -> None:
    if reasons:
        raise AppointmentRefusedError(reasons)


def _recorded(appointment: Appointment, actor: Actor, *, kind: str, at: datetime) -> Appointment:
    subject = f"account:{appointment.account_id}"
    journal.record(actor=actor.key, kind=kind, subject=subject, at=at, wrote=[appointment])
    return appointment
