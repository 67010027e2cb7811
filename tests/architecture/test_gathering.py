"""The gathering of messages: whatever a reader meets is found, and no translation is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools import messages

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """\
{% load i18n %}<p>{% trans "Nothing was changed." %}
{% blocktranslate count n=all %}{{ n }} clause{% plural %}{{ n }} clauses{% endblocktranslate %}
  <b>it's {% trans "Two in transit" context "custody" %}</b></p>
"""
MODULE = '''
from django.utils.translation import gettext as _, ngettext
WORDINGS = {"nobody": "Nobody is moved. "
            "Enter one head."}
def reasons_against_plan(title: str) -> list[str]:
    """Return why not."""
    return ["No title. Say what.", f"{title} is too long.", "not a sentence"]
def words(n: int) -> str:
    return _("Station") + ngettext("%(n)d day", "%(n)d days", n)
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a package of one template and one module of rules."""
    (tmp_path / "page.html").write_text(TEMPLATE, "utf-8")
    (tmp_path / "rules.py").write_text(MODULE, "utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "km" / "django.po")
    return tmp_path


def test_templates_modules_and_tables_of_wordings_are_gathered(package: Path) -> None:
    found = {(message.id, message.context) for message in messages.gathered() if message.id}

    assert found == {
        ("Nothing was changed.", None),
        (("%(n)s clause", "%(n)s clauses"), None),
        ("Two in transit", "custody"),
        ("Nobody is moved. Enter one head.", None),
        ("No title. Say what.", None),
        ("Station", None),
        (("%(n)d day", "%(n)d days"), None),
    }


def test_a_sentence_built_around_its_values_is_named(package: Path) -> None:
    assert messages.spoken_in_english() == ["rules.py:7"]


def test_gathering_again_changes_nothing_and_keeps_every_translation(package: Path) -> None:
    assert messages.main([]) == 0
    first = messages.CATALOGUE.read_text("utf-8")
    translated = first.replace('msgid "Station"\nmsgstr ""', 'msgid "Station"\nmsgstr "ប៉ុស្តិ៍"')
    messages.CATALOGUE.write_text(translated, "utf-8")
    (package / "page.html").unlink()

    assert messages.main([]) == 0

    second = messages.CATALOGUE.read_text("utf-8")
    assert "to be confirmed by a native reader" in second.splitlines()[0]
    assert "ប៉ុស្តិ៍" in second
    assert "Nothing was changed." not in second
    assert messages.main([]) == 0
    assert messages.CATALOGUE.read_text("utf-8") == second


def test_the_check_names_what_is_missing_what_is_empty_and_what_lost_a_value(package: Path) -> None:
    assert len(messages.lacking()) == 7
    messages.main([])
    filled = messages.CATALOGUE.read_text("utf-8").replace('msgstr[0] ""', 'msgstr[0] "%(m)s"')
    messages.CATALOGUE.write_text(filled, "utf-8")

    found = messages.lacking()

    assert sum("without Khmer" in fault for fault in found) == 5
    assert sum("clause" in fault and "without" not in fault for fault in found) == 1
    assert messages.main(["--check"]) == 1
