"""The only writer of agencies, units and posts.

Agencies lie below access in the stack, so these verbs take the key of an actor whose permission
the caller has required.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language

from samaki.ground.agencies.models import Agency, Post, Unit
from samaki.ground.journal import services as journal

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Name:
    """A name in English and in Khmer; as text, in the reader's language."""

    en: str
    km: str

    def __str__(self) -> str:
        return self.km if get_language() == "km" else self.en


@transaction.atomic
def open_agency(*, by: str, code: str, name: Name, at: datetime) -> Agency:
    """Open an agency."""
    agency = Agency.objects.create(code=code, name_en=name.en, name_km=name.km)
    journal.record(
        actor=by, kind="agencies:agency:open", subject=f"agency:{code}", at=at, wrote=[agency]
    )
    return agency


@transaction.atomic
def open_unit(
    *, by: str, code: str, agency: str, area: str, superior: str | None, name: Name, at: datetime
) -> Unit:
    """Open a unit of an agency, over an area, under a superior unit (None: it answers to none)."""
    unit = Unit.objects.create(
        code=code,
        agency_id=agency,
        area_id=area,
        superior_id=superior,
        name_en=name.en,
        name_km=name.km,
    )
    journal.record(actor=by, kind="agencies:unit:open", subject=f"unit:{code}", at=at, wrote=[unit])
    return unit


@transaction.atomic
def open_post(*, by: str, code: str, unit: str, kind: str, title: Name, at: datetime) -> Post:
    """Open a post in a unit; `kind` groups posts across units (`governor`, `police_chief`)."""
    post = Post.objects.create(
        code=code, unit_id=unit, kind=kind, title_en=title.en, title_km=title.km
    )
    journal.record(actor=by, kind="agencies:post:open", subject=f"post:{code}", at=at, wrote=[post])
    return post
