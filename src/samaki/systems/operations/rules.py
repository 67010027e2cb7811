"""How an operation and its targets advance. Pure."""

from __future__ import annotations

from enum import StrEnum

from samaki.kernel.reasons import Reason

MOST_TARGETS = 60  # in one operation; 2,500 places were once raided in many


WORDINGS = {
    "no_title": "The operation has no title. Say what and where in a few words.",
    "no_site": "No site is named. Choose at least one target.",
    "many": "%(count)s targets are named; %(most)s is the most.",
    "unknown_site": "No site has the reference %(site)s. Register it first.",
    "twice": "The site %(site)s is named more than once. Name each target once.",
}


class TargetState(StrEnum):
    """A target waits for its result, or its people were counted."""

    PLANNED = "planned"
    COUNTED = "counted"
    RAIDED_NO_FIGURE = "raided_no_figure"


def reasons_against_plan(sites: list[str], title: str) -> tuple[Reason, ...]:
    """Return every reason not to plan an operation over these sites (references)."""
    reasons = []
    if not title.strip():
        reasons.append(reason("no_title"))
    if not sites:
        reasons.append(reason("no_site"))
    if len(sites) > MOST_TARGETS:
        reasons.append(reason("many", count=len(sites), most=MOST_TARGETS))
    twice = sorted({site for site in sites if sites.count(site) > 1})
    return (*reasons, *(reason("twice", site=site) for site in twice))


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
