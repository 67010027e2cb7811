"""Checks, judgements and incidents: a person decides, and is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.systems.listings.screened import clear, hold, registered

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Machine, Role
from samaki.ground.journal.models import Entry as JournalEntry
from samaki.ground.people.services import protect_person, register_person
from samaki.ground.places.services import load_gazetteer
from samaki.kernel.ledger import Cell
from samaki.systems.border import queries
from samaki.systems.border.models import (
    Alert,
    CheckedTraveller,
    Checkpoint,
    CrossingHeads,
    IrregularCrossing,
    Judgement,
    Match,
    WatchListCheck,
)
from samaki.systems.border.rules import Asked, Seen, Verdict
from samaki.systems.border.services import (
    CheckRefusedError,
    IncidentRefusedError,
    JudgementRefusedError,
    Where,
    check_traveller,
    judge_match,
    load_checkpoints,
    record_incident,
)
from samaki.systems.custody.models import Movement
from samaki.systems.listings.rules import Entry
from samaki.systems.listings.services import end_listing, enter_ban_listing, enter_listing

if TYPE_CHECKING:
    from samaki.systems.listings.models import Listing

pytestmark = pytest.mark.django_db

DUC = Entry(("Nguyễn Văn Đức",), "1994-05-17", "M", "VNM", ("DEMO00417",))
FOOT = Seen("foot", "in", "Two walked through the canal.")


def _as(role: Role, key: int, area: str = "KH-1") -> Actor:
    return Actor(f"account:{key}", (Grant(area, GRANTS[role]),))


@dataclass(frozen=True)
class Border:
    """The verbs with the values of Poipet filled in."""

    at: datetime
    officer: Actor
    supervisor: Actor

    def enter(self, entry: Entry = DUC, **changes: str) -> Listing:
        said = {"ground": "Order", "because": "EO-1", **changes}
        enter = enter_listing if "watch_list" in changes else enter_ban_listing
        return enter(
            actor=_as(Role.IMMIGRATION_OFFICER, 9, "KH"),
            entry=entry,
            valid_from=date(2025, 11, 17),
            valid_to=None,
            at=self.at,
            **said,
        )

    def check(self, text: str, born: str = "", document: str = "") -> WatchListCheck:
        asked = Asked(text, born, document)
        return check_traveller(actor=self.officer, checkpoint="poipet", asked=asked, at=self.at)

    def judge(self, says: str, reason: str = "Older passport shown") -> Judgement:
        ref = Alert.objects.latest("pk").ref
        return judge_match(actor=self.supervisor, alert=ref, says=says, reason=reason, at=self.at)

    def see(self, seen: Seen = FOOT, **changes: object) -> IrregularCrossing:
        said: dict[str, object] = {
            "actor": self.officer,
            "where": Where("KH-1-10", "poipet"),
            "cells": {Cell("VNM", "M", "adult"): 2, Cell(): 1},
            "happened_at": self.at - timedelta(hours=2),
            **changes,
        }
        return record_incident(seen=seen, at=self.at, **said)  # type: ignore[arg-type]


@pytest.fixture
def border(at: datetime) -> Border:
    """Poipet, with its officer and its supervisor."""
    load_gazetteer(by=Machine.INSTALLER.value, at=at)
    load_checkpoints(actor=_installer(), at=at)
    return Border(at, _as(Role.BORDER_OFFICER, 1), _as(Role.BORDER_SUPERVISOR, 2))


def _installer() -> Actor:
    from samaki.ground.access.actors import machine  # noqa: PLC0415 - beside its one use

    return machine(Machine.INSTALLER)


def test_checkpoints_are_loaded_once(border: Border) -> None:
    assert load_checkpoints(actor=_installer(), at=border.at) == 0
    assert Checkpoint.objects.get(code="poipet").area_id == "KH-1"


def test_another_order_of_parts_and_the_birth_date_ask_the_supervisor(border: Border) -> None:
    listing = border.enter()

    check = border.check("Van Duc Nguyen", "17/05/1994")

    assert check.verdict == Verdict.STOP
    assert Match.objects.get().listing == listing.ref
    assert Alert.objects.get().state == "waits"
    assert queries.waiting(border.supervisor) == 1


def test_a_name_alone_raises_no_alert(border: Border) -> None:
    border.enter()

    check = border.check("Van Duc Nguyen")

    assert check.verdict == Verdict.LOOK_CLOSER
    assert not Alert.objects.exists()


def test_a_namesake_born_on_another_day_is_clear_and_the_entry_is_counted(border: Border) -> None:
    border.enter()

    check = border.check("Van Duc Nguyen", "03/03/1988")

    assert (check.verdict, check.ruled_out) == (Verdict.CLEAR, 1)
    assert not Match.objects.exists()


def test_nobody_is_checked_against_an_ended_entry(border: Border) -> None:
    listing = border.enter()
    end_listing(
        actor=_as(Role.IMMIGRATION_OFFICER, 9), listing=listing.ref, reason="Wrong", at=border.at
    )

    assert border.check("Van Duc Nguyen", "17/05/1994").verdict == Verdict.CLEAR


def test_not_this_person_is_remembered_for_that_pair_alone(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994", "X1234567")
    judgement = border.judge("negative")

    again = border.check("NGUYEN VAN DUC", "17/05/1994", "X1234567")
    assert again.verdict == Verdict.CLEAR
    assert again.matches.get().remembered == judgement
    assert Alert.objects.count() == 1

    other = border.check("NGUYEN VAN DUC", "17/05/1994", "Y7654321")
    assert other.verdict == Verdict.STOP
    assert Alert.objects.count() == 2


def test_another_listing_of_the_same_name_is_not_forgiven(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")
    border.judge("negative")
    border.enter(DUC, watch_list="wanted", because="Warrant 7")

    assert border.check("Van Duc Nguyen", "17/05/1994").verdict == Verdict.STOP


def test_a_judgement_is_changed_by_another_one_and_both_stay(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")
    border.judge("negative")
    border.judge("positive", "The older passport was forged")

    assert [j.says for j in Judgement.objects.all()] == ["negative", "positive"]
    assert border.check("Van Duc Nguyen", "17/05/1994").verdict == Verdict.STOP


def test_unsure_still_waits(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")
    border.judge("unsure", "Photograph is poor")

    assert queries.waiting(border.supervisor) == 1


def test_who_made_the_check_does_not_judge_it_and_every_reason_is_given(border: Border) -> None:
    border.enter()
    asked = Asked("Van Duc Nguyen", "1994-05-17")
    check_traveller(actor=border.supervisor, checkpoint="poipet", asked=asked, at=border.at)

    with pytest.raises(JudgementRefusedError) as refused:
        border.judge("", " ")

    assert {r.code for r in refused.value.reasons} == {"own_check", "no_verdict", "no_reason"}
    assert queries.waiting(border.supervisor) == 0


def test_the_same_judgement_is_not_given_twice(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")
    border.judge("negative")

    with pytest.raises(JudgementRefusedError) as refused:
        border.judge("negative")
    assert {r.code for r in refused.value.reasons} == {"judged_so"}


def test_an_unknown_alert_or_checkpoint_is_refused(border: Border) -> None:
    with pytest.raises(JudgementRefusedError):
        judge_match(
            actor=border.supervisor, alert="AL-XXXX", says="negative", reason="x", at=border.at
        )
    with pytest.raises(CheckRefusedError):
        check_traveller(actor=border.officer, checkpoint="moon", asked=Asked("A"), at=border.at)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (Asked(" "), {"no_name"}),
        (Asked("", "soon"), {"no_name", "bad_birth"}),
        (Asked("A", "2025-12-01"), {"unborn"}),
        (Asked("A" * 161), {"long_name"}),
        (Asked("P<<<UTO"), {"shape"}),
        (Asked("P<<<É"), {"letters"}),
    ],
)
def test_what_cannot_be_checked_is_refused_with_every_reason(
    border: Border, asked: Asked, codes: set[str]
) -> None:
    with pytest.raises(CheckRefusedError) as refused:
        check_traveller(actor=border.officer, checkpoint="poipet", asked=asked, at=border.at)

    assert {r.code for r in refused.value.reasons} == codes
    assert not WatchListCheck.objects.exists()


def test_an_officer_checks_in_the_own_area_alone(border: Border) -> None:
    with pytest.raises(PermissionRefusedError):
        check_traveller(actor=border.officer, checkpoint="bavet", asked=Asked("A"), at=border.at)


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.OVERSIGHT, Role.BORDER_OFFICER])
def test_only_a_supervisor_judges(border: Border, role: Role) -> None:
    border.enter()
    check = border.check("Van Duc Nguyen", "17/05/1994")

    with pytest.raises(PermissionRefusedError):
        judge_match(
            actor=_as(role, 5, "KH"),
            alert=check.matches.get().alert.ref,
            says="negative",
            reason="x",
            at=border.at,
        )


def test_the_journal_and_the_check_carry_no_name(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")

    for entry in JournalEntry.objects.all():
        assert "Duc" not in f"{entry.kind}{entry.subject}{entry.rows}"
    assert CheckedTraveller.objects.get().salt


def test_a_protected_person_is_for_the_protection_desk_and_nothing_else_is_said(
    border: Border,
) -> None:
    person = register_person(
        actor=_as(Role.INTAKE_OFFICER, 8), stated_name="Nguyễn Văn Đức", paper="", at=border.at
    )
    border.enter(DUC, watch_list="missing", because=person.ref)
    protect_person(actor=_as(Role.PROTECTION_SCREENER, 7), person=person.ref, at=border.at)

    check = border.check("Van Duc Nguyen", "17/05/1994")
    answer = queries.answer(border.officer, check.ref)

    assert answer is not None
    assert answer.verdict is Verdict.PROTECTION
    assert answer.matches[0].listed is None
    assert answer.matches[0].assessment is None
    assert not Alert.objects.exists()


@pytest.mark.parametrize("ground", ["screening_pending", "protected"])
def test_a_hold_that_came_after_the_check_hides_it_and_asks_nobody_to_judge(
    border: Border, ground: str
) -> None:
    person = registered("Nguyễn Văn Đức", at=border.at)
    clear(person, at=border.at)
    border.enter(DUC, because=person)
    check = border.check("Van Duc Nguyen", "17/05/1994")
    assert check.verdict == Verdict.STOP
    assert queries.waiting(border.supervisor) == 1

    hold(person, ground, at=border.at)

    answer = queries.answer(border.officer, check.ref)
    assert answer is not None
    assert answer.verdict is Verdict.PROTECTION
    assert answer.matches[0].listed is None
    assert queries.waiting(border.supervisor) == 0
    (line,) = queries.alerts(border.supervisor)
    assert (line.verdict, line.list_name) == (Verdict.PROTECTION, "")
    (made,) = queries.recent(border.officer, "poipet")
    assert made.verdict is Verdict.PROTECTION
    with pytest.raises(JudgementRefusedError) as refused:
        border.judge("positive")
    assert [reason.code for reason in refused.value.reasons] == ["for_the_desk"]
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("ground", ["screening_pending", "protected"])
def test_whoever_is_held_is_checked_for_the_desk_alone(border: Border, ground: str) -> None:
    person = registered("Nguyễn Văn Đức", at=border.at)
    clear(person, at=border.at)
    border.enter(DUC, because=person)
    hold(person, ground, at=border.at)

    check = border.check("Van Duc Nguyen", "17/05/1994")

    assert check.verdict == Verdict.PROTECTION
    assert not Alert.objects.exists()


def test_how_many_entries_are_as_close_is_said(border: Border) -> None:
    border.enter()
    border.enter(Entry(("NGUYEN VAN DUC",), "1994"))
    check = border.check("Nguyen Van Duc", "17/05/1994")

    assert {match.as_close for match in check.matches.all()} == {2}


def test_a_crossing_is_recorded_by_cell_and_nobody_is_taken_in(border: Border) -> None:
    before = Movement.objects.count()

    incident = border.see()

    assert {(h.nationality, h.sex, h.count) for h in incident.heads.all()} == {
        ("VNM", "M", 2),
        ("", "", 1),
    }
    assert Movement.objects.count() == before
    assert list(queries.incidents(border.officer)) == [incident]
    assert list(queries.incidents(_as(Role.BORDER_OFFICER, 3, "KH-18"))) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        (
            {"seen": Seen("", "", " "), "cells": {}},
            {"no_way", "no_direction", "nothing_seen", "nobody"},
        ),
        ({"cells": {Cell(): -1}}, {"below_none"}),
        ({"where": Where("KH-1-10", "moon")}, {"unknown_checkpoint"}),
        ({"where": Where("KH-1-10", "bavet")}, {"elsewhere"}),
        ({"where": Where("")}, {"no_area"}),
        ({"happened_at": datetime.fromisoformat("2026-01-01T00:00:00+07:00")}, {"future"}),
        ({"happened_at": datetime.fromisoformat("2001-01-01T00:00:00+07:00")}, {"long_ago"}),
    ],
)
def test_a_crossing_without_what_it_needs_is_refused(
    border: Border, changes: dict[str, object], codes: set[str]
) -> None:
    with pytest.raises(IncidentRefusedError) as refused:
        border.see(**changes)  # type: ignore[arg-type]

    assert {r.code for r in refused.value.reasons} == codes
    assert not IrregularCrossing.objects.exists()


def test_a_crossing_elsewhere_in_the_country_is_refused_to_this_officer(border: Border) -> None:
    with pytest.raises(PermissionRefusedError):
        border.see(where=Where("KH-18"))


def test_the_database_refuses_to_change_what_was_checked_judged_or_seen(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")
    border.judge("negative")
    border.see()

    for model in (WatchListCheck, Match, Judgement, IrregularCrossing, CrossingHeads):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def test_the_database_refuses_a_judgement_without_a_reason(border: Border) -> None:
    border.enter()
    border.check("Van Duc Nguyen", "17/05/1994")

    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(
            alert=Alert.objects.get(), says="negative", reason="", made_at=border.at, made_by="x"
        )
