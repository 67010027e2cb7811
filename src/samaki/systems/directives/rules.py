"""What a clause stands on. Pure."""

from __future__ import annotations

from enum import StrEnum


class ClauseState(StrEnum):
    """A clause is issued (the order itself has it) or reported (a source says so)."""

    ISSUED = "issued"
    REPORTED = "reported"


NEAR = 3  # days between an order's date and a report's date of it that still mean the same order
