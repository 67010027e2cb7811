"""How roles are said in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.access.rules import APART_WORDINGS, Apart, Role

ROLE_NAMES = {
    Role.DUTY_OFFICER: gettext_lazy("duty officer"),
    Role.PROVINCIAL_COMMAND: gettext_lazy("provincial command"),
    Role.INTAKE_OFFICER: gettext_lazy("intake officer"),
    Role.ARMY_COMMAND: gettext_lazy("army command"),
    Role.PROTECTION_SCREENER: gettext_lazy("protection screener"),
    Role.IMMIGRATION_OFFICER: gettext_lazy("immigration officer"),
    Role.IMMIGRATION_AUTHORITY: gettext_lazy("immigration authority"),
    Role.BORDER_OFFICER: gettext_lazy("border officer"),
    Role.BORDER_SUPERVISOR: gettext_lazy("border supervisor"),
    Role.GAMING_INSPECTOR: gettext_lazy("gaming inspector"),
    Role.GAMING_COMMISSIONER: gettext_lazy("gaming commissioner"),
    Role.INDICATOR_ANALYST: gettext_lazy("indicator analyst"),
    Role.DISCIPLINE_AUTHORITY: gettext_lazy("discipline authority"),
    Role.OVERSIGHT: gettext_lazy("oversight"),
    Role.ACCESS_MANAGER: gettext_lazy("access manager"),
}


def role(value: str) -> str:
    """Say a role."""
    return str(ROLE_NAMES[Role(value)])


def said(value: object) -> str | None:
    """Say a role, or why two roles are kept apart; None for anything else."""
    if isinstance(value, Apart):
        return _(APART_WORDINGS[value])
    return role(value) if isinstance(value, Role) else None
