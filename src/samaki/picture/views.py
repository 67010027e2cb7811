"""Pages of the picture. The first is open to everybody and shows nothing small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from samaki.ground.access.guard import actor_of, public
from samaki.ground.access.rules import Permission
from samaki.ground.places import queries as places
from samaki.picture import queries, rules
from samaki.systems.claims import queries as claims

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def national(request: HttpRequest) -> HttpResponse:
    """Show the national picture: totals with their bounds, provinces, contradictions."""
    picture = queries.national(as_of=timezone.now())
    sees_all = actor_of(request).may(Permission.PICTURE_SEE)
    names = places.names(list(picture.by_province))
    context = {
        "picture": picture,
        "provinces": [
            (names[code], found)
            for code, found in picture.by_province.items()
            if found.bounds.low >= (1 if sees_all else rules.SMALLEST)
        ],
        "contradictions": claims.contradictions(),
        "sees_all": sees_all,
        "placed": sum(figure.count for figure in picture.placed),
    }
    return render(request, "picture/national.html", context)


@public
def answer(request: HttpRequest, area: str, period: str) -> HttpResponse:
    """Show one number with everything it stands on: words of sources, records of the ledger."""
    asked = rules.period_of(period)
    province = None if area == "KH" else area
    names = places.names([area])
    if asked is None or not names:
        raise Http404
    found = queries.proof(asked, province, as_of=timezone.now())
    sees_all = actor_of(request).may(Permission.PICTURE_SEE)
    if province and not sees_all and found.bounds.low < rules.SMALLEST:
        raise Http404
    context = {"proof": found, "area": names[area], "sees_all": sees_all}
    return render(request, "picture/answer.html", context)
