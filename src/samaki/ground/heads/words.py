"""How cells of heads, and the reasons against moving them, are said in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pycountry
from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from samaki.kernel.ledger import Cell, Subject


@dataclass(frozen=True, slots=True)
class Said:
    """A reason of a refusal as a sentence, and what it is about: an argument, a subject, or all."""

    sentence: str
    argument: str | None = None
    subject: Subject | None = None


def nationality(code: str | None) -> str:
    """Say a nationality by the name of its country: Indonesia; or that none is established."""
    if not code:
        return _("Nationality not established")
    country = pycountry.countries.get(alpha_3=code)
    locale = Locale.parse("km" if get_language() == "km" else "en")
    return str(locale.territories.get(country.alpha_2, country.name)) if country else code


def nationalities() -> list[tuple[str, str]]:
    """Return every nationality's code and name in the reader's language, by name."""
    found = [(c.alpha_3, nationality(c.alpha_3)) for c in pycountry.countries]
    return sorted(found, key=lambda pair: pair[1])


def sex(value: str | None) -> str:
    """Say a cell's sex."""
    return {"F": _("women"), "M": _("men")}.get(value or "", _("sex not established"))


def age(value: str | None) -> str:
    """Say a cell's age group."""
    return {"adult": _("adults"), "minor": _("minors")}.get(value or "", _("age not established"))


def cell(value: Cell) -> str:
    """Say a cell in a sentence, by what is established of it: Indonesia, women, adults."""
    known = value.nationality
    return _parts(value, nationality(known) if known else _("nationality not established"))


def cell_in_words(value: Cell) -> str:
    """Say a cell at the head of a line: Indonesia, women, adults; Nationality not established."""
    return _parts(value, nationality(value.nationality))


def _parts(value: Cell, nation: str) -> str:
    parts = [nation]
    parts += [sex(value.sex)] if value.sex else []
    parts += [age(value.age)] if value.age else []
    return ", ".join(parts)
