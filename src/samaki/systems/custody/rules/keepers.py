"""Who keeps people and where: a unit in its own account, or where they were found. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keeper:
    """A unit by its code; with the reference of a site, those whom it keeps there for now."""

    unit: str
    site: str = ""


def keeper(of: str | Keeper) -> Keeper:
    """Return who keeps them; a unit's code alone means the account of its own."""
    return of if isinstance(of, Keeper) else Keeper(of)
