"""Sources: documents whose words claims point at. Their text is never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samaki.ground.sources import rules


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.SourceKind]


class Source(models.Model):
    """A document as it came in: its text to the character, and where it came from."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16, choices=_kind_choices)
    title = models.CharField(max_length=200)
    outlet = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    published_on = models.DateField(null=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "published_on"],
                nulls_distinct=False,
                name="source_is_filed_once",
            ),
            models.CheckConstraint(name="source_has_words", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"
