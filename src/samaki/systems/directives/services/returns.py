"""The only writer of what offices return under their obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document, file_return_words
from samaki.kernel import refs
from samaki.systems.directives import rules
from samaki.systems.directives.models import Obligation, ProvinceReturn
from samaki.systems.directives.queries import obligations
from samaki.systems.directives.rules import Act, Statement
from samaki.systems.directives.services import steps

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


@transaction.atomic
def file_return(
    *,
    actor: Actor,
    obligation: str,
    said: Statement,
    corrects: str = "",
    at: datetime,
) -> ProvinceReturn:
    """File what the office has to say of a day, nil too; `corrects` names the return it replaces.

    The replaced one stays. The words are also filed as a source, so that claims can point at them.
    Raises Obligation.DoesNotExist, PermissionRefusedError, ObligationRefusedError.
    """
    locked = steps.locked(obligation)
    actor.require(Permission.RETURN_FILE, area=locked.post.unit.area_id)
    journal.take_turn()
    known = obligations.current_return(locked, said.day)
    corrected = obligations.return_of(locked, corrects) if corrects else None
    reasons = (
        *steps.reasons_against_office(actor, locked, Act.FILE_RETURN),
        *rules.reasons_against_act(locked.state, Act.FILE_RETURN, words=None),
        *_reasons_against_return(locked, said, known, corrected, corrects, at),
    )
    if reasons:
        raise steps.ObligationRefusedError(reasons)
    filed = ProvinceReturn(
        ref=refs.reference("RT", ProvinceReturn.objects.count() + 1),
        obligation=locked,
        day=said.day,
        is_nil=said.is_nil,
        people_found=None if said.is_nil else said.people_found,
        words=said.words.strip(),
        is_late=rules.is_late(locked.due_at, at=at),
        supersedes=corrected,
        filed_at=at,
        filed_by=actor.key,
        office_id=locked.post.unit_id,
    )
    filed.source_ref = _filed_as_source(actor, locked, filed, at)
    filed.save(force_insert=True)
    steps.take_step(actor=actor, obligation=locked, act=Act.FILE_RETURN, about=filed, at=at)
    return filed


def _reasons_against_return(
    obligation: Obligation,
    said: Statement,
    known: ProvinceReturn | None,
    corrected: ProvinceReturn | None,
    corrects: str,
    at: datetime,
) -> tuple[Reason, ...]:
    found = list(
        rules.reasons_against_statement(
            said,
            today=timezone.localtime(at).date(),
            set_on=timezone.localtime(obligation.set_at).date(),
            is_correction=bool(corrects),
        )
    )
    if corrects and corrected is None:
        found.append(rules.reason("no_return", ref=corrects))
    newer = getattr(corrected, "superseded_by", None)
    if corrected is not None and newer is not None:
        found.append(rules.reason("corrected", ref=corrects, by=newer.ref))
    if corrected is not None and corrected.day != said.day:
        found.append(rules.reason("other_day", day=corrected.day))
    if not corrects and known is not None:
        found.append(rules.reason("day_filed", day=said.day, ref=known.ref))
    return tuple(found)


def _filed_as_source(
    actor: Actor, obligation: Obligation, filed: ProvinceReturn, at: datetime
) -> str:
    clause = obligation.clause
    figure = "Nil return" if filed.is_nil else f"People found: {filed.people_found}"
    lines = (
        f"{filed.ref}, {obligation.post.title_en}, {filed.day.isoformat()}",
        f"{clause.directive.ref}, clause {clause.number}, obligation {obligation.ref}",
        figure if filed.is_nil or filed.people_found is not None else "No figure",
        filed.words,
    )
    document = Document(
        text="\n".join(line for line in lines if line),
        kind=SourceKind.RETURN,
        outlet=obligation.post.unit.name_en,
        published_on=filed.day,
    )
    return file_return_words(actor=actor, document=document, at=at)[0].ref
