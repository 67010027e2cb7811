"""Sources: documents whose words claims point at, and the files they came in. Never changed."""

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


class SourceFile(models.Model):
    """The file that a source's words were taken from: its name, its digest, where in it they lay.

    The file itself is not kept. Whoever has it still proves by the digest that it is the same.
    """

    append_only = True

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=300, blank=True)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sha256", "place"], name="source_is_noted_once_of_a_file"
            ),
        ]
        indexes = [models.Index(fields=["sha256", "place"], name="source_file_by_digest")]

    def __str__(self) -> str:
        return f"{self.name} of {self.source_id}"
