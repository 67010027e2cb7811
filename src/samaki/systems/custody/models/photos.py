"""Photographs of exhibits: the file lies apart under its digest; the row says which it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samaki.systems.custody.models.papers import Exhibit


class Photo(models.Model):
    """A photograph of an exhibit by its SHA-256, as it was taken, and its small copy by its own."""

    append_only = True

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="photos")
    digest = models.CharField(max_length=64)
    small = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "digest"], name="an_exhibit_has_a_photograph_once"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, width__gt=0, height__gt=0), name="a_photograph_shows_some"
            ),
        ]

    def __str__(self) -> str:
        return self.digest
