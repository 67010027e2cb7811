"""What is printed of the books: the chain-of-custody form that goes with a vehicle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.heads import words as heads_words
from samaki.ground.printing import coverage, qr
from samaki.ground.printing.pdf import compile_pdf
from samaki.systems.custody.models import Posting
from samaki.systems.custody.queries import handovers, whereabouts, words
from samaki.systems.custody.queries.books import Moments

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.ledger import Subject
    from samaki.systems.custody.queries.handovers import HandoverLine

_FORMS = Path(__file__).resolve().parents[1] / "templates" / "custody"
CHAIN = _FORMS / "chain_of_custody.typ"


def chain_of_custody(actor: Actor, line: HandoverLine, *, language: str, at: datetime) -> bytes:
    """Return the form of a hand-over as PDF: who is on the vehicle, and where each side signs.

    Names stand on it as far as the actor may read them. Raises GlyphsMissingError.
    """
    with translation.override(language):
        data = _data(actor, line, at)
    return compile_pdf(CHAIN, data, language=language, at=at)


def _data(actor: Actor, line: HandoverLine, at: datetime) -> dict[str, Any]:
    sent = _sent(line)
    names = whereabouts.faces(actor, [s.person for s in sent if s.person], at=at)
    receipts = handovers.receipts(line.ref, Moments(at, at))
    charge = handovers.charge(line.ref)
    return {
        "title": _("Chain-of-custody form"),
        "ref": line.ref,
        "spelled": words.spelled(line.ref),
        "qr": qr.svg(line.ref),
        "purpose": _(
            "Both sides sign what they counted. Who is not received stays with the escort, in the "
            "books too."
        ),
        "facts": [
            [_("Sent by"), line.giver],
            [_("To"), line.receiver],
            [_("Escort, who answers for them on the road"), line.owner],
            [_("Left"), wording.moment(line.left_at)],
            [_("Vehicle"), line.vehicle or "–"],
            [_("Seals"), ", ".join(line.seals) or "–"],
            *([[_("Charge"), "; ".join(charge)]] if charge else []),
            *_changes(line.ref, at),
        ],
        "head": [_("Who"), _("Name, as given"), _("Sent"), _("Received")],
        "rows": [_row(subject, count, names) for subject, count in sent.items()],
        "foot": [_("Altogether"), "", wording.number(line.sent), ""],
        "receipts": [
            [
                r.ref,
                words.spelled(r.ref),
                words.movement_kind(r.kind),
                wording.number(r.count),
                wording.moment(r.happened_at),
            ]
            for r in receipts
        ],
        "receipts_title": _("Receipts"),
        "between": _("In transit still: %(n)s") % {"n": wording.number(line.between)},
        "signs": [
            [_("Sender"), line.giver],
            [_("Escort"), line.owner],
            [_("Receiver"), line.receiver],
        ],
        "sign_lines": [_("Name and rank"), _("Day and hour"), _("Signature")],
        "printed": _("Printed %(moment)s. The register of Samaki has the last word.")
        % {"moment": wording.moment(at)},
    }


def _changes(ref: str, at: datetime) -> Iterator[list[str]]:
    """Yield what changed on the road: the former vehicle or escort, until when."""
    words_of = {"vehicle": _("Vehicle before"), "escort": _("Escort before")}
    for line in handovers.answers(ref, Moments(at, at)):
        if line.kind in words_of:
            until = _("until %(moment)s") % {"moment": wording.moment(line.happened_at)}
            yield [words_of[line.kind], f"{line.former or '–'}, {until}"]


def _sent(line: HandoverLine) -> dict[Subject, int]:
    rows = Posting.objects.filter(movement=line.movement, count__gt=0).order_by("person", "pk")
    return {row.subject: row.count for row in rows}


def _row(subject: Subject, count: int, names: dict[str, whereabouts.Face]) -> list[str]:
    name = (names[subject.person].name or "") if subject.person else ""
    who = heads_words.cell_in_words(subject.cell)
    return [
        f"{subject.person} · {who}" if subject.person else who,
        # A script that no font of the print has is read in the books: the vehicle does not wait.
        name if coverage.is_printable(name) else _("in the books"),
        wording.number(count),
        "",
    ]
