"""The span contract of clauses: a draft is kept only if its words, read again, say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.kernel.reading.deadlines import find_deadline
from samaki.kernel.reading.heads import class_of
from samaki.kernel.reading.layout import label_value
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from samaki.kernel.reading.clause_drafts import Addressee, ClauseDraft
    from samaki.kernel.reading.drafts import Document, Span
    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.mandates import Mandate

__all__ = ["reasons_against"]


def reasons_against(
    draft: ClauseDraft, document: Document, mandate: Mandate, grammar: Grammar
) -> tuple[str, ...]:
    """Return why the draft's evidence does not hold; an empty tuple means it does."""
    outside = [
        f"{name}: outside the text"
        for name, span in draft.spans().items()
        if not 0 <= span.start < span.end <= len(document.text)
    ]
    if outside:
        return tuple(outside)
    if draft.duty is None and draft.consequence is None:
        return ("quote: it says neither a duty nor a consequence",)
    return tuple(
        f"{name}: the quoted characters do not say it"
        for name, holds in _checks(draft, document, mandate, grammar)
        if not holds
    )


def _checks(
    draft: ClauseDraft, document: Document, mandate: Mandate, grammar: Grammar
) -> Iterator[tuple[str, bool]]:
    def quoted(span: Span) -> str:
        return fold(span.of(document.text)).lower

    if draft.label_at or draft.label:
        yield "label", _label_holds(draft, mandate, quoted)
    for addressee in draft.addressees:
        yield "addressee", _body_holds(addressee, document, mandate)
    if draft.duty:
        yield "duty", any(sign.isalnum() for sign in quoted(draft.duty))
    if draft.consequence:
        yield "consequence", _consequence_holds(quoted(draft.consequence), mandate)
    if draft.forbids:
        yield "forbids", _forbids(quoted(draft.forbids), mandate)
    if draft.deadline:
        yield "deadline", _deadline_holds(draft, document, mandate, grammar, quoted)


def _label_holds(draft: ClauseDraft, mandate: Mandate, quoted: Callable[[Span], str]) -> bool:
    if draft.label_at is None:
        return not draft.label
    return label_value(quoted(draft.label_at), mandate) == draft.label.rpartition(".")[2]


def _forbids(words: str, mandate: Mandate) -> bool:
    whole = pattern(mandate.forbids).fullmatch(words)
    return bool(whole or pattern(mandate.nobody).match(words))


def _consequence_holds(words: str, mandate: Mandate) -> bool:
    return any(pattern(source).search(words) for source in (mandate.penalty, mandate.answers))


def _body_holds(addressee: Addressee, document: Document, mandate: Mandate) -> bool:
    words = fold(addressee.words.of(document.text))
    named = pattern(mandate.bodies).search(words.text)
    return bool(named) and class_of(words.lower, mandate) == addressee.kind


def _deadline_holds(
    draft: ClauseDraft,
    document: Document,
    mandate: Mandate,
    grammar: Grammar,
    quoted: Callable[[Span], str],
) -> bool:
    stated = draft.deadline
    assert stated is not None, "only a stated deadline is checked"
    again = find_deadline(
        quoted(stated.words), mandate=mandate, grammar=grammar, published=document.published
    )
    if again is None:
        return False
    return (again.day, again.amount, again.unit) == (stated.day, stated.amount, stated.unit)
