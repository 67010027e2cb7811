"""Pages of the picture. The first is open to everybody and shows nothing small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from samaki.ground.access.guard import actor_of, public
from samaki.ground.access.rules import Permission
from samaki.ground.places import queries as places
from samaki.ground.places.rules import COUNTRY
from samaki.picture import rules
from samaki.picture.queries import national as queries
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.picture.queries.national import Picture, Proof, Reason


@public
def national(request: HttpRequest) -> HttpResponse:
    """Show the national picture: totals with their bounds, provinces, contradictions."""
    actor, now = actor_of(request), timezone.now()
    picture = queries.national(as_of=now)
    sees_all = actor.may(Permission.PICTURE_SEE, area=COUNTRY)
    sheet = queries.sheet()
    context = {
        "picture": picture,
        "provinces": _provinces(actor, picture, sheet),
        "parts": [p for p in picture.parts if sees_all or _is_public(p, picture)],
        "shows_placed": picture.together is not None
        and (sees_all or picture.together.heads >= rules.SMALLEST),
        "sheet": sheet,
        "objections": claims.objections(
            claims.open_contradictions(accepted=not actor.may(Permission.CLAIM_SEE))
        ),
        "sees_all": sees_all,
        "sees_claims": actor.may(Permission.CLAIM_SEE),
        "smallest": rules.SMALLEST,
        **_work(actor, picture),
    }
    return render(request, "picture/national.html", context)


@public
def answer(request: HttpRequest, area: str, period: str) -> HttpResponse:
    """Show one number with everything it stands on: words of sources, records of the ledger."""
    actor, now = actor_of(request), timezone.now()
    asked = rules.period_of(period)
    province = None if area == COUNTRY else area
    names = places.names([COUNTRY, *(p.code for p in places.provinces())])
    if asked is None or area not in names:
        raise Http404
    found = queries.proof(asked, province, as_of=now)
    sees_all = actor.may(Permission.PICTURE_SEE, area=area)
    if not sees_all and not _is_public(found, queries.national(as_of=now)):
        raise Http404
    records = found.placed if sees_all else rules.publishable(found.placed)
    context = {
        "proof": found,
        "area": names[area],
        "records": [(names[figure.province], figure) for figure in records],
        "is_whole": len(records) == len(found.placed),
        "low_because": _shown(found.low_because, sees_all=sees_all),
        "high_because": _shown(found.high_because, sees_all=sees_all),
        "is_raided": province in queries.national(as_of=now).raided,
        "sees_all": sees_all,
        "sees_claims": actor.may(Permission.CLAIM_SEE),
        "sees_custody": sees_all and actor.may(Permission.CUSTODY_SEE),
        "smallest": rules.SMALLEST,
    }
    return render(request, "picture/answer.html", context)


def _is_public(found: Proof, picture: Picture) -> bool:
    """Tell whether the front page shows the number to a visitor: its days, and not too small.

    Other days are not answered: the difference of two stretches would give a small cell away.
    """
    periods = {proof.period for proof in (*picture.parts, picture.together) if proof is not None}
    if found.province is not None:
        periods = {picture.together.period} if picture.together else set()
    is_small = found.bounds.low < rules.SMALLEST or 0 < found.heads < rules.SMALLEST
    return found.period in periods and not is_small


def _shown(reasons: tuple[Reason, ...], *, sees_all: bool) -> list[Reason]:
    """Return the reasons whose counts may be shown to the reader."""
    return [
        reason
        for reason in reasons
        if sees_all or reason.record is None or reason.record.count >= rules.SMALLEST
    ]


@dataclass(frozen=True, slots=True)
class _Floor:
    """A province's floor, as the rule of publication takes it."""

    code: str
    count: int


def _provinces(
    actor: Actor, picture: Picture, sheet: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Return what the map and its table show of each province, in the order of the codes."""
    names = places.names(list(picture.by_province))
    floors = [_Floor(code, found.bounds.low) for code, found in picture.by_province.items()]
    public_ones = {floor.code for floor in rules.publishable(floors)}
    shown = []
    for code, found in picture.by_province.items():
        sees_all = actor.may(Permission.PICTURE_SEE, area=code)
        is_open = found.bounds.low > 0 and (sees_all or code in public_ones)
        tile, short = rules.TILES[code]
        shown.append(
            {
                "code": code,
                "name": names[code],
                "proof": found,
                "is_open": is_open,
                "is_hidden": found.bounds.low > 0 and not is_open,
                "is_raided": code in picture.raided,
                "shade": rules.shade(
                    found.bounds.low if is_open else 0, is_raided=code in picture.raided
                ),
                "url": reverse("picture:answer", args=[code, found.period.key])
                if is_open or sees_all
                else "",
                "tile": tile,
                "short": short,
                "shape": sheet["provinces"].get(code) if sheet else None,
            }
        )
    return shown


def _work(actor: Actor, picture: Picture) -> dict[str, Any]:
    """Return what waits for somebody, as far as the actor may see it."""
    now = Moments(picture.as_of, picture.as_of)
    work: dict[str, Any] = {}
    if actor.may(Permission.CUSTODY_SEE):
        work["variances"] = handovers.open_variances(actor, now)
        work["missing"] = sum(line.between for line in work["variances"])
    if actor.may(Permission.CLAIM_JUDGE):
        work["to_read"] = sum(claims.waiting().values())
    if actor.may(Permission.SCOPE_CHOOSE):
        work["to_choose"] = picture.wider
    return work
