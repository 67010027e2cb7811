"""The demo world: built by services alone, and its figures are those of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samaki.ground.agencies import queries as agencies
from samaki.ground.places import queries as places
from samaki.systems.custody.queries import books
from samaki.web import verification, world

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def test_the_world_has_every_office_the_directive_binds(at: datetime) -> None:
    world.lay_ground(at=at)

    assert places.provinces().count() == 25
    for kind in ("governor", "police_chief", "gendarmerie_commander"):
        assert agencies.posts(kind=kind).count() == 25
    assert world.is_loaded()


def test_271_are_found_at_poipet_and_2_are_still_on_the_road(at: datetime) -> None:
    world.load(at=at)

    verdict = books.verify()
    assert verdict.is_balanced
    assert verdict.postings > 20


def test_verify_says_that_the_books_balance(
    at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    world.load(at=at)

    assert verification.run() == 0
    words = capsys.readouterr().out.split()
    assert (words[0], words[2], words[-1]) == ("ledger:", "postings,", "balanced")
