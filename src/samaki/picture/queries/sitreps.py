"""Reads of the reports that were issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.picture.models import Sitrep

if TYPE_CHECKING:
    from django.db.models import QuerySet


def issued() -> QuerySet[Sitrep]:
    """Return the reports, newest first."""
    return Sitrep.objects.select_related("supersedes", "superseded_by").defer("content")


def find(ref: str) -> Sitrep | None:
    """Return a report by its reference, or None."""
    found = Sitrep.objects.select_related("supersedes", "superseded_by")
    return found.filter(ref=ref).first()


def superseder(found: Sitrep) -> str | None:
    """Return the reference of the report that supersedes one, or None."""
    later: Sitrep | None = getattr(found, "superseded_by", None)
    return later.ref if later else None
