"""A traveller and an entry are kept as long as one of them may still be held against the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.ground.retention.kept import DUTY, breaks
from tests.systems.border.test_border import Border, border
from tests.systems.listings.screened import clear, registered

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.retention import queries as retention
from samaki.ground.retention.rules import NOTICE
from samaki.ground.retention.services import set_retention, shred_values
from samaki.systems.border import queries
from samaki.systems.border.models import Alert, CheckedTraveller
from samaki.systems.border.rules import Traveller
from samaki.systems.listings import queries as listings
from samaki.systems.listings.models import ListedParticulars
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import end_listing

if TYPE_CHECKING:
    from samaki.systems.listings.models import Listing

pytestmark = pytest.mark.django_db
__all__ = ["border"]  # the fixture

YEAR = timedelta(days=365)
IMMIGRATION = Actor("account:9", (Grant("KH", GRANTS[Role.IMMIGRATION_OFFICER]),))


def _codes(kind: str, ref: str, border: Border, *, days: int = 30) -> set[str]:
    found = retention.reasons_against(kind, [ref], days=days, at=border.at + YEAR)
    return {reason.code for reason in found[ref]}


def _end(border: Border, listing: Listing) -> None:
    end_listing(
        actor=IMMIGRATION,
        listing=listing.ref,
        reason="Over",
        at=border.at,
    )


def _shred(kind: str, ref: str, border: Border) -> int:
    at = border.at + YEAR
    set_retention(actor=DUTY, kind=kind, days=30, why="Rule 4", at=at - NOTICE)
    return shred_values(actor=DUTY, kind=kind, of=[ref], at=at)


def test_a_check_that_met_nothing_goes_after_its_days(border: Border) -> None:
    check = border.check("Quillmarth Zoe", "1990")

    assert _codes("traveller", check.ref, border) == set()
    assert _codes("traveller", check.ref, border, days=366) == {"too_young"}
    assert _shred("traveller", check.ref, border) == 1
    assert not CheckedTraveller.objects.exists()

    answer = queries.answer(border.officer, check.ref)
    assert answer is not None
    assert answer.traveller.name == "Name shredded on record"
    assert breaks() == []


def test_an_alert_and_the_entry_it_met_keep_both(border: Border) -> None:
    listing = border.enter()
    check = border.check("Van Duc Nguyen", "17/05/1994")
    assert _codes("traveller", check.ref, border) == {"has_alert", "is_listed"}
    assert _codes("listed", listing.ref, border) == {"has_alert", "is_listed"}

    border.judge("negative")
    assert _codes("traveller", check.ref, border) == {"is_listed"}

    _end(border, listing)
    assert _codes("traveller", check.ref, border) == set()
    assert _codes("listed", listing.ref, border) == set()


def test_what_was_shredded_is_said_on_the_answer_and_nothing_is_compared(border: Border) -> None:
    listing = border.enter()
    check = border.check("Van Duc Nguyen", "17/05/1994")
    border.judge("negative")
    _end(border, listing)
    assert _shred("listed", listing.ref, border) == 1

    found = queries.alert_answer(border.supervisor, Alert.objects.get().ref)
    line = listings.line(border.supervisor, listing.ref, at=border.at)

    assert found is not None
    (shown,) = found[1].matches
    assert shown.assessment is None
    assert shown.listed is not None
    assert shown.listed.entry.names == ("Name shredded on record",)
    assert line is not None
    assert line.entry is not None
    assert line.entry.names == ("Name shredded on record",)
    assert not ListedParticulars.objects.exists()
    assert breaks() == []

    assert _shred("traveller", check.ref, border) == 1
    assert queries.remembered(listing.ref, Traveller("X", "", "", "", "")) is None
    assert breaks() == []


def test_an_entry_on_a_person_keeps_their_name_however_it_says_so(border: Border) -> None:
    at = border.at - timedelta(days=100)
    by_reference, by_paper, nobody = (
        registered(name, paper=paper, at=at)
        for name, paper in (("A", "X1"), ("B", "ZQ 417"), ("C", ""))
    )
    for person in (by_reference, by_paper):
        clear(person, at=at)
    border.enter(person=by_reference)
    border.enter(Entry(("Somebody",), "1990", "M", "VNM", ("ZQ417",)))

    assert "is_listed" in _codes("person", by_reference, border)
    assert "is_listed" in _codes("person", by_paper, border)
    assert _codes("person", nobody, border) == set()
