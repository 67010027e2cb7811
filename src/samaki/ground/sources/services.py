"""The only writer of sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sources import queries, rules
from samaki.ground.sources.models import Source, SourceFile
from samaki.ground.wording import RefusedError
from samaki.kernel import refs

if TYPE_CHECKING:
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor


class SourceRefusedError(RefusedError):
    """The document cannot be filed. Carries every reason."""


_TITLE = 80  # characters of a text's first line that serve as its title


@dataclass(frozen=True, slots=True)
class Document:
    """A document to file: its words, and what is known of where they come from."""

    text: str
    kind: rules.SourceKind
    title: str = ""
    outlet: str = ""
    language: str = ""
    published_on: date | None = None
    origin: rules.Origin | None = None


@transaction.atomic
def file_source(*, actor: Actor, document: Document, at: datetime) -> tuple[Source, bool]:
    """File a document; return it and whether it is new. The same words are filed once.

    The file they were taken from, if any, is noted beside them; so is another with the same words.
    """
    actor.require(Permission.SOURCE_FILE)
    return _file(actor, document, at=at)


@transaction.atomic
def file_return_words(*, actor: Actor, document: Document, at: datetime) -> tuple[Source, bool]:
    """File the words of a return as `file_source` does; whoever files returns may, a program too.

    The permission to file other documents is not asked for: a program has returns to file and no
    other documents. Raises PermissionRefusedError, SourceRefusedError.
    """
    actor.require(Permission.RETURN_FILE)
    assert document.kind is rules.SourceKind.RETURN, "nothing but a return is filed so"
    return _file(actor, document, at=at)


def _file(actor: Actor, document: Document, *, at: datetime) -> tuple[Source, bool]:
    reasons = rules.reasons_against(
        document.text, published_on=document.published_on, today=timezone.localtime(at).date()
    )
    if reasons:
        raise SourceRefusedError(reasons)
    journal.take_turn()
    origin, published_on = document.origin, document.published_on
    if origin and (taken := queries.taken_from(origin, published_on=published_on)):
        return taken, False  # the same file again, even if it is read in other words by now
    known = queries.same(document.text, published_on=published_on)
    if known is not None:
        _note_another(actor, known, document.origin, at=at)
        return known, False
    source = Source.objects.create(
        ref=refs.reference("SRC", Source.objects.count() + 1),
        kind=document.kind,
        title=(document.title or _first_words(document.text))[:200],
        outlet=document.outlet[:120],
        language=document.language,
        published_on=document.published_on,
        text=document.text,
        sha256=rules.digest(document.text),
        filed_at=at,
        filed_by=actor.key,
    )
    wrote = [source, *_noted(actor, source, document.origin, at=at)]
    journal.record(
        actor=actor.key, kind=Permission.SOURCE_FILE, subject=source.ref, at=at, wrote=wrote
    )
    return source, True


def _note_another(
    actor: Actor, known: Source, origin: rules.Origin | None, *, at: datetime
) -> None:
    if wrote := _noted(actor, known, origin, at=at):
        journal.record(
            actor=actor.key, kind="claims:source:trace", subject=known.ref, at=at, wrote=wrote
        )


def _noted(
    actor: Actor, source: Source, origin: rules.Origin | None, *, at: datetime
) -> list[SourceFile]:
    """Note the file that words were taken from; return what was written: nothing if it was."""
    if origin is None:
        return []
    noted, is_new = SourceFile.objects.get_or_create(
        source=source,
        sha256=origin.sha256,
        place=origin.place,
        defaults={"name": origin.name[-200:], "filed_at": at, "filed_by": actor.key},
    )
    return [noted] if is_new else []


def _first_words(text: str) -> str:
    line = text.strip().splitlines()[0]
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"
