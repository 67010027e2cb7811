"""Reads of the border: what a check answered, what waits for a person, who crossed where.

Names leave here towards who stands at that checkpoint; of a person who is held, none does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.access.queries import names_of
from samaki.ground.access.rules import Permission
from samaki.ground.retention.registry import Kind, declare, finds_ties
from samaki.ground.retention.rules import Keeps, Tie
from samaki.systems.border import rules
from samaki.systems.border.models import (
    Alert,
    CheckedTraveller,
    Checkpoint,
    IrregularCrossing,
    Judgement,
    Match,
    WatchListCheck,
)
from samaki.systems.listings import queries as listings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.listings.queries import Listed

declare(
    Kind(
        "traveller",
        CheckedTraveller,
        reference="check_made__ref",
        recorded_at="check_made__made_at",
        title=gettext_lazy("Travellers as they were checked at the border"),
        begins=gettext_lazy("from the check, or from the end of the last entry that it met"),
    )
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement with the log-in of who made it."""

    judgement: Judgement
    who: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A match as an officer sees it. Of a person who is held there is nothing but the desk."""

    match: Match
    verdict: rules.Verdict
    listed: Listed | None
    assessment: rules.Assessment | None
    document_end: str
    remembered: Judged | None
    alert: Alert | None
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check answered: the traveller as typed, the verdict, and each match."""

    check: WatchListCheck
    traveller: rules.Traveller
    verdict: rules.Verdict
    matches: tuple[Shown, ...]
    made_by: str

    @property
    def is_name_alone(self) -> bool:
        """Whether no match has anything besides the name for it."""
        found = [shown.assessment for shown in self.matches if not shown.remembered]
        return bool(found) and not any(each and each.is_seconded for each in found)

    @property
    def persons(self) -> tuple[str, ...]:
        """The registered persons whose entries are laid open; of a protected one nothing is."""
        if self.verdict is rules.Verdict.PROTECTION:
            return ()
        return tuple(p for shown in self.matches if shown.listed for p in shown.listed.persons)

    @property
    def waiting(self) -> tuple[Shown, ...]:
        """The matches that are not remembered to be somebody else."""
        return tuple(shown for shown in self.matches if not shown.remembered)


@dataclass(frozen=True, slots=True)
class Made:
    """A check in a list: its answer as it reads today."""

    ref: str
    verdict: rules.Verdict
    made_at: datetime


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert in a list: without a name, which opens with the alert.

    `list_name` is empty where the match is for the protection desk alone.
    """

    alert: Alert
    checkpoint: Checkpoint
    verdict: rules.Verdict
    list_name: str
    made_by: str
    is_own: bool


def checkpoints(eyes: Actor, permission: Permission = Permission.CHECK_MAKE) -> list[Checkpoint]:
    """Return the checkpoints in the areas where the actor may do that."""
    return list(Checkpoint.objects.filter(_within(eyes, permission, "area")).select_related("area"))


def checkpoint(code: str) -> Checkpoint | None:
    """Return the checkpoint of that code, or None."""
    return Checkpoint.objects.select_related("area").filter(code=code).first()


def recent(eyes: Actor, code: str, *, most: int = 8) -> list[Made]:
    """Return the newest checks the actor made at a checkpoint; no names."""
    checks = list(WatchListCheck.objects.filter(checkpoint=code, made_by=eyes.key)[:most])
    matches = list(Match.objects.filter(check_made__in=checks, remembered=None))
    listed = listings.listed({match.listing for match in matches})
    return [
        Made(
            check.ref,
            rules.gravest(
                [_verdict(m, listed[m.listing]) for m in matches if m.check_made_id == check.pk]
            ),
            check.made_at,
        )
        for check in checks
    ]


def answer(eyes: Actor, ref: str) -> Answer | None:
    """Return what a check in the actor's areas answered, or None; nothing to who looks as another.

    A check holds a traveller's name and a match the name of a listing: neither is for a manager.
    """
    if eyes.is_looking:
        return None
    seen = _within(eyes, Permission.CHECK_MAKE, "checkpoint__area")
    check = (
        WatchListCheck.objects.filter(seen, ref=ref)
        .select_related("checkpoint__area", "traveller")
        .first()
    )
    return None if check is None else _answer(check)


def alert_answer(eyes: Actor, ref: str) -> tuple[Alert, Answer] | None:
    """Return an alert the actor may judge, with what its check answered of this match alone.

    None if there is none, and to who looks as another, as in `answer`.
    """
    alert = _alerts(eyes).filter(ref=ref).first()
    if alert is None or eyes.is_looking:
        return None
    return alert, _answer(alert.match.check_made, only=alert.match)


def alerts(eyes: Actor) -> list[AlertLine]:
    """Return the alerts in the actor's areas: those that wait first, oldest on top."""
    found = list(_alerts(eyes))
    listed = listings.listed({alert.match.listing for alert in found})
    who = names_of({alert.match.check_made.made_by for alert in found})
    lines = [
        AlertLine(
            alert=alert,
            checkpoint=alert.match.check_made.checkpoint,
            verdict=_verdict(alert.match, listed[alert.match.listing]),
            list_name=_list_name(listed[alert.match.listing]),
            made_by=who[alert.match.check_made.made_by],
            is_own=alert.match.check_made.made_by == eyes.key,
        )
        for alert in found
    ]
    waits = [line for line in lines if line.alert.state in _OPEN]
    return [*reversed(waits), *(line for line in lines if line.alert.state not in _OPEN)]


