"""How gaming's pages say lines, answers, penalties and licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from samaki.systems.gaming.queries import words

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()

_TONES = {
    "in_force": "met",
    "suspended": "hold",
    "revoked": "stop",
    "expired": "warn",
    "found": "stop",
    "not_found": "met",
    "not_looked_at": "none",
}
_SIGNS = {
    "in_force": "met",
    "suspended": "hold",
    "revoked": "stop",
    "expired": "near",
    "found": "stop",
    "not_found": "met",
    "not_looked_at": "none",
}


@register.filter
def item_name(key: str) -> str:
    """Say a line of the checklist."""
    return words.item(key)


@register.filter
def seen_name(value: str) -> str:
    """Say what was answered to a line."""
    return words.seen(value)


@register.filter
def rung_name(key: str) -> str:
    """Say a penalty of the ladder."""
    return words.rung(key)


@register.filter
def licence_kind_name(value: str) -> str:
    """Say what a licence is for."""
    return words.licence_kind(value)


@register.filter
def standing_name(value: str) -> str:
    """Say how a licence stands."""
    return words.licence_state(value)


@register.filter
def tone(value: str) -> str:
    """Return the colour of a tag for a state or an answer."""
    return _TONES[value]


@register.filter
def sign(value: str) -> str:
    """Return the icon of a state or an answer."""
    return _SIGNS[value]


@register.filter
def office(key: str, names: Mapping[str, str]) -> str:
    """Say which log-in an actor's key is."""
    return names.get(key, key)
