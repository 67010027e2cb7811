"""A count asked of a governor: asked with a reason, answered by that office alone, never erased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.directives.conftest import office

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.sources.models import Source
from samaki.systems.directives import rules
from samaki.systems.directives.models import CountAnswer, CountRequest
from samaki.systems.directives.queries import asks
from samaki.systems.directives.rules import Asked
from samaki.systems.directives.services.asks import AskRefusedError, answer_count, ask_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.systems.directives.conftest import Duty

FIRST, LAST = date(2025, 11, 14), date(2025, 11, 16)
OF_ALL = Asked("", FIRST, LAST)


def _ask(duty: Duty, asked: Asked = OF_ALL, **more: object) -> CountRequest:
    given_: dict[str, object] = {"words": "Two reports differ", "due_at": duty.due, **more}
    return ask_count(
        actor=duty.secretariat,
        area="KH-1",
        asked=asked,
        at=duty.at,
        **given_,  # type: ignore[arg-type]
    )


def _codes(act: Callable[[], object]) -> set[str]:
    with pytest.raises(AskRefusedError) as refused:
        act()
    return {each.code for each in refused.value.reasons}


def test_a_count_is_asked_answered_and_corrected_and_both_answers_stay(duty: Duty) -> None:
    asked = _ask(duty)
    assert [each.ref for each in asks.of_offices({"command-KH-1"})] == [asked.ref]

    first = answer_count(actor=duty.governor, request=asked.ref, count=312, at=duty.at)
    second = answer_count(
        actor=duty.governor,
        request=asked.ref,
        count=310,
        words="Two were counted twice",
        corrects=first.pk,
        at=duty.at,
    )

    assert not asks.of_offices({"command-KH-1"}).exists(), "it waits for nothing any more"
    found = asks.find(duty.secretariat, asked.ref)
    assert found is not None
    assert asks.newest(found) == second
    assert list(found.answers.values_list("count", flat=True)) == [312, 310]
    words = Source.objects.get(ref=second.source_ref).text
    assert "310 people had been found in Banteay Meanchey (KH-1) since 14 November 2025." in words


def test_what_is_not_known_is_said_in_words(duty: Duty) -> None:
    asked = _ask(duty, Asked("IDN", FIRST, LAST))
    assert _codes(
        lambda: answer_count(actor=duty.governor, request=asked.ref, count=None, at=duty.at)
    ) == {"answer_nothing"}

    answer = answer_count(
        actor=duty.governor, request=asked.ref, count=None, words="No list was kept", at=duty.at
    )

    assert "not known" in Source.objects.get(ref=answer.source_ref).text


def test_every_reason_against_asking_is_given_at_once(duty: Duty) -> None:
    today = duty.at.date()
    asked = Asked("", today + timedelta(days=9), today + timedelta(days=2))

    assert _codes(lambda: _ask(duty, asked, words=" ", due_at=duty.at)) == {
        "ask_backwards",
        "ask_to_come",
        "ask_no_words",
        "due_past",
    }


def test_the_same_count_is_asked_once_until_it_is_answered(duty: Duty) -> None:
    asked = _ask(duty)
    assert _codes(lambda: _ask(duty)) == {"asked"}
    _ask(duty, Asked("VNM", FIRST, LAST))
    answer_count(actor=duty.governor, request=asked.ref, count=0, at=duty.at)

    assert _ask(duty).ref != asked.ref


def test_only_the_office_that_is_asked_answers(duty: Duty) -> None:
    asked = _ask(duty)
    police = office("police-KH-1", "KH-1")
    elsewhere = office("command-KH-18", "KH-18")

    def answer(actor: object) -> object:
        return answer_count(actor=actor, request=asked.ref, count=1, at=duty.at)  # type: ignore[arg-type]

    assert _codes(lambda: answer(police)) == {"not_office"}
    with pytest.raises(PermissionRefusedError):
        answer(elsewhere)
    with pytest.raises(PermissionRefusedError):
        ask_count(
            actor=duty.governor, area="KH-1", asked=OF_ALL, words="x", due_at=None, at=duty.at
        )
    assert asks.find(elsewhere, asked.ref) is None, "another province does not read it"


def test_an_answer_that_came_meanwhile_is_not_overwritten(duty: Duty) -> None:
    asked = _ask(duty)
    answer_count(actor=duty.governor, request=asked.ref, count=5, at=duty.at)

    assert _codes(
        lambda: answer_count(
            actor=duty.governor, request=asked.ref, count=6, words="Mended", at=duty.at
        )
    ) == {"answer_changed"}


def test_an_answer_after_the_due_time_is_late_and_silence_is_overdue(duty: Duty) -> None:
    asked = _ask(duty)
    after = duty.due + timedelta(minutes=1)
    found = asks.find(duty.secretariat, asked.ref)
    assert found is not None
    assert not asks.line(found, at=duty.due).is_overdue
    assert asks.line(found, at=after).key == "overdue"

    assert answer_count(actor=duty.governor, request=asked.ref, count=5, at=after).is_late


def test_the_database_keeps_one_first_answer(duty: Duty, at: datetime) -> None:
    answer = answer_count(actor=duty.governor, request=_ask(duty).ref, count=5, at=duty.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountAnswer.objects.create(
            request=answer.request,
            count=6,
            is_late=False,
            source_ref="S",
            answered_at=at,
            answered_by="x",
            office_id=answer.office_id,
        )


@given(st.one_of(st.none(), st.integers(-5, 200_000)), st.sampled_from(["", " ", "why"]))
def test_an_answer_that_is_taken_says_something_possible(count: int | None, words: str) -> None:
    taken = not rules.reasons_against_answer(count, words, is_correction=False)

    possible = count is None or 0 <= count <= rules.MOST_FOUND
    assert taken == (possible and (count is not None or bool(words.strip())))
