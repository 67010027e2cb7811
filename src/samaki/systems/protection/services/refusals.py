"""How protection refuses: every reason at once, each where it can be mended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.heads.words import Said
from samaki.ground.wording import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason

# What a reason is about: an argument of the verb that was refused.
_ARGUMENTS = {
    "language": "language",
    "who_else": "others",
    "nobody_else": "others",
    "future": "happened_at",
    "past": "until",
    "no_reasons": "because",
    "no_withdrawal_reason": "because",
    "no_interview": "finding",
    "to_whom": "to_whom",
    "no_consent": "override_reason",
    "embassy_asks": "has_consent",
    "no_reason": "reason",
}


class ProtectionRefusedError(RefusedError):
    """Protection's rules forbid it. Carries every reason; nothing was changed."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(_sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(Said(_sentence(reason), _argument(reason)) for reason in self.reasons)


def refuse_for(reasons: Iterable[Reason]) -> None:
    """Raise ProtectionRefusedError if there is any reason."""
    if found := tuple(reasons):
        raise ProtectionRefusedError(found)


def _argument(reason: Reason) -> str | None:
    if reason.code == "unanswered":
        return f"answer-{reason.values['key']}"
    return _ARGUMENTS.get(reason.code)


def _sentence(reason: Reason) -> str:
    if reason.code != "unanswered":
        return wording.sentence(reason)
    asked = {**reason.values, "question": _(str(reason.values["question"]))}
    return wording.sentence(replace(reason, values=asked))
