"""How a check is said: its answer, each fact for and against, and why two names agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samaki.ground import wording
from samaki.ground.heads import words
from samaki.kernel.names import normalise
from samaki.kernel.names.compare import Note, explain
from samaki.kernel.names.pairs import Why
from samaki.systems.border import rules

if TYPE_CHECKING:
    from samaki.kernel.names.compare import Comparison, Pair
    from samaki.systems.border.models import CrossingHeads
    from samaki.systems.border.queries import Shown

register = template.Library()

# Codes whose words stand in the table of parts already.
_IN_TABLE = frozenset({Why.MARKS, "left_alone", "right_alone"})

_ICONS = {
    rules.Verdict.CLEAR: "met",
    rules.Verdict.LOOK_CLOSER: "near",
    rules.Verdict.STOP: "stop",
    rules.Verdict.PROTECTION: "hold",
}
_TAGS = {
    rules.Verdict.CLEAR: "met",
    rules.Verdict.LOOK_CLOSER: "warn",
    rules.Verdict.STOP: "stop",
    rules.Verdict.PROTECTION: "hold",
}
_SIDES = {
    rules.Side.FOR: ("plus", "i-met"),
    rules.Side.AGAINST: ("minus", "i-stop"),
    rules.Side.NEITHER: ("none", "i-quiet"),
    rules.Side.MISSING: ("none", "i-quiet"),
}


@register.filter
def verdict_word(verdict: str) -> str:
    """Say the answer of a check."""
    return {
        rules.Verdict.CLEAR: _("Clear"),
        rules.Verdict.LOOK_CLOSER: _("Look closer"),
        rules.Verdict.STOP: _("Stop and ask the supervisor"),
        rules.Verdict.PROTECTION: _("Call the protection desk"),
    }[rules.Verdict(verdict)]


@register.filter
def verdict_icon(verdict: str) -> str:
    """Return the name of the sign of an answer."""
    return _ICONS[rules.Verdict(verdict)]


@register.filter
def verdict_tag(verdict: str) -> str:
    """Return the colour of an answer; its word and sign say the same."""
    return _TAGS[rules.Verdict(verdict)]


@register.filter
def state_word(state: str) -> str:
    """Say what was judged of an alert."""
    return {
        rules.AlertState.WAITS: _("Waits for a person"),
        rules.AlertState.POSITIVE: _("This person"),
        rules.AlertState.NEGATIVE: _("Not this person"),
        rules.AlertState.UNSURE: _("Not sure yet"),
    }[rules.AlertState(state)]


@register.filter
def state_tag(state: str) -> str:
    """Return the colour of what was judged."""
    return {"waits": "open", "positive": "stop", "negative": "met", "unsure": "warn"}[state]


@register.filter
def state_icon(state: str) -> str:
    """Return the name of the sign of what was judged."""
    return {"waits": "clock", "positive": "stop", "negative": "met", "unsure": "near"}[state]


@register.filter
def kind_word(kind: str) -> str:
    """Say what a checkpoint stands on."""
    return {
        rules.Kind.LAND: _("land crossing"),
        rules.Kind.RIVER: _("river crossing"),
        rules.Kind.SEA: _("sea port"),
        rules.Kind.AIR: _("airport"),
    }[rules.Kind(kind)]


@register.filter
def country(code: str) -> str:
    """Say the country on the other side."""
    return words.nationality(code)


@register.filter
def way_word(way: str) -> str:
    """Say how somebody crossed."""
    return {"foot": _("on foot"), "boat": _("by boat"), "vehicle": _("by vehicle")}[way]


@register.filter
def direction_word(direction: str) -> str:
    """Say which way somebody crossed."""
    return {"in": _("into the country"), "out": _("out of the country")}[direction]


@register.filter
def nationality_said(heads: CrossingHeads) -> str:
    """Say the nationality that somebody gave."""
    return words.nationality(heads.nationality or None)


@register.filter
def cell_said(heads: CrossingHeads) -> str:
    """Say sex and age of those who crossed."""
    return f"{words.sex(heads.sex or None)}, {words.age(heads.age or None)}"


@register.filter
def warning_word(warned: str) -> str:
    """Say what is unusual in a document's lines; it refuses nothing."""
    return {
        "letter": _("The document's letters are none we know. Look at the document."),
        "long_number": _("The document number is longer than nine characters."),
        "birth_unknown": _("The document gives no birth date."),
        "birth_impossible": _("The document's birth date cannot be one."),
        "expired": _("The document's last day has passed."),
    }[warned]


@register.filter
def side_icon(fact: rules.Fact) -> str:
    """Return the sign of what a fact says."""
    return _SIDES[fact.side][0]


@register.filter
def side_class(fact: rules.Fact) -> str:
    """Return the colour of what a fact says."""
    return _SIDES[fact.side][1]


@register.filter
def weight(value: float) -> str:
    """Show a weight with its sign: +3.5."""
    said = formats.number_format(abs(value), decimal_pos=1, use_l10n=True)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return wording.localised(f"{sign}{said}")


@register.simple_tag
def fact_words(fact: rules.Fact, shown: Shown) -> str:
    """Say one fact: what agrees, what does not, what nobody knows."""
    assert shown.listed is not None, "of a protected person nothing is said"
    if fact.about == "born":
        return _born_words(fact, born=shown.listed.entry.born)
    if fact.about == "document":
        return _document_words(fact, end=shown.document_end)
    if fact.about == "name":
        return _("Names agree, part by part above") if fact.weight > 0 else _("Names differ")
    return _small_words(fact)


