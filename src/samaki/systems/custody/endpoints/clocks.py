"""Time limits over the API: whose run out next, what is in force, what a prosecutor added."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, At, Written
from samaki.systems.custody.queries import clock_rules, clocks
from samaki.systems.custody.queries import extensions as written
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.clocks import HOME, Setting
from samaki.systems.custody.rules.extensions import Granted
from samaki.systems.custody.services.clocks import set_clock
from samaki.systems.custody.services.extensions import record_extension, withdraw_extension

if TYPE_CHECKING:
    from samaki.systems.custody.queries.clock_rules import RuleLine
    from samaki.systems.custody.queries.clocks import ClockLine

router = Router()
extensions = Router()
_P = Permission
_MOST = 1_000_000  # hours that a body may hold at all; the rules refuse far fewer


class ClockOut(Schema):
    """People of one account who came into police custody at one moment, under one limit.

    `rule` is breached at `ends_at`; `warns_by` is a shorter limit that only warns, ending at
    `shorter_at`; `extension` what a prosecutor added in writing.
    """

    account: str
    name: str
    unit: str
    owner: str
    since: datetime
    ends_at: datetime
    reading: str
    heads: int
    named: int
    rule: str
    article: str
    source: str
    warns_by: str | None
    shorter_at: datetime | None
    extension: str | None
    extended_hours: int


class LimitOut(Schema):
    """A time limit as it stands: the law's hours (null: without delay), and what an office set."""

    code: str
    jurisdiction: str
    about: str
    hours: int | None
    article: str
    source: str
    sure: str
    set_hours: int | None
    set_because: str | None
    set_article: str | None
    in_force_from: datetime | None


class SettingIn(Asked):
    """Hours that an office sets over a limit; null takes back what was set."""

    code: str = Field(max_length=40)
    jurisdiction: str = Field(HOME, max_length=3)
    hours: int | None = Field(None, ge=-_MOST, le=_MOST)
    ground: str = Field("", max_length=200)
    article: str = Field("", max_length=80)
    why: str = Field(max_length=400)
    valid_from: datetime | None = None


class ExtensionOut(Schema):
    """A prosecutor's written extension. Whom it covers, and for what, stands on its page alone."""

    ref: str
    unit: str
    office: str
    document: str
    hours: int
    heads: int
    happened_at: datetime
    recorded_at: datetime
    withdrawn_at: datetime | None


class ExtensionIn(Asked):
    """What a prosecutor's document says, and the named persons it covers, by reference."""

    unit: str = Field(max_length=40)
    office: str = Field(max_length=160)
    document: str = Field(max_length=80)
    ground: str = Field(max_length=200)
    hours: int = Field(ge=-_MOST, le=_MOST)
    persons: list[str]
    happened_at: datetime


class WithdrawalIn(Asked):
    """Why an extension does not count."""

    reason: str = Field(max_length=400)


@router.get("", response={200: list[ClockOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_clocks(request: HttpRequest, at: Query[At]) -> list[dict[str, object]]:
    """List how long people have been in police custody; whose time runs out next stands first."""
    return [_clock(line) for line in clocks.clocks(actor_of(request), _moments(at))]


@router.get("/limits", response={200: list[LimitOut], **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def list_limits(request: HttpRequest, at: Query[At]) -> list[dict[str, object]]:  # noqa: ARG001 - they are the same for everybody
    """List every time limit in force: law and configuration apart, with source and article."""
    return [_limit(line) for line in clock_rules.lines(_moments(at))]


@router.post("/limits", response={201: Written, **PROBLEMS})
@writes(_P.CLOCK_SET)
def write_setting(request: HttpRequest, body: SettingIn) -> Written:
    """Set a limit over the law's, for the country, or take back what was set; never longer."""
    made = set_clock(
        actor=actor_of(request), setting=Setting(**body.model_dump()), at=timezone.now()
    )
    return Written(ref=made.code, url=reverse("custody:limits"))


@extensions.get("/{ref}", response={200: ExtensionOut, **PROBLEMS})
@reads(_P.CUSTODY_SEE)
def one_extension(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show a prosecutor's written extension."""
    line = written.extension(actor_of(request), ref)
    if line is None:
        raise Http404
    shown = {name: getattr(line, name) for name in ExtensionOut.model_fields if name != "heads"}
    return {**shown, "heads": len(line.persons)}


@extensions.post("", response={201: Written, **PROBLEMS})
@writes(_P.EXTENSION_RECORD)
def write_extension(request: HttpRequest, body: ExtensionIn) -> Written:
    """Record that a prosecutor extended police custody in writing, of named persons."""
    said = body.model_dump(exclude={"happened_at", "persons"})
    granted = Granted(**said, granted_at=body.happened_at, persons=tuple(body.persons))
    made = record_extension(actor=actor_of(request), granted=granted, at=timezone.now())
    return _written(made.ref)


@extensions.post("/{ref}/withdrawal", response={201: Written, **PROBLEMS})
@writes(_P.EXTENSION_RECORD)
def write_withdrawal(request: HttpRequest, ref: str, body: WithdrawalIn) -> Written:
    """Withdraw an extension for a reason; it stays on record."""
    made = withdraw_extension(
        actor=actor_of(request), extension=ref, reason=body.reason, at=timezone.now()
    )
    return _written(made.extension.ref)


def _clock(line: ClockLine) -> dict[str, object]:
    shorter, extension = line.limit.shorter, line.extension
    return {
        "account": line.account_ref,
        "name": line.account,
        "unit": line.unit,
        "owner": line.owner,
        "since": line.since,
        "ends_at": line.ends_at,
        "reading": line.reading,
        "heads": line.heads,
        "named": line.named,
        "rule": line.limit.breach.rule.code,
        "article": line.limit.breach.rule.article,
        "source": line.source,
        "warns_by": shorter.rule.code if shorter else None,
        "shorter_at": line.shorter_at,
        "extension": extension.ref if extension else None,
        "extended_hours": extension.hours if extension else 0,
    }


def _limit(line: RuleLine) -> dict[str, object]:
    rule, configured = line.rule, line.limit.configured
    return {
        "code": rule.code,
        "jurisdiction": line.jurisdiction,
        "about": line.about,
        "hours": rule.hours,
        "article": rule.article,
        "source": line.source,
        "sure": rule.sure,
        "set_hours": configured.hours if configured else None,
        "set_because": configured.why if configured else None,
        "set_article": configured.article if configured else None,
        "in_force_from": configured.valid_from if configured else None,
    }


def _moments(at: At) -> Moments:
    now = timezone.now()
    return Moments(at.as_of or now, at.known or now)


def _written(ref: str) -> Written:
    return Written(ref=ref, url=reverse("custody:extension", args=[ref]))
