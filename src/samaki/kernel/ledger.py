"""The law of the books: people are moved, never changed, and each is in exactly one place.

A movement is a set of postings that stand or fall together. It either *moves* subjects between
accounts (each subject sums to zero) or *converts* them inside one account (each account sums to
zero: a head of a cell becomes a named person, the total does not change). No account inside the
books may hold fewer than none, at any moment. Pure: no clock, no database.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

_K = TypeVar("_K")

Sex: TypeAlias = Literal["F", "M"]
Age: TypeAlias = Literal["adult", "minor"]

SEXES: tuple[Sex, ...] = ("F", "M")
AGES: tuple[Age, ...] = ("adult", "minor")
NOT_ESTABLISHED = "not established"
_SEX_WORDS = {"F": "women", "M": "men"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of a head; None is not established. Nationality: ISO 3166-1 alpha-3."""

    nationality: str | None = None
    sex: Sex | None = None
    age: Age | None = None

    def __post_init__(self) -> None:
        assert self.sex is None or self.sex in SEXES, self.sex
        assert self.age is None or self.age in AGES, self.age

    def __str__(self) -> str:
        words = [self.nationality or f"nationality {NOT_ESTABLISHED}"]
        words += [_SEX_WORDS[self.sex]] if self.sex else []
        words += [self.age] if self.age else []
        return ", ".join(words)


Cells: TypeAlias = "Mapping[Cell, int]"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted: unnamed heads of a cell, or the one person of that reference."""

    cell: Cell
    person: str | None = None

    def __str__(self) -> str:
        return self.person or str(self.cell)


@dataclass(frozen=True, slots=True)
class Posting:
    """One signed line: so many of a subject into (+) or out of (−) an account."""

    account: str
    subject: Subject
    count: int

    def __post_init__(self) -> None:
        assert self.count != 0, "a posting of nothing is not a posting"


Line: TypeAlias = tuple[str, Subject]  # an account's line for one subject
# What a line holds: first at the movement's own moment, then after each later change.
Levels: TypeAlias = "Mapping[Line, Sequence[tuple[datetime, int]]]"


@dataclass(frozen=True, slots=True)
class Movement:
    """Postings that stand or fall together, at the moment they happened in the world."""

    happened_at: datetime
    postings: tuple[Posting, ...]
    converts: bool = False

    @property
    def lines(self) -> dict[Line, int]:
        """The net change of each line."""
        return _sums(self.postings, lambda posting: (posting.account, posting.subject))


@dataclass(frozen=True, slots=True)
class Hold:
    """A ban on a person's going to some accounts: its ground, and the office that can lift it.

    `ground` is a code; whoever shows it says it in the reader's language.
    """

    person: str
    ground: str
    forbids: frozenset[str]
    owner: str = ""


WORDINGS = {
    "nobody": "Nobody is moved. Enter at least one head.",
    "unbalanced": "%(subject)s does not balance: %(leave)s leave, %(arrive)s arrive.",
    "unequal": "The total of %(account)s would change by %(change)s; naming changes no total.",
    "on_hold": "%(subject)s may not go to %(account)s: %(ground)s. %(owner)s can lift this.",
    "unnamed": (
        "%(count)s of %(subject)s have no name yet and may not go to %(account)s. Identify them "
        "first; then each is screened."
    ),
    "overdrawn": "%(account)s holds %(held)s of %(subject)s on %(moment)s, not %(asked)s.",
    "overdrawn_later": (
        "%(account)s holds %(held)s of %(subject)s at a later moment, %(moment)s, not %(asked)s: "
        "others have moved since."
    ),
}


def reason(code: str, **values: object) -> Reason:
    """Return the ledger's reason of that code."""
    return Reason(code, WORDINGS[code], values)


def reasons_against(
    movement: Movement,
    *,
    held: Levels,
    boundless: AbstractSet[str],
    on_hold: Collection[Hold] = (),
    names_only: AbstractSet[str] = frozenset(),
) -> tuple[Reason, ...]:
    """Return every reason to refuse the movement; an empty tuple means it may be posted.

    `held` gives each line's level at the movement's moment and after each later change; a line
    that is missing holds none. `boundless` names the accounts outside the books: they may go below
    zero in unnamed heads, because we do not claim to know how many people are out there. A named
    person is in one place, so even there nobody who is not there can leave. `names_only` names the
    accounts that nobody may enter without a name, because there a hold could not protect them.
    """
    return (
        *_reasons_unbalanced(movement),
        *_reasons_unnamed(movement, names_only),
        *_reasons_on_hold(movement, on_hold),
        *_reasons_overdrawn(movement, held=held, boundless=boundless),
    )


