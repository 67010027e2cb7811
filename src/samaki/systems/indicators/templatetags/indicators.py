"""How the indicators' pages say kinds, standings and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from samaki.systems.indicators import queries
from samaki.systems.indicators.rules import kinds, links

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()

_TONES = {"alone": "none", "links": "open", "cloned": "warn", "common": "warn"}
_SIGNS = {"alone": "none", "links": "conflict", "cloned": "near", "common": "near"}


@register.filter
def kind_name(kind: str) -> str:
    """Say what an indicator is."""
    return queries.kind_name(kind)


@register.filter
def standing_name(standing: str) -> str:
    """Say in a few words what an indicator's sightings mean."""
    return _(links.STANDING_WORDINGS[standing])


@register.filter
def why(standing: str) -> str:
    """Say in a sentence what an indicator's sightings mean."""
    return _(links.WHY_WORDINGS[standing])


@register.filter
def remark(code: str) -> str:
    """Say what is to be said of how a value was written."""
    return _(kinds.REMARK_WORDINGS[code])


@register.filter
def tone(standing: str) -> str:
    """Return the colour of a standing's tag."""
    return _TONES[standing]


@register.filter
def sign(standing: str) -> str:
    """Return the icon of a standing's tag."""
    return _SIGNS[standing]


@register.filter
def by_name(key: str, names: Mapping[str, str]) -> str:
    """Say which log-in an actor's key is."""
    return names.get(key, key)


@register.simple_tag
def middle(first: float, second: float) -> str:
    """Return the middle of two places of a drawing."""
    return f"{(first + second) / 2:g}"
