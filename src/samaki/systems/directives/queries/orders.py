"""Reads of directives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from samaki.systems.directives import rules
from samaki.systems.directives.models import Clause, Directive

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet


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
