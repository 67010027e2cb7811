"""How an operation and its targets advance. Pure."""

from __future__ import annotations

from enum import StrEnum

MOST_TARGETS = 60  # in one operation; 2,500 places were once raided in many


class TargetState(StrEnum):
    """A target waits for its result, or its people were counted."""

    PLANNED = "planned"
    COUNTED = "counted"
    RAIDED_NO_FIGURE = "raided_no_figure"


def reasons_against_plan(sites: list[str], title: str) -> tuple[str, ...]:
    """Return every reason not to plan an operation over these sites (references)."""
    reasons = []
    if not title.strip():
        reasons.append("The operation has no title. Say what and where in a few words.")
    if not sites:
        reasons.append("No site is named. Choose at least one target.")
    if len(sites) > MOST_TARGETS:
        reasons.append(f"{len(sites)} targets are named; {MOST_TARGETS} is the most.")
    reasons.extend(
        f"The site {site} is named more than once. Name each target once."
        for site in sorted({s for s in sites if sites.count(s) > 1})
    )
    return tuple(reasons)
