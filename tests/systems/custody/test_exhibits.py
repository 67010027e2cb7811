"""Exhibits: a seized thing is entered once under its seal, where it was found, by who may."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, transaction
from tests.systems.custody.case import POIPET, SIHANOUK, officer

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Permission, Role
from samaki.ground.agencies.services import Name
from samaki.ground.sites.services import register_site
from samaki.kernel import refs
from samaki.systems.custody import rules
from samaki.systems.custody.models import Exhibit
from samaki.systems.custody.queries import exhibits
from samaki.systems.custody.services.exhibits import seize_exhibit
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.sites.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(country: None, at: datetime) -> Site:
    """Return a compound of Banteay Meanchey."""
    command = Actor(key="account:3", grants=(Grant("KH", GRANTS[Role.PROVINCIAL_COMMAND]),))
    name = Name("Compound", "បរិវេណ")
    return register_site(actor=command, kind="compound", area="KH-1", name=name, at=at)


def _seize(site: str, at: datetime, *, actor: Actor | None = None, **said: str) -> Exhibit:
    values: dict[str, Any] = {"kind": "phone", "description": "Black", "seal": "A 44-17"}
    values |= {"unit": POIPET} | said
    found = rules.Found(site=site, **values)
    return seize_exhibit(actor=actor or officer("KH-1"), found=found, happened_at=at, at=at)


def _codes(refused: pytest.ExceptionInfo[MovementRefusedError]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_phone_is_entered_under_its_seal(site: Site, at: datetime) -> None:
    made = _seize(site.ref, at, because=f"{refs.reference('OP', 1)}/1")

    (line,) = exhibits.exhibits(officer("KH-1"))
    assert (line.ref, line.seal, line.site, line.kind_name) == (
        made.ref,
        "A4417",
        site.ref,
        "Phone",
    )
    assert line.because.startswith("OP-")


def test_the_same_seal_is_refused_however_it_is_typed(site: Site, at: datetime) -> None:
    first = _seize(site.ref, at)

    with pytest.raises(MovementRefusedError) as refused:
        _seize(site.ref, at, seal="a4417")

    assert _codes(refused) == ["seal_before"]
    assert first.ref in str(refused.value)
    assert Exhibit.objects.count() == 1


def test_every_reason_is_said_at_once(site: Site, at: datetime) -> None:
    with pytest.raises(MovementRefusedError) as refused:
        _seize(site.ref, at, kind="", description=" ", seal="-", because="raid", unit=SIHANOUK)

    wanted = ["no_kind", "no_description", "no_seal", "no_target", "elsewhere"]
    assert _codes(refused) == wanted
    assert [said.argument for said in refused.value.said] == [
        *("kind", "description", "seal", "because", "unit")
    ]


def test_nothing_is_seized_in_the_future_or_at_no_site(site: Site, at: datetime) -> None:
    found = rules.Found("phone", "Black", "A1", site.ref, POIPET)
    with pytest.raises(MovementRefusedError) as refused:
        seize_exhibit(
            actor=officer("KH-1"), found=found, happened_at=at + timedelta(hours=1), at=at
        )
    assert _codes(refused) == ["future"]
    with pytest.raises(MovementRefusedError) as refused:
        _seize("ST-0000", at)
    assert _codes(refused) == ["unknown_site"]


def test_who_is_of_another_province_seizes_and_sees_nothing(site: Site, at: datetime) -> None:
    _seize(site.ref, at)

    with pytest.raises(PermissionRefusedError):
        _seize(site.ref, at, actor=officer("KH-18"), seal="B2")
    assert exhibits.exhibits(officer("KH-18")) == []
    assert exhibits.sites(officer("KH-18"), Permission.EXHIBIT_SEIZE) == []
    assert exhibits.exhibits(officer("KH-1"), site="ST-0000") == []


def test_an_entry_is_never_changed_even_past_the_services(site: Site, at: datetime) -> None:
    _seize(site.ref, at)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Exhibit.objects.update(seal="X")
