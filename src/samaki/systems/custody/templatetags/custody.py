"""How custody's pages say its entries: their kind, their sign, their hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.systems.custody import rules
from samaki.systems.custody.queries import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.utils.safestring import SafeString

    from samaki.kernel.ledger import Subject
    from samaki.systems.custody.queries.accounts import MovementLine, PostingLine
    from samaki.systems.custody.queries.counts import CountLine
    from samaki.systems.custody.queries.handovers import ReceiptLine

register = template.Library()

_SIGNS = {
    rules.MovementKind.INTAKE: "plus",
    rules.MovementKind.DISPATCH: "transit",
    rules.MovementKind.RECEIPT: "met",
    rules.MovementKind.RETURN: "met",
    rules.MovementKind.IDENTIFICATION: "head",
    rules.MovementKind.ESTABLISHMENT: "head",
    rules.MovementKind.DISPOSITION: "transit",
    rules.MovementKind.ENDING: "transit",
    rules.MovementKind.FINDING: "plus",
    rules.MovementKind.CORRECTION: "minus",
}


@register.filter
def kind_name(kind: str) -> str:
    """Say what kind of entry it is: dispatched."""
    return words.movement_kind(kind)


@register.filter
def kind_sign(kind: str) -> str:
    """Return the icon of a kind of entry."""
    return _SIGNS[rules.MovementKind(kind)]


@register.filter
def hour(value: datetime) -> str:
    """Show the hour of a moment in Phnom Penh time: 06:00."""
    return words.hour(value)


@register.filter
def signed(value: int) -> str:
    """Show a change with its sign: +271, −63."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{wording.number(abs(value))}"


@register.filter
def late(entry: MovementLine | PostingLine | ReceiptLine | CountLine) -> SafeString | str:
    """Say when an entry was recorded, if that was long after it happened."""
    if entry.recorded_at - entry.happened_at <= rules.LATE_AFTER:
        return ""
    happened, recorded = map(timezone.localtime, (entry.happened_at, entry.recorded_at))
    is_same_day = happened.date() == recorded.date()
    when = words.hour(recorded) if is_same_day else wording.moment(recorded)
    return format_html('<span class="late">{}</span>', _("recorded %(when)s") % {"when": when})


@register.filter
def subject_name(value: Subject) -> str:
    """Say a subject: a person's reference, or the cell of unnamed heads."""
    return words.subject(value)


@register.filter
def account_kind_name(kind: str) -> str:
    """Say what kind of place an account is."""
    return words.account_kind(kind)


@register.filter
def key_of(key: str, table: Mapping[str, str]) -> str:
    """Look a code's name up; a code without one is shown itself."""
    return table.get(key, key)
