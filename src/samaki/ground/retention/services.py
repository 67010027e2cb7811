"""The verbs by which a time is set for personal values, and by which they are shredded after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import Said
from samaki.ground.jobs import services as jobs
from samaki.ground.journal import services as journal
from samaki.ground.places.rules import COUNTRY
from samaki.ground.retention import queries, registry, rules
from samaki.ground.retention.models import Retention
from samaki.ground.wording import RefusedError, sentence
from samaki.kernel import refs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job
    from samaki.kernel.reasons import Reason

SHRED = "shred"  # the kind of job
BATCH = 200  # rows that are shredded in one transaction
# What a reason is about: a field of the form that sets a time.
_ARGUMENTS = {
    "unknown_kind": "kind",
    **dict.fromkeys(("nothing_to_take_back", "days_none", "days_absurd"), "days"),
    "no_why": "why",
}


class RetentionRefusedError(RefusedError):
    """A time cannot be set so, or values are kept. Carries every reason."""

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(Said(sentence(r), _ARGUMENTS.get(r.code)) for r in self.reasons)


@transaction.atomic
def set_retention(
    *, actor: Actor, kind: str, days: int | None, why: str, at: datetime
) -> Retention:
    """Decide for how many days values of a kind are kept; None takes back what was decided.

    It holds also for what is recorded already; a shorter time after the notice of `rules.NOTICE`,
    so that one person alone shreds nothing at once. Raises PermissionRefusedError,
    RetentionRefusedError.
    """
    actor.require(Permission.RETENTION_SET, area=COUNTRY)
    journal.take_turn()
    is_set = kind in registry.kinds() and queries.decided(kind) is not None
    _refuse_for(
        rules.reasons_against_setting(
            kind, kinds=registry.kinds(), days=days, why=why, is_set=is_set
        )
    )
    made = Retention.objects.create(
        ref=refs.reference("KP", Retention.objects.count() + 1),
        kind=kind,
        days=days,
        why=why.strip(),
        recorded_at=at,
        entered_by=actor.key,
    )
    journal.record(
        actor=actor.key, kind=Permission.RETENTION_SET, subject=made.ref, at=at, wrote=[made]
    )
    return made


@transaction.atomic
def shred_values(*, actor: Actor, kind: str, of: Collection[str], at: datetime) -> int:
    """Shred the values of these references for good, all or none; return how many rows went.

    Refused with every reason while anything keeps one of them. What stays: the references, and the
    proof that the values were there and by which decision they went. Raises PermissionRefusedError,
    RetentionRefusedError.
    """
    actor.require(Permission.VALUE_SHRED, area=COUNTRY)
    journal.take_turn()  # nobody ties them to anything between the asking and the shredding
    _refuse_for([] if kind in registry.kinds() else [rules.reason("unknown_kind", name=kind)])
    standing = queries.standing(kind, at=at)
    if standing is None or standing.days is None:
        raise RetentionRefusedError([rules.reason("not_set")])
    against = queries.reasons_against(kind, of, days=standing.days, at=at)
    _refuse_for(reason for reasons in against.values() for reason in reasons)
    return journal.shred(
        actor=actor.key,
        model=registry.kinds()[kind].model,
        keys=queries.keys(kind, of),
        subject=standing.ref,
        at=at,
    )


@transaction.atomic
def shred_what_may_go(*, actor: Actor, kind: str, among: Collection[str], at: datetime) -> int:
    """Shred the values of those references that nothing keeps now; return how many rows went.

    For the job, which found them due a moment ago. Raises PermissionRefusedError.
    """
    actor.require(Permission.VALUE_SHRED, area=COUNTRY)
    journal.take_turn()
    standing = queries.standing(kind, at=at)
    if standing is None or standing.days is None:
        return 0
    against = queries.reasons_against(kind, among, days=standing.days, at=at)
    free = [reference for reference, reasons in against.items() if not reasons]
    return shred_values(actor=actor, kind=kind, of=free, at=at) if free else 0


@transaction.atomic
def ask_shredding(*, actor: Actor, at: datetime) -> Job:
    """Ask for the job that shreds whatever is due; one that goes on already is returned."""
    actor.require(Permission.VALUE_SHRED, area=COUNTRY)
    return jobs.ask_job(actor=actor, kind=SHRED, subject="values", at=at)[0]


def leave_no_trace() -> None:
    """Bring what was shredded out of SQLite's log into the file, where it is overwritten.

    Outside a transaction; does nothing on PostgreSQL, where `VACUUM FULL` is the operator's.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _refuse_for(reasons: Iterable[Reason]) -> None:
    if found := tuple(reasons):
        raise RetentionRefusedError(found)
