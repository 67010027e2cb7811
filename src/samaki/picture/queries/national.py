"""The national picture: what claims and register prove together, worked out at each asking."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from samaki.ground.places import queries as places
from samaki.kernel.counts.reconcile import reconcile
from samaki.picture.rules import figures
from samaki.systems.claims import queries as claims
from samaki.systems.claims import rules as claim_rules
from samaki.systems.custody.queries import books, register
from samaki.systems.custody.queries.register import TakenIn
from samaki.systems.operations import queries as operations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from pathlib import Path

    from samaki.kernel.counts.bounds import Bounds
    from samaki.kernel.counts.model import Answer, CountClaim, Question, Reconciliation
    from samaki.systems.claims.queries import Standing


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing a bound rests on: an accepted claim with its words, or figures of the register."""

    claim: Standing | None
    record: TakenIn | None


@dataclass(frozen=True, slots=True)
class Proof:
    """How many, for one question: the bounds, what proves each, and the other reading."""

    period: figures.Period
    province: str | None
    bounds: Bounds
    low_because: tuple[Reason, ...]
    high_because: tuple[Reason, ...]
    other: Bounds | None
    placed: tuple[TakenIn, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether the other reading of a total gives another answer."""
        return self.other is not None and self.other != self.bounds

    @property
    def heads(self) -> int:
        """How many of them the register holds."""
        return sum(figure.count for figure in self.placed)

    @property
    def scale(self) -> figures.Scale:
        """Where to draw it."""
        return figures.scale(
            placed=self.heads,
            low=self.bounds.low,
            high=self.bounds.high,
            other=self.other.low if self.other and self.is_disputed else None,
        )

    @property
    def sources(self) -> int:
        """How many sources the floor rests on; the register counts as one."""
        return len({reason.claim.source_ref if reason.claim else "" for reason in self.low_because})


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the national page shows, as of a moment."""

    as_of: datetime
    known_at: datetime
    parts: tuple[Proof, ...]
    together: Proof | None
    by_province: dict[str, Proof]
    raided: frozenset[str]
    conflicts: tuple[tuple[Reason, ...], ...]
    repaired: tuple[Reason, ...]
    wider: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """The rows of the reconciliation, and what each stands for."""

    rows: tuple[CountClaim, ...]
    wide_rows: tuple[CountClaim, ...]
    reasons: dict[str, Reason]
    wider: tuple[Standing, ...]
    placed: tuple[TakenIn, ...]


def national(*, as_of: datetime, known_at: datetime | None = None) -> Picture:
    """Return the picture as of a moment, by what was recorded and accepted until `known_at`."""
    at = books.Moments(as_of, known_at or as_of)
    ground = _ground(at)
    raided = operations.raided_without_figure(known_at=at.known_at)
    parts = figures.periods(ground.rows)
    whole = figures.whole(parts)
    if whole is None:
        return Picture(as_of, at.known_at, (), None, {}, raided, (), (), ())
    provinces = [province.code for province in places.provinces()]
    asked: list[tuple[figures.Period, str | None]] = [(part, None) for part in parts]
    asked += [(whole, None), *((whole, province) for province in provinces)]
    asked = list(dict.fromkeys(asked))  # of one day alone, the part is the whole
    found, conflicts, repaired = _prove(ground, asked)
    proofs = dict(zip(asked, found, strict=True))
    return Picture(
        as_of=as_of,
        known_at=at.known_at,
        parts=tuple(proofs[part, None] for part in parts),
        together=proofs[whole, None],
        by_province={province: proofs[whole, province] for province in provinces},
        raided=raided,
        conflicts=conflicts,
        repaired=repaired,
        wider=ground.wider,
    )


def proof(
    period: figures.Period,
    province: str | None,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
) -> Proof:
    """Return the bounds of one question with all they rest on."""
    ground = _ground(books.Moments(as_of, known_at or as_of))
    found, _conflicts, _repaired = _prove(ground, [(period, province)])
    return found[0]


def _prove(
    ground: _Ground, asked: list[tuple[figures.Period, str | None]]
) -> tuple[list[Proof], tuple[tuple[Reason, ...], ...], tuple[Reason, ...]]:
    questions = [figures.question(period, province) for period, province in asked]
    stated = _reconciled(ground.rows, tuple(questions))
    wide = _answers(_reconciled(ground.wide_rows, tuple(questions))) if ground.wider else {}
    answers = _answers(stated)
    proofs = []
    for (period, province), question in zip(asked, questions, strict=True):
        answer = answers[question.id]
        other = wide.get(question.id)
        proofs.append(
            Proof(
                period=period,
                province=province,
                bounds=answer.bounds,
                low_because=_reasons(answer.low_because, ground),
                high_because=_reasons(answer.high_because, ground),
                other=other.bounds if other else None,
                placed=tuple(
                    figure
                    for figure in ground.placed
                    if period.first <= figure.day <= period.last
                    and province in {None, figure.province}
                ),
            )
        )
    conflicts = tuple(_reasons(conflict, ground) for conflict in stated.conflicts)
    return proofs, conflicts, _reasons((repair.claim for repair in stated.repairs), ground)


def sheet() -> dict[str, Any] | None:
    """Return the outlines that set-up decoded, or None: then the map is made of tiles."""
    path = settings.BUILT_ASSETS / "map" / "outlines.json"
    try:
        return _decoded(path, path.stat().st_mtime)
    except OSError:
        return None


@lru_cache(maxsize=1)
def _decoded(path: Path, _changed: float) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@lru_cache(maxsize=64)
def _reconciled(rows: tuple[CountClaim, ...], questions: tuple[Question, ...]) -> Reconciliation:
    """Reconcile, once for the same rows and questions; no figure is stored."""
    return reconcile(rows, questions)


def _answers(found: Reconciliation) -> dict[str, Answer]:
    return {answer.question: answer for answer in found.answers}


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


def _reasons(rows: Iterable[str], ground: _Ground) -> tuple[Reason, ...]:
    refs = dict.fromkeys(claim_rules.claim_ref(row) for row in rows)
    return tuple(ground.reasons[ref] for ref in refs)


def _ground(at: books.Moments) -> _Ground:
    standing = claims.standing(known_at=at.known_at)
    placed = register.taken_in(at=at)
    every = [each.stated for each in standing]
    # Where a person chose how far a total reaches, there is one reading left.
    until = {
        each.stated.ref: claim_rules.may_include_until(each.stated, every) for each in standing
    }
    open_ones = tuple(
        each for each in standing if not each.is_chosen and until[each.stated.ref] is not None
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
        stated += claim_rules.count_claims(each.stated, until=reach if is_wide else None)
        wide += claim_rules.count_claims(
            each.stated, until=reach if is_wide or each in open_ones else None
        )
    return _Ground(tuple(stated), tuple(wide), reasons, open_ones, placed)
