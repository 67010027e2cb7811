"""The national picture: what claims and register prove together, worked out at each asking."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings

from samaki.ground.places import queries as places
from samaki.picture.queries.counters import Doubts, doubts_of
from samaki.picture.queries.grounds import conflicts_in, ground_of, reasons_of, reconciled
from samaki.picture.rules import figures
from samaki.systems.custody.queries import books
from samaki.systems.operations import queries as operations

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from samaki.kernel.counts.bounds import Bounds
    from samaki.kernel.counts.model import Answer, Reconciliation
    from samaki.picture.queries.grounds import Ground, Reason
    from samaki.systems.claims.queries import Standing
    from samaki.systems.custody.queries.register import TakenIn


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
    adjusted: tuple[Standing, ...] = ()
    doubts: Doubts = field(default_factory=Doubts)


def national(*, as_of: datetime, known_at: datetime | None = None) -> Picture:
    """Return the picture as of a moment, by what was recorded and accepted until `known_at`."""
    at = books.Moments(as_of, known_at or as_of)
    ground = ground_of(at)
    raided = operations.raided_without_figure(known_at=at.known_at)
    doubts = doubts_of(ground.standing)
    parts = figures.periods(ground.rows)
    whole = figures.whole(parts)
    if whole is None:
        return Picture(
            as_of, at.known_at, (), None, {}, raided, (), (), (), _adjusted(ground), doubts
        )
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
        adjusted=_adjusted(ground),
        doubts=doubts,
    )


def proof(
    period: figures.Period,
    province: str | None,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
) -> Proof:
    """Return the bounds of one question with all they rest on."""
    ground = ground_of(books.Moments(as_of, known_at or as_of))
    found, _conflicts, _repaired = _prove(ground, [(period, province)])
    return found[0]


def _prove(
    ground: Ground, asked: list[tuple[figures.Period, str | None]]
) -> tuple[list[Proof], tuple[tuple[Reason, ...], ...], tuple[Reason, ...]]:
    questions = [figures.question(period, province) for period, province in asked]
    stated = reconciled(ground.rows, tuple(questions))
    wide = _answers(reconciled(ground.wide_rows, tuple(questions))) if ground.wider else {}
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
                low_because=reasons_of(answer.low_because, ground),
                high_because=reasons_of(answer.high_because, ground),
                other=other.bounds if other else None,
                placed=tuple(
                    figure
                    for figure in ground.placed
                    if period.first <= figure.day <= period.last
                    and province in {None, figure.province}
                ),
            )
        )
    conflicts = tuple(reasons_of(each, ground) for each in conflicts_in(ground.rows))
    return proofs, conflicts, reasons_of((repair.claim for repair in stated.repairs), ground)


def _adjusted(ground: Ground) -> tuple[Standing, ...]:
    return tuple(each for each in ground.standing if each.adjusted)


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


def _answers(found: Reconciliation) -> dict[str, Answer]:
    return {answer.question: answer for answer in found.answers}
