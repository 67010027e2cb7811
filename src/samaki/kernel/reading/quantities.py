"""Quantified noun phrases: a number, what it counts, and what the phrase says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.grammar import Gate, Layer
from samaki.kernel.reading.groups import of_groups
from samaki.kernel.reading.intervals import Qualifier
from samaki.kernel.reading.nations import FOREIGN
from samaki.kernel.reading.numbers import Number
from samaki.kernel.reading.quantity import Quantity
from samaki.kernel.reading.scene import pattern
from samaki.kernel.reading.spread import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from regex import Match

    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.mentions import Action, Mention
    from samaki.kernel.reading.scene import Scene, View

__all__ = ["find_quantities"]

_NOUNS = {
    Layer.PERSON: Gate.PERSON,
    Layer.OFFICER: Gate.OFFICER,
    Layer.ITEM: Gate.ITEM,
    Layer.SITE: Gate.SITE,
    Layer.EVENT: Gate.PERSON,
}
_REACH = 70  # characters a noun phrase may run on after its number
_REACH_UNSPACED = 30
_TAIL = 60  # characters between a noun phrase and the countries said of it
_FEWEST_ROWS = 2
_ROW_GAP = 3  # signs between a name and its number
_MOST_YEARS = 2
_TO_BRACKET = 2  # signs between a name and the count in brackets behind it


def find_quantities(scene: Scene, view: View) -> list[Quantity]:
    """Return the quantities of a sentence in order; numbers of noise nouns are left out."""
    found: list[Quantity] = []
    numbers = [*view.numbers, *_articles(scene, view)]
    numbers.sort(key=lambda one: one.start)
    for index, number in enumerate(numbers):
        limit = next((n.start for n in numbers[index + 1 :] if n.value != -1), view.end)
        floor = found[-1].end if found else view.start
        quantity = _quantity(scene, view, number, floor=floor, limit=limit)
        if quantity is not None:
            found.append(quantity)
    return of_groups(scene, view, spread(scene, view, _tabled(scene, view, found)))


def _tabled(scene: Scene, view: View, found: list[Quantity]) -> list[Quantity]:
    """Read a table in a line, "China 33, Laos 15": the name stands right before its number."""
    rows = {at: row for at, one in enumerate(found) if (row := _row(scene, view, one))}
    if len(rows) < _FEWEST_ROWS and not any(row.layer is Layer.SEX for row in rows.values()):
        return found
    out = list(found)
    for at, row in rows.items():
        closes = scene.between(row.end, out[at].number.start).strip() == "("
        end = out[at].number.end + closes
        made = replace(out[at], gate=Gate.PERSON, start=row.start, end=end, is_part=True)
        if row.layer is Layer.SEX:
            out[at] = replace(made, sex=row, is_subject=True)
        else:
            out[at] = replace(made, nations=(row,), mode="one")
    return out


def _row(scene: Scene, view: View, one: Quantity) -> Mention | None:
    """Return the country or sex that heads a number with no name of its own and a stop, or None."""
    after = scene.between(one.end, one.end + 2).lstrip()[:1]
    is_plain = one.gate is Gate.PERSON and not one.has_traits and scene.grammar.head == "first"
    if not (one.is_bare or is_plain) or one.is_article or after.isalnum() or after == "":
        return None
    return next(
        (
            p
            for p in view.phrases
            if p.layer in (Layer.NATION, Layer.SEX)
            and 1 <= one.number.start - p.end <= _ROW_GAP
            and not scene.between(p.end, one.number.start).strip(" :–-(,")
        ),
        None,
    )


def _articles(scene: Scene, view: View) -> list[Number]:
    """Return indefinite articles as the number one; a verb must confirm them."""
    article = pattern(scene.grammar.article)
    return [
        Number(view.start + m.start(), view.start + m.end() - 1, 1, 1, Qualifier.EXACT, value=-1)
        for m in article.finditer(view.text)
        if not any(
            n.start < view.start + m.end() and view.start + m.start() < n.end for n in view.numbers
        )
    ]


def _quantity(
    scene: Scene, view: View, number: Number, *, floor: int, limit: int
) -> Quantity | None:
    grammar = scene.grammar
    after = scene.between(number.end, min(limit, number.end + 40))
    of_next = pattern(grammar.part_of_next).fullmatch(after) if limit < view.end else None
    part = pattern(grammar.part_tail).match(after)
    subject = None if part else _subject(scene, view, number, after)
    begin = number.end + _skipped(grammar, number, after, part or subject)
    end = max(_phrase_end(scene, view, begin, limit=limit), number.end)
    # A classifier is part of the count as written and yet says what is counted.
    first = number.start if grammar.numbers.classifiers and not part else begin
    inside = [one for one in view.phrases if first <= one.start and one.end <= end]
    left = _left_chain(scene, view, number.start, floor=floor) if grammar.looks_left else []
    if _is_closed(grammar, number, left, inside) and not subject:
        inside = [one for one in inside if one.start < number.end]
    made = _read(scene, number, inside=inside, left=left, end=end)
    if made is None or (number.year_like and made.is_bare):
        return None
    if (number.value == -1 and made.is_bare) or (number.high == 0 and not made.is_counting_people):
        return None
    if (part or subject) and made.nations and made.item and made.item.value == "passport":
        made = replace(made, gate=Gate.PERSON, item=None)  # "seven hold Chinese passports"
    if part or subject or of_next or number.value == -1:
        made = replace(
            made,
            is_part=bool(part or subject or of_next),
            is_subject=bool(subject),
            whole_at=limit if of_next else None,
            is_article=number.value == -1,
        )
    return _bracketed(scene, view, _with_tail(scene, view, made, limit=limit), floor=floor)


def _is_closed(
    grammar: Grammar, number: Number, left: Sequence[Mention], inside: Sequence[Mention]
) -> bool:
    """Return whether what follows a number belongs to the next: its own noun stands before it."""
    classified = any(one.start < number.end for one in inside)
    return bool(left and grammar.head == "left") or (grammar.ends_with_classifier and classified)


def _bracketed(scene: Scene, view: View, made: Quantity, *, floor: int) -> Quantity:
    """Let people counted in brackets be of those named before: "most Thais ... (271 people)"."""
    opened = scene.between(max(view.start, made.start - 2), made.start).rstrip().endswith("(")
    closed = scene.between(made.end, made.end + 1) == ")"
    if not (opened and closed) or made.gate is not Gate.PERSON or made.nations or made.sex:
        return made
    before = [p for p in view.phrases if p.layer is Layer.NATION and floor <= p.start < made.start]
    if before and made.start - before[-1].end <= _TO_BRACKET and before[-1].value != FOREIGN:
        start, end = before[-1].start, made.end + 1
        return replace(made, nations=(before[-1],), mode="one", start=start, end=end)
    named = [p for p in before if _is_demonym(scene, p)]
    specific = [p for p in named if p.value != FOREIGN]
    return replace(made, nations=(specific[-1],), mode="one") if len(specific) == 1 else made


def _subject(scene: Scene, view: View, number: Number, after: str) -> Match[str] | None:
    """Match "were" after a bare number, unless it opens a verb of its own: "28 were arrested"."""
    match = pattern(scene.grammar.subject_tail).match(after)
    if match is None:
        return None
    low, high = number.end, number.end + match.end()
    return None if any(low <= a.start < high < a.end for a in view.actions) else match


def _skipped(grammar: Grammar, number: Number, after: str, tail: Match[str] | None) -> int:
    """Return how many characters lie between a number and the noun it counts."""
    if tail is None:
        is_vague = number.qualifier is Qualifier.VAGUE
        tail = pattern(grammar.number_link if is_vague else grammar.own_tail).match(after)
    return tail.end() if tail else 0


def _phrase_end(scene: Scene, view: View, begin: int, *, limit: int) -> int:
    """Return where the noun phrase ends: a stop that does not merely join two nationalities."""
    reach = _REACH if scene.grammar.spaced else _REACH_UNSPACED
    end = min(limit, view.end, begin + reach)
    for stop in pattern(scene.grammar.stop).finditer(scene.folded.lower, begin, end):
        if not _in_noun(view, stop.start()) and not _joins_nations(
            scene, view, begin, stop_at=stop.start(), stop_end=stop.end(), end=end
        ):
            end = stop.start()
            break
    action = next((a for a in view.actions if begin <= a.start < end), None)
    if action and _is_participle(scene, view, begin, action=action, end=end):
        action = next((a for a in view.actions if action.end <= a.start < end), None)
    return action.start if action else end


def _in_noun(view: View, at: int) -> bool:
    """Return whether a stop is only a syllable of a longer noun: "bị" in "bị cáo"."""
    return any(p.layer in _NOUNS and p.start <= at < p.end for p in view.phrases)


def _is_participle(scene: Scene, view: View, begin: int, *, action: Action, end: int) -> bool:
    """Return whether a verb stands between a number and its noun: "44 detained Thais"."""
    if not scene.grammar.spaced:
        after = scene.between(action.end, min(end, action.end + 4))
        return bool(pattern(scene.grammar.participle).match(after))
    if scene.between(begin, action.start).strip():
        return False
    return any(
        one.layer in (*_NOUNS, Layer.NATION) and action.end + 1 == one.start and one.end <= end
        for one in view.phrases
    )


def _joins_nations(
    scene: Scene, view: View, begin: int, *, stop_at: int, stop_end: int, end: int
) -> bool:
    before = [p for p in view.phrases if p.layer is Layer.NATION and begin <= p.start < stop_at]
    after = [p for p in view.phrases if p.layer is Layer.NATION and stop_end <= p.start < end]
    if not before or not after:
        return False
    only_join = pattern(rf"\s?(?:{scene.grammar.joins})\s?")
    return bool(only_join.fullmatch(scene.between(before[-1].end, after[0].start)))


def _left_chain(scene: Scene, view: View, at: int, *, floor: int) -> list[Mention]:
    """Return the mentions that run up to the number without a break, nearest first."""
    gap = pattern(scene.grammar.left_gap)
    chain: list[Mention] = []
    for one in reversed([p for p in view.phrases if floor <= p.start and p.end <= at]):
        if one.end > at:  # a longer phrase around the one just taken: "Vietnamese" around "people"
            if one.start < at:
                chain.append(one)
                at = one.start
            continue
        between = scene.between(one.end, at)
        is_nation = one.layer is Layer.NATION or _is_within(view, one)
        if is_nation and pattern(scene.grammar.and_others).match(between):
            break
        if not gap.fullmatch(between) and not _joins_left(scene, chain, one, between):
            if _is_within(view, one):
                continue  # the longer phrase around it is looked at next
            break
        chain.append(one)
        at = one.start
    return chain


def _is_within(view: View, one: Mention) -> bool:
    """Return whether it is only the end of a nationality: "人" in "ベトナム人"."""
    return any(
        wide.layer is Layer.NATION and wide.start < one.start and wide.end == one.end
        for wide in view.phrases
    )


def _joins_left(scene: Scene, chain: Sequence[Mention], one: Mention, between: str) -> bool:
    """Return whether two nationalities before a number are one list: "จีนและไต้หวัน 80 คน"."""
    if not chain or not chain[-1].layer is one.layer is Layer.NATION:
        return False
    words = scene.grammar
    return bool(pattern(rf"\s?(?:{words.joins})\s?(?:{words.nation_link})?").fullmatch(between))


def _read(
    scene: Scene, number: Number, *, inside: Sequence[Mention], left: Sequence[Mention], end: int
) -> Quantity | None:
    """Say what is counted, or None when the noun is one whose number is never a claim."""
    named = any(one.layer is Layer.NATION for one in inside)
    nouns = _outermost([one for one in inside if _is_noun(scene, one, named=named)])
    left_nouns = [one for one in left if one.layer in _NOUNS or one.layer is Layer.NOISE]
    ordered = _by_rank(nouns, left_nouns, number=number, habit=scene.grammar.head)
    if any(one.layer is Layer.PERSON and one.start < number.end for one in nouns):
        ordered = [one for one in ordered if one.layer is not Layer.NOISE]
    if scene.grammar.head == "first" and ordered and ordered[0].layer is Layer.NOISE:
        said = [one.start for one in inside if one.layer in (Layer.NATION, Layer.SEX)]
        if said and min(said) < ordered[0].start:
            ordered = ordered[1:]  # "three women two years": the years are another matter
    head = ordered[0] if ordered else None
    nearby = [*inside, *left]
    nations = tuple(
        sorted(
            (m for m in nearby if m.layer is Layer.NATION and _is_demonym(scene, m, nearby)),
            key=lambda m: m.start,
        )
    )
    sex = next((m for m in nearby if m.layer is Layer.SEX and not _is_named(m, nations)), None)
    if head is not None and head.layer is Layer.NOISE and not (left_nouns and head in nouns):
        return None
    gate = _NOUNS[head.layer] if head and head.layer in _NOUNS else Gate.NONE
    if gate is Gate.NONE and (nations or sex):
        gate = Gate.PERSON
    last = max((m.end for m in inside), default=number.end)
    return Quantity(
        number,
        min([number.start, *(m.start for m in left)]),
        min(max(last, number.end), end) if inside else number.end,
        gate,
        nations=nations,
        mode=("one" if len(_codes(nations)) == 1 else "mix") if nations else None,
        sex=sex,
        role=_role_of(head, ordered),
        item=head if gate is Gate.ITEM else None,
        event=head if head and head.layer is Layer.EVENT else None,
        site=head if gate is Gate.SITE else None,
    )


def _is_noun(scene: Scene, one: Mention, *, named: bool) -> bool:
    """Return whether it may be what is counted; "34-year-old" is an age, no noun of noise.

    "48 of Chinese nationality" counts no nationalities, where one is named.
    """
    if one.layer is Layer.NOISE:
        if named and one.value == "nationality":
            return False
        return scene.between(one.start - 1, one.start) != "-"
    return one.layer in _NOUNS


def _by_rank(
    nouns: Sequence[Mention], left: Sequence[Mention], *, number: Number, habit: str
) -> list[Mention]:
    """Return the nouns around a number, the one most likely to be counted first."""
    if habit == "left":
        glued = [one for one in nouns if one.start < number.end]
        if left and glued and left[0].layer in (glued[0].layer, Layer.OFFICER):
            return [*left, *glued]  # the noun itself says more than its classifier
        return [*glued, *left, *(one for one in nouns if one.start >= number.end)]
    return [*(reversed(nouns) if habit == "last" else nouns), *left]


def _is_named(one: Mention, nations: Sequence[Mention]) -> bool:
    """Return whether a word is part of a country's name: "nam", male, in "Việt Nam"."""
    return any(nation.start <= one.start and one.end <= nation.end for nation in nations)


