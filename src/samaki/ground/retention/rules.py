"""For how long personal values are kept, and what keeps them longer. Pure.

No time is known here: what an office sets is its decision, with its author and reason, and without
one nothing is ever shredded. A tie is whatever somebody's values are still needed for, or were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

# No text names it: long enough that whoever watches the decisions can object to one.
NOTICE = timedelta(days=7)
MOST_DAYS = 36_500  # a hundred years: more is a slip of the finger

WORDINGS = {
    "in_books": "%(whom)s is in the books of custody, or is missing from them.",
    "on_hold": "A hold on %(whom)s is in force.",
    "has_property": "Something taken from %(whom)s is still kept.",
    "waits": "A payment or a release for %(whom)s waits for a second person.",
    "in_case": "An expulsion case of %(whom)s is open.",
    "is_banned": "%(whom)s may not come back yet: a re-entry ban runs.",
    "is_listed": "An entry of a watch-list on %(whom)s is in force.",
    "in_screening": "A screening of %(whom)s or a service for them is not over.",
    "has_alert": "An alert on %(whom)s is not judged.",
    "too_young": "%(whom)s is kept until %(until)s.",
    "unknown": "Nothing is kept apart as %(whom)s.",
    "not_set": "No time holds for these values, so they are kept. Set one, or wait for it.",
    "unknown_kind": "No personal values are called “%(name)s”. Choose one of the kinds.",
    "days_none": "%(days)s days is no time to keep anything. Enter one day or more.",
    "days_absurd": "%(days)s days is longer than anybody can mean; %(most)s is the most.",
    "no_why": "No source and reason is given. Name the rule or decision, with its number and date.",
    "nothing_to_take_back": "No time is set for these values, so there is none to take back.",
}


class Keeps(StrEnum):
    """What somebody's values are needed for; each is the code of its reason."""

    IN_BOOKS = "in_books"
    ON_HOLD = "on_hold"
    HAS_PROPERTY = "has_property"
    WAITS = "waits"
    IN_CASE = "in_case"
    IS_BANNED = "is_banned"
    IS_LISTED = "is_listed"
    IN_SCREENING = "in_screening"
    HAS_ALERT = "has_alert"


@dataclass(frozen=True, slots=True)
class Tie:
    """What values are needed for; `ended_at` of None says that they still are."""

    keeps: Keeps
    ended_at: datetime | None = None


def reason(code: str, **values: object) -> Reason:
    """Return a reason by its code."""
    return Reason(code, WORDINGS[code], values)


class Decided(Protocol):
    """A time as an office set it: how many days, None taking the earlier one back; and when."""

    @property
    def days(self) -> int | None: ...

    @property
    def recorded_at(self) -> datetime: ...


_D = TypeVar("_D", bound=Decided)


def in_force(decisions: Sequence[_D], *, at: datetime) -> _D | None:
    """Return by which decision (oldest first) values go at a moment; None while all are kept.

    It is the longest of what stood during the notice: a shorter time holds from its end on, a
    longer one and taking one back at once. Before the first, nothing was set.
    """
    since = at - NOTICE
    before = [each for each in decisions if each.recorded_at <= since][-1:]
    lately = [each for each in decisions if since < each.recorded_at <= at]
    stood = [(each.days, each) for each in (*before, *lately) if each.days is not None]
    if not before or len(stood) < len(before) + len(lately):
        return None
    return max(stood, key=lambda pair: pair[0])[1]


def reasons_against_shredding(
    whom: str, ties: Collection[Tie], *, days: int, recorded_at: datetime, at: datetime
) -> Iterator[Reason]:
    """Yield every reason why values are kept: what they are needed for, and that time runs.

    It runs from the end of the last thing they were needed for, at least from their recording.
    """
    for keeps in sorted({tie.keeps for tie in ties if tie.ended_at is None}):
        yield reason(keeps, whom=whom)
    ends = [tie.ended_at for tie in ties if tie.ended_at is not None]
    until = max([recorded_at, *ends]) + timedelta(days=days)
    if until > at:
        yield reason("too_young", whom=whom, until=until)


def reasons_against_setting(
    kind: str, *, kinds: Collection[str], days: int | None, why: str, is_set: bool
) -> Iterator[Reason]:
    """Yield every reason against a time; `days` of None takes back the one that `is_set`."""
    if kind not in kinds:
        yield reason("unknown_kind", name=kind or "–")
    if days is None and not is_set:
        yield reason("nothing_to_take_back")
    if days is not None and days <= 0:
        yield reason("days_none", days=days)
    if days is not None and days > MOST_DAYS:
        yield reason("days_absurd", days=days, most=MOST_DAYS)
    if not why.strip():
        yield reason("no_why")
