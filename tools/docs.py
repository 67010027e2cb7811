"""Writes what the pages of docs/ can be told by the code: commands, pages, states, permissions.

`python tools/docs.py` rewrites every generated block; with `--check` it only names those that lag
behind the code, and exits 1. A block stands between two comments:

    <!-- generated: states custody -->
    <!-- /generated -->
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import re
import sys
from enum import Enum, EnumMeta
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from django.db.models import Model
    from django.urls import URLPattern

    from samaki.ground.access.rules import Permission
    from samaki.kernel.flow import Flow

ROOT = Path(__file__).resolve().parents[1]
SYSTEMS = (
    *("directives", "custody", "listings", "claims", "indicators", "operations"),
    *("support", "gaming", "border", "immigration", "protection", "discipline"),
)
# Where flow tables lie: the systems' rules, and those of the ground's own things.
OWNERS_OF_FLOWS = (*(f"systems.{system}" for system in SYSTEMS), "ground.jobs", "ground.sites")
BLOCK = re.compile(
    r"(?P<open><!-- generated: (?P<name>[^>]+?) -->\n)(?P<body>.*?)(?P<close><!-- /generated -->)",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(r"[A-Z][A-Z_]+")


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the blocks, or name those that are stale; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="name stale blocks and change nothing")
    options = parser.parse_args(arguments)
    start_django()
    found = stale()
    for page, block in found:
        print(f"{page.relative_to(ROOT)}: {block}{' is stale' if options.check else ''}")
    if not options.check:
        for page in {page for page, _ in found}:
            page.write_text(rewritten(page), "utf-8")
    return 1 if options.check and found else 0


def start_django() -> None:
    """Load the models; no database is asked."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaki.web.settings_test")
    import django  # noqa: PLC0415 - the path has to be set first

    django.setup()


def pages() -> list[Path]:
    """Return every page of the written part."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def stale() -> list[tuple[Path, str]]:
    """Return each page's blocks that say something else than the code."""
    return [
        (page, block["name"])
        for page in pages()
        for block in BLOCK.finditer(page.read_text("utf-8"))
        if block["body"] != generated(block["name"])
    ]


def rewritten(page: Path) -> str:
    """Return a page's text with every block as the code has it."""
    return BLOCK.sub(
        lambda block: f"{block['open']}{generated(block['name'])}{block['close']}",
        page.read_text("utf-8"),
    )


def generated(name: str) -> str:
    """Return what belongs between the markers of a block; KeyError for a block nobody knows."""
    kind, _, of = name.partition(" ")
    return "".join(f"{line}\n" for line in _BLOCKS[kind](of))


def models_of(label: str) -> list[type[Model]]:
    """Return the models of an app, in the order of their table of contents."""
    from django.apps import apps  # noqa: PLC0415 - after Django is set up

    return list(apps.get_app_config(label).get_models())


def apps_of_ours() -> list[str]:
    """Return the labels of Samaki's own apps."""
    from django.apps import apps  # noqa: PLC0415 - after Django is set up

    return [app.label for app in apps.get_app_configs() if app.name.startswith("samaki.")]


def flows_of(system: str) -> list[Flow[Any]]:
    """Return the flow tables of a system, in the order they are written."""
    return flows_in(f"systems.{system}")


def flows_in(owner: str) -> list[Flow[Any]]:
    """Return the flow tables in a package's rules, in the order they are written."""
    from samaki.kernel.flow import Flow  # noqa: PLC0415 - the path has to be set first

    if find_spec(f"samaki.{owner}.rules") is None:
        return []
    found = (value for module in _rules(owner) for value in vars(module).values())
    return list({id(value): value for value in found if isinstance(value, Flow)}.values())


def drawing_of(owner: str, flow: Flow[Any]) -> str:
    """Return the name of a flow's drawing: two systems may have a flow of one name."""
    return f"{owner.rpartition('.')[2]}-{type(flow.start).__name__}"


def states_of(system: str) -> dict[str, list[str]]:
    """Return the values of each enum of states a system has, by the enum's name."""
    return {
        name: [state.value for state in list[Enum](value)]
        for module in _rules(f"systems.{system}")
        for name, value in vars(module).items()
        if isinstance(value, EnumMeta) and name.endswith("State")
    }


