"""Plain text: the words as they stand."""

from __future__ import annotations

from samaki.ground.documents.encodings import decoded
from samaki.ground.documents.rules import Extract, Taken, fault


def read(file: str, content: bytes) -> Taken:
    """Return the text of a file. Raises FileFaultError."""
    text = decoded(file, content)
    if not text.strip():
        raise fault(file, "file_empty")
    return Taken((Extract(text),))
