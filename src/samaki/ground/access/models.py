"""Accounts and the appointments that give them a role at a post, over an area, for a time."""

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

    class Meta:
        ordering = ["account_id", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.area_id}"
