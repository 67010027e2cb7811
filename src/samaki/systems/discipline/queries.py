"""Reads of disciplinary cases: what waits, and the whole chain from the order to the measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist

from samaki.ground.access.rules import Permission
from samaki.ground.places.rules import COUNTRY
from samaki.systems.directives.queries import lapses
from samaki.systems.discipline import rules
from samaki.systems.discipline.models import DisciplinaryCase
from samaki.systems.discipline.rules import CaseState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.directives.queries.lapses import Lapse

SAID = ("notice", "reply", "silence", "finding", "measure", "closing")  # in their order


@dataclass(frozen=True, slots=True)
class Line:
    """A case as a list shows it: its lapse, and whether the reply time has passed unanswered."""

    case: DisciplinaryCase
    lapse: Lapse | None
    reply_due_at: datetime | None
    is_reply_over: bool


def seen(eyes: Actor) -> QuerySet[DisciplinaryCase]:
    """Return the cases an actor may see: all with eyes on the whole country, else its office's."""
    every = DisciplinaryCase.objects.select_related("post__unit", "office", *SAID)
    if sees_all(eyes):
        return every
    return every.filter(post__unit=eyes.unit)


def sees_all(eyes: Actor) -> bool:
    """Tell whether an actor sees the cases of every office, not of its own alone."""
    return COUNTRY in eyes.areas(Permission.LAPSE_SEE)


def case(eyes: Actor, ref: str) -> DisciplinaryCase | None:
    """Return a case the actor may see, or None."""
    return seen(eyes).filter(ref=ref).first()


def lines(eyes: Actor, *, at: datetime) -> list[Line]:
    """Return the cases the actor may see, those that are open first, newest first."""
    cases = list(seen(eyes))
    known = {each.obligation: each for each in lapses.lapses(c.obligation_ref for c in cases)}
    found = [line(each, known.get(each.obligation_ref), at=at) for each in cases]
    return sorted(found, key=lambda each: CaseState(each.case.state) in rules.CASE.ends)


def line(case: DisciplinaryCase, lapse: Lapse | None, *, at: datetime) -> Line:
    """Return a case as a list shows it."""
    notice = said(case, "notice")
    due: datetime | None = getattr(notice, "reply_due_at", None)
    is_over = case.state == CaseState.NOTICED and due is not None and at > due
    return Line(case, lapse, due, is_over)


def said(case: DisciplinaryCase, what: str) -> Any:  # noqa: ANN401 - one of six tables
    """Return what was said in a case under that name, or None."""
    try:
        return getattr(case, what)
    except ObjectDoesNotExist:
        return None


def unpursued(eyes: Actor) -> list[Lapse]:
    """Return the lapses that nobody pursues yet, for eyes on the whole country; oldest first."""
    if not sees_all(eyes):
        return []
    pursued = set(DisciplinaryCase.objects.values_list("obligation_ref", flat=True))
    return [each for each in lapses.lapses() if each.obligation not in pursued]


def waiting_for(actor: Actor) -> int:
    """Return how many lapses and cases wait for the actor's own next act."""
    found = 0
    if actor.may(Permission.REPLY_GIVE):
        mine = DisciplinaryCase.objects.filter(post__unit=actor.unit)
        found += mine.filter(state__in=[CaseState.NOTICED, CaseState.UNANSWERED]).count()
    if actor.may(Permission.FINDING_RECORD):
        ours = (CaseState.OPENED, CaseState.REPLIED, CaseState.UNANSWERED, CaseState.FOUND)
        found += DisciplinaryCase.objects.filter(state__in=ours).count() + _unpursued_count()
    return found


def case_of(obligation: str) -> DisciplinaryCase | None:
    """Return the case that pursues an obligation's lapse, or None."""
    return DisciplinaryCase.objects.filter(obligation_ref=obligation).first()


def _unpursued_count() -> int:
    return lapses.count() - DisciplinaryCase.objects.count()
