"""What every act on an obligation has in common: the lock, who may, and the step on its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.systems.directives import rules
from samaki.systems.directives.models import Obligation, ProvinceReturn, Step
from samaki.systems.directives.rules import Act, ObligationState

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


class ObligationRefusedError(RefusedError):
    """The act on an obligation is refused. Carries every reason."""


_KINDS = {
    Act.ACKNOWLEDGE: Permission.OBLIGATION_ACKNOWLEDGE.value,
    Act.DECLINE: "directives:obligation:decline",
    Act.FILE_RETURN: Permission.RETURN_FILE.value,
    Act.MEET: "directives:obligation:meet",
    Act.REFUSE: "directives:obligation:refuse",
    Act.WAIVE: "directives:obligation:waive",
    Act.LAPSE: Permission.LAPSE_RECORD.value,
}

_PERMISSIONS = {
    Act.ACKNOWLEDGE: Permission.OBLIGATION_ACKNOWLEDGE,
    Act.DECLINE: Permission.OBLIGATION_ACKNOWLEDGE,
    Act.FILE_RETURN: Permission.RETURN_FILE,
    Act.MEET: Permission.OBLIGATION_JUDGE,
    Act.REFUSE: Permission.OBLIGATION_JUDGE,
    Act.WAIVE: Permission.OBLIGATION_JUDGE,
    Act.LAPSE: Permission.LAPSE_RECORD,
}


def locked(ref: str) -> Obligation:
    """Return the obligation of that reference, locked; Obligation.DoesNotExist if there is none."""
    related = ("post__unit", "clause__directive")
    return Obligation.objects.select_for_update(of=("self",)).select_related(*related).get(ref=ref)


def office_of(actor: Actor, obligation: Obligation, act: Act) -> str | None:
    """Return the unit an act on an obligation counts for: the one it binds, if it is open to it."""
    bound = obligation.post.unit
    return actor.unit_for(_PERMISSIONS[act], area=bound.area_id, prefer=bound.code)


def reasons_against_office(actor: Actor, obligation: Obligation, act: Act) -> tuple[Reason, ...]:
    """Return why the office this actor acts for does not answer for the obligation."""
    if office_of(actor, obligation, act) == obligation.post.unit_id:
        return ()
    return (rules.reason("not_office", office=obligation.post.unit),)


def reasons_against_judge(actor: Actor, obligation: Obligation) -> tuple[Reason, ...]:
    """Return why this actor cannot judge the obligation: no office, or a seat in the one bound."""
    if not actor.units:
        return (rules.reason("no_office"),)
    if obligation.post.unit_id in actor.units:
        return (rules.reason("own_office", office=obligation.post.unit),)
    return ()


@transaction.atomic
def take_step(
    *,
    actor: Actor,
    obligation: Obligation,
    act: Act,
    words: str = "",
    about: ProvinceReturn | None = None,
    at: datetime,
) -> Obligation:
    """Advance a locked obligation by an act that was found to be open, and record it."""
    state = rules.OBLIGATION.after(ObligationState(obligation.state), act)
    obligation.state = state
    obligation.save(update_fields=["state"])
    step = Step.objects.create(
        obligation=obligation,
        act=act,
        words=words.strip(),
        is_late=rules.is_late(obligation.due_at, at=at),
        about=about,
        recorded_at=at,
        recorded_by=actor.key,
        office_id=office_of(actor, obligation, act),
    )
    filed = [about] if act == Act.FILE_RETURN and about is not None else []
    journal.record(
        actor=actor.key,
        kind=_KINDS[act],
        subject=obligation.ref,
        at=at,
        wrote=[obligation, *filed, step],
    )
    return obligation
