"""Charges: nobody goes to a court or a prison without an article and a crime. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.systems.custody.rules.wordings import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.reasons import Reason

# ICCS 1.0 (UNODC, March 2015), read in secondary copies; it names acts, not laws. Where the finer
# class is unconfirmed, its parent stands here. Another code of the classification may be given too.
CRIMES = {
    "0701": "fraud",
    "0204": "trafficking",
    "02022": "illegal_detention",
    "0203": "forced_labour",
    "0302": "sexual_exploitation",
    "0205": "coercion",
    "0601": "drugs",
    "09012": "weapons",
    "0703": "corruption",
    "07041": "money_laundering",
    "0903": "computer_attack",
    "08051": "migrant_smuggling",
    "07023": "forged_travel_document",
    "09051": "organised_group",
}
# Eleven sections of two digits; then a division, a group and a class of one digit or two.
_ICCS = re.compile(r"(0[1-9]|1[01])[0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class Charge:
    """What somebody is charged with: an article with its law, and an ICCS code of the act."""

    article: str = ""
    crime: str = ""


def reasons_against_charge(charge: Charge) -> Iterator[Reason]:
    """Yield every reason why nobody goes to a court or a prison on that charge."""
    if not charge.article.strip():
        yield reason("no_charge_article")
    if not charge.crime.strip():
        yield reason("no_crime")
    elif not _ICCS.fullmatch(charge.crime.strip()):
        yield reason("unknown_crime", crime=charge.crime)
