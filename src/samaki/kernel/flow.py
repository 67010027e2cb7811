"""A state machine as a table, checked when the module that holds it is imported.

Every state can be reached, every dead end is declared, and from every state some end can be
reached. Silence changes no state: only a named act does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

S = TypeVar("S", bound=Enum)


class FlowError(ValueError):
    """The table itself is wrong: a mistake of ours. Carries every fault, as a sentence."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class StepRefusedError(Exception):
    """The act is not open in that state. Carries the state, the act and the acts that are."""

    def __init__(self, state: Enum, act: str, open_acts: tuple[str, ...]) -> None:
        super().__init__(f"{act} is not open once {state.value}; open: {', '.join(open_acts)}")
        self.state = state
        self.act = act
        self.open_acts = open_acts


@dataclass(frozen=True, slots=True)
class Flow(Generic[S]):
    """States and the acts that lead from one to the next.

    `start` is where a thing begins, `ends` are the states in which it may rest for good, `steps`
    maps (state, act) to the next state. Raises FlowError when the table is wrong.
    """

    start: S
    ends: frozenset[S]
    steps: Mapping[tuple[S, str], S]

    def __post_init__(self) -> None:
        faults = (*self._unreachable(), *self._undeclared_ends(), *self._trapped())
        if faults:
            raise FlowError(faults)

    @property
    def states(self) -> tuple[S, ...]:
        """Every state, in the order of the enum."""
        return tuple(type(self.start))

    def acts(self, state: S) -> tuple[str, ...]:
        """Return the acts open in a state, in the order of the table."""
        return tuple(act for (source, act) in self.steps if source is state)

    def after(self, state: S, act: str) -> S:
        """Return the state that follows; StepRefusedError if the act is not open."""
        try:
            return self.steps[(state, act)]
        except KeyError:
            raise StepRefusedError(state, act, self.acts(state)) from None

    def _unreachable(self) -> tuple[str, ...]:
        reached = self._spread({self.start}, {(a, b) for (a, _), b in self.steps.items()})
        return tuple(f"Nothing leads to {s.value}." for s in self.states if s not in reached)

    def _undeclared_ends(self) -> tuple[str, ...]:
        return tuple(
            f"{s.value} is a dead end that is not declared."
            for s in self.states
            if not self.acts(s) and s not in self.ends
        )

    def _trapped(self) -> tuple[str, ...]:
        can_end = self._spread(set(self.ends), {(b, a) for (a, _), b in self.steps.items()})
        return tuple(
            f"No end can be reached from {s.value}."
            for s in self.states
            if s not in can_end and self.acts(s)
        )

    @staticmethod
    def _spread(found: set[S], links: set[tuple[S, S]]) -> set[S]:
        """Return `found` and all that follows from it along the links."""
        grown = found | {b for a, b in links if a in found}
        while grown != found:
            found, grown = grown, grown | {b for a, b in links if a in grown}
        return found
