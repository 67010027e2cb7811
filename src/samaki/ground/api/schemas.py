"""The shapes that every answer of the API shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import field_validator

from samaki.kernel.ledger import Age, Cell, Sex

_FIRST_YEAR, _LAST_YEAR = 2000, 2100  # as on the pages


class Asked(Schema):
    """What is sent: text that can be stored, moments with their offset, years that can be meant."""

    @field_validator("*", mode="after")
    @classmethod
    def _can_be_meant(cls, value: object) -> object:
        for each in value if isinstance(value, list) else (value,):
            _refuse_odd(each)
        return value


def _refuse_odd(value: object) -> None:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError(_("The text has a sign that cannot be stored."))
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(_("The moment has no offset. Send one, such as +07:00."))
    if isinstance(value, date) and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        said = _("The year %(year)s cannot be meant. Check the date.")
        raise ValueError(said % {"year": value.year})


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


class At(Asked):
    """The two times of a figure: how things stood, by what was recorded when; now if left out."""

    as_of: datetime | None = None
    known: datetime | None = None


class Heads(Asked):
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


class AllWritten(Schema):
    """What several papers of one act became."""

    written: list[Written]


PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 405: Problem, 422: Problem}
