"""Asks which program will use a token, and until when."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import RefusableForm, WordsField


class TokenForm(RefusableForm):
    """The name of a program, and the last day its token is good."""

    label = WordsField(
        label=gettext_lazy("Which program will use it"),
        max_length=80,
        missing=gettext_lazy("The token has no name. Say which program will use it."),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day it is good"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say until which day the token is good."),
            "invalid": gettext_lazy("Enter a day, such as 2026-06-30."),
        },
    )

    def valid_to(self) -> datetime:
        """Return the end of the last day, in local time."""
        day: Any = self.cleaned_data["last_day"]
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
