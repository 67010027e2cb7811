"""How the operations' pages say sites, their states, and the rows of a cross-tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone

from samaki.ground import wording
from samaki.ground.heads import words as heads
from samaki.ground.sites import words
from samaki.ground.sites.rules import SiteState

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()

_TAGS = {
    SiteState.SUSPECTED: ("open", "search"),
    SiteState.RAIDED: ("warn", "raid"),
    SiteState.SEALED: ("met", "met"),
    SiteState.CLEARED: ("none", "none"),
    SiteState.REOPENED: ("stop", "stop"),
}


@register.filter
def state_tag(value: str) -> str:
    """Return the colour of a site's state: a tag's kind."""
    return _TAGS[SiteState(value)][0]


@register.filter
def state_sign(value: str) -> str:
    """Return the icon of a site's state."""
    return _TAGS[SiteState(value)][1]


@register.filter
def state_name(value: str) -> str:
    """Say a site's state: sealed."""
    return words.state(value)


@register.filter
def site_kind(code: str) -> str:
    """Say what kind of premises a site is."""
    return words.kind(code)


@register.filter
def nation(code: str | None) -> str:
    """Say a nationality, or that none is established."""
    return heads.nationality(code)


@register.filter
def age_group(value: str | None) -> str:
    """Say an age group, or that none is established."""
    return heads.age(value)


@register.filter
def hour(value: datetime) -> str:
    """Show the hour of a moment in Phnom Penh time: 06:00."""
    return wording.localised(formats.date_format(timezone.localtime(value), "H:i"))
