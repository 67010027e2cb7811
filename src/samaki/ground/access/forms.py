"""Turns what a manager typed into accounts, appointments and their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaki.ground.access.rules import Role
from samaki.ground.access.words import ROLE_NAMES
from samaki.ground.agencies import queries as agencies
from samaki.ground.heads.forms import MomentField, WordsField
from samaki.ground.places import queries as places
from samaki.ground.places import rules as area_rules

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.models import Account
    from samaki.ground.wording import RefusedError

# The field a reason is about; any other is about the whole form.
_FIELDS = {
    "taken": "username",
    "no_username": "username",
    "odd_username": "username",
    "area_too_small": "area",
    "incompatible": "role",
    "incompatible_until": "role",
    "held_already": "role",
    "begins_in_the_past": "begins",
    "ends_before_it_begins": "ends",
    "ends_in_the_past": "ends",
    "ended_before": "ends",
    "no_reason": "why",
    "wrong_code": "code",
    "wrong_password": "password",
    "wrong_old": "old",
    "same_password": "new",
}


class RefusedForm(forms.Form):
    """A form that shows every reason of a refusal where it can be mended."""

    def refuse(self, refusal: RefusedError) -> None:
        """Add each reason to the field it is about, or to the form."""
        for reason, sentence in zip(refusal.reasons, refusal.sentences, strict=True):
            name = _FIELDS.get(reason.code)
            self.add_error(name if name in self.fields else None, sentence)


class ChoiceOfOne(forms.ChoiceField):
    """One of a list; nothing is chosen beforehand."""

    def __init__(self, *, choices: list[tuple[str, Any]], missing: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", gettext_lazy("Choose one")), *choices],
            widget=forms.Select(attrs={"class": "input"}),
            error_messages={"required": missing, "invalid_choice": missing},
            **kwargs,
        )


class AccountForm(RefusedForm):
    """A log-in name; its password is set by its owner, through a link."""

    username = WordsField(
        label=gettext_lazy("Log-in name"),
        max_length=64,
        missing=gettext_lazy(
            "The log-in has no name. Give it one of letters, digits, dots and dashes."
        ),
    )


class AppointmentForm(RefusedForm):
    """Post, role, area, from when, until when."""

    begins = MomentField(label=gettext_lazy("From"), required=False)
    ends = MomentField(label=gettext_lazy("Until"), required=False, is_ahead=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = agencies.posts().order_by("unit_id", "code")
        offered = [(post.code, f"{post.title}, {post.unit.name}") for post in posts]
        self.fields["post"] = ChoiceOfOne(
            label=_("Post"), choices=offered, missing=_("Choose the post.")
        )
        self.fields["role"] = ChoiceOfOne(
            label=_("Role"), choices=list(ROLE_NAMES.items()), missing=_("Choose the role.")
        )
        self.fields["area"] = ChoiceOfOne(
            label=_("Area"), choices=_areas(), missing=_("Choose the area.")
        )
        self.order_fields(["post", "role", "area", "begins", "ends"])

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was asked for, as the verb takes it."""
        said = self.cleaned_data
        return {**said, "role": Role(said["role"])}


class EndForm(RefusedForm):
    """Why an appointment ends, and when: empty is now."""

    ends = MomentField(label=gettext_lazy("It ends"), required=False, is_ahead=True)
    why = WordsField(
        label=gettext_lazy("Reason"),
        max_length=200,
        missing=gettext_lazy("The reason is missing. Say why, in words."),
    )

    def moment(self, now: datetime) -> datetime:
        """Return when it ends."""
        found: datetime = self.cleaned_data["ends"] or now
        return found


class WhyForm(RefusedForm):
    """Why something is done to an account that is somebody else's."""

    why = WordsField(
        label=gettext_lazy("Reason"),
        max_length=200,
        missing=gettext_lazy("The reason is missing. Say why, in words."),
    )


class CodeForm(RefusedForm):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the code that the app shows.")},
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "one-time-code", "autocapitalize": "none"}
        ),
    )


class PasswordForm(RefusedForm):
    """The password, asked again."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        error_messages={"required": gettext_lazy("Type your password.")},
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )


class NewPasswordForm(RefusedForm):
    """A new password, twice."""

    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=256,
        error_messages={"required": gettext_lazy("Type the new password.")},
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The new password again"),
        strip=False,
        max_length=256,
        error_messages={"required": gettext_lazy("Type the new password again.")},
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """Hold both against each other, and the new one against the rules; say every reason."""
        said = super().clean() or {}
        new, again = said.get("new"), said.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two are not the same. Type both anew."))
        if new:
            try:
                validate_password(new, user=self.account)
            except ValidationError as error:
                self.add_error("new", error)
        return said


class OwnPasswordForm(NewPasswordForm):
    """The old password, and a new one twice."""

    old = forms.CharField(
        label=gettext_lazy("Your password now"),
        strip=False,
        error_messages={"required": gettext_lazy("Type your password.")},
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )
    field_order = ("old", "new", "again")


def _areas() -> list[tuple[str, str]]:
    """Return the country, its provinces, and their districts, each under its province."""
    found = places.within((area_rules.COUNTRY,)).order_by("code")
    names = {area.code: area.name for area in found}
    return [
        (
            code,
            name
            if (above := area_rules.province_of(code)) in {None, code}
            else f"{names[above]} – {name}",
        )
        for code, name in names.items()
    ]
