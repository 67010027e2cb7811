"""Of the twelve named at Poipet one is being screened, one is protected, one is cleared.

The other nine are not yet screened. Nobody is moved.
"""

from __future__ import annotations

from datetime import UTC, datetime
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
    cleared = open_screening(actor=screener, person=_person(_CLEARED), at=at)
    _hear(screener, str(cleared.ref), yes=(), hour=19, at=at)
    _decide(
        screener,
        str(cleared.ref),
        rules.Finding.NOT_A_VICTIM,
        "Came and went freely, kept the passport and was paid; said so twice, in private.",
        at=at,
    )
    protected = open_screening(actor=screener, person=_person(_PROTECTED), at=at)
    _hear(screener, str(protected.ref), yes=_TOLD_OF, hour=20, at=at)
    _decide(
        screener,
        str(protected.ref),
        rules.Finding.POSSIBLE,
        "Recruited by a false promise, kept behind a guard without a passport, for forced work.",
        at=at,
    )
    set_reflection(
        actor=screener,
        screening=str(protected.ref),
        until=datetime(2025, 12, 18, tzinfo=UTC).date(),
        today=datetime(2025, 11, 18, tzinfo=UTC).date(),
        at=at,
    )
    offer = rules.Offer(rules.Service.SHELTER, "Shelter, Kandal", has_consent=True)
    refer_person(actor=screener, screening=str(protected.ref), offer=offer, at=at)
    open_screening(actor=screener, person=_person(_PENDING), at=at)


def _person(number: int) -> str:
    """Return the reference of a demonstration name; its paper carries its number."""
    return people.containing(f"DEMO{number:04}")[0]


def _hear(screener: Actor, screening: str, *, yes: Iterable[str], hour: int, at: datetime) -> None:
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
    happened = datetime.fromisoformat(f"2025-11-17T{hour:02}:00:00+07:00").astimezone(UTC)
    record_interview(actor=screener, screening=screening, told=told, happened_at=happened, at=at)


def _decide(
    screener: Actor, screening: str, finding: rules.Finding, because: str, *, at: datetime
) -> None:
    decision = Decision(finding, rules.Body.GOVERNMENT, because)
    determine(actor=screener, screening=screening, decision=decision, at=at)
