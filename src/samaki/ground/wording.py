"""How numbers, days and refusals are said in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import timedelta
    from decimal import Decimal

_MOST_DIGITS = 18  # fits the databases; no number of ours is longer
_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


class RefusedError(Exception):
    """An act is refused; nothing was changed. Carries every reason."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        super().__init__()
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return " ".join(self.sentences)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(sentence(reason) for reason in self.reasons)


def whole(text: str) -> int | None:
    """Return the whole number an address's part names, or None: it may hold anything."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


def localised(text: str) -> str:
    """Return the text with Khmer digits where the reader's language is Khmer."""
    return text.translate(_KHMER_DIGITS) if get_language() == "km" else text


def number(value: int) -> str:
    """Say a whole number: 1,001 or ១.០០១."""
    return localised(formats.number_format(value, use_l10n=True, force_grouping=True))


def decimal(value: Decimal, places: int) -> str:
    """Say a number with so many places: 1,250.00 or ១.២៥០,០០."""
    return localised(formats.number_format(value, places, use_l10n=True, force_grouping=True))


def day(value: date) -> str:
    """Say a day: 17 November 2025."""
    return localised(formats.date_format(value, "j F Y"))


def moment(value: datetime) -> str:
    """Say a moment in Phnom Penh time: 18 November 2025, 06:00."""
    return localised(formats.date_format(timezone.localtime(value), "j F Y, H:i"))


def days(first: date, last: date) -> str:
    """Say days from first to last: 17 November 2025, or 14 to 16 November 2025."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        begin = str(first.day)
    elif first.year == last.year:
        begin = formats.date_format(first, "j F")
    else:
        begin = day(first)
    return localised(_("%(first)s to %(last)s") % {"first": begin, "last": day(last)})


def lasting(value: timedelta) -> str:
    """Say how long something has lasted: 13 h 40 min, or 3 days 4 h."""
    minutes = int(value.total_seconds()) // 60
    whole, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if whole:
        text = ngettext("%(days)d day %(hours)d h", "%(days)d days %(hours)d h", whole) % {
            "days": whole,
            "hours": hours,
        }
    else:
        text = _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return localised(text)


def sentence(reason: Reason, say: Callable[[object], str | None] = lambda _value: None) -> str:
    """Say a reason as an officer reads it; `say` knows values of its own and returns None else."""
    said = {key: say(value) or _value(value) for key, value in reason.values.items()}
    return _(reason.wording) % said


def kept(said: str | Mapping[str, Any]) -> str:
    """Say a reason that was kept: a sentence as it stands, or a wording with its values apart."""
    if isinstance(said, str):
        return said
    return sentence(Reason("", said["wording"], said["values"]))


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int) else str(value)
