"""How the custody flow is drawn: widths to scale, none too thin to be seen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OTHER = ""  # the node in which the groups beyond the colours and the room are one
_COLOURS = 5
_ACCOUNTS = 7
_TALL = 230.0  # units for everybody
_TOP = 24.0
_THINNEST = 2.0


@dataclass(frozen=True, slots=True)
class Path:
    """So many heads found in a place, first in the custody of an account, now in a kind of one."""

    found: str
    first: str
    now: str
    heads: int


@dataclass(frozen=True, slots=True)
class Across:
    """Where the three columns of nodes stand, and how far apart the nodes of each are."""

    width: float
    columns: tuple[float, float, float]
    gaps: tuple[float, float, float]


BROAD = Across(560.0, (0.0, 190.0, 400.0), (36.0, 36.0, 24.0))
NARROW = Across(320.0, (0.0, 100.0, 200.0), (36.0, 18.0, 38.0))
NODE = 8.0  # how broad a node is


@dataclass(frozen=True, slots=True)
class Node:
    """A place, an account or a kind of account, with how many heads go through it."""

    key: str
    heads: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle, where a label beside it stands."""
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """Heads on their way from one node to the next; `colour` is that of the place of finding."""

    colour: int
    now: str
    outline: str
    line: str
    breadth: float


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The custody flow, ready to be drawn: all in units."""

    across: Across
    height: float
    found: tuple[Node, ...]
    first: tuple[Node, ...]
    now: tuple[Node, ...]
    bands: tuple[Band, ...]


def flow_chart(paths: Iterable[Path], *, across: Across, kinds: Sequence[str]) -> FlowChart:
    """Return where nodes and bands are drawn, to scale, none thinner than two units.

    `kinds` is the order of the last column; what it leaves out comes last.
    """
    every = _limited(tuple(paths))
    unit = _TALL / max(sum(path.heads for path in every), 1)
    order = [*kinds, *sorted({path.now for path in every} - set(kinds))]
    rank = {path.found: n for n, path in enumerate(_heaviest_first(every, "found"))}
    firsts = sorted(
        _heaviest_first(every, "first"), key=lambda path: (rank[path.found], path.first == OTHER)
    )
    keys = (
        list(rank),
        [path.first for path in firsts],
        [kind for kind in order if any(path.now == kind for path in every)],
    )
    hops = (_hops(every, keys, 0), _hops(every, keys, 1))
    columns = [_column(keys[n], hops, n, every, across, unit) for n in range(3)]
    bands = [
        band
        for n in range(2)
        for band in _bands(hops[n], columns[n], columns[n + 1], list(rank), n, unit)
    ]
    height = max((node.y + node.height for column in columns for node in column), default=_TOP)
    return FlowChart(
        across, round(height + 14, 1), columns[0], columns[1], columns[2], tuple(bands)
    )


def _limited(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paths with what there is no colour or room for joined into one."""
    found = [path.found for path in _heaviest_first(paths, "found")]
    first = [path.first for path in _heaviest_first(paths, "first")]
    kept = found if len(found) <= _COLOURS else found[: _COLOURS - 1]
    held = first if len(first) <= _ACCOUNTS else first[: _ACCOUNTS - 1]
    return tuple(
        Path(
            path.found if path.found in kept else OTHER,
            path.first if path.first in held else OTHER,
            path.now,
            path.heads,
        )
        for path in paths
    )


def _heaviest_first(paths: Iterable[Path], part: str) -> list[Path]:
    """Return one path for each place or account, the one with most heads first; other is last."""
    heads: dict[str, int] = {}
    heaviest: dict[str, Path] = {}
    for path in paths:
        key = getattr(path, part)
        heads[key] = heads.get(key, 0) + path.heads
        if key not in heaviest or path.heads > heaviest[key].heads:
            heaviest[key] = path
    return sorted(
        heaviest.values(), key=lambda p: (getattr(p, part) == OTHER, -heads[getattr(p, part)])
    )


_Hop = tuple[str, str, str, str]  # from, to, place of finding, kind of account now


def _hops(
    paths: Iterable[Path], keys: tuple[list[str], list[str], list[str]], column: int
) -> dict[_Hop, int]:
    """Return the heads between a column and the next, in the order in which bands are stacked."""
    heads: dict[_Hop, int] = {}
    for path in paths:
        hop = (
            (path.found, path.first, path.found, "")
            if column == 0
            else (path.first, path.now, path.found, path.now)
        )
        heads[hop] = heads.get(hop, 0) + path.heads
    here, there = keys[column], keys[column + 1]
    places = keys[0]
    return dict(
        sorted(
            heads.items(),
            key=lambda item: (
                here.index(item[0][0]),
                there.index(item[0][1]),
                places.index(item[0][2]),
            ),
        )
    )


def _thick(heads: int, unit: float) -> float:
    return max(_THINNEST, heads * unit)


def _column(
    keys: Sequence[str],
    hops: tuple[dict[_Hop, int], dict[_Hop, int]],
    column: int,
    paths: Iterable[Path],
    across: Across,
    unit: float,
) -> tuple[Node, ...]:
    part = ("found", "first", "now")[column]
    y, nodes = _TOP, []
    for key in keys:
        out = sum(_thick(n, unit) for hop, n in hops[min(column, 1)].items() if hop[0] == key)
        into = sum(_thick(n, unit) for hop, n in hops[max(column - 1, 0)].items() if hop[1] == key)
        height = (out, max(out, into), into)[column]
        heads = sum(path.heads for path in paths if getattr(path, part) == key)
        nodes.append(Node(key, heads, across.columns[column], round(y, 1), round(height, 1)))
        y += height + across.gaps[column]
    return tuple(nodes)


def _bands(
    hops: Mapping[_Hop, int],
    left: Iterable[Node],
    right: Iterable[Node],
    places: list[str],
    column: int,
    unit: float,
) -> list[Band]:
    starts = {node.key: node.y for node in left}
    ends = {node.key: node.y for node in right}
    x0 = next(node.x for node in left) + NODE if starts else 0.0
    x1 = next(node.x for node in right) if ends else 0.0
    middle = (x0 + x1) / 2
    bands = []
    for (here, there, found, now), heads in hops.items():
        t, y0, y1 = _thick(heads, unit), starts[here], ends[there]
        starts[here] += t
        ends[there] += t
        outline = (
            f"M{x0:g} {y0:.1f}C{middle:g} {y0:.1f} {middle:g} {y1:.1f} {x1:g} {y1:.1f}v{t:.1f}"
            f"C{middle:g} {y1 + t:.1f} {middle:g} {y0 + t:.1f} {x0:g} {y0 + t:.1f}z"
        )
        a, b = y0 + t / 2, y1 + t / 2
        line = f"M{x0:g} {a:.1f}C{middle:g} {a:.1f} {middle:g} {b:.1f} {x1:g} {b:.1f}"
        bands.append(Band(places.index(found), now if column else "", outline, line, round(t, 1)))
    return bands
