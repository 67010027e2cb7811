"""How immigration's pages say what a person asks, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

from samaki.ground import wording
from samaki.ground.heads.words import nationality
from samaki.systems.custody.queries import words as custody
from samaki.systems.immigration.queries import words

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.filter
def plea_kind(kind: str) -> str:
    """Say what a plea asks: Appeal against the order."""
    return words.capital(words.plea_kind(kind))


@register.filter
def plea_state(state: str) -> str:
    """Say how a plea stands."""
    return words.capital(words.plea_state(state))


@register.filter
def nation(code: str) -> str:
    """Say a state by its name: Indonesia."""
    return nationality(code)


@register.filter
def hour(value: datetime) -> str:
    """Show the hour of a moment in Phnom Penh time: 06:00."""
    return custody.hour(value)


@register.filter
def day_of(value: datetime) -> str:
    """Show the day of a moment in Phnom Penh time: 17 November 2025."""
    return wording.day(timezone.localtime(value).date())
