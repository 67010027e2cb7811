"""What is kept beside the postings is what they add up to, whatever is entered in which order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.systems.custody.case import IDN, IDN_WOMAN
from tests.systems.custody.steps import STEPS, play

from samaki.ground.journal import triggers
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Account,
    Balance,
    ClosedDay,
    Level,
    Movement,
    Posting,
)
from samaki.systems.custody.queries import books
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services import balances
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.systems.custody.case import Case


@given(steps=STEPS, backs=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400))))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_however_entries_come_each_head_is_in_one_account_and_looking_back_agrees(
    case: Case, steps: list[tuple[str, int, int, int, int]], backs: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        clock, everybody = case.at, 0
        for verb, wait, hours, heads, which in steps:
            clock += timedelta(hours=wait)
            now = replace(case, at=clock)
            try:
                with transaction.atomic():
                    everybody += play(now, verb, hours=hours, heads=heads, which=which)
            except MovementRefusedError:
                pass
            assert books.verify().fault is None
            assert sum(Balance.objects.values_list("held", flat=True)) == everybody
            assert _on_the_road() == _sent_and_not_received()
        for as_of, known_at in backs:
            at = Moments(clock - timedelta(hours=as_of), clock - timedelta(hours=known_at))
            _assert_as_the_postings_say(at)
        transaction.set_rollback(True)


def _on_the_road() -> int:
    transits = Balance.objects.filter(account__kind=rules.AccountKind.IN_TRANSIT)
    return sum(transits.values_list("held", flat=True))


def _sent_and_not_received() -> int:
    changes = {rules.MovementKind.DISPATCH: 1, rules.MovementKind.RECEIPT: -1}
    standing = Movement.objects.filter(kind__in=changes, reversed_by=None)
    return sum(
        changes[rules.MovementKind(row.kind)]
        * sum(posting.count for posting in row.postings.all() if posting.count > 0)
        for row in standing
    )


def _assert_as_the_postings_say(at: Moments) -> None:
    """Compare both ways to look back with the plain sum of the postings that count."""
    plain: Counter[tuple[str, str]] = Counter()
    named: Counter[str] = Counter()
    for posting in books.postings(at).select_related("account"):
        plain[str(posting.account.ref), str(posting.subject)] += posting.count
        named[str(posting.account.ref)] += posting.count if posting.person else 0
    held = books.held([str(ref) for ref in Account.objects.values_list("ref", flat=True)], at=at)
    assert {
        (ref, str(subject)): count for ref, each in held.items() for subject, count in each.items()
    } == {line: count for line, count in plain.items() if count}
    outside = set(Account.objects.filter(kind__in=rules.BOUNDLESS).values_list("ref", flat=True))
    sums = books.sums(Q(), at=at, by=("account__ref",))
    for ref in {ref for ref, _ in plain} - outside:
        heads = sum(count for (of, _), count in plain.items() if of == ref)
        assert sums.get((ref,), books.Sums()) == books.Sums(heads, named[ref])
    assert not outside & {ref for (ref,) in sums}


def test_a_late_entry_raises_every_closed_day_from_its_own_on(case: Case) -> None:
    case.take({IDN: 10}, hours=1)
    for days in (1, 2, 3):
        replace(case, at=case.at + timedelta(days=days)).take({IDN: days}, hours=0)
    before = _levels_by_day()

    late = replace(case, at=case.at + timedelta(days=3, minutes=30))
    late.take({IDN: 5}, hours=48)  # on the second day, recorded on the fourth

    after = _levels_by_day()
    moment = case.at + timedelta(days=1)
    assert before.keys() == after.keys()
    for day in before:
        assert after[day] - before[day] == (5 if day >= moment.date() else 0)
    assert books.verify().fault is None


def _levels_by_day() -> dict[date, int]:
    rows = Level.objects.order_by().values_list("day").annotate(all=Sum("heads"))
    return dict(rows)


def test_a_cell_that_holds_nobody_has_no_balance_and_no_level(case: Case) -> None:
    case.take({IDN: 7})
    case.receive(case.send({IDN: 7}), {IDN: 7})

    held = Balance.objects.get()
    assert (held.account.unit_id, held.held) == ("NP-SIHANOUK", 7)
    assert Level.objects.get(day=rules.NOW).heads == 7


def test_a_day_is_closed_by_the_first_entry_after_it(case: Case, at: datetime) -> None:
    case.take({IDN: 7})
    assert ClosedDay.objects.count() == 1

    replace(case, at=at + timedelta(days=2)).take({IDN: 1}, hours=0)

    assert list(ClosedDay.objects.order_by("day").values_list("day", flat=True))[1:] == [
        (at + timedelta(days=1)).date()
    ]


@pytest.mark.parametrize("table", ["custody_balance", "custody_level", "custody_posting"])
@pytest.mark.tampers
def test_what_is_altered_beside_the_postings_is_named(case: Case, table: str) -> None:
    case.take({IDN: 7})
    column = {"custody_balance": "held", "custody_level": "heads"}.get(table)
    with connection.cursor() as cursor:
        if column:
            cursor.execute(f"UPDATE {table} SET {column} = {column} + 1")  # noqa: S608 - ours
        else:
            _lift_and_backdate()

    fault = books.verify().fault
    assert fault is not None
    assert fault.table == table


def _lift_and_backdate() -> None:
    triggers.lift("custody_posting")
    moment = Posting.objects.latest("pk").happened_at - timedelta(minutes=1)
    Posting.objects.update(happened_at=moment)
    triggers.install("custody_posting")


def test_the_database_holds_nobody_twice_and_no_line_below_one(case: Case) -> None:
    case.take({IDN: 7})
    named = case.name().ref
    home = Balance.objects.get(person=named).account
    for wrong in (
        {"account": home, "person": named, "held": 1, "sex": "M"},
        {"account": home, "person": "", "held": 0, "sex": "F"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Balance.objects.create(**wrong)


def test_written_anew_they_are_the_same(case: Case) -> None:
    case.take({IDN: 70}, hours=40)
    case.name(hours=30)
    case.receive(case.send({IDN: 60}), {IDN: 58})
    replace(case, at=case.at + timedelta(days=2)).take({IDN_WOMAN: 3}, hours=60)
    before = _kept()

    balances.rebuild()

    assert _kept() == before
    assert books.verify().fault is None


def _kept() -> list[object]:
    return [
        *Balance.objects.order_by("account", "person", "sex").values_list("account", "held"),
        *Level.objects.filter(day=rules.NOW)
        .order_by("account", "sex")
        .values_list("account", "heads", "named"),
    ]
