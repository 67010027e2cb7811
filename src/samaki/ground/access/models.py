"""Accounts, the appointments that give them a role for a time, and how they prove who they are."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from samaki.ground.access import rules
from samaki.ground.agencies.models import Post
from samaki.ground.places.models import Area


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, role.name.lower()) for role in rules.Role]


class Account(AbstractBaseUser):
    """A log-in of one person. What it may do lies in its appointments alone."""

    # The password is rehashed and the last log-in stamped by Django itself at log-in.
    unsealed_columns = frozenset({"password", "last_login"})

    username = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closed_because = models.CharField(max_length=200, blank=True)

    USERNAME_FIELD = "username"
    objects = BaseUserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.username


class Appointment(models.Model):
    """An account holds a post, in a role, over an area, from a moment until another."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=_role_choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["account_id", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="appointment_does_not_end_before_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.area_id}"


class PasswordState(models.Model):
    """From a moment on an account's password is its owner's alone, or has to be changed first.

    The newest row holds; an account without one was opened before these rows were kept.
    """

    append_only = True

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    is_due = models.BooleanField()
    because = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"password of account {self.account_id}"


class OutsideIdentity(models.Model):
    """Who an account is at the ministry's own log-in: bound at its first use, until released.

    `subject` is the issuer's own key for a person, which outlives a change of name.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "outside identities"
        constraints = [
            models.UniqueConstraint(
                name="an_account_has_one_outside_identity",
                fields=["account"],
                condition=Q(released_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="an_outside_identity_has_one_account",
                fields=["issuer", "subject"],
                condition=Q(released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"outside identity of account {self.account_id}"


class SecondFactor(models.Model):
    """An authenticator app that was confirmed for an account; taken off, it stays on record.

    `secret` is encrypted with the installation's key; `last_step` is the newest code that was used.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    secret = models.CharField(max_length=200)
    last_step = models.BigIntegerField()
    confirmed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="an_account_has_one_second_factor",
                fields=["account"],
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"second factor of account {self.account_id}"


class RecoveryCode(models.Model):
    """A code on paper for whoever lost the phone; good once. Only its fingerprint is kept."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class LogInTry(models.Model):
    """How often a log-in was tried in a row without success; its key is a fingerprint, no name."""

    sealed = False  # a counter that makes guessers wait; it is no fact about anybody

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["last_at"]
        verbose_name_plural = "log-in tries"

    def __str__(self) -> str:
        return f"{self.count} tries"
