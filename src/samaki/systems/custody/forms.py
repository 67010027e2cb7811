"""Turns what an officer typed into cells, parties and moments. Khmer digits are as good as ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pycountry
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.systems.custody import rules
from samaki.systems.custody.models import cell_of
from samaki.systems.custody.queries import words
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from samaki.kernel.ledger import Cell, Subject

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_LOCAL = "%Y-%m-%dT%H:%M"
_NONE = "XXX"  # stands for `not established` in a field's name
_SEXES = ("F", "M", "")
_AGES = ("adult", "minor", "")


def plain_digits(text: str) -> str:
    """Return the text with Khmer digits turned into ASCII."""
    return text.translate(_DIGITS)


class HeadsField(forms.CharField):
    """A count of heads: empty is not counted, 0 is none seen."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "numeric", "placeholder": "–", "data-heads": True}
        )
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = plain_digits(str(super().clean(value) or "")).strip()
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            wrong = _("“%(text)s” is not a whole number.") % {"text": text}
            raise forms.ValidationError(wrong)
        return int(text)


class MomentField(forms.DateTimeField):
    """A moment in local time, in either kind of digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input"}, format=_LOCAL
        )
        wrong = gettext_lazy("Enter a date and a time, such as 2025-11-18T06:00.")
        super().__init__(
            widget=widget,
            input_formats=[_LOCAL, "%Y-%m-%d %H:%M"],
            error_messages={"invalid": wrong},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_digits(value) if isinstance(value, str) else value)


class MomentsForm(forms.Form):
    """As of, and as known at; empty is now."""

    as_of = MomentField(required=False, label=gettext_lazy("As of"))
    known = MomentField(required=False, label=gettext_lazy("As known at"))

    def moments(self, now: datetime) -> Moments:
        """Return the two times asked for; what cannot be read is now."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return Moments(chosen.get("as_of") or now, chosen.get("known") or now)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a cross-tab: its label, and its fields by sex."""

    label: str
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A nationality's cross-tab."""

    code: str
    name: str
    rows: tuple[Row, ...]


