"""Custody's own ends over the API: the same verbs, words and refusals as on the pages."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, At, Heads, Written, cells
from samaki.systems.custody import rules
from samaki.systems.custody.endpoints.payments import NothingIn
from samaki.systems.custody.queries import ends as queries
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.ends import Ended, Finding
from samaki.systems.custody.services.ends import (
    confirm_end,
    end_custody,
    find_again,
    settle_rest,
    withdraw_end,
)
from samaki.systems.custody.services.findings import see_finding

router = Router()
rests = Router()
_P = Permission


class EndedOut(Schema):
    """An account in which custody ended; `since` where those who are there can come back."""

    ref: str
    name: str
    kind: str
    owner: str
    unit: str
    area: str
    held: int
    named: int
    since: datetime | None


class SaidOut(Schema):
    """What was said of an end."""

    authority: str
    document: str
    article: str
    reason: str


class EndingOut(Schema):
    """The paper of an end: entered, or prepared and then confirmed or withdrawn.

    Who they are stands on their files alone.
    """

    ref: str
    kind: str
    account: str = Field(alias="giver_ref")
    handover: str
    count: int
    happened_at: datetime | None
    state: str
    prepared_at: datetime
    settled_at: datetime | None
    is_reversed: bool
    said: SaidOut


class FindingOut(Schema):
    """Who was found again, and by which unit.

    `seen_at` is when somebody for the unit that answered for them said they have seen it, or null.
    """

    ref: str
    account: str = Field(alias="giver_ref")
    taker: str
    count: int
    movement: int
    happened_at: datetime
    seen_at: datetime | None


class _EndedIn(Asked):
    """Who left in which way, and the words which that way needs."""

    kind: str = Field(max_length=24, description="one of the kinds of ends in docs/systems/custody")
    heads: list[Heads] = []
    persons: list[str] = []
    authority: str = Field("", max_length=200)
    document: str = Field("", max_length=200)
    article: str = Field("", max_length=200)
    reason: str = Field("", max_length=400)
    happened_at: datetime | None = Field(
        None, description="left out where a decision comes first: who confirms says when"
    )

    def ended(self) -> Ended:
        """Return it as the rules know it."""
        return Ended(
            kind=self.kind,
            party=_party(self.heads, self.persons),
            authority=self.authority,
            document=self.document,
            article=self.article,
            reason=self.reason,
            happened_at=self.happened_at,
        )


class EndIn(_EndedIn):
    """People of an account who left in some way."""

    account: str = Field(max_length=16, description="reference of the account they leave")


class RestIn(_EndedIn):
    """Those of a hand-over who arrive nowhere, and what became of them."""


class EndConfirmedIn(Asked):
    """When they left, where a decision came first; else the paper says when it happened."""

    happened_at: datetime | None = Field(
        None, description="left out where the paper says when it happened"
    )


class FindingIn(Asked):
    """Who of an end was found again, where and how, and which unit takes them on what ground."""

    account: str = Field(max_length=16, description="reference of the account of the end")
    unit: str = Field(max_length=40, description="code of the unit that takes them")
    heads: list[Heads] = []
    persons: list[str] = []
    legal_basis: str = Field(max_length=200)
    how: str = Field(max_length=400)
    happened_at: datetime


@router.get("/accounts", response={200: list[EndedOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_ended(request: HttpRequest, at: Query[At]) -> object:
    """List in which ways custody ended in the reader's areas, the unknown first."""
    now = timezone.now()
    return queries.seen(actor_of(request), Moments(at.as_of or now, at.known or now))


@router.get("/missed", response={200: list[EndedOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_missed(request: HttpRequest, at: Query[At]) -> object:
    """List from where in other areas somebody is missed, for whoever may take people in here."""
    now = timezone.now()
    moments = Moments(at.as_of or now, at.known or now)
    return queries.missed_elsewhere(actor_of(request), moments)


@router.get("", response={200: list[EndingOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_endings(request: HttpRequest) -> object:
    """List the papers of ends in the reader's areas, the newest first."""
    return queries.endings(actor_of(request))


@router.get("/findings", response={200: list[FindingOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_findings(request: HttpRequest, at: Query[At]) -> object:
    """List who was found again out of the ends that the reader's areas answered for, by whom."""
    now = timezone.now()
    return queries.findings(actor_of(request), Moments(at.as_of or now, at.known or now))


@router.post("/findings/{ref}/seen", response={201: Written, **PROBLEMS})
@writes(_P.END_RECORD)
def write_seen(request: HttpRequest, ref: str, body: NothingIn) -> Written:  # noqa: ARG001 - an empty object says so
    """Say for the unit that answered for them that a finding by another unit was seen."""
    made = see_finding(actor=actor_of(request), finding=ref, at=timezone.now()).finding
    return Written(ref=made.ref, url=reverse("custody:movement", args=[made.movement_id]))


@router.post("/findings", response={201: Written, **PROBLEMS})
@writes(_P.CUSTODY_TAKE_IN)
def write_finding(request: HttpRequest, body: FindingIn) -> Written:
    """Take those of an end who were found again into a unit's account."""
    party = _party(body.heads, body.persons)
    made = find_again(
        actor=actor_of(request),
        account=body.account,
        unit=body.unit,
        finding=Finding(party, body.legal_basis, body.how, body.happened_at),
        at=timezone.now(),
    )
    return Written(ref=made.ref, url=reverse("custody:movement", args=[made.movement_id]))


@router.get("/{ref}", response={200: EndingOut, **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def one_ending(request: HttpRequest, ref: str) -> object:
    """Show the paper of one end."""
    found = queries.ending(actor_of(request), ref)
    if found is None:
        raise Http404
    return found


@router.post("", response={201: Written, **PROBLEMS})
@writes(_P.END_RECORD)
def write_end(request: HttpRequest, body: EndIn) -> Written:
    """Say how people left; what takes two persons is only prepared by it."""
    made = end_custody(
        actor=actor_of(request), account=body.account, ended=body.ended(), at=timezone.now()
    )
    return _written(made.ref)


@router.post("/{ref}/confirmation", response={201: Written, **PROBLEMS})
@writes(_P.END_CONFIRM)
def write_confirmed(request: HttpRequest, ref: str, body: EndConfirmedIn) -> Written:
    """Confirm a prepared end as a second person: they have left."""
    made = confirm_end(
        actor=actor_of(request), ending=ref, happened_at=body.happened_at, at=timezone.now()
    )
    return _written(made.ref)


@router.post("/{ref}/withdrawal", response={201: Written, **PROBLEMS})
@writes(_P.END_RECORD)
def write_withdrawn(request: HttpRequest, ref: str, body: NothingIn) -> Written:  # noqa: ARG001 - an empty object says so
    """Withdraw an end that waits; everybody stays."""
    made = withdraw_end(actor=actor_of(request), ending=ref, at=timezone.now())
    return _written(made.ref)


@rests.post("/{ref}/rest", response={201: Written, **PROBLEMS})
@writes(_P.END_RECORD)
def write_rest(request: HttpRequest, ref: str, body: RestIn) -> Written:
    """Say what became of those of a hand-over who arrive nowhere; its variance closes by it."""
    made = settle_rest(actor=actor_of(request), handover=ref, ended=body.ended(), at=timezone.now())
    return _written(made.ref)


def _party(heads: list[Heads], persons: list[str]) -> rules.Party:
    return rules.Party(cells(heads), tuple(persons))


def _written(ref: str) -> Written:
    return Written(ref=ref, url=reverse("custody:ending", args=[ref]))
