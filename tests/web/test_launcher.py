"""`run.py` from outside, as far as it can be tried without a network."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.installation import Installation

ROOT = Path(__file__).resolve().parents[2]


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    python = getattr(sys, "_base_executable", sys.executable)
    return subprocess.run(
        [python, str(ROOT / "run.py"), *words], capture_output=True, text=True, check=False
    )


def test_help_names_the_three_verbs() -> None:
    words = _run("--help").stdout

    for verb in ("setup", "demo", "test"):
        assert verb in words


@pytest.mark.parametrize("words", [(), ("nonsense",), ("demo", "--nonsense")])
def test_what_is_asked_wrongly_ends_with_2(words: tuple[str, ...]) -> None:
    assert _run(*words).returncode == 2


def test_a_taken_port_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = Installation(tmp_path / "data").samaki("demo", "--port", str(port))

    assert done.returncode == 1
    assert f"Port {port} is taken".encode() in done.stderr
    assert f"--port {port + 1}".encode() in done.stderr


def test_an_account_is_opened_by_its_command(tmp_path: Path) -> None:
    made = Installation(tmp_path / "data")
    made.samaki("demo", "--load-only")
    words = ("user", "add", "sok", "--role", "duty_officer", "--post", "secretariat-duty")

    done = made.samaki(*words, "--area", "KH", "--password-stdin", stdin=b"a long password\n")
    again = made.samaki(*words, "--area", "KH", "--password-stdin", stdin=b"a long password\n")
    wrong = made.samaki(
        "user", "add", "chan", "--role", "king", "--post", "x", "--area", "TH-1",
        "--password-stdin", stdin=b"\n",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert b"The first log-in asks for a new password." in done.stdout
    assert again.returncode == 1
    assert wrong.returncode == 2
    assert len(wrong.stderr.splitlines()) == 4, "every reason is said at once"
    assert made.samaki("verify").returncode == 0
