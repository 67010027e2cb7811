"""Serving: the web server with its background worker beside it, and the demo on top."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine
from samaki.ground.jobs import commands
from samaki.ground.places import queries as places
from samaki.ground.places.services import load_gazetteer
from samaki.systems.border.services import load_checkpoints
from samaki.web import cast, world

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"


def demo(*, port: int, load_only: bool) -> int:
    """Load the demo world into an empty data folder, then serve it and print the cast."""
    if not load_only and not _is_free(port):
        return _say_taken(port)
    call_command("migrate", verbosity=0, interactive=False)
    if not world.is_loaded():
        _say("Loading the demo world …")
        world.load(at=timezone.now())
    if load_only:
        _say("The demo world is loaded.")
        return 0
    _say_cast(port)
    return serve(port=port)


def serve(*, port: int) -> int:
    """Serve the pages on the loopback address until stopped, with one worker beside."""
    if not _is_free(port):
        return _say_taken(port)
    if _is_behind():
        print("The database is not of this version. Run `samaki migrate` first.", file=sys.stderr)  # noqa: T201 - this is a command's answer
        return 1
    _say(f"Samaki is served on http://{HOST}:{port}/ (Ctrl-C stops it)")
    command = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    # One process and few threads: on SQLite writers queue anyway, and a short queue is quicker.
    options = ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    server = [sys.executable, "-m", *command, *options, "samaki.web.wsgi:application"]
    signal.signal(signal.SIGTERM, _stop)
    worker = [sys.executable, "-m", "samaki.web.cli", "work", "--beside", str(os.getpid())]
    with _child(worker), _child(server) as serving:
        return serving.wait()


def lay_areas() -> None:
    """Load areas and checkpoints into an installation that has none yet."""
    if not places.provinces().exists():
        load_gazetteer(by=machine(Machine.INSTALLER).key, at=timezone.now())
    load_checkpoints(actor=machine(Machine.INSTALLER), at=timezone.now())


def _is_behind() -> bool:
    """Tell whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def work(*, exit_when_idle: bool, beside: int | None) -> int:
    """Carry out background jobs in this process until stopped."""
    lock = settings.DATA_DIR / "worker.lock"
    return commands.work(lock=lock, exit_when_idle=exit_when_idle, beside=beside)


def _stop(_signal: int, _frame: object) -> NoReturn:
    # Asked to end, we end what we started too; a server left behind would hold the port.
    raise SystemExit(0)


@contextlib.contextmanager
def _child(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of ours as long as the block runs."""
    child = subprocess.Popen(command, env=os.environ)  # noqa: S603 - our own words
    try:
        yield child
    finally:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
        child.kill()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _say_taken(port: int) -> int:
    print(  # noqa: T201 - this is a command's answer
        f"Port {port} is taken by another program. Choose another: --port {port + 1}",
        file=sys.stderr,
    )
    return 1


def _say_cast(port: int) -> None:
    _say(f"\nSamaki's demo world: http://{HOST}:{port}/\n")
    _say(f"  {'log-in':<12} {'password':<12} who")
    for member in cast.CAST:
        _say(f"  {member.username:<12} {cast.PASSWORD:<12} {member.title.en}")
    _say("")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is a command's answer
