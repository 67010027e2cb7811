"""After everything was shredded no page breaks, for nobody, and no name is left on any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from tests import once
from tests.ground.retention.kept import DUTY
from tests.web.addresses import PATTERNS, all_addresses
from tests.web.surfaces import READERS, api_readings

from samaki.ground.access.models import Account
from samaki.ground.journal import services as journal
from samaki.ground.people.models import Particulars
from samaki.ground.retention.registry import kinds
from samaki.ground.retention.services import set_retention
from samaki.systems.border.models import CheckedTraveller
from samaki.systems.listings.models import ListedParticulars
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def _names() -> frozenset[str]:
    listed = ListedParticulars.objects.values_list("names", flat=True)
    return frozenset(
        {
            *Particulars.objects.values_list("stated_name", flat=True),
            *CheckedTraveller.objects.values_list("name", flat=True),
            *(name for names in listed for name in names),
        }
    )


def _shred_everything(at: datetime) -> None:
    """Shred all there is, also what the rules would keep: no page may break, whatever is gone."""
    for code, kind in kinds().items():
        made = set_retention(actor=DUTY, kind=code, days=1, why="Rule 4", at=at)
        keys = list(kind.model._default_manager.values_list("pk", flat=True))  # noqa: SLF001 - Django's documented model API
        assert keys, code
        journal.shred(actor=DUTY.key, model=kind.model, keys=keys, subject=made.ref, at=at)


@pytest.fixture
def gone(world_once: int, at: datetime) -> tuple[dict[str, str], frozenset[str]]:
    """Return every address of the site and every name that stood there, with all of them gone."""
    addresses, names = all_addresses(at), _names()
    assert len(names) > 10
    _shred_everything(at)
    return addresses, names


def _clients() -> Iterable[tuple[str, Client]]:
    yield "visitor", Client()
    for member in CAST:
        client = Client()
        client.force_login(Account.objects.get(username=member.username))
        yield member.username, client


def _words(name: str, answer: Any) -> str:
    kind = answer.headers.get("Content-Type", "")
    content = b"".join(answer) if answer.streaming else answer.content
    if name in READERS and "html" not in kind:
        return READERS[name](content)
    return str(content.decode())


def test_no_page_breaks_and_none_names_anybody(
    gone: tuple[dict[str, str], frozenset[str]],
) -> None:
    addresses, names = gone
    said: set[str] = set()
    for number, (who, client) in enumerate(_clients()):
        client.cookies["django_language"] = ("en", "km")[number % 2]
        for name in PATTERNS:
            answer = client.get(addresses[name])
            assert answer.status_code < 500, (who, name)
            words = _words(name, answer)
            assert not [each for each in names if each in words], (who, name)
            if "Name shredded on record" in words or "ឈ្មោះត្រូវបានបំផ្លាញ" in words:
                said.add(name)

    assert said >= {"custody:person", "custody:persons", "listings:listings", "border:check"}


def test_no_answer_of_the_api_breaks_or_names_anybody(
    gone: tuple[dict[str, str], frozenset[str]],
) -> None:
    _addresses, names = gone
    is_said = False
    for who, client in _clients():
        for path in api_readings():
            answer = client.get(path)
            assert answer.status_code < 500, (who, path)
            words = answer.content.decode()
            assert not [each for each in names if each in words], (who, path)
            is_said |= '"is_shredded": true' in words
    assert is_said


def test_the_books_are_whole_after_it(gone: object) -> None:
    assert gone
    once.assert_sound()
