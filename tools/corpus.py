"""Turns the notes of our reading corpus into JSON: marks in the text become offsets.

`python tools/corpus.py` writes `tests/kernel/reading/corpus/<language>-NNN.json` from
`notes/<language>.txt` beside it; with `--check` it changes nothing, names what is stale and
exits 1.

A document opens with `== en-001 2025-08-06 1,3,12`: its id, the day it was published, the numbers
of the tricky patterns it holds. Every third is held out: never looked at while the reader is tuned.

In the text, `{41|det #a}` marks a quantity and says what is true of it:

* a kind first (`KINDS`), then `#a` names the claim and `<a` makes it part of that claim;
* `VNM`, or `CHN+TWN` for a mixed count; `F` or `M`; `total`, `subtotal`, `cumulative`; a modality;
* `=9`, `=24-99`, `=201..` (no ceiling), `-` (nothing counted); without them the digits say it;
  `~111` is what no number says: "the remainder", "70 percent";
* `date=`, `since=`, `prov=` (the number in ISO 3166-2:KH), `place=`, `src=`, `item=`, `role=`,
  `agg=`.

`{@date=2025-08-03 prov=7}` sets the same words for all claims that follow, `{@-}` clears them
first; an empty value clears one. The aggregation follows from the parts where nothing else is said.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS: Final = Path(__file__).resolve().parents[1] / "tests" / "kernel" / "reading" / "corpus"
NOTES: Final = CORPUS / "notes"
HELD_OUT: Final = 3  # every third document

KINDS: Final = {
    "det": "detained",
    "arr": "arrested",
    "fnd": "found",
    "res": "rescued",
    "vic": "identified_victim",
    "dep": "deported",
    "cha": "charged",
    "sen": "sentenced",
    "sei": "seized",
    "rai": "raided_site",
    "sea": "sealed",
    "dis": "disciplined",
    "die": "died",
    "inj": "injured",
    "ord": "order",
    "cla": "clause",
    "rel": "released",
    "tra": "transferred",
    "esc": "escaped",
    "lef": "left_voluntarily",
    "rep": "reported",
    "sto": "stock",
    "dpl": "deployed",
}
AGGREGATIONS: Final = ("total", "subtotal", "cumulative")
MODALITIES: Final = ("planned", "alleged", "denied", "corrected")
FIELDS: Final = {
    "date": "date",
    "since": "since",
    "prov": "province_iso",
    "place": "place",
    "src": "source_text",
    "item": "item",
    "role": "role",
    "agg": "agg",
}
_HEAD = re.compile(r"^== (\S+) (\d{4}-\d\d-\d\d) (\S+)\n", re.MULTILINE)
_MARK = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\W?[A-ZÀ-Ỹ])|(?<=[。！？។])|\n")

Claim = dict[str, Any]


class NotesError(Exception):
    """A mark that says nothing we know. Carries the document and the mark."""


def main(arguments: list[str] | None = None) -> int:
    """Write the documents, or check them; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="name what is stale, change nothing")
    stale = list(_stale())
    if parser.parse_args(arguments).check:
        print(*(path.name for path, _ in stale), sep="\n", end="\n" if stale else "")
        return 1 if stale else 0
    for path, wanted in stale:
        path.write_text(wanted, "utf-8")
    print(f"{len(stale)} documents written")
    return 0


def _stale() -> Iterator[tuple[Path, str]]:
    for document in documents():
        path = CORPUS / f"{document['id']}.json"
        wanted = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text("utf-8") != wanted:
            yield path, wanted


def documents() -> Iterator[dict[str, Any]]:
    """Yield every document of the notes with its gold; NotesError for a mark nobody can read."""
    for path in sorted(NOTES.glob("*.txt")):
        written = path.read_text("utf-8")
        heads = list(_HEAD.finditer(written))
        ends = [head.start() for head in heads[1:]] + [len(written)]
        for head, end in zip(heads, ends, strict=True):
            yield _document(head, written[head.end() : end].strip())


def _document(head: re.Match[str], marked: str) -> dict[str, Any]:
    name, published, patterns = head.groups()
    date.fromisoformat(published)
    text, gold = _read(name, marked)
    return {
        "id": name,
        "text": text,
        "published": published,
        "language": name.partition("-")[0],
        "patterns": [int(one) for one in patterns.split(",") if one.isdigit()],
        "held_out": int(name.rpartition("-")[2]) % HELD_OUT == 0,
        "gold": gold,
    }


