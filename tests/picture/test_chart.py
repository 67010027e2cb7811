"""The custody flow is drawn to scale, and nobody is too few to be seen."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samaki.picture.rules import chart
from samaki.picture.rules.chart import Path

KINDS = ("station", "shelter")

_paths = st.lists(
    st.builds(
        Path,
        found=st.sampled_from([f"KH-{n}" for n in range(1, 9)]),
        first=st.sampled_from([f"AC-{n}" for n in range(12)]),
        now=st.sampled_from(["station", "shelter", "in_transit", "expelled"]),
        heads=st.integers(1, 5000),
    ),
    max_size=25,
)


def test_widths_are_to_scale_and_two_in_transit_are_still_seen() -> None:
    found = chart.flow_chart(
        [
            Path("KH-1", "AC-1", "station", 269),
            Path("KH-1", "AC-1", "in_transit", 2),
            Path("KH-18", "AC-2", "station", 63),
        ],
        across=chart.BROAD,
        kinds=KINDS,
    )
    by_kind = {(band.colour, band.now): band.breadth for band in found.bands}

    assert [(node.key, node.heads) for node in found.found] == [("KH-1", 271), ("KH-18", 63)]
    assert [(node.key, node.heads) for node in found.now] == [("station", 332), ("in_transit", 2)]
    assert by_kind[0, "in_transit"] == 2.0
    assert round(by_kind[0, "station"] / by_kind[1, "station"], 1) == round(269 / 63, 1)


def test_nobody_makes_an_empty_chart() -> None:
    found = chart.flow_chart([], across=chart.NARROW, kinds=KINDS)

    assert (found.found, found.first, found.now, found.bands) == ((), (), (), ())


@given(_paths)
def test_every_column_holds_everybody_and_nothing_overlaps(paths: list[Path]) -> None:
    found = chart.flow_chart(paths, across=chart.NARROW, kinds=KINDS)
    everybody = sum(path.heads for path in paths)

    for column in (found.found, found.first, found.now):
        assert sum(node.heads for node in column) == everybody
        for upper, lower in pairwise(column):
            assert upper.y + upper.height < lower.y
        for node in column:
            assert node.y + node.height <= found.height
    assert len(found.found) <= 5
    assert len(found.first) <= 7
    assert all(band.breadth >= 2 for band in found.bands)
    assert all(0 <= band.colour < 5 for band in found.bands)
    if paths:
        assert found.now[-1].key not in KINDS or {path.now for path in paths} <= set(KINDS)
