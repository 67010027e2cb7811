"""How immigration's pages say what a person asks, and how it stands."""

from __future__ import annotations

from django import template

from samaki.systems.immigration.queries import words

register = template.Library()


@register.filter
def plea_kind(kind: str) -> str:
    """Say what a plea asks: Appeal against the order."""
    return words.capital(words.plea_kind(kind))


@register.filter
def plea_state(state: str) -> str:
    """Say how a plea stands."""
    return words.capital(words.plea_state(state))
