"""What a clause stands on, and how an obligation advances. Pure.

Silence changes no state: an office acts, the secretariat judges, or somebody records the lapse.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime


class ClauseState(StrEnum):
    """A clause is issued (the order itself has it) or reported (a source says so)."""

    ISSUED = "issued"
    REPORTED = "reported"


NEAR = 3  # days between an order's date and a report's date of it that still mean the same order
ADDRESSEES = ("governor", "police_chief", "gendarmerie_commander")  # kinds of posts
FIRST_YEAR = 2000  # of what is asked; the order is of 2025
MOST_FOUND = 100_000  # people in one return: more is a slip of the finger
MOST_SIGNS = 60_000  # characters of an order whose clauses are read out
MOST_CLAUSES = 60  # drafted from one order
LONGEST_ADDRESSEES = 200  # characters that say whom a clause binds
ADDRESSEE_NAMES = {  # what a clause says of a kind of post, in English and in Khmer
    "governor": ("Governors", "អភិបាល"),
    "police_chief": ("Police chiefs", "ស្នងការនគរបាល"),
    "gendarmerie_commander": ("Gendarmerie commanders", "មេបញ្ជាការកងរាជអាវុធហត្ថ"),
}
_NUMBERS = 1000  # clauses are numbered below it
_LISTED = 3  # posts that a refusal names one by one


class ObligationState(StrEnum):
    """Where an obligation stands; overdue is no state, it is seen from the due time."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    ANSWERED = "answered"
    MET = "met"
    BREACHED = "breached"
    WAIVED = "waived"


class Act(StrEnum):
    """What is done with an obligation, by its office or by the secretariat."""

    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    FILE_RETURN = "file_return"
    MEET = "meet"
    REFUSE = "refuse"
    WAIVE = "waive"
    LAPSE = "lapse"


JUDGEMENTS = (Act.MEET, Act.REFUSE, Act.WAIVE)

_S = ObligationState
OBLIGATION: Flow[ObligationState] = Flow(
    start=_S.WAITING,
    ends=frozenset({_S.MET, _S.BREACHED, _S.WAIVED}),
    steps={
        (_S.WAITING, Act.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.WAITING, Act.DECLINE): _S.DECLINED,
        (_S.WAITING, Act.WAIVE): _S.WAIVED,
        (_S.WAITING, Act.LAPSE): _S.BREACHED,
        (_S.ACKNOWLEDGED, Act.FILE_RETURN): _S.ANSWERED,
        (_S.ACKNOWLEDGED, Act.WAIVE): _S.WAIVED,
        (_S.ACKNOWLEDGED, Act.LAPSE): _S.BREACHED,
        (_S.DECLINED, Act.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.DECLINED, Act.WAIVE): _S.WAIVED,
        (_S.DECLINED, Act.LAPSE): _S.BREACHED,
        (_S.ANSWERED, Act.FILE_RETURN): _S.ANSWERED,
        (_S.ANSWERED, Act.MEET): _S.MET,
        (_S.ANSWERED, Act.REFUSE): _S.ACKNOWLEDGED,
        (_S.ANSWERED, Act.WAIVE): _S.WAIVED,
        # What was judged on a return that is corrected has to be judged anew.
        (_S.MET, Act.FILE_RETURN): _S.ANSWERED,
        # A lapse stays a lapse; what is filed later is evidence for whoever hears the case.
        (_S.BREACHED, Act.FILE_RETURN): _S.BREACHED,
    },
)
# An open obligation is overdue once its due time has passed; one with a return waits for us.
OPEN = (_S.WAITING, _S.ACKNOWLEDGED, _S.DECLINED)

