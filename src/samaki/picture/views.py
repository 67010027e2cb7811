"""Pages of the picture. The first is open to everybody and shows nothing small."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.guard import actor_of, guarded, public
from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import nationality
from samaki.ground.places import queries as places
from samaki.ground.places.rules import COUNTRY
from samaki.ground.printing.coverage import GlyphsMissingError
from samaki.picture.forms import IssueForm, LookBackForm, WayForm
from samaki.picture.queries import conflicts, parts, prints, scope, settling, sheet, sitreps
from samaki.picture.queries import national as queries
from samaki.picture.queries.wall import wall
from samaki.picture.rules import chart, figures
from samaki.picture.services import (
    SitrepRefusedError,
    WayRefusedError,
    choose_way,
    issue_sitrep,
)
from samaki.systems.claims.services import DecisionRefusedError
from samaki.systems.custody.queries import words as custody_words
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import AccountKind
from samaki.systems.operations import queries as operations

if TYPE_CHECKING:
    from django.http import HttpRequest

    from samaki.ground.access.actors import Actor
    from samaki.picture.models import Sitrep
    from samaki.picture.queries.national import Picture
    from samaki.systems.custody.queries.flow import FlowLine


_P = Permission
_HIDDEN = "0"  # the shade of a province whose number is too small to be published
# The last column of the flow, from the top: a person's path, and what is on the road at its end.
_KINDS = [kind for kind in AccountKind if kind is not AccountKind.IN_TRANSIT]


@public
def national(request: HttpRequest) -> HttpResponse:
    """Show the national picture: totals with their bounds, provinces, contradictions, work."""
    actor, now = actor_of(request), timezone.now()
    said = wall(actor, at=now)
    picture, outlines = said.picture, queries.sheet()
    told = scope.told(actor, picture)
    provinces = _provinces(actor, picture, told.provinces, outlines)
    context = {
        "picture": picture,
        "provinces": provinces,
        "legend": _legend(provinces, sees_all=scope.sees_all(actor)),
        "hides_some": any(province["is_hidden"] for province in provinces),
        "together": told.together,
        "parts": told.parts,
        "placed": scope.placed(actor, told.together) if told.together else None,
        "sheet": outlines,
        "objections": said.objections,
        "conflicts": len(said.objections) + len(picture.conflicts),
        "contradicting": [(conflicts.key_of(each), each) for each in picture.conflicts],
        "may_choose": _may_choose(actor),
        "sees_all": scope.sees_all(actor),
        "sees_country": scope.sees_all(actor),
        "sees_claims": actor.may(_P.CLAIM_SEE),
        "smallest": figures.SMALLEST,
        "needs": said.needs,
        "flow": _flow(actor, picture, said.flow),
        "may_issue": actor.may(_P.SITREP_ISSUE, area=COUNTRY),
    }
    return render(request, "picture/national.html", context)


@public
def answer(request: HttpRequest, area: str, period: str) -> HttpResponse:
    """Show one number with everything it stands on: words of sources, records of the ledger."""
    actor, now = actor_of(request), timezone.now()
    asked = figures.period_of(period)
    province = None if area == COUNTRY else area
    names = places.names([COUNTRY, *(p.code for p in places.provinces())])
    if asked is None or area not in names:
        raise Http404
    sees_all = scope.sees_all(actor, area)
    # Two moments of one number would tell a visitor the small number between them.
    at = LookBackForm(request.GET or None).moments(now) if sees_all else Moments(now, now)
    found = queries.proof(asked, province, as_of=at.as_of, known_at=at.known_at)
    if not sees_all and not scope.is_told(actor, found, queries.national(as_of=now)):
        raise Http404
    records = scope.records(actor, found)
    context = {
        "proof": found,
        "at": at,
        "is_past": at != Moments(now, now),
        "area": names[area],
        "records": [
            (names[figure.province], nationality(figure.nationality), figure) for figure in records
        ],
        "is_whole": len(records) == len(found.placed),
        "low_because": scope.reasons(actor, found, found.low_because),
        "high_because": scope.reasons(actor, found, found.high_because),
        "parts": _parts(asked, province, at) if sees_all else None,
        "is_raided": province in operations.raided_without_figure(known_at=at.known_at),
        "sees_all": sees_all,
        "sees_claims": actor.may(_P.CLAIM_SEE),
        "may_choose": _may_choose(actor),
        "may_ask": sees_all and actor.may(_P.RETURN_ASK, area=area),
        "sees_country": scope.sees_all(actor),
        "code": area,
        "sees_custody": sees_all and actor.may(_P.CUSTODY_SEE),
        "smallest": figures.SMALLEST,
    }
    return render(request, "picture/answer.html", context)


def _parts(asked: figures.Period, province: str | None, at: Moments) -> dict[str, Any]:
    found = parts.parts(asked, province, at=at)
    return {
        "nations": [(nationality(code), bounds) for code, bounds in found.nations],
        "named": found.named,
        "rest": found.rest,
        "more": found.more,
        "disputes": found.disputes,
    }


@guarded(_P.RETURN_ASK)
def settle(request: HttpRequest, area: str, period: str) -> HttpResponse:
    """Name the counts that would narrow a number most, and lead to asking the province for one."""
    asked = figures.period_of(period)
    province = None if area == COUNTRY else area
    names = places.names([COUNTRY, *(p.code for p in places.provinces())])
    actor = actor_of(request)
    may = actor.may(_P.RETURN_ASK, area=area) and scope.sees_all(actor, area)
    if asked is None or area not in names or not may:
        raise Http404
    now = timezone.now()
    found = settling.settling(asked, province, at=now)
    context = {
        "settled": found,
        "asked": asked,
        "area": names[area],
        "code": area,
        "rows": [
            (each, names[each.province], nationality(each.nationality) if each.nationality else "")
            for each in found.missing
        ],
        "silent": sorted((names[code], code) for code in found.silent),
        # No day that is yet to come can be counted.
        "last": min(asked.last, timezone.localtime(now).date()),
    }
    return render(request, "picture/settle.html", context)


@guarded(_P.SCOPE_CHOOSE)
def conflict(request: HttpRequest, key: str) -> HttpResponse:
    """Show claims that cannot all hold with every way out; a person may choose one, on record."""
    actor, now = actor_of(request), timezone.now()
    if not _may_choose(actor):
        raise Http404(key)
    found = conflicts.conflict(key, at=now)
    if found is None:
        messages.info(request, _("These claims can all hold now, or were decided otherwise."))
        return redirect(f"{reverse('picture:national')}#conflicts")
    form = WayForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            ref = choose_way(
                actor=actor, conflict=key, way=given["way"], reason=given["reason"], at=now
            )
        except (DecisionRefusedError, WayRefusedError) as refused:
            for reason in refused.reasons:
                form.add_error(
                    "reason" if reason.code == "no_reason" else None, wording.sentence(reason)
                )
        else:
            said = _("%(ref)s counts otherwise now; the choice and its reason stay on record.")
            messages.info(request, said % {"ref": ref})
            return redirect(f"{reverse('picture:national')}#conflicts")
    wrong = bool(form.errors)
    context = {
        "conflict": found,
        "form": form,
        "wrong": wrong,
        "chosen": form["way"].value(),
        "typed": form["reason"].value() or "",
        "sees_country": True,
        "sees_claims": actor.may(_P.CLAIM_SEE),
    }
    return render(request, "picture/conflict.html", context, status=422 if wrong else 200)


def _may_choose(actor: Actor) -> bool:
    """Tell whether a reader may choose ways out: they tell the register's figures of everywhere."""
    return actor.may(_P.SCOPE_CHOOSE, area=COUNTRY) and scope.sees_all(actor)


