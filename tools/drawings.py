"""Draws every flow table as a picture: states side by side, each act an arrow from one to another.

`python tools/drawings.py` rewrites docs/drawings; with `--check` it only names the drawings that
lag behind the code, and exits 1. A row is an act, so no two arrows and no two words ever meet.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.kernel.flow import Flow

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "drawings"
_COLUMN, _ROW, _HEAD, _EDGE = 176, 38, 64, 20
_STYLE = (
    "text{font:14px 'Noto Sans',system-ui,sans-serif;fill:#131f29}"
    ".state{fill:#fff;stroke:#0a5688;stroke-width:1.5}.end{fill:#e0f2ec;stroke:#0b6350}"
    ".line{stroke:#d3dadf}.act{stroke:#42505b;stroke-width:1.5;fill:none}.tip{fill:#42505b}"
    ".start{fill:#0a5688}.word{font-size:13px;paint-order:stroke;stroke:#fff;stroke-width:4px}"
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow's picture: whose flow of what, and the picture's text."""

    name: str
    svg: str

    @property
    def path(self) -> Path:
        """Where it lies in the repository."""
        return FOLDER / f"{self.name}.svg"


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the drawings, or name those that are stale; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="name stale ones and change nothing")
    options = parser.parse_args(arguments)
    found = stale()
    for path in found:
        print(path.relative_to(ROOT))
    if not options.check:
        FOLDER.mkdir(exist_ok=True)
        wanted = {drawing.path: drawing.svg for drawing in drawings()}
        for path in found:
            if path in wanted:
                path.write_text(wanted[path], "utf-8")
            else:
                path.unlink()
    return 1 if options.check and found else 0


def stale() -> list[Path]:
    """Return the drawings that are missing, say something else than the code, or are of nothing."""
    wanted = {drawing.path: drawing.svg for drawing in drawings()}
    there = {path: path.read_text("utf-8") for path in FOLDER.glob("*.svg")}
    return sorted(
        path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path)
    )


def drawings() -> Iterator[Drawing]:
    """Yield the drawing of every flow of every system, and of the ground's."""
    from tools import docs  # noqa: PLC0415 - started as a script, the path has to be set first

    docs.start_django()
    for owner in docs.OWNERS_OF_FLOWS:
        for flow in docs.flows_in(owner):
            yield Drawing(docs.drawing_of(owner, flow), draw(flow))


def draw(flow: Flow[Any]) -> str:
    """Return the picture of a flow as SVG."""
    states = list(flow.states)
    acts = [(before, act, after) for (before, act), after in flow.steps.items()]
    width = _COLUMN * len(states)
    height = _HEAD + _ROW * len(acts) + _EDGE
    body = [
        *(_state(flow, number, height) for number in range(len(states))),
        *(
            _act(states.index(before), act, states.index(after), _HEAD + _ROW * row + _ROW // 2)
            for row, (before, act, after) in enumerate(acts)
        ),
    ]
    said = "; ".join(f"{b.value}: {act} leads to {a.value}" for b, act, a in acts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img"><title>{type(flow.start).__name__}</title>'
        f"<desc>{escape(said)}</desc><style>{_STYLE}</style>\n"
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _state(flow: Flow[Any], number: int, height: int) -> str:
    state = flow.states[number]
    middle = _COLUMN * number + _COLUMN // 2
    kind = "state end" if state in flow.ends else "state"
    mark = f'<circle class="start" cx="{middle}" cy="8" r="5"/>' if state is flow.start else ""
    return (
        f'<line class="line" x1="{middle}" y1="{_HEAD - 14}" x2="{middle}" y2="{height - 8}"/>'
        f'<rect class="{kind}" x="{middle - 80}" y="18" width="160" height="32" rx="6"/>{mark}'
        f'<text x="{middle}" y="39" text-anchor="middle">{escape(_words(state.value))}</text>'
    )


def _act(before: int, act: str, after: int, y: int) -> str:
    start, end = (_COLUMN * at + _COLUMN // 2 for at in (before, after))
    word = escape(_words(act))
    if before == after:
        loop = f"M{start} {y - 6} h26 v14 h-20"
        tip = f"M{start + 8} {y + 4} l-7 4 l7 4 z"
        return (
            f'<path class="act" d="{loop}"/><path class="tip" d="{tip}"/>'
            f'<text class="word" x="{start + 32}" y="{y + 5}">{word}</text>'
        )
    way = 1 if end > start else -1
    tip = f"M{end} {y + 6} l{-8 * way} -4 v8 z"
    return (
        f'<line class="act" x1="{start}" y1="{y + 6}" x2="{end - 7 * way}" y2="{y + 6}"/>'
        f'<path class="tip" d="{tip}"/><circle class="tip" cx="{start}" cy="{y + 6}" r="3"/>'
        f'<text class="word" x="{(start + end) // 2}" y="{y}" text-anchor="middle">{word}</text>'
    )


def _words(code: str) -> str:
    return code.replace("_", " ")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
