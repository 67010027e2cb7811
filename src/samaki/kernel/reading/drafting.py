"""Drafting: linked quantities and acts become claim drafts with spans in the given text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from samaki.kernel.reading.circumstances import (
    Circumstances,
    event_dates,
    inherited,
    placed,
    speakers,
    timed,
)
from samaki.kernel.reading.drafts import ClaimDraft, Kind, Span
from samaki.kernel.reading.grammar import Gate, Layer
from samaki.kernel.reading.links import distance
from samaki.kernel.reading.nations import FOREIGN
from samaki.kernel.reading.orders import Act, find_acts, follows_order
from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from samaki.kernel.reading.circumstances import Speaker
    from samaki.kernel.reading.linked import Linked
    from samaki.kernel.reading.mentions import Mention
    from samaki.kernel.reading.quantity import Quantity
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["drafted"]

_MISSION_GAP = 12  # signs between "embassy" and the country
_LEAD = 1  # paragraphs that only open a report


@dataclass(slots=True)
class _Draft:
    """A draft on its way: where it stands, what it came from."""

    at: int
    draft: ClaimDraft
    origin: Linked | Act | Span


def drafted(scene: Scene, linked: Sequence[Linked]) -> tuple[list[ClaimDraft], dict[int, str]]:
    """Return the drafts in document order with ids, and the id of each linked quantity by id()."""
    said = speakers(scene)
    around = _circumstances(scene, linked, said)
    rows = [
        _Draft(one.quantity.number.start, _of_count(scene, one, around[id(one)]), one)
        for one in linked
    ]
    rows += [_Draft(act.start, _of_act(scene, act, said), act) for act in find_acts(scene)]
    rows += [_Draft(one.start, draft, one) for one, draft in _uncounted(scene, linked)]
    rows.sort(key=lambda row: row.at)
    names = {id(row.origin): f"c{number}" for number, row in enumerate(rows, 1)}
    drafts = [
        replace(row.draft, id=f"c{number}", part_of=_whole_id(row.origin, names))
        for number, row in enumerate(rows, 1)
    ]
    return _following(scene, _aggregated(scene, rows, drafts), rows), names


def _whole_id(origin: object, names: dict[int, str]) -> str | None:
    whole = getattr(origin, "parent", None)
    return names.get(id(whole)) if whole is not None else None


def _circumstances(
    scene: Scene, linked: Sequence[Linked], said: dict[int, Speaker]
) -> dict[int, Circumstances]:
    dates = event_dates(scene)
    out: dict[int, Circumstances] = {}
    for one in linked:
        place, carried = placed(scene, linked, one)
        when, since, late = timed(scene, dates, one)
        own = Circumstances(place, when, since, said.get(one.view.sentence.index), carried or late)
        whole = inherited(one, out) or (out.get(id(one.restates)) if one.restates else None)
        if whole is not None:
            own = _completed(own, whole, place_carried=carried, date_carried=late)
        out[id(one)] = own
    for one in linked:
        if one.view.sentence.paragraph <= _LEAD and out[id(one)].when is None:
            _date_by_body(one, linked, out)
    return out


def _date_by_body(one: Linked, linked: Sequence[Linked], of: dict[int, Circumstances]) -> None:
    """Date a count of the opening by the same count told again further down, day and all."""
    told = (
        of[id(other)]
        for other in linked
        if other.quantity.number.start > one.quantity.number.start and _tells(other, one)
    )
    again = next((there for there in told if there.when is not None), None)
    if again is not None and one.modality == "asserted" and of[id(one)].since is None:
        of[id(one)] = replace(of[id(one)], when=again.when, carried=True)


def _tells(other: Linked, one: Linked) -> bool:
    mine, theirs = one.quantity, other.quantity
    return (
        (other.kind, theirs.number.bounds, theirs.gate) == (one.kind, mine.number.bounds, mine.gate)
        and {m.value for m in theirs.nations} == {m.value for m in mine.nations}
        and (theirs.sex and theirs.sex.value) == (mine.sex and mine.sex.value)
    )


def _completed(
    own: Circumstances, whole: Circumstances, *, place_carried: bool, date_carried: bool
) -> Circumstances:
    """Let a part stand where and when its whole stood, unless its own sentence says otherwise."""
    return Circumstances(
        whole.place if own.place is None or place_carried else own.place,
        whole.when if own.when is None or date_carried else own.when,
        whole.since if own.since is None else own.since,
        own.speaker or whole.speaker,
        own.carried,
    )


def _of_count(scene: Scene, one: Linked, around: Circumstances) -> ClaimDraft:
    quantity = one.quantity
    number = quantity.number
    span = scene.folded.span
    spans = _count_spans(scene, quantity)
    if one.kind_at:
        spans["kind"] = span(*one.kind_at)
    if quantity.qualifier_at:
        spans["qualifier"] = span(*quantity.qualifier_at)
    said = {
        **_people(scene, one, around.speaker, spans),
        **_time(scene, around, spans),
        **_place(scene, around, spans),
    }
    return ClaimDraft(
        id="",
        kind=one.kind,
        quote=span(one.view.start, one.view.end),
        low=number.low,
        high=number.high,
        qualifier=number.qualifier.value,
        count=spans.get("count"),
        role=_role(quantity),
        item=quantity.item.value if quantity.item else _named_item(scene, quantity),
        modality=one.modality,
        score=max(0.0, min(1.0, one.score - (0.1 if around.carried else 0.0))),
        rule=one.rule,
        spans=spans,
        **said,
    )


def _count_spans(scene: Scene, quantity: Quantity) -> dict[str, Span]:
    """Return where the number is written, or the words and numbers it is worked out from."""
    span, number = scene.folded.span, quantity.number
    if quantity.derived_from is None:
        spans = {"count": span(number.start, number.end)}
        if quantity.each_at:
            spans["each"] = span(*quantity.each_at)
        return spans
    spans = {"derived": span(number.start, number.end), "whole": span(*quantity.derived_from)}
    if quantity.parts_at:
        spans["parts"] = span(*quantity.parts_at)
    return spans


def _role(quantity: Quantity) -> str | None:
    if quantity.gate is Gate.SITE:
        return "site"
    if quantity.gate is Gate.ITEM:
        return "item"
    return (quantity.role.value or None) if quantity.role else None


def _named_item(scene: Scene, quantity: Quantity) -> str | None:
    """Name a thing outside the lexicon by its own words."""
    if quantity.gate is not Gate.ITEM:
        return None
    words = scene.between(quantity.number.end, quantity.number.end + 40)
    stop = pattern(scene.grammar.stop).search(words)
    return (words[: stop.start()] if stop else words).strip() or None


def _people(
    scene: Scene, one: Linked, speaker: Speaker | None, spans: dict[str, Span]
) -> dict[str, Any]:
    """Return who is counted, and add to the spans where that is said."""
    quantity = one.quantity
    if quantity.gate is not Gate.PERSON:
        return {}
    specific = [m for m in quantity.nations if m.value != FOREIGN]
    mode = quantity.mode if specific else None
    whole = one.parent.quantity if one.parent else None
    if not quantity.nations and whole and whole.mode == "one":
        specific = [m for m in whole.nations if m.value != FOREIGN]
        mode = "one" if specific else None
    if not specific and not quantity.nations and whole is None:
        specific = _of_mission(scene, one) or _of_speaker(scene, one, speaker)
        mode = "one" if specific else None
    if specific:
        spans["nationality"] = scene.folded.span(specific[0].start, specific[-1].end)
    if quantity.sex:
        spans["sex"] = scene.folded.span(quantity.sex.start, quantity.sex.end)
    codes = tuple(dict.fromkeys(m.value.lstrip("@") for m in specific))
    if mode == "mix" and len(codes) == 1:
        mode = "one"
    sex = quantity.sex.value if quantity.sex else None
    return {"nationalities": codes, "nationality_mode": mode, "sex": sex}


def _of_mission(scene: Scene, one: Linked) -> list[Mention]:
    """Return whose embassy speaks of people it met or brings home: they are its own."""
    if one.kind not in (Kind.DEPORTED, Kind.REPORTED):
        return []
    missions = list(pattern(scene.grammar.mission).finditer(one.view.text))
    named = [p for p in one.view.phrases if p.layer is Layer.NATION and p.value != FOREIGN]
    near = [
        p
        for p in named
        for match in missions
        if distance(p.start, p.end, one.view.start + match.start(), one.view.start + match.end())
        <= _MISSION_GAP
    ]
    codes = {p.value.lstrip("@") for p in near}
    return near[:1] if len(codes) == 1 else []


def _of_speaker(scene: Scene, one: Linked, speaker: Speaker | None) -> list[Mention]:
    """Return whose mission speaks, named in this sentence or before: it speaks of its own."""
    if speaker is None or one.kind not in (Kind.DEPORTED, Kind.REPORTED):
        return []
    if not pattern(scene.grammar.mission).search(scene.between(speaker.start, speaker.end)):
        return []
    named = [
        phrase
        for view in scene.views
        if view.start <= speaker.start < view.end
        for phrase in view.phrases
        if phrase.layer is Layer.NATION and speaker.start <= phrase.start < speaker.end
    ]
    abroad = [one for one in named if one.value not in (FOREIGN, "@KHM", "KHM")]
    return abroad[:1] if len({one.value.lstrip("@") for one in abroad}) == 1 else []


def _time(scene: Scene, around: Circumstances, spans: dict[str, Span]) -> dict[str, Any]:
    """Return when it was, and add to the spans where that is said."""
    when, opened = around.when, around.since
    day: date | None = when.last if when else None
    since: date | None = when.first if when and when.is_period else None
    if when:
        spans["date"] = scene.folded.span(when.start, when.end)
    if when and when.base:
        spans["date_base"] = scene.folded.span(*when.base)
    if since and when:
        spans["since"] = spans["date"]
    if opened and (day is None or (opened.first and opened.first <= day)):
        since = opened.first
        spans["since"] = scene.folded.span(opened.start, opened.end)
    return {"date": day, "since": since}


def _place(scene: Scene, around: Circumstances, spans: dict[str, Span]) -> dict[str, Any]:
    """Return where it was and by whose word, and add to the spans where that is said."""
    place, speaker = around.place, around.speaker
    if place:
        spans["place"] = scene.folded.span(place.start, place.end)
    if speaker:
        spans["source"] = scene.folded.span(speaker.start, speaker.end)
    given = scene.folded.given
    return {
        "place": spans["place"].of(given) if place else None,
        "provinces": place.provinces if place else (),
        "source_text": spans["source"].of(given) if speaker else None,
    }


def _of_act(scene: Scene, act: Act, said: dict[int, Speaker]) -> ClaimDraft:
    spans = {"kind": scene.folded.span(act.start, act.end)}
    around = Circumstances(speaker=said.get(act.view.sentence.index))
    if act.kind is Kind.ORDER:
        around.place = act.view.places[0] if act.view.places else None
        around.when = next((w for w in act.view.dates if w.last and not w.open_end), None)
    return ClaimDraft(
        id="",
        kind=act.kind,
        quote=scene.folded.span(act.view.start, act.view.end),
        role="official",
        modality=act.modality,
        score=0.8,
        rule=act.rule,
        spans=spans,
        **_time(scene, around, spans),
        **_place(scene, around, spans),
    )


def _uncounted(scene: Scene, linked: Sequence[Linked]) -> list[tuple[Span, ClaimDraft]]:
    """Draft things seized without a number: "computers" after "seized"."""
    out: list[tuple[Span, ClaimDraft]] = []
    counted = [one.quantity for one in linked if one.quantity.gate is Gate.ITEM]
    taken = {p for q in counted for p in range(q.start, max(q.end, q.number.end))}
    for view in scene.views:
        seizing = [a for a in view.actions if a.trigger.kind is Kind.SEIZED]
        for item in (p for p in view.phrases if p.layer.value == "item"):
            if not seizing or item.start in taken or item.start < seizing[0].start:
                continue
            if any(0 <= item.start - n.end <= 30 for n in view.numbers):  # noqa: PLR2004  (a phrase)
                continue
            spans = {"item": scene.folded.span(item.start, item.end)}
            spans["kind"] = scene.folded.span(seizing[0].start, seizing[0].end)
            quote = scene.folded.span(view.start, view.end)
            draft = ClaimDraft(
                "", Kind.SEIZED, quote, role="item", item=item.value, score=0.6,
                rule="thing_without_a_number", spans=spans,
            )  # fmt: skip
            out.append((Span(item.start, item.end), draft))
    return out


def _aggregated(scene: Scene, rows: list[_Draft], drafts: list[ClaimDraft]) -> list[ClaimDraft]:
    parents: set[str | None] = {
        draft.part_of for draft in drafts if draft.part_of and "derived" not in draft.spans
    }
    found = [
        _agg(scene, row, draft, parents=parents, all_drafts=drafts)
        for row, draft in zip(rows, drafts, strict=True)
    ]
    return [
        replace(draft, agg=agg) if agg else draft for draft, agg in zip(drafts, found, strict=True)
    ]


def _agg(
    scene: Scene,
    row: _Draft,
    draft: ClaimDraft,
    *,
    parents: set[str | None],
    all_drafts: list[ClaimDraft],
) -> str | None:
    if draft.low is None or isinstance(row.origin, Act | Span):
        return None
    if draft.part_of:
        return "subtotal"
    if row.origin.is_running:
        return "cumulative"
    view: View = row.origin.view
    people = row.origin.quantity.gate is Gate.PERSON
    before = scene.between(view.start, row.origin.quantity.start)
    if pattern(scene.grammar.cumulative).search(view.text) and not _is_flow(
        before, view.text, scene
    ):
        return "cumulative"
    opens = view.sentence.paragraph <= _LEAD and _is_headline(draft, all_drafts)
    if draft.id in parents or (people and (opens or _covers_others(draft, all_drafts))):
        return "total"
    written = scene.between(max(view.start, row.at - 20), row.origin.quantity.end + 20)
    return "total" if people and pattern(scene.grammar.total).search(written) else None


def _is_flow(before: str, text: str, scene: Scene) -> bool:
    """Return whether it is the day's flow, as a count before "bringing the total to" is."""
    leads = pattern(scene.grammar.running_words).search(text)
    return bool(leads) and not before and not pattern(scene.grammar.cumulative).search(before)