def _role_of(head: Mention | None, ordered: Sequence[Mention]) -> Mention | None:
    """Return the noun that names a role; a mere classifier of people yields to one that does."""
    if head is None or head.layer not in (Layer.PERSON, Layer.OFFICER):
        return None
    return next((one for one in ordered if one.layer is head.layer and one.value), head)


def _outermost(nouns: Sequence[Mention]) -> list[Mention]:
    """Leave out a noun inside a longer noun: "phone" in "mobile phone"."""
    return [
        one
        for one in nouns
        if not any(
            o.start <= one.start and one.end <= o.end and o.end - o.start > one.end - one.start
            for o in nouns
        )
    ]


def _is_demonym(scene: Scene, nation: Mention, nearby: Sequence[Mention] = ()) -> bool:
    if not nation.value.startswith("@"):
        return True
    if scene.grammar.head == "first" and any(
        one.layer in (Layer.PERSON, Layer.SEX) and 0 <= nation.start - one.end <= 1
        for one in nearby
    ):
        return True  # "three cooks Cambodia": the country right after the noun says whose they are
    return bool(
        pattern(scene.grammar.nation_frame).search(
            scene.between(max(0, nation.start - 20), nation.start)
        )
    )


def _codes(nations: Sequence[Mention]) -> frozenset[str]:
    return frozenset(one.value.lstrip("@") for one in nations)


