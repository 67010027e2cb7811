"""The only writer of watch-lists and their entries."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samaki.ground.access.rules import Permission
from samaki.ground.heads.words import Said
from samaki.ground.journal import services as journal
from samaki.ground.people.queries import is_registered, protected
from samaki.ground.wording import RefusedError
from samaki.kernel import refs
from samaki.systems.custody.queries import holds
from samaki.systems.custody.queries.words import sentence
from samaki.systems.custody.rules.holds import ground_reason
from samaki.systems.listings import queries, rules
from samaki.systems.listings.models import ListedParticulars, Listing, WatchList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from samaki.ground.access.actors import Actor
    from samaki.kernel.reasons import Reason


# What a reason is about: a field of the form that asks for an entry.
_ARGUMENTS = {
    **dict.fromkeys(("no_name", "many_names", "listed_before"), "names"),
    **dict.fromkeys(("bad_birth", "unborn"), "born"),
    **dict.fromkeys(("no_because", "no_warrant", "ground", "is_of"), "because"),
    **dict.fromkeys(("ends_before_it_begins", "over_already"), "valid_to"),
    **dict.fromkeys(("no_list", "unknown_list", "ban_follows"), "watch_list"),
    "no_ground": "ground",
    "begins_before_birth": "valid_from",
    "bad_sex": "sex",
    "bad_nationality": "nationality",
    "no_reason": "reason",
}


class ListingRefusedError(RefusedError):
    """Nobody may be listed so, or the entry may not be ended. Carries every reason."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(Said(sentence(r), _ARGUMENTS.get(r.code)) for r in self.reasons)


@transaction.atomic
def enter_listing(  # noqa: PLR0913 - an entry says all of this or is no entry
    *,
    actor: Actor,
    watch_list: str,
    entry: rules.Entry,
    ground: str,
    because: str,
    valid_from: date,
    valid_to: date | None,
    at: datetime,
    person: str = "",
) -> Listing:
    """Enter somebody on a watch-list, on a ground, for a time; `valid_to` is the last day.

    `because` names what led to it (a case, an order, a warrant); `person` is the reference of a
    registered person, if the entry is of one; what ground, cause and papers name besides counts as
    well (`queries.of_whom`). A person whose screening is not over is entered on no
    list but one that helps, and nobody is banned here: `enter_ban_listing`. Raises
    PermissionRefusedError, ListingRefusedError.
    """
    return _enter(
        actor=actor,
        watch_list=watch_list,
        entry=entry,
        ground=ground,
        because=because,
        valid_from=valid_from,
        valid_to=valid_to,
        at=at,
        person=person,
        against=[rules.reason("ban_follows")] if watch_list == rules.BAN else [],
    )


@transaction.atomic
def enter_ban_listing(  # noqa: PLR0913 - as above
    *,
    actor: Actor,
    entry: rules.Entry,
    ground: str,
    because: str,
    valid_from: date,
    valid_to: date | None,
    at: datetime,
    person: str = "",
) -> Listing:
    """Enter the ban that followed a departure; called by the verb that recorded it alone.

    Refuses and raises as `enter_listing`.
    """
    return _enter(
        actor=actor,
        watch_list=rules.BAN,
        entry=entry,
        ground=ground,
        because=because,
        valid_from=valid_from,
        valid_to=valid_to,
        at=at,
        person=person,
    )


def _enter(  # noqa: PLR0913 - as above
    *,
    actor: Actor,
    watch_list: str,
    entry: rules.Entry,
    ground: str,
    because: str,
    valid_from: date,
    valid_to: date | None,
    at: datetime,
    person: str,
    against: Sequence[Reason] = (),
) -> Listing:
    actor.require(Permission.LISTING_ENTER)
    journal.take_turn()  # so that no hold is placed between asking for one and writing
    entry, today = rules.tidy(entry), timezone.localdate(at)
    written = queries.Written(person.strip(), (because, ground), entry.documents)
    of = queries.of_whom({0: written})[0]
    reasons = (
        *against,
        *rules.reasons_against_entry(entry, today=today),
        *rules.reasons_against_listing(
            watch_list,
            ground=ground,
            because=because,
            begins=valid_from,
            ends=valid_to,
            today=today,
        ),
        *rules.reasons_against_birth(entry.born, begins=valid_from),
        *_reasons_twice(watch_list, entry, today),
        *([rules.reason("unknown_person", person=person)] if _is_unknown(person) else []),
        *_reasons_of_screening(watch_list, of),
    )
    if reasons:
        raise ListingRefusedError(reasons)

    opened, is_new = _opened(watch_list)
    listing = Listing.objects.create(
        ref=refs.reference("LI", Listing.objects.count() + 1),
        watch_list=opened,
        ground=ground.strip(),
        because=because.strip(),
        person=person.strip() or (next(iter(of)) if len(of) == 1 else ""),
        is_name_only=entry.is_name_only,
        valid_from=valid_from,
        valid_to=valid_to,
        review_due=rules.review_due(today, valid_to),
        entered_at=at,
        entered_by=actor.key,
    )
    particulars = _keep_apart(listing, entry)
    journal.record(
        actor=actor.key,
        kind=Permission.LISTING_ENTER,
        subject=listing.ref,
        at=at,
        wrote=[*([opened] if is_new else []), listing, particulars],
    )
    return listing


@transaction.atomic
def end_listing(*, actor: Actor, listing: str, reason: str, at: datetime) -> Listing:
    """End an entry before its time, with a reason; `listing` is its reference.

    An entry that the actor may not know of is as one that is not there.

    Raises PermissionRefusedError, ListingRefusedError.
    """
    actor.require(Permission.LISTING_ENTER)
    found = Listing.objects.select_for_update().filter(ref=listing).first()
    if found is None or not queries.known_to(actor, [found]):
        raise ListingRefusedError([rules.reason("unknown_listing", ref=listing)])
    reasons = []
    if found.state == rules.ListingState.ENDED:
        reasons.append(rules.reason("ended_before", ref=found.ref, moment=found.ended_at))
    if not reason.strip():
        reasons.append(rules.reason("no_reason"))
    if reasons:
        raise ListingRefusedError(reasons)
    return _end(actor, found, reason=reason, at=at)


@transaction.atomic
def end_ban_listings(
    *, actor: Actor, listings: Iterable[str], reason: str, at: datetime
) -> list[Listing]:
    """End the bans that followed a departure which was undone; called by that verb alone.

    Whoever entered them, also an office that the actor may not know the entries of: what a
    departure led to falls with it. Those that somebody ended before stay as they are. The verb has
    asked for the permission over the departure, and for the reason. Returns those it ended. Raises
    PermissionRefusedError.
    """
    actor.require(Permission.DEPARTURE_RECORD)
    assert reason.strip(), "asked for by the verb that undoes the departure"
    rows = Listing.objects.select_for_update().filter(
        ref__in=list(listings), state=rules.ListingState.ENTERED
    )
    found = list(rows.order_by("pk"))
    assert all(row.watch_list_id == rules.BAN for row in found), "nothing but a ban follows"
    return [_end(actor, row, reason=reason, at=at) for row in found]


def _end(actor: Actor, found: Listing, *, reason: str, at: datetime) -> Listing:
    found.state = rules.LISTING.after(rules.ListingState(found.state), "end")
    found.ended_at, found.ended_by, found.end_reason = at, actor.key, reason.strip()
    found.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    journal.record(
        actor=actor.key, kind="listings:listing:end", subject=found.ref, at=at, wrote=[found]
    )
    return found


def _keep_apart(listing: Listing, entry: rules.Entry) -> ListedParticulars:
    return ListedParticulars.objects.create(
        listing=listing,
        names=list(entry.names),
        born=entry.born,
        sex=entry.sex,
        nationality=entry.nationality,
        documents=list(entry.documents),
        salt=secrets.token_hex(16),
    )


def _opened(code: str) -> tuple[WatchList, bool]:
    """Return the list and whether it is new: one of the release opens with its first entry."""
    kind = rules.WATCH_LISTS[code]
    return WatchList.objects.get_or_create(
        code=code,
        defaults={"name_en": kind.name_en, "name_km": kind.name_km, "may_do": kind.may_do},
    )


def _is_unknown(person: str) -> bool:
    return bool(person) and not is_registered(person)


def _reasons_of_screening(watch_list: str, of: Mapping[str, str]) -> Iterator[Reason]:
    """Give every ground of a screening against listing any of those whom an entry is of.

    A protected person's reads as a pending screening: nobody learns here what was found. What in
    the entry is of that person is said too.
    """
    persons = [] if rules.helps(watch_list) else list(of)
    hidden = protected(persons)
    for person, found in holds.of_screening(persons).items():
        for ground in found:
            yield ground_reason(ground.code, person=person, owner=ground.owner)
        if person in hidden and not found:
            yield ground_reason("screening_pending", person=person, owner="")
        if of[person] != person and (found or person in hidden):
            yield rules.reason("is_of", said=of[person], person=person)


def _reasons_twice(watch_list: str, entry: rules.Entry, today: date) -> Iterator[Reason]:
    standing = ListedParticulars.objects.filter(
        listing__watch_list=watch_list,
        listing__state=rules.ListingState.ENTERED,
        born=entry.born,
    ).select_related("listing")
    for row in standing:
        is_over = row.listing.valid_to is not None and row.listing.valid_to < today
        if not is_over and set(row.names) & set(entry.names) and row.entry == entry:
            yield rules.reason("listed_before", ref=row.listing.ref)
