"""Who may read a person's name, and the pages that open a file. Pure.

Every surface that shows a name asks the one rule here.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

READ = "people:file:read:"  # how the journal's kind of a reading begins; a page's code ends it


class FilePage(StrEnum):
    """The pages on which a person's file is open, as the journal says it.

    Protection has one for all its forms: which of them was opened would tell what was found.
    """

    CUSTODY = "custody"
    EXHIBIT = "exhibit"
    PAYMENT = "payment"
    EXTENSION = "extension"
    PROTECTION = "protection"
    INTERVIEW = "interview"
    CASE = "case"
    OPEN_CASE = "open_case"
    DECIDE = "decide"
    WITHDRAW_ORDER = "withdraw_order"
    CONSULATE = "consulate"
    PAPER = "paper"
    PLEAS = "pleas"
    BAN = "ban"
    UNDO = "undo"
    MANIFEST = "manifest"
    LISTING = "listing"
    CHECK = "check"
    ALERT = "alert"


def may_read_name(*, in_area: bool, is_protected: bool, may_read_protected: bool) -> bool:
    """Tell whether a reader may see a name.

    `in_area`: the reader may read names where the person is; `may_read_protected`: protected ones,
    there too. A protected person's name is read by those who protect where the person is, and by
    nobody else: a screener of one province opens no file of another's.
    """
    return may_read_protected if is_protected else in_area


def tidy_paper(number: str) -> str:
    """Return a paper's number as it is compared: capitals and digits alone, in Latin digits.

    What has no digit, such as "none", is no number and comes back empty.
    """
    signs = (_plain(sign) for sign in unicodedata.normalize("NFKC", number).upper())
    tidy = "".join(sign for sign in signs if sign.isascii() and sign.isalnum())
    return tidy if any(sign.isdigit() for sign in tidy) else ""


def _plain(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
