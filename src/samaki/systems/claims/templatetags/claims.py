"""How claims are said in the reader's language: kinds, places, nationalities, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pycountry
from babel import Locale
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.places import queries as places
from samaki.ground.sources.rules import SourceKind
from samaki.kernel.counts.ways import Change
from samaki.kernel.reading.drafts import Kind
from samaki.systems.claims import models, rules
from samaki.systems.claims.forms import LANGUAGE_NAMES
from samaki.systems.claims.rules import Doubt, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samaki.systems.claims.models import Decision
    from samaki.systems.claims.rules import Adjustment, Stated

register = template.Library()


@register.filter
def kind_name(kind: str) -> str:
    """Say what a sentence says was done."""
    return {
        Kind.DETAINED: _("detained"),
        Kind.ARRESTED: _("arrested"),
        Kind.FOUND: _("found"),
        Kind.RESCUED: _("rescued"),
        Kind.IDENTIFIED_VICTIM: _("identified as victims"),
        Kind.DEPORTED: _("deported"),
        Kind.CHARGED: _("charged"),
        Kind.SENTENCED: _("sentenced"),
        Kind.SEIZED: _("seized"),
        Kind.RAIDED_SITE: _("raided sites"),
        Kind.SEALED: _("sealed sites"),
        Kind.DISCIPLINED: _("disciplined"),
        Kind.DIED: _("died"),
        Kind.INJURED: _("injured"),
        Kind.ORDER: _("order"),
        Kind.CLAUSE: _("clause of the order"),
        Kind.RELEASED: _("released"),
        Kind.TRANSFERRED: _("transferred"),
        Kind.ESCAPED: _("escaped"),
        Kind.LEFT_VOLUNTARILY: _("left of their own will"),
        Kind.REPORTED: _("reported to an embassy"),
        Kind.STOCK: _("held at that moment"),
        Kind.DEPLOYED: _("officers deployed"),
    }[Kind(kind)]


@register.filter
def of_people(kind: str) -> bool:
    """Tell whether a kind counts people, who have a nationality and a sex."""
    return counts(kind) and kind not in {Kind.SEIZED, Kind.RAIDED_SITE, Kind.SEALED}


@register.filter
def counts(kind: str) -> bool:
    """Tell whether a kind counts people or things, and is no order or clause."""
    return kind not in {Kind.ORDER, Kind.CLAUSE, Kind.DISCIPLINED}


@register.filter
def modality_name(modality: str) -> str:
    """Say whether it is planned, alleged or denied."""
    known = {"planned": _("planned, not done"), "alleged": _("alleged"), "denied": _("denied")}
    return known.get(modality, modality)


@register.filter
def area_names(codes: Iterable[str]) -> str:
    """Say provinces by name."""
    every = list(codes)
    names = places.names(every)
    return ", ".join(names.get(code, code) for code in every)


@register.filter
def nationality_names(codes: Iterable[str]) -> str:
    """Say nationalities by the names of their countries."""
    locale = Locale.parse("km" if get_language() == "km" else "en")
    found = []
    for code in codes:
        country = pycountry.countries.get(alpha_3=code)
        name = locale.territories.get(country.alpha_2, country.name) if country else code
        found.append(str(name))
    return ", ".join(found)


@register.filter
def source_kind(kind: str) -> str:
    """Say what kind of source it is."""
    return {
        SourceKind.OFFICIAL: _("Bulletin of an authority"),
        SourceKind.RETURN: _("Return of a province"),
        SourceKind.PRESS: _("Press"),
        SourceKind.HEARSAY: _("Hearsay"),
        SourceKind.REGISTER: _("Register"),
    }[SourceKind(kind)]


@register.filter
def language_name(code: str) -> str:
    """Say a language by its own name."""
    return LANGUAGE_NAMES.get(code, code or "–")


@register.filter
def decision_name(decision: Decision | models.Adjustment) -> str:
    """Say what was decided."""
    if isinstance(decision, models.Adjustment):
        is_back = not decision.change
        return _("Counts as it is written again") if is_back else _("Counts otherwise than written")
    if decision.verb == "scope":
        wide = decision.scope == Scope.WIDE
        return _("Covers the later raids too") if wide else _("Covers only what its words say")
    return {"accept": _("Accepted"), "correct": _("Corrected"), "reject": _("Rejected")}[
        decision.verb
    ]


@register.filter
def adjusted_words(stated: Stated, to: Adjustment) -> str:
    """Say everything in which a claim counts otherwise than written."""
    said = {
        Change.DROP: lambda: _("set aside; it moves no figure"),
        Change.SHIFT: lambda: _("counted for %(days)s") % {"days": _window(to)},
        Change.WIDEN: lambda: _("counted as %(count)s") % {"count": _count(to)},
        Change.NARROW: lambda: _("counted for these alone: %(names)s") % {"names": _among(to)},
    }
    return "; ".join(said[change]() for change in rules.changes_of(stated, to))


def _among(to: Adjustment) -> str:
    names = [area_names(to.provinces), nationality_names(to.nationalities)]
    return ", ".join(filter(None, names))


def _window(to: Adjustment) -> str:
    if to.since and to.day:
        return wording.days(to.since, to.day)
    if to.day:
        return _("all days until %(day)s") % {"day": wording.day(to.day)}
    return _("all days from %(day)s on") % {"day": wording.day(to.since)} if to.since else "–"


def _count(to: Adjustment) -> str:
    if to.high is None:
        return _("at least %(n)s") % {"n": wording.number(to.low or 0)}
    high = wording.number(to.high)
    if to.low is None or to.low == 0:
        return _("at most %(n)s") % {"n": high}
    if to.low == to.high:
        return high
    return _("%(a)s to %(b)s") % {"a": wording.number(to.low), "b": high}


@register.filter
def doubt_name(doubt: Doubt) -> str:
    """Say why a draft is worth a second look."""
    return {
        Doubt.CONTRADICTED: _("part of a contradiction"),
        Doubt.UNSURE: _("read with doubt"),
        Doubt.NO_DAY: _("no day is said"),
        Doubt.NO_PLACE: _("no province is said"),
        Doubt.NOT_DONE: _("not stated as done"),
    }[doubt]


@register.filter
def of(table: Mapping[str, int], key: str) -> int | None:
    """Look a key up."""
    return table.get(key)


@register.filter
def percent(score: float) -> str:
    """Say a score in whole percent, rounded down."""
    return f"{int(score * 100)} %"
