"""How a traveller is held against a listing, and what the answer is called. Pure.

Nothing here stops anybody: an answer is a word for an officer, and a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.names import mrz
from samaki.kernel.names.compare import Comparison, compare
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from samaki.systems.listings.rules import Entry

LONGEST_NAME = 160
NAME_ENOUGH = 0.7  # below it two names are two people's
AS_CLOSE = 0.05  # a listing this little behind is as close
STOP_FROM = 7.0
_BUDDHIST, _LATEST_BUDDHIST = 2400, 2700
_BUDDHIST_ERA = 543
_EARLIEST_BIRTH = 1900
_DOTTED = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

WORDINGS = {
    "no_name": "Nothing is typed. Type the name, or paste the lines at the foot of the document.",
    "long_name": "The name has %(count)s characters; %(most)s is the most.",
    "bad_birth": "“%(text)s” is no birth date. Write 1994, 1994-05 or 17/05/1994.",
    "unborn": "A birth in %(text)s lies ahead. Check the birth date.",
    "shape": "These are not the lines of a document: two of 44 or 36, or three of 30 characters.",
    "letters": "The lines hold a character that no document has. Read them again.",
    "number": "The check digit of the document number does not fit. Read the line again.",
    "birth": "The check digit of the birth date does not fit. Read the line again.",
    "expiry": "The check digit of the last day does not fit. Read the line again.",
    "optional": "The check digit of the personal number does not fit. Read the line again.",
    "whole": "The last check digit does not fit. Read the lines again.",
    "unknown_checkpoint": "No checkpoint is called “%(name)s”.",
    "unknown_alert": "No alert has the reference %(ref)s.",
    "own_check": "You made this check. Somebody else judges it.",
    "for_the_desk": "This match is for the protection desk. Nobody judges it here.",
    "no_verdict": "No judgement is chosen. Say whether it is this person.",
    "no_reason": "No reason is given. Say what showed it.",
    "judged_so": "It is judged so already. A judgement is changed by another one, with its reason.",
    "no_area": "No area is chosen. Say where they crossed.",
    "no_way": "How they crossed is not said. Choose on foot, by boat or by vehicle.",
    "no_direction": "Into or out of the country? Choose one.",
    "nobody": "Nobody is counted. Count at least one head.",
    "below_none": "A count below none was typed.",
    "nothing_seen": "Nothing is written about what was seen.",
    "future": "That moment has not come yet. Enter when it was seen.",
    "long_ago": "That moment lies more than a year back. Check the date.",
    "elsewhere": "%(checkpoint)s does not lie in the area you chose.",
}


class Kind(StrEnum):
    """What a checkpoint stands on."""

    LAND = "land"
    RIVER = "river"
    SEA = "sea"
    AIR = "air"


@dataclass(frozen=True, slots=True)
class Post:
    """A checkpoint of the release: names, province, kind, other side (country and place)."""

    code: str
    name_en: str
    name_km: str
    area: str
    kind: Kind
    country: str = ""
    place: str = ""


# Code · English · Khmer · province · kind · other side. That they exist was confirmed; whether one
# is open today is a dated status that Samaki does not claim. Pairings nobody confirmed stay out.
_POSTS = """
poipet · Poipet · ប៉ោយប៉ែត · 1 · land · THA · Ban Khlong Luek, Sa Kaeo
o-smach · O'Smach · អូរស្មាច់ · 22 · land · THA · Chong Chom, Surin
choam · Choam · ជាំ · 22 · land · THA · Chong Sa-ngam, Si Sa Ket
doung · Doung · ដូង · 2 · land · THA ·
prum · Prum · ព្រំ · 24 · land · THA · Ban Phak Kat, Chanthaburi
cham-yeam · Cham Yeam · ចាំយាម · 9 · land · THA · Hat Lek, Trat
bavet · Bavet · បាវិត · 20 · land · VNM · Mộc Bài, Tây Ninh
trapeang-phlong · Trapeang Phlong · ត្រពាំងផ្លុង · 25 · land · VNM · Xa Mát, Tây Ninh
trapeang-sre · Trapeang Sre · ត្រពាំងស្រែ · 10 · land · VNM · Hoa Lư, Bình Phước
o-yadav · O Yadav · អូរយ៉ាដាវ · 16 · land · VNM · Lệ Thanh, Gia Lai
phnom-den · Phnom Den · ភ្នំដិន · 21 · land · VNM · Tịnh Biên, An Giang
prek-chak · Prek Chak · ព្រែកចាក · 7 · land · VNM · Xà Xía (Hà Tiên), Kiên Giang
banteay-chakrey · Banteay Chakrey · បន្ទាយចក្រី · 14 · land · VNM ·
kaam-samnor · Kaam Samnor · ក្អមសំណរ · 8 · river · VNM ·
trapeang-kriel · Trapeang Kriel · ត្រពាំងក្រៀល · 19 · land · LAO · Nong Nok Khiene, Champasak
dong-kralor · Dong Kralor · ដុងក្រឡ · 19 · land · LAO · Veun Kham
koh-chheuteal-thom · Koh Chheuteal Thom · កោះឈើទាលធំ · 19 · river · LAO ·
pnh · Phnom Penh airport (PNH) · ព្រលានយន្តហោះភ្នំពេញ (PNH) · 12 · air · ·
rep · Siem Reap airport (REP) · ព្រលានយន្តហោះសៀមរាប (REP) · 17 · air · ·
kos · Sihanouk airport (KOS) · ព្រលានយន្តហោះព្រះសីហនុ (KOS) · 18 · air · ·
sihanoukville-port · Sihanoukville Autonomous Port · កំពង់ផែស្វយ័តក្រុងព្រះសីហនុ · 18 · sea · ·
"""


def posts() -> tuple[Post, ...]:
    """Return the checkpoints of the release."""
    found = []
    for line in _POSTS.strip().splitlines():
        code, name_en, name_km, area, kind, country, place = (
            part.strip() for part in line.split("·")
        )
        found.append(Post(code, name_en, name_km, f"KH-{area}", Kind(kind), country, place))
    return tuple(found)


class AlertState(StrEnum):
    """A match waits for a person; what they judged may be judged anew, with a reason."""

    WAITS = "waits"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


ALERT = Flow(
    start=AlertState.WAITS,
    ends=frozenset({AlertState.POSITIVE, AlertState.NEGATIVE}),
    steps={
        (AlertState.WAITS, "judge_positive"): AlertState.POSITIVE,
        (AlertState.WAITS, "judge_negative"): AlertState.NEGATIVE,
        (AlertState.WAITS, "judge_unsure"): AlertState.UNSURE,
        (AlertState.UNSURE, "judge_positive"): AlertState.POSITIVE,
        (AlertState.UNSURE, "judge_negative"): AlertState.NEGATIVE,
        (AlertState.POSITIVE, "judge_negative"): AlertState.NEGATIVE,
        (AlertState.NEGATIVE, "judge_positive"): AlertState.POSITIVE,
    },
)
JUDGEMENTS = (AlertState.NEGATIVE, AlertState.UNSURE, AlertState.POSITIVE)


class Verdict(StrEnum):
    """The answer of a check: a word for the officer, and never an act."""

    CLEAR = "clear"
    LOOK_CLOSER = "look_closer"
    STOP = "stop"
    PROTECTION = "protection"


_GRAVITY = (Verdict.CLEAR, Verdict.LOOK_CLOSER, Verdict.STOP, Verdict.PROTECTION)


class Way(StrEnum):
    """How somebody crossed outside a checkpoint, or past one."""

    FOOT = "foot"
    BOAT = "boat"
    VEHICLE = "vehicle"


class Direction(StrEnum):
    """Into the country or out of it."""

    IN = "in"
    OUT = "out"


class Side(StrEnum):
    """What a fact says: for the match, against it, nothing, or that nobody knows."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Traveller:
    """Who stands at the checkpoint, by what was typed or read; what is not known is empty."""

    name: str
    born: str = ""
    sex: str = ""
    nationality: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a match: what it is about, what it says, a code for the words, its weight."""

    about: str
    side: Side
    code: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """A traveller against one listing: the name that fits best, each fact apart, and the sum."""

    name: str
    comparison: Comparison
    facts: tuple[Fact, ...]

    @property
    def weight(self) -> float:
        """The weights of all facts added up."""
        return round(sum(fact.weight for fact in self.facts), 1)

    @property
    def is_seconded(self) -> bool:
        """Whether something besides the name agrees: the birth or the document."""
        return any(f.side is Side.FOR for f in self.facts if f.about in {"born", "document"})

    def says(self, about: str) -> Fact:
        """Return the fact about something."""
        return next(fact for fact in self.facts if fact.about == about)


def assess(traveller: Traveller, entry: Entry) -> Assessment:
    """Hold a traveller against an entry: the best of its names, then each fact apart."""
    best = max(entry.names, key=lambda name: compare(traveller.name, name).score)
    comparison = compare(traveller.name, best)
    facts = (
        _name(comparison),
        _born(traveller.born, entry.born),
        _document(traveller.document, entry.documents),
        _sex(traveller.sex, entry.sex),
        _nationality(traveller.nationality, entry.nationality),
    )
    return Assessment(best, comparison, facts)


def verdict(found: Assessment, *, is_name_only: bool, may_stop: bool) -> Verdict | None:
    """Return the answer that one listing gives, or None where it is about somebody else.

    `may_stop`: the list allows more than to inform or to help. Without a second fact nobody is
    stopped; another birth date makes it another person, unless the document is the same.
    """
    is_same_paper = found.says("document").side is Side.FOR
    is_other = found.says("born").side is Side.AGAINST
    if not is_same_paper and (found.comparison.score < NAME_ENOUGH or is_other):
        return None
    strong = found.says("born").code in {"same_day", "swapped"} or is_same_paper
    if strong and may_stop and not is_name_only and found.weight >= STOP_FROM and not is_other:
        return Verdict.STOP
    return Verdict.LOOK_CLOSER


def is_ruled_out(found: Assessment) -> bool:
    """Tell whether the name is close and the birth date says that it is somebody else."""
    return (
        found.comparison.score >= NAME_ENOUGH
        and found.says("born").side is Side.AGAINST
        and found.says("document").side is not Side.FOR
    )


def gravest(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the answer of a whole check: the gravest of its matches', or clear."""
    return max((Verdict.CLEAR, *verdicts), key=_GRAVITY.index)


