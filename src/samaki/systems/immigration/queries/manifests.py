"""Reads of lists: who stands on one, who could, and the list as a table for the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.access import queries as access
from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import nationality
from samaki.ground.places.rules import COUNTRY
from samaki.kernel.spreadsheets import spreadsheet_safe
from samaki.systems.custody.queries import whereabouts
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import Manifest, ManifestLine
from samaki.systems.immigration.queries import cases, words

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.queries.whereabouts import Face
    from samaki.systems.immigration.models import ExpulsionCase


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a list, as one reader may see them, and what is in the way of their leaving."""

    line: ManifestLine
    face: Face | None
    number: str
    state: str
    against: tuple[str, ...]

    @property
    def name(self) -> str | None:
        """The name, or None where it is hidden."""
        return self.face.name if self.face else None


@dataclass(frozen=True, slots=True)
class Ready:
    """A person with an order who is on no list, and what is in the way of listing them."""

    case: ExpulsionCase
    face: Face | None
    against: tuple[str, ...]


def manifests(eyes: Actor) -> QuerySet[Manifest]:
    """Return the lists, the next to leave or last left first; nobody without CASE_SEE sees any."""
    found = Manifest.objects.prefetch_related("lines")
    return found if eyes.may(Permission.CASE_SEE) else found.none()


def manifest(eyes: Actor, ref: str) -> Manifest | None:
    """Return a list the reader may see, or None."""
    return manifests(eyes).filter(ref=ref).first()


def prepared_in(found: Manifest) -> frozenset[str]:
    """Return the areas over which whoever prepared a list recorded departures then."""
    made = (found.prepared_by, found.prepared_at)
    areas = access.areas_then([made], Permission.DEPARTURE_RECORD)[made]
    return areas or frozenset({COUNTRY})


def may_give_up(eyes: Actor, found: Manifest) -> bool:
    """Tell whether it is a list of the reader's office, empty or not."""
    return any(eyes.may(Permission.DEPARTURE_RECORD, area=area) for area in prepared_in(found))


def listed(eyes: Actor, found: Manifest, *, at: datetime) -> list[Listed]:
    """Return who stands or stood on a list in the reader's areas, in the order of listing."""
    mine = {c.pk: c for c in cases.seen(eyes).filter(lines__manifest=found)}
    lines = [line for line in found.lines.all() if line.case_id in mine]
    faces = whereabouts.faces(eyes, [c.person for c in mine.values()], at=at)
    stands = cases.standings(
        mine[line.case_id] for line in lines if line.state in rules.WAITING_LINES
    )
    return [_listed(line, mine[line.case_id], faces, stands, at) for line in lines]


def ready(eyes: Actor, found: Manifest, *, at: datetime) -> list[Ready]:
    """Return the persons with an order who are on no list, those in whose way nothing is first."""
    ordered = list(cases.seen(eyes).filter(state=rules.ExpulsionState.ORDERED))
    faces = whereabouts.faces(eyes, [c.person for c in ordered], at=at)
    stands = cases.standings(ordered)
    every = [
        Ready(
            c,
            faces.get(c.person),
            _said(rules.reasons_against_leaving(stands[c.ref], leaves_at=found.leaves_at)),
        )
        for c in ordered
    ]
    return sorted(every, key=lambda each: (bool(each.against), each.case.since))


def table(eyes: Actor, found: Manifest, *, at: datetime) -> list[list[str]]:
    """Return a list as the rows of a spreadsheet, every cell safe in one, hidden names hidden."""
    head = [_("List"), _("Person"), _("Name as given"), _("Nationality"), _("Document"), _("State")]
    rows = [
        [
            found.ref,
            each.line.case.person,
            each.name or _("Name hidden from your role"),
            nationality(each.face.place.cell.nationality) if each.face and each.face.place else "",
            each.number,
            each.state,
        ]
        for each in listed(eyes, found, at=at)
    ]
    return [[spreadsheet_safe(cell) for cell in row] for row in [head, *rows]]


def route(found: Manifest) -> str:
    """Say how and where a list leaves: flight, Demonstration air, to Indonesia."""
    said = _("%(means)s, %(carrier)s, from %(checkpoint)s to %(state)s, %(moment)s")
    return said % {
        "means": words.capital(words.means(found.means)),
        "carrier": found.carrier,
        "checkpoint": found.checkpoint,
        "state": nationality(found.destination),
        "moment": wording.moment(found.leaves_at),
    }


def _listed(
    line: ManifestLine,
    case: ExpulsionCase,
    faces: dict[str, Face],
    stands: dict[str, rules.Standing],
    at: datetime,
) -> Listed:
    face, how = faces.get(case.person), stands.get(case.ref)
    papers = list(case.papers.all())
    line.case = case
    return Listed(
        line,
        face,
        papers[-1].number if papers and face and not face.is_hidden else "",
        words.capital(words.line_state(line.state)),
        _said(rules.reasons_against_leaving(how, leaves_at=at)) if how else (),
    )


def _said(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    return tuple(words.sentence(each) for each in reasons)
