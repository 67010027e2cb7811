"""Turns what an officer typed into parties, consignments and moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground import wording
from samaki.ground.heads.forms import (
    ActForm,
    CountForm,
    HeadsField,
    MomentField,
    OneOfField,
    RefusableForm,
    WordsField,
    cell_key,
    plain_digits,
    subject_key,
    subject_of,
)
from samaki.ground.heads.words import cell as say_cell
from samaki.ground.sheets.rules import LARGEST, MEGABYTE
from samaki.systems.custody import rules
from samaki.systems.custody.models import cell_of
from samaki.systems.custody.queries import words
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Counted, Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from samaki.ground.heads.words import Said
    from samaki.kernel.ledger import Cell, Subject


class MomentsForm(forms.Form):
    """As of, and as known at; empty is now."""

    as_of = MomentField(required=False, label=gettext_lazy("As of"))
    known = MomentField(required=False, label=gettext_lazy("As known at"))

    def moments(self, now: datetime) -> Moments:
        """Return the two times asked for; what cannot be read is now."""
        chosen = self.cleaned_data if self.is_valid() else {}
        return Moments(chosen.get("as_of") or now, chosen.get("known") or now)


class SiteField(forms.ChoiceField):
    """Where they stay: with the unit, unless a site is chosen."""

    def __init__(self, *, sites: Sequence[tuple[str, str]], label: str) -> None:
        super().__init__(
            required=False,
            label=label,
            choices=[("", _("No, with the unit")), *sites],
            widget=forms.Select(attrs={"class": "input"}),
        )


class IntakeForm(CountForm):
    """Heads taken into the custody of one of the officer's units, or kept by it on a site."""

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]],
        sites: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"] = SiteField(
            sites=sites, label=_("They stay for now on the site where they were found")
        )
        self.fields["unit"] = OneOfField(
            label=_("Taken into custody by"),
            choices=units,
            missing=_("Choose the unit that answers for them."),
        )


