"""`samaki read` and `samaki reconcile`: texts to claims, claims to bounds, without a database.

With `--json` or `--jsonl` standard output carries JSON alone, in UTF-8 whatever the locale; all
else goes to standard error. Only `read --store` writes anything.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samaki.kernel.reading.clauses import clauses_of
from samaki.kernel.reading.contract import (
    ContractError,
    claims_as_json,
    clauses_as_json,
    document_from,
)
from samaki.kernel.reading.drafts import Document
from samaki.kernel.reading.proposals import beside, instructions, proposed
from samaki.kernel.reading.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from samaki.ground.documents.rules import Extract
    from samaki.kernel.counts.model import CountClaim, Question, Reconciliation
    from samaki.kernel.counts.ways import Way
    from samaki.kernel.reading.clauses import ClauseDraft
    from samaki.kernel.reading.drafts import ClaimDraft, Reading
    from samaki.kernel.reading.proposals import Proposals
    from samaki.kernel.reasons import Reason

DONE, FOUND_WRONG, ASKED_WRONG = 0, 1, 2
_MOST_CONFLICTS, _MOST_WAYS = 10, 8  # that are told with the ways out, and how many of each
_MOST_TRIED = 30  # counts that are tried out for a question: each is reconciled anew
_READ = """Read texts and print every count they state, beside the words that state it.

FILE is text, HTML, PDF, DOCX, e-mail, XLSX or CSV, the result.json of Telegram Desktop, or a list
of documents (.jsonl); a folder of them, with the folders in it; or -, standard input. A bad file is
named on standard error, the rest goes on, and the exit code is 1. With --jsonl standard input is
one document a line: {"id", "text", "published": "YYYY-MM-DD", "language": "en" or null}.
With --model each text is also sent to the model server that the settings name, and to nobody else.
"""
_NO_MODEL = (
    "No model is named. Set SAMAKI_MODEL_URL and SAMAKI_MODEL_NAME to a server that may see these "
    "texts, or leave out --model."
)
_RECONCILE = """Work out what contradictory claims prove together: bounds, conflicts, repairs.

