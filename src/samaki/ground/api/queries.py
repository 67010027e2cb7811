"""Reads of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.access.rules import BY_PROGRAM, Permission
from samaki.ground.api import rules
from samaki.ground.api.models import Token

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.models import Account


def tokens(account: Account) -> QuerySet[Token]:
    """Return an account's tokens, newest first."""
    return Token.objects.filter(account=account).prefetch_related("permissions")


def token_of(secret: str, *, at: datetime) -> Token | None:
    """Return the token of a secret at a moment, or None: unknown, closed, over, or its account is.

    Its account and its permissions come with it.
    """
    return (
        Token.objects.select_related("account")
        .prefetch_related("permissions")
        .filter(
            digest=rules.token_digest(secret),
            closed_at__isnull=True,
            valid_to__gt=at,
            account__is_active=True,
        )
        .first()
    )


def passed_on(token: Token) -> frozenset[Permission]:
    """Return the permissions a token asked for when it was opened."""
    known = set(Permission)
    return frozenset(
        Permission(each.permission) for each in token.permissions.all() if each.permission in known
    )


def may_be_asked(actor: Actor) -> list[Permission]:
    """Return the permissions an actor may pass on to a program, in the order of the table."""
    return [each for each in Permission if each in BY_PROGRAM and actor.may(each)]
