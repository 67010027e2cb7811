"""The words of the reading of orders: what is drafted of a clause, before a person confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from samaki.kernel.reading.drafts import Span
    from samaki.kernel.reading.mandates import BodyClass

__all__ = ["Addressee", "ClauseDraft", "Deadline"]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a clause binds, in the order's words; `kind` is None for a body of no class of ours."""

    words: Span
    kind: BodyClass | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as the order states it.

    `day` is the last day; `amount` and `unit` (hours, days, weeks, months) a length of time whose
    start the order may leave open. A stated end that is neither ("by Friday") is words alone.
    """

    words: Span
    day: date | None = None
    amount: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """One clause as the order words it. What is None or empty the order does not say.

    `label` is the order's own number ("3", "2.a"). `forbids` quotes the words that make the duty a
    prohibition. Bodies, consequence and deadline may stand outside `quote`: in a lead above the
    list, or in a closing sentence that is about all clauses.
    """

    quote: Span
    label: str = ""
    label_at: Span | None = None
    addressees: tuple[Addressee, ...] = ()
    duty: Span | None = None
    forbids: Span | None = None
    consequence: Span | None = None
    deadline: Deadline | None = None

    def spans(self) -> dict[str, Span]:
        """Return every filled field with the span that says it; addressees are numbered."""
        found = {
            "quote": self.quote,
            "label": self.label_at,
            "duty": self.duty,
            "forbids": self.forbids,
            "consequence": self.consequence,
            "deadline": self.deadline.words if self.deadline else None,
        }
        found |= {f"addressee {n}": one.words for n, one in enumerate(self.addressees, 1)}
        return {name: span for name, span in found.items() if span is not None}
