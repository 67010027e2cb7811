"""How custody ends by custody's own word: one table of the ends, and what each of them needs. Pure.

Money for release is how detention rots, and people are lost where nobody has to say how they left:
so every way out is an account with a keeper, and the gravest take an authority and a second person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from samaki.systems.custody.rules import (
    DISPOSITIONS,
    KEEPING,
    AccountKind,
    EndingState,
    Party,
    reason,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.kernel.reasons import Reason

_K = AccountKind
_HELD = KEEPING
_LOST = _HELD | {_K.IN_TRANSIT}  # whom a unit holds, or an escort has on the road
_MISSED = _LOST | {_K.UNKNOWN}  # and who was unknown until it was learnt what became of them


@dataclass(frozen=True, slots=True)
class End:
    """What an end of custody needs: from which accounts, which words, whether a second person.

    `is_beforehand`: the decision comes first, so nobody leaves before it was prepared, and who
    confirms says when. `comes_back`: whoever is there can be found again.
    """

    sources: frozenset[AccountKind]
    words: tuple[str, ...]
    is_confirmed: bool = False
    is_beforehand: bool = False
    comes_back: bool = False


# Unnamed heads and held persons are kept from abroad by the ledger itself, as from all of
# `rules.PUNISHING`. Whoever keeps them on the site lets them go there; of whom was brought to a
# station an authority decides.
ENDS = {
    _K.RELEASED_ON_SITE: End(frozenset({_K.FOUND_ON_SITE}), ("reason",)),
    _K.RELEASED: End(
        frozenset(_HELD), ("authority", "document"), is_confirmed=True, is_beforehand=True
    ),
    _K.LEFT_VOLUNTARILY: End(frozenset(_MISSED), ("reason",), comes_back=True),
    _K.ESCAPED: End(frozenset(_MISSED), ("reason",), comes_back=True),
    _K.DEAD: End(frozenset(_MISSED), ("authority",), is_confirmed=True),
    _K.UNKNOWN: End(frozenset(_LOST), ("reason",), comes_back=True),
    _K.HANDED_OVER_ABROAD: End(
        frozenset(_HELD),
        ("authority", "document", "article"),
        is_confirmed=True,
        is_beforehand=True,
    ),
}
# Every account in which custody has ended, custody's own and those that another system records.
KEPT = frozenset(ENDS) | DISPOSITIONS
BACK = frozenset(kind for kind, end in ENDS.items() if end.comes_back)
CONFIRMED = frozenset(kind for kind, end in ENDS.items() if end.is_confirmed)

# What may be said in words; what is missing has its reason.
_LACKS = {
    "authority": "no_authority",
    "document": "no_document",
    "article": "no_article",
    "reason": "no_cause",
}
WORDS = tuple(_LACKS)


@dataclass(frozen=True, slots=True)
class Ended:
    """How custody of a party is said to have ended: `kind` is one of ENDS, the words as typed.

    `happened_at` is None where a decision comes first: who confirms it says when they left.
    """

    kind: str
    party: Party = field(default_factory=Party)
    authority: str = ""
    document: str = ""
    article: str = ""
    reason: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Who of an end was found again, when and how, and on which legal basis they are held now."""

    party: Party
    legal_basis: str
    how: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper of an end as it stands before it is confirmed: who prepared it, when, its state.

    `happened_at` is when it happened by the paper; None where a decision comes first.
    """

    ref: str
    kind: AccountKind
    state: EndingState
    prepared_by: str
    prepared_at: datetime
    happened_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of a hand-over of which there is a rest: units by code, areas by code."""

    escort: str
    escort_area: str
    receiver: str
    giver_area: str

    @property
    def is_own_escort(self) -> bool:
        """Whether the receiver is the escort too, so that it would explain its own loss."""
        return self.escort == self.receiver


def end_of(kind: str) -> tuple[AccountKind, End] | None:
    """Return an end of custody's own by its kind, or None if it is none."""
    return next(((known, end) for known, end in ENDS.items() if known == kind), None)


def ways_from(source: AccountKind) -> tuple[AccountKind, ...]:
    """Return the ends that those in an account of that kind can come to, in the table's order."""
    return tuple(kind for kind, end in ENDS.items() if source in end.sources)


def reasons_against_ended(ended: Ended, *, source: AccountKind, account: str) -> Iterator[Reason]:
    """Yield every reason why custody may not end so from an account of that kind and name."""
    found = end_of(ended.kind)
    if found is None:
        yield reason("no_way")
        return
    _, end = found
    if source not in end.sources:
        yield reason("not_from_there", account=account)
    for words in end.words:
        if not getattr(ended, words).strip():
            yield reason(_LACKS[words])


def reasons_against_confirming(
    paper: Standing, *, actor: str, happened_at: datetime | None
) -> Iterator[Reason]:
    """Yield every reason why somebody may not confirm a prepared end with that moment.

    Where a decision came first, who confirms says when they left. Else the paper says when it
    happened, and None or the same minute is meant.
    """
    yield from reasons_against_settling(paper)
    if paper.prepared_by == actor:
        yield reason("own_ending", ref=paper.ref)
    if not ENDS[paper.kind].is_beforehand:
        if happened_at is not None and not _is_same_minute(happened_at, paper.happened_at):
            yield reason("other_moment", ref=paper.ref, moment=paper.happened_at)
    elif happened_at is None:
        yield reason("no_departure")
    elif happened_at < minute_of(paper.prepared_at):
        # Who left in the minute it was prepared in left after it.
        yield reason("before_ending", ref=paper.ref, moment=paper.prepared_at)


def minute_of(moment: datetime) -> datetime:
    """Return the minute a moment lies in: forms know no seconds."""
    return moment.replace(second=0, microsecond=0)


def reasons_against_settling(paper: Standing) -> Iterator[Reason]:
    """Yield the reason against a second answer to an end that was entered, confirmed or not."""
    if paper.state is not EndingState.PREPARED:
        yield reason("ending_over", ref=paper.ref, moment=paper.settled_at)


def reasons_against_finding(
    finding: Finding, *, source: AccountKind, account: str
) -> Iterator[Reason]:
    """Yield every reason why nobody of an account is found again, but for what the books say."""
    if source not in BACK:
        yield reason("not_back", account=account)
    if not finding.legal_basis.strip():
        yield reason("no_basis")
    if not finding.how.strip():
        yield reason("no_finding")


def _is_same_minute(one: datetime, other: datetime | None) -> bool:
    return other is not None and minute_of(one) == minute_of(other)
