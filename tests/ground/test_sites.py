"""Sites: registered as suspected, changed by what somebody saw or ordered, and never silently."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name
from samaki.ground.journal.models import Entry
from samaki.ground.places.services import load_gazetteer
from samaki.ground.sites import queries
from samaki.ground.sites.models import Site, SiteChange
from samaki.ground.sites.rules import SITE, SiteState, reasons_against_change
from samaki.ground.sites.services import (
    SiteRefusedError,
    change_site_state,
    mark_raided,
    register_site,
)

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def _command(area: str = "KH-18", role: Role = Role.PROVINCIAL_COMMAND) -> Actor:
    return Actor(key="account:1", grants=(Grant(area, GRANTS[role]),))


@pytest.fixture
def site(db: None, at: datetime) -> Site:
    """A compound in Preah Sihanouk that somebody suspects."""
    load_gazetteer(by="machine:installer", at=at)
    name = Name("Compound", "បរិវេណ")
    return register_site(actor=_command(), kind="compound", area="KH-18", name=name, at=at)


def _change(site: Site, act: str, at: datetime, *, hours: int = 0, ground: str = "Seen") -> None:
    change_site_state(
        actor=_command(),
        site=site.ref,
        act=act,
        ground=ground,
        happened_at=at - timedelta(hours=hours),
        at=at,
    )


def test_a_registered_site_is_suspected_and_nothing_more(site: Site) -> None:
    assert site.state == SiteState.SUSPECTED
    assert queries.history(site) == []


def test_one_language_is_enough_for_a_name(site: Site, at: datetime) -> None:
    made = register_site(
        actor=_command(), kind="casino", area="KH-18", name=Name("", "កាស៊ីណូ"), at=at
    )

    assert (made.name_en, made.name_km) == ("កាស៊ីណូ", "កាស៊ីណូ")


def test_every_reason_against_a_registration_comes_at_once(site: Site, at: datetime) -> None:
    with pytest.raises(SiteRefusedError) as refused:
        register_site(actor=_command(), kind="den", area="KH-18", name=Name(" ", ""), at=at)

    assert "has no name" in str(refused.value)
    assert "den is no kind of site" in str(refused.value)
    assert Site.objects.count() == 1


def test_a_site_that_runs_again_after_its_seal_is_a_signal(site: Site, at: datetime) -> None:
    for hours, act in ((9, "raid"), (6, "seal"), (1, "reopen")):
        _change(site, act, at, hours=hours, ground=f"{act}, by a patrol")

    changes = [(change.from_state, change.to_state) for change in queries.history(site)]
    assert changes == [("sealed", "reopened"), ("raided", "sealed"), ("suspected", "raided")]
    assert queries.reopened(_command()) == 1
    assert queries.reopened(_command("KH-1")) == 0
    assert next(iter(queries.listed(_command("KH")))).state == SiteState.REOPENED
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("sites:site:change", site.ref)


def test_every_reason_against_a_change_comes_at_once_and_nothing_is_written(
    site: Site, at: datetime
) -> None:
    _change(site, "raid", at, hours=2)
    before = Entry.objects.count()

    with pytest.raises(SiteRefusedError) as early:
        _change(site, "open", at, hours=3, ground=" ")
    with pytest.raises(SiteRefusedError, match="has not come yet"):
        _change(site, "seal", at, hours=-1)

    said = str(early.value)
    assert "The site is raided: that step is not open" in said
    assert "The ground is missing" in said
    assert "Enter a later moment" in said
    assert (SiteChange.objects.count(), Entry.objects.count()) == (1, before)


@pytest.mark.parametrize(
    "actor",
    [_command("KH-1"), _command("KH-18", Role.INTAKE_OFFICER), _command("KH", Role.OVERSIGHT)],
)
def test_who_does_not_command_the_area_changes_and_registers_nothing(
    site: Site, actor: Actor, at: datetime
) -> None:
    with pytest.raises(PermissionRefusedError):
        change_site_state(
            actor=actor, site=site.ref, act="clear", ground="Seen", happened_at=at, at=at
        )
    with pytest.raises(PermissionRefusedError):
        register_site(actor=actor, kind="park", area="KH-18", name=Name("A", "ក"), at=at)
    assert SiteChange.objects.count() == 0


def test_a_raid_recorded_late_does_not_undo_what_happened_since(site: Site, at: datetime) -> None:
    _change(site, "raid", at, hours=9)
    _change(site, "seal", at, hours=1)

    late = mark_raided(
        actor=_command(),
        site=site.ref,
        target="OP-1",
        happened_at=at - timedelta(hours=5),
        at=at,
    )

    site.refresh_from_db()
    assert (late, site.state) == (None, SiteState.SEALED)


def test_the_database_keeps_every_change_and_its_ground(site: Site, at: datetime) -> None:
    _change(site, "raid", at)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM sites_sitechange")
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteChange.objects.create(
            site=site,
            from_state="raided",
            to_state="sealed",
            ground="",
            happened_at=at,
            recorded_at=at,
            recorded_by="account:1",
        )


@given(st.lists(st.sampled_from(["raid", "seal", "clear", "reopen"]), max_size=12))
def test_no_order_of_acts_makes_a_site_suspected_again(acts: list[str]) -> None:
    state = SITE.start
    for act in acts:
        if act in SITE.acts(state):
            state = SITE.after(state, act)
            assert state is not SiteState.SUSPECTED


def test_a_change_at_the_very_moment_is_allowed(at: datetime) -> None:
    found = reasons_against_change(
        SiteState.RAIDED, "seal", ground="Order", happened_at=at, since=at, at=at
    )

    assert found == ()
