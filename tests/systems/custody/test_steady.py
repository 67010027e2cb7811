"""A figure that takes several questions is of one state of the books, whoever enters meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from tests.systems.custody.case import IDN, POIPET, Case

from samaki.systems.custody.models import Account
from samaki.systems.custody.queries import books, steady
from samaki.systems.custody.queries.books import Moments

pytestmark = pytest.mark.django_db


def test_an_entry_between_two_questions_has_them_asked_again(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.take({IDN: 271})
    ref = str(Account.objects.get(unit=POIPET).ref)
    asked: list[Moments] = []
    uncounted = vars(books)["_uncounted"]
    at = Moments(case.ago(1), case.at)

    def with_an_entry(moments: Moments) -> Any:
        asked.append(moments)
        if len(asked) == 1:
            case.take({IDN: 10}, because="Meanwhile", hours=0.5)
        return uncounted(moments)

    monkeypatch.setattr(books, "_uncounted", with_an_entry)
    case.take({IDN: 1}, because="After", hours=0.2)

    assert sum(books.held([ref], at=at)[ref].values()) == 271
    assert len(asked) == 2


def test_it_is_told_whether_anything_was_recorded_since(case: Case) -> None:
    case.take({IDN: 1})
    told: list[bool] = []
    steady.of_one_state(told.append, moment=case.at)
    steady.of_one_state(told.append, moment=case.ago(9))
    assert told == [False, True]
