"""A batch of documents is read one by one, as the officer who asked for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from tests.ground.proposing.server import answering, serving

from samaki.ground.access import queries as access
from samaki.ground.access.actors import NOBODY, PermissionRefusedError, machine
from samaki.ground.access.rules import Machine
from samaki.ground.jobs import services as jobs
from samaki.ground.jobs.models import Job
from samaki.ground.jobs.rules import JobState
from samaki.ground.proposing import calls
from samaki.ground.sources.models import Source
from samaki.kernel.reading.batch import BatchError
from samaki.systems.claims import services
from samaki.systems.claims.models import Claim
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.sources.services import Document
    from samaki.kernel.reading.drafts import Reading

pytestmark = pytest.mark.django_db
BATCH = """{"text": "Police found 91 Vietnamese in Phnom Penh.", "published": "2025-11-14"}
{"text": "  "}
{"text": "Police found 271 Indonesians in Poipet.", "outlet": "Gazette", "kind": "official"}
{"text": "Police found 91 Vietnamese in Phnom Penh.", "published": "2025-11-14"}
"""


@pytest.fixture
def duty(ground_once: int, at: datetime) -> Actor:
    """Return the duty officer of the demo world."""
    return world.actor("duty", at=at)


def _read(actor: Actor, words: str, at: datetime) -> Job:
    job, _is_new = services.ask_reading(actor=actor, words=words, at=at)
    job.refresh_from_db()
    return job


def test_a_batch_is_read_and_what_is_bad_is_said(duty: Actor, at: datetime) -> None:
    job = _read(duty, BATCH, at)

    assert (job.state, job.done, job.total, job.bad) == (JobState.DONE, 4, 4, 1)
    assert job.result == {
        "filed": 2,
        "known": 1,
        "bad": [
            {
                "what": "Document 2",
                "reasons": [
                    {
                        "wording": "The text is empty. Paste the words of the document.",
                        "values": {},
                    }
                ],
            }
        ],
    }
    assert set(Source.objects.values_list("filed_by", flat=True)) == {duty.key}
    assert set(Source.objects.values_list("kind", flat=True)) == {"press", "official"}
    assert Claim.objects.filter(low=271).exists()


def test_the_same_batch_again_adds_nothing(duty: Actor, at: datetime) -> None:
    first = _read(duty, BATCH, at)
    claims = Claim.objects.count()

    again = _read(duty, BATCH, at)

    assert again != first
    assert again.result["known"] == 3
    assert (Source.objects.count(), Claim.objects.count()) == (2, claims)


def test_reading_needs_the_permission_to_file_and_to_ask(duty: Actor, at: datetime) -> None:
    for username in ("command", "intake"):
        with pytest.raises(PermissionRefusedError):
            services.ask_reading(actor=world.actor(username, at=at), words="x", at=at)

    assert not Job.objects.exists()


def test_a_permission_withdrawn_meanwhile_ends_the_reading(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "actor_behind", Mock(return_value=NOBODY))

    job = _read(duty, BATCH, at)

    assert (job.state, job.done) == (JobState.FAILED, 0)
    assert job.error == "Who asked for it may not do this any more: claims:source:file."
    assert not Source.objects.exists()


def test_a_document_that_the_reader_stumbles_over_does_not_keep_the_others_waiting(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = services.drafts_of

    def stumbles_over_the_first(
        document: Document, *, at: datetime, asks_model: bool
    ) -> Reading | None:
        assert Job.objects.get().done, "what nobody foresaw"
        return reading(document, at=at, asks_model=asks_model)

    monkeypatch.setattr(services, "drafts_of", stumbles_over_the_first)

    job = _read(duty, BATCH, at)

    assert (job.state, job.done, job.bad) == (JobState.DONE, 4, 2)
    assert "The reader broke off (AssertionError: what nobody foresaw" in str(job.result["bad"][0])


def test_a_database_in_use_is_no_fault_of_the_document(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = Mock(side_effect=OperationalError("database is locked"))
    monkeypatch.setattr(services, "drafts_of", locked)

    job = _read(duty, BATCH, at)

    assert (job.state, job.bad) == (JobState.FAILED, 0)


def test_a_kind_that_does_not_exist_is_refused_before_anything_is_asked(
    duty: Actor, at: datetime
) -> None:
    with pytest.raises(BatchError) as refused:
        services.ask_reading(actor=duty, words='{"text": "x", "kind": "gossip"}', at=at)

    assert refused.value.reasons == (
        (
            "Document 1: 'gossip' is no kind of source. "
            "There are: official, return, press, hearsay, register."
        ),
    )
    assert not Job.objects.exists()


def test_words_are_given_and_cannot_be_changed_unnoticed(duty: Actor, at: datetime) -> None:
    job = _read(duty, BATCH, at)

    assert job.given["documents"][2]["outlet"] == "Gazette"
    assert "given" not in Job.unsealed_columns


def test_an_actor_is_known_by_its_key(duty: Actor, at: datetime) -> None:
    assert access.actor_behind(duty.key, at=at) == duty
    assert access.actor_behind(Machine.WORKER, at=at) == machine(Machine.WORKER)
    assert access.actor_behind("account:999999", at=at) is NOBODY
    assert access.actor_behind("nobody", at=at) is NOBODY


def test_the_queue_knows_only_works_that_are_declared(duty: Actor, at: datetime) -> None:
    with pytest.raises(AssertionError, match="no work of the kind"):
        jobs.ask_job(actor=duty, kind="unheard-of", subject="x", at=at)


PROPOSES = "In the yard: 12 souls. Police found 30 Thais in Kampot."
SAID = {
    "claims": [
        {"kind": "found", "quote": "In the yard: 12 souls.", "count": "12"},
        {"kind": "deported", "quote": "Police found 30 Thais in Kampot.", "count": "30"},
        {"kind": "found", "quote": "Police found 30 Thais in Kampot.", "count": "3"},
    ]
}


def test_a_model_that_is_named_proposes_what_the_grammar_has_not(
    duty: Actor, at: datetime, settings: Any
) -> None:
    settings.SAMAKI_MODEL_NAME = "small-1"
    with serving(answering(json.dumps(SAID))) as (url, asked):
        settings.SAMAKI_MODEL_URL = url
        job = _read(duty, json.dumps({"text": PROPOSES, "published": "2025-11-14"}), at)

    assert job.bad == 0
    assert [said["messages"][1]["content"] for said in asked] == [PROPOSES]
    drafts = Claim.objects.order_by("low").values_list("low", "kind", "rule")
    assert [(low, kind) for low, kind, _rule in drafts] == [(12, "found"), (30, "found")]
    assert drafts[0][2] == "model:small-1", "a person reads who proposed it"
    assert "model" not in drafts[1][2], "and the grammar's own stands as it was"


def test_a_model_that_does_not_answer_keeps_no_document_waiting(
    duty: Actor, at: datetime, settings: Any
) -> None:
    settings.SAMAKI_MODEL_NAME, settings.SAMAKI_MODEL_URL = "small-1", "http://127.0.0.1:9/v1"

    job = _read(duty, BATCH, at)

    assert (job.state, job.done, job.bad) == (JobState.DONE, 4, 1)
    assert Claim.objects.filter(low=271).exists()


def test_without_a_model_no_text_leaves_this_machine(
    duty: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "complete", Mock(side_effect=AssertionError("nobody is asked")))

    assert _read(duty, BATCH, at).bad == 1
