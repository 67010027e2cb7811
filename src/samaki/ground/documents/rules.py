"""What a file may be to be read as documents, and how its refusals are worded. Pure.

Each limit is wide of what an office sends and narrow of what would keep a server busy. "Tried" are
files made for the purpose, read on two cores in November 2026; `docs/benchmarks.md` has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # of a file; a PDF of 1,000 pages of text has 3, a chat of 50,000 texts 18
LARGEST_PART = 30 * MEGABYTE  # of one part of a packed file; the XML of 5,000 pages has 16
LARGEST_UNPACKED = 200 * MEGABYTE  # of all parts of a packed file, pictures among them
HIGHEST_RATIO = 200  # unpacked to packed; a sheet of one row 19,000 times had 15, zeros have 1,000
RATIO_FROM = MEGABYTE  # below this a part does no harm, however small it was packed
MOST_PARTS = 2_000  # files in a packed file, parts of a mail
MOST_PAGES = 1_000  # of a PDF; so many took 10 to 13 s, a fifth of the time there is
MOST_CHARACTERS = 20_000_000  # taken from one PDF: six times what 1,000 pages held
MOST_TEXTS = 50_000  # messages of a chat; of 300 characters each they fill the largest file
LONGEST_NAME = 120  # characters kept of what a file is called, from its end
LONGEST_PLACE = 300  # characters that say where in a file a text lay
MOST_NESTED_PARTS = 30  # multiparts in multiparts; a mail program nests mixed, related, alternative
MOST_NESTED = 5  # mails in mails, and what hangs on those; each is read whole
SECONDS = 60  # to read one file; the slowest that was tried took 10 to 13
LARGEST_MEMORY = 1024 * MEGABYTE  # of the process that reads; the largest tried took a third

WORDINGS = {
    "file_empty": "%(file)s is empty. Choose the file that holds the words.",
    "file_large": "%(file)s has more than %(most)s MB. Send it in parts.",
    "file_missing": "%(file)s is no longer here. Send it again.",
    "file_encoding": (
        "%(file)s is not text in UTF-8 or UTF-16, nor in the encoding it states. Save it as UTF-8."
    ),
    "file_picture": (
        "%(file)s is a picture, a sound or a film: it holds no words. Type them, or send a text."
    ),
    "file_archive": "%(file)s is an archive. Unpack it and send the files that are in it.",
    "file_old": (
        "%(file)s is an old Office file, or one with a password. Save it as DOCX, XLSX or PDF, "
        "without a password."
    ),
    "file_other": "%(file)s is in a form that is not read here. Save it as DOCX or PDF.",
    "file_locked": "%(file)s is protected by a password. Save it without one.",
    "file_damaged": (
        "%(file)s cannot be opened: it is damaged, or not what its name says. Save it anew."
    ),
    "file_unpacks": (
        "%(file)s unpacks to more than a document needs. Save its words alone in a new file."
    ),
    "file_entities": (
        "%(file)s defines entities of its own, which no office program does. Save it anew."
    ),
    "file_outside": "%(file)s names parts outside itself, as no document does. Save it anew.",
    "file_pages": "%(file)s has more than %(most)s pages. Send it in parts.",
    "file_scanned": (
        "%(file)s holds pictures of pages and no words. Have its text recognised, or type it."
    ),
    "file_wordless": "%(file)s holds no words that can be taken.",
    "file_texts": "%(file)s holds more than %(most)s texts. Send it in parts.",
    "file_characters": "%(file)s holds more than %(most)s characters. Send it in parts.",
    "file_nested": (
        "%(file)s packs mail in mail more than %(most)s deep. Send the inner mail by itself."
    ),
    "file_parts": "%(file)s has more than %(most)s parts. Send what matters by itself.",
    "file_json": "%(file)s is JSON, but no export of Telegram Desktop. Send its result.json.",
    "file_line": "%(file)s: %(why)s",
    "file_unreckoned": (
        "%(file)s holds formulas whose values no program has worked out. Open it in one and save "
        "it."
    ),
    "file_slow": (
        "%(file)s took more than %(most)s seconds to read. Save its words alone in a new file."
    ),
    "file_broke": "%(file)s broke the reader off. Save its words alone in a new file.",
}


class FileFaultError(Exception):
    """The file is not read. Carries every reason; outside this folder it is UnreadableFileError."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(" ".join(each.text for each in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Extract:
    """A text taken from a file, with what the file states of it; empty or None is not stated.

    `place` says where in the file it lay (message 12 of a chat, an attachment), and is its own in
    the file; empty where the file is one text. `published_on` is the day as written, in the
    writer's own time. `kind` and `language` are stated by lists of documents alone.
    """

    text: str
    title: str = ""
    outlet: str = ""
    published_on: date | None = None
    place: str = ""
    kind: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came out of a file: its texts in order, and what hung on it and could not be read."""

    texts: tuple[Extract, ...]
    left_out: tuple[Reason, ...] = field(default=())


def reason(file: str, code: str, **values: object) -> Reason:
    """Return the reason of that code, about that file."""
    return Reason(code, WORDINGS[code], {"file": file, **values})


def fault(file: str, code: str, **values: object) -> FileFaultError:
    """Return the error of that code, about that file, to be raised."""
    return FileFaultError(reason(file, code, **values))


def storable(text: str) -> str:
    """Return a text without what no database stores: NUL gone, half a character replaced."""
    whole = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return whole.encode("utf-8", "replace").decode("utf-8") if _has_half(whole) else whole


def _has_half(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def shortened(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a reason as JSON holds them."""
    return {k: v if isinstance(v, int) else str(v) for k, v in values.items()}
