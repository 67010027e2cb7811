"""The verbs of claims: a machine drafts, a person decides, and nothing is lost on the way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.sources.models import Source
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document, SourceRefusedError
from samaki.systems.claims import queries, rules, services
from samaki.systems.claims.models import Claim
from samaki.systems.claims.rules import ClaimState, Scope
from samaki.systems.claims.services import Correction, DecisionRefusedError
from samaki.systems.directives.models import Clause
from samaki.systems.directives.services.orders import ClauseText, issue_directive

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor

pytestmark = pytest.mark.django_db


def _of(source: Source, low: int) -> Claim:
    return Claim.objects.get(source=source, low=low, corrects=None)


def _mended(low: int | None, high: int | None, **more: object) -> Correction:
    fields: dict[str, object] = {
        "nationalities": ("VNM",),
        "provinces": ("KH-18",),
        "since": None,
        "day": date(2025, 11, 17),
    }
    return Correction(low=low, high=high, **{**fields, **more})  # type: ignore[arg-type]


def test_every_count_is_drafted_and_tied_to_its_words(source: Source) -> None:
    for low, words in ((1001, "over 1,000"), (63, "63"), (271, "271")):
        claim = _of(source, low)
        quote = queries.quote(claim)
        assert quote.count == words
        assert f"{quote.before}{quote.count}{quote.after}" in source.text
        assert queries.state(claim) is ClaimState.DRAFT


def test_a_draft_moves_no_figure_until_a_person_accepts_it(
    source: Source, duty: Actor, at: datetime
) -> None:
    assert queries.standing(known_at=at) == ()

    services.accept_claim(actor=duty, claim_ref=_of(source, 271).ref, at=at)

    (standing,) = queries.standing(known_at=at)
    assert (standing.stated.low, standing.stated.nationalities) == (271, ("IDN",))


def test_what_was_known_yesterday_is_still_known_to_have_been_known(
    source: Source, duty: Actor, at: datetime
) -> None:
    claim = _of(source, 271)
    services.accept_claim(actor=duty, claim_ref=claim.ref, at=at)
    later = at + timedelta(hours=1)
    services.reject_claim(actor=duty, claim_ref=claim.ref, reason="Withdrawn", at=later)

    assert len(queries.standing(known_at=at)) == 1
    assert queries.standing(known_at=later) == ()
    assert queries.state(claim, at=at) is ClaimState.ACCEPTED


def test_the_same_words_are_read_once(source: Source, duty: Actor, at: datetime) -> None:
    before = Claim.objects.count()
    document = Document(text=source.text, kind=SourceKind.PRESS, published_on=date(2025, 11, 18))

    again = services.read_source(actor=duty, document=document, at=at)

    assert again.pk == source.pk
    assert Claim.objects.count() == before


def test_a_correction_stands_in_the_claim_s_place_and_both_are_kept(
    source: Source, duty: Actor, at: datetime
) -> None:
    claim = _of(source, 63)
    mended = services.correct_claim(
        actor=duty, claim_ref=claim.ref, correction=_mended(61, 61), reason="Misread", at=at
    )

    assert queries.state(claim) is ClaimState.CORRECTED
    assert queries.corrected_by(claim) == mended
    (standing,) = queries.standing(known_at=at)
    assert (standing.stated.low, standing.stated.high) == (61, 61)


@pytest.mark.parametrize(
    ("low", "high", "since", "words"),
    [
        (None, None, None, "No number is given"),
        (9, 3, None, "more than at most 3"),
        (-1, None, None, "cannot be"),
        (0, rules.MOST + 1, None, "cannot be"),
        (1, 1, date(2025, 11, 18), "after it ends"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_its_reason(
    source: Source,
    duty: Actor,
    at: datetime,
    low: int | None,
    high: int | None,
    since: date | None,
    words: str,
) -> None:
    claim = _of(source, 63)

    with pytest.raises(DecisionRefusedError, match=words):
        services.correct_claim(
            actor=duty,
            claim_ref=claim.ref,
            correction=_mended(low, high, since=since),
            reason="Misread",
            at=at,
        )
    assert queries.state(claim) is ClaimState.DRAFT


def test_rejecting_and_correcting_ask_for_a_reason(
    source: Source, duty: Actor, at: datetime
) -> None:
    claim = _of(source, 63)

    with pytest.raises(DecisionRefusedError, match="reason is missing"):
        services.reject_claim(actor=duty, claim_ref=claim.ref, reason="  ", at=at)
    with pytest.raises(DecisionRefusedError, match="reason is missing"):
        services.correct_claim(
            actor=duty, claim_ref=claim.ref, correction=_mended(1, 1), reason="", at=at
        )


def test_what_somebody_decided_meanwhile_is_not_decided_twice(
    source: Source, duty: Actor, at: datetime
) -> None:
    claim = _of(source, 63)
    services.accept_claim(actor=duty, claim_ref=claim.ref, at=at)

    with pytest.raises(DecisionRefusedError, match="was decided already"):
        services.accept_claim(actor=duty, claim_ref=claim.ref, at=at)


def test_a_rejected_claim_may_be_accepted_after_all(
    source: Source, duty: Actor, at: datetime
) -> None:
    claim = _of(source, 63)
    services.reject_claim(actor=duty, claim_ref=claim.ref, reason="Hearsay", at=at)
    services.accept_claim(actor=duty, claim_ref=claim.ref, reason="Confirmed", at=at)

    assert queries.state(claim) is ClaimState.ACCEPTED
    assert [d.verb for d in queries.decisions(claim)] == ["reject", "accept"]


def test_who_may_not_decide_decides_nothing(source: Source, province: Actor, at: datetime) -> None:
    ref = _of(source, 63).ref

    with pytest.raises(PermissionRefusedError):
        services.accept_claim(actor=province, claim_ref=ref, at=at)
    with pytest.raises(PermissionRefusedError):
        services.reject_claim(actor=province, claim_ref=ref, reason="No", at=at)
    with pytest.raises(PermissionRefusedError):
        services.choose_scope(actor=province, claim_ref=ref, scope=Scope.WIDE, reason="No", at=at)


def test_a_scope_is_chosen_of_an_accepted_claim_alone_and_with_a_reason(
    source: Source, duty: Actor, at: datetime
) -> None:
    ref = _of(source, 1001).ref
    with pytest.raises(DecisionRefusedError) as refused:
        services.choose_scope(actor=duty, claim_ref=ref, scope=Scope.WIDE, reason="", at=at)
    assert len(refused.value.reasons) == 2

    services.accept_claim(actor=duty, claim_ref=ref, at=at)
    services.choose_scope(
        actor=duty, claim_ref=ref, scope=Scope.WIDE, reason="The outlet says so", at=at
    )

    (standing,) = queries.standing(known_at=at)
    assert (standing.scope, standing.is_chosen) == (Scope.WIDE, True)


def test_a_clause_accepted_is_put_beside_its_directive_once(
    source: Source, duty: Actor, at: datetime
) -> None:
    from samaki.ground.agencies.services import Name  # noqa: PLC0415 - beside its one use

    directive = issue_directive(
        actor=duty,
        title=Name("Order", "បទបញ្ជា"),
        issuer=Name("Prime Minister", "នាយករដ្ឋមន្ត្រី"),
        issued_on=date(2025, 11, 15),
        clauses=(ClauseText(Name("Root out.", "លុប។"), Name("All", "ទាំងអស់")),),
        at=at,
    )
    clause = Claim.objects.filter(source=source, kind="clause").first()
    assert clause is not None

    services.accept_claim(actor=duty, claim_ref=clause.ref, at=at)

    (reported,) = Clause.objects.filter(directive=directive, state="reported")
    assert "root out the gangs" in reported.text_en
    assert reported.claim_ref == clause.ref


def test_a_clause_without_a_directive_invents_none(
    source: Source, duty: Actor, at: datetime
) -> None:
    clause = Claim.objects.filter(source=source, kind="clause").first()
    assert clause is not None

    services.accept_claim(actor=duty, claim_ref=clause.ref, at=at)

    assert Clause.objects.count() == 0


def test_the_text_s_own_contradiction_is_found_and_said_once(source: Source) -> None:
    (objection,) = queries.objections(queries.contradictions(source))

    assert objection.kind == "event_before_its_cause"
    assert objection.words["order"] == "15 November"


@pytest.mark.parametrize(
    ("text", "published", "words"),
    [
        ("  \n ", None, "empty"),
        ("a\x00b", None, "NUL"),
        ("x" * 1_000_001, None, "most"),
        ("12 people.", date(2025, 11, 19), "yet to come"),
    ],
)
def test_a_text_that_cannot_be_filed_is_refused_with_its_reason(
    db: None, duty: Actor, at: datetime, text: str, published: date | None, words: str
) -> None:
    document = Document(text=text, kind=SourceKind.PRESS, published_on=published)

    with pytest.raises(SourceRefusedError, match=words):
        services.read_source(actor=duty, document=document, at=at)
    assert Source.objects.count() == 0


def test_a_claim_and_a_decision_cannot_be_changed_or_dropped(
    source: Source, duty: Actor, at: datetime
) -> None:
    claim = _of(source, 63)
    decision = services.accept_claim(actor=duty, claim_ref=claim.ref, at=at)

    for row in (claim, decision):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(low=1)
