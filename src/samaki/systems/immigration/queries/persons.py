"""Whom immigration's references and papers are of, for whoever asks `people.naming`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.people.naming import finds_papers, finds_references, with_numbers
from samaki.systems.immigration.models import ExpulsionCase, ExpulsionOrder, Plea, TravelDocument

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@finds_references("EC", "EO", "PL")
def of_references(codes: Collection[str]) -> Iterable[tuple[str, str]]:
    """Return whom cases, orders and pleas are of."""
    asked = list(codes)
    yield from ExpulsionCase.objects.filter(ref__in=asked).values_list("ref", "person")
    yield from ExpulsionOrder.objects.filter(ref__in=asked).values_list("ref", "case__person")
    yield from Plea.objects.filter(ref__in=asked).values_list("ref", "case__person")


@finds_papers
def of_papers(numbers: Collection[str]) -> Iterable[tuple[str, str]]:
    """Return whose travel documents have these numbers."""
    rows = with_numbers(TravelDocument.objects.all(), "number", numbers)
    return rows.values_list("tidy", "case__person")
