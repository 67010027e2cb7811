"""The books of things: where each exhibit is, in pieces, and the papers on which it moves.

Beside the people's books and never mixed with them. Movements and postings are append-only; the
database itself refuses an exhibit in two places.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from samaki.ground.agencies.models import Unit
from samaki.systems.custody import rules
from samaki.systems.custody.models.counts import _count_states
from samaki.systems.custody.models.papers import Exhibit, _handover_states
from samaki.systems.custody.rules import exhibits as things


def _thing_account_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in things.ThingAccountKind]


def _thing_movement_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in things.ThingMovementKind]


_Kind = things.ThingAccountKind
_Act = things.ThingMovementKind
_WITHOUT_REVERSAL = sorted(set(_Act) - {_Act.CORRECTION})


class Content(models.Model):
    """What is under an exhibit's seal: how many pieces, taken from whom, out of which bundle.

    `person` is a reference or empty: no name stands here.
    """

    append_only = True

    exhibit = models.OneToOneField(Exhibit, on_delete=models.PROTECT, related_name="content")
    pieces = models.PositiveIntegerField()
    person = models.CharField(max_length=16, blank=True)
    bundle = models.ForeignKey(Exhibit, null=True, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pieces__gte=1, pieces__lte=things.MAX_PIECES),
                name="a_seal_has_something_under_it",
            ),
            models.CheckConstraint(
                condition=Q(bundle__isnull=True) | ~Q(bundle=F("exhibit")),
                name="a_bundle_is_no_part_of_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=~Q(person=""), name="content_by_person")
        ]

    def __str__(self) -> str:
        return f"{self.pieces} under {self.exhibit_id}"


class ThingAccount(models.Model):
    """A place of exhibits: a unit's store, a journey with its escort, an end, or missing."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    kind = models.CharField(max_length=16, choices=_thing_account_kinds)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(kind__in=sorted(things.OF_A_UNIT)),
                name="a_unit_keeps_one_place_of_exhibits_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=_Kind.OUTSIDE),
                name="exhibits_come_from_one_world_outside",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(kind=_Kind.OUTSIDE),
                name="every_place_of_exhibits_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """The unit that answers for it, in the reader's language; empty outside."""
        return self.unit.name if self.unit else ""

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        said = {"unit": self.owner}
        return {
            _Kind.STORE: self.owner,
            _Kind.IN_TRANSIT: _("In transit with %(unit)s") % said,
            _Kind.UNACCOUNTED: _("Unaccounted for; %(unit)s answers") % said,
            _Kind.RETURNED: _("Returned to the owner by %(unit)s") % said,
            _Kind.DESTROYED: _("Destroyed by %(unit)s") % said,
            _Kind.OUTSIDE: _("Not seized"),
        }[_Kind(self.kind)]


class ThingMovement(models.Model):
    """Postings of exhibits that stand or fall together; two times, as for people."""

    append_only = True

    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=_thing_movement_kinds)
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
                name="no_exhibit_moves_after_it_is_recorded",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, kind__in=_WITHOUT_REVERSAL)
                | Q(reverses__isnull=False, kind=_Act.CORRECTION),
                name="only_a_correction_reverses_an_exhibit",
            ),
        ]
        indexes = [models.Index(fields=["because"], name="thing_movement_by_because")]

    def __str__(self) -> str:
        return f"{self.kind} because of {self.because}"


class ThingReason(models.Model):
    """Why a bundle was opened, pieces were declared lost or found, or an entry was reversed."""

    movement = models.OneToOneField(ThingMovement, on_delete=models.PROTECT, related_name="why")
    reason = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_reason_of_an_exhibit_is_said"),
        ]

    def __str__(self) -> str:
        return f"why {self.movement_id}"


