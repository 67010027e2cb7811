"""The span contract of a return: each field's characters, read again alone, give its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.returns_cells import (
    count_of,
    days_in,
    kind_of,
    nations_of,
    provinces_of_cell,
    sex_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.reading.drafts import ClaimDraft, Document

__all__ = ["reasons_against_cells"]


def reasons_against_cells(draft: ClaimDraft, document: Document) -> tuple[str, ...]:
    """Return why a draft's cells do not say it; an empty tuple means they do."""
    outside = [
        f"{name}: outside the text"
        for name, span in {**draft.spans, "quote": draft.quote}.items()
        if not 0 <= span.start < span.end <= len(document.text)
    ]
    if outside:
        return tuple(outside)
    return tuple(
        f"{name}: the quoted characters do not say it"
        for name, holds in _checks(draft, document)
        if not holds
    )


def _checks(draft: ClaimDraft, document: Document) -> Iterator[tuple[str, bool]]:
    said = {name: span.of(document.text) for name, span in draft.spans.items()}
    count = count_of(said.get("count", ""))
    yield (
        "count",
        count is not None
        and count[0] == (draft.low, draft.high)
        and count[1].value == draft.qualifier,
    )
    if draft.kind is not Kind.STOCK:
        yield "kind", kind_of(said.get("kind", "")) is draft.kind
    if draft.nationalities:
        nations = nations_of(said.get("nationality", ""))
        yield "nationality", set(nations or ()) == set(draft.nationalities)
    if draft.sex:
        yield "sex", sex_of(said.get("sex", "")) == draft.sex
    if draft.place:
        yield "place", said.get("place") == draft.place
    if draft.provinces:
        cells = [words for name, words in said.items() if name.startswith("province")]
        found = {one for words in cells for one in provinces_of_cell(words)}
        yield "province", found == set(draft.provinces)
    for name, day in (("date", draft.date), ("since", draft.since)):
        if day is not None:
            yield name, day in days_in(said.get(name, ""), document.published)
