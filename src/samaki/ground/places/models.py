"""The tree of areas. An area's code starts with its parent's code, so scope is a prefix."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from samaki.ground.places import rules


def _level_choices() -> list[tuple[str, str]]:
    return [(level.value, level.name.lower()) for level in rules.Level]


class Area(models.Model):
    """A country, province or district: `KH`, `KH-1` (ISO 3166-2), `KH-1-10`."""

    code = models.CharField(primary_key=True, max_length=16)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    level = models.CharField(max_length=16, choices=_level_choices)
    name_en = models.CharField(max_length=80)
    name_km = models.CharField(max_length=80)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name_en"], name="area_name_is_unique_within_its_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en