class ActForm(forms.Form):
    """What every entry says: when it happened. The books' reasons are added to it."""

    happened_at = MomentField(label=gettext_lazy("When it happened"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("happened_at", timezone.localtime(now))
        super().__init__(*args, **kwargs)

    def refuse(self, sentences: Iterable[str]) -> None:
        """Add the reasons of a refusal."""
        for sentence in sentences:
            self.add_error(None, sentence)


class CountForm(ActForm):
    """Heads by nationality, sex and age, taken into a unit's custody."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Taken into custody by"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    because = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]],
        nationalities: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(
            label=_("Taken into custody by"),
            choices=units,
            widget=forms.Select(attrs={"class": "input"}),
        )
        self.nationalities = tuple(dict.fromkeys([*nationalities, ""]))
        for code in self.nationalities:
            for age in _AGES:
                for sex in _SEXES:
                    label = ", ".join([words.nationality(code), words.age(age), words.sex(sex)])
                    self.fields[_cell_key(code, sex, age)] = HeadsField(label=label)

    @property
    def blocks(self) -> Iterator[Block]:
        """The cross-tabs, one a nationality, in the order they were added."""
        for code in self.nationalities:
            rows = tuple(
                Row(words.age(age), tuple(self[_cell_key(code, sex, age)] for sex in _SEXES))
                for age in _AGES
            )
            yield Block(code, words.nationality(code), rows)

    def cells(self) -> dict[Cell, int]:
        """Return what was counted; what was left empty is left out."""
        return {
            cell_of(code, sex, age): count
            for code in self.nationalities
            for age in _AGES
            for sex in _SEXES
            if (count := self.cleaned_data[_cell_key(code, sex, age)]) is not None
        }


class PartyForm(ActForm):
    """Who of those held moves: a field for each cell of heads, a box for each named person."""

    def __init__(self, *args: Any, held: Mapping[Subject, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = dict(sorted(held.items(), key=lambda item: str(item[0])))
        for subject, count in self.held.items():
            label = words.subject(subject)
            if subject.person:
                self.fields[_key(subject)] = forms.BooleanField(required=False, label=label)
            else:
                of = _("%(cell)s (%(count)s held)")
                named = {"cell": label, "count": words.number(count)}
                self.fields[_key(subject)] = HeadsField(label=of % named)

    @property
    def heads(self) -> list[forms.BoundField]:
        """The fields of unnamed heads."""
        return [self[_key(subject)] for subject in self.held if not subject.person]

    @property
    def persons(self) -> list[forms.BoundField]:
        """The boxes of named persons."""
        return [self[_key(subject)] for subject in self.held if subject.person]

    def party(self) -> rules.Party:
        """Return who was chosen."""
        chosen = {s: self.cleaned_data[_key(s)] for s in self.held}
        heads = {s.cell: n for s, n in chosen.items() if not s.person and n is not None}
        return rules.Party(heads, tuple(s.person for s, n in chosen.items() if s.person and n))


class DispatchForm(PartyForm):
    """A hand-over on its way: to whom, with which escort, in what."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("To"), widget=forms.Select(attrs={"class": "input"})
    )
    escort = forms.ChoiceField(
        label=gettext_lazy("Escort, who answers for them on the road"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    vehicle = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("Vehicle"),
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    seals = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Seal numbers"),
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(
        self,
        *args: Any,
        receivers: Sequence[tuple[str, str]],
        escorts: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("receiver", receivers), ("escort", escorts)):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                choices=choices,
                widget=forms.Select(attrs={"class": "input"}),
            )

    def consignment(self) -> rules.Consignment:
        """Return what leaves."""
        seals = plain_digits(self.cleaned_data["seals"]).replace(",", " ").split()
        return rules.Consignment(self.party(), self.cleaned_data["vehicle"], tuple(seals))


class ReceiptForm(PartyForm):
    """Who arrived: all of them, or those counted."""

    whole = forms.ChoiceField(
        label=gettext_lazy("How many arrived"),
        choices=[
            ("all", gettext_lazy("All arrived")),
            ("part", gettext_lazy("Only those counted below")),
        ],
        widget=forms.RadioSelect,
    )

    def party(self) -> rules.Party:
        if self.cleaned_data["whole"] == "part":
            return super().party()
        heads = {s.cell: n for s, n in self.held.items() if not s.person}
        return rules.Party(heads, tuple(s.person for s in self.held if s.person))


class IdentifyForm(ActForm):
    """A name for one head of a cell."""

    name = forms.CharField(
        max_length=160,
        label=gettext_lazy("Name, as given"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    paper = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Number of the paper shown"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, cells: Sequence[Cell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = {_cell_key(c.nationality, c.sex, c.age): c for c in cells}
        self.fields["cell"] = forms.ChoiceField(
            label=_("Counted as"),
            choices=[(key, words.cell(cell)) for key, cell in self.cells.items()],
            widget=forms.Select(attrs={"class": "input"}),
        )

    def cell(self) -> Cell:
        """Return the cell chosen."""
        return self.cells[self.cleaned_data["cell"]]


class CorrectionForm(forms.Form):
    """Why a movement is reversed."""

    reason = forms.CharField(
        max_length=400,
        label=gettext_lazy("Why it is reversed"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )


def nationalities() -> list[tuple[str, str]]:
    """Return every nationality's code and name in the reader's language, by name."""
    found = [(c.alpha_3, words.nationality(c.alpha_3)) for c in pycountry.countries]
    return sorted(found, key=lambda pair: pair[1])


def chosen_cell(values: Mapping[str, str]) -> Cell | None:
    """Return the cell that an address names, or None if it names none."""
    if "nationality" not in values:
        return None
    return cell_of(values["nationality"][:3], values.get("sex", ""), values.get("age", ""))


def _cell_key(nationality: str | None, sex: str | None, age: str | None) -> str:
    return f"n-{nationality or _NONE}-{sex or _NONE}-{age or _NONE}"


def _key(subject: Subject) -> str:
    if subject.person:
        return f"p-{subject.person}"
    return _cell_key(subject.cell.nationality, subject.cell.sex, subject.cell.age)
