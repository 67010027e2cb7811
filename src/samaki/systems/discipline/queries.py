"""Reads of disciplinary cases: what waits, and the whole chain from the order to the measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.agencies import queries as agencies
from samaki.ground.places.rules import COUNTRY
from samaki.systems.directives.queries import lapses
from samaki.systems.discipline import rules
from samaki.systems.discipline.models import DisciplinaryCase
from samaki.systems.discipline.rules import Act, CaseState

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Post
    from samaki.kernel.reasons import Reason
    from samaki.systems.directives.queries.lapses import Lapse

SAID = ("notice", "reply", "silence", "finding", "measure", "closing")  # in their order
PERMISSIONS = {
    Act.GIVE_NOTICE: Permission.LAPSE_PURSUE,
    Act.REPLY: Permission.REPLY_GIVE,
    Act.RECORD_SILENCE: Permission.FINDING_RECORD,
    Act.RECORD_FINDING: Permission.FINDING_RECORD,
    Act.DECIDE_MEASURE: Permission.MEASURE_DECIDE,
    Act.CLOSE: Permission.MEASURE_DECIDE,
}


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
    return every.filter(post__unit__in=eyes.units_for(Permission.LAPSE_SEE))


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
        offices = actor.units_for(Permission.REPLY_GIVE)
        mine = DisciplinaryCase.objects.filter(post__unit__in=offices)
        found += mine.filter(state__in=[CaseState.NOTICED, CaseState.UNANSWERED]).count()
    if actor.may(Permission.FINDING_RECORD):
        found += _open_to(actor).count() + _unpursued_count()
    return found


def _open_to(actor: Actor) -> QuerySet[DisciplinaryCase]:
    """Return the cases whose next step is an authority's, less those whose earlier ones it took."""
    theirs = DisciplinaryCase.objects.exclude(opened_by=actor.key)
    to_decide = theirs.filter(state=CaseState.FOUND).exclude(finding__recorded_by=actor.key)
    to_find = theirs.filter(state__in=[CaseState.REPLIED, CaseState.UNANSWERED])
    return DisciplinaryCase.objects.filter(state=CaseState.OPENED) | to_find | to_decide


def is_concerned(actor: Actor, case: DisciplinaryCase) -> bool:
    """Tell whether the actor may reply for the office whose post a case is against."""
    office = case.post.unit
    return office.code in actor.units_for(Permission.REPLY_GIVE, area=office.area_id)


def reasons_against_hand(actor: Actor, case: DisciplinaryCase, act: Act) -> tuple[Reason, ...]:
    """Return every reason why this person does not take this step of a case, whatever its state."""
    finding = said(case, "finding")
    found_by = finding.recorded_by if finding is not None else None
    return (
        *reasons_against_party(actor, case.post),
        *rules.reasons_against_same_hand(
            actor.key, act, opened_by=case.opened_by, found_by=found_by
        ),
    )


def reasons_against_party(actor: Actor, post: Post) -> tuple[Reason, ...]:
    """Return every reason why this person is too near to a post to act against it."""
    hand = rules.Hand(
        actor.key,
        units=actor.units,
        superiors=agencies.superiors(actor.units),
        posts=access.posts_ever(actor.key) | frozenset(actor.posts),
    )
    concerned = rules.Concerned(post.code, post.unit_id, title=post, office=post.unit)
    return rules.reasons_against_party(hand, concerned)


def case_of(obligation: str) -> DisciplinaryCase | None:
    """Return the case that pursues an obligation's lapse, or None."""
    return DisciplinaryCase.objects.filter(obligation_ref=obligation).first()


def _unpursued_count() -> int:
    return lapses.count() - DisciplinaryCase.objects.count()
