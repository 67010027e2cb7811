"""Every place has its kind, and what is open, settled or closed has its ways and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samaki.systems.custody import rules
from samaki.systems.custody.rules import AccountKind, CountVarianceState, ends

if TYPE_CHECKING:
    from samaki.kernel.flow import Flow

K = AccountKind


def _ways(flow: Flow[Any]) -> dict[str, dict[str, str]]:
    """Return what each act makes of each state, states without an act left out."""
    return {
        str(state): {act: str(flow.after(state, act)) for act in flow.acts(state)}
        for state in flow.states
        if flow.acts(state)
    }


def test_every_place_is_of_a_unit_on_a_site_on_the_road_outside_the_books_or_an_end() -> None:
    groups = (
        rules.UNIT_KINDS,
        {K.FOUND_ON_SITE},
        {K.IN_TRANSIT},
        rules.BOUNDLESS,
        ends.KEPT,
    )

    assert sorted(kind for group in groups for kind in group) == sorted(AccountKind)
    assert {K.AT_LARGE, K.ABROAD} == rules.BOUNDLESS
    assert rules.DISPOSITIONS.isdisjoint(ends.ENDS)


def test_nobody_is_charged_imprisoned_expelled_or_given_abroad_unscreened() -> None:
    assert {K.COURT, K.PRISON, K.EXPELLED, K.HANDED_OVER_ABROAD} == rules.PUNISHING
    assert rules.UNIT_KINDS & rules.PUNISHING == rules.CHARGING


def test_what_an_entry_settled_another_can_undo_and_what_was_explained_stays() -> None:
    assert _ways(rules.COUNT_VARIANCE) == {
        "open": {"settle": "settled", "explain": "explained"},
        "settled": {"differ_again": "open"},
    }
    assert rules.COUNT_VARIANCE.ends == {CountVarianceState.SETTLED, CountVarianceState.EXPLAINED}


def test_a_sheet_that_broke_off_goes_on_and_its_words_are_forgotten_at_last() -> None:
    assert _ways(rules.SHEET) == {
        "staged": {"post": "posting", "close": "closed"},
        "posting": {"post": "posting", "finish": "posted"},
        "posted": {"close": "closed"},
    }
    assert rules.SHEET.ends == {rules.SheetState.POSTED, rules.SheetState.CLOSED}
