"""What obliges whom within one sentence of an order, and what follows for whoever fails.

A *head* is a point where a duty begins: the bodies before it, or behind a verb that orders, are
bound by it. All offsets are of the folded text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from samaki.kernel.reading.scene import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samaki.kernel.reading.mandates import BodyClass, Mandate
    from samaki.kernel.reading.normalise import Folded

__all__ = ["Body", "Consequence", "Head", "bodies_in", "class_of", "consequence_in", "heads_in"]

_FAR: Final = 120  # signs between the last body named and its "must"
_NEAR: Final = 14  # signs between a verb that orders and whom it orders
_CLOSE: Final = 3  # signs between whom a verb orders and their duty, where "to" is no need
_TO: Final = 90  # signs between those and "to"
_LOOK: Final = 40  # signs before a body that say what it is there for
_BREAKS: Final = regex.compile(r"[;。]|,\s?(?:and|while)\s")
_EDGE: Final = regex.compile(r"(?:^|[\s,;、:।។])$")


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it is named, and the class of its service if it is one of ours."""

    start: int
    end: int
    kind: BodyClass | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a clause starts and its duty begins, who is bound, and the words that forbid."""

    start: int
    duty: int
    bodies: tuple[Body, ...] = ()
    forbids: tuple[int, int] | None = None
    binds: bool = True  # False where it only lets somebody off: "the courts need not"


@dataclass(frozen=True, slots=True)
class Consequence:
    """Where a consequence is said; a tail hangs on the duty before it, which ends at `cut`."""

    start: int
    end: int
    is_tail: bool
    cut: int = 0


def class_of(words: str, mandate: Mandate) -> BodyClass | None:
    """Return the class of the service that folded, lower-cased words name, or None."""
    for kind, source in mandate.classes:
        if pattern(source).search(words):
            return kind
    return None


def bodies_in(folded: Folded, start: int, end: int, mandate: Mandate) -> list[Body]:
    """Return the bodies named between two offsets, those of one name joined, none excepted."""
    found: list[tuple[int, int]] = []
    for match in pattern(mandate.bodies).finditer(folded.text, start, end):
        left, right = match.span()
        left += len(match[0]) - len(match[0].lstrip())
        right -= len(match[0]) - len(match[0].rstrip())
        if found and pattern(mandate.of).fullmatch(folded.lower, found[-1][1], left):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return [
        Body(left, right, class_of(folded.lower[left:right], mandate))
        for left, right in found
        if not pattern(mandate.excepted).search(folded.lower[max(start, left - _LOOK) : left])
    ]


def heads_in(folded: Folded, start: int, end: int, mandate: Mandate) -> list[Head]:
    """Return the heads between two offsets in order; a second "must" of one subject is none."""
    lower = folded.lower
    bodies = bodies_in(folded, start, end, mandate)
    exempt = [m.span() for m in pattern(mandate.exempt).finditer(lower, start, end)]
    modals = [
        m
        for m in pattern(mandate.modal).finditer(lower, start, end)
        if not any(left < m.end() and m.start() < right for left, right in exempt)
    ]
    heads = _of_orders(lower, (start, end), bodies, modals, mandate)
    used = [head.duty for head in heads]
    for modal in modals:
        if any(abs(duty - modal.end()) <= 1 or duty == modal.start() for duty in used):
            continue
        head = _of_modal(lower, start, modal, bodies, heads, mandate)
        if head is not None:
            heads = sorted([*heads, head], key=lambda one: one.start)
    return [*heads, *_let_off(lower, exempt, bodies, heads, mandate)] or _of_weak(
        lower, (start, end), bodies, mandate
    )


def _let_off(
    lower: str,
    exempt: Sequence[tuple[int, int]],
    bodies: Sequence[Body],
    heads: Sequence[Head],
    mandate: Mandate,
) -> list[Head]:
    """Return where the last duty of a sentence ends because somebody else is let off one."""
    for left, right in exempt:
        named = [body for body in bodies if body.end <= left]
        run = _run_before(lower, left, named, mandate)
        if run and heads and run[0].start > heads[-1].duty:
            return [Head(run[0].start, right, binds=False)]
    return []


def _of_orders(
    lower: str,
    within: tuple[int, int],
    bodies: Sequence[Body],
    modals: Sequence[regex.Match[str]],
    mandate: Mandate,
) -> list[Head]:
    """Return the heads of verbs that order whom they name next."""
    start, end = within
    heads: list[Head] = []
    for verb in pattern(mandate.orders).finditer(lower, start, end):
        run = _run_after(lower, verb.end(), bodies, mandate)
        if not run or _is_inside(lower, verb.start(), start, modals, heads, mandate):
            continue
        stop = run[-1].end
        far = stop + (_TO if mandate.needs_to else _CLOSE)
        to = pattern(mandate.to).search(lower, stop, min(end, far))
        if to is not None:
            heads.append(_duty_of(lower, verb.start(), to, run, mandate))
        elif not mandate.needs_to:
            heads.append(_duty_after(lower, verb.start(), stop, run, modals, mandate))
    return heads


def _is_inside(
    lower: str,
    at: int,
    start: int,
    modals: Sequence[regex.Match[str]],
    heads: Sequence[Head],
    mandate: Mandate,
) -> bool:
    """Tell whether a verb that orders stands within a duty: "the ministry must order banks to"."""
    before = [m.end() for m in modals if m.end() <= at] + [h.duty for h in heads if h.duty <= at]
    if not before:
        return False
    if _BREAKS.search(lower, max(before), at) or _is_own_part(lower, start, at, mandate):
        return False
    return mandate.needs_to or not _EDGE.search(lower[start:at])


def _duty_of(
    lower: str, start: int, to: regex.Match[str], run: Sequence[Body], mandate: Mandate
) -> Head:
    """Return the head of bodies ordered "to", or "not to"."""
    if forbids := _forbidding(lower, to.start(), mandate):
        return Head(start, to.start(), tuple(run), forbids)
    return Head(start, to.end(), tuple(run), _forbidding(lower, to.end(), mandate))


def _duty_after(
    lower: str,
    start: int,
    stop: int,
    run: Sequence[Body],
    modals: Sequence[regex.Match[str]],
    mandate: Mandate,
) -> Head:
    """Return the head of bodies ordered; a "must" right behind them belongs to it."""
    for modal in modals:
        if 0 <= modal.start() - stop <= _NEAR and not lower[stop : modal.start()].strip(" ,"):
            forbids = _forbidding(lower, modal.start(), mandate)
            duty = modal.start() if forbids else modal.end()
            return Head(start, duty, tuple(run), forbids)
    return Head(start, stop, tuple(run), None)


def _run_after(lower: str, at: int, bodies: Sequence[Body], mandate: Mandate) -> list[Body]:
    run: list[Body] = []
    for body in (one for one in bodies if one.start >= at):
        gap = lower[run[-1].end if run else at : body.start]
        joined = pattern(mandate.join).fullmatch(gap)
        if (run and not joined) or (not run and len(gap) > _NEAR):
            break
        run.append(body)
    return run


def _of_modal(
    lower: str,
    start: int,
    modal: regex.Match[str],
    bodies: Sequence[Body],
    heads: Sequence[Head],
    mandate: Mandate,
) -> Head | None:
    """Return the head of a "must", or None where it only goes on with the duty before it."""
    before = [head for head in heads if head.duty <= modal.start()]
    floor = before[-1].duty if before else _after_prelude(lower, start, modal.start(), mandate)
    named = [one for one in bodies if floor <= one.start and one.end <= modal.start()]
    if before:
        run = _run_before(lower, modal.start(), named, mandate)
    else:
        run = named if named and modal.start() - named[-1].end <= _FAR else []
    nobody = _nobody(lower, floor, run[0].start if run else modal.start(), mandate)
    forbids = nobody or _forbidding(lower, modal.start(), mandate)
    if nobody is None and pattern(mandate.permits).fullmatch(modal[0]):
        return None
    duty = forbids[0] if forbids else modal.end()
    if run or not before:
        first = run[0].start if before else start
        return Head(min(first, duty), duty, tuple(run), forbids)
    again = _said_again(lower, before[-1], modal.start(), mandate)
    return None if again is None else Head(again, duty, before[-1].bodies, forbids)


def _nobody(lower: str, floor: int, at: int, mandate: Mandate) -> tuple[int, int] | None:
    """Return where a word before the bodies turns a duty into a prohibition: "no official"."""
    found = pattern(mandate.nobody).search(lower[floor:at])
    return (floor + found.start(), floor + len(lower[floor:at].rstrip())) if found else None


def _said_again(lower: str, before: Head, at: int, mandate: Mandate) -> int | None:
    """Return where a new duty of the same bodies begins behind a semicolon: "; they must"."""
    mark = lower.rfind(";", before.duty, at)
    rest = lower[mark + 1 : at].strip()
    if mark < 0 or (rest and not pattern(mandate.pronoun).fullmatch(rest)):
        return None
    return mark + 1


def _run_before(lower: str, at: int, named: Sequence[Body], mandate: Mandate) -> list[Body]:
    """Return the bodies listed right before a "must"; what merely ends the duty before is none."""
    if not named or at - named[-1].end > _LOOK:
        return []
    gap = lower[named[-1].end : at]
    if gap.strip() and pattern(mandate.join).fullmatch(gap):
        return []
    run = [named[-1]]
    for body in reversed(named[:-1]):
        if not pattern(mandate.join).fullmatch(lower, body.end, run[0].start):
            break
        run.insert(0, body)
    return run


def _after_prelude(lower: str, start: int, end: int, mandate: Mandate) -> int:
    prelude = pattern(mandate.prelude).match(lower, start, end)
    return prelude.end() if prelude else start


def _forbidding(lower: str, at: int, mandate: Mandate) -> tuple[int, int] | None:
    at += len(lower[at:]) - len(lower[at:].lstrip(" ")) if at < len(lower) else 0
    found = pattern(mandate.forbids).match(lower, at)
    return found.span() if found else None


def _of_weak(
    lower: str, within: tuple[int, int], bodies: Sequence[Body], mandate: Mandate
) -> list[Head]:
    """Return the head of bodies that open a sentence and are followed by "will", or a colon."""
    start, end = within
    run = _run_after(lower, start, bodies, mandate)
    if not run:
        return []
    gap = pattern(rf"[,\s]*(?:(?:{mandate.weak})|[:៖](?=\s?\S)|\s[—–-]\s)").match(
        lower, run[-1].end, end
    )
    if gap is None:
        return []
    return [Head(start, gap.end(), tuple(run), _forbidding(lower, gap.end(), mandate))]


def consequence_in(folded: Folded, start: int, end: int, mandate: Mandate) -> Consequence | None:
    """Return what a sentence says follows for whoever fails, or None."""
    lower = folded.lower
    instead = pattern(mandate.or_else).search(lower, start, end)
    if instead and pattern(mandate.penalty).search(lower, instead.end(), end):
        is_tail = instead.start() > start
        return Consequence(instead.end(), end, is_tail=is_tail, cut=instead.start())
    failing = pattern(mandate.failing).search(lower, start, end)
    penalty = pattern(mandate.penalty).search(lower, start, end)
    if failing is None or penalty is None:
        answers = pattern(mandate.answers).search(lower, start, end)
        return Consequence(start, end, is_tail=False) if answers else None
    first = min(failing.start(), penalty.start())
    if not _obliges_before(lower, start, first, penalty, mandate):
        return Consequence(start, end, is_tail=False)
    if failing.start() < penalty.end() and _is_own_part(lower, start, failing.start(), mandate):
        return Consequence(failing.start(), end, is_tail=True, cut=failing.start())
    return None


def _obliges_before(
    lower: str, start: int, first: int, penalty: regex.Match[str], mandate: Mandate
) -> bool:
    """Tell whether a duty was named before; the "must" of "must be dismissed" is none."""
    return any(
        penalty.start() - modal.end() > 1
        for modal in pattern(mandate.modal).finditer(lower, start, first)
    )


def _is_own_part(lower: str, start: int, at: int, mandate: Mandate) -> bool:
    """Tell whether a joiner or a mark parts what begins here from the duty before it."""
    before = lower[max(start, at - _NEAR) : at]
    for length in range(1, len(before) + 1):
        joiner = before[-length:]
        inside_word = joiner[0].isascii() and before[-length - 1 : -length].isalnum()
        if joiner.strip() and not inside_word and pattern(mandate.join).fullmatch(joiner):
            return True
    return False
