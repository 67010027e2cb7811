"""Directives and their clauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from samaki.systems.directives import rules


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ClauseState]


class Directive(models.Model):
    """An order: who issued it, on which day, where it was deployed."""

    ref = models.CharField(max_length=16, unique=True)
    title_en = models.CharField(max_length=200)
    title_km = models.CharField(max_length=200)
    issuer_en = models.CharField(max_length=120)
    issuer_km = models.CharField(max_length=120)
    issued_on = models.DateField()

    class Meta:
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_km if get_language() == "km" else self.title_en

    @property
    def issuer(self) -> str:
        """The issuing office in the reader's language."""
        return self.issuer_km if get_language() == "km" else self.issuer_en


class Clause(models.Model):
    """One numbered duty of a directive; a reported one points at the claim whose words say so."""

    append_only = True

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=_state_choices)
    text_en = models.TextField()
    text_km = models.TextField(blank=True)
    addressees_en = models.CharField(max_length=200, blank=True)
    addressees_km = models.CharField(max_length=200, blank=True)
    # The language a reported clause's words are in; they are never shown as anything else.
    language = models.CharField(max_length=8, blank=True)
    claim_ref = models.CharField(max_length=16, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["directive_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "number"], name="clause_number_is_used_once_in_its_directive"
            ),
            models.UniqueConstraint(
                fields=["claim_ref"], condition=~Q(claim_ref=""), name="clause_is_reported_once"
            ),
            models.CheckConstraint(
                name="reported_clause_names_its_claim",
                condition=~Q(state=rules.ClauseState.REPORTED) | ~Q(claim_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}.{self.number}"

    @property
    def text(self) -> str:
        """The words in the reader's language; a report's words stay in their own."""
        return self.text_km if self.text_km and get_language() == "km" else self.text_en

    @property
    def addressees(self) -> str:
        """Whom it binds, in the reader's language."""
        return self.addressees_km if get_language() == "km" else self.addressees_en