WORDINGS = {
    "no_clause": "This directive has no clause %(number)s.",
    "reported": "Clause %(number)s is only reported. The order's own words alone bind anybody.",
    "no_kinds": "No kind of post is chosen. Say whom the clause binds.",
    "unknown_kind": "No clause binds the kind of post %(kind)s.",
    "unknown_area": "No province has the code %(area)s.",
    "nobody": "No post of that kind is open in these provinces.",
    "bound": "The clause binds %(post)s already, as %(ref)s.",
    "bound_more": "It binds %(count)s more of these posts already. Choose others.",
    "due_past": "The due time %(due)s has passed. Set one that is yet to come.",
    "no_office": "You hold no post, so no office could answer for this.",
    "not_office": "Only %(office)s, the office of this post, may do this.",
    "own_office": "%(office)s cannot judge what it has to show itself. Another office does.",
    "no_words": "The reason is missing. Say why in a few words.",
    "no_due": "No due time was set, so nothing can lapse.",
    "not_due": "It is due on %(due)s. Nothing lapses before.",
    "waiting": "The obligation waits to be acknowledged; its office does that first.",
    "acknowledged": "The obligation is acknowledged, and no return waits to be judged.",
    "declined": "The office declined. It acknowledges first, or the secretariat waives.",
    "answered": "A return is filed already and waits to be judged.",
    "met": "The obligation was judged as met.",
    "breached": "The lapse of this obligation is on record.",
    "waived": "The obligation was waived.",
    "nil_counts": "A nil return says that nobody was found, not %(count)s. Choose one of the two.",
    "says_nothing": "Say how many people were found, or what there is to report.",
    "zero": "0 found and no words is a nil return. Choose “Nothing to report”.",
    "many": "%(count)s people were found? %(most)s is the most for one day. Check the number.",
    "negative": "Fewer than 0 people cannot be found.",
    "day_to_come": "%(day)s is yet to come. A return is about a day that has begun.",
    "day_before": "The obligation was set on %(set)s. %(day)s lies before it.",
    "day_filed": "A return for %(day)s is filed as %(ref)s. Correct that one.",
    "no_return": "This obligation has no return %(ref)s.",
    "corrected": "The return %(ref)s was corrected by %(by)s. Correct the newer one.",
    "other_day": "A correction is about the same day, %(day)s. File another day by itself.",
    "no_why": "A correction says why. Add it in words.",
    "ask_backwards": "It asks from %(first)s to %(last)s. Swap the days or mend them.",
    "ask_far": "%(day)s cannot be meant. Check the year.",
    "ask_nationality": "No nationality has the code %(nation)s. Use three letters, such as IDN.",
    "ask_to_come": "%(day)s is yet to come. Ask for days that have begun.",
    "ask_no_words": "Say what the count is for: the province has to know why it counts.",
    "ask_nobody": "No governor of %(area)s is known to Samaki. Open the post first.",
    "asked": "The same count is asked already, as %(ref)s, and is not answered yet.",
    "answer_nothing": "Give the count, or say in words why it is not known.",
    "answer_changed": "Somebody answered meanwhile. Look at that answer before you correct it.",
    "no_title": "The title is missing. Give it in English and in Khmer.",
    "no_issuer": "Say who issued the order, in English and in Khmer.",
    "no_clauses": "No clause is confirmed. Confirm those the order has.",
    "no_duty": "Clause %(number)s is empty. Write what it orders, or what follows.",
    "no_such_number": "%(number)s is no number of a clause. They are counted from 1 to 999.",
    "same_number": "Two clauses have the number %(number)s. Give each its own.",
    "long_addressees": "Clause %(number)s names whom it binds at too great length. Shorten it.",
    "not_said": "Clause %(number)s: “%(words)s” does not stand in the order. Quote its words.",
    "day_unsaid": "Clause %(number)s has a day, but not the order's words that state it.",
    "day_early": "Clause %(number)s: the deadline %(due)s lies before the order of %(day)s.",
    "entered": "The clauses of this order are entered already, as %(ref)s.",
    "too_long": "The text has %(length)s characters; %(most)s is the most for one order.",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A post that a clause binds already, and the reference of its obligation."""

    post: object
    ref: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A count that is asked for: of one nationality or of all, from day to day, both inside."""

    nationality: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Statement:
    """What a return says of a day: nothing to report, or how many people, or words."""

    day: date
    is_nil: bool
    people_found: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an order says of a clause beyond its duty, in the order's own words.

    `kinds` are the kinds of posts it binds. `deadline` and `consequence` are empty, and `due_on` is
    None, where the order states none.
    """

    kinds: tuple[str, ...] = ()
    consequence: str = ""
    deadline: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A clause to be entered: its number, all its words, whom it binds, and its terms."""

    number: int
    words: str
    addressees: tuple[str, ...]
    terms: Terms


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def reasons_against_setting(
    *,
    kinds: Sequence[str],
    posts: int,
    bound: Sequence[Bound],
    due_at: datetime | None,
    at: datetime,
) -> tuple[Reason, ...]:
    """Return every reason not to set these obligations; `posts` is how many posts they meet."""
    found = [reason("unknown_kind", kind=kind) for kind in kinds if kind not in ADDRESSEES]
    if not kinds:
        found.append(reason("no_kinds"))
    elif not found and not posts:
        found.append(reason("nobody"))
    found += [reason("bound", post=each.post, ref=each.ref) for each in bound[:_LISTED]]
    if len(bound) > _LISTED:
        found.append(reason("bound_more", count=len(bound) - _LISTED))
    if due_at is not None and due_at <= at:
        found.append(reason("due_past", due=due_at))
    return tuple(found)


def reasons_against_issuing(
    clauses: Sequence[Written], *, text: str, issued_on: date
) -> Iterator[Reason]:
    """Yield every reason not to enter an order; `text` is the order itself, "" if it is not filed.

    What is quoted of the order must stand in it: no deadline and no consequence is made up.
    """
    if not clauses:
        yield reason("no_clauses")
    numbers = [clause.number for clause in clauses]
    for number in sorted({each for each in numbers if numbers.count(each) > 1}):
        yield reason("same_number", number=number)
    for clause in clauses:
        yield from _reasons_against_clause(clause)
        yield from _reasons_against_terms(clause, said=_plain(text), issued_on=issued_on)


def _reasons_against_clause(clause: Written) -> Iterator[Reason]:
    if not 0 < clause.number < _NUMBERS:
        yield reason("no_such_number", number=clause.number)
    if not clause.words.strip():
        yield reason("no_duty", number=clause.number)
    if any(len(each) > LONGEST_ADDRESSEES for each in clause.addressees):
        yield reason("long_addressees", number=clause.number)
    for kind in clause.terms.kinds:
        if kind not in ADDRESSEES:
            yield reason("unknown_kind", kind=kind)


def _reasons_against_terms(clause: Written, *, said: str, issued_on: date) -> Iterator[Reason]:
    terms, number = clause.terms, clause.number
    for words in (terms.consequence, terms.deadline):
        if words.strip() and _plain(words) not in said:
            yield reason("not_said", number=number, words=words.strip())
    if terms.due_on is not None and not terms.deadline.strip():
        yield reason("day_unsaid", number=number)
    if terms.due_on is not None and terms.due_on < issued_on:
        yield reason("day_early", number=number, due=terms.due_on, day=issued_on)


def _plain(text: str) -> str:
    """Return a text with its blanks made one, so that a line's end parts no quotation."""
    return " ".join(text.split())


def reasons_against_act(state: str, act: Act, *, words: str | None) -> tuple[Reason, ...]:
    """Return every reason not to act so in that state; `words` is None where none are asked for."""
    found = []
    if act not in OBLIGATION.acts(ObligationState(state)):
        found.append(reason(state))
    if words is not None and not words.strip():
        found.append(reason("no_words"))
    return tuple(found)


def reasons_against_lapse(due_at: datetime | None, *, at: datetime) -> tuple[Reason, ...]:
    """Return every reason why nothing has lapsed: no due time, or one that is yet to come."""
    if due_at is None:
        return (reason("no_due"),)
    return () if due_at < at else (reason("not_due", due=due_at),)


def reasons_against_statement(
    said: Statement, *, today: date, set_on: date, is_correction: bool
) -> tuple[Reason, ...]:
    """Return every reason not to file what a return says."""
    found = [*_reasons_against_figure(said)]
    if said.day > today:
        found.append(reason("day_to_come", day=said.day))
    if said.day < set_on:
        found.append(reason("day_before", day=said.day, set=set_on))
    if is_correction and not said.words.strip():
        found.append(reason("no_why"))
    return tuple(found)


def _reasons_against_figure(said: Statement) -> Iterator[Reason]:
    count, has_words = said.people_found, bool(said.words.strip())
    if said.is_nil:
        if count:
            yield reason("nil_counts", count=count)
        return
    if count is None and not has_words:
        yield reason("says_nothing")
    if count == 0 and not has_words:
        yield reason("zero")
    if count is not None and count < 0:
        yield reason("negative")
    if count is not None and count > MOST_FOUND:
        yield reason("many", count=count, most=MOST_FOUND)


def reasons_against_asking(
    asked: Asked, *, words: str, due_at: datetime | None, today: date, at: datetime
) -> tuple[Reason, ...]:
    """Return every reason not to ask for such a count."""
    found = [
        reason("ask_far", day=day) for day in (asked.first, asked.last) if day.year < FIRST_YEAR
    ]
    if asked.first > asked.last:
        found.append(reason("ask_backwards", first=asked.first, last=asked.last))
    if asked.last > today:
        found.append(reason("ask_to_come", day=asked.last))
    if not words.strip():
        found.append(reason("ask_no_words"))
    if due_at is not None and due_at <= at:
        found.append(reason("due_past", due=due_at))
    return tuple(found)


def reasons_against_answer(
    count: int | None, words: str, *, is_correction: bool
) -> tuple[Reason, ...]:
    """Return every reason not to answer so; a count of 0 is an answer."""
    found = []
    if count is None and not words.strip():
        found.append(reason("answer_nothing"))
    if count is not None and count < 0:
        found.append(reason("negative"))
    if count is not None and count > MOST_FOUND:
        found.append(reason("many", count=count, most=MOST_FOUND))
    if is_correction and not words.strip():
        found.append(reason("no_why"))
    return tuple(found)


def is_late(due_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether a moment lies after the due time; without one nothing is late."""
    return due_at is not None and at > due_at


def is_overdue(state: str, due_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether the due time passed and the office has shown nothing; no state says so."""
    return state in OPEN and is_late(due_at, at=at)


def worst_first(counts: Collection[tuple[str, int]]) -> tuple[int, ...]:
    """Return what orders a province: lapses before overdue ones, those before the rest."""
    known = dict(counts)
    return tuple(-known.get(key, 0) for key in ("breached", "overdue", "declined", "waiting"))
