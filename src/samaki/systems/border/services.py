"""The only writer of checkpoints, checks, judgements and incidents. Nothing here stops anybody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import Said
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError, sentence
from samaki.kernel import refs
from samaki.systems.border import queries, rules
from samaki.systems.border.models import (
    Alert,
    CheckedTraveller,
    Checkpoint,
    CrossingHeads,
    IrregularCrossing,
    Judgement,
    Match,
    WatchListCheck,
)
from samaki.systems.custody.rules import reasons_against_moment
from samaki.systems.listings import queries as listings
from samaki.systems.listings.rules import MayDo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Cell
    from samaki.kernel.reasons import Reason
    from samaki.systems.listings.queries import Listed

# What a reason is about: a field of the form that was refused.
_ARGUMENTS = {
    **dict.fromkeys(("no_name", "long_name", "shape", "letters", "number"), "text"),
    **dict.fromkeys(("birth", "expiry", "optional", "whole"), "text"),
    **dict.fromkeys(("bad_birth", "unborn"), "born"),
    **dict.fromkeys(("future", "long_ago"), "happened_at"),
    **dict.fromkeys(("no_verdict", "judged_so"), "says"),
    "no_reason": "reason",
    "no_area": "area",
    "no_way": "way",
    "no_direction": "direction",
    "nothing_seen": "seen",
    "elsewhere": "checkpoint",
    "unknown_checkpoint": "checkpoint",
}


class BorderRefusedError(RefusedError):
    """A verb of the border is refused; a form can place each reason."""

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(Said(sentence(r), _ARGUMENTS.get(r.code)) for r in self.reasons)


class CheckRefusedError(BorderRefusedError):
    """A traveller cannot be checked so. Carries every reason."""


class JudgementRefusedError(BorderRefusedError):
    """An alert cannot be judged so. Carries every reason."""


class IncidentRefusedError(BorderRefusedError):
    """An irregular crossing cannot be recorded so. Carries every reason."""


@transaction.atomic
def load_checkpoints(*, actor: Actor, at: datetime) -> int:
    """Load the checkpoints of the release; return how many are new. Loading twice adds nothing."""
    actor.require(Permission.UNIT_OPEN)
    known = set(Checkpoint.objects.values_list("code", flat=True))
    fresh = [_checkpoint(post) for post in rules.posts() if post.code not in known]
    Checkpoint.objects.bulk_create(fresh)
    if fresh:
        journal.record(
            actor=actor.key,
            kind="border:checkpoint:load",
            subject="checkpoints",
            at=at,
            wrote=fresh,
        )
    return len(fresh)


@transaction.atomic
def check_traveller(
    *, actor: Actor, checkpoint: str, asked: rules.Asked, at: datetime
) -> WatchListCheck:
    """Hold a traveller against the lists in force; what needs a person becomes an alert.

    Raises PermissionRefusedError, CheckRefusedError.
    """
    here = queries.checkpoint(checkpoint)
    if here is None:
        raise CheckRefusedError([rules.reason("unknown_checkpoint", name=checkpoint)])
    actor.require(Permission.CHECK_MAKE, area=here.area_id)
    read = rules.read(asked, today=timezone.localdate(at))
    if read.reasons:
        raise CheckRefusedError(read.reasons)

    journal.take_turn()
    in_force = listings.current(at=at)
    found = _found(read.traveller, in_force)
    verdicts = [hit.verdict for hit in found.hits if hit.remembered is None]
    check = WatchListCheck.objects.create(
        ref=refs.reference("CK", WatchListCheck.objects.count() + 1),
        checkpoint=here,
        is_read=read.is_read,
        warnings=list(read.warnings),
        verdict=rules.gravest(verdicts),
        compared=len(in_force),
        ruled_out=found.ruled_out,
        made_at=at,
        made_by=actor.key,
    )
    wrote = [check, _keep_apart(check, read.traveller), *_matched(check, found.hits, at=at)]
    journal.record(
        actor=actor.key, kind=Permission.CHECK_MAKE, subject=check.ref, at=at, wrote=wrote
    )
    return check


@transaction.atomic
def judge_match(*, actor: Actor, alert: str, says: str, reason: str, at: datetime) -> Judgement:
    """Judge whether a listing is the traveller: `positive`, `negative` or `unsure`, with a reason.

    Not by who made the check, and not of a person who is held. Raises PermissionRefusedError,
    JudgementRefusedError.
    """
    found = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("match__check_made__checkpoint")
        .filter(ref=alert)
        .first()
    )
    if found is None:
        raise JudgementRefusedError([rules.reason("unknown_alert", ref=alert)])
    actor.require(Permission.MATCH_JUDGE, area=found.match.check_made.checkpoint.area_id)
    reasons = _reasons_against_judgement(found, actor, says, reason)
    if reasons:
        raise JudgementRefusedError(reasons)

    found.state = rules.ALERT.after(rules.AlertState(found.state), f"judge_{says}")
    found.save(update_fields=["state"])
    judgement = Judgement.objects.create(
        alert=found, says=says, reason=reason.strip(), made_at=at, made_by=actor.key
    )
    journal.record(
        actor=actor.key,
        kind=Permission.MATCH_JUDGE,
        subject=found.ref,
        at=at,
        wrote=[found, judgement],
    )
    return judgement


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody crossed: an area's code, and a checkpoint's if it was at or past one."""

    area: str
    checkpoint: str = ""


