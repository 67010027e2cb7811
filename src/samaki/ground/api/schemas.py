"""The shapes that every answer of the API shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ninja import Field, Schema

from samaki.kernel.ledger import Age, Cell, Sex


class Why(Schema):
    """One reason: a code that programs may rely on, the sentence, and what it is about."""

    code: str
    text: str
    about: str | None = None


class Problem(Schema):
    """Why nothing was changed: every reason at once."""

    error: str
    message: str
    reasons: list[Why]


class At(Schema):
    """The two times of a figure: how things stood, by what was recorded when; now if left out."""

    as_of: datetime | None = None
    known: datetime | None = None


class Heads(Schema):
    """A count of unnamed heads of one cell; what is left out is not established."""

    nationality: str | None = Field(
        None, min_length=3, max_length=3, description="ISO 3166-1 alpha-3"
    )
    sex: Sex | None = None
    age: Age | None = None
    count: int = Field(ge=0, le=100_000)


def cells(heads: Iterable[Heads]) -> dict[Cell, int]:
    """Return the heads by cell; a cell that is named twice is added up."""
    found: dict[Cell, int] = {}
    for said in heads:
        cell = Cell(said.nationality, said.sex, said.age)
        found[cell] = found.get(cell, 0) + said.count
    return found


class Written(Schema):
    """What a write made: its reference, and where to read it."""

    ref: str
    url: str


PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 405: Problem, 422: Problem}
