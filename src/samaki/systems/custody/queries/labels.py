"""Labels of exhibits on paper: what is stuck on a bag, with the code that a scanner reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.printing import qr
from samaki.ground.printing.pdf import compile_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from samaki.systems.custody.queries.exhibits import ExhibitLine

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "custody" / "labels.typ"


def labels(lines: Iterable[ExhibitLine], *, language: str, at: datetime) -> bytes:
    """Return a sheet of labels as PDF: A4, three by eight, in the order of the exhibits.

    The code says the reference alone. No name of a person stands on a label. Raises
    GlyphsMissingError if a description has a letter that no font of the print has.
    """
    with translation.override(language):
        data = {
            "title": _("Labels of exhibits"),
            "empty": _("No exhibit is chosen."),
            "labels": [_label(line) for line in lines],
        }
    return compile_pdf(TEMPLATE, data, language=language, at=at)


def _label(line: ExhibitLine) -> dict[str, str]:
    pieces = _("pieces: %(pieces)s") % {"pieces": wording.number(line.pieces)}
    return {
        "ref": line.ref,
        "qr": qr.svg(line.ref),
        "seal": _("Seal %(seal)s") % {"seal": line.seal},
        "what": f"{line.kind_name} · {pieces}",
        "description": line.description,
        "seized": f"{line.site} · {wording.day(timezone.localtime(line.happened_at).date())}",
    }
