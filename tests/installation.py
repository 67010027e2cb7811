"""A Samaki of its own in a folder of its own, run as an operator runs it: by the command line."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SRC = Path(__file__).resolve().parent.parent / "src"
# Python reads this file of its path when it starts, in the server's own processes too. Pages ask
# one function for the moment, so a clock that goes ahead is set there.
_CLOCK = """
from datetime import timedelta
from django.utils import timezone
now = timezone.now
timezone.now = lambda: now() + timedelta(days={days})
"""
_NOT_INHERITED = {"DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "PYTHONUTF8"}
_PATIENCE = 300  # seconds until a server has to answer; a slow machine is no fault


@dataclass(frozen=True)
class Installation:
    """A data folder and the environment its commands run in."""

    folder: Path
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def env(self) -> dict[str, str]:
        """The environment of its commands: ours, but with its own folder and database."""
        ours = {k: v for k, v in os.environ.items() if k not in _NOT_INHERITED}
        return {
            **ours,
            "PYTHONPATH": str(SRC),
            "DJANGO_SETTINGS_MODULE": "samaki.web.settings",
            "SAMAKI_DATA_DIR": str(self.folder),
            "SAMAKI_SECRET_KEY": "for-tests-alone",
            **dict(self.settings),
        }

    @property
    def log(self) -> Path:
        """What its server said."""
        return self.folder / "server.log"

    def samaki(self, *words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run a `samaki` command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "samaki.web.cli", *words],
            env=self.env,
            input=stdin,
            capture_output=True,
            check=False,
        )

    def python(self, code: str) -> subprocess.Popen[bytes]:
        """Start Python code in this installation, with Django set up."""
        prelude = "import django; django.setup()\n"
        return subprocess.Popen(
            [sys.executable, "-c", prelude + code],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def copy_to(self, folder: Path) -> Installation:
        """Copy the folder, so that a test may change it."""
        shutil.copytree(self.folder, folder)
        return Installation(folder, self.settings)

    @contextmanager
    def serving(self, *, days_ahead: int = 0) -> Iterator[str]:
        """Serve it on a free port, by the clock or by one so many days ahead; give the address."""
        port = free_port()
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [sys.executable, "-m", "samaki.web.cli", "serve", "--port", str(port)],
                env={**self.env, **self._clock(days_ahead), "SAMAKI_DEMO": "1"},
                stdout=log,
                stderr=log,
            )
        try:
            _wait_for(f"http://127.0.0.1:{port}/log-in/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=_PATIENCE)

    def _clock(self, days: int) -> dict[str, str]:
        if not days:
            return {}
        folder = self.folder / "clock"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(_CLOCK.format(days=days), "utf-8")
        return {"PYTHONPATH": os.pathsep.join([str(folder), str(SRC)])}


def free_port() -> int:
    """Return a port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    message = f"{address} does not answer"
    raise AssertionError(message)
