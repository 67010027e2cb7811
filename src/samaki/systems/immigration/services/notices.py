"""The consulate: the person is told first, answers, and only then is it notified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import ConsularAnswer, ConsularNotice
from samaki.systems.immigration.queries.cases import standing
from samaki.systems.immigration.services.cases import locked, reasons_if_over
from samaki.systems.immigration.services.refusals import refuse_for
from samaki.systems.immigration.services.unserved import hold_until_served, lift_unserved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@transaction.atomic
def tell_person(
    *, actor: Actor, case: str, language: str, happened_at: datetime, at: datetime
) -> ConsularNotice:
    """Record that a person was told of the right to have the consulate notified, in a language.

    Raises PermissionRefusedError, CaseRefusedError.
    """
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    told_at = standing(found).told_at
    refuse_for(
        (
            *reasons_if_over(found),
            *(
                [rules.reason("told_before", person=found.person, moment=told_at)]
                if told_at
                else []
            ),
            *([] if language.strip() else [rules.reason("no_language")]),
            *rules.reasons_against_moment(happened_at, at=at),
        )
    )
    notice = ConsularNotice.objects.create(
        case=found, told_at=happened_at, told_language=language.strip(), told_by=actor.key
    )
    journal.record(
        actor=actor.key, kind="immigration:notice:tell", subject=case, at=at, wrote=[notice]
    )
    return notice


@transaction.atomic
def record_answer(
    *, actor: Actor, case: str, answer: rules.Answer, happened_at: datetime, at: datetime
) -> ConsularAnswer:
    """Record what a person answers; a later answer stands, and the earlier stays on record.

    Whoever wants the consulate notified, and it is not, is held until it is. Raises
    PermissionRefusedError, CaseRefusedError.
    """
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    how = standing(found)
    refuse_for(
        (
            *reasons_if_over(found),
            *([] if how.told_at else [rules.reason("not_told", person=found.person)]),
            *_reasons_against_moment(how, happened_at, at=at),
        )
    )
    made = ConsularAnswer.objects.create(
        notice=found.notice, answer=answer, answered_at=happened_at, recorded_by=actor.key
    )
    journal.record(
        actor=actor.key, kind="immigration:notice:answer", subject=case, at=at, wrote=[made]
    )
    if answer != rules.Answer.WANTS:
        lift_unserved(found, actor=actor, clears=True, at=at)
    elif how.notified_at is None:
        hold_until_served(found, actor=actor, at=at)
    return made


@transaction.atomic
def notify_consulate(
    *,
    actor: Actor,
    case: str,
    post: str,
    happened_at: datetime,
    forwarded_at: datetime | None,
    at: datetime,
) -> ConsularNotice:
    """Record that the consulate was notified; never against the person's will.

    `forwarded_at`: when a message of the person's own was passed on, if there was one. Raises
    PermissionRefusedError, CaseRefusedError.
    """
    found = locked(case)
    actor.require(Permission.CASE_PREPARE, area=found.area_id)
    how = standing(found)
    moments = [happened_at, *([forwarded_at] if forwarded_at else [])]
    refuse_for(
        (
            *reasons_if_over(found),
            *rules.reasons_against_notifying(how),
            *([] if post.strip() else [rules.reason("no_post")]),
            *(each for moment in moments for each in _reasons_against_moment(how, moment, at=at)),
        )
    )
    notice = ConsularNotice.objects.select_for_update().get(case=found)
    notice.post, notice.notified_at, notice.notified_by = post.strip(), happened_at, actor.key
    notice.forwarded_at = forwarded_at
    notice.save(update_fields=["post", "notified_at", "notified_by", "forwarded_at"])
    journal.record(
        actor=actor.key, kind="immigration:notice:notify", subject=case, at=at, wrote=[notice]
    )
    lift_unserved(found, actor=actor, clears=True, at=at)
    return notice


def _reasons_against_moment(
    how: rules.Standing, happened_at: datetime, *, at: datetime
) -> Iterator[Reason]:
    yield from rules.reasons_against_moment(happened_at, at=at)
    if how.told_at is not None and happened_at < how.told_at:
        yield rules.reason("before_told", moment=happened_at, told=how.told_at)
