"""Reads of expulsion cases: how each stands, what is in the way, whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from samaki.ground.access.rules import Permission
from samaki.systems.custody.queries import books, whereabouts
from samaki.systems.custody.queries import words as custody_words
from samaki.systems.custody.queries.accounts import seen as seen_accounts
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.services.dispositions import reasons_against_disposition
from samaki.systems.immigration import rules
from samaki.systems.immigration.models import (
    ConsularNotice,
    Departure,
    ExpulsionCase,
    ExpulsionOrder,
    Plea,
    ReentryBan,
    UndoneDeparture,
)
from samaki.systems.immigration.queries import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.queries.holds import Ground
    from samaki.systems.custody.queries.whereabouts import Face

_RELATED = ("order", "notice", "check_made")
_SEVERAL = ("pleas", "papers", "notice__answers", "lines__manifest", "departures__undone", "bans")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as the list of turns shows it."""

    case: ExpulsionCase
    state: str
    step: rules.NextStep
    what: str
    whose: str
    is_mine: bool
    waited: timedelta


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is in the way of a step: what it is, since when, who can lift it and how.

    `forbids` says where the ledger lets nobody go on that ground, if it is one of the ledger's.
    `to_do` says it as what is still to be done, where a step of the case does it.
    """

    what: str
    who: str
    since: datetime | None = None
    to_do: str = ""
    forbids: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A named person in a unit's custody of whom no case is open, as one reader may see them."""

    face: Face
    where: str


def seen(eyes: Actor) -> QuerySet[ExpulsionCase]:
    """Return the cases in the areas the reader may see, who waits longest first."""
    within = Q(pk__in=[])
    for area in eyes.areas(Permission.CASE_SEE):
        within |= Q(area=area) | Q(area__code__startswith=f"{area}-")
    every = ExpulsionCase.objects.filter(within).select_related(*_RELATED, "area")
    return every.prefetch_related(*_SEVERAL)


def case(eyes: Actor, ref: str) -> ExpulsionCase | None:
    """Return a case the reader may see, or None."""
    return seen(eyes).filter(ref=ref).first()


def standings(cases: Iterable[ExpulsionCase]) -> dict[str, rules.Standing]:
    """Return how each case stands, by reference; the ledger is asked once for all of them."""
    every = list(cases)
    against = reasons_against_disposition(
        persons=[c.person for c in every], end=AccountKind.EXPELLED
    )
    return {c.ref: rules.said_once(_standing(c, against[c.person])) for c in every}


def standing(found: ExpulsionCase) -> rules.Standing:
    """Return how one case stands."""
    return standings([found])[found.ref]


def standing_unasked(found: ExpulsionCase) -> rules.Standing:
    """Return how one case stands but for the ledger's reasons, which are not asked for."""
    return _standing(found, ())


def asked_since(found: ExpulsionCase, how: rules.Standing) -> datetime:
    """Return since when a person asks for the consulate: asked twice, the first time counts.

    What was asked before a claim for asylum that still stands is not counted.
    """
    since: datetime | None = None
    for answer in found.notice.answers.all():
        after = how.asylum_asked_at is None or answer.answered_at > how.asylum_asked_at
        wants = after and answer.answer == rules.Answer.WANTS
        since = (since or answer.answered_at) if wants else None
    assert since is not None, "the last answer asks for it"
    return since


def lines(eyes: Actor, *, at: datetime) -> list[CaseLine]:
    """Return the cases that are not over, the reader's own turn first, then who waits longest."""
    open_cases = list(seen(eyes).exclude(state__in=rules.CASE.ends))
    stands = standings(open_cases)
    found = [_line(eyes, c, stands[c.ref], at) for c in open_cases]
    return sorted(found, key=lambda line: (not line.is_mine, line.case.since))


def line(eyes: Actor, found: ExpulsionCase, *, at: datetime) -> CaseLine:
    """Return one case as the list of turns shows it."""
    return _line(eyes, found, standing(found), at)


def over(eyes: Actor) -> list[ExpulsionCase]:
    """Return the cases that are over, the newest first."""
    return list(seen(eyes).filter(state__in=rules.CASE.ends).order_by("-closed_at"))


def waiting(eyes: Actor, *, at: datetime) -> int:
    """Return how many cases wait for the reader."""
    mine = {Permission.CASE_PREPARE, Permission.ORDER_DECIDE}
    if not any(eyes.may(each) for each in mine):
        return 0
    return sum(line.is_mine for line in lines(eyes, at=at))


def obstacles(found: rules.Standing, reasons: Sequence[Reason]) -> list[Obstacle]:
    """Return the reasons in the way, each with who can lift it; the ledger's carry since when."""
    placed = {g.code: g for g in whereabouts.grounds([found.person])[found.person]}
    return [_obstacle(each, placed) for each in reasons]


