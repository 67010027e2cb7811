"""The proof looks at some hundred rows at a time, and is right while others write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from samaki.ground.journal import queries, services
from samaki.ground.places.models import Area
from samaki.ground.places.services import load_gazetteer

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(queries, "_PIECE", 7)
    load_gazetteer(by="machine:installer", at=at)


def test_the_pieces_add_up_to_every_row(at: datetime) -> None:
    for number in range(30):
        services.record(actor="account:1", kind="a:b:c", subject=f"X{number}", at=at)

    found = list(queries.pieces())

    assert sum(piece.rows for piece in found) == queries.size() > 230
    assert max(piece.rows for piece in found) == 7
    assert not [b for piece in found for b in piece.breaks]


def test_what_others_write_between_two_pieces_is_no_break(at: datetime) -> None:
    found: list[queries.Break] = []
    for number, piece in enumerate(queries.pieces()):
        found += piece.breaks
        # A row is changed, one is added behind the page and one ahead of it, all on record.
        area = Area.objects.get(code="KH-3")
        area.name_en = f"Name {number}"
        area.save()
        added = [
            Area.objects.create(
                code=f"{code}-{number}",
                level="district",
                name_en=f"{code} {number}",
                name_km="x",
                parent_id="KH-3",
            )
            for code in ("A", "Z")
            if number % 10 == 0
        ]
        services.record(actor="account:1", kind="a:b:c", subject="X", at=at, wrote=[area, *added])

    assert found == []


@pytest.mark.tampers
def test_a_row_altered_in_a_later_piece_is_named_once(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_area SET name_en = 'X' WHERE code = 'KH-9'")

    assert [str(found) for found in queries.breaks()] == [
        "places_area row KH-9: it is not what was recorded"
    ]
