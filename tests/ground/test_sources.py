"""Sources: the same words are filed once, and no word of them is ever changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from samaki.ground.access.actors import NOBODY, PermissionRefusedError, machine
from samaki.ground.access.rules import Machine
from samaki.ground.journal.models import Entry
from samaki.ground.sources.models import Source
from samaki.ground.sources.rules import LONGEST, SourceKind, digest
from samaki.ground.sources.services import Document, SourceRefusedError, file_source

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

CLERK = machine(Machine.INSTALLER)
BULLETIN = Document(
    text="Police found 271 Indonesians at a compound in Poipet.\nThey were counted on Monday.",
    kind=SourceKind.OFFICIAL,
    outlet="National Police",
    language="en",
    published_on=date(2025, 11, 17),
)


def _file(document: Document = BULLETIN, *, at: datetime) -> tuple[Source, bool]:
    return file_source(actor=CLERK, document=document, at=at)


def test_a_source_is_kept_to_the_character_under_its_first_words(at: datetime) -> None:
    source, is_new = _file(at=at)

    assert is_new
    assert source.text == BULLETIN.text
    assert source.title == "Police found 271 Indonesians at a compound in Poipet."
    assert (source.sha256, source.filed_by) == (digest(BULLETIN.text), CLERK.key)
    entry = Entry.objects.latest("number")
    assert (entry.kind, entry.subject) == ("claims:source:file", source.ref)


def test_the_same_words_of_the_same_day_are_one_source(at: datetime) -> None:
    first, _ = _file(at=at)
    before = Entry.objects.count()

    again, is_new = _file(replace(BULLETIN, outlet="A paper"), at=at + timedelta(hours=1))

    assert (again, is_new) == (first, False)
    assert Source.objects.count() == 1
    assert Entry.objects.count() == before


def test_the_same_words_without_a_day_are_one_source_too(at: datetime) -> None:
    undated = replace(BULLETIN, published_on=None)

    first, _ = _file(undated, at=at)

    assert _file(undated, at=at) == (first, False)


def test_the_same_words_of_another_day_are_another_source(at: datetime) -> None:
    first, _ = _file(at=at)

    other, is_new = _file(replace(BULLETIN, published_on=date(2025, 11, 16)), at=at)

    assert is_new
    assert other.ref != first.ref


def test_one_changed_character_is_another_source(at: datetime) -> None:
    _file(at=at)

    _, is_new = _file(replace(BULLETIN, text=BULLETIN.text.replace("271", "272")), at=at)

    assert is_new


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE sources_source SET text = 'Police found nobody.'",
        "UPDATE sources_source SET published_on = NULL",
        "DELETE FROM sources_source",
    ],
)
def test_the_database_refuses_to_change_a_source(act: str, at: datetime) -> None:
    _file(at=at)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (replace(BULLETIN, text=" \n\t"), "The text is empty"),
        (replace(BULLETIN, text="x" * (LONGEST + 1)), "1,?000,?001 characters"),
        (replace(BULLETIN, text="271\x00 found"), "NUL character"),
        (replace(BULLETIN, published_on=date(2025, 12, 24)), "is yet to come"),
    ],
)
def test_what_cannot_be_filed_is_refused_and_leaves_no_trace(
    document: Document, said: str, at: datetime
) -> None:
    before = Entry.objects.count()

    with pytest.raises(SourceRefusedError, match=said):
        _file(document, at=at)
    assert (Source.objects.count(), Entry.objects.count()) == (0, before)


def test_every_reason_comes_at_once(at: datetime) -> None:
    wrong = replace(BULLETIN, text="\x00" * (LONGEST + 1), published_on=date(2026, 1, 1))

    with pytest.raises(SourceRefusedError) as refused:
        _file(wrong, at=at)
    assert len(refused.value.reasons) == 3


def test_who_may_not_file_files_nothing(at: datetime) -> None:
    with pytest.raises(PermissionRefusedError, match="claims:source:file"):
        file_source(actor=NOBODY, document=BULLETIN, at=at)
    assert Source.objects.count() == 0


def test_a_long_first_line_is_cut_for_the_title_alone(at: datetime) -> None:
    text = "ក" * 300

    source, _ = _file(replace(BULLETIN, text=text), at=at)

    assert len(source.title) == 80
    assert source.title.endswith("…")
    assert source.text == text


def test_a_given_title_and_outlet_are_cut_to_what_the_books_hold(at: datetime) -> None:
    source, _ = _file(replace(BULLETIN, title="t" * 500, outlet="o" * 500), at=at)

    assert (len(source.title), len(source.outlet)) == (200, 120)
    assert str(source) == f"{source.ref} {source.title}"


def test_a_lone_surrogate_has_a_digest_of_its_own() -> None:
    assert digest("\ud800") != digest("?")
