"""In the file itself: a name that was shredded is in none of its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.installation import Installation
    from tests.ready import Ready

_NAMES = ["Quillmarthvandenbroucke", "Zzyzxwolowitzkowska", "Xantippemühlhäuser"]
_PLANT = """
from datetime import timedelta
from django.utils import timezone
from samaki.ground.people.services import register_persons
from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.retention.services import set_retention
intake = Actor("account:2", (Grant("KH", GRANTS[Role.INTAKE_OFFICER]),))
duty = Actor("account:1", (Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
now = timezone.now()
old = now - timedelta(days=500)
others = [(f"Other {n} " + "x" * (n % 90), f"N{n}") for n in range(600)]
stated = [(name, "ZQ77123") for name in NAMES]
register_persons(actor=intake, stated=[*others[:300], *stated, *others[300:]], because="X", at=old)
set_retention(actor=duty, kind="person", days=400, why="Rule 4", at=now - timedelta(days=8))
"""


def _in_file(made: Installation, words: list[str]) -> list[str]:
    """Return those of some words that are in any file of the folder, the write-ahead log too."""
    files = [path.read_bytes() for path in sorted(made.folder.rglob("*")) if path.is_file()]
    return [word for word in words if any(word.encode() in content for content in files)]


def test_no_byte_of_the_file_holds_a_shredded_name(ready: Ready, tmp_path: Path) -> None:
    made = ready.template().copy_to(tmp_path / "data")
    planting = made.python(f"NAMES = {_NAMES!r}\n{_PLANT}")
    _out, wrong = planting.communicate()
    assert planting.returncode == 0, wrong.decode()
    assert _in_file(made, [*_NAMES, "ZQ77123"]) == [*_NAMES, "ZQ77123"]

    counted = made.samaki("shred", "--count")
    done = made.samaki("shred")

    assert b"person: 603 due" in counted.stdout, counted.stderr
    assert b"person: 603 shredded" in done.stdout, done.stderr
    assert _in_file(made, [*_NAMES, "ZQ77123"]) == []
    assert made.samaki("verify").returncode == 0
    assert b"person: 0 shredded" in made.samaki("shred").stdout
