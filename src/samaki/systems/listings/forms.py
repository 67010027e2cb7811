"""Asks who is listed, on what ground, for how long, and why an entry ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import RefusableForm, WordsField, plain_digits
from samaki.ground.heads.words import nationalities
from samaki.systems.listings import queries, rules

if TYPE_CHECKING:
    from datetime import date


class DayField(forms.DateField):
    """A day, in either kind of digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
        wrong = {
            "required": gettext_lazy("Say the day."),
            "invalid": gettext_lazy("Enter a day, such as 2025-11-18."),
        }
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=wrong, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_digits(value) if isinstance(value, str) else value)


class LinesField(forms.CharField):
    """Several things, one a line."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"class": "input", "rows": rows})
        super().__init__(required=False, widget=widget, max_length=4000, **kwargs)

    def clean(self, value: Any) -> Any:
        return tuple(line.strip() for line in str(super().clean(value) or "").splitlines())


class ListField(forms.ChoiceField):
    """A watch-list; one that is not offered is refused by the verb, which says why."""

    def validate(self, value: Any) -> None:
        super(forms.ChoiceField, self).validate(value)


class EntryForm(RefusableForm):
    """A new entry; nothing is chosen beforehand."""

    watch_list = ListField(
        label=gettext_lazy("List"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    names = LinesField(label=gettext_lazy("Names, one a line"), rows=3)
    born = WordsField(label=gettext_lazy("Born"), max_length=10)
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    nationality = forms.ChoiceField(
        label=gettext_lazy("Nationality, as a paper says"),
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    documents = LinesField(label=gettext_lazy("Document numbers, one a line"), rows=2)
    ground = WordsField(label=gettext_lazy("Ground"), max_length=200)
    because = WordsField(label=gettext_lazy("Order, case, letter or warrant"), max_length=80)
    valid_from = DayField(label=gettext_lazy("In force from"))
    valid_to = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_from": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        unsaid = [("", _("not known"))]
        self._choose("watch_list", [("", _("Choose a list")), *queries.lists_to_enter()])
        self._choose("sex", [*unsaid, ("F", _("woman")), ("M", _("man"))])
        self._choose("nationality", [*unsaid, *nationalities()])

    def entry(self) -> rules.Entry:
        """Return who is listed."""
        said = self.cleaned_data
        born = plain_digits(said["born"])
        return rules.Entry(said["names"], born, said["sex"], said["nationality"], said["documents"])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField), "only choices are chosen from"
        field.choices = choices


class EndForm(RefusableForm):
    """Why an entry ends before its time."""

    reason = WordsField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
