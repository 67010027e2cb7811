"""How gaming's lines, penalties and refusals are said in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.systems.gaming import rules

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason


def item(key: str) -> str:
    """Say a line of the checklist."""
    return _(rules.ITEM_WORDINGS[key])


def seen(value: str) -> str:
    """Say what was answered to a line."""
    return _(rules.SEEN_WORDINGS[value])


def rung(key: str) -> str:
    """Say a penalty of the ladder."""
    return _(rules.RUNG_WORDINGS[key])


def licence_kind(value: str) -> str:
    """Say what a licence is for."""
    return _(rules.LICENCE_KIND_WORDINGS[value])


def licence_state(value: str) -> str:
    """Say what was decided of a licence, or that its days have run out."""
    return _(rules.LICENCE_STATE_WORDINGS[value])


def sentence(reason: Reason) -> str:
    """Say a reason as an officer reads it."""
    said = dict(reason.values)
    for key, say in _SAYS.items():
        if key in said:
            said[key] = say(str(said[key]))
    return wording.sentence(replace(reason, values=said))


_SAYS = {"item": item, "rung": rung, "state": licence_state}
