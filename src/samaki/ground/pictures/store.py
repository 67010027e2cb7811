"""Files by their SHA-256 under the data folder: written once, never changed, on the disk for good.

`pictures/ab/abcd…`: the name is the digest of the content, so the same file is kept once, and a
changed one no longer fits its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def keep(content: bytes) -> str:
    """Write a file under its digest, and return the digest once it is on the disk, name and all."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if is_whole(digest):
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
    _sync(path.parent)
    return digest


def path_of(digest: str) -> Path:
    """Return where the file of a digest lies; the digest is 64 hexadecimal characters."""
    assert len(digest) == 64, digest  # noqa: PLR2004 - SHA-256 in hexadecimal
    assert digest.isalnum(), digest
    folder: Path = settings.DATA_DIR
    return folder / "pictures" / digest[:2] / digest


def is_whole(digest: str) -> bool:
    """Tell whether the file is there and is what its digest says."""
    try:
        with path_of(digest).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def _sync(folder: Path) -> None:
    """Put the new name itself on the disk; where a folder cannot be opened, the system does."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
