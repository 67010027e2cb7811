"""Asks what support is for, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import (
    ActForm,
    HeadsField,
    MomentField,
    OneOfField,
    RefusableForm,
    WordsField,
)
from samaki.ground.wording import number as say_number
from samaki.systems.support.queries import words
from samaki.systems.support.rules import Asked, HandedBack, Readiness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from samaki.systems.support.queries.requests import BoardLine


class CountField(HeadsField):
    """How many people: must be said, in either kind of digits."""

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.missing = missing
        self.widget.attrs["class"] = "input"
        del self.widget.attrs["data-heads"]  # the page does not add it up

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None:
            raise forms.ValidationError(self.missing)
        return found


def _long(**kwargs: Any) -> WordsField:
    area = forms.Textarea(attrs={"class": "input", "rows": 3})
    return WordsField(max_length=400, widget=area, **kwargs)


class AskForm(RefusableForm):
    """What is asked of the army."""

    what = WordsField(
        max_length=200,
        label=gettext_lazy("What is needed"),
        missing=gettext_lazy("What is needed is missing. Say it in a few words."),
    )
    how_many = CountField(
        label=gettext_lazy("How many people"),
        missing=gettext_lazy("The number is missing. Say how many people are asked for."),
    )
    where = WordsField(
        max_length=200,
        label=gettext_lazy("Where"),
        missing=gettext_lazy("The place is missing. Say where the support is to come."),
    )
    needed_at = MomentField(label=gettext_lazy("When it is needed"), is_ahead=True)
    why = _long(
        label=gettext_lazy("Why"),
        missing=gettext_lazy("The reason is missing. Say why it is needed."),
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]],
        operations: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = OneOfField(
            label=_("Area"), choices=areas, missing=_("Choose the area it is for.")
        )
        self.fields["operation"] = forms.ChoiceField(
            label=_("For which operation, if for one"),
            choices=[("", _("For no operation")), *operations],
            required=False,
            widget=forms.Select(attrs={"class": "input"}),
        )

    def place_of(self, said: Any) -> str | None:
        """Lead a reason about the count to its field."""
        return "how_many" if said.argument == "count" else said.argument

    def asked(self) -> Asked:
        """Return what is asked for."""
        return Asked(**self.cleaned_data)


class ReasonForm(RefusableForm):
    """Why a request is approved, declined or withdrawn."""

    words = _long(
        label=gettext_lazy("The reason"),
        missing=gettext_lazy("The reason is missing. Say it in words; it stands on record."),
    )


class WithdrawForm(ReasonForm):
    """Why a request is taken back."""

    prefix = "back"


class TaskForm(RefusableForm):
    """Which unit on stand-by goes, and with how many."""

    prefix = "task"
    count = CountField(
        label=gettext_lazy("How many of it"),
        missing=gettext_lazy("The number is missing. Say how many of the unit go."),
    )

    def __init__(self, *args: Any, board: Iterable[BoardLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standby"] = OneOfField(
            label=_("Unit on stand-by"),
            choices=[(line.standby.unit_id, _offered(line)) for line in board],
            missing=_("Choose the unit that goes."),
        )


def _offered(line: BoardLine) -> str:
    said = {
        "unit": line.standby.unit.name,
        "free": say_number(line.free),
        "readiness": words.readiness(line.standby.readiness),
    }
    return _("%(unit)s: %(free)s free, %(readiness)s") % said


class DeployForm(ActForm):
    """Since when the unit is there."""

    prefix = "deploy"
    happened_at = MomentField(label=gettext_lazy("There since"))


class StandDownForm(ActForm):
    """Why the unit is stood down, and when."""

    prefix = "down"
    words = _long(
        label=gettext_lazy("Why it is stood down"),
        missing=gettext_lazy("The reason is missing. Say it in words; it stands on record."),
    )


class _Radios(forms.RadioSelect):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class HandBackForm(ActForm):
    """How many returned, what happened, and whether force was used. Nothing is pre-chosen."""

    prefix = "end"
    returned = CountField(
        label=gettext_lazy("How many returned"),
        missing=gettext_lazy("The number is missing. Say how many returned; 0 if none."),
    )
    happened = _long(
        label=gettext_lazy("What happened"),
        missing=gettext_lazy("What happened is missing. Say it in words, also when nothing did."),
    )
    force_used = forms.ChoiceField(
        label=gettext_lazy("Use of force"),
        choices=[
            ("no", gettext_lazy("No force was used")),
            ("yes", gettext_lazy("Force was used")),
        ],
        widget=_Radios,
        error_messages={
            "required": gettext_lazy(
                "Say whether force was used. That none was used is a statement too."
            )
        },
    )
    authoriser = WordsField(
        max_length=200, label=gettext_lazy("If force was used: the office that authorised it")
    )
    field_order = ("returned", "happened", "force_used", "authoriser", "happened_at")

    def said(self) -> HandedBack:
        """Return how it ended."""
        said = self.cleaned_data
        return HandedBack(
            returned=said["returned"],
            happened=said["happened"],
            force_used=said["force_used"] == "yes",
            authoriser=said["authoriser"],
        )


class StandbyForm(RefusableForm):
    """What a unit that stands by has, and how soon it can move."""

    strength = CountField(
        label=gettext_lazy("How many people it has"),
        missing=gettext_lazy("The number is missing. Say how many people stand by."),
    )
    gives = WordsField(
        max_length=200,
        label=gettext_lazy("What it can give"),
        missing=gettext_lazy("What the unit can give is missing. Say it in a few words."),
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = OneOfField(
            label=_("Unit"), choices=units, missing=_("Choose the unit.")
        )
        self.fields["readiness"] = OneOfField(
            label=_("How soon"),
            choices=[(each.value, words.readiness(each)) for each in Readiness],
            missing=_("Choose how soon it can move."),
        )

    def place_of(self, said: Any) -> str | None:
        """Lead a reason about the count to its field."""
        return "strength" if said.argument == "count" else said.argument
