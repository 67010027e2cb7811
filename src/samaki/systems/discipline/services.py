"""The only writer of disciplinary cases. A person takes each step; the machine takes none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.systems.directives.queries import lapses
from samaki.systems.discipline import queries, rules
from samaki.systems.discipline.models import (
    Closing,
    DisciplinaryCase,
    Finding,
    Measure,
    Notice,
    Reply,
    Silence,
)
from samaki.systems.discipline.rules import Act, CaseState, MeasureKind

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason

S = TypeVar("S", bound="Model")


class CaseRefusedError(RefusedError):
    """The act in a case is refused. Carries every reason."""


@transaction.atomic
def open_case(*, actor: Actor, obligation: str, at: datetime) -> DisciplinaryCase:
    """Pursue a lapse into a case against the post that answered for the obligation.

    Raises PermissionRefusedError, CaseRefusedError.
    """
    lapse = lapses.lapse(obligation)
    actor.require(Permission.LAPSE_PURSUE, area=lapse.post.unit.area_id if lapse else None)
    journal.take_turn()
    known = queries.case_of(obligation)
    reasons = [rules.reason("no_lapse", ref=obligation)] if lapse is None else []
    if known is not None:
        reasons.append(rules.reason("pursued", ref=obligation, case=known.ref))
    if lapse is not None:
        reasons += queries.reasons_against_party(actor, lapse.post)
    _refuse_for(*reasons)
    assert lapse is not None, "refused above"
    office = actor.unit_for(Permission.LAPSE_PURSUE, area=lapse.post.unit.area_id)
    assert office is not None, "refused above"
    case = DisciplinaryCase.objects.create(
        ref=refs.reference("DC", DisciplinaryCase.objects.count() + 1),
        obligation_ref=obligation,
        post=lapse.post,
        opened_at=at,
        opened_by=actor.key,
        office_id=office,
    )
    journal.record(
        actor=actor.key, kind=Permission.LAPSE_PURSUE, subject=case.ref, at=at, wrote=[case]
    )
    return case


@transaction.atomic
def give_notice(
    *, actor: Actor, case: str, grounds: str, reply_due_at: datetime | None, at: datetime
) -> Notice:
    """Tell the post what is held against it and until when its office may reply.

    Raises DisciplinaryCase.DoesNotExist, PermissionRefusedError, CaseRefusedError.
    """
    locked = _locked(case)
    _require(actor, locked, Act.GIVE_NOTICE)
    _refuse_for(
        *queries.reasons_against_hand(actor, locked, Act.GIVE_NOTICE),
        *rules.reasons_against_act(locked.state, Act.GIVE_NOTICE),
        *rules.reasons_against_notice(grounds, reply_due_at=reply_due_at, at=at),
    )
    assert reply_due_at is not None, "refused above"
    notice = Notice(**_said(actor, locked, Act.GIVE_NOTICE, grounds, at), reply_due_at=reply_due_at)
    return _take_step(actor, locked, Act.GIVE_NOTICE, notice, "discipline:notice:give", at)


@transaction.atomic
def give_reply(*, actor: Actor, case: str, words: str, at: datetime) -> Reply:
    """Say what the office concerned has to say; after the reply time it is marked late.

    Raises as giving notice does.
    """
    locked = _locked(case)
    _require(actor, locked, Act.REPLY)
    _refuse_for(
        *_reasons_against_stranger(actor, locked),
        *rules.reasons_against_act(locked.state, Act.REPLY),
        *([] if words.strip() else [rules.reason("no_reply_words")]),
    )
    is_late = at > _notice(locked).reply_due_at
    reply = Reply(**_said(actor, locked, Act.REPLY, words, at), is_late=is_late)
    return _take_step(actor, locked, Act.REPLY, reply, Permission.REPLY_GIVE, at)


@transaction.atomic
def record_silence(*, actor: Actor, case: str, words: str, at: datetime) -> Silence:
    """Record that the reply time is over and no reply came. Raises as giving notice does."""
    locked = _locked(case)
    _require(actor, locked, Act.RECORD_SILENCE)
    due = _notice(locked).reply_due_at if locked.state == CaseState.NOTICED else None
    _refuse_for(
        *queries.reasons_against_hand(actor, locked, Act.RECORD_SILENCE),
        *rules.reasons_against_act(locked.state, Act.RECORD_SILENCE),
        *(rules.reasons_against_silence(due, at=at) if due else ()),
    )
    silence = Silence(**_said(actor, locked, Act.RECORD_SILENCE, words, at))
    return _take_step(actor, locked, Act.RECORD_SILENCE, silence, "discipline:silence:record", at)


@transaction.atomic
def record_finding(
    *, actor: Actor, case: str, is_established: bool, words: str, at: datetime
) -> Finding:
    """Record whether the lapse is established, with the reasons; only once the office was heard.

    Heard means that it replied, or that the reply time ran out and a person recorded so. Raises as
    giving notice does.
    """
    locked = _locked(case)
    _require(actor, locked, Act.RECORD_FINDING)
    due = _notice(locked).reply_due_at if locked.state == CaseState.NOTICED else None
    _refuse_for(
        *queries.reasons_against_hand(actor, locked, Act.RECORD_FINDING),
        *rules.reasons_against_act(locked.state, Act.RECORD_FINDING, reply_due_at=due, at=at),
        *([] if words.strip() else [rules.reason("no_words")]),
    )
    finding = Finding(
        **_said(actor, locked, Act.RECORD_FINDING, words, at), is_established=is_established
    )
    return _take_step(actor, locked, Act.RECORD_FINDING, finding, Permission.FINDING_RECORD, at)


@transaction.atomic
def decide_measure(
    *,
    actor: Actor,
    case: str,
    kind: MeasureKind,
    words: str,
    is_without_reason: bool = False,
    at: datetime,
) -> Measure:
    """Decide what follows from an established finding, and why. Raises as giving notice does."""
    locked = _locked(case)
    _require(actor, locked, Act.DECIDE_MEASURE)
    _refuse_for(
        *queries.reasons_against_hand(actor, locked, Act.DECIDE_MEASURE),
        *_reasons_against_end(locked, Act.DECIDE_MEASURE),
        *rules.reasons_against_reasons(words, is_none_given=is_without_reason),
    )
    measure = Measure(
        **_said(actor, locked, Act.DECIDE_MEASURE, words, at),
        kind=kind,
        is_without_reason=is_without_reason,
    )
    return _take_step(actor, locked, Act.DECIDE_MEASURE, measure, Permission.MEASURE_DECIDE, at)


@transaction.atomic
def close_case(
    *, actor: Actor, case: str, words: str, is_without_reason: bool = False, at: datetime
) -> Closing:
    """Close a case whose finding is not established. Raises as giving notice does."""
    locked = _locked(case)
    _require(actor, locked, Act.CLOSE)
    _refuse_for(
        *queries.reasons_against_hand(actor, locked, Act.CLOSE),
        *_reasons_against_end(locked, Act.CLOSE),
        *rules.reasons_against_reasons(words, is_none_given=is_without_reason),
    )
    closing = Closing(
        **_said(actor, locked, Act.CLOSE, words, at), is_without_reason=is_without_reason
    )
    return _take_step(actor, locked, Act.CLOSE, closing, "discipline:case:close", at)


def _locked(ref: str) -> DisciplinaryCase:
    every = DisciplinaryCase.objects.select_for_update(of=("self",))
    return every.select_related("post__unit").get(ref=ref)


def _notice(case: DisciplinaryCase) -> Notice:
    return Notice.objects.get(case=case)


def _refuse_for(*reasons: Reason) -> None:
    if reasons:
        raise CaseRefusedError(reasons)


def _require(actor: Actor, case: DisciplinaryCase, act: Act) -> None:
    actor.require(queries.PERMISSIONS[act], area=case.post.unit.area_id)


def _reasons_against_stranger(actor: Actor, case: DisciplinaryCase) -> tuple[Reason, ...]:
    if queries.is_concerned(actor, case):
        return ()
    return (rules.reason("not_office", office=case.post.unit),)


def _reasons_against_end(case: DisciplinaryCase, act: Act) -> tuple[Reason, ...]:
    if closed := rules.reasons_against_act(case.state, act):
        return closed
    finding = Finding.objects.get(case=case)
    return rules.reasons_against_end(is_established=finding.is_established, act=act)


def _said(
    actor: Actor, case: DisciplinaryCase, act: Act, words: str, at: datetime
) -> dict[str, Any]:
    office = case.post.unit
    return {
        "case": case,
        "words": words.strip(),
        "recorded_at": at,
        "recorded_by": actor.key,
        "office_id": actor.unit_for(
            queries.PERMISSIONS[act], area=office.area_id, prefer=office.code
        ),
    }


def _take_step(
    actor: Actor, case: DisciplinaryCase, act: Act, said: S, kind: str, at: datetime
) -> S:
    case.state = rules.CASE.after(CaseState(case.state), act)
    case.save(update_fields=["state"])
    said.save(force_insert=True)
    journal.record(actor=actor.key, kind=kind, subject=case.ref, at=at, wrote=[case, said])
    return said
