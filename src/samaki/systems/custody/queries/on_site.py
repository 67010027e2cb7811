"""Whom units keep where they were found: how many, and since when the first of them.

No time in police custody runs on a site, so somebody has to see how long people are kept there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samaki.systems.custody import rules
from samaki.systems.custody.queries import accounts, paths

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from samaki.ground.access.actors import Actor
    from samaki.systems.custody.queries.accounts import AccountLine
    from samaki.systems.custody.queries.books import Moments


@dataclass(frozen=True, slots=True)
class OnSiteLine:
    """An account of those kept on a site, and when the first of who is there now came into it."""

    account: AccountLine
    since: datetime
    as_of: datetime

    @property
    def age(self) -> timedelta:
        """How long the first of them has been kept there."""
        return self.as_of - self.since


def kept(actor: Actor, at: Moments) -> list[OnSiteLine]:
    """Return where people are kept on a site that the actor may see, the longest first."""
    held = [line for line in accounts.seen(actor, at) if line.site and line.held]
    since = paths.since({line.ref for line in held}, {rules.AccountKind.FOUND_ON_SITE}, at)
    found = [OnSiteLine(line, since.get(line.ref, at.as_of), at.as_of) for line in held]
    return sorted(found, key=lambda line: line.since)
