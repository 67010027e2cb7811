"""The rules of discipline: nobody is found at fault unheard, nothing follows by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime


class CaseState(StrEnum):
    """How far a case is: the post is told, heard or silent, found on, and decided by a person."""

    OPENED = "opened"
    NOTICED = "noticed"
    REPLIED = "replied"
    UNANSWERED = "unanswered"
    FOUND = "found"
    DECIDED = "decided"
    CLOSED = "closed"


class Act(StrEnum):
    """What is done in a case."""

    GIVE_NOTICE = "give_notice"
    REPLY = "reply"
    RECORD_SILENCE = "record_silence"
    RECORD_FINDING = "record_finding"
    DECIDE_MEASURE = "decide_measure"
    CLOSE = "close"


_S = CaseState
CASE: Flow[CaseState] = Flow(
    start=_S.OPENED,
    ends=frozenset({_S.DECIDED, _S.CLOSED}),
    steps={
        (_S.OPENED, Act.GIVE_NOTICE): _S.NOTICED,
        (_S.NOTICED, Act.REPLY): _S.REPLIED,
        (_S.NOTICED, Act.RECORD_SILENCE): _S.UNANSWERED,
        # Who comes late is heard all the same, as long as nothing is found.
        (_S.UNANSWERED, Act.REPLY): _S.REPLIED,
        (_S.REPLIED, Act.RECORD_FINDING): _S.FOUND,
        (_S.UNANSWERED, Act.RECORD_FINDING): _S.FOUND,
        (_S.FOUND, Act.DECIDE_MEASURE): _S.DECIDED,
        (_S.FOUND, Act.CLOSE): _S.CLOSED,
    },
)


ENDS = frozenset({Act.DECIDE_MEASURE, Act.CLOSE})
_NOT_OF_WHO_OPENED = ENDS | {Act.RECORD_FINDING}


class MeasureKind(StrEnum):
    """What can follow from an established finding; a person chooses, none included."""

    REASSIGNMENT = "reassignment"
    SUSPENSION = "suspension"
    WARNING = "warning"
    OTHER = "other"
    NONE = "none"


WORDINGS = {
    "no_lapse": "No lapse is on record for the obligation %(ref)s. A case begins with one.",
    "pursued": "The lapse of %(ref)s is pursued already, as %(case)s.",
    "no_office": "You hold no post, so no office could answer for this.",
    "own_office": "%(office)s cannot act in a case against its own post. Another office does.",
    "own_post": "You hold or held the post %(post)s, which the case is against. Another acts.",
    "subordinate": "Your office answers to %(office)s, whose post the case is against. Another "
    "office acts.",
    "opened_it": "You opened this case. Another person has to do that.",
    "found_it": "You recorded the finding. Another person decides what follows.",
    "not_office": "Only %(office)s, the office concerned, may reply.",
    "no_grounds": "The grounds are missing. Say in the notice what is held against the post.",
    "no_words": "The reason is missing. Say why in a few words.",
    "no_reply_words": "The reply is empty. Say what your office has to say.",
    "no_reply_time": "The reply time is missing. Say until when the office may reply.",
    "reply_time_past": "The reply time %(due)s has passed. Set one that is yet to come.",
    "opened": "No notice was given. The office concerned hears the grounds first.",
    "noticed": "No reply is on record, and nobody has recorded that the reply time is over.",
    "reply_open": "The reply time runs until %(due)s. Nothing is found before.",
    "replied": "The office concerned has replied already. A finding comes next.",
    "unanswered": "It is on record that the reply time is over. A finding comes next.",
    "found": "The finding is on record. A measure, or closing without one, comes next.",
    "decided": "The case is decided.",
    "closed": "The case is closed without a measure.",
    "not_established": "The finding is not established, so no measure can follow. Close the case.",
    "established": "The finding is established: decide a measure, “none” among them.",
    "reason_or_none": "Give a reason, or say that none was given.",
    "reason_and_none": "A reason is given, so it cannot be said that none was.",
}


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who would act in a case: offices they sit in and answer to, posts of all times."""

    key: str
    units: frozenset[str]
    superiors: frozenset[str]
    posts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concerned:
    """The post a case is against and its office: their codes, and what they are called."""

    post: str
    unit: str
    title: object
    office: object


def reasons_against_party(hand: Hand, concerned: Concerned) -> tuple[Reason, ...]:
    """Return every reason why somebody is too near to the post to act in a case against it."""
    found = []
    if not hand.units:
        found.append(reason("no_office"))
    if concerned.unit in hand.units:
        found.append(reason("own_office", office=concerned.office))
    if concerned.post in hand.posts:
        found.append(reason("own_post", post=concerned.title))
    if concerned.unit in hand.superiors:
        found.append(reason("subordinate", office=concerned.office))
    return tuple(found)


def reasons_against_same_hand(
    key: str, act: Act, *, opened_by: str, found_by: str | None
) -> tuple[Reason, ...]:
    """Return every reason why who took an earlier step does not take this one.

    Opening, finding, and the end are of three persons; in between, anybody who may acts.
    """
    found = []
    if act in _NOT_OF_WHO_OPENED and key == opened_by:
        found.append(reason("opened_it"))
    if act in ENDS and key == found_by:
        found.append(reason("found_it"))
    return tuple(found)


def reasons_against_act(
    state: str, act: Act, *, reply_due_at: datetime | None = None, at: datetime | None = None
) -> tuple[Reason, ...]:
    """Return every reason not to act so in that state.

    Where a reply is still waited for, `reply_due_at` and `at` say whether its time still runs.
    """
    if act in CASE.acts(CaseState(state)):
        return ()
    found = [reason(state)]
    if state == CaseState.NOTICED and reply_due_at and at and at <= reply_due_at:
        found.append(reason("reply_open", due=reply_due_at))
    return tuple(found)


def reasons_against_notice(
    grounds: str, *, reply_due_at: datetime | None, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason not to give this notice."""
    found = []
    if not grounds.strip():
        found.append(reason("no_grounds"))
    if reply_due_at is None:
        found.append(reason("no_reply_time"))
    elif reply_due_at <= at:
        found.append(reason("reply_time_past", due=reply_due_at))
    return tuple(found)


def reasons_against_silence(reply_due_at: datetime, *, at: datetime) -> tuple[Reason, ...]:
    """Return every reason not to record that the reply time is over."""
    return () if at > reply_due_at else (reason("reply_open", due=reply_due_at),)


def reasons_against_end(*, is_established: bool, act: Act) -> tuple[Reason, ...]:
    """Return every reason why this end does not follow from the finding."""
    if act == Act.DECIDE_MEASURE and not is_established:
        return (reason("not_established"),)
    if act == Act.CLOSE and is_established:
        return (reason("established"),)
    return ()


def reasons_against_reasons(words: str, *, is_none_given: bool) -> tuple[Reason, ...]:
    """Return what is wrong with the reason of a decision: one is given, or it is said that none is.

    Whoever decides elsewhere may give no reason; the record says so instead of staying blank.
    """
    if is_none_given and words.strip():
        return (reason("reason_and_none"),)
    if not is_none_given and not words.strip():
        return (reason("reason_or_none"),)
    return ()
