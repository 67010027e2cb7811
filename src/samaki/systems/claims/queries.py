"""Reads of claims: what waits, what stands, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from samaki.ground.sources import queries as sources_filed
from samaki.ground.sources.models import Source
from samaki.kernel.reading.drafts import Kind
from samaki.systems.claims import rules
from samaki.systems.claims.models import Claim, Contradiction, Decision

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

_STATES = {
    "accept": rules.ClaimState.ACCEPTED,
    "correct": rules.ClaimState.CORRECTED,
    "reject": rules.ClaimState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that says it, cut around the words of the count."""

    before: str
    count: str
    after: str
    language: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim that a person accepted: what it says, in which words, of which source."""

    stated: rules.Stated
    scope: rules.Scope
    quote: Quote
    source_ref: str
    source_title: str
    accepted_at: datetime


def claim(ref: str) -> Claim:
    """Return a claim with its source; Claim.DoesNotExist if there is none."""
    return Claim.objects.select_related("source").get(ref=ref)


def state(found: Claim, *, at: datetime | None = None) -> rules.ClaimState:
    """Return where a claim stands, now or by what was decided until a moment."""
    decisions = found.decisions.exclude(verb="scope")
    if at is not None:
        decisions = decisions.filter(decided_at__lte=at)
    newest = decisions.last()
    return _STATES[newest.verb] if newest else rules.ClaimState.DRAFT


def stated(found: Claim) -> rules.Stated:
    """Return what a claim says, freed of its text."""
    return rules.Stated(
        ref=found.ref,
        kind=found.kind,
        low=found.low,
        high=found.high,
        nationalities=tuple(found.nationalities),
        mode=found.mode or None,
        sex=found.sex or None,
        provinces=tuple(found.provinces),
        since=found.since,
        day=found.day,
        agg=found.agg or None,
        modality=found.modality,
        published_on=found.source.published_on,
    )


def standing(*, known_at: datetime) -> tuple[Standing, ...]:
    """Return the claims that stand accepted by what was decided until a moment."""
    found = []
    decided = Claim.objects.filter(decisions__decided_at__lte=known_at).distinct()
    for each in decided.select_related("source").prefetch_related("decisions"):
        decisions = [d for d in each.decisions.all() if d.decided_at <= known_at]
        verdicts = [d for d in decisions if d.verb != "scope"]
        if verdicts[-1].verb != "accept":
            continue
        scopes = [d.scope for d in decisions if d.verb == "scope"]
        found.append(
            Standing(
                stated=stated(each),
                scope=rules.Scope(scopes[-1]) if scopes else rules.Scope.STATED,
                quote=quote(each),
                source_ref=each.source.ref,
                source_title=each.source.title,
                accepted_at=verdicts[-1].decided_at,
            )
        )
    return tuple(found)


def quote(found: Claim) -> Quote:
    """Return a claim's sentence, cut around its count (around nothing when it counts nothing)."""
    text = found.source.text
    start, end = found.spans.get("count", (found.quote_start, found.quote_start))
    return Quote(
        before=text[found.quote_start : start],
        count=text[start:end],
        after=text[end : found.quote_end],
        language=found.source.language or "en",
    )


def sources() -> QuerySet[Source]:
    """Return the sources, newest first."""
    return Source.objects.all()


def is_read(text: str, *, published_on: date | None) -> bool:
    """Tell whether claims were drafted from these very words of that date."""
    source = sources_filed.same(text, published_on=published_on)
    return source is not None and Claim.objects.filter(source=source).exists()


def claims_of(source: Source) -> QuerySet[Claim]:
    """Return a source's claims in the order of its words, corrections after what they correct."""
    return (
        Claim.objects.filter(source=source)
        .select_related("source")
        .prefetch_related("decisions")
        .order_by("quote_start", "draft", "pk")
    )


def waiting() -> dict[str, int]:
    """Return how many claims of each source (by reference) wait for a decision."""
    drafts = (
        Claim.objects.annotate(decided=Count("decisions", filter=~Q(decisions__verb="scope")))
        .filter(decided=0)
        .values_list("source__ref")
        .annotate(n=Count("pk", distinct=True))
        .order_by()
    )
    return dict(drafts)


def contradictions(source: Source | None = None) -> QuerySet[Contradiction]:
    """Return what sources say against themselves, of one source or of all."""
    found = Contradiction.objects.select_related("source")
    return found if source is None else found.filter(source=source)


def decisions(found: Claim) -> QuerySet[Decision]:
    """Return what was decided of a claim, oldest first."""
    return found.decisions.all()


def order_day(source: Source) -> date | None:
    """Return the day a source gives for the order it speaks of, if it gives one."""
    order = Claim.objects.filter(source=source, kind=Kind.ORDER, day__isnull=False).first()
    return order.day if order else None
