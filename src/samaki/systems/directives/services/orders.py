"""The only writer of directives and clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document, file_source
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.kernel.reading.language import language_of
from samaki.kernel.reading.normalise import fold
from samaki.systems.directives import rules
from samaki.systems.directives.models import Clause, ClauseTerms, Directive
from samaki.systems.directives.queries import orders
from samaki.systems.directives.rules import ClauseState, Terms, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name
    from samaki.ground.sources.models import Source
    from samaki.kernel.reasons import Reason


class DirectiveRefusedError(RefusedError):
    """The order cannot be entered so. Carries every reason."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause's words and whom it binds, in both languages, as the order numbers it.

    `language` is that of `words.en` where the order is in neither English nor Khmer. `terms` is
    what the order's own words add, once its text is filed.
    """

    words: Name
    addressees: Name
    number: int | None = None
    language: str = ""
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source, and the language they are in (ISO 639-1)."""

    text: str
    language: str


@transaction.atomic
def file_order(
    *, actor: Actor, text: str, title: str, issued_on: date, language: str, at: datetime
) -> Source:
    """File the text of an order as a document, so that its clauses can be read out and confirmed.

    The same words of the same day are filed once; an unknown language is found out. Raises
    PermissionRefusedError, DirectiveRefusedError, SourceRefusedError.
    """
    actor.require(Permission.DIRECTIVE_ISSUE)
    if len(text) > rules.MOST_SIGNS:
        raise DirectiveRefusedError(
            (rules.reason("too_long", length=len(text), most=rules.MOST_SIGNS),)
        )
    document = Document(
        text=text,
        kind=SourceKind.OFFICIAL,
        title=title,
        language=language or language_of(fold(text).text),
        published_on=issued_on,
    )
    return file_source(actor=actor, document=document, at=at)[0]


@transaction.atomic
def issue_directive(
    *,
    actor: Actor,
    title: Name,
    issuer: Name,
    issued_on: date,
    clauses: Sequence[ClauseText],
    source: Source | None = None,
    at: datetime,
) -> Directive:
    """Enter an order with the clauses a person confirmed, by their numbers, else as they stand.

    `source` is the order's filed text; what the terms quote must stand in it. Raises
    PermissionRefusedError, DirectiveRefusedError.
    """
    actor.require(Permission.DIRECTIVE_ISSUE)
    journal.take_turn()
    numbered = [(each.number or place, each) for place, each in enumerate(clauses, start=1)]
    reasons = tuple(_reasons_against(title, issuer, issued_on, numbered, source))
    if reasons:
        raise DirectiveRefusedError(reasons)
    directive = Directive.objects.create(
        ref=refs.reference("D", Directive.objects.count() + 1),
        title_en=title.en,
        title_km=title.km,
        issuer_en=issuer.en,
        issuer_km=issuer.km,
        issued_on=issued_on,
    )
    written = [
        row
        for number, clause in numbered
        for row in _write_clause(directive, number, clause, source, at)
    ]
    journal.record(
        actor=actor.key,
        kind=Permission.DIRECTIVE_ISSUE,
        subject=directive.ref,
        at=at,
        wrote=[directive, *written],
    )
    return directive


def _reasons_against(
    title: Name,
    issuer: Name,
    issued_on: date,
    numbered: Sequence[tuple[int, ClauseText]],
    source: Source | None,
) -> Iterator[Reason]:
    if not (title.en.strip() and title.km.strip()):
        yield rules.reason("no_title")
    if not (issuer.en.strip() and issuer.km.strip()):
        yield rules.reason("no_issuer")
    known = orders.directive_of(source.ref) if source else None
    if known is not None:
        yield rules.reason("entered", ref=known.ref)
    yield from rules.reasons_against_issuing(
        [_written(number, clause) for number, clause in numbered],
        text=source.text if source else "",
        issued_on=issued_on,
    )


def _written(number: int, clause: ClauseText) -> Written:
    return Written(
        number=number,
        words=clause.words.en + clause.words.km,
        addressees=(clause.addressees.en, clause.addressees.km),
        terms=clause.terms or Terms(),
    )


def _write_clause(
    directive: Directive, number: int, clause: ClauseText, source: Source | None, at: datetime
) -> Iterator[Clause | ClauseTerms]:
    written = Clause.objects.create(
        directive=directive,
        number=number,
        state=ClauseState.ISSUED,
        text_en=clause.words.en,
        text_km=clause.words.km,
        addressees_en=clause.addressees.en,
        addressees_km=clause.addressees.km,
        language=clause.language,
        recorded_at=at,
    )
    yield written
    if source is not None and clause.terms is not None:
        yield ClauseTerms.objects.create(
            clause=written,
            source_ref=source.ref,
            language=source.language,
            kinds=list(clause.terms.kinds),
            consequence=clause.terms.consequence.strip(),
            deadline=clause.terms.deadline.strip(),
            due_on=clause.terms.due_on,
            recorded_at=at,
        )


@transaction.atomic
def report_clause(
    *, actor: Actor, words: Words, claim_ref: str, dated: date | None, at: datetime
) -> Clause | None:
    """Put a clause that an accepted claim reports beside the directive it belongs to.

    The directive is the one issued nearest to `dated` (the newest before `at` if the source gives
    no date). Return None when no directive is entered that the report could mean: the claim then
    stands by itself, and nothing is invented for it.
    """
    actor.require(Permission.CLAIM_JUDGE)
    known = Clause.objects.filter(claim_ref=claim_ref).first()
    if known is not None:
        return known
    directive = orders.directive_meant(dated, at=at)
    if directive is None:
        return None
    clause = Clause.objects.create(
        directive=directive,
        number=orders.last_number(directive) + 1,
        state=ClauseState.REPORTED,
        text_en=words.text,
        language=words.language,
        claim_ref=claim_ref,
        recorded_at=at,
    )
    journal.record(
        actor=actor.key,
        kind="directives:clause:report",
        subject=directive.ref,
        at=at,
        wrote=[clause],
    )
    return clause
