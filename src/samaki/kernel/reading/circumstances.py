"""Circumstances: where, when and by whose word, for each linked quantity.

Candidates come from the same sentence first, then from the sentences around it; carrying is
scored and never crosses a nationwide count or a place abroad.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from samaki.kernel.reading.dates import moved
from samaki.kernel.reading.grammar import Gate
from samaki.kernel.reading.links import distance
from samaki.kernel.reading.scene import PlaceGroup, pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.kernel.reading.dates import When
    from samaki.kernel.reading.linked import Linked
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["Circumstances", "Speaker", "event_dates", "placed", "speakers", "timed"]

_BREAK_COST = 120
_BACK = 8  # sentences a place or date may be carried forward
_APART = 3  # paragraphs it may cross
_LONGEST_NAME = 140
_NAME = "(?P<who>"
_BESIDE = 8  # signs between "two days later" and the day itself
_AHEAD = 50  # signs between "will" and the day it is said of


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is named as saying it, in folded offsets."""

    start: int
    end: int


@dataclass(slots=True)
class Circumstances:
    """What a claim is tied to; None where the text does not say."""

    place: PlaceGroup | None = None
    when: When | None = None
    since: When | None = None
    speaker: Speaker | None = None
    carried: bool = False


def event_dates(scene: Scene) -> dict[int, list[When]]:
    """Return, by sentence, the dates of events: "same day" resolved, dates of speech left out.

    Where a sentence has nothing but the date of speech, "the same day" still looks back to it.
    """
    out: dict[int, list[When]] = {}
    last: When | None = None
    for view in scene.views:
        kept: list[When] = []
        for at, when in enumerate(view.dates):
            if when.shift and _is_said_again(view.dates[at + 1 : at + 2], when):
                continue
            if when.same:
                meant = _meant(when, last)
                kept += [meant] if meant else []
                last = meant or last
                continue
            if not _is_of_speech(scene, view, when):
                kept.append(when)
            last = when
        out[view.sentence.index] = kept
    return out


def _is_said_again(after: Sequence[When], when: When) -> bool:
    """Return whether the day itself follows at once: "two days later, on Sunday"."""
    return any(not one.same and one.start - when.end <= _BESIDE for one in after)


def _meant(when: When, last: When | None) -> When | None:
    """Return the day that "the same day" or "the next day" points to."""
    if last is None or not when.shift:
        return last
    return moved(when, last)


def _is_of_speech(scene: Scene, view: View, when: When) -> bool:
    before = scene.between(view.start, when.start)
    if pattern(scene.grammar.speech_date).search(before) or _is_to_come(scene, before):
        return True
    after = scene.between(when.end, min(view.end, when.end + 30))
    return bool(pattern(scene.grammar.speech_date_after).match(after))


def _is_to_come(scene: Scene, before: str) -> bool:
    """Return whether the day is one ahead: "will be questioned on Friday"."""
    clause = before[-_AHEAD:].rpartition(",")[2]
    return bool(pattern(scene.grammar.ahead).search(clause))


def placed(scene: Scene, linked: Sequence[Linked], one: Linked) -> tuple[PlaceGroup | None, bool]:
    """Return the place of a quantity and whether it was carried from another sentence."""
    if one.is_running:
        return None, False
    here = _paired(scene, linked, one) or _nearest_place(scene, one)
    if here is not None:
        return here, False
    if pattern(scene.grammar.nationwide).search(one.view.text) or _is_counter(scene, one):
        return None, False
    index = one.view.sentence.index
    back = range(index - 1, max(-1, index - 1 - _BACK), -1)
    for other in (scene.views[i] for i in back):
        if one.view.sentence.paragraph - other.sentence.paragraph > _APART:
            break
        there = [group for group in other.places if not group.is_origin]
        if there:
            return there[-1], True
    return scene.only_place, True


def _is_counter(scene: Scene, one: Linked) -> bool:
    return bool(pattern(scene.grammar.cumulative).search(one.view.text))


def _paired(scene: Scene, linked: Sequence[Linked], one: Linked) -> PlaceGroup | None:
    """Pair places and counts in order where the sentence says "respectively"."""
    if not pattern(scene.grammar.respectively).search(one.view.text):
        return None
    counts = [o for o in linked if o.view is one.view and o.quantity.gate is one.quantity.gate]
    members = [m for group in one.view.places for m in group.members]
    if len(counts) != len(members):
        return None
    member = members[counts.index(one)]
    group = next(g for g in one.view.places if member in g.members)
    return PlaceGroup(
        member.start,
        member.end,
        _provinces_of_member(group, group.members.index(member)),
        (member,),
    )


def _provinces_of_member(group: PlaceGroup, index: int) -> tuple[str, ...]:
    from samaki.kernel.reading.places import provinces_of  # noqa: PLC0415  (keeps the import order flat)

    return provinces_of(group.members[index].value)


def _nearest_place(scene: Scene, one: Linked) -> PlaceGroup | None:
    options = [
        (_cost(scene, one, group.start, group.end), group)
        for group in one.view.places
        if not group.is_origin
    ]
    return min(options, key=lambda option: option[0])[1] if options else None


def _cost(scene: Scene, one: Linked, start: int, end: int) -> int:
    """Return how far a stretch of the sentence stands from the quantity, breaks weighed in."""
    quantity = one.quantity
    low, high = (end, quantity.start) if end <= quantity.start else (quantity.end, start)
    between = scene.between(low, high) if high > low else ""
    breaks = len(pattern(scene.grammar.clause_break).findall(between))
    return distance(start, end, quantity.start, quantity.end) + _BREAK_COST * breaks


