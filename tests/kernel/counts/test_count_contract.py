"""What is no problem of the contract is refused by claim and field, and never crashes."""

from __future__ import annotations

import json
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.counts.problem import Json, asked, bounds, outcome, stated

from samaki.kernel.counts.contract import problem_from
from samaki.kernel.counts.model import ContractError, CountClaim, Question, Relation
from samaki.kernel.counts.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Mapping


def _refusals(document: object) -> dict[str, str]:
    with pytest.raises(ContractError) as refused:
        problem_from(document)
    found = {reason.path: reason.text for reason in refused.value.reasons}
    assert len(found) == len(refused.value.reasons), "each path is refused once"
    return found


def _claim(**fields: object) -> Json:
    return {**stated("raid", 1, 2, where="KH-1", who="CHN", days="14"), **fields}


def _of_claim(**fields: object) -> dict[str, str]:
    found = _refusals({"claims": [_claim(**fields)], "questions": []})
    return {path.removeprefix("$.claims[0]."): text for path, text in found.items()}


@pytest.mark.parametrize(
    ("fields", "path", "text"),
    [
        ({"id": None}, "id", "It needs an id."),
        ({"id": ""}, "id", "'' is not a name."),
        ({"id": 7}, "id", "7 is not a name."),
        ({"id": ["raid"]}, "id", "['raid'] is not a name."),
        ({"lo": -1}, "lo", "“raid”: -1 is not between 0 and 1000000000."),
        ({"lo": 1.0}, "lo", "“raid”: 1.0 is not a whole number."),
        ({"lo": float("nan")}, "lo", "“raid”: nan is not a whole number."),
        ({"lo": "1"}, "lo", "“raid”: '1' is not a whole number."),
        ({"lo": True}, "lo", "“raid”: True is not a whole number."),
        ({"lo": {}}, "lo", "“raid”: {} is not a whole number."),
        ({"hi": 10**9 + 1}, "hi", "“raid”: 1000000001 is not between 0 and 1000000000."),
        (
            {"hi": 10**5000},
            "hi",
            "“raid”: A number of more than 15 digits is not between 0 and 1000000000.",
        ),
        ({"lo": 3}, "lo", "“raid”: At least 3 and at most 2 cannot both hold."),
        ({"from": "2025-11-17"}, "to", "“raid”: 2025-11-14 comes before 2025-11-17."),
        (
            {"from": "17/11/2025"},
            "from",
            "“raid”: '17/11/2025' is not a day written as YYYY-MM-DD.",
        ),
        (
            {"from": "2025-02-30"},
            "from",
            "“raid”: '2025-02-30' is not a day written as YYYY-MM-DD.",
        ),
        ({"to": "0000-01-01"}, "to", "“raid”: '0000-01-01' is not a day written as YYYY-MM-DD."),
        ({"to": 20251117}, "to", "“raid”: 20251117 is not a day written as YYYY-MM-DD."),
        (
            {"to": "2025-11-17T00:00:00"},
            "to",
            "“raid”: '2025-11-17T00:00:00' is not a day written as YYYY-MM-DD.",
        ),
        ({"provinces": []}, "provinces", "“raid”: The list is empty; null means all."),
        (
            {"provinces": "KH-1"},
            "provinces",
            "“raid”: A list of codes, or null for all, is expected.",
        ),
        ({"provinces": ["KH-1", 1]}, "provinces[1]", "“raid”: 1 is not a code."),
        ({"nationalities": [""]}, "nationalities[0]", "“raid”: '' is not a code."),
        ({"nationalities": [["CHN"]]}, "nationalities[0]", "“raid”: ['CHN'] is not a code."),
        ({"nationalities": []}, "nationalities", "“raid”: The list is empty; null means all."),
        (
            {"relation": "sum"},
            "relation",
            "“raid”: 'sum' is none of “total”, “present”, “mostly”.",
        ),
        ({"relation": []}, "relation", "“raid”: [] is none of “total”, “present”, “mostly”."),
        ({"of": "raid"}, "of", "“raid” cannot be part of itself."),
        ({"of": "Raid"}, "of", "“raid”: There is no claim “Raid”."),
        ({"of": 3}, "of", "“raid”: 3 is not a name."),
        (
            {"relation": "mostly"},
            "of",
            "“raid”: “mostly” has to name the claim it is most of.",
        ),
        (
            {"relation": "present", "nationalities": None},
            "nationalities",
            "“raid”: “present” has to list the nationalities that are present.",
        ),
    ],
)
def test_what_is_amiss_is_said_by_claim_and_field(
    fields: Mapping[str, object], path: str, text: str
) -> None:
    found = _of_claim(**fields)

    assert found[path] == text
    assert len(found) == 1


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        (None, {"$": "An object with “claims” and “questions” is expected."}),
        ([], {"$": "An object with “claims” and “questions” is expected."}),
        ({}, {"$.claims": "A list is expected.", "$.questions": "A list is expected."}),
        ({"claims": {}, "questions": []}, {"$.claims": "A list is expected."}),
        ({"claims": [7], "questions": []}, {"$.claims[0]": "An object is expected."}),
        ({"claims": [], "questions": [None]}, {"$.questions[0]": "An object is expected."}),
        ({"claims": [], "questions": [{}]}, {"$.questions[0].id": "It needs an id."}),
        (
            {"claims": [stated("a"), stated("a")], "questions": [asked("a"), asked("a")]},
            {
                "$.claims[1].id": "“a” is used more than once.",
                "$.questions[1].id": "“a” is used more than once.",
            },
        ),
    ],
)
def test_what_is_no_problem_at_all_is_refused(document: object, refused: dict[str, str]) -> None:
    assert _refusals(document) == refused


