"""A reference over the radio: found however it is typed, and said to be misheard if it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samaki.kernel.refs import reference
from samaki.systems.custody.services import handovers
from samaki.systems.custody.services.refusals import MovementRefusedError

if TYPE_CHECKING:
    from tests.systems.custody.case import Case

pytestmark = pytest.mark.django_db


def test_a_reference_is_found_however_it_is_typed_and_a_misheard_one_is_said_to_be_so(
    case: Case,
) -> None:
    case.take()
    sent = str(case.send().ref)
    khmer = sent.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))

    assert handovers.locked(f" {khmer.lower().replace('-', ' ')} ").ref == sent
    wrong = sent[:-1] + ("2" if sent[-1] != "2" else "3")
    other = reference("HV", 999)
    in_khmer = other.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    expected = {wrong: "misheard", other: "unknown_handover", in_khmer: "unknown_handover"}
    for typed, code in expected.items():
        with pytest.raises(MovementRefusedError) as refused:
            handovers.locked(typed)
        assert [reason.code for reason in refused.value.reasons] == [code]
