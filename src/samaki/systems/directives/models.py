"""Directives, their clauses, and what each binds whom to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from samaki.ground.agencies.models import Post, Unit
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
    def is_in_khmer(self) -> bool:
        """Whether the Khmer words are shown: to who reads Khmer, or where there are no others."""
        return bool(self.text_km) and (get_language() == "km" or not self.text_en)

    @property
    def text(self) -> str:
        """The words in the reader's language, or as the order or the report has them."""
        return self.text_km if self.is_in_khmer else self.text_en

    @property
    def text_language(self) -> str:
        """The language of the words that are shown (ISO 639-1)."""
        return "km" if self.is_in_khmer else self.language or "en"

    @property
    def addressees(self) -> str:
        """Whom it binds, in the reader's language."""
        return self.addressees_km if get_language() == "km" else self.addressees_en


class ClauseTerms(models.Model):
    """What the order's own words add to a clause: kinds of posts, consequence, stated deadline.

    A table beside the clause, as a new column of the clause would break every seal. What the order
    does not state is empty here; a due time that an office sets is its obligation's.
    """

    append_only = True

    clause = models.OneToOneField(Clause, on_delete=models.PROTECT, related_name="terms")
    # The document whose words they are.
    source_ref = models.CharField(max_length=16)
    language = models.CharField(max_length=8, blank=True)
    kinds = models.JSONField(default=list)
    consequence = models.TextField(blank=True)
    deadline = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["clause_id"]
        verbose_name_plural = "clause terms"
        constraints = [
            models.CheckConstraint(
                name="day_of_a_deadline_has_its_words",
                condition=Q(due_on__isnull=True) | ~Q(deadline=""),
            ),
            models.CheckConstraint(
                name="terms_of_a_clause_name_their_source", condition=~Q(source_ref="")
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.clause_id}"


def _obligation_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.ObligationState]


def _act_choices() -> list[tuple[str, str]]:
    return [(act.value, act.name.lower()) for act in rules.Act]


class Obligation(models.Model):
    """One post, one clause, one due time; the due time is the setting office's, not the order's."""

    ref = models.CharField(max_length=16, unique=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="obligations")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=16, choices=_obligation_choices, default=rules.ObligationState.WAITING
    )
    due_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    # The office that set the obligation and its due time.
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["clause_id", "post_id"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "post"], name="clause_binds_a_post_once"),
            models.CheckConstraint(
                name="obligation_is_due_after_it_is_set",
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("set_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ProvinceReturn(models.Model):
    """What an office says of a day under an obligation; nil is a statement, silence is none."""

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="returns")
    day = models.DateField()
    is_nil = models.BooleanField()
    people_found = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True)
    is_late = models.BooleanField()
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    # The document whose words claims may point at.
    source_ref = models.CharField(max_length=16)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=80)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["obligation_id", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "day"],
                condition=Q(supersedes__isnull=True),
                name="return_is_filed_once_a_day_and_then_corrected",
            ),
            models.CheckConstraint(
                name="nil_return_found_nobody",
                condition=Q(is_nil=False) | Q(people_found__isnull=True),
            ),
            models.CheckConstraint(
                name="return_says_something",
                condition=Q(is_nil=True) | Q(people_found__isnull=False) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Step(models.Model):
    """One act on an obligation: by whom, from which office, with which reason."""

    append_only = True

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="path")
    act = models.CharField(max_length=16, choices=_act_choices)
    words = models.TextField(blank=True)
    is_late = models.BooleanField()
    # The return that was filed or judged.
    about = models.ForeignKey(
        ProvinceReturn, null=True, on_delete=models.PROTECT, related_name="judged"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    # None for the clock, which is no office.
    office = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["obligation_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="what_is_declined_refused_or_waived_has_a_reason",
                condition=~Q(act__in=[rules.Act.DECLINE, rules.Act.REFUSE, rules.Act.WAIVE])
                | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="what_is_filed_met_or_refused_names_its_return",
                condition=~Q(act__in=[rules.Act.FILE_RETURN, rules.Act.MEET, rules.Act.REFUSE])
                | Q(about__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.act}"


class CountRequest(models.Model):
    """A count asked of a governor: how many were found in the province, of whom, on which days.

    The due time is the asking office's own; `words` say what the count is for.
    """

    append_only = True

    ref = models.CharField(max_length=16, unique=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    nationality = models.CharField(max_length=3, blank=True)
    first = models.DateField()
    last = models.DateField()
    due_at = models.DateTimeField(null=True)
    words = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="count_is_asked_of_days_in_order", condition=Q(first__lte=F("last"))
            ),
            models.CheckConstraint(
                name="count_is_due_after_it_is_asked",
                condition=Q(due_at__isnull=True) | Q(due_at__gt=F("asked_at")),
            ),
            models.CheckConstraint(name="asking_says_what_for", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.ref


class CountAnswer(models.Model):
    """What the governor's office answers: a count, or in words that it is not known. Newest holds.

    A count is filed as a source too, so that a claim may be read out of it and accepted.
    """

    append_only = True

    request = models.ForeignKey(CountRequest, on_delete=models.PROTECT, related_name="answers")
    count = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True)
    is_late = models.BooleanField()
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    source_ref = models.CharField(max_length=16)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=80)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(supersedes__isnull=True),
                name="count_is_answered_once_and_then_corrected",
            ),
            models.CheckConstraint(
                name="count_that_is_not_known_says_why",
                condition=Q(count__isnull=False) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.count}"
