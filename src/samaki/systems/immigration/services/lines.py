"""Taking a person off the list they wait on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.immigration import rules
from samaki.systems.immigration.models import ManifestLine

if TYPE_CHECKING:
    from samaki.systems.immigration.models import ExpulsionCase, Manifest


def take_off_waiting(case: ExpulsionCase) -> list[ManifestLine]:
    """Take the person of a locked case off the list they wait on; the caller journals the rows."""
    waiting = list(ManifestLine.objects.filter(case=case, state__in=rules.WAITING_LINES))
    for line in waiting:
        step_line(line, "take_off")
    return waiting


def rest(manifest: Manifest) -> None:
    """Say of a locked list that it has left, once some have and nobody waits on it any more.

    The caller journals the row.
    """
    states = set(manifest.lines.values_list("state", flat=True))
    if rules.LineState.LEFT in states and not states & rules.WAITING_LINES:
        manifest.state = rules.ManifestState.LEFT
        manifest.save(update_fields=["state"])


def step_line(line: ManifestLine, act: str) -> ManifestLine:
    """Bring a line into the state that follows an act; the caller journals the row."""
    line.state = rules.LINE.after(rules.LineState(line.state), act)
    line.save(update_fields=["state"])
    return line
