"""The only writer of claims. A machine drafts; a person decides, on record."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.documents import staging
from samaki.ground.jobs import queries as jobs_asked
from samaki.ground.jobs import services as jobs
from samaki.ground.journal import services as journal
from samaki.ground.proposing import calls
from samaki.ground.sources import queries as sources_filed
from samaki.ground.sources import rules as source_rules
from samaki.ground.sources import services as sources
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.kernel.reading import batch, proposals, reader
from samaki.kernel.reading.drafts import Document, Kind
from samaki.systems.claims import queries, rules
from samaki.systems.claims.models import Adjustment, Claim, Contradiction, Decision
from samaki.systems.directives.services import orders as directives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.ground.documents.rules import Extract
    from samaki.ground.jobs.models import Job
    from samaki.ground.sources.models import Source
    from samaki.kernel.reading.drafts import ClaimDraft, Reading

_log = logging.getLogger(__name__)
READ_SOURCES = "read_sources"
READ_FILES = queries.READ_FILES


class DecisionRefusedError(RefusedError):
    """The claim cannot be decided so. Carries every reason."""


class FilesRefusedError(RefusedError):
    """The files are not taken in. Carries every reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of files that are sent together.

    `published_on` and `language` hold for those that state none; `kind` for all but lists that
    name their own.
    """

    kind: source_rules.SourceKind
    language: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a job of files works on: the folder where they wait, the files, and what is said."""

    folder: str
    files: tuple[staging.Staged, ...]
    said: Said


@dataclass(frozen=True, slots=True)
class Correction:
    """What the words really say, where the reader misread them."""

    low: int | None
    high: int | None
    nationalities: tuple[str, ...]
    provinces: tuple[str, ...]
    since: date | None
    day: date | None


def read_source(*, actor: Actor, document: sources.Document, at: datetime) -> Source:
    """File a document and draft its claims; the same words read again add nothing."""
    actor.require(Permission.SOURCE_FILE)
    reading = drafts_of(document, at=at)
    return file_reading(actor=actor, document=document, reading=reading, at=at)


def drafts_of(
    document: sources.Document, *, at: datetime, asks_model: bool = False
) -> Reading | None:
    """Return what the reader drafts from a document; None when its claims are drafted already.

    It takes a while and writes nothing: call it outside a transaction. With `asks_model` the model
    server that the operator named is asked too, which may take minutes. Raises SourceRefusedError
    when the document cannot be filed.
    """
    reasons = source_rules.reasons_against(
        document.text, published_on=document.published_on, today=timezone.localtime(at).date()
    )
    if reasons:
        raise sources.SourceRefusedError(reasons)
    if queries.is_read(document.text, published_on=document.published_on):
        return None
    if document.origin and sources_filed.taken_from(
        document.origin, published_on=document.published_on
    ):
        return None  # the same file once more, whatever was drafted of it then
    text, language = document.text, document.language or None
    found = reader.read(Document(source_rules.digest(text), text, document.published_on, language))
    return _with_proposals(found) if asks_model else found


def _with_proposals(reading: Reading) -> Reading:
    """Add what a model proposes of counts the grammar has not, if one is named and answers."""
    model, document = calls.configured(), reading.document
    if model is None:
        return reading
    told = (("system", proposals.instructions(document)), ("user", document.text))
    try:
        answer = calls.complete(model, told)
    except calls.ModelUnansweredError as error:
        _log.warning("read without the model: %s", error)
        return reading
    return proposals.beside(reading, proposals.proposed(document, answer, by=model.name))


@transaction.atomic
def file_reading(
    *, actor: Actor, document: sources.Document, reading: Reading | None, at: datetime
) -> Source:
    """File a document with the drafts made from it; the same words filed again add nothing."""
    source, _is_new = sources.file_source(actor=actor, document=document, at=at)
    if reading is None or Claim.objects.filter(source=source).exists():
        return source
    journal.take_turn()
    first = Claim.objects.count() + 1
    claims = [
        _drafted(draft, source=source, number=first + n, at=at)
        for n, draft in enumerate(reading.drafts)
    ]
    written = [*claims, *_contradictions(reading, source=source, at=at)]
    if written:
        journal.record(
            actor=actor.key, kind="claims:source:read", subject=source.ref, at=at, wrote=written
        )
    return source


