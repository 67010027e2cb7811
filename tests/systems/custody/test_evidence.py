"""Evidence: what a reference of each paper that can show why looks like."""

from __future__ import annotations

import pytest

from samaki.systems.custody.queries.evidence import reference_in


@pytest.mark.parametrize("prefix", ["CO", "DS", "EX", "HV", "IN", "RC", "SRC", "XC", "XH", "XR"])
def test_every_paper_that_can_show_why_is_known_by_its_reference(prefix: str) -> None:
    assert reference_in(f" {prefix.lower()}-222 ") == f"{prefix}-222"


def test_what_no_paper_begins_with_is_words() -> None:
    assert reference_in("ZZ-222") is None
