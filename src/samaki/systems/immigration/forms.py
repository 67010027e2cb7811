"""Turns what an officer or the authority typed into checks, terms, answers, papers and lists.

Nothing is chosen beforehand: neither a ground, nor an answer, nor a decision, nor a period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import (
    ActForm,
    MomentField,
    RefusableForm,
    WordsField,
    plain_digits,
)
from samaki.ground.heads.words import nationalities
from samaki.systems.immigration import rules
from samaki.systems.immigration.queries import words
from samaki.systems.immigration.services.bans import Period
from samaki.systems.immigration.services.cases import Check, Paper
from samaki.systems.immigration.services.manifests import Route
from samaki.systems.immigration.services.orders import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.utils.functional import _StrPromise


class _Radios(forms.RadioSelect):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class _Boxes(forms.CheckboxSelectMultiple):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first box's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


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


def _text(label: _StrPromise, *, missing: _StrPromise | None = None, most: int = 400) -> WordsField:
    """Return a field for sentences."""
    widget = forms.Textarea(attrs={"class": "input", "rows": 3})
    return WordsField(label=label, missing=missing, max_length=most, widget=widget)


def _one_of(label: _StrPromise, missing: _StrPromise) -> forms.ChoiceField:
    """Return a field for one of a list of buttons; its choices are said when a form is made."""
    wrong = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, widget=_Radios, error_messages=wrong)


def _country(label: _StrPromise, missing: _StrPromise) -> forms.ChoiceField:
    """Return a field for a state; its choices are said when a form is made."""
    wrong = {"required": missing, "invalid_choice": missing}
    select = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(label=label, widget=select, error_messages=wrong)


def _states() -> list[tuple[str, str]]:
    return [("", _("Choose one")), *nationalities()]


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = list(choices)


_NO_REASONS = gettext_lazy("The reasons are missing. Say them in words.")


class CheckForm(ActForm):
    """What was found of entry, stay and papers, who said so, which grounds it names."""

    entry = _text(gettext_lazy("Entry into the country"))
    stay = _text(gettext_lazy("Stay"))
    papers = _text(gettext_lazy("Papers"))
    said_by = WordsField(
        label=gettext_lazy("Who said so"),
        max_length=160,
        missing=gettext_lazy("It is missing who said so. Name the office or person."),
    )
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Grounds it names"),
        widget=_Boxes,
        error_messages={"required": gettext_lazy("No ground is named. Name at least one.")},
    )
    happened_at = MomentField(label=gettext_lazy("When it was checked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "grounds", words.grounds())

    def check(self) -> Check:
        """Return the check."""
        said = self.cleaned_data
        return Check(
            said["entry"], said["stay"], said["papers"], said["said_by"], tuple(said["grounds"])
        )


class DecisionForm(RefusableForm):
    """An order with its terms, or that none is made; for reasons in words either way."""

    decision = _one_of(
        gettext_lazy("The decision"), gettext_lazy("Say which of the two you decide.")
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground of the order"), widget=_Radios, required=False
    )
    reasons = _text(gettext_lazy("Reasons, in words"), missing=_NO_REASONS, most=2000)
    language = WordsField(label=gettext_lazy("Language in which it was told"), max_length=80)
    appeal_until = MomentField(label=gettext_lazy("Appeal until"), required=False, is_ahead=True)
    appeal_set_by = WordsField(label=gettext_lazy("Who set that time"), max_length=160)

    def __init__(self, *args: Any, grounds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            ("order", _("The person is expelled")),
            ("against", _("The person is not expelled")),
        ]
        _offer(self, "decision", offered)
        _offer(self, "ground", [(code, words.capital(words.ground(code))) for code in grounds])

    def clean(self) -> dict[str, Any]:
        """Ask for a ground and a time for appeal where an order is made."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "order":
            if not cleaned.get("ground") and "ground" not in self.errors:
                self.add_error("ground", _("The ground is missing. An order has one."))
            if not cleaned.get("appeal_until") and "appeal_until" not in self.errors:
                self.add_error("appeal_until", _("Say until when the person may appeal."))
        return cleaned

    def terms(self) -> Terms:
        """Return what the order says."""
        said = self.cleaned_data
        return Terms(
            ground=said["ground"],
            reasons=said["reasons"],
            language=said["language"],
            appeal_until=said["appeal_until"],
            appeal_set_by=said["appeal_set_by"],
        )


class ReasonsForm(RefusableForm):
    """Reasons in words, and nothing else."""

    reasons = _text(gettext_lazy("Reasons, in words"), missing=_NO_REASONS)


class TellForm(ActForm):
    """That the person was told of the right to have the consulate notified."""

    prefix = "tell"
    language = WordsField(
        label=gettext_lazy("Language in which the person was told"),
        max_length=80,
        missing=gettext_lazy("The language is missing. Say in which language the person was told."),
    )
    happened_at = MomentField(label=gettext_lazy("When the person was told"))


