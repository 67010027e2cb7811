"""The clauses of an order: whom each binds, to what, by when, and what follows for whoever fails.

A draft quotes the order for everything it says, and leaves empty what the order does not say: no
deadline is ever made up. Numbered and bulleted items, running text, and leads that bind whom they
name for all items below them are read alike. Pure, never raises on any text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from samaki.kernel.reading.clause_check import reasons_against
from samaki.kernel.reading.clause_drafts import Addressee, ClauseDraft, Deadline
from samaki.kernel.reading.deadlines import find_deadline
from samaki.kernel.reading.drafts import Span
from samaki.kernel.reading.heads import Body, Head, bodies_in, consequence_in, heads_in
from samaki.kernel.reading.language import language_of
from samaki.kernel.reading.languages import LANGUAGES, grammar_for
from samaki.kernel.reading.layout import items_of
from samaki.kernel.reading.mandates import mandate_for
from samaki.kernel.reading.normalise import fold
from samaki.kernel.reading.scene import pattern
from samaki.kernel.reading.sentences import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from samaki.kernel.reading.deadlines import Stated
    from samaki.kernel.reading.drafts import Document
    from samaki.kernel.reading.grammar import Grammar
    from samaki.kernel.reading.heads import Consequence
    from samaki.kernel.reading.layout import Item
    from samaki.kernel.reading.mandates import Mandate
    from samaki.kernel.reading.normalise import Folded

__all__ = ["Addressee", "ClauseDraft", "Deadline", "clauses_of"]

_LITTLE = 13  # signs beside the bodies of a heading: "together with"
_TRIM = " \n,;:.。；;៖។៕、—–-"


@dataclass(slots=True)
class _Clause:
    """A clause on its way, in folded offsets."""

    start: int
    end: int
    item: int
    bodies: tuple[Body, ...] = ()
    duty: tuple[int, int] | None = None
    forbids: tuple[int, int] | None = None
    consequence: tuple[int, int] | None = None
    deadline: Stated | None = None
    label: str = ""
    mark: tuple[int, int] | None = None


@dataclass(slots=True)
class _Lead:
    """What a lead says for every item below it."""

    bodies: tuple[Body, ...] = ()
    forbids: tuple[int, int] | None = None
    deadline: Stated | None = None


@dataclass(slots=True)
class _Page:
    """An order while it is read."""

    folded: Folded
    mandate: Mandate
    grammar: Grammar
    published: date | None
    items: Sequence[Item]
    leads: dict[int, _Lead] = field(default_factory=dict)
    clauses: list[_Clause] = field(default_factory=list)
    # What is said of all clauses: consequences and deadlines.
    closing: list[Consequence] = field(default_factory=list)
    closing_deadline: Stated | None = None
    addressed: tuple[Body, ...] = ()  # whom the letter is to

    def stated(self, start: int, end: int) -> Stated | None:
        """Return the deadline stated between two offsets."""
        found = find_deadline(
            self.folded.lower[start:end],
            mandate=self.mandate,
            grammar=self.grammar,
            published=self.published,
        )
        return found and replace(found, start=start + found.start, end=start + found.end)


def clauses_of(document: Document) -> tuple[ClauseDraft, ...]:
    """Return the clause drafts of an order's text, in order.

    `document.published` is the day of the order; it alone turns "by 31 August" into a day. An order
    in a language whose orders nobody has described gives none: nothing is guessed.
    """
    folded = fold(document.text)
    given = (document.language or "").split("-")[0].lower()
    language = given if given in LANGUAGES else language_of(folded.text)
    mandate, grammar = mandate_for(language), grammar_for(language)
    if mandate is None or grammar is None:
        return ()
    items = items_of(folded.lower, mandate)
    page = _Page(folded, mandate, grammar, document.published, items)
    for number, item in enumerate(items):
        _read_item(page, number, item)
    _share(page)
    drafts = (_draft(page, clause) for clause in page.clauses)
    return tuple(one for one in drafts if not reasons_against(one, document, mandate, grammar))


def _read_item(page: _Page, number: int, item: Item) -> None:
    sentences = _sentences(page, item)
    if item.is_lead and sentences:
        *before, last = sentences
        if not item.is_listed:
            _read_running(page, number, before)
        page.leads[number] = _lead(page, item, last)
    elif item.is_listed:
        _read_listed(page, number, sentences)
    else:
        _read_running(page, number, sentences)


def _sentences(page: _Page, item: Item) -> list[tuple[int, int]]:
    """Return the sentences of an item; a line broken within one does not end it."""
    body = page.folded.text[item.start : item.end].replace("\n", " ")
    return [(item.start + one.start, item.start + one.end) for one in split(body)]


def _lead(page: _Page, item: Item, sentence: tuple[int, int]) -> _Lead:
    start, end = sentence
    above = page.leads.get(item.lead, _Lead()) if item.lead is not None else _Lead()
    heads = heads_in(page.folded, start, end, page.mandate)
    bodies = tuple(body for head in heads for body in head.bodies)
    if not heads:
        bodies = _heading(page, start, end)
    if not bodies and pattern(page.mandate.you).search(page.folded.lower, start, end):
        bodies = page.addressed
    forbids = next((head.forbids for head in heads if head.forbids), None)
    stated = page.stated(start, end)
    return _Lead(bodies or above.bodies, forbids or above.forbids, stated or above.deadline)


def _heading(page: _Page, start: int, end: int) -> tuple[Body, ...]:
    """Return the bodies that a heading consists of: "Governors and police chiefs:"."""
    named = bodies_in(page.folded, start, end, page.mandate)
    rest = page.folded.lower[start:end]
    for body in reversed(named):
        rest = rest[: body.start - start] + rest[body.end - start :]
    alone = pattern(page.mandate.join).fullmatch(rest.strip(_TRIM + "()"))
    return tuple(named) if alone or len(rest.strip(_TRIM)) <= _LITTLE else ()


def _read_listed(page: _Page, number: int, sentences: Sequence[tuple[int, int]]) -> None:
    """Read one item of a list: a clause, more if several bodies are bound to several duties."""
    item = page.items[number]
    lead = page.leads.get(item.lead, _Lead()) if item.lead is not None else _Lead()
    mine: list[_Clause] = []
    for start, end in sentences:
        found = consequence_in(page.folded, start, end, page.mandate)
        stop = found.cut if found and found.is_tail else end
        if found and not found.is_tail:
            _say_consequence(page, number, mine, found)
            continue
        heads = heads_in(page.folded, start, stop, page.mandate)
        if mine:
            heads = [head for head in heads if head.bodies]
        opened = _opened(page, number, (start, stop), heads)
        if not opened and not mine:
            opened = [_plain(page, number, start, stop)]
        if not opened:
            mine[-1].end = stop
        mine += opened
        if found and mine:
            mine[-1].consequence = (found.start, found.end)
    for clause in mine:
        clause.bodies = clause.bodies or lead.bodies
        clause.forbids = clause.forbids or lead.forbids
        clause.deadline = _own_deadline(page, clause) or lead.deadline
        clause.label, clause.mark = item.label, item.mark
    page.clauses += mine


def _plain(page: _Page, number: int, start: int, end: int) -> _Clause:
    """Return an item that orders without a "must", for it is led by one or speaks plainly."""
    forbids = pattern(page.mandate.forbids).match(page.folded.lower, start)
    return _Clause(start, end, number, duty=(start, end), forbids=forbids and forbids.span())


def _say_consequence(page: _Page, number: int, mine: Sequence[_Clause], found: Consequence) -> None:
    """Give a consequence to the item it stands in, or to all if it is an item by itself."""
    if mine:
        for clause in mine:
            clause.consequence = (found.start, found.end)
        return
    item = page.items[number]
    clause = _Clause(found.start, found.end, number, consequence=(found.start, found.end))
    clause.label, clause.mark = item.label, item.mark
    page.clauses.append(clause)
    page.closing.append(found)


def _read_running(page: _Page, number: int, sentences: Sequence[tuple[int, int]]) -> None:
    """Read running text, sentence by sentence; a pronoun takes up the bodies before it."""
    for start, end in sentences:
        found = consequence_in(page.folded, start, end, page.mandate)
        if found and not found.is_tail:
            page.closing.append(found)
            continue
        stop = found.cut if found else end
        if _is_of_all(page, start, stop):
            continue
        heads = heads_in(page.folded, start, stop, page.mandate)
        opened = _opened(page, number, (start, stop), heads)
        if opened:
            opened[0].bodies = _taken_up(page, start, heads[0]) or opened[0].bodies
        else:
            _note_address(page, start, end)
        for clause in opened:
            clause.deadline = _own_deadline(page, clause)
        if opened and found:
            opened[-1].consequence = (found.start, found.end)
        page.clauses += opened


def _is_of_all(page: _Page, start: int, end: int) -> bool:
    """Tell whether a sentence is about every clause, or states a deadline and no duty; keep it."""
    stated = page.stated(start, end)
    if stated is None or not page.clauses:
        return False
    of_all = pattern(page.mandate.of_all).search(page.folded.lower, start, end)
    if of_all is None and heads_in(page.folded, start, end, page.mandate):
        return False
    page.closing_deadline = stated
    return True


def _goes_on(page: _Page, start: int, head: Head) -> bool:
    """Tell whether a sentence without a body of its own is about the bodies before it."""
    lower = page.folded.lower
    if pattern(page.mandate.pronoun).match(lower, start, head.duty):
        return True
    if head.bodies:
        return False
    between = lower[start : head.forbids[0] if head.forbids else head.duty].strip()
    return not page.grammar.spaced and bool(pattern(page.mandate.modal).fullmatch(between))


def _note_address(page: _Page, start: int, end: int) -> None:
    """Note whom a letter is to, where a sentence says so and orders nothing."""
    if pattern(page.mandate.addressed).match(page.folded.lower, start, end):
        page.addressed = tuple(bodies_in(page.folded, start, end, page.mandate))


def _taken_up(page: _Page, start: int, head: Head) -> tuple[Body, ...]:
    """Return the bodies that a pronoun takes up: those of the clause before, or of the letter."""
    if _goes_on(page, start, head):
        return page.clauses[-1].bodies if page.clauses else ()
    says_you = pattern(page.mandate.you).search(page.folded.lower, start, head.duty)
    return page.addressed if says_you and not head.bodies else ()


def _opened(
    page: _Page, number: int, within: tuple[int, int], heads: Sequence[Head]
) -> list[_Clause]:
    """Return a clause for each head of a sentence, each up to the next."""
    start, end = within
    out = []
    for at, head in enumerate(heads):
        if not head.binds:
            continue
        is_last = at + 1 == len(heads)
        stop = end if is_last else _without_joiner(page, head.duty, heads[at + 1].start)
        first = start if at == 0 else head.start
        bodies = head.bodies or _agents(page, head.duty, stop) or _forbidden(page, head, stop)
        out.append(_Clause(first, stop, number, bodies, (head.duty, stop), head.forbids))
    return out


def _without_joiner(page: _Page, start: int, end: int) -> int:
    """Return where a duty ends before the "and the" that leads to the next one."""
    words = page.folded.lower[start:end]
    joiner = pattern(rf"(?<![\p{{Latin}}])(?:{page.mandate.join})$").search(words)
    return start + joiner.start() if joiner and joiner.start() else end


def _agents(page: _Page, start: int, end: int) -> tuple[Body, ...]:
    """Return who is to do what a passive says: "must be sealed by the police"."""
    lower = page.folded.lower
    named = bodies_in(page.folded, start, end, page.mandate)
    for at, body in enumerate(named):
        if not pattern(page.mandate.agent).search(lower[max(start, body.start - 12) : body.start]):
            continue
        run = [body]
        for other in named[at + 1 :]:
            if not pattern(page.mandate.join).fullmatch(lower, run[-1].end, other.start):
                break
            run.append(other)
        return tuple(run)
    return ()


def _forbidden(page: _Page, head: Head, end: int) -> tuple[Body, ...]:
    """Return whom a prohibition names right behind its own words: "it is forbidden to banks"."""
    if head.forbids is None:
        return ()
    named = bodies_in(page.folded, head.forbids[1], end, page.mandate)
    is_next = named and not page.folded.lower[head.forbids[1] : named[0].start].strip()
    return (named[0],) if is_next else ()


def _own_deadline(page: _Page, clause: _Clause) -> Stated | None:
    """Return the deadline of a clause; what is forbidden until a day is not due by that day."""
    return None if clause.forbids else page.stated(clause.start, clause.end)


def _share(page: _Page) -> None:
    """Give every clause what is said of all, unless it says its own."""
    for found in page.closing:
        for clause in _meant(page, found):
            if clause.consequence is None:
                clause.consequence = (found.start, found.end)
    for clause in page.clauses:
        if clause.duty and clause.deadline is None and not clause.forbids:
            clause.deadline = page.closing_deadline


def _meant(page: _Page, found: Consequence) -> list[_Clause]:
    """Return the clauses of the bodies a consequence names; all if it names none, or anybody."""
    named = bodies_in(page.folded, found.start, found.end, page.mandate)
    keys = {_key(page, body) for body in named}
    mine = [c for c in page.clauses if keys & {_key(page, body) for body in c.bodies}]
    if mine or not named:
        return mine or page.clauses
    words = (page.folded.lower[body.start : body.end] for body in named)
    generic = any(pattern(page.mandate.anybody).search(word) for word in words)
    return page.clauses if generic else [c for c in page.clauses if c.start == found.start]


def _key(page: _Page, body: Body) -> str:
    return body.kind or page.folded.lower[body.start : body.end]


def _draft(page: _Page, clause: _Clause) -> ClauseDraft:
    return ClauseDraft(
        quote=_span(page, clause.start, clause.end) or Span(0, 0),
        label=clause.label,
        label_at=page.folded.span(*clause.mark) if clause.mark else None,
        addressees=tuple(
            Addressee(page.folded.span(body.start, body.end), body.kind) for body in clause.bodies
        ),
        duty=_span(page, *clause.duty) if clause.duty else None,
        forbids=page.folded.span(*clause.forbids) if clause.forbids else None,
        consequence=_span(page, *clause.consequence) if clause.consequence else None,
        deadline=_deadline(page, clause.deadline),
    )


def _deadline(page: _Page, stated: Stated | None) -> Deadline | None:
    if stated is None:
        return None
    words = page.folded.span(stated.start, stated.end)
    return Deadline(words, stated.day, stated.amount, stated.unit)


def _span(page: _Page, start: int, end: int) -> Span | None:
    """Return the stretch without the blanks and marks around it, or None if nothing is left."""
    words = page.folded.text[start:end]
    left = start + len(words) - len(words.lstrip(_TRIM))
    right = start + len(words.rstrip(_TRIM))
    return page.folded.span(left, right) if left < right else None
