"""However people leave, are found again and entries are reversed: each head in one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.systems.custody.case import IDN, POIPET, SIHANOUK, Case, officer

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.kernel.flow import StepRefusedError
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Balance, Ending, Handover, Movement, Variance
from samaki.systems.custody.queries import books
from samaki.systems.custody.queries import ends as queries
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Counted
from samaki.systems.custody.rules.ends import ENDS, KEPT, Ended, Finding
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.counts import record_count
from samaki.systems.custody.services.ends import (
    confirm_end,
    end_custody,
    find_again,
    settle_rest,
    withdraw_end,
)
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

_EVERY = GRANTS[Role.INTAKE_OFFICER] | GRANTS[Role.PROVINCIAL_COMMAND]
FIRST = Actor("account:1", (Grant("KH", _EVERY),))
SECOND = Actor("account:9", (Grant("KH", _EVERY),))
_ACTS = st.tuples(
    st.sampled_from(["end", "rest", "answer", "find", "reverse", "send", "receive"]),
    st.integers(0, 30),
    st.integers(1, 30),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(_ACTS, min_size=4, max_size=12))
def test_nobody_is_added_or_lost_however_custody_ends(
    case: Case, acts: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        case.take({IDN: 40})
        for number, (act, which, heads) in enumerate(acts):
            _try(case, act, which, heads, case.ago(12 - number))
            _assert_whole(case.at)
        transaction.set_rollback(True)


def _try(case: Case, act: str, which: int, heads: int, moment: datetime) -> None:
    """Do one act, each an hour after the last; what is refused changes nothing."""
    try:
        with transaction.atomic():
            _do(case, act, which, heads, moment)
    except (MovementRefusedError, StepRefusedError):
        return


def _do(case: Case, act: str, which: int, heads: int, moment: datetime) -> None:
    hours = (case.at - moment).total_seconds() / 3600
    handover = Handover.objects.order_by("-pk").first()
    if act in {"end", "rest", "find"}:
        _move(act, which, rules.Party({IDN: heads}), handover, moment)
    elif act == "answer":
        _answer(which, moment)
    elif act == "reverse":
        _reverse(which, case.at)
    elif act == "send":
        case.send({IDN: heads}, hours=hours)
    elif handover is not None:
        case.receive(handover, {IDN: heads}, hours=hours)


def _move(
    act: str, which: int, party: rules.Party, handover: Handover | None, moment: datetime
) -> None:
    ended = Ended(list(ENDS)[which % len(ENDS)], party, "Court", "Order", "Article", "Why", moment)
    sources = Account.objects.filter(kind__in=KEPT | {"station"}).order_by("pk")
    source = str(sources[which % len(sources)].ref)
    if act == "end":
        end_custody(actor=FIRST, account=source, ended=ended, at=moment)
    elif act == "find":
        unit = (POIPET, SIHANOUK)[which % 2]
        finding = Finding(party, "Article 96", "Seen", moment)
        find_again(actor=FIRST, account=source, unit=unit, finding=finding, at=moment)
    elif handover is not None:
        settle_rest(actor=FIRST, handover=str(handover.ref), ended=ended, at=moment)


def _answer(which: int, moment: datetime) -> None:
    """Confirm or withdraw the first paper that waits."""
    for waits in Ending.objects.filter(state="prepared").order_by("pk")[:1]:
        if which % 4:
            confirm_end(actor=SECOND, ending=waits.ref, happened_at=moment, at=moment)
        else:
            withdraw_end(actor=FIRST, ending=waits.ref, at=moment)


def _reverse(which: int, at: datetime) -> None:
    movements = Movement.objects.exclude(kind="intake").order_by("pk")
    if movements:
        number = movements[which % len(movements)].pk
        correct_movement(actor=FIRST, movement=number, reason="Slip", at=at)


def _assert_whole(at: datetime) -> None:
    assert books.verify().fault is None
    # The 40 who were taken in are inside the books, wherever they are, and no end is below none.
    assert Balance.objects.aggregate(sum=Sum("held"))["sum"] == 40
    for handover in Handover.objects.all():
        between = sum(row.held for row in handover.transit.balances.all())
        variance = Variance.objects.filter(handover=handover).first()
        if variance is not None:
            assert variance.missing == (between if variance.state == "open" else 0)
        if handover.state in {"received", "settled", "returned", "withdrawn"}:
            assert between == 0
    ended = Balance.objects.filter(account__kind__in=KEPT).aggregate(sum=Sum("held"))["sum"] or 0
    seen = queries.seen(officer("KH"), Moments(at, at))
    assert sum(line.held for line in seen) == ended
    assert all(line.since is not None for line in seen if line.comes_back)


def test_who_left_settles_the_count_that_missed_them(case: Case) -> None:
    case.take({IDN: 40})
    account = str(Account.objects.get(unit=POIPET).ref)
    made = record_count(
        actor=case.poipet,
        account=account,
        counted=Counted(38),
        happened_at=case.ago(2),
        at=case.ago(1),
    )

    lost = Ended("escaped", rules.Party({IDN: 2}), reason="Gone", happened_at=case.ago(3))
    ended = end_custody(actor=FIRST, account=account, ended=lost, at=case.at)

    made.variance.refresh_from_db()
    assert (made.variance.state, made.variance.closed_by) == ("settled", ended.ref)
