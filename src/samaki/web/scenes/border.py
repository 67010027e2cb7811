"""The border in the demo world: who is listed, in several scripts, and a check already judged.

No name is of a real person.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from samaki.ground.access import queries as access
from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Machine
from samaki.kernel.ledger import Cell
from samaki.systems.border import queries as border
from samaki.systems.border.rules import Asked, Direction, Seen, Way
from samaki.systems.border.services import (
    Where,
    check_traveller,
    judge_match,
    load_checkpoints,
    record_incident,
)
from samaki.systems.listings.rules import BAN, WANTED, Entry
from samaki.systems.listings.services import enter_ban_listing, enter_listing

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_MISSING = "missing"
_LISTED = (
    (
        *(BAN, Entry(("Nguyễn Văn Đức",), "1994-05-17", "M", "VNM", ("DEMO00417",))),
        *("Expulsion order (demonstration)", "Demonstration order 1"),
    ),
    (
        *(BAN, Entry(("陈伟",), "1990", "M", "CHN", ("DEMO02208",))),
        *("Expulsion order (demonstration)", "Demonstration order 2"),
    ),
    (
        *(WANTED, Entry(("សុខ ដារ៉ា",), "1987-03-09", "M", "KHM")),
        *("Unlawful confinement (demonstration)", "Demonstration warrant 12"),
    ),
    (
        *(_MISSING, Entry(("Siti Aminah", "Dewi"), "2001", "F", "IDN")),
        *("Family looks for her (demonstration)", "Demonstration letter 5"),
    ),
    (
        *(BAN, Entry(("Lê Thị Hoa",))),
        *("Expulsion order (demonstration)", "Demonstration order 3"),
    ),
)


def lay_checkpoints(*, at: datetime) -> None:
    """Lay the checkpoints whose existence is confirmed."""
    load_checkpoints(actor=machine(Machine.INSTALLER), at=at)


def enter_listings(*, at: datetime) -> None:
    """Enter five people on three lists; the last by name alone.

    The bans are of departures before Samaki, so that no case of its own stands behind them.
    """
    said: dict[str, Any] = {
        "actor": _actor("immigration", at=at),
        "valid_from": date(2025, 11, 17),
        "valid_to": date(at.year + 3, 11, 17),
        "at": at,
    }
    for watch_list, entry, ground, because in _LISTED:
        named = {**said, "entry": entry, "ground": ground, "because": because}
        if watch_list == BAN:
            enter_ban_listing(**named)
        else:
            enter_listing(watch_list=watch_list, **named)


def check_a_namesake(*, at: datetime) -> None:
    """Check a traveller of a listed name and year, and judge that it is somebody else."""
    check = check_traveller(
        actor=_actor("border", at=at),
        checkpoint="poipet",
        asked=Asked("CHEN WEI", "1990", "DEMO88001"),
        at=at,
    )
    supervisor = _actor("supervisor", at=at)
    answer = border.answer(supervisor, check.ref)
    assert answer is not None, "the supervisor stands at the same checkpoint"
    (shown,) = answer.matches
    assert shown.alert is not None, "year and name agree, so a person is asked"
    judge_match(
        actor=supervisor,
        alert=shown.alert.ref,
        says="negative",
        reason="Passport of 2014 shown, another number and another photograph",
        at=at,
    )


def see_a_crossing(*, at: datetime) -> None:
    """Record five people who crossed on foot beside Poipet; nobody is taken in by it."""
    record_incident(
        actor=_actor("border", at=at),
        where=Where("KH-1-10", "poipet"),
        seen=Seen(
            Way.FOOT,
            Direction.IN,
            "Five people walked through the canal south of the checkpoint, with hand luggage.",
            "Told to go round to the checkpoint; they did.",
        ),
        cells={Cell("THA", "M", "adult"): 3, Cell(None, "F", "adult"): 2},
        happened_at=datetime.fromisoformat("2025-11-17T19:40:00+07:00"),
        at=at,
    )


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)
