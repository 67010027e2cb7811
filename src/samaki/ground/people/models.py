"""Persons who were identified. What identifies them lies apart and can be shredded."""

from __future__ import annotations

from django.db import models


class Person(models.Model):
    """Somebody with a reference of their own; carries no name.

    `is_protected`: the name is read by those who protect alone.
    """

    ref = models.CharField(max_length=16, unique=True)
    registered_at = models.DateTimeField()
    is_protected = models.BooleanField(default=False)

    class Meta:
        ordering = ["ref"]

    def __str__(self) -> str:
        return self.ref


class Particulars(models.Model):
    """What a person said or showed of themselves: name as given, and the paper it stands on.

    `salt` makes the row's seal in the journal impossible to guess a name from.
    """

    shreddable = True

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="particulars")
    stated_name = models.CharField(max_length=160)
    paper = models.CharField(max_length=40, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "particulars"

    def __str__(self) -> str:
        return f"particulars of {self.person_id}"
