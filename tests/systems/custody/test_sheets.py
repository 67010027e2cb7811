"""Sheets: staged, reviewed, posted once; what there is to mend comes back; no total changes."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.systems.custody.case import IDN, POIPET, Case, officer, totals
from tests.systems.custody.sheets import OF_HEADS, person, post, sheet, stage, states

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.access.rules import Role
from samaki.ground.jobs.models import Job
from samaki.ground.journal.models import Entry
from samaki.ground.people.models import Particulars, Person
from samaki.ground.sheets.reading import SheetRefusedError
from samaki.ground.sheets.writing import write
from samaki.kernel.flow import StepRefusedError
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import (
    Intake,
    IntakeSheet,
    Movement,
    RowWords,
    SheetRow,
    SheetWords,
)
from samaki.systems.custody.queries import holds
from samaki.systems.custody.queries import sheets as queries
from samaki.systems.custody.rules.holds import NOT_SCREENED
from samaki.systems.custody.services.corrections import correct_movement
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.systems.custody.services.sheet_posting import name_rows, post_sheet
from samaki.systems.custody.services.sheets import Sent, close_sheet, stage_sheet

if TYPE_CHECKING:
    from datetime import datetime

    from tests.systems.custody.held import Held

pytestmark = pytest.mark.django_db

HEADS = rules.SheetKind.HEADS


@pytest.fixture
def taken(case: Case) -> Case:
    """Return the case with 45 heads taken in at Poipet 15 hours ago."""
    case.take({IDN: 45})
    return case


def _line(case: Case, made: IntakeSheet) -> queries.SheetLine:
    found = queries.sheet(case.poipet, made.ref)
    assert found is not None
    return found


def _mended(case: Case, made: IntakeSheet) -> list[list[str]]:
    """Return the file of rows to mend as a program reads it."""
    form, delimiter, rows = queries.to_mend(_line(case, made))
    text = write(form, rows, delimiter=delimiter).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _named(names: int) -> list[list[str]]:
    return [person(number) for number in range(1, names + 1)]


# What is staged.


def test_forty_rows_are_staged_and_nothing_is_in_the_books(taken: Case) -> None:
    before = (totals(taken.at), Movement.objects.count(), Person.objects.count())

    made = stage(taken, sheet(_named(40)))

    assert states(made) == {"good": 40}
    assert (totals(taken.at), Movement.objects.count(), Person.objects.count()) == before


def test_every_reason_of_a_row_is_said_at_once_with_row_column_and_value(taken: Case) -> None:
    bad = person(2, " ", nationality="Atlantis", sex="q", age="old")
    made = stage(taken, sheet([person(1), bad, person(3)]))

    faults = queries.faults(_line(taken, made))

    assert states(made) == {"good": 2, "bad": 1}
    assert [(f.row, f.column, f.value, f.code) for f in faults] == [
        (3, "Name", "", "row_no_name"),
        (3, "Nationality", "Atlantis", "row_nationality"),
        (3, "Sex", "q", "row_sex"),
        (3, "Age", "old", "row_age"),
    ]


def test_a_row_that_says_the_same_as_another_is_named(taken: Case) -> None:
    made = stage(taken, sheet([person(1), person(2), person(1)]))

    (fault,) = queries.faults(_line(taken, made))

    assert (fault.row, fault.code) == (4, "row_twice")
    assert "row 2" in fault.text


def test_two_of_one_name_and_no_paper_are_told_apart_by_a_number_of_their_own(taken: Case) -> None:
    same = [["1", "Budi", "IDN", "", "", ""], ["2", "Budi", "IDN", "", "", ""]]

    assert states(stage(taken, sheet(same))) == {"good": 2}
    assert states(stage(taken, sheet([same[0], same[0]]))) == {"good": 1, "bad": 1}


def test_more_names_than_heads_are_refused_row_by_row_and_the_others_go_on(taken: Case) -> None:
    made = stage(taken, sheet([*_named(47), person(48, nationality="VNM")]))

    faults = queries.faults(_line(taken, made))

    assert states(made) == {"good": 45, "bad": 3}
    assert [(f.row, f.code) for f in faults] == [(n, "row_no_head") for n in (47, 48, 49)]
    assert "Indonesia" in faults[0].text
    assert "45" in faults[0].text


def test_a_moment_before_the_heads_were_taken_in_finds_no_head(taken: Case) -> None:
    made = stage(taken, sheet([person(1)]), happened_at=taken.ago(16))

    assert states(made) == {"bad": 1}


def test_the_headings_and_values_may_be_khmer(taken: Case) -> None:
    taken.take({Cell("VNM", "F", "adult"): 1}, hours=14.5)
    headings = ["ល.រ", "ឈ្មោះ", "សញ្ជាតិ", "ភេទ", "អាយុ", "លេខលិខិតឆ្លងដែន"]
    row = ["១", "ង្វៀន ធីហ្វា", "វៀតណាម", "ស្រី", "២៤", "B១២៣"]

    made = stage(taken, sheet([row], headings=headings))
    post(taken, made)

    assert Particulars.objects.get().stated_name == "ង្វៀន ធីហ្វា"


def test_a_sheet_without_its_headings_is_refused_and_nothing_is_staged(taken: Case) -> None:
    with pytest.raises(MovementRefusedError) as refused:
        stage(taken, sheet(_named(2), headings=["Number", "Name", "Name", "", "", ""]))

    codes = [reason.code for reason in refused.value.reasons]
    assert codes == ["two_columns", "no_column", "no_column", "no_column"]
    assert IntakeSheet.objects.count() == 0


def test_a_file_that_is_no_sheet_is_refused_and_nothing_is_staged(taken: Case) -> None:
    with pytest.raises(SheetRefusedError):
        stage(taken, b"%PDF-1.7 \xff\xfe\xfa", file="list.pdf")

    assert IntakeSheet.objects.count() == 0


# What is posted.


def test_forty_heads_are_named_from_a_sheet_and_the_total_stays(taken: Case) -> None:
    before = totals(taken.at)
    made = stage(taken, sheet(_named(40)))

    post(taken, made, most=15)

    assert states(made) == {"posted": 40}
    assert totals(taken.at) == before
    assert Person.objects.count() == 40
    assert [m.happened_at for m in Movement.objects.filter(kind="identification")] == [
        taken.ago(14)
    ] * 40


def test_whoever_is_named_from_a_sheet_is_held_as_not_yet_screened(taken: Case) -> None:
    made = stage(taken, sheet(_named(1)))
    post(taken, made)

    ref = made.rows.get().subject

    codes = [ground.code for ground in holds.outward([ref])[ref]]
    assert codes == [NOT_SCREENED, "consular_notice"]


def test_sending_a_file_twice_adds_nothing(taken: Case) -> None:
    content = sheet(_named(5))
    first = stage(taken, content)
    post(taken, first)

    again = stage(taken, content)

    assert states(again) == {"present": 5}
    assert queries.known(_line(taken, again))[0] == (2, first.rows.get(number=2).subject)
    with pytest.raises(MovementRefusedError):
        post(taken, again)
    assert Person.objects.count() == 5


def test_two_sheets_of_the_same_rows_that_wait_together_post_each_row_once(taken: Case) -> None:
    one, two = stage(taken, sheet(_named(5))), stage(taken, sheet(_named(7)))

    post(taken, one)
    post(taken, two)

    assert states(two) == {"present": 5, "posted": 2}
    assert Person.objects.count() == 7


def test_the_mended_rows_add_exactly_what_was_missing(taken: Case) -> None:
    rows = _named(10)
    rows[3][2], rows[7][1] = "Nowhere", ""
    post(taken, first := stage(taken, sheet(rows)))
    back = _mended(taken, first)
    assert [row[:6] for row in back[1:]] == [rows[3], rows[7]]
    assert all(row[6] for row in back)
    back[1][2], back[2][1] = "Indonesia", "Person 00008"

    second = stage(taken, sheet(back[1:], headings=back[0]))
    post(taken, second)

    assert states(second) == {"posted": 2}
    assert Person.objects.count() == 10
    names = set(Particulars.objects.values_list("stated_name", flat=True))
    assert names == {f"Person {number:05}" for number in range(1, 11)}


def test_the_whole_mended_sheet_adds_exactly_what_was_missing(taken: Case) -> None:
    rows = _named(10)
    post(taken, stage(taken, sheet([*rows[:4], person(5, nationality="?!"), *rows[5:]])))

    whole = stage(taken, sheet(list(reversed(rows))))
    post(taken, whole)

    assert states(whole) == {"present": 9, "posted": 1}


def test_a_name_that_was_reversed_can_be_sent_again(taken: Case) -> None:
    post(taken, first := stage(taken, sheet(_named(2))))
    movement = first.rows.get(number=2).movement
    assert movement is not None
    correct_movement(actor=taken.poipet, movement=movement.pk, reason="not he", at=taken.at)

    again = stage(taken, sheet(_named(2)))
    post(taken, again)

    assert states(again) == {"posted": 1, "present": 1}
    assert states(first) == {"undone": 1, "posted": 1}


def test_heads_that_left_meanwhile_are_refused_and_the_others_go_on(taken: Case) -> None:
    made = stage(taken, sheet(_named(45)))
    taken.send({IDN: 3}, hours=13)

    post(taken, made)

    assert states(made) == {"posted": 42, "bad": 3}
    assert {f.code for f in queries.faults(_line(taken, made))} == {"row_no_head"}


def test_posting_that_was_cut_off_goes_on_where_it_stands(taken: Case) -> None:
    made = stage(taken, sheet(_named(9)))
    post_sheet(actor=taken.poipet, sheet=made.ref, at=taken.at)
    name_rows(actor=taken.poipet, sheet=made.ref, most=4, at=taken.at)
    Job.objects.update(state="failed", error="cut off")

    post(taken, made)

    assert states(made) == {"posted": 9}
    assert Person.objects.count() == 9


def test_a_sheet_is_posted_once(taken: Case) -> None:
    made = stage(taken, sheet(_named(2)))
    post(taken, made)

    with pytest.raises(StepRefusedError):
        post_sheet(actor=taken.poipet, sheet=made.ref, at=taken.at)


# Heads.


def _heads(taken: Case, rows: list[list[str]], **said: object) -> IntakeSheet:
    values: dict[str, Any] = {"kind": HEADS, "legal_basis": "Found at the site"} | said
    return stage(taken, sheet(rows, headings=OF_HEADS), **values)


def test_a_sheet_of_counts_is_taken_in_as_one_cross_tab(taken: Case) -> None:
    made = _heads(taken, [["VN", "F", "adult", "12"], ["Vietnam", "ប្រុស", "3", "១,០០១"]])

    post_sheet(actor=taken.poipet, sheet=made.ref, at=taken.at)

    assert totals(taken.at)[POIPET] == 45 + 12 + 1001
    intake = Intake.objects.get(because=made.ref)
    assert set(made.rows.values_list("state", "subject")) == {("posted", str(intake.ref))}


def test_the_same_counts_sent_twice_add_nothing_even_at_another_moment(taken: Case) -> None:
    rows = [["VNM", "F", "adult", "12"], ["VNM", "M", "adult", "x"]]
    first = _heads(taken, rows)
    post_sheet(actor=taken.poipet, sheet=first.ref, at=taken.at)

    again = _heads(taken, rows, happened_at=taken.ago(2))

    assert states(again) == {"present": 1, "bad": 1}
    assert again.happened_at == first.happened_at


def test_counts_without_a_legal_basis_are_refused(taken: Case) -> None:
    with pytest.raises(MovementRefusedError) as refused:
        _heads(taken, [["VNM", "F", "adult", "12"]], legal_basis=" ")

    assert [reason.code for reason in refused.value.reasons] == ["no_basis"]


# Who, and what is kept.


def test_who_may_not_name_sends_no_sheet_of_persons_and_reads_no_value_of_one(taken: Case) -> None:
    command = officer("KH-1", Role.PROVINCIAL_COMMAND, "account:9")
    made = stage(taken, sheet(_named(1)))

    with pytest.raises(PermissionRefusedError):
        stage(taken, sheet(_named(1)), actor=command)
    with pytest.raises(PermissionRefusedError):
        post_sheet(actor=command, sheet=made.ref, at=taken.at)
    seen = queries.sheet(command, made.ref)
    assert seen is not None
    assert (seen.may_post, seen.sees_names, seen.file) == (False, False, "")
    assert queries.sheet(taken.sihanouk, made.ref) is None


def test_a_name_is_kept_apart_and_gone_once_it_is_posted(taken: Case, at: datetime) -> None:
    made = stage(taken, sheet([person(1, "Vexmorel"), person(2, "Tupandric", sex="q")]))
    post(taken, made)

    kept = list(RowWords.objects.values_list("cells", flat=True))
    assert "Vexmorel" not in str(kept)
    assert "Tupandric" in str(kept)
    for table in (Entry.objects.all(), SheetRow.objects.all(), IntakeSheet.objects.all()):
        said = str(list(table.values()))
        assert "Vexmorel" not in said
        assert "Tupandric" not in said

    close_sheet(actor=taken.poipet, sheet=made.ref, at=at)
    assert (RowWords.objects.count(), SheetWords.objects.count()) == (0, 0)


def test_the_words_of_a_sheet_are_forgotten_after_a_week(taken: Case) -> None:
    old = stage(taken, sheet(_named(3)))

    sent = Sent(rules.SheetKind.PERSONS, "again.csv", sheet(_named(3)), taken.ago(14))
    later = taken.at + timedelta(days=8)
    stage_sheet(actor=taken.poipet, unit=POIPET, sent=sent, at=later)

    assert not RowWords.objects.filter(row__sheet=old).exists()
    with pytest.raises(MovementRefusedError) as refused:
        post_sheet(actor=taken.poipet, sheet=old.ref, at=later)
    assert [reason.code for reason in refused.value.reasons] == ["no_good_row"]


def test_whom_a_sheet_names_is_sent_to_no_prison_and_expelled_by_nobody(held: Held) -> None:
    made = stage(held.case, sheet([person(1)]))
    post(held.case, made)
    named = Person.objects.get().ref

    with pytest.raises(MovementRefusedError) as sent:
        held.send(named)
    with pytest.raises(MovementRefusedError) as expelled:
        held.expel(named)

    for refused in (sent, expelled):
        assert "not yet screened for victims of trafficking" in str(refused.value)


def test_a_nationality_that_may_be_two_is_refused_with_both_by_name(taken: Case) -> None:
    made = stage(taken, sheet([person(1, nationality="Korea")]))

    (fault,) = queries.faults(_line(taken, made))
    assert fault.code == "row_two_nations"
    assert "KOR (South Korea) or PRK (North Korea)" in fault.text


def test_a_mended_count_is_shown_beside_what_was_brought_in_at_that_moment(taken: Case) -> None:
    first = _heads(taken, [["VNM", "F", "adult", "12"], ["VNM", "M", "adult", "3"]])
    post_sheet(actor=taken.poipet, sheet=first.ref, at=taken.at)
    intake = Intake.objects.get(because=first.ref)

    mended = _heads(taken, [["VNM", "F", "adult", "14"], ["THA", "M", "adult", "2"]])

    line = queries.sheet(taken.poipet, mended.ref)
    assert line is not None
    women, thais = queries.good_rows(line, queries.good_numbers(line), at=taken.at)
    assert (women.already, thais.already) == ((12, str(intake.ref)), None)
    assert intake.movement_id is not None
    correct_movement(
        actor=taken.poipet, movement=intake.movement_id, reason="Miscounted", at=taken.at
    )
    women, _thais = queries.good_rows(line, queries.good_numbers(line), at=taken.at)
    assert women.already is None, "what was reversed stands beside nothing"
