"""How custody refuses: every reason at once, in the reader's language; nothing was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.custody.queries import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.ledger import Reason


class MovementRefusedError(Exception):
    """The books or custody's rules forbid it. Carries every reason; nothing was changed."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(self.sentences))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(words.sentence(reason) for reason in self.reasons)


def refuse_for(reasons: Iterable[Reason]) -> None:
    """Raise MovementRefusedError if there is any reason."""
    if found := tuple(reasons):
        raise MovementRefusedError(found)
