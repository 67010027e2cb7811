"""Ends of custody as readers see them: how many, kept by whom, since when; and their papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import cell_in_words
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Ending,
    EndWords,
    FoundAgain,
    Posting,
    cell_of,
)
from samaki.systems.custody.queries import books, paths, words
from samaki.systems.custody.rules import ends

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.books import Moments


# Of whom another unit than the one that answers for them may say that they are found.
_MISSED = frozenset({rules.AccountKind.ESCAPED, rules.AccountKind.UNKNOWN})
_HELPING = frozenset(
    {rules.AccountKind.SHELTER, rules.AccountKind.HOSPITAL, rules.AccountKind.EMBASSY}
)


@dataclass(frozen=True, slots=True)
class EndedLine:
    """An account in which custody ended: what it holds, the unit that keeps it, since when.

    `since` is when the first of those who are there now came, where they can come back; of heads
    without a name, as if those who came last had gone first, so that nobody is said to be missed
    for too short a time.
    """

    ref: str
    name: str
    kind: str
    kind_name: str
    owner: str
    unit: str
    area: str
    held: int
    named: int
    since: datetime | None
    as_of: datetime

    @property
    def age(self) -> timedelta | None:
        """How long the first of them has been there."""
        return self.as_of - self.since if self.since else None

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows where they are."""
        return self.kind == rules.AccountKind.UNKNOWN

    @property
    def comes_back(self) -> bool:
        """Whether those who are there can be found again."""
        return self.kind in ends.BACK

    @property
    def goes_on(self) -> bool:
        """Whether it can be learnt yet what became of them."""
        return bool(ends.ways_from(rules.AccountKind(self.kind)))


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an end or of a finding, as typed."""

    authority: str = ""
    document: str = ""
    article: str = ""
    legal_basis: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EndingLine:
    """A paper of an end: who leaves, in which way, on whose word, and how far it is.

    `heads` are the unnamed as (cell in words, how many); `persons` references.
    """

    ref: str
    kind: str
    kind_name: str
    giver: str
    giver_ref: str
    giver_kind: str
    area: str
    handover: str
    count: int
    heads: tuple[tuple[str, int], ...]
    persons: tuple[str, ...]
    happened_at: datetime | None
    state: str
    prepared_by: str
    prepared_at: datetime
    settled_by: str
    settled_at: datetime | None
    movement: int | None
    goal: str
    is_reversed: bool
    said: Said

    @property
    def is_confirmed_by_two(self) -> bool:
        """Whether it takes a second person."""
        return self.kind in ends.CONFIRMED

    @property
    def is_beforehand(self) -> bool:
        """Whether the decision comes first, so that who confirms says when they left."""
        found = ends.end_of(self.kind)
        return found is not None and found[1].is_beforehand


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A paper on which somebody was found again: how many, from where to where.

    `seen_at` is when whoever answered for them said that they have seen it, None if nobody did.
    """

    ref: str
    giver: str
    giver_ref: str
    giver_unit: str
    giver_area: str
    taker: str
    taker_unit: str
    movement: int
    count: int
    happened_at: datetime
    said: Said
    entered_by: str
    seen_at: datetime | None
    seen_by: str


def seen(actor: Actor, at: Moments) -> list[EndedLine]:
    """Return the ends of the actor's areas in which anybody is: the unknown first, the oldest."""
    own = books.seen_accounts(actor).filter(kind__in=ends.KEPT)
    found = [line for line in _lines(list(own), at) if line.held]
    order = list(rules.AccountKind)
    return sorted(
        found,
        key=lambda line: (
            not line.is_unknown,
            order.index(rules.AccountKind(line.kind)),
            line.since or line.as_of,
            line.name,
        ),
    )


def unknown(actor: Actor, at: Moments) -> list[EndedLine]:
    """Return where people are of whom nobody knows where they are, the longest unknown first."""
    own = books.seen_accounts(actor).filter(kind=rules.AccountKind.UNKNOWN)
    found = [line for line in _lines(list(own), at) if line.held]
    return sorted(found, key=lambda line: line.since or line.as_of)


