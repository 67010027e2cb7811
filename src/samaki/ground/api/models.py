"""Tokens of programs, and the answers kept so that a write may be repeated safely."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.access.models import Account


class Token(models.Model):
    """A program acts as an account, until a day; only the fingerprint of its secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    valid_to = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="token_ends_after_it_begins", condition=Q(valid_to__gt=F("opened_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk} of {self.account_id}"


class TokenPermission(models.Model):
    """A permission that a token passes on to its program; one without any passes on nothing."""

    append_only = True

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="permissions")
    permission = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["token", "permission"], name="a_token_asks_once_for_a_permission"
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.token_id} {self.permission}"


class KeptAnswer(models.Model):
    """What a write answered, kept for a while, so that the same write sent again answers the same.

    No record of the mission: what was done stands in the journal. Holds references, never names.
    """

    sealed = False  # dropped after some days; nothing rests on it

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="a_key_is_one_act_of_its_sender"),
        ]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"


class FormInFlight(models.Model):
    """A form that is being carried out: its key is claimed before and given back after.

    `key` is a digest of session and form, so that the row says nothing of either.
    """

    sealed = False  # gone when the answer is; nothing rests on it

    key = models.CharField(max_length=64, unique=True)
    claimed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "forms in flight"

    def __str__(self) -> str:
        return f"form in flight since {self.claimed_at}"
