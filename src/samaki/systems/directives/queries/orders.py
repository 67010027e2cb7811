"""Reads of directives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.utils import timezone

from samaki.ground.sources.models import Source
from samaki.kernel.marks import Mark, paragraphs
from samaki.kernel.reading.clauses import clauses_of
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.language import language_of
from samaki.kernel.reading.languages import LANGUAGES
from samaki.kernel.reading.normalise import fold
from samaki.systems.directives import rules
from samaki.systems.directives.models import Clause, Directive

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from samaki.kernel.marks import Segment
    from samaki.kernel.reading.clauses import ClauseDraft


@dataclass(frozen=True, slots=True)
class DraftedOrder:
    """An order's filed text with the clauses read out of it; `rest` counts those left out."""

    source: Source
    language: str
    drafts: tuple[ClauseDraft, ...]
    rest: int

    @property
    def article(self) -> tuple[tuple[Segment, ...], ...]:
        """The text in paragraphs, with the words of each draft marked by its place in the list."""
        marks = [
            Mark(span.start, span.end, name.partition(" ")[0], str(place))
            for place, draft in enumerate(self.drafts, start=1)
            for name, span in draft.spans().items()
            if name not in {"quote", "label"}
        ]
        return paragraphs(self.source.text, marks)


def drafted(ref: str) -> DraftedOrder | None:
    """Return what is read out of a filed text as an order, or None if no such text is filed.

    It is read anew each time and nothing is written; what a person confirms is.
    """
    source = Source.objects.filter(ref=ref).first()
    if source is None:
        return None
    text = source.text[: rules.MOST_SIGNS]
    known = source.language in LANGUAGES
    language = source.language if known else language_of(fold(text).text)
    found = clauses_of(Document(source.ref, text, source.published_on, language))
    rest = max(0, len(found) - rules.MOST_CLAUSES)
    return DraftedOrder(source, language, found[: rules.MOST_CLAUSES], rest)


def directive_of(source_ref: str) -> Directive | None:
    """Return the directive whose clauses were confirmed out of a filed text, if there is one."""
    return Directive.objects.filter(clauses__terms__source_ref=source_ref).first()


def last_number(directive: Directive) -> int:
    """Return the greatest number of its clauses, issued or reported; 0 where it has none."""
    return directive.clauses.aggregate(most=Max("number"))["most"] or 0


def stated_deadline(clause: Clause) -> str:
    """Return the order's own words of a clause's deadline, empty where it states none."""
    terms = getattr(clause, "terms", None)
    return terms.deadline if terms else ""


def kinds_bound(clause: Clause) -> list[str]:
    """Return the kinds of posts that a person confirmed a clause to bind; none if nobody did."""
    terms = getattr(clause, "terms", None)
    return list(terms.kinds) if terms else []


def due_in(clause: Clause, *, after: datetime) -> datetime | None:
    """Return the end of the day that the order itself states for a clause, if it is yet to come."""
    terms = getattr(clause, "terms", None)
    if terms is None or terms.due_on is None:
        return None
    end = timezone.make_aware(datetime.combine(terms.due_on, time(23, 59)))
    return end if end > after else None


def directives() -> QuerySet[Directive]:
    """Return every directive, newest first, with how many clauses it has of each state."""
    return Directive.objects.annotate(
        issued=Count("clauses", filter=Q(clauses__state=rules.ClauseState.ISSUED)),
        reported=Count("clauses", filter=Q(clauses__state=rules.ClauseState.REPORTED)),
    )


def directive_meant(dated: date | None, *, at: datetime) -> Directive | None:
    """Return the directive a report of that date means: within `rules.NEAR` days, nearest first."""
    if dated is None:
        return Directive.objects.filter(issued_on__lte=timezone.localtime(at).date()).first()
    span = timedelta(days=rules.NEAR)
    near = Directive.objects.filter(issued_on__gte=dated - span, issued_on__lte=dated + span)
    return min(near, key=lambda d: abs(d.issued_on - dated), default=None)


def clauses_that_bind() -> list[tuple[str, Clause]]:
    """Return the clauses under which somebody has an obligation, each with `D-7K3Q/1`."""
    bind = Clause.objects.filter(obligations__isnull=False).distinct()
    found = bind.select_related("directive").order_by("-directive__issued_on", "number")
    return [(f"{clause.directive.ref}/{clause.number}", clause) for clause in found]