def ended(actor: Actor, ref: str, at: Moments) -> EndedLine | None:
    """Return an account of an end the actor may see, or None."""
    own = books.seen_accounts(actor).filter(ref=ref, kind__in=ends.KEPT)
    return next(iter(_lines(list(own), at)), None)


def missed_elsewhere(actor: Actor, at: Moments) -> list[EndedLine]:
    """Return from where in other areas somebody is missed: by unit, how many, since when.

    For whoever may take people in, since whoever ran off is found in another province: else they
    would be counted a second time. Not who left of their own will, and nobody of a unit that keeps
    a shelter, a hospital or an embassy: who walked out of one is not the police's to bring back.
    """
    found = _lines(list(_elsewhere(actor)), at)
    return sorted((line for line in found if line.held), key=lambda line: (line.name, line.ref))


def to_find(actor: Actor, ref: str, at: Moments) -> EndedLine | None:
    """Return an end out of which the actor may take somebody in again, here or elsewhere."""
    elsewhere = _elsewhere(actor).filter(ref=ref)
    return ended(actor, ref, at) or next(iter(_lines(list(elsewhere), at)), None)


def _elsewhere(actor: Actor) -> QuerySet[Account]:
    missed = Account.objects.filter(kind__in=_MISSED).select_related("unit", "place__site")
    if not actor.may(Permission.CUSTODY_TAKE_IN):
        return missed.none()
    helping = Account.objects.filter(kind__in=_HELPING, unit__isnull=False).order_by()
    own = books.seen_accounts(actor).order_by().values("pk")
    return missed.exclude(pk__in=own).exclude(unit__in=helping.values("unit"))


def endings(
    eyes: Actor, *, account: str = "", handover: str = "", waits: bool = False
) -> list[EndingLine]:
    """Return the papers the actor may see, newest first: all, or of an account or a hand-over."""
    found = _seen(eyes)
    if account:
        found = found.filter(giver__ref=account)
    if handover:
        found = found.filter(handover__ref=handover)
    if waits:
        found = found.filter(state=rules.EndingState.PREPARED)
    return _papers(found)


def ending(eyes: Actor, ref: str) -> EndingLine | None:
    """Return a paper of an end the actor may see, or None."""
    return next(iter(_papers(_seen(eyes).filter(ref=ref))), None)


def finding_of(movement: int) -> FindingLine | None:
    """Return the paper of a finding by its movement, or None; who may see that may see this."""
    found = FoundAgain.objects.select_related("giver__unit", "taker__unit", "movement", "seen")
    return next(iter(_findings(found.filter(movement=movement))), None)


def findings(
    eyes: Actor, at: Moments, *, account: str = "", waits: bool = False
) -> list[FindingLine]:
    """Return whom units found again out of ends, newest first; of one end or all.

    `waits`: only what nobody who answered for them has seen. They see it, however empty their page
    is by it; of their own unit's, somebody else does, for the time out of custody does not count.
    Reversed ones are left out.
    """
    found = (
        FoundAgain.objects.filter(
            books.scope(eyes, Permission.CUSTODY_SEE, "giver__unit__area"),
            movement__happened_at__lte=at.as_of,
            movement__recorded_at__lte=at.known_at,
        )
        .exclude(movement__reversed_by__recorded_at__lte=at.known_at)
        .select_related("giver__unit", "taker__unit", "movement", "seen")
        .order_by("-movement__happened_at", "-pk")
    )
    if waits:
        found = found.exclude(seen__seen_at__lte=at.known_at)
    return _findings(found.filter(giver__ref=account) if account else found)


def paper_of(movement: int) -> str:
    """Return the reference of the end that a movement carried out, or nothing."""
    return Ending.objects.filter(movement=movement).values_list("ref", flat=True).first() or ""


def _seen(eyes: Actor) -> QuerySet[Ending]:
    """Papers of own areas, and of hand-overs that come from or go to them."""
    see = Permission.CUSTODY_SEE
    condition = books.scope(eyes, see, "giver__unit__area")
    for side in ("giver", "receiver"):
        condition |= books.scope(eyes, see, f"handover__{side}__unit__area")
    return Ending.objects.filter(condition).select_related(
        "giver__unit", "handover", "movement__reversed_by"
    )


