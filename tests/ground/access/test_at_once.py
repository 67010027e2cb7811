"""Two managers at one moment, on real databases: of two incompatible roles one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ready import Ready

HOW_MANY = 12
OPEN = f"""
from django.utils import timezone
from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine
from samaki.ground.access.services import open_account
for number in range({HOW_MANY}):
    open_account(actor=machine(Machine.INSTALLER), username=f"both{{number}}", password=None,
                 at=timezone.now())
"""
APPOINT = """
from django.utils import timezone
from samaki.ground.access.models import Account
from samaki.ground.access.rules import Role
from samaki.ground.access.services import AppointmentRefusedError, appoint
from samaki.web import world

manager, refused = world.actor("manager", at=timezone.now()), 0
for account in Account.objects.filter(username__startswith="both"):
    try:
        appoint(actor=manager, account_id=account.pk, post="poipet-intake", role=Role("{role}"),
                area="KH-1", at=timezone.now())
    except AppointmentRefusedError as refusal:
        assert [reason.code for reason in refusal.reasons] == ["incompatible"], refusal
        refused += 1
print(refused)
"""


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_of_two_incompatible_roles_given_at_one_moment_one_is_refused(
    kind: str, ready: Ready, tmp_path: Path
) -> None:
    made = ready.copy(tmp_path / "data", "lay_ground", kind=kind)
    loading = made.python(OPEN)
    _out, errors = loading.communicate()
    assert loading.returncode == 0, errors.decode()
    managers = [
        made.python(APPOINT.format(role=role))
        for role in ("protection_screener", "immigration_officer")
    ]
    ended = [manager.communicate() for manager in managers]

    for manager, (_said, faults) in zip(managers, ended, strict=True):
        assert manager.returncode == 0, faults.decode()
    assert sum(int(said) for said, _faults in ended) == HOW_MANY
    proof = made.samaki("verify")
    assert proof.returncode == 0, proof.stderr.decode()
