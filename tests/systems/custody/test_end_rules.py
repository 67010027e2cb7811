"""What the table of custody's own ends asks for: each end says each thing that it lacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from samaki.systems.custody import rules
from samaki.systems.custody.rules import AccountKind, EndingState, reason
from samaki.systems.custody.rules.ends import (
    CONFIRMED,
    ENDS,
    Ended,
    Finding,
    Sides,
    Standing,
    reasons_against_confirming,
    reasons_against_ended,
    reasons_against_finding,
    ways_from,
)

WHOLE: dict[str, Any] = {
    "authority": "Prosecutor of the province",
    "document": "Order 12",
    "article": "Article 566",
    "reason": "As the guard said",
}
K = AccountKind


@pytest.mark.parametrize("kind", ENDS)
def test_every_end_says_each_thing_that_it_lacks(kind: AccountKind) -> None:
    found = reasons_against_ended(
        Ended(kind),
        source=min(ENDS[kind].sources),
        account="Poipet",
    )

    lacks = {"authority": "no_authority", "document": "no_document", "article": "no_article"}
    assert list(found) == [
        reason({**lacks, "reason": "no_cause"}[words]) for words in ENDS[kind].words
    ]


@pytest.mark.parametrize("kind", ENDS)
def test_an_end_that_has_all_it_needs_has_no_reason_against_it(kind: AccountKind) -> None:
    for source in ENDS[kind].sources:
        assert not list(
            reasons_against_ended(
                Ended(kind, **WHOLE),
                source=source,
                account="Poipet",
            )
        )


@pytest.mark.parametrize("kind", ENDS)
def test_nobody_leaves_an_account_in_a_way_that_does_not_lead_from_it(kind: AccountKind) -> None:
    for source in set(AccountKind) - ENDS[kind].sources:
        found = reasons_against_ended(Ended(kind, **WHOLE), source=source, account="Poipet")
        assert list(found) == [reason("not_from_there", account="Poipet")]


def test_a_receiver_is_the_escort_only_by_the_same_unit() -> None:
    assert Sides("police-BM", "BM", "police-BM", "BM").is_own_escort
    assert not Sides("police-BM", "BM", "pol-KH", "BM").is_own_escort


def test_what_is_no_end_of_custodys_own_is_not_one() -> None:
    for kind in ("", "expelled", "at_large", "station"):
        found = reasons_against_ended(
            Ended(kind, **WHOLE),
            source=K.STATION,
            account="Poipet",
        )
        assert list(found) == [reason("no_way")]


def test_the_gravest_ends_take_an_authority_and_a_second_person() -> None:
    assert {K.RELEASED, K.DEAD, K.HANDED_OVER_ABROAD} == CONFIRMED
    assert all("authority" in ENDS[kind].words for kind in CONFIRMED)
    assert ways_from(K.IN_TRANSIT) == (K.LEFT_VOLUNTARILY, K.ESCAPED, K.DEAD, K.UNKNOWN)
    assert ways_from(K.UNKNOWN) == (K.LEFT_VOLUNTARILY, K.ESCAPED, K.DEAD)
    assert ways_from(K.DEAD) == ()


def test_every_end_asks_for_somebodys_word_and_a_decision_for_its_paper() -> None:
    assert {kind: end.words for kind, end in ENDS.items()} == {
        **dict.fromkeys((K.LEFT_VOLUNTARILY, K.ESCAPED, K.UNKNOWN), ("reason",)),
        K.RELEASED_ON_SITE: ("reason",),
        K.DEAD: ("authority",),
        K.RELEASED: ("authority", "document"),
        K.HANDED_OVER_ABROAD: ("authority", "document", "article"),
    }
    assert [kind for kind, end in ENDS.items() if end.is_beforehand] == [
        *(K.RELEASED, K.HANDED_OVER_ABROAD)
    ]


def test_whoever_keeps_them_on_the_site_lets_them_go_there_and_no_station() -> None:
    assert ways_from(K.FOUND_ON_SITE) == tuple(ENDS)
    for kind in rules.UNIT_KINDS:
        assert ways_from(kind) == tuple(each for each in ENDS if each is not K.RELEASED_ON_SITE)


@pytest.mark.parametrize(
    ("kind", "state", "actor", "minutes", "codes"),
    [
        (K.RELEASED, EndingState.PREPARED, "account:9", 0, []),
        (K.RELEASED, EndingState.PREPARED, "account:9", -1, ["before_ending"]),
        (K.RELEASED, EndingState.PREPARED, "account:1", 5, ["own_ending"]),
        (K.RELEASED, EndingState.PREPARED, "account:9", None, ["no_departure"]),
        (K.DEAD, EndingState.PREPARED, "account:9", -600, []),
        (K.DEAD, EndingState.PREPARED, "account:9", None, []),
        (K.DEAD, EndingState.PREPARED, "account:9", -601, ["other_moment"]),
        (K.DEAD, EndingState.PREPARED, "account:9", 0, ["other_moment"]),
        (K.DEAD, EndingState.CONFIRMED, "account:1", -600, ["ending_over", "own_ending"]),
        (K.RELEASED, EndingState.WITHDRAWN, "account:9", -1, ["ending_over", "before_ending"]),
    ],
)
def test_a_second_person_confirms_what_waits_from_the_minute_it_was_prepared(
    at: datetime,
    kind: AccountKind,
    state: EndingState,
    actor: str,
    minutes: int | None,
    codes: list[str],
) -> None:
    prepared, died = at + timedelta(seconds=30), at - timedelta(minutes=600)
    paper = Standing("EN-2222", kind, state, "account:1", prepared, died, at)
    moment = None if minutes is None else at + timedelta(minutes=minutes)

    found = reasons_against_confirming(paper, actor=actor, happened_at=moment)

    assert [each.code for each in found] == codes


def test_another_moment_than_the_papers_is_said_with_the_paper_and_its_own(at: datetime) -> None:
    died = at - timedelta(minutes=600)
    paper = Standing("EN-2222", K.DEAD, EndingState.PREPARED, "account:1", at, died)

    found = list(reasons_against_confirming(paper, actor="account:9", happened_at=at))

    assert found == [reason("other_moment", ref="EN-2222", moment=died)]


def test_a_refused_confirmation_says_which_paper_when_and_by_whom_it_cannot_be() -> None:
    prepared = datetime(2025, 11, 18, 6, 0, 30, 500, tzinfo=UTC)
    minute, settled = prepared.replace(second=0, microsecond=0), prepared + timedelta(hours=1)
    waits = Standing("EN-2222", K.RELEASED, EndingState.PREPARED, "account:1", prepared)
    over = Standing(
        *("EN-3333", K.RELEASED, EndingState.WITHDRAWN, "account:1", prepared),
        settled_at=settled,
    )
    before = minute - timedelta(microseconds=1)

    assert not list(reasons_against_confirming(waits, actor="account:9", happened_at=minute))
    assert list(reasons_against_confirming(waits, actor="account:1", happened_at=before)) == [
        reason("own_ending", ref="EN-2222"),
        reason("before_ending", ref="EN-2222", moment=prepared),
    ]
    assert list(reasons_against_confirming(over, actor="account:9", happened_at=before)) == [
        reason("ending_over", ref="EN-3333", moment=settled),
        reason("before_ending", ref="EN-3333", moment=prepared),
    ]


@pytest.mark.parametrize("kind", AccountKind)
def test_only_who_escaped_left_or_is_unknown_is_found_again(
    kind: AccountKind, at: datetime
) -> None:
    finding = Finding(rules.Party(), "Article 96", "Seen", at)

    found = reasons_against_finding(finding, source=kind, account="There")

    is_back = kind in {K.ESCAPED, K.LEFT_VOLUNTARILY, K.UNKNOWN}
    assert list(found) == ([] if is_back else [reason("not_back", account="There")])


def test_who_is_found_again_is_held_on_a_basis_and_somebody_says_how(at: datetime) -> None:
    finding = Finding(rules.Party(), " ", "\t", at)

    assert list(reasons_against_finding(finding, source=K.DEAD, account="There")) == [
        *(reason("not_back", account="There"), reason("no_basis"), reason("no_finding"))
    ]
