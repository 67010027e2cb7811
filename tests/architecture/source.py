"""The source as the architecture tests look at it: files, trees of syntax, functions."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "samaki"

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


def modules(below: str = "") -> list[Path]:
    """Return the Python files of the package, migrations left out: Django writes those."""
    return sorted(p for p in (PACKAGE / below).rglob("*.py") if "migrations" not in p.parts)


def systems() -> list[Path]:
    """Return the folder of each system, and of the picture, which is built like one."""
    folders = [p for p in (PACKAGE / "systems").iterdir() if (p / "__init__.py").exists()]
    return [*sorted(folders), PACKAGE / "picture"]


def named(name: str) -> list[Path]:
    """Return the modules of that name (`services`), those that grew into a package too."""
    return [
        path for path in modules() if path.stem == name or (path.parent.name == name and path.stem)
    ]


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def public_functions(path: Path) -> Iterator[Function]:
    """Yield a module's own functions that others may call."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def where(path: Path, node: Function | None = None) -> str:
    """Return how a failure names a place."""
    line = f":{node.lineno} {node.name}" if node else ""
    return f"{path.relative_to(ROOT)}{line}"
