"""How custody refuses: every reason at once, in the reader's language; nothing was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.heads.words import Said
from samaki.ground.wording import RefusedError
from samaki.kernel.ledger import Cell, Subject
from samaki.systems.custody.queries import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason


# What a reason is about: an argument of the verb that was refused.
_ARGUMENTS = {
    "future": "happened_at",
    "before_dispatch": "happened_at",
    "no_basis": "legal_basis",
    "no_name": "name",
    "named_before": "name",
    "no_reason": "reason",
    "same_unit": "receiver",
    "no_kind": "kind",
    "no_description": "description",
    "no_seal": "seal",
    "seal_before": "seal",
    "unknown_site": "site",
    "nobody_on_site": "site",
    "elsewhere": "unit",
    "no_target": "because",
    "no_total": "total",
    "total_negative": "total",
    "total_absurd": "total",
    "parts": "total",
    "before_opening": "happened_at",
    "no_pieces": "pieces",
    "pieces_none": "pieces",
    "pieces_absurd": "pieces",
    "not_so_many_missing": "pieces",
    "same_seal": "seal",
    "no_seal_reason": "reason",
    "no_opening_reason": "reason",
    "no_loss_reason": "reason",
    "exhibit_before_dispatch": "happened_at",
    "before_seizure": "happened_at",
    "exhibit_counted_before": "pieces",
    "no_payment_kind": "kind",
    "no_amount": "amount",
    "amount_absurd": "amount",
    "currency": "currency",
    "no_payment_ground": "ground",
    "no_receipt_number": "receipt_number",
    "receipt_before": "receipt_number",
    "no_end": "end",
    "no_release_order": "order",
    "before_prepared": "happened_at",
    "unknown_clock": "code",
    "clock_not_set": "hours",
    "clock_state": "jurisdiction",
    "clock_home": "jurisdiction",
    "clock_hours_none": "hours",
    "clock_hours_absurd": "hours",
    "clock_longer": "hours",
    "no_clock_source": "why",
    "clock_backdated": "valid_from",
    "clock_far": "valid_from",
    "no_prosecutor": "office",
    "no_document": "document",
    "not_in_writing": "document",
    "no_felony": "ground",
    "extension_none": "hours",
    "extension_longer": "hours",
    "no_withdrawal_reason": "reason",
    "no_charge_article": "article",
    "no_crime": "crime",
    "unknown_crime": "crime",
    "no_charge": "receiver",
    "no_way": "kind",
    "not_from_there": "kind",
    "no_authority": "authority",
    "no_article": "article",
    "no_cause": "reason",
    "no_finding": "reason",
    "before_ending": "happened_at",
    "no_departure": "happened_at",
    "other_moment": "happened_at",
    "unknown_ground": "ground",
    "own_act": "ground",
    "own_hold": "owner",
    "counted_elsewhere": "happened_at",
    "found_charged": "unit",
    **dict.fromkeys(("no_hold_paper", "long_hold_paper"), "because"),
    "no_explanation": "reason",
    "no_evidence": "evidence",
    "unknown_evidence": "evidence",
    "own_evidence": "evidence",
}


class MovementRefusedError(RefusedError):
    """The books or custody's rules forbid it. Carries every reason; nothing was changed."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(words.sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(
            Said(words.sentence(reason), _ARGUMENTS.get(reason.code), _subject(reason))
            for reason in self.reasons
        )


def refuse_for(reasons: Iterable[Reason]) -> None:
    """Raise MovementRefusedError if there is any reason."""
    if found := tuple(reasons):
        raise MovementRefusedError(found)


def _subject(reason: Reason) -> Subject | None:
    found = reason.values.get("subject")
    if isinstance(found, Subject):
        return found
    person = reason.values.get("person")
    return Subject(Cell(), str(person)) if person else None
