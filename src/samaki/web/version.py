"""The version: the first heading of the changelog."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def current() -> str:
    """Return the version, such as 0.2.0."""
    changelog = Path(__file__).resolve().parents[3] / "CHANGELOG.md"
    found = re.search(r"(?m)^## (\d+\.\d+\.\d+)", changelog.read_text("utf-8"))
    assert found, "the changelog opens with a version"
    return found.group(1)
