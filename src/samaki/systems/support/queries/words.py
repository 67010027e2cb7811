"""How support says its states, acts, readiness and reasons in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.systems.support.rules import Readiness, RequestState

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason


def state(value: str) -> str:
    """Say how far a request is."""
    return {
        RequestState.ASKED: _("asked"),
        RequestState.APPROVED: _("approved"),
        RequestState.DECLINED: _("declined"),
        RequestState.WITHDRAWN: _("withdrawn"),
        RequestState.PART_TASKED: _("tasked in part"),
        RequestState.TASKED: _("tasked"),
        RequestState.DEPLOYED: _("deployed"),
        RequestState.STOOD_DOWN: _("stood down"),
        RequestState.HANDED_BACK: _("handed back"),
    }[RequestState(value)]


def next_step(value: str) -> str:
    """Say who does what next."""
    return {
        RequestState.ASKED: _("The secretariat approves or declines it."),
        RequestState.APPROVED: _("The army names the unit that goes."),
        RequestState.DECLINED: _("Nothing follows. The office may ask again."),
        RequestState.WITHDRAWN: _("Nothing follows."),
        RequestState.PART_TASKED: _("The army names a unit for the rest, or sends who is named."),
        RequestState.TASKED: _("The army says when the unit is there."),
        RequestState.DEPLOYED: _("The army or the office that asked stands it down."),
        RequestState.STOOD_DOWN: _("The army says how many returned and what happened."),
        RequestState.HANDED_BACK: _("It is closed."),
    }[RequestState(value)]


def act(name: str) -> str:
    """Say what was done in a step."""
    return {
        "ask": _("Support was asked for"),
        "approve": _("Approved"),
        "decline": _("Declined"),
        "withdraw": _("Withdrawn by the office that asked"),
        "task": _("Units tasked, all that was asked for"),
        "task_part": _("Units tasked in part"),
        "deploy": _("The unit is there"),
        "stand_down": _("Stood down"),
        "hand_back": _("Handed back"),
    }[name]


def readiness(value: str) -> str:
    """Say how soon a unit can move."""
    return {
        Readiness.READY: _("ready now"),
        Readiness.ON_NOTICE: _("on notice: ready within hours"),
        Readiness.NOT_READY: _("not ready"),
    }[Readiness(value)]


def sentence(reason: Reason) -> str:
    """Say why support refuses."""
    return wording.sentence(reason, say=_value)


def _value(value: object) -> str | None:
    return state(value) if isinstance(value, RequestState) else None
