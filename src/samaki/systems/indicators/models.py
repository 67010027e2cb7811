"""The tables of indicators. Both are append-only: what was seen stays seen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.systems.indicators.rules import kinds


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in kinds.Kind]


class Indicator(models.Model):
    """A phone number, IMEI, SIM, domain, wallet, account or handle, kept once in one form."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=_kinds)
    value = models.CharField(max_length=255)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="an_indicator_is_kept_once"),
            models.CheckConstraint(condition=~Q(value=""), name="an_indicator_has_a_value"),
        ]

    def __str__(self) -> str:
        return self.ref


class Sighting(models.Model):
    """That an indicator was seen on an exhibit: as written there, where on it, by whom."""

    append_only = True

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="sightings")
    exhibit = models.ForeignKey("custody.Exhibit", on_delete=models.PROTECT, related_name="+")
    as_written = models.CharField(max_length=kinds.LONGEST)
    place = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "exhibit"], name="an_indicator_is_sighted_once_on_an_exhibit"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")),
                name="nothing_is_sighted_after_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} on {self.exhibit_id}"
