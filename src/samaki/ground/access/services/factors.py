"""The only writer of second factors: confirmed with a code, checked at log-in, taken off."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from samaki.ground.access import totp
from samaki.ground.access.appointing import reason
from samaki.ground.access.models import RecoveryCode, SecondFactor
from samaki.ground.access.rules import Permission
from samaki.ground.access.services.accounts import locked, note_password
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.models import PasswordState

HOW_MANY_CODES = 10
_SECRET_BYTES = 20  # as RFC 4226 recommends
_CODE_BYTES = 5  # eight letters and digits of base 32; guessing is throttled

WORDINGS = {
    "wrong_code": "That code is not right, or was used before. Wait for the next one and type it.",
    "has_one": "This account has a second factor. Take that off first.",
    "has_none": "This account has no second factor.",
    "wrong_password": "That is not the password of this account.",
}


class FactorRefusedError(RefusedError):
    """The second factor may not be set or taken off, or a code is wrong. Carries every reason."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A second factor, and the recovery codes: shown once, kept nowhere."""

    factor: SecondFactor
    codes: tuple[str, ...]


def new_secret() -> str:
    """Return a fresh secret in base 32, to be shown to the app and confirmed with a code."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")


@transaction.atomic
def confirm_factor(
    *, actor: Actor, account_id: int, secret: str, typed: str, at: datetime
) -> Confirmed:
    """Set an account's second factor, once its app has shown a right code.

    Raises FactorRefusedError.
    """
    assert actor.key == f"account:{account_id}", "a second factor is set by its owner"
    locked(account_id)
    step = totp.matching_step(secret, _plain(typed), at=at, after=0)
    found = [] if step is not None else [_reason("wrong_code")]
    if SecondFactor.objects.filter(account_id=account_id, removed_at=None).exists():
        found.append(_reason("has_one"))
    _refuse_for(found)
    assert step is not None, "refused above"
    factor = SecondFactor.objects.create(
        account_id=account_id, secret=_sealed(secret), last_step=step, confirmed_at=at
    )
    codes = tuple(_new_code() for _ in range(HOW_MANY_CODES))
    kept = [RecoveryCode.objects.create(factor=factor, digest=_digest(code)) for code in codes]
    journal.record(
        actor=actor.key,
        kind="access:factor:confirm",
        subject=f"account:{account_id}",
        at=at,
        wrote=[factor, *kept],
    )
    return Confirmed(factor, codes)


@transaction.atomic
def remove_factor(*, actor: Actor, account_id: int, password: str, at: datetime) -> None:
    """Take the second factor off one's own account; asks for the password.

    Raises FactorRefusedError.
    """
    assert actor.key == f"account:{account_id}", "a manager's way is `reset_factor`"
    account = locked(account_id)
    factor = SecondFactor.objects.filter(account=account, removed_at=None).first()
    found = [] if account.check_password(password) else [_reason("wrong_password")]
    if factor is None:
        found.append(_reason("has_none"))
    _refuse_for(found)
    assert factor is not None, "refused above"
    _take_off(factor, actor, at=at)


@transaction.atomic
def reset_factor(*, actor: Actor, account_id: int, why: str, at: datetime) -> None:
    """Take the second factor off somebody's account who lost phone and recovery codes.

    The password is due for change then: with one proof gone, the other is made anew. Raises
    PermissionRefusedError, FactorRefusedError.
    """
    actor.require(Permission.ACCOUNT_OPEN)
    account = locked(account_id)
    factor = SecondFactor.objects.filter(account=account, removed_at=None).first()
    found = [] if why.strip() else [reason("no_reason")]
    if actor.key == f"account:{account_id}":
        found.append(reason("own_account"))
    if factor is None:
        found.append(_reason("has_none"))
    _refuse_for(found)
    assert factor is not None, "refused above"
    is_due = account.has_usable_password()  # who has none has none to change
    state = note_password(account, is_due=is_due, because=why, at=at)
    _take_off(factor, actor, state, kind="access:factor:reset", at=at)


@transaction.atomic
def pass_factor(*, actor: Actor, account_id: int, typed: str, at: datetime) -> None:
    """Use a code of the app, or a recovery code, to finish a log-in; each is good once.

    Raises FactorRefusedError.
    """
    assert actor.key == f"account:{account_id}", "nobody passes for another"
    account = locked(account_id)
    factor = SecondFactor.objects.filter(account=account, removed_at=None).first()
    if factor is None:
        raise FactorRefusedError([_reason("has_none")])
    used = _use(factor, _plain(typed), at=at)
    _refuse_for([] if used else [_reason("wrong_code")])
    kind = "access:factor:use"
    journal.record(actor=actor.key, kind=kind, subject=actor.key, at=at, wrote=used)


def _use(factor: SecondFactor, typed: str, *, at: datetime) -> list[SecondFactor | RecoveryCode]:
    step = totp.matching_step(_opened(factor.secret), typed, at=at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return [factor]
    code = factor.codes.filter(digest=_digest(typed), used_at=None).first()
    if code is None:
        return []
    code.used_at = at
    code.save(update_fields=["used_at"])
    return [code]


def _take_off(
    factor: SecondFactor,
    actor: Actor,
    *states: PasswordState,
    at: datetime,
    kind: str = "access:factor:remove",
) -> None:
    factor.removed_at = at
    factor.save(update_fields=["removed_at"])
    subject = f"account:{factor.account_id}"
    wrote = [factor, *states]
    journal.record(actor=actor.key, kind=kind, subject=subject, at=at, wrote=wrote)


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode("ascii").lower()
    return f"{letters[:4]}-{letters[4:]}"


def _plain(typed: str) -> str:
    """Return what was typed without blanks and dashes, Khmer digits as ours."""
    digits = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
    return "".join(typed.translate(digits).lower().replace("-", "").split())


def _digest(code: str) -> str:
    plain = _plain(code)
    return salted_hmac("samaki.recovery", plain, algorithm="sha256").hexdigest()


def _sealed(secret: str) -> str:
    return _box().encrypt(secret.encode("ascii")).decode("ascii")


def _opened(kept: str) -> str:
    return _box().decrypt(kept.encode("ascii")).decode("ascii")


def _box() -> Fernet:
    key = hashlib.sha256(b"samaki.second_factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _refuse_for(reasons: Iterable[Reason]) -> None:
    if found := tuple(reasons):
        raise FactorRefusedError(found)


def _reason(code: str) -> Reason:
    return Reason(code, WORDINGS[code])