class AnswerForm(ActForm):
    """What the person answers about the consulate."""

    prefix = "answer"
    answer = _one_of(
        gettext_lazy("What the person answers"), gettext_lazy("Say what the person answers.")
    )
    happened_at = MomentField(label=gettext_lazy("When the person answered"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "answer", [(a.value, words.capital(words.answer(a))) for a in rules.Answer])


class NotifyForm(ActForm):
    """That the consulate was notified, and a message of the person's passed on."""

    prefix = "notify"
    post = WordsField(
        label=gettext_lazy("Consular post"),
        max_length=160,
        missing=gettext_lazy("The consular post is missing. Name it."),
    )
    happened_at = MomentField(label=gettext_lazy("When it was notified"))
    forwarded_at = MomentField(
        label=gettext_lazy("When a message of the person was passed on, if there was one"),
        required=False,
    )


class PaperForm(RefusableForm):
    """A travel document."""

    kind = _one_of(gettext_lazy("Kind"), gettext_lazy("Say what kind of document it is."))
    number = WordsField(
        label=gettext_lazy("Number"),
        max_length=40,
        missing=gettext_lazy("The number of the document is missing."),
    )
    issuer = _country(
        gettext_lazy("Issuing state"), gettext_lazy("Choose the state that issued it.")
    )
    held_from = DayField(label=gettext_lazy("There since"))
    born = WordsField(label=gettext_lazy("Birth date in it, whole or in part"), max_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(k.value, words.capital(words.paper_kind(k))) for k in rules.PaperKind]
        _offer(self, "kind", kinds)
        _offer(self, "issuer", _states())
        for name in ("number", "born"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def paper(self) -> Paper:
        """Return the document."""
        said = self.cleaned_data
        return Paper(
            kind=rules.PaperKind(said["kind"]),
            number=said["number"],
            issuer=said["issuer"],
            held_from=said["held_from"],
            born=plain_digits(said["born"]),
        )


class PleaForm(ActForm):
    """That the person appeals or asks for asylum."""

    prefix = "plea"
    kind = _one_of(gettext_lazy("What the person asks"), gettext_lazy("Say what the person asks."))
    happened_at = MomentField(label=gettext_lazy("When the person asked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "kind", [(k.value, words.capital(words.plea_kind(k))) for k in rules.PleaKind])


class PleaDecisionForm(RefusableForm):
    """How a body decided a plea."""

    act = _one_of(gettext_lazy("How it was decided"), gettext_lazy("Say how it was decided."))
    body = WordsField(
        label=gettext_lazy("Which body decided"),
        max_length=160,
        missing=gettext_lazy("It is missing which body decided. Name it."),
    )
    reasons = _text(gettext_lazy("Reasons, in words"), missing=_NO_REASONS, most=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "act", [("grant", _("Granted")), ("refuse", _("Refused"))])


class ManifestForm(RefusableForm):
    """Who carries, from where, to which state, when."""

    means = _one_of(gettext_lazy("How they leave"), gettext_lazy("Say how they leave."))
    carrier = WordsField(
        label=gettext_lazy("Carrier: airline and number, or vehicle"),
        max_length=80,
        missing=gettext_lazy("The carrier is missing. Name the airline or the vehicle."),
    )
    checkpoint = WordsField(
        label=gettext_lazy("From which checkpoint"),
        max_length=120,
        missing=gettext_lazy("The checkpoint is missing. Say from where they leave."),
    )
    destination = _country(
        gettext_lazy("To which state"), gettext_lazy("Choose the state they go to.")
    )
    leaves_at = MomentField(label=gettext_lazy("When it leaves"), is_ahead=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "means", [(m.value, words.capital(words.means(m))) for m in rules.Means])
        _offer(self, "destination", _states())

    def route(self) -> Route:
        """Return how the list leaves."""
        said = self.cleaned_data
        return Route(
            rules.Means(said["means"]),
            said["carrier"],
            said["checkpoint"],
            said["destination"],
            said["leaves_at"],
        )


class DepartForm(ActForm):
    """When those who boarded left."""

    happened_at = MomentField(label=gettext_lazy("When they left"))


class BanForm(RefusableForm):
    """From when until when a person may not come back, and why; no period is offered as set."""

    prefix = "ban"
    valid_from = DayField(label=gettext_lazy("From"))
    valid_to = DayField(label=gettext_lazy("Last day"))
    ground = _text(
        gettext_lazy("Ground of the ban, in words"),
        missing=gettext_lazy("The ground of the ban is missing. Say it in words."),
    )

    def period(self) -> Period:
        """Return the days of the ban."""
        first: date = self.cleaned_data["valid_from"]
        last: date = self.cleaned_data["valid_to"]
        return Period(first, last)