def waiting(eyes: Actor) -> int:
    """Return how many alerts wait for this actor's judgement; the protection desk's do not."""
    every = _alerts(eyes).filter(state__in=_OPEN).exclude(match__check_made__made_by=eyes.key)
    waits = list(every.values_list("match__listing", flat=True))
    listed = listings.listed(waits)
    return sum(not listed[listing].is_held for listing in waits)


def remembered(listing: str, traveller: rules.Traveller) -> Judgement | None:
    """Return the judgement by which an entry is known not to be this traveller, or None."""
    negative = Alert.objects.filter(
        state=rules.AlertState.NEGATIVE,
        match__listing=listing,
        match__check_made__traveller__isnull=False,
    )
    for alert in negative.select_related("match__check_made__traveller"):
        if rules.is_same_traveller(traveller, _traveller(alert.match.check_made)):
            return alert.judgements.last()
    return None


def incidents(eyes: Actor) -> QuerySet[IrregularCrossing]:
    """Return the irregular crossings in the actor's areas, the latest first."""
    seen = _within(eyes, Permission.INCIDENT_RECORD, "area")
    every = IrregularCrossing.objects.filter(seen).select_related("area", "checkpoint")
    return every.prefetch_related("heads")


def name_of(key: str) -> str:
    """Return the log-in behind an actor's key."""
    return names_of({key})[key]


_OPEN = (rules.AlertState.WAITS, rules.AlertState.UNSURE)


def _alerts(eyes: Actor) -> QuerySet[Alert]:
    seen = _within(eyes, Permission.MATCH_JUDGE, "match__check_made__checkpoint__area")
    return Alert.objects.filter(seen).select_related(
        "match__check_made__checkpoint__area", "match__check_made__traveller"
    )


def _answer(check: WatchListCheck, *, only: Match | None = None) -> Answer:
    rows = Match.objects.filter(check_made=check).select_related("remembered__alert", "alert")
    matches = list(rows if only is None else rows.filter(pk=only.pk))
    listed = listings.listed({match.listing for match in matches})
    who = _names(check, matches)
    traveller = _traveller(check)
    shown = tuple(_shown(match, traveller, listed[match.listing], who) for match in matches)
    verdicts = [each.verdict for each in shown if not each.remembered]
    return Answer(check, traveller, rules.gravest(verdicts), shown, who[check.made_by])


def _names(check: WatchListCheck, matches: Sequence[Match]) -> dict[str, str]:
    judgements: Iterable[Judgement] = Judgement.objects.filter(
        Q(alert__match__in=matches) | Q(pk__in=[m.remembered_id for m in matches])
    )
    return names_of({check.made_by, *(judgement.made_by for judgement in judgements)})


def _shown(match: Match, traveller: rules.Traveller, listed: Listed, who: dict[str, str]) -> Shown:
    alert = getattr(match, "alert", None)
    judged = tuple(Judged(j, who[j.made_by]) for j in alert.judgements.all()) if alert else ()
    memory = match.remembered
    is_kept = listed.is_held
    is_gone = listed.is_shredded or not hasattr(match.check_made, "traveller")
    papers = listed.entry.documents
    return Shown(
        match=match,
        verdict=_verdict(match, listed),
        listed=None if is_kept else listed,
        assessment=None if is_kept or is_gone else rules.assess(traveller, listed.entry),
        document_end=papers[0][-3:] if papers and not is_kept else "",
        remembered=Judged(memory, who[memory.made_by]) if memory else None,
        alert=alert,
        judged=judged,
    )


def _traveller(check: WatchListCheck) -> rules.Traveller:
    """Return who was checked; of a check whose traveller was shredded, that they were."""
    if not hasattr(check, "traveller"):
        return rules.Traveller(_("Name shredded on record"), "", "", "", "")
    return check.traveller.value


@finds_ties("traveller")
def ties_of_travellers(references: Collection[str], at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return what needs a traveller's name, by the check: an open alert, an entry that stands.

    A negative judgement spares the traveller the next alert as long as that entry stands.
    """
    matches = Match.objects.filter(check_made__ref__in=list(references))
    found = list(matches.values_list("check_made__ref", "listing", "alert__state"))
    stands = listings.standing({listing for _ref, listing, _state in found}, at=at)
    for ref, listing, state in found:
        if state in _OPEN:
            yield ref, Tie(Keeps.HAS_ALERT)
        if listing in stands:
            yield ref, Tie(Keeps.IS_LISTED)
    judged = Judgement.objects.filter(alert__match__in=matches)
    for ref, moment in judged.values_list("alert__match__check_made__ref", "made_at"):
        yield ref, Tie(Keeps.HAS_ALERT, moment)


@finds_ties("listed")
def ties_of_entries(references: Collection[str], _at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return on which entries an alert waits to be judged."""
    waits = Alert.objects.filter(match__listing__in=list(references), state__in=_OPEN)
    found = waits.values_list("match__listing", flat=True)
    yield from ((listing, Tie(Keeps.HAS_ALERT)) for listing in found)


def _verdict(match: Match, listed: Listed) -> rules.Verdict:
    """Return a match's verdict; one of a person held since is for the protection desk."""
    return rules.Verdict.PROTECTION if listed.is_held else rules.Verdict(match.verdict)


def _list_name(listed: Listed) -> str:
    return "" if listed.is_held else listed.list_name


def _within(eyes: Actor, permission: Permission, field: str) -> Q:
    found = Q(pk__in=[])
    for area in eyes.areas(permission):
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found
