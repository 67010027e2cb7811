"""How the operations' pages say sites, their states, and the rows of a cross-tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.heads import words as heads
from samaki.ground.sites import words
from samaki.ground.sites.rules import SiteState
from samaki.systems.operations.rules import Sign

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


@register.filter
def sign_words(sign: Sign) -> str:
    """Say what speaks for or against a report being of an operation."""
    return {
        Sign.SAME_DAY: _("the day agrees"),
        Sign.NEXT_DAY: _("one day apart; a night's raid may be dated so"),
        Sign.SAME_PLACE: _("the province agrees"),
        Sign.SAME_PEOPLE: _("a nationality agrees"),
        Sign.SAME_COUNT: _("the number is the same, which proves nothing"),
        Sign.NO_DAY: _("no day is said"),
        Sign.NO_PLACE: _("no province is said"),
        Sign.OTHER_PEOPLE: _("nobody of that nationality was counted"),
        Sign.MORE_THAN_FOUND: _("more than were counted"),
        Sign.RUNNING: _("a running count, of more than one event"),
        Sign.NOT_COUNTED: _("nobody is counted there yet"),
    }[sign]
