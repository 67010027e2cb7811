"""Reads of claims: what waits, what stands, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When

from samaki.ground.jobs import queries as jobs
from samaki.ground.sources import queries as sources_filed
from samaki.ground.sources.models import Source, SourceFile
from samaki.ground.sources.rules import SourceKind
from samaki.kernel.counts.ways import Change
from samaki.kernel.marks import Mark, paragraphs
from samaki.kernel.reading import answers
from samaki.kernel.reading.drafts import Kind
from samaki.systems.claims import rules
from samaki.systems.claims.models import Adjustment, Claim, Contradiction, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from samaki.ground.jobs.models import Job
    from samaki.kernel.marks import Segment

_STATES = {
    "accept": rules.ClaimState.ACCEPTED,
    "correct": rules.ClaimState.CORRECTED,
    "reject": rules.ClaimState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence that says it, cut around the words of the count."""

    before: str
    count: str
    after: str
    language: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """How a person chose that a claim counts: against which others, who, when, and why."""

    to: rules.Adjustment
    against: tuple[str, ...]
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim that a person accepted: what it says, in which words, of which source."""

    stated: rules.Stated
    scope: rules.Scope
    is_chosen: bool  # a person said how far it reaches
    quote: Quote
    source_ref: str
    source_title: str
    source_kind: str
    accepted_at: datetime
    adjusted: Adjusted | None  # a person chose that it counts otherwise than written


@dataclass(frozen=True, slots=True)
class Objection:
    """What a source says against itself: the words in question, and what is wrong with them."""

    kind: str
    words: Mapping[str, str]
    explanation: str
    drafts: tuple[str, ...]
    source_ref: str
    source_title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as the reader of claims sees it."""

    claim: Claim
    state: rules.ClaimState
    scope: rules.Scope
    said: Mapping[str, str]
    is_doubtful: bool
    is_chosen: bool
    includes_until: date | None
    objections: tuple[Objection, ...]

    @property
    def sentence(self) -> str:
        """The words it was read from."""
        found = self.claim
        return " ".join(found.source.text[found.quote_start : found.quote_end].split())

    @property
    def acts(self) -> frozenset[str]:
        """What may be decided of it now."""
        return frozenset(rules.FLOW.acts(self.state))


@dataclass(frozen=True, slots=True)
class FileReading:
    """A reading of files: how far it is, of how many files, and the newest of its texts."""

    job: Job
    files: int
    sources: tuple[Source, ...]
    more: int  # texts that are not among those


LISTED = 100  # texts that a reading lists
READ_FILES = "read_files"  # the kind of job that reads files
_MARKED = ("count", "date", "place", "nationality")


def lines(source: Source) -> tuple[Line, ...]:
    """Return a source's claims with where they stand and what there is to ask about each."""
    claims = list(claims_of(source))
    told = objections(contradictions(source))
    every = [stated(each) for each in claims]
    return tuple(_line(each, every, told) for each in claims)


def line(found: Claim) -> Line:
    """Return one claim with where it stands and what there is to ask about it."""
    return next(each for each in lines(found.source) if each.claim.pk == found.pk)


def article(source: Source, found: Iterable[Line]) -> tuple[tuple[Segment, ...], ...]:
    """Return a source's text in paragraphs, with the words of its claims marked."""
    marks = []
    for each in found:
        claim = each.claim
        if claim.corrects_id is not None:
            continue  # it stands on the words of the claim it corrects
        marks += [
            Mark(claim.spans[what][0], claim.spans[what][1], what, claim.ref)
            for what in _MARKED
            if what in claim.spans
        ]
        if claim.kind in {Kind.CLAUSE, Kind.ORDER, Kind.DISCIPLINED}:
            marks.append(Mark(claim.quote_start, claim.quote_end, "clause", claim.ref))
    return paragraphs(source.text, marks)


