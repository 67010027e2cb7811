"""What a situation report says: codes, references, numbers and moments; no name of a person.

Every number stands beside the references of the claims and the entries of the books it rests on.
Words of sources stay at their claims: they may name people.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING, Any

from samaki.ground.agencies import queries as agencies
from samaki.ground.places import queries as places
from samaki.ground.places.rules import COUNTRY
from samaki.ground.sites import queries as sites
from samaki.picture.queries import duties, national
from samaki.picture.queries.grounds import Reason
from samaki.systems.claims import queries as claims
from samaki.systems.custody.queries import accounts, clocks, flow, handovers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from samaki.ground.access.actors import Actor
    from samaki.kernel.counts.bounds import Bounds
    from samaki.picture.queries.national import Picture, Proof
    from samaki.systems.claims.queries import Standing
    from samaki.systems.custody.queries.books import Moments

FORMAT = "samaki.sitrep/1"


def content(actor: Actor, at: Moments, *, ref: str) -> dict[str, Any]:
    """Return the content of a report as the actor, who sees the whole country, may issue it."""
    picture = national.national(as_of=at.as_of, known_at=at.known_at)
    found = {
        "format": FORMAT,
        "for": "commission",
        "ref": ref,
        "as_of": at.as_of.astimezone(UTC).isoformat(),
        "known_at": at.known_at.astimezone(UTC).isoformat(),
        "found": _found(picture),
        "claims": _claims(_reasons(picture)),
        "movements": sorted({n for reason in _reasons(picture) for n in _movements(reason)}),
        "custody": _custody(actor, at),
        "variances": [_variance(line) for line in handovers.open_variances(actor, at)],
        "clocks": [_clock(line) for line in clocks.clocks(actor, at)],
        "obligations": _obligations(actor, at),
        "conflicts": _conflicts(picture),
    }
    return found | {"names": _names(found)}


def _found(picture: Picture) -> dict[str, Any]:
    whole = picture.together
    return {
        "periods": [_proof(part) for part in picture.parts],
        "together": _proof(whole) if whole else None,
        "provinces": [
            {
                "province": code,
                "is_raided_without_figure": code in picture.raided,
                **_proof(proof),
            }
            for code, proof in picture.by_province.items()
            if proof.bounds.low or proof.bounds.high is not None or code in picture.raided
        ],
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "first": proof.period.first.isoformat(),
        "last": proof.period.last.isoformat(),
        **_bounds(proof.bounds),
        "other_reading": _bounds(proof.other) if proof.other and proof.is_disputed else None,
        "placed": proof.heads,
        "placed_by": sorted({n for figure in proof.placed for n in figure.movements}),
        "low_because": _sources(proof.low_because),
        "high_because": _sources(proof.high_because),
    }


def _bounds(bounds: Bounds) -> dict[str, int | None]:
    return {"low": bounds.low, "high": bounds.high}


def _sources(reasons: Iterable[Reason]) -> dict[str, list[Any]]:
    every = list(reasons)
    return {
        "claims": [reason.claim.stated.ref for reason in every if reason.claim],
        "movements": sorted({n for reason in every for n in _movements(reason)}),
    }


def _movements(reason: Reason) -> tuple[int, ...]:
    return reason.record.movements if reason.record else ()


def _reasons(picture: Picture) -> list[Reason]:
    proofs = [*picture.parts, *picture.by_province.values()]
    proofs += [picture.together] if picture.together else []
    found = [r for proof in proofs for r in (*proof.low_because, *proof.high_because)]
    told = [*picture.adjusted]
    told += [each for fall in picture.doubts.fallen for each in (fall.earlier, fall.later)]
    told += [e for starts in picture.doubts.starts for _day, those in starts for e in those]
    found += [Reason(each, None) for each in told]
    return found + [reason for conflict in picture.conflicts for reason in conflict]


def _claims(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    found = {reason.claim.stated.ref: reason.claim for reason in reasons if reason.claim}
    return [
        {
            "claim": ref,
            "source": claim.source_ref,
            "low": claim.stated.low,
            "high": claim.stated.high,
            "provinces": list(claim.stated.provinces),
            "nationalities": list(claim.stated.nationalities),
            "since": claim.stated.since.isoformat() if claim.stated.since else None,
            "day": claim.stated.day.isoformat() if claim.stated.day else None,
            "counts_as": _counts_as(claim),
            "language": claim.quote.language,
        }
        for ref, claim in sorted(found.items())
    ]


def _custody(actor: Actor, at: Moments) -> dict[str, Any]:
    total = accounts.total(actor, at)
    return {
        "everyone": total.everyone,
        "held": total.held,
        "in_transit": total.in_transit,
        "elsewhere": total.elsewhere,
        "named": total.named,
        "accounts": [
            {"account": line.ref, "unit": line.unit, "held": line.held, "named": line.named}
            | ({"site": line.site} if line.site else {})
            for line in accounts.seen(actor, at)
        ],
        "flow": [
            {
                "found": line.found,
                "first_account": line.first_ref,
                "first_unit": line.first_unit,
                "account": line.now_ref,
                "unit": line.now_unit,
                "kind": line.now_kind,
                "handover": line.handover or None,
                "heads": line.heads,
            }
            for line in flow.flow(actor, at)
        ],
    }


def _variance(line: handovers.HandoverLine) -> dict[str, Any]:
    return {
        "handover": line.ref,
        "giver": line.giver_ref,
        "receiver": line.receiver_ref,
        "owner": line.owner_unit,
        "sent": line.sent,
        "received": line.received,
        "missing": line.between,
        "open_minutes": _minutes(line.age),
    }


def _clock(line: clocks.ClockLine) -> dict[str, Any]:
    return {
        "account": line.account_ref,
        "unit": line.unit,
        "handover": line.handover or None,
        "since": line.since.isoformat(),
        "who": line.who,
        "rule": line.limit.breach.rule.code,
        "hours": line.hours,
        "extension": line.extension.ref if line.extension else None,
        "ends_at": line.ends_at.isoformat(),
        "minutes": _minutes(line.age),
        "reading": line.reading.value,
        "heads": line.heads,
        "named": line.named,
    }


def _obligations(actor: Actor, at: Moments) -> list[dict[str, Any]]:
    """Return what is overdue, by office, the longest first."""
    by_office: dict[tuple[str, str], list[duties.Duty]] = defaultdict(list)
    for duty in duties.overdue(actor, as_of=at.as_of):
        by_office[duty.office, duty.province].append(duty)
    return [
        {
            "office": office,
            "province": province,
            "overdue": len(found),
            "obligations": [
                {
                    "obligation": duty.ref,
                    "clause": duty.clause,
                    "post": duty.post,
                    "due_at": duty.due_at.isoformat(),
                    "set_by": duty.set_by,
                    "minutes": _minutes(duty.age),
                }
                for duty in found
            ],
        }
        for (office, province), found in by_office.items()
    ]


def _conflicts(picture: Picture) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"kind": "cannot_all_hold", "source": None, **_sources(conflict)}
        for conflict in picture.conflicts
    ]
    doubts = picture.doubts
    found += [_named("counts_otherwise", [each]) for each in picture.adjusted]
    found += [_named("counter_falls", [fall.earlier, fall.later]) for fall in doubts.fallen]
    found += [
        _named("start_moves", [each for _day, those in starts for each in those])
        for starts in doubts.starts
    ]
    told = claims.objections(claims.open_contradictions(accepted=True))
    return found + [
        {"kind": each.kind, "source": each.source_ref, "claims": [], "movements": []}
        for each in told
    ]


def _counts_as(claim: Standing) -> dict[str, Any] | None:
    """Return how a person chose that a claim counts, so that the report can be worked out again."""
    if claim.adjusted is None:
        return None
    to = claim.adjusted.to
    return {
        "change": to.change.value,
        "low": to.low,
        "high": to.high,
        "provinces": list(to.provinces),
        "nationalities": list(to.nationalities),
        "since": to.since.isoformat() if to.since else None,
        "day": to.day.isoformat() if to.day else None,
        "chosen_at": claim.adjusted.decided_at.astimezone(UTC).isoformat(),
    }


def _named(kind: str, those: Iterable[Standing]) -> dict[str, Any]:
    refs = [each.stated.ref for each in those]
    return {"kind": kind, "source": None, "claims": refs, "movements": []}


def _minutes(age: timedelta) -> int:
    return int(age.total_seconds()) // 60


def _names(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the names of areas, units and sites that a content names, in both languages."""
    codes = set(_texts(found))
    units = {u.code: (u.name_en, u.name_km) for u in agencies.units_within((COUNTRY,))}
    areas = {a.code: (a.name_en, a.name_km) for a in places.within((COUNTRY,))}
    kept_on = {s.ref: (s.name_en, s.name_km) for s in sites.called(codes)}
    every = areas | units | kept_on
    return {code: {"en": en, "km": km} for code, (en, km) in every.items() if code in codes}


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
