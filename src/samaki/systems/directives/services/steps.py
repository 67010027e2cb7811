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


def locked(ref: str) -> Obligation:
    """Return the obligation of that reference, locked; Obligation.DoesNotExist if there is none."""
    related = ("post__unit", "clause__directive")
    return Obligation.objects.select_for_update(of=("self",)).select_related(*related).get(ref=ref)


def reasons_against_office(actor: Actor, obligation: Obligation) -> tuple[Reason, ...]:
    """Return why this actor's office does not answer for the obligation."""
    if actor.unit == obligation.post.unit_id:
        return ()
    return (rules.reason("not_office", office=obligation.post.unit),)


def reasons_against_judge(actor: Actor, obligation: Obligation) -> tuple[Reason, ...]:
    """Return why this actor's office cannot judge the obligation."""
    if actor.unit is None:
        return (rules.reason("no_office"),)
    if actor.unit == obligation.post.unit_id:
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
        office_id=actor.unit,
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
