"""Until its hour a plan is sealed from everybody who is not on it; four targets are easy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.custody.bare import Page

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.models import Account as LogIn
from samaki.ground.access.models import Appointment
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name
from samaki.ground.journal.models import Entry
from samaki.ground.sites.models import Site
from samaki.ground.sites.services import register_site
from samaki.kernel.ledger import Cell
from samaki.picture.queries import national as picture
from samaki.systems.custody.queries import accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.queries.intakes import counted
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.operations import queries, rules
from samaki.systems.operations.models import Operation, Result, Target
from samaki.systems.operations.services import (
    Aim,
    Plan,
    PlanRefusedError,
    ResultRefusedError,
    plan_operation,
    record_none_found,
    record_result,
)
from samaki.web import world
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

EVERYONE = [member.username for member in CAST]
ON_THE_PLAN = {"command18"}  # of the cast, nobody else's unit is on it


@pytest.fixture
def sites(ground_once: int, db: None, at: datetime) -> list[str]:
    """The offices and five sites in Preah Sihanouk."""
    officer = world.actor("command18", at=at)
    name = Name("Compound", "បរិវេណ")
    return [
        register_site(actor=officer, kind="compound", area="KH-18", name=name, at=at).ref
        for _number in range(5)
    ]


def _plan(
    sites: list[str], at: datetime, *, hour: datetime, custodian: str = "police-KH-18", **said: Any
) -> Operation:
    plan = Plan(
        title=Name("Four at once", "បួនព្រមគ្នា"),
        area="KH-18",
        lead_unit=said.pop("lead_unit", "command-KH-18"),
        hour=hour,
        aims=[Aim(site, custodian) for site in sites],
    )
    return plan_operation(actor=world.actor("command18", at=at), plan=plan, at=at)


def _known_to(operation: Operation, at: datetime) -> set[str]:
    return {
        name
        for name in EVERYONE
        if queries.open_to(world.actor(name, at=at), at=at).filter(pk=operation.pk).exists()
    }


def _as(username: str) -> Client:
    client = Client()
    client.force_login(LogIn.objects.get(username=username))
    return client


def test_before_its_hour_a_plan_is_known_to_nobody_but_the_units_on_it(
    sites: list[str], at: datetime
) -> None:
    operation = _plan(sites[:4], at, hour=at + timedelta(hours=3))

    assert _known_to(operation, at) == ON_THE_PLAN
    assert _known_to(operation, at + timedelta(hours=3)) == {
        *("command18", "duty", "oversight", "analyst"),
    }


def test_whoever_answers_for_the_people_knows_where_to_be(sites: list[str], at: datetime) -> None:
    reach = Appointment.objects.get(account__username="intake")
    assert reach.area_id == "KH-1", "the intake officer sees KH-1 alone"
    sites = [
        register_site(
            actor=world.actor("command", at=at),
            kind="compound",
            area="KH-1",
            name=Name("One", "មួយ"),
            at=at,
        ).ref
    ]
    plan = Plan(
        Name("Poipet", "ប៉ោយប៉ែត"),
        "KH-1",
        "command-KH-1",
        at + timedelta(hours=1),
        [Aim(sites[0], "police-poipet")],
    )
    operation = plan_operation(actor=world.actor("command", at=at), plan=plan, at=at)

    assert _known_to(operation, at) == {"command", "intake"}


def test_who_planned_for_another_unit_keeps_sight_of_the_plan(
    sites: list[str], at: datetime
) -> None:
    operation = _plan(sites, at, hour=at + timedelta(hours=3), lead_unit="police-KH-18")

    assert _known_to(operation, at) == ON_THE_PLAN


@pytest.mark.parametrize("username", ["command", "duty", "oversight", "analyst"])
def test_no_page_gives_a_sealed_plan_away(sites: list[str], at: datetime, username: str) -> None:
    now = timezone.now()
    operation = _plan(sites[:4], now, hour=now + timedelta(hours=3))
    client = _as(username)

    shown = client.get(reverse("operations:operations")).content.decode()
    assert operation.title_en not in shown
    assert operation.ref not in shown
    assert client.get(reverse("operations:operation", args=[operation.ref])).status_code == 404
    count = client.get(reverse("operations:count", args=[operation.ref, 1]))
    assert count.status_code in {403, 404}
    site = client.get(reverse("operations:site", args=[sites[0]]))
    assert operation.ref not in site.content.decode()


def test_who_may_not_know_of_a_plan_records_nothing_at_its_targets(
    sites: list[str], at: datetime
) -> None:
    operation = _plan(sites[:1], at, hour=at + timedelta(hours=3))
    grant = Grant("KH-18", GRANTS[Role.PROVINCIAL_COMMAND], "gendarmerie-KH-18")
    stranger = Actor(key="account:99", grants=(grant,))

    with pytest.raises(Target.DoesNotExist):
        record_none_found(actor=stranger, target=operation.target_refs[0], happened_at=at, at=at)
    assert Result.objects.count() == 0


def test_a_seat_in_a_unit_of_the_plan_opens_it_only_where_it_lets_one_see_operations(
    sites: list[str], at: datetime
) -> None:
    operation = _plan(sites[:1], at, hour=at + timedelta(hours=3))
    here = Grant("KH-1", GRANTS[Role.PROVINCIAL_COMMAND], "command-KH-1")
    no_operations = GRANTS[Role.BORDER_OFFICER]

    def knows(*grants: Grant) -> bool:
        officer = Actor("account:99", grants)
        return queries.open_to(officer, at=at).filter(pk=operation.pk).exists()

    assert operation.planner_id == "command-KH-18"
    assert knows(here, Grant("KH-18", GRANTS[Role.INTAKE_OFFICER], "police-KH-18"))
    assert not knows(here, Grant("KH-18", no_operations, "command-KH-18"))
    assert not knows(replace(here, unit="command-KH-18"))


def test_nothing_is_recorded_before_the_hour_and_the_plan_stays_sealed(
    sites: list[str], at: datetime
) -> None:
    operation = _plan(sites[:2], at, hour=at + timedelta(hours=3))
    officer = world.actor("command18", at=at)

    with pytest.raises(ResultRefusedError, match="Nothing is recorded at a target before it"):
        record_none_found(actor=officer, target=operation.target_refs[0], happened_at=at, at=at)

    assert "duty" not in _known_to(operation, at)


def test_every_reason_against_a_plan_of_unknown_things_comes_at_once(
    sites: list[str], at: datetime
) -> None:
    elsewhere = register_site(
        actor=world.actor("command", at=at),
        kind="park",
        area="KH-1",
        name=Name("Far", "ឆ្ងាយ"),
        at=at,
    ).ref
    plan = Plan(
        Name("", ""),
        "KH-18",
        "no-unit",
        at + timedelta(days=900),
        [Aim(sites[0], ""), Aim("", "police-KH-18"), Aim(elsewhere, "police-KH-18")],
    )
    before = Entry.objects.count()

    with pytest.raises(PlanRefusedError) as refused:
        plan_operation(actor=world.actor("command18", at=at), plan=plan, at=at)

    said = str(refused.value)
    for words in (
        "has no title",
        "Target 1 has no unit",
        "Target 2 has a unit and no site",
        "does not lie in Preah Sihanouk",
        "No unit has the code no-unit",
        "more than a year ahead",
    ):
        assert words in said, words
    assert (Operation.objects.count(), Entry.objects.count()) == (0, before)


def test_nobody_found_is_a_result_and_no_missing_figure(sites: list[str], at: datetime) -> None:
    operation = _plan(sites[:1], at, hour=at - timedelta(hours=3))
    officer = world.actor("command18", at=at)
    target = operation.target_refs[0]

    record_none_found(actor=officer, target=target, happened_at=at - timedelta(hours=2), at=at)

    found = queries.target(target)
    assert (found.state, found.site.state) == (rules.TargetState.NONE_FOUND, "raided")
    assert queries.raided_without_figure(known_at=at) == frozenset()
    with pytest.raises(ResultRefusedError, match="nobody was found"):
        record_none_found(actor=officer, target=target, happened_at=at, at=at)


def test_none_can_be_found_before_it_was_raided(sites: list[str], at: datetime) -> None:
    target = _plan(sites[:1], at, hour=at - timedelta(hours=3)).target_refs[0]

    with pytest.raises(ResultRefusedError, match="has not come yet"):
        record_none_found(
            actor=world.actor("command18", at=at),
            target=target,
            happened_at=at + timedelta(hours=1),
            at=at,
        )
    assert queries.target(target).state == rules.TargetState.PLANNED


def test_the_roll_up_is_what_the_books_took_in_and_a_reversed_count_is_out(
    sites: list[str], at: datetime
) -> None:
    operation = _plan(sites[:2], at, hour=at - timedelta(hours=3))
    officer = world.actor("command18", at=at)
    for number, target in enumerate(operation.target_refs):
        record_result(
            actor=officer,
            target=target,
            cells={Cell("VNM", "F", "adult"): 5 + number, Cell(None, None, "minor"): 1},
            legal_basis="Found at the site",
            happened_at=at - timedelta(hours=2),
            at=at,
        )
    refs = [r.intake_ref for r in Result.objects.order_by("pk")]
    now = Moments(at, at)

    whole = rules.together(counted(refs, now).values())
    assert whole == {Cell("VNM", "F", "adult"): 11, Cell(None, None, "minor"): 2}
    assert sum(whole.values()) == accounts.total(officer, now).held
    assert list(rules.cross_tab(whole)) == ["VNM", None]

    movement = accounts.intakes(refs, now)[refs[0]].movement
    later = at + timedelta(minutes=1)
    correct_movement(actor=officer, movement=movement, reason="Counted twice", at=later)
    now = Moments(later, later)
    whole = rules.together(counted(refs, now).values())
    assert sum(whole.values()) == accounts.total(officer, now).held == 7
    assert counted(refs, Moments(at, at)).keys() == set(refs), "as it was known before"


@given(
    st.lists(
        st.dictionaries(
            st.builds(
                Cell,
                st.sampled_from(["VNM", "IDN", None]),
                st.sampled_from(["F", "M", None]),
                st.sampled_from(["adult", "minor", None]),
            ),
            st.integers(0, 500),
        ),
        max_size=6,
    )
)
def test_the_rows_of_the_cross_tab_always_add_up_to_what_was_found(
    counts: list[dict[Cell, int]],
) -> None:
    whole = rules.together(counts)

    rows = [row for nation in rules.cross_tab(whole).values() for row in nation]
    assert sum(row.all for row in rows) == sum(sum(count.values()) for count in counts)
    assert all(row.all == sum(row.heads) > 0 for row in rows)


@pytest.mark.usefixtures("ground_once")
def test_a_result_reaches_the_picture_once_and_the_bounds_stay(at: datetime) -> None:
    for stage in world.STAGES[1:]:
        stage(at=at)
    found = picture.national(as_of=at)

    assert found.together is not None
    assert (found.together.bounds.low, found.together.heads) == (1335, 334)
    operation = Operation.objects.get(title_en="Sihanoukville, four targets")
    client = _as("command18")
    page = client.get(reverse("operations:operation", args=[operation.ref]))
    answer = reverse("picture:answer", args=["KH-18", "2025-11-17..2025-11-17"])
    assert answer in Page(page).links
    assert "63" in client.get(answer).content.decode()


def test_four_targets_are_planned_without_script_and_rows_are_added_without_loss(
    sites: list[str], at: datetime
) -> None:
    client, path = _as("command18"), reverse("operations:plan")
    page = Page(client.get(path))
    typed = {"title_en": "Four at once", "hour": "2025-11-18T05:00", "area": "KH-18"}
    typed |= {"lead_unit": "command-KH-18", "custodian": "police-KH-18"}
    more = Page(client.post(path, page.fill(typed | {"site-1": sites[0]}, button="add")))
    again = more.fill()
    assert again["rows"] == ["6"]
    assert again["title_en"] == ["Four at once"]
    assert again["site-1"] == [sites[0]]
    assert Operation.objects.count() == 0

    chosen = {f"site-{number}": site for number, site in enumerate(sites, start=1)}
    answer = client.post(path, more.fill(typed | chosen))
    made = Operation.objects.get()
    assert answer.headers["Location"] == reverse("operations:operation", args=[made.ref])
    assert made.targets.count() == 5
    assert made.planner_id == "command-KH-18"
    assert Page(client.get(answer.headers["Location"])).filled_buttons == 0


def test_a_refused_plan_keeps_what_was_entered_and_says_every_reason(
    sites: list[str], at: datetime
) -> None:
    client, path = _as("command18"), reverse("operations:plan")
    typed = {"title_en": "", "hour": "2025-11-18T05:00", "area": "KH-18"}
    typed |= {"lead_unit": "command-KH-18", "custodian": "police-KH-18"}
    twice = {"site-1": sites[0], "site-2": sites[0]}

    answer = client.post(path, Page(client.get(path)).fill(typed | twice))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "has no title" in text
    assert "named more than once" in text
    assert Page(answer).fill()["site-2"] == [sites[0]]
    assert Site.objects.filter(state="suspected").count() == 5
