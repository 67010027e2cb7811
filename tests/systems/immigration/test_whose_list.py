"""A list of who leaves is of the office that prepared it, with somebody on it or with nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.systems.immigration.file import SITE, member

from samaki.ground.access import queries as access
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError, machine
from samaki.ground.access.rules import GRANTS, Machine, Role
from samaki.ground.access.services import appoint, open_account
from samaki.ground.agencies.queries import posts
from samaki.ground.agencies.services import Name, open_post
from samaki.systems.immigration import rules
from samaki.systems.immigration.services.manifests import (
    Route,
    give_up_manifest,
    prepare_manifest,
)

if TYPE_CHECKING:
    from tests.systems.immigration.file import Bench

pytestmark = pytest.mark.django_db
_STRANGER = Actor("account:98", (Grant("KH-18", GRANTS[Role.IMMIGRATION_OFFICER]),))
OFFICES = {"one": "KH-1", "two": "KH-1", "far": "KH-18"}


def test_an_empty_list_is_given_up_by_the_office_that_prepared_it_and_no_other(
    bench: Bench,
) -> None:
    one, two, far = (_officer(name, area, bench) for name, area in OFFICES.items())
    route = Route(rules.Means.FLIGHT, "Airline", "Gate", "IDN", bench.later(days=3))
    manifest = prepare_manifest(actor=one, route=route, at=bench.at)

    for stranger in (far, _STRANGER):
        with pytest.raises(PermissionRefusedError) as refused:
            give_up_manifest(actor=stranger, manifest=manifest.ref, at=bench.at)
        assert refused.value.area == "KH-1"
    give_up_manifest(actor=two, manifest=manifest.ref, at=bench.at)

    manifest.refresh_from_db()
    assert manifest.state == rules.ManifestState.GIVEN_UP
    whole = member(Role.IMMIGRATION_OFFICER, 97)
    country = prepare_manifest(actor=whole, route=route, at=bench.at)
    with pytest.raises(PermissionRefusedError):
        give_up_manifest(actor=two, manifest=country.ref, at=bench.at)


def _officer(name: str, area: str, bench: Bench) -> Actor:
    """Return an immigration officer appointed over an area."""
    installer = machine(Machine.INSTALLER)
    account = open_account(actor=installer, username=name, password=None, at=bench.at)
    if not posts().filter(code="desk").exists():
        title = Name("Desk", "តុ")
        open_post(
            by=installer.key, code="desk", unit=SITE, kind="officer", title=title, at=bench.at
        )
    appoint(
        actor=installer,
        account_id=account.pk,
        post="desk",
        role=Role.IMMIGRATION_OFFICER,
        area=area,
        at=bench.at,
    )
    return access.actor(account, at=bench.at)
