"""Exhibits move as people do: two sides, double entry, one place, and no piece added or lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from tests.systems.custody.case import ESCORT, POIPET, SIHANOUK, officer
from tests.systems.custody.things import Things, number_of, where

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.journal import queries as journal
from samaki.ground.journal import services as journal_services
from samaki.kernel import refs
from samaki.systems.custody.models import (
    Exhibit,
    Posting,
    SealChange,
    ThingAccount,
    ThingBalance,
    ThingCount,
    ThingHandover,
    ThingMovement,
    ThingPosting,
    ThingVariance,
)
from samaki.systems.custody.queries import books, exhibit_moves
from samaki.systems.custody.rules.counts import Explanation
from samaki.systems.custody.rules.exhibits import Sealing
from samaki.systems.custody.services import thing_acts
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.thing_counts import explain_exhibit_count
from samaki.systems.custody.services.thing_handovers import Sending, dispatch_exhibits

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

pytestmark = pytest.mark.django_db
open_exhibits = import_module("samaki.systems.custody.migrations.0010_open_the_books_of_things")
WHY = Explanation("Two are with the laboratory.", "Its receipt book, page 4")


def _refused(act: Callable[[], object]) -> list[str]:
    before = (ThingMovement.objects.count(), Exhibit.objects.count(), journal.length())
    with pytest.raises(MovementRefusedError) as refused:
        act()
    assert (
        ThingMovement.objects.count(),
        Exhibit.objects.count(),
        journal.length(),
    ) == before
    assert all(refused.value.sentences)
    return [reason.code for reason in refused.value.reasons]


# Seized, and counted by two.


def test_what_is_seized_lies_in_the_store_of_its_keeper(things: Things) -> None:
    bundle = things.seize(pieces=40)

    assert where(bundle) == {f"{POIPET} store": 40}
    assert not Posting.objects.exists()  # people's totals know nothing of things


def test_a_bundle_has_at_least_one_piece_and_no_absurd_number(things: Things) -> None:
    assert _refused(lambda: things.seize(pieces=0)) == ["pieces_none"]
    assert _refused(lambda: things.seize(pieces=100_001)) == ["pieces_absurd"]


def test_what_one_officer_counted_twice_is_not_sent(things: Things) -> None:
    bundle = things.seize(pieces=40, counted=False)
    things.count(bundle, 40, hours=18, actor=things.seizer)

    assert _refused(lambda: things.send(bundle)) == ["counted_by_one"]
    things.count(bundle, 40, hours=17)
    things.send(bundle)


# From hand to hand.


def test_what_is_sent_lies_with_the_escort_until_it_is_received(things: Things) -> None:
    phone, box = things.seize("A1"), things.seize("A2", pieces=40)

    handover = things.send(phone, box)

    assert where(box) == {f"{ESCORT} in_transit": 40}
    things.receive(handover, phone, box)
    assert where(phone) == {f"{SIHANOUK} store": 1}
    assert where(box) == {f"{SIHANOUK} store": 40}
    handover.refresh_from_db()
    assert handover.state == "received"


def test_what_is_not_received_stays_with_the_escort_and_can_come_later(things: Things) -> None:
    phone, box = things.seize("A1"), things.seize("A2", pieces=40)
    handover = things.send(phone, box)

    things.receive(handover, phone)

    handover.refresh_from_db()
    assert handover.state == "part_received"
    assert where(box) == {f"{ESCORT} in_transit": 40}
    things.receive(handover, box, hours=1)
    handover.refresh_from_db()
    assert (handover.state, where(box)) == ("received", {f"{SIHANOUK} store": 40})


def test_every_reason_against_sending_is_said_at_once(things: Things) -> None:
    one, other = things.seize("A1", counted=False), things.seize("A2")
    things.send(other)

    codes = _refused(lambda: things.send(one, one, other, receiver=POIPET, hours=-1))

    assert sorted(codes) == sorted(
        ["exhibit_twice", "future", "same_unit", "exhibit_not_here", "counted_by_one"]
    )
    assert _refused(things.send) == ["no_exhibits"]


def test_nothing_is_received_that_was_not_sent_or_before_it_left(things: Things) -> None:
    sent, stayed = things.seize("A1"), things.seize("A2")
    handover = things.send(sent)

    assert _refused(lambda: things.receive(handover, stayed)) == ["exhibit_not_sent"]
    assert _refused(lambda: things.receive(handover, sent, hours=11)) == ["exhibit_before_dispatch"]
    things.receive(handover, sent)
    assert _refused(lambda: things.receive(handover, sent)) == [
        "exhibit_handover_over",
        "exhibit_not_sent",
    ]


def test_only_the_addressee_receives_and_never_the_sender_itself(things: Things) -> None:
    handover = things.send(things.seize())
    grant = Grant("KH", GRANTS[Role.INTAKE_OFFICER], unit=POIPET)
    sender = Things(things.at, things.site, taker=Actor(key="account:1", grants=(grant,)))

    assert "own_handover" in _refused(lambda: sender.receive(handover, *Exhibit.objects.all()))
    with pytest.raises(PermissionRefusedError):
        Things(things.at, things.site, taker=officer("KH-1")).receive(handover)


def test_what_left_later_cannot_have_left_before(things: Things) -> None:
    phone = things.seize()
    things.send(phone, hours=5)

    assert _refused(lambda: things.send(phone, hours=9)) == ["overdrawn_later"]


# Opened, sealed anew.


def test_an_opened_bundle_keeps_its_pieces(things: Things) -> None:
    box = things.seize(pieces=40)

    lot, single = things.open(box, ("B1", 39), ("B2", 1))

    assert where(box) == {}
    assert where(lot) == {f"{POIPET} store": 39}
    assert single.content.bundle == box
    assert _refused(lambda: things.send(lot, hours=2)) == ["counted_by_one"]


def test_no_piece_is_added_or_lost_at_an_opening(things: Things) -> None:
    box, other = things.seize(pieces=40), things.seize("A2")

    assert _refused(lambda: things.open(box, ("B1", 39))) == ["parts_of_bundle"]
    assert _refused(lambda: things.open(box)) == ["no_parts"]
    codes = _refused(lambda: things.open(box, ("B1", 20), ("b 1", 20), (other.seal, 0)))
    assert codes == ["pieces_none", "seal_twice", "seal_before"]


def test_a_replaced_seal_leaves_both_numbers_and_why(things: Things) -> None:
    box = things.seize(pieces=40)
    change: dict[str, Any] = {"actor": things.seizer, "exhibit": box.ref, "happened_at": things.at}

    thing_acts.change_seal(sealing=Sealing("C 1", "Torn on the road"), at=things.at, **change)

    assert thing_acts.seal_of(box) == "C1"
    for seal, code in [("C1", "same_seal"), ("A1", "seal_before"), ("", "no_seal")]:
        sealing = Sealing(seal, "Torn")
        refused = _refused(partial(thing_acts.change_seal, sealing=sealing, at=things.at, **change))
        assert refused == [code]
    assert _refused(lambda: things.seize("C1")) == ["seal_before"]


# Counted again, missed, found.


def test_38_counted_of_40_opens_a_variance_that_the_keeper_owns(things: Things) -> None:
    box = things.seize(pieces=40)

    made = things.count(box, 38)

    variance = ThingVariance.objects.get(count=made)
    assert (made.held, variance.state, variance.owner_id) == (40, "open", POIPET)
    assert where(box) == {f"{POIPET} store": 40}  # a count never adjusts the books


def test_what_left_in_the_minute_of_a_count_and_was_entered_after_it_left_after_it(
    things: Things,
) -> None:
    phone = things.seize()
    made = things.count(phone, 1)

    dispatch_exhibits(
        actor=things.seizer,
        sending=Sending(POIPET, SIHANOUK, ESCORT, (phone.ref,), ""),
        happened_at=things.at,
        at=things.at + timedelta(minutes=3),
    )

    assert not ThingVariance.objects.filter(count=made).exists()
    line = exhibit_moves.count(things.command, made.ref, at=things.at + timedelta(minutes=3))
    assert line is not None
    assert (line.held, line.is_open) == (1, False)


def test_declaring_two_unaccounted_for_settles_the_count_and_keeps_them_visible(
    things: Things,
) -> None:
    box = things.seize(pieces=40)
    made = things.count(box, 38, hours=1)
    said: dict[str, Any] = {
        "actor": things.command,
        "exhibit": box.ref,
        "reason": "Not in the room",
    }

    thing_acts.declare_missing(pieces=2, happened_at=things.ago(2), at=things.at, **said)

    assert where(box) == {f"{POIPET} store": 38, f"{POIPET} unaccounted": 2}
    assert ThingVariance.objects.get(count=made).state == "settled"
    with pytest.raises(PermissionRefusedError):
        thing_acts.declare_missing(
            pieces=1, happened_at=things.at, at=things.at, **said | {"actor": things.seizer}
        )
    found: dict[str, Any] = {"happened_at": things.at, "at": things.at}
    assert _refused(lambda: thing_acts.declare_found(pieces=3, **said, **found)) == [
        "not_so_many_missing"
    ]
    thing_acts.declare_found(pieces=2, **said, **found)
    assert where(box) == {f"{POIPET} store": 40}


def test_more_than_is_there_cannot_be_missed(things: Things) -> None:
    box = things.seize(pieces=40)

    codes = _refused(
        lambda: thing_acts.declare_missing(
            actor=things.command,
            exhibit=box.ref,
            pieces=41,
            reason="",
            happened_at=things.at,
            at=things.at,
        )
    )

    assert codes == ["no_loss_reason"]


def test_what_was_missed_does_not_come_back_where_the_rest_has_gone(things: Things) -> None:
    box = things.seize(pieces=40)
    entry = thing_acts.declare_missing(
        actor=things.command,
        exhibit=box.ref,
        pieces=2,
        reason="Gone",
        happened_at=things.ago(12),
        at=things.at,
    )
    things.send(box)

    assert where(box) == {f"{ESCORT} in_transit": 38, f"{POIPET} unaccounted": 2}
    undo: dict[str, Any] = {
        "actor": things.command,
        "movement": entry.pk,
        "reason": "Found",
        "at": things.at,
    }
    assert _refused(lambda: thing_acts.correct_exhibit(**undo)) == ["two_places"]


def test_a_difference_is_explained_by_a_second_person_with_evidence(things: Things) -> None:
    made = things.count(things.seize(pieces=40), 38)
    own = officer("KH-1", Role.PROVINCIAL_COMMAND, "account:5")
    said: dict[str, Any] = {"count": made.ref, "at": things.at}

    codes = _refused(
        lambda: explain_exhibit_count(actor=own, explanation=Explanation(" ", made.ref), **said)
    )
    assert codes == ["no_explanation", "own_evidence", "own_count"]
    explain_exhibit_count(actor=things.command, explanation=WHY, **said)
    assert ThingVariance.objects.get().state == "explained"
    assert _refused(
        lambda: explain_exhibit_count(actor=things.command, explanation=WHY, **said)
    ) == ["explained_before"]


# Reversed.


def test_a_reversed_receipt_puts_it_back_on_the_road_and_a_dispatch_into_the_store(
    things: Things,
) -> None:
    phone = things.seize()
    handover = things.send(phone)
    receipt = things.receive(handover, phone)
    undo: dict[str, Any] = {"reason": "Wrong list", "at": things.at}

    assert _refused(
        lambda: thing_acts.correct_exhibit(
            actor=things.seizer, movement=number_of(handover), **undo
        )
    ) == ["overdrawn_later"]
    thing_acts.correct_exhibit(actor=things.taker, movement=number_of(receipt), **undo)
    handover.refresh_from_db()
    assert (handover.state, where(phone)) == ("dispatched", {f"{ESCORT} in_transit": 1})
    thing_acts.correct_exhibit(actor=things.seizer, movement=number_of(handover), **undo)
    handover.refresh_from_db()
    assert (handover.state, where(phone)) == ("withdrawn", {f"{POIPET} store": 1})


def test_a_reversed_opening_gives_the_bundle_back(things: Things) -> None:
    box = things.seize(pieces=40)
    lot, _ = things.open(box, ("B1", 39), ("B2", 1))
    entry = ThingMovement.objects.get(kind="opening")

    thing_acts.correct_exhibit(
        actor=things.seizer, movement=entry.pk, reason="Other box", at=things.at
    )

    assert where(box) == {f"{POIPET} store": 40}
    assert where(lot) == {}


# The database, and old exhibits.


@pytest.mark.parametrize("table", [ThingMovement, ThingPosting, SealChange, ThingCount])
def test_the_database_refuses_to_change_or_drop_an_entry(
    things: Things, table: type[ThingMovement]
) -> None:
    box = things.seize(pieces=40)
    thing_acts.change_seal(
        actor=things.seizer,
        exhibit=box.ref,
        sealing=Sealing("C1", "Torn"),
        happened_at=things.at,
        at=things.at,
    )

    rows = table.objects.all()
    acts: list[Any] = [partial(rows._raw_delete, rows.db), partial(rows.update, id=0)]  # noqa: SLF001 - past every service
    for act in acts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_the_database_refuses_an_exhibit_in_two_places(things: Things) -> None:
    box = things.seize(pieces=40)
    other = ThingAccount.objects.get(kind="outside")

    with pytest.raises(IntegrityError), transaction.atomic():
        ThingBalance.objects.create(account=other, exhibit=box, held=1, is_missing=False)


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (lambda: ThingBalance.objects.update(held=39), "custody_thingbalance"),
        (lambda: ThingHandover.objects.update(transit=_another()), "custody_thing"),
        (lambda: ThingVariance.objects.all().delete(), "custody_thingcount"),
    ],
)
def test_verify_names_the_first_bad_row_of_the_things_books(
    things: Things, tamper: Callable[[], object], what: str
) -> None:
    box, sent = things.seize(pieces=40), things.seize("A2", pieces=40)
    things.send(sent)
    things.count(box, 38)
    assert books.verify().fault is None

    tamper()

    assert what in str(books.verify().fault)


def _another() -> ThingAccount:
    store = ThingAccount.objects.filter(kind="store").first()
    assert store is not None
    return ThingAccount.objects.create(
        kind="in_transit", unit=store.unit, opened_at=store.opened_at
    )


def test_what_was_seized_before_there_were_books_is_entered_once(
    things: Things, at: datetime
) -> None:
    first = things.seize()
    old = Exhibit.objects.create(
        ref=refs.reference("EX", 2),
        kind="phone",
        description="Old",
        seal="OLD1",
        site=first.site,
        unit=first.unit,
        seized_at=at - timedelta(days=9),
        recorded_at=at - timedelta(days=9),
        seized_by="account:1",
    )
    journal_services.record(
        actor="account:1", kind="custody:exhibit:seize", subject=old.ref, at=at, wrote=[old]
    )
    assert "is not in the books" in str(books.verify().fault)

    # As a migration sees them: a seal made of its own kind of models has to be the same.
    then = MigrationLoader(connection).project_state(
        [("custody", open_exhibits.__name__.rpartition(".")[2])]
    )
    open_exhibits.open_books(then.apps, None)
    open_exhibits.open_books(then.apps, None)

    assert where(old) == {f"{POIPET} store": 1}
    assert ThingMovement.objects.count() == 2
    assert [str(found) for found in journal.breaks()] == []
