"""Agencies, units and posts: opened on record, found by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from samaki.ground.agencies import queries
from samaki.ground.agencies.models import Agency, Unit
from samaki.ground.agencies.services import Name, open_agency, open_post, open_unit
from samaki.ground.journal.models import Entry
from samaki.ground.places.services import load_gazetteer

if TYPE_CHECKING:
    from datetime import datetime

BY = "machine:installer"
POLICE = Name("National Police", "នគរបាលជាតិ")


@pytest.fixture
def agency(db: None, at: datetime) -> Agency:
    """Open an agency in a country with areas."""
    load_gazetteer(by=BY, at=at)
    return open_agency(by=BY, code="NP", name=POLICE, at=at)


def _unit(code: str, area: str, *, at: datetime, superior: str | None = None) -> Unit:
    return open_unit(
        by=BY, code=code, agency="NP", area=area, superior=superior, name=Name(code, "ក"), at=at
    )


def test_opening_is_on_record(agency: Agency, at: datetime) -> None:
    unit = _unit("NP-1", "KH-1", at=at)
    open_post(by=BY, code="NP-1-CHIEF", unit="NP-1", kind="police_chief", title=POLICE, at=at)

    kinds = list(Entry.objects.order_by("number").values_list("kind", "subject"))
    assert kinds[-3:] == [
        ("agencies:agency:open", "agency:NP"),
        ("agencies:unit:open", "unit:NP-1"),
        ("agencies:post:open", "post:NP-1-CHIEF"),
    ]
    assert queries.unit("NP-1") == unit


def test_a_unit_answers_to_its_superior(agency: Agency, at: datetime) -> None:
    _unit("NP-KH", "KH", at=at)
    _unit("NP-1", "KH-1", superior="NP-KH", at=at)

    found = queries.unit("NP-1").superior
    assert found is not None
    assert found.code == "NP-KH"


def test_units_are_found_by_area_and_all_that_lies_in_it(agency: Agency, at: datetime) -> None:
    for code, area in [("A", "KH"), ("B", "KH-1"), ("C", "KH-1-10"), ("D", "KH-12")]:
        _unit(code, area, at=at)

    assert [unit.code for unit in queries.units_within(("KH-1",))] == ["B", "C"]
    assert [unit.code for unit in queries.units_within(("KH-12", "KH-1-10"))] == ["C", "D"]
    assert [unit.code for unit in queries.units_within(("KH",))] == ["A", "B", "C", "D"]
    assert queries.units_within(()) == []


def test_posts_are_found_by_kind(agency: Agency, at: datetime) -> None:
    _unit("NP-1", "KH-1", at=at)
    for code, kind in [("ONE", "governor"), ("TWO", "police_chief")]:
        open_post(by=BY, code=code, unit="NP-1", kind=kind, title=POLICE, at=at)

    assert [post.code for post in queries.posts(kind="governor")] == ["ONE"]
    assert [post.code for post in queries.posts()] == ["ONE", "TWO"]


def test_names_and_titles_are_in_the_readers_language(agency: Agency, at: datetime) -> None:
    unit = _unit("NP-1", "KH-1", at=at)
    post = open_post(by=BY, code="ONE", unit="NP-1", kind="governor", title=POLICE, at=at)

    assert [str(agency), str(unit), str(post)] == ["National Police", "NP-1", "National Police"]
    with translation.override("km"):
        assert [str(agency), str(unit), str(post)] == ["នគរបាលជាតិ", "ក", "នគរបាលជាតិ"]


def test_there_is_no_unit_of_an_unknown_code(agency: Agency) -> None:
    with pytest.raises(Unit.DoesNotExist):
        queries.unit("NP-99")


def test_the_database_refuses_what_cannot_be(agency: Agency, at: datetime) -> None:
    _unit("NP-1", "KH-1", at=at)
    before = Entry.objects.count()

    with pytest.raises(IntegrityError), transaction.atomic():
        _unit("NP-1", "KH-1", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        _unit("NP-2", "KH-1", superior="NP-2", at=at)
    assert (Unit.objects.count(), Entry.objects.count()) == (1, before)
