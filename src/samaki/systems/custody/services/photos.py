"""The only writer of photographs: looked at, kept on the disk, and only then entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.pictures import looking, store
from samaki.systems.custody import rules
from samaki.systems.custody.models import Photo, ThingBalance
from samaki.systems.custody.services import things
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor


@transaction.atomic
def add_photo(*, actor: Actor, exhibit: str, content: bytes, at: datetime) -> Photo:
    """Add a photograph to an exhibit, where it lies; the same one is refused a second time.

    The file is kept as it came, on the disk before the row is. Raises PermissionRefusedError,
    MovementRefusedError, looking.PictureRefusedError.
    """
    found = things.exhibit_of(exhibit)
    row = (
        ThingBalance.objects.select_related("account__unit")
        .filter(exhibit=found)
        .order_by("is_missing")
        .first()
    )
    unit = row.account.unit if row else None
    actor.require(Permission.EXHIBIT_SEIZE, area=unit.area_id if unit else None)
    looked = looking.look(content)
    digest, small = store.keep(content), store.keep(looked.small)
    journal.take_turn()
    if Photo.objects.filter(exhibit=found, digest=digest).exists():
        refuse_for([rules.reason("photo_before", exhibit=found.ref)])
    made = Photo.objects.create(
        exhibit=found,
        digest=digest,
        small=small,
        media_type=looked.media_type,
        size=len(content),
        width=looked.width,
        height=looked.height,
        added_by=actor.key,
        recorded_at=at,
    )
    journal.record(
        actor=actor.key, kind="custody:photo:add", subject=found.ref, at=at, wrote=[made]
    )
    return made
