"""Short hands for problems of the contract, and the outcome by name of question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samaki.kernel.counts.contract import problem_from, reconciliation_as_json
from samaki.kernel.counts.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]


def stated(  # noqa: PLR0913 - the contract has as many keys
    name: str,
    lo: int | None = None,
    hi: int | None = None,
    *,
    where: str | None = None,
    who: str | None = None,
    days: str | None = None,
    relation: str | None = None,
    of: str | None = None,
) -> Json:
    """Return a claim; codes are parted by spaces, `days` is "14-16" or "17" of November 2025."""
    return {
        **asked(name, where=where, who=who, days=days),
        "lo": lo,
        "hi": hi,
        "relation": relation,
        "of": of,
    }


def asked(
    name: str, *, where: str | None = None, who: str | None = None, days: str | None = None
) -> Json:
    """Return a question; the scope reads as a claim's does."""
    first, _, last = (days or "").partition("-")
    return {
        "id": name,
        "provinces": where and where.split(),
        "nationalities": who and who.split(),
        "from": f"2025-11-{int(first):02}" if days else None,
        "to": f"2025-11-{int(last or first):02}" if days else None,
    }


def outcome(claims: Sequence[Json], questions: Sequence[Json] = ()) -> Json:
    """Reconcile a problem as the command line does."""
    document = {"claims": list(claims), "questions": list(questions)}
    return reconciliation_as_json(reconcile(*problem_from(document)))


def answer(claims: Sequence[Json], question: Json) -> Json:
    """Return the one answer to one question."""
    found: Json = outcome(claims, [question])["questions"][0]
    return found


def bounds(claims: Sequence[Json], question: Json) -> tuple[int, int | None]:
    """Return just the bounds of one question."""
    found = answer(claims, question)
    return found["low"], found["high"]


def conflicts(claims: Sequence[Json]) -> list[list[str]]:
    """Return the conflicts among claims."""
    found: list[list[str]] = outcome(claims)["conflicts"]
    return found
