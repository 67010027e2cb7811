"""A traveller against a listing: each fact apart, and a name alone never stops anybody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.systems.border import rules
from samaki.systems.border.rules import Asked, Side, Traveller, Verdict, assess, read_birth
from samaki.systems.listings.rules import Entry

TODAY = date(2025, 11, 18)
LINES = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
DUC = Entry(("Nguyễn Văn Đức",), "1994-05-07", "M", "VNM", ("DEMO-00417",))


def _says(traveller: Traveller, entry: Entry = DUC, *, may_stop: bool = True) -> Verdict | None:
    found = assess(traveller, entry)
    return rules.verdict(found, is_name_only=entry.is_name_only, may_stop=may_stop)


@pytest.mark.parametrize(
    ("traveller", "says"),
    [
        (Traveller("Van Duc Nguyen", "1994-05-07"), Verdict.STOP),
        (Traveller("Van Duc Nguyen", "1994-07-05"), Verdict.STOP),
        (Traveller("Van Duc Nguyen", document="DEMO00417"), Verdict.STOP),
        (Traveller("阮文德", "1994-05-07"), Verdict.STOP),
        (Traveller("Van Duc Nguyen", "1994"), Verdict.LOOK_CLOSER),
        (Traveller("Van Duc Nguyen"), Verdict.LOOK_CLOSER),
        (Traveller("Somebody Else", document="DEMO00417"), Verdict.LOOK_CLOSER),
        (Traveller("Van Duc Nguyen", "1988-03-03"), None),
        (Traveller("Van Dung Nguyen", "1994-05-07"), None),
        (Traveller("Somebody Else", "1994-05-07"), None),
    ],
)
def test_the_answer_follows_from_name_birth_and_document(
    traveller: Traveller, says: Verdict | None
) -> None:
    assert _says(traveller) is says


def test_a_name_only_entry_stops_nobody() -> None:
    entry = Entry(("Nguyễn Văn Đức",))

    assert _says(Traveller("Nguyễn Văn Đức", "1994-05-07", "M", "VNM", "X1"), entry) is (
        Verdict.LOOK_CLOSER
    )


def test_a_list_to_inform_or_help_stops_nobody() -> None:
    traveller = Traveller("Nguyễn Văn Đức", "1994-05-07", document="DEMO00417")

    assert _says(traveller, may_stop=False) is Verdict.LOOK_CLOSER


def test_the_best_of_several_names_is_compared() -> None:
    entry = Entry(("Somebody Else", "Chen Wei"), "1990")

    assert assess(Traveller("Tan Wee", "1990"), entry).name == "Chen Wei"


@pytest.mark.parametrize(
    ("about", "traveller", "side", "code"),
    [
        ("born", Traveller("A", "1994-05-07"), Side.FOR, "same_day"),
        ("born", Traveller("A", "1994-05"), Side.FOR, "same_month"),
        ("born", Traveller("A", "1994"), Side.FOR, "same_year"),
        ("born", Traveller("A", "1994-07-05"), Side.FOR, "swapped"),
        ("born", Traveller("A", "1995"), Side.AGAINST, "differs"),
        ("born", Traveller("A"), Side.MISSING, "not_said"),
        ("document", Traveller("A", document="DEMO00417"), Side.FOR, "same"),
        ("document", Traveller("A", document="OTHER1"), Side.AGAINST, "differs"),
        ("document", Traveller("A"), Side.MISSING, "not_said"),
        ("sex", Traveller("A", sex="M"), Side.FOR, "same"),
        ("sex", Traveller("A", sex="F"), Side.AGAINST, "differs"),
        ("sex", Traveller("A"), Side.MISSING, "missing"),
        ("nationality", Traveller("A", nationality="VNM"), Side.NEITHER, "same"),
        ("nationality", Traveller("A", nationality="KHM"), Side.NEITHER, "differs"),
        ("nationality", Traveller("A"), Side.MISSING, "missing"),
    ],
)
def test_each_fact_says_for_against_or_missing(
    about: str, traveller: Traveller, side: Side, code: str
) -> None:
    fact = assess(traveller, DUC).says(about)

    assert (fact.side, fact.code) == (side, code)


def test_what_the_listing_lacks_is_missing_and_weighs_nothing() -> None:
    found = assess(Traveller("A", "1994", "M", "VNM", "X"), Entry(("A",)))

    assert {f.side for f in found.facts if f.about != "name"} == {Side.MISSING}
    assert sum(f.weight for f in found.facts if f.about != "name") == 0


_births = st.one_of(st.just(""), st.dates(date(1950, 1, 1), date(2010, 1, 1)).map(date.isoformat))


@given(
    name=st.sampled_from(["Nguyen Van Duc", "Chen Wei", "Sok Dara"]),
    born=_births,
    listed=_births,
    nation=st.sampled_from(["VNM", "CHN", "KHM", "IDN"]),
    other=st.sampled_from(["", "VNM", "CHN", "KHM", "IDN"]),
)
def test_the_weight_and_the_answer_are_the_same_whatever_the_nationality(
    name: str, born: str, listed: str, nation: str, other: str
) -> None:
    entry = Entry((name,), listed, nationality=other)

    without = assess(Traveller(name, born), entry)
    found = assess(Traveller(name, born, nationality=nation), entry)
    assert found.weight == without.weight
    assert _says(Traveller(name, born, nationality=nation), entry) is _says(
        Traveller(name, born), entry
    )


_parts = st.lists(
    st.sampled_from(["Nguyen", "Van", "Duc", "Đức", "Chen", "Wei", "Tan", "Wee", "Sok", "Dara"]),
    min_size=1,
    max_size=3,
).map(" ".join)
_papers = st.sampled_from(["", "X1", "X2"])
_sexes = st.sampled_from(["", "F", "M"])
_someone = st.builds(
    Traveller, _parts, _births, _sexes, st.sampled_from(["", "VNM", "KHM"]), _papers
)


@given(one=_someone, other=_someone)
def test_it_is_the_same_who_of_two_is_listed_and_who_travels(
    one: Traveller, other: Traveller
) -> None:
    assert assess(one, _listed(other)).weight == assess(other, _listed(one)).weight


def _listed(who: Traveller) -> Entry:
    papers = (who.document,) if who.document else ()
    return Entry((who.name,), who.born, who.sex, who.nationality, papers)


@given(
    name=st.text(min_size=1, max_size=20),
    other=st.text(min_size=1, max_size=20),
    sex=st.sampled_from(["", "F", "M"]),
    nation=st.sampled_from(["", "VNM"]),
    may_stop=st.booleans(),
)
def test_without_a_second_fact_nobody_is_ever_stopped(
    name: str, other: str, sex: str, nation: str, *, may_stop: bool
) -> None:
    traveller = Traveller(name, sex=sex, nationality=nation)
    for listed in (name, other):
        entry = Entry((listed,), "1990-01-01", sex, nation, ("X1",))
        assert _says(traveller, entry, may_stop=may_stop) is not Verdict.STOP


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("", ""),
        ("1994", "1994"),
        ("1994-05", "1994-05"),
        ("1994-05-17", "1994-05-17"),
        ("17/05/1994", "1994-05-17"),
        ("7.5.1994", "1994-05-07"),
        ("2537", "1994"),
        ("17/05/2537", "1994-05-17"),
        ("31/02/1994", None),
        ("soon", None),
        ("1794", None),
    ],
)
def test_a_birth_is_read_as_officers_write_it(typed: str, born: str | None) -> None:
    assert read_birth(typed) == born


def test_the_same_traveller_is_known_by_a_document_and_a_birth_that_may_agree() -> None:
    one = Traveller("Nguyen Van Duc", "1994-05-07", document="X1")

    assert rules.is_same_traveller(one, Traveller("Other", document="X1"))
    assert rules.is_same_traveller(one, Traveller("Other", "1994", document="X1"))
    for other in (
        Traveller("Nguyen Van Duc", "1994-05-07"),  # the listed man would be typed so too
        Traveller("Nguyen Van Duc", "1994-05-07", document="X2"),
        Traveller("Nguyen Van Duc", "1990-01-01", document="X1"),  # numbers repeat between states
    ):
        assert not rules.is_same_traveller(one, other)
        assert not rules.is_same_traveller(other, one)


def test_the_gravest_match_gives_the_answer() -> None:
    assert rules.gravest([]) is Verdict.CLEAR
    assert rules.gravest([Verdict.LOOK_CLOSER, Verdict.STOP]) is Verdict.STOP
    assert rules.gravest([Verdict.STOP, Verdict.PROTECTION]) is Verdict.PROTECTION


def test_the_lines_of_a_document_say_name_birth_and_number() -> None:
    lines = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    )
    found = rules.read(Asked(lines), today=TODAY)

    assert found.is_read
    assert found.reasons == ()
    assert found.traveller == Traveller(
        "ERIKSSON ANNA MARIA", "1974-08-12", "F", "UTO", "L898902C3"
    )
    assert found.warnings == ("expired",)


def test_a_wrong_check_digit_names_its_field() -> None:
    lines = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7508122F1204159ZE184226B<<<<<10"
    )

    assert {r.code for r in rules.read(Asked(lines), today=TODAY).reasons} == {"birth", "whole"}


def test_every_checkpoint_has_both_names_and_a_province() -> None:
    posts = rules.posts()

    assert len({post.code for post in posts}) == len(posts) == 21
    assert all(post.name_en and post.name_km and post.area.startswith("KH-") for post in posts)
