"""Turns what an officer typed into payments and releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import ActForm, OneOfField, RefusableForm, WordsField, plain_digits
from samaki.systems.custody import rules
from samaki.systems.custody.rules.payments import MINOR, Leaving, Paid, minor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.ground.heads.words import Said


class _OfAPersonForm(RefusableForm):
    def place_of(self, said: Said) -> str | None:
        """Lead a reason about a person to the field that names one."""
        return "person" if said.subject else said.argument


class PaymentForm(_OfAPersonForm, ActForm):
    """What was taken or waived; what lacks is said by the rules, all at once."""

    amount = WordsField(max_length=20, label=gettext_lazy("Amount"))
    ground = WordsField(max_length=200, label=gettext_lazy("Ground"))
    receipt_number = WordsField(max_length=40, label=gettext_lazy("Number of the receipt"))
    person = WordsField(max_length=16, label=gettext_lazy("Payer, if a person on the books"))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = OneOfField(
            label=_("What it is for"),
            choices=[(key, _(said)) for key, said in rules.PAYMENT_WORDINGS.items()],
            missing=_("The kind is missing: a fee, a fine, a deposit or a waiver."),
        )
        self.fields["currency"] = OneOfField(
            label=_("Currency"),
            choices=[(code, code) for code in MINOR],
            missing=_("Choose the currency."),
        )
        self.fields["unit"] = OneOfField(
            label=_("Taken by"), choices=units, missing=_("Choose the unit that took it.")
        )
        self.fields["amount"].widget.attrs["inputmode"] = "decimal"
        self.fields["happened_at"].label = _("When it was paid")
        self.order_fields(
            (
                *("kind", "amount", "currency", "ground", "receipt_number"),
                *("unit", "person", "happened_at"),
            )
        )

    def paid(self) -> Paid:
        """Return what was paid."""
        said = self.cleaned_data
        return Paid(
            kind=said["kind"],
            amount=minor(plain_digits(said["amount"]), said["currency"]),
            currency=said["currency"],
            ground=said["ground"],
            receipt_number=plain_digits(said["receipt_number"]),
            unit=said["unit"],
            person=plain_digits(said["person"]),
        )


class ReleaseForm(_OfAPersonForm):
    """How a thing leaves custody, on whose order, with which receipt."""

    order = WordsField(max_length=200, label=gettext_lazy("Order or decision"))
    receipt_number = WordsField(max_length=40, label=gettext_lazy("Number of the receipt"))
    person = WordsField(max_length=16, label=gettext_lazy("Owner, if a person on the books"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end"] = OneOfField(
            label=_("How custody ends"),
            choices=[(key, _(said)) for key, said in rules.END_WORDINGS.items()],
            missing=_("Say whether it is returned or destroyed."),
        )
        self.order_fields(("end", "order", "receipt_number", "person"))

    def leaving(self) -> Leaving:
        """Return how the thing is to leave."""
        said = self.cleaned_data
        return Leaving(
            said["end"],
            said["order"],
            plain_digits(said["receipt_number"]),
            plain_digits(said["person"]),
        )


class ConfirmReleaseForm(ActForm):
    """When the thing left, or that the release is withdrawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = _("When it left")
