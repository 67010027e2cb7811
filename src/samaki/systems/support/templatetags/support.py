"""How support's pages say states, acts and readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone

from samaki.ground import wording
from samaki.systems.support.queries import words
from samaki.systems.support.rules import Readiness, RequestState

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()

# The colour and the icon of a state, of an act, of a readiness.
_STATES = {
    RequestState.ASKED: ("open", "clock"),
    RequestState.APPROVED: ("open", "met"),
    RequestState.DECLINED: ("stop", "stop"),
    RequestState.WITHDRAWN: ("none", "none"),
    RequestState.PART_TASKED: ("warn", "near"),
    RequestState.TASKED: ("open", "transit"),
    RequestState.DEPLOYED: ("warn", "raid"),
    RequestState.STOOD_DOWN: ("hold", "hold"),
    RequestState.HANDED_BACK: ("met", "met"),
}
_READINESS = {
    Readiness.READY: ("met", "met"),
    Readiness.ON_NOTICE: ("warn", "clock"),
    Readiness.NOT_READY: ("none", "none"),
}


@register.filter
def state_tag(value: str) -> str:
    """Return the colour of a request's state."""
    return _STATES[RequestState(value)][0]


@register.filter
def state_sign(value: str) -> str:
    """Return the icon of a request's state."""
    return _STATES[RequestState(value)][1]


@register.filter
def state_name(value: str) -> str:
    """Say how far a request is: tasked."""
    return words.state(value)


@register.filter
def next_step(value: str) -> str:
    """Say who does what next."""
    return words.next_step(value)


@register.filter
def act_name(value: str) -> str:
    """Say what was done in a step."""
    return words.act(value)


@register.filter
def readiness_tag(value: str) -> str:
    """Return the colour of a readiness."""
    return _READINESS[Readiness(value)][0]


@register.filter
def readiness_sign(value: str) -> str:
    """Return the icon of a readiness."""
    return _READINESS[Readiness(value)][1]


@register.filter
def readiness_name(value: str) -> str:
    """Say how soon a unit can move."""
    return words.readiness(value)


@register.filter
def hour(value: datetime) -> str:
    """Show the hour of a moment in Phnom Penh time: 06:00."""
    return wording.localised(formats.date_format(timezone.localtime(value), "H:i"))