def test_every_reason_comes_at_once() -> None:
    claims = [_claim(lo=-1, of="nobody"), _claim(id="other", hi="many", provinces=[])]
    questions = [asked("q") | {"to": "tomorrow"}]

    found = _refusals({"claims": claims, "questions": questions})

    assert sorted(found) == [
        "$.claims[0].lo",
        "$.claims[0].of",
        "$.claims[1].hi",
        "$.claims[1].provinces",
        "$.questions[0].to",
    ]
    assert found["$.questions[0].to"].startswith("“q”: 'tomorrow' is not a day")


def test_a_circle_of_parts_names_those_in_it_and_no_others() -> None:
    claims = [
        stated("a", of="b"),
        stated("b", of="c"),
        stated("c", of="a"),
        stated("leads-in", of="a"),
        stated("apart"),
    ]

    assert _refusals({"claims": claims, "questions": []}) == {
        "$.claims[0].of": "“a” is part of itself by way of “b”.",
        "$.claims[1].of": "“b” is part of itself by way of “c”.",
        "$.claims[2].of": "“c” is part of itself by way of “a”.",
    }


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("nationality", "nationalities"), ("province", "provinces"), ("low", "lo"), ("From", "from")],
)
def test_a_slip_of_a_key_is_not_passed_over(slip: str, meant: str) -> None:
    claim = _claim()
    claim[slip] = claim.pop(meant)

    found = _refusals({"claims": [claim], "questions": []})

    assert found == {
        f"$.claims[0].{slip}": f"“raid”: There is no such key; “{meant}” may be meant."
    }


def test_keys_of_others_are_passed_over() -> None:
    claims, questions = problem_from(
        {"claims": [_claim(source="a paper", note=None)], "questions": [], "made": "today"}
    )

    assert (len(claims), questions) == (1, [])


def test_what_is_left_out_sets_no_limit() -> None:
    assert outcome([{"id": "a"}], [{"id": "q"}])["questions"] == [
        {"id": "q", "low": 0, "high": None, "low_because": [], "high_because": []}
    ]


def test_a_value_that_goes_on_and_on_is_cut_in_the_reason() -> None:
    long = "x" * 100_000

    found = _of_claim(id=long, lo=long, of=long * 2, relation=[long] * 9)

    assert max(map(len, found.values())) < 1000
    assert found["of"].startswith("“xxx")


def test_the_calendars_own_ends_mean_ever() -> None:
    claims = [stated("a", 5, 5) | {"from": "0001-01-01", "to": "9999-12-31"}]

    assert bounds(claims, asked("q")) == (5, 5)
    assert bounds(claims, asked("q", days="17")) == (0, 5)


def test_a_hundred_thousand_days_are_as_quick_as_one() -> None:
    claims = [stated("a", 5, 5) | {"from": "1900-01-01", "to": "2173-10-15"}]
    before = perf_counter()

    assert bounds(claims, asked("q", days="17")) == (0, 5)

    assert perf_counter() - before < 2


def test_a_long_chain_of_parts_is_read_in_one_walk() -> None:
    claims = [stated("0"), *(stated(str(n), of=str(n - 1)) for n in range(1, 20_000))]
    before = perf_counter()

    problem_from({"claims": claims, "questions": []})

    assert perf_counter() - before < 5


def test_claims_made_in_code_are_checked_by_the_same_law() -> None:
    with pytest.raises(ContractError, match=r"\$\.claims\[0\]\.of: “a”: There is no claim “b”"):
        reconcile([_made("a", of="b")], [])
    with pytest.raises(ContractError, match="“q” is used more than once"):
        reconcile([], [_question("q"), _question("q")])


def _made(name: str, *, of: str) -> CountClaim:
    (claim,), _ = problem_from({"claims": [stated(name)], "questions": []})
    return CountClaim(claim.id, 1, None, None, None, claim.first, claim.last, Relation.TOTAL, of)


def _question(name: str) -> Question:
    _, (question,) = problem_from({"claims": [], "questions": [asked(name)]})
    return question


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
_keys = ["id", "lo", "hi", "provinces", "nationalities", "from", "to", "relation", "of"]
_likely = st.sampled_from(
    ["a", "b", "KH-1", "total", "present", "mostly", "2025-11-14", "2025-11-16", 0, 5, None]
)
_record: Any = _json | st.dictionaries(
    st.sampled_from(_keys), _likely | st.lists(_likely, max_size=2) | _json
)


@given(_json | st.fixed_dictionaries({"claims": st.lists(_record), "questions": st.lists(_record)}))
def test_whatever_comes_is_answered_or_refused(document: object) -> None:
    try:
        claims, questions = problem_from(document)
    except ContractError:
        return

    found = reconcile(claims, questions)

    assert len(found.answers) == len(questions)


def test_the_outcome_is_json() -> None:
    found = outcome([stated("ក", 1, 1), stated("b", 2, 2)], [asked("q")])

    assert json.loads(json.dumps(found)) == found
