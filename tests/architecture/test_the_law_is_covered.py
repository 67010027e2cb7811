"""The pure law of custody is seen whole by its pure tests: every branch, by written examples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

from tests.architecture.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# What `just mutate` changes, and by which tests: said once, in pyproject.toml.
MUTATION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
LAW: list[str] = MUTATION["only_mutate"]
TESTS: list[str] = MUTATION["pytest_add_cli_args_test_selection"]
# A drawn example may miss a branch tomorrow, and what needs a database proves nothing of the rule.
WRITTEN = "not hypothesis and not django_db"


def _measured(report: Path) -> dict[str, list[str]]:
    """Run the pure tests once; return what each file of the law left unseen."""
    modules = [path.removeprefix("src/").removesuffix(".py").removesuffix("/*") for path in LAW]
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"),
            *("-n0", "-m", WRITTEN, "--cov-branch", f"--cov-report=json:{report}"),
            *(f"--cov={module.replace('/', '.')}" for module in modules),
            *TESTS,
        ],
        cwd=ROOT,
        # As from a shell of its own: whatever measures or spreads this run has no part in that one.
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_"))},
            "COVERAGE_FILE": str(report.with_suffix(".data")),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    files = json.loads(report.read_text("utf-8"))["files"]
    return {
        path: [
            *(f"line {line}" for line in found["missing_lines"]),
            *(f"line {start} to {end}" for start, end in found["missing_branches"]),
        ]
        for path, found in files.items()
    }


def test_every_branch_of_the_law_is_seen_without_a_database_and_without_chance(
    tmp_path: Path,
) -> None:
    unseen = _measured(tmp_path / "law.json")

    written = {str(path.relative_to(ROOT)) for pattern in LAW for path in ROOT.glob(pattern)}
    assert unseen.keys() == written
    assert {path: places for path, places in unseen.items() if places} == {}


def test_every_test_of_custodys_rules_is_one_that_the_law_is_measured_by() -> None:
    found = (ROOT / "tests" / "systems" / "custody").glob("test_*_rules.py")

    assert {str(path.relative_to(ROOT)) for path in found} <= set(TESTS)
    assert [path for path in TESTS if not (ROOT / path).is_file()] == []
