"""Reading in tests: a text in, a Reading out, and its claims as short rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from samaki.kernel.reading.drafts import ClaimDraft, Reading

PUBLISHED = date(2025, 11, 18)
Row = tuple[str, tuple[int | None, int | None], str, str | None]


class Reads(Protocol):
    """Reads a text as published on a day, in a language."""

    def __call__(self, text: str, language: str = "en", published: date = PUBLISHED) -> Reading: ...


def _row(draft: ClaimDraft) -> Row:
    return draft.kind.value, (draft.low, draft.high), "+".join(draft.nationalities), draft.sex


@pytest.fixture
def reads() -> Reads:
    """Read a text; every draft of it keeps its evidence."""

    def _read(text: str, language: str = "en", published: date = PUBLISHED) -> Reading:
        reading = read(Document("d", text, published, language))
        assert reading.rejected == 0, "a draft of our own example lost its evidence"
        return reading

    return _read


@pytest.fixture
def rows(reads: Reads) -> Callable[..., list[Row]]:
    """Return kind, bounds, nationality and sex of each claim of a text, in order."""

    def _rows(text: str, language: str = "en", published: date = PUBLISHED) -> list[Row]:
        return [_row(draft) for draft in reads(text, language, published).drafts]

    return _rows
