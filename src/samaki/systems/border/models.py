"""Checkpoints, checks of travellers, matches and what people judged of them, and incidents.

Who was checked lies apart and can be shredded; nothing else here carries a name.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from samaki.ground.places.models import Area
from samaki.kernel import ledger
from samaki.systems.border import rules


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.Kind]


def _verdicts() -> list[tuple[str, str]]:
    return [(verdict.value, verdict.name.lower()) for verdict in rules.Verdict]


def _states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.AlertState]


def _ways() -> list[tuple[str, str]]:
    return [(way.value, way.name.lower()) for way in rules.Way]


def _directions() -> list[tuple[str, str]]:
    return [(way.value, way.name.lower()) for way in rules.Direction]


class Checkpoint(models.Model):
    """A place where the border is crossed on land, water or by air; the other side if confirmed."""

    code = models.CharField(primary_key=True, max_length=24)
    name_en = models.CharField(max_length=80)
    name_km = models.CharField(max_length=80)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=_kinds)
    other_country = models.CharField(max_length=3, blank=True)
    other_place = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["area_id", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if get_language() == "km" else self.name_en


class WatchListCheck(models.Model):
    """A traveller was held against the lists as they stood: how many entries, and the answer.

    `ruled_out` counts entries of the same name whose birth date says that they are somebody else.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="checks")
    is_read = models.BooleanField()
    warnings = models.JSONField(default=list)
    verdict = models.CharField(max_length=12, choices=_verdicts)
    compared = models.PositiveIntegerField()
    ruled_out = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["checkpoint", "made_at"], name="check_by_checkpoint")]

    def __str__(self) -> str:
        return self.ref


class CheckedTraveller(models.Model):
    """Who was checked, as typed or read from the document's lines.

    `salt` makes the row's seal in the journal impossible to guess a name from.
    """

    shreddable = True

    check_made = models.OneToOneField(
        WatchListCheck, on_delete=models.PROTECT, related_name="traveller"
    )
    name = models.CharField(max_length=rules.LONGEST_NAME)
    born = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    document = models.CharField(max_length=40, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"traveller of {self.check_made_id}"

    @property
    def value(self) -> rules.Traveller:
        """The traveller as a value."""
        return rules.Traveller(self.name, self.born, self.sex, self.nationality, self.document)


class Match(models.Model):
    """An entry that may be the traveller: its weight, and how many entries are as close.

    `remembered` is the judgement by which this entry is known not to be this traveller.
    """

    append_only = True

    check_made = models.ForeignKey(WatchListCheck, on_delete=models.PROTECT, related_name="matches")
    listing = models.CharField(max_length=16)
    verdict = models.CharField(max_length=12, choices=_verdicts)
    weight = models.DecimalField(max_digits=5, decimal_places=1)
    as_close = models.PositiveIntegerField()
    remembered = models.ForeignKey(
        "Judgement", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-weight", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "listing"], name="a_check_meets_a_listing_once"
            ),
        ]
        indexes = [models.Index(fields=["listing"], name="match_by_listing")]

    def __str__(self) -> str:
        return f"{self.listing} in {self.check_made_id}"


class Alert(models.Model):
    """A match that waits for a person other than the one who made the check."""

    ref = models.CharField(max_length=16, unique=True)
    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="alert")
    state = models.CharField(max_length=8, choices=_states, default=rules.AlertState.WAITS)
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["-raised_at", "-pk"]

    def __str__(self) -> str:
        return self.ref


class Judgement(models.Model):
    """What a person judged of an alert, and why; a later one stands beside it, not over it."""

    append_only = True

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="judgements")
    says = models.CharField(max_length=8, choices=_states)
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_judgement_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(says=rules.AlertState.WAITS), name="a_judgement_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.says} on {self.alert_id}"


class IrregularCrossing(models.Model):
    """Somebody crossed outside a checkpoint or past one: what was seen, where, and what was done.

    No finding of guilt, and nobody is taken into custody by it. Names have no place here.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    checkpoint = models.ForeignKey(
        Checkpoint, null=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(max_length=8, choices=_ways)
    direction = models.CharField(max_length=3, choices=_directions)
    seen = models.CharField(max_length=1000)
    done = models.CharField(max_length=1000, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(seen=""), name="an_incident_says_what_was_seen"),
        ]

    def __str__(self) -> str:
        return self.ref


class CrossingHeads(models.Model):
    """How many of one cell crossed: nationality as they said it, sex, age; empty if not known."""

    append_only = True

    incident = models.ForeignKey(IrregularCrossing, on_delete=models.PROTECT, related_name="heads")
    nationality = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age = models.CharField(max_length=5, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["nationality", "sex", "age"]
        verbose_name_plural = "crossing heads"
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="heads_crossed_are_some"),
            models.CheckConstraint(
                condition=Q(sex__in=["", *ledger.SEXES]), name="sex_of_who_crossed_is_known_or_not"
            ),
            models.CheckConstraint(
                condition=Q(age__in=["", *ledger.AGES]), name="age_of_who_crossed_is_known_or_not"
            ),
            models.UniqueConstraint(
                fields=["incident", "nationality", "sex", "age"],
                name="a_cell_crosses_once_in_an_incident",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} in {self.incident_id}"

    @property
    def cell(self) -> ledger.Cell:
        """The cell, with None for what is not established."""
        sex = next((known for known in ledger.SEXES if known == self.sex), None)
        age = next((known for known in ledger.AGES if known == self.age), None)
        return ledger.Cell(self.nationality or None, sex, age)
