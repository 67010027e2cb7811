"""Found on the site and kept there for now: an account of its own, for each unit and site."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import ESCORT, IDN, POIPET, SIHANOUK, Case, officer, totals
from tests.systems.custody.sheets import HEADINGS, OF_HEADS, person, sheet

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name
from samaki.ground.sites.services import register_site
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Intake, SiteAccount
from samaki.systems.custody.queries import accounts, books, clocks, flow, on_site, register
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.rules.ends import Ended
from samaki.systems.custody.rules.keepers import Keeper
from samaki.systems.custody.services.accounts import open_on_site
from samaki.systems.custody.services.corrections import correct_movement, may_correct
from samaki.systems.custody.services.counts import record_count
from samaki.systems.custody.services.ends import end_custody
from samaki.systems.custody.services.handovers import (
    dispatch_handover,
    receive_handover,
    take_back,
)
from samaki.systems.custody.services.intakes import take_in
from samaki.systems.custody.services.persons import Stated, identify
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.sheet_posting import name_rows, post_sheet
from samaki.systems.custody.services.sheets import Sent, stage_sheet
from samaki.systems.protection import queries as protection

if TYPE_CHECKING:
    from samaki.systems.custody.models import Handover

pytestmark = pytest.mark.django_db

COMMAND = Actor(key="account:3", grants=(Grant("KH", GRANTS[Role.PROVINCIAL_COMMAND]),))


@pytest.fixture
def site(case: Case) -> str:
    """Return a compound of Banteay Meanchey."""
    name = Name("Compound 9", "បរិវេណ ៩")
    return register_site(actor=COMMAND, kind="compound", area="KH-1", name=name, at=case.at).ref


def _found(case: Case, site: str, heads: int = 40, *, hours: float = 60) -> Intake:
    return take_in(
        actor=case.poipet,
        unit=Keeper(POIPET, site),
        cells={IDN: heads},
        legal_basis="Found at the site",
        because="",
        happened_at=case.ago(hours),
        at=case.at,
    )


def _bring_in(
    case: Case, site: str, heads: int = 40, *, to: str = POIPET, hours: float = 20
) -> Handover:
    return dispatch_handover(
        actor=case.poipet,
        giver=Keeper(POIPET, site),
        receiver=to,
        escort=ESCORT,
        sends=rules.Consignment(rules.Party({IDN: heads}), "2A-1", ()),
        happened_at=case.ago(hours),
        at=case.at,
    )


def _refused(codes: list[str], verb: object, **said: object) -> None:
    with pytest.raises(MovementRefusedError) as refused:
        verb(**said)  # type: ignore[operator]
    assert [reason.code for reason in refused.value.reasons] == codes


def test_who_stays_on_the_site_is_in_an_account_of_the_unit_and_the_site(
    case: Case, site: str
) -> None:
    first, second = _found(case, site), _found(case, site, 2, hours=59)

    account = first.account
    assert account == second.account
    assert (account.kind, account.unit_id, account.site_ref) == ("found_on_site", POIPET, site)
    assert account.name == "Compound 9, kept on site by Poipet police"
    assert totals(case.at)["found_on_site"] == 42
    assert totals(case.at)[POIPET] == 0
    assert SiteAccount.objects.count() == 1


def test_another_unit_keeps_an_account_of_its_own_at_the_same_site(case: Case, site: str) -> None:
    own = _found(case, site).account
    country = officer("KH", key="account:8")
    other = open_on_site(actor=country, unit=SIHANOUK, site=site, at=case.at)

    assert other != own
    assert open_on_site(actor=country, unit=SIHANOUK, site=site.lower(), at=case.at) == other


def test_nobody_is_kept_on_a_site_that_is_unknown_or_lies_outside_the_area(
    case: Case, site: str
) -> None:
    _refused(["unknown_site"], _found, case=case, site="ST-0000")
    with pytest.raises(PermissionRefusedError):
        open_on_site(actor=case.sihanouk, unit=SIHANOUK, site=site, at=case.at)

    assert not Account.objects.filter(kind=rules.AccountKind.FOUND_ON_SITE).exists()


def test_they_are_named_counted_released_and_corrected_there_as_at_a_station(
    case: Case, site: str
) -> None:
    intake = _found(case, site)
    account = str(intake.account.ref)
    named = identify(
        actor=case.poipet,
        unit=Keeper(POIPET, site),
        cell=IDN,
        stated=Stated("Budi"),
        happened_at=case.ago(50),
        at=case.at,
    )
    counted = record_count(
        actor=case.poipet,
        account=account,
        counted=Counted(40),
        happened_at=case.ago(40),
        at=case.at,
    )
    released = Ended(
        rules.AccountKind.RELEASED_ON_SITE,
        rules.Party({IDN: 3}),
        reason="Worked in the kitchen",
        happened_at=case.ago(30),
    )
    end_custody(actor=case.poipet, account=account, ended=released, at=case.at)

    (line,) = [
        each for each in accounts.seen(case.poipet, Moments(case.at, case.at)) if each.site == site
    ]
    assert (line.held, line.named, counted.held) == (37, 1, 40)
    waiting = {place.account: place for place in protection.waiting(_screener(), at=case.at)}
    assert [one.face.ref for one in waiting[account].waiting] == [named.ref]
    assert waiting[account].has_page is True
    assert intake.movement is not None
    assert may_correct(case.poipet, intake.movement.pk) is True
    assert may_correct(case.sihanouk, intake.movement.pk) is False
    _refused(
        ["nobody_on_site"],
        identify,
        actor=case.sihanouk,
        unit=Keeper(SIHANOUK, site),
        cell=IDN,
        stated=Stated("Budi"),
        happened_at=case.ago(50),
        at=case.at,
    )


def test_an_officer_of_elsewhere_reverses_nothing_of_a_site(case: Case, site: str) -> None:
    intake = _found(case, site)
    assert intake.movement is not None

    with pytest.raises(PermissionRefusedError):
        correct_movement(
            actor=case.sihanouk, movement=intake.movement.pk, reason="Mine", at=case.at
        )


def test_they_are_brought_to_the_units_own_station_and_somebody_else_receives_them(
    case: Case, site: str
) -> None:
    _found(case, site)
    sent = _bring_in(case, site)
    receive = partial(
        receive_handover,
        handover=str(sent.ref),
        unit=POIPET,
        received=rules.Party({IDN: 38}),
        happened_at=case.ago(19),
        at=case.at,
    )
    _refused(["own_sending"], receive, actor=case.poipet)

    colleague = Actor(
        key="account:7",
        grants=(Grant("KH-1", GRANTS[Role.INTAKE_OFFICER], post="p", unit=POIPET),),
    )
    receive(actor=colleague)
    assert (totals(case.at)[POIPET], totals(case.at)["in_transit"]) == (38, 2)
    take_back(
        actor=colleague,
        handover=str(sent.ref),
        unit=POIPET,
        returned=rules.Party({IDN: 2}),
        happened_at=case.ago(18),
        at=case.at,
    )

    assert (totals(case.at)["found_on_site"], totals(case.at)["in_transit"]) == (2, 0)


def test_a_unit_hands_over_to_others_from_a_site_and_never_to_itself_from_its_station(
    case: Case, site: str
) -> None:
    _found(case, site)
    case.take()
    sent = _bring_in(case, site, to=SIHANOUK)

    assert sent.giver.site_ref == site
    _refused(
        ["same_unit"],
        dispatch_handover,
        actor=case.poipet,
        giver=POIPET,
        receiver=POIPET,
        escort=ESCORT,
        sends=rules.Consignment(rules.Party({IDN: 1})),
        happened_at=case.ago(2),
        at=case.at,
    )


def test_the_clock_of_48_hours_begins_when_they_arrive_at_the_unit(case: Case, site: str) -> None:
    _found(case, site)
    now = Moments(case.at, case.at)
    assert clocks.clocks(case.poipet, now) == []

    (kept,) = on_site.kept(case.poipet, now)
    assert (kept.account.held, kept.since, kept.age) == (40, case.ago(60), timedelta(hours=60))

    sent = _bring_in(case, site)
    assert on_site.kept(case.poipet, now) == []
    assert clocks.clocks(case.poipet, now) == []
    receive_handover(
        actor=officer("KH-1", key="account:7"),
        handover=str(sent.ref),
        unit=POIPET,
        received=rules.Party({IDN: 40}),
        happened_at=case.ago(19),
        at=case.at,
    )

    (line,) = clocks.clocks(case.poipet, now)
    assert (line.since, line.heads) == (case.ago(19), 40)


def test_the_flow_and_the_register_say_where_the_site_lies(case: Case, site: str) -> None:
    other = register_site(
        actor=COMMAND, kind="compound", area="KH-18", name=Name("Compound 2", "បរិវេណ ២"), at=case.at
    ).ref
    country = officer("KH", key="account:8")
    take_in(
        actor=country,
        unit=Keeper(POIPET, other),
        cells={IDN: 5},
        legal_basis="Found",
        because="",
        happened_at=case.ago(30),
        at=case.at,
    )
    now = Moments(case.at, case.at)

    (line,) = flow.flow(country, now)
    assert (line.found, line.first_unit, line.now_kind) == ("KH-18", POIPET, "found_on_site")
    assert [each.province for each in register.taken_in(at=now)] == ["KH-18"]
    total = accounts.total(country, now)
    assert (total.held, total.elsewhere) == (5, 0)


def test_a_sheet_takes_in_and_names_those_on_the_site(case: Case, site: str) -> None:
    keeper = Keeper(POIPET, site)
    heads = sheet([["IDN", "", "", "4"]], headings=OF_HEADS)
    sent = Sent(rules.SheetKind.HEADS, "heads.csv", heads, case.ago(30), "Found at the site")
    staged = stage_sheet(actor=case.poipet, unit=keeper, sent=sent, at=case.at)
    post_sheet(actor=case.poipet, sheet=staged.ref, at=case.at)
    rows = sheet([person(1, "Budi")], headings=HEADINGS)
    names = Sent(rules.SheetKind.PERSONS, "persons.csv", rows, case.ago(29))
    persons = stage_sheet(actor=case.poipet, unit=keeper, sent=names, at=case.at)
    post_sheet(actor=case.poipet, sheet=persons.ref, at=case.at)
    name_rows(actor=case.poipet, sheet=persons.ref, most=9, at=case.at)

    now = Moments(case.at, case.at)
    (line,) = [each for each in accounts.seen(case.poipet, now) if each.held]
    assert (line.site, line.held, line.named) == (site, 4, 1)
    _refused(
        ["nobody_on_site"],
        stage_sheet,
        actor=officer("KH", key="account:8"),
        unit=Keeper(SIHANOUK, site),
        sent=names,
        at=case.at,
    )


@pytest.mark.tampers
def test_an_account_on_a_site_that_names_none_is_a_fault(case: Case) -> None:
    Account.objects.create(
        ref="AC-9999", kind="found_on_site", unit_id=POIPET, opened_at=case.at - timedelta(days=1)
    )

    assert "on a site that it does not name" in str(books.verify().fault)


def _screener() -> Actor:
    return officer("KH-1", Role.PROTECTION_SCREENER, key="account:9")


def test_whom_a_national_unit_keeps_on_a_site_the_province_of_the_site_sees(
    case: Case, site: str
) -> None:
    take_in(
        actor=officer("KH", key="account:8"),
        unit=Keeper("GDI", site),
        cells={IDN: 12},
        legal_basis="Found at the site",
        because="",
        happened_at=case.ago(30),
        at=case.at,
    )
    now = Moments(case.at, case.at)

    assert [line.account.held for line in on_site.kept(officer("KH-1"), now)] == [12]
    assert on_site.kept(officer("KH-18"), now) == []
