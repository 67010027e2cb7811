"""A quantity: a number, what it counts, and what its phrase says of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.reading.grammar import Gate
from samaki.kernel.reading.nations import FOREIGN

if TYPE_CHECKING:
    from samaki.kernel.reading.mentions import Mention
    from samaki.kernel.reading.numbers import Number

__all__ = ["Quantity"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its noun phrase, `start` to `end` in folded offsets.

    `nouns` are the mentions that say what is counted, who and of which sex; `bare` numbers
    have none and wait for a list or a verb to say what they count.
    """

    number: Number
    start: int
    end: int
    gate: Gate
    nations: tuple[Mention, ...] = ()
    mode: str | None = None
    sex: Mention | None = None
    role: Mention | None = None
    item: Mention | None = None
    event: Mention | None = None
    site: Mention | None = None
    is_article: bool = False
    is_part: bool = False  # said to be "of them"
    is_subject: bool = False  # a part only by what is said of it: "28 are suspects"
    whole_at: int | None = None  # where the whole starts that follows its part: "one of the 44"
    is_shared: bool = False  # its nationality is said of the whole list before it
    qualifier_at: tuple[int, int] | None = None
    derived_from: tuple[int, int] | None = None  # the count this one is a share of
    parts_at: tuple[int, int] | None = None  # the counts taken off it
    each_at: tuple[int, int] | None = None  # "at each of four", which multiplies it

    @property
    def is_bare(self) -> bool:
        return self.gate is Gate.NONE

    @property
    def is_counting_people(self) -> bool:
        return self.gate is Gate.PERSON

    @property
    def names_nations(self) -> bool:
        return any(one.value != FOREIGN for one in self.nations)

    def has_traits_beyond(self, whole: Quantity) -> bool:
        """Return whether it says a nationality or a sex that the whole does not."""
        return bool(
            (self.names_nations and not whole.names_nations) or (self.sex and not whole.sex)
        )

    @property
    def has_traits(self) -> bool:
        return bool(self.nations or self.sex)
