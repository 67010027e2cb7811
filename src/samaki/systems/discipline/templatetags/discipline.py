"""How a case is said in the reader's language: its state, its measure."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from samaki.systems.discipline.rules import CaseState, MeasureKind

register = template.Library()

_S = CaseState
_LOOKS = {
    _S.OPENED: ("open", "clock"),
    _S.NOTICED: ("open", "clock"),
    _S.REPLIED: ("open", "clock"),
    _S.UNANSWERED: ("warn", "near"),
    _S.FOUND: ("open", "clock"),
    _S.DECIDED: ("none", "head"),
    _S.CLOSED: ("none", "none"),
}


@register.filter
def case_state(state: str) -> str:
    """Say how far a case is."""
    return {
        _S.OPENED: _("Opened"),
        _S.NOTICED: _("Notice given"),
        _S.REPLIED: _("Replied"),
        _S.UNANSWERED: _("Reply time over"),
        _S.FOUND: _("Finding recorded"),
        _S.DECIDED: _("Measure decided"),
        _S.CLOSED: _("Closed without a measure"),
    }[CaseState(state)]


@register.filter
def case_look(state: str) -> str:
    """Return the class of the tag that says how far a case is."""
    return _LOOKS[CaseState(state)][0]


@register.filter
def case_sign(state: str) -> str:
    """Return the sign of how far a case is."""
    return _LOOKS[CaseState(state)][1]


@register.filter
def measure_name(kind: str) -> str:
    """Say what was decided to follow."""
    return {
        MeasureKind.REASSIGNMENT: _("Reassignment"),
        MeasureKind.SUSPENSION: _("Suspension"),
        MeasureKind.WARNING: _("Warning"),
        MeasureKind.OTHER: _("Another measure"),
        MeasureKind.NONE: _("None"),
    }[MeasureKind(kind)]


@register.filter
def named(names: dict[str, str], key: str) -> str:
    """Return the log-in behind a key, or the machine's own name."""
    return names.get(key, key)