def _line(found: Claim, every: Sequence[rules.Stated], told: Iterable[Objection]) -> Line:
    text = found.source.text
    scopes = [decision.scope for decision in found.decisions.all() if decision.verb == "scope"]
    verdicts = [decision for decision in found.decisions.all() if decision.verb != "scope"]
    return Line(
        claim=found,
        state=_STATES[verdicts[-1].verb] if verdicts else rules.ClaimState.DRAFT,
        scope=rules.Scope(scopes[-1]) if scopes else rules.Scope.STATED,
        is_chosen=bool(scopes),
        said={name: text[start:end] for name, (start, end) in found.spans.items()},
        is_doubtful=found.corrects_id is None and found.score < rules.DOUBTFUL,
        includes_until=rules.may_include_until(stated(found), every),
        objections=tuple(o for o in told if found.draft in o.drafts),
    )


def claim(ref: str) -> Claim:
    """Return a claim with its source; Claim.DoesNotExist if there is none."""
    return Claim.objects.select_related("source").get(ref=ref)


def find(ref: str) -> Claim | None:
    """Return a claim with its source, or None if no claim has that reference."""
    return Claim.objects.select_related("source").filter(ref=ref).first()


def corrected_by(found: Claim) -> Claim | None:
    """Return the claim that set this one right, or None."""
    return Claim.objects.filter(corrects=found).first()


def state(found: Claim, *, at: datetime | None = None) -> rules.ClaimState:
    """Return where a claim stands, now or by what was decided until a moment."""
    decisions = found.decisions.exclude(verb="scope")
    if at is not None:
        decisions = decisions.filter(decided_at__lte=at)
    newest = decisions.last()
    return _STATES[newest.verb] if newest else rules.ClaimState.DRAFT


def stated(found: Claim) -> rules.Stated:
    """Return what a claim says, freed of its text."""
    return rules.Stated(
        ref=found.ref,
        kind=found.kind,
        low=found.low,
        high=found.high,
        nationalities=tuple(found.nationalities),
        mode=found.mode or None,
        sex=found.sex or None,
        provinces=tuple(found.provinces),
        since=found.since,
        day=found.day,
        agg=found.agg or None,
        modality=found.modality,
        published_on=found.source.published_on,
    )


def standing(*, known_at: datetime) -> tuple[Standing, ...]:
    """Return the claims that stand accepted by what was decided until a moment."""
    found = []
    decided = Claim.objects.filter(decisions__decided_at__lte=known_at).distinct()
    kept = ("decisions", "adjustments")
    for each in decided.select_related("source").prefetch_related(*kept):
        decisions = [d for d in each.decisions.all() if d.decided_at <= known_at]
        verdicts = [d for d in decisions if d.verb != "scope"]
        if verdicts[-1].verb != "accept":
            continue
        scopes = [d.scope for d in decisions if d.verb == "scope"]
        found.append(
            Standing(
                stated=stated(each),
                scope=rules.Scope(scopes[-1]) if scopes else rules.Scope.STATED,
                is_chosen=bool(scopes),
                quote=quote(each),
                source_ref=each.source.ref,
                source_title=each.source.title,
                source_kind=each.source.kind,
                accepted_at=verdicts[-1].decided_at,
                adjusted=newest(
                    a
                    for a in each.adjustments.all()
                    if verdicts[-1].decided_at <= a.decided_at <= known_at
                ),
            )
        )
    return tuple(found)


def adjustment(found: Claim) -> Adjusted | None:
    """Return how a person chose that a claim counts now; None where it counts as written.

    A choice ends with the acceptance it was made of: rejected and accepted again, a claim counts as
    it is written.
    """
    accepted = found.decisions.exclude(verb="scope").last()
    if accepted is None or accepted.verb != "accept":
        return None
    return newest(a for a in found.adjustments.all() if a.decided_at >= accepted.decided_at)


