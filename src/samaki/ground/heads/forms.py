"""Turns what an officer typed into heads and moments. Khmer digits are as good as ours.

Custody counts heads, and so does whoever stands above it; what both ask with lies here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads import words
from samaki.kernel.ledger import AGES, SEXES, Cell, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from django.http import HttpRequest

    from samaki.ground.heads.words import Said

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,   ][0-9]{3})+")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LOCAL = "%Y-%m-%dT%H:%M"
_NONE = "XXX"  # stands for `not established` in a field's name
_HEADS_KEY = re.compile(rf"n-([A-Z]{{3}})-(F|M|{_NONE})-(adult|minor|{_NONE})")
_PERSON_KEY = re.compile(r"p-(\S+)")


def added(request: HttpRequest) -> list[str]:
    """Return the codes of nationalities that a cross-tab was given, as typed, each once."""
    asked = [*request.POST.getlist("nationality"), *request.GET.getlist("nationality")]
    return list(dict.fromkeys(asked))


def plain_digits(text: str) -> str:
    """Return the text with Khmer digits turned into ASCII."""
    return text.translate(_DIGITS)


def cell_key(cell: Cell) -> str:
    """Return the name of the field that asks for heads of a cell."""
    return f"n-{cell.nationality or _NONE}-{cell.sex or _NONE}-{cell.age or _NONE}"


def subject_key(subject: Subject) -> str:
    """Return the name of the field that asks for a subject: heads, or one person."""
    return f"p-{subject.person}" if subject.person else cell_key(subject.cell)


def subject_of(key: str) -> Subject | None:
    """Return the subject that a field's name asks for, or None if it asks for something else."""
    if heads := _HEADS_KEY.fullmatch(key):
        nationality, sex, age = heads.groups()
        known_sex = next((known for known in SEXES if known == sex), None)
        known_age = next((known for known in AGES if known == age), None)
        return Subject(Cell(None if nationality == _NONE else nationality, known_sex, known_age))
    if person := _PERSON_KEY.fullmatch(key):
        return Subject(Cell(), person[1])
    return None


class HeadsField(forms.CharField):
    """A count of heads: empty is not counted, 0 is none seen."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": "–",
                "data-heads": True,
                "aria-label": str(kwargs.get("label", "")),
            }
        )
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = plain_digits(str(super().clean(value) or "")).strip()
        if _GROUPED.fullmatch(text):
            text = re.sub(r"[^0-9]", "", text)
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            wrong = _("“%(text)s” is not a whole number.")
            if re.fullmatch(r"-?[0-9]+", text):
                wrong = _("“%(text)s” is too large. Nobody has counted so many.")
            raise forms.ValidationError(wrong % {"text": value})
        return int(text)


_WHEN_IT_IS_TO_BE = gettext_lazy("Say when it is to be.")


class MomentField(forms.DateTimeField):
    """A moment in local time, in either kind of digits; `is_ahead` is one that is still to come."""

    def __init__(self, *, is_ahead: bool = False, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "input"}, format=_LOCAL
        )
        wrong = {
            "required": _WHEN_IT_IS_TO_BE if is_ahead else gettext_lazy("Say when it happened."),
            "invalid": gettext_lazy("Enter a date and a time, such as 2025-11-18T06:00."),
        }
        super().__init__(
            widget=widget,
            # A link that keeps a report's figures names its moments to the last digit.
            input_formats=[_LOCAL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"],
            error_messages=wrong,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(plain_digits(value) if isinstance(value, str) else value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if found is not None and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            wrong = _("The year %(year)s cannot be meant. Check the date.")
            raise forms.ValidationError(wrong % {"year": found.year})
        return found


class WordsField(forms.CharField):
    """A line of words."""

    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "input"}))
        said = {"required": missing} if missing else {}
        super().__init__(required=missing is not None, error_messages=said, **kwargs)


class OneOfField(forms.ChoiceField):
    """One of a list; nothing is chosen for the officer unless there is no choice."""

    def __init__(self, *, choices: Sequence[tuple[str, str]], missing: str, **kwargs: Any) -> None:
        offered = choices if len(choices) == 1 else [("", _("Choose one")), *choices]
        super().__init__(
            choices=offered,
            widget=forms.Select(attrs={"class": "input"}),
            error_messages={"required": missing, "invalid_choice": missing},
            **kwargs,
        )


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

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields with something to mend."""
        return [field for row in self.rows for field in row.fields if field.errors]


class RefusableForm(forms.Form):
    """A form to which the reasons of a refusal are added, each where the officer can mend it."""

    def refuse(self, reasons: Iterable[Said]) -> None:
        """Add every reason to the field it is about, or to the form."""
        for said in reasons:
            name = self.place_of(said)
            self.add_error(name if name in self.fields else None, said.sentence)

    def place_of(self, said: Said) -> str | None:
        """Return the name of the field that a reason is about."""
        return subject_key(said.subject) if said.subject else said.argument


class ActForm(RefusableForm):
    """What every entry says: when it happened."""

    happened_at = MomentField(label=gettext_lazy("When it happened"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        local = timezone.localtime(now).replace(second=0, microsecond=0)
        kwargs["initial"] = {"happened_at": local, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class CountForm(ActForm):
    """Heads by nationality, sex and age, and the ground on which they are held."""

    legal_basis = WordsField(
        label=gettext_lazy("Legal basis"),
        max_length=200,
        missing=gettext_lazy("The legal basis is missing. Say on what ground they are held."),
    )

    def __init__(self, *args: Any, nationalities: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nationalities = tuple(dict.fromkeys([*nationalities, ""]))
        for cell in self._cells():
            said = [words.nationality(cell.nationality), words.age(cell.age), words.sex(cell.sex)]
            self.fields[cell_key(cell)] = HeadsField(label=", ".join(said))

    @property
    def blocks(self) -> Iterator[Block]:
        """The cross-tabs, one a nationality, in the order they were added."""
        for code in self.nationalities:
            yield Block(code, words.nationality(code), tuple(self._rows(code)))

    @property
    def total(self) -> int:
        """The heads that can be read from what was typed; a page without script shows it."""
        typed = (self[cell_key(cell)].value() for cell in self._cells())
        plain = (plain_digits(str(value or "")).strip() for value in typed)
        return sum(int(text) for text in plain if text.isdecimal())

    def cells(self) -> dict[Cell, int]:
        """Return what was counted; what was left empty is left out."""
        return {
            cell: count
            for cell in self._cells()
            if (count := self.cleaned_data[cell_key(cell)]) is not None
        }

    def _cells(self) -> Iterator[Cell]:
        for code in self.nationalities:
            for age in (*AGES, None):
                yield from (Cell(code or None, sex, age) for sex in (*SEXES, None))

    def _rows(self, code: str) -> Iterator[Row]:
        for age in (*AGES, None):
            keys = (cell_key(Cell(code or None, sex, age)) for sex in (*SEXES, None))
            label = words.age(age) if age else _("age not est.")  # a phone has no room for more
            yield Row(label, tuple(self[key] for key in keys))
