"""Turns what a screener marked into an interview, a decision, an offer. Nothing is pre-chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samaki.ground.heads.forms import ActForm, RefusableForm, WordsField, plain_digits
from samaki.systems.protection import rules
from samaki.systems.protection.services.determinations import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
ANSWERS = [
    (rules.Answer.YES, gettext_lazy("Yes")),
    (rules.Answer.NO, gettext_lazy("No")),
    (rules.Answer.NOT_SAID, gettext_lazy("Not said")),
]


class _Radios(forms.RadioSelect):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class _Boxes(forms.CheckboxSelectMultiple):
    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first box's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class OneField(forms.ChoiceField):
    """One of a few, as buttons in sight; none is chosen."""

    widget = _Radios

    def __init__(self, *, choices: Any, missing: Any, **kwargs: Any) -> None:
        said = {"required": missing, "invalid_choice": missing}
        super().__init__(choices=choices, error_messages=said, **kwargs)


class SomeField(forms.MultipleChoiceField):
    """Any of a few, as boxes; none is marked."""

    widget = _Boxes

    def __init__(self, *, wordings: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(required=False, choices=lambda: _said(wordings), **kwargs)


class LongField(WordsField):
    """A few lines of words."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"class": "input", "rows": rows})
        super().__init__(widget=widget, **kwargs)


def _said(wordings: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, _(words)) for key, words in wordings.items()]


def languages() -> list[tuple[str, str]]:
    """Return the languages an interview may be held in, named in the reader's language."""
    locale = Locale.parse("km" if get_language() == "km" else "en")
    return [(code, str(locale.languages.get(code, code))) for code in rules.LANGUAGES]


def ages() -> list[tuple[str, str]]:
    """Return which rule of the test holds, in words."""
    return [
        (rules.Age.ADULT, _("18 or older")),
        (rules.Age.CHILD, _("under 18")),
        (rules.Age.DISPUTED, _("disputed, possibly under 18")),
    ]


def findings() -> list[tuple[str, str]]:
    """Return what may be found, in words."""
    return [
        (rules.Finding.POSSIBLE, _("possibly a victim of trafficking")),
        (rules.Finding.ACTUAL, _("a victim of trafficking")),
        (rules.Finding.NOT_A_VICTIM, _("not a victim of trafficking")),
    ]


def bodies() -> list[tuple[str, str]]:
    """Return what kinds of bodies decide, in words."""
    return [
        (rules.Body.GOVERNMENT, _("a public body, not the police")),
        (rules.Body.POLICE, _("police")),
        (rules.Body.COURT, _("court or prosecution")),
        (rules.Body.NGO, _("non-governmental organisation")),
        (rules.Body.OTHER, _("another body")),
    ]


