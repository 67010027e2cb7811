"""The proof that nobody arrived where a hold forbade them to go, by a row or by silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from samaki.ground.journal import queries as journal
from samaki.systems.custody import rules
from samaki.systems.custody.models import Hold, Posting
from samaki.systems.custody.queries.faults import Fault
from samaki.systems.custody.rules import holds as hold_rules
from samaki.systems.custody.rules.clocks import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator

_K = hold_rules.HoldKind
# Whom silence holds on a question that nobody has answered; the ground says where they may not go.
_SILENT = {
    (_K.SCREENING, hold_rules.NOT_SCREENED): Q(),
    (_K.MINOR, hold_rules.MINOR): Q(age="minor"),
    (_K.CONSULAR_NOTICE, hold_rules.NOT_SERVED): Exists(
        Posting.objects.filter(
            person=OuterRef("person"), recorded_at__lte=OuterRef("movement__recorded_at")
        )
        .exclude(person="")
        .exclude(nationality=HOME)
    ),
}


def faults() -> Iterator[Fault]:
    """Find who arrived where a hold forbade them to go when that was recorded.

    By what stood then, and by what silence held then: a hold placed later, or at that very moment,
    faults nothing; and of two acts at once the journal says which came first, not the clocks of who
    asked. What was reversed is over. Heads without a name are held from where people are punished.
    """
    arrivals = Posting.objects.filter(
        count__gt=0, account__kind__in=hold_rules.FORBIDDEN, movement__reversed_by=None
    ).exclude(movement__converts=True)
    unnamed = Q(person="", account__kind__in=rules.PUNISHING)
    wrong = arrivals.annotate(is_silent=_held_by_silence()).filter(
        unnamed | (~Q(person="") & (Q(is_silent=True) | _held_by_a_row()))
    )
    found = wrong.order_by("pk").select_related("movement", "account")
    for posting in found:
        if posting.person and not posting.is_silent and not _was_held(posting):
            continue
        yield Fault("custody_movement", str(posting.movement_id), _in_words(posting))
        return


def _in_words(posting: Posting) -> str:
    if not posting.person:
        return "moves heads without a name to where people are punished"
    is_punished = posting.account.kind in rules.PUNISHING
    where = "to where people are punished" if is_punished else f"to {posting.account.ref}"
    return f"moves {posting.person}, who was held then, {where}"


def _held_by_a_row() -> Q:
    """Return the condition that a hold which forbids a posting's account stood when it came."""
    recorded = OuterRef("movement__recorded_at")
    stood = Hold.objects.filter(
        Q(lifted_at=None) | Q(lifted_at__gt=recorded),
        person=OuterRef("person"),
        placed_at__lt=recorded,
    )
    found = Q(pk__in=[])
    for kind in hold_rules.FORBIDDEN:
        grounds = hold_rules.grounds_that_forbid(kind)
        found |= Q(Q(account__kind=kind), Exists(stood.filter(ground__in=grounds)))
    return found


def _held_by_silence() -> Case:
    """Return whether no hold whose answer would let a posting arrive was lifted with it before."""
    lifted = Hold.objects.filter(
        person=OuterRef("person"), lifted_at__lte=OuterRef("movement__recorded_at")
    )
    held = Q(pk__in=[])
    for (kind, ground), whom in _SILENT.items():
        of_kind = lifted.filter(ground__in=hold_rules.of_kind(kind))
        is_answered = Q(Exists(of_kind.filter(clears=True)))
        if kind in hold_rules.LAST_COUNTS:
            last = of_kind.order_by("-lifted_at", "-pk").values("clears")[:1]
            is_answered = Q(Exact(Coalesce(Subquery(last), False), True))  # noqa: FBT003
        held |= Q(whom, ~is_answered, account__kind__in=hold_rules.forbids(ground))
    return Case(When(held, then=True), default=False, output_field=BooleanField())


def _was_held(posting: Posting) -> bool:
    """Tell whether a hold that stands, or was lifted later, is in the journal before an arrival."""
    moment = posting.movement.recorded_at
    arrived = journal.number_of(posting.movement, at=moment)
    if arrived is None:
        return True  # nothing says that it came first
    grounds = hold_rules.grounds_that_forbid(rules.AccountKind(posting.account.kind))
    stood = Hold.objects.filter(person=posting.person, ground__in=grounds, placed_at__lt=moment)
    return any(
        (journal.number_of(hold, at=hold.placed_at) or 0) < arrived
        for hold in stood.filter(Q(lifted_at=None) | Q(lifted_at__gt=moment))
    )
