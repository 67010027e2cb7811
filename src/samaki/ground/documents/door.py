"""The door through which files from outside are read: in a process of their own, for so long.

That process is started with the first file, and anew after one that broke it or took too long, so
that a hostile file costs a process and never the work it was sent with.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from samaki.ground.documents import child, reading, rules
from samaki.ground.documents.rules import Extract, FileFaultError, Taken
from samaki.ground.documents.sniffing import form_of, is_packed
from samaki.ground.sheets import rules as sheet_rules
from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

_MOST_READ = 200  # files by one process, which libraries make grow
_SENTENCES = {**sheet_rules.WORDINGS, **rules.WORDINGS}
# What the process is told of ours: where Python finds its modules, and nothing secret.
_TOLD = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")


class UnreadableFileError(RefusedError):
    """The file cannot be read. Carries every reason: its name, what is wrong, and what to do."""


class Reader:
    """Reads files one after the other; leave it as a context, so that its process ends."""

    def __init__(self, *, seconds: float = rules.SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, file: str, content: bytes) -> Taken:
        """Return what a file says; `file` is its name, for the refusal.

        Raises UnreadableFileError, whatever the file is; the next one is read all the same.
        """
        try:
            reading.refuse_large(file, content)  # before it is sent anywhere
            # A list of parts can be long and hostile itself: it is not read here.
            if not is_packed(content) and form_of(file, content) in reading.HARMLESS:
                return reading.read(file, content)
            return self._asked(file, content)
        except FileFaultError as wrong:
            raise UnreadableFileError(wrong.reasons) from wrong

    def close(self) -> None:
        """End the process that reads."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None, "both were asked for"
            with suppress(OSError):
                pipe.close()
        self._process.kill()
        self._process.wait()
        self._process, self._read = None, 0

    def _asked(self, file: str, content: bytes) -> Taken:
        if self._read >= _MOST_READ:
            self.close()
        process = self._process = self._process or _started()
        assert process.stdin is not None, "asked for"
        assert process.stdout is not None, "asked for"
        is_over = threading.Event()
        clock = threading.Timer(self._seconds, _end, [process, is_over])
        clock.start()
        try:
            child.give(process.stdin, file.encode("utf-8", "replace"))
            child.give(process.stdin, content)
            answer = child.take(process.stdout)
        except OSError:  # the process is gone
            answer = None
        finally:
            clock.cancel()
            clock.join()
        self._read += 1
        if is_over.is_set():
            self.close()
            raise rules.fault(file, "file_slow", most=int(self._seconds))
        if answer is None:
            self.close()
            raise rules.fault(file, "file_broke")
        return _taken(json.loads(answer))


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", child.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            **{name: os.environ[name] for name in _TOLD if name in os.environ},
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        # Its own session: Ctrl-C lets a worker end its step, and this file is part of it.
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes], is_over: threading.Event) -> None:
    is_over.set()
    process.kill()


def _taken(said: dict[str, Any]) -> Taken:
    if "refused" in said:
        raise FileFaultError(*_reasons(said["refused"]))
    return Taken(
        tuple(
            Extract(**{**each, "published_on": _day(each["published_on"])})
            for each in said["texts"]
        ),
        tuple(_reasons(said["left_out"])),
    )


def _reasons(said: Iterable[dict[str, Any]]) -> list[Reason]:
    return [Reason(each["code"], _SENTENCES[each["code"]], each["values"]) for each in said]


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
