"""What speaks against an appointment, or against ending one. Pure.

A term runs from its first moment until before its last; `None` is an end that nobody has set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.ground.access.rules import INCOMPATIBLE, NATIONAL, Apart, Role
from samaki.ground.places import rules as places
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

WORDINGS = {
    "taken": "The log-in %(username)s is taken; choose another.",
    "no_username": "The log-in has no name. Give it one of letters, digits, dots and dashes.",
    "odd_username": "The log-in name %(username)s cannot be used. Use letters, digits, dots and "
    "dashes.",
    "area_too_small": "The role %(role)s answers for the whole country: its area is KH, not "
    "%(area)s.",
    "unknown_post": "No post has the code %(post)s. Open it first.",
    "unknown_area": "No area has the code %(area)s. Use KH or a province such as KH-1.",
    "incompatible": "This account is %(held)s at %(post)s from %(since)s on; nobody may be "
    "%(role)s at the same time: %(why)s. End that appointment first, or begin after it.",
    "incompatible_until": "This account is %(held)s at %(post)s from %(since)s until %(until)s; "
    "nobody may be %(role)s at the same time: %(why)s. End that appointment first, or begin after "
    "it.",
    "held_already": "This account holds that role at %(post)s over %(area)s already, from "
    "%(since)s on.",
    "begins_in_the_past": "It would begin %(begins)s, before now. What an account could do in the "
    "past is not rewritten.",
    "ends_before_it_begins": "It would end %(ends)s, before it begins. Check both moments.",
    "account_closed": "The account is closed. Open it again first.",
    "no_reason": "The reason is missing. Say why, in words.",
    "ended_before": "The appointment has ended, or ends, %(ends)s already.",
    "ends_in_the_past": "It would end %(ends)s, before now. What an account could do in the past "
    "is not rewritten.",
    "closed_before": "The account is closed already.",
    "open_already": "The account is open already.",
    "own_account": "This is your own account. Another access manager has to do that.",
    "viewing_already": "You are looking as another account. Leave that first.",
    "nothing_to_see": "The account holds no appointment now, so there is nothing to see as it.",
}


@dataclass(frozen=True, slots=True)
class Term:
    """From a moment, until before another; `ends` of None is open."""

    begins: datetime
    ends: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it never holds: ended before it began."""
        return self.ends is not None and self.ends <= self.begins

    def overlaps(self, other: Term) -> bool:
        """Tell whether there is a moment in both."""
        if self.is_empty or other.is_empty:
            return False
        mine = other.ends is None or self.begins < other.ends
        theirs = self.ends is None or other.begins < self.ends
        return mine and theirs


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment of an account: the role, the post's code, the area, the term."""

    role: Role
    post: str
    area: str
    term: Term


def reasons_against_appointment(
    wanted: Held, *, held: Iterable[Held], at: datetime, is_open: bool = True
) -> tuple[Reason, ...]:
    """Return every reason not to appoint an account that holds `held`."""
    return (
        *([] if is_open else [reason("account_closed")]),
        *_reasons_of_term(wanted.term, at=at),
        *_reasons_of_area(wanted),
        *(reason for other in held for reason in _reasons_beside(wanted, other)),
    )


def reasons_against_end(
    term: Term, *, ends: datetime, why: str, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason not to end an appointment at a moment."""
    found = [] if why.strip() else [reason("no_reason")]
    if ends < at:
        found.append(reason("ends_in_the_past", ends=ends))
    if term.ends is not None and term.ends <= ends:
        found.append(reason("ended_before", ends=term.ends))
    return tuple(found)


def why_apart(one: Role, other: Role) -> Apart | None:
    """Return why nobody may hold both at one moment, or None if somebody may."""
    return INCOMPATIBLE.get(frozenset({one, other}))


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def _reasons_of_term(term: Term, *, at: datetime) -> Iterator[Reason]:
    if term.begins < at:
        yield reason("begins_in_the_past", begins=term.begins)
    if term.is_empty:
        yield reason("ends_before_it_begins", ends=term.ends)


def _reasons_of_area(wanted: Held) -> Iterator[Reason]:
    if wanted.role in NATIONAL and wanted.area != places.COUNTRY:
        yield reason("area_too_small", role=wanted.role, area=wanted.area)


def _reasons_beside(wanted: Held, other: Held) -> Iterator[Reason]:
    if not wanted.term.overlaps(other.term):
        return
    values = {"post": other.post, "since": other.term.begins}
    if why := why_apart(wanted.role, other.role):
        roles = {"held": other.role, "role": wanted.role, "why": why}
        clash = values | roles | {"until": other.term.ends}
        yield reason("incompatible_until" if other.term.ends else "incompatible", **clash)
    if (wanted.role, wanted.post, wanted.area) == (other.role, other.post, other.area):
        yield reason("held_already", **values, area=other.area)
