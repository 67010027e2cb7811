"""How an entry and a row are sealed. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GENESIS = "0" * 64
SHRED = "journal:row:shred"  # the kind of an entry whose rows are gone, each with its last seal


def canonical(value: object) -> str:
    """Return a value's canonical JSON: sorted keys, no blanks, characters unescaped."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """Return the SHA-256 (hex) of a value's canonical JSON in UTF-8."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


def entry_hash(previous: str, body: Mapping[str, object]) -> str:
    """Return the hash that chains an entry's body to the entry before it."""
    return digest({"previous": previous, **body})


def row_digest(table: str, values: Sequence[tuple[str, str | None]]) -> str:
    """Return the seal of a table's row, from its (column, value as text) pairs."""
    return digest([table, [list(pair) for pair in values]])