def read_filed(*, actor: Actor, source_ref: str, at: datetime) -> Source:
    """Draft the claims of a source that was filed without being read, such as a return.

    What is drafted already stays as it is. Raises Source.DoesNotExist, PermissionRefusedError.
    """
    actor.require(Permission.SOURCE_FILE)
    source = queries.sources().get(ref=source_ref)
    document = sources.Document(
        text=source.text,
        kind=source_rules.SourceKind(source.kind),
        title=source.title,
        outlet=source.outlet,
        language=source.language,
        published_on=source.published_on,
    )
    return read_source(actor=actor, document=document, at=at)


@transaction.atomic
def ask_reading(*, actor: Actor, words: str, at: datetime) -> tuple[Job, bool]:
    """Ask for a batch of documents to be read in the background; return the job, if it is new.

    `words` are texts with lines of dashes between, or a JSON document a line. Raises BatchError
    with every reason when they cannot be taken apart.
    """
    actor.require(Permission.SOURCE_FILE)
    pieces = batch.pieces_of(words)
    reasons = tuple(
        f"Document {number}: {piece.kind!r} is no kind of source. There are: "
        f"{', '.join(source_rules.SourceKind)}."
        for number, piece in enumerate(pieces, 1)
        if piece.kind and piece.kind not in set(source_rules.SourceKind)
    )
    if reasons:
        raise batch.BatchError(reasons)
    return jobs.ask_job(
        actor=actor,
        kind=READ_SOURCES,
        subject=f"batch:{source_rules.digest(words)}",
        given={"documents": [asdict(piece) for piece in pieces]},
        at=at,
    )


def documents_of(given: Mapping[str, object]) -> list[sources.Document]:
    """Return the documents a reading was asked for, in order."""
    pieces = given["documents"]
    assert isinstance(pieces, list), "ask_reading gives a list"
    return [_document(batch.Piece(**piece)) for piece in pieces]


def _document(piece: batch.Piece) -> sources.Document:
    return sources.Document(
        text=piece.text,
        kind=source_rules.SourceKind(piece.kind or source_rules.SourceKind.PRESS),
        title=piece.title,
        outlet=piece.outlet,
        language=piece.language,
        published_on=piece.published_on,
    )


def ask_files(
    *, actor: Actor, uploads: Sequence[staging.Upload], said: Said, at: datetime
) -> tuple[Job, bool]:
    """Take files in to be read in the background; return the job, and whether it is new.

    They wait on the disk until the job has read them; what is kept of each is its words and the
    digest of its bytes. Raises PermissionRefusedError, FilesRefusedError.
    """
    actor.require(Permission.SOURCE_FILE)
    if reasons := rules.reasons_against_files([each.size for each in uploads]):
        raise FilesRefusedError(reasons)
    staging.sweep(
        keep={given_of(job.given).folder for job in jobs_asked.open_of(READ_FILES)}, at=at
    )
    folder, files = staging.stage(uploads)
    is_new = False
    try:
        job, is_new = _ask_staged(actor=actor, given=Given(folder, files, said), at=at)
    finally:
        if not is_new:
            staging.drop(folder)
    return job, is_new


@transaction.atomic
def _ask_staged(*, actor: Actor, given: Given, at: datetime) -> tuple[Job, bool]:
    said = given.said
    stated = [said.kind.value, said.language, str(said.published_on or "")]
    digests = [f"{each.sha256} {each.name}" for each in given.files]
    return jobs.ask_job(
        actor=actor,
        kind=READ_FILES,
        subject=f"files:{source_rules.digest(chr(10).join([*stated, *digests]))}",
        given={
            "folder": given.folder,
            "files": [each.as_json() for each in given.files],
            "kind": said.kind.value,
            "language": said.language,
            "published_on": said.published_on.isoformat() if said.published_on else None,
        },
        at=at,
    )


