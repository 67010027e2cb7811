"""Operations, their targets, and what was found at each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from samaki.ground.agencies.models import Unit
from samaki.ground.places.models import Area
from samaki.ground.sites.models import Site
from samaki.systems.operations import rules


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.TargetState]


class Operation(models.Model):
    """One or more sites, executed at the same hour."""

    ref = models.CharField(max_length=16, unique=True)
    title_en = models.CharField(max_length=160)
    title_km = models.CharField(max_length=160)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    planner = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-hour", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_km if get_language() == "km" else self.title_en

    @property
    def is_entered_late(self) -> bool:
        """Whether it was entered after its hour: a record, not a plan."""
        return self.planned_at > self.hour

    @property
    def target_refs(self) -> list[str]:
        """The references of its targets, in order (`OP-7K3Q/1`)."""
        return [f"{self.ref}/{target.number}" for target in self.targets.all()]


class Target(models.Model):
    """One site in one operation, and the unit that answers for the people found there."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="targets")
    number = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    custodian = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=24, choices=_state_choices, default=rules.TargetState.PLANNED
    )

    class Meta:
        ordering = ["operation_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "number"], name="target_number_is_used_once_in_its_operation"
            ),
            models.UniqueConstraint(
                fields=["operation", "site"], name="site_is_a_target_once_in_an_operation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation.ref}/{self.number}"

    @property
    def ref(self) -> str:
        """The reference of the target: the operation's and its number."""
        return f"{self.operation.ref}/{self.number}"


class Result(models.Model):
    """What a target gave: the intake that holds its people, if any; it is corrected there."""

    append_only = True

    target = models.OneToOneField(Target, on_delete=models.PROTECT, related_name="result")
    intake_ref = models.CharField(max_length=16, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["target_id"]

    def __str__(self) -> str:
        return f"result of {self.target_id}"


class ClaimLink(models.Model):
    """That a person says a claim is, or is not, of an operation. The newest one of both holds.

    It moves no figure. The same number is not the same event: somebody has to say so.
    """

    append_only = True

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="claims")
    claim_ref = models.CharField(max_length=16, db_index=True)
    is_same = models.BooleanField()
    words = models.CharField(max_length=400, blank=True)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="another_event_says_why", condition=Q(is_same=True) | ~Q(words="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_ref} {'is' if self.is_same else 'is not'} {self.operation_id}"
