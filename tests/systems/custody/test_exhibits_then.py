"""Exhibits as of a moment, and as known at one: where each lay, under which seal, who saw it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.case import POIPET, SIHANOUK

from samaki.systems.custody.queries import exhibit_moves, exhibits
from samaki.systems.custody.queries import exhibits_then as back
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.counts import Explanation
from samaki.systems.custody.rules.exhibits import Sealing
from samaki.systems.custody.services import thing_acts
from samaki.systems.custody.services.thing_counts import explain_exhibit_count
from samaki.systems.custody.services.thing_handovers import receive_exhibits

if TYPE_CHECKING:
    from tests.systems.custody.things import Things

    from samaki.systems.custody.models import Exhibit

pytestmark = pytest.mark.django_db


def _at(things: Things, as_of: float, known: float = 0) -> Moments:
    return Moments(things.ago(as_of), things.ago(known))


def _line(things: Things, exhibit: Exhibit, at: Moments) -> exhibits.ExhibitLine:
    found = back.exhibit(things.command, exhibit.ref, at)
    assert found is not None
    return found


def test_it_lies_where_it_lay_then_by_what_was_known_then(things: Things) -> None:
    phone = things.seize()
    handover = replace(things, at=things.ago(8)).send(phone, hours=2)  # 10 hours ago
    things.receive(handover, phone, hours=5)

    kinds = [
        _line(things, phone, _at(things, *when)).holder_kind
        for when in ((15,), (7,), (2,), (2, 6), (2, 9))
    ]
    assert kinds == ["store", "in_transit", "store", "in_transit", "store"]
    assert _line(things, phone, _at(things, 2)).unit.startswith("Sihanoukville")
    assert back.exhibit(things.command, phone.ref, _at(things, 21)) is None
    assert back.listed(things.command, _at(things, 0, 20.5)) == []


def test_the_stores_then_and_what_lay_in_each(things: Things) -> None:
    phone, box = things.seize(), things.seize("A2", pieces=40)
    things.receive(things.send(phone), phone)

    def kept(hours: float) -> tuple[int, int, list[str]]:
        at = _at(things, hours)
        (store,) = back.stores(things.command, at)
        lines = back.listed(things.command, at, store=store.ref)
        return store.exhibits, store.pieces, [line.ref for line in lines]

    assert kept(15) == (2, 41, [box.ref, phone.ref])
    assert kept(0) == (1, 40, [box.ref])
    assert kept(30) == (0, 0, [])


def test_its_seal_its_counts_and_what_was_missed_are_those_of_then(things: Things) -> None:
    box = things.seize(pieces=40)
    made = things.count(box, 38, hours=12)
    thing_acts.change_seal(
        actor=things.seizer,
        exhibit=box.ref,
        sealing=Sealing("C 1", "Torn"),
        happened_at=things.ago(6),
        at=things.at,
    )
    later = Moments(things.at, things.at)

    assert [_line(things, box, _at(things, when)).seal for when in (7, 5)] == ["A1", "C1"]
    changes = [exhibits.seal_changes(box.ref, at=_at(things, when)) for when in (7, 5)]
    assert [len(found) for found in changes] == [0, 1]
    assert _line(things, box, later).open_count == made.ref
    assert _line(things, box, _at(things, 13)).open_count == ""
    explained = Explanation("In the laboratory", "Its receipt book, page 4")
    explain_exhibit_count(
        actor=things.command, count=made.ref, explanation=explained, at=things.ago(-2)
    )
    assert _line(things, box, later).open_count == made.ref
    assert exhibits.exhibit(things.command, box.ref) == _line(things, box, _at(things, -3, -3))
    (then,) = [
        count
        for count in exhibit_moves.counts(things.command, exhibit=box.ref, at=things.at, then=later)
        if count.ref == made.ref
    ]
    assert (then.state, then.is_open, then.reason) == ("open", True, "")


def test_whoever_kept_it_then_sees_it_there_and_who_never_had_it_does_not(things: Things) -> None:
    phone = things.seize()
    handover = things.send(phone, hours=10)
    things.receive(handover, phone, hours=8)
    other = replace(things, seizer=things.taker)
    returned = other.send(phone, hours=6, giver=SIHANOUK, receiver=POIPET)
    receive_exhibits(
        actor=things.second,
        handover=str(returned.ref),
        unit=POIPET,
        received=[phone.ref],
        happened_at=things.ago(4),
        at=things.at,
    )

    assert exhibits.exhibits(things.taker) == []
    assert [line.ref for line in back.listed(things.taker, _at(things, 7))] == [phone.ref]
    assert back.listed(things.taker, _at(things, 15)) == []


def test_a_count_that_settled_and_differed_again_stood_settled_in_between(things: Things) -> None:
    box = things.seize(pieces=40)
    made = replace(things, at=things.ago(11)).count(box, 38, hours=1)
    missed = thing_acts.declare_missing(
        actor=things.command,
        exhibit=box.ref,
        pieces=2,
        reason="Not in the room",
        happened_at=things.ago(13),
        at=things.ago(9),
    )
    thing_acts.correct_exhibit(
        actor=things.command, movement=missed.pk, reason="They lay below", at=things.ago(4)
    )

    def open_then(hours: float) -> tuple[str, list[str]]:
        at = _at(things, hours, hours)
        lines = exhibit_moves.counts(things.command, exhibit=box.ref, at=things.at, then=at)
        return _line(things, box, at).open_count, [line.state for line in lines if line.is_open]

    assert open_then(10) == open_then(3) == (made.ref, ["open"])
    assert open_then(6) == ("", []), "two were declared missing, so the count agreed"