@guarded(_P.SITREP_SEE)
def sitrep_list(request: HttpRequest) -> HttpResponse:
    """List the situation reports, the newest first."""
    issued = list(sitreps.issued())
    context = {
        "sitreps": issued,
        "issuers": access.names_of({each.issued_by for each in issued}),
        "may_issue": actor_of(request).may(_P.SITREP_ISSUE, area=COUNTRY),
    }
    return render(request, "picture/sitreps.html", context)


@guarded(_P.SITREP_ISSUE)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue the situation report as of a moment."""
    actor, now = actor_of(request), timezone.now()
    form = IssueForm(request.POST or None, now=now)
    if form.is_valid():
        try:
            made = issue_sitrep(actor=actor, as_of=form.cleaned_data["as_of"], at=now)
        except SitrepRefusedError as refused:
            for sentence in refused.sentences:
                form.add_error("as_of", sentence)
        else:
            return redirect("picture:sitrep", made.ref)
    wrong = form.is_bound
    context = {"form": form, "wrong": wrong, "current": sitreps.issued().first()}
    return render(request, "picture/issue.html", context, status=422 if wrong else 200)


@guarded(_P.SITREP_SEE)
def sitrep(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a situation report as it was issued; each figure opens as of the report's moments."""
    found = _sitrep(ref)
    issuer = access.names_of({found.issued_by})[found.issued_by]
    context = {"sitrep": found, "said": sheet.sheet(found), "issuer": issuer}
    return render(request, "picture/sitrep.html", context)


