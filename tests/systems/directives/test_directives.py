"""Directives: an order's clauses are issued or reported, and nothing is invented for a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Permission, Role
from samaki.ground.agencies.services import Name
from samaki.ground.journal.models import Entry
from samaki.systems.directives.models import Clause, Directive
from samaki.systems.directives.queries import orders as queries
from samaki.systems.directives.rules import NEAR, ClauseState
from samaki.systems.directives.services.orders import (
    ClauseText,
    Words,
    issue_directive,
    report_clause,
)

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

DUTY = Actor(key="account:1", grants=(Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
INTAKE = Actor(key="account:2", grants=(Grant("KH-1", GRANTS[Role.INTAKE_OFFICER]),))
ISSUED_ON = date(2025, 11, 15)
SEARCH = ClauseText(
    Name("Search every compound in the province.", "ស្វែងរក"),
    Name("Provincial governors", "អភិបាលខេត្ត"),
)
COUNT = ClauseText(Name("Count all who are found.", "រាប់"), Name("Police chiefs", "ស្នងការ"))
REPORTED = Words("Governors were told to close the sites.", "en")


def _issue(
    *, at: datetime, issued_on: date = ISSUED_ON, clauses: tuple[ClauseText, ...] = (SEARCH, COUNT)
) -> Directive:
    return issue_directive(
        actor=DUTY,
        title=Name("Directive on compounds", "បទបញ្ជា"),
        issuer=Name("The ministry", "ក្រសួង"),
        issued_on=issued_on,
        clauses=clauses,
        at=at,
    )


def _report(
    *, at: datetime, claim: str = "CL-1", dated: date | None = ISSUED_ON, words: Words = REPORTED
) -> Clause | None:
    return report_clause(actor=DUTY, words=words, claim_ref=claim, dated=dated, at=at)


def test_an_order_is_entered_with_its_clauses_in_order(at: datetime) -> None:
    directive = _issue(at=at)

    clauses = list(directive.clauses.all())
    assert [(clause.number, clause.state) for clause in clauses] == [(1, "issued"), (2, "issued")]
    assert [clause.text for clause in clauses] == [SEARCH.words.en, COUNT.words.en]
    assert str(clauses[1]) == f"{directive.pk}.2"
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("directives:directive:issue", directive.ref)


def test_an_order_is_read_in_the_readers_language(at: datetime) -> None:
    directive = _issue(at=at)
    clause = directive.clauses.get(number=1)

    assert [str(directive), directive.issuer] == ["Directive on compounds", "The ministry"]
    assert clause.addressees == "Provincial governors"
    with translation.override("km"):
        assert [str(directive), directive.issuer] == ["បទបញ្ជា", "ក្រសួង"]
        assert [clause.text, clause.addressees] == ["ស្វែងរក", "អភិបាលខេត្ត"]


def test_a_reported_clause_stands_behind_the_issued_ones_in_its_own_language(at: datetime) -> None:
    directive = _issue(at=at)

    clause = _report(at=at)

    assert clause is not None
    assert (clause.directive, clause.number) == (directive, 3)
    assert (clause.state, clause.claim_ref, clause.language) == (ClauseState.REPORTED, "CL-1", "en")
    with translation.override("km"):
        assert clause.text == REPORTED.text
    found = queries.directives().get()
    assert [getattr(found, counted) for counted in ("issued", "reported")] == [2, 1]


def test_one_claim_reports_one_clause(at: datetime) -> None:
    _issue(at=at)
    first = _report(at=at)
    before = Entry.objects.count()

    assert _report(at=at + timedelta(hours=1), words=replace(REPORTED, text="Other")) == first
    assert (Clause.objects.count(), Entry.objects.count()) == (3, before)


@pytest.mark.parametrize("days", range(-NEAR - 1, NEAR + 2))
def test_a_report_means_the_order_of_its_day_or_near_it(days: int, at: datetime) -> None:
    _issue(at=at)

    clause = _report(at=at, dated=ISSUED_ON + timedelta(days=days))

    assert (clause is not None) == (abs(days) <= NEAR)


def test_a_report_means_the_nearest_of_two_orders(at: datetime) -> None:
    earlier = _issue(at=at, issued_on=ISSUED_ON - timedelta(days=3))
    _issue(at=at)

    clause = _report(at=at, dated=ISSUED_ON - timedelta(days=2))

    assert clause is not None
    assert clause.directive == earlier


def test_a_report_without_a_day_means_the_newest_order_that_was_out(at: datetime) -> None:
    known = _issue(at=at)
    _issue(at=at, issued_on=date(2025, 12, 24))

    clause = _report(at=at, dated=None)

    assert clause is not None
    assert clause.directive == known


@pytest.mark.parametrize("dated", [None, ISSUED_ON])
def test_without_an_order_nothing_is_invented_for_a_report(
    dated: date | None, at: datetime
) -> None:
    before = Entry.objects.count()

    assert _report(at=at, dated=dated) is None
    assert (Clause.objects.count(), Entry.objects.count()) == (0, before)


def test_only_who_may_issue_issues_and_only_who_may_judge_reports(at: datetime) -> None:
    _issue(at=at)

    with pytest.raises(PermissionRefusedError) as issue:
        issue_directive(
            actor=INTAKE,
            title=Name("x", "x"),
            issuer=Name("x", "x"),
            issued_on=ISSUED_ON,
            clauses=(SEARCH,),
            at=at,
        )
    with pytest.raises(PermissionRefusedError) as report:
        report_clause(actor=INTAKE, words=REPORTED, claim_ref="CL-1", dated=ISSUED_ON, at=at)
    assert issue.value.permission == Permission.DIRECTIVE_ISSUE
    assert report.value.permission == Permission.CLAIM_JUDGE
    assert (Directive.objects.count(), Clause.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    "act",
    ["UPDATE directives_clause SET text_en = 'Search nothing.'", "DELETE FROM directives_clause"],
)
def test_the_database_refuses_to_change_a_clause(act: str, at: datetime) -> None:
    _issue(at=at)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 1, "state": ClauseState.ISSUED},
        {"number": 9, "state": ClauseState.REPORTED},
        {"number": 9, "state": ClauseState.REPORTED, "claim_ref": "CL-1"},
    ],
)
def test_the_database_refuses_a_clause_that_cannot_be(
    fields: dict[str, object], at: datetime
) -> None:
    directive = _issue(at=at)
    _report(at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.create(directive=directive, text_en="x", recorded_at=at, **fields)
