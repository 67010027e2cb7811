"""What a language must tell the shared pipeline: its words, by layer, and a few habits.

A phrase is matched whole and without case; a pattern is a `regex` pattern over the folded,
lower-cased text. Nothing in a grammar decides a claim: it only names mentions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.reading.drafts import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samaki.kernel.reading.intervals import Interval, Qualifier

__all__ = ["DateWords", "Gate", "Grammar", "Layer", "NumberWords", "Side", "Trigger"]


class Layer(StrEnum):
    """The kinds of mention found in a sentence."""

    NUMBER = "number"
    NATION = "nation"
    SEX = "sex"
    PERSON = "person"
    OFFICER = "officer"
    ITEM = "item"
    SITE = "site"
    EVENT = "event"  # a noun that counts people by what was done: "746 arrests"
    NOISE = "noise"  # a noun whose number is never a claim: days, dollars, storeys
    PLACE = "place"
    DATE = "date"
    TRIGGER = "trigger"
    INCLUSION = "inclusion"
    BREAK = "break"


class Gate(StrEnum):
    """What a quantity counts; a verb takes only quantities of its own gate."""

    PERSON = "person"
    ITEM = "item"
    SITE = "site"
    OFFICER = "officer"
    NONE = "none"


GATES: dict[Kind, Gate] = {
    Kind.SEIZED: Gate.ITEM,
    Kind.RAIDED_SITE: Gate.SITE,
    Kind.SEALED: Gate.SITE,
    Kind.DEPLOYED: Gate.OFFICER,
}


class Side(StrEnum):
    """Where a verb looks for what it acts on first."""

    AFTER = "after"
    BEFORE = "before"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A verb, participle or noun that says what was done."""

    kind: Kind
    pattern: str
    side: Side = Side.ANY
    modality: str = "asserted"

    @property
    def gate(self) -> Gate:
        """What it acts on."""
        return GATES.get(self.kind, Gate.PERSON)


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language writes numbers in words and bends them.

    `units` give values; words worth 10, 100, 1000 ... listed in `scales` multiply what stands
    before them. `before` and `after` are patterns next to a number with what they mean;
    `vague` are whole words with their bounds.
    """

    units: Mapping[str, int]
    scales: Mapping[str, int]
    joiner: str = r"[ -]?"
    before: tuple[tuple[str, Qualifier], ...] = ()
    after: tuple[tuple[str, Qualifier], ...] = ()
    vague: tuple[tuple[str, Interval], ...] = ()
    range_join: str = r"\s?[-–—~]\s?"
    range_open: str = ""
    classifiers: str = ""  # glued after the number, part of the count as written


@dataclass(frozen=True, slots=True)
class DateWords:
    """How a language writes dates. `patterns` use groups y, m, mon, d, d2, wd, rel, same."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative: Mapping[str, int]
    patterns: tuple[str, ...]
    joiners: str
    since: str
    periods: tuple[tuple[str, str], ...] = ()
    shifts: tuple[tuple[str, int], ...] = ()  # "the next day": days from the date named before


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Everything one language brings to the shared pipeline; compared by identity."""

    code: str
    numbers: NumberWords
    dates: DateWords
    phrases: Mapping[Layer, Mapping[str, str]]
    triggers: tuple[Trigger, ...]
    spaced: bool = True
    head: str = "last"  # which noun says what is counted: last, first, or left of the number
    ends_with_classifier: bool = False  # nothing after "47 persons" says what is counted
    looks_left: bool = False  # a noun may stand before its number
    object_first: bool = False  # the verb ends its clause: what it acts on always precedes it
    nation_frame: str = r"(?!)"  # the word before a country ("@") that makes it a nationality
    nation_link: str = r"(?!)"  # a word that may repeat between two countries of one list
    number_noise_before: str = ""
    number_noise_after: str = ""
    stop: str = r"[,;:()]"
    clause_break: str = r"[;]"
    joins: str = r"(?:,|and|&)"
    inclusion: str = r"(?!)"
    inclusion_before: str = r"(?!)"  # the part precedes the marker (Japanese)
    whole_before: str = r"(?!)"  # opens a sentence before the whole it divides: "of the 97"
    and_others: str = r"(?!)"  # after a nationality: those counted are of others, too
    copula: str = r"(?!)"  # between a count and who they are, where nouns stand before counts
    group_before: str = r"(?!)"  # opens a part of people named, not counted: "among the Chinese"
    group_after: str = r"(?!)"  # the same, after the name: "タイ人のうち"
    exhaustive: str = r"(?!)"
    anaphor: str = r"(?!)"
    demonstrative: str = r"(?!)"
    most: str = r"(?!)"
    remainder: str = r"(?!)"
    each: str = r"(?!)"
    each_before: str = r"(?!)"  # between the places and their count: "在三处各抓获"
    whole_after: str = r"(?!)"  # closes a whole whose parts follow: "44名泰国人当中"
    share: str = r"(?!)"
    follows: str = r"(?!)"
    planned: str = r"(?!)"
    ahead: str = r"(?!)"  # before a day that is still to come: "will be questioned on"
    alleged: str = r"(?!)"
    negated: str = r"(?!)"
    corrected: str = r"(?!)"
    cumulative: str = r"(?!)"
    total: str = r"(?!)"
    others: str = r"(?!)"
    speech: tuple[str, ...] = ()
    same_source: str = r"(?!)"
    speech_date: str = r"(?!)"
    speech_date_after: str = r"(?!)"
    mission: str = r"(?!)"  # who speaks for one country's people: "the embassy of"
    place_before: str = r"(?!)"
    origin: str = r"(?!)"  # before a place somebody merely comes from
    auxiliary: str = r"\s*"  # what may stand between a bare subject and its verb: "90 have since"
    relative: str = r"(?!)"  # opens a clause about the people, beside the sentence's own verb
    more: str = r"(?!)"  # after a number: as many of the same again, "27 more"
    definite: str = r"(?!)"  # before a count spoken of once more: "the 58"
    place_join: str = r"(?!)"  # what else may stand between two places of one list
    dateline: str = r"(?!)"
    nation_tails: tuple[
        tuple[str, str], ...
    ] = ()  # what may stand between a noun and its countries
    own_tail: str = r"(?!)"  # "of its", before a speaker's own people: no part of others
    part_tail: str = r"(?!)"  # "of them", between a number and what it counts
    participle: str = r"(?!)"  # after a verb, makes it say which of its people: "被拘留的"
    subject_tail: str = r"(?!)"  # "were", between a number and what those people were
    number_link: str = r"(?!)"  # "of", between "dozens" and what they count
    left_gap: str = r"\s?"  # what may stand between a noun and the number after it
    abroad_before: str = r"(?!)"
    nationwide: str = r"(?!)"
    respectively: str = r"(?!)"
    site_of: str = r"(?!)"  # between a verb on people and the places where it was done
    order: str = r"(?!)"
    order_issued: str = r"(?!)"
    duty: str = r"(?!)"
    body: str = r"(?!)"
    threat: str = r"(?!)"
    article: str = r"(?!)"  # an indefinite article that counts one
    part_of_next: str = r"(?!)"  # "one of the 44": the whole follows its part
    running: str = r"(?!)"  # before a number: "bringing the total to"
    running_words: str = r"(?!)"  # the words that open it
    corrected_from: str = r"(?!)"  # before the number that another one replaces