def _lines(found: Sequence[Account], at: Moments) -> list[EndedLine]:
    if not found:
        return []
    within = Q(account__in=[account.pk for account in found])
    sums = books.sums(within, at=at, by=("account__ref",))
    held = {ref: sums.get((ref,), books.Sums()) for ref in (str(account.ref) for account in found)}
    since = paths.since({str(account.ref) for account in found}, ends.BACK, at)
    return [
        EndedLine(
            ref=str(account.ref),
            name=account.name,
            kind=account.kind,
            kind_name=words.account_kind(account.kind),
            owner=account.owner,
            unit=str(account.unit_id),
            area=account.unit.area_id if account.unit else "",
            held=held[str(account.ref)].heads,
            named=held[str(account.ref)].named,
            since=since.get(str(account.ref)),
            as_of=at.as_of,
        )
        for account in found
    ]


def _papers(found: Iterable[Ending]) -> list[EndingLine]:
    rows = list(found)
    said = _said([row.ref for row in rows])
    arrivals = Posting.objects.filter(movement__in=[row.movement_id for row in rows], count__gt=0)
    goals = dict(arrivals.values_list("movement", "account__ref"))
    return [_paper(row, said.get(row.ref, Said()), goals) for row in rows]


def _paper(row: Ending, said: Said, goals: dict[int, str | None]) -> EndingLine:
    assert row.giver.unit is not None, "an account inside the books has a unit"
    heads = tuple(
        (cell_in_words(cell_of(nationality, sex, age)), count)
        for nationality, sex, age, person, count in row.lines
        if not person
    )
    return EndingLine(
        ref=row.ref,
        kind=row.kind,
        kind_name=words.account_kind(row.kind),
        giver=row.giver.name,
        giver_ref=str(row.giver.ref),
        giver_kind=row.giver.kind,
        area=row.giver.unit.area_id,
        handover=str(row.handover.ref) if row.handover else "",
        count=sum(line[-1] for line in row.lines),
        heads=heads,
        persons=tuple(line[3] for line in row.lines if line[3]),
        happened_at=row.movement.happened_at if row.movement else row.happened_at,
        state=row.state,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        movement=row.movement_id,
        goal=str(goals[row.movement_id]) if row.movement_id else "",
        is_reversed=row.movement is not None and hasattr(row.movement, "reversed_by"),
        said=said,
    )


def _findings(found: Iterable[FoundAgain]) -> list[FindingLine]:
    rows = list(found)
    said = _said([row.ref for row in rows])
    return [
        FindingLine(
            ref=row.ref,
            giver=row.giver.name,
            giver_ref=str(row.giver.ref),
            giver_unit=str(row.giver.unit_id),
            giver_area=row.giver.unit.area_id if row.giver.unit else "",
            taker=row.taker.name,
            taker_unit=str(row.taker.unit_id),
            movement=row.movement_id,
            count=sum(p.count for p in row.movement.postings.all() if p.count > 0),
            happened_at=row.movement.happened_at,
            said=said.get(row.ref, Said()),
            entered_by=row.movement.actor,
            seen_at=row.seen.seen_at if hasattr(row, "seen") else None,
            seen_by=row.seen.seen_by if hasattr(row, "seen") else "",
        )
        for row in rows
    ]


def may_acknowledge(actor: Actor, line: FindingLine) -> bool:
    """Tell whether the actor may say, for the unit that answered for them, that it was seen."""
    is_keeper = actor.may(Permission.END_RECORD, area=line.giver_area)
    is_finders = line.taker_unit in actor.units and line.taker_unit != line.giver_unit
    is_own = is_finders or line.entered_by == actor.key
    return is_keeper and line.seen_at is None and not is_own


def _said(papers: Collection[str]) -> dict[str, Said]:
    return {
        row.paper: Said(row.authority, row.document, row.article, row.legal_basis, row.reason)
        for row in EndWords.objects.filter(paper__in=papers)
    }
