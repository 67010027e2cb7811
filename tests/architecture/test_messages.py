"""Every message of a page, a form or a refusal has its Khmer, with the same values in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from tools import messages

from samaki.web import assets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages.catalog import Message

_VALUES = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def _translated() -> list[Message]:
    (path,) = assets.PACKAGE.glob("locale/km/LC_MESSAGES/django.po")
    with path.open("rb") as stream:
        return [message for message in read_po(stream, locale="km") if message.id]


def _texts(said: str | Iterable[str] | None) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())


def test_every_message_has_its_khmer() -> None:
    assert messages.lacking() == []


def test_a_translation_keeps_every_value_of_its_message() -> None:
    wrong = []
    for message in _translated():
        asked = [set(_VALUES.findall(each)) for each in _texts(message.id)]
        khmer = " ".join(_texts(message.string))
        if set(_VALUES.findall(khmer)) not in asked:
            wrong.append(str(message.id))

    assert wrong == []


@pytest.mark.parametrize("sign", ["!", "សូម"])
def test_no_translation_shouts_or_begs(sign: str) -> None:
    assert [str(m.id) for m in _translated() if sign in str(m.string)] == []
