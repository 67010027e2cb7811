"""Turns what an inspector or a commissioner typed into answers, terms and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import (
    ActForm,
    HeadsField,
    RefusableForm,
    WordsField,
    plain_digits,
)
from samaki.systems.gaming import rules
from samaki.systems.gaming.queries import words
from samaki.systems.gaming.queries.venues import EXPIRED, Wanted
from samaki.systems.gaming.services.venues import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LONG = 1000


class DayField(forms.DateField):
    """A day, in either kind of digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
        wrong = {
            "required": gettext_lazy("Enter the day."),
            "invalid": gettext_lazy("Enter a day, such as 2025-11-18."),
        }
        formats = ["%Y-%m-%d"]
        super().__init__(widget=widget, input_formats=formats, error_messages=wrong, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_digits(value) if isinstance(value, str) else value)


class TextField(forms.CharField):
    """Some lines of words; what lacks is said by the rules, all at once."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"class": "input", "rows": rows})
        super().__init__(required=False, max_length=_LONG, widget=widget, **kwargs)


class Radios(forms.RadioSelect):
    """Buttons of which none is pressed before the officer presses it."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes of which none is ticked before the officer ticks it."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first box's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


def _pairs(wordings: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, _(said)) for key, said in wordings.items()]


class RegisterFilterForm(forms.Form):
    """What a reader of the register looks for."""

    q = forms.CharField(
        required=False,
        label=gettext_lazy("Name, holder or licence number"),
        widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        select = forms.Select(attrs={"class": "input"})
        for name, label, wordings in (
            ("kind", _("Kind of licence"), rules.LICENCE_KIND_WORDINGS),
            ("standing", _("Licence is"), rules.LICENCE_STATE_WORDINGS),
        ):
            choices = [("", _("any")), *_pairs(wordings)]
            self.fields[name] = forms.ChoiceField(
                required=False, label=label, choices=choices, widget=select
            )

    def wanted(self) -> Wanted:
        """Return what is looked for; what cannot be read is everything."""
        if not self.is_valid():
            return Wanted()
        chosen = self.cleaned_data
        known = {*rules.LICENCE_STATE_WORDINGS, EXPIRED, ""}
        standing = chosen["standing"] if chosen["standing"] in known else ""
        return Wanted(chosen["q"], chosen["kind"], standing)


class LicenceForm(RefusableForm):
    """A licence as printed."""

    number = WordsField(label=gettext_lazy("Licence number, as printed"), max_length=40)
    conditions = WordsField(label=gettext_lazy("Conditions, if any"), max_length=400)
    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of licence"),
            choices=[("", _("Choose one")), *_pairs(rules.LICENCE_KIND_WORDINGS)],
            widget=forms.Select(attrs={"class": "input"}),
            error_messages={"required": _("Choose the kind of licence.")},
        )

    def terms(self) -> Terms:
        """Return the licence's terms."""
        said = self.cleaned_data
        kind = rules.LicenceKind(said["kind"])
        days = (said["valid_from"], said["valid_to"])
        return Terms(said["number"], kind, *days, said["conditions"])


class VenueForm(LicenceForm):
    """A venue with its first licence."""

    name_en = WordsField(label=gettext_lazy("Name in Latin letters"), max_length=120)
    name_km = WordsField(label=gettext_lazy("Name in Khmer, if it has one"), max_length=120)
    holder = WordsField(label=gettext_lazy("Company or office that holds it"), max_length=160)
    field_order = ("name_en", "name_km", "holder", "area", "number", "kind")

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = forms.ChoiceField(
            label=_("Province"),
            choices=[("", _("Choose one")), *areas],
            widget=forms.Select(attrs={"class": "input"}),
            error_messages={"required": _("Choose the province.")},
        )
        self.order_fields(self.field_order)


class LinkForm(RefusableForm):
    """At which site a venue stands, and why we say so."""

    ground = TextField(label=gettext_lazy("Why these are the same place"), rows=2)

    def __init__(self, *args: Any, sites: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"] = forms.ChoiceField(
            label=_("Site"),
            choices=[("", _("Choose one")), *sites],
            widget=forms.Select(attrs={"class": "input"}),
            error_messages={"required": _("Choose the site.")},
        )
        self.order_fields(("site", "ground"))


