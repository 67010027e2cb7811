"""Directives over the API: what was ordered, what each office owes, and its returns."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads, writes
from samaki.ground.api.schemas import PROBLEMS, Asked, Written
from samaki.systems.directives.queries import asks, orders
from samaki.systems.directives.queries import obligations as queries
from samaki.systems.directives.rules import ObligationState, Statement
from samaki.systems.directives.services.asks import answer_count
from samaki.systems.directives.services.obligations import acknowledge_obligation
from samaki.systems.directives.services.returns import file_return

if TYPE_CHECKING:
    from samaki.kernel.reading.clauses import ClauseDraft
    from samaki.systems.directives.models import Directive, Obligation, ProvinceReturn
    from samaki.systems.directives.queries.asks import AskLine
    from samaki.systems.directives.queries.obligations import Line

router = Router()
_P = Permission


class ClauseOut(Schema):
    """One clause: issued by the directive itself, or only reported of it."""

    number: int
    state: str
    text: str
    addressees: str


class DirectiveOut(Schema):
    """An order with its clauses."""

    ref: str
    title: str
    issuer: str
    issued_on: date
    clauses: list[ClauseOut]


class AddresseeOut(Schema):
    """Whom a drafted clause binds: the class of a service, if it is one of ours, and the words."""

    kind: str | None
    words: str


class DeadlineOut(Schema):
    """A deadline as the order words it; the day, or the length of time, if the words state one."""

    words: str
    day: date | None
    amount: int | None
    unit: str


class ClauseDraftOut(Schema):
    """One clause as the order words it; null is what the order does not say.

    `start` and `end` are the characters of the text that the clause stands on.
    """

    number: str
    start: int
    end: int
    words: str
    addressees: list[AddresseeOut]
    duty: str | None
    is_prohibition: bool
    consequence: str | None
    deadline: DeadlineOut | None


class OrderDraftOut(Schema):
    """A filed text read as an order: its drafted clauses, and the directive made of it, if any."""

    ref: str
    language: str
    directive: str | None
    clauses: list[ClauseDraftOut]


class ReturnOut(Schema):
    """What an office returned of a day."""

    ref: str
    day: date
    is_nil: bool
    people_found: int | None
    is_late: bool
    filed_at: datetime
    is_superseded: bool


class ObligationOut(Schema):
    """What one post owes under one clause, and how it stands."""

    ref: str
    directive: str
    clause: int
    post: str
    unit: str
    area: str
    state: str
    is_overdue: bool
    due_at: datetime | None
    set_at: datetime
    returned: str


class ObligationFileOut(ObligationOut):
    """One obligation with its returns."""

    returns: list[ReturnOut]


class ObligationsWanted(Asked):
    """What a list is narrowed to: how it stands, and in which province."""

    state: ObligationState | Literal["overdue"] | None = None
    area: str = Field("", max_length=16)


class ReturnIn(Asked):
    """What an office has to say of a day; `corrects` names the return it replaces."""

    day: date
    is_nil: bool
    people_found: int | None = Field(None, ge=0, le=100_000)
    words: str = Field("", max_length=2000)
    corrects: str = Field("", max_length=16)


class CountAskedOut(Schema):
    """A count asked of a governor and the answer that holds; `source` is where its words are.

    `state` is waiting, overdue or answered; a `count` of null with an answer is not known. `answer`
    is the number by which a correction names it.
    """

    ref: str
    area: str
    nationality: str
    first: date
    last: date
    words: str
    due_at: datetime | None
    state: str
    count: int | None
    answer: int | None
    source: str | None


class CountAnswerIn(Asked):
    """The count, or in `words` why it is not known.

    A correction says why, and in `corrects` the number of the answer it takes the place of.
    """

    count: int | None = Field(None, ge=0, le=100_000)
    corrects: int | None = Field(None, ge=1, le=2**31)
    words: str = Field("", max_length=2000)


@router.get("", response={200: list[DirectiveOut], **PROBLEMS})
@reads(_P.DIRECTIVE_SEE)
def list_directives(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - ninja's signature
    """List the directives with their clauses, newest first."""
    return [_directive(each) for each in orders.directives().prefetch_related("clauses")]


@router.get("/drafts/{ref}", response={200: OrderDraftOut, **PROBLEMS})
@reads(_P.CLAIM_SEE)
def clauses_of_text(request: HttpRequest, ref: str) -> dict[str, object]:  # noqa: ARG001 - ninja's signature
    """Read the clauses out of a filed text, as drafts that a person confirms; writes nothing."""
    order = orders.drafted(ref)
    if order is None:
        raise Http404
    entered = orders.directive_of(ref)
    text = order.source.text
    return {
        "ref": ref,
        "language": order.language,
        "directive": entered.ref if entered else None,
        "clauses": [_draft(text, draft) for draft in order.drafts],
    }


@router.get("/obligations", response={200: list[ObligationOut], **PROBLEMS})
@reads(_P.DIRECTIVE_SEE)
def list_obligations(
    request: HttpRequest, wanted: Query[ObligationsWanted]
) -> list[dict[str, object]]:
    """List the obligations of the reader's areas, worst first; by state, by province."""
    now = timezone.now()
    asked = queries.Wanted(state=wanted.state or "", area=wanted.area)
    found = queries.listed(actor_of(request), asked, at=now)
    return [_obligation(line) for line in queries.lines(found, at=now)]


