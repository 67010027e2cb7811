"""Pages of the picture. The first is open to everybody and shows nothing small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from samaki.ground.access.guard import actor_of, public
from samaki.ground.access.rules import Permission
from samaki.ground.places import queries as places
from samaki.picture import queries, rules
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import handovers
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.picture.queries import Picture, Proof


@public
def national(request: HttpRequest) -> HttpResponse:
    """Show the national picture: totals with their bounds, provinces, contradictions."""
    actor, now = actor_of(request), timezone.now()
    picture = queries.national(as_of=now)
    sees_all = actor.may(Permission.PICTURE_SEE)
    sheet = queries.sheet()
    context = {
        "picture": picture,
        "provinces": _provinces(picture, sheet, sees_all=sees_all),
        "sheet": sheet,
        "objections": claims.objections(claims.contradictions()),
        "sees_all": sees_all,
        "sees_claims": actor.may(Permission.CLAIM_SEE),
        "smallest": rules.SMALLEST,
        **_work(actor, picture),
    }
    return render(request, "picture/national.html", context)


@public
def answer(request: HttpRequest, area: str, period: str) -> HttpResponse:
    """Show one number with everything it stands on: words of sources, records of the ledger."""
    actor = actor_of(request)
    asked = rules.period_of(period)
    province = None if area == "KH" else area
    names = places.names([area])
    if asked is None or not names:
        raise Http404
    found = queries.proof(asked, province, as_of=timezone.now())
    sees_all = actor.may(Permission.PICTURE_SEE)
    if province and not sees_all and _is_small(found):
        raise Http404
    records = found.placed if sees_all else rules.publishable(found.placed)
    areas = places.names([figure.province for figure in records])
    context = {
        "proof": found,
        "area": names[area],
        "records": [(areas[figure.province], figure) for figure in records],
        "is_whole": len(records) == len(found.placed),
        "sees_all": sees_all,
        "sees_claims": actor.may(Permission.CLAIM_SEE),
        "sees_custody": actor.may(Permission.CUSTODY_SEE),
        "smallest": rules.SMALLEST,
    }
    return render(request, "picture/answer.html", context)


def _is_small(found: Proof) -> bool:
    return found.bounds.low < rules.SMALLEST


def _provinces(
    picture: Picture, sheet: dict[str, Any] | None, *, sees_all: bool
) -> list[dict[str, Any]]:
    """Return what the map and its table show of each province, in the order of the codes."""
    names = places.names(list(picture.by_province))
    shown = []
    for code, found in picture.by_province.items():
        is_hidden = not sees_all and 0 < found.bounds.low < rules.SMALLEST
        is_open = found.bounds.low > 0 and not is_hidden
        tile, short = rules.TILES[code]
        shown.append(
            {
                "code": code,
                "name": names[code],
                "proof": found,
                "is_open": is_open,
                "is_hidden": is_hidden,
                "is_raided": code in picture.raided,
                "shade": rules.shade(
                    0 if is_hidden else found.bounds.low, is_raided=code in picture.raided
                ),
                "url": reverse("picture:answer", args=[code, found.period.key]),
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
