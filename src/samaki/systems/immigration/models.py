"""Expulsion cases: the check, the consulate, the order, pleas, papers, lists, departure, ban."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samaki.ground.places.models import Area
from samaki.systems.immigration import rules


def _case_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ExpulsionState]


def _plea_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.PleaState]


def _plea_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.PleaKind]


def _manifest_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ManifestState]


def _line_states() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.LineState]


class ExpulsionCase(models.Model):
    """One person and the question whether they are expelled; over when it is answered.

    `since` is when it came into its state. A case ends with a reason in words.
    """

    ref = models.CharField(max_length=16, unique=True)
    person = models.CharField(max_length=16)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=16, choices=_case_states, default=rules.ExpulsionState.OPENED
    )
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_reason = models.CharField(max_length=rules.MOST_WORDS, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(state__in=sorted(rules.CASE.ends)),
                name="a_person_has_one_open_case",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=sorted(rules.CASE.ends), closed_at__isnull=False)
                    & ~Q(closed_reason="")
                )
                | (~Q(state__in=sorted(rules.CASE.ends)) & Q(closed_at__isnull=True)),
                name="a_case_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class StatusCheck(models.Model):
    """What was found of entry, stay and papers, who said so, and which grounds it names.

    `salt` makes the row's seal in the journal impossible to guess the words from.
    """

    append_only = True

    case = models.OneToOneField(ExpulsionCase, on_delete=models.PROTECT, related_name="check_made")
    entry = models.CharField(max_length=400, blank=True)
    stay = models.CharField(max_length=400, blank=True)
    papers = models.CharField(max_length=400, blank=True)
    said_by = models.CharField(max_length=160)
    grounds = models.JSONField(default=list)
    checked_at = models.DateTimeField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(said_by=""), name="a_status_check_says_who_said_so"
            ),
        ]

    def __str__(self) -> str:
        return f"status check of {self.case_id}"


class ConsularNotice(models.Model):
    """VCCR art. 36(1)(b): when the person was told of the right, and when the post was notified."""

    case = models.OneToOneField(ExpulsionCase, on_delete=models.PROTECT, related_name="notice")
    told_at = models.DateTimeField()
    told_language = models.CharField(max_length=80)
    told_by = models.CharField(max_length=80)
    post = models.CharField(max_length=160, blank=True)
    notified_at = models.DateTimeField(null=True)
    notified_by = models.CharField(max_length=80, blank=True)
    forwarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notified_at__isnull=True) | ~Q(post=""),
                name="a_notified_consulate_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"consular notice of {self.case_id}"


class ConsularAnswer(models.Model):
    """What the person answered about the consulate; a later answer stands, the earlier stays."""

    append_only = True

    notice = models.ForeignKey(ConsularNotice, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=12)
    answered_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=sorted(rules.Answer)), name="an_answer_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} of {self.notice_id}"


class ExpulsionOrder(models.Model):
    """A decision to expel: ground, reasons in words, how it was told, until when to appeal.

    Whoever prepared the case does not decide it; the database says so too.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    case = models.OneToOneField(ExpulsionCase, on_delete=models.PROTECT, related_name="order")
    ground = models.CharField(max_length=24)
    reasons = models.CharField(max_length=rules.MOST_WORDS)
    told_language = models.CharField(max_length=80)
    appeal_until = models.DateTimeField()
    appeal_set_by = models.CharField(max_length=160)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)
    prepared_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(reasons=""), name="an_order_has_ground_and_reasons"
            ),
            models.CheckConstraint(
                condition=Q(appeal_until__gt=F("decided_at")),
                name="an_order_leaves_time_to_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("prepared_by")),
                name="whoever_prepared_does_not_decide",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Plea(models.Model):
    """What a person asks that stops everything: an appeal, or asylum. It places a hold.

    A granted claim for asylum keeps its hold; the others lift it.
    """

    ref = models.CharField(max_length=16, unique=True)
    case = models.ForeignKey(ExpulsionCase, on_delete=models.PROTECT, related_name="pleas")
    kind = models.CharField(max_length=8, choices=_plea_kinds)
    state = models.CharField(max_length=8, choices=_plea_states, default=rules.PleaState.OPEN)
    hold = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    body = models.CharField(max_length=160, blank=True)
    reasons = models.CharField(max_length=rules.MOST_WORDS, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state=rules.PleaState.OPEN),
                name="a_case_has_one_open_plea_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.PleaState.OPEN, decided_at__isnull=True)
                | (
                    ~Q(state=rules.PleaState.OPEN)
                    & Q(decided_at__isnull=False)
                    & ~Q(body="")
                    & ~Q(reasons="")
                ),
                name="a_decided_plea_says_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class TravelDocument(models.Model):
    """What a person travels on: kind, number, issuing state, since when it is there.

    `born` is the birth date as it says, whole or in part; `salt` as in the status check.
    """

    append_only = True

    case = models.ForeignKey(ExpulsionCase, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=40)
    issuer = models.CharField(max_length=3)
    held_from = models.DateField()
    born = models.CharField(max_length=10, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ["held_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(issuer=""),
                name="a_travel_document_has_a_number_and_a_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class Manifest(models.Model):
    """Who leaves together: by which carrier, from which checkpoint, to which state, when."""

    ref = models.CharField(max_length=16, unique=True)
    means = models.CharField(max_length=12)
    carrier = models.CharField(max_length=80)
    checkpoint = models.CharField(max_length=120)
    destination = models.CharField(max_length=3)
    leaves_at = models.DateTimeField()
    state = models.CharField(
        max_length=12, choices=_manifest_states, default=rules.ManifestState.PREPARED
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-leaves_at", "-pk"]

    def __str__(self) -> str:
        return self.ref


class ManifestLine(models.Model):
    """One person on one list: listed, boarded, left or stayed."""

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey(ExpulsionCase, on_delete=models.PROTECT, related_name="lines")
    state = models.CharField(max_length=12, choices=_line_states, default=rules.LineState.ON_LIST)
    listed_at = models.DateTimeField()
    listed_by = models.CharField(max_length=80)
    boarded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=sorted(rules.WAITING_LINES)),
                name="a_person_waits_on_one_list",
            ),
            models.UniqueConstraint(
                fields=["manifest", "case"], name="a_person_stands_once_on_a_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} on {self.manifest_id}"


class Departure(models.Model):
    """The crossing that carries out an order: on which list, and the ledger's disposition.

    A case has one that stands; those that were undone stay on record.
    """

    append_only = True

    case = models.ForeignKey(ExpulsionCase, on_delete=models.PROTECT, related_name="departures")
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="departures")
    disposition = models.CharField(max_length=16, unique=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(disposition=""), name="a_departure_stands_in_the_ledger"
            ),
        ]

    def __str__(self) -> str:
        return f"departure of {self.case_id}"


class UndoneDeparture(models.Model):
    """A departure that was not, or not so: why it was undone, and what had closed the case.

    The ledger has the opposite entry. `closed_…` are as the case had them, or empty.
    """

    append_only = True

    departure = models.OneToOneField(Departure, on_delete=models.PROTECT, related_name="undone")
    reasons = models.CharField(max_length=400)
    undone_at = models.DateTimeField()
    undone_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_reason = models.CharField(max_length=rules.MOST_WORDS, blank=True)

    class Meta:
        ordering = ["undone_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reasons=""), name="a_departure_is_undone_for_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"undone {self.departure_id}"


class ReentryBan(models.Model):
    """Until when a person may not come back, on which ground, and its listing.

    Undoing the departure ends the listing; the ban stays on record.
    """

    append_only = True

    case = models.ForeignKey(ExpulsionCase, on_delete=models.PROTECT, related_name="bans")
    listing = models.CharField(max_length=16)
    ground = models.CharField(max_length=400)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="a_ban_has_a_ground"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_ban_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"ban of {self.case_id}"
