"""Turns what an officer typed into seizures, parts, seals, counts and hand-overs of exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground import wording
from samaki.ground.heads.forms import (
    ActForm,
    HeadsField,
    OneOfField,
    RefusableForm,
    WordsField,
    plain_digits,
    subject_key,
)
from samaki.ground.pictures.looking import MAX_BYTES
from samaki.systems.custody import rules
from samaki.systems.custody.rules.exhibits import Part, Sealing, thing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from samaki.ground.heads.words import Said

ROWS = 6  # of parts that a page offers at once


class PiecesField(HeadsField):
    """How many pieces: empty is not said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["class"] = "input"
        del self.widget.attrs["data-heads"]  # the page would add it to its heads


def _kinds() -> list[tuple[str, str]]:
    return [(key, _(said)) for key, said in rules.EXHIBIT_WORDINGS.items()]


class ExhibitForm(ActForm):
    """A seized thing under its seal; what lacks is said by the rules, all at once."""

    seal = WordsField(max_length=40, label=gettext_lazy("Seal number"))
    description = WordsField(max_length=200, label=gettext_lazy("What it looks like"))
    pieces = PiecesField(label=gettext_lazy("Pieces under the seal"))
    person = WordsField(max_length=16, label=gettext_lazy("Taken from, if a person on the books"))
    because = WordsField(max_length=40, label=gettext_lazy("Target of an operation, if any"))
    field_order = (
        *("kind", "description", "pieces", "seal", "site", "unit"),
        *("person", "because", "happened_at"),
    )

    def __init__(
        self,
        *args: Any,
        sites: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = OneOfField(
            label=_("Kind of exhibit"),
            choices=_kinds(),
            missing=_("The kind is missing. Say what was seized."),
        )
        self.fields["site"] = OneOfField(
            label=_("Found at"), choices=sites, missing=_("Choose the site where it was found.")
        )
        self.fields["unit"] = OneOfField(
            label=_("Held by"), choices=units, missing=_("Choose the unit that answers for it.")
        )
        self.fields["happened_at"].label = _("When it was seized")
        self.fields["pieces"].initial = 1
        self.order_fields(self.field_order)

    def place_of(self, said: Said) -> str | None:
        """Lead a reason about a person to the field that names one."""
        return "person" if said.subject else said.argument

    def found(self) -> rules.Found:
        """Return what was seized."""
        said = self.cleaned_data
        return rules.Found(
            kind=said["kind"],
            description=said["description"],
            seal=plain_digits(said["seal"]),
            site=said["site"],
            unit=said["unit"],
            because=plain_digits(said["because"]).strip().upper(),
            pieces=said["pieces"] if said["pieces"] is not None else 1,
            person=plain_digits(said["person"]).strip().upper(),
        )


class OpeningForm(ActForm):
    """Into what a bundle was opened: a row a part; empty rows are passed over."""

    reason = WordsField(max_length=400, label=gettext_lazy("Why it is opened"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            said = {"number": wording.number(number)}
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                required=False,
                label=_("Kind of part %(number)s") % said,
                choices=[("", "–"), *_kinds()],
                widget=forms.Select(attrs={"class": "input"}),
            )
            self.fields[f"description-{number}"] = WordsField(
                max_length=200, label=_("What part %(number)s looks like") % said
            )
            self.fields[f"seal-{number}"] = WordsField(
                max_length=40, label=_("New seal of part %(number)s") % said
            )
            self.fields[f"pieces-{number}"] = PiecesField(
                label=_("Pieces of part %(number)s") % said
            )

    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """Yield each row's number and fields, in the order of the columns."""
        for number in range(1, ROWS + 1):
            names = ("kind", "description", "seal", "pieces")
            yield number, [self[f"{name}-{number}"] for name in names]

    def parts(self) -> list[Part]:
        """Return the parts of the rows that say something."""
        said = self.cleaned_data
        found = []
        for number in range(1, ROWS + 1):
            row = [said[f"{name}-{number}"] for name in ("kind", "description", "seal", "pieces")]
            if any(value not in ("", None) for value in row):
                kind, description, seal, pieces = row
                found.append(Part(kind, description, plain_digits(seal), pieces or 0))
        return found


class SealingForm(ActForm):
    """The new seal, and what happened to the old."""

    seal = WordsField(max_length=40, label=gettext_lazy("New seal number"))
    reason = WordsField(max_length=400, label=gettext_lazy("What happened to the old seal"))

    def sealing(self) -> Sealing:
        """Return the new seal and why."""
        said = self.cleaned_data
        return Sealing(plain_digits(said["seal"]), said["reason"])


class PiecesForm(ActForm):
    """How many pieces somebody counted; what the books say is not shown beside it."""

    pieces = PiecesField(label=gettext_lazy("Pieces counted"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_at"].label = _("When it was counted")


class MissingForm(ActForm):
    """Pieces that are unaccounted for, or that were found again, and what is known."""

    pieces = PiecesField(label=gettext_lazy("How many pieces"))
    reason = WordsField(
        max_length=400,
        label=gettext_lazy("What is known of it"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"] = OneOfField(
            label=_("What is declared"),
            choices=[("missing", _("Unaccounted for")), ("found", _("Found again"))],
            missing=_("Say whether they are missing or found."),
        )
        self.order_fields(("act", "pieces", "reason", "happened_at"))


class PhotoForm(RefusableForm):
    """A photograph from a telephone or a camera."""

    photograph = forms.FileField(
        label=gettext_lazy("Photograph"),
        widget=forms.FileInput(attrs={"class": "input", "accept": "image/jpeg,image/png"}),
        error_messages={
            "required": gettext_lazy("Choose a photograph."),
            "empty": gettext_lazy("Choose a photograph."),
        },
    )

    def content(self) -> bytes:
        """Return the file; of one that is too large only so much as shows that it is."""
        read: bytes = self.cleaned_data["photograph"].read(MAX_BYTES + 1)
        return read


class _BoxesForm(ActForm):
    """A box for each exhibit that can move. What has gone since keeps its box: the books say so."""

    def __init__(self, *args: Any, things: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [key.removeprefix("p-") for key in self.data if key.startswith("p-EX-")]
        self.things = {**things, **{ref: ref for ref in asked if ref not in things}}
        for ref, label in self.things.items():
            self.fields[subject_key(thing(ref))] = forms.BooleanField(required=False, label=label)

    @property
    def boxes(self) -> list[tuple[str, forms.BoundField]]:
        """The boxes, each with its exhibit's reference."""
        return [(ref, self[subject_key(thing(ref))]) for ref in self.things]

    def chosen(self) -> tuple[str, ...]:
        """Return the references of the exhibits that are ticked."""
        return tuple(ref for ref in self.things if self.cleaned_data[subject_key(thing(ref))])


class ThingDispatchForm(_BoxesForm):
    """Which exhibits leave: to whom, with which escort, in what."""

    vehicle = WordsField(max_length=80, label=gettext_lazy("Vehicle, if known"))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"] = OneOfField(
            label=_("To"), choices=units, missing=_("Choose the unit that is to receive them.")
        )
        self.fields["escort"] = OneOfField(
            label=_("Escort, who answers for them on the road"),
            choices=units,
            missing=_("Choose the unit that answers for them on the road."),
        )


class ThingReceiptForm(_BoxesForm):
    """Which exhibits arrived; nothing is ticked for the officer."""
