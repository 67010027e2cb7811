"""Numbers of seals, on things and on what leaves: how they are compared, and what is none. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel import refs
from samaki.systems.custody.rules.wordings import reason

if TYPE_CHECKING:
    from collections.abc import Collection

    from samaki.kernel.reasons import Reason

MAX_SEAL = 40  # signs of a number


def seal_number(text: str) -> str:
    """Return a seal's number as it is compared: capitals, plain digits, no spaces and hyphens."""
    return "".join(refs.digits(text).upper().replace("-", " ").split())


def reasons_against_seals(seals: Collection[str]) -> tuple[Reason, ...]:
    """Return every reason why these cannot be the seal numbers of what leaves."""
    numbers = [seal_number(seal) for seal in seals]
    twice = [number for number in dict.fromkeys(numbers) if numbers.count(number) > 1]
    return (
        *(reason("seal_named_twice", seal=number) for number in twice),
        *(reason("seal_long", limit=MAX_SEAL) for number in numbers if len(number) > MAX_SEAL),
    )