def _with_tail(scene: Scene, view: View, quantity: Quantity, *, limit: int) -> Quantity:
    """Add the countries said after the phrase: "from China and Laos", "mostly Chinese"."""
    if quantity.gate in (Gate.ITEM, Gate.SITE, Gate.OFFICER):
        return quantity
    named = [m for m in view.phrases if m.layer is Layer.NATION and quantity.end <= m.start < limit]
    specific = [m for m in quantity.nations if m.value != FOREIGN]
    if not named or specific or named[0].start - quantity.end > _TAIL:
        return quantity
    gap = scene.between(quantity.end, named[0].start)
    mode = next((m for p, m in scene.grammar.nation_tails if pattern(p).fullmatch(gap)), None)
    if mode is None:
        return quantity
    chain = _chain(scene, named)
    if scene.between(chain[-1].end, limit).strip() == "(" and limit < view.end:
        return quantity  # "India (40 people)": the count in brackets is theirs
    looks_left = scene.grammar.looks_left and limit < view.end
    if looks_left and chain[-1] in _left_chain(scene, view, limit, floor=quantity.end):
        return quantity  # said of the next number, which follows its noun
    if mode == "mix" and len(_codes(chain)) == 1:
        mode = "one"
    shared = mode == "all"
    if shared:
        mode = "one" if len(_codes(chain)) == 1 else "mix"
    gate = Gate.PERSON if quantity.is_bare else quantity.gate
    end = chain[-1].end if mode != "mostly" else quantity.end
    return replace(quantity, nations=tuple(chain), mode=mode, gate=gate, end=end, is_shared=shared)


def _chain(scene: Scene, named: Sequence[Mention]) -> list[Mention]:
    joiner = pattern(rf"\s?(?:{scene.grammar.joins})?\s?(?:{scene.grammar.nation_link})?\s?")
    chain = [named[0]]
    for one in named[1:]:
        if not joiner.fullmatch(scene.between(chain[-1].end, one.start)):
            break
        chain.append(one)
    return chain
