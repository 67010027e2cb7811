"""Areas: a code says by itself what it lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.places import queries, rules
from samaki.ground.places.models import Area
from samaki.ground.places.services import load_gazetteer

if TYPE_CHECKING:
    from datetime import datetime

codes = st.lists(st.integers(1, 25).map(str), max_size=2).map(
    lambda parts: "-".join(["KH", *parts])
)


@pytest.fixture
def areas(db: None, at: datetime) -> None:
    """Load the gazetteer."""
    load_gazetteer(by="machine:installer", at=at)


@pytest.mark.parametrize(
    ("area", "other", "covers"),
    [
        ("KH", "KH", True),
        ("KH", "KH-1-10", True),
        ("KH-1", "KH-1-10", True),
        ("KH-1", "KH-1", True),
        ("KH-1", "KH-12", False),
        ("KH-1", "KH", False),
        ("KH-1-10", "KH-1", False),
        ("K", "KH", False),
    ],
)
def test_an_area_covers_itself_and_what_lies_in_it(area: str, other: str, covers: bool) -> None:  # noqa: FBT001 - a table
    assert rules.covers(area, other) is covers


@given(codes, codes, codes)
def test_covering_reaches_through(one: str, two: str, three: str) -> None:
    if rules.covers(one, two) and rules.covers(two, three):
        assert rules.covers(one, three)
    if rules.covers(one, two) and rules.covers(two, one):
        assert one == two


@pytest.mark.parametrize(
    ("area", "province"), [("KH", None), ("KH-1", "KH-1"), ("KH-1-10", "KH-1")]
)
def test_an_area_lies_in_one_province_and_the_country_in_none(
    area: str, province: str | None
) -> None:
    assert rules.province_of(area) == province


def test_the_governments_own_codes_become_ours() -> None:
    assert rules.province_code("01") == "KH-1"
    assert rules.province_code("25") == "KH-25"
    assert rules.district_code("0110") == "KH-1-10"


@pytest.mark.usefixtures("areas")
def test_every_area_lies_in_its_parent_by_code() -> None:
    for area in Area.objects.exclude(code="KH"):
        assert area.parent_id is not None
        assert rules.covers(area.parent_id, area.code)
        assert area.name_en
        assert area.name_km


@pytest.mark.usefixtures("areas")
def test_within_returns_the_area_and_its_districts_and_no_namesake() -> None:
    found = set(queries.within(("KH-1",)).values_list("code", flat=True))

    assert {"KH-1", "KH-1-10"} <= found
    assert all(rules.covers("KH-1", code) for code in found)
    assert queries.within(()).count() == 0
    assert queries.within(("KH",)).count() == Area.objects.count()


@pytest.mark.usefixtures("areas")
def test_a_name_is_in_the_readers_language() -> None:
    assert queries.names(["KH-18", "KH-99"]) == {"KH-18": "Preah Sihanouk"}
    with translation.override("km"):
        assert queries.names(["KH"]) == {"KH": "កម្ពុជា"}
        assert str(Area.objects.get(code="KH")) == "កម្ពុជា"


@pytest.mark.usefixtures("areas")
def test_the_database_refuses_two_areas_of_one_name_in_one_parent() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(
            code="KH-99", parent_id="KH", level="province", name_en="Kampot", name_km="ក"
        )
