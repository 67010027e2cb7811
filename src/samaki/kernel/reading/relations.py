"""Relations between quantities: what is a part of what, and what does not add up."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Kind
from samaki.kernel.reading.grammar import Gate
from samaki.kernel.reading.scene import opens_list, pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.kernel.reading.linked import Linked
    from samaki.kernel.reading.scene import Scene

__all__ = ["relate", "short_lists"]

_PEOPLE = frozenset({Kind.ARRESTED, Kind.DETAINED, Kind.FOUND})
_FEWEST = 2
_LIST = 12  # counts a list may stand behind its whole
_LAST = 80  # counts looked back over; no sentence or two hold more


def relate(scene: Scene, linked: Sequence[Linked]) -> None:
    """Fill in `parent` and `parts` where the words or the arithmetic say so."""
    _close_sums(scene, linked)
    for index, one in enumerate(linked):
        if one.parent is not None:
            continue
        parent = _parent_by_words(scene, linked, index)
        if parent is not None:
            _adopt(parent, one)
    _restate(scene, linked)
    _close_lists(scene, linked)
    _close_sentences(linked)
    for one in linked:
        _climb(one)
        _inherit(one)
    _send_home(linked)


def _restate(scene: Scene, linked: Sequence[Linked]) -> None:
    """Tie "of the 58" to the 58 counted before, and let it keep who they were."""
    for index, one in enumerate(linked):
        number = one.quantity.number
        before = scene.between(one.view.start, one.quantity.start)
        again = one.is_whole or pattern(scene.grammar.definite).search(before)
        if not again or one.quantity.gate is not Gate.PERSON or number.low < _FEWEST:
            continue
        near = linked[max(0, index - _LAST) : index]
        alike = (o for o in reversed(near) if o.quantity.number.bounds == number.bounds)
        one.restates = next((o for o in alike if o.quantity.gate is Gate.PERSON), None)
        if one.restates and not one.quantity.names_nations:
            known = one.restates.quantity
            one.quantity = replace(one.quantity, nations=known.nations, mode=known.mode)


def _adopt(parent: Linked, part: Linked) -> None:
    part.parent = parent
    parent.parts.append(part)


def _parent_by_words(scene: Scene, linked: Sequence[Linked], index: int) -> Linked | None:
    one = linked[index]
    if one.quantity.gate is not Gate.PERSON:
        return None
    if _includes_before(scene, one):
        return next((o for o in linked[index + 1 : index + 2] if o.view is one.view), None)
    if one.quantity.whole_at is not None:
        after = linked[index + 1 : index + 1 + _FEWEST]
        return next((o for o in after if o.quantity.number.start == one.quantity.whole_at), None)
    before = [o for o in linked[max(0, index - _LAST) : index] if _may_be_whole(o)]
    here = [o for o in before if o.view is one.view]
    named = [o for o in here if o.is_whole and _fits_named(o, one)]
    bracket = None if named else _bracketed(scene, one)
    if bracket is not None:
        touching = [o for o in here if bracket - o.quantity.end <= 30 and o.quantity.end <= bracket]  # noqa: PLR2004
        named = [o for o in touching[-1:] if _fits(o, one)]
    if named or bracket is not None:
        return named[-1] if named else None
    return _parent_by_marker(scene, one, before)


def _may_be_whole(one: Linked) -> bool:
    """Return whether people may be part of it; a withdrawn figure has no parts."""
    return one.quantity.gate is Gate.PERSON and one.modality != "corrected"


def _parent_by_marker(scene: Scene, one: Linked, before: Sequence[Linked]) -> Linked | None:
    """Return the whole that "including" or "of them" points back to."""
    here = [o for o in before if o.view is one.view]
    past = _parent_past_aside(scene, one, here)
    if past is not None:
        return past
    marker = _marker(scene, one)
    own = one.action
    if marker is not None and own and marker < own.start < one.quantity.number.start:
        marker = None if not one.quantity.is_part else marker  # it has a verb of its own
    if marker is None and one.rule != "carried_verb":
        return _parent_of_neighbour(scene, one, here)
    earlier = [o for o in here if o.quantity.start < (marker if marker is not None else 0)]
    if one.quantity.is_subject:
        earlier = [o for o in earlier if not _broken(scene, o, one)]
    if earlier:
        return _nearest_whole(earlier, one) or _parent_of_neighbour(scene, one, here)
    found = _nearest_whole([o for o in before if o.view is not one.view and _near(o, one)], one)
    whole_group = not one.quantity.is_part or (one.quantity.is_subject and one.quantity.sex)
    whole_group = whole_group or _is_rest(scene, one)
    while found and found.parent and whole_group:
        found = found.parent  # "of these", in a new sentence, are all of them
    return found


def _is_rest(scene: Scene, one: Linked) -> bool:
    """Return whether the words before it say that it is what the parts before leave over."""
    before = scene.between(one.view.start, one.quantity.number.start)
    return bool(pattern(rf"(?:{scene.grammar.remainder})[\s,]*$").search(before))


def _parent_of_neighbour(scene: Scene, one: Linked, here: Sequence[Linked]) -> Linked | None:
    """Return the whole of the count joined right before it: "27 Chinese, and 75 Taiwanese"."""
    open_air = [o for o in here if _bracketed(scene, o) is None or _bracketed(scene, one)]
    last = open_air[-1] if open_air else None
    if last is None or last.parent is None or last.action is not one.action:
        return None
    joined = pattern(rf"\s?(?:{scene.grammar.joins})\s?").fullmatch(
        _unbracketed(scene.between(last.quantity.end, one.quantity.start))
    )
    named = last.quantity.names_nations and (one.quantity.names_nations or one.rule == "same_list")
    return last.parent if joined and named and _fits(last.parent, one) else None


def _parent_past_aside(scene: Scene, one: Linked, here: Sequence[Linked]) -> Linked | None:
    """Return the whole of a list that goes on after an aside: "70 Thais (18 women), 47 Lao"."""
    aside = here[-1] if here else None
    beside = aside.parent if aside else None
    if aside is None or beside is None or beside.parent is None or beside.view is not one.view:
        return None
    if aside.quantity.names_nations or one.quantity.is_part or not one.quantity.names_nations:
        return None
    between = scene.between(aside.quantity.end, one.quantity.start)
    joined = pattern(rf"\s?(?:{scene.grammar.joins})\s?").fullmatch(_unbracketed(between))
    listed = beside.quantity.names_nations and _codes(beside) != _codes(one)
    return beside.parent if joined and listed and _fits(beside.parent, one) else None


def _includes_before(scene: Scene, one: Linked) -> bool:
    """Return whether the part stands before its whole, as in Japanese."""
    tail = scene.between(one.quantity.end, min(one.view.end, one.quantity.end + 8))
    return bool(pattern(scene.grammar.inclusion_before).match(tail))


def _fits_named(whole: Linked, part: Linked) -> bool:
    high = whole.quantity.number.high
    return high is None or part.quantity.number.low <= high


def _broken(scene: Scene, other: Linked, one: Linked) -> bool:
    """Return whether a new clause starts between two counts of a sentence."""
    between = scene.between(other.quantity.end, one.quantity.start)
    return bool(pattern(scene.grammar.clause_break).search(between))


def _near(other: Linked, one: Linked) -> bool:
    there, here = other.view.sentence, one.view.sentence
    reach = 2 if one.rule == "carried_verb" else 1
    return here.paragraph - there.paragraph <= reach and here.index - there.index <= 3  # noqa: PLR2004


def _bracketed(scene: Scene, one: Linked) -> int | None:
    """Return where the bracket opens that holds the quantity, or None."""
    before = scene.between(one.view.start, one.quantity.number.start)
    opened = max(before.rfind("("), before.rfind("（"))
    if opened < 0 or ")" in before[opened:]:
        return None
    at = one.view.start + opened
    return at if at <= one.quantity.start else None  # "India (20 people)" is no aside


def _marker(scene: Scene, one: Linked) -> int | None:
    """Return where the last "including" before the quantity stands, if it still governs it."""
    view, at = one.view, one.quantity.number.start
    marks = [
        view.start + m.start()
        for m in pattern(scene.grammar.inclusion).finditer(view.text)
        if view.start + m.start() < at and not _is_closed(scene, view.start + m.start(), at)
    ]
    if one.quantity.is_part:
        marks.append(one.quantity.number.start)
    if not marks:
        return None
    between = scene.between(marks[-1], at)
    strong = one.quantity.is_part and not one.quantity.is_subject
    if pattern(scene.grammar.clause_break).search(between) and not strong:
        return None
    return marks[-1]


def _is_closed(scene: Scene, mark: int, at: int) -> bool:
    """Return whether the words stand in a bracket that closes before the quantity."""
    between = scene.between(mark, at)
    return between.count(")") > between.count("(")


def _nearest_whole(options: Sequence[Linked], part: Linked) -> Linked | None:
    """Return the nearest quantity large enough; a count of women is no whole of nations."""
    if part.quantity.names_nations:
        codes = _codes(part)
        same = [one for one in options if _codes(one) == codes and not one.quantity.sex]
        options = same if same and _fits(same[-1], part) else options
    for one in reversed(options):
        if _fits(one, part):
            if one is not options[-1] and one.parent and options[-1].parent is one.parent:
                return one.parent  # too many for the last of a list: of them all, not of one
            aside = _is_sibling(one, part) or _is_by_sex(one, part)
            return one.parent if one.parent and aside else one
    return None


def _codes(one: Linked) -> frozenset[str]:
    return frozenset(m.value.lstrip("@") for m in one.quantity.nations)


def _is_by_sex(one: Linked, part: Linked) -> bool:
    """Return whether one only said how many of all were women, in a sentence before."""
    mine = one.quantity
    aside = mine.sex and not mine.names_nations and not part.quantity.sex
    return bool(aside and one.view is not part.view)


def _is_sibling(one: Linked, part: Linked) -> bool:
    """Return whether two parts divide the same whole by nationality."""
    mine, other = one.quantity, part.quantity
    if mine.is_subject and other.is_subject:
        return True  # "14 were women and two were minors"
    return bool(mine.nations and other.nations and not part.quantity.is_part)


def _fits(whole: Linked, part: Linked) -> bool:
    big, small = whole.quantity, part.quantity
    if big.number.bounds == small.number.bounds and not small.has_traits_beyond(big):
        return False  # the same number again restates the whole
    if big.number.high is not None and small.number.low > big.number.high:
        return False
    if big.sex is not None and small.nations and not small.sex:
        return False
    if big.nations and small.nations and big.mode == "one":
        return {m.value for m in small.nations} <= {m.value for m in big.nations} | {
            "FOREIGN"
        } or any(m.value == "FOREIGN" for m in big.nations)
    return _alike(whole, part) or part.rule == "carried_verb" or not part.quantity.nations


def _alike(whole: Linked, part: Linked) -> bool:
    return whole.kind == part.kind or {whole.kind, part.kind} <= _PEOPLE


def _sums_alike(whole: Linked, part: Linked) -> bool:
    """Return whether their kinds may be of one count: those deported do not divide the rescued."""
    return Kind.STOCK in (whole.kind, part.kind) or _alike(whole, part)


def _close_lists(scene: Scene, linked: Sequence[Linked]) -> None:
    """Make a whole coordinated list the parts of the count it sums to."""
    places = {id(one): at for at, one in enumerate(linked)}
    for run in _runs(scene, linked):
        first, last = places[id(run[0])], places[id(run[-1])]
        around = linked[max(0, first - 4) : first], linked[last + 1 : last + 3]
        if len(run) < _FEWEST or any(one.parent for one in run):
            continue
        whole = _summed(run, *around) or _opened(scene, run, around[0]) or _first_or_last(run)
        for one in run if whole else ():
            assert whole is not None, "a list without a whole has no parts"
            if one is not whole:
                _adopt(whole, one)
        if whole is None:
            _name_again(run, *around)


def _name_again(run: list[Linked], before: Sequence[Linked], after: Sequence[Linked]) -> None:
    """Let people who sum to others be the same: "66 Chinese were rescued; 58 left, 8 will"."""
    same = _summed(run, before, after, is_same_act=False)
    for one in run if same and same.quantity.mode == "one" else ():
        assert same is not None, "looked at above"
        if not one.quantity.nations:
            one.quantity = replace(one.quantity, nations=same.quantity.nations, mode="one")


def _close_sentences(linked: Sequence[Linked]) -> None:
    """Make the people of a sentence, however it is built, the parts of the count they sum to."""
    at = 0
    for _, group in groupby(linked, key=lambda one: id(one.view)):
        here = list(group)
        free = [one for one in here if one.parent is None and one.quantity.gate is Gate.PERSON]
        before = [one for one in linked[max(0, at - _LIST) : at] if _near(one, here[0])]
        at += len(here)
        for whole in (*free[:1], *reversed(before)):
            parts = [one for one in free if one is not whole]
            named = sum(one.quantity.names_nations for one in parts)
            if named >= _FEWEST and _may_be_whole(whole) and _summed(parts, [whole], ()):
                for one in parts:
                    _adopt(whole, one)
                break


def _close_sums(scene: Scene, linked: Sequence[Linked]) -> None:
    """Make a list by nationality, or by sex, the parts of a count before it that it sums to."""
    places = {id(one): at for at, one in enumerate(linked)}
    for run in _runs(scene, linked):
        by_sex = all(one.quantity.sex and not one.quantity.names_nations for one in run)
        alike = by_sex or all(one.quantity.names_nations for one in run)
        first = places[id(run[0])]
        before = [
            one
            for one in linked[max(0, first - _LIST) : first]
            if _near(one, run[0]) and _may_be_whole(one)
        ]
        exact = all(one.quantity.number.low == one.quantity.number.high for one in run)
        whole = None
        if alike and len(run) >= _FEWEST:
            whole = _summed(run, before, ()) if exact else None
            whole = whole or (None if by_sex else _opened(scene, run, before))
        for one in run if whole else ():
            assert whole is not None, "a list without a whole has no parts"
            _adopt(whole, one)


def _summed(
    run: list[Linked],
    before: Sequence[Linked],
    after: Sequence[Linked],
    *,
    is_same_act: bool = True,
) -> Linked | None:
    """Return the nearest count before the list, or soon after it, that the list sums to."""
    total = sum(one.quantity.number.value for one in run)
    for whole in (*reversed(before), *(one for one in after if _near(run[-1], one))):
        number = whole.quantity.number
        if number.low != total or number.high != total:
            continue
        alike = all(_fits(whole, one) for one in run)
        alike = alike and (not is_same_act or all(_sums_alike(whole, one) for one in run))
        if whole.quantity.gate is run[0].quantity.gate and alike:
            return whole
    return None


def _first_or_last(run: list[Linked]) -> Linked | None:
    """Return the count of a list that all its others sum to: "38 people, 35 men, three women"."""
    numbers = [one.quantity.number for one in run]
    if len(run) <= _FEWEST or any(number.low != number.high for number in numbers):
        return None
    total = sum(number.value for number in numbers)
    ends = [one for one in (run[0], run[-1]) if 2 * one.quantity.number.value == total]
    return ends[0] if ends else None


def _opened(scene: Scene, run: list[Linked], before: Sequence[Linked]) -> Linked | None:
    """Return the count right before the list, where the words between open a full list."""
    whole = before[-1] if before else None
    if whole is None or whole.view is not run[0].view or not _fits(whole, run[0]):
        return None
    between = scene.between(whole.quantity.end, run[0].quantity.start)
    named = all(one.quantity.names_nations or one.quantity.sex for one in run)
    return whole if named and opens_list(scene, between) else None


def _runs(scene: Scene, linked: Sequence[Linked]) -> list[list[Linked]]:
    """Return the coordinated lists: quantities of one sentence with only joins between."""
    joiner = pattern(rf"[^.;()]{{0,40}}?(?:{scene.grammar.joins})\s?(?:\w{{1,8}}\s){{0,2}}")
    runs: list[list[Linked]] = []
    for one in linked:
        if one.quantity.gate is not Gate.PERSON or _bracketed(scene, one) is not None:
            continue
        last = runs[-1][-1] if runs else None
        if (
            last
            and last.view is one.view
            and "sum_of_list" not in (one.rule, last.rule)
            and joiner.fullmatch(_unbracketed(scene.between(last.quantity.end, one.quantity.start)))
        ):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _unbracketed(text: str) -> str:
    return pattern(r"\s?[(（][^)）]*[)）]").sub("", text)


def _send_home(linked: Sequence[Linked]) -> None:
    """Let people sent home be of those a mission met: "it met 19 Thais; eight will leave"."""
    for before, one in pairwise(linked):
        met = before.kind is Kind.REPORTED and before.quantity.mode == "one"
        sent = one.kind is Kind.DEPORTED and not one.quantity.nations and one.parent is None
        if met and sent and before.view is one.view:
            one.quantity = replace(one.quantity, nations=before.quantity.nations, mode="one")


def _climb(one: Linked) -> None:
    """Let a sentence that says how many of all were women divide all, not the last it could."""
    whole = one.parent
    if whole is None or whole.parent is None or whole.view is one.view:
        return
    quantity = one.quantity
    if quantity.is_subject and quantity.sex and not quantity.names_nations:
        whole.parts.remove(one)
        _adopt(whole.parent, one)


def _inherit(one: Linked) -> None:
    """Let a part counted by sex alone keep the nationality of its whole."""
    whole = one.parent
    if whole is None:
        return
    if one.rule == "carried_verb":
        one.kind, one.kind_at, one.modality = whole.kind, whole.kind_at, whole.modality


def short_lists(scene: Scene, linked: Sequence[Linked]) -> list[tuple[Linked, list[Linked], int]]:
    """Return wholes whose listed parts cannot sum to them: whole, parts, sum of the parts.

    Parts by sex and parts by nationality divide the same whole twice, so each division is
    summed by itself. A sum below the whole is a contradiction only where the text says the
    list is complete.
    """
    out = []
    for whole in linked:
        for parts in _divisions(whole):
            total = sum(one.quantity.number.value for one in parts)
            ceiling = whole.quantity.number.high
            over = ceiling is not None and total > ceiling
            short = total < whole.quantity.number.low and _is_complete(scene, whole, parts)
            if over or short:
                out.append((whole, parts, total))
    return out


def _divisions(whole: Linked) -> list[list[Linked]]:
    exact = [one for one in whole.parts if one.quantity.number.low == one.quantity.number.high]
    by_nation = [one for one in exact if one.quantity.names_nations]
    by_sex = [one for one in exact if one.quantity.sex and not one.quantity.names_nations]
    return [parts for parts in (by_nation, by_sex) if len(parts) >= _FEWEST]


def _is_complete(scene: Scene, whole: Linked, parts: Sequence[Linked]) -> bool:
    if len(parts) < _FEWEST or parts[0].view is not whole.view:
        return False
    between = scene.between(whole.quantity.end, parts[0].quantity.number.start)
    rest = scene.between(parts[-1].quantity.end, whole.view.end)
    said = pattern(scene.grammar.exhaustive).search(between) or opens_list(scene, between)
    return bool(said) and not pattern(scene.grammar.others).search(rest)
