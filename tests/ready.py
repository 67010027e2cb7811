"""Installations with the demo world in them: made once for all tests of a run, then copied.

To migrate an empty database takes many seconds, and the tests that run programs of their own each
need one. Whoever asks first makes it; other processes of the same run wait, and copy it too.
"""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import psycopg
from tests import postgresql
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHOLE = ""
_EMPTY = "migrated"
_MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
_LOAD = """
from django.utils import timezone
from samaki.web import world
world.load(at=timezone.now(), until={until!r})
"""


class Ready:
    """What was made so far. `until` names the chapter of the demo world at which loading stops."""

    def __init__(self, shared: Path, own: Path) -> None:
        self._shared, self._own = shared, own
        self._stack = ExitStack()
        self._server = ""
        self._databases: set[str] = set()

    def close(self) -> None:
        """Stop what was started."""
        self._stack.close()

    def template(self, until: str = WHOLE) -> Installation:
        """Return an installation on SQLite. It is shared: copy it before anything is changed."""
        made = Installation(self._shared / f"ready-{until or 'whole'}")
        is_made = self._shared / f"{made.folder.name}.made"
        with _alone(self._shared / f"{made.folder.name}.lock"):
            if not is_made.exists():
                if until != _EMPTY:
                    self.template(_EMPTY).copy_to(made.folder)
                _fill(made, until)
                is_made.touch()
        return made

    def copy(self, folder: Path, until: str = WHOLE, *, kind: str = "sqlite") -> Installation:
        """Return an installation of the test's own, on `sqlite` or on a real `postgresql`."""
        if kind == "sqlite":
            return self.template(until).copy_to(folder)
        return Installation(folder, (("DATABASE_URL", self._database(until)),))

    def _database(self, until: str) -> str:
        if not self._server:
            self._server = self._stack.enter_context(postgresql.server()).removesuffix("/postgres")
        name = f"test_{len(self._databases)}"
        self._create(name, template=self._filled(until))
        return f"{self._server}/{name}"

    def _filled(self, until: str) -> str:
        name = f"ready_{until or 'whole'}"
        if name not in self._databases:
            self._create(name, template="template1" if until == _EMPTY else self._filled(_EMPTY))
            address = f"{self._server}/{name}"
            _fill(Installation(self._own / name, (("DATABASE_URL", address),)), until)
        return name

    def _create(self, name: str, *, template: str) -> None:
        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self._databases.add(name)


def _fill(made: Installation, until: str) -> None:
    filling = made.python(_MIGRATE if until == _EMPTY else _LOAD.format(until=until))
    _out, errors = filling.communicate()
    assert filling.returncode == 0, errors.decode()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
