"""What is shredded is gone, its absence is proved, and nothing else passes for it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ground.retention.kept import DUTY, INTAKE, Kept, breaks, tamper

from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError, machine
from samaki.ground.access.rules import GRANTS, Machine, Role
from samaki.ground.jobs.models import Job
from samaki.ground.journal import rules as journal_rules
from samaki.ground.journal import services as journal
from samaki.ground.journal import triggers
from samaki.ground.journal.models import Entry, Head
from samaki.ground.journal.seals import body, seal
from samaki.ground.people.models import Particulars, Person
from samaki.ground.retention import commands, queries
from samaki.ground.retention.models import Retention
from samaki.ground.retention.services import (
    RetentionRefusedError,
    ask_shredding,
    set_retention,
    shred_what_may_go,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

GONE = "it was recorded and is gone"


def _codes(refused: pytest.ExceptionInfo[RetentionRefusedError]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_what_is_shredded_is_gone_and_the_proof_stays_whole(kept: Kept) -> None:
    retention = kept.set()
    sealed = {str(row.pk): seal(row) for row in Particulars.objects.all()}

    assert kept.shred(*kept.refs[:2]) == 2

    assert Particulars.objects.get().stated_name == "O'Brien"
    assert Person.objects.count() == 3
    entry = Entry.objects.get(kind=journal_rules.SHRED)
    assert (entry.subject, entry.actor) == (retention.ref, DUTY.key)
    assert entry.rows == [sealed[key] for key in sorted(sealed, key=int)[:2]]
    assert breaks() == []


def test_nothing_is_shredded_before_somebody_set_a_time(kept: Kept) -> None:
    assert list(queries.due("person", at=kept.at)) == []
    with pytest.raises(RetentionRefusedError) as refused:
        kept.shred()

    assert _codes(refused) == {"not_set"}
    assert Particulars.objects.count() == 3


@pytest.mark.parametrize(("days", "due"), [(99, 3), (100, 3), (101, 0)])
def test_the_days_run_from_the_recording(kept: Kept, days: int, due: int) -> None:
    kept.set(days)

    assert sum(len(some) for some in queries.due("person", at=kept.at)) == due
    if not due:
        with pytest.raises(RetentionRefusedError) as refused:
            kept.shred()
        assert _codes(refused) == {"too_young"}


def test_a_time_taken_back_keeps_everything(kept: Kept) -> None:
    kept.set()
    kept.set(None)

    with pytest.raises(RetentionRefusedError):
        kept.shred()
    assert Particulars.objects.count() == 3


def test_one_who_is_kept_keeps_all_that_were_asked_for_with_them(kept: Kept) -> None:
    kept.set()
    young = kept.register("Young", at=kept.at)

    with pytest.raises(RetentionRefusedError) as refused:
        kept.shred(kept.refs[0], young, "P-9999")

    assert _codes(refused) == {"too_young", "unknown"}
    assert Particulars.objects.count() == 4
    assert shred_what_may_go(actor=DUTY, kind="person", among=kept.refs, at=kept.at) == 3
    assert Particulars.objects.get().person.ref == young


def test_shredding_twice_is_refused_and_changes_nothing(kept: Kept) -> None:
    kept.set()
    kept.shred()
    entries = Entry.objects.count()

    with pytest.raises(RetentionRefusedError) as refused:
        kept.shred()

    assert _codes(refused) == {"unknown"}
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"days": 0}, {"days_none"}),
        ({"days": -3, "why": " "}, {"days_none", "no_why"}),
        ({"days": 36_501}, {"days_absurd"}),
        ({"days": None}, {"nothing_to_take_back"}),
        ({"kind": "postings", "why": ""}, {"unknown_kind", "no_why"}),
        ({"kind": "", "days": None}, {"unknown_kind", "nothing_to_take_back"}),
    ],
)
def test_a_time_is_refused_with_every_reason(
    kept: Kept, said: dict[str, object], codes: set[str]
) -> None:
    values = {"kind": "person", "days": 90, "why": "Rule 4", **said}
    with pytest.raises(RetentionRefusedError) as refused:
        set_retention(actor=DUTY, at=kept.at, **values)  # type: ignore[arg-type]

    assert _codes(refused) == codes
    assert not Retention.objects.exists()


def test_a_time_that_was_set_is_never_changed(kept: Kept) -> None:
    kept.set()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper("UPDATE retention_retention SET days = 1")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.DUTY_OFFICER])
def test_nobody_but_the_national_command_sets_a_time_or_shreds(kept: Kept, role: Role) -> None:
    kept.set()
    other = Actor("account:9", (Grant("KH", GRANTS[role]),))

    with pytest.raises(PermissionRefusedError):
        kept.shred(actor=other)
    with pytest.raises(PermissionRefusedError):
        set_retention(actor=other, kind="person", days=1, why="Rule", at=kept.at)
    with pytest.raises(PermissionRefusedError):
        ask_shredding(actor=other, at=kept.at)


def test_the_clock_shreds_and_sets_no_time(kept: Kept) -> None:
    kept.set()
    clock = machine(Machine.CLOCK)

    with pytest.raises(PermissionRefusedError):
        set_retention(actor=clock, kind="person", days=1, why="Rule", at=kept.at)
    assert kept.shred(actor=clock) == 3


def test_the_job_shreds_in_the_name_of_who_asked(kept: Kept) -> None:
    kept.set()
    job = ask_shredding(actor=machine(Machine.CLOCK), at=kept.at)

    done = Job.objects.get(ref=job.ref)
    assert (done.state, done.done, done.total) == ("done", 3, 3)
    assert not Particulars.objects.exists()
    assert Entry.objects.get(kind=journal_rules.SHRED).actor == Machine.CLOCK


def test_a_job_whose_asker_may_no_longer_shred_fails_and_shreds_nothing(kept: Kept) -> None:
    kept.set()
    job = ask_shredding(actor=DUTY, at=kept.at)  # no such account is open

    done = Job.objects.get(ref=job.ref)
    assert done.state == "failed"
    assert "may not do this any more" in done.error
    assert Particulars.objects.count() == 3


def test_the_command_counts_first_and_says_no_name(
    kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    retention = kept.set()

    assert commands.run(only_count=True) == 0
    assert Particulars.objects.count() == 3
    assert commands.run(only_count=False) == 0

    said = capsys.readouterr().out
    assert f"person: 3 due (kept 90 days by {retention.ref})" in said
    assert f"person: 3 shredded (kept 90 days by {retention.ref})" in said
    assert "listed: 0 shredded (no time set: kept)" in said
    assert "Quillmarth" not in said
    assert not Particulars.objects.exists()


def test_what_was_shredded_is_listed_by_count_and_decision(kept: Kept) -> None:
    retention = kept.set()
    kept.shred(*kept.refs[:2])

    (line,) = queries.shreddings()
    (found,) = [line for line in queries.lines(at=kept.at) if line.kind.code == "person"]

    assert (line.rows, line.retention, line.kind.code) == (2, retention, "person")
    assert (found.kept, found.due, found.decided) == (1, 1, retention)


def test_rows_that_hold_no_values_are_never_shredded(kept: Kept) -> None:
    with pytest.raises(AssertionError):
        journal.shred(actor=DUTY.key, model=Person, keys=[1], subject="KP-1", at=kept.at)


@pytest.mark.tampers
def test_a_row_that_vanished_without_an_entry_is_named(kept: Kept) -> None:
    kept.set()
    kept.shred(kept.refs[0])
    left = Particulars.objects.order_by("pk")[0].pk
    tamper("DELETE FROM people_particulars WHERE id = %s", left)

    assert breaks() == [f"people_particulars row {left}: {GONE}"]


@pytest.mark.tampers
@pytest.mark.parametrize("is_as_it_was", [True, False])
def test_a_shredded_row_that_is_back_is_named(kept: Kept, *, is_as_it_was: bool) -> None:
    kept.set()
    was = Particulars.objects.get(person__ref=kept.refs[0])
    key = was.pk
    kept.shred(kept.refs[0])
    if not is_as_it_was:
        was.stated_name = "Somebody else"
    was.save(force_insert=True)

    assert breaks() == [f"people_particulars row {key}: it was shredded and is there again"]


@pytest.mark.tampers
def test_a_shredded_row_that_is_recorded_again_is_named(kept: Kept) -> None:
    kept.set()
    was = Particulars.objects.get(person__ref=kept.refs[0])
    key = was.pk
    kept.shred(kept.refs[0])
    was.save(force_insert=True)
    journal.record(
        actor="account:9", kind="people:person:register", subject="P", at=kept.at, wrote=[was]
    )

    assert f"people_particulars row {key}: it was recorded again after it was shredded" in breaks()


def _another_actor(entry: Entry) -> None:
    tamper("UPDATE journal_entry SET actor = 'account:9' WHERE number = %s", entry.number)


def _another_decision(entry: Entry) -> None:
    tamper("UPDATE journal_entry SET subject = 'KP-9' WHERE number = %s", entry.number)


def _one_row_more(entry: Entry) -> None:
    rows = json.dumps([*entry.rows, ["people_particulars", "999", "0" * 64]])
    tamper("UPDATE journal_entry SET rows = %s WHERE number = %s", rows, entry.number)


def _another_kind(entry: Entry) -> None:
    tamper("UPDATE journal_entry SET kind = 'a:b:c' WHERE number = %s", entry.number)


@pytest.mark.tampers
@pytest.mark.parametrize("alter", [_another_actor, _another_decision, _one_row_more, _another_kind])
def test_an_altered_entry_of_a_shredding_is_named(
    kept: Kept, alter: Callable[[Entry], None]
) -> None:
    kept.set()
    kept.shred()
    entry = Entry.objects.get(kind=journal_rules.SHRED)
    triggers.lift("journal_entry")
    alter(entry)
    triggers.install("journal_entry")

    assert breaks()[0] == f"journal_entry row {entry.number}: it is not what was recorded"


def _forge(rows: list[list[str]], kept: Kept) -> None:
    """Append an entry of a shredding with whatever rows, rightly chained."""
    head = Head.objects.get()
    entry = Entry(
        number=head.number + 1,
        recorded_at=kept.at,
        actor="account:9",
        kind=journal_rules.SHRED,
        subject="KP-1",
        rows=rows,
        previous=head.hash,
    )
    entry.hash = journal_rules.entry_hash(entry.previous, body(entry))
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save()


@pytest.mark.tampers
def test_an_entry_of_a_shredding_covers_no_row_that_holds_no_values(kept: Kept) -> None:
    person = kept.register("Somebody", at=kept.at)
    Particulars.objects.filter(person__ref=person).delete()
    row = Person.objects.get(ref=person)
    sealed, key = seal(row), row.pk
    row.delete()
    _forge([sealed], kept)

    found = breaks()
    assert (
        f"people_person row {key}: it is said to be shredded and holds nothing that may go" in found
    )
    assert f"people_person row {key}: {GONE}" in found


@pytest.mark.tampers
def test_what_was_altered_before_it_was_shredded_is_named(kept: Kept) -> None:
    kept.set()
    row = Particulars.objects.get(person__ref=kept.refs[0])
    tamper("UPDATE people_particulars SET stated_name = 'Another' WHERE id = %s", row.pk)
    kept.shred(kept.refs[0])

    assert breaks()[0] == (
        f"people_particulars row {row.pk}: it was shredded and was not what was recorded"
    )


def test_the_entry_of_a_shredding_lets_nobody_guess_a_name(kept: Kept) -> None:
    """Its seal is the row's, which covers 128 random bits that are gone with the name."""
    kept.set()
    salts = set(Particulars.objects.values_list("salt", flat=True))
    kept.shred()

    everything = json.dumps(list(Entry.objects.values_list("rows", "subject", "actor")))
    assert all(len(salt) == 32 and salt not in everything for salt in salts)
    assert "Quillmarth" not in everything


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 200)), min_size=1, max_size=12))
def test_whatever_is_registered_and_shredded_in_turn_the_proof_stays_whole(
    at_any: Kept, steps: list[tuple[bool, int]]
) -> None:
    with transaction.atomic():
        kept = Kept(at_any.at)
        kept.set(90)
        ages: dict[str, int] = {}
        for is_shredding, age in steps:
            if is_shredding:
                shred_what_may_go(actor=DUTY, kind="person", among=list(ages), at=kept.at)
                ages = {ref: days for ref, days in ages.items() if days < 90}
            else:
                ages[kept.register("Somebody", at=kept.at - timedelta(days=age))] = age

        left = Particulars.objects.filter(person__ref__in=kept.refs)
        assert set(left.values_list("person__ref", flat=True)) == set(ages)
        assert breaks() == []
        transaction.set_rollback(True)


@pytest.fixture
def at_any(kept: Kept) -> Kept:
    return kept


def test_intake_cannot_ask_for_it(kept: Kept) -> None:
    with pytest.raises(PermissionRefusedError):
        kept.shred(actor=INTAKE)