def reasons_ahead(found: rules.Standing, *, at: datetime) -> tuple[Reason, ...]:
    """Return what is in the way of the case's next step towards an expulsion."""
    if found.state is rules.ExpulsionState.OPENED:
        return found.against
    if found.state in (
        rules.ExpulsionState.ORDERED,
        rules.ExpulsionState.SUSPENDED,
        rules.ExpulsionState.LISTED,
    ):
        return rules.reasons_against_leaving(found, leaves_at=at)
    return ()


def candidates(eyes: Actor, *, at: datetime) -> list[PersonLine]:
    """Return the named persons in units' custody, of whom no case is open, by where they are."""
    busy = set(
        ExpulsionCase.objects.exclude(state__in=rules.CASE.ends).values_list("person", flat=True)
    )
    moments = Moments(at, at)
    accounts = [line.ref for line in seen_accounts(eyes, moments) if line.named]
    held = books.held(accounts, at=moments)
    persons = [s.person for subjects in held.values() for s in subjects if s.person]
    faces = whereabouts.faces(eyes, [ref for ref in persons if ref not in busy], at=at)
    found = [PersonLine(face, face.place.name) for face in faces.values() if face.place]
    return sorted(found, key=lambda line: (line.where, line.face.ref))


def order_of(found: ExpulsionCase) -> ExpulsionOrder | None:
    """Return the order of a case, or None."""
    return getattr(found, "order", None)


def departure_of(found: ExpulsionCase) -> Departure | None:
    """Return the departure of a case that stands, or None; of those undone there may be several."""
    return next((d for d in found.departures.all() if not hasattr(d, "undone")), None)


def ban_of(found: ExpulsionCase) -> ReentryBan | None:
    """Return the ban that closed a case, or None; an earlier one ended with its departure."""
    return next((ban for ban in found.bans.all() if ban.entered_at == found.closed_at), None)


def undone(found: ExpulsionCase) -> list[UndoneDeparture]:
    """Return why departures of a case were undone, oldest first."""
    return [d.undone for d in found.departures.all() if hasattr(d, "undone")]


def _standing(found: ExpulsionCase, against: tuple[Reason, ...]) -> rules.Standing:
    notice: ConsularNotice | None = getattr(found, "notice", None)
    answers = list(notice.answers.all()) if notice else []
    order, asylum = order_of(found), _asylum(found)
    return rules.Standing(
        ref=found.ref,
        person=found.person,
        state=rules.ExpulsionState(found.state),
        prepared_by=found.opened_by,
        against=against,
        told_at=notice.told_at if notice else None,
        answer=rules.Answer(answers[-1].answer) if answers else None,
        answered_at=answers[-1].answered_at if answers else None,
        notified_at=notice.notified_at if notice else None,
        asylum_asked_at=asylum.made_at if asylum else None,
        has_paper=bool(found.papers.all()),
        appeal_until=order.appeal_until if order else None,
    )


def _asylum(found: ExpulsionCase) -> Plea | None:
    """Return the claim for asylum that protects: an open or a granted one."""
    asked = [p for p in found.pleas.all() if p.kind == rules.PleaKind.ASYLUM]
    return next((p for p in asked if p.state != rules.PleaState.REFUSED), None)


def _line(eyes: Actor, found: ExpulsionCase, how: rules.Standing, at: datetime) -> CaseLine:
    step = rules.next_step(how, at=at)
    needed = {
        rules.Turn.OFFICER: Permission.CASE_PREPARE,
        rules.Turn.AUTHORITY: Permission.ORDER_DECIDE,
    }.get(step.turn)
    mine = needed is not None and eyes.may(needed, area=found.area_id)
    what = words.step(step)
    if step.turn is rules.Turn.ELSEWHERE:
        what = "; ".join(_obstacle(each, {}).what for each in how.against)
    return CaseLine(
        case=found,
        state=words.capital(words.case_state(found.state)),
        step=step,
        what=what,
        whose=_whose(how, step),
        is_mine=mine,
        waited=at - found.since,
    )


def _whose(how: rules.Standing, step: rules.NextStep) -> str:
    if step.turn is not rules.Turn.ELSEWHERE:
        return words.turn(step.turn)
    owners = [_owner(each) for each in how.against]
    return words.capital("; ".join(dict.fromkeys(owners)))


def _owner(found: Reason) -> str:
    return custody_words.owner(str(found.values["owner"]), str(found.values["ground"]))


def _obstacle(found: Reason, placed: dict[str, Ground]) -> Obstacle:
    code = str(found.values.get("ground", ""))
    if found.code != "ground":
        who, step = words.WHO_WORDINGS.get(found.code, ""), rules.STEP_AGAINST.get(found.code)
        return Obstacle(
            words.sentence(found),
            _(who) if who else "",
            to_do=words.step(step) if step else "",
        )
    owner = _owner(found)
    how = _(words.GROUND_WHO_WORDINGS[code])
    known = placed.get(code)
    return Obstacle(
        words.capital(custody_words.ground(code)),
        words.capital(f"{owner}, {how}"),
        known.since if known else None,
        forbids=custody_words.forbidden(code),
    )
