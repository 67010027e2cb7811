"""A departure that was not is undone whole, or not at all; and nothing of it is overwritten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from tests.systems.immigration.file import STATION, member

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.journal import queries as journal
from samaki.ground.journal.models import Entry
from samaki.systems.custody import rules as custody
from samaki.systems.custody.models import Correction, Disposition, Movement
from samaki.systems.custody.queries import books, whereabouts
from samaki.systems.custody.services import entries
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import (
    Departure,
    ExpulsionCase,
    Manifest,
    ManifestLine,
    ReentryBan,
    UndoneDeparture,
)
from samaki.systems.immigration.queries.cases import seen
from samaki.systems.immigration.queries.files import timeline
from samaki.systems.immigration.services.bans import Period, close_without_ban, enter_ban
from samaki.systems.immigration.services.departures import record_departure, undo_departure
from samaki.systems.immigration.services.manifests import give_up_manifest, take_off
from samaki.systems.immigration.services.refusals import CaseRefusedError
from samaki.systems.listings.models import Listing
from samaki.systems.listings.queries import current, line
from samaki.systems.listings.services import ListingRefusedError, end_listing

if TYPE_CHECKING:
    from tests.systems.immigration.file import Bench

pytestmark = pytest.mark.django_db

WHY = "Taken off the aircraft before the doors closed"


def _left(bench: Bench, *names: str) -> tuple[Manifest, list[ExpulsionCase]]:
    manifest, cases = bench.listed(*names)
    bench.depart(manifest)
    return manifest, cases


def _undo(bench: Bench, case: ExpulsionCase, reasons: str = WHY) -> ExpulsionCase:
    return undo_departure(
        actor=bench.officer, case=case.ref, reasons=reasons, at=bench.later(days=5)
    )


def _ban(bench: Bench, case: ExpulsionCase, *, days: int = 4) -> ReentryBan:
    return enter_ban(
        actor=bench.officer,
        case=case.ref,
        period=Period(date(2025, 11, 18 + days), None),
        ground="The order",
        at=bench.later(days=days),
    )


def _now(case: ExpulsionCase) -> tuple[str, str, str]:
    """Return the state of a case, of its line, and of its list."""
    found = ExpulsionCase.objects.get(pk=case.pk)
    line = ManifestLine.objects.select_related("manifest").get(case=case)
    return found.state, line.state, line.manifest.state


def _unit(bench: Bench, case: ExpulsionCase) -> str:
    place = whereabouts.where([case.person], at=bench.later(days=5))[case.person]
    assert place is not None
    return place.unit if place.kind != "expelled" else "expelled"


def _books() -> tuple[object, ...]:
    return (
        Movement.objects.count(),
        Correction.objects.count(),
        journal.length(),
        sorted(ExpulsionCase.objects.values_list("ref", "state", "closed_reason")),
        sorted(ManifestLine.objects.values_list("pk", "state")),
        sorted(Listing.objects.values_list("ref", "state")),
        UndoneDeparture.objects.count(),
    )


def _codes(bench: Bench, case: ExpulsionCase, reasons: str = WHY) -> list[str]:
    before = _books()
    with pytest.raises(CaseRefusedError) as refused, transaction.atomic():
        _undo(bench, case, reasons)
    assert _books() == before
    return [reason.code for reason in refused.value.reasons]


def test_a_departure_is_undone_in_ledger_case_and_list_and_both_stay_on_record(
    bench: Bench,
) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    assert (_now(case), _unit(bench, case)) == (("departed", "left", "left"), "expelled")

    _undo(bench, case)

    assert (_now(case), _unit(bench, case)) == (("listed", "boarded", "prepared"), STATION)
    departure, disposition = Departure.objects.get(), Disposition.objects.get()
    undone = UndoneDeparture.objects.get()
    assert departure.disposition == disposition.ref
    assert (undone.departure, undone.reasons) == (departure, WHY)
    correction = Correction.objects.get()
    assert correction.movement.reverses_id == disposition.movement_id
    assert correction.reason == WHY
    last = Entry.objects.latest("pk")
    assert (last.kind, last.subject) == ("immigration:departure:undo", case.ref)
    assert books.verify().fault is None
    assert list(journal.breaks()) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        UndoneDeparture.objects.update(reasons="Otherwise")
    with pytest.raises(DatabaseError), transaction.atomic():
        Departure.objects.all().delete()


def test_who_left_with_them_has_left_and_the_list_has_once_nobody_waits_on_it(
    bench: Bench,
) -> None:
    manifest, (back, gone) = _left(bench, "Budi", "Agus")

    _undo(bench, back)

    assert _now(gone)[:2] == ("departed", "left")
    assert (_unit(bench, back), _unit(bench, gone)) == (STATION, "expelled")
    take_off(
        actor=bench.officer, manifest=manifest.ref, persons=[back.person], at=bench.later(days=5)
    )
    assert _now(back) == ("ordered", "taken_off", "left")
    assert list(journal.breaks()) == []


@pytest.mark.parametrize(("names", "state"), [(("Budi",), "given_up"), (("Budi", "Agus"), "left")])
def test_a_list_given_up_afterwards_says_whether_anybody_left_by_it(
    bench: Bench, names: tuple[str, ...], state: str
) -> None:
    manifest, cases = _left(bench, *names)
    _undo(bench, cases[0])

    give_up_manifest(actor=bench.officer, manifest=manifest.ref, at=bench.later(days=5))

    assert _now(cases[0]) == ("ordered", "taken_off", state)


def test_a_departure_of_another_moment_is_undone_and_entered_anew(bench: Bench) -> None:
    manifest, (case,) = _left(bench, "Budi")
    _undo(bench, case)

    record_departure(
        actor=bench.officer,
        manifest=manifest.ref,
        happened_at=bench.later(days=4),
        at=bench.later(days=5),
    )

    assert (_now(case), _unit(bench, case)) == (("departed", "left", "left"), "expelled")
    assert Departure.objects.count() == 2
    assert _ban(bench, case, days=6)
    steps = [step.what for step in timeline(seen(bench.officer).get())]
    assert (steps.count("Departed"), steps.count("Departure undone")) == (2, 1)
    assert books.verify().fault is None


def test_a_ban_that_followed_ends_with_its_departure_and_another_can_follow(bench: Bench) -> None:
    manifest, (case,) = _left(bench, "Budi")
    first = _ban(bench, case)
    assert [each.ref for each in current(at=bench.later(days=5))] == [first.listing]

    _undo(bench, case)

    assert current(at=bench.later(days=5)) == []
    assert Listing.objects.get().end_reason == WHY
    assert ReentryBan.objects.get() == first, "the ban stays on record"
    found = ExpulsionCase.objects.get()
    assert (found.state, found.closed_at, found.closed_reason) == ("listed", None, "")
    undone = UndoneDeparture.objects.get()
    assert (undone.closed_at, undone.closed_reason) == (bench.later(days=4), "The order")
    record_departure(
        actor=bench.officer,
        manifest=manifest.ref,
        happened_at=bench.later(days=5),
        at=bench.later(days=5),
    )
    second = _ban(bench, case, days=6)
    assert [each.ref for each in current(at=bench.later(days=6))] == [second.listing]
    assert _now(case)[0] == "closed"
    assert list(journal.breaks()) == []


def test_a_province_undoes_its_departure_though_the_ban_was_entered_by_the_country_s_office(
    bench: Bench,
) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    ban = _ban(bench, case)
    province = Actor("account:97", (Grant("KH-1", GRANTS[Role.IMMIGRATION_OFFICER]),))
    assert line(province, ban.listing, at=bench.later(days=5)) is None
    with pytest.raises(ListingRefusedError):
        end_listing(actor=province, listing=ban.listing, reason=WHY, at=bench.later(days=5))

    undo_departure(actor=province, case=case.ref, reasons=WHY, at=bench.later(days=5))

    assert _now(case) == ("listed", "boarded", "prepared")
    ended = Listing.objects.get()
    assert (ended.state, ended.ended_by, ended.end_reason) == ("ended", province.key, WHY)
    assert current(at=bench.later(days=5)) == []


def test_the_ledger_s_reasons_are_given_to_a_province_too(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    _ban(bench, case)
    province = Actor("account:97", (Grant("KH-1", GRANTS[Role.IMMIGRATION_OFFICER]),))

    def against(*_said: object) -> tuple[object, ...]:
        return (custody.reason("unknown_movement"),)

    monkeypatch.setattr(entries, "reasons_against", against)
    with pytest.raises(CaseRefusedError) as refused:
        undo_departure(actor=province, case=case.ref, reasons=WHY, at=bench.later(days=5))

    assert [reason.code for reason in refused.value.reasons] == ["unknown_movement"]
    assert Listing.objects.get().state == "entered"


def test_a_ban_that_was_ended_already_stays_ended_as_it_was(bench: Bench) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    ban = _ban(bench, case)
    end_listing(
        actor=bench.officer, listing=ban.listing, reason="By a court", at=bench.later(days=4)
    )

    _undo(bench, case)

    assert Listing.objects.get().end_reason == "By a court"


def test_a_case_closed_without_a_ban_is_opened_again_and_why_it_was_closed_is_kept(
    bench: Bench,
) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    close_without_ban(
        actor=bench.officer, case=case.ref, reasons="Came as a child", at=bench.later(days=4)
    )

    _undo(bench, case)

    assert _now(case)[0] == "listed"
    assert UndoneDeparture.objects.get().closed_reason == "Came as a child"


def test_there_has_to_be_a_departure_that_stands_and_reasons(bench: Bench) -> None:
    case = bench.ready()
    assert _codes(bench, case, " ") == ["state", "no_reasons"]

    _manifest, (left,) = _left(bench, "Agus")
    assert _codes(bench, left, " ") == ["no_reasons"]
    _undo(bench, left)
    assert _codes(bench, left) == ["state"], "not twice"
    with pytest.raises(CaseRefusedError) as refused:
        undo_departure(actor=bench.officer, case="EC-NONE", reasons=WHY, at=bench.later(days=5))
    assert [reason.code for reason in refused.value.reasons] == ["no_case"]


def test_why_it_is_undone_is_kept_whole_or_refused(bench: Bench) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    assert _codes(bench, case, "n" * 401) == ["long_reasons"]

    _undo(bench, case, "n" * 400)

    assert UndoneDeparture.objects.get().reasons == "n" * 400


def test_what_the_ledger_says_against_it_refuses_all_of_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    _ban(bench, case)

    def against(*_said: object) -> tuple[object, ...]:
        return (custody.reason("unknown_movement"),)

    monkeypatch.setattr(entries, "reasons_against", against)
    assert _codes(bench, case) == ["unknown_movement"]
    assert _codes(bench, case, "") == ["no_reasons", "unknown_movement"], "every reason at once"


def test_nothing_is_undone_under_another_open_case(bench: Bench) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    close_without_ban(actor=bench.officer, case=case.ref, reasons="None", at=bench.later(days=4))
    known = ExpulsionCase.objects.get(pk=case.pk)
    other = ExpulsionCase.objects.create(
        ref="EC-TWO",
        person=case.person,
        area=known.area,
        opened_at=bench.later(days=5),
        opened_by=bench.officer.key,
        since=bench.later(days=5),
    )

    assert _codes(bench, case) == ["case_open"]
    other.delete()


@pytest.mark.parametrize(
    "role",
    [r for r in Role if r is not Role.IMMIGRATION_OFFICER],
)
def test_only_who_records_departures_undoes_one(bench: Bench, role: Role) -> None:
    _manifest, (case,) = _left(bench, "Budi")

    with pytest.raises(PermissionRefusedError):
        undo_departure(actor=member(role, 99), case=case.ref, reasons=WHY, at=bench.later(days=5))


def test_an_officer_of_another_area_undoes_nothing(bench: Bench) -> None:
    _manifest, (case,) = _left(bench, "Budi")
    elsewhere = Actor("account:98", (Grant("KH-18", GRANTS[Role.IMMIGRATION_OFFICER]),))

    with pytest.raises(PermissionRefusedError):
        undo_departure(actor=elsewhere, case=case.ref, reasons=WHY, at=bench.later(days=5))


def test_the_flow_leads_back_from_a_departure_and_from_nowhere_else() -> None:
    back = {state for (state, act) in rules.CASE.steps if act == "undo_departure"}

    assert back == {rules.ExpulsionState.DEPARTED, rules.ExpulsionState.CLOSED}
    before = {state for (state, act) in rules.CASE.steps if act == "depart"}
    assert {rules.CASE.after(state, "undo_departure") for state in back} == before
    assert rules.LINE.after(rules.LineState.LEFT, "undo_departure") is rules.LineState.BOARDED
