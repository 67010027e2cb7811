"""Tags that every template has: figures, moments, ages, icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samaki.ground import wording

if TYPE_CHECKING:
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
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        begin = str(first.day)
    elif first.year == last.year:
        begin = formats.date_format(first, "j F")
    else:
        begin = day(first)
    return wording.localised(_("%(first)s to %(last)s") % {"first": begin, "last": day(last)})


@register.filter
def moment(value: datetime | None) -> str:
    """Show a moment in Phnom Penh time: 18 November, 06:00."""
    if value is None:
        return "–"
    return wording.moment(value)


@register.filter
def age(value: timedelta) -> str:
    """Show how long something has lasted: 13 h 40 min, or 3 days 4 h."""
    minutes = int(value.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        text = ngettext("%(days)d day %(hours)d h", "%(days)d days %(hours)d h", days) % {
            "days": days,
            "hours": hours,
        }
    else:
        text = _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return wording.localised(text)


@register.filter
def unlocal(value: float) -> str:
    """Show a number as a drawing needs it: 12.5, whatever the reader's language."""
    return f"{value:g}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sheet; decoration, so the words beside it carry the meaning."""
    return format_html(
        '<svg class="i" width="16" height="16" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )
