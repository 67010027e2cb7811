"""What the picture says before anything is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from samaki.picture.services import SitrepRefusedError, issue_sitrep
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime


def test_an_empty_installation_says_so(db: None) -> None:
    assert "No claim is accepted" in Client().get("/").content.decode()


def test_a_report_of_nothing_is_refused(db: None, at: datetime) -> None:
    world.load(at=at, until="order")

    with pytest.raises(SitrepRefusedError, match="Nothing is on record"):
        issue_sitrep(actor=world.actor("duty", at=at), as_of=at, at=at)
