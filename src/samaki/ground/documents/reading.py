"""A file read within this process: what it is, and the reader of that form.

Only for the process that reads and for text, which cannot do harm; everybody else comes by `door`.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from samaki.ground.documents import rules
from samaki.ground.documents.rules import FileFaultError, Taken, fault
from samaki.ground.documents.sniffing import Form, form_of

if TYPE_CHECKING:
    from collections.abc import Callable

# Named, not imported: a reader's library is loaded with the first file of its form.
_READERS = {
    Form.PLAIN: "plain",
    Form.HTML: "webpages",
    Form.PDF: "pdfs",
    Form.DOCX: "word",
    Form.TELEGRAM: "chats",
    Form.SHEET: "tables",
    Form.BATCH: "batches",
}
# Read by our own code and the standard library alone, in a time that follows their length.
HARMLESS = frozenset({Form.PLAIN, Form.BATCH})


def read(file: str, content: bytes, depth: int = 0) -> Taken:
    """Return what a file says. Raises FileFaultError, and nothing else, whatever the file is.

    `depth` is how many mails deep it hangs.
    """
    try:
        refuse_large(file, content)
        return _own_places(_taken(file, content, depth))
    except FileFaultError:
        raise
    except (MemoryError, RecursionError) as error:
        raise fault(file, "file_unpacks") from error
    except Exception as error:
        raise fault(file, "file_damaged") from error


def refuse_large(file: str, content: bytes) -> None:
    """Raise FileFaultError for a file that has more bytes than any that is read."""
    if len(content) > rules.LARGEST:
        raise fault(file, "file_large", most=rules.LARGEST // rules.MEGABYTE)


def _taken(file: str, content: bytes, depth: int) -> Taken:
    form = form_of(file, content)
    if form is Form.MAIL:
        from samaki.ground.documents import mails  # noqa: PLC0415 - loaded with the first mail

        return mails.read(file, content, attached=read, depth=depth)
    reader: Callable[[str, bytes], Taken] = import_module(
        f"samaki.ground.documents.{_READERS[form]}"
    ).read
    return reader(file, content)


def _own_places(taken: Taken) -> Taken:
    """Give each text a place of its own in the file, where the file says the same place twice.

    By this place the text is known again when the same file comes once more.
    """
    seen: set[str] = set()
    texts = []
    for number, text in enumerate(taken.texts, start=1):
        place = text.place
        if place in seen or len(place) > rules.LONGEST_PLACE:
            place = f"text {number} {place}"[: rules.LONGEST_PLACE]
        seen.add(place)
        texts.append(replace(text, place=place))
    return Taken(tuple(texts), taken.left_out)
