"""Background work of claims: documents and files are read into the review queue, one by one."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from samaki.ground.access import queries as access
from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Permission
from samaki.ground.documents import staging
from samaki.ground.documents.door import Reader, UnreadableFileError
from samaki.ground.documents.rules import FileFaultError, Taken
from samaki.ground.jobs.registry import AskRefusedError, work
from samaki.ground.sources import queries as sources
from samaki.ground.sources.services import SourceRefusedError
from samaki.kernel.reading.batch import BatchError
from samaki.systems.claims import services

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job
    from samaki.ground.jobs.progress import Progress
    from samaki.ground.sources.services import Document
    from samaki.kernel.reasons import Reason

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


@work(
    services.READ_FILES,
    title=_("Read files"),
    purpose=_(
        "Each file is read, its texts are filed and their claims drafted, for your decision."
    ),
    permission=Permission.SOURCE_FILE,
)
def read_files(progress: Progress) -> None:
    """Read the files that do not stand read yet; a bad one is named, and the rest goes on."""
    given = services.given_of(progress.given)
    progress.of(len(given.files))
    try:
        with Reader() as reader:
            for number in range(_Place.of(progress).file, len(given.files)):
                _read_file(progress, given, number, reader)
    except PermissionRefusedError:
        staging.drop(given.folder)  # nobody will go on with it
        raise
    staging.drop(given.folder)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the files are read: which is next, which of its texts, and if those are counted."""

    file: int = 0
    text: int = 0
    is_counted: bool = False

    @staticmethod
    def of(progress: Progress) -> _Place:
        """Return the place that stands saved."""
        kept = progress.result.get("place", (0, 0, False))
        assert isinstance(kept, list | tuple), "only this module writes it"
        return _Place(*kept)

    def save(self, progress: Progress) -> None:
        """Save the place with the next step."""
        progress.result["place"] = [self.file, self.text, self.is_counted]


def _read_file(progress: Progress, given: services.Given, number: int, reader: Reader) -> None:
    file, place = given.files[number], _Place.of(progress)
    try:
        taken = reader.read(file.name, staging.content_of(given.folder, number, file))
    except (UnreadableFileError, FileFaultError) as wrong:
        with progress.step():
            _Place(number + 1).save(progress)
            progress.note_bad(file.name, wrong.reasons)
        return
    last = len(taken.texts) - 1
    if not place.is_counted:
        _Place(number, 0, is_counted=True).save(progress)
        progress.of(progress.total + last)
    for n in range(place.text, len(taken.texts)):
        then = _Place(number, n + 1, is_counted=True) if n < last else _Place(number + 1)
        _read_text(progress, given, number, taken, n, then=then)


def _read_text(
    progress: Progress, given: services.Given, number: int, taken: Taken, n: int, *, then: _Place
) -> None:
    file, extract = given.files[number], taken.texts[n]
    name = f"{file.name}, {extract.place}" if extract.place else file.name

    def done() -> None:
        then.save(progress)
        for each in taken.left_out if then.file > number else ():
            progress.note_bad(file.name, (each,))

    try:
        document = services.document_of(extract, file=file, said=given.said)
    except ValueError as error:
        _refuse(progress, name, (f"{error}.",), done=done)
        return
    _read(progress, document, name=name, done=done)


def _nothing() -> None:
    """Do nothing more in the step."""


def _read(
    progress: Progress, document: Document, *, name: str, done: Callable[[], None] = _nothing
) -> None:
    try:
        # Outside the step: reading takes a while, and the step keeps other writers waiting.
        drafts = services.drafts_of(document, at=progress.now(), asks_model=True)
    except SourceRefusedError as refusal:
        _refuse(progress, name, refusal.reasons, done=done)
        return
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - see below
        # One document that the reader stumbles over does not keep the others waiting.
        _log.exception("%s of %s cannot be read", name, progress.ref)
        _refuse(
            progress, name, (f"The reader broke off ({type(error).__name__}: {error}).",), done=done
        )
        return
    with progress.step():
        done()
        at = progress.now()
        # Looked up anew for each: a permission withdrawn meanwhile ends the reading.
        asker = access.actor_behind(progress.asked_by, at=at)
        is_known = _is_known(document)
        services.file_reading(actor=asker, document=document, reading=drafts, at=at)
        progress.count("known" if is_known else "filed")


def _is_known(document: Document) -> bool:
    day, origin = document.published_on, document.origin
    return sources.known(document.text, published_on=day, origin=origin) is not None


def _refuse(
    progress: Progress,
    name: str,
    reasons: tuple[str | Reason, ...],
    *,
    done: Callable[[], None] = _nothing,
) -> None:
    with progress.step():
        done()
        progress.note_bad(name, reasons)