def adjustments(found: Claim) -> QuerySet[Adjustment]:
    """Return every choice of how a claim counts, oldest first."""
    return found.adjustments.all()


def newest(found: Iterable[Adjustment]) -> Adjusted | None:
    """Return the choice that holds of several, oldest first; None where a claim is as written."""
    every = list(found)
    if not every or not every[-1].change:
        return None
    newest = every[-1]
    to = rules.Adjustment(
        change=Change(newest.change),
        low=newest.low,
        high=newest.high,
        provinces=tuple(newest.provinces),
        nationalities=tuple(newest.nationalities),
        since=newest.since,
        day=newest.day,
    )
    return Adjusted(to, tuple(newest.against), newest.reason, newest.decided_by, newest.decided_at)


def quote(found: Claim) -> Quote:
    """Return a claim's sentence, cut around its count (around nothing when it counts nothing)."""
    text = found.source.text
    start, end = found.spans.get("count", (found.quote_start, found.quote_start))
    return Quote(
        before=text[found.quote_start : start],
        count=text[start:end],
        after=text[end : found.quote_end],
        language=found.source.language or "en",
    )


def sources() -> QuerySet[Source]:
    """Return the sources, newest first."""
    return Source.objects.all()


def listed() -> list[Source]:
    """Return the sources without their words, those with claims to read first, then the newest."""
    to_read = waiting()
    return sorted(sources().defer("text"), key=lambda each: each.ref not in to_read)


def reading(ref: str) -> FileReading | None:
    """Return a reading of files; texts that were known already are among those it lists."""
    job = jobs.of_kind(READ_FILES).filter(ref=ref.strip().upper()).first()
    if job is None:
        return None
    digests = {each["sha256"] for each in job.given["files"]} - {""}
    found = sources_filed.of_files(digests)
    return FileReading(
        job, len(job.given["files"]), tuple(found[:LISTED]), max(found.count() - LISTED, 0)
    )


def files_of(source: Source) -> QuerySet[SourceFile]:
    """Return the files that a source's words were taken from."""
    return sources_filed.files_of(source)


def is_read(text: str, *, published_on: date | None) -> bool:
    """Tell whether claims were drafted from these very words of that date."""
    source = sources_filed.same(text, published_on=published_on)
    return source is not None and Claim.objects.filter(source=source).exists()


def claims_of(source: Source) -> QuerySet[Claim]:
    """Return a source's claims in the order of its words, corrections after what they correct."""
    return (
        Claim.objects.filter(source=source)
        .select_related("source")
        .prefetch_related("decisions")
        .order_by("quote_start", "draft", "pk")
    )


def queue() -> QuerySet[Claim]:
    """Return the drafts that wait: those in a contradiction, then by the reader's score."""
    told = Contradiction.objects.values_list("source_id", "drafts")
    told_of: dict[int, set[str]] = {}
    for source_id, drafts in told:
        told_of.setdefault(source_id, set()).update(drafts)
    contradicted = [
        pk
        for pk, source_id, draft in _undecided()
        .filter(source__in=told_of)
        .values_list("pk", "source_id", "draft")
        if draft in told_of[source_id]
    ]
    first = Case(When(pk__in=contradicted, then=Value(0)), default=Value(1))
    found = _undecided().select_related("source").prefetch_related("decisions")
    return found.annotate(first=first).order_by("first", "score", "pk")


def queued(found: Iterable[Claim]) -> tuple[tuple[Line, tuple[rules.Doubt, ...]], ...]:
    """Return drafts with what there is to ask about each, in the order given.

    It asks the database as often for a hundred sources as for one.
    """
    every = list(found)
    filed = {claim.source_id for claim in every}
    beside: dict[int, list[rules.Stated]] = {}
    for each in Claim.objects.filter(source__in=filed).select_related("source"):
        beside.setdefault(each.source_id, []).append(stated(each))
    told: dict[str, list[Objection]] = {}
    for objection in objections(contradictions().filter(source__in=filed)):
        told.setdefault(objection.source_ref, []).append(objection)
    lines_of = [
        _line(claim, beside[claim.source_id], told.get(claim.source.ref, ())) for claim in every
    ]
    return tuple((each, _doubts(each)) for each in lines_of)


