"""Turns what an officer typed into ends of custody; each form asks what its end needs, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.heads.forms import ActForm, OneOfField, WordsField
from samaki.systems.custody.forms import PartyForm
from samaki.systems.custody.rules import AccountKind, ends

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from samaki.systems.custody.rules.ends import Ended, Finding


class EndForm(PartyForm):
    """Who left in a way that was chosen before, and what has to be said of it."""

    authority = WordsField(max_length=200, label=gettext_lazy("Authority"))
    document = WordsField(max_length=200, label=gettext_lazy("Document, with its number and date"))
    article = WordsField(max_length=200, label=gettext_lazy("Article and law"))
    reason = WordsField(
        max_length=400,
        label=gettext_lazy("What is known of it"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, kind: AccountKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.end = kind, ends.ENDS[kind]
        for name in ends.WORDS:
            if name not in self.end.words:
                del self.fields[name]
        if self.end.is_beforehand:
            del self.fields["happened_at"]
        else:
            self.fields["happened_at"].label = _("When it happened")

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields of words that this end needs."""
        return [self[name] for name in self.end.words]

    def ended(self) -> Ended:
        """Return how custody of those who were chosen is said to have ended."""
        said = {name: self.cleaned_data[name] for name in self.end.words}
        moment = self.cleaned_data.get("happened_at")
        return ends.Ended(self.kind, self.party(), happened_at=moment, **said)


class ConfirmEndForm(ActForm):
    """When they left, as the second person says it, if a decision came first; else nothing."""

    def __init__(self, *args: Any, now: datetime, is_beforehand: bool, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        if is_beforehand:
            self.fields["happened_at"].label = _("When they left")
        else:
            del self.fields["happened_at"]


class FoundForm(PartyForm):
    """Who was found again, where and how; which unit takes them, on which legal basis."""

    legal_basis = WordsField(max_length=200, label=gettext_lazy("Legal basis"))
    reason = WordsField(
        max_length=400,
        label=gettext_lazy("Where and how they were found"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = OneOfField(
            label=_("Taken into custody by"),
            choices=units,
            missing=_("Choose the unit that answers for them."),
        )

    def finding(self) -> Finding:
        """Return who was found again."""
        said = self.cleaned_data
        return ends.Finding(self.party(), said["legal_basis"], said["reason"], said["happened_at"])