def reversal(movement: Movement) -> Movement:
    """Return the movement that undoes another, at the moment that one happened."""
    opposite = tuple(Posting(p.account, p.subject, -p.count) for p in movement.postings)
    return Movement(movement.happened_at, opposite, converts=movement.converts)


def fold(movements: Iterable[Movement]) -> dict[Line, int]:
    """Return what each line holds after the movements; lines that hold none are left out."""
    every = [posting for movement in movements for posting in movement.postings]
    return _sums(every, lambda posting: (posting.account, posting.subject))


def shortfall(changes: Iterable[tuple[datetime, int]]) -> datetime | None:
    """Return the first moment at the end of which a line's changes add up to less than none.

    Changes of one moment count together, in whatever order they were recorded.
    """
    together: dict[datetime, int] = defaultdict(int)
    for moment, count in changes:
        together[moment] += count
    level = 0
    for moment in sorted(together):
        level += together[moment]
        if level < 0:
            return moment
    return None


def is_balanced(movement: Movement) -> bool:
    """Tell whether the movement keeps the law of its kind."""
    return not _reasons_unbalanced(movement)


def _reasons_unbalanced(movement: Movement) -> tuple[Reason, ...]:
    if not movement.postings:
        return (reason("nobody"),)
    if movement.converts:
        return tuple(
            reason("unequal", account=account, change=change)
            for account, change in _sums(movement.postings, lambda p: p.account).items()
        )
    unequal = _sums(movement.postings, lambda p: p.subject)
    return tuple(_reason_unbalanced(movement, subject) for subject in unequal)


def _reason_unbalanced(movement: Movement, subject: Subject) -> Reason:
    counts = [p.count for p in movement.postings if p.subject == subject]
    leave = -sum(min(count, 0) for count in counts)
    arrive = sum(max(count, 0) for count in counts)
    return reason("unbalanced", subject=subject, leave=leave, arrive=arrive)


def _reasons_on_hold(movement: Movement, on_hold: Collection[Hold]) -> tuple[Reason, ...]:
    return tuple(
        reason("on_hold", subject=subject, account=account, ground=hold.ground, owner=hold.owner)
        for (account, subject), change in movement.lines.items()
        for hold in on_hold
        if change > 0 and hold.person == subject.person and account in hold.forbids
    )


def _reasons_unnamed(movement: Movement, names_only: AbstractSet[str]) -> tuple[Reason, ...]:
    return tuple(
        reason("unnamed", count=change, subject=subject, account=account)
        for (account, subject), change in movement.lines.items()
        if change > 0 and subject.person is None and account in names_only
    )


def _reasons_overdrawn(
    movement: Movement, *, held: Levels, boundless: AbstractSet[str]
) -> tuple[Reason, ...]:
    found = []
    for line, change in movement.lines.items():
        account, subject = line
        if change > 0 or (account in boundless and subject.person is None):
            continue
        levels = held.get(line) or ((movement.happened_at, 0),)
        short = next(((at, level) for at, level in levels if level + change < 0), None)
        if short is not None:
            found.append(_reason_overdrawn(movement, line, asked=-change, short=short))
    return tuple(found)


def _reason_overdrawn(
    movement: Movement, line: Line, *, asked: int, short: tuple[datetime, int]
) -> Reason:
    (account, subject), (moment, level) = line, short
    if moment <= movement.happened_at:
        now = movement.happened_at
        return reason(
            "overdrawn", account=account, held=level, subject=subject, asked=asked, moment=now
        )
    return reason(
        "overdrawn_later", account=account, held=level, subject=subject, asked=asked, moment=moment
    )


def _sums(postings: Iterable[Posting], key: Callable[[Posting], _K]) -> dict[_K, int]:
    totals: dict[_K, int] = defaultdict(int)
    for posting in postings:
        totals[key(posting)] += posting.count
    return {of: total for of, total in totals.items() if total != 0}