@transaction.atomic
def record_incident(
    *,
    actor: Actor,
    where: Where,
    seen: rules.Seen,
    cells: Mapping[Cell, int],
    happened_at: datetime,
    at: datetime,
) -> IrregularCrossing:
    """Record an irregular crossing: heads by cell, what was seen and done. Nobody is taken in.

    Raises PermissionRefusedError, IncidentRefusedError.
    """
    actor.require(Permission.INCIDENT_RECORD, area=where.area or None)
    here = queries.checkpoint(where.checkpoint) if where.checkpoint else None
    reasons = (
        *rules.reasons_against_incident(seen, list(cells.values())),
        *(rules.reason(r.code) for r in reasons_against_moment(happened_at, at=at)),
        *_reasons_against_place(where, here),
    )
    if reasons:
        raise IncidentRefusedError(reasons)

    journal.take_turn()
    incident = IrregularCrossing.objects.create(
        ref=refs.reference("IX", IrregularCrossing.objects.count() + 1),
        area_id=where.area,
        checkpoint=here,
        way=seen.way,
        direction=seen.direction,
        seen=seen.what.strip(),
        done=seen.done.strip(),
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.key,
    )
    heads = [_heads(incident, cell, count) for cell, count in cells.items() if count]
    journal.record(
        actor=actor.key,
        kind=Permission.INCIDENT_RECORD,
        subject=incident.ref,
        at=at,
        wrote=[incident, *heads],
    )
    return incident


@dataclass(frozen=True, slots=True)
class _Hit:
    """A listing that may be the traveller, before it is written."""

    listing: str
    verdict: rules.Verdict
    weight: float
    score: float
    is_seconded: bool
    remembered: Judgement | None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the lists in force gave: hits, how close every name was, and who it is not."""

    hits: tuple[_Hit, ...]
    ruled_out: int


def _found(traveller: rules.Traveller, in_force: list[Listed]) -> _Found:
    assessed = [(listed, rules.assess(traveller, listed.entry)) for listed in in_force]
    hits = [hit for listed, found in assessed if (hit := _hit(traveller, listed, found))]
    ruled_out = sum(rules.is_ruled_out(found) for _listed, found in assessed)
    return _Found(tuple(sorted(hits, key=lambda hit: -hit.weight)), ruled_out)


def _hit(traveller: rules.Traveller, listed: Listed, found: rules.Assessment) -> _Hit | None:
    said = rules.verdict(
        found,
        is_name_only=listed.entry.is_name_only,
        may_stop=listed.may_do in {MayDo.REFER, MayDo.DETAIN_ON_WARRANT},
    )
    if said is None:
        return None
    return _Hit(
        listing=listed.ref,
        verdict=rules.Verdict.PROTECTION if listed.is_held else said,
        weight=found.weight,
        score=found.comparison.score,
        is_seconded=found.is_seconded,
        remembered=queries.remembered(listed.ref, traveller),
    )


def _matched(check: WatchListCheck, hits: tuple[_Hit, ...], *, at: datetime) -> list[Match | Alert]:
    """Write the hits; one with more than a name for it waits for a person, unless remembered."""
    wrote: list[Match | Alert] = []
    for hit in hits:
        match = Match.objects.create(
            check_made=check,
            listing=hit.listing,
            verdict=hit.verdict,
            weight=hit.weight,
            as_close=sum(other.score >= hit.score - rules.AS_CLOSE for other in hits),
            remembered=hit.remembered,
        )
        wrote.append(match)
        is_known = hit.remembered is not None or hit.verdict is rules.Verdict.PROTECTION
        if hit.is_seconded and not is_known:
            number = Alert.objects.count() + 1
            wrote.append(
                Alert.objects.create(ref=refs.reference("AL", number), match=match, raised_at=at)
            )
    return wrote


def _keep_apart(check: WatchListCheck, traveller: rules.Traveller) -> CheckedTraveller:
    return CheckedTraveller.objects.create(
        check_made=check,
        name=traveller.name,
        born=traveller.born,
        sex=traveller.sex,
        nationality=traveller.nationality,
        document=traveller.document,
        salt=secrets.token_hex(16),
    )


def _reasons_against_judgement(
    alert: Alert, judge: Actor, says: str, why: str
) -> tuple[Reason, ...]:
    reasons = []
    if alert.match.check_made.made_by == judge.key:
        reasons.append(rules.reason("own_check"))
    if listings.listed([alert.match.listing])[alert.match.listing].is_held:
        reasons.append(rules.reason("for_the_desk"))
    if says not in set(rules.JUDGEMENTS):
        reasons.append(rules.reason("no_verdict"))
    elif f"judge_{says}" not in rules.ALERT.acts(rules.AlertState(alert.state)):
        reasons.append(rules.reason("judged_so"))
    if not why.strip():
        reasons.append(rules.reason("no_reason"))
    return tuple(reasons)


def _reasons_against_place(where: Where, here: Checkpoint | None) -> tuple[Reason, ...]:
    if not where.area:
        return (rules.reason("no_area"),)
    if where.checkpoint and here is None:
        return (rules.reason("unknown_checkpoint", name=where.checkpoint),)
    lies_there = here is None or f"{where.area}-".startswith(f"{here.area_id}-")
    return () if lies_there else (rules.reason("elsewhere", checkpoint=str(here)),)


def _checkpoint(post: rules.Post) -> Checkpoint:
    return Checkpoint(
        code=post.code,
        name_en=post.name_en,
        name_km=post.name_km,
        area_id=post.area,
        kind=post.kind,
        other_country=post.country,
        other_place=post.place,
    )


def _heads(incident: IrregularCrossing, cell: Cell, count: int) -> CrossingHeads:
    return CrossingHeads.objects.create(
        incident=incident,
        nationality=cell.nationality or "",
        sex=cell.sex or "",
        age=cell.age or "",
        count=count,
    )
