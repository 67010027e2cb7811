"""What the picture rests on: accepted claims and figures of the register, as rows to reconcile."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from samaki.kernel.counts.alone import conflicts_among
from samaki.kernel.counts.reconcile import reconcile
from samaki.kernel.counts.ways import Change
from samaki.picture.rules import figures
from samaki.systems.claims import queries as claims
from samaki.systems.claims import rules as claim_rules
from samaki.systems.custody.queries import register
from samaki.systems.custody.queries.register import TakenIn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from samaki.kernel.counts.model import CountClaim, Question, Reconciliation
    from samaki.systems.claims.queries import Standing
    from samaki.systems.custody.queries import books


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing a bound rests on: an accepted claim with its words, or figures of the register."""

    claim: Standing | None
    record: TakenIn | None


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows of the reconciliation, and what each stands for."""

    rows: tuple[CountClaim, ...]
    wide_rows: tuple[CountClaim, ...]
    reasons: dict[str, Reason]
    wider: tuple[Standing, ...]
    placed: tuple[TakenIn, ...]
    standing: tuple[Standing, ...]


@lru_cache(maxsize=64)
def reconciled(rows: tuple[CountClaim, ...], questions: tuple[Question, ...]) -> Reconciliation:
    """Reconcile, once for the same rows and questions; no figure is stored."""
    return reconcile(rows, questions)


@lru_cache(maxsize=16)
def conflicts_in(rows: tuple[CountClaim, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the conflicts among rows, the same whatever else is asked of them."""
    return conflicts_among(rows)


def ground_of(at: books.Moments) -> Ground:
    """Return what the picture of a moment rests on: claims that stand, and what was taken in."""
    standing = claims.standing(known_at=at.known_at)
    placed = register.taken_in(at=at)
    every = [each.stated for each in standing]
    # Where a person chose how far a total reaches, there is one reading left.
    until = {
        each.stated.ref: claim_rules.may_include_until(each.stated, every) for each in standing
    }
    open_ones = tuple(
        each
        for each in standing
        if not each.is_chosen
        and until[each.stated.ref] is not None
        and (each.adjusted is None or _is_only_opened(each))
    )
    reasons = {each.stated.ref: Reason(each, None) for each in standing}
    recorded = []
    for number, figure in enumerate((*placed, *_days(placed)), start=1):
        row = figures.register_row(
            province=figure.province,
            day=figure.day,
            nationality=figure.nationality,
            count=figure.count,
            number=number,
        )
        recorded.append(row)
        reasons[row.id] = Reason(None, figure)
    stated, wide = list(recorded), list(recorded)
    for each in standing:
        reach = until[each.stated.ref]
        is_wide = each.scope is claim_rules.Scope.WIDE
        stated += _rows(each, until=reach if is_wide else None)
        wide += _rows(each, until=reach if is_wide or each in open_ones else None)
    return Ground(tuple(stated), tuple(wide), reasons, open_ones, placed, standing)


def _rows(found: Standing, *, until: date | None) -> tuple[CountClaim, ...]:
    """Return the rows of a claim as a person chose to count it, or as written."""
    rows = claim_rules.count_claims(found.stated, until=until)
    to = found.adjusted.to if found.adjusted else None
    if to is not None and until is not None and _is_only_opened(found):
        # Its number was opened, and how far it reaches nobody said: both readings are worked out.
        return tuple(
            row if row.id.endswith(claim_rules.PRESENCE) else replace(row, low=to.low, high=to.high)
            for row in rows
        )
    return claim_rules.adjusted(rows, to)


def _is_only_opened(found: Standing) -> bool:
    assert found.adjusted is not None, "asked of what counts otherwise"
    return claim_rules.changes_of(found.stated, found.adjusted.to) == (Change.WIDEN,)


def reasons_of(rows: Iterable[str], ground: Ground) -> tuple[Reason, ...]:
    """Return what rows of the reconciliation stand for, each claim once."""
    refs = dict.fromkeys(claim_rules.claim_ref(row) for row in rows)
    return tuple(ground.reasons[ref] for ref in refs)


def _days(placed: tuple[TakenIn, ...]) -> tuple[TakenIn, ...]:
    """Return what the register took in by province and day, where it has several nationalities.

    Heads whose nationality nobody established are other heads than the rest, and no claim by
    nationality can say so; the register knows it.
    """
    groups: dict[tuple[str, date], list[TakenIn]] = defaultdict(list)
    for figure in placed:
        groups[figure.province, figure.day].append(figure)
    return tuple(
        TakenIn(
            province,
            day,
            None,
            sum(figure.count for figure in those),
            tuple(dict.fromkeys(ref for figure in those for ref in figure.intakes)),
            tuple(dict.fromkeys(n for figure in those for n in figure.movements)),
        )
        for (province, day), those in groups.items()
        if len(those) > 1
    )
