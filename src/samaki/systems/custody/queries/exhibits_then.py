"""Exhibits as they stood at a moment, by what was known at a moment: the folded books of things."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from samaki.ground.access.rules import Permission
from samaki.systems.custody import rules
from samaki.systems.custody.models import Exhibit, ThingAccount, ThingPosting
from samaki.systems.custody.queries import exhibit_moves, exhibits, things
from samaki.systems.custody.queries.exhibits import Standing
from samaki.systems.custody.rules.exhibits import ThingAccountKind

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.models import ThingCount
    from samaki.systems.custody.queries.books import Moments
    from samaki.systems.custody.queries.exhibit_moves import StoreLine
    from samaki.systems.custody.queries.exhibits import ExhibitLine


@dataclass(slots=True)
class _Held:
    """Where an exhibit lay: the place with its pieces, and who answered for those missed."""

    here: tuple[ThingAccount, int] | None = None
    lost: tuple[ThingAccount, int] | None = None


@dataclass(frozen=True, slots=True)
class _Books:
    """What every exhibit's places held then, by the exhibit's key."""

    held: dict[int, _Held] = field(default_factory=dict)

    @classmethod
    def at(cls, at: Moments, *, ref: str = "") -> _Books:
        rows = ThingPosting.objects.filter(
            Q(exhibit__ref=ref) if ref else Q(),
            movement__happened_at__lte=at.as_of,
            movement__recorded_at__lte=at.known_at,
        ).exclude(account__kind=ThingAccountKind.OUTSIDE)
        sums = list(
            rows.order_by()
            .values_list("exhibit", "account")
            .annotate(total=Sum("count"))
            .filter(total__gt=0)
        )
        places = ThingAccount.objects.select_related("unit").in_bulk({row[1] for row in sums})
        held: dict[int, _Held] = defaultdict(_Held)
        for exhibit, account, total in sums:
            if places[account].kind == ThingAccountKind.UNACCOUNTED:
                held[exhibit].lost = (places[account], total)
            else:
                held[exhibit].here = (places[account], total)
        return cls(held)

    def seen_by(self, eyes: Actor) -> set[int]:
        """Return the keys of what lay then where the actor may see exhibits."""
        return {
            key
            for key, held in self.held.items()
            if any(
                place.unit is not None and eyes.may(_SEE, area=place.unit.area_id)
                for place, _pieces in filter(None, (held.here, held.lost))
            )
        }


_SEE = Permission.EXHIBIT_SEE


def listed(eyes: Actor, at: Moments, *, site: str = "", store: str = "") -> list[ExhibitLine]:
    """Return the exhibits the actor may see as they stood then, newest first.

    All, of a site, or of a store. Seen are those found in the actor's areas, and what lies there
    now or lay there then.
    """
    of_site = Q(site__ref=site) if site else Q()
    lines = _lines(eyes, at, of_site, _Books.at(at))
    return [line for line in lines if not store or line.store == store]


def exhibit(eyes: Actor, ref: str, at: Moments) -> ExhibitLine | None:
    """Return an exhibit the actor may see as it stood then; None if it was not seized, or known."""
    return next(iter(_lines(eyes, at, Q(ref=ref), _Books.at(at, ref=ref))), None)


def stores(eyes: Actor, at: Moments) -> list[StoreLine]:
    """Return the stores in the areas the actor may see, with what lay there then, by unit."""
    pieces: dict[str, list[int]] = defaultdict(list)
    for held in _Books.at(at).held.values():
        if held.here is not None:
            pieces[str(held.here[0].ref)].append(held.here[1])
    return [
        exhibit_moves.StoreLine(
            line.ref, line.name, line.unit, line.area, len(pieces[line.ref]), sum(pieces[line.ref])
        )
        for line in exhibit_moves.stores(eyes)
    ]


def _lines(eyes: Actor, at: Moments, of: Q, books: _Books) -> list[ExhibitLine]:
    found = (
        Exhibit.objects.filter(of, seized_at__lte=at.as_of, recorded_at__lte=at.known_at)
        .filter(exhibits.is_seen(eyes) | Q(pk__in=books.seen_by(eyes)))
        .select_related("site__area", "unit", "content__bundle")
        .prefetch_related("seal_changes", "counts__variance")
    )
    return [exhibits.line_of(each, _standing(each, books, at)) for each in found]


def _standing(found: Exhibit, books: _Books, at: Moments) -> Standing:
    held = books.held.get(found.pk, _Held())
    counts = tuple(
        count
        for count in found.counts.all()
        if count.counted_at <= at.as_of and count.recorded_at <= at.known_at
    )
    return Standing(
        here=held.here,
        lost=held.lost,
        changes=tuple(
            change
            for change in found.seal_changes.all()
            if change.happened_at <= at.as_of and change.recorded_at <= at.known_at
        ),
        counts=counts,
        open_counts=tuple(c for c in counts if was_open(c, min(at.as_of, at.known_at))),
    )


def was_open(count: ThingCount, moment: datetime) -> bool:
    """Tell whether a count differed, by what was recorded until a moment, and stood unexplained.

    The books are asked, and not what became of its variance later: that may have settled, and
    differed again.
    """
    variance = getattr(count, "variance", None)
    if variance is None or variance.opened_at > moment:
        return False
    is_explained = variance.state == rules.CountVarianceState.EXPLAINED
    if is_explained and variance.closed_at is not None and variance.closed_at <= moment:
        return False
    return count.pieces != things.held_at(count, known_at=moment)
