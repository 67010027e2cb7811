"""The rules of gaming: the checklist, the ladder of penalties, and who decides. Pure.

The checklist is the directive's six crimes and the duties known since 2022. The ladder's amounts
and articles are unconfirmed, so none stands here: who decides enters them and answers for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

WORDINGS = {
    "no_name": "The venue has no name. Say what stands over its door.",
    "no_holder": "The licence holder is missing. Name the company or office that holds it.",
    "unknown_area": "No area has the code %(area)s.",
    "unknown_site": "No site has the reference %(site)s.",
    "elsewhere": "The site %(site)s lies in another province than the venue.",
    "linked_before": "The site %(site)s is linked to this venue already.",
    "no_ground": "The ground is missing. Say in words why these are the same place.",
    "no_number": "The licence has no number. Enter it as it is printed.",
    "number_before": "The licence number %(number)s is on record already, at %(venue)s.",
    "ends_first": "The licence would end on %(end)s, before it begins. Check both days.",
    "due_before": "The day %(due)s lies before today. Choose today or later.",
    "recorded_before": "This inspection was recorded on %(moment)s. Nothing recorded is replaced.",
    "unanswered": "“%(item)s” has no answer. Say found, not found, or not looked at.",
    "unseen": "“%(item)s” was found. Say in words what was seen.",
    "nobody_looked": "Nothing was looked at. An inspection looks at one line at least.",
    "future": "That moment has not come yet. Enter when it happened.",
    "before_penalty": "The penalty was decided on %(moment)s. A re-inspection comes after it.",
    "no_violation": "No violation lies under it. A penalty needs one that an inspection found.",
    "foreign_violation": "The violation %(ref)s is not of this venue.",
    "own_inspection": "You made the inspection %(ref)s. Who inspects does not decide: "
    "another commissioner decides.",
    "no_rung": "No penalty is chosen. Choose what follows.",
    "no_reasons": "The reasons are missing. Say in words why this penalty follows.",
    "not_heard": "Say whether the licence holder answered, or that none was given.",
    "no_answer": "The licence holder answered. Write down what was said.",
    "no_licence": "This penalty falls on a licence. Choose which.",
    "foreign_licence": "The licence %(ref)s is not of this venue.",
    "expired": "The licence %(number)s ended on %(end)s. There is nothing to suspend.",
    "not_open": "The licence %(number)s is %(state)s. This penalty cannot fall on it.",
    "no_end": "Say until when: a day, or a re-inspection.",
    "two_ends": "Both a day and a re-inspection are given. Say which ends it.",
    "end_alone": "Only a suspension or a closure has an end. Leave it empty.",
    "until_past": "The day %(until)s has passed. Choose a later one.",
    "no_reinspection": "It ends with a re-inspection, and none is set. Choose the day it is due.",
    "no_amount": "A fine has an amount. Enter it in riel.",
    "amount_alone": "Only a fine has an amount. Leave it empty.",
    "not_liftable": "A %(rung)s stands as decided. There is nothing to lift.",
    "lifted_before": "It was lifted on %(moment)s already.",
    "not_reinspected": "It ends with a re-inspection, and none is recorded since. "
    "The inspector records it first.",
    "overtaken": "The licence is revoked since. Lifting the suspension brings nothing back.",
}


class Kind(StrEnum):
    """What a line of the checklist is about."""

    CRIME = "crime"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist. `iccs` names an act, not a law; a duty has none."""

    key: str
    kind: Kind
    iccs: str = ""
    is_verified: bool = False


