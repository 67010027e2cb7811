"""Tags that every template has: figures, moments, ages, icons."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from samaki.ground import wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, timedelta

    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def num(value: int | None) -> str:
    """Show a whole number: 1,001 or ១.០០១; a dash for what nobody said."""
    if value is None:
        return "–"
    return wording.number(value)


@register.filter
def day(value: date | None) -> str:
    """Show a day: 17 November 2025."""
    return "–" if value is None else wording.day(value)


@register.simple_tag
def period(first: date, last: date) -> str:
    """Show days from first to last: 17 November 2025, or 14 to 16 November 2025."""
    return wording.days(first, last)


@register.filter
def moment(value: datetime | None) -> str:
    """Show a moment in Phnom Penh time: 18 November, 06:00."""
    if value is None:
        return "–"
    return wording.moment(value)


@register.filter
def told(reason: str | Mapping[str, Any]) -> str:
    """Say a reason that a job kept: a sentence as it stands, or one with its values apart."""
    return wording.kept(reason)


@register.filter
def age(value: timedelta) -> str:
    """Show how long something has lasted: 13 h 40 min, or 3 days 4 h."""
    return wording.lasting(value)


@register.filter
def unlocal(value: float) -> str:
    """Show a number as a drawing needs it: 12.5, whatever the reader's language."""
    return f"{value:g}"


@register.simple_tag
@lru_cache(maxsize=128)  # a list draws one in each of its rows
def icon(name: str) -> SafeString:
    """Draw an icon of the sheet; decoration, so the words beside it carry the meaning."""
    return format_html(
        '<svg class="i" width="16" height="16" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )
