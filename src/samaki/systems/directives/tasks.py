"""Background work of the directives: the clock records what passed its due time unanswered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine
from samaki.ground.jobs.registry import work
from samaki.systems.directives.queries import obligations
from samaki.systems.directives.services.obligations import record_lapse
from samaki.systems.directives.services.steps import ObligationRefusedError

if TYPE_CHECKING:
    from samaki.ground.jobs.progress import Progress


@work(
    "lapses",
    title=_("Record lapses"),
    purpose=_(
        "Records a lapse for every obligation past its due time with nothing shown. It is on "
        "record as the clock's; what follows from it, people decide."
    ),
    subject="obligations",
)
def record_lapses(progress: Progress) -> None:
    """Record the lapses one by one; whoever answers meanwhile is spared."""
    clock = machine(Machine.CLOCK)
    found = obligations.overdue(at=progress.now())
    progress.of(progress.done + len(found))
    for ref in found:
        with progress.step():
            try:
                record_lapse(actor=clock, obligation=ref, words=None, at=progress.now())
            except ObligationRefusedError as refused:
                progress.note_bad(ref, refused.sentences)
            else:
                progress.count("lapsed")