@router.get("/obligations/{ref}", response={200: ObligationFileOut, **PROBLEMS})
@reads(_P.DIRECTIVE_SEE)
def one_obligation(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show one obligation with what was returned under it."""
    found = _seen(request, ref)
    line = queries.line(found, at=timezone.now())
    return {**_obligation(line), "returns": [_returned(each) for each in found.returns.all()]}


@router.post("/obligations/{ref}/acknowledgement", response={201: Written, **PROBLEMS})
@writes(_P.OBLIGATION_ACKNOWLEDGE)
def write_acknowledgement(request: HttpRequest, ref: str) -> Written:
    """Acknowledge an obligation for the office that answers for it."""
    _seen(request, ref)
    acknowledge_obligation(actor=actor_of(request), obligation=ref, at=timezone.now())
    return Written(ref=ref, url=reverse("directives:obligation", args=[ref]))


@router.post("/obligations/{ref}/returns", response={201: Written, **PROBLEMS})
@writes(_P.RETURN_FILE)
def write_return(request: HttpRequest, ref: str, body: ReturnIn) -> Written:
    """File a return under an obligation, nil too, or correct one that was filed."""
    _seen(request, ref)
    filed = file_return(
        actor=actor_of(request),
        obligation=ref,
        said=Statement(body.day, body.is_nil, body.people_found, body.words),
        corrects=body.corrects,
        at=timezone.now(),
    )
    return Written(ref=filed.ref, url=reverse("directives:obligation", args=[ref]))


@router.get("/counts", response={200: list[CountAskedOut], **PROBLEMS})
@reads(_P.DIRECTIVE_SEE)
def list_counts(request: HttpRequest) -> list[dict[str, object]]:
    """List the counts asked of the provinces that the reader sees, the newest first."""
    now = timezone.now()
    return [_count(asks.line(each, at=now)) for each in asks.seen(actor_of(request))]


@router.post("/counts/{ref}/answers", response={201: Written, **PROBLEMS})
@writes(_P.RETURN_FILE)
def write_count_answer(request: HttpRequest, ref: str, body: CountAnswerIn) -> Written:
    """Answer a count for the office that is asked, or correct its answer, which stays."""
    actor = actor_of(request)
    found = asks.find(actor, ref)
    if found is None:
        raise Http404
    answer_count(
        actor=actor,
        request=ref,
        count=body.count,
        words=body.words,
        corrects=body.corrects,
        at=timezone.now(),
    )
    return Written(ref=ref, url=reverse("directives:count", args=[ref]))


def _count(line: AskLine) -> dict[str, object]:
    asked = line.request
    return {
        "ref": asked.ref,
        "area": asked.post.unit.area_id,
        "nationality": asked.nationality,
        "first": asked.first,
        "last": asked.last,
        "words": asked.words,
        "due_at": asked.due_at,
        "state": line.key,
        "count": line.answer.count if line.answer else None,
        "answer": line.answer.pk if line.answer else None,
        "source": line.answer.source_ref if line.answer else None,
    }


def _seen(request: HttpRequest, ref: str) -> Obligation:
    found = queries.obligation(actor_of(request), ref)
    if found is None:
        raise Http404
    return found


def _draft(text: str, draft: ClauseDraft) -> dict[str, object]:
    stated = draft.deadline
    return {
        "number": draft.label,
        "start": draft.quote.start,
        "end": draft.quote.end,
        "words": draft.quote.of(text),
        "addressees": [{"kind": one.kind, "words": one.words.of(text)} for one in draft.addressees],
        "duty": draft.duty.of(text) if draft.duty else None,
        "is_prohibition": draft.forbids is not None,
        "consequence": draft.consequence.of(text) if draft.consequence else None,
        "deadline": stated
        and {
            "words": stated.words.of(text),
            "day": stated.day,
            "amount": stated.amount,
            "unit": stated.unit,
        },
    }


def _directive(found: Directive) -> dict[str, object]:
    return {
        "ref": found.ref,
        "title": found.title,
        "issuer": found.issuer,
        "issued_on": found.issued_on,
        "clauses": [
            {"number": c.number, "state": c.state, "text": c.text, "addressees": c.addressees}
            for c in found.clauses.all()
        ],
    }


def _obligation(line: Line) -> dict[str, object]:
    found = line.obligation
    return {
        "ref": found.ref,
        "directive": found.clause.directive.ref,
        "clause": found.clause.number,
        "post": found.post.pk,
        "unit": found.post.unit_id,
        "area": found.post.unit.area_id,
        "state": found.state,
        "is_overdue": line.is_overdue,
        "due_at": found.due_at,
        "set_at": found.set_at,
        "returned": line.returned,
    }


def _returned(filed: ProvinceReturn) -> dict[str, object]:
    return {
        "ref": filed.ref,
        "day": filed.day,
        "is_nil": filed.is_nil,
        "people_found": filed.people_found,
        "is_late": filed.is_late,
        "filed_at": filed.filed_at,
        "is_superseded": queries.is_superseded(filed),
    }
