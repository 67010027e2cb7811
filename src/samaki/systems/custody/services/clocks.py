"""The only writer of configured time limits: never law, never longer, always with an author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.journal import services as journal
from samaki.ground.places.rules import COUNTRY
from samaki.systems.custody.models import ClockSetting
from samaki.systems.custody.queries import clock_rules
from samaki.systems.custody.queries.books import Moments
from samaki.systems.custody.rules.clocks import reasons_against_setting
from samaki.systems.custody.services.refusals import refuse_for

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.rules.clocks import Setting


@transaction.atomic
def set_clock(*, actor: Actor, setting: Setting, at: datetime) -> ClockSetting:
    """Configure the hours of a time limit for the country, or take back what was configured.

    It begins now or later; what was configured before stays on record. Raises
    PermissionRefusedError, MovementRefusedError.
    """
    actor.require(Permission.CLOCK_SET, area=COUNTRY)
    journal.take_turn()
    begins = max(setting.valid_from or at, at)
    known = clock_rules.configured(Moments(begins, at))
    is_set = (setting.code, setting.jurisdiction) in known
    refuse_for(reasons_against_setting(setting, is_set=is_set, at=at))
    made = ClockSetting.objects.create(
        code=setting.code,
        jurisdiction=setting.jurisdiction,
        hours=setting.hours,
        ground=setting.ground.strip(),
        article=setting.article.strip(),
        why=setting.why.strip(),
        valid_from=begins,
        recorded_at=at,
        entered_by=actor.key,
    )
    journal.record(
        actor=actor.key, kind=Permission.CLOCK_SET, subject=made.code, at=at, wrote=[made]
    )
    return made
