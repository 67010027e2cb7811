"""What custody needs a person's name for, for whoever asks `retention`: where they are, and holds.

Whoever escaped or is unaccounted for is still in the books: they are looked for by their name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Sum

from samaki.ground.retention.registry import finds_ties
from samaki.ground.retention.rules import Keeps, Tie
from samaki.systems.custody import rules
from samaki.systems.custody.models import Content, Hold, Payment, Posting, Release
from samaki.systems.custody.rules.ends import KEPT
from samaki.systems.custody.rules.exhibits import ENDS as THINGS_END

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

_K = rules.AccountKind
_OVER = (KEPT - {_K.ESCAPED, _K.UNKNOWN}) | rules.BOUNDLESS


@finds_ties("person")
def of_persons(references: Collection[str], _at: datetime) -> Iterable[tuple[str, Tie]]:
    """Return what ties persons to the books, by reference."""
    asked = list(references)
    postings = Posting.objects.filter(person__in=asked)
    places = postings.values_list("person", "account__kind").annotate(heads=Sum("count"))
    for person, kind in places.filter(heads__gt=0).values_list("person", "account__kind"):
        if kind not in _OVER:
            yield person, Tie(Keeps.IN_BOOKS)
    last = postings.values_list("person").annotate(last=Max("recorded_at"))
    yield from ((person, Tie(Keeps.IN_BOOKS, moment)) for person, moment in last)
    holds = Hold.objects.filter(person__in=asked).values_list("person", "lifted_at")
    yield from ((person, Tie(Keeps.ON_HOLD, lifted)) for person, lifted in holds)
    things = Content.objects.filter(person__in=asked, exhibit__balances__isnull=False)
    kept = things.exclude(exhibit__balances__account__kind__in=sorted(THINGS_END))
    yield from (
        (person, Tie(Keeps.HAS_PROPERTY)) for person in kept.values_list("person", flat=True)
    )
    money = Payment.objects.filter(
        person__in=asked, confirmation=None, reversed_by=None, reverses=None
    )
    papers = Release.objects.filter(person__in=asked, state=rules.ReleaseState.PREPARED)
    for waits in (money, papers):
        yield from ((person, Tie(Keeps.WAITS)) for person in waits.values_list("person", flat=True))
