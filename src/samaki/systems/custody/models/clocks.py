"""Limits that an office sets, and what prosecutors add in writing: on record, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.agencies.models import Unit
from samaki.systems.custody.rules.clocks import MOST_HOURS


class ClockSetting(models.Model):
    """That an office set the hours of a time limit, or took them back: why, who, since when.

    Configuration, never law. The later row stands; `hours` of none takes the earlier one back.
    """

    append_only = True

    code = models.CharField(max_length=40)
    jurisdiction = models.CharField(max_length=3)
    hours = models.PositiveIntegerField(null=True)
    ground = models.CharField(max_length=200, blank=True)
    article = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=400)
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(entered_by=""),
                name="a_set_limit_has_a_source_and_an_author",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=MOST_HOURS),
                name="a_set_limit_has_hours_that_can_be_meant",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("recorded_at")),
                name="a_set_limit_never_reaches_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.jurisdiction}: {self.hours}"


class CustodyExtension(models.Model):
    """A prosecutor's written extension of police custody: office, document, felony, hours."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=160)
    document = models.CharField(max_length=80)
    ground = models.CharField(max_length=200)
    hours = models.PositiveIntegerField()
    granted_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(office="") & ~Q(document="") & ~Q(ground=""),
                name="an_extension_is_in_writing_by_a_prosecutor_for_a_felony",
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="an_extension_adds_time"),
            models.CheckConstraint(
                condition=Q(granted_at__lte=F("recorded_at")),
                name="nothing_is_extended_after_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ExtendedPerson(models.Model):
    """One named person whose time an extension covers: by reference, never by name."""

    append_only = True

    extension = models.ForeignKey(
        CustodyExtension, on_delete=models.PROTECT, related_name="covered"
    )
    person = models.CharField(max_length=16)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=""), name="nobody_unnamed_is_extended"),
            models.UniqueConstraint(
                fields=["extension", "person"], name="an_extension_covers_a_person_once"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="extension_by_person")]

    def __str__(self) -> str:
        return f"{self.person} by {self.extension_id}"


class ExtensionWithdrawal(models.Model):
    """That an extension does not count: who says so, and why. The extension stays on record."""

    append_only = True

    extension = models.OneToOneField(
        CustodyExtension, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=400)
    withdrawn_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="an_extension_is_withdrawn_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"withdrawal of {self.extension_id}"
