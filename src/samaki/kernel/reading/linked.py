"""A linked quantity: a count, what was done with it, and what it is part of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samaki.kernel.reading.drafts import Kind
    from samaki.kernel.reading.mentions import Action
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import View

__all__ = ["Linked"]


@dataclass(slots=True, eq=False)
class Linked:
    """A quantity with its kind; relations and circumstances are filled in by later steps."""

    view: View
    quantity: Quantity
    kind: Kind
    action: Action | None
    score: float
    rule: str
    modality: str = "asserted"
    parent: Linked | None = None
    parts: list[Linked] = field(default_factory=list)
    is_whole: bool = False  # the words name it as what others divide: "of the 97 workers"
    restates: Linked | None = None  # the same count, spoken of before
    kind_at: tuple[int, int] | None = None
    is_running: bool = False  # a counter that goes on: "bringing the total to 355"
