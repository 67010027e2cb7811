"""The books themselves: what each line holds, as of a moment and as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Sum

from samaki.ground.access.rules import Permission
from samaki.kernel import ledger
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Hold, Posting, cell_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor

_LINE = ("account__ref", "nationality", "sex", "age", "person")


@dataclass(frozen=True, slots=True)
class Moments:
    """The two times of a figure: how things stood `as_of`, by what was recorded at `known_at`."""

    as_of: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row of the books that breaks their law."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} row {self.key}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how much there is, and the first fault if there is one."""

    postings: int
    accounts: int
    fault: Fault | None

    @property
    def is_balanced(self) -> bool:
        """Whether no fault was found."""
        return self.fault is None


def scope(actor: Actor, permission: Permission, field: str = "unit__area") -> Q:
    """Return the condition that a row's area lies where the actor's permission holds."""
    found = Q(pk__in=[])
    for area in actor.areas(permission):
        found |= Q(**{field: area}) | Q(**{f"{field}__code__startswith": f"{area}-"})
    return found


def seen_accounts(actor: Actor) -> QuerySet[Account]:
    """Return the accounts the actor may see: own areas, and what is on the road to or from them."""
    see = Permission.CUSTODY_SEE
    ends = scope(actor, see, "handover__giver__unit__area") | scope(
        actor, see, "handover__receiver__unit__area"
    )
    return Account.objects.filter(scope(actor, see) | ends).select_related("unit", "unit__area")


def postings(at: Moments) -> QuerySet[Posting]:
    """Return the postings that count at those moments."""
    return Posting.objects.filter(
        movement__happened_at__lte=at.as_of, movement__recorded_at__lte=at.known_at
    )


def held(account_refs: Collection[str], *, at: Moments) -> dict[str, dict[Subject, int]]:
    """Return what each account holds of each subject; lines that hold none are left out."""
    rows = (
        postings(at)
        .filter(account__ref__in=account_refs)
        .values_list(*_LINE)
        .annotate(total=Sum("count"))
        .exclude(total=0)
        .order_by(*_LINE)
    )
    found: dict[str, dict[Subject, int]] = defaultdict(dict)
    for ref, nationality, sex, age, person, total in rows:
        found[ref][Subject(cell_of(nationality, sex, age), person or None)] = total
    return found


def levels_from(account_refs: Collection[str], happened_at: datetime) -> ledger.Levels:
    """Return each line's level at a moment and after each later change, by all that is recorded."""
    rows = (
        Posting.objects.filter(account__ref__in=account_refs, movement__happened_at__gt=happened_at)
        .order_by("movement__happened_at")
        .values_list(*_LINE, "movement__happened_at", "count")
    )
    before = (
        Posting.objects.filter(
            account__ref__in=account_refs, movement__happened_at__lte=happened_at
        )
        .values_list(*_LINE)
        .annotate(total=Sum("count"))
    )
    levels: dict[ledger.Line, dict[datetime, int]] = {}
    for ref, nationality, sex, age, person, total in before:
        line = (ref, Subject(cell_of(nationality, sex, age), person or None))
        levels[line] = {happened_at: total}
    for ref, nationality, sex, age, person, moment, count in rows:
        line = (ref, Subject(cell_of(nationality, sex, age), person or None))
        steps = levels.setdefault(line, {happened_at: 0})
        steps[moment] = steps[next(reversed(steps))] + count
    return {line: tuple(steps.items()) for line, steps in levels.items()}


def verify() -> Verdict:
    """Check the books by their own law and return the counts and the first fault.

    Every movement balances by its kind; no line inside the books, and no named person anywhere,
    is below none at any moment; every transit account has its hand-over, and holds what was sent
    and not received; nobody was moved to where people are punished while held, and no unnamed head.
    """
    fault = next(_faults(), None)
    return Verdict(Posting.objects.count(), Account.objects.count(), fault)


def _faults() -> Iterator[Fault]:
    yield from _unbalanced()
    yield from _below_none()
    yield from _lost_transits()
    yield from _punished_while_held()


def _unbalanced() -> Iterator[Fault]:
    by_account = (
        Posting.objects.filter(movement__converts=True)
        .values("movement_id", "account_id")
        .annotate(total=Sum("count"))
    )
    by_subject = (
        Posting.objects.filter(movement__converts=False)
        .values("movement_id", "nationality", "sex", "age", "person")
        .annotate(total=Sum("count"))
    )
    for sums in (by_account, by_subject):
        for row in sums.exclude(total=0).order_by("movement_id")[:1]:
            what = f"its postings add up to {row['total']:+d}, not to none"
            yield Fault("custody_movement", str(row["movement_id"]), what)


def _below_none() -> Iterator[Fault]:
    bounded = ~Q(account__kind__in=rules.BOUNDLESS) | ~Q(person="")
    rows = (
        Posting.objects.filter(bounded)
        .order_by(*_LINE, "movement__happened_at")
        .values_list(*_LINE, "movement__happened_at", "count")
    )
    changes: dict[tuple[str, ...], list[tuple[datetime, int]]] = defaultdict(list)
    for *line, moment, count in rows:
        changes[tuple(line)].append((moment, count))
    for line, steps in changes.items():
        if (short := ledger.shortfall(steps)) is not None:
            subject = " ".join(filter(None, line[1:])) or "heads not established"
            what = f"holds fewer than none of {subject} at {short.isoformat()}"
            yield Fault("custody_account", line[0], what)


def _lost_transits() -> Iterator[Fault]:
    transits = Account.objects.filter(kind=rules.AccountKind.IN_TRANSIT)
    for ref in transits.filter(handover=None).values_list("ref", flat=True):
        yield Fault("custody_account", str(ref), "is in transit without a hand-over")
    # In transit is sent minus received, since nothing else may touch the account.
    strays = Posting.objects.filter(account__kind=rules.AccountKind.IN_TRANSIT).exclude(
        Q(movement__handover__transit=F("account"))
        | Q(movement__receipt__handover__transit=F("account"))
        | Q(movement__reverses__handover__transit=F("account"))
        | Q(movement__reverses__receipt__handover__transit=F("account"))
    )
    for movement in strays.values_list("movement_id", flat=True)[:1]:
        what = "moves people in transit without a dispatch or receipt of their hand-over"
        yield Fault("custody_movement", str(movement), what)


def _punished_while_held() -> Iterator[Fault]:
    """Find who arrived where people are punished and was held when that was recorded.

    By what stood then: a hold placed later, or at that very moment, faults nothing.
    """
    holds, recorded = (
        Hold.objects.filter(person=OuterRef("person")),
        OuterRef("movement__recorded_at"),
    )
    stood = holds.filter(Q(lifted_at=None) | Q(lifted_at__gt=recorded), placed_at__lt=recorded)
    screenings = [g for g, kind in rules.KIND_OF_GROUND.items() if kind is rules.HoldKind.SCREENING]
    cleared = holds.filter(clears=True, ground__in=screenings, lifted_at__lte=recorded)
    arrivals = Posting.objects.filter(count__gt=0, account__kind__in=rules.PUNISHING)
    wrong = arrivals.filter(Q(person="") | Exists(stood) | ~Exists(cleared)).order_by("pk")
    for movement, person in wrong.values_list("movement_id", "person")[:1]:
        who = f"{person}, who was held then," if person else "heads without a name"
        yield Fault("custody_movement", str(movement), f"moves {who} to where people are punished")
