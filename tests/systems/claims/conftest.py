"""An officer who may decide of claims, and a text of our own that states three counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.systems.claims.services import read_source

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.sources.models import Source

TEXT = """\
Following the order, police raided several parks in Phnom Penh and Sihanoukville on 14 and 16 \
November and arrested over 1,000 people, including nationals of Indonesia and Vietnam.

On 15 November the Prime Minister gave the order at a closed-door meeting. Governors must root out \
the gangs in their area.

On 17 November police in Sihanoukville arrested 63 Vietnamese. On the same day police in Poipet \
arrested 271 Indonesians.
"""


@pytest.fixture
def duty() -> Actor:
    """Return the duty officer, who files, decides and chooses scopes."""
    return Actor(key="account:1", grants=(Grant("KH", GRANTS[Role.DUTY_OFFICER]),))


@pytest.fixture
def province() -> Actor:
    """Return a provincial command, which files and sees but does not decide."""
    return Actor(key="account:2", grants=(Grant("KH-1", GRANTS[Role.PROVINCIAL_COMMAND]),))


@pytest.fixture
def source(db: None, duty: Actor, at: datetime) -> Source:
    """File and read the text."""
    document = Document(text=TEXT, kind=SourceKind.PRESS, published_on=date(2025, 11, 18))
    return read_source(actor=duty, document=document, at=at)