# ICCS 1.0, read in secondary copies; where the finer class is unconfirmed, its parent stands here.
# `trafficking` in a fraud compound is mostly 02042, `drug_trafficking` is 06012 once confirmed.
ITEMS: Mapping[str, Item] = {
    item.key: item
    for item in (
        Item("fraud_telecom", Kind.CRIME, "0701", is_verified=True),
        Item("illegal_detention", Kind.CRIME, "02022", is_verified=True),
        Item("trafficking", Kind.CRIME, "0204", is_verified=True),
        Item("sexual_exploitation", Kind.CRIME, "0302", is_verified=True),
        Item("weapons_trafficking", Kind.CRIME, "09012", is_verified=True),
        Item("drug_trafficking", Kind.CRIME, "0601", is_verified=True),
        Item("passports_kept", Kind.DUTY),
        Item("exit_not_free", Kind.DUTY),
        Item("no_wages_stated", Kind.DUTY),
        Item("high_fences", Kind.DUTY),
    )
}
CRIMES = tuple(item for item in ITEMS.values() if item.kind is Kind.CRIME)
DUTIES = tuple(item for item in ITEMS.values() if item.kind is Kind.DUTY)
ITEM_WORDINGS = {
    "fraud_telecom": "Telecommunication fraud",
    "illegal_detention": "Illegal detention",
    "trafficking": "Human trafficking",
    "sexual_exploitation": "Sexual exploitation",
    "weapons_trafficking": "Illegal weapons trade",
    "drug_trafficking": "Drug smuggling",
    "passports_kept": "Passports or permits of staff are kept",
    "exit_not_free": "Staff cannot leave freely",
    "no_wages_stated": "Contracts do not state wages",
    "high_fences": "High fences hide the premises",
}


class Seen(StrEnum):
    """What an inspector says to one line of the checklist. Not looked at is not the same as no."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_LOOKED_AT = "not_looked_at"


SEEN_WORDINGS = {
    "found": "Found",
    "not_found": "Not found",
    "not_looked_at": "Not looked at",
}


class LicenceKind(StrEnum):
    CASINO = "casino"
    BETTING = "betting"
    GAMES_OF_CHANCE = "games_of_chance"
    OTHER = "other"


LICENCE_KIND_WORDINGS = {
    "casino": "Casino",
    "betting": "Betting",
    "games_of_chance": "Games of chance",
    "other": "Other licence",
}


class LicenceState(StrEnum):
    """What was decided of a licence. That its days have run out is reckoned, never written."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


LICENCE_STATE_WORDINGS = {
    "in_force": "in force",
    "suspended": "suspended",
    "revoked": "revoked",
    "expired": "ended",
}
LICENCE = Flow(
    start=LicenceState.IN_FORCE,
    ends=frozenset({LicenceState.IN_FORCE, LicenceState.REVOKED}),
    steps={
        (LicenceState.IN_FORCE, "suspend"): LicenceState.SUSPENDED,
        (LicenceState.IN_FORCE, "revoke"): LicenceState.REVOKED,
        (LicenceState.SUSPENDED, "lift"): LicenceState.IN_FORCE,
        (LicenceState.SUSPENDED, "revoke"): LicenceState.REVOKED,
    },
)


class InspectionState(StrEnum):
    """An inspection is due from the day somebody sets it until an inspector records it."""

    DUE = "due"
    RECORDED = "recorded"


INSPECTION = Flow(
    start=InspectionState.DUE,
    ends=frozenset({InspectionState.RECORDED}),
    steps={(InspectionState.DUE, "record"): InspectionState.RECORDED},
)


@dataclass(frozen=True, slots=True)
class Rung:
    """A penalty of the ladder: the act it works on a licence, and whether it can be lifted.

    `article` is printed only when it was read in the law; none was.
    """

    key: str
    act: str = ""
    is_liftable: bool = False
    has_amount: bool = False
    article: str = ""


