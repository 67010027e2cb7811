"""Protection's tables. What was said in an interview lies here and in no other place.

Rows that hold what a person said, or what was found, carry a salt: nothing of it can be guessed
from their seals in the journal, which others read.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q

from samaki.ground.agencies.models import Unit
from samaki.systems.protection import rules


def salt() -> str:
    """Return a salt for one row."""
    return secrets.token_hex(16)


def _screening_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ScreeningState]


def _referral_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ReferralState]


def _findings() -> list[tuple[str, str]]:
    return [(finding.value, finding.name.lower()) for finding in rules.Finding]


def _bodies() -> list[tuple[str, str]]:
    return [(body.value, body.name.lower()) for body in rules.Body]


def _services() -> list[tuple[str, str]]:
    return [(service.value, service.name.lower()) for service in rules.Service]


class VictimScreening(models.Model):
    """One office asks whether a person is a victim of trafficking; `hold` is the pending hold."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    person = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=_screening_states, default=rules.ScreeningState.PENDING
    )
    hold = models.CharField(max_length=16, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    withdrawn_because = models.CharField(max_length=400, blank=True)
    salt = models.CharField(max_length=32, default=salt)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=Q(state=rules.ScreeningState.PENDING),
                name="an_office_screens_a_person_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.ScreeningState.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="a_withdrawn_screening_says_why",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="screening_by_person")]

    def __str__(self) -> str:
        return str(self.ref)


class Interview(models.Model):
    """What a person said, once: in which language, who was in the room, to which questions.

    A second interview adds a row; none is ever edited.
    """

    append_only = True

    ref = models.CharField(max_length=24, unique=True)
    screening = models.ForeignKey(
        VictimScreening, on_delete=models.PROTECT, related_name="interviews"
    )
    number = models.PositiveSmallIntegerField()
    questionnaire = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    has_interpreter = models.BooleanField()
    is_private = models.BooleanField()
    others = models.CharField(max_length=200, blank=True)
    age = models.CharField(max_length=12)
    consent = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    noted = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    salt = models.CharField(max_length=32, default=salt)

    class Meta:
        ordering = ["screening_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "number"], name="interviews_of_a_screening_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(is_private=True, others="") | (Q(is_private=False) & ~Q(others="")),
                name="an_interview_says_who_else_was_there",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def told(self) -> rules.Told:
        """Return what was said, as the rules know it."""
        noted: dict[str, Any] = self.noted
        return rules.Told(
            language=self.language,
            has_interpreter=self.has_interpreter,
            is_private=self.is_private,
            others=self.others,
            age=rules.Age(self.age),
            answers={key: rules.Answer(value) for key, value in self.answers.items()},
            notes=self.notes,
            consent=frozenset(key for key, given in self.consent.items() if given),
            acts=frozenset(noted["acts"]),
            means=frozenset(noted["means"]),
            purposes=frozenset(noted["purposes"]),
            words=self.words,
        )


class Determination(models.Model):
    """What one body found, in the words of HTCDS, with its reasons. Two bodies may differ."""

    append_only = True

    screening = models.OneToOneField(
        VictimScreening, on_delete=models.PROTECT, related_name="determination"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=40, choices=_bodies)
    finding = models.CharField(max_length=32, choices=_findings)
    reasons = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)
    salt = models.CharField(max_length=32, default=salt)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="a_finding_has_reasons_in_words"),
        ]

    def __str__(self) -> str:
        return f"determination of {self.screening_id}"


class Reflection(models.Model):
    """A time to recover and reflect, until a day that an office set; the latest one stands."""

    append_only = True

    screening = models.ForeignKey(
        VictimScreening, on_delete=models.PROTECT, related_name="reflections"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    salt = models.CharField(max_length=32, default=salt)

    class Meta:
        ordering = ["set_at", "pk"]

    def __str__(self) -> str:
        return f"reflection until {self.until}"


class Referral(models.Model):
    """A service offered to a person, with consent, or on a named decision without it."""

    ref = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 - it follows from the key, which the database gives
    screening = models.ForeignKey(
        VictimScreening, on_delete=models.PROTECT, related_name="referrals"
    )
    service = models.CharField(max_length=12, choices=_services)
    to_whom = models.CharField(max_length=160)
    state = models.CharField(
        max_length=12, choices=_referral_states, default=rules.ReferralState.OFFERED
    )
    has_consent = models.BooleanField()
    override_by = models.CharField(max_length=160, blank=True)
    override_reason = models.CharField(max_length=400, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=80)
    salt = models.CharField(max_length=32, default=salt)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_consent=True)
                | (~Q(override_by="") & ~Q(override_reason="") & ~Q(service="embassy")),
                name="nobody_is_referred_without_consent_or_a_named_decision",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class ReferralStep(models.Model):
    """What became of a referral: accepted, declined, done, revoked; with the reason where asked."""

    append_only = True

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12)
    reason = models.CharField(max_length=400, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80)
    salt = models.CharField(max_length=32, default=salt)

    class Meta:
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.act} of {self.referral_id}"
