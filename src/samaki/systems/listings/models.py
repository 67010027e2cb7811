"""Watch-lists and their entries. Who is listed lies apart and can be shredded."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from samaki.systems.listings import rules


def _actions() -> list[tuple[str, str]]:
    return [(action.value, action.name.lower()) for action in rules.MayDo]


def _states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ListingState]


class WatchList(models.Model):
    """A list that travellers are checked against, and what an officer may do on its entries."""

    code = models.CharField(primary_key=True, max_length=24)
    name_en = models.CharField(max_length=80)
    name_km = models.CharField(max_length=80)
    may_do = models.CharField(max_length=20, choices=_actions)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en


class Listing(models.Model):
    """An entry of a watch-list: on what ground, entered by whom, from when until when.

    Carries no name. `because` names what led to it: a case, an order, a warrant. `person` is the
    reference of a registered person where the entry is of one. `valid_to` is the last day.
    """

    ref = models.CharField(max_length=16, unique=True)
    watch_list = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="listings")
    state = models.CharField(max_length=8, choices=_states, default=rules.ListingState.ENTERED)
    ground = models.CharField(max_length=200)
    because = models.CharField(max_length=80)
    person = models.CharField(max_length=16, blank=True)
    is_name_only = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    review_due = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    end_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(because=""), name="a_listing_has_a_ground_and_a_cause"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_listing_ends_no_sooner_than_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.ListingState.ENTERED, ended_at__isnull=True)
                | (Q(state=rules.ListingState.ENDED, ended_at__isnull=False) & ~Q(end_reason="")),
                name="a_listing_ends_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "valid_from"], name="listing_in_force")]

    def __str__(self) -> str:
        return self.ref


class ListedParticulars(models.Model):
    """Who a listing is of: names as written, birth, sex, nationality and papers as far as known.

    `salt` makes the row's seal in the journal impossible to guess a name from.
    """

    shreddable = True

    listing = models.OneToOneField(Listing, on_delete=models.PROTECT, related_name="particulars")
    names = models.JSONField()
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    documents = models.JSONField(default=list)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "listed particulars"

    def __str__(self) -> str:
        return f"particulars of {self.listing_id}"

    @property
    def entry(self) -> rules.Entry:
        """Who is listed, as a value."""
        return rules.Entry(
            tuple(self.names), self.born, self.sex, self.nationality, tuple(self.documents)
        )
