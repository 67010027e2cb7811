"""Who may read a person's name. Pure; every surface that shows a name asks this one rule."""

from __future__ import annotations


def may_read_name(*, in_area: bool, is_protected: bool, may_read_protected: bool) -> bool:
    """Tell whether a reader may see a name.

    `in_area`: the reader may read names where the person is. A protected person's name is read by
    those who protect, and by nobody else, whatever their area.
    """
    return may_read_protected if is_protected else in_area