class DueForm(RefusableForm):
    """By which day a venue is to be inspected."""

    due_on = DayField(label=gettext_lazy("Due on"))


class ChecklistForm(ActForm):
    """The checklist: each line is answered by the inspector; none is answered before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in rules.ITEMS:
            label = words.item(key)
            self.fields[f"seen_{key}"] = forms.ChoiceField(
                label=label, required=False, choices=_pairs(rules.SEEN_WORDINGS), widget=Radios
            )
            said = TextField(label=_("What was seen: %(item)s") % {"item": label}, rows=1)
            self.fields[f"words_{key}"] = said

    @property
    def lines(self) -> Iterator[tuple[rules.Item, forms.BoundField, forms.BoundField]]:
        """Each line of the checklist with the fields of its answer and of its words."""
        for key, item in rules.ITEMS.items():
            yield item, self[f"seen_{key}"], self[f"words_{key}"]

    @property
    def answered(self) -> int:
        """How many lines have an answer so far."""
        return sum(bool(seen.value()) for _item, seen, _words in self.lines)

    def answers(self) -> dict[str, tuple[rules.Seen | None, str]]:
        """Return what was said to each line; None where nothing was."""
        said = self.cleaned_data
        return {
            key: (
                rules.Seen(said[f"seen_{key}"]) if said.get(f"seen_{key}") else None,
                said.get(f"words_{key}", ""),
            )
            for key in rules.ITEMS
        }


class PenaltyForm(RefusableForm):
    """What follows from violations. Nothing is chosen before the commissioner chooses it."""

    reasons = TextField(label=gettext_lazy("Reasons for the decision"), rows=4)
    answer = TextField(label=gettext_lazy("What the licence holder answered"))
    until = DayField(required=False, label=gettext_lazy("Until this day"))
    due_on = DayField(required=False, label=gettext_lazy("Re-inspection due on"))

    def __init__(
        self,
        *args: Any,
        violations: Sequence[tuple[str, str]],
        licences: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["violations"] = forms.MultipleChoiceField(
            label=_("Violations under it"), required=False, choices=violations, widget=Boxes
        )
        self.fields["rung"] = forms.ChoiceField(
            label=_("Penalty"),
            required=False,
            choices=_pairs(rules.RUNG_WORDINGS),
            widget=Radios,
        )
        self.fields["licence"] = forms.ChoiceField(
            label=_("Licence it falls on"),
            required=False,
            choices=[("", _("no licence")), *licences],
            widget=forms.Select(attrs={"class": "input"}),
        )
        self.fields["heard"] = forms.ChoiceField(
            label=_("The licence holder"),
            required=False,
            choices=[("yes", _("answered")), ("no", _("was asked; none given"))],
            widget=Radios,
        )
        self.fields["ends"] = forms.ChoiceField(
            label=_("It ends"),
            required=False,
            choices=[("day", _("on a day")), ("reinspection", _("after a re-inspection"))],
            widget=Radios,
        )
        self.fields["amount"] = HeadsField(label=_("Amount of a fine, in riel"))
        self.fields["amount"].widget.attrs["class"] = "input"
        self.order_fields(
            ("violations", "rung", "licence", "amount", "ends", "until", "due_on", "heard")
        )

    def decision(self) -> rules.Decision:
        """Return what was decided, as far as it was said."""
        said = self.cleaned_data
        return rules.Decision(
            rung=said["rung"],
            violations=tuple(said["violations"]),
            reasons=said["reasons"],
            heard={"yes": True, "no": False}.get(said["heard"]),
            answer=said["answer"],
            licence=said["licence"],
            until=said["until"],
            until_reinspection=said["ends"] == "reinspection",
            reinspect_on=said["due_on"],
            amount=said["amount"],
        )


class LiftForm(RefusableForm):
    """Why a suspension or a closure ends."""

    reasons = TextField(label=gettext_lazy("Reasons for lifting it"))