def _read(name: str, marked: str) -> tuple[str, list[Claim]]:
    text, at = "", 0
    standing: dict[str, str] = {}
    claims: list[Claim] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        words, spec = mark.groups()
        if spec is None:
            standing = _standing(name, words, standing)
            continue
        claim = _claim(f"{name} {mark.group()}", words, spec, standing)
        claim |= {"count_start": len(text), "count_end": len(text) + len(words)}
        claims.append({"id": f"c{len(claims) + 1}"} | claim)
        text += words
    text += marked[at:]
    _settle(name, text, claims)
    return text, claims


def _standing(name: str, words: str, before: dict[str, str]) -> dict[str, str]:
    if not words.startswith("@"):
        message = f"{name}: {{{words}}} has no kind"
        raise NotesError(message)
    said = shlex.split(words[1:])
    kept = {} if "-" in said else dict(before)
    for one in said:
        key, equals, value = one.partition("=")
        if equals and key in FIELDS:
            kept[key] = value
        elif one != "-":
            message = f"{name}: {one} in {{{words}}}"
            raise NotesError(message)
    return kept


def _claim(where: str, words: str, spec: str, standing: dict[str, str]) -> Claim:
    kind, *said = shlex.split(spec)
    if kind not in KINDS:
        raise NotesError(where)
    claim: Claim = {"kind": KINDS[kind], "count_text": words}
    bounds: tuple[int | None, int | None] | None = _bounds_of_digits(words)
    claim |= {"derived": True} if "~" in spec else {}
    fields = dict(standing)
    for one in said:
        key, equals, value = one.partition("=")
        if equals and key in FIELDS:
            fields[key] = value
        elif one[0] in "-=~":
            bounds = _bounds(one)
        else:
            claim |= _word(where, one)
    if bounds is None:
        raise NotesError(where)
    claim["count_min"], claim["count_max"] = bounds
    claim |= {FIELDS[key]: value for key, value in fields.items() if value}
    if "province_iso" in claim:
        claim["province_iso"] = f"KH-{claim['province_iso']}"
    return claim


def _word(where: str, one: str) -> Claim:
    if one[0] in "#<":
        return {"name" if one[0] == "#" else "part_of": one[1:]}
    for key, known in (("sex", ("F", "M")), ("agg", AGGREGATIONS), ("modality", MODALITIES)):
        if one in known:
            return {key: one}
    if re.fullmatch(r"[A-Z]{3}(\+[A-Z]{3})*", one):
        codes = one.split("+")
        return {"nationality": codes[0] if len(codes) == 1 else codes}
    raise NotesError(where)


def _bounds(one: str) -> tuple[int | None, int | None]:
    if one == "-":
        return None, None
    low, _, high = one[1:].partition("-")
    if low.endswith(".."):
        return int(low[:-2]), None
    return int(low), int(high or low)


def _bounds_of_digits(words: str) -> tuple[int, int] | None:
    """Return what bare digits say; a word, a range or a qualifier needs its bounds written."""
    found = re.findall(r"\d+(?:[ .,]\d{3})*", words)
    if len(found) != 1:
        return None
    said = int(re.sub(r"\D", "", found[0]))
    return said, said


def _settle(name: str, text: str, claims: list[Claim]) -> None:
    named = {claim.pop("name"): claim for claim in claims if "name" in claim}
    for claim in claims:
        if "part_of" not in claim:
            continue
        whole = named.get(claim["part_of"])
        if whole is None:
            message = f"{name}: nothing is named {claim['part_of']}"
            raise NotesError(message)
        claim["part_of"] = whole["id"]
        claim.setdefault("agg", "subtotal")
        whole.setdefault("agg", "total")
    for claim in claims:
        claim["span_start"], claim["span_end"] = _sentence(text, claim)
        if claim["count_min"] is None or claim.pop("derived", False):
            claim |= {"count_start": None, "count_end": None, "count_text": None}


def _sentence(text: str, claim: Claim) -> tuple[int, int]:
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    start = max(one for one in starts if one <= claim["count_start"])
    end = min((one for one in starts if one >= claim["count_end"]), default=len(text))
    return start, start + len(text[start:end].rstrip())


if __name__ == "__main__":
    sys.exit(main())
