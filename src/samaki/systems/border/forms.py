"""Asks who stands at the checkpoint, what a person judges, and who crossed where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import (
    CountForm,
    MomentField,
    RefusableForm,
    WordsField,
    plain_digits,
)
from samaki.ground.places.queries import within
from samaki.systems.border import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.systems.border.models import Checkpoint

_BIG = {
    "class": "input input--big",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}
_CHECKED = 500  # characters: three lines and room for what a scanner adds


class CheckForm(RefusableForm):
    """One box for a name or a document's lines, and what else is asked for."""

    text = WordsField(
        label=gettext_lazy("Name as on the document, or the lines at its foot"),
        max_length=_CHECKED,
        widget=forms.Textarea(attrs={**_BIG, "rows": 2}),
    )
    born = WordsField(
        label=gettext_lazy("Born"),
        max_length=20,
        widget=forms.TextInput(attrs={**_BIG, "inputmode": "text"}),
    )
    document = WordsField(
        label=gettext_lazy("Document number"), max_length=40, widget=forms.TextInput(attrs=_BIG)
    )

    def asked(self) -> rules.Asked:
        """Return what was typed, in plain digits."""
        said = self.cleaned_data
        return rules.Asked(said["text"], plain_digits(said["born"]), plain_digits(said["document"]))


class JudgementForm(RefusableForm):
    """Whether it is this person, and why; nothing is chosen beforehand."""

    says = forms.ChoiceField(
        label=gettext_lazy("Is it this person?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (rules.AlertState.NEGATIVE, gettext_lazy("Not this person")),
            (rules.AlertState.UNSURE, gettext_lazy("Not sure yet")),
            (rules.AlertState.POSITIVE, gettext_lazy("This person")),
        ],
    )
    reason = WordsField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )


class IncidentForm(CountForm):
    """An irregular crossing: where, how, which way, how many, what was seen and done."""

    legal_basis = None  # type: ignore[assignment]  # Django's way to leave a field out: none is held
    happened_at = MomentField(label=gettext_lazy("When it was seen"))
    area = forms.ChoiceField(
        label=gettext_lazy("Area"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    checkpoint = forms.ChoiceField(
        label=gettext_lazy("At or past a checkpoint"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How they crossed"), required=False, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way"), required=False, widget=forms.RadioSelect
    )
    seen = WordsField(
        label=gettext_lazy("What was seen"),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    done = WordsField(
        label=gettext_lazy("What was done"),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        areas: tuple[str, ...],
        checkpoints: Sequence[Checkpoint],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        here = [(area.code, area.name) for area in within(areas)]
        posts = [(post.code, post.name) for post in checkpoints]
        self._choose("area", [("", _("Choose an area")), *here])
        self._choose("checkpoint", [("", _("at none")), *posts])
        self._choose(
            "way",
            [
                (rules.Way.FOOT, _("on foot")),
                (rules.Way.BOAT, _("by boat")),
                (rules.Way.VEHICLE, _("by vehicle")),
            ],
        )
        self._choose(
            "direction",
            [
                (rules.Direction.IN, _("into the country")),
                (rules.Direction.OUT, _("out of the country")),
            ],
        )

    def what(self) -> rules.Seen:
        """Return what was seen and done."""
        said = self.cleaned_data
        return rules.Seen(said["way"], said["direction"], said["seen"], said["done"])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "only choices are chosen from"
        field.choices = choices