def urls() -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site with its pattern, in the order of the table of contents."""
    from django.urls import get_resolver  # noqa: PLC0415 - after Django is set up

    yield from _walk(get_resolver().url_patterns, "/")


def environment() -> dict[str, tuple[str, list[str]]]:
    """Return every environment variable the code names: its default as written, and where."""
    found: dict[str, tuple[str, list[str]]] = {}
    for path in [ROOT / "run.py", *sorted((ROOT / "src").rglob("*.py"))]:
        if path.name == "settings_test.py":
            continue
        for name, default in _variables(ast.parse(path.read_text("utf-8"))):
            where = str(path.relative_to(ROOT))
            known, places = found.setdefault(name, (default, []))
            found[name] = (known or default, [*places, *([] if where in places else [where])])
    return dict(sorted(found.items()))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |"


def _states(system: str) -> Iterator[str]:
    drawn = {type(flow.start).__name__ for flow in flows_of(system)}
    for flow in flows_of(system):
        ends = ", ".join(f"`{state.value}`" for state in flow.states if state in flow.ends)
        name, start = type(flow.start).__name__, flow.start.value
        yield f"**{name}** begins as `{start}`; over for good once: {ends}."
        yield ""
        picture = drawing_of(system, flow)
        yield f"![{name}: the table below as a picture](../drawings/{picture}.svg)"
        yield ""
        rows = (
            (f"`{before.value}`", f"`{act}`", f"`{after.value}`")
            for (before, act), after in flow.steps.items()
        )
        yield from _table(("in state", "act", "leads to"), rows)
        yield ""
    for name, states in states_of(system).items():
        if name not in drawn:
            yield f"**{name}**: {', '.join(f'`{state}`' for state in states)}."
            yield ""


def _permissions(system: str) -> Iterator[str]:
    """One table of a system; without one, a table for each, under its name."""
    if system:
        yield from _held(system)
        return
    for name in dict.fromkeys(each.value.partition(":")[0] for each in _rights().Permission):
        yield f"### {name.capitalize()}"
        yield ""
        yield from _held(name)
        yield ""


def _held(system: str) -> Iterator[str]:
    holders = _holders()
    rows = (
        (
            f"`{each.value}`",
            ", ".join(f"`{name}`" for name, granted in holders.items() if each in granted) or "–",
        )
        for each in _rights().Permission
        if each.value.startswith(f"{system}:")
    )
    yield from _table(("permission", "held by"), rows)


def _roles(_of: str) -> Iterator[str]:
    rows = (
        (f"`{name}`", ", ".join(f"`{each.value}`" for each in _rights().Permission if each in may))
        for name, may in _holders().items()
    )
    yield from _table(("role", "may"), rows)


def _apart(_of: str) -> Iterator[str]:
    """Which roles nobody may hold together and why: one row for a role that one reason parts."""
    rights = _rights()
    rows = []
    for why, wording in rights.APART_WORDINGS.items():
        pairs = [pair for pair, because in rights.INCOMPATIBLE.items() if because == why]
        shared = frozenset.intersection(*pairs) if len(pairs) > 1 else frozenset()
        groups = [frozenset().union(*pairs)] if shared else pairs
        for group in groups:
            first = shared or frozenset(sorted(group)[:1])
            rows.append((_named(first), _named(group - first), wording))
    yield from _table(("who is", "is not also", "because"), rows)


def _named(roles: frozenset[str]) -> str:
    return ", ".join(f"`{role.value}`" for role in _rights().Role if role in roles)


def _holders() -> dict[str, frozenset[Permission]]:
    """Return what each role and each machine may do, by its name."""
    rights = _rights()
    holders = {role.value: rights.GRANTS[role] for role in rights.Role}
    return holders | {each.value: rights.MACHINE_GRANTS[each] for each in rights.Machine}


def _rights() -> Any:  # noqa: ANN401 - a module
    return importlib.import_module("samaki.ground.access.rules")


def _pages(system: str) -> Iterator[str]:
    where = next(
        name
        for name in (f"samaki.{system}", f"samaki.systems.{system}", f"samaki.ground.{system}")
        if find_spec(name) is not None
    )
    rows = []
    for address, pattern in urls():
        view: Any = pattern.callback
        ours = getattr(view, "__module__", "")
        if not ours.startswith(f"{where}."):
            continue
        permission = getattr(view, "permission", None)
        opens = f"`{permission.value}`" if permission else "everybody"
        rows.append((f"`{address}`", _first_line(view.__doc__), opens))
    if not rows:
        yield "No page is open yet."
        return
    yield from _table(("address", "what it does", "opens with"), rows)


def _models(label: str) -> Iterator[str]:
    rows = (
        (
            f"**{model.__name__}**",
            _first_line(model.__doc__),
            "yes" if getattr(model, "append_only", False) else "–",
        )
        for model in models_of(label)
    )
    yield from _table(("table", "what a row is", "append-only"), rows)


def _settings(_of: str) -> Iterator[str]:
    rows = (
        (f"`{name}`", f"`{default}`" if default else "–", ", ".join(f"`{at}`" for at in places))
        for name, (default, places) in environment().items()
    )
    yield from _table(("variable", "default, as written in the code", "named in"), rows)


def _commands(_of: str) -> Iterator[str]:
    from samaki.web import cli  # noqa: PLC0415 - the path has to be set first

    yield from _table(("command", "what it does"), _verbs(cli.parser(), ("samaki",)))


def _cast(_of: str) -> Iterator[str]:
    from samaki.web import cast  # noqa: PLC0415 - after Django is set up

    rows = (
        (f"`{member.username}`", member.title.en, f"`{member.role.value}`", member.area)
        for member in cast.CAST
    )
    yield from _table(("log-in", "who", "role", "area"), rows)


def _languages(_of: str) -> Iterator[str]:
    from samaki.kernel.reading import languages  # noqa: PLC0415 - the path has to be set first

    where = languages.__name__
    known = [code for code in languages.LANGUAGES if find_spec(f"{where}.{code}") is not None]
    yield f"Read now: {', '.join(f'`{code}`' for code in known)}."


def _operations(_of: str) -> Iterator[str]:
    from samaki.web import urls  # noqa: PLC0415 - after Django is set up

    rows = (
        (f"`{method.upper()} {address}`", str(said["description"]), f"`{said['x-permission']}`")
        for address, methods in urls.API.get_openapi_schema()["paths"].items()
        for method, said in methods.items()
    )
    yield from _table(("call", "what it does", "opens with"), rows)


_BLOCKS: dict[str, Callable[[str], Iterator[str]]] = {
    "apart": _apart,
    "api": _operations,
    "cast": _cast,
    "commands": _commands,
    "languages": _languages,
    "models": _models,
    "pages": _pages,
    "permissions": _permissions,
    "roles": _roles,
    "settings": _settings,
    "states": _states,
}


def _verbs(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    # argparse offers no public way to list what was added to it.
    for action in parser._actions:  # noqa: SLF001 - as above
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            continue
        helps = {choice.dest: choice.help for choice in action._choices_actions}  # noqa: SLF001 - as above
        for name, below in action.choices.items():
            deeper = list(_verbs(below, (*words, name)))
            yield from deeper or [(f"`{' '.join((*words, name))}`", str(helps.get(name, "")))]


def _rules(owner: str) -> Iterator[ModuleType]:
    """Yield a package's rules and, if they are a folder, each file in it."""
    rules = importlib.import_module(f"samaki.{owner}.rules")
    yield rules
    for found in iter_modules(getattr(rules, "__path__", ())):
        yield importlib.import_module(f"{rules.__name__}.{found.name}")


def _walk(patterns: Iterable[Any], before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if getattr(pattern, "namespace", None) == "api":
            continue  # said on a page of its own, from its own description
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, address)
        else:
            yield address, pattern


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0]


def _variables(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        words = _words(node)
        if words and isinstance(words[0], ast.Constant) and _is_variable(words[0].value):
            yield str(words[0].value), ast.unparse(words[1]) if len(words) > 1 else ""


def _words(node: ast.AST) -> list[ast.expr]:
    """Return the arguments of a reading of os.environ; nothing for any other expression."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {
        "os.environ.get",
        "os.environ.setdefault",
        "os.getenv",
    }:
        return node.args
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        return [node.slice]
    return []


def _is_variable(value: object) -> bool:
    return isinstance(value, str) and _ENVIRONMENT.fullmatch(value) is not None


if __name__ == "__main__":
    sys.exit(main())
