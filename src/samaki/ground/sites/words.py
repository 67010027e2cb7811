"""How a site's kind, its state and the acts that change it are said in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.sites.rules import SiteState

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason


def kind(code: str) -> str:
    """Say what kind of premises a site is."""
    return {
        "park": _("Park"),
        "compound": _("Compound"),
        "casino": _("Casino"),
        "hotel": _("Hotel"),
        "office": _("Office building"),
        "house": _("House"),
    }.get(code, _("Other premises"))


def state(value: str) -> str:
    """Say a site's state."""
    return {
        SiteState.SUSPECTED: _("suspected"),
        SiteState.RAIDED: _("raided"),
        SiteState.SEALED: _("sealed"),
        SiteState.CLEARED: _("cleared"),
        SiteState.REOPENED: _("reopened"),
    }[SiteState(value)]


def act(name: str) -> str:
    """Say what a person saw or did that changes a site's state."""
    return {
        "raid": _("It was raided"),
        "seal": _("It was sealed"),
        "clear": _("It was cleared: nothing is suspected there"),
        "reopen": _("It runs again: reopened"),
    }[name]


def sentence(reason: Reason) -> str:
    """Say why a site cannot be registered or changed."""
    return wording.sentence(reason, say=_value)


def _value(value: object) -> str | None:
    return state(value) if isinstance(value, SiteState) else None
