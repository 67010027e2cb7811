"""Lines that were cut at a margin, put together again: a line's end is no end of a sentence there.

PDF and mail cut text into lines; the reader of claims takes a line's end for a sentence's. So a
line that fills the width of its page goes on in the next one. Pure.
"""

from __future__ import annotations

import re

_FULL = 0.75  # of the width of the page: a shorter line was ended by its writer
_NARROWEST = 40  # signs; what is narrower is a list or a table
_WIDTH_OF = 0.9  # the width is what so many of the lines stay within
# Scripts that write words without blanks: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uff00-\uffef"
_BEGINS_ANEW = re.compile(r"\s*(?:[-–•*▪●○>|]|\(?\w{1,3}[.)]\s|\d{1,3}\s*$)")
_CUT_WORD = re.compile(r"[^\W\d_]-$")
_TIGHT = re.compile(rf"[{_UNSPACED}]$")
_TIGHT_START = re.compile(rf"^[{_UNSPACED}]")


def reflowed(text: str) -> str:
    """Return a text with the lines joined that a margin cut, its empty lines kept."""
    lines = text.split("\n")
    width = _width(lines)
    if width < _NARROWEST:
        return text
    joined: list[str] = []
    is_open = False
    for line in lines:
        if is_open and line.strip() and not _BEGINS_ANEW.match(line):
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
        is_open = bool(line.strip()) and len(line.rstrip()) >= _FULL * width
    return "\n".join(joined)


def _width(lines: list[str]) -> int:
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    return lengths[min(int(len(lengths) * _WIDTH_OF), len(lengths) - 1)] if lengths else 0


def _joined(before: str, line: str) -> str:
    left, right = before.rstrip(), line.strip()
    if _CUT_WORD.search(left) and right[:1].islower():
        return f"{left[:-1]}{right}"
    is_tight = _TIGHT.search(left) and _TIGHT_START.search(right)
    return f"{left}{'' if is_tight else ' '}{right}"
