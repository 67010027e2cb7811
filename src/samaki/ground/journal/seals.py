"""Which tables the journal seals, and what a row's seal is made of.

Every table of Samaki is sealed, except those that say `sealed = False` with a reason. A model may
name columns that live outside the seal in `unsealed_columns` (a last log-in, a progress bar).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.apps import apps

from samaki.ground.journal import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from samaki.ground.journal.models import Entry

_OUTSIDE = {"journal"}  # the chain seals itself


def sealed_models() -> Iterator[type[Model]]:
    """Yield the models whose every row must be known to the journal."""
    for model in apps.get_models():
        ours = model.__module__.startswith("samaki.")
        if ours and model._meta.app_label not in _OUTSIDE and getattr(model, "sealed", True):  # noqa: SLF001 - Django's documented model API
            yield model


def append_only_models() -> Iterator[type[Model]]:
    """Yield the models whose rows the database itself refuses to change or drop."""
    for model in apps.get_models():
        if getattr(model, "append_only", False):
            yield model


def shreddable_tables() -> frozenset[str]:
    """Return the tables whose rows are personal values lying apart, with the salt of their seals.

    Their models say `shreddable = True`; nothing points at such a row, and none is append-only.
    """
    return frozenset(
        model._meta.db_table  # noqa: SLF001 - Django's documented model API
        for model in sealed_models()
        if getattr(model, "shreddable", False)
    )


def seal(row: Model) -> list[str]:
    """Return [table, key, digest] of a row as it stands."""
    table = row._meta.db_table  # noqa: SLF001 - Django's documented model API
    outside: frozenset[str] = getattr(row, "unsealed_columns", frozenset())
    values: list[tuple[str, str | None]] = []
    for field in row._meta.concrete_fields:  # noqa: SLF001 - Django's documented model API
        if field.attname in outside:
            continue
        values.append((field.attname, _as_text(field.value_from_object(row))))
    return [table, str(row.pk), rules.row_digest(table, values)]


def _as_text(value: object) -> str | None:
    """Return a column's value in the one form it has before it is stored and after it is read."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict | list | tuple):
        return rules.canonical(value)
    return str(value)


def body(entry: Entry) -> dict[str, object]:
    """Return what an entry's hash covers, besides the hash before it."""
    return {
        "number": entry.number,
        "recorded_at": _as_text(entry.recorded_at),
        "actor": entry.actor,
        "kind": entry.kind,
        "subject": entry.subject,
        "rows": entry.rows,
    }
