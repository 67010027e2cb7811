"""What an area code says by itself. Pure."""

from __future__ import annotations

from enum import StrEnum

COUNTRY = "KH"


class Level(StrEnum):
    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"


def covers(area: str, other: str) -> bool:
    """Tell whether `other` lies in `area` (or is it): `KH-1` covers `KH-1-10`, not `KH-12`."""
    return other == area or other.startswith(f"{area}-")


def depth(area: str) -> int:
    """Return how many levels an area lies under the country, itself at 0."""
    return area.count("-")


def province_of(area: str) -> str | None:
    """Return the province an area lies in, or None for the country itself."""
    parts = area.split("-")
    return "-".join(parts[:2]) if len(parts) > 1 else None


def province_code(geocode: str) -> str:
    """Return the ISO 3166-2 code for a government province geocode: `01` is `KH-1`."""
    return f"{COUNTRY}-{int(geocode)}"


def district_code(geocode: str) -> str:
    """Return our code for a government district geocode: `0110` is `KH-1-10`."""
    return f"{COUNTRY}-{int(geocode[:2])}-{geocode[2:]}"
