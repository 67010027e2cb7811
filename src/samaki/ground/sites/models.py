"""Sites: parks, compounds, casinos and other premises, and how each came to its state."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from samaki.ground.places.models import Area
from samaki.ground.sites import rules


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.SiteState]


class Site(models.Model):
    """A place that can be a target: known by its reference, named as the officers name it."""

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=24)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120)
    state = models.CharField(
        max_length=16, choices=_state_choices, default=rules.SiteState.SUSPECTED
    )
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["ref"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en


class SiteChange(models.Model):
    """One change of a site's state: from what to what, on which ground, who said so, when."""

    append_only = True

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=16, choices=_state_choices)
    to_state = models.CharField(max_length=16, choices=_state_choices)
    ground = models.CharField(max_length=300)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="site_change_says_why", condition=~Q(ground="")),
            models.CheckConstraint(
                name="site_change_is_recorded_after_it_happened",
                condition=Q(recorded_at__gte=F("happened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.from_state} to {self.to_state}"
