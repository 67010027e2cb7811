"""A list of documents: a JSON document a line, as `samaki read --jsonl` takes them."""

from __future__ import annotations

from samaki.ground.documents.encodings import decoded
from samaki.ground.documents.rules import Extract, FileFaultError, Taken, reason
from samaki.kernel.reading.batch import BatchError, pieces_of


def read(file: str, content: bytes) -> Taken:
    """Return the documents of a list. Raises FileFaultError with what is wrong, line by line."""
    try:
        pieces = pieces_of(decoded(file, content))
    except BatchError as refused:
        raise FileFaultError(
            *(reason(file, "file_line", why=why) for why in refused.reasons)
        ) from refused
    return Taken(
        tuple(
            Extract(
                text=piece.text,
                title=piece.title,
                outlet=piece.outlet,
                published_on=piece.published_on,
                place=f"document {number}" if len(pieces) > 1 else "",
                kind=piece.kind,
                language=piece.language,
            )
            for number, piece in enumerate(pieces, start=1)
        )
    )