def given_of(given: Mapping[str, Any]) -> Given:
    """Return what a job of files was asked for."""
    day = given["published_on"]
    return Given(
        folder=given["folder"],
        files=tuple(staging.Staged(**each) for each in given["files"]),
        said=Said(
            kind=source_rules.SourceKind(given["kind"]),
            language=given["language"],
            published_on=date.fromisoformat(day) if day else None,
        ),
    )


def document_of(extract: Extract, *, file: staging.Staged, said: Said) -> sources.Document:
    """Return a text that was taken from a file as a document to file.

    What the text states goes before what is said of all. Raises ValueError where it names a kind
    that does not exist.
    """
    return sources.Document(
        text=extract.text,
        kind=source_rules.SourceKind(extract.kind or said.kind),
        title=extract.title,
        outlet=extract.outlet,
        language=extract.language or said.language,
        published_on=extract.published_on or said.published_on,
        origin=source_rules.Origin(file.name, file.sha256, extract.place),
    )


@transaction.atomic
def accept_claim(*, actor: Actor, claim_ref: str, reason: str = "", at: datetime) -> Decision:
    """Accept what the words say. A clause is put beside the directive it reports.

    What a province answers takes the place of what it answered before to the same request.
    """
    claim = _to_decide(actor, claim_ref, act="accept", reason=reason)
    decision = _decide(actor, claim, verb="accept", reason=reason, at=at)
    if claim.kind == Kind.CLAUSE:
        words = claim.source.text[claim.quote_start : claim.quote_end]
        directives.report_clause(
            actor=actor,
            words=directives.Words(words, claim.source.language or "en"),
            claim_ref=claim.ref,
            dated=queries.order_day(claim.source),
            at=at,
        )
    for earlier in queries.of_answers_before(claim):
        # The office corrected its own answer; whoever accepts the newer one sets the older right.
        _decide(actor, earlier, verb="correct", reason=f"→ {claim.ref}", at=at)
    return decision


@transaction.atomic
def reject_claim(*, actor: Actor, claim_ref: str, reason: str, at: datetime) -> Decision:
    """Reject a claim whose words do not say it; it stays on record."""
    claim = _to_decide(actor, claim_ref, act="reject", reason=reason)
    return _decide(actor, claim, verb="reject", reason=reason, at=at)


@transaction.atomic
def correct_claim(
    *, actor: Actor, claim_ref: str, correction: Correction, reason: str, at: datetime
) -> Claim:
    """Set a claim right by a new one that stands in its place; return it. Both are kept."""
    claim = _to_decide(actor, claim_ref, act="correct", reason=reason)
    reasons = rules.reasons_against_correction(
        low=correction.low,
        high=correction.high,
        since=correction.since,
        day=correction.day,
        published_on=claim.source.published_on,
    )
    if reasons:
        raise DecisionRefusedError(reasons)
    _decide(actor, claim, verb="correct", reason=reason, at=at)
    mended = Claim.objects.get(pk=claim.pk)
    mended.pk = None
    mended._state.adding = True  # noqa: SLF001 - Django's documented way to copy a row
    mended.ref = refs.reference("C", Claim.objects.count() + 1)
    mended.corrects = claim
    mended.low, mended.high = correction.low, correction.high
    mended.nationalities = list(correction.nationalities)
    mended.mode = "one" if len(correction.nationalities) == 1 else mended.mode
    mended.provinces = list(correction.provinces)
    mended.since, mended.day = correction.since, correction.day
    mended.asserted_at = at
    mended.save(force_insert=True)
    journal.record(
        actor=actor.key, kind="claims:claim:correct", subject=mended.ref, at=at, wrote=[mended]
    )
    _decide(actor, mended, verb="accept", reason=reason, at=at)
    return mended


@transaction.atomic
def choose_scope(
    *, actor: Actor, claim_ref: str, scope: rules.Scope, reason: str, at: datetime
) -> Decision:
    """Say how far an accepted claim reaches; the choice and its reason stay on record."""
    actor.require(Permission.SCOPE_CHOOSE)
    claim = queries.claim(claim_ref)
    reasons = list(rules.reasons_against_words(reason, act="scope"))
    if queries.state(claim) != rules.ClaimState.ACCEPTED:
        reasons.append(rules.reason("not_accepted", ref=claim_ref))
    if queries.adjustment(claim) is not None:
        reasons.append(rules.reason("adjusted", ref=claim_ref))
    if reasons:
        raise DecisionRefusedError(tuple(reasons))
    return _decide(actor, claim, verb="scope", reason=reason, at=at, scope=scope)


