"""Turns what an analyst typed into lines and questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import ActForm, WordsField, plain_digits
from samaki.systems.indicators.rules.kinds import KIND_WORDINGS

_MOST = 8000  # characters in one entry


class SearchForm(forms.Form):
    """What an analyst looks for."""

    q = forms.CharField(
        required=False,
        label=gettext_lazy("Number or name, or a part of it"),
        widget=forms.TextInput(attrs={"class": "input", "type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"),
            required=False,
            choices=[("", _("any")), *((key, _(said)) for key, said in KIND_WORDINGS.items())],
            widget=forms.Select(attrs={"class": "input"}),
        )

    def asked(self) -> tuple[str, str]:
        """Return the kind and the words looked for; what cannot be read is everything."""
        if not self.is_valid():
            return "", ""
        return self.cleaned_data["kind"], plain_digits(self.cleaned_data["q"])


class SightingsForm(ActForm):
    """Indicators of an exhibit, one a line; what is wrong with a line is said by the rules."""

    lines = forms.CharField(
        required=False,
        max_length=_MOST,
        label=gettext_lazy("Indicators, one a line"),
        widget=forms.Textarea(
            attrs={"class": "input", "rows": 8, "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    place = WordsField(max_length=200, label=gettext_lazy("Where on the exhibit"))
    field_order = ("lines", "place", "happened_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = _("When it was read")
        self.order_fields(self.field_order)

    def text(self) -> str:
        """Return the lines, with Khmer digits as ours."""
        return plain_digits(self.cleaned_data["lines"])