def is_same_traveller(one: Traveller, other: Traveller) -> bool:
    """Tell whether two checks were of one traveller: the same document, and births that may agree.

    Name and birth alone do not tell the one who was judged from the one who is listed, and numbers
    of documents repeat between states.
    """
    same = bool(one.document) and one.document == other.document
    births = (one.born, other.born)
    return same and (births[0].startswith(births[1]) or births[1].startswith(births[0]))


def read_birth(text: str) -> str | None:
    """Return a birth as 1994, 1994-05 or 1994-05-17; empty for nothing, None for what is none.

    A year of the Buddhist era is turned into ours; day, month, year in this order are understood.
    """
    plain = " ".join(text.split())
    if not plain:
        return ""
    if found := _DOTTED.fullmatch(plain):
        day, month, year = found.groups()
    elif found := _ISO.fullmatch(plain):
        year, month, day = (part or "" for part in found.groups())
    else:
        return None
    full = int(year) - (_BUDDHIST_ERA if _BUDDHIST <= int(year) < _LATEST_BUDDHIST else 0)
    try:
        date(full, int(month or 1), int(day or 1))
    except ValueError:
        return None
    known = [f"{int(part):02}" for part in (month, day) if part]
    return "-".join([str(full), *known]) if full >= _EARLIEST_BIRTH else None