class PhysicalCountForm(CountForm):
    """How many people are there: the total, the cross-tab, or both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["legal_basis"]
        self.fields["happened_at"].label = _("When it was counted")
        self.fields["total"] = HeadsField(label=_("People counted, all together"))
        widget = self.fields["total"].widget
        widget.attrs |= {"class": "input"}
        del widget.attrs["data-heads"]  # the page would add it to its own parts

    @property
    def is_by_cell(self) -> bool:
        """Whether the cross-tab is used: a nationality was added, a figure typed or refused."""
        typed = any(self[key].value() or self[key].errors for key in self._cell_keys())
        return typed or len(self.nationalities) > 1

    def counted(self) -> Counted:
        """Return what was counted."""
        return Counted(self.cleaned_data["total"], self.cells())

    def _cell_keys(self) -> list[str]:
        return [cell_key(cell) for cell in self._cells()]


class ExplanationForm(RefusableForm):
    """Why a count and the ledger differ, and what shows it; what lacks is said by the rules."""

    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Why they differ"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    evidence = WordsField(max_length=200, label=gettext_lazy("Evidence"))

    def explanation(self) -> Explanation:
        """Return the reason and its evidence."""
        said = self.cleaned_data
        return Explanation(said["reason"], plain_digits(said["evidence"]))


class PartyForm(ActForm):
    """Who of those held moves: a field for each cell of heads, a box for each named person."""

    def __init__(
        self,
        *args: Any,
        held: Mapping[Subject, int],
        names: Mapping[str, str | None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = names or {}
        # Who has left since the page was loaded keeps a field: the books then say so.
        known = {subject_key(subject) for subject in held}
        asked = [subject_of(key) for key in self.data if key not in known]
        gone = {subject: 0 for subject in asked if subject is not None}
        every = sorted({**held, **gone}.items(), key=lambda item: str(item[0]))
        self.held = dict(every)
        for subject in self.held:
            label, key = words.subject(subject), subject_key(subject)
            if subject.person:
                self.fields[key] = forms.BooleanField(required=False, label=label)
            else:
                self.fields[key] = HeadsField(label=label)
                self.fields[key].widget.attrs["class"] = "input"

    @property
    def heads(self) -> list[tuple[forms.BoundField, int]]:
        """The fields of unnamed heads, with how many are held."""
        return [(self[subject_key(s)], n) for s, n in self.held.items() if not s.person]

    @property
    def persons(self) -> list[tuple[forms.BoundField, str | None]]:
        """The boxes of named persons, with the name if the reader may see it."""
        return [(self[subject_key(s)], self.names.get(s.person)) for s in self.held if s.person]

    @property
    def size(self) -> int:
        """How many people there are to choose from."""
        return sum(self.held.values())

    def party(self) -> rules.Party:
        """Return who was chosen."""
        chosen = {s: self.cleaned_data[subject_key(s)] for s in self.held}
        heads = {s.cell: n for s, n in chosen.items() if not s.person and n is not None}
        return rules.Party(heads, tuple(s.person for s, n in chosen.items() if s.person and n))


class DispatchForm(PartyForm):
    """A hand-over on its way: to whom, with which escort, in what."""

    vehicle = WordsField(max_length=80, label=gettext_lazy("Vehicle, if known"))
    seals = WordsField(max_length=200, label=gettext_lazy("Seal numbers, if sealed"))

    def __init__(
        self,
        *args: Any,
        receivers: Sequence[tuple[str, str]],
        escorts: Sequence[tuple[str, str]],
        charges: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if charges:
            self._ask_for_a_charge()
        self.fields["receiver"] = OneOfField(
            label=_("To"), choices=receivers, missing=_("Choose the unit that is to receive them.")
        )
        self.fields["escort"] = OneOfField(
            label=_("Escort, who answers for them on the road"),
            choices=escorts,
            missing=_("Choose the unit that answers for them on the road."),
        )

    def consignment(self) -> rules.Consignment:
        """Return what leaves."""
        said = self.cleaned_data
        seals = plain_digits(said["seals"]).replace(",", " ").split()
        charge = rules.Charge(said.get("article", ""), said.get("crime", ""))
        return rules.Consignment(self.party(), said["vehicle"], tuple(seals), charge)

    def _ask_for_a_charge(self) -> None:
        """Ask for article and crime; what lacks is said by the rules, by who receives them."""
        self.fields["article"] = WordsField(
            max_length=200, label=_("Article of the charge, if to a court or a prison")
        )
        choices = [("", _("No charge")), *words.crimes()]
        self.fields["crime"] = forms.ChoiceField(
            required=False,
            label=_("Crime, if to a court or a prison"),
            choices=choices,
            widget=forms.Select(attrs={"class": "input"}),
        )


class _Radios(forms.RadioSelect):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class ReceiptForm(PartyForm):
    """Who arrived: all of them, or those counted. The officer says which; nothing is pre-chosen."""

    whole = forms.ChoiceField(
        label=gettext_lazy("How many arrived"),
        choices=[
            ("all", gettext_lazy("All arrived")),
            ("part", gettext_lazy("Only those counted below")),
        ],
        widget=_Radios,
        error_messages={"required": gettext_lazy("Say whether all arrived.")},
    )
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, held: Mapping[Subject, int], **kwargs: Any) -> None:
        super().__init__(*args, held=held, **kwargs)
        self.fields["expected"].initial = self.size

    def clean(self) -> dict[str, Any]:
        """Refuse “all” when the figures beside it, or the books, have come to say otherwise."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("whole") != "all":
            return cleaned
        expected = cleaned.get("expected")
        if expected is not None and expected != self.size:
            wrong = _("%(now)s are on the way now, no longer %(before)s. Count who is here.")
            said = {"now": wording.number(self.size), "before": wording.number(expected)}
            self.add_error("whole", wrong % said)
        for subject, held in self.held.items():
            counted = cleaned.get(subject_key(subject))
            if not subject.person and counted is not None and counted != held:
                wrong = _("All %(held)s arrived, or the %(counted)s counted here: say which.")
                said = {"held": wording.number(held), "counted": wording.number(counted)}
                self.add_error(subject_key(subject), wrong % said)
        return cleaned

    def party(self) -> rules.Party:
        if self.cleaned_data["whole"] == "part":
            return super().party()
        heads = {s.cell: n for s, n in self.held.items() if not s.person and n}
        return rules.Party(heads, tuple(s.person for s, n in self.held.items() if s.person and n))