LADDER: Mapping[str, Rung] = {
    rung.key: rung
    for rung in (
        Rung("warning"),
        Rung("fine", has_amount=True),
        Rung("suspension", act="suspend", is_liftable=True),
        Rung("revocation", act="revoke"),
        Rung("closure", is_liftable=True),
    )
}
RUNG_WORDINGS = {
    "warning": "Warning",
    "fine": "Fine",
    "suspension": "Suspension of the licence",
    "revocation": "Revocation of the licence",
    "closure": "Closure of the premises",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a commissioner decides: the rung, its violations, its reasons, and until when.

    `licence` is a reference or empty; `heard` is None while nobody said whether the holder
    answered. `reinspect_on` sets a re-inspection; `until_reinspection` ends the penalty with it.
    """

    rung: str
    violations: tuple[str, ...]
    reasons: str
    heard: bool | None = None
    answer: str = ""
    licence: str = ""
    until: date | None = None
    until_reinspection: bool = False
    reinspect_on: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a licence, and its number as printed."""

    number: str
    state: LicenceState
    valid_to: date


def is_over(valid_to: date, today: date) -> bool:
    """Tell whether a licence's last day has passed; that day itself still counts."""
    return valid_to < today


def reasons_against_answers(
    answers: Mapping[str, tuple[Seen | None, str]],
) -> tuple[Reason, ...]:
    """Return every reason not to take a checklist: item to what was seen, and in which words."""
    given = {key: answers.get(key, (None, "")) for key in ITEMS}
    found = [
        *(reason("unanswered", item=key) for key, (seen, _) in given.items() if seen is None),
        *(
            reason("unseen", item=key)
            for key, (seen, words) in given.items()
            if seen is Seen.FOUND and not words.strip()
        ),
    ]
    if all(seen is Seen.NOT_LOOKED_AT for seen, _ in given.values()):
        found.append(reason("nobody_looked"))
    return tuple(found)


def reasons_against_moment(
    happened_at: datetime, *, at: datetime, penalty_at: datetime | None
) -> tuple[Reason, ...]:
    """Return every reason why an inspection cannot have been made then."""
    if happened_at > at:
        return (reason("future"),)
    # Officers enter minutes; a penalty is decided to the second.
    if penalty_at and happened_at < penalty_at.replace(second=0, microsecond=0):
        return (reason("before_penalty", moment=penalty_at),)
    return ()


def reasons_against_penalty(
    decision: Decision, *, known: Collection[str], licence: Term | None, today: date
) -> tuple[Reason, ...]:
    """Return every reason not to decide so; `known` are the venue's violations."""
    rung = LADDER.get(decision.rung)
    found = [*_reasons_unfounded(decision, known)]
    if rung is None:
        return (*found, reason("no_rung"))
    found += _reasons_of_money(decision, rung)
    found += _reasons_of_licence(decision, rung, licence, today)
    if rung.is_liftable:
        found += _reasons_of_end(decision, today)
    elif decision.until or decision.until_reinspection:
        found.append(reason("end_alone"))
    if decision.reinspect_on and decision.reinspect_on < today:
        found.append(reason("due_before", due=decision.reinspect_on))
    return tuple(found)


def reasons_against_lifting(
    *,
    rung: str,
    lifted_at: datetime | None,
    reasons: str,
    waits_for_reinspection: bool,
    state: LicenceState | None,
) -> tuple[Reason, ...]:
    """Return every reason not to lift a penalty; a re-inspection allows it and does not do it."""
    if not LADDER[rung].is_liftable:
        return (reason("not_liftable", rung=rung),)
    if lifted_at is not None:
        return (reason("lifted_before", moment=lifted_at),)
    found = [] if reasons.strip() else [reason("no_reasons")]
    if waits_for_reinspection:
        found.append(reason("not_reinspected"))
    if state is LicenceState.REVOKED:
        found.append(reason("overtaken"))
    return tuple(found)


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def _reasons_unfounded(decision: Decision, known: Collection[str]) -> list[Reason]:
    found = [] if decision.violations else [reason("no_violation")]
    foreign = [ref for ref in decision.violations if ref not in known]
    found += [reason("foreign_violation", ref=ref) for ref in foreign]
    if not decision.reasons.strip():
        found.append(reason("no_reasons"))
    if decision.heard is None:
        found.append(reason("not_heard"))
    elif decision.heard and not decision.answer.strip():
        found.append(reason("no_answer"))
    return found


def _reasons_of_money(decision: Decision, rung: Rung) -> list[Reason]:
    if rung.has_amount and not decision.amount:
        return [reason("no_amount")]
    if not rung.has_amount and decision.amount is not None:
        return [reason("amount_alone")]
    return []


def _reasons_of_licence(
    decision: Decision, rung: Rung, licence: Term | None, today: date
) -> list[Reason]:
    if licence is None:
        if decision.licence:
            return [reason("foreign_licence", ref=decision.licence)]
        return [reason("no_licence")] if rung.act else []
    if not rung.act:
        return []
    if rung.act not in LICENCE.acts(licence.state):
        return [reason("not_open", number=licence.number, state=licence.state)]
    if rung.act == "suspend" and is_over(licence.valid_to, today):
        return [reason("expired", number=licence.number, end=licence.valid_to)]
    return []


def _reasons_of_end(decision: Decision, today: date) -> list[Reason]:
    if decision.until and decision.until_reinspection:
        return [reason("two_ends")]
    if decision.until_reinspection:
        return [] if decision.reinspect_on else [reason("no_reinspection")]
    if decision.until is None:
        return [reason("no_end")]
    return [reason("until_past", until=decision.until)] if decision.until < today else []
