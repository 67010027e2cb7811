"""How orders are worded, one module a language: who is bound, what obliges, what follows, by when.

A pattern is a `regex` pattern over the folded, lower-cased text; `bodies` alone is over the folded
text with its capitals. Nothing here decides: it names words, and `clauses` ties them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MANDATES", "BodyClass", "Mandate", "mandate_for"]

MANDATES: Final = ("en", "km", "zh", "vi", "th", "id")
_NEVER = r"(?!)"


class BodyClass(StrEnum):
    """The services an order may bind; the first three are the kinds of posts of the directives."""

    GOVERNOR = "governor"
    POLICE = "police_chief"
    GENDARMERIE = "gendarmerie_commander"
    IMMIGRATION = "immigration"
    BORDER = "border_post"
    ARMY = "armed_forces"
    GAMING = "gaming_commission"
    TRAFFICKING = "counter_trafficking"
    COURTS = "prosecutor_court"


@dataclass(frozen=True, slots=True, eq=False)
class Mandate:
    """What a language brings to the reading of orders; compared by identity."""

    bodies: str  # whole names of bodies, capitals kept
    classes: tuple[tuple[BodyClass, str], ...]  # the first that is found in a body's words
    modal: str  # "must"
    forbids: str  # begins where a modal begins, and makes it a prohibition: "must not"
    join: str  # what stands between two bodies of one list, or between one duty and the next
    failing: str  # "whoever fails to"
    penalty: str  # "be dismissed"
    or_else: str  # before a penalty that hangs on the duty itself: "failing which"
    of: str = _NEVER  # between two words of one body: "officials of the ministry"
    weak: str = _NEVER  # obliges only right after a body: "will"
    permits: str = _NEVER  # a modal that binds only with nobody before it: "may"
    nobody: str = _NEVER  # turns a modal behind it into a prohibition: "no official shall"
    exempt: str = _NEVER  # looks like a modal and obliges nobody: "need not"
    orders: str = _NEVER  # obliges whom it names next: "instructs"
    to: str = _NEVER  # between them and their duty
    needs_to: bool = False  # whether nothing is ordered without that word
    agent: str = _NEVER  # before whoever carries out a passive: "by"
    pronoun: str = _NEVER  # takes up the bodies of the sentence before
    excepted: str = _NEVER  # before a body that is let off: "except"
    prelude: str = _NEVER  # a purpose before the bodies: "in order to …,"
    answers: str = _NEVER  # a consequence that needs no failure named: "be held responsible"
    addressed: str = _NEVER  # opens a letter: "to:", before whom it is to
    you: str = _NEVER  # takes up whom a letter is to
    anybody: str = _NEVER  # bodies that mean whoever is bound: "officials"
    of_all: str = _NEVER  # means every clause: "the above measures"
    follows: str = _NEVER  # announces a list: "as follows"
    labels: str = _NEVER  # "article 3", with its number as n
    ordinals: Mapping[str, int] = field(default_factory=dict)  # "kesatu", as a label by itself
    until: str = _NEVER  # before a day by which: "no later than"
    until_after: str = _NEVER  # after such a day
    within: str = _NEVER  # a duration, with groups n and unit
    units: Mapping[str, str] = field(default_factory=dict)  # its units: hours, days, weeks, months
    one: str = _NEVER  # an article that counts one: "a week"
    end_of: str = _NEVER  # a stated end without a day: "by the end of the month"


@lru_cache(maxsize=16)
def mandate_for(language: str) -> Mandate | None:
    """Return how orders are worded in a language, or None while nobody has written it."""
    if language not in MANDATES:
        return None
    mandate: Mandate = import_module(f"{__name__}.{language}").MANDATE
    return mandate
