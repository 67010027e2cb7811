"""Turns what an officer typed into a time to keep personal values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import HeadsField, OneOfField, RefusableForm, WordsField
from samaki.ground.retention.registry import kinds


class _DaysField(HeadsField):
    """A number of whole days, in either kind of digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"class": "input", "placeholder": ""}
        del self.widget.attrs["data-heads"]  # the page would add it to its sum


class TimeForm(RefusableForm):
    """For how many days a kind of values is kept; without days it takes back what was set."""

    why = WordsField(
        max_length=400,
        label=gettext_lazy("Source and reason"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = OneOfField(
            label=_("Personal values"),
            choices=[(code, str(kind.title)) for code, kind in kinds().items()],
            missing=_("Choose which values."),
        )
        self.fields["days"] = _DaysField(label=_("Days"))
        self.order_fields(("kind", "days", "why"))


class ShredForm(forms.Form):
    """The second look before anything is shredded."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("I have looked at these numbers. What is shredded never comes back."),
        error_messages={"required": gettext_lazy("Say that you have looked at these numbers.")},
    )
