"""Immigration in the demo world: two cases, one ordered away; a court keeps one; nobody moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.systems.custody.services.holds import place_hold_by_hand
from samaki.systems.immigration import rules
from samaki.systems.immigration.queries.cases import candidates
from samaki.systems.immigration.services.cases import Check, open_case
from samaki.systems.immigration.services.notices import record_answer, tell_person
from samaki.systems.immigration.services.orders import Terms, make_order

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_NOT_SCREENED, _TOLD = "Demonstration name 1", "Demonstration name 2"
_KEPT_BY_A_COURT = "Demonstration name 9"
_CHECK = Check(
    entry="Says he flew in and was driven to the building; no stamp was seen.",
    stay="No permit was shown.",
    papers="Says the passport was taken by the manager.",
    said_by="Intake officer, Poipet",
    grounds=("illegal_entry", "no_permit"),
)


def open_cases(*, at: datetime) -> None:
    """Two of those named at Poipet get a case; the second is ordered out, a day to appeal ahead.

    A screening cleared that person. What is still needed before a departure is left to the walk.
    """
    officer = _actor("immigration", at=at)
    persons = {line.face.name: line.face.ref for line in candidates(officer, at=at)}
    for number, name in enumerate((_NOT_SCREENED, _TOLD)):
        case = open_case(
            actor=officer,
            person=persons[name],
            check=_CHECK,
            happened_at=_moment(20, 15 + 20 * number),
            at=at,
        )
    tell_person(
        actor=officer,
        case=case.ref,
        language="Indonesian",
        happened_at=_moment(20, 50),
        at=at,
    )
    record_answer(
        actor=officer,
        case=case.ref,
        answer=rules.Answer.UNDECIDED,
        happened_at=_moment(20, 55),
        at=at,
    )
    ordered = _moment(21, 30)
    terms = Terms(
        ground="illegal_entry",
        reasons="No entry is recorded; says so himself. Heard with an interpreter.",
        language="Indonesian",
        appeal_until=ordered + timedelta(days=1),
        appeal_set_by="Immigration headquarters",
    )
    make_order(actor=_actor("authority", at=at), case=case.ref, terms=terms, at=ordered)
    place_hold_by_hand(
        actor=officer,
        person=persons[_KEPT_BY_A_COURT],
        ground="court_order",
        owner=rules.KEEPER,
        because="Demonstration order 1/25",
        at=at,
    )


def _moment(hour: int, minute: int) -> datetime:
    """Return a moment of 17 November 2025, given in Phnom Penh time (UTC+7)."""
    return datetime(2025, 11, 17, hour - 7, minute, tzinfo=UTC)


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)
