"""What a file is: by its first bytes; by its name only where those leave it open."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from enum import StrEnum
from pathlib import PurePath

from samaki.ground.documents import packing
from samaki.ground.documents.rules import fault

_FIRST = 4096  # bytes that are looked at
_PDF_WITHIN = 1024  # bytes before the mark that readers of PDF put up with

_PICTURES = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*"),
    *(b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf1"),
)
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xfd7zXZ", b"MSCF")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEADER = rb"(?im)^(?:%s):"
_OF_MAIL_ALONE = re.compile(_HEADER % rb"MIME-Version|Message-ID|Received|Return-Path")
_OF_MAIL = re.compile(_HEADER % rb"From|To|Date|Subject|Content-Type")
_ANOTHER_MAIL = re.compile(rb"\n\r?\nFrom \S+ .*\d{4}\r?\n")
_FIRST_HEADER = re.compile(rb"(?:From |[!-9;-~]+:)")


class Form(StrEnum):
    """The forms that are read."""

    PLAIN = "plain"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MAIL = "mail"
    TELEGRAM = "telegram"
    SHEET = "sheet"
    BATCH = "batch"


_BY_NAME = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), Form.HTML),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), Form.MAIL),
    **dict.fromkeys((".csv", ".tsv"), Form.SHEET),
    **dict.fromkeys((".jsonl", ".ndjson"), Form.BATCH),
    ".json": Form.TELEGRAM,
}
_NEVER_TEXT = {".pdf", ".docx", ".xlsx"}  # such a name on a text: what it promised is not there


def form_of(file: str, content: bytes) -> Form:
    """Return what a file is. Raises FileFaultError for what is not read here, with what to do."""
    first = content[:_FIRST]
    if not content.strip():
        raise fault(file, "file_empty")
    if b"%PDF-" in first[:_PDF_WITHIN]:
        return Form.PDF
    if is_packed(content):
        return _packed(file, content)
    _refuse_unread(file, first)
    if content.startswith(b"From ") and _ANOTHER_MAIL.search(content):
        raise fault(file, "file_archive")  # a mailbox: read as one mail, the others would be lost
    return _text(file, first)


def is_packed(content: bytes) -> bool:
    """Tell whether a file is packed: what it is then, only its list of parts says."""
    return content.startswith(_PACKED)


def _packed(file: str, content: bytes) -> Form:
    names = packing.names(content)
    if not names:
        raise fault(file, "file_damaged")
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return Form.DOCX
    if any(name.startswith("xl/") for name in names):
        return Form.SHEET
    is_office = "mimetype" in names or "[Content_Types].xml" in names
    raise fault(file, "file_other" if is_office else "file_archive")


def _refuse_unread(file: str, first: bytes) -> None:
    if first.startswith(_COMPOUND):
        raise fault(file, "file_old")
    if first.startswith(b"{\\rtf"):
        raise fault(file, "file_other")
    if first.startswith(_PICTURES) or first[4:8] == b"ftyp" or first[8:12] in (b"WEBP", b"WAVE"):
        raise fault(file, "file_picture")
    if first.startswith(_ARCHIVES):
        raise fault(file, "file_archive")


def _text(file: str, first: bytes) -> Form:
    ending = PurePath(file).suffix.lower()
    by_name = _BY_NAME.get(ending, Form.PLAIN)
    if _is_mail(first) or (by_name is Form.MAIL and _FIRST_HEADER.match(first)):
        return Form.MAIL
    if first.removeprefix(BOM_UTF8).lstrip().startswith(b"<") and _HTML.search(first):
        return Form.HTML
    if ending in _NEVER_TEXT:
        raise fault(file, "file_damaged")
    return by_name


def _is_mail(first: bytes) -> bool:
    """Tell whether the head of a mail is there: one name that only mail has, and one besides."""
    head = re.split(rb"\r?\n\r?\n", first, maxsplit=1)[0]
    begins = bool(_FIRST_HEADER.match(head))
    return begins and bool(_OF_MAIL_ALONE.search(head)) and bool(_OF_MAIL.search(head))
