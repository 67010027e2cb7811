"""The only writer of directives and clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.kernel import refs
from samaki.systems.directives.models import Clause, Directive
from samaki.systems.directives.queries import orders
from samaki.systems.directives.rules import ClauseState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.agencies.services import Name


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause's words and whom it binds, in both languages."""

    words: Name
    addressees: Name


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source, and the language they are in (ISO 639-1)."""

    text: str
    language: str


@transaction.atomic
def issue_directive(
    *,
    actor: Actor,
    title: Name,
    issuer: Name,
    issued_on: date,
    clauses: Sequence[ClauseText],
    at: datetime,
) -> Directive:
    """Enter an order with its clauses, numbered from one in the order given."""
    actor.require(Permission.DIRECTIVE_ISSUE)
    journal.take_turn()
    directive = Directive.objects.create(
        ref=refs.reference("D", Directive.objects.count() + 1),
        title_en=title.en,
        title_km=title.km,
        issuer_en=issuer.en,
        issuer_km=issuer.km,
        issued_on=issued_on,
    )
    written = [
        Clause.objects.create(
            directive=directive,
            number=number,
            state=ClauseState.ISSUED,
            text_en=clause.words.en,
            text_km=clause.words.km,
            addressees_en=clause.addressees.en,
            addressees_km=clause.addressees.km,
            recorded_at=at,
        )
        for number, clause in enumerate(clauses, start=1)
    ]
    journal.record(
        actor=actor.key,
        kind=Permission.DIRECTIVE_ISSUE,
        subject=directive.ref,
        at=at,
        wrote=[directive, *written],
    )
    return directive


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
        number=directive.clauses.count() + 1,
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