def _born_words(fact: rules.Fact, *, born: str) -> str:
    said = {
        "same_day": _("Birth date agrees to the day"),
        "same_month": _("Month of birth agrees; one of the two gives no day"),
        "same_year": _("Year of birth agrees; one of the two gives no day"),
        "swapped": _("Birth date agrees with day and month swapped: the listing says %(born)s"),
        "differs": _("Birth date differs: the listing says %(born)s"),
        "not_said": _("Birth date not asked; the listing has one. Ask for it"),
        "not_listed": _("Birth date not on the listing"),
        "neither_known": _("Birth date known to neither side"),
    }
    return said[fact.code] % {"born": wording.localised(born)}


def _document_words(fact: rules.Fact, *, end: str) -> str:
    said = {
        "same": _("Document number is the same"),
        "differs": _("Document number differs; the listing has one ending %(end)s"),
        "not_said": _("Document number not asked; the listing has one ending %(end)s"),
        "not_listed": _("Document number not on the listing"),
        "neither_known": _("Document number known to neither side"),
    }
    return said[fact.code] % {"end": end}


def _small_words(fact: rules.Fact) -> str:
    if fact.about == "sex":
        return {
            "same": _("Sex agrees"),
            "differs": _("Sex differs"),
            "missing": _("Sex missing on one side"),
        }[fact.code]
    return {
        "same": _("Nationality agrees; it counts neither for nor against"),
        "differs": _("Nationality differs; it counts neither for nor against"),
        "missing": _("Nationality missing on one side; it counts neither for nor against"),
    }[fact.code]


@register.filter
def notes(comparison: Comparison) -> list[str]:
    """Say in words why two names agree: what the table of parts above it does not say itself."""
    said = [_note(note) for note in explain(comparison) if note.code not in _IN_TABLE]
    if any(pair.why is Why.MARKS for pair in comparison.pairs):
        said.insert(0, _("Marks or letters such as Đ are left out on one side"))
    return said


def _note(note: Note) -> str:
    said = {
        Why.PINYIN: _("%(right)s and %(left)s: Chinese name read as pinyin"),
        Why.KHMER: _("%(right)s and %(left)s: Khmer name read in Latin letters"),
        Why.ROMANISED: _("%(right)s and %(left)s: read in Latin letters"),
        Why.SAME_CHARACTER: _("%(left)s and %(right)s: one character, simplified and traditional"),
        Why.SPEECH: _("%(left)s and %(right)s: %(character)s as %(speech)s spells it"),
        Why.SPEECHES: _("%(left)s and %(right)s: both are spellings of %(character)s"),
        Why.SOUND: _("%(left)s and %(right)s sound alike"),
        Why.HOMOPHONE: _("%(left)s and %(right)s sound the same and are written otherwise"),
        Why.CUT: _("%(left)s and %(right)s: the document cut the name off"),
        Why.NEAR: _("%(left)s and %(right)s differ by a letter or two"),
        Why.INITIAL: _("%(left)s and %(right)s: an initial"),
        "joined": _("%(left)s and %(right)s: one word there, two here"),
        "reordered": _("The same parts of the name, in another order"),
    }
    values = {
        "left": note.left,
        "right": note.right,
        "character": note.detail[0] if note.detail else "",
        "speech": _speech(note.detail[1]) if len(note.detail) > 1 else "",
    }
    return said[note.code] % values


def _speech(speech: str) -> str:
    return {
        "cantonese": _("Cantonese"),
        "hokkien": _("Hokkien"),
        "wade_giles": _("Wade-Giles"),
        "vietnamese": _("Vietnamese"),
    }[speech]


@register.filter
def side_text(parts: tuple[str, ...]) -> str:
    """Show the parts of one side of a pair."""
    return " ".join(parts)


@register.filter
def language_of(pair_side: tuple[str, ...]) -> str:
    """Return the language whose shapes a part is drawn with."""
    text = "".join(pair_side)
    if normalise.is_khmer(text):
        return "km"
    return "zh" if normalise.is_han(text) else "und-Latn"


@register.filter
def short_why(pair: Pair) -> str:
    """Say in a word why two parts agree."""
    said = {
        Why.SAME: _("the same"),
        Why.MARKS: _("marks left out"),
        Why.PINYIN: _("pinyin"),
        Why.KHMER: _("read from Khmer"),
        Why.ROMANISED: _("read in Latin letters"),
        Why.SAME_CHARACTER: _("one character"),
        Why.SPEECHES: _("both spell %(character)s"),
        Why.SOUND: _("sound alike"),
        Why.HOMOPHONE: _("sound the same"),
        Why.CUT: _("cut off"),
        Why.NEAR: _("a letter or two"),
        Why.INITIAL: _("initial"),
    }
    if pair.why is Why.SPEECH:
        return _speech(pair.detail[1])
    return said[pair.why] % {"character": pair.detail[0] if pair.detail else ""}


@register.simple_tag
def as_close_words(count: int) -> str:
    """Say how common the name is on the lists."""
    others = count - 1
    if others == 0:
        return _("No other entry is as close.")
    said = ngettext(
        "%(shown)s other entry is as close.", "%(shown)s other entries are as close.", others
    )
    return said % {"shown": wording.number(others)}


@register.simple_tag
def ruled_out_words(count: int) -> str:
    """Say how many entries of the same name are of somebody else."""
    said = ngettext(
        "%(shown)s entry has this name and another birth date: somebody else.",
        "%(shown)s entries have this name and another birth date: somebody else.",
        count,
    )
    return said % {"shown": wording.number(count)}
