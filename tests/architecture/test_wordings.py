"""No sentence is written for a refusal that nobody gives: a promise of a check that is not made."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "samaki"
PARTS = sorted(
    part for layer in ("systems", "ground") for part in (SOURCE / layer).iterdir() if part.is_dir()
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_wording_of_a_reason_is_of_a_reason_that_is_given(part: Path) -> None:
    said: set[str] = set()
    worded: set[str] = set()
    for path in part.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tables = [node for node in ast.walk(tree) if _is_table(node)]
        keys = {id(key) for table in tables for key in _keys(table)}
        worded |= {str(key.value) for table in tables for key in _keys(table)}
        said |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in keys
        }

    assert worded - said == set()


def _is_table(node: ast.AST) -> bool:
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return isinstance(target, ast.Name) and target.id == "WORDINGS"


def _keys(table: ast.AST) -> list[ast.Constant]:
    assert isinstance(table, ast.Assign)
    assert isinstance(table.value, ast.Dict)
    return [key for key in table.value.keys if isinstance(key, ast.Constant)]
