"""Drafts of all sources in one queue, the most doubtful first, each with why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access.models import Account
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.systems.claims import queries, rules
from samaki.systems.claims.rules import Doubt, Stated
from samaki.systems.claims.services import read_source

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.sources.models import Source

WRONG_SUM = (
    "On 12 November police in Kampot detained 90 people in all: 40 Chinese, 30 Vietnamese and "
    "30 Indonesians."
)


def _stated(**more: object) -> Stated:
    values: dict[str, object] = {
        "ref": "C-1",
        "kind": "detained",
        "low": 5,
        "high": 5,
        "nationalities": (),
        "mode": None,
        "sex": None,
        "provinces": ("KH-1",),
        "since": None,
        "day": date(2025, 11, 12),
        "agg": None,
        "modality": "asserted",
        "published_on": None,
    }
    return Stated(**{**values, **more})  # type: ignore[arg-type]


def test_what_a_text_says_against_itself_comes_before_what_is_read_for_sure(
    source: Source, duty: Actor, at: datetime
) -> None:
    document = Document(text=WRONG_SUM, kind=SourceKind.PRESS, published_on=date(2025, 11, 13))
    wrong = read_source(actor=duty, document=document, at=at)

    found = queries.queued(queries.queue())

    assert {source, wrong} <= {line.claim.source for line, _doubts in found}
    contradicted = [Doubt.CONTRADICTED in doubts for _line, doubts in found]
    assert contradicted == sorted(contradicted, reverse=True)
    assert wrong in {line.claim.source for line, doubts in found if Doubt.CONTRADICTED in doubts}
    scores = [line.claim.score for line, doubts in found if Doubt.CONTRADICTED not in doubts]
    assert scores == sorted(scores)


def test_what_is_decided_leaves_the_queue_and_the_next_one_is_shown(
    world_once: int, db: None
) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    before = queries.queue().count()
    assert before > 0
    first = queries.queue()[0]
    page = client.get("/claims/queue/").content.decode()
    assert f'id="{first.ref}"' in page

    answer = client.post(f"/claims/{first.ref}/reject/", {"reason": "No", "from": "queue"})

    assert answer.headers["Location"] == "/claims/queue/"
    assert queries.queue().count() == before - 1
    assert f'id="{first.ref}"' not in client.get("/claims/queue/").content.decode()


def test_the_queue_asks_no_more_of_the_database_for_more_sources(
    db: None, duty: Actor, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for count in range(30, 42):
        text = f"On 12 November police in Kampot detained {count} people."
        document = Document(text=text, kind=SourceKind.PRESS, published_on=date(2025, 11, 13))
        read_source(actor=duty, document=document, at=at)

    with django_assert_max_num_queries(8):
        found = queries.queued(queries.queue()[:20])

    assert len({line.claim.source_id for line, _doubts in found}) > 8


@pytest.mark.parametrize(
    ("said", "score", "expected"),
    [
        (_stated(), 1.0, ()),
        (_stated(day=None), 1.0, (Doubt.NO_DAY,)),
        (_stated(provinces=()), 0.5, (Doubt.UNSURE, Doubt.NO_PLACE)),
        (_stated(kind="seized", day=None, provinces=()), 1.0, ()),
        (_stated(modality="planned"), 1.0, (Doubt.NOT_DONE,)),
    ],
)
def test_every_doubt_is_named(said: Stated, score: float, expected: tuple[Doubt, ...]) -> None:
    assert rules.doubts(said, score=score, is_contradicted=False) == expected


@given(st.floats(0, 1))
def test_a_contradiction_is_always_told_first(score: float) -> None:
    plain = rules.doubts(_stated(day=None), score=score, is_contradicted=False)

    assert rules.doubts(_stated(day=None), score=score, is_contradicted=True) == (
        Doubt.CONTRADICTED,
        *plain,
    )
