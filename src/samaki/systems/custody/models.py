"""Custody's tables. Movements and postings are append-only; the database itself refuses changes.

Movements and postings carry keys, cells and moments alone: no name and no free text.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from samaki.ground.agencies.models import Unit
from samaki.ground.sites.models import Site
from samaki.kernel import ledger
from samaki.systems.custody import rules


def _account_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.AccountKind]


def _movement_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.MovementKind]


def _handover_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.HandoverState]


def _variance_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.VarianceState]


def _grounds() -> list[tuple[str, str]]:
    return [(ground, ground) for ground in rules.KIND_OF_GROUND]


def _hold_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.HoldState]


def _exhibit_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.ExhibitKind]


class Account(models.Model):
    """A custodian's page in the books. Kept by a unit, but for the places outside every unit."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    kind = models.CharField(max_length=24, choices=_account_kinds)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(kind__in=sorted(rules.UNIT_KINDS)),
                name="a_unit_keeps_one_account_of_its_own",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=sorted(rules.BOUNDLESS)),
                name="there_is_one_world_outside_the_books",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(kind__in=sorted(rules.DISPOSITIONS)),
                name="a_unit_keeps_one_account_of_an_end",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(kind__in=sorted(rules.BOUNDLESS)),
                name="inside_the_books_every_account_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        if self.kind == rules.AccountKind.AT_LARGE:
            return _("At large")
        if self.kind == rules.AccountKind.ABROAD:
            return _("Abroad")
        if self.kind == rules.AccountKind.IN_TRANSIT:
            return _("In transit with %(escort)s") % {"escort": self.owner}
        if self.kind in rules.DISPOSITIONS:
            return _("Expelled by %(keeper)s") % {"keeper": self.owner}
        return self.owner

    @property
    def owner(self) -> str:
        """The unit that answers for it, in the reader's language; empty outside the books."""
        return self.unit.name if self.unit else ""

    @property
    def is_boundless(self) -> bool:
        """Whether it lies outside the books and may go below zero."""
        return self.kind in rules.BOUNDLESS


class Movement(models.Model):
    """Postings that stand or fall together; `happened_at` in the world, `recorded_at` in books."""

    append_only = True

    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=_movement_kinds)
    converts = models.BooleanField(default=False)
    because = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")),
                name="nothing_is_recorded_before_it_happens",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(kind=rules.MovementKind.CORRECTION),
                name="only_a_correction_reverses",
            ),
        ]
        indexes = [
            models.Index(fields=["happened_at"], name="movement_by_happened"),
            models.Index(fields=["because"], name="movement_by_because"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} because of {self.because}"


class Posting(models.Model):
    """One signed line. `person` is a reference or empty; an empty cell part: not established.

    The two times are the movement's, repeated so that an index can find the postings of an account
    after a moment; `is_late` says that it was recorded on a later day (UTC) than it happened.
    """

    append_only = True
    # They say nothing of their own; `custody.books.verify` compares them with the movement's.
    unsealed_columns = frozenset({"happened_at", "recorded_at", "is_late"})

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    count = models.IntegerField()
    nationality = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=5, blank=True)
    person = models.CharField(max_length=16, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    is_late = models.BooleanField()

    class Meta:
        db_table = "custody_posting"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(count=0), name="posting_moves_someone"),
            models.CheckConstraint(
                condition=Q(count__gte=-rules.MAX_HEADS, count__lte=rules.MAX_HEADS),
                name="posting_is_within_reason",
            ),
            models.CheckConstraint(
                condition=Q(person="") | Q(count__in=[-1, 1]), name="a_person_is_one"
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", *ledger.SEXES]), name="sex_is_known_or_not_established"
            ),
            models.CheckConstraint(
                condition=Q(age__in=["", *ledger.AGES]), name="age_is_known_or_not_established"
            ),
            models.UniqueConstraint(
                fields=["movement", "account", "nationality", "sex", "age", "person"],
                name="a_movement_has_one_posting_a_line",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "nationality", "sex", "age", "person"], name="posting_by_line"
            ),
            models.Index(fields=["person"], condition=~Q(person=""), name="posting_by_person"),
            models.Index(fields=["account", "happened_at"], name="posting_by_account_and_moment"),
            models.Index(fields=["happened_at"], name="posting_by_moment"),
            models.Index(
                fields=["recorded_at"], condition=Q(is_late=True), name="posting_entered_late"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count:+d} {self.subject}"

    @property
    def subject(self) -> ledger.Subject:
        """What is counted."""
        cell = cell_of(self.nationality, self.sex, self.age)
        return ledger.Subject(cell, self.person or None)


