"""Background work of retention: what is due is shredded, a batch in a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.jobs.registry import work
from samaki.ground.retention import queries, registry, services

if TYPE_CHECKING:
    from samaki.ground.jobs.progress import Progress


@work(
    services.SHRED,
    title=_("Shred what is due"),
    purpose=_(
        "Removes for good the personal values whose time is over and that nothing keeps. The "
        "proof that they were there stays."
    ),
    permission=Permission.VALUE_SHRED,
)
def shred(progress: Progress) -> None:
    """Shred what is due; what was shredded before an interruption is not due any more."""
    at = progress.now()
    found = [
        (code, references)
        for code in registry.kinds()
        for some in queries.due(code, at=at)
        for references in _in_batches(some)
    ]
    progress.of(progress.done + sum(len(references) for _code, references in found))
    for code, references in found:
        with progress.step(len(references)):
            now = progress.now()
            # Looked up anew for each batch: a permission withdrawn meanwhile ends the shredding.
            asker = access.actor_behind(progress.asked_by, at=now)
            services.shred_what_may_go(actor=asker, kind=code, among=references, at=now)
    services.leave_no_trace()


def _in_batches(references: list[str]) -> list[list[str]]:
    return [
        references[first : first + services.BATCH]
        for first in range(0, len(references), services.BATCH)
    ]
