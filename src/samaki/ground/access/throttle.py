"""How long whoever guesses has to wait. Pure.

The first few tries are free; then each one doubles the wait, up to a quarter of an hour. An hour of
peace forgives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

FREE_PER_NAME = 5  # tries of one log-in name from one address
FREE_PER_ADDRESS = 30  # tries from one address, whatever the names: an office shares one
FREE_PER_CODE = 5  # codes of one account, wherever they come from
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
FORGIVEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """How often it was tried in a row without success, and when last."""

    count: int
    last_at: datetime


def waits_until(tries: Tries | None, *, free: int, at: datetime) -> datetime | None:
    """Return until when the next try has to wait, or None if it may be made now."""
    if tries is None or tries.count < free or _is_forgiven(tries, at=at):
        return None
    doubled = _FIRST_WAIT * 2 ** min(tries.count - free, 10)
    until = tries.last_at + min(doubled, _LONGEST_WAIT)
    return until if until > at else None


def one_more(tries: Tries | None, *, at: datetime) -> Tries:
    """Return the tries with one more at a moment."""
    if tries is None or _is_forgiven(tries, at=at):
        return Tries(1, at)
    return Tries(tries.count + 1, at)


def _is_forgiven(tries: Tries, *, at: datetime) -> bool:
    return at - tries.last_at >= FORGIVEN_AFTER
