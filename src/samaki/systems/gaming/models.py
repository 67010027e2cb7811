"""Gaming's tables: venues, their licences, what inspections found, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from samaki.ground.places.models import Area
from samaki.ground.sites.models import Site
from samaki.systems.gaming import rules


def _licence_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.LicenceKind]


def _licence_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.LicenceState]


def _inspection_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.InspectionState]


def _items() -> list[tuple[str, str]]:
    return [(key, key) for key in rules.ITEMS]


def _answers() -> list[tuple[str, str]]:
    return [(seen.value, seen.name.lower()) for seen in rules.Seen]


def _rungs() -> list[tuple[str, str]]:
    return [(key, key) for key in rules.LADDER]


class Venue(models.Model):
    """Premises where games are offered, and the company or office that holds the licence."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    name_en = models.CharField(max_length=120)
    name_km = models.CharField(max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=160)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["ref"]
        constraints = [
            models.CheckConstraint(condition=~Q(holder=""), name="a_venue_has_a_holder"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en


class VenueLink(models.Model):
    """That a venue stands at a site: on which ground, said by whom."""

    append_only = True

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="links")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=400)
    linked_at = models.DateTimeField()
    linked_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "site"], name="a_venue_is_linked_to_a_site_once"
            ),
            models.CheckConstraint(condition=~Q(ground=""), name="a_link_has_a_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} at {self.site_id}"


class Licence(models.Model):
    """A licence of a venue, as printed. Whether its days have run out is reckoned, not stored."""

    ref = models.CharField(max_length=16, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="licences")
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=_licence_kinds)
    conditions = models.CharField(max_length=400, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    state = models.CharField(max_length=12, choices=_licence_states)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="a_licence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in rules.LicenceState]),
                name="a_licence_is_in_a_known_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Penalty(models.Model):
    """What was decided of a venue: which rung of the ladder, why, and what the holder answered."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="penalties")
    licence = models.ForeignKey(
        Licence, null=True, on_delete=models.PROTECT, related_name="penalties"
    )
    rung = models.CharField(max_length=16, choices=_rungs)
    reasons = models.CharField(max_length=1000)
    was_heard = models.BooleanField()
    answer = models.CharField(max_length=1000, blank=True)
    until = models.DateField(null=True)
    until_reinspection = models.BooleanField(default=False)
    amount = models.PositiveBigIntegerField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="a_penalty_has_reasons"),
            models.CheckConstraint(
                condition=Q(was_heard=False) | ~Q(answer=""),
                name="an_answer_that_was_given_is_written_down",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until_reinspection=False),
                name="a_penalty_has_one_end",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Inspection(models.Model):
    """A visit of a venue: due from the day somebody set, then recorded by an inspector.

    `follows` is the penalty whose re-inspection it is. Recording it changes no licence.
    """

    ref = models.CharField(max_length=16, unique=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="inspections")
    follows = models.ForeignKey(
        Penalty, null=True, on_delete=models.PROTECT, related_name="reinspections"
    )
    state = models.CharField(max_length=12, choices=_inspection_states)
    due_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    happened_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=rules.InspectionState.DUE,
                    happened_at__isnull=True,
                    recorded_at__isnull=True,
                    recorded_by="",
                )
                | Q(
                    state=rules.InspectionState.RECORDED,
                    happened_at__isnull=False,
                    recorded_at__isnull=False,
                ),
                name="an_inspection_is_due_until_somebody_records_it",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Answer(models.Model):
    """What the inspector said to one line of the checklist, and what was seen."""

    append_only = True

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=24, choices=_items)
    seen = models.CharField(max_length=16, choices=_answers)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "item"], name="a_line_is_answered_once_an_inspection"
            ),
            models.CheckConstraint(
                condition=~Q(seen=rules.Seen.FOUND) | ~Q(words=""),
                name="what_was_found_is_said_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.seen}"


class Violation(models.Model):
    """One of the six crimes, or a broken duty, that an inspection found at a venue."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="violation")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="violations")
    item = models.CharField(max_length=24, choices=_items)
    iccs = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.ref


class PenaltyGround(models.Model):
    """A violation that lies under a penalty."""

    append_only = True

    penalty = models.ForeignKey(Penalty, on_delete=models.PROTECT, related_name="grounds")
    violation = models.ForeignKey(Violation, on_delete=models.PROTECT, related_name="grounds")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["penalty", "violation"], name="a_violation_lies_under_a_penalty_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.violation_id} under {self.penalty_id}"


class Lifting(models.Model):
    """That a suspension or a closure was ended by a person, and why."""

    append_only = True

    penalty = models.OneToOneField(Penalty, on_delete=models.PROTECT, related_name="lifting")
    reasons = models.CharField(max_length=1000)
    lifted_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="a_lifting_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"lifting of {self.penalty_id}"
