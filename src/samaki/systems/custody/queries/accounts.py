"""Accounts as their readers see them: held, named, moved; and the totals they add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from samaki.ground.heads import words as heads_words
from samaki.systems.custody import rules
from samaki.systems.custody.models import Account, Intake, Movement, Posting
from samaki.systems.custody.queries import books, holds, whereabouts, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from samaki.ground.access.actors import Actor
    from samaki.ground.access.rules import Permission
    from samaki.kernel.ledger import Cell, Subject
    from samaki.systems.custody.queries.books import Moments


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with what it holds: how many people, and how many of them by name.

    `site` is the reference of the site on which the unit keeps them, if it does.
    """

    ref: str
    name: str
    kind: str
    unit: str
    area: str
    held: int
    named: int
    site: str
    site_name: str
    owner: str

    @property
    def unnamed(self) -> int:
        """Heads without a name."""
        return self.held - self.named


@dataclass(frozen=True, slots=True)
class CellLine:
    """What an account holds of one cell."""

    cell: Cell
    nationality: str
    sex: str
    age: str
    heads: int
    named: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A named person held; the name is None for a role that may not read it.

    `screened` is one of rules.holds.Screened: whether a screening is done, never what it found.
    """

    ref: str
    name: str | None
    cell: str
    screened: str
    screened_word: str


@dataclass(frozen=True, slots=True)
class MovementLine:
    """What a movement changed in an account, with its two times, and what it reverses."""

    number: int
    kind: str
    because: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    change: int
    moved: int
    reverses: int | None
    reversed_by: int | None

    @property
    def day(self) -> date:
        """The local day on which it happened."""
        return timezone.localtime(self.happened_at).date()


@dataclass(frozen=True, slots=True)
class PostingLine:
    """One posting behind a number."""

    movement: int
    kind: str
    because: str
    happened_at: datetime
    recorded_at: datetime
    account: str
    subject: str
    count: int


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """What an intake took in: by which movement, into which account, how many heads."""

    movement: int
    account: str
    heads: int
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Total:
    """People inside the books within a scope: held, on the road, elsewhere; named or not."""

    held: int
    in_transit: int
    elsewhere: int
    named: int

    @property
    def everyone(self) -> int:
        """Everybody who was taken in and is inside the books."""
        return self.held + self.in_transit + self.elsewhere

    @property
    def unnamed(self) -> int:
        """Heads without a name."""
        return self.everyone - self.named


def seen(actor: Actor, at: Moments) -> list[AccountLine]:
    """Return the accounts in which units hold people that the actor may see, by name."""
    own = books.seen_accounts(actor).filter(kind__in=rules.KEEPING)
    return sorted(_lines(own, at), key=lambda line: line.name)


def kept(actor: Actor, permission: Permission, at: Moments) -> list[AccountLine]:
    """Return the units' own accounts over which the actor has the permission, by name."""
    own = Account.objects.filter(
        books.scope(actor, permission), kind__in=rules.UNIT_KINDS
    ).select_related("unit")
    return sorted(_lines(own, at), key=lambda line: line.name)


def addressees(at: Moments) -> list[tuple[str, str]]:
    """Return (unit code, name) of every account that can receive, by name."""
    own = Account.objects.filter(kind__in=rules.UNIT_KINDS, opened_at__lte=at.known_at)
    found = [(str(a.unit_id), a.name) for a in own.select_related("unit")]
    return sorted(found, key=lambda pair: pair[1])


def charging(at: Moments) -> bool:
    """Tell whether any account is a court's or a prison's, so that a charge may be asked for."""
    found = Account.objects.filter(kind__in=rules.CHARGING, opened_at__lte=at.known_at)
    return found.exists()


def account(actor: Actor, ref: str, at: Moments) -> AccountLine | None:
    """Return an account the actor may see, or None."""
    found = books.seen_accounts(actor).filter(ref=ref, kind__in=rules.KEEPING)
    return next(iter(_lines(found, at)), None)


def kind_of(ref: str) -> rules.AccountKind:
    """Return what kind of place a known account is."""
    return rules.AccountKind(Account.objects.get(ref=ref).kind)


def subjects(ref: str, at: Moments) -> dict[Subject, int]:
    """Return what an account holds of each subject."""
    return books.held([ref], at=at).get(ref, {})


def cells(held: Mapping[Subject, int]) -> list[CellLine]:
    """Return what is held of each subject by cell, the largest first."""
    heads: Counter[Cell] = Counter()
    named: Counter[Cell] = Counter()
    for subject, count in held.items():
        heads[subject.cell] += count
        named[subject.cell] += count if subject.person else 0
    return [
        CellLine(
            cell,
            heads_words.nationality(cell.nationality),
            heads_words.sex(cell.sex),
            heads_words.age(cell.age),
            count,
            named[cell],
        )
        for cell, count in heads.most_common()
    ]


def persons(actor: Actor, held: Iterable[Subject], *, now: datetime) -> list[PersonLine]:
    """Return the named persons among who is held, each as the actor may see them now.

    A name is read where the person is now: looking back opens nothing that has moved away.
    """
    named = sorted((subject for subject in held if subject.person), key=lambda s: str(s.person))
    refs = [str(s.person) for s in named]
    seen_as = whereabouts.faces(actor, refs, at=now)
    screened = holds.screened(refs)
    return [
        PersonLine(
            ref,
            seen_as[ref].name,
            heads_words.cell_in_words(subject.cell),
            screened[ref],
            words.screened(screened[ref]),
        )
        for ref, subject in zip(refs, named, strict=True)
    ]


