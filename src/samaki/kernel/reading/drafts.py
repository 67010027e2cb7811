"""The words of the reading: what a document is, and what is drafted from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["ClaimDraft", "Contradiction", "Document", "Kind", "Reading", "Span"]


class Kind(StrEnum):
    """What a sentence says was done; the scored kinds first, the companions after."""

    DETAINED = "detained"
    ARRESTED = "arrested"
    FOUND = "found"
    RESCUED = "rescued"
    IDENTIFIED_VICTIM = "identified_victim"
    DEPORTED = "deported"
    CHARGED = "charged"
    SENTENCED = "sentenced"
    SEIZED = "seized"
    RAIDED_SITE = "raided_site"
    SEALED = "sealed"
    DISCIPLINED = "disciplined"
    DIED = "died"
    INJURED = "injured"
    ORDER = "order"
    CLAUSE = "clause"
    RELEASED = "released"
    TRANSFERRED = "transferred"
    ESCAPED = "escaped"
    LEFT_VOLUNTARILY = "left_voluntarily"
    REPORTED = "reported"
    STOCK = "stock"
    DEPLOYED = "deployed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` (inclusive) to `end` (exclusive) of the text as it was given."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the quoted characters."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the day it was published, and its language if the sender knows it (BCP 47)."""

    id: str
    text: str
    published: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """One asserted quantity (or order, or clause) as written, before a person accepts it.

    `low` and `high` are inclusive; `high` of None means nobody set a ceiling; both None means
    nothing was counted. `date` is the end of the period, `since` its start. `province_iso` is
    set only when the place lies in exactly one Cambodian province. `spans` ties each filled
    field to the characters that say it; `quote` is the whole sentence.
    """

    id: str
    kind: Kind
    quote: Span
    low: int | None = None
    high: int | None = None
    qualifier: str = "exact"
    count: Span | None = None
    nationalities: tuple[str, ...] = ()
    nationality_mode: str | None = None
    sex: str | None = None
    role: str | None = None
    item: str | None = None
    place: str | None = None
    provinces: tuple[str, ...] = ()
    since: date | None = None
    date: date | None = None
    agg: str | None = None
    source_text: str | None = None
    modality: str = "asserted"
    part_of: str | None = None
    follows: str | None = None
    score: float = 1.0
    rule: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def province_iso(self) -> str | None:
        """The one Cambodian province the place lies in, or None."""
        return self.provinces[0] if len(self.provinces) == 1 else None


@dataclass
class Contradiction:
    """What a document says against itself, in a sentence an officer can act on."""

    kind: str
    drafts: tuple[str, ...]
    explanation: str
    spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass
class Reading:
    """All that was read out of one document; `rejected` counts drafts without evidence."""

    document: Document
    language: str
    drafts: tuple[ClaimDraft, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    rejected: int = 0
