"""Turns what an office or the secretariat typed into values. Khmer digits are as good as ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.agencies.services import Name
from samaki.ground.heads.forms import HeadsField, MomentField, WordsField, plain_digits
from samaki.ground.heads.words import nationalities
from samaki.ground.places import queries as places
from samaki.ground.wording import sentence
from samaki.systems.directives import rules
from samaki.systems.directives.rules import Act, Asked, Statement, Terms
from samaki.systems.directives.services.orders import ClauseText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from samaki.kernel.reading.clauses import ClauseDraft
    from samaki.kernel.reasons import Reason
    from samaki.systems.directives.queries.orders import DraftedOrder

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
    "no_title": "title_en",
    "no_issuer": "issuer_en",
    "future": "issued_on",
    "too_long": "text",
    "long": "text",
    "nul": "text",
    "empty": "text",
}


KINDS = [
    ("governor", gettext_lazy("Governors")),
    ("police_chief", gettext_lazy("Police chiefs")),
    ("gendarmerie_commander", gettext_lazy("Gendarmerie commanders")),
]
# The languages whose orders are read; each by its own name.
ORDER_LANGUAGES = [
    ("en", "English"),
    ("km", "ខ្មែរ"),
    ("id", "Bahasa Indonesia"),
    ("th", "ไทย"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
]


class Radios(forms.RadioSelect):
    """Radio buttons; a summary of errors leads to the first."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "input"})


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", "autocomplete": "off"})


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
        choices=KINDS,
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


class OrderForm(ObligationForm):
    """The text of an order, the day it was issued, and its language if it is known."""

    text = forms.CharField(
        label=gettext_lazy("The order's words"),
        strip=False,
        widget=_area(14),
        error_messages={"required": gettext_lazy("The text is empty. Paste the order's words.")},
    )
    issued_on = DayField(label=gettext_lazy("Issued on"))
    title = WordsField(max_length=200, label=gettext_lazy("Title"), widget=_line())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].error_messages["required"] = _("Say on which day it was issued.")
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=[("", _("Found out from the words")), *ORDER_LANGUAGES],
            widget=forms.Select(attrs={"class": "input"}),
        )

    def words(self) -> str:
        """Return the text, each line ended in one way."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class IssueForm(ObligationForm):
    """What an order is called and who issued it, in both languages."""

    title_en = WordsField(max_length=200, label=gettext_lazy("Title, in English"), widget=_line())
    title_km = WordsField(max_length=200, label=gettext_lazy("Title, in Khmer"), widget=_line())
    issuer_en = WordsField(
        max_length=120, label=gettext_lazy("Issued by, in English"), widget=_line()
    )
    issuer_km = WordsField(
        max_length=120, label=gettext_lazy("Issued by, in Khmer"), widget=_line()
    )

    @property
    def title(self) -> Name:
        """The title in both languages."""
        return Name(self.cleaned_data["title_en"], self.cleaned_data["title_km"])

    @property
    def issuer(self) -> Name:
        """Who issued it, in both languages."""
        return Name(self.cleaned_data["issuer_en"], self.cleaned_data["issuer_km"])


class ClauseForm(ObligationForm):
    """One drafted clause, to be mended, confirmed or left out; nothing is confirmed beforehand."""

    confirm = forms.BooleanField(label=gettext_lazy("The order says so: enter it"), required=False)
    number = HeadsField(label=gettext_lazy("Number"))
    words = WordsField(max_length=4000, label=gettext_lazy("Duty, as worded"), widget=_area(3))
    other = WordsField(max_length=4000, label=gettext_lazy("Duty, in Khmer"), widget=_area(2))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Whom it binds"),
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bodies = WordsField(max_length=200, label=gettext_lazy("Other bodies, by name"), widget=_line())
    consequence = WordsField(
        max_length=2000, label=gettext_lazy("What follows for whoever fails"), widget=_area(2)
    )
    deadline = WordsField(
        max_length=200, label=gettext_lazy("Deadline, as the order words it"), widget=_line()
    )
    due_on = DayField(label=gettext_lazy("The day those words state"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._language = language
        self.fields["number"].widget.attrs["class"] = "input"
        if language == "km":
            self.fields["other"].label = _("Duty, in English")

    @classmethod
    def of(cls, order: DraftedOrder, data: Any = None) -> list[ClauseForm]:
        """Return a form for each clause drafted from an order, filled with the order's words."""
        numbers = _numbers(order.drafts)
        return [
            cls(
                data,
                prefix=f"c{place}",
                language=order.language,
                initial={"number": number, **_as_drafted(order.source.text, draft)},
            )
            for place, (number, draft) in enumerate(zip(numbers, order.drafts, strict=True), 1)
        ]

    @property
    def is_confirmed(self) -> bool:
        """Whether the person says that the order has this clause."""
        return self.is_bound and bool(self["confirm"].data)

    def clause(self) -> ClauseText:
        """Return the clause as confirmed; the order's own words lie under the order's language."""
        given = self.cleaned_data
        is_khmer = self._language == "km"
        words, other = given["words"].strip(), given["other"].strip()
        return ClauseText(
            words=Name(other, words) if is_khmer else Name(words, other),
            addressees=Name(self._bound(0), self._bound(1)),
            number=given["number"] or 0,
            language=self._language if self._language not in {"en", "km"} else "",
            terms=Terms(
                kinds=tuple(given["kinds"]),
                consequence=given["consequence"].strip(),
                deadline=given["deadline"].strip(),
                due_on=given["due_on"],
            ),
        )

    def _bound(self, tongue: int) -> str:
        """Return whom it binds in one of both languages; named bodies stay as they are named."""
        kinds = [rules.ADDRESSEE_NAMES[kind][tongue] for kind in self.cleaned_data["kinds"]]
        return ", ".join(filter(None, [*kinds, self.cleaned_data["bodies"].strip()]))


def _numbers(drafts: Sequence[ClauseDraft]) -> list[int]:
    """Return the order's own numbers if it gives each clause one, else those of their places."""
    labels = [draft.label for draft in drafts]
    if all(label.isdecimal() for label in labels) and len(set(labels)) == len(labels):
        return [int(label) for label in labels]
    return list(range(1, len(drafts) + 1))


def _as_drafted(text: str, draft: ClauseDraft) -> dict[str, Any]:
    """Return what a form is filled with: the order's words, and nothing where it says nothing."""
    named = [one for one in draft.addressees if one.kind not in rules.ADDRESSEES]
    says_duty = draft.duty is not None
    return {
        "words": (draft.duty or draft.quote).of(text),
        "kinds": [one.kind.value for one in draft.addressees if one.kind in rules.ADDRESSEES],
        "bodies": ", ".join(dict.fromkeys(one.words.of(text) for one in named)),
        "consequence": draft.consequence.of(text) if draft.consequence and says_duty else "",
        "deadline": draft.deadline.words.of(text) if draft.deadline else "",
        "due_on": draft.deadline.day if draft.deadline else None,
    }


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