def _doubts(found: Line) -> tuple[rules.Doubt, ...]:
    return rules.doubts(
        stated(found.claim), score=found.claim.score, is_contradicted=bool(found.objections)
    )


def _undecided() -> QuerySet[Claim]:
    decided = Decision.objects.exclude(verb="scope").values("claim")
    return Claim.objects.filter(corrects=None).exclude(pk__in=decided)


def waiting() -> dict[str, int]:
    """Return how many claims of each source (by reference) wait for a decision."""
    decided = Decision.objects.exclude(verb="scope").values("claim")
    drafts = Claim.objects.exclude(pk__in=decided).values_list("source__ref")
    return dict(drafts.annotate(n=Count("pk")).order_by())


def counted() -> dict[str, int]:
    """Return how many claims were read out of each source (by reference)."""
    rows = Claim.objects.filter(corrects=None).values_list("source__ref").annotate(n=Count("pk"))
    return dict(rows.order_by())


def contradictions(source: Source | None = None) -> QuerySet[Contradiction]:
    """Return what sources say against themselves, of one source or of all."""
    found = Contradiction.objects.select_related("source")
    return found if source is None else found.filter(source=source)


def of_answers_before(found: Claim) -> list[Claim]:
    """Return the claims of earlier answers to the request that a claim answers, if they stand."""
    request = answers.request_of(found.source.text)
    if request is None or found.source.kind != SourceKind.RETURN:
        return []
    earlier = Claim.objects.filter(
        source__kind=SourceKind.RETURN,
        source__text__startswith=f"{request},",
        source__pk__lt=found.source_id,
    )
    return [each for each in earlier.select_related("source") if "correct" in _acts_of(each)]


def _acts_of(found: Claim) -> frozenset[str]:
    return frozenset(rules.FLOW.acts(state(found)))


def decisions(found: Claim) -> QuerySet[Decision]:
    """Return what was decided of a claim, oldest first."""
    return found.decisions.all()


def open_contradictions(*, accepted: bool) -> tuple[Contradiction, ...]:
    """Return contradictions of sources that were not rejected whole.

    `accepted` asks only for sources of which a person accepted something: what nobody has read yet
    is not for the public.
    """
    verdicts = Decision.objects.filter(claim=OuterRef("pk")).exclude(verb="scope")
    drafts = Claim.objects.filter(corrects=None).annotate(
        verdict=Subquery(verdicts.order_by("-pk").values("verb")[:1])
    )
    wanted = Q(verdict__in=("accept", "correct")) | (Q() if accepted else Q(verdict=None))
    return tuple(contradictions().filter(source__in=drafts.filter(wanted).values("source")))


def objections(found: Iterable[Contradiction]) -> tuple[Objection, ...]:
    """Return contradictions in the reader's words, each said once however many claims share it."""
    said: dict[tuple[int, str], Objection] = {}
    for each in found:
        key = (each.source_id, each.explanation)
        earlier = said[key].drafts if key in said else ()
        drafts = (*earlier, *(draft for draft in each.drafts if draft not in earlier))
        said[key] = Objection(
            kind=each.kind,
            words={
                name: each.source.text[start:end].strip(" .,;")
                for name, (start, end) in each.spans.items()
            },
            explanation=each.explanation,
            drafts=drafts,
            source_ref=each.source.ref,
            source_title=each.source.title,
        )
    return tuple(said.values())


def order_day(source: Source) -> date | None:
    """Return the day a source gives for the order it speaks of, if it gives one."""
    order = Claim.objects.filter(source=source, kind=Kind.ORDER, day__isnull=False).first()
    return order.day if order else None
