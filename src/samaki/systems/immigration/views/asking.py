"""What immigration's pages share: a form carried out or refused, an answer, a case, its acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.people.rules import FilePage
from samaki.ground.people.views import file_page
from samaki.systems.custody.rules import UNIT_KINDS
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.immigration import rules
from samaki.systems.immigration.queries import cases
from samaki.systems.immigration.services.refusals import CaseRefusedError
from samaki.systems.listings.services import ListingRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.access.actors import Actor
    from samaki.ground.heads.forms import RefusableForm
    from samaki.systems.custody.queries.whereabouts import Place
    from samaki.systems.immigration.models import ExpulsionCase

_P = Permission


@dataclass(frozen=True, slots=True)
class Act:
    """What the reader can do on a case: words, address, whether it is next, and if it is shut."""

    label: str
    url: str
    is_next: bool = False
    is_shut: bool = False


def is_saved(form: RefusableForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Carry out what a form asks; put every reason of a refusal on it."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (CaseRefusedError, ListingRefusedError, MovementRefusedError) as refused:
        form.refuse(refused.said)
        return False
    return True


def page(request: HttpRequest, name: str, *forms: RefusableForm, **shown: object) -> HttpResponse:
    """Answer with a page that is of nobody; 422 where one of its forms was refused."""
    context, status = _told(forms, shown)
    return render(request, f"immigration/{name}.html", context, status=status)


def page_of(
    request: HttpRequest,
    name: str,
    *forms: RefusableForm,
    persons: Iterable[str],
    opens: FilePage,
    **shown: object,
) -> HttpResponse:
    """Answer with a page that shows persons' files; refused forms show them too."""
    context, status = _told(forms, shown)
    template = f"immigration/{name}.html"
    return file_page(request, template, context, of=persons, page=opens, status=status)


def case_page(
    request: HttpRequest,
    found: ExpulsionCase,
    opens: FilePage,
    *forms: RefusableForm,
    **shown: object,
) -> HttpResponse:
    """Answer with the page of a case that bears the name of what it opens."""
    told = {**about(request, found), **shown}
    name = _TEMPLATES.get(opens, str(opens))
    return page_of(request, name, *forms, persons=[found.person], opens=opens, **told)


_TEMPLATES = {FilePage.WITHDRAW_ORDER: "withdraw"}


def _told(
    forms: Sequence[RefusableForm], shown: dict[str, object]
) -> tuple[dict[str, object], int]:
    wrong = bool(shown.get("refusal")) or any(form.errors for form in forms)
    return {**shown, "wrong": wrong}, 422 if wrong else 200


def case_of(request: HttpRequest, ref: str, permission: _P = _P.CASE_SEE) -> ExpulsionCase:
    """Return the case, if the reader may see it; require the permission where it lies."""
    found = cases.case(actor_of(request), ref)
    if found is None:
        raise Http404(ref)
    actor_of(request).require(permission, area=found.area_id)
    return found


def about(request: HttpRequest, found: ExpulsionCase) -> dict[str, object]:
    """Return what every page of a case shows: how it stands, and what is in the way."""
    how, now = cases.standing(found), timezone.now()
    reasons = cases.reasons_ahead(how, at=now)
    return {
        "case": found,
        "standing": how,
        "obstacles": cases.obstacles(how, reasons),
        "is_ordered": how.state in _LEAVING,
        "line": cases.line(actor_of(request), found, at=now),
        "now": now,
    }


def acts(
    actor: Actor, found: ExpulsionCase, place: Place | None, *, step: str, is_shut: bool
) -> list[Act]:
    """Return what the reader can do on a case; what is next comes first."""
    state = rules.ExpulsionState(found.state)
    offered = [
        *(
            _of_officer(found, state, is_shut)
            if actor.may(_P.CASE_PREPARE, area=found.area_id)
            else ()
        ),
        *(_of_authority(found, state) if actor.may(_P.ORDER_DECIDE, area=found.area_id) else ()),
    ]
    every = [
        Act(label, url, is_next=step in steps and not shut, is_shut=shut)
        for steps, label, url, shut in offered
    ]
    if place and place.kind in UNIT_KINDS and actor.may(_P.CUSTODY_DISPATCH, area=place.area):
        away = reverse("custody:dispatch", args=[place.account])
        every.append(Act(_("Hand over to a shelter or hospital"), away))
    return sorted(every, key=lambda act: (not act.is_next, act.is_shut))


def may_undo(actor: Actor, found: ExpulsionCase) -> bool:
    """Tell whether the reader may undo a case's departure, and one stands."""
    may = actor.may(_P.DEPARTURE_RECORD, area=found.area_id)
    return may and cases.departure_of(found) is not None


_Offer = tuple[frozenset[str], str, str, bool]
_ON_THE_WAY = frozenset({rules.ExpulsionState.LISTED, rules.ExpulsionState.SUSPENDED})
_LEAVING = frozenset(
    {rules.ExpulsionState.ORDERED, rules.ExpulsionState.LISTED, rules.ExpulsionState.SUSPENDED}
)


def _of_officer(found: ExpulsionCase, state: rules.ExpulsionState, is_shut: bool) -> list[_Offer]:  # noqa: FBT001 - passed on
    if state is rules.ExpulsionState.DEPARTED:
        ban = reverse("immigration:ban", args=[found.ref])
        return [(frozenset({"ban"}), _("Enter the re-entry ban, or none"), ban, False)]
    if state in rules.CASE.ends:
        return []
    consul = reverse("immigration:consulate", args=[found.ref])
    paper = reverse("immigration:paper", args=[found.ref])
    pleas = reverse("immigration:pleas", args=[found.ref])
    lists = reverse("immigration:manifests")
    return [
        (
            frozenset({"tell", "answer", "notify"}),
            _("Consulate: tell, ask, notify"),
            consul,
            False,
        ),
        (frozenset({"paper"}), _("Record a travel document"), paper, False),
        (frozenset(), _("Record an appeal or a claim for asylum"), pleas, False),
        (
            frozenset({"list", "leave"}),
            _("Go to the lists") if state in _ON_THE_WAY else _("Put on a list"),
            lists,
            state not in _ON_THE_WAY and (is_shut or state is rules.ExpulsionState.OPENED),
        ),
    ]


def _of_authority(found: ExpulsionCase, state: rules.ExpulsionState) -> list[_Offer]:
    if state is rules.ExpulsionState.OPENED:
        decide = reverse("immigration:decide", args=[found.ref])
        offered = [(frozenset({"decide"}), _("Decide"), decide, False)]
    elif state in _LEAVING:
        withdraw = reverse("immigration:withdraw", args=[found.ref])
        offered = [(frozenset[str](), _("Withdraw the order"), withdraw, False)]
    else:
        offered = []
    if any(plea.state == rules.PleaState.OPEN for plea in found.pleas.all()):
        pleas = reverse("immigration:pleas", args=[found.ref])
        offered.append((frozenset({"plea"}), _("Record how the plea was decided"), pleas, False))
    return offered
