"""What is asked, what it can mean, and what no rule decides."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.protection.desk import told

from samaki.systems.protection import rules
from samaki.systems.protection.rules import Age, Answer, Finding


def _codes(said: rules.Told) -> list[str]:
    return [found.code for found in rules.reasons_against_interview(said, rules.CURRENT)]


def test_the_eleven_indicators_stand_in_the_order_of_the_standard() -> None:
    assert list(rules.QUESTIONNAIRES["ilo-11", 1].questions) == [
        "abuse_of_vulnerability",
        "deception",
        "restriction_of_movement",
        "isolation",
        "physical_sexual_violence",
        "intimidation_threats",
        "retention_of_documents",
        "withholding_wages",
        "debt_bondage",
        "abusive_conditions",
        "excessive_overtime",
    ]


def test_findings_and_bodies_are_those_of_the_standard_to_the_letter() -> None:
    assert [finding.value for finding in Finding] == [
        "PossibleVictimOfTrafficking",
        "ActualVictimOfTrafficking",
        "NotAVictimOfTrafficking",
    ]
    assert [body.value for body in rules.Body] == [
        "Police",
        "NGO",
        "CourtOrProsecution",
        "NonPoliceGovernmentalOrganization",
        "Other",
    ]


def test_consent_has_seven_points() -> None:
    assert len(rules.CONSENT_WORDINGS) == 7


def test_every_question_wants_an_answer_and_not_said_is_one() -> None:
    assert _codes(told(answers={})) == ["unanswered"] * 11
    silent = dict.fromkeys(rules.CURRENT.questions, Answer.NOT_SAID)
    assert _codes(told(answers=silent)) == []


def test_who_was_in_the_room_is_said_either_way() -> None:
    assert _codes(told(is_private=False)) == ["who_else"]
    assert _codes(told(others="A guard")) == ["nobody_else"]
    assert _codes(told(is_private=False, others="A guard")) == []


def test_an_unknown_language_is_refused() -> None:
    assert _codes(told(language="xx")) == ["language"]


def test_without_consent_no_answer_is_kept() -> None:
    silent = dict.fromkeys(rules.CURRENT.questions, Answer.NOT_SAID)
    assert _codes(told(consent=frozenset())) == ["unconsented"]
    assert _codes(told(consent=frozenset(), answers=silent)) == []
    assert _codes(told(consent=frozenset(), answers=silent, words="Afraid")) == ["unconsented"]
    assert _codes(told(consent=frozenset(), answers=silent, notes={"x": "y"})) == ["unconsented"]


@pytest.mark.parametrize(
    ("age", "missing"), [(Age.ADULT, ("means",)), (Age.CHILD, ()), (Age.DISPUTED, ())]
)
def test_of_a_child_or_perhaps_a_child_act_and_purpose_suffice(
    age: Age, missing: tuple[str, ...]
) -> None:
    said = told(age=age, acts=frozenset({"receipt"}), purposes=frozenset({"forced_labour"}))

    assert rules.elements(said).missing == missing


def test_nothing_in_the_elements_says_whether_the_person_agreed_nor_adds_up() -> None:
    assert {field.name for field in fields(rules.Elements)} == {
        "act",
        "means",
        "purpose",
        "is_child",
    }


@given(
    finding=st.sampled_from(Finding),
    interviews=st.integers(0, 3),
    because=st.sampled_from(["", " ", "Said so"]),
)
def test_a_finding_wants_reasons_and_only_clearing_wants_an_interview(
    finding: Finding, interviews: int, because: str
) -> None:
    codes = {
        found.code
        for found in rules.reasons_against_determination(
            finding, because=because, interviews=interviews
        )
    }

    assert ("no_reasons" in codes) == (not because.strip())
    assert ("no_interview" in codes) == (finding is Finding.NOT_A_VICTIM and interviews == 0)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"has_consent": True}, []),
        ({"has_consent": False}, ["no_consent"]),
        ({"has_consent": False, "override_by": "The doctor"}, ["no_consent"]),
        ({"has_consent": False, "override_by": "The doctor", "override_reason": "Shock"}, []),
        ({"has_consent": True, "to_whom": " "}, ["to_whom"]),
    ],
)
def test_a_service_wants_consent_or_a_name_and_a_reason(
    said: dict[str, object], codes: list[str]
) -> None:
    usual: dict[str, object] = {"service": rules.Service.MEDICAL, "to_whom": "Hospital"}
    offer = rules.Offer(**{**usual, **said})  # type: ignore[arg-type]

    assert [found.code for found in rules.reasons_against_offer(offer)] == codes


def test_an_embassy_is_told_only_if_the_person_asks() -> None:
    offer = rules.Offer(rules.Service.EMBASSY, "Embassy", False, "The chief", "Faster")  # noqa: FBT003

    assert [found.code for found in rules.reasons_against_offer(offer)] == ["embassy_asks"]
