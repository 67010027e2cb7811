"""What the order's first clause asks of 75 posts, and what some of them have shown for it.

The live steps are left for the walker: the police chief of Banteay Meanchey has acknowledged and
not returned, its gendarmerie waits, and one lapse waits for the discipline office.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from samaki.ground.access import queries as access
from samaki.ground.access.models import Account
from samaki.systems.directives.queries import orders
from samaki.systems.directives.rules import ADDRESSEES, Act, Statement
from samaki.systems.directives.services.obligations import (
    Addressees,
    acknowledge_obligation,
    judge_obligation,
    record_lapse,
    set_obligations,
)
from samaki.systems.directives.services.returns import file_return

if TYPE_CHECKING:
    from samaki.ground.access.actors import Actor

_DUE = (17, 18)
# Who acknowledged on the evening of the 15th, and from which post.
_KNOW = (
    ("command", "governor-KH-1"),
    ("command18", "governor-KH-18"),
    ("command12", "governor-KH-12"),
    ("police1", "police_chief-KH-1"),
)
_LAPSED = "governor-KH-9"


def obligations_of_the_first_clause(*, at: datetime) -> None:  # noqa: ARG001 - the scene has hours
    """Bind 75 posts by clause 1, due 17 November 18:00 as the secretariat sets it."""
    directive = orders.directives().get().ref
    written = set_obligations(
        actor=_actor("duty", at=_time(15, 19, 40)),
        directive=directive,
        number=1,
        addressees=Addressees(ADDRESSEES),
        due_at=_time(*_DUE),
        at=_time(15, 19, 40),
    )
    refs = {each.post_id: each.ref for each in written}
    for minute, (username, post) in enumerate(_KNOW, start=50):
        moment = _time(15, 19, minute)
        acknowledge_obligation(actor=_actor(username, at=moment), obligation=refs[post], at=moment)
    _return_and_judge(refs)


def _return_and_judge(refs: dict[str, str]) -> None:
    found = Statement(
        day=date(2025, 11, 17),
        is_nil=False,
        people_found=271,
        words="One building in Poipet searched; all counted at the site.",
    )
    nil = Statement(day=date(2025, 11, 17), is_nil=True)
    for username, post, said, moment in (
        ("command", "governor-KH-1", found, _time(17, 17, 5)),
        ("command12", "governor-KH-12", nil, _time(17, 17, 20)),
    ):
        actor = _actor(username, at=moment)
        file_return(actor=actor, obligation=refs[post], said=said, at=moment)
    evening = _time(17, 20)
    duty = _actor("duty", at=evening)
    judge_obligation(
        actor=duty, obligation=refs["governor-KH-12"], judgement=Act.MEET, words="", at=evening
    )
    record_lapse(
        actor=duty,
        obligation=refs[_LAPSED],
        words="Two calls to the office, no return and no acknowledgement.",
        at=evening,
    )


def _actor(username: str, *, at: datetime) -> Actor:
    return access.actor(Account.objects.get(username=username), at=at)


def _time(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2025, given in Phnom Penh time (UTC+7)."""
    return datetime.fromisoformat(f"2025-11-{day:02}T{hour:02}:{minute:02}:00+07:00").astimezone(
        UTC
    )
