"""The rules of immigration: what stands against an order, a list and a departure. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import pycountry

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

KEEPER = "immigration-hq"  # the unit that answers for everybody expelled, and lifts its own holds
# The ledger's ground of a notice that is not served, and what a case says of it in more words.
CONSULAR_GROUND = "consular_notice"
OF_CONSUL = frozenset({"not_told", "no_answer", "not_notified"})
_BORN = re.compile(r"[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?")
# No legal period, for the law's own was not seen: the least below which nobody can answer an order.
LEAST_TO_APPEAL = timedelta(days=1)
MOST_LISTED = 400  # on one manifest: more is a slip of the finger
MOST_WORDS = 2000  # characters of reasons: none is cut, and more is refused


class ExpulsionState(StrEnum):
    """From the status check to the ban: nobody departs but from a list, by an order."""

    OPENED = "opened"
    ORDERED = "ordered"
    SUSPENDED = "suspended"
    LISTED = "listed"
    DEPARTED = "departed"
    CLOSED = "closed"
    NOT_EXPELLED = "not_expelled"


CASE = Flow(
    start=ExpulsionState.OPENED,
    ends=frozenset({ExpulsionState.CLOSED, ExpulsionState.NOT_EXPELLED}),
    steps={
        (ExpulsionState.OPENED, "order"): ExpulsionState.ORDERED,
        (ExpulsionState.OPENED, "decide_against"): ExpulsionState.NOT_EXPELLED,
        (ExpulsionState.ORDERED, "list"): ExpulsionState.LISTED,
        (ExpulsionState.ORDERED, "suspend"): ExpulsionState.SUSPENDED,
        (ExpulsionState.ORDERED, "withdraw"): ExpulsionState.NOT_EXPELLED,
        (ExpulsionState.LISTED, "take_off"): ExpulsionState.ORDERED,
        (ExpulsionState.LISTED, "suspend"): ExpulsionState.SUSPENDED,
        (ExpulsionState.LISTED, "withdraw"): ExpulsionState.NOT_EXPELLED,
        (ExpulsionState.LISTED, "depart"): ExpulsionState.DEPARTED,
        (ExpulsionState.SUSPENDED, "resume"): ExpulsionState.ORDERED,
        (ExpulsionState.SUSPENDED, "withdraw"): ExpulsionState.NOT_EXPELLED,
        (ExpulsionState.DEPARTED, "ban"): ExpulsionState.CLOSED,
        (ExpulsionState.DEPARTED, "close"): ExpulsionState.CLOSED,
        (ExpulsionState.DEPARTED, "undo_departure"): ExpulsionState.LISTED,
        (ExpulsionState.CLOSED, "undo_departure"): ExpulsionState.LISTED,
    },
)


class PleaKind(StrEnum):
    """What a person may ask that stops everything: named as the hold it places."""

    APPEAL = "appeal"
    ASYLUM = "asylum"


class PleaState(StrEnum):
    """A plea is open until the body it went to has decided it."""

    OPEN = "open"
    REFUSED = "refused"
    GRANTED = "granted"


PLEA = Flow(
    start=PleaState.OPEN,
    ends=frozenset({PleaState.REFUSED, PleaState.GRANTED}),
    steps={
        (PleaState.OPEN, "refuse"): PleaState.REFUSED,
        (PleaState.OPEN, "grant"): PleaState.GRANTED,
    },
)


class Answer(StrEnum):
    """What a person says to having their consulate told."""

    WANTS = "wants"
    REFUSES = "refuses"
    UNDECIDED = "undecided"


class ManifestState(StrEnum):
    """A list waits for its departure, or it left, or it was given up."""

    PREPARED = "prepared"
    LEFT = "left"
    GIVEN_UP = "given_up"


class LineState(StrEnum):
    """Somebody on a list: boarded or not; who is not boarded stays."""

    ON_LIST = "on_list"
    BOARDED = "boarded"
    LEFT = "left"
    STAYED = "stayed"
    TAKEN_OFF = "taken_off"


LINE = Flow(
    start=LineState.ON_LIST,
    ends=frozenset({LineState.LEFT, LineState.STAYED, LineState.TAKEN_OFF}),
    steps={
        (LineState.ON_LIST, "board"): LineState.BOARDED,
        (LineState.ON_LIST, "stay"): LineState.STAYED,
        (LineState.ON_LIST, "take_off"): LineState.TAKEN_OFF,
        (LineState.BOARDED, "take_off"): LineState.TAKEN_OFF,
        (LineState.BOARDED, "leave"): LineState.LEFT,
        (LineState.LEFT, "undo_departure"): LineState.BOARDED,
    },
)
WAITING_LINES = frozenset({LineState.ON_LIST, LineState.BOARDED})


class Means(StrEnum):
    """How a list leaves the country."""

    FLIGHT = "flight"
    LAND_GATE = "land_gate"


class PaperKind(StrEnum):
    """What a person travels on."""

    PASSPORT = "passport"
    EMERGENCY = "emergency"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A ground of expulsion in words, where it stands, and whether that article was verified."""

    wording: str
    source: str
    article: str = ""
    is_verified: bool = False

    @property
    def known_article(self) -> str:
        """The article, if somebody verified it in the text of the law; else nothing."""
        return self.article if self.is_verified else ""


