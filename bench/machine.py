"""Says on what machine a benchmark ran; a figure without one means nothing."""

from __future__ import annotations

import os
import platform
import sqlite3


def words() -> str:
    """Return cores, architecture and versions in one line."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )
