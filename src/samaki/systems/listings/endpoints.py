"""Watch-lists over the API: the entries as the reader may see them. Nothing is entered here."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from samaki.ground.access.guard import actor_of
from samaki.ground.access.rules import Permission
from samaki.ground.api.door import reads
from samaki.ground.api.schemas import PROBLEMS, Asked
from samaki.ground.people.rules import FilePage
from samaki.ground.people.services import record_readings
from samaki.systems.listings import queries

if TYPE_CHECKING:
    from samaki.systems.listings.queries import Line

router = Router()


class EntryOut(Schema):
    """Who is listed, as the entry says; nothing of it is proved."""

    names: list[str]
    born: str
    sex: str
    nationality: str
    documents: list[str]


class ListingLineOut(Schema):
    """An entry as a list shows it: who it is of is read one by one, and goes on record.

    `is_hidden`: the reader may not read the name. `is_held`: the screening of whom it is of is not
    over, so that nobody acts on it.
    """

    ref: str
    watch_list: str
    is_hidden: bool
    ground: str
    because: str
    may_do: str
    state: str
    is_in_force: bool
    is_held: bool
    valid_from: date
    valid_to: date | None
    review_due: date
    entered_at: datetime
    entered_by: str


class ListingOut(ListingLineOut):
    """An entry with who it is of; `entry` is null where the reader may not read the name."""

    entry: EntryOut | None


class ListingsWanted(Asked):
    """What a list is narrowed to: a watch-list, a standing, words."""

    watch_list: str = Field("", max_length=40)
    standing: Literal["in_force", "over"] | None = None
    text: str = Field("", max_length=100)


@router.get("", response={200: list[ListingLineOut], **PROBLEMS})
@reads(Permission.LISTING_SEE)
def list_listings(request: HttpRequest, wanted: Query[ListingsWanted]) -> list[dict[str, object]]:
    """List the entries of the watch-lists, newest first; one by one they say who they are of."""
    found = queries.lines(
        actor_of(request),
        at=timezone.now(),
        watch_list=wanted.watch_list,
        standing=wanted.standing or "",
        text=wanted.text,
    )
    return [_listing(line) for line in found]


@router.get("/{ref}", response={200: ListingOut, **PROBLEMS})
@reads(Permission.LISTING_SEE)
def one_listing(request: HttpRequest, ref: str) -> dict[str, object]:
    """Show one entry; reading who it is of goes on record, as on the page."""
    actor, now = actor_of(request), timezone.now()
    line = queries.line(actor, ref, at=now)
    if line is None:
        raise Http404
    record_readings(actor=actor, persons=line.persons, page=FilePage.LISTING, at=now)
    return {**_listing(line), "entry": line.entry}


def _listing(line: Line) -> dict[str, object]:
    found = line.listing
    return {
        "ref": found.ref,
        "watch_list": found.watch_list_id,
        "is_hidden": line.entry is None,
        "ground": found.ground,
        "because": found.because,
        "may_do": line.may_do,
        "state": found.state,
        "is_in_force": line.is_in_force,
        "is_held": line.is_held,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "review_due": found.review_due,
        "entered_at": found.entered_at,
        "entered_by": line.entered_by,
    }
