"""A flow: the table is checked when it is made, and only open acts lead on."""

from __future__ import annotations

from enum import StrEnum

import pytest

from samaki.kernel.flow import Flow, FlowError, StepRefusedError


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    DARK = "dark"


STEPS = {
    (Light.RED, "turn"): Light.GREEN,
    (Light.GREEN, "turn"): Light.RED,
    (Light.GREEN, "fail"): Light.DARK,
}


def test_an_open_act_leads_to_the_next_state() -> None:
    flow = Flow(start=Light.RED, ends=frozenset({Light.DARK}), steps=STEPS)

    assert flow.after(Light.RED, "turn") is Light.GREEN
    assert flow.acts(Light.GREEN) == ("turn", "fail")
    assert flow.states == tuple(Light)


def test_an_act_that_is_not_open_is_refused_with_those_that_are() -> None:
    flow = Flow(start=Light.RED, ends=frozenset({Light.DARK}), steps=STEPS)

    with pytest.raises(StepRefusedError, match="fail is not open once red; open: turn") as refused:
        flow.after(Light.RED, "fail")
    assert (refused.value.state, refused.value.act) == (Light.RED, "fail")
    assert refused.value.open_acts == ("turn",)


@pytest.mark.parametrize(
    ("ends", "steps", "faults"),
    [
        ({Light.DARK}, {(Light.RED, "fail"): Light.DARK}, ("Nothing leads to green.", "green is")),
        (set(), STEPS, ("dark is a dead end that is not declared.", "No end", "No end")),
        (
            {Light.DARK},
            {(Light.RED, "fail"): Light.DARK, (Light.RED, "turn"): Light.GREEN}
            | {(Light.GREEN, "stay"): Light.GREEN},
            ("No end can be reached from green.",),
        ),
    ],
)
def test_a_wrong_table_is_refused_with_every_fault(
    ends: set[Light], steps: dict[tuple[Light, str], Light], faults: tuple[str, ...]
) -> None:
    with pytest.raises(FlowError) as wrong:
        Flow(start=Light.RED, ends=frozenset(ends), steps=steps)

    assert len(wrong.value.faults) == len(faults)
    assert all(
        found.startswith(told) for found, told in zip(wrong.value.faults, faults, strict=True)
    )
