"""The one seam to the directives: what is due and not done, as the picture shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from samaki.ground.places.rules import COUNTRY, province_of
from samaki.systems.directives.queries import obligations
from samaki.systems.directives.queries.obligations import Wanted

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from samaki.ground.access.actors import Actor

_FIELDS = (
    "ref",
    "clause__directive__ref",
    "clause__number",
    "post_id",
    "post__unit_id",
    "post__unit__area_id",
    "due_at",
    "office_id",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation past its due time: whose it is, under which clause, who set the time."""

    ref: str
    clause: str
    post: str
    office: str
    province: str
    due_at: datetime
    set_by: str
    as_of: datetime

    @property
    def age(self) -> timedelta:
        """How long it has been overdue."""
        return self.as_of - self.due_at


def overdue(actor: Actor, *, as_of: datetime) -> tuple[Duty, ...]:
    """Return the obligations overdue at a moment in the actor's areas, the longest first.

    They are those that are open by all that is on record now, whatever the moment.
    """
    found = obligations.listed(actor, Wanted(state=obligations.OVERDUE), at=as_of)
    rows = found.prefetch_related(None).values_list(*_FIELDS)
    return tuple(
        Duty(
            ref=ref,
            clause=f"{directive}/{number}",
            post=post,
            office=unit,
            province=province_of(area) or COUNTRY,
            due_at=due_at,
            set_by=set_by,
            as_of=as_of,
        )
        for ref, directive, number, post, unit, area, due_at, set_by in rows
    )


def page(province: str = "", *, as_of: str = "") -> str:
    """Return the address that lists them, in all areas or in a province.

    `as_of` is the moment a report is about, as a form types it; empty is now.
    """
    asked = {
        "state": obligations.OVERDUE,
        **({"area": province} if province else {}),
        **({"as_of": as_of} if as_of else {}),
    }
    return f"{reverse('directives:obligations')}?{urlencode(asked)}"
