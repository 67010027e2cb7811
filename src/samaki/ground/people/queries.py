"""Reads of persons. Names leave here only towards `custody.queries.whereabouts`, which hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from samaki.ground.people.models import Particulars, Person
from samaki.ground.retention.registry import Kind, declare

if TYPE_CHECKING:
    from collections.abc import Iterable

declare(
    Kind(
        "person",
        Particulars,
        reference="person__ref",
        recorded_at="person__registered_at",
        title=_("Names and papers of persons in custody"),
        begins=_(
            "from the end of custody, of the last case, hold, ban and watch-list entry, whichever "
            "was last"
        ),
    )
)


def is_registered(ref: str) -> bool:
    """Tell whether a person has that reference."""
    return Person.objects.filter(ref=ref).exists()


def registered(refs: Iterable[str]) -> frozenset[str]:
    """Return those references that are a registered person's."""
    return frozenset(Person.objects.filter(ref__in=list(refs)).values_list("ref", flat=True))


def particulars(refs: Iterable[str]) -> dict[str, Particulars]:
    """Return what persons said of themselves, by reference; who may read it is asked above.

    A registered person who is not among them was shredded.
    """
    rows = Particulars.objects.filter(person__ref__in=list(refs)).select_related("person")
    return {row.person.ref: row for row in rows}


def protected(refs: Iterable[str]) -> frozenset[str]:
    """Return those whose name only those who protect may read."""
    rows = Person.objects.filter(ref__in=list(refs), is_protected=True)
    return frozenset(rows.values_list("ref", flat=True))


def stated(name: str, paper: str, *, among: Iterable[str]) -> list[str]:
    """Return the references, among some, of persons who gave that name and paper."""
    rows = Particulars.objects.filter(person__ref__in=list(among), stated_name=name, paper=paper)
    return list(rows.values_list("person__ref", flat=True))


def containing(text: str) -> list[str]:
    """Return the references of persons whose name or paper contains a text, in order.

    Names nobody: whoever shows them asks which of them the reader may read, and leaves out the
    rest, so that a search tells nothing a page would not.
    """
    named = Particulars.objects.filter(stated_name__icontains=text)
    papers = Particulars.objects.filter(paper__iexact=text)
    return list((named | papers).order_by("person__ref").values_list("person__ref", flat=True))