class Balance(models.Model):
    """What a line inside the books holds now: heads of a cell, or the one person. Never none.

    Derived from the postings and written with them; `custody.books.verify` compares the two.
    """

    sealed = False  # the postings it follows from are

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="balances")
    nationality = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=5, blank=True)
    person = models.CharField(max_length=16, blank=True)
    held = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held__gt=0), name="no_line_inside_the_books_holds_less_than_one"
            ),
            models.UniqueConstraint(
                fields=["account", "nationality", "sex", "age", "person"],
                name="a_line_has_one_balance",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=~Q(person=""), name="a_person_is_in_one_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held} in {self.account_id}"


class Level(models.Model):
    """How many heads a cell of an account held at the end of a closed day (UTC), or holds now.

    `day` is rules.NOW for the level that stands. Cells that held nobody have no row.
    """

    sealed = False  # the postings it follows from are

    day = models.DateField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="levels")
    nationality = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=5, blank=True)
    heads = models.IntegerField()
    named = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "account", "nationality", "sex", "age"],
                name="a_cell_has_one_level_a_day",
            ),
            models.CheckConstraint(
                condition=Q(heads__gt=0, named__gte=0, named__lte=F("heads")),
                name="a_level_counts_somebody_and_names_no_more",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "nationality", "sex", "age", "day"], name="level_by_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heads} in {self.account_id} on {self.day}"


class ClosedDay(models.Model):
    """A day (UTC) whose levels at its end are kept, so that looking back adds up a day at most."""

    sealed = False  # it says of derived rows alone that they are there

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return str(self.day)


def cell_of(nationality: str, sex: str, age: str) -> ledger.Cell:
    """Return the cell that three stored columns mean; empty is not established."""
    return ledger.Cell(
        nationality or None,
        next((known for known in ledger.SEXES if known == sex), None),
        next((known for known in ledger.AGES if known == age), None),
    )


class Intake(models.Model):
    """From outside into custody: by which unit, on which legal basis, because of what."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="intakes")
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="intake"
    )
    legal_basis = models.CharField(max_length=200)
    because = models.CharField(max_length=40, blank=True)
    # Cells where somebody looked and saw none, as [nationality, sex, age]: a zero is a statement.
    none_seen = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(legal_basis=""), name="intake_has_a_legal_basis"),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Handover(models.Model):
    """A two-sided hand-over: what was sent lies in its own transit account until it is received."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sent")
    receiver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="awaited")
    transit = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="handover")
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="handover"
    )
    vehicle = models.CharField(max_length=80, blank=True)
    seals = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=_handover_states)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="handover_has_two_sides"
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Receipt(models.Model):
    """What the receiver counted and took custody of."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="receipts")
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="receipt"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.ref)


class Variance(models.Model):
    """Sent and not received: how many, who answers for them, since when."""

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="variance")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    missing = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=_variance_states)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=rules.VarianceState.OPEN, missing__gt=0, closed_at__isnull=True)
                | Q(state=rules.VarianceState.CLOSED, missing=0, closed_at__isnull=False),
                name="an_open_variance_misses_someone_a_closed_one_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.missing} of {self.handover}"


class Hold(models.Model):
    """A person may not be charged, punished or sent away: on which ground, until whom lifts it.

    `owner` is the unit that can lift it. `clears` says of a lifted one that its question is
    answered: a finished screening clears, one opened by mistake does not.
    """

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    person = models.CharField(max_length=16)
    ground = models.CharField(max_length=24, choices=_grounds)
    state = models.CharField(max_length=8, choices=_hold_states, default=rules.HoldState.PLACED)
    because = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True)
    clears = models.BooleanField(default=False)

    class Meta:
        ordering = ["placed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=rules.HoldState.PLACED, lifted_at__isnull=True, clears=False)
                | Q(state=rules.HoldState.LIFTED, lifted_at__isnull=False),
                name="a_hold_stands_until_somebody_lifts_it",
            ),
            models.UniqueConstraint(
                fields=["person", "ground", "because"],
                condition=Q(state=rules.HoldState.PLACED),
                name="a_person_is_held_once_on_one_ground_for_one_cause",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="hold_by_person")]

    def __str__(self) -> str:
        return f"{self.ref} {self.ground} {self.state}"


class Disposition(models.Model):
    """How custody of some persons ended: in which account of the ends, on whose order."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ended")
    end = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    movement = models.OneToOneField(
        Movement, null=True, on_delete=models.PROTECT, related_name="disposition"
    )
    because = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="an_end_has_an_order_under_it"),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Correction(models.Model):
    """Why a movement was reversed; the reversing entry itself is the movement."""

    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="correction")
    reason = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"correction {self.movement_id}"


class Exhibit(models.Model):
    """A seized thing under its seal: found at which site, held by which unit. No name stands here.

    `because` is the reference of an operation's target, or empty.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=_exhibit_kinds)
    description = models.CharField(max_length=200)
    seal = models.CharField(max_length=40, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=40, blank=True)
    seized_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    seized_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-seized_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(seal=""), name="an_exhibit_is_sealed"),
            models.CheckConstraint(
                condition=Q(seized_at__lte=F("recorded_at")),
                name="nothing_is_seized_after_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
