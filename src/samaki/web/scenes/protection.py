"""Of the twelve named at Poipet one is being screened, one is protected, one is cleared.

The other nine are not yet screened. Nobody is moved.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.ground.people import queries as people
from samaki.systems.protection import rules
from samaki.systems.protection.services.determinations import Decision, determine
from samaki.systems.protection.services.referrals import refer_person
from samaki.systems.protection.services.screenings import (
    open_screening,
    record_interview,
    set_reflection,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.ground.access.actors import Actor

_CLEARED, _PROTECTED, _PENDING = 2, 5, 6  # of the demonstration names
_CONSENT = frozenset(rules.CONSENT_WORDINGS)
_TOLD_OF = {
    "deception": "Was promised a desk job in another town.",
    "restriction_of_movement": "A guard stood at the gate; nobody left alone.",
    "retention_of_documents": "The passport was taken on the first evening.",
    "debt_bondage": "Leaving would have cost two thousand dollars.",
}


def screen_some(*, at: datetime) -> None:
    """Clear one, protect one with a shelter offered, leave one pending."""
    screener = access.actor(Account.objects.get(username="screener"), at=at)
    cleared = _open(screener, _CLEARED, hour=18)
    _hear(screener, cleared, yes=(), hour=19)
    _decide(
        screener,
        cleared,
        rules.Finding.NOT_A_VICTIM,
        "Came and went freely, kept the passport and was paid; said so twice, in private.",
        hour=20,
    )
    protected = _open(screener, _PROTECTED, hour=20)
    _hear(screener, protected, yes=_TOLD_OF, hour=21)
    _decide(
        screener,
        protected,
        rules.Finding.POSSIBLE,
        "Recruited by a false promise, kept behind a guard without a passport, for forced work.",
        hour=22,
    )
    evening = _evening(22)
    set_reflection(
        actor=screener,
        screening=protected,
        until=date(2025, 12, 17),
        today=date(2025, 11, 17),
        at=evening,
    )
    offer = rules.Offer(rules.Service.SHELTER, "Shelter, Kandal", has_consent=True)
    refer_person(actor=screener, screening=protected, offer=offer, at=evening)
    _open(screener, _PENDING, hour=23)


def _evening(hour: int) -> datetime:
    """Return a moment of 17 November, after the raid, given in Phnom Penh time."""
    return datetime.fromisoformat(f"2025-11-17T{hour:02}:00:00+07:00").astimezone(UTC)


def _open(screener: Actor, number: int, *, hour: int) -> str:
    opened = open_screening(actor=screener, person=_person(number), at=_evening(hour))
    return str(opened.ref)


def _person(number: int) -> str:
    """Return the reference of a demonstration name; its paper carries its number."""
    return people.containing(f"DEMO{number:04}")[0]


def _hear(screener: Actor, screening: str, *, yes: Iterable[str], hour: int) -> None:
    marked = dict.fromkeys(yes, rules.Answer.YES)
    questions = rules.CURRENT.questions
    is_trafficked = bool(marked)
    told = rules.Told(
        language="id",
        has_interpreter=True,
        is_private=True,
        others="",
        age=rules.Age.ADULT,
        answers={key: marked.get(key, rules.Answer.NO) for key in questions},
        notes=_TOLD_OF if is_trafficked else {},
        consent=_CONSENT,
        acts=frozenset({"recruitment", "harbouring"} if is_trafficked else ()),
        means=frozenset({"deception"} if is_trafficked else ()),
        purposes=frozenset({"forced_labour"} if is_trafficked else ()),
        words="",
    )
    at = _evening(hour)
    record_interview(actor=screener, screening=screening, told=told, happened_at=at, at=at)


def _decide(
    screener: Actor, screening: str, finding: rules.Finding, because: str, *, hour: int
) -> None:
    decision = Decision(finding, rules.Body.GOVERNMENT, because)
    determine(actor=screener, screening=screening, decision=decision, at=_evening(hour))