def timed(
    scene: Scene, dates: dict[int, list[When]], one: Linked
) -> tuple[When | None, When | None, bool]:
    """Return the period of a quantity, the open start before it, and whether it was carried."""
    index = one.view.sentence.index
    here = _running_dates(scene, one, dates[index])
    since = next((when for when in here if when.open_end), None)
    closed = [when for when in here if not when.open_end]
    if closed:
        best = min(closed, key=lambda when: _cost(scene, one, when.start, when.end))
        return best, since, False
    if one.modality == "planned":
        return None, since, False  # what is to come did not happen on the day before it
    around = [*range(index - 1, index - 1 - _BACK, -1), index + 1]
    for other in (i for i in around if 0 <= i < len(scene.views)):
        if other > index and not _speaks_of_it(scene, scene.views[other]):
            continue
        if abs(scene.views[other].sentence.paragraph - one.view.sentence.paragraph) > _APART:
            continue
        found = [when for when in dates[other] if not when.open_end or other < index]
        if found:
            start = next((when for when in found if when.open_end), None)
            ends = [when for when in found if not when.open_end]
            return (ends[-1] if ends else None), since or start, True
    if _is_counter(scene, one):
        return None, since, False
    return _standing_date(scene, dates, index), since, True


def _standing_date(scene: Scene, dates: dict[int, list[When]], index: int) -> When | None:
    """Return the one day spoken of so far, or the day the heading names; else None."""
    closed = [when for i in range(index) for when in dates[i] if not when.open_end]
    if closed and len({(when.first, when.last) for when in closed}) == 1:
        return closed[0]
    heading = next((view for view in scene.views[:2] if view.dates), None)
    if heading is None or heading.actions or heading.sentence.paragraph > 1:
        return None
    return next((when for when in heading.dates if when.last and not when.open_end), None)


def _speaks_of_it(scene: Scene, view: View) -> bool:
    """Return whether a later sentence dates the event before it, not one of its own."""
    return bool(pattern(scene.grammar.demonstrative).search(view.text))


def _running_dates(scene: Scene, one: Linked, here: list[When]) -> list[When]:
    """Part the dates of a sentence between the day's count and the running one it leads to."""
    marks = list(pattern(scene.grammar.running_words).finditer(one.view.text))
    if not marks:
        return here
    start = one.view.start + marks[-1].start()
    if one.is_running:
        return [when for when in here if when.start > start]
    return [when for when in here if when.start < start] if one.quantity.start < start else here


def speakers(scene: Scene) -> dict[int, Speaker]:
    """Return, by sentence, who speaks; a pronoun and a paragraph keep the speaker before."""
    out: dict[int, Speaker] = {}
    last: Speaker | None = None
    paragraph = -1
    for view in scene.views:
        named, refers = _speaker(scene, view)
        if named is not None:
            last = named
            out[view.sentence.index] = named
        elif last is not None and (refers or view.sentence.paragraph == paragraph):
            out[view.sentence.index] = last
        else:
            last = last if refers else None
        paragraph = view.sentence.paragraph
    return out


def _speaker(scene: Scene, view: View) -> tuple[Speaker | None, bool]:
    """Return the named speaker of a sentence, and whether a pronoun speaks."""
    refers = False
    for source in scene.grammar.speech:
        if not pattern(_after_name(source)).search(view.text):
            continue
        for match in pattern(source).finditer(scene.folded.lower, view.start, view.end):
            start, end = _trimmed(scene, view, match.start("who"), match.end("who"))
            words = scene.between(start, end)
            if not words:
                continue
            if pattern(scene.grammar.same_source).match(words):
                refers = True
            elif 1 < end - start <= _LONGEST_NAME and not words[0].isdigit():
                return Speaker(start, end), False
    return None, refers


@lru_cache(maxsize=64)
def _after_name(source: str) -> str:
    """Return what must stand after the name in a pattern of speech; a quick look before it."""
    if not source.startswith(_NAME):
        return ""
    depth = 0
    for at, sign in enumerate(source):
        depth += (sign == "(") - (sign == ")")
        if sign == ")" and depth == 0:
            return source[at + 1 :].lstrip("?")
    return ""


def _trimmed(scene: Scene, view: View, start: int, end: int) -> tuple[int, int]:
    """Cut quotes, blanks and words that open a clause off a speaker's name.

    What was done is no part of the name: "they held 90, the governor said".
    """
    edges = [(one.start, one.end) for one in view.actions]
    edges += [(one.start, one.end) for one in view.numbers]
    done = max((last for first, last in edges if start <= first and last <= end), default=start)
    comma = scene.between(done, end).find(",")
    if done > start:
        start = done + comma + 1 if comma >= 0 else end
    lead = pattern(r"[\s\"'“”‘’,:;]+|(?:that|and|but|while|as|meanwhile|the|a|an)\s")
    while match := lead.match(scene.folded.lower, start, end):
        start = match.end()
    cut = scene.between(start, end).rfind(", ")
    if cut >= 0 and end - start > _LONGEST_NAME // 2:
        start += cut + 2
    while end > start and scene.between(end - 1, end) in " \"'“”‘’,:;":
        end -= 1
    return start, end


def inherited(one: Linked, of: dict[int, Circumstances]) -> Circumstances | None:
    """Return the circumstances of the whole a carried part belongs to."""
    whole = one.parent
    if whole is None or one.quantity.gate is not Gate.PERSON:
        return None
    return of.get(id(whole))
