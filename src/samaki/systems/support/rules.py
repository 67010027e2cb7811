"""How a request for support advances, what a unit on stand-by can give, and why not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

MOST_PEOPLE = 20_000  # more in one request or one unit is a slip of the finger
FARTHEST = timedelta(days=366)

WORDINGS = {
    "no_what": "What is needed is missing. Say it in a few words.",
    "no_where": "The place is missing. Say where the support is to come.",
    "no_why": "The reason is missing. Say why it is needed.",
    "no_words": "The reason is missing. Say it in words; it stands on record.",
    "no_happening": "What happened is missing. Say it in words, also when nothing did.",
    "no_gives": "What the unit can give is missing. Say it in a few words.",
    "not_of_agency": "%(unit)s is not a unit of your agency. Its own command declares it.",
    "not_many": "%(count)s people: enter at least 1, and at most %(most)s.",
    "below_none": "%(count)s people cannot be meant. Enter 0 or more.",
    "far": "%(moment)s is more than a year ahead. Check the date.",
    "needed_past": (
        "%(moment)s has passed; it was asked for at %(asked)s. Say when it is needed from then on."
    ),
    "unknown_operation": "No operation that you may see has the reference %(ref)s.",
    "operation_elsewhere": "The operation %(ref)s does not lie in %(area)s. Choose its area.",
    "unknown_area": "No area has the code %(area)s. Choose one of the list.",
    "not_open": "The request %(ref)s is %(state)s: this step is not open.",
    "own_request": "Your office asked for it. Another office decides.",
    "not_asker": "Only the office that asked, %(unit)s, may withdraw it.",
    "unknown_standby": "No unit stands by under the code %(unit)s. Choose one of the board.",
    "not_ready": "%(unit)s is not ready. Its commander says so on the board.",
    "too_few": "%(unit)s has %(free)s people free, not %(count)s.",
    "too_many": "%(open)s people are still asked for, not %(count)s.",
    "future": "That moment has not come yet. Enter when it happened.",
    "too_early": "The step before was at %(moment)s. Enter a later moment.",
    "more_returned": "%(count)s returned, but %(sent)s were tasked. Check both figures.",
    "force_unsaid": "Say whether force was used. That none was used is a statement too.",
    "no_authoriser": "Force was used. Say which office authorised it.",
    "authoriser_unasked": "An office that authorised force is named, but none was used. Say which.",
}


class Readiness(StrEnum):
    """How soon a unit can move, as its own command says."""

    READY = "ready"
    ON_NOTICE = "on_notice"
    NOT_READY = "not_ready"


class RequestState(StrEnum):
    """A request for support, from the asking to the hand-back of the last soldier."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PART_TASKED = "part_tasked"
    TASKED = "tasked"
    DEPLOYED = "deployed"
    STOOD_DOWN = "stood_down"
    HANDED_BACK = "handed_back"


_S = RequestState
# Nobody moves before an approval, and none is done with before it is said what happened.
REQUEST = Flow(
    start=_S.ASKED,
    ends=frozenset({_S.DECLINED, _S.WITHDRAWN, _S.HANDED_BACK}),
    steps={
        (_S.ASKED, "approve"): _S.APPROVED,
        (_S.ASKED, "decline"): _S.DECLINED,
        (_S.ASKED, "withdraw"): _S.WITHDRAWN,
        (_S.APPROVED, "task"): _S.TASKED,
        (_S.APPROVED, "task_part"): _S.PART_TASKED,
        (_S.APPROVED, "withdraw"): _S.WITHDRAWN,
        (_S.PART_TASKED, "task"): _S.TASKED,
        (_S.PART_TASKED, "task_part"): _S.PART_TASKED,
        (_S.PART_TASKED, "deploy"): _S.DEPLOYED,
        (_S.PART_TASKED, "stand_down"): _S.STOOD_DOWN,
        (_S.TASKED, "deploy"): _S.DEPLOYED,
        (_S.TASKED, "stand_down"): _S.STOOD_DOWN,
        (_S.DEPLOYED, "stand_down"): _S.STOOD_DOWN,
        (_S.STOOD_DOWN, "hand_back"): _S.HANDED_BACK,
    },
)
# While a request is in one of these, its taskings bind the units that were named.
BINDING = frozenset({_S.PART_TASKED, _S.TASKED, _S.DEPLOYED, _S.STOOD_DOWN})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: what, how many, where, when, why; for which operation, if for one."""

    area: str
    what: str
    how_many: int
    where: str
    needed_at: datetime
    why: str
    operation: str = ""


@dataclass(frozen=True, slots=True)
class HandedBack:
    """How it ended: how many came back, what happened, and whether force was used."""

    returned: int
    happened: str
    force_used: bool | None
    authoriser: str = ""


def reasons_against_asking(
    asked: Asked, *, happened_at: datetime, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason not to take a request as it is asked; `happened_at` is when it was."""
    reasons = [
        reason(code)
        for code, words in (("no_what", asked.what), ("no_where", asked.where))
        if not words.strip()
    ]
    if not asked.why.strip():
        reasons.append(reason("no_why"))
    if not 0 < asked.how_many <= MOST_PEOPLE:
        reasons.append(reason("not_many", count=asked.how_many, most=MOST_PEOPLE))
    if asked.needed_at > at + FARTHEST:
        reasons.append(reason("far", moment=asked.needed_at))
    if asked.needed_at < happened_at.replace(second=0, microsecond=0):  # a form knows minutes alone
        reasons.append(reason("needed_past", moment=asked.needed_at, asked=happened_at))
    return tuple(reasons)


def reasons_against_step(
    ref: str, state: RequestState, act: str, *, happened_at: datetime, since: datetime, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason not to take the step now; `since` is when the step before happened."""
    reasons = []
    if act not in REQUEST.acts(state):
        reasons.append(reason("not_open", ref=ref, state=state))
    if happened_at > at:
        reasons.append(reason("future"))
    if happened_at < since.replace(second=0, microsecond=0):  # a form knows minutes alone
        reasons.append(reason("too_early", moment=since))
    return tuple(reasons)


def reasons_against_tasking(
    unit: str, readiness: Readiness, *, free: int, count: int, still_open: int
) -> tuple[Reason, ...]:
    """Return every reason not to task so many of a unit; `still_open` are not yet tasked."""
    reasons = []
    if readiness is Readiness.NOT_READY:
        reasons.append(reason("not_ready", unit=unit))
    if not 0 < count <= MOST_PEOPLE:
        reasons.append(reason("not_many", count=count, most=MOST_PEOPLE))
    elif count > still_open:
        reasons.append(reason("too_many", open=still_open, count=count))
    if count > free:
        reasons.append(reason("too_few", unit=unit, free=free, count=count))
    return tuple(reasons)


def reasons_against_hand_back(said: HandedBack, *, sent: int) -> tuple[Reason, ...]:
    """Return every reason not to close a request so. That none returned may be true."""
    reasons = []
    if said.returned < 0:
        reasons.append(reason("below_none", count=said.returned))
    if said.returned > sent:
        reasons.append(reason("more_returned", count=said.returned, sent=sent))
    if not said.happened.strip():
        reasons.append(reason("no_happening"))
    if said.force_used is None:
        reasons.append(reason("force_unsaid"))
    if said.force_used and not said.authoriser.strip():
        reasons.append(reason("no_authoriser"))
    if said.force_used is False and said.authoriser.strip():
        reasons.append(reason("authoriser_unasked"))
    return tuple(reasons)


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
