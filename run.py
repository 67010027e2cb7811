#!/usr/bin/env python3
"""Samaki's launcher: sets up what is missing, then does what you ask. Standard library alone.

python3 run.py demo     the demo world, served on http://127.0.0.1:8000
python3 run.py test     every test; those that need a browser or a server say so when it is missing
python3 run.py setup    only set up: .venv/bin/samaki stands afterwards
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "samaki-setup.json"
OLDEST = (3, 11)


def main(arguments: list[str]) -> int:
    """Do what is asked and return the exit code."""
    if sys.version_info < OLDEST:
        return _fail(f"Samaki needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if sys.prefix != sys.base_prefix and Path(sys.prefix) == VENV:
        return _fail("Run this with the machine's own python3, not with the one in .venv.")
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="setup | demo | test")
    setup = verbs.add_parser("setup", help="environment, packages, assets")
    setup.add_argument("--dev", action="store_true", help="with what the tests and linters need")
    demo = verbs.add_parser("demo", help="set up if needed, load the demo world, serve it")
    demo.add_argument("--port", type=int, default=8000, help="default 8000")
    demo.add_argument("--load-only", action="store_true", help="load the demo world and stop")
    verbs.add_parser("test", help="run every test; further words go to pytest")
    options, rest = parser.parse_known_args(arguments)
    if rest and options.verb != "test":
        parser.error(f"not understood: {' '.join(rest)}")
    needs_dev = options.verb == "test" or getattr(options, "dev", False)
    if (code := set_up(dev=needs_dev, retry=options.verb == "setup")) or options.verb == "setup":
        return code
    return demonstrate(options) if options.verb == "demo" else test(rest)


def set_up(*, dev: bool, retry: bool) -> int:
    """Leave a working .venv/bin/samaki behind; what an earlier run finished is not done again."""
    done = _stamp()
    dev = dev or bool(done.get("dev"))  # packages once there are never taken away again
    wanted = {"dev": dev, "state": _state(dev=dev)}
    if done != wanted:
        print("Samaki is set up; the first time takes a minute or two.", flush=True)
        STAMP.unlink(missing_ok=True)
        for say, step in (
            ("1/3 a Python environment in .venv", _make_environment),
            ("2/3 packages, each checked against its hash", lambda: _install(dev=dev)),
            ("3/3 the command .venv/bin/samaki", _link_project),
        ):
            print(say, flush=True)
            if code := step():
                return code
        STAMP.write_text(json.dumps(wanted), "utf-8")
    return _run([PYTHON, "-m", "samaki.web.assets", *(["--retry"] if retry else [])])


def demonstrate(options: argparse.Namespace) -> int:
    """Serve the demo world until it is stopped."""
    command = [PYTHON, "-m", "samaki.web.cli", "demo", "--port", str(options.port)]
    command += ["--load-only"] if options.load_only else []
    if os.name == "posix":
        # In this program's place: whoever stops it stops the server too.
        os.execv(PYTHON, [str(word) for word in command])  # noqa: S606 - our own words
    return _run(command)


def test(rest: list[str]) -> int:
    """Run the whole suite, or what the further words name."""
    spread = [] if any(word.startswith("-n") for word in rest) else ["-n", "2", "--dist=worksteal"]
    return _run([PYTHON, "-m", "pytest", *spread, *rest], cwd=ROOT)


def _make_environment() -> int:
    if PYTHON.exists() and _run([PYTHON, "-c", "import pip"], quiet=True) == 0:
        return 0
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    except (subprocess.CalledProcessError, ImportError, OSError) as error:
        return _fail(
            f"No environment could be made: {error}\n"
            "On Debian and Ubuntu, venv is a package of its own: apt-get install python3-venv"
        )
    return 0


def _install(*, dev: bool) -> int:
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    file = "requirements-dev.txt" if dev else "requirements.txt"
    code = _run([*pip, "install", "-qq", "--require-hashes", "--requirement", ROOT / file])
    return _fail("The packages were not installed; see above. Try again.") if code else 0


def _link_project() -> int:
    # A path file and a two-line script instead of an editable install: that would fetch a build
    # tool without a hash. The version is read from the changelog at run time.
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([PYTHON, "-c", query], capture_output=True, text=True, check=True)
    Path(found.stdout.strip(), "samaki.pth").write_text(f"{ROOT / 'src'}\n", "utf-8")
    script = BIN / "samaki"
    script.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m samaki.web.cli "$@"\n', "utf-8")
    script.chmod(0o755)
    return 0


def _state(*, dev: bool) -> str:
    parts = [sys.version, str(ROOT), Path(__file__).read_text("utf-8")]
    parts.append(
        (ROOT / ("requirements-dev.txt" if dev else "requirements.txt")).read_text("utf-8")
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _stamp() -> dict[str, object]:
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _run(command: list[object], *, quiet: bool = False, cwd: Path | None = None) -> int:
    sink = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(
            [str(part) for part in command], stdout=sink, stderr=sink, cwd=cwd, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
