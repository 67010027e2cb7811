"""Enter what was seized before exhibits had books: one piece each, in the store of who held it.

Nobody counted these a second time, so each is counted by a second officer before it is sent.
"""

from datetime import UTC, datetime

from django.db import migrations

from samaki.kernel import refs

_ACTOR = "machine:installer"


def open_books(apps, _schema_editor):
    """Give every exhibit without an entry its content, its seizure in the books, and its balance."""
    from samaki.ground.journal import services as journal

    exhibit = apps.get_model("custody", "Exhibit")
    old = list(exhibit.objects.filter(content=None).order_by("pk"))
    if not old:
        return
    at = datetime.now(UTC)
    outside = _place(apps, "outside", None, at=at)
    for row in old:
        store = _place(apps, "store", row.unit_id, at=at)
        wrote = _enter(apps, row, outside, store, at=at)
        journal.record(
            actor=_ACTOR, kind="custody:exhibit:seize", subject=row.ref, at=at, wrote=wrote
        )


def _place(apps, kind, unit, *, at):
    from samaki.ground.journal import services as journal

    account = apps.get_model("custody", "ThingAccount")
    known = account.objects.filter(kind=kind, unit_id=unit).first()
    if known is not None:
        return known
    made = account.objects.create(kind=kind, unit_id=unit, opened_at=at)
    made.ref = refs.reference("XA", made.pk)
    made.save(update_fields=["ref"])
    journal.record(
        actor=_ACTOR, kind="custody:exhibit_account:open", subject=made.ref, at=at, wrote=[made]
    )
    return made


def _enter(apps, row, outside, store, *, at):
    def model(name):
        return apps.get_model("custody", name)

    content = model("Content").objects.create(exhibit=row, pieces=1)
    movement = model("ThingMovement").objects.create(
        happened_at=row.seized_at,
        recorded_at=max(at, row.seized_at),
        kind="seizure",
        because=row.ref,
        actor=_ACTOR,
    )
    lines = [
        model("ThingPosting").objects.create(
            movement=movement, account=account, exhibit=row, count=count
        )
        for account, count in ((outside, -1), (store, 1))
    ]
    model("ThingBalance").objects.create(account=store, exhibit=row, held=1, is_missing=False)
    return [content, movement, *lines]


class Migration(migrations.Migration):
    """Data alone: PostgreSQL alters no table that has rows waiting for a foreign key."""

    dependencies = [('custody', '0009_exhibits_move'), ("journal", "0001_first")]

    operations = [migrations.RunPython(open_books, migrations.RunPython.noop)]
