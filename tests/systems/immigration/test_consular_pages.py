"""Where a consular step waits is seen: on the picture, and on a page of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from samaki.ground.access.models import Account
from samaki.picture.queries import national
from samaki.picture.queries.needs import needs
from samaki.web import world

if TYPE_CHECKING:
    from datetime import datetime


@pytest.mark.usefixtures("world_once")
def test_the_picture_shows_both_clocks_and_the_page_says_the_text_sets_no_hours(
    db: None, at: datetime
) -> None:
    duty = world.actor("duty", at=at)
    found = needs(duty, national.national(as_of=at + timedelta(hours=26)))
    assert found.near
    assert found.consul
    assert not needs(world.actor("intake", at=at), national.national(as_of=at)).consul
    client = Client()
    client.force_login(Account.objects.get(username="duty"))

    front, page = (client.get(url).content.decode() for url in ("/", "/immigration/clocks/"))

    assert "consular step" in front
    assert "the text sets no hours" in page
    assert "art. 36(1)(b)" in page
