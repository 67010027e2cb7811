"""Turns what an officer typed into configured limits and extensions of custody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import (
    HeadsField,
    MomentField,
    OneOfField,
    RefusableForm,
    WordsField,
    plain_digits,
)
from samaki.systems.custody import rules
from samaki.systems.custody.forms import PartyForm
from samaki.systems.custody.rules.clocks import HOME, LAW, Setting
from samaki.systems.custody.rules.extensions import Granted


class _HoursField(HeadsField):
    """A number of whole hours, in either kind of digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"class": "input", "placeholder": ""}
        del self.widget.attrs["data-heads"]  # the page would add it to its sum


class ClockForm(RefusableForm):
    """What an office sets over a limit; without hours it takes back what was set."""

    jurisdiction = WordsField(
        max_length=3, label=gettext_lazy("Country, three letters"), initial=HOME
    )
    ground = WordsField(max_length=200, label=gettext_lazy("Ground, in words"))
    article = WordsField(max_length=80, label=gettext_lazy("Article or paragraph"))
    why = WordsField(
        max_length=400,
        label=gettext_lazy("Source and reason"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    valid_from = MomentField(required=False, is_ahead=True, label=gettext_lazy("In force from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = OneOfField(
            label=_("Time limit"),
            choices=[(code, f"{code}: {_(rules.CLOCK_WORDINGS[code])}") for code in LAW],
            missing=_("Choose the time limit."),
        )
        self.fields["hours"] = _HoursField(label=_("Hours"))
        self.order_fields(
            ("code", "hours", "jurisdiction", "ground", "article", "why", "valid_from")
        )

    def setting(self) -> Setting:
        """Return what is to be set."""
        said = self.cleaned_data
        return Setting(
            code=said["code"],
            jurisdiction=said["jurisdiction"].strip().upper(),
            hours=said["hours"],
            ground=said["ground"],
            article=plain_digits(said["article"]),
            why=said["why"],
            valid_from=said["valid_from"],
        )


class ExtensionForm(PartyForm):
    """A prosecutor's document: office, number, felony, hours, and whom it names."""

    office = WordsField(max_length=160, label=gettext_lazy("Prosecutor's office"))
    document = WordsField(max_length=80, label=gettext_lazy("Number of the document"))
    ground = WordsField(max_length=200, label=gettext_lazy("Felony, with its article"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"] = _HoursField(label=_("Hours it adds"))
        self.fields["happened_at"].label = _("When it was given")

    def granted(self, unit: str) -> Granted:
        """Return what the document says, of people with that unit."""
        said = self.cleaned_data
        return Granted(
            unit=unit,
            office=said["office"],
            document=plain_digits(said["document"]),
            granted_at=said["happened_at"],
            ground=said["ground"],
            hours=said["hours"] or 0,
            persons=self.party().persons,
        )


class WithdrawalForm(RefusableForm):
    """Why an extension does not count; the rules ask for a reason."""

    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