def tidy_document(text: str) -> str:
    """Return a document number as it is compared: letters and digits alone."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


@dataclass(frozen=True, slots=True)
class Asked:
    """What an officer typed: a name or a document's lines, and what else was asked for."""

    text: str
    born: str = ""
    document: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Who that is; whether it was read from a document's lines, with what is unusual in them."""

    traveller: Traveller
    is_read: bool = False
    warnings: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def read(asked: Asked, *, today: date) -> Read:
    """Turn what was typed into a traveller, or into every reason why it cannot be checked so."""
    if mrz.looks_like(asked.text):
        return _read_lines(asked.text, today=today)
    born = read_birth(asked.born)
    traveller = tidied(Traveller(asked.text, born or "", asked.sex, document=asked.document))
    wrong = () if born is not None else (reason("bad_birth", text=asked.born.strip()),)
    reasons = (*reasons_against_traveller(traveller, today=today), *wrong)
    return Read(traveller, reasons=reasons)


def _read_lines(text: str, *, today: date) -> Read:
    try:
        found = mrz.parse(text, today=today)
    except mrz.MrzError as wrong:
        return Read(Traveller(""), is_read=True, reasons=(reason(wrong.code),))
    traveller = Traveller(found.name, found.born, found.sex, found.nationality, found.number)
    return Read(
        tidied(traveller),
        is_read=True,
        warnings=tuple(warned.value for warned in found.warnings),
        reasons=tuple(reason(fault.value) for fault in found.faults),
    )


