"""The one table the picture writes: reports as they were issued, which nobody edits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Sitrep(models.Model):
    """The picture as a document: what was known at one moment of how things stood as of another.

    `content` is neutral of language: codes, references, numbers and moments, no name of a person.
    A later report supersedes it; both stay.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    as_of = models.DateTimeField()
    known_at = models.DateTimeField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(as_of__lte=F("known_at")),
                name="a_sitrep_does_not_look_ahead_of_what_is_known",
            ),
            models.CheckConstraint(
                condition=Q(known_at__lte=F("issued_at")),
                name="a_sitrep_knows_nothing_after_it_is_issued",
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="a_sitrep_has_a_digest"),
        ]

    def __str__(self) -> str:
        return self.ref