@transaction.atomic
def adjust_claim(
    *,
    actor: Actor,
    claim_ref: str,
    to: rules.Adjustment | None,
    against: Sequence[str] = (),
    reason: str,
    at: datetime,
) -> Adjustment:
    """Let an accepted claim count otherwise than written, or (None) as written again.

    Its words stay; `against` names the claims it could not hold with. Raises
    PermissionRefusedError, DecisionRefusedError.
    """
    actor.require(Permission.SCOPE_CHOOSE)
    claim = Claim.objects.select_for_update().get(ref=claim_ref)
    reasons = list(rules.reasons_against_words(reason, act="adjust"))
    if queries.state(claim) != rules.ClaimState.ACCEPTED:
        reasons.append(rules.reason("not_accepted", ref=claim_ref))
    elif to is None and queries.adjustment(claim) is None:
        reasons.append(rules.reason("not_adjusted", ref=claim_ref))
    if reasons:
        raise DecisionRefusedError(tuple(reasons))
    values = asdict(to) if to else {}
    written = Adjustment.objects.create(
        **values,
        claim=claim,
        against=list(against),
        reason=reason.strip()[:400],
        decided_by=actor.key,
        decided_at=at,
    )
    journal.record(
        actor=actor.key, kind="claims:claim:adjust", subject=claim.ref, at=at, wrote=[written]
    )
    return written


def _to_decide(actor: Actor, claim_ref: str, *, act: str, reason: str) -> Claim:
    actor.require(Permission.CLAIM_JUDGE)
    claim = Claim.objects.select_for_update().select_related("source").get(ref=claim_ref)
    state = queries.state(claim)
    reasons = list(rules.reasons_against_words(reason, act=act))
    if act not in rules.FLOW.acts(state):
        reasons.append(rules.reason("decided", ref=claim_ref))
    if reasons:
        raise DecisionRefusedError(tuple(reasons))
    return claim


def _decide(
    actor: Actor,
    claim: Claim,
    *,
    verb: str,
    reason: str,
    at: datetime,
    scope: rules.Scope = rules.Scope.STATED,
) -> Decision:
    decision = Decision.objects.create(
        claim=claim,
        verb=verb,
        scope=scope,
        reason=reason.strip()[:400],
        decided_by=actor.key,
        decided_at=at,
    )
    journal.record(
        actor=actor.key, kind=f"claims:claim:{verb}", subject=claim.ref, at=at, wrote=[decision]
    )
    return decision


def _drafted(draft: ClaimDraft, *, source: Source, number: int, at: datetime) -> Claim:
    return Claim.objects.create(
        ref=refs.reference("C", number),
        source=source,
        draft=draft.id,
        kind=draft.kind,
        low=draft.low,
        high=draft.high,
        nationalities=list(draft.nationalities),
        mode=draft.nationality_mode or "",
        sex=draft.sex or "",
        role=(draft.role or "")[:40],
        item=(draft.item or "")[:60],
        place=(draft.place or "")[:200],
        provinces=list(draft.provinces),
        since=draft.since,
        day=draft.date,
        agg=draft.agg or "",
        said_by=(draft.source_text or "")[:200],
        modality=draft.modality,
        rule=draft.rule[:80],
        score=draft.score,
        quote_start=draft.quote.start,
        quote_end=draft.quote.end,
        spans={name: [span.start, span.end] for name, span in draft.spans.items()},
        asserted_at=at,
    )


def _contradictions(reading: Reading, *, source: Source, at: datetime) -> list[Contradiction]:
    return [
        Contradiction.objects.create(
            source=source,
            kind=found.kind,
            drafts=list(found.drafts),
            explanation=found.explanation[:400],
            spans={name: [span.start, span.end] for name, span in found.spans.items()},
            found_at=at,
        )
        for found in reading.contradictions
    ]
