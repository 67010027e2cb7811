"""A charge has an article and the code of an act, and each that lacks is said."""

from __future__ import annotations

import pytest

from samaki.systems.custody import rules
from samaki.systems.custody.rules import Charge, reason
from samaki.systems.custody.rules.charges import CRIMES, reasons_against_charge


@pytest.mark.parametrize("crime", ["0701", "01", "09", "10", "11", "020222", "110000", " 0701 "])
def test_a_charge_with_an_article_and_a_code_of_the_classification_stands(crime: str) -> None:
    assert list(reasons_against_charge(Charge("Article 377", crime))) == []


@pytest.mark.parametrize("crime", ["00", "12", "7", "0", "0701111", "07 01", "fraud", "០៧០១"])
def test_what_is_no_code_of_the_classification_is_said_as_it_was_typed(crime: str) -> None:
    assert list(reasons_against_charge(Charge("Article 377", crime))) == [
        reason("unknown_crime", crime=crime)
    ]


def test_a_charge_lacks_everything_at_once() -> None:
    assert list(reasons_against_charge(Charge(" ", "\t"))) == [
        *(reason("no_charge_article"), reason("no_crime"))
    ]
    assert list(reasons_against_charge(Charge())) == [
        *(reason("no_charge_article"), reason("no_crime"))
    ]
    assert list(reasons_against_charge(Charge("", "0701"))) == [reason("no_charge_article")]


def test_every_crime_that_is_offered_is_a_code_and_has_words() -> None:
    assert set(CRIMES.values()) == set(rules.CRIME_WORDINGS)
    for code in CRIMES:
        assert list(reasons_against_charge(Charge("Article 377", code))) == []
