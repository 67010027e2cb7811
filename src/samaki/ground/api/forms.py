"""Asks which program will use a token, and until when."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samaki.ground.access.rules import Permission
from samaki.ground.heads.forms import RefusableForm, WordsField

if TYPE_CHECKING:
    from collections.abc import Sequence


class TokenForm(RefusableForm):
    """The name of a program, what it may do, and the last day its token is good."""

    label = WordsField(
        label=gettext_lazy("Which program will use it"),
        max_length=80,
        missing=gettext_lazy("The token has no name. Say which program will use it."),
    )
    asked = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "The token asks for no permission. Choose what the program may do."
            ),
            "invalid_choice": gettext_lazy("“%(value)s” cannot be passed on to a program."),
        },
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day it is good"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say until which day the token is good."),
            "invalid": gettext_lazy("Enter a day, such as 2026-06-30."),
        },
    )

    def __init__(self, *args: Any, offered: Sequence[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["asked"]
        assert isinstance(choices, forms.MultipleChoiceField), "as declared above"
        choices.choices = [(each.value, each.value) for each in offered]

    def permissions(self) -> list[Permission]:
        """Return what the program is to do."""
        return [Permission(each) for each in self.cleaned_data["asked"]]

    def valid_to(self) -> datetime:
        """Return the end of the last day, in local time."""
        day: Any = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
