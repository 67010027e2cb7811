"""When an indicator links two sites, and when it only seems to. Pure.

The thresholds are Samaki's own, set visibly here; no order and no law names them.
"""

from __future__ import annotations

import math
from enum import StrEnum

from samaki.systems.indicators.rules.kinds import Kind

# A phone's IMEI is its own. On more exhibits than these it was copied into others.
MOST_EXHIBITS_OF_AN_IMEI = 3
# Seen at more sites than these, a value says that everybody uses it, not that they know each other.
MOST_SITES = 5
# Everybody's: they link nobody, at however few sites they were seen.
EVERYBODYS = frozenset(
    {
        *("facebook.com", "gmail.com", "google.com", "instagram.com", "line.me", "qq.com"),
        *("t.me", "telegram.org", "tiktok.com", "wechat.com", "whatsapp.com", "youtube.com"),
        *("binance.com", "okx.com", "apple.com", "x.com"),
    }
)


class Standing(StrEnum):
    """What an indicator says of the sites it was seen at."""

    ALONE = "alone"
    LINKS = "links"
    CLONED = "cloned"
    COMMON = "common"


STANDING_WORDINGS = {
    "alone": "one site",
    "links": "links sites",
    "cloned": "cloned: not linked",
    "common": "common: not linked",
}
WHY_WORDINGS = {
    "alone": "Seen at one site only.",
    "links": "Seen on exhibits of more than one site.",
    "cloned": "One IMEI on so many exhibits was copied into several phones. It links nobody.",
    "common": "Too many use it for it to mean that sites know each other. It links nobody.",
}


def standing(kind: str, value: str, *, exhibits: int, sites: int) -> Standing:
    """Return what it means that a value was seen on so many exhibits of so many sites."""
    if sites <= 1:
        return Standing.ALONE
    if kind == Kind.IMEI and exhibits > MOST_EXHIBITS_OF_AN_IMEI:
        return Standing.CLONED
    if sites > MOST_SITES or (kind == Kind.DOMAIN and _root(value) in EVERYBODYS):
        return Standing.COMMON
    return Standing.LINKS


def ring(count: int, *, width: int, height: int) -> list[tuple[float, float]]:
    """Return places on an ellipse for so many sites, the first on the left."""
    middle_x, middle_y = width / 2, height / 2
    angles = [math.pi + 2 * math.pi * n / count for n in range(count)]
    return [
        (
            round(middle_x + 0.34 * width * math.cos(a), 1),
            round(middle_y + 0.36 * height * math.sin(a), 1),
        )
        for a in angles
    ]


def _root(value: str) -> str:
    return ".".join(value.split(".")[-2:])
