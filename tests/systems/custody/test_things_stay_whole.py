"""However exhibits are sent, received, opened, missed and found: one place each, no piece more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samaki.ground.access.actors import PermissionRefusedError
from samaki.systems.custody.models import (
    Content,
    Exhibit,
    ThingBalance,
    ThingHandover,
    ThingPosting,
)
from samaki.systems.custody.queries import exhibits
from samaki.systems.custody.queries import exhibits_then as back
from samaki.systems.custody.queries import things as books
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.services import thing_acts
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from tests.systems.custody.things import Things

pytestmark = pytest.mark.django_db

_ACTS = st.tuples(
    st.sampled_from(["send", "receive", "open", "lose", "find", "reverse"]),
    st.integers(0, 7),
    st.integers(1, 12),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(_ACTS, min_size=3, max_size=9))
def test_no_piece_is_added_or_lost_whatever_is_done(
    things: Things, acts: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        things.seize("A1", 12)
        things.seize("A2", 1)
        for number, (act, which, pieces) in enumerate(acts):
            _try(things, act, which, pieces, number)
            _assert_whole()
            assert back.listed(things.command, _now(things)) == exhibits.exhibits(things.command)
        transaction.set_rollback(True)


def _now(things: Things) -> Moments:
    return Moments(things.at, things.at)


def _try(things: Things, act: str, which: int, pieces: int, number: int) -> None:
    """Do one act, each an hour after the last; what is refused changes nothing."""
    every = list(Exhibit.objects.order_by("pk"))
    exhibit = every[which % len(every)]
    hours = 12 - number
    try:
        with transaction.atomic():
            if act == "send":
                _count(things, exhibit, hours)
                things.send(exhibit, hours=hours)
            elif act == "receive":
                handover = ThingHandover.objects.order_by("-pk").first()
                if handover is not None:
                    things.receive(handover, exhibit, hours=hours)
            elif act == "open":
                held = sum(b.held for b in exhibit.balances.filter(is_missing=False))
                parts = [(f"S{number}A", held - 1), (f"S{number}B", 1)]
                things.open(exhibit, *parts, hours=hours)
            elif act == "reverse":
                _reverse_the_last(things)
            else:
                _declare(things, act, exhibit, pieces, hours)
    except (MovementRefusedError, PermissionRefusedError):
        return


def _reverse_the_last(things: Things) -> None:
    """Reverse the newest entry but a seizure: what was not seized after all is not in the books."""
    last = ThingPosting.objects.order_by("-pk")[:1].get().movement
    if last.kind != "seizure":
        thing_acts.correct_exhibit(
            actor=things.seizer, movement=last.pk, reason="Wrong", at=things.at
        )


def _count(things: Things, exhibit: Exhibit, hours: int) -> None:
    if not exhibit.counts.exists():
        things.count(exhibit, exhibit.content.pieces, hours=hours)


def _declare(things: Things, act: str, exhibit: Exhibit, pieces: int, hours: int) -> None:
    verb = thing_acts.declare_missing if act == "lose" else thing_acts.declare_found
    verb(
        actor=things.command,
        exhibit=exhibit.ref,
        pieces=pieces,
        reason="Said so",
        happened_at=things.ago(hours),
        at=things.at,
    )


def _assert_whole() -> None:
    assert next(books.faults(), None) is None
    # The 13 pieces that were seized are inside, under one seal or another, or known to be missing.
    assert ThingBalance.objects.aggregate(sum=Sum("held"))["sum"] == 13
    for exhibit in Exhibit.objects.prefetch_related("balances"):
        whole = [row for row in exhibit.balances.all() if not row.is_missing]
        assert len(whole) <= 1
        assert sum(row.held for row in exhibit.balances.all()) <= exhibit.content.pieces
    for handover in ThingHandover.objects.all():
        sent = ThingPosting.objects.filter(movement__handover=handover, count__gt=0)
        moved = ThingPosting.objects.filter(account=handover.transit)
        between = sum(row.held for row in handover.transit.balances.all())
        assert between == sum(row.count for row in moved)
        if handover.state != "withdrawn":
            received = -sum(row.count for row in moved if row.count < 0)
            back = sum(row.count for row in moved if row.movement.reverses_id)
            assert sum(row.count for row in sent) == between + received - max(back, 0)
    assert Content.objects.count() == Exhibit.objects.count()
