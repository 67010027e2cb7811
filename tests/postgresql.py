"""A PostgreSQL server of the tests' own, in a folder of its own, on the loopback address."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.installation import free_port
from tests.needs import postgres_bin

if TYPE_CHECKING:
    from collections.abc import Iterator

_USER = "nobody"  # PostgreSQL refuses to run as root
# The folder is thrown away, and no test pulls the plug of the machine: nothing waits for a disk.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def server() -> Iterator[str]:
    """Start a server; give the DATABASE_URL of an empty database in it."""
    programs = postgres_bin()
    assert programs is not None, "PostgreSQL's server is missing"
    folder = Path(tempfile.mkdtemp(prefix="samaki-pg-"))
    port = free_port()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        trust = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run(programs / "initdb", "-D", folder / "data", "-U", "samaki", *trust)
        settings = ("listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *_QUICK)
        options = " ".join([f"-p {port}", *(f"-c {setting}" for setting in settings)])
        control = [programs / "pg_ctl", "-D", folder / "data", "-w"]
        _run(*control, "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgres://samaki@127.0.0.1:{port}/postgres"
        finally:
            _run(*control, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        preexec_fn=_become if os.geteuid() == 0 else None,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}"


def _become() -> None:
    user = pwd.getpwnam(_USER)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
