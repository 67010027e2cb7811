"""The only writer of indicators: what an analyst saw on an exhibit, all lines or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import Said
from samaki.ground.journal import services as journal
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.systems.custody.queries import exhibits as custody
from samaki.systems.custody.rules import reasons_against_moment
from samaki.systems.indicators import queries
from samaki.systems.indicators.models import Indicator, Sighting
from samaki.systems.indicators.rules import kinds, lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason
    from samaki.systems.custody.queries.exhibits import ExhibitLine
    from samaki.systems.indicators.rules.lines import Line


class UnknownExhibitError(Exception):
    """No exhibit the actor may see has that reference."""


class SightingsRefusedError(RefusedError):
    """Some line cannot be an indicator, or is known. Carries every reason; nothing was saved."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language, each with its line."""
        return tuple(queries.sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(
            Said(sentence, "happened_at" if reason.code in {"future", "long_ago"} else "lines")
            for reason, sentence in zip(self.reasons, self.sentences, strict=True)
        )


@transaction.atomic
def record_sightings(
    *, actor: Actor, exhibit: str, text: str, place: str, happened_at: datetime, at: datetime
) -> list[Sighting]:
    """Record what was seen on an exhibit, one indicator a line; one bad line saves none.

    `text` holds the lines, each a kind and a value; `place` says in words where on the exhibit.
    Raises PermissionRefusedError, UnknownExhibitError, SightingsRefusedError.
    """
    found = custody.exhibit(actor, exhibit)
    if found is None:
        actor.require(Permission.SIGHTING_RECORD)
        raise UnknownExhibitError(exhibit)
    actor.require(Permission.SIGHTING_RECORD, area=found.area)
    journal.take_turn()
    read, refused = lines.read_lines(text)
    reasons = (
        *refused,
        *_reasons_of_known(found, read),
        *reasons_against_moment(happened_at, at=at),
    )
    if reasons:
        raise SightingsRefusedError(reasons)
    indicators, fresh = _kept(read, at=at)
    sightings = [
        Sighting.objects.create(
            indicator=indicators[line.key],
            exhibit_id=found.key,
            as_written=line.as_written,
            place=place.strip(),
            happened_at=happened_at,
            recorded_at=at,
            recorded_by=actor.key,
        )
        for line in read
    ]
    journal.record(
        actor=actor.key,
        kind=Permission.SIGHTING_RECORD,
        subject=found.ref,
        at=at,
        wrote=[*fresh, *sightings],
    )
    return sightings


def _reasons_of_known(exhibit: ExhibitLine, read: list[Line]) -> Iterator[Reason]:
    known = Sighting.objects.filter(exhibit=exhibit.key).values_list(
        "indicator__kind", "indicator__value"
    )
    sighted = set(known)
    for line in read:
        if line.key in sighted:
            shown = lines.shown(*line.key)
            yield lines.at_line(kinds.reason("sighted_before", shown=shown), line.number)


def _kept(
    read: list[Line], *, at: datetime
) -> tuple[dict[tuple[str, str], Indicator], list[Indicator]]:
    """Return the indicator of each line's key, and those that are new."""
    values = [line.value for line in read]
    known = {(one.kind, one.value): one for one in Indicator.objects.filter(value__in=values)}
    number = Indicator.objects.count()
    fresh = []
    for line in read:
        if line.key not in known:
            number += 1
            ref = refs.reference("ID", number)
            known[line.key] = Indicator.objects.create(
                ref=ref, kind=line.kind, value=line.value, recorded_at=at
            )
            fresh.append(known[line.key])
    return known, fresh
