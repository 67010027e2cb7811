"""Inspections: every line is answered, a crime found opens a violation, no licence changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from tests.systems.gaming.conftest import PREMISES, TERMS, answers, officer

from samaki.ground.access.actors import Actor, PermissionRefusedError
from samaki.ground.access.rules import Role
from samaki.ground.agencies.services import Name
from samaki.ground.sites.services import mark_raided, register_site
from samaki.systems.gaming import rules
from samaki.systems.gaming.models import Answer, Inspection, Licence, Venue, Violation
from samaki.systems.gaming.queries import inspections, venues
from samaki.systems.gaming.services.inspections import record_inspection, set_inspection
from samaki.systems.gaming.services.refusals import GamingRefusedError
from samaki.systems.gaming.services.venues import enter_licence, link_venue, register_venue

if TYPE_CHECKING:
    from tests.systems.gaming.conftest import Casino

    from samaki.ground.sites.models import Site

pytestmark = pytest.mark.django_db


def _codes(refused: pytest.ExceptionInfo[GamingRefusedError]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def _suspected(casino: Casino, area: str = "KH-18") -> Site:
    command = officer(Role.PROVINCIAL_COMMAND)
    name = Name("Compound", "បរិវេណ")
    return register_site(actor=command, kind="compound", area=area, name=name, at=casino.at)


def _site(casino: Casino, area: str = "KH-18") -> Site:
    """Return a site that was raided, which everybody may know."""
    site, at = _suspected(casino, area), casino.at
    command = officer(Role.PROVINCIAL_COMMAND)
    mark_raided(actor=command, site=site.ref, target="OP-2222/1", happened_at=at, at=at)
    return site


def test_the_checklist_has_the_six_crimes_of_the_order_each_with_a_code() -> None:
    assert [crime.key for crime in rules.CRIMES] == [
        "fraud_telecom",
        "illegal_detention",
        "trafficking",
        "sexual_exploitation",
        "weapons_trafficking",
        "drug_trafficking",
    ]
    assert all(crime.iccs for crime in rules.CRIMES)
    assert set(rules.ITEM_WORDINGS) == set(rules.ITEMS)
    assert not any(rung.article for rung in rules.LADDER.values()), "no article was read"


def test_a_crime_found_opens_a_violation_and_changes_no_licence(casino: Casino) -> None:
    done = casino.inspected(illegal_detention="A locked dormitory on floor 2")

    (violation,) = casino.violations()
    assert (violation.item, violation.iccs) == ("illegal_detention", "02022")
    assert done.state == rules.InspectionState.RECORDED
    assert casino.state() == rules.LicenceState.IN_FORCE
    assert Answer.objects.count() == len(rules.ITEMS)
    assert [one.ref for one in inspections.undecided(casino.commissioner)] == [violation.ref]


def test_a_broken_duty_is_a_violation_without_a_crime_code(casino: Casino) -> None:
    casino.inspected(passports_kept="14 passports in a drawer")

    assert [(v.item, v.iccs) for v in casino.violations()] == [("passports_kept", "")]


def test_every_line_needs_an_answer_and_what_was_found_needs_words(casino: Casino) -> None:
    due = set_inspection(
        actor=casino.inspector, venue=casino.venue.ref, due_on=casino.today, at=casino.at
    )
    given = answers(trafficking=" ") | {"high_fences": (None, "")}

    with pytest.raises(GamingRefusedError) as refused:
        record_inspection(
            actor=casino.inspector,
            inspection=due.ref,
            answers=given,
            happened_at=casino.at + timedelta(hours=1),
            at=casino.at,
        )

    assert _codes(refused) == ["unanswered", "unseen", "future"]
    assert "“High fences hide the premises” has no answer" in str(refused.value)
    assert not Answer.objects.exists()
    assert Inspection.objects.get().state == rules.InspectionState.DUE


def test_an_inspection_that_looked_at_nothing_is_none(casino: Casino) -> None:
    nothing = dict.fromkeys(rules.ITEMS, (rules.Seen.NOT_LOOKED_AT, ""))

    assert [r.code for r in rules.reasons_against_answers(nothing)] == ["nobody_looked"]


def test_what_was_not_looked_at_is_kept_apart_from_not_found(casino: Casino) -> None:
    due = set_inspection(
        actor=casino.inspector, venue=casino.venue.ref, due_on=casino.today, at=casino.at
    )
    given = answers() | {"weapons_trafficking": (rules.Seen.NOT_LOOKED_AT, "Basement locked")}
    record_inspection(
        actor=casino.inspector,
        inspection=due.ref,
        answers=given,
        happened_at=casino.at,
        at=casino.at,
    )

    seen = {line.item.key: line.seen for line in inspections.answers(due.pk)}
    assert seen["weapons_trafficking"] == rules.Seen.NOT_LOOKED_AT
    assert seen["trafficking"] == rules.Seen.NOT_FOUND


def test_what_was_recorded_is_not_recorded_again(casino: Casino) -> None:
    done = casino.inspected()

    with pytest.raises(GamingRefusedError) as refused:
        casino.recorded(done, trafficking="x")

    assert _codes(refused) == ["recorded_before"]
    assert not Violation.objects.exists()


@pytest.mark.parametrize("role", [Role.GAMING_COMMISSIONER, Role.DUTY_OFFICER, Role.OVERSIGHT])
def test_nobody_but_an_inspector_records(casino: Casino, role: Role) -> None:
    due = set_inspection(
        actor=casino.inspector, venue=casino.venue.ref, due_on=casino.today, at=casino.at
    )

    with pytest.raises(PermissionRefusedError):
        record_inspection(
            actor=officer(role),
            inspection=due.ref,
            answers=answers(),
            happened_at=casino.at,
            at=casino.at,
        )


def test_the_day_of_an_inspection_is_set_by_who_inspects_or_decides(casino: Casino) -> None:
    def sets(actor: Actor, due_on: date) -> Inspection:
        return set_inspection(actor=actor, venue=casino.venue.ref, due_on=due_on, at=casino.at)

    assert sets(casino.commissioner, casino.today).set_by == casino.commissioner.key
    with pytest.raises(GamingRefusedError) as refused:
        sets(casino.inspector, casino.today - timedelta(days=1))
    assert _codes(refused) == ["due_before"]
    with pytest.raises(PermissionRefusedError):
        sets(officer(Role.INDICATOR_ANALYST), casino.today)
    assert inspections.due_count(casino.inspector, today=casino.today) == 1
    assert inspections.due_count(casino.inspector, today=date(2025, 11, 17)) == 0


def test_an_answer_is_never_changed_even_past_the_services(casino: Casino) -> None:
    casino.inspected(trafficking="Contracts of debt")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Violation.objects.update(item="high_fences")


def test_a_licence_number_stands_once_and_every_reason_is_said(casino: Casino) -> None:
    terms = replace(TERMS, number=" C-18 ", valid_to=date(2020, 1, 1))
    premises = replace(PREMISES, name=Name(" ", ""), holder="")

    with pytest.raises(GamingRefusedError) as refused:
        register_venue(actor=casino.inspector, premises=premises, terms=terms, at=casino.at)

    assert _codes(refused) == ["no_name", "no_holder", "number_before", "ends_first"]
    assert Venue.objects.count() == 1
    with pytest.raises(GamingRefusedError) as refused:
        enter_licence(
            actor=casino.inspector,
            venue=casino.venue.ref,
            terms=replace(TERMS, number=""),
            at=casino.at,
        )
    assert _codes(refused) == ["no_number"]
    assert Licence.objects.count() == 1


def test_a_venue_of_no_area_is_refused(casino: Casino) -> None:
    with pytest.raises(GamingRefusedError) as refused:
        register_venue(
            actor=casino.inspector,
            premises=replace(PREMISES, area="KH-99"),
            terms=replace(TERMS, number="C-19"),
            at=casino.at,
        )

    assert _codes(refused) == ["unknown_area"]


def test_an_inspector_of_one_province_enters_nothing_in_another(casino: Casino) -> None:
    with pytest.raises(PermissionRefusedError):
        register_venue(
            actor=officer(Role.GAMING_INSPECTOR, "KH-1"),
            premises=PREMISES,
            terms=replace(TERMS, number="C-19"),
            at=casino.at,
        )
    assert venues.venue(officer(Role.GAMING_INSPECTOR, "KH-1"), casino.venue.ref) is None


def test_that_a_licence_has_ended_is_reckoned_and_not_written(casino: Casino) -> None:
    def standing(today: date) -> str:
        return venues.line(casino.venue, today=today).licences[0].standing

    assert standing(date(2030, 12, 31)) == rules.LicenceState.IN_FORCE
    assert standing(date(2031, 1, 1)) == venues.EXPIRED
    assert casino.state() == rules.LicenceState.IN_FORCE


def test_a_venue_is_linked_to_a_site_with_a_ground(casino: Casino) -> None:
    site = _site(casino)
    link = link_venue(
        actor=casino.inspector,
        venue=casino.venue.ref,
        site=site.ref,
        ground="Same building",
        at=casino.at,
    )

    assert (link.ground, link.linked_by) == ("Same building", casino.inspector.key)
    assert venues.line(casino.venue, today=casino.today).sites == (site,)
    assert venues.sites_near(casino.inspector, casino.venue) == [site]


def test_a_site_that_is_only_suspected_is_not_named_to_an_inspector(casino: Casino) -> None:
    secret = _suspected(casino)

    assert venues.sites_near(casino.inspector, casino.venue) == []
    with pytest.raises(GamingRefusedError) as refused:
        link_venue(
            actor=casino.inspector,
            venue=casino.venue.ref,
            site=secret.ref,
            ground="Same building",
            at=casino.at,
        )
    assert _codes(refused) == ["unknown_site"], "as if there were none"
    assert venues.sites_near(officer(Role.PROVINCIAL_COMMAND), casino.venue) == [secret]


def test_a_link_without_ground_twice_or_elsewhere_is_refused(casino: Casino) -> None:
    here, far = _site(casino), _site(casino, "KH-1")

    def link(site: str, ground: str = "Same building") -> None:
        link_venue(
            actor=casino.inspector,
            venue=casino.venue.ref,
            site=site,
            ground=ground,
            at=casino.at,
        )

    link(here.ref)
    for site, ground, codes in [
        (here.ref, "", ["no_ground", "linked_before"]),
        (far.ref, "x", ["elsewhere"]),
        ("ST-0000", "x", ["unknown_site"]),
    ]:
        with pytest.raises(GamingRefusedError) as refused:
            link(site, ground)
        assert _codes(refused) == codes


def test_the_register_finds_by_words_kind_and_how_a_licence_stands(casino: Casino) -> None:
    def found(**wanted: str) -> int:
        eyes = casino.inspector
        return len(venues.register(eyes, venues.Wanted(**wanted), today=casino.today))

    assert found() == 1
    assert found(words="bay") == found(words="C-18") == found(words="ឆក") == 1
    assert found(words="elsewhere") == 0
    assert found(kind="casino", standing="in_force") == 1
    assert found(kind="betting") == found(standing="suspended") == 0
