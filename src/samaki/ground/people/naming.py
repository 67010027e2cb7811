"""Whom a reference or a paper on record is of. Each system declares how its own are looked up.

A system below that has to know it (may this person be listed?) asks here and imports nobody above
it. References and papers that are of several persons at once, such as a list of who leaves, are of
nobody here.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Replace, Upper
from django.utils.module_loading import autodiscover_modules

from samaki.ground.people.models import Particulars, Person
from samaki.ground.people.rules import tidy_paper
from samaki.kernel.refs import found_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from django.db.models import QuerySet

    # Pairs of what was asked for and the reference of the person it is of.
    Find = Callable[[Collection[str]], Iterable[tuple[str, str]]]

_BETWEEN = " -./"  # what is written between the signs of a paper's number
_OF_REFERENCES: dict[str, Find] = {}  # by prefix
_OF_PAPERS: list[Find] = []


def finds_references(*prefixes: str) -> Callable[[Find], Find]:
    """Declare how references of these prefixes are looked up: codes as stored, to their persons."""

    def declare(find: Find) -> Find:
        assert not _OF_REFERENCES.keys() & set(prefixes), "a prefix is one system's"
        _OF_REFERENCES.update(dict.fromkeys(prefixes, find))
        return find

    return declare


def finds_papers(find: Find) -> Find:
    """Declare how a system's papers are looked up: tidy numbers, to their persons."""
    _OF_PAPERS.append(find)
    return find


def references_in(text: str) -> tuple[str, ...]:
    """Return what may be a person's reference in a text, however it is written there."""
    _read_declarations()
    return found_in(text, frozenset(_OF_REFERENCES))


def of_references(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return whom references are of, by reference; those that are of nobody are left out."""
    _read_declarations()
    asked: dict[Find, set[str]] = defaultdict(set)
    for code in codes:
        if (find := _OF_REFERENCES.get(code.partition("-")[0])) is not None:
            asked[find].add(code)
    return _together(pair for find, some in asked.items() for pair in find(some))


def of_papers(numbers: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return whom papers are of, by tidy number; of two registered under one number, both.

    `numbers` may be written in any way; what has no digit is no number.
    """
    _read_declarations()
    asked = frozenset(tidy_paper(number) for number in numbers) - {""}
    return _together(pair for find in _OF_PAPERS if asked for pair in find(asked))


def with_numbers(rows: QuerySet[Any], field: str, numbers: Collection[str]) -> QuerySet[Any]:
    """Return those rows whose paper, in a field, has one of these tidy numbers, as `tidy`."""
    number: Any = Upper(F(field))
    for sign in _BETWEEN:
        number = Replace(number, Value(sign), Value(""))
    numbered: QuerySet[Any] = rows.annotate(tidy=number).filter(tidy__in=list(numbers))
    return numbered


@finds_references("P")
def _persons(codes: Collection[str]) -> Iterable[tuple[str, str]]:
    found = Person.objects.filter(ref__in=list(codes)).values_list("ref", flat=True)
    return ((ref, ref) for ref in found)


@finds_papers
def _shown(numbers: Collection[str]) -> Iterable[tuple[str, str]]:
    rows = with_numbers(Particulars.objects.all(), "paper", numbers)
    return rows.values_list("tidy", "person__ref")


def _together(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for said, person in pairs:
        found[said].add(person)
    return {said: frozenset(persons) for said, persons in found.items()}


@cache
def _read_declarations() -> None:
    autodiscover_modules("queries", "queries.persons")
