"""How protection's pages say findings, services, steps and states in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from samaki.systems.custody.queries import words
from samaki.systems.protection import forms, rules

if TYPE_CHECKING:
    from samaki.systems.custody.queries.holds import Ground
    from samaki.systems.custody.rules.holds import Screened

register = template.Library()


@register.filter
def screened_word(word: Screened) -> str:
    """Say whether a screening is done: Not yet screened."""
    return words.screened(word)


@register.filter
def ground_words(ground: Ground) -> str:
    """Say the ground of a hold, as a heading."""
    said = words.ground(ground.code)
    return said[:1].upper() + said[1:]


@register.filter
def forbids_words(ground: Ground) -> str:
    """Say what a ground forbids."""
    return words.forbidden(ground.code)


@register.filter
def owner_words(ground: Ground) -> str:
    """Say the office that can lift a hold."""
    return words.owner(ground.owner, ground.code)


@register.filter
def finding_name(value: str) -> str:
    """Say what was found."""
    return dict(forms.findings())[rules.Finding(value)]


@register.filter
def body_name(value: str) -> str:
    """Say what kind of body decided."""
    return dict(forms.bodies())[rules.Body(value)]


@register.filter
def service_name(value: str) -> str:
    """Say a service."""
    return dict(forms.services())[rules.Service(value)]


@register.filter
def language_name(value: str) -> str:
    """Say a language."""
    return dict(forms.languages()).get(value, value)


@register.filter
def age_name(value: str) -> str:
    """Say which age a person has."""
    return dict(forms.ages())[rules.Age(value)]


@register.filter
def act_name(value: str) -> str:
    """Say what became of a referral."""
    return forms.act_words()[value]


@register.filter
def answer_name(value: str) -> str:
    """Say an answer: Not said."""
    return str(dict(forms.ANSWERS)[rules.Answer(value)])


@register.filter
def element_name(value: str) -> str:
    """Say an element of the test."""
    return {"act": _("act"), "means": _("means"), "purpose": _("purpose")}[value]


@register.filter
def state_name(value: str) -> str:
    """Say how far a screening or a referral is."""
    return {
        rules.ScreeningState.PENDING: _("Pending"),
        rules.ScreeningState.DETERMINED: _("Determined"),
        rules.ScreeningState.WITHDRAWN: _("Withdrawn"),
        rules.ReferralState.OFFERED: _("Offered"),
        rules.ReferralState.ACCEPTED: _("Accepted"),
        rules.ReferralState.DECLINED: _("Declined"),
        rules.ReferralState.DONE: _("Done"),
        rules.ReferralState.REVOKED: _("Revoked"),
    }[value]  # type: ignore[index]
