"""Reads of counts asked of provinces: what is open, what was answered, whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import nationality
from samaki.systems.directives import rules
from samaki.systems.directives.models import CountAnswer, CountRequest

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.models import Post
    from samaki.systems.directives.rules import Asked


@dataclass(frozen=True, slots=True)
class AskLine:
    """A count that was asked, with its newest answer, and whether it is overdue at a moment."""

    request: CountRequest
    answer: CountAnswer | None
    is_overdue: bool

    @property
    def who(self) -> str:
        """The nationality asked about, in the reader's language; empty for all."""
        return nationality(self.request.nationality) if self.request.nationality else ""

    @property
    def key(self) -> str:
        """What it counts as."""
        if self.answer is not None:
            return "answered"
        return "overdue" if self.is_overdue else "waiting"


def seen(eyes: Actor) -> QuerySet[CountRequest]:
    """Return the counts asked of posts in the areas the actor may see, the newest first."""
    within = Q(pk__in=[])
    for area in eyes.areas(Permission.DIRECTIVE_SEE):
        within |= Q(post__unit__area=area) | Q(post__unit__area__code__startswith=f"{area}-")
    return _whole(CountRequest.objects.filter(within))


def find(eyes: Actor, ref: str) -> CountRequest | None:
    """Return the count asked under that reference, if the actor may see it."""
    return seen(eyes).filter(ref=ref).first()


def of_offices(units: Collection[str]) -> QuerySet[CountRequest]:
    """Return the counts asked of posts of these units that no answer came to, due next first."""
    mine = CountRequest.objects.filter(post__unit__in=units, answers=None)
    return _whole(mine).order_by("due_at", "pk")


def waiting_for(actor: Actor, *, at: datetime) -> tuple[int, bool]:
    """Return how many counts are asked of the actor's office, and whether one is overdue."""
    due = list(of_offices(actor.units_for(Permission.RETURN_FILE)).values_list("due_at", flat=True))
    return len(due), any(rules.is_late(moment, at=at) for moment in due)


def line(request: CountRequest, *, at: datetime) -> AskLine:
    """Return a count that was asked as a list shows it."""
    answer = newest(request)
    late = answer is None and rules.is_late(request.due_at, at=at)
    return AskLine(request, answer, late)


def newest(request: CountRequest) -> CountAnswer | None:
    """Return the answer that holds, or None."""
    answers = list(request.answers.all())
    return answers[-1] if answers else None


def unanswered(post: Post, asked: Asked) -> CountRequest | None:
    """Return the very same count that was asked of a post before and is not answered, or None."""
    return CountRequest.objects.filter(
        post=post,
        nationality=asked.nationality,
        first=asked.first,
        last=asked.last,
        answers=None,
    ).first()


def _whole(found: QuerySet[CountRequest]) -> QuerySet[CountRequest]:
    answers = Prefetch("answers", CountAnswer.objects.order_by("pk"))
    return found.select_related("post__unit__area", "office").prefetch_related(answers)
