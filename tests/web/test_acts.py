"""Every kind of entry of the journal is said in words, in both languages, its code beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation
from tests.architecture.source import PACKAGE

from samaki.ground.access.models import Account
from samaki.ground.access.rules import Permission
from samaki.ground.journal.models import Entry
from samaki.ground.people.rules import READ, FilePage
from samaki.web.acts import WORDINGS, act_words

if TYPE_CHECKING:
    from datetime import datetime

KIND = re.compile(r'"([a-z_]+:[a-z_]+:[a-z_]+)"')
BY_PERMISSION = re.compile(r"kind=(?:_P|Permission)\.([A-Z_]+)")
TEXTS = [
    path.read_text("utf-8")
    for path in PACKAGE.rglob("*.py")
    if "services" in path.parts or path.name == "services.py"
]
KINDS = {kind for text in TEXTS for kind in KIND.findall(text)} | {
    Permission[name].value for text in TEXTS for name in BY_PERMISSION.findall(text)
}


def test_there_are_kinds_to_say() -> None:
    assert len(KINDS) > 60


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_that_a_verb_records_is_said(kind: str) -> None:
    assert kind in WORDINGS


@pytest.mark.parametrize("kind", [*WORDINGS, *(f"{READ}{page}" for page in FilePage)])
def test_every_kind_is_said_in_khmer_too(kind: str) -> None:
    english = act_words(kind)
    with translation.override("km"):
        khmer = act_words(kind)

    assert english != kind
    assert re.search(r"[\u1780-\u17ff]", khmer), khmer


def test_a_kind_nobody_knows_is_shown_as_it_is() -> None:
    assert act_words("some:new:kind") == "some:new:kind"


@pytest.mark.django_db
def test_the_journal_of_the_demo_world_says_every_kind(world_once: None, at: datetime) -> None:
    unsaid = {
        kind for kind in Entry.objects.values_list("kind", flat=True) if act_words(kind) == kind
    }
    client = Client()
    client.force_login(Account.objects.get(username="duty"))
    page = client.get("/journal/").content.decode()

    assert unsaid == set()
    assert 'Exhibit seized <code class="note">custody:exhibit:seize</code>' in page
