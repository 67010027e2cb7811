"""The journal: nothing in the books can be altered without its showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from samaki.ground.journal import queries, services, triggers
from samaki.ground.journal.models import Entry
from samaki.ground.places.models import Area
from samaki.ground.places.services import load_gazetteer

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def _tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _first_break() -> str:
    return str(next(queries.breaks()))


def test_an_untouched_chain_has_no_break(at: datetime) -> None:
    load_gazetteer(by="machine:installer", at=at)
    services.record(actor="account:1", kind="a:b:c", subject="X", at=at)

    assert list(queries.breaks()) == []


@pytest.mark.parametrize(
    "act", ["UPDATE journal_entry SET actor = 'x'", "DELETE FROM journal_entry"]
)
def test_the_database_refuses_to_change_an_entry(act: str, at: datetime) -> None:
    services.record(actor="account:1", kind="a:b:c", subject="X", at=at)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _tamper(act)


@pytest.mark.tampers
def test_a_changed_entry_is_named(at: datetime) -> None:
    for subject in "XYZ":
        services.record(actor="account:1", kind="a:b:c", subject=subject, at=at)
    triggers.lift("journal_entry")
    _tamper("UPDATE journal_entry SET subject = 'V' WHERE number = 2")
    triggers.install("journal_entry")

    assert _first_break() == "journal_entry row 2: it is not what was recorded"


@pytest.mark.tampers
def test_a_dropped_entry_is_noticed_even_at_the_end(at: datetime) -> None:
    for subject in "XYZ":
        services.record(actor="account:1", kind="a:b:c", subject=subject, at=at)
    triggers.lift("journal_entry")
    Entry.objects.filter(number=3).delete()
    triggers.install("journal_entry")

    assert "newest entries are missing" in _first_break()


@pytest.mark.tampers
def test_a_missing_trigger_is_named() -> None:
    triggers.lift("journal_entry")

    assert "journal_entry_refuses_update" in _first_break()


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE places_area SET name_en = 'Kampong' WHERE code = 'KH-3'", "it is not what was"),
        ("INSERT INTO places_area VALUES ('KH-99', 'province', 'X', 'X', 'KH')", "nobody recorded"),
        ("DELETE FROM places_area WHERE code = 'KH-1-10'", "it was recorded and is gone"),
    ],
)
def test_a_row_altered_behind_the_journal_is_named(sql: str, what: str, at: datetime) -> None:
    load_gazetteer(by="machine:installer", at=at)
    _tamper(sql)

    assert what in _first_break()


def test_the_gazetteer_has_25_provinces_and_loads_once(at: datetime) -> None:
    assert load_gazetteer(by="machine:installer", at=at) > 200
    assert load_gazetteer(by="machine:installer", at=at) == 0
    assert Area.objects.filter(level="province").count() == 25
    assert Area.objects.get(code="KH-18").name_en == "Preah Sihanouk"
