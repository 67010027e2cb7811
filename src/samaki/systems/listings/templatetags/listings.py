"""How entries of watch-lists are said: a birth as precisely as it is known, what may be done."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.heads import words
from samaki.systems.listings import rules

register = template.Library()


@register.filter
def birth(born: str) -> str:
    """Say a birth as precisely as it is known: 1990, May 1990 as 1990-05, 17 May 1990."""
    if not born:
        return _("not known")
    first = rules.first_day(born)
    is_whole = born.count("-") == 2  # noqa: PLR2004 - year, month and day
    return wording.day(first) if first and is_whole else wording.localised(born)


@register.filter
def sex_name(sex: str) -> str:
    """Say a listed person's sex."""
    return {"F": _("woman"), "M": _("man")}.get(sex) or _("not known")


@register.filter
def nationality_name(code: str) -> str:
    """Say the nationality a paper gives, which adds nothing to a match."""
    return words.nationality(code) if code else _("not known")


@register.filter
def may_do_name(action: str) -> str:
    """Say what an officer may do on an entry."""
    return {
        rules.MayDo.INFORM: _("Inform at most"),
        rules.MayDo.HELP: _("Ask in private whether they need help"),
        rules.MayDo.REFER: _("Refer to the supervisor"),
        rules.MayDo.DETAIN_ON_WARRANT: _("Detain under the named warrant alone"),
    }[rules.MayDo(action)]
