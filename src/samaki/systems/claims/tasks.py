"""Background work of claims: a batch of documents is read into the review queue, one by one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from samaki.ground.access import queries as access
from samaki.ground.jobs.registry import AskRefusedError, work
from samaki.ground.sources import queries as sources
from samaki.ground.sources.services import SourceRefusedError
from samaki.kernel.reading.batch import BatchError
from samaki.systems.claims import services

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job
    from samaki.ground.jobs.progress import Progress
    from samaki.ground.sources.services import Document

_log = logging.getLogger(__name__)


def _ask(actor: Actor, words: str, at: datetime) -> Job:
    try:
        return services.ask_reading(actor=actor, words=words, at=at)[0]
    except BatchError as refusal:
        raise AskRefusedError(refusal.reasons) from refusal


@work(
    services.READ_SOURCES,
    title=_("Read documents"),
    purpose=_("Each document is filed and its claims are drafted; they wait for your decision."),
    ask=_ask,
)
def read_sources(progress: Progress) -> None:
    """Read the documents that do not stand read yet, each in a transaction of its own."""
    documents = services.documents_of(progress.given)
    progress.of(len(documents))
    for number, document in enumerate(documents[progress.done :], start=progress.done + 1):
        _read(progress, document, name=f"Document {number}")


def _read(progress: Progress, document: Document, *, name: str) -> None:
    is_known = sources.same(document.text, published_on=document.published_on) is not None
    try:
        # Outside the step: reading takes a while, and the step keeps other writers waiting.
        drafts = services.drafts_of(document, at=progress.now())
    except SourceRefusedError as refusal:
        _refuse(progress, name, refusal.sentences)
        return
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - see below
        # One document that the reader stumbles over does not keep the others waiting.
        _log.exception("%s of %s cannot be read", name, progress.ref)
        _refuse(progress, name, (f"The reader broke off ({type(error).__name__}: {error}).",))
        return
    with progress.step():
        at = progress.now()
        # Looked up anew for each: a permission withdrawn meanwhile ends the reading.
        asker = access.actor_behind(progress.asked_by, at=at)
        services.file_reading(actor=asker, document=document, reading=drafts, at=at)
        progress.count("known" if is_known else "filed")


def _refuse(progress: Progress, name: str, reasons: tuple[str, ...]) -> None:
    with progress.step():
        progress.note_bad(name, reasons)
