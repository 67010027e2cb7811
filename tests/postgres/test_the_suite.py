"""The tests of ground, systems, picture and web once more, on a real PostgreSQL.

Not what touches no database, and not those of single pages: what a page says hangs on no database.
That every page answers each role, and every operation of the API whatever it is sent, is proved on
both.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import postgresql
from tests.conftest import ONLY_DATABASE

ROOT = Path(__file__).resolve().parents[2]
_WHERE = ("tests/ground", "tests/systems", "tests/picture", "tests/web")
_NOT_HERE = ("*_pages.py", "*_at_once.py")  # the second kind starts servers of both kinds itself
# These start a Samaki of their own, on a database of their own.
_OWN = (
    "tests/ground/jobs/test_the_worker.py",
    "tests/systems/claims/test_commands.py",
    "tests/web/test_launcher.py",
    "tests/web/test_verify.py",
)


@pytest.mark.postgres
def test_everything_that_touches_the_database_holds_on_postgresql_too(tmp_path: Path) -> None:
    with postgresql.server() as address:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
             "-m", "not walk", *(f"--ignore-glob={names}" for names in _NOT_HERE),
             *(f"--ignore={path}" for path in _OWN), *_WHERE],
            cwd=ROOT,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
                "DATABASE_URL": address,
                ONLY_DATABASE: "1",
                "SAMAKI_DATA_DIR": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:]
