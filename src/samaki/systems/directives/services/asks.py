"""The only writer of counts asked of provinces, and of what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pycountry
from django.db import transaction
from django.utils import timezone

from samaki.ground import wording
from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.places import queries as places
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document, file_return_words
from samaki.kernel import refs
from samaki.kernel.reading import answers
from samaki.systems.directives import rules
from samaki.systems.directives.models import CountAnswer, CountRequest
from samaki.systems.directives.queries import asks, obligations

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.directives.rules import Asked


class AskRefusedError(wording.RefusedError):
    """The count cannot be asked or answered so. Carries every reason."""


@transaction.atomic
def ask_count(
    *, actor: Actor, area: str, asked: Asked, words: str, due_at: datetime | None, at: datetime
) -> CountRequest:
    """Ask the governor of a province for a count; `words` say what it is for.

    No law sets the due time: it is the asking office's own. Raises PermissionRefusedError,
    AskRefusedError.
    """
    actor.require(Permission.RETURN_ASK, area=area)
    journal.take_turn()
    post = next(iter(obligations.addressed(("governor",), [area])), None)
    office = actor.unit_for(Permission.RETURN_ASK, area=area)
    today = timezone.localtime(at).date()
    reasons = list(
        rules.reasons_against_asking(asked, words=words, due_at=due_at, today=today, at=at)
    )
    if post is None:
        reasons.append(rules.reason("ask_nobody", area=places.names([area]).get(area, area)))
    elif (open_one := asks.unanswered(post, asked)) is not None:
        reasons.append(rules.reason("asked", ref=open_one.ref))
    if asked.nationality and pycountry.countries.get(alpha_3=asked.nationality) is None:
        reasons.append(rules.reason("ask_nationality", nation=asked.nationality))
    if office is None:
        reasons.append(rules.reason("no_office"))
    if reasons:
        raise AskRefusedError(tuple(reasons))
    assert post is not None, "refused above"
    assert office is not None, "refused above"
    written = CountRequest.objects.create(
        ref=refs.reference("RQ", CountRequest.objects.count() + 1),
        post=post,
        nationality=asked.nationality,
        first=asked.first,
        last=asked.last,
        due_at=due_at,
        words=words.strip(),
        asked_at=at,
        asked_by=actor.key,
        office_id=office,
    )
    journal.record(
        actor=actor.key,
        kind=Permission.RETURN_ASK,
        subject=written.ref,
        at=at,
        wrote=[written],
    )
    return written


@transaction.atomic
def answer_count(
    *,
    actor: Actor,
    request: str,
    count: int | None,
    words: str = "",
    corrects: int | None = None,
    at: datetime,
) -> CountAnswer:
    """Answer for the governor's office: a count, 0 too, or in words that it is not known.

    `corrects` is the primary key of the answer it takes the place of, which stays. Raises
    CountRequest.DoesNotExist, PermissionRefusedError, AskRefusedError.
    """
    asked = CountRequest.objects.select_related("post__unit__area").get(ref=request)
    bound = asked.post.unit
    actor.require(Permission.RETURN_FILE, area=bound.area_id)
    journal.take_turn()
    newest = asks.newest(asked)
    if reasons := _reasons_against_answer(actor, asked, newest, count, words, corrects):
        raise AskRefusedError(tuple(reasons))
    answer = CountAnswer(
        request=asked,
        count=count,
        words=words.strip(),
        is_late=rules.is_late(asked.due_at, at=at),
        supersedes=newest,
        answered_at=at,
        answered_by=actor.key,
        office_id=bound.code,
    )
    answer.source_ref = _filed(actor, asked, answer, at=at)
    answer.save(force_insert=True)
    journal.record(
        actor=actor.key, kind="directives:count:answer", subject=asked.ref, at=at, wrote=[answer]
    )
    return answer


def _reasons_against_answer(
    actor: Actor,
    asked: CountRequest,
    newest: CountAnswer | None,
    count: int | None,
    words: str,
    corrects: int | None,
) -> list[Reason]:
    bound = asked.post.unit
    found = list(rules.reasons_against_answer(count, words, is_correction=newest is not None))
    prefer = actor.unit_for(Permission.RETURN_FILE, area=bound.area_id, prefer=bound.code)
    if prefer != bound.code:
        found.append(rules.reason("not_office", office=bound))
    if (newest.pk if newest else None) != corrects:
        found.append(rules.reason("answer_changed"))
    return found


def _filed(actor: Actor, asked: CountRequest, answer: CountAnswer, *, at: datetime) -> str:
    """File the answer as a source in words that the reader reads; return its reference.

    A return is complete for its province and its days, so it is said as a running count.
    """
    moment = timezone.localtime(at)
    head = f"{asked.ref}, {asked.post.title_en}, {moment:%Y-%m-%d %H:%M:%S}"
    document = Document(
        text="\n".join(filter(None, (head, *_count_in_words(asked, answer), answer.words))),
        kind=SourceKind.RETURN,
        outlet=asked.post.unit.name_en,
        language="en",
        published_on=timezone.localtime(at).date(),
    )
    return file_return_words(actor=actor, document=document, at=at)[0].ref


def _count_in_words(asked: CountRequest, answer: CountAnswer) -> list[str]:
    if answer.count is None:
        return ["The count is not known."]
    area = asked.post.unit.area
    country = pycountry.countries.get(alpha_3=asked.nationality) if asked.nationality else None
    said = answers.Answer(
        count=answer.count,
        place=(area.name_en, area.code),
        nationality=(country.name, asked.nationality) if country else ("", ""),
        first=asked.first,
        last=asked.last,
    )
    return [answers.sentence(said)]