class ThingPosting(models.Model):
    """One signed line: so many pieces of an exhibit into or out of a place."""

    append_only = True

    movement = models.ForeignKey(ThingMovement, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(ThingAccount, on_delete=models.PROTECT, related_name="postings")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="postings")
    count = models.IntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(count=0)
                & Q(count__gte=-things.MAX_PIECES, count__lte=things.MAX_PIECES),
                name="a_posting_moves_some_pieces",
            ),
            models.UniqueConstraint(
                fields=["movement", "account", "exhibit"],
                name="a_movement_has_one_posting_an_exhibit_and_place",
            ),
        ]
        indexes = [models.Index(fields=["exhibit", "account"], name="thing_posting_by_line")]

    def __str__(self) -> str:
        return f"{self.count:+d} of {self.exhibit_id}"


class ThingBalance(models.Model):
    """Where an exhibit is now, in pieces: in one place, and apart from it what is unaccounted for.

    Derived from the postings and written with them; verify compares the two.
    """

    sealed = False  # the postings it follows from are

    account = models.ForeignKey(ThingAccount, on_delete=models.PROTECT, related_name="balances")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="balances")
    held = models.PositiveIntegerField()
    is_missing = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held__gt=0), name="no_place_holds_less_than_a_piece"
            ),
            models.UniqueConstraint(
                fields=["exhibit", "is_missing"], name="an_exhibit_is_in_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held} of {self.exhibit_id} in {self.account_id}"


class ThingHandover(models.Model):
    """A two-sided hand-over of exhibits: what was sent lies in transit until it is received."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    giver = models.ForeignKey(ThingAccount, on_delete=models.PROTECT, related_name="sent")
    receiver = models.ForeignKey(ThingAccount, on_delete=models.PROTECT, related_name="awaited")
    transit = models.OneToOneField(ThingAccount, on_delete=models.PROTECT, related_name="handover")
    movement = models.OneToOneField(
        ThingMovement, null=True, on_delete=models.PROTECT, related_name="handover"
    )
    vehicle = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=16, choices=_handover_states)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="exhibits_go_from_one_hand_to_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class ThingReceipt(models.Model):
    """What the receiver took over of a hand-over of exhibits."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    handover = models.ForeignKey(ThingHandover, on_delete=models.PROTECT, related_name="receipts")
    movement = models.OneToOneField(
        ThingMovement, null=True, on_delete=models.PROTECT, related_name="receipt"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.ref)


class SealChange(models.Model):
    """A seal was broken or replaced: the old, the new, who, when and why."""

    append_only = True

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="seal_changes")
    old_seal = models.CharField(max_length=40, unique=True)
    new_seal = models.CharField(max_length=40, unique=True)
    reason = models.CharField(max_length=400)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_seal="") & ~Q(new_seal="") & ~Q(reason=""),
                name="a_seal_is_replaced_by_a_seal_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(old_seal=F("new_seal")), name="a_new_seal_is_another"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")),
                name="no_seal_is_replaced_after_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_seal} by {self.new_seal}"


class ThingCount(models.Model):
    """How many pieces of an exhibit somebody counted at a moment, and what the books then said."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="counts")
    account = models.ForeignKey(ThingAccount, on_delete=models.PROTECT, related_name="counts")
    pieces = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    counted_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["counted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counted_at__lte=F("recorded_at"), pieces__lte=things.MAX_PIECES),
                name="no_exhibit_is_counted_after_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ThingVariance(models.Model):
    """A count of an exhibit that the books do not agree with: who owns it, and what ended it."""

    count = models.OneToOneField(ThingCount, on_delete=models.PROTECT, related_name="variance")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=_count_states)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    explained_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=rules.CountVarianceState.OPEN,
                    closed_at=None,
                    closed_by="",
                    reason="",
                    evidence="",
                )
                | Q(state=rules.CountVarianceState.SETTLED, closed_at__isnull=False, reason="")
                & ~Q(closed_by="")
                | Q(state=rules.CountVarianceState.EXPLAINED, closed_at__isnull=False)
                & ~Q(reason="")
                & ~Q(evidence="")
                & ~Q(explained_by=""),
                name="a_missing_piece_ends_by_an_entry_or_by_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.count_id}"
