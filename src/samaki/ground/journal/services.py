"""The only writer of the journal.

Every verb of the domain ends with `record`, which names the rows it wrote and seals them. Take
locks on domain rows before the first `record` of a transaction: the chain's head is locked here,
and a writer that held it while waiting for an account could deadlock with one that waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.journal import rules, seals
from samaki.ground.journal.models import Entry, Head

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.db.models import Model


def take_turn() -> None:
    """Wait until no other writer is between numbering its rows and recording them.

    For verbs that number what they write by counting what is there (`C-7K3Q` is the n-th claim).
    Call it inside a transaction, before counting.
    """
    Head.objects.select_for_update().filter(only=1).first()


@transaction.atomic
def record(
    *, actor: str, kind: str, subject: str, at: datetime, wrote: Iterable[Model] = ()
) -> Entry:
    """Append one entry to the chain and return it.

    `actor` is an actor's key, `kind` a permission-like name (`custody:handover:receive`), `subject`
    a reference or key, `at` the moment of recording, `wrote` the rows written, as they now stand.
    """
    head = Head.objects.select_for_update().filter(only=1).first()
    if head is None:
        head = Head(only=1, number=0, hash=rules.GENESIS)
    entry = Entry(
        number=head.number + 1,
        recorded_at=at,
        actor=actor,
        kind=kind,
        subject=subject,
        rows=[seals.seal(row) for row in wrote],
        previous=head.hash,
    )
    entry.hash = rules.entry_hash(entry.previous, seals.body(entry))
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


@transaction.atomic
def shred(
    *, actor: str, model: type[Model], keys: Collection[object], subject: str, at: datetime
) -> int:
    """Remove rows of personal values for good and seal that they are gone; return how many.

    `subject` is the reference of the decision by which they go. One entry names each row by table,
    key and the seal it had: a missing row is whole to the proof by such an entry alone, and none of
    its values can be guessed from it, for the salt goes with them. Whoever calls has asked for the
    permission, and whether anything keeps the values.
    """
    assert getattr(model, "shreddable", False), f"{model.__name__} holds no values that may go"
    take_turn()
    rows = list(model._default_manager.filter(pk__in=keys).order_by("pk"))  # noqa: SLF001 - Django's documented model API
    if rows:
        record(actor=actor, kind=rules.SHRED, subject=subject, at=at, wrote=rows)
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()  # noqa: SLF001 - as above
    return len(rows)
