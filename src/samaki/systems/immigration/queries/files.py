"""A person's file as one reader may see it: what identifies somebody hides with the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.systems.custody.queries import whereabouts
from samaki.systems.immigration.queries import words
from samaki.systems.immigration.queries.cases import ban_of, order_of

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.whereabouts import Face
    from samaki.systems.immigration.models import (
        ConsularNotice,
        Departure,
        ExpulsionCase,
        Plea,
        StatusCheck,
        TravelDocument,
        UndoneDeparture,
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A dated step of a case: done, waiting, or what stopped it."""

    at: datetime
    what: str
    more: str = ""
    sign: str = "met"


@dataclass(frozen=True, slots=True)
class File:
    """What one reader may read of a case: the words of the check and the papers, or nothing."""

    face: Face | None
    check: StatusCheck | None
    papers: tuple[TravelDocument, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether name, check and papers are kept from this reader."""
        return self.face is None or self.face.is_hidden


def file(eyes: Actor, case: ExpulsionCase, *, at: datetime) -> File:
    """Return what the reader may read of a case; the words hide where the name is hidden."""
    face = whereabouts.faces(eyes, [case.person], at=at).get(case.person)
    if face is None or face.is_hidden:
        return File(face, None, ())
    return File(face, case.check_made, tuple(case.papers.all()))


def timeline(case: ExpulsionCase) -> list[Dated]:
    """Return the dated steps of a case, oldest first; it names nobody and quotes no file."""
    steps = [
        Dated(case.check_made.checked_at, _("Status checked: entry, stay, papers")),
        Dated(case.opened_at, _("Case opened"), _("grounds: %s") % _grounds(case)),
        *_of_consul(getattr(case, "notice", None)),
        *(
            Dated(paper.recorded_at, _("Travel document recorded"), words.paper_kind(paper.kind))
            for paper in case.papers.all()
        ),
        *_of_order(case),
        *(step for plea in case.pleas.all() for step in _of_plea(plea)),
        *_of_lists(case),
    ]
    # Forms know minutes: steps of one minute stand in the order of the procedure, as above.
    return sorted(steps, key=lambda step: step.at.replace(second=0, microsecond=0))


def _grounds(case: ExpulsionCase) -> str:
    return ", ".join(words.ground(code) for code in case.check_made.grounds)


def _of_consul(notice: ConsularNotice | None) -> list[Dated]:
    if notice is None:
        return []
    told = _("Told of the right to have the consulate notified")
    found = [Dated(notice.told_at, told, _("in %s") % notice.told_language)]
    found += [
        Dated(each.answered_at, _("Asked about the consulate"), words.answer(each.answer))
        for each in notice.answers.all()
    ]
    if notice.notified_at:
        found.append(Dated(notice.notified_at, _("Consulate notified"), notice.post))
    if notice.forwarded_at:
        found.append(Dated(notice.forwarded_at, _("Message of the person forwarded"), notice.post))
    return found


def _of_order(case: ExpulsionCase) -> list[Dated]:
    order = order_of(case)
    if order is None:
        return []
    said = _("Expulsion ordered, %(ref)s: %(ground)s")
    told = _("told in %(language)s") % {"language": order.told_language}
    what = said % {"ref": order.ref, "ground": words.ground(order.ground)}
    return [Dated(order.decided_at, what, told)]


def _of_plea(plea: Plea) -> list[Dated]:
    kind = words.capital(words.plea_kind(plea.kind))
    found = [Dated(plea.made_at, f"{kind}, {plea.ref}", _("everything stops"), "hold")]
    if plea.decided_at:
        said = _("%(ref)s %(state)s by %(body)s")
        values = {"ref": plea.ref, "state": words.plea_state(plea.state), "body": plea.body}
        found.append(Dated(plea.decided_at, said % values))
    return found


def _of_lists(case: ExpulsionCase) -> list[Dated]:
    listed = _("Put on the list %s")
    found = [
        Dated(line.listed_at, listed % line.manifest.ref, words.line_state(line.state))
        for line in case.lines.all()
    ]
    for departure in case.departures.all():
        found += _of_departure(departure)
    found += [
        Dated(ban.entered_at, _("Re-entry ban entered"), ban.listing) for ban in case.bans.all()
    ]
    if case.closed_at and ban_of(case) is None:
        found.append(Dated(case.closed_at, words.capital(words.case_state(case.state))))
    return found


def _of_departure(departure: Departure) -> list[Dated]:
    said = _("in the ledger as %s") % departure.disposition
    undone: UndoneDeparture | None = getattr(departure, "undone", None)
    found = [Dated(departure.happened_at, _("Departed"), said, "minus" if undone else "met")]
    if undone:
        said = _("%s is reversed in the ledger") % departure.disposition
        found.append(Dated(undone.undone_at, _("Departure undone"), said, "minus"))
    return found
