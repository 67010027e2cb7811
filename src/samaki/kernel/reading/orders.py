"""Orders, their clauses and their threats: claims without a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["Act", "find_acts", "follows_order"]


@dataclass(frozen=True, slots=True)
class Act:
    """A sentence that orders, obliges or threatens; `start` to `end` are the words that do."""

    view: View
    kind: Kind
    start: int
    end: int
    rule: str
    modality: str = "asserted"


def find_acts(scene: Scene) -> list[Act]:
    """Return the orders, clauses and threats of a document, in order.

    Duties are clauses only in a document that speaks of an order; a bare mention of an order
    is an order itself only where no sentence says it was issued.
    """
    grammar = scene.grammar
    acts: list[Act] = []
    mentions: list[Act] = []
    has_order = bool(pattern(grammar.order).search(scene.folded.lower))
    for view in scene.views:
        act = _threat(scene, view) or _issued(scene, view)
        if act is None and has_order:
            act = _duty(scene, view)
        if act is not None:
            acts.append(act)
            continue
        named = pattern(grammar.order).search(view.text)
        if named:
            mentions.append(_act(view, Kind.ORDER, named.span(), "order_mentioned"))
    if not any(act.kind is Kind.ORDER for act in acts):
        acts.extend(mentions[:1])
    return sorted(acts, key=lambda act: act.start)


def _act(
    view: View, kind: Kind, span: tuple[int, int], rule: str, *, modality: str = "asserted"
) -> Act:
    return Act(view, kind, view.start + span[0], view.start + span[1], rule, modality)


def _threat(scene: Scene, view: View) -> Act | None:
    match = pattern(scene.grammar.threat).search(view.text)
    if match is None:
        return None
    return _act(view, Kind.DISCIPLINED, match.span(), "threat_of_discipline", modality="planned")


def _issued(scene: Scene, view: View) -> Act | None:
    """Return an order that the words issue, not one merely obeyed or quoted for its duties."""
    named = pattern(scene.grammar.order).search(view.text)
    if named is None or follows_order(scene, view):
        return None
    issued = pattern(scene.grammar.order_issued).search(view.text)
    dated = bool(view.dates)
    if issued is None or (_duty(scene, view) is not None and not dated):
        return None
    return _act(view, Kind.ORDER, named.span(), "order_issued")


def _duty(scene: Scene, view: View) -> Act | None:
    duty = pattern(scene.grammar.duty).search(view.text)
    body = pattern(scene.grammar.body).search(view.text)
    if duty is None or body is None or body.start() > duty.end() + 60:
        return None
    return _act(view, Kind.CLAUSE, duty.span(), "duty_of_a_body")


def follows_order(scene: Scene, view: View) -> bool:
    """Return whether the sentence says its events came after an order."""
    for match in pattern(scene.grammar.follows).finditer(view.text):
        near = view.text[match.end() : match.end() + 60]
        if pattern(scene.grammar.order).search(near):
            return True
    return False
