"""What a province answers is read back as it was written, whatever the country's name."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.counts.cells import PROVINCES
from samaki.kernel.reading import answers
from samaki.kernel.reading.answers import Answer
from samaki.kernel.reading.drafts import Document

HEAD = "RQ-9RHX, Governor of Kratie, 2025-11-18T06:00+07:00\n"
NATIONS = [("", ""), *((country.name, country.alpha_3) for country in pycountry.countries)]


@given(
    st.integers(0, 100_000),
    st.sampled_from(sorted(PROVINCES)),
    st.sampled_from(NATIONS),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 400),
)
def test_every_answer_is_read_back_with_its_words(
    count: int, area: str, nation: tuple[str, str], first: date, days: int
) -> None:
    last = date.fromordinal(first.toordinal() + days)
    text = HEAD + answers.sentence(Answer(count, ("Kampong Thom", area), nation, first, last))

    found = answers.read(Document("x", text))

    assert found is not None
    (draft,) = found.drafts
    assert (draft.low, draft.high, draft.provinces) == (count, count, (area,))
    assert draft.nationalities == ((nation[1],) if nation[1] else ())
    assert (draft.since, draft.date, draft.agg) == (first, last, "cumulative")
    assert draft.spans["count"].of(text) == str(count)
    if nation[1]:
        assert draft.spans["nationality"].of(text).endswith(f"({nation[1]})")
    assert draft.quote.of(text) == text.removeprefix(HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "By 16 November 2025, 3 people had been found in Kampot (KH-7) since 14 November 2025.",
        HEAD + "The count is not known.",
        HEAD + "By 31 February 2025, 3 people had been found in K (KH-7) since 1 May 2025.",
        "",
    ],
)
def test_any_other_text_is_none(text: str) -> None:
    assert answers.read(Document("x", text)) is None
