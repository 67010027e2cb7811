"""Files of a form that come by the thousand: all of them lie in one file on the disk.

Django opens a temporary file for each, and a process may not have more than some thousand open.
"""

from __future__ import annotations

import io
import tempfile
from typing import IO, TYPE_CHECKING, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Shared:
    """A file on the disk that goes when the last of its parts is closed."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - its parts close it
        self._open = 0

    def opened(self) -> None:
        self._open += 1

    def closed(self) -> None:
        self._open -= 1
        if not self._open:
            self.file.close()


class _Part(io.RawIOBase):
    """The bytes of one file that was sent, in the file that all lie in."""

    def __init__(self, shared: _Shared, start: int, length: int) -> None:
        self._shared, self._start, self._length, self._at = shared, start, length, 0
        shared.opened()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(origin + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, room: Buffer) -> int:
        view = memoryview(room)
        wanted = min(len(view), max(self._length - self._at, 0))
        self._shared.file.seek(self._start + self._at)
        piece = self._shared.file.read(wanted)
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._shared.closed()


class OneFileUploadHandler(FileUploadHandler):
    """Writes every file of a form to one file on the disk, behind the one before."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._shared: _Shared | None = None
        self._start = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file where the one before ends."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._shared = self._shared or _Shared()
        self._start = self._shared.file.seek(0, io.SEEK_END)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece of the file."""
        assert self._shared is not None, "a file was begun"
        self._shared.file.seek(self._start + start)
        self._shared.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """Return the file that was sent."""
        assert self._shared is not None, "a file was begun"
        return UploadedFile(
            file=cast("IO[bytes]", _Part(self._shared, self._start, file_size)),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Close the file: whoever sent went away."""
        if self._shared is not None:
            self._shared.file.close()
