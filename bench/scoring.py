"""Scores claims read out of documents against gold, by the contract of `samaki read`.

A predicted claim meets a gold claim where their numbers share characters; one meets one, the pair
that agrees in most fields first. Over the pairs stand the shares that are right in bounds, kind,
nationality, sex, province and date. `core` is the share of all gold claims that were met and are
right in bounds, kind, nationality, sex and province. Kinds outside `GROUPS` are not scored.

What the gold does not say is not asked: a date or a province it leaves open counts for nothing,
and a gold claim without a nationality does not blame a reading for naming several.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["COLUMNS", "GROUPS", "Claim", "Judged", "Tally", "judge", "scores", "table", "verdicts"]

Claim = dict[str, Any]

# Kinds that count as one: what a paper calls an arrest, another calls a detention.
GROUPS: Final[dict[str, str]] = {
    kind: group
    for group, kinds in {
        "arrest": ("detained", "arrested", "found"),
        "rescue": ("rescued", "identified_victim"),
        "deportation": ("deported",),
        "charge": ("charged", "sentenced"),
        "seizure": ("seized",),
        "raid": ("raided_site",),
        "sanction": ("sealed", "disciplined"),
        "casualty": ("died", "injured"),
        "directive": ("order", "clause"),
    }.items()
    for kind in (group, *kinds)
}
_ROUNDING = 1  # a tenth more or less of a whole number may be rounded either way
_FIELDS: Final = ("bounds", "kind", "nationality", "sex", "province", "date")
_CORE: Final = ("bounds", "kind", "nationality", "sex", "province")
_MONTH: Final = 7  # characters of "2025-07"


@dataclass
class Tally:
    """What was counted over some documents; the shares are None where nothing was asked."""

    documents: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def share(self, name: str) -> float | None:
        """Return the share right of those asked."""
        return self.right[name] / self.asked[name] if self.asked[name] else None

    def f1(self, name: str) -> float | None:
        """Return the harmonic mean of precision and recall: of `mention`, or of `part`."""
        total = self.asked[f"{name}_precision"] + self.asked[f"{name}_recall"]
        return 2 * self.right[f"{name}_recall"] / total if total else None

    def count(self, name: str, *, right: int, asked: int) -> None:
        """Add what was asked, and what of it was right."""
        self.right[name] += right
        self.asked[name] += asked


@dataclass(frozen=True)
class Judged:
    """One document, its pairs, and what was missed or invented."""

    document: Mapping[str, Any]
    pairs: Sequence[tuple[Claim, Claim]]
    missed: Sequence[Claim]
    invented: Sequence[Claim]
    plain_found: int
    plain_asked: int


def scores(
    documents: Iterable[Mapping[str, Any]], predicted: Mapping[str, Sequence[Claim]]
) -> dict[str, Tally]:
    """Return a tally for each language and one for "all"; a document unread found nothing."""
    tallies: dict[str, Tally] = {"all": Tally()}
    for document in documents:
        judged = judge(document, predicted.get(document["id"], ()))
        for key in ("all", document["language"]):
            _add(tallies.setdefault(key, Tally()), judged)
    return tallies


def judge(document: Mapping[str, Any], claims: Sequence[Claim]) -> Judged:
    """Pair the claims of one document with its gold."""
    gold = [claim for claim in document["gold"] if claim["kind"] in GROUPS]
    known = [claim for claim in claims if claim["kind"] in GROUPS]
    asked, got = [c for c in gold if _counts(c)], [c for c in known if _counts(c)]
    pairs = _pairs(asked, got, "count")
    met = {id(one) for pair in pairs for one in pair}
    plain = [claim for claim in gold if not _counts(claim)]
    found = _pairs(plain, [claim for claim in known if not _counts(claim)], "span")
    return Judged(
        document,
        pairs,
        [claim for claim in asked if id(claim) not in met],
        [claim for claim in got if id(claim) not in met],
        sum(_same_kind(*pair) for pair in found),
        len(plain),
    )


def _counts(claim: Claim) -> bool:
    has_bounds = claim.get("count_min") is not None or claim.get("count_max") is not None
    return has_bounds and claim.get("count_start") is not None


def _pairs(gold: list[Claim], got: list[Claim], what: str) -> list[tuple[Claim, Claim]]:
    options = [
        (sum(verdicts(mine, theirs).values()), -mine[f"{what}_start"], number, other)
        for number, mine in enumerate(gold)
        for other, theirs in enumerate(got)
        if _overlap(mine, theirs, what)
    ]
    pairs: list[tuple[Claim, Claim]] = []
    used: set[tuple[str, int]] = set()
    for _, _, number, other in sorted(options, reverse=True):
        if used.isdisjoint({("gold", number), ("got", other)}):
            used |= {("gold", number), ("got", other)}
            pairs.append((gold[number], got[other]))
    return pairs


def _overlap(mine: Claim, theirs: Claim, what: str) -> bool:
    first, other = mine.get(f"{what}_start"), theirs.get(f"{what}_start")
    if first is None or other is None:
        return False
    return bool(max(first, other) < min(mine[f"{what}_end"], theirs[f"{what}_end"]))


def verdicts(gold: Claim, claim: Claim) -> dict[str, bool]:
    """Return field by field whether the claim says what the gold says."""
    return {
        "bounds": _near(gold.get("count_min") or 0, claim.get("count_min") or 0)
        and _near(gold.get("count_max"), claim.get("count_max")),
        "kind": _same_kind(gold, claim),
        "nationality": _same_nations(gold.get("nationality"), claim.get("nationality")),
        "sex": gold.get("sex") == claim.get("sex"),
        "province": gold.get("province_iso") in (None, claim.get("province_iso")),
        "date": _same_date(gold.get("date"), claim.get("date")),
    }


def _near(one: int | None, other: int | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _ROUNDING


def _same_kind(gold: Claim, claim: Claim) -> bool:
    return GROUPS[gold["kind"]] == GROUPS[claim["kind"]]


def _same_nations(gold: str | list[str] | None, got: str | list[str] | None) -> bool:
    wanted, found = _codes(gold), _codes(got)
    return wanted == found or (not wanted and len(found) > 1)


def _codes(said: str | list[str] | None) -> frozenset[str]:
    codes = [said] if isinstance(said, str) else said or ()
    return frozenset(code for code in codes if code != "FOREIGN")


def _same_date(gold: str | None, got: str | None) -> bool:
    if not gold:
        return True
    length = min(len(gold), len(got or ""))
    return length >= min(_MONTH, len(gold)) and gold[:length] == (got or "")[:length]


def _add(tally: Tally, judged: Judged) -> None:
    met = len(judged.pairs)
    tally.documents += 1
    tally.count("mention_precision", right=met, asked=met + len(judged.invented))
    tally.count("mention_recall", right=met, asked=met + len(judged.missed))
    tally.count("uncounted", right=judged.plain_found, asked=judged.plain_asked)
    tally.count("core", right=0, asked=len(judged.missed))
    for gold, claim in judged.pairs:
        said = verdicts(gold, claim)
        for name in _FIELDS:
            asked = name not in ("province", "date") or bool(gold.get(_key(name)))
            tally.count(name, right=asked and said[name], asked=asked)
        tally.count("core", right=all(said[name] for name in _CORE), asked=1)
    _add_parts(tally, judged)


def _key(name: str) -> str:
    return "province_iso" if name == "province" else name


def _add_parts(tally: Tally, judged: Judged) -> None:
    """Compare the links between a whole and its parts, where the gold names any."""
    gold = {claim["id"]: claim for claim in judged.document["gold"] if "id" in claim}
    if not gold:
        return
    mine = {claim["id"]: part for part, claim in judged.pairs}
    links = [
        (claim["id"], claim["part_of"])
        for part, claim in judged.pairs
        if claim.get("part_of") and ("part_of" not in part or _is_link(part, gold))
    ]
    links += [(c["id"], c["part_of"]) for c in judged.invented if c.get("part_of")]
    right = sum(_right_link(mine.get(part), mine.get(whole), gold) for part, whole in links)
    asked = sum(_is_link(claim, gold) for claim in gold.values())
    tally.count("part_precision", right=right, asked=len(links))
    tally.count("part_recall", right=right, asked=asked)


def wrong_links(judged: Judged) -> Iterator[str]:
    """Yield each link of the gold that was not read, and each that was read and is not there."""
    gold = {claim["id"]: claim for claim in judged.document["gold"] if "id" in claim}
    mine = {claim["id"]: part for part, claim in judged.pairs}
    read = {part["id"]: mine.get(claim.get("part_of") or "") for part, claim in judged.pairs}
    linked = {part["id"] for part, claim in judged.pairs if claim.get("part_of")}
    for part in gold.values():
        whole = read.get(part["id"])
        if _is_link(part, gold) != (part["id"] in linked) or (
            part["id"] in linked and not _right_link(part, whole, gold)
        ):
            wanted = gold.get(part.get("part_of", ""), {}).get("count_text")
            got = whole["count_text"] if whole else part["id"] in linked
            yield f"link {part['count_text']!r} of {wanted!r} read {got!r}"


def _is_link(claim: Claim, gold: Mapping[str, Claim]) -> bool:
    whole = gold.get(claim.get("part_of", ""))
    if whole is None or not (_counts(claim) and _counts(whole)):
        return False
    return claim["kind"] in GROUPS and whole["kind"] in GROUPS


def _right_link(part: Claim | None, whole: Claim | None, gold: Mapping[str, Claim]) -> bool:
    """Return whether the whole is the gold's own, or the same quantity asserted once more."""
    if part is None or whole is None or not _is_link(part, gold):
        return False
    wanted = gold[part["part_of"]]
    return wanted is whole or (
        wanted["count_max"] is not None
        and all(wanted[key] == whole[key] for key in ("count_min", "count_max"))
        and _same_kind(wanted, whole)
    )


COLUMNS: Final = (
    ("precision", "mention_precision"),
    ("recall", "mention_recall"),
    ("F1", "mention"),
    ("bounds", "bounds"),
    ("kind", "kind"),
    ("nationality", "nationality"),
    ("sex", "sex"),
    ("province", "province"),
    ("date", "date"),
    ("core", "core"),
    ("part-of F1", "part"),
    ("uncounted", "uncounted"),
)


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield the lines of a table: all first, then the languages with most gold first."""
    yield "| language | documents | gold | " + " | ".join(name for name, _ in COLUMNS) + " |"
    yield "|---|" + "---:|" * (len(COLUMNS) + 2)
    for key, tally in sorted(tallies.items(), key=lambda row: -row[1].asked["mention_recall"]):
        gold = tally.asked["mention_recall"]
        figures = " | ".join(_figure(tally, name) for _, name in COLUMNS)
        yield f"| {key} | {tally.documents} | {gold} | {figures} |"


def _figure(tally: Tally, name: str) -> str:
    value = tally.f1(name) if name in ("mention", "part") else tally.share(name)
    return "–" if value is None else f"{value:.3f}"