def movements(ref: str, at: Moments) -> list[MovementLine]:
    """Return the movements of an account, newest first by when they happened."""
    changes: dict[int, list[int]] = defaultdict(list)
    for movement, count in (
        books.postings(at).filter(account__ref=ref).values_list("movement_id", "count")
    ):
        changes[movement].append(count)
    rows = Movement.objects.filter(pk__in=changes).order_by("-happened_at", "-pk")
    opposites = _reversed(list(changes), at)
    return [_movement_line(row, changes[row.pk], opposites.get(row.pk)) for row in rows]


def movement(actor: Actor, number: int, at: Moments) -> MovementLine | None:
    """Return a movement that touches an account the actor may see, or None."""
    seen_here = books.seen_accounts(actor)
    row = Movement.objects.filter(pk=number, postings__account__in=seen_here).first()
    if row is None:
        return None
    arrived = [p.count for p in row.postings.all() if p.count > 0]
    return _movement_line(row, [sum(arrived)], _reversed([number], at).get(number))


def reason_of(number: int) -> str | None:
    """Return why an entry was reversed, or what shows what was established; else None."""
    said = Coalesce("correction__reason", "establishment__evidence")
    return Movement.objects.filter(pk=number).values_list(said, flat=True).first()


def postings_of(number: int) -> list[PostingLine]:
    """Return the postings of one movement."""
    return _posting_lines(Posting.objects.filter(movement_id=number))


def postings_behind(
    ref: str, at: Moments, *, cell: Cell | None = None, named: bool = False
) -> list[PostingLine]:
    """Return the postings that add up to what an account holds, of one cell or of all.

    `named` leaves out the heads without a name.
    """
    found = books.postings(at).filter(account__ref=ref)
    if named:
        found = found.exclude(person="")
    if cell is not None:
        found = found.filter(
            nationality=cell.nationality or "", sex=cell.sex or "", age=cell.age or ""
        )
    return _posting_lines(found)


def intakes(refs: Collection[str], at: Moments) -> dict[str, IntakeLine]:
    """Return what was taken in under each of those references."""
    rows = Intake.objects.filter(ref__in=refs, movement__isnull=False)
    found = rows.values_list("ref", "movement_id", "account__ref").annotate(
        heads=Sum("movement__postings__count", filter=Q(movement__postings__count__gt=0))
    )
    reversed_ones = _reversed([number for _, number, _, _ in found if number], at)
    return {
        str(ref): IntakeLine(int(number or 0), str(account), heads, number in reversed_ones)
        for ref, number, account, heads in found
    }


def total(actor: Actor, at: Moments) -> Total:
    """Return the people inside the books, over the areas the actor may see."""
    sums: Counter[str] = Counter()
    for (kind,), found in books.sums(
        books.seen(actor, "account__"), at=at, by=("account__kind",)
    ).items():
        sums[_group(kind)] += found.heads
        sums["named"] += found.named
    return Total(sums["held"], sums["in_transit"], sums["elsewhere"], sums["named"])


def holding(actor: Actor, at: Moments, *, kinds: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, of each of those kinds, the accounts the actor may see that hold anybody, by ref."""
    own = books.seen(actor, "account__") & Q(account__kind__in=kinds)
    found: dict[str, tuple[str, ...]] = dict.fromkeys(kinds, ())
    for kind, ref in books.sums(own, at=at, by=("account__kind", "account__ref")):
        found[kind] += (str(ref),)
    return found


def _group(kind: str) -> str:
    if kind == rules.AccountKind.IN_TRANSIT:
        return "in_transit"
    return "held" if kind in rules.KEEPING else "elsewhere"


def _lines(accounts: QuerySet[Account], at: Moments) -> list[AccountLine]:
    every = list(accounts)
    within = Q(account__in=[a.pk for a in every])
    sums = books.sums(within, at=at, by=("account__ref",))
    return [_line(a, sums.get((str(a.ref),), books.Sums())) for a in every]


def _line(found: Account, sums: books.Sums) -> AccountLine:
    assert found.unit is not None, "an account with a page has a unit"
    return AccountLine(
        ref=str(found.ref),
        name=found.name,
        kind=words.account_kind(found.kind),
        unit=found.unit.code,
        area=found.unit.area_id,
        held=sums.heads,
        named=sums.named,
        site=found.site_ref,
        owner=found.owner,
        site_name=found.place.site.name if found.site_ref else "",
    )


def _reversed(numbers: list[int], at: Moments) -> dict[int, int]:
    """Return the correction of each movement that was reversed."""
    rows = Movement.objects.filter(reverses_id__in=numbers, recorded_at__lte=at.known_at)
    return {int(str(row.reverses_id)): row.pk for row in rows}


def _movement_line(row: Movement, counts: list[int], reversed_by: int | None) -> MovementLine:
    return MovementLine(
        number=row.pk,
        kind=row.kind,
        because=row.because,
        actor=row.actor,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        change=sum(counts),
        moved=max(abs(sum(counts)), sum(count for count in counts if count > 0)),
        reverses=row.reverses_id,
        reversed_by=reversed_by,
    )


def _posting_lines(found: QuerySet[Posting]) -> list[PostingLine]:
    rows = found.select_related("movement", "account__unit").order_by(
        "movement__happened_at", "movement_id", "pk"
    )
    return [
        PostingLine(
            movement=row.movement_id,
            kind=row.movement.kind,
            because=row.movement.because,
            happened_at=row.movement.happened_at,
            recorded_at=row.movement.recorded_at,
            account=row.account.name,
            subject=words.subject(row.subject),
            count=row.count,
        )
        for row in rows
    ]
