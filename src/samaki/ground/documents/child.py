"""The process that reads files from outside: it has no database, no keys, and bounds of its own.

It takes a name and a content on its standard input and answers in JSON, again and again until its
input ends. A file that breaks a library breaks this process and no other.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from samaki.ground.documents import reading, rules
from samaki.ground.documents.rules import Extract, FileFaultError, Taken

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason

LENGTH = struct.Struct(">Q")  # before each piece that goes over a pipe


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Answer files until no more is asked."""
    while (name := take(asked)) is not None:
        content = take(asked) or b""
        bound_time()
        give(answers, json.dumps(_answer(name.decode("utf-8", "replace"), content)).encode())


def take(pipe: IO[bytes]) -> bytes | None:
    """Return the next piece of a pipe; None where it has ended."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    piece = pipe.read(length)
    return piece if len(piece) == length else None


def give(pipe: IO[bytes], piece: bytes) -> None:
    """Send a piece down a pipe."""
    pipe.write(LENGTH.pack(len(piece)) + piece)
    pipe.flush()


def as_json(taken: Taken) -> dict[str, Any]:
    """Return what came out of a file as JSON holds it."""
    texts = [
        {
            "text": each.text,
            "title": each.title,
            "outlet": each.outlet,
            "published_on": each.published_on.isoformat() if each.published_on else None,
            "place": each.place,
            "kind": each.kind,
            "language": each.language,
        }
        for each in taken.texts
    ]
    return {"texts": texts, "left_out": [_reason(each) for each in taken.left_out]}


def _answer(file: str, content: bytes) -> dict[str, Any]:
    try:
        return as_json(reading.read(file, content))
    except FileFaultError as wrong:
        return {"refused": [_reason(each) for each in wrong.reasons]}


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "values": rules.shortened(reason.values)}


def bound_memory() -> None:
    """Let this process have so much memory, write no file and leave no image of itself."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not everywhere

    most = rules.LARGEST_MEMORY
    for what, bound in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # the machine sets a lower bound, or knows none
            resource.setrlimit(what, (bound, bound))


def bound_time() -> None:
    """Let the next file take so much time of the processor, should nobody be there to end it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not everywhere

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 2 * rules.SECONDS
    _now, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def main() -> None:
    """Serve the one who started this process. What a library prints goes nowhere."""
    sys.dont_write_bytecode = True
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    bound_memory()
    serve(sys.stdin.buffer, answers)


__all__ = ["Extract", "Taken", "as_json", "give", "main", "serve", "take"]

if __name__ == "__main__":
    main()