def reasons_against_traveller(traveller: Traveller, *, today: date) -> tuple[Reason, ...]:
    """Return every reason not to check a traveller so described."""
    reasons = []
    if not traveller.name.strip():
        reasons.append(reason("no_name"))
    if len(traveller.name) > LONGEST_NAME:
        reasons.append(reason("long_name", count=len(traveller.name), most=LONGEST_NAME))
    if traveller.born > today.isoformat():
        reasons.append(reason("unborn", text=traveller.born))
    return tuple(reasons)


def tidied(traveller: Traveller) -> Traveller:
    """Return the traveller without stray spaces, the document as it is compared."""
    return replace(
        traveller,
        name=" ".join(traveller.name.split()),
        document=tidy_document(traveller.document),
    )


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)


def _name(comparison: Comparison) -> Fact:
    if comparison.score < NAME_ENOUGH:
        return Fact("name", Side.AGAINST, "differs", -2.0)
    return Fact("name", Side.FOR, "agrees", round(4 * comparison.score, 1))


def _born(one: str, other: str) -> Fact:
    if not one or not other:
        code = "not_said" if not one else "not_listed"
        return Fact("born", Side.MISSING, code if one or other else "neither_known")
    shortest = min(len(one), len(other))
    if one[:shortest] == other[:shortest]:
        code = {4: "same_year", 7: "same_month"}.get(shortest, "same_day")
        weight = {"same_year": 2.5, "same_month": 3.5, "same_day": 5.0}[code]
        return Fact("born", Side.FOR, code, weight)
    if shortest == len("1994-05-17") and _swapped(one) == other:
        return Fact("born", Side.FOR, "swapped", 3.5)
    return Fact("born", Side.AGAINST, "differs", -6.0)


def _swapped(born: str) -> str:
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}"


def _document(number: str, listed: tuple[str, ...]) -> Fact:
    known = {tidy_document(paper) for paper in listed}
    if not number or not known:
        code = "not_said" if not number else "not_listed"
        return Fact("document", Side.MISSING, code if number or known else "neither_known")
    if number in known:
        return Fact("document", Side.FOR, "same", 6.0)
    return Fact("document", Side.AGAINST, "differs", -1.0)


def _sex(one: str, other: str) -> Fact:
    if not one or not other:
        return Fact("sex", Side.MISSING, "missing")
    if one == other:
        return Fact("sex", Side.FOR, "same", 0.5)
    return Fact("sex", Side.AGAINST, "differs", -2.0)


def _nationality(one: str, other: str) -> Fact:
    """Return what nationality says: a plain fact that never weighs, for or against.

    What somebody says of theirs and what is established may differ; it makes nobody suspect.
    """
    if not one or not other:
        return Fact("nationality", Side.MISSING, "missing")
    if one == other:
        return Fact("nationality", Side.NEITHER, "same")
    return Fact("nationality", Side.NEITHER, "differs")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of an irregular crossing. Not who is guilty of what."""

    way: str
    direction: str
    what: str
    done: str = ""


def reasons_against_incident(seen: Seen, counts: Sequence[int]) -> tuple[Reason, ...]:
    """Return every reason not to record an irregular crossing so described."""
    return tuple(_reasons_against_incident(seen, counts))


def _reasons_against_incident(seen: Seen, counts: Sequence[int]) -> Iterator[Reason]:
    if seen.way not in set(Way):
        yield reason("no_way")
    if seen.direction not in set(Direction):
        yield reason("no_direction")
    if not seen.what.strip():
        yield reason("nothing_seen")
    if any(count < 0 for count in counts):
        yield reason("below_none")
    elif sum(counts) == 0:
        yield reason("nobody")