def _covers_others(draft: ClaimDraft, drafts: Sequence[ClaimDraft]) -> bool:
    """Return whether it covers several provinces and another count lies in one of them."""
    return len(draft.provinces) > 1 and any(
        other.kind is draft.kind and other.province_iso in draft.provinces
        for other in drafts
        if other.id != draft.id
    )


def _is_headline(draft: ClaimDraft, drafts: Sequence[ClaimDraft]) -> bool:
    """Return whether no other count of its kind in the document is greater, and there are some."""
    others = [d.low for d in drafts if d.kind is draft.kind and d.id != draft.id and d.low]
    return bool(others) and draft.low is not None and draft.low >= max(others) > 1


def _following(scene: Scene, drafts: list[ClaimDraft], rows: list[_Draft]) -> list[ClaimDraft]:
    """Tie events said to follow an order to the order of the document that has a date."""
    orders = [d for d in drafts if d.kind is Kind.ORDER]
    if not orders:
        return drafts
    order = next((d for d in orders if d.date), orders[0])
    sayers = _sayers(scene)
    return [
        replace(draft, follows=order.id)
        if not isinstance(row.origin, (Act, Span)) and row.origin.view.sentence.index in sayers
        else draft
        for row, draft in zip(rows, drafts, strict=True)
    ]


def _sayers(scene: Scene) -> set[int]:
    """Return sentences whose events follow an order, with those that speak of the same events."""
    out: set[int] = set()
    for view in scene.views:
        index = view.sentence.index
        if follows_order(scene, view) or (
            index - 1 in out and pattern(scene.grammar.demonstrative).search(view.text)
        ):
            out.add(index)
    return out
