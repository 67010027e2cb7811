"""The path of everybody in the books: found where, taken into which account, held where now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.places import rules as places
from samaki.systems.custody import rules
from samaki.systems.custody.queries import books, following, paths
from samaki.systems.custody.queries.following import Way
from samaki.systems.custody.rules import ends

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Line
    from samaki.kernel.lots import Lot
    from samaki.systems.custody.models import Account
    from samaki.systems.custody.queries.books import Moments

_INSIDE = frozenset(rules.AccountKind) - rules.BOUNDLESS


@dataclass(frozen=True, slots=True)
class FlowLine:
    """So many heads taken in by one account, found in its province, and now in another."""

    found: str
    first_ref: str
    first: str
    first_unit: str
    now_ref: str
    now: str
    now_unit: str
    now_kind: str
    handover: str
    heads: int

    @property
    def is_ended(self) -> bool:
        """Whether custody of them has ended."""
        return self.now_kind in ends.KEPT


def flow(actor: Actor, at: Moments) -> list[FlowLine]:
    """Return where those who are now in accounts the actor may see came from.

    The heads add up to the actor's total in the books. Where heads of one kind mixed in an
    account, those who came first are taken to have left first.
    """
    seen = {
        str(account.ref): account
        for account in books.seen_accounts(actor)
        .filter(kind__in=_INSIDE)
        .select_related("handover")
    }
    heads: dict[tuple[str, str], int] = defaultdict(int)
    for (ref, _subject), found in _origins(at).items():
        for lot in found:
            if ref in seen:
                heads[str(lot.mark), ref] += lot.count
    firsts = paths.accounts_of({first for first, _now in heads})
    return [
        FlowLine(
            found=_province(firsts[first]),
            first_ref=first,
            first=firsts[first].name,
            first_unit=str(firsts[first].unit_id),
            now_ref=now,
            now=seen[now].name,
            now_unit=str(seen[now].unit_id),
            now_kind=seen[now].kind,
            handover=_handover(seen[now]),
            heads=count,
        )
        for (first, now), count in sorted(heads.items(), key=lambda pair: -pair[1])
    ]


def _origins(at: Moments) -> dict[Line, tuple[Lot[str | None], ...]]:
    def taken_in(ref: str, _happened_at: datetime, came: str | None) -> str:
        return came or ref

    way = Way("origins", _INSIDE, mark=taken_in, leaving=lambda held: held)
    return following.lots_by(way, at)


def _province(account: Account) -> str:
    area = account.unit.area_id if account.unit else places.COUNTRY
    area = account.place.site.area_id if account.site_ref else area
    return places.province_of(area) or area


def _handover(account: Account) -> str:
    found = getattr(account, "handover", None)
    return str(found.ref) if found else ""