def services() -> list[tuple[str, str]]:
    """Return the services a person can be referred to, in words."""
    return [
        (rules.Service.SHELTER, _("shelter")),
        (rules.Service.MEDICAL, _("medical care")),
        (rules.Service.LEGAL, _("legal aid")),
        (rules.Service.EMBASSY, _("embassy")),
    ]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the questionnaire: its number, the buttons, the line for a note."""

    number: int
    answer: forms.BoundField
    note: forms.BoundField


class InterviewForm(ActForm):
    """One interview: who was there, what was agreed, the questions, the elements of art. 3."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the interview"),
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "required": gettext_lazy("Say in which language the interview was held."),
            "invalid_choice": gettext_lazy("Say in which language the interview was held."),
        },
    )
    interpreter = OneField(
        label=gettext_lazy("Was an interpreter present?"),
        choices=_YES_NO,
        missing=gettext_lazy("Say whether an interpreter was present."),
    )
    private = OneField(
        label=gettext_lazy("Was somebody else in the room?"),
        choices=[
            ("yes", gettext_lazy("Nobody else")),
            ("no", gettext_lazy("Somebody else was there")),
        ],
        missing=gettext_lazy("Say whether somebody else was in the room."),
    )
    others = WordsField(max_length=200, label=gettext_lazy("Who else was there, and why"))
    consent = SomeField(wordings=rules.CONSENT_WORDINGS, label=gettext_lazy("The person"))
    age = OneField(
        label=gettext_lazy("Age of the person"),
        choices=ages,
        missing=gettext_lazy("Say which age the person has, or that it is disputed."),
    )
    acts = SomeField(wordings=rules.ACT_WORDINGS, label=gettext_lazy("Act: the person was"))
    means = SomeField(wordings=rules.MEANS_WORDINGS, label=gettext_lazy("Means"))
    purposes = SomeField(
        wordings=rules.PURPOSE_WORDINGS, label=gettext_lazy("Purpose: exploitation, as")
    )
    words = LongField(max_length=8000, rows=5, label=gettext_lazy("In the person’s own words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [("", _("Choose one")), *languages()]
        for key, question in rules.CURRENT.questions.items():
            self.fields[f"answer-{key}"] = OneField(
                label=_(question), choices=ANSWERS, missing=_("Mark an answer, or: not said.")
            )
            self.fields[f"note-{key}"] = WordsField(max_length=1000, label=_("Note"))

    @property
    def questions(self) -> list[Question]:
        """The questions in the order of the questionnaire."""
        return [
            Question(number, self[f"answer-{key}"], self[f"note-{key}"])
            for number, key in enumerate(rules.CURRENT.questions, start=1)
        ]

    def told(self) -> rules.Told:
        """Return the interview as it was held."""
        said = self.cleaned_data
        asked = rules.CURRENT.questions
        return rules.Told(
            language=said["language"],
            has_interpreter=said["interpreter"] == "yes",
            is_private=said["private"] == "yes",
            others=said["others"],
            age=rules.Age(said["age"]),
            answers={key: rules.Answer(said[f"answer-{key}"]) for key in asked},
            notes={key: said[f"note-{key}"] for key in asked},
            consent=frozenset(said["consent"]),
            acts=frozenset(said["acts"]),
            means=frozenset(said["means"]),
            purposes=frozenset(said["purposes"]),
            words=said["words"],
        )


class DeterminationForm(RefusableForm):
    """What is found, by what kind of body, and why."""

    finding = OneField(
        label=gettext_lazy("You find that the person is"),
        choices=findings,
        missing=gettext_lazy("Say what you find."),
    )
    body = OneField(
        label=gettext_lazy("You decide as"),
        choices=bodies,
        missing=gettext_lazy("Say as what kind of body you decide."),
    )
    because = LongField(
        max_length=8000,
        rows=5,
        label=gettext_lazy("Your reasons, in words"),
        missing=gettext_lazy("The reasons are missing. Say in words why you decide so."),
    )

    def decision(self) -> Decision:
        """Return the decision."""
        said = self.cleaned_data
        return Decision(rules.Finding(said["finding"]), rules.Body(said["body"]), said["because"])


class WithdrawalForm(RefusableForm):
    """Why a screening was a mistake."""

    because = LongField(
        max_length=400,
        label=gettext_lazy("Why the screening was a mistake"),
        missing=gettext_lazy("The reason is missing. Say why the screening was a mistake."),
    )


class _DayInput(forms.DateInput):
    input_type = "date"


class ReflectionForm(RefusableForm):
    """Until which day the person may recover and reflect."""

    until = forms.DateField(
        label=gettext_lazy("Time to reflect, until"),
        widget=_DayInput(attrs={"class": "input"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say until which day."),
            "invalid": gettext_lazy("Enter a day, such as 2025-12-31."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        typed = None if data is None else {k: plain_digits(str(v)) for k, v in data.items()}
        super().__init__(typed, **kwargs)


class OfferForm(RefusableForm):
    """A service, to whom, and whether the person consents."""

    service = OneField(
        label=gettext_lazy("Service"),
        choices=services,
        missing=gettext_lazy("Choose a service."),
    )
    to_whom = WordsField(
        max_length=160,
        label=gettext_lazy("To whom"),
        missing=gettext_lazy("Say to whom the person is referred."),
    )
    has_consent = OneField(
        label=gettext_lazy("Does the person consent?"),
        choices=_YES_NO,
        missing=gettext_lazy("Say whether the person consents."),
    )
    override_by = WordsField(max_length=160, label=gettext_lazy("If not: who decides otherwise"))
    override_reason = WordsField(max_length=400, label=gettext_lazy("If not: why"))

    def offer(self) -> rules.Offer:
        """Return the offer."""
        said = self.cleaned_data
        return rules.Offer(
            service=rules.Service(said["service"]),
            to_whom=said["to_whom"],
            has_consent=said["has_consent"] == "yes",
            override_by=said["override_by"],
            override_reason=said["override_reason"],
        )


class StepForm(RefusableForm):
    """What became of a referral; the steps are those that are open."""

    act = OneField(
        label=gettext_lazy("What became of it"),
        choices=(),
        missing=gettext_lazy("Say what became of it."),
    )
    reason = WordsField(max_length=400, label=gettext_lazy("Why, if declined or revoked"))

    def __init__(self, *args: Any, acts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = act_words()
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(act, said[act]) for act in acts]


def act_words() -> dict[str, str]:
    """Return the steps of a referral, in words."""
    return {
        "accept": _("accepted"),
        "decline": _("declined"),
        "finish": _("done"),
        "revoke": _("revoked"),
    }
