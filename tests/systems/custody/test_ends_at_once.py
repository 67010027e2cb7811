"""Two who confirm one end at once, and many who end and find at once: each head leaves once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.systems.custody.test_at_once import COUNTED, _assert_nobody_is_lost, _run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ready import Ready

_IMPORTS = """
from django.utils import timezone
from samaki.kernel.ledger import Cell
from samaki.systems.custody.models import Account, Ending
from samaki.systems.custody.rules import Party
from samaki.systems.custody.rules.ends import Ended, Finding
from samaki.systems.custody.services.ends import confirm_end, end_custody, find_again
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.web import world

at = timezone.now()
men = Cell("IDN", "M", "adult")
station = Account.objects.get(unit="police-poipet", kind="station").ref
"""
PREPARE = """
ended = Ended("released", Party({men: 40}), "Prosecutor", "Order 12")
print(end_custody(actor=world.actor("intake", at=at), account=station, ended=ended, at=at).ref)
"""
CONFIRM = """
actor = world.actor({username!r}, at=at)
try:
    confirm_end(actor=actor, ending={ref!r}, happened_at=at, at=at)
    print("confirmed")
except MovementRefusedError as refused:
    print(",".join(reason.code for reason in refused.reasons))
"""
# Each writer loses some and finds some again; what a rival took meanwhile is refused.
WRITE = """
actor, done = world.actor({username!r}, at=at), 0
for turn in range({turns}):
    at = timezone.now()
    try:
        lost = Ended("unknown", Party({{men: 60}}), reason="Gone", happened_at=at)
        end_custody(actor=actor, account=station, ended=lost, at=at)
        end = Account.objects.get(unit="police-poipet", kind="unknown").ref
        at = timezone.now()
        found = Finding(Party({{men: 60 - turn % 2}}), "Article 96", "Seen", at)
        find_again(actor=actor, account=end, unit="police-poipet", finding=found, at=at)
        done += 1
    except MovementRefusedError:
        pass
print(done)
"""
RELEASED = """
from django.db.models import Sum
from samaki.systems.custody.models import Posting
held = Posting.objects.filter(account__kind="released").aggregate(n=Sum("count"))["n"]
print(held, Ending.objects.get().state, Account.objects.filter(kind="released").count())
"""
_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("kind", _BOTH)
def test_two_who_confirm_one_end_at_once_let_them_leave_once(
    kind: str, ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind=kind)
    ref = _run(made, _IMPORTS + PREPARE).strip()
    seconds = [
        made.python(_IMPORTS + CONFIRM.format(username=name, ref=ref))
        for name in ("command", "police1", "gendarmerie1")
    ]
    said = []
    for second in seconds:
        out, errors = second.communicate()
        assert second.returncode == 0, errors.decode()
        said.append(out.decode().strip())

    assert sorted(said) == ["confirmed", "ending_over", "ending_over"]
    assert _run(made, _IMPORTS + RELEASED).split() == ["40", "confirmed", "1"]
    _assert_nobody_is_lost(made)


@pytest.mark.parametrize("kind", _BOTH)
def test_who_is_lost_and_found_at_once_is_in_one_account(
    kind: str, ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind=kind)
    names = ("intake", "receiver", "police1")
    writers = [made.python(_IMPORTS + WRITE.format(username=n, turns=6)) for n in names]
    done = 0
    for writer in writers:
        out, errors = writer.communicate()
        assert writer.returncode == 0, errors.decode()
        done += int(out)

    assert done > 0
    _assert_nobody_is_lost(made)
