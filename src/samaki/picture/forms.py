"""What the picture asks for: a moment to report on, moments to look back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import MomentField
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from datetime import datetime


class IssueForm(forms.Form):
    """As of which moment the report speaks."""

    as_of = MomentField(label=gettext_lazy("As of"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        local = timezone.localtime(now).replace(second=0, microsecond=0)
        kwargs["initial"] = {"as_of": local, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class WayForm(forms.Form):
    """Which way out of a conflict, and why; whether it still is one, the verb says."""

    way = forms.CharField(
        label=gettext_lazy("The way"),
        error_messages={
            "required": gettext_lazy("Choose one of the ways, or leave all claims as they are.")
        },
    )
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=400)


class LookBackForm(forms.Form):
    """As of, and as known at; empty is now."""

    as_of = MomentField(required=False)
    known = MomentField(required=False)

    def moments(self, now: datetime) -> Moments:
        """Return the two times asked for; what cannot be read is now."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return Moments(chosen.get("as_of") or now, chosen.get("known") or now)
