"""What the import linter cannot see in the code: docstrings, verbs, sizes, names, machines."""

from __future__ import annotations

import ast
import re

import pytest
from tests.architecture.source import (
    PACKAGE,
    ROOT,
    Function,
    modules,
    named,
    public_functions,
    systems,
    tree,
    where,
)

LONGEST_FILE = 500
LONGEST_FUNCTION = 50
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js"}
# The ten names of a system, from the bottom up, and what Django itself asks for; see ADR 9.
TEN = {
    *("rules", "models", "queries", "services", "forms"),
    *("views", "endpoints", "commands", "tasks", "urls"),
}
DJANGOS = {"__init__", "apps", "admin", "migrations", "templates", "templatetags"}
MACHINE_PATH = re.compile(
    r"(?<![\w.<>}~])/(?:home|root|work|tmp|mnt|opt|srv|Users)/\w|\b[A-Z]:\\\\?\w"
)
# These lie below the accounts, so whoever acts comes in as a key: `by`.
BELOW_ACCESS = {"journal", "places", "agencies"}


@pytest.mark.parametrize("name", ["rules", "queries", "services"])
def test_every_public_rule_query_and_verb_says_what_it_promises(name: str) -> None:
    silent = [
        where(path, function)
        for path in named(name)
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]

    assert silent == []


def test_every_module_opens_with_its_promise() -> None:
    silent = [
        where(path)
        for path in modules()
        if path.name != "apps.py" and tree(path).body and not ast.get_docstring(tree(path))
    ]

    assert silent == []


def test_every_verb_names_who_acts_and_when_and_takes_nothing_by_position() -> None:
    wrong = [
        f"{where(path, verb)}: {fault}"
        for path in named("services")
        for verb in public_functions(path)
        if _writes(verb)
        for fault in _faults(verb, is_below=not BELOW_ACCESS.isdisjoint(path.parts))
    ]

    assert wrong == []


def test_a_verb_never_reads_the_clock() -> None:
    readers = [
        where(path, function)
        for name in ("rules", "queries", "services")
        for path in named(name)
        for function in public_functions(path)
        if re.search(r"\b(timezone\.now|datetime\.now|date\.today)\(", ast.unparse(function))
    ]

    assert readers == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    folders = [PACKAGE, ROOT / "tests", ROOT / "tools"]
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in WRITTEN_BY_HAND
        and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == []


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{where(path, node)}: {lines} lines"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (lines := _lines(node)) > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    named_paths = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in sorted((ROOT / "src").rglob("*"))
        if path.suffix in WRITTEN_BY_HAND | {".po", ".json", ".txt", ".svg"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]

    assert named_paths == []


def test_a_system_holds_only_the_ten_names() -> None:
    strays = [
        str(entry.relative_to(ROOT))
        for folder in systems()
        for entry in sorted(folder.iterdir())
        if entry.name != "__pycache__" and entry.stem not in TEN | DJANGOS
    ]

    assert strays == []


def test_a_system_says_in_its_first_lines_what_it_promises_and_has_no_code_there() -> None:
    wrong = []
    for folder in systems():
        body = tree(folder / "__init__.py").body
        if not ast.get_docstring(tree(folder / "__init__.py")) or len(body) > 1:
            wrong.append(where(folder / "__init__.py"))

    assert wrong == []


def _lines(function: Function) -> int:
    """Return how many lines it has after its head and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    last = body[-1].end_lineno if body else None
    return last - body[0].lineno + 1 if last else 0


def _writes(function: Function) -> bool:
    """Tell whether it opens a transaction of its own: the mark of a verb."""
    return any(ast.unparse(mark) == "transaction.atomic" for mark in function.decorator_list)


def _faults(verb: Function, *, is_below: bool) -> list[str]:
    taken = {argument.arg for argument in verb.args.kwonlyargs}
    actors = {"actor", "by"} if is_below else {"actor"}
    found = []
    if verb.args.args or verb.args.posonlyargs or verb.args.vararg:
        found.append("takes something by position")
    if not taken & actors:
        found.append(f"does not take {' or '.join(sorted(actors))}")
    if "at" not in taken:
        found.append("does not take the moment, `at`")
    return found


def _calls(name: str, *, saying: str = "") -> set[str]:
    """Return the modules that call a verb, with an argument that may be said to be true."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
        and (not saying or _may_be_true(node, saying))
    }


def _may_be_true(call: ast.Call, argument: str) -> bool:
    found = [keyword.value for keyword in call.keywords if keyword.arg in (argument, None)]
    return any(not (isinstance(v, ast.Constant) and v.value is False) for v in found)


def test_custody_ends_by_a_departure_alone() -> None:
    assert _calls("record_disposition") == {"systems/immigration/services/departures.py"}


def test_a_departure_is_reversed_by_the_verb_that_undoes_all_that_hung_on_it() -> None:
    assert _calls("reverse_disposition") == {"systems/immigration/services/departures.py"}


def test_a_ban_is_listed_by_the_verb_that_knows_the_departure_and_by_the_demo_world() -> None:
    assert _calls("enter_ban_listing") == {
        "systems/immigration/services/bans.py",
        "web/scenes/border.py",
    }


def test_a_screening_is_cleared_by_those_who_protect_and_every_other_hold_by_its_own_act() -> None:
    clearing = _calls("lift_hold", saying="clears")
    acts = {
        "systems/immigration/services/pleas.py",
        "systems/immigration/services/unserved.py",
        "systems/custody/services/holds.py",  # by hand, and so never a screening's
    }

    assert acts <= clearing
    assert all(path.startswith("systems/protection/services") for path in clearing - acts)


def test_a_hold_is_lifted_by_hand_by_a_page_and_the_api_alone() -> None:
    assert _calls("lift_hold_by_hand") == {
        "systems/custody/views/holds.py",
        "systems/custody/endpoints/holds.py",
    }
