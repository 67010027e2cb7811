"""Why something is refused: said once in English, to be translated where it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an act is refused: a code, a wording to be translated, and the values in it."""

    code: str
    wording: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English, with the values as they are."""
        return self.wording % self.values

    def __str__(self) -> str:
        return self.text
