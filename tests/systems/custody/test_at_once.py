"""Many officers at once, on real databases: nobody is lost, nobody is counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.installation import Installation
    from tests.ready import Ready

COUNTED = "count_poipet"  # the chapter of the demo world after which these tests begin
# Each writer sends parties back and forth; what a rival took meanwhile is refused, never lost.
WRITE = """
from django.utils import timezone
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.web import world

ends = [("police-poipet", "intake"), ("police-KH-1", "receiver")]
cell, done, refused = Cell("IDN", "M", "adult"), 0, 0
for turn in range({turns}):
    giver, taker = ends[(turn + {writer}) % 2], ends[(turn + {writer} + 1) % 2]
    at = timezone.now()
    try:
        sent = dispatch_handover(
            actor=world.actor(giver[1], at=at), giver=giver[0], receiver=taker[0],
            escort="gendarmerie-KH-1",
            sends=rules.Consignment(rules.Party({{cell: {size}}})), happened_at=at, at=at,
        )
        at = timezone.now()
        receive_handover(
            actor=world.actor(taker[1], at=at), handover=str(sent.ref), unit=taker[0],
            received=rules.Party({{cell: {size} - turn % 2}}), happened_at=at, at=at,
        )
        done += 1
    except MovementRefusedError:
        refused += 1
print(done, refused)
"""
_KILLS = 50
# A child hands over until it is killed, and says of each receipt that it is in; the parent listens.
KILLED = """
import os, signal, time
from random import Random
from django.db import connection
from django.utils import timezone
from samaki.kernel.ledger import Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Receipt
from samaki.systems.custody.services.handovers import dispatch_handover, receive_handover
from samaki.web import world

ends = [("police-poipet", "intake"), ("police-KH-1", "receiver")]
party = rules.Party({{Cell("IDN", "M", "adult"): 1}})

def write(pipe):
    for turn in range(10_000):
        giver, taker = ends[turn % 2], ends[(turn + 1) % 2]
        at = timezone.now()
        sent = dispatch_handover(
            actor=world.actor(giver[1], at=at), giver=giver[0], receiver=taker[0],
            escort="gendarmerie-KH-1", sends=rules.Consignment(party), happened_at=at, at=at,
        )
        at = timezone.now()
        receipt = receive_handover(
            actor=world.actor(taker[1], at=at), handover=str(sent.ref), unit=taker[0],
            received=party, happened_at=at, at=at,
        )
        os.write(pipe, f"{{receipt.ref}}\\n".encode())

acknowledged, chance = [], Random(4)
for time_ in range({times}):
    connection.close()  # each child opens its own
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        write(writes)
        os._exit(0)
    os.close(writes)
    heard = os.read(reads, 4096)  # it is at work
    time.sleep(chance.uniform(0, 0.1))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reads, 4096):
        heard += more
    os.close(reads)
    acknowledged += heard.decode().split()
there = Receipt.objects.filter(ref__in=acknowledged).count()
print(len(acknowledged), len(acknowledged) - there)
"""
TOTAL = """
from django.db.models import Sum
from samaki.systems.custody.models import Posting
inside = Posting.objects.exclude(account__kind__in=["at_large", "abroad"])
poipet = inside.filter(nationality="IDN")
print(poipet.aggregate(n=Sum("count"))["n"], inside.aggregate(n=Sum("count"))["n"])
"""


def _run(made: Installation, code: str) -> str:
    process = made.python(code)
    out, errors = process.communicate()
    assert process.returncode == 0, errors.decode()
    return out.decode()


def _assert_nobody_is_lost(made: Installation) -> None:
    assert _run(made, TOTAL).split() == ["271", "334"]
    proof = made.samaki("verify")
    assert proof.returncode == 0, proof.stderr.decode()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_writers_at_once_lose_nobody(kind: str, ready: Ready, tmp_path: Path) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind=kind)
    writers = [
        made.python(WRITE.format(turns=12, writer=number, size=40 + number)) for number in range(4)
    ]
    ended = [writer.communicate() for writer in writers]

    for writer, (_out, errors) in zip(writers, ended, strict=True):
        assert writer.returncode == 0, errors.decode()
    assert sum(int(out.split()[0]) for out, _errors in ended) > 0
    _assert_nobody_is_lost(made)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_writer_killed_again_and_again_leaves_no_half_movement_and_keeps_what_it_acknowledged(
    kind: str, ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", COUNTED, kind=kind)

    acknowledged, lost = map(int, _run(made, KILLED.format(times=_KILLS)).split())

    assert acknowledged >= _KILLS
    assert lost == 0
    _assert_nobody_is_lost(made)
