"""What some tests need from the machine, where it is, and what to say when it is missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

REQUIRE_ALL = os.environ.get("SAMAKI_REQUIRE_ALL") == "1"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Return Chromium's path, or None."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def postgres_bin() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version's, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def pdftotext() -> str | None:
    """Return the path of poppler's reader of PDF, or None."""
    return shutil.which("pdftotext")


def pdffonts() -> str | None:
    """Return the path of poppler's list of fonts, or None."""
    return shutil.which("pdffonts")


MISSING = {
    "pdf": (pdftotext, "Poppler is missing; it comes with: apt-get install poppler-utils"),
    "story": (
        chromium,
        "Chromium is missing; it comes with: apt-get install chromium fonts-noto-core",
    ),
    "postgres": (
        postgres_bin,
        "PostgreSQL's server is missing; it comes with: apt-get install postgresql",
    ),
}