@guarded(_P.SITREP_SEE)
def sitrep_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a situation report as PDF in the language asked for, or the reader's."""
    found = _sitrep(ref)
    asked = request.GET.get("lang", "") or get_language()
    language = "km" if asked == "km" else "en"
    try:
        made = prints.pdf(found, language)
    except GlyphsMissingError as refused:
        context = {"sitrep": found, "reasons": refused.sentences, "wrong": True}
        return render(request, "picture/not_printed.html", context, status=422)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.ref}-{language}.pdf"'
    return answer


@guarded(_P.SITREP_SEE)
def sitrep_json(_request: HttpRequest, ref: str) -> HttpResponse:
    """Give a situation report as JSON, in the shape that docs describe."""
    found = _sitrep(ref)
    answer = JsonResponse(
        prints.document(found), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'inline; filename="{found.ref}.json"'
    return answer


def _sitrep(ref: str) -> Sitrep:
    found = sitreps.find(ref)
    if found is None:
        raise Http404
    return found


def _provinces(
    actor: Actor, picture: Picture, told: frozenset[str], outlines: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Return what the map and its table show of each province, in the order of the codes."""
    names = places.names(list(picture.by_province))
    shown = []
    for code, found in picture.by_province.items():
        is_open = code in told
        tile, short = figures.TILES[code]
        shown.append(
            {
                "code": code,
                "name": names[code],
                "proof": found,
                "is_open": is_open,
                "is_hidden": found.bounds.low > 0 and not is_open,
                "is_raided": code in picture.raided,
                "shade": _HIDDEN
                if found.bounds.low > 0 and not is_open
                else figures.shade(found.bounds.low, is_raided=code in picture.raided),
                "url": reverse("picture:answer", args=[code, found.period.key])
                if is_open or scope.sees_all(actor, code)
                else "",
                "tile": tile,
                "short": short,
                "shape": outlines["provinces"].get(code) if outlines else None,
            }
        )
    return shown


def _legend(
    provinces: list[dict[str, Any]], *, sees_all: bool
) -> tuple[tuple[str, int, int | None], ...]:
    """Return the shades that can be on this reader's map, with what each stands for."""
    small = any(p["is_open"] and p["proof"].bounds.low < figures.SMALLEST for p in provinces)
    return figures.buckets(least=1 if sees_all or small else figures.SMALLEST)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A node of the chart with its words and its door."""

    node: chart.Node
    label: str
    url: str


def _flow(
    actor: Actor, picture: Picture, lines: tuple[FlowLine, ...] | None
) -> dict[str, Any] | None:
    """Return the custody flow as the actor may see it, drawn for a desk and for a phone."""
    if lines is None:
        return None
    paths = [chart.Path(each.found, each.first_ref, each.now_kind, each.heads) for each in lines]
    labels = places.names([each.found for each in lines])
    labels |= {each.first_ref: each.first for each in lines}
    labels |= {each.now_kind: custody_words.account_kind(each.now_kind) for each in lines}
    heads = sum(each.heads for each in lines)
    together = picture.together
    floor = together.bounds.low if together and actor.may(_P.PICTURE_SEE, area=COUNTRY) else 0
    return {
        "heads": heads,
        "unplaced": max(0, floor - heads),
        "charts": [
            (name, _drawn(chart.flow_chart(paths, across=across, kinds=_KINDS), labels))
            for name, across in (("wide", chart.BROAD), ("narrow", chart.NARROW))
        ],
        "sentence": _sentence(paths, labels),
        "rows": [(labels[each.found], each, labels[each.now_kind]) for each in lines],
    }


def _sentence(paths: list[chart.Path], labels: dict[str, str]) -> str:
    held: dict[str, int] = defaultdict(int)
    for path in paths:
        held[path.now] += path.heads
    parts = (f"{wording.number(count)} {labels[kind]}" for kind, count in held.items())
    said = {"n": wording.number(sum(held.values())), "parts": ", ".join(parts)}
    return _("Custody flow: %(n)s people in the books; %(parts)s.") % said


def _drawn(found: chart.FlowChart, labels: dict[str, str]) -> dict[str, Any]:
    page = reverse("custody:flow")
    asked = ("found", "first", "kind")
    return {
        "chart": found,
        "columns": [
            [
                _Drawn(
                    node,
                    labels.get(node.key, _("other")),
                    f"{page}?{key}={node.key}" if node.key else page,
                )
                for node in nodes
            ]
            for key, nodes in zip(asked, (found.found, found.first, found.now), strict=True)
        ],
    }
