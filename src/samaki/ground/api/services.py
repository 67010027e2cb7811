"""The only writer of tokens and kept answers."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import salted_hmac

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Permission
from samaki.ground.api import rules
from samaki.ground.api.models import FormInFlight, KeptAnswer, Token, TokenPermission
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.models import Account


class TokenRefusedError(RefusedError):
    """The token cannot be opened or closed so. Carries every reason."""


class KeyRefusedError(RefusedError):
    """The key of a write is missing, odd, or was used for something else."""


@transaction.atomic
def open_token(
    *,
    actor: Actor,
    account: Account,
    label: str,
    asked: Collection[Permission],
    valid_to: datetime,
    at: datetime,
) -> tuple[Token, str]:
    """Open a token for one's own account; return it with its secret, which is shown once.

    `asked` is what the program may do with it, of what the officer may.

    Raises PermissionRefusedError, TokenRefusedError.
    """
    actor.require(Permission.TOKEN_OPEN)
    if actor.key != f"account:{account.pk}":
        raise PermissionRefusedError(Permission.TOKEN_OPEN)
    held = actor.permissions
    if reasons := rules.reasons_against_token(
        label, asked=asked, held=held, valid_to=valid_to, at=at
    ):
        raise TokenRefusedError(reasons)
    secret = rules.TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=account,
        label=label.strip(),
        digest=rules.token_digest(secret),
        opened_at=at,
        valid_to=valid_to,
    )
    passed_on = [
        TokenPermission.objects.create(token=token, permission=each)
        for each in sorted(frozenset(asked))
    ]
    journal.record(
        actor=actor.key,
        kind=Permission.TOKEN_OPEN,
        subject=f"token:{token.pk}",
        at=at,
        wrote=[token, *passed_on],
    )
    return token, secret


@transaction.atomic
def close_token(*, actor: Actor, token: int, at: datetime) -> Token:
    """Close one's own token at once. Raises PermissionRefusedError, TokenRefusedError."""
    actor.require(Permission.TOKEN_OPEN)
    found = Token.objects.select_for_update().filter(pk=token).first()
    if found is None or actor.key != f"account:{found.account_id}":
        raise TokenRefusedError([rules.reason("no_token")])
    if found.closed_at is not None:
        raise TokenRefusedError([rules.reason("token_closed", moment=found.closed_at)])
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    journal.record(
        actor=actor.key,
        kind="api:token:close",
        subject=f"token:{found.pk}",
        at=at,
        wrote=[found],
    )
    return found


@transaction.atomic
def answer_once(
    *, actor: Actor, key: str, said: bytes, act: Callable[[], dict[str, object]], at: datetime
) -> tuple[dict[str, object], bool]:
    """Do an act once for its key; return its answer, and whether it had been done before.

    The key and what the act writes stand or fall together: an act that is refused, or that is cut
    off, leaves no key behind and may be sent again. Two requests of one key queue on the database.
    `said` is what the request says; what is kept of it is keyed with the installation's key, so
    that nobody who reads the table can try out what might have been sent. Raises KeyRefusedError,
    and whatever the act raises.
    """
    if reasons := rules.reasons_against_key(key):
        raise KeyRefusedError(reasons)
    digest = salted_hmac("samaki.kept_answer", said, algorithm="sha256").hexdigest()
    KeptAnswer.objects.filter(at__lt=at - rules.KEPT_FOR).delete()
    kept, is_new = KeptAnswer.objects.get_or_create(
        actor=actor.key, key=key, defaults={"digest": digest, "at": at}
    )
    if kept.digest != digest:
        raise KeyRefusedError([rules.reason("other_body", moment=kept.at)])
    if is_new:
        kept.answer = act()
        kept.save(update_fields=["answer"])
    return dict(kept.answer), not is_new


def claim_form(*, actor: Actor, key: str, at: datetime) -> bool:
    """Claim a form before it is carried out; tell whether it is this request's to carry out.

    False while another request carries out the same form: the database lets one of them in, however
    many come at once. A claim whose server was cut off is taken over in the end. Asks for no
    permission: the view does.
    """
    assert actor.key, "a form is somebody's"
    _mine, is_new = FormInFlight.objects.get_or_create(key=key, defaults={"claimed_at": at})
    late = FormInFlight.objects.filter(key=key, claimed_at__lt=at - rules.CARRIED_OUT_WITHIN)
    return is_new or late.update(claimed_at=at) == 1


def release_form(*, actor: Actor, key: str, at: datetime) -> None:
    """Give the claim of a form back that was made at that moment; one taken over since stays."""
    assert actor.key, "a form is somebody's"
    FormInFlight.objects.filter(key=key, claimed_at=at).delete()
