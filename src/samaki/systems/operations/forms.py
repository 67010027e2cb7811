"""Asks what an operation aims at, what a target gave, and what became of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.agencies.services import Name
from samaki.ground.heads.forms import (
    ActForm,
    CountForm,
    MomentField,
    OneOfField,
    RefusableForm,
    WordsField,
)
from samaki.ground.sites import words as site_words
from samaki.ground.sites.rules import KINDS, SITE, SiteState
from samaki.ground.wording import number as say_number
from samaki.systems.operations.services import Aim, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from samaki.ground.sites.models import Site

FEWEST_ROWS = 4
_MORE_ROWS = 2
_MOST_ROWS = 62  # two more than may be planned, so that too many are refused and not cut off


class ResultForm(CountForm):
    """The heads found at a target; its custodian answers for them."""


class NoFigureForm(ActForm):
    """That a target was raided, and when; nobody gave a figure."""

    prefix = "raid"
    happened_at = MomentField(label=gettext_lazy("When it was raided"))


class NoneFoundForm(NoFigureForm):
    """That a target was raided, and when; nobody was there."""

    prefix = "none"


class PlanForm(RefusableForm):
    """An operation: one hour, one leading unit, and a row a target."""

    title_en = WordsField(max_length=160, label=gettext_lazy("Title, in English"))
    title_km = WordsField(max_length=160, label=gettext_lazy("Title, in Khmer"))
    hour = MomentField(label=gettext_lazy("The hour, the same for every target"), is_ahead=True)

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        sites: Iterable[Site],
        rows: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.size = min(max(rows, FEWEST_ROWS), _MOST_ROWS)
        self.fields["area"] = OneOfField(
            label=_("Area"), choices=areas, missing=_("Choose the area it lies in.")
        )
        self.fields["lead_unit"] = OneOfField(
            label=_("Leading unit"), choices=units, missing=_("Choose the unit that leads it.")
        )
        self.fields["custodian"] = OneOfField(
            label=_("Answers for the people found"),
            choices=units,
            missing=_("Choose the unit that answers for the people found."),
        )
        offered = [(s.ref, f"{s.name} · {site_words.state(s.state)} · {s.ref}") for s in sites]
        for row in range(1, self.size + 1):
            said = {"number": say_number(row)}
            self.fields[f"site-{row}"] = _choice(_("Target %(number)s: site") % said, offered)
            label = _("Target %(number)s: the unit that answers there") % said
            self.fields[f"unit-{row}"] = _choice(label, units)

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each target: its site, and its own custodian."""
        for row in range(1, self.size + 1):
            yield self[f"site-{row}"], self[f"unit-{row}"]

    def plan(self) -> Plan:
        """Return what is planned; rows left empty are no targets."""
        said = self.cleaned_data
        rows = [(said[f"site-{n}"], said[f"unit-{n}"]) for n in range(1, self.size + 1)]
        return Plan(
            title=Name(said["title_en"], said["title_km"]),
            area=said["area"],
            lead_unit=said["lead_unit"],
            hour=said["hour"],
            aims=[Aim(site, unit or said["custodian"]) for site, unit in rows if site or unit],
        )


class SiteForm(RefusableForm):
    """A site somebody suspects: what it is, where, and what it is called."""

    name_en = WordsField(max_length=120, label=gettext_lazy("Name, in English"))
    name_km = WordsField(max_length=120, label=gettext_lazy("Name, in Khmer"))

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = OneOfField(
            label=_("What it is"),
            choices=[(kind, site_words.kind(kind)) for kind in KINDS],
            missing=_("Choose what it is."),
        )
        self.fields["area"] = OneOfField(
            label=_("Where it lies"), choices=areas, missing=_("Choose the area it lies in.")
        )


class SiteChangeForm(ActForm):
    """What became of a site, and on which ground that is said."""

    ground = WordsField(
        max_length=300,
        label=gettext_lazy("On which ground"),
        missing=gettext_lazy("The ground is missing. Say what was seen or ordered, and by whom."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, state: SiteState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = [(act, site_words.act(act)) for act in SITE.acts(state)]
        self.fields["act"] = OneOfField(
            label=_("What happened"), choices=acts, missing=_("Choose what happened to the site.")
        )


def rows_asked(text: str, *, more: bool) -> int:
    """Return how many rows a page of a plan has, from what it carried; two more when asked."""
    rows = int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000") else 0
    return max(rows, FEWEST_ROWS) + (_MORE_ROWS if more else 0)


def _choice(label: str, offered: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    """Return a choice that may be left open; what is not in the list is left to the verb."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "–"), *offered],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )


class LinkForm(forms.Form):
    """Whether a claim is of an operation; another event says why."""

    operation = forms.CharField(max_length=16)
    verdict = forms.ChoiceField(choices=[("same", "same"), ("other", "other")])
    words = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=400)
