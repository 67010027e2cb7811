"""The papers on which people move, what was not received, holds, corrections; and seized things."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.agencies.models import Unit
from samaki.ground.sites.models import Site
from samaki.systems.custody import rules
from samaki.systems.custody.models.books import Account, Movement
from samaki.systems.custody.rules.holds import KIND_OF_GROUND, HoldState


def _handover_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.HandoverState]


def _variance_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.VarianceState]


def _grounds() -> list[tuple[str, str]]:
    return [(ground, ground) for ground in KIND_OF_GROUND]


def _hold_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in HoldState]


def _exhibit_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.ExhibitKind]


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


class Charge(models.Model):
    """With what those of a hand-over to a court or a prison are charged: article, ICCS code."""

    append_only = True

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="charge")
    article = models.CharField(max_length=200)
    crime = models.CharField(max_length=6)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(article="") & ~Q(crime=""), name="a_charge_has_an_article_and_a_crime"
            ),
        ]

    def __str__(self) -> str:
        return f"charge of {self.handover_id}"


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


class Decline(models.Model):
    """A receiver said that those still on the way are not received: which unit, why, when."""

    append_only = True

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="declines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_decline_has_a_reason"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")),
                name="nothing_is_declined_after_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover} declined"


class Readdressing(models.Model):
    """A hand-over on the road got another receiver: from whom, to whom, why. The sender says so."""

    append_only = True

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="readdressings")
    former = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_readdressing_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(former=F("receiver")), name="a_readdressing_changes_the_receiver"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover} readdressed"


class VehicleChange(models.Model):
    """Whoever was on a vehicle went on in another, or with another escort: from when, and why.

    One for each hand-over that was on it. An empty vehicle: nobody said which.
    """

    append_only = True

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="vehicle_changes")
    former_vehicle = models.CharField(max_length=80, blank=True)
    vehicle = models.CharField(max_length=80, blank=True)
    former_escort = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    escort = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_vehicle_change_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(former_vehicle=F("vehicle")) | ~Q(former_escort=F("escort")),
                name="a_vehicle_change_changes_something",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")),
                name="no_vehicle_change_before_it_happens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover} on another vehicle"


class Establishment(models.Model):
    """What was established of people after they were counted, and what shows it."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    movement = models.OneToOneField(
        Movement, on_delete=models.PROTECT, related_name="establishment"
    )
    evidence = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence=""), name="something_shows_what_is_established"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


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
    """A person may not go where the ground forbids: because of what, until whom lifts it.

    `owner` is the unit that can lift it. `clears` says of a lifted one that its question is
    answered: a finished screening clears, one opened by mistake does not. `lifted_for` is the
    reference of the paper on which it was lifted by hand.
    """

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    person = models.CharField(max_length=16)
    ground = models.CharField(max_length=24, choices=_grounds)
    state = models.CharField(max_length=8, choices=_hold_states, default=HoldState.PLACED)
    because = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True)
    lifted_for = models.CharField(max_length=40, blank=True)
    clears = models.BooleanField(default=False)

    class Meta:
        ordering = ["placed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=HoldState.PLACED, lifted_at__isnull=True, clears=False)
                | Q(state=HoldState.LIFTED, lifted_at__isnull=False),
                name="a_hold_stands_until_somebody_lifts_it",
            ),
            models.UniqueConstraint(
                fields=["person", "ground", "because"],
                condition=Q(state=HoldState.PLACED),
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
