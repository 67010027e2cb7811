"""The JSON of `samaki reconcile`: reads and checks the problem, writes the outcome.

Days are inclusive. A `from`, `to`, `lo`, `hi`, `provinces`, `nationalities`, `relation` or `of`
that is null or left out sets no limit; an unknown key is passed over unless it looks like a slip
for one that is missing, because then a limit would silently be lost.
"""

from __future__ import annotations

import re
import reprlib
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from samaki.kernel.counts.model import (
    ContractError,
    CountClaim,
    Question,
    Reason,
    Relation,
    name_of,
    reasons_against,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samaki.kernel.counts.model import Reconciliation

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_SCOPE_KEYS = ("id", "provinces", "nationalities", "from", "to")
_CLAIM_KEYS = (*_SCOPE_KEYS, "lo", "hi", "relation", "of")


def problem_from(document: object) -> tuple[list[CountClaim], list[Question]]:
    """Read the claims and questions of a parsed JSON document.

    Raises ContractError with every reason, each with its JSON path, when anything is amiss.
    """
    reader = _Reader()
    claims = [
        _claim(reader, record, f"$.claims[{place}]")
        for place, record in enumerate(reader.records(document, "claims"))
    ]
    questions = [
        Question(**_scope(reader, record, f"$.questions[{place}]", _SCOPE_KEYS))
        for place, record in enumerate(reader.records(document, "questions"))
    ]
    # What could not be read was taken as null, so a second reason at one path may be an echo.
    read = {reason.path for reason in reader.reasons}
    reasons = reader.reasons + [
        reason for reason in reasons_against(claims, questions) if reason.path not in read
    ]
    if reasons:
        raise ContractError(reasons)
    return claims, questions


def reconciliation_as_json(reconciliation: Reconciliation) -> dict[str, Any]:
    """Return the outcome as values that JSON knows, with the keys of the contract."""
    return {
        "questions": [
            {
                "id": answer.question,
                "low": answer.bounds.low,
                "high": answer.bounds.high,
                "low_because": list(answer.low_because),
                "high_because": list(answer.high_because),
            }
            for answer in reconciliation.answers
        ],
        "conflicts": [list(conflict) for conflict in reconciliation.conflicts],
        "repairs": [
            {
                "claim": repair.claim,
                "low_before": repair.low_before,
                "high_before": repair.high_before,
                "low_after": repair.low_after,
                "high_after": repair.high_after,
                "sets_relation_aside": repair.sets_relation_aside,
            }
            for repair in reconciliation.repairs
        ],
    }


def _claim(reader: _Reader, record: object, path: str) -> CountClaim:
    scope = _scope(reader, record, path, _CLAIM_KEYS)
    fields = record if isinstance(record, dict) else {}
    return CountClaim(
        **scope,
        low=reader.count(fields, "lo", path),
        high=reader.count(fields, "hi", path),
        relation=reader.relation(fields, path),
        of=reader.text(fields, "of", path),
    )


def _scope(reader: _Reader, record: object, path: str, keys: tuple[str, ...]) -> dict[str, Any]:
    stated = reader.named(record, path)
    fields = reader.fields(record, path, keys)
    if stated is None and isinstance(record, dict):
        reader.refuse(f"{path}.id", "It needs an id.")
    return {
        # A path is nobody's id, so nothing else is taken to repeat or name what has none.
        "id": path if stated is None else stated,
        "provinces": reader.codes(fields, "provinces", path),
        "nationalities": reader.codes(fields, "nationalities", path),
        "first": reader.day(fields, "from", path) or date.min,
        "last": reader.day(fields, "to", path) or date.max,
    }


@dataclass(slots=True)
class _Reader:
    """Reads one value at a time and remembers every reason against it; the unreadable is null."""

    by_path: dict[str, Reason] = field(default_factory=dict)
    whose: str = ""

    @property
    def reasons(self) -> list[Reason]:
        return list(self.by_path.values())

    def refuse(self, path: str, text: str) -> None:
        self.by_path.setdefault(path, Reason(path, f"{self.whose}{text}"))

    def named(self, record: object, path: str) -> str | None:
        """Read the id first, so that every later reason says whose it is."""
        self.whose = ""
        fields = record if isinstance(record, dict) else {}
        stated = self.text(fields, "id", path)
        if stated is not None:
            self.whose = f"{name_of(stated)}: "
        return stated

    def records(self, document: object, key: str) -> list[object]:
        self.whose = ""
        if not isinstance(document, dict):
            self.refuse("$", "An object with “claims” and “questions” is expected.")
            return []
        records = document.get(key)
        if not isinstance(records, list):
            self.refuse(f"$.{key}", "A list is expected.")
            return []
        return records

    def fields(self, record: object, path: str, keys: tuple[str, ...]) -> Mapping[str, object]:
        if not isinstance(record, dict):
            self.refuse(path, "An object is expected.")
            return {}
        missing = [key for key in keys if key not in record]
        for key in sorted(map(str, record.keys() - set(keys))):
            meant = get_close_matches(key, missing, n=1, cutoff=0.75)
            if meant:
                self.refuse(f"{path}.{key}", f"There is no such key; “{meant[0]}” may be meant.")
        return record

    def text(self, fields: Mapping[str, object], key: str, path: str) -> str | None:
        value = fields.get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        self.refuse(f"{path}.{key}", f"{_SHORT.repr(value)} is not a name.")
        return None

    def count(self, fields: Mapping[str, object], key: str, path: str) -> int | None:
        value = fields.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.refuse(f"{path}.{key}", f"{_SHORT.repr(value)} is not a whole number.")
        return None

    def relation(self, fields: Mapping[str, object], path: str) -> Relation | None:
        value = fields.get("relation")
        if value is None:
            return None
        for relation in Relation:
            if value == relation.value:
                return relation
        known = ", ".join(f"“{relation}”" for relation in Relation)
        self.refuse(f"{path}.relation", f"{_SHORT.repr(value)} is none of {known}.")
        return None

    def codes(self, fields: Mapping[str, object], key: str, path: str) -> frozenset[str] | None:
        values = fields.get(key)
        if values is None:
            return None
        if not isinstance(values, list):
            self.refuse(f"{path}.{key}", "A list of codes, or null for all, is expected.")
            return None
        for place, value in enumerate(values):
            if not isinstance(value, str) or not value:
                self.refuse(f"{path}.{key}[{place}]", f"{_SHORT.repr(value)} is not a code.")
        readable = frozenset(value for value in values if isinstance(value, str))
        # A list of which nothing could be read is not an empty one.
        return readable if readable or not values else None

    def day(self, fields: Mapping[str, object], key: str, path: str) -> date | None:
        value = fields.get(key)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.refuse(f"{path}.{key}", f"{_SHORT.repr(value)} is not a day written as YYYY-MM-DD.")
        return None
