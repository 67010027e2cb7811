"""Agencies, units, posts. A unit answers to its superior; a post is a seat somebody holds."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from samaki.ground.places.models import Area


class Agency(models.Model):
    """A body of the state: the National Police, the Royal Gendarmerie, a provincial command."""

    code = models.CharField(primary_key=True, max_length=24)
    name_en = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en


class Unit(models.Model):
    """A part of an agency at a place; it can be a custodian."""

    code = models.CharField(primary_key=True, max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="unit_is_not_its_own_superior",
                condition=Q(superior__isnull=True) | ~Q(superior=F("code")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en


class Post(models.Model):
    """A seat in a unit: governor of Kampot, commander of the Poipet inspectorate."""

    code = models.CharField(primary_key=True, max_length=56)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=32)
    title_en = models.CharField(max_length=120)
    title_km = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_km if get_language() == "km" else self.title_en
