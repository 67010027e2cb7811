"""Turns what an officer typed into a hold, or into the lifting of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import OneOfField, RefusableForm, WordsField, plain_digits
from samaki.systems.custody.queries import words
from samaki.systems.custody.rules.holds import MAX_PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.ground.heads.words import Said

_ANSWERED, _MISTAKE = "answered", "mistake"
_NO_PAPER = gettext_lazy(
    "The paper is missing. Give its reference, such as the number of an order."
)


class HoldForm(RefusableForm):
    """On which ground a person is held, which office can lift it, and on which paper."""

    because = WordsField(
        max_length=MAX_PAPER, label=gettext_lazy("Paper it rests on"), missing=_NO_PAPER
    )

    def __init__(
        self,
        *args: Any,
        grounds: Sequence[str],
        units: Sequence[tuple[str, str]],
        own: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"] = OneOfField(
            label=_("Ground"),
            choices=[(code, words.ground(code)) for code in grounds],
            missing=_("Choose the ground."),
        )
        self.fields["owner"] = OneOfField(
            label=_("Office that can lift it"),
            choices=units,
            missing=_("Choose the office that can lift it."),
            initial=own,
        )
        self.order_fields(("ground", "owner", "because"))

    def place_of(self, said: Said) -> str | None:
        """Lead every reason to the field it is about; who is held is asked in none."""
        return said.argument

    def placed(self) -> dict[str, str]:
        """Return ground, owner and paper of the hold."""
        said = self.cleaned_data
        paper = plain_digits(said["because"])
        return {"ground": said["ground"], "owner": said["owner"], "because": paper}


class LiftForm(RefusableForm):
    """Why a hold is lifted, and on which paper."""

    lifted_for = WordsField(
        max_length=MAX_PAPER, label=gettext_lazy("Paper it is lifted for"), missing=_NO_PAPER
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clears"] = OneOfField(
            label=_("Why it is lifted"),
            choices=[
                (_ANSWERED, _("The question is answered")),
                (_MISTAKE, _("It was placed by mistake")),
            ],
            missing=_("Say whether the question is answered, or it was a mistake."),
        )
        self.order_fields(("clears", "lifted_for"))

    def place_of(self, said: Said) -> str | None:
        """Lead what is said of the paper to this form's paper."""
        return "lifted_for" if said.argument == "because" else said.argument

    def lifted(self) -> dict[str, Any]:
        """Return whether the question is answered, and the paper."""
        said = self.cleaned_data
        paper = plain_digits(said["lifted_for"])
        return {"clears": said["clears"] == _ANSWERED, "lifted_for": paper}
