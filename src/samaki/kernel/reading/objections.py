"""What a document says against itself, in sentences for officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import ClaimDraft, Contradiction
from samaki.kernel.reading.relations import short_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from samaki.kernel.reading.linked import Linked
    from samaki.kernel.reading.scene import Scene

__all__ = ["against_order", "against_sums"]


def against_order(drafts: Sequence[ClaimDraft]) -> Iterator[Contradiction]:
    """Yield each event said to follow an order that was given only later."""
    by_id = {draft.id: draft for draft in drafts}
    for draft in drafts:
        order = by_id.get(draft.follows or "")
        began = draft.since or draft.date
        if order is None or order.date is None or began is None or began >= order.date:
            continue
        spans = {
            "event": draft.spans["since" if draft.since else "date"],
            "order": order.spans["date"],
        }
        yield Contradiction(
            "event_before_its_cause",
            (draft.id, order.id),
            f"The text says this followed an order, but dates it from {_day(began)} and the order "
            f"{_day(order.date)}. One of the two dates is wrong; ask the source.",
            spans,
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def against_sums(
    scene: Scene, linked: Sequence[Linked], names: dict[int, str]
) -> Iterator[Contradiction]:
    """Yield each count whose listed parts cannot sum to it."""
    for whole, parts, total in short_lists(scene, linked):
        number = whole.quantity.number
        ids = (names[id(whole)], *(names[id(part)] for part in parts))
        span = scene.folded.span
        written = sorted((part.quantity.number for part in parts), key=lambda one: one.start)
        yield Contradiction(
            "parts_do_not_sum",
            ids,
            f"The parts listed add up to {total:,}, but the count they divide is {number.value:,}. "
            "A line is missing, double or mistyped; ask the source for the full list.",
            {
                "whole": span(number.start, number.end),
                "parts": span(written[0].start, written[-1].end),
            },
        )
