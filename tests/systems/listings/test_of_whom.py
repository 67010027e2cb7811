"""An entry is of everybody in the register whom it names, by reference or by paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.systems.listings.screened import registered

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.systems.listings import queries, rules
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import (
    ListingRefusedError,
    enter_ban_listing,
    enter_listing,
)

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.systems.listings.models import Listing

pytestmark = pytest.mark.django_db
DUC = Entry(("Nguyễn Văn Đức",), "1994-05-17", "M", "VNM", ("DEMO417",))
SAID = {
    "actor": Actor("account:1", (Grant("KH", GRANTS[Role.IMMIGRATION_OFFICER]),)),
    "ground": "Expulsion order",
    "valid_from": date(2025, 11, 18),
    "valid_to": None,
}


def _enter(at: datetime, **said: object) -> Listing:
    changes = {"because": "EO-1", "entry": DUC, **SAID, **said}
    verb = enter_listing if "watch_list" in said else enter_ban_listing
    return verb(at=at, **changes)  # type: ignore[arg-type]


def test_several_persons_are_each_said_and_none_is_left_out(at: datetime) -> None:
    one = registered("Budi", at=at, paper="N° A-123 45")
    two = registered("Sari", at=at, paper="DEMO 417")
    third = registered("Adi", at=at, paper="demo-417")

    with pytest.raises(ListingRefusedError) as refused:
        _enter(at, watch_list=rules.WANTED, because=f"Letters on {one.lower()}", entry=DUC)

    said = [(r.code, r.values["person"]) for r in refused.value.reasons]
    assert {person for code, person in said if code == "ground"} == {one, two, third}
    assert {person for code, person in said if code == "is_of"} == {two, third}
    assert _enter(at, watch_list="missing", because=f"Letters on {one}", entry=DUC).person == ""


def test_what_is_no_number_is_nobody_s_paper(at: datetime) -> None:
    registered("Budi", at=at, paper="none")

    assert _enter(at, entry=Entry(("Somebody",), documents=("None", "-"))).person == ""


def test_an_entry_made_before_is_of_whom_it_names(at: datetime) -> None:
    listing = _enter(at)
    person = registered("Nguyễn Văn Đức", at=at, paper=DUC.documents[0])

    (found,) = queries.current(at=at)
    assert found.persons == (person,)
    assert (found.ref, found.is_held, found.may_do) == (listing.ref, True, rules.MayDo.INFORM)
