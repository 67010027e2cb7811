"""Turns what is said in a case into values. Nothing is pre-chosen about fault or measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import MomentField, WordsField
from samaki.ground.wording import sentence
from samaki.systems.discipline.rules import MeasureKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason

# The field that a reason is about; the rest is about the whole form.
_PLACES = {
    "no_grounds": "words",
    "no_words": "words",
    "no_reply_words": "words",
    "reason_or_none": "words",
    "reason_and_none": "is_without_reason",
    "no_reply_time": "reply_due_at",
    "reply_time_past": "reply_due_at",
}


def _words(label: Any, rows: int = 4) -> WordsField:
    return WordsField(
        max_length=4000,
        label=label,
        widget=forms.Textarea(attrs={"class": "input", "rows": rows}),
    )


class Radios(forms.RadioSelect):
    """Radio buttons; a summary of errors leads to the first."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the first button's id, so that the summary of errors can lead to it."""
        return super().id_for_label(id_, index or "0")


class CaseForm(forms.Form):
    """A form to which the reasons of a refusal are added, each where it can be mended."""

    def refuse(self, reasons: Iterable[Reason]) -> None:
        """Add every reason to the field it is about, or to the form."""
        for each in reasons:
            place = _PLACES.get(each.code)
            self.add_error(place if place in self.fields else None, sentence(each))


class NoticeForm(CaseForm):
    """What is held against the post, and until when its office may reply."""

    words = _words(gettext_lazy("Grounds"))
    reply_due_at = MomentField(label=gettext_lazy("Reply until"), required=False, is_ahead=True)


class ReplyForm(CaseForm):
    """What the office concerned has to say."""

    words = _words(gettext_lazy("Reply"), rows=6)


class SilenceForm(CaseForm):
    """What was done to reach the office, if anything."""

    words = _words(gettext_lazy("What was done to reach the office"), rows=3)


class FindingForm(CaseForm):
    """Whether the lapse is established, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        choices=[
            ("established", gettext_lazy("Established: the duty was known and not done")),
            ("not_established", gettext_lazy("Not established")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Say whether it is established.")},
    )
    words = _words(gettext_lazy("Reasons"))


class _EndForm(CaseForm):
    words = _words(gettext_lazy("Reason"), rows=3)
    is_without_reason = forms.BooleanField(
        label=gettext_lazy("No reason was given"), required=False
    )


class MeasureForm(_EndForm):
    """What follows, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Measure"),
        choices=[
            (MeasureKind.REASSIGNMENT.value, gettext_lazy("Reassignment")),
            (MeasureKind.SUSPENSION.value, gettext_lazy("Suspension")),
            (MeasureKind.WARNING.value, gettext_lazy("Warning")),
            (MeasureKind.OTHER.value, gettext_lazy("Another measure, said in the reason")),
            (MeasureKind.NONE.value, gettext_lazy("None")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose the measure, none among them.")},
    )
    field_order = ("kind", "words", "is_without_reason")


class CloseForm(_EndForm):
    """Why a case ends without a measure."""