FILE is JSON: {"claims": [{"id", "lo", "hi", "provinces", "nationalities", "from", "to",
"relation", "of"}], "questions": [{"id", "provinces", "nationalities", "from", "to"}]}; null means
all. - is standard input.
"""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands to the command line."""
    reading = commands.add_parser(
        "read",
        help="texts to claims, each tied to its words",
        description=_READ,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reading.add_argument("files", nargs="*", metavar="FILE", help="a file, a folder, or -")
    reading.add_argument("--jsonl", action="store_true", help="one document a line, in and out")
    reading.add_argument("--json", action="store_true", help="one line of JSON for each text")
    reading.add_argument(
        "--published",
        type=_day,
        metavar="YYYY-MM-DD",
        help="resolves “Monday”; for texts that state no day",
    )
    reading.add_argument("--language", help="en, km, zh …; found out from the words if left out")
    reading.add_argument(
        "--store", action="store_true", help="also put the drafts into the review queue"
    )
    reading.add_argument(
        "--clauses",
        action="store_true",
        help="read the texts as orders: whom each clause binds, to what, by when, what follows",
    )
    reading.add_argument(
        "--model",
        action="store_true",
        help="also ask the model that SAMAKI_MODEL_URL and SAMAKI_MODEL_NAME name",
    )
    reading.set_defaults(run=run_read)
    reconciling = commands.add_parser(
        "reconcile",
        help="claims to bounds and conflicts",
        description=_RECONCILE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reconciling.add_argument("file", metavar="FILE", help="the problem; - is standard input")
    reconciling.add_argument("--json", action="store_true", help="print JSON alone")
    reconciling.set_defaults(run=run_reconcile)


def run_read(options: argparse.Namespace) -> int:
    """Read what is asked for; return the exit code."""
    if options.jsonl == bool(options.files):
        return _say("Name at least one FILE, or give --jsonl and documents on standard input.")
    if options.jsonl and options.store:
        return _say("--store takes FILEs; documents of --jsonl are read and not kept.")
    if options.clauses and (options.store or options.model):
        return _say("--clauses stands alone; a person confirms the clauses of an order in a page.")
    if options.model:
        # Imported here: only what is asked of a model needs the settings.
        from samaki.ground.proposing import calls  # noqa: PLC0415

        options.model = calls.configured()
        if options.model is None:
            return _say(_NO_MODEL)
    return _read_lines(options) if options.jsonl else _read_files(options)


def run_reconcile(options: argparse.Namespace) -> int:
    """Reconcile the problem of a file; return the exit code."""
    # Imported here: reading a text needs no solver.
    from samaki.kernel.counts import contract, model  # noqa: PLC0415
    from samaki.kernel.counts.reconcile import reconcile  # noqa: PLC0415

    try:
        document = json.loads(_text_of(options.file))
        claims, questions = contract.problem_from(document)
    except model.ContractError as refused:
        for reason in refused.reasons:
            _say(f"{options.file}: {reason.path}: {reason.text}")
        return ASKED_WRONG
    except (OSError, ValueError, RecursionError) as error:
        return _say(f"{options.file} is not read as JSON: {error}")
    found = reconcile(claims, questions)
    if options.json:
        _print_json(contract.reconciliation_as_json(found))
    else:
        _print(_reconciled(found))
        _print(_ways(claims, found.conflicts))
        _print(_settled(claims, questions))
    return DONE


def _ways(claims: Sequence[CountClaim], conflicts: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Say of each conflict how one claim could be read otherwise, what gives up least first."""
    from samaki.kernel.counts import ways  # noqa: PLC0415 - as above

    for conflict in conflicts[:_MOST_CONFLICTS]:
        for found in ways.ways_out(claims, conflict)[:_MOST_WAYS]:
            yield f"way out of {', '.join(conflict)}: {found.claim} {_as_way(found)}"


def _as_way(found: Way) -> str:
    if not found.after:
        return "is set aside"
    row = found.after[0]
    if found.change == "widen":
        return f"counts {_bounds(row.low, row.high) or 'nothing'}, {found.size:,} further"
    if found.change == "shift":
        return f"is of {row.first} to {row.last}"
    return f"is of {', '.join(sorted({*(row.provinces or ()), *(row.nationalities or ())}))} alone"


def _settled(claims: Sequence[CountClaim], questions: Sequence[Question]) -> Iterator[str]:
    """Say of each question which count that nobody gave would narrow it most."""
    from samaki.kernel.counts import settling  # noqa: PLC0415 - as above

    for question in questions:
        asked = settling.candidates(claims, question)[:_MOST_TRIED]
        for found in settling.what_would_settle(claims, question, asked, most=1):
            today = _bounds(found.bounds.low, found.bounds.high)
            yield (
                f"would settle {question.id}: how many of {found.asked.id} ({today} as it stands); "
                f"the answer would then be {found.left:,} wide at most"
            )


def _read_lines(options: argparse.Namespace) -> int:
    code = DONE
    stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="strict")
    count = 0
    for number, line in enumerate(_lines(stream), start=1):
        if isinstance(line, UnicodeDecodeError):
            return _say(f"line {number} and on: not UTF-8 ({line.reason}). Save the file as UTF-8.")
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            document = document_from(fields if isinstance(fields, dict) else {})
            reading = None if options.clauses else read(document)
        except (ContractError, ValueError, RecursionError) as error:
            _say(f"line {number} is no document: {error}")
            code = FOUND_WRONG
            continue
        if reading is None:
            _print_json(clauses_as_json(document, clauses_of(document)))
        else:
            code = max(code, _print_claims(reading, options))
        count += 1
        _show_progress(count)
    return code


def _print_claims(reading: Reading, options: argparse.Namespace) -> int:
    """Print the claims of a document with those a model proposes; return the exit code."""
    found = _proposals(reading, options)
    _print_json(claims_as_json(beside(reading, found) if found else reading))
    return FOUND_WRONG if options.model and not found else DONE


def _lines(stream: io.TextIOWrapper) -> Iterator[str | UnicodeDecodeError]:
    try:
        yield from stream
    except UnicodeDecodeError as error:
        yield error


def _read_files(options: argparse.Namespace) -> int:
    # Imported here: documents a line need none of it.
    from samaki.ground.documents.door import Reader, UnreadableFileError  # noqa: PLC0415

    code = DONE
    with Reader() as reader:
        for count, path in enumerate(_files(options.files), start=1):
            try:
                content = _bytes_of(path)
            except OSError as error:
                _say(f"{path} is not read: {error}")
                code = ASKED_WRONG
                continue
            try:
                taken = reader.read(path, content)
            except UnreadableFileError as refused:
                _say_all(refused.reasons)
                code = max(code, FOUND_WRONG)
                continue
            _say_all(taken.left_out)
            code = max(code, FOUND_WRONG if taken.left_out else DONE)
            for extract in taken.texts:
                code = max(code, _read_one(path, content, extract, options))
            _show_progress(count)
    return code


def _files(names: Iterable[str]) -> Iterator[str]:
    """Yield the files that are named, and those of the folders that are, by their names."""
    for name in names:
        if name == "-" or not Path(name).is_dir():
            yield name
            continue
        for folder, below, files in os.walk(name):
            below[:] = sorted(each for each in below if not each.startswith("."))
            found = (Path(folder) / each for each in sorted(files) if not each.startswith("."))
            yield from (str(path) for path in found)


def _read_one(path: str, content: bytes, extract: Extract, options: argparse.Namespace) -> int:
    name = f"{path}, {extract.place}" if extract.place else path
    published_on = extract.published_on or options.published
    language = extract.language or options.language
    document = Document(name, extract.text, published_on, language)
    if options.clauses:
        if options.json:
            _print_json(clauses_as_json(document, clauses_of(document)))
        else:
            _print(_readable_clauses(document, clauses_of(document)))
        return DONE
    reading = read(document)
    found = _proposals(reading, options)
    reading = beside(reading, found) if found else reading
    if options.json:
        _print_json(claims_as_json(reading))
    else:
        _print(_readable(reading))
    code = FOUND_WRONG if options.model and not found else DONE
    if options.store:
        code = max(code, _store(name, path, content, extract, options, found))
    return code


def _proposals(reading: Reading, options: argparse.Namespace) -> Proposals | None:
    """Return what the model proposes of a text, or None: nobody is asked, or nothing came back."""
    if not options.model:
        return None
    from samaki.ground.proposing import calls  # noqa: PLC0415 - as above

    document, model = reading.document, options.model
    told = (("system", instructions(document)), ("user", document.text))
    try:
        answer = calls.complete(model, told)
    except calls.ModelUnansweredError as error:
        _say(f"{document.id} is read without the model: {error}")
        return None
    found = proposed(document, answer, by=model.name)
    kept, refused = len(found.drafts), len(found.refused)
    _say(f"{document.id}: {model.name} proposed; {kept} drafts hold, {refused} refused")
    return found


def _store(
    name: str,
    path: str,
    content: bytes,
    extract: Extract,
    options: argparse.Namespace,
    found: Proposals | None,
) -> int:
    import django  # noqa: PLC0415 - only what is stored needs the database

    django.setup()
    from django.db import DatabaseError  # noqa: PLC0415 - after Django is set up
    from django.utils import timezone  # noqa: PLC0415 - as above

    from samaki.ground.access.actors import machine  # noqa: PLC0415 - as above
    from samaki.ground.access.rules import Machine  # noqa: PLC0415 - as above
    from samaki.ground.documents.staging import Staged  # noqa: PLC0415 - as above
    from samaki.ground.sources.rules import SourceKind  # noqa: PLC0415 - as above
    from samaki.ground.sources.services import SourceRefusedError  # noqa: PLC0415 - as above
    from samaki.systems.claims import queries, services  # noqa: PLC0415 - as above

    file = Staged(Path(path).name, hashlib.sha256(content).hexdigest())
    said = services.Said(SourceKind.PRESS, options.language or "", options.published)
    try:
        document = services.document_of(extract, file=file, said=said)
        at = timezone.now()
        drafts = services.drafts_of(document, at=at)
        drafts = beside(drafts, found) if drafts and found else drafts
        source = services.file_reading(
            actor=machine(Machine.CONSOLE), document=document, reading=drafts, at=at
        )
    except (SourceRefusedError, ValueError) as refused:
        _say(f"{name} is not stored: {refused}")
        return FOUND_WRONG
    except DatabaseError as error:
        return _say(f"{name} is not stored: {error}. Run `samaki migrate` first.")
    waiting = queries.waiting().get(source.ref, 0)
    _say(
        f"{name} is stored as {source.ref}: {waiting} claims wait at /claims/sources/{source.ref}/"
    )
    return DONE


def _bytes_of(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _say_all(reasons: Iterable[Reason]) -> None:
    for reason in reasons:
        _say(reason.text)


def _text_of(name: str) -> str:
    """Return a file's text as it stands; ValueError where it is not UTF-8."""
    raw = _bytes_of(name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the text as UTF-8"
        raise ValueError(message) from error


def _readable(reading: Reading) -> Iterator[str]:
    text = reading.document.text
    yield f"{reading.document.id}: {len(reading.drafts)} claims, language {reading.language}"
    for draft in reading.drafts:
        yield ""
        yield f"{draft.id}  {_what(draft)}"
        yield f"    {_quoted(draft, text)}"
    for said in dict.fromkeys(found.explanation for found in reading.contradictions):
        yield ""
        yield f"!   {said}"


def _readable_clauses(document: Document, drafts: Sequence[ClauseDraft]) -> Iterator[str]:
    text = document.text
    yield f"{document.id}: {len(drafts)} clauses"
    for place, draft in enumerate(drafts, start=1):
        said = {
            "binds": ", ".join(one.words.of(text) for one in draft.addressees),
            "duty": draft.duty.of(text) if draft.duty else "",
            "what follows": draft.consequence.of(text) if draft.consequence else "",
            "deadline": draft.deadline.words.of(text) if draft.deadline else "",
        }
        yield ""
        yield f"clause {draft.label or place}{', a prohibition' if draft.forbids else ''}"
        yield from (
            f"    {name}: {' '.join(words.split()) or 'not said'}" for name, words in said.items()
        )


def _what(draft: ClaimDraft) -> str:
    when = str(draft.date or "day not said")
    if draft.since and draft.since != draft.date:
        when = f"{draft.since} to {draft.date}"
    parts = [
        f"{draft.kind} {_bounds(draft.low, draft.high)}".strip(),
        ", ".join(draft.nationalities),
        {"F": "women", "M": "men"}.get(draft.sex or "", ""),
        draft.item or "",
        ", ".join(draft.provinces) or draft.place or "place not said",
        when,
        draft.modality if draft.modality != "asserted" else "",
        f"said by {draft.source_text}" if draft.source_text else "",
    ]
    return " · ".join(part for part in parts if part)


def _quoted(draft: ClaimDraft, text: str) -> str:
    """Return the sentence with the words of the count between « and »."""
    start, end = draft.quote.start, draft.quote.end
    if draft.count is None:
        return " ".join(text[start:end].split())
    count = draft.count
    marked = f"{text[start : count.start]}«{text[count.start : count.end]}»{text[count.end : end]}"
    return " ".join(marked.split())


def _bounds(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"at least {low:,}"
    return f"at most {high:,}" if not low else f"{low:,} to {high:,}"


def _reconciled(found: Reconciliation) -> Iterator[str]:
    for answer in found.answers:
        low, high = answer.bounds.low, answer.bounds.high
        yield f"{answer.question}: {_bounds(low, high) or 'not known'}"
        if answer.low_because:
            yield f"    at least {low:,} because of {', '.join(answer.low_because)}"
        if high is not None and answer.high_because:
            yield f"    at most {high:,} because of {', '.join(answer.high_because)}"
    for conflict in found.conflicts:
        yield f"cannot all be true: {', '.join(conflict)}"
    for repair in found.repairs:
        before = _bounds(repair.low_before, repair.high_before) or "no count"
        after = _bounds(repair.low_after, repair.high_after) or "no count"
        yield f"cheapest repair: read {repair.claim} as {after} instead of {before}"


def _print_json(value: dict[str, Any]) -> None:
    line = json.dumps(value, ensure_ascii=False)
    # A lone surrogate of the input has no UTF-8; JSON can still say it.
    try:
        raw = line.encode("utf-8")
    except UnicodeEncodeError:
        raw = json.dumps(value).encode("ascii")
    sys.stdout.buffer.write(raw + b"\n")
    sys.stdout.buffer.flush()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _show_progress(count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{count:,} read", end="", file=sys.stderr, flush=True)


def _say(text: str) -> int:
    print(text, file=sys.stderr)
    return ASKED_WRONG


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text} is no day written YYYY-MM-DD"
        raise argparse.ArgumentTypeError(message) from None
