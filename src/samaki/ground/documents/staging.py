"""Files that were sent wait on the disk until they are read, and are dropped once they are.

Each sending has a folder of its own with a name nobody chose, and each file in it a number: what a
file is called leads nowhere. `uploads/1f…/0` lies beside the database, under the data folder.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from samaki.ground.documents import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

FORGOTTEN_AFTER = timedelta(days=1)  # a folder that no job reads: its sending was cut off


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is sent: its name, its size in bytes, and its content piece by piece."""

    name: str
    size: int
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits: its name, and the SHA-256 of its bytes; empty if it is too large."""

    name: str
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


def stage(uploads: Iterable[Upload]) -> tuple[str, tuple[Staged, ...]]:
    """Write files to a new folder; return the folder's name and the files in their order."""
    folder = secrets.token_hex(16)
    path = _root() / folder
    path.mkdir(parents=True)
    try:
        return folder, tuple(_staged(path / str(n), each) for n, each in enumerate(uploads))
    except BaseException:
        drop(folder)
        raise


def content_of(folder: str, number: int, staged: Staged) -> bytes:
    """Return a file that waits. Raises FileFaultError where it is too large, or is gone."""
    if not staged.sha256:
        raise rules.fault(staged.name, "file_large", most=rules.LARGEST // rules.MEGABYTE)
    try:
        content = (_root() / folder / str(number)).read_bytes()
    except OSError as error:
        raise rules.fault(staged.name, "file_missing") from error
    if hashlib.sha256(content).hexdigest() != staged.sha256:
        raise rules.fault(staged.name, "file_missing")
    return content


def drop(folder: str) -> None:
    """Drop the files of a folder."""
    shutil.rmtree(_root() / folder, ignore_errors=True)


def sweep(*, keep: Collection[str], at: datetime) -> int:
    """Drop the folders that no job reads and that are older than a day; return how many."""
    old = [each for each in _folders() if each.name not in keep and _is_old(each, at)]
    for each in old:
        drop(each.name)
    return len(old)


def _staged(path: Path, upload: Upload) -> Staged:
    name = rules.storable(upload.name)[-rules.LONGEST_NAME :]
    if upload.size > rules.LARGEST:
        return Staged(name, "")
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in upload.pieces:
            digest.update(piece)
            file.write(piece)
    return Staged(name, digest.hexdigest())


def _folders() -> Iterator[Path]:
    if _root().is_dir():
        yield from _root().iterdir()


def _is_old(folder: Path, at: datetime) -> bool:
    try:
        written = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    except OSError:  # another worker dropped it meanwhile
        return False
    return written < at - FORGOTTEN_AFTER


def _root() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / "uploads"
