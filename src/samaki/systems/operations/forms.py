"""Asks what a target gave: heads, or that nobody gave a figure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import ActForm, CountForm, MomentField


class ResultForm(CountForm):
    """The heads found at a target; its custodian answers for them."""


class NoFigureForm(ActForm):
    """That a target was raided, and when; nobody gave a figure."""

    prefix = "raid"
    happened_at = MomentField(label=gettext_lazy("When it was raided"))
