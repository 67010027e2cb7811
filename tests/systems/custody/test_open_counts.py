"""An exhibit of which a count differs stays until somebody explains it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from samaki.systems.custody.models import ThingMovement
from samaki.systems.custody.queries import exhibits
from samaki.systems.custody.rules.counts import Explanation
from samaki.systems.custody.rules.payments import Leaving
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.releases import confirm_release, prepare_release
from samaki.systems.custody.services.thing_counts import explain_exhibit_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.systems.custody.things import Things

pytestmark = pytest.mark.django_db


def _refused(act: Callable[[], object]) -> list[str]:
    before = ThingMovement.objects.count()
    with pytest.raises(MovementRefusedError) as refused:
        act()
    assert ThingMovement.objects.count() == before
    return [reason.code for reason in refused.value.reasons]


def test_what_was_counted_otherwise_goes_nowhere_until_somebody_explains_it(
    things: Things,
) -> None:
    box, phone = things.seize(pieces=40), things.seize("A2")
    made = things.count(box, 38, hours=12)
    leaving = Leaving("returned", "Order 12", "R-1")
    prepare = partial(prepare_release, actor=things.seizer, exhibit=box.ref, at=things.at)

    with pytest.raises(MovementRefusedError) as refused:
        things.send(box, phone)
    assert f"{made.ref} is open" in refused.value.sentences[0]
    assert _refused(lambda: prepare(leaving=leaving)) == ["count_open"]
    line = exhibits.exhibit(things.seizer, box.ref)
    assert line is not None
    assert (line.open_count, line.may_leave) == (made.ref, False)

    explanation = Explanation("Two lie in the laboratory", "Receipt 4 of the laboratory")
    explain_exhibit_count(
        actor=things.command, count=made.ref, explanation=explanation, at=things.at
    )
    assert things.send(box, phone).state == "dispatched"


def test_a_release_is_not_confirmed_past_a_count_that_differs(things: Things) -> None:
    box = things.seize(pieces=40)
    paper = prepare_release(
        actor=things.seizer,
        exhibit=box.ref,
        leaving=Leaving("returned", "Order 12", "R-1"),
        at=things.ago(6),
    )
    things.count(box, 38, hours=5)

    confirm = partial(confirm_release, release=paper.ref, happened_at=things.ago(1), at=things.at)
    assert _refused(lambda: confirm(actor=things.command)) == ["count_open"]


def test_a_bundle_is_not_opened_past_a_count_that_differs(things: Things) -> None:
    box = things.seize(pieces=40)
    things.count(box, 38, hours=12)

    assert _refused(lambda: things.open(box, ("S-9", 40), hours=8)) == ["count_open"]


def test_nobody_counts_an_exhibit_where_it_was_not_at_that_moment(things: Things) -> None:
    box = things.seize(pieces=40)
    things.count(box, 40, hours=12)
    things.receive(things.send(box, hours=10), box, hours=4)

    assert _refused(lambda: things.count(box, 40, hours=11, actor=things.taker)) == [
        "counted_elsewhere"
    ]
    assert things.count(box, 40, hours=3, actor=things.taker).held == 40
