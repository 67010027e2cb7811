"""Support in the demo world: units on stand-by, one request that is deployed, sites with state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.actors import machine
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Machine
from samaki.ground.agencies.services import Name, open_unit
from samaki.ground.sites.services import change_site_state
from samaki.systems.operations import queries as operations
from samaki.systems.support.rules import Asked, Readiness
from samaki.systems.support.services import (
    approve_support,
    ask_support,
    declare_standby,
    deploy_support,
    task_unit,
)

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_UNITS = (
    (
        *("army-coast", "KH-18", Name("Coast battalion", "កងវរសេនាតូចឆ្នេរ"), 180),
        *("A cordon, boats on the water side", Readiness.READY),
    ),
    (
        *("army-transport", "KH-12", Name("Transport company", "កងអនុសេនាធំដឹកជញ្ជូន"), 60),
        *("Buses and lorries with drivers", Readiness.ON_NOTICE),
    ),
    (
        *("army-northwest", "KH-1", Name("North-west battalion", "កងវរសេនាតូចពាយ័ព្យ"), 150),
        *("A cordon", Readiness.NOT_READY),
    ),
)


def stand_by(*, at: datetime) -> None:
    """Put three units of the army on the board of those that stand by."""
    army = _actor("army", at=at)
    by = machine(Machine.INSTALLER).key
    for code, area, name, strength, gives, readiness in _UNITS:
        open_unit(by=by, code=code, agency="RCAF", area=area, superior="army-hq", name=name, at=at)
        declare_standby(
            actor=army, unit=code, strength=strength, gives=gives, readiness=readiness, at=at
        )


def ask_for_cordon(*, at: datetime) -> None:
    """Ask for 90 at Preah Sihanouk; they are there, and not stood down yet."""
    army, command = _actor("army", at=at), _actor("command18", at=at)
    four = operations.operations(command, at=at).get(title_en="Sihanoukville, four targets")
    asked = Asked(
        area="KH-18",
        what="A cordon around four sites",
        how_many=90,
        where="Sihanoukville, the assembly point of the command",
        needed_at=_november(17, 4, 30),
        why="Four sites at one hour; the police of the province are too few to close them.",
        operation=four.ref,
    )
    ref = ask_support(actor=command, asked=asked, happened_at=_november(16, 14), at=at).ref
    reason = "The four sites are one operation, and the province has no other force."
    approve_support(
        actor=_actor("duty", at=at),
        request=ref,
        reason=reason,
        happened_at=_november(16, 15, 20),
        at=at,
    )
    moment = _november(16, 16, 10)
    task_unit(actor=army, request=ref, standby="army-coast", count=90, happened_at=moment, at=at)
    deploy_support(actor=army, request=ref, happened_at=_november(17, 4, 20), at=at)


def ask_for_buses(*, at: datetime) -> None:
    """Ask for drivers at Poipet; the secretariat has not decided yet."""
    asked = Asked(
        area="KH-1",
        what="Buses with drivers",
        how_many=12,
        where="Poipet police",
        needed_at=_november(18, 9),
        why="People are to be moved from Poipet, and the province has too few buses.",
    )
    ask_support(
        actor=_actor("command", at=at), asked=asked, happened_at=_november(17, 21, 30), at=at
    )


def watch_sites(*, at: datetime) -> None:
    """Seal the raided sites or hand them back; one in Phnom Penh runs again."""
    owned, *others = _sites_of("command18", at=at)["Sihanoukville, four targets"]
    back = "Handed back to its owner: nothing was found that a seal could keep."
    _change("command18", owned, "clear", back, _november(17, 20), at=at)
    for number, ref in enumerate(others[:2]):
        ground = "Sealed by the command, with the prosecutor present."
        _change("command18", ref, "seal", ground, _november(17, 18, 10 * number), at=at)
    (park,) = _sites_of("command12", at=at)["Phnom Penh, fraud parks"]
    sealed = "Sealed by the capital command."
    _change("command12", park, "seal", sealed, _november(15, 9), at=at)
    seen = "A patrol saw lights on three floors and buses at the gate; the seal is broken."
    _change("command12", park, "reopen", seen, _november(17, 22, 40), at=at)


def _sites_of(username: str, *, at: datetime) -> dict[str, list[str]]:
    found = operations.operations(_actor(username, at=at), at=at)
    return {each.title_en: [t.site.ref for t in each.targets.all()] for each in found}


def _change(
    username: str, site: str, act: str, ground: str, happened_at: datetime, *, at: datetime
) -> None:
    change_site_state(
        actor=_actor(username, at=at),
        site=site,
        act=act,
        ground=ground,
        happened_at=happened_at,
        at=at,
    )


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)


def _november(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2025, given in Phnom Penh time (UTC+7)."""
    moment = f"2025-11-{day:02}T{hour:02}:{minute:02}:00+07:00"
    return datetime.fromisoformat(moment).astimezone(UTC)
