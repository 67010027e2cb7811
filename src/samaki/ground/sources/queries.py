"""Reads of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.sources import rules
from samaki.ground.sources.models import Source, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from samaki.ground.sources.rules import Origin


def same(text: str, *, published_on: date | None) -> Source | None:
    """Return the source that has these very words of that date, if one was filed."""
    return Source.objects.filter(sha256=rules.digest(text), published_on=published_on).first()


def taken_from(origin: Origin, *, published_on: date | None) -> Source | None:
    """Return the source that was filed from that place of that file with that day, if one was.

    A file is known by its digest, whatever it is called, and whatever a newer reader makes of it.
    """
    found = SourceFile.objects.filter(
        sha256=origin.sha256, place=origin.place, source__published_on=published_on
    )
    first = found.select_related("source").first()
    return first.source if first else None


def known(text: str, *, published_on: date | None, origin: Origin | None) -> Source | None:
    """Return the source that a text was filed as: from its place in a file, or by its words."""
    taken = taken_from(origin, published_on=published_on) if origin else None
    return taken or same(text, published_on=published_on)


def of_files(digests: Iterable[str]) -> QuerySet[Source]:
    """Return the sources whose words were taken from files of those digests, newest first."""
    found = SourceFile.objects.filter(sha256__in=list(digests))
    return Source.objects.filter(pk__in=found.values("source"))


def files_of(source: Source) -> QuerySet[SourceFile]:
    """Return the files that a source's words were taken from."""
    return SourceFile.objects.filter(source=source)
