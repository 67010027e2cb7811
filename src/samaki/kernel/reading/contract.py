"""The command line's contract: one document a line in, its claims as plain values out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from samaki.kernel.reading.drafts import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samaki.kernel.reading.clause_drafts import Addressee, ClauseDraft, Deadline
    from samaki.kernel.reading.drafts import ClaimDraft, Reading, Span

__all__ = ["ContractError", "claims_as_json", "clauses_as_json", "document_from"]


class ContractError(Exception):
    """The line is no document. Carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def document_from(line: Mapping[str, object]) -> Document:
    """Return the document a line describes; ContractError with every reason if it does not."""
    reasons = [
        f"{name}: must be text" for name in ("id", "text") if not isinstance(line.get(name), str)
    ]
    reasons += [
        f"{name}: must be text or null"
        for name in ("published", "language")
        if not isinstance(line.get(name), str | None)
    ]
    published, wrong = _day(line.get("published"))
    reasons += wrong
    if reasons:
        raise ContractError(tuple(reasons))
    return Document(
        cast("str", line["id"]),
        cast("str", line["text"]),
        published,
        cast("str | None", line.get("language")),
    )


def _day(written: object) -> tuple[date | None, list[str]]:
    if not isinstance(written, str):
        return None, []
    try:
        return date.fromisoformat(written), []
    except ValueError:
        return None, [f"published: {written!r} is no day written YYYY-MM-DD"]


def claims_as_json(reading: Reading) -> dict[str, object]:
    """Return the id of the document and its claims, null for what the text does not say."""
    return {"id": reading.document.id, "claims": [_claim(draft) for draft in reading.drafts]}


def _claim(draft: ClaimDraft) -> dict[str, object]:
    return {
        "id": draft.id,
        "part_of": draft.part_of,
        "kind": draft.kind.value,
        "count_min": draft.low,
        "count_max": draft.high,
        "count_start": draft.count.start if draft.count else None,
        "count_end": draft.count.end if draft.count else None,
        "span_start": draft.quote.start,
        "span_end": draft.quote.end,
        "nationality": _nationality(draft),
        "sex": draft.sex,
        "province_iso": draft.province_iso,
        "place": draft.place,
        "date": draft.date.isoformat() if draft.date else None,
        "since": draft.since.isoformat() if draft.since else None,
        "agg": draft.agg,
        "role": draft.role,
        "item": draft.item,
        "source_text": draft.source_text,
        "modality": draft.modality,
        "score": draft.score,
        "rule": draft.rule,
    }


def _nationality(draft: ClaimDraft) -> str | list[str] | None:
    """Return one code, or the list of a mixed count; "mostly Chinese" says nothing of the whole."""
    codes = draft.nationalities
    if not codes or (len(codes) == 1 and draft.nationality_mode in ("mostly", "present")):
        return None
    return codes[0] if len(codes) == 1 and draft.nationality_mode == "one" else list(codes)


def clauses_as_json(document: Document, drafts: Iterable[ClauseDraft]) -> dict[str, object]:
    """Return the id of an order and its clauses, null for what the order does not say."""
    return {"id": document.id, "clauses": [_clause(document.text, draft) for draft in drafts]}


def _clause(text: str, draft: ClauseDraft) -> dict[str, object]:
    return {
        "number": draft.label or None,
        **_said(text, "quote", draft.quote),
        "addressees": [_addressee(text, one) for one in draft.addressees],
        **_said(text, "duty", draft.duty),
        "is_prohibition": draft.forbids is not None,
        **_said(text, "consequence", draft.consequence),
        "deadline": _deadline(text, draft.deadline),
    }


def _addressee(text: str, one: Addressee) -> dict[str, object]:
    return {"class": one.kind.value if one.kind else None, **_said(text, "words", one.words)}


def _deadline(text: str, stated: Deadline | None) -> dict[str, object] | None:
    if stated is None:
        return None
    return {
        **_said(text, "words", stated.words),
        "day": stated.day.isoformat() if stated.day else None,
        "amount": stated.amount,
        "unit": stated.unit or None,
    }


def _said(text: str, name: str, span: Span | None) -> dict[str, object]:
    """Return the words of a field and where they stand, all null where there are none."""
    return {
        name: span.of(text) if span else None,
        f"{name}_start": span.start if span else None,
        f"{name}_end": span.end if span else None,
    }
