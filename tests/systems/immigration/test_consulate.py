"""The consulate: told of the right first, asked, and never notified against the person's will."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from samaki.systems.immigration.models import ConsularAnswer
from samaki.systems.immigration.services.notices import tell_person
from samaki.systems.immigration.services.pleas import decide_plea, record_plea
from samaki.systems.immigration.services.refusals import CaseRefusedError

if TYPE_CHECKING:
    from tests.systems.immigration.file import Bench

    from samaki.systems.immigration.models import ExpulsionCase


def _codes(refused: pytest.ExceptionInfo[CaseRefusedError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_nobody_is_asked_or_notified_before_the_person_was_told(bench: Bench) -> None:
    case = bench.open(bench.named())

    with pytest.raises(CaseRefusedError) as refused:
        bench.answer(case, "wants")
    assert _codes(refused) == {"not_told"}
    with pytest.raises(CaseRefusedError) as refused:
        bench.notify(case)
    assert _codes(refused) == {"not_told"}


def test_a_person_is_told_once_in_a_language(bench: Bench) -> None:
    case = bench.open(bench.named())
    with pytest.raises(CaseRefusedError) as refused:
        tell_person(
            actor=bench.officer,
            case=case.ref,
            language=" ",
            happened_at=bench.later(hours=1),
            at=bench.at,
        )
    assert _codes(refused) == {"no_language", "future"}
    bench.tell(case)

    with pytest.raises(CaseRefusedError) as refused:
        bench.tell(case)

    assert _codes(refused) == {"told_before"}


@pytest.mark.parametrize("answer", ["refuses", "undecided"])
def test_the_consulate_is_never_notified_against_the_persons_will(
    bench: Bench, answer: str
) -> None:
    case = bench.open(bench.named())
    bench.tell(case, answer)

    with pytest.raises(CaseRefusedError) as refused:
        bench.notify(case)

    assert _codes(refused) == {"against_will"}


def test_a_later_answer_stands_and_the_earlier_stays_on_record(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "undecided")
    bench.answer(case, "wants", at=bench.later(hours=1))

    bench.notify(case, at=bench.later(hours=2))

    assert list(ConsularAnswer.objects.values_list("answer", flat=True)) == ["undecided", "wants"]
    with pytest.raises(CaseRefusedError) as refused:
        bench.notify(case, at=bench.later(hours=3))
    assert _codes(refused) == {"notified_before"}


def test_an_answer_does_not_come_before_the_telling(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case)

    with pytest.raises(CaseRefusedError) as refused:
        bench.answer(case, "wants", at=bench.at - timedelta(hours=5))

    assert _codes(refused) == {"before_told"}


def test_whoever_asks_for_asylum_is_not_told_on_unless_asking_for_it_again(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "wants")
    plea = record_plea(
        actor=bench.officer,
        case=case.ref,
        kind="asylum",
        happened_at=bench.later(hours=1),
        at=bench.later(hours=1),
    )

    with pytest.raises(CaseRefusedError) as refused:
        bench.notify(case, at=bench.later(hours=2))
    assert _codes(refused) == {"asylum_first"}
    bench.answer(case, "wants", at=bench.later(hours=3))
    bench.notify(case, at=bench.later(hours=4))

    case.refresh_from_db()
    assert case.notice.notified_at == bench.later(hours=4)
    assert plea.hold


def test_a_refused_claim_lets_the_consulate_be_notified_as_asked(bench: Bench) -> None:
    case = bench.open(bench.named())
    bench.tell(case, "wants")
    plea = record_plea(
        actor=bench.officer, case=case.ref, kind="asylum", happened_at=bench.at, at=bench.at
    )
    decide_plea(
        actor=bench.authority, plea=plea.ref, act="refuse", body="Court", reasons="-", at=bench.at
    )

    bench.notify(case)

    assert _notified(case)


def test_who_wants_the_consulate_does_not_leave_before_it_is_notified(bench: Bench) -> None:
    case = bench.ready()
    bench.answer(case, "wants", at=bench.later(minutes=1))

    with pytest.raises(CaseRefusedError) as refused:
        bench.put_on(bench.manifest(), case)

    assert _codes(refused) == {"not_notified"}


def _notified(case: ExpulsionCase) -> bool:
    case.refresh_from_db()
    return case.notice.notified_at is not None
