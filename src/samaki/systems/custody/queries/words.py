"""How custody says things in the reader's language: subjects, moments, reasons."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaki.ground.heads.words import cell
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules

if TYPE_CHECKING:
    from samaki.kernel.ledger import Reason

_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def number(value: int) -> str:
    """Say a whole number: 1,001 or ១.០០១."""
    text = formats.number_format(value, use_l10n=True, force_grouping=True)
    return text.translate(_KHMER_DIGITS) if get_language() == "km" else text


def moment(value: datetime) -> str:
    """Say a moment in local time: 18 November, 06:00."""
    text = formats.date_format(timezone.localtime(value), "j F, H:i")
    return text.translate(_KHMER_DIGITS) if get_language() == "km" else text


def hour(value: datetime) -> str:
    """Say the hour of a moment in local time: 06:00."""
    text = formats.date_format(timezone.localtime(value), "H:i")
    return text.translate(_KHMER_DIGITS) if get_language() == "km" else text


def subject(value: Subject) -> str:
    """Say a subject: a person's reference, or the cell of unnamed heads."""
    return value.person or cell(value.cell)


def sentence(reason: Reason) -> str:
    """Say a reason as an officer reads it."""
    return _(reason.wording) % {key: _value(value) for key, value in reason.values.items()}


def account_kind(kind: str) -> str:
    """Say what kind of place an account is."""
    return {
        rules.AccountKind.STATION: _("Station"),
        rules.AccountKind.COURT: _("Court"),
        rules.AccountKind.PRISON: _("Prison"),
        rules.AccountKind.IMMIGRATION_SITE: _("Immigration site"),
        rules.AccountKind.SHELTER: _("Shelter"),
        rules.AccountKind.HOSPITAL: _("Hospital"),
        rules.AccountKind.EMBASSY: _("Embassy"),
        rules.AccountKind.FOUND_ON_SITE: _("Found on site"),
        rules.AccountKind.IN_TRANSIT: _("In transit"),
        rules.AccountKind.UNKNOWN: _("Unknown"),
        rules.AccountKind.RELEASED_ON_SITE: _("Released on site"),
        rules.AccountKind.RELEASED: _("Released by authority"),
        rules.AccountKind.LEFT_VOLUNTARILY: _("Left voluntarily"),
        rules.AccountKind.EXPELLED: _("Expelled"),
        rules.AccountKind.HANDED_OVER_ABROAD: _("Handed over abroad"),
        rules.AccountKind.ESCAPED: _("Escaped"),
        rules.AccountKind.DEAD: _("Dead"),
        rules.AccountKind.AT_LARGE: _("At large"),
        rules.AccountKind.ABROAD: _("Abroad"),
    }[rules.AccountKind(kind)]


def _value(value: object) -> str:
    if isinstance(value, Subject):
        return subject(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, int):
        return number(value)
    return str(value)


def movement_kind(kind: str) -> str:
    """Say what kind of entry a movement is."""
    return {
        rules.MovementKind.INTAKE: _("taken in"),
        rules.MovementKind.DISPATCH: _("dispatched"),
        rules.MovementKind.RECEIPT: _("received"),
        rules.MovementKind.IDENTIFICATION: _("identified from heads"),
        rules.MovementKind.CORRECTION: _("reversed by a correction"),
    }[rules.MovementKind(kind)]
