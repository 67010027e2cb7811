"""The one seam to the directives: what is due and not done, as the picture shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from samaki.ground.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation past its due time: whose it is, under which clause, who set the time."""

    ref: str
    clause: str
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
    """Return the obligations overdue at a moment in the actor's areas, the longest first."""
    del actor, as_of
    return ()


def page() -> str:
    """Return the address that lists them."""
    return reverse("directives:directives")
