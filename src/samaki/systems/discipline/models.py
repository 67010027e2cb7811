"""Cases against posts, and everything said in them; what was said is never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samaki.ground.agencies.models import Post, Unit
from samaki.systems.discipline import rules


def _state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.name.lower()) for state in rules.CaseState]


def _measure_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.name.lower()) for kind in rules.MeasureKind]


class DisciplinaryCase(models.Model):
    """A lapse that somebody decided to pursue, against the post that answered for the duty."""

    ref = models.CharField(max_length=16, unique=True)
    # The obligation lies in another system; its reference is all that is known of it here.
    obligation_ref = models.CharField(max_length=16)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=_state_choices, default=rules.CaseState.OPENED)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["obligation_ref"], name="lapse_is_pursued_once"),
        ]

    def __str__(self) -> str:
        return self.ref


class _Said(models.Model):
    """Something said in a case: once, by an office, in words, at a moment."""

    append_only = True

    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Notice(_Said):
    """What is held against the post, and until when its office may reply."""

    case = models.OneToOneField(DisciplinaryCase, on_delete=models.PROTECT, related_name="notice")
    reply_due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="notice_has_grounds", condition=~Q(words="")),
            models.CheckConstraint(
                name="notice_leaves_time_to_reply",
                condition=Q(reply_due_at__gt=models.F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"notice of {self.case_id}"


class Reply(_Said):
    """What the office concerned says to the notice."""

    case = models.OneToOneField(DisciplinaryCase, on_delete=models.PROTECT, related_name="reply")
    is_late = models.BooleanField()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.CheckConstraint(name="reply_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"reply in {self.case_id}"


class Silence(_Said):
    """That the reply time is over and no reply came: recorded by a person, never by itself."""

    case = models.OneToOneField(DisciplinaryCase, on_delete=models.PROTECT, related_name="silence")

    def __str__(self) -> str:
        return f"silence in {self.case_id}"


class Finding(_Said):
    """Whether the lapse is established against the post, with the reasons."""

    case = models.OneToOneField(DisciplinaryCase, on_delete=models.PROTECT, related_name="finding")
    is_established = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="finding_has_reasons", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"finding in {self.case_id}"


class _Decided(_Said):
    """A decision that ends a case; where no reason was given, the record says so."""

    is_without_reason = models.BooleanField()

    class Meta:
        abstract = True


def _has_reason_or_says_none() -> Q:
    return (Q(is_without_reason=True) & Q(words="")) | (Q(is_without_reason=False) & ~Q(words=""))


class Measure(_Decided):
    """What a person decided to follow from an established finding."""

    case = models.OneToOneField(DisciplinaryCase, on_delete=models.PROTECT, related_name="measure")
    kind = models.CharField(max_length=16, choices=_measure_choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_has_a_reason_or_says_none", condition=_has_reason_or_says_none()
            ),
        ]

    def __str__(self) -> str:
        return f"measure in {self.case_id}"


class Closing(_Decided):
    """That a case ends without a measure."""

    case = models.OneToOneField(DisciplinaryCase, on_delete=models.PROTECT, related_name="closing")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closing_has_a_reason_or_says_none", condition=_has_reason_or_says_none()
            ),
        ]

    def __str__(self) -> str:
        return f"closing of {self.case_id}"
