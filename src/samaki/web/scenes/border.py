"""The border in the demo world: who is listed, in several scripts. No name is of a real person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.systems.listings.rules import WANTED, Entry
from samaki.systems.listings.services import enter_listing

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor

_BAN, _MISSING = "re-entry-ban", "missing"
_LISTED = (
    (
        *(_BAN, Entry(("Nguyễn Văn Đức",), "1994-05-17", "M", "VNM", ("DEMO00417",))),
        *("Expulsion order (demonstration)", "Demonstration order 1"),
    ),
    (
        *(_BAN, Entry(("陈伟",), "1990", "M", "CHN", ("DEMO02208",))),
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
        *(_BAN, Entry(("Lê Thị Hoa",))),
        *("Expulsion order (demonstration)", "Demonstration order 3"),
    ),
)


def enter_listings(*, at: datetime) -> None:
    """Five entries on three lists; the last has a name alone."""
    for watch_list, entry, ground, because in _LISTED:
        enter_listing(
            actor=_actor("immigration", at=at),
            watch_list=watch_list,
            entry=entry,
            ground=ground,
            because=because,
            valid_from=date(2025, 11, 17),
            valid_to=date(at.year + 3, 11, 17),
            at=at,
        )


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)
