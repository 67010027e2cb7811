"""Support's tables: the units that stand by, what was asked of them, and every step of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.agencies.models import Unit
from samaki.ground.places.models import Area
from samaki.systems.support import rules


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.RequestState]


def _readiness_choices() -> list[tuple[str, str]]:
    return [(each.value, each.name.lower()) for each in rules.Readiness]


class StandbyUnit(models.Model):
    """A unit that stands by: how many, what it can give, how soon it can move."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    strength = models.PositiveIntegerField()
    gives = models.CharField(max_length=200)
    readiness = models.CharField(max_length=16, choices=_readiness_choices)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["unit_id"]
        constraints = [
            models.CheckConstraint(name="standby_unit_says_what_it_gives", condition=~Q(gives="")),
        ]

    def __str__(self) -> str:
        return self.unit.name


class Declaration(models.Model):
    """What was said of a unit on stand-by at a moment; the newest is what the board shows."""

    append_only = True

    standby = models.ForeignKey(StandbyUnit, on_delete=models.PROTECT, related_name="declarations")
    strength = models.PositiveIntegerField()
    gives = models.CharField(max_length=200)
    readiness = models.CharField(max_length=16, choices=_readiness_choices)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-declared_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.strength} of {self.standby_id}"


class SupportRequest(models.Model):
    """What a command asks of the army: what, how many, where, when, why; and how far it is."""

    ref = models.CharField(max_length=16, unique=True)
    operation = models.ForeignKey(
        "operations.Operation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    how_many = models.PositiveIntegerField()
    where = models.CharField(max_length=200)
    needed_at = models.DateTimeField()
    why = models.CharField(max_length=400)
    state = models.CharField(
        max_length=16, choices=_state_choices, default=rules.RequestState.ASKED
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="request_asks_for_someone", condition=Q(how_many__gt=0)),
        ]

    def __str__(self) -> str:
        return self.ref


class RequestStep(models.Model):
    """One step of a request: who took it, when, with which words, and where it led."""

    append_only = True

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=_state_choices)
    words = models.CharField(max_length=400, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="step_is_recorded_after_it_happened",
                condition=Q(recorded_at__gte=F("happened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.request_id}"


class Tasking(models.Model):
    """The order to a unit on stand-by: so many of it, for this request."""

    append_only = True

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="taskings")
    standby = models.ForeignKey(StandbyUnit, on_delete=models.PROTECT, related_name="taskings")
    strength = models.PositiveIntegerField()
    ordered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="tasking_sends_someone", condition=Q(strength__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.strength} of {self.standby_id}"


class HandBack(models.Model):
    """How support ended: how many returned, what happened, whether force was used."""

    append_only = True

    request = models.OneToOneField(SupportRequest, on_delete=models.PROTECT, related_name="ending")
    returned = models.PositiveIntegerField()
    happened = models.CharField(max_length=400)
    force_used = models.BooleanField()
    authoriser = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["request_id"]
        constraints = [
            models.CheckConstraint(
                name="force_has_an_authoriser_and_no_force_has_none",
                condition=Q(force_used=True) & ~Q(authoriser="")
                | Q(force_used=False) & Q(authoriser=""),
            ),
        ]

    def __str__(self) -> str:
        return f"end of {self.request_id}"
