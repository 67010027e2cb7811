"""The verbs of obligations: set by an office, acknowledged or declined, judged, lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.directives import rules
from samaki.systems.directives.models import Clause, Obligation
from samaki.systems.directives.queries import obligations
from samaki.systems.directives.rules import Act, ClauseState
from samaki.systems.directives.services import steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Post
    from samaki.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a clause binds: posts of these kinds, in these provinces (None: in all of them)."""

    kinds: Sequence[str]
    areas: Sequence[str] | None = None


@transaction.atomic
def set_obligations(
    *,
    actor: Actor,
    directive: str,
    number: int,
    addressees: Addressees,
    due_at: datetime | None,
    at: datetime,
) -> list[Obligation]:
    """Expand a clause into obligations, one a post, due when the actor's office says.

    The order sets no due time; the one given here is the office's own. Raises
    PermissionRefusedError, ObligationRefusedError.
    """
    actor.require(Permission.OBLIGATION_SET)
    journal.take_turn()
    clause = obligations.clause(directive, number)
    posts = obligations.addressed(addressees.kinds, addressees.areas)
    if reasons := _reasons_against_setting(actor, clause, number, addressees, posts, due_at, at):
        raise steps.ObligationRefusedError(reasons)
    office = actor.unit_for(Permission.OBLIGATION_SET)
    assert office is not None, "refused above"
    so_far = Obligation.objects.count()
    written = Obligation.objects.bulk_create(
        Obligation(
            ref=refs.reference("OB", so_far + n),
            clause=clause,
            post=post,
            due_at=due_at,
            set_at=at,
            set_by=actor.key,
            office_id=office,
        )
        for n, post in enumerate(posts, start=1)
    )
    journal.record(
        actor=actor.key,
        kind=Permission.OBLIGATION_SET,
        subject=f"{directive}/{number}",
        at=at,
        wrote=written,
    )
    return written


def _reasons_against_setting(
    actor: Actor,
    clause: Clause | None,
    number: int,
    addressees: Addressees,
    posts: list[Post],
    due_at: datetime | None,
    at: datetime,
) -> list[Reason]:
    found = [rules.reason("unknown_area", area=a) for a in obligations.unknown(addressees.areas)]
    if actor.unit_for(Permission.OBLIGATION_SET) is None:
        found.append(rules.reason("no_office"))
    if clause is None:
        found.append(rules.reason("no_clause", number=number))
    elif clause.state != ClauseState.ISSUED:
        found.append(rules.reason("reported", number=number))
    bound = obligations.bound(clause, posts) if clause else ()
    found += rules.reasons_against_setting(
        kinds=addressees.kinds, posts=len(posts), bound=bound, due_at=due_at, at=at
    )
    return found


@transaction.atomic
def acknowledge_obligation(*, actor: Actor, obligation: str, at: datetime) -> Obligation:
    """Say for the office that it knows the obligation; after the due time it is marked late.

    Raises Obligation.DoesNotExist, PermissionRefusedError, ObligationRefusedError.
    """
    return _act_of_the_office(actor, obligation, Act.ACKNOWLEDGE, None, at)


@transaction.atomic
def decline_obligation(*, actor: Actor, obligation: str, words: str, at: datetime) -> Obligation:
    """Say for the office that it will not do this, and why. Raises as acknowledging does."""
    return _act_of_the_office(actor, obligation, Act.DECLINE, words, at)


@transaction.atomic
def judge_obligation(
    *, actor: Actor, obligation: str, judgement: Act, words: str, at: datetime
) -> Obligation:
    """Take the newest return as met, refuse it with a reason, or waive the duty with one.

    Not the office that has to show it. Raises Obligation.DoesNotExist, PermissionRefusedError,
    ObligationRefusedError.
    """
    assert judgement in rules.JUDGEMENTS, f"{judgement} is no judgement"
    locked = steps.locked(obligation)
    actor.require(Permission.OBLIGATION_JUDGE, area=locked.post.unit.area_id)
    needs_words = judgement != Act.MEET
    reasons = (
        *steps.reasons_against_judge(actor, locked),
        *rules.reasons_against_act(locked.state, judgement, words=words if needs_words else None),
    )
    if reasons:
        raise steps.ObligationRefusedError(reasons)
    about = None if judgement == Act.WAIVE else obligations.newest_return(locked)
    return steps.take_step(
        actor=actor, obligation=locked, act=judgement, words=words, about=about, at=at
    )


@transaction.atomic
def record_lapse(*, actor: Actor, obligation: str, words: str | None, at: datetime) -> Obligation:
    """Record that the due time passed and nothing was shown; the clock says so without `words`.

    Nothing follows by itself. Raises Obligation.DoesNotExist, PermissionRefusedError,
    ObligationRefusedError.
    """
    locked = steps.locked(obligation)
    actor.require(Permission.LAPSE_RECORD, area=locked.post.unit.area_id)
    reasons = (
        *(steps.reasons_against_judge(actor, locked) if words is not None else ()),
        *rules.reasons_against_act(locked.state, Act.LAPSE, words=words),
        *rules.reasons_against_lapse(locked.due_at, at=at),
    )
    if reasons:
        raise steps.ObligationRefusedError(reasons)
    return steps.take_step(actor=actor, obligation=locked, act=Act.LAPSE, words=words or "", at=at)


def _act_of_the_office(
    actor: Actor, ref: str, act: Act, words: str | None, at: datetime
) -> Obligation:
    locked = steps.locked(ref)
    actor.require(Permission.OBLIGATION_ACKNOWLEDGE, area=locked.post.unit.area_id)
    reasons = (
        *steps.reasons_against_office(actor, locked, act),
        *rules.reasons_against_act(locked.state, act, words=words),
    )
    if reasons:
        raise steps.ObligationRefusedError(reasons)
    return steps.take_step(actor=actor, obligation=locked, act=act, words=words or "", at=at)
