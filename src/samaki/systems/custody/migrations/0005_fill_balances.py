"""Fill what 0004 added from the postings that are there: the one time that they are touched."""

from collections import defaultdict
from datetime import UTC, date

from django.db import migrations

_OUTSIDE = ("at_large", "abroad")
_CELL = ("account_id", "nationality", "sex", "age")
_BATCH = 200


def _day(moment):
    return moment.astimezone(UTC).date()


def fill(apps, _schema_editor):
    """Give every posting its movement's times; write the balances and the levels that stand."""
    from samaki.ground.journal import triggers

    posting, movement = apps.get_model("custody", "Posting"), apps.get_model("custody", "Movement")
    if not posting.objects.exists():
        return
    triggers.lift("custody_posting")  # installed again after every migrate
    for row in movement.objects.iterator():
        posting.objects.filter(movement=row).update(
            happened_at=row.happened_at,
            recorded_at=row.recorded_at,
            is_late=_day(row.recorded_at) > _day(row.happened_at),
        )
    held, heads, named = defaultdict(int), defaultdict(int), defaultdict(int)
    inside = posting.objects.exclude(account__kind__in=_OUTSIDE)
    for *cell, person, count in inside.values_list(*_CELL, "person", "count").iterator():
        held[(*cell, person)] += count
        heads[tuple(cell)] += count
        named[tuple(cell)] += count if person else 0
    balance, level = apps.get_model("custody", "Balance"), apps.get_model("custody", "Level")
    balance.objects.bulk_create(
        (
            balance(**dict(zip((*_CELL, "person"), line, strict=True)), held=count)
            for line, count in held.items()
            if count
        ),
        batch_size=_BATCH,
    )
    level.objects.bulk_create(
        (
            level(day=date.max, heads=count, named=named[cell], **dict(zip(_CELL, cell, strict=True)))
            for cell, count in heads.items()
            if count
        ),
        batch_size=_BATCH,
    )


class Migration(migrations.Migration):
    """Data alone: PostgreSQL alters no table that has rows waiting for a foreign key."""

    dependencies = [("custody", "0004_keep_balances")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
