"""Which personal values lie apart, and what they are needed for.

Each is declared in the `queries` of the system it belongs to, so that this asks nobody above it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

    from samaki.ground.retention.rules import Tie

    # What of some references is needed, or was: by reference, at a moment.
    Find = Callable[[Collection[str], datetime], Iterable[tuple[str, Tie]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """Personal values that lie apart: in which table, of what, since when.

    `reference` and `recorded_at` are the fields, from a row, of the reference they are of and of
    the moment they were recorded; `begins` says in words when the days begin to run.
    """

    code: str
    model: type[Model]
    reference: str
    recorded_at: str
    title: StrOrPromise
    begins: StrOrPromise


_KINDS: dict[str, Kind] = {}
_TIES: dict[str, list[Find]] = defaultdict(list)


def declare(kind: Kind) -> None:
    """Declare a kind of personal values."""
    assert kind.code not in _KINDS, f"{kind.code} is declared twice"
    assert getattr(kind.model, "shreddable", False), f"{kind.model.__name__} says it is kept"
    _KINDS[kind.code] = kind


def finds_ties(code: str) -> Callable[[Find], Find]:
    """Declare what a system needs the values of a kind for."""

    def declared(find: Find) -> Find:
        _TIES[code].append(find)
        return find

    return declared


def kinds() -> dict[str, Kind]:
    """Return every kind by its code, in the order of the installed apps."""
    _read_declarations()
    return _KINDS


def ties(code: str, references: Collection[str], at: datetime) -> dict[str, list[Tie]]:
    """Return what the values of a kind are or were needed for, by reference."""
    _read_declarations()
    found: dict[str, list[Tie]] = defaultdict(list)
    for find in _TIES[code]:
        for reference, tie in find(references, at):
            found[reference].append(tie)
    return found


@cache
def _read_declarations() -> None:
    autodiscover_modules("queries", "queries.ties")
