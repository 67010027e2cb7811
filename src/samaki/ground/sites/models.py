"""Sites: parks, compounds, casinos and other premises."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from samaki.ground.places.models import Area


class Site(models.Model):
    """A place that can be a target: known by its reference, named as the officers name it."""

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=24)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["ref"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en
