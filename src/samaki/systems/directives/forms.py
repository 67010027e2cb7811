"""Turns what an office or the secretariat typed into values. Khmer digits are as good as ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import HeadsField, MomentField, WordsField, plain_digits
from samaki.ground.heads.words import nationalities
from samaki.ground.places import queries as places
from samaki.ground.wording import sentence
from samaki.systems.directives import rules
from samaki.systems.directives.rules import Act, Asked, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from samaki.kernel.reasons import Reason

# The field that a reason is about; the rest is about the whole form.
_PLACES = {
    "no_words": "words",
    "no_why": "words",
    "says_nothing": "people_found",
    "zero": "people_found",
    "nil_counts": "people_found",
    "many": "people_found",
    "negative": "people_found",
    "day_to_come": "day",
    "day_before": "day",
    "day_filed": "day",
    "other_day": "day",
    "no_kinds": "kinds",
    "unknown_kind": "kinds",
    "unknown_area": "provinces",
    "due_past": "due_at",
    "ask_backwards": "first",
    "ask_to_come": "last",
    "ask_no_words": "words",
    "ask_nobody": "area",
    "answer_nothing": "people_found",
}


class Radios(forms.RadioSelect):
    """Radio buttons; a summary of errors leads to the first."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "input"})


class DayField(forms.DateField):
    """A day, in either kind of digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
        wrong = {
            "required": gettext_lazy("Say which day it is about."),
            "invalid": gettext_lazy("Enter a day, such as 2025-11-17."),
        }
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=wrong, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_digits(value) if isinstance(value, str) else value)


class ObligationForm(forms.Form):
    """A form to which the reasons of a refusal are added, each where the officer can mend it."""

    def refuse(self, reasons: Iterable[Reason]) -> None:
        """Add every reason to the field it is about, or to the form."""
        for each in reasons:
            place = _PLACES.get(each.code)
            said = sentence(each)
            if place in self.fields and said not in self.errors.get(place, []):
                self.add_error(place, said)
            elif place not in self.fields:
                self.add_error(None, said)


class AcknowledgeForm(ObligationForm):
    """That the office knows the obligation: nothing to fill in."""


class ReasonForm(ObligationForm):
    """Why, in a few words; the rule asks for them and says so."""

    words = WordsField(max_length=1000, label=gettext_lazy("Why"), widget=_area())


class JudgeForm(ReasonForm):
    """What the secretariat says to a return; nothing is pre-chosen."""

    judgement = forms.ChoiceField(
        label=gettext_lazy("What you decide"),
        choices=[
            (Act.MEET.value, gettext_lazy("The obligation is met")),
            (Act.REFUSE.value, gettext_lazy("The return is refused; a better one is asked for")),
            (Act.WAIVE.value, gettext_lazy("The obligation is waived")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    field_order = ("judgement", "words")


class ReturnForm(ObligationForm):
    """What an office has to say of a day; it says itself whether that is nothing."""

    what = forms.ChoiceField(
        label=gettext_lazy("What you return"),
        choices=[
            ("nil", gettext_lazy("Nothing to report (nil return)")),
            ("found", gettext_lazy("Something to report")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Say whether there is anything to report.")},
    )
    people_found = HeadsField(label=gettext_lazy("People found"))
    words = WordsField(max_length=4000, label=gettext_lazy("In words"), widget=_area(4))
    day = DayField(label=gettext_lazy("The day it is about"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"day": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["people_found"].widget.attrs["class"] = "input"

    def statement(self) -> Statement:
        """Return what is said."""
        given = self.cleaned_data
        return Statement(
            day=given["day"],
            is_nil=given["what"] == "nil",
            people_found=given["people_found"],
            words=given["words"],
        )


class SetForm(ObligationForm):
    """Whom a clause binds, and by when: the office's own due time, which the order does not set."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Whom it binds"),
        choices=[
            ("governor", gettext_lazy("Governors")),
            ("police_chief", gettext_lazy("Police chiefs")),
            ("gendarmerie_commander", gettext_lazy("Gendarmerie commanders")),
        ],
        required=False,  # the rule asks for it and says so
        widget=forms.CheckboxSelectMultiple,
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[
            ("all", gettext_lazy("In every province")),
            ("chosen", gettext_lazy("In the provinces chosen below")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Say whether it binds every province.")},
    )
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Provinces"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_at = MomentField(label=gettext_lazy("Due"), required=False, is_ahead=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provinces"] = forms.MultipleChoiceField(
            label=_("Provinces"),
            required=False,
            choices=[(a.code, a.name) for a in sorted(places.provinces(), key=lambda a: a.name)],
            widget=forms.CheckboxSelectMultiple,
        )

    def areas(self) -> list[str] | None:
        """Return the codes of the provinces chosen, or None for all."""
        return None if self.cleaned_data["where"] == "all" else self.cleaned_data["provinces"]


class AskForm(ObligationForm):
    """A count to ask of a governor: of whom, of which days, what for, and by when."""

    area = forms.ChoiceField(label=gettext_lazy("Province"), widget=_select())
    nationality = forms.ChoiceField(
        label=gettext_lazy("Nationality"), required=False, widget=_select()
    )
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("To"))
    words = WordsField(max_length=1000, label=gettext_lazy("What it is for"), widget=_area())
    due_at = MomentField(label=gettext_lazy("Due"), required=False, is_ahead=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {
            "area": [(a.code, a.name) for a in sorted(places.provinces(), key=lambda a: a.name)],
            "nationality": [("", _("all")), *nationalities()],
        }
        for name, choices in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField), "declared above"
            field.choices = choices

    def asked(self) -> Asked:
        """Return what is asked."""
        given = self.cleaned_data
        return Asked(given["nationality"], given["first"], given["last"])


class AnswerForm(ObligationForm):
    """The count, or why it is not known."""

    people_found = HeadsField(label=gettext_lazy("People found"))
    words = WordsField(max_length=4000, label=gettext_lazy("In words"), widget=_area())
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people_found"].widget.attrs["class"] = "input"


def is_state(text: str) -> bool:
    """Tell whether a list can be narrowed to this."""
    return text in {"overdue", *rules.ObligationState}


class LookBackForm(forms.Form):
    """As of which moment a list says what is overdue; empty is now."""

    as_of = MomentField(required=False)

    def moment(self, now: datetime) -> datetime:
        """Return the moment asked for; what cannot be read is now."""
        asked = self.cleaned_data.get("as_of") if self.is_valid() else None
        return asked or now
