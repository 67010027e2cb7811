"""How obligations are said in the reader's language: their state, their returns, their path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.systems.directives.queries.obligations import NIL_RETURN, NO_RETURN, OVERDUE, RETURNED
from samaki.systems.directives.rules import Act, ObligationState

if TYPE_CHECKING:
    from samaki.systems.directives.models import Step
    from samaki.systems.directives.queries.obligations import Tally

register = template.Library()

WIDTH, GAP = 260, 1.5  # of a clause's bar
_S = ObligationState
# The class of the tag, its sign, and the part of the bar it belongs to.
_LOOKS = {
    _S.WAITING: ("none", "none", "d"),
    _S.ACKNOWLEDGED: ("open", "clock", "b"),
    _S.DECLINED: ("warn", "near", "d"),
    _S.ANSWERED: ("open", "clock", "b"),
    _S.MET: ("met", "met", "a"),
    _S.BREACHED: ("stop", "stop", "c"),
    _S.WAIVED: ("none", "none", "d"),
    OVERDUE: ("stop", "stop", "c"),
}
_NAMES = {
    _S.WAITING: gettext_lazy("Waiting"),
    _S.ACKNOWLEDGED: gettext_lazy("Acknowledged"),
    _S.DECLINED: gettext_lazy("Declined"),
    _S.ANSWERED: gettext_lazy("Return to judge"),
    _S.MET: gettext_lazy("Met"),
    _S.BREACHED: gettext_lazy("Lapsed"),
    _S.WAIVED: gettext_lazy("Waived"),
    OVERDUE: gettext_lazy("Overdue"),
}
_ORDER = (
    *(_S.MET, _S.ANSWERED, _S.ACKNOWLEDGED, _S.WAITING, _S.DECLINED),
    *(_S.WAIVED, OVERDUE, _S.BREACHED),
)
_SIGNS = {
    Act.ACKNOWLEDGE: ("head", "i-open"),
    Act.DECLINE: ("near", "i-warn"),
    Act.FILE_RETURN: ("plus", "i-open"),
    Act.MEET: ("met", "i-met"),
    Act.REFUSE: ("minus", "i-warn"),
    Act.WAIVE: ("none", "i-open"),
    Act.LAPSE: ("stop", "i-stop"),
}


_MARKS = {"addressee": "w-who", "deadline": "w-date", "consequence": "w-place"}


@register.filter
def mark_look(what: str) -> str:
    """Return the class of words of an order that say whom it binds, by when, or what follows."""
    return _MARKS.get(what, "w-clause")


@register.filter
def state_name(key: str) -> str:
    """Say how an obligation stands: waiting, acknowledged, overdue."""
    return str(_NAMES[key])


@register.filter
def state_look(key: str) -> str:
    """Return the class of the tag that says how an obligation stands."""
    return _LOOKS[key][0]


@register.filter
def state_sign(key: str) -> str:
    """Return the sign of how an obligation stands."""
    return _LOOKS[key][1]


@register.filter
def returned_name(said: str) -> str:
    """Say what was returned: nothing at all, nil, or something."""
    return {NO_RETURN: _("No return"), NIL_RETURN: _("Nil return"), RETURNED: _("Returned")}[said]


@register.filter
def act_name(step: Step) -> str:
    """Say what was done with an obligation."""
    return {
        Act.ACKNOWLEDGE: _("Acknowledged"),
        Act.DECLINE: _("Declined"),
        Act.FILE_RETURN: _("Return filed"),
        Act.MEET: _("Judged: met"),
        Act.REFUSE: _("Return refused"),
        Act.WAIVE: _("Waived"),
        Act.LAPSE: _("Lapse recorded"),
    }[Act(step.act)]


@register.filter
def act_sign(step: Step) -> str:
    """Return the sign of an act on the path."""
    return _SIGNS[Act(step.act)][0]


@register.filter
def act_look(step: Step) -> str:
    """Return the colour of an act's sign."""
    return _SIGNS[Act(step.act)][1]


@register.filter
def in_words(tally: Tally) -> list[tuple[str, str, int]]:
    """Return the parts of a tally that are not empty: key, word, number."""
    found = tally.counts
    return [(key, state_name(key), found[key]) for key in _ORDER if found.get(key)]


@register.filter
def bar(tally: Tally) -> list[tuple[str, str, str]]:
    """Return the parts of a tally's bar: class, left edge and width, as a drawing needs them."""
    left, parts = 0.0, []
    for key in _ORDER:
        if not (count := tally.counts.get(key)):
            continue
        width = WIDTH * count / tally.total
        parts.append((_LOOKS[key][2], f"{left:.1f}", f"{max(width - GAP, 1):.1f}"))
        left += width
    return parts


@register.filter
def count_of(counts: dict[str, int], key: str) -> int:
    """Return how many stand so; 0 was counted, not left out."""
    return counts.get(key, 0)
