"""Sheets of the same rows posted at once, and a worker killed in the middle: each row once."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.test_at_once import COUNTED, _run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.installation import Installation
    from tests.ready import Ready

ROWS = 60
SEND = """
from django.utils import timezone
from samaki.ground.sheets.writing import write
from samaki.systems.custody.rules import SheetKind
from samaki.systems.custody.services.sheets import Sent, stage_sheet
from samaki.web import world

rows = [["Name", "Nationality", "Sex", "Age", "Paper number"]]
rows += [[f"Person {{n}}", "IDN", "M", "adult", f"X{{n:05}}"] for n in range({rows})]
at = timezone.now()
officer = world.actor("intake", at=at)
sent = Sent(SheetKind.PERSONS, "list.csv", write("csv", rows), at)
for _ in range({sheets}):
    print(stage_sheet(actor=officer, unit="police-poipet", sent=sent, at=at).ref)
"""
POST = """
from django.utils import timezone
from samaki.systems.custody.services.sheet_posting import finish_sheet, name_rows, post_sheet
from samaki.web import world

officer, sheet = world.actor("intake", at=timezone.now()), {sheet!r}
post_sheet(actor=officer, sheet=sheet, at=timezone.now())
"""
REST = """
while sum(name_rows(actor=officer, sheet=sheet, most=7, at=timezone.now()).values()):
    pass
finish_sheet(actor=officer, sheet=sheet, at=timezone.now())
"""
NAMED = """
from samaki.ground.people.models import Person
from samaki.systems.custody.models import SheetRow
print(Person.objects.count(), SheetRow.objects.filter(state="posted").count())
"""
WORK = """
import sys
from samaki.web.cli import main
sys.exit(main(["work", "--exit-when-idle"]))
"""


def _assert_each_once(made: Installation) -> None:
    assert _run(made, NAMED).split() == [str(ROWS)] * 2
    proof = made.samaki("verify")
    assert proof.returncode == 0, proof.stderr.decode()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_two_who_post_the_same_rows_at_once_post_each_once(
    kind: str, ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind=kind)
    sheets = _run(made, SEND.format(rows=ROWS, sheets=2)).split()
    writers = [made.python(POST.format(sheet=sheet) + REST) for sheet in sheets]
    for writer in writers:
        _out, errors = writer.communicate()
        assert writer.returncode == 0, errors.decode()

    _assert_each_once(made)


def test_a_worker_killed_while_it_posts_goes_on_and_names_nobody_twice(
    ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind="sqlite")
    (sheet,) = _run(made, SEND.format(rows=ROWS, sheets=1)).split()
    smaller = "from samaki.systems.custody import tasks\ntasks.BATCH = 5\n"
    _run(made, POST.format(sheet=sheet))
    worker = made.python(smaller + WORK)
    while int(_run(made, NAMED).split()[0]) < ROWS // 6 and worker.poll() is None:
        time.sleep(0.1)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()

    _run(made, smaller + WORK)

    _assert_each_once(made)
