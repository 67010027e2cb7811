"""Bytes to text: UTF-8, UTF-16 by its mark, or an encoding that a page or a mail states of itself.

Nothing is guessed: a text read in a wrong encoding would be filed with wrong words.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from samaki.ground.documents.rules import fault

if TYPE_CHECKING:
    from samaki.ground.documents.rules import FileFaultError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Python knows encodings that are none of text (zip, hex) or that take quadratic time (punycode).
_STATED = re.compile(
    r"utf-?(?:8|16(?:[bl]e)?)|us-ascii|ascii|latin-?1|iso-?8859-\d{1,2}|windows-(?:125\d|874)"
    r"|cp(?:125\d|874|949|932|936|950)|tis-?620|gb2312|gbk|gb18030|big5(?:-hkscs)?|hz(?:-gb-2312)?"
    r"|euc-(?:jp|kr)|shift[_-]?jis|iso-2022-(?:jp|kr)|ks_c_5601-1987|koi8-[ru]|viscii"
)
# What browsers understand by these names.
_MEANT = {
    **dict.fromkeys(("us-ascii", "ascii", "latin1", "latin-1", "iso-8859-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    "windows-874": "cp874",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}


def decoded(file: str, content: bytes, *, stated: str = "") -> str:
    """Return the text of some bytes. `stated` is the encoding that goes with them, if any.

    Raises FileFaultError (`file_encoding`) where they are not text, or not in what they state.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _in(encoding, file, content)
    if not stated:
        return _in("utf-8", file, content)
    return _in(_known(file, stated), file, content)


def _known(file: str, stated: str) -> str:
    name = stated.strip().strip("\"'").lower()
    if not _STATED.fullmatch(name):
        raise _refusal(file)
    meant = _MEANT.get(name, name)
    try:
        return codecs.lookup(meant).name
    except LookupError as error:
        raise _refusal(file) from error


def _in(encoding: str, file: str, content: bytes) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeError as error:
        # A page that says latin-1 and holds five bytes that cp1252 lacks is read as it says.
        if encoding == "cp1252":
            return content.decode("latin-1")
        raise _refusal(file) from error
    if "\x00" in text:
        raise _refusal(file)
    return text


def _refusal(file: str) -> FileFaultError:
    return fault(file, "file_encoding")