class VehicleForm(ActForm):
    """Everybody on a vehicle has arrived: at which unit, when."""

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = OneOfField(
            label=_("Received by"),
            choices=units,
            missing=_("Choose the unit that receives them."),
            initial=units[0][0] if len(units) == 1 else "",
        )
        self.order_fields(("unit", "happened_at"))


class TakeBackForm(ReceiptForm):
    """Who came back to the sender: all who were on the way, or those counted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whole"] = forms.ChoiceField(
            label=_("How many came back"),
            choices=[("all", _("All came back")), ("part", _("Only those counted below"))],
            widget=_Radios,
            error_messages={"required": _("Say whether all came back.")},
        )


class DeclineForm(ActForm):
    """Why those on the way are not received, and when that was said; the rules ask for a reason."""

    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Why they are not received"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    field_order = ("reason", "happened_at")


class ReaddressForm(RefusableForm):
    """To whom a hand-over goes instead, and why."""

    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Why they go to somebody else"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, receivers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"] = OneOfField(
            label=_("To"), choices=receivers, missing=_("Choose the unit that is to receive them.")
        )
        self.order_fields(("receiver", "reason"))


class VehicleChangeForm(ActForm):
    """In what, with whom and from when they go on, and why."""

    vehicle = WordsField(max_length=80, label=gettext_lazy("Vehicle now"))
    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Why they go on otherwise"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, escorts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["escort"] = OneOfField(
            label=_("Escort now, who answers for them on the road"),
            choices=escorts,
            missing=_("Choose the unit that answers for them on the road."),
        )
        self.order_fields(("vehicle", "escort", "reason", "happened_at"))


class IdentifyForm(ActForm):
    """A name for one head of a cell."""

    name = WordsField(
        max_length=160,
        label=gettext_lazy("Name, as given"),
        missing=gettext_lazy("The name is missing. Enter the name as given."),
    )
    paper = WordsField(max_length=40, label=gettext_lazy("Number of the paper shown, if any"))

    def __init__(self, *args: Any, cells: Mapping[Cell, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = {cell_key(cell): cell for cell in cells}
        held = _("%(cell)s (%(count)s without a name)")
        offered = [
            (cell_key(cell), held % {"cell": say_cell(cell), "count": wording.number(count)})
            for cell, count in cells.items()
        ]
        self.fields["cell"] = OneOfField(
            label=_("Counted as"), choices=offered, missing=_("Choose as what they were counted.")
        )
        for name in ("name", "paper"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def place_of(self, said: Said) -> str | None:
        """Lead a reason about heads to the choice of their cell."""
        return "cell" if said.subject else said.argument

    def cell(self) -> Cell:
        """Return the cell chosen."""
        return self.cells[self.cleaned_data["cell"]]


class SheetForm(ActForm):
    """A file of rows for one account: what they are, when it happened, and on what ground."""

    file = forms.FileField(
        label=gettext_lazy("The sheet"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "input", "accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"required": gettext_lazy("Choose the file that holds the rows.")},
    )
    legal_basis = WordsField(max_length=200, label=gettext_lazy("Legal basis, for counts of heads"))
    field_order = ("kind", "file", "happened_at", "legal_basis", "site")

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        sites: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if sites:
            label = _("They stay for now on the site where they were found")
            self.fields["site"] = SiteField(sites=sites, label=label)
        self.fields["kind"] = OneOfField(
            label=_("Each row is"), choices=kinds, missing=_("Say what the rows are.")
        )
        self.order_fields(self.field_order)

    def clean_file(self) -> Any:
        """Refuse a file before it is read that is larger than any that would be."""
        chosen = self.cleaned_data["file"]
        if chosen.size > LARGEST:
            most = wording.number(LARGEST // MEGABYTE)
            wrong = _("%(file)s has more than %(most)s MB. Send it in parts.")
            raise forms.ValidationError(wrong % {"file": chosen.name, "most": most})
        return chosen


class CorrectionForm(RefusableForm):
    """Why a movement is reversed."""

    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Why it is reversed"),
        missing=gettext_lazy("The reason is missing. Say why the entry is reversed."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )


def chosen_cell(values: Mapping[str, str]) -> Cell | None:
    """Return the cell that an address names, or None if it names none."""
    if "nationality" not in values:
        return None
    return cell_of(values["nationality"][:3], values.get("sex", ""), values.get("age", ""))