_LAW = "Law on Immigration, Royal Kram 05/NS/94, 22 September 1994"
GROUND_WORDINGS = {
    "illegal_entry": "entered without permission or outside a checkpoint",
    "false_entry": "entered on false papers or on papers of another",
    "no_permit": "stays without a permit",
    "overstay": "stayed longer than permitted",
    "by_court": "a court ordered the expulsion",
}
# No article is verified: the law's own text was not seen. They are entered here once it was.
GROUNDS = {
    code: LegalGround(wording, "" if code == "by_court" else _LAW)
    for code, wording in GROUND_WORDINGS.items()
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: all that speaks for or against its next step.

    `against` are the ledger's reasons against the end "expelled". `asylum_asked_at` is when asylum
    was asked, if that is open or was granted; None otherwise.
    """

    ref: str
    person: str
    state: ExpulsionState
    prepared_by: str
    against: tuple[Reason, ...] = ()
    told_at: datetime | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None
    notified_at: datetime | None = None
    asylum_asked_at: datetime | None = None
    has_paper: bool = False
    appeal_until: datetime | None = None


WORDINGS = {
    "state": "The case %(ref)s is past this step, or not there yet: %(state)s.",
    "no_case": "No case has the reference %(ref)s.",
    "nobody": "No person has the reference %(person)s in the books.",
    "case_open": "%(person)s has an open case, %(ref)s. One at a time.",
    "outside": "%(person)s is in no unit's custody, so no case can be opened.",
    "no_ground": "No ground is named. Name at least one.",
    "unknown_ground": "%(given)s is no ground of expulsion.",
    "ground_unchecked": "The status check of %(ref)s does not name that ground.",
    "no_said_by": "It is missing who said so. Name the office or person.",
    "no_check": "The status check is empty. Say what was found on entry, stay or papers.",
    "own_case": "You prepared the case %(ref)s. Somebody else has to decide it.",
    "own_order": "You made the order %(ref)s. Somebody else has to decide the appeal against it.",
    "no_reasons": "The reasons are missing. Say them in words.",
    "long_reasons": (
        "The reasons have %(count)s characters; %(most)s is the most. Say them shorter."
    ),
    "no_language": "The language is missing. Say in which language the person was told.",
    "no_setter": "It is missing who set the time for appeal. The law's own limit is not confirmed.",
    "appeal_short": (
        "The time for appeal ends on %(until)s; it is now %(now)s. It lasts at least 24 hours from "
        "now. The law's own limit is not confirmed: where you know a longer one, enter that."
    ),
    "future": "%(happened)s lies in the future; it is now %(now)s.",
    "not_told": "%(person)s was not told of the right to have the consulate notified.",
    "told_before": "%(person)s was told already, on %(moment)s.",
    "no_answer": "%(person)s was told, and no answer about the consulate is on record.",
    "not_notified": "%(person)s wants the consulate notified, and it was not.",
    "against_will": "%(person)s did not ask for the consulate. It is not told against their will.",
    "asylum_first": (
        "%(person)s asks for asylum. The consulate is told only if the person asks for it again, "
        "after that."
    ),
    "notified_before": "The consulate was notified already, on %(moment)s.",
    "before_told": "%(moment)s lies before the person was told, on %(told)s.",
    "no_post": "The consular post is missing. Name it.",
    "no_paper": "No travel document of %(person)s is on record.",
    "no_number": "The number of the document is missing.",
    "no_issuer": "%(issuer)s is no state. Use its three letters, such as IDN.",
    "bad_birth": "“%(text)s” is no birth date. Write 1990, 1990-05 or 1990-05-17.",
    "appeal_runs": "%(person)s may appeal until %(until)s.",
    "plea_kind": "%(kind)s is nothing a person can ask here.",
    "no_order_to_appeal": "No order stands in %(ref)s, so there is nothing to appeal against.",
    "plea_open": "%(person)s asked for this already, as %(ref)s, and it is not decided.",
    "no_plea": "No plea has the reference %(ref)s.",
    "plea_decided": "%(ref)s was decided on %(moment)s.",
    "no_body": "It is missing which body decided. Name it.",
    "before_boarding": "%(person)s boarded on %(boarded)s, after the departure. Check the moment.",
    "no_manifest": "No list has the reference %(ref)s.",
    "manifest_over": "The list %(ref)s has left or was given up.",
    "no_carrier": "The carrier is missing. Name the airline or the vehicle.",
    "no_checkpoint": "The checkpoint is missing. Say from where they leave.",
    "no_state": "%(issuer)s is no state. Use its three letters, such as IDN.",
    "leaves_past": "%(moment)s is past. A list is prepared before it leaves.",
    "nobody_named": "Nobody is named. Choose at least one person.",
    "many": "%(count)s persons are more than one list takes; %(most)s is the most.",
    "not_on_list": "%(person)s does not stand on the list %(ref)s.",
    "nobody_boarded": "Nobody is confirmed as boarded, so nobody leaves.",
    "listed_before": "%(person)s stands on the list %(ref)s already.",
    "no_name": "The name of %(person)s is hidden from your role, so you cannot list it.",
    "not_gone": "%(person)s has not left by the ledger, so nobody bans a return.",
    "ban_backwards": "The ban ends on %(last)s, before it begins.",
    "ban_early": "The ban begins on %(first)s, before the departure on %(left)s.",
    "no_ban_ground": "The ground of the ban is missing. Say it in words.",
}


def reason(code: str, **values: object) -> Reason:
    """Return immigration's reason of that code."""
    return Reason(code, WORDINGS[code], values)


def citation(ground: LegalGround) -> str:
    """Return the source of a ground as it may be shown: an unverified article is left out."""
    return ", ".join(part for part in (ground.known_article, ground.source) if part)


def is_country(code: str) -> bool:
    """Tell whether it is an ISO 3166-1 alpha-3 code in force."""
    return code.isupper() and pycountry.countries.get(alpha_3=code) is not None


def reasons_against_step(standing: Standing, act: str) -> tuple[Reason, ...]:
    """Return the reason against an act that is not open in the case's state."""
    if (standing.state, act) in CASE.steps:
        return ()
    return (reason("state", ref=standing.ref, state=standing.state),)


def reasons_against_check(
    *, grounds: Collection[str], said: Collection[str], said_by: str
) -> tuple[Reason, ...]:
    """Return every reason against a status check: its grounds, its words, who said so."""
    return (
        *([] if grounds else [reason("no_ground")]),
        *(reason("unknown_ground", given=code) for code in grounds if code not in GROUNDS),
        *([] if any(words.strip() for words in said) else [reason("no_check")]),
        *([] if said_by.strip() else [reason("no_said_by")]),
    )


def reasons_against_paper(*, number: str, issuer: str, born: str) -> tuple[Reason, ...]:
    """Return every reason against a travel document: its number, its state, the birth date."""
    is_birth = not born.strip() or _BORN.fullmatch(born.strip())
    return (
        *([] if number.strip() else [reason("no_number")]),
        *([] if is_country(issuer) else [reason("no_issuer", issuer=issuer)]),
        *([] if is_birth else [reason("bad_birth", text=born)]),
    )


def reasons_against_order(standing: Standing, *, decided_by: str) -> tuple[Reason, ...]:
    """Return every reason why no order may be made now, the ledger's own among them."""
    own = decided_by == standing.prepared_by
    return (
        *reasons_against_step(standing, "order"),
        *([reason("own_case", ref=standing.ref)] if own else []),
        *standing.against,
    )


def reasons_against_leaving(standing: Standing, *, leaves_at: datetime) -> tuple[Reason, ...]:
    """Return every reason why a person may not leave at that moment; asked at list and at gate."""
    person, until = standing.person, standing.appeal_until
    runs = until is not None and until > leaves_at
    return (
        *standing.against,
        *_reasons_of_consul(standing),
        *([] if standing.has_paper else [reason("no_paper", person=person)]),
        *([reason("appeal_runs", person=person, until=until)] if runs else []),
    )


def reasons_against_boarding(
    person: str, *, boarded_at: datetime | None, leaves_at: datetime
) -> tuple[Reason, ...]:
    """Return why nobody left then: boarding was confirmed later, by the minute."""
    if boarded_at is None or boarded_at.replace(second=0, microsecond=0) <= leaves_at:
        return ()
    return (reason("before_boarding", person=person, boarded=boarded_at),)


def said_once(standing: Standing) -> Standing:
    """Return how a case stands, what it says of the notice itself left out of the ledger's."""
    said = _reasons_of_consul(standing)
    kept = (e for e in standing.against if not said or e.values.get("ground") != CONSULAR_GROUND)
    return replace(standing, against=tuple(kept))


def _reasons_of_consul(standing: Standing) -> tuple[Reason, ...]:
    """Return what is missing of article 36(1)(b): told, answered, and notified if wanted."""
    if standing.told_at is None:
        return (reason("not_told", person=standing.person),)
    if standing.answer is None:
        return (reason("no_answer", person=standing.person),)
    if standing.answer is Answer.WANTS and standing.notified_at is None:
        return (reason("not_notified", person=standing.person),)
    return ()


def reasons_against_notifying(standing: Standing) -> tuple[Reason, ...]:
    """Return every reason why the consulate may not be told of this person."""
    person = standing.person
    if standing.told_at is None:
        return (reason("not_told", person=person),)
    asked = standing.answer is Answer.WANTS and standing.answered_at is not None
    since = standing.asylum_asked_at
    late = since is None or (standing.answered_at is not None and standing.answered_at > since)
    return (
        *([] if asked else [reason("against_will", person=person)]),
        *([reason("asylum_first", person=person)] if asked and not late else []),
        *(
            [reason("notified_before", moment=standing.notified_at)]
            if standing.notified_at is not None
            else []
        ),
    )


def reasons_against_terms(
    *, reasons: str, language: str, set_by: str, appeal_until: datetime, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason against the words and the time for appeal of an order.

    The time for appeal is counted by the minute from when the order is recorded: a late entry
    shortens nobody's right.
    """
    least = at.replace(second=0, microsecond=0) + LEAST_TO_APPEAL
    return (
        *reasons_against_words(reasons),
        *([] if language.strip() else [reason("no_language")]),
        *([] if set_by.strip() else [reason("no_setter")]),
        *([] if appeal_until >= least else [reason("appeal_short", until=appeal_until, now=at)]),
    )


def reasons_against_words(reasons: str, *, most: int = MOST_WORDS) -> tuple[Reason, ...]:
    """Return the reason against reasons in words: none are given, or more than are kept whole."""
    if not (count := len(reasons.strip())):
        return (reason("no_reasons"),)
    return (reason("long_reasons", count=count, most=most),) if count > most else ()


def reasons_against_moment(happened_at: datetime, *, at: datetime) -> tuple[Reason, ...]:
    """Return the reason against a moment that has not come yet."""
    return (reason("future", happened=happened_at, now=at),) if happened_at > at else ()


def reasons_against_manifest(
    *, carrier: str, checkpoint: str, destination: str, leaves_at: datetime, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason against a list: who carries, from where, to which state, when."""
    return (
        *([] if carrier.strip() else [reason("no_carrier")]),
        *([] if checkpoint.strip() else [reason("no_checkpoint")]),
        *([] if is_country(destination) else [reason("no_state", issuer=destination)]),
        *([] if leaves_at > at else [reason("leaves_past", moment=leaves_at)]),
    )


def reasons_against_ban(
    *, ground: str, valid_from: date, valid_to: date | None, left: date | None
) -> tuple[Reason, ...]:
    """Return every reason against a ban's words and days; no period is ever filled in.

    The last day counts, so a ban may be of one day. `left` is the day of the departure, if any.
    """
    is_backwards = valid_to is not None and valid_to < valid_from
    is_early = left is not None and valid_from < left
    return (
        *([reason("ban_early", first=valid_from, left=left)] if is_early else []),
        *([] if ground.strip() else [reason("no_ban_ground")]),
        *([reason("ban_backwards", last=valid_to)] if is_backwards else []),
    )


class Turn(StrEnum):
    """Who has to act next."""

    OFFICER = "officer"
    AUTHORITY = "authority"
    ELSEWHERE = "elsewhere"
    TIME = "time"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next in a case, and whose turn it is."""

    code: str
    turn: Turn


STEP_AGAINST = {  # the step of a case that does away with a reason
    "not_told": NextStep("tell", Turn.OFFICER),
    "no_answer": NextStep("answer", Turn.OFFICER),
    "not_notified": NextStep("notify", Turn.OFFICER),
    "no_paper": NextStep("paper", Turn.OFFICER),
    "appeal_runs": NextStep("appeal_time", Turn.TIME),
}
_SETTLED = {
    ExpulsionState.CLOSED: NextStep("over", Turn.NOBODY),
    ExpulsionState.NOT_EXPELLED: NextStep("over", Turn.NOBODY),
    ExpulsionState.DEPARTED: NextStep("ban", Turn.OFFICER),
}
_WHEN_NOTHING_IS_IN_THE_WAY = {
    ExpulsionState.OPENED: NextStep("decide", Turn.AUTHORITY),
    ExpulsionState.ORDERED: NextStep("list", Turn.OFFICER),
    ExpulsionState.LISTED: NextStep("leave", Turn.OFFICER),
}
STEP_WORDINGS = {
    "tell": "Tell the person of the right to have the consulate notified",
    "answer": "Record what the person answers about the consulate",
    "notify": "Notify the consulate",
    "paper": "Record the travel document",
    "appeal_time": "The time for appeal has to run out",
    "ledger": "What stands against it has to be lifted",
    "decide": "Decide, with ground and reasons",
    "plea": "The plea has to be decided",
    "list": "Put the person on a list",
    "leave": "Confirm who boarded, and the departure",
    "ban": "Enter the re-entry ban, or that there is none",
    "over": "Nothing more",
}


def next_step(standing: Standing, *, at: datetime) -> NextStep:
    """Return the next step of a case: the consulate's first, for it may not wait."""
    if standing.state in _SETTLED:
        return _SETTLED[standing.state]
    if standing.told_at is None:
        return STEP_AGAINST["not_told"]
    if standing.state is ExpulsionState.SUSPENDED:
        return NextStep("plea", Turn.AUTHORITY)
    if standing.against:
        return NextStep("ledger", Turn.ELSEWHERE)
    left = reasons_against_leaving(standing, leaves_at=at)
    if standing.state is ExpulsionState.ORDERED and left:
        return STEP_AGAINST[left[0].code]
    return _WHEN_NOTHING_IS_IN_THE_WAY[standing.state]
