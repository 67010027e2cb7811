"""A post or two, and an account that is not appointed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine
from samaki.ground.access.services import open_account
from samaki.ground.agencies.services import Name, open_agency, open_post, open_unit
from samaki.ground.places.services import load_gazetteer

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.models import Account

INSTALLER = machine(Machine.INSTALLER)
POSTS = ("poipet-intake", "poipet-desk")


@pytest.fixture
def sok(db: None, at: datetime) -> Account:
    """Open two posts at Poipet and Sok's account."""
    load_gazetteer(by=INSTALLER.key, at=at)
    name = Name("Poipet police", "ប៉ូលិសប៉ោយប៉ែត")
    open_agency(by=INSTALLER.key, code="NP", name=name, at=at)
    open_unit(
        by=INSTALLER.key, code="NP-1", agency="NP", area="KH-1", superior=None, name=name, at=at
    )
    for post in POSTS:
        open_post(by=INSTALLER.key, code=post, unit="NP-1", kind="intake", title=name, at=at)
    return open_account(actor=INSTALLER, username="sok", password="a long one", at=at)
