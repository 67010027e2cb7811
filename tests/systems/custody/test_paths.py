"""Where people came from and how long they have been in police custody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from samaki.ground.access.models import Account
from samaki.kernel.ledger import Cell
from samaki.systems.custody.models import Handover
from samaki.systems.custody.queries import accounts, clocks, flow
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import Party, Reading
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.handovers import receive_rest
from samaki.systems.custody.services.intakes import take_in
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

MEN = Cell("IDN", "M", "adult")


@pytest.fixture
def loaded(world_once: int, db: None, at: datetime) -> datetime:
    """Load the demo world and return the moment it was recorded."""
    return at


def _now(at: datetime) -> Moments:
    return Moments(at, at)


def test_a_handover_between_stations_does_not_start_the_clock_anew(loaded: datetime) -> None:
    duty = world.actor("duty", at=loaded)

    found = [line for line in clocks.clocks(duty, _now(loaded)) if line.unit.endswith("KH-1")]

    assert {line.since for line in found} == {world.phnom_penh_time(17, 9)}
    assert sorted(line.heads for line in found) == [2, 61]  # on the road, and received


def test_every_head_in_a_station_or_on_the_road_has_one_clock(loaded: datetime) -> None:
    duty = world.actor("duty", at=loaded)

    lines = clocks.clocks(duty, _now(loaded))

    assert sum(line.heads for line in lines) == 334
    assert sum(line.named for line in lines) == 12
    assert all(line.reading is Reading.RUNNING for line in lines)
    assert min(line.since for line in lines) == world.phnom_penh_time(17, 6)


def test_time_presses_from_the_thirty_sixth_hour_on(loaded: datetime) -> None:
    duty = world.actor("duty", at=loaded)
    after = world.phnom_penh_time(17, 6)

    near = clocks.pressing(duty, Moments(after + timedelta(hours=36), loaded))
    over = clocks.pressing(duty, Moments(after + timedelta(hours=49), loaded))

    adults = [(line.heads, line.reading) for line in near if not line.is_minor]
    assert adults == [(18, Reading.NEAR)]
    assert over[0].reading is Reading.OVER
    assert over[0].left == timedelta(hours=1)
    assert over[0].share == 100


def test_what_was_reversed_has_no_clock_and_no_path(loaded: datetime) -> None:
    officer, duty = world.actor("intake", at=loaded), world.actor("duty", at=loaded)
    taken = take_in(
        actor=officer,
        unit="police-poipet",
        cells={Cell("PHL", "F", "adult"): 3},
        legal_basis="Found at the site",
        because="",
        happened_at=loaded - timedelta(hours=1),
        at=loaded,
    )
    assert taken.movement_id is not None
    correct_movement(actor=officer, movement=taken.movement_id, reason="Slip", at=loaded)

    assert sum(line.heads for line in clocks.clocks(duty, _now(loaded))) == 334
    assert sum(line.heads for line in flow.flow(duty, _now(loaded))) == 334


def test_the_paths_add_up_to_what_the_books_hold(loaded: datetime) -> None:
    for username in ("duty", "command", "command18", "intake"):
        actor = world.actor(username, at=loaded)
        lines = flow.flow(actor, _now(loaded))

        assert sum(line.heads for line in lines) == accounts.total(actor, _now(loaded)).everyone

    duty = flow.flow(world.actor("duty", at=loaded), _now(loaded))
    by_kind: dict[str, int] = {}
    for line in duty:
        by_kind[line.now_kind] = by_kind.get(line.now_kind, 0) + line.heads
    assert by_kind == {"station": 332, "in_transit": 2}
    assert {line.found for line in duty} == {"KH-1", "KH-18"}


def test_receiving_the_rest_moves_the_path_home(loaded: datetime) -> None:
    receive_rest(
        actor=world.actor("receiver", at=loaded),
        handover=str(Handover.objects.get().ref),
        unit="police-KH-1",
        received=Party({MEN: 2}),
        happened_at=loaded,
        at=loaded,
    )

    lines = flow.flow(world.actor("duty", at=loaded), _now(loaded))

    assert {line.now_kind for line in lines} == {"station"}
    assert [line.heads for line in lines if line.now_unit == "police-KH-1"] == [63]


def test_a_command_sees_the_clocks_of_its_own_area_alone(loaded: datetime) -> None:
    found = clocks.clocks(world.actor("command18", at=loaded), _now(loaded))

    assert {line.unit for line in found} == {"police-KH-18"}
    assert sum(line.heads for line in found) == 63


def test_the_pages_open_each_figure_and_name_nobody(loaded: datetime) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="intake"))
    moments = "as_of=2025-11-18T06:00&known=2025-11-18T06:00"

    page = client.get(f"/custody/clocks/?{moments}").content.decode()
    duty = world.actor("intake", at=loaded)
    line = next(each for each in clocks.clocks(duty, _now(loaded)) if each.named)
    rows = client.get(
        f"/custody/accounts/{line.account_ref}/clock/",
        {"since": line.since.isoformat(), "as_of": "2025-11-18T06:00"},
    ).content.decode()
    path = client.get(f"/custody/flow/?kind=in_transit&{moments}").content.decode()

    assert "21 h 0 min" in page
    assert "1 day 3 h left" in page
    assert "a prosecutor decides" in page
    assert f"{line.heads} with Poipet police" in rows
    assert "Demonstration name" not in page + rows + path
    assert "Where the 2 are" in path
    assert client.get(f"/custody/accounts/{line.account_ref}/clock/").status_code == 302


def test_after_48_hours_the_page_says_how_many(loaded: datetime) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="duty"))

    page = client.get("/custody/clocks/?as_of=2025-11-19T06:05").content.decode()

    assert "18 in police custody beyond the limit" in page
    assert "0 h 5 min over" in page


def test_where_nobody_is_held_the_pages_say_so(loaded: datetime) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="command12"))

    assert "Nobody is in police custody" in client.get("/custody/clocks/").content.decode()
    assert "Nobody is recorded" in client.get("/custody/flow/").content.decode()
    assert "Nobody is on this path" in client.get("/custody/flow/?kind=x").content.decode()
