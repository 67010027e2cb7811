"""Set-up links: Django's own tokens for a password set anew, read against a moment passed in.

A token is an HMAC over the account, its password and its last log-in: whatever changes one of them,
the link's own use first of all, makes the link useless. Nothing of it is stored.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class SetUpLinks(PasswordResetTokenGenerator):
    """The links as they stand at a moment; `PASSWORD_RESET_TIMEOUT` says how long one is good."""

    key_salt = "samaki.set_up_link"

    def __init__(self, *, at: datetime) -> None:
        super().__init__()
        self._at = at

    def _now(self) -> datetime:
        return self._at.astimezone(UTC).replace(tzinfo=None)  # Django counts without a zone
