"""The form for what is established of people after they were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground import wording
from samaki.ground.heads import words
from samaki.ground.heads.forms import (
    ActForm,
    HeadsField,
    OneOfField,
    WordsField,
    cell_key,
    subject_key,
)
from samaki.ground.heads.words import cell as say_cell
from samaki.kernel.ledger import AGES, SEXES
from samaki.systems.custody.models import cell_of
from samaki.systems.custody.rules.cells import Established

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samaki.ground.heads.words import Said
    from samaki.kernel.ledger import Subject

_UNKNOWN = "-"


class EstablishedForm(ActForm):
    """Of whom, what they are instead, and what shows it."""

    heads = HeadsField(label=gettext_lazy("How many of these heads"))
    evidence = WordsField(
        max_length=400,
        label=gettext_lazy("What shows it"),
        missing=gettext_lazy("Say what shows it: a paper, the consulate's answer, an interview."),
    )

    def __init__(self, *args: Any, held: Mapping[Subject, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heads"].widget.attrs["class"] = "input"
        self.held = {_key(subject): subject for subject in held}
        offered = [(_key(subject), _offer(subject, count)) for subject, count in held.items()]
        self.fields["who"] = OneOfField(
            label=_("Counted as"), choices=offered, missing=_("Choose whom it is about.")
        )
        unknown = (_UNKNOWN, _("not established"))
        for name, label, choices in (
            ("nationality", _("Nationality"), words.nationalities()),
            ("sex", _("Sex"), [(sex, words.sex(sex)) for sex in SEXES]),
            ("age", _("Age"), [(age, words.age(age)) for age in AGES]),
        ):
            missing = _("Choose what is established, or that it is not.")
            self.fields[name] = OneOfField(
                label=label, choices=[unknown, *choices], missing=missing
            )
        self.order_fields(["who", "heads", "nationality", "sex", "age", "evidence", "happened_at"])

    def place_of(self, said: Said) -> str | None:
        """Lead a reason about heads to whom it is about."""
        return "who" if said.subject else said.argument

    def said(self) -> Established:
        """Return what was established; one person is one, however many heads were typed."""
        subject = self.held[self.cleaned_data["who"]]
        parts = (self.cleaned_data[name] for name in ("nationality", "sex", "age"))
        after = cell_of(*("" if part == _UNKNOWN else part for part in parts))
        heads = self.cleaned_data["heads"]
        return Established(
            before=subject.cell,
            after=after,
            evidence=self.cleaned_data["evidence"],
            heads=1 if subject.person or heads is None else heads,
            person=subject.person or "",
        )


def _key(subject: Subject) -> str:
    return subject_key(subject) if subject.person else cell_key(subject.cell)


def _offer(subject: Subject, count: int) -> str:
    if subject.person:
        return f"{subject.person}: {say_cell(subject.cell)}"
    held = _("%(cell)s (%(count)s without a name)")
    return held % {"cell": say_cell(subject.cell), "count": wording.number(count)}
