"""How gaming refuses: every reason at once, in the reader's language; nothing was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.heads.words import Said
from samaki.ground.wording import RefusedError
from samaki.systems.gaming.queries import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason

# What a reason is about: a field of the form that asked.
_ARGUMENTS = {
    "no_name": "name_en",
    "no_holder": "holder",
    "unknown_area": "area",
    "unknown_site": "site",
    "elsewhere": "site",
    "linked_before": "site",
    "no_ground": "ground",
    "no_number": "number",
    "number_before": "number",
    "ends_first": "valid_to",
    "due_before": "due_on",
    "future": "happened_at",
    "before_penalty": "happened_at",
    "no_violation": "violations",
    "foreign_violation": "violations",
    "own_inspection": "violations",
    "no_rung": "rung",
    "no_reasons": "reasons",
    "not_heard": "heard",
    "no_answer": "answer",
    "no_licence": "licence",
    "foreign_licence": "licence",
    "expired": "licence",
    "not_open": "licence",
    "no_end": "until",
    "two_ends": "until",
    "end_alone": "until",
    "until_past": "until",
    "no_reinspection": "due_on",
    "no_amount": "amount",
    "amount_alone": "amount",
}


class GamingRefusedError(RefusedError):
    """Gaming's rules forbid it. Carries every reason; nothing was changed."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(words.sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(
            Said(words.sentence(reason), _argument(reason), None) for reason in self.reasons
        )


def refuse_for(reasons: Iterable[Reason]) -> None:
    """Raise GamingRefusedError if there is any reason."""
    if found := tuple(reasons):
        raise GamingRefusedError(found)


def _argument(reason: Reason) -> str | None:
    item = reason.values.get("item")
    if item is not None:
        return f"{'seen' if reason.code == 'unanswered' else 'words'}_{item}"
    return _ARGUMENTS.get(reason.code)
