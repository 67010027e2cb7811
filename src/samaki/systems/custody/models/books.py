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
from samaki.systems.custody.rules import ends


def _account_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.AccountKind]


def _movement_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.MovementKind]


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
                condition=Q(kind__in=sorted(ends.KEPT)),
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
        if self.kind == rules.AccountKind.FOUND_ON_SITE:
            return _("%(site)s, kept on site by %(keeper)s") % {
                "site": self.place.site.name,
                "keeper": self.owner,
            }
        if self.kind in ends.KEPT:
            return _(rules.ENDED_WORDINGS[self.kind]) % {"keeper": self.owner}
        return self.owner

    @property
    def owner(self) -> str:
        """The unit that answers for it, in the reader's language; empty outside the books."""
        return self.unit.name if self.unit else ""

    @property
    def site_ref(self) -> str:
        """The reference of the site on which they are kept; empty for any other account."""
        return self.place.site.ref if self.kind == rules.AccountKind.FOUND_ON_SITE else ""

    @property
    def is_boundless(self) -> bool:
        """Whether it lies outside the books and may go below zero."""
        return self.kind in rules.BOUNDLESS


class SiteAccount(models.Model):
    """At which site a unit keeps those found there: the account is one for each unit and site."""

    append_only = True

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="place")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "site"], name="a_unit_keeps_one_account_at_a_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} at {self.site_id}"


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
