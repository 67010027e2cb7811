"""What can stand as evidence: papers of custody's books, people's and things', and sources.

This is the one table of them: what looks like one has to be on record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samaki.ground.sources.models import Source
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    CustodyExtension,
    Disposition,
    Ending,
    Establishment,
    Exhibit,
    FoundAgain,
    Handover,
    Intake,
    IntakeSheet,
    Payment,
    PhysicalCount,
    Receipt,
    Release,
    ThingCount,
    ThingHandover,
    ThingReceipt,
)
from samaki.systems.custody.rules import counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from samaki.kernel.reasons import Reason

_ON_RECORD: dict[str, QuerySet[Any]] = {
    "CO": PhysicalCount.objects.all(),
    "DS": Disposition.objects.all(),
    "EN": Ending.objects.filter(movement__isnull=False),
    "ES": Establishment.objects.all(),
    "EX": Exhibit.objects.all(),
    "FA": FoundAgain.objects.all(),
    "HV": Handover.objects.all(),
    "IN": Intake.objects.all(),
    "PX": CustodyExtension.objects.all(),
    "PY": Payment.objects.all(),
    "RC": Receipt.objects.all(),
    "RL": Release.objects.filter(state=rules.ReleaseState.CONFIRMED),
    "SH": IntakeSheet.objects.all(),
    "SRC": Source.objects.all(),
    "XC": ThingCount.objects.all(),
    "XH": ThingHandover.objects.all(),
    "XR": ThingReceipt.objects.all(),
}


def reference_in(evidence: str) -> str | None:
    """Return the reference that a piece of evidence is, or None if it names a paper in words."""
    return counts.reference_in(evidence, prefixes=_ON_RECORD)


def reasons_against_evidence(evidence: str, *, own: str) -> Iterator[Reason]:
    """Yield the reason against evidence that is said to be on record and is not, or is `own`."""
    ref = reference_in(evidence)
    if ref is None:
        return
    if ref == own:
        yield rules.reason("own_evidence", ref=ref)
    elif not _ON_RECORD[ref.partition("-")[0]].filter(ref=ref).exists():
        yield rules.reason("unknown_evidence", evidence=ref)
