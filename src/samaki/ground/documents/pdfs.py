"""PDF: the words of its pages. The one door of pypdf.

pypdf is Python alone: a broken file can make it stop or take long, and never write where it should
not. What takes long is ended from outside (`door`). Scripts, forms and files inside are not opened.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, LimitReachedError

from samaki.ground.documents import rules
from samaki.ground.documents.lines import reflowed
from samaki.ground.documents.rules import Extract, Taken, fault, storable

if TYPE_CHECKING:
    from collections.abc import Iterator

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it remarks on every blemish of a file


def read(file: str, content: bytes) -> Taken:
    """Return the words of a PDF as one text, its pages apart by an empty line.

    The day it was made is not the day it was published, so no day is stated. Raises FileFaultError.
    """
    try:
        opened = PdfReader(io.BytesIO(content))
        _unlock(file, opened)
        text = "\n\n".join(_pages(file, opened))
        title, author = _stated(opened)
    except rules.FileFaultError:
        raise
    except FileNotDecryptedError as error:
        raise fault(file, "file_locked") from error
    except (LimitReachedError, MemoryError) as error:
        raise fault(file, "file_unpacks") from error
    except Exception as error:  # whatever a broken file makes the library raise
        raise fault(file, "file_damaged") from error
    if not text.strip():
        raise fault(file, "file_scanned")
    return Taken((Extract(storable(text), title=title, outlet=author),))


def _unlock(file: str, opened: PdfReader) -> None:
    # Many are locked against printing alone, and open with an empty password.
    if opened.is_encrypted and not opened.decrypt(""):
        raise fault(file, "file_locked")


def _pages(file: str, opened: PdfReader) -> Iterator[str]:
    if len(opened.pages) > rules.MOST_PAGES:
        raise fault(file, "file_pages", most=rules.MOST_PAGES)
    taken = 0
    for page in opened.pages:
        text = page.extract_text().strip()
        taken += len(text)
        if taken > rules.MOST_CHARACTERS:
            raise fault(file, "file_characters", most=rules.MOST_CHARACTERS)
        if text:
            yield reflowed(text)


def _stated(opened: PdfReader) -> tuple[str, str]:
    said = opened.metadata
    if said is None:
        return "", ""
    return storable(str(said.title or "").strip()), storable(str(said.author or "").strip())
