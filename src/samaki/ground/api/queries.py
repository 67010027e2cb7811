"""Reads of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.api import rules
from samaki.ground.api.models import Token

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.models import Account


def tokens(account: Account) -> QuerySet[Token]:
    """Return an account's tokens, newest first."""
    return Token.objects.filter(account=account)


def account_of(secret: str, *, at: datetime) -> Account | None:
    """Return the account a secret acts as at a moment, or None: unknown, closed or over."""
    found = (
        Token.objects.select_related("account")
        .filter(
            digest=rules.token_digest(secret),
            closed_at__isnull=True,
            valid_to__gt=at,
            account__is_active=True,
        )
        .first()
    )
    return found.account if found else None
