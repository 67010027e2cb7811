"""The record of who came in and who was turned away, and the wait of whoever guesses.

The journal gets keys alone: a name that no account has is not written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import salted_hmac

from samaki.ground.access import throttle
from samaki.ground.access.actors import NOBODY
from samaki.ground.access.models import Account, LogInTry
from samaki.ground.access.throttle import Tries
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor

WORDINGS = {
    "wait": "There were too many tries in a row. The next one can be made after %(until)s.",
}


class TooManyTriesError(RefusedError):
    """Somebody guesses, or forgot; the next try has to wait. Carries until when."""


def try_password(*, username: str, address: str, at: datetime) -> None:
    """Count a try of a log-in before it is checked. Raises TooManyTriesError instead of counting.

    Counted first, so that many tries at one moment get no further than one after the other.
    """
    name = username.strip().lower()
    _count(
        {
            _key("name", name, address): throttle.FREE_PER_NAME,
            _key("address", address): throttle.FREE_PER_ADDRESS,
        },
        at=at,
    )


def try_code(*, account: Account, at: datetime) -> None:
    """Count a try of a second factor before it is checked. Raises TooManyTriesError."""
    _count({_key("code", str(account.pk)): throttle.FREE_PER_CODE}, at=at)


def forgive(*, username: str, address: str) -> None:
    """Forget the tries of a password that was asked again and proved right."""
    LogInTry.objects.filter(key=_key("name", username.strip().lower(), address)).delete()
    _forgive_one(_key("address", address))


@transaction.atomic
def record_log_in(*, actor: Actor, address: str, username: str, at: datetime) -> None:
    """Put a log-in on record, and forget the tries before it."""
    number = actor.key.removeprefix("account:")
    keys = [_key("name", username.strip().lower(), address), _key("code", number)]
    LogInTry.objects.filter(key__in=keys).delete()
    _forgive_one(_key("address", address))
    journal.record(actor=actor.key, kind="access:session:begin", subject=actor.key, at=at)


@transaction.atomic
def record_log_out(*, actor: Actor, at: datetime) -> None:
    """Put a log-out on record."""
    journal.record(actor=actor.key, kind="access:session:end", subject=actor.key, at=at)


@transaction.atomic
def record_refused_log_in(*, actor: Actor = NOBODY, username: str, at: datetime) -> None:
    """Put a log-in that was refused on record: on which account, if there is one of that name."""
    found = Account.objects.filter(username=username).first()
    subject = f"account:{found.pk}" if found else "unknown"
    journal.record(actor=actor.key, kind="access:session:refuse", subject=subject, at=at)


@transaction.atomic
def _count(free: dict[str, int], *, at: datetime) -> None:
    LogInTry.objects.filter(last_at__lt=at - throttle.FORGIVEN_AFTER).delete()
    # In the order of their keys, so that two tries at one moment cannot wait for each other.
    locked = LogInTry.objects.select_for_update().filter(key__in=free).order_by("key")
    rows = {row.key: row for row in locked}
    tries = {
        key: Tries(rows[key].count, rows[key].last_at) if key in rows else None for key in free
    }
    waits = [throttle.waits_until(tries[key], free=free[key], at=at) for key in free]
    if until := max((wait for wait in waits if wait), default=None):
        raise TooManyTriesError([Reason("wait", WORDINGS["wait"], {"until": until})])
    for key in free:
        more = throttle.one_more(tries[key], at=at)
        kept = {"count": more.count, "last_at": more.last_at}
        LogInTry.objects.update_or_create(key=key, defaults=kept)


@transaction.atomic
def _forgive_one(key: str) -> None:
    row = LogInTry.objects.select_for_update().filter(key=key).first()
    if row is not None and row.count > 0:
        row.count -= 1
        row.save(update_fields=["count"])


def _key(*parts: str) -> str:
    return salted_hmac("samaki.tries", "\x00".join(parts), algorithm="sha256").hexdigest()
