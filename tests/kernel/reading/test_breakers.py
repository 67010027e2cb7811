"""What broke the prototype, once each: these sentences may never be read wrongly again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kernel.reading.conftest import Reads, Row

FRIDAY = date(2025, 7, 18)


def test_the_day_of_the_statement_is_no_day_of_the_event(reads: Reads) -> None:
    (draft,) = reads(
        "The governor said Wednesday that officers detained 40 people in Takeo.", published=FRIDAY
    ).drafts

    assert (draft.date, draft.province_iso) == (None, "KH-21")


def test_the_day_may_stand_before_the_month(reads: Reads) -> None:
    (draft,) = reads("On 12 July police in Kep arrested 30 people.", published=FRIDAY).drafts

    assert draft.date == date(2025, 7, 12)


def test_a_sentence_about_the_operation_dates_the_sentence_before_it(reads: Reads) -> None:
    (draft,) = reads(
        "Police arrested 30 people in Kep. The operation took place on 12 July.", published=FRIDAY
    ).drafts

    assert draft.date == date(2025, 7, 12)


def test_a_later_event_lends_its_day_to_nobody(reads: Reads) -> None:
    first, _ = reads(
        "Police arrested 30 people in Kep. They deported nine Thais on Tuesday.", published=FRIDAY
    ).drafts

    assert first.date is None


@pytest.mark.parametrize("dateline", ["PHNOM PENH: ", "PHNOM PENH (Desk) - ", "Phnom Penh — "])
def test_a_dateline_is_no_place(dateline: str, reads: Reads) -> None:
    (draft,) = reads(dateline + "Police in Kampot arrested 24 Chinese.").drafts

    assert (draft.place, draft.province_iso) == ("Kampot", "KH-7")


def test_a_dateline_alone_places_nothing(reads: Reads) -> None:
    (draft,) = reads("PHNOM PENH: Police arrested 24 Chinese.").drafts

    assert draft.place is None


def test_a_raid_abroad_lies_in_no_province_of_ours(reads: Reads) -> None:
    first, second = reads(
        "Police in Kampot arrested 24 people. Officers in Bangkok arrested 60 suspects."
    ).drafts

    assert (first.province_iso, second.province_iso, second.place) == ("KH-7", None, "Bangkok")


def test_the_place_may_stand_one_sentence_back(reads: Reads) -> None:
    _, found = reads("Police raided a villa in Pailin. They found 12 Thais.").drafts

    assert found.province_iso == "KH-24"


def test_the_place_after_the_count_wins_over_the_place_carried(reads: Reads) -> None:
    _, second = reads(
        "Police arrested 12 Thais in Pailin. Officers rescued nine Indians in Bavet."
    ).drafts

    assert second.province_iso == "KH-20"


def test_women_are_no_whole_of_the_nationalities_that_follow(reads: Reads) -> None:
    whole, *parts = reads(
        "Police arrested 85 people, including 15 women, 40 Vietnamese and 45 Chinese."
    ).drafts

    assert [part.part_of for part in parts] == [whole.id] * 3


def test_the_parts_may_stand_in_the_next_sentence(reads: Reads) -> None:
    whole, *parts = reads(
        "Police detained 120 people in Kep. Those detained included 80 Indians and 40 Nepalis."
    ).drafts

    assert [part.part_of for part in parts] == [whole.id] * 2
    assert {part.province_iso for part in parts} == {"KH-23"}


def test_a_number_from_a_country_needs_no_noun(rows: Callable[..., list[Row]]) -> None:
    assert rows("Police arrested 73 people from Laos, 29 from India and two from Nepal.") == [
        ("arrested", (73, 73), "LAO", None),
        ("arrested", (29, 29), "IND", None),
        ("arrested", (2, 2), "NPL", None),
    ]


def test_some_of_them_are_part_of_those_before(reads: Reads) -> None:
    whole, suspects, women = reads(
        "Police arrested 50 people. Of them, 28 are suspects, two of whom are women."
    ).drafts

    assert (suspects.part_of, suspects.role) == (whole.id, "suspect")
    assert (women.part_of, women.sex) == (suspects.id, "F")


@pytest.mark.parametrize("verb", ["handed over", "turned over"])
def test_handed_over_is_not_more_than(verb: str, rows: Callable[..., list[Row]]) -> None:
    assert rows(f"The army {verb} 260 workers.") == [("transferred", (260, 260), "", None)]


def test_two_nationalities_of_one_count_are_both_kept(reads: Reads) -> None:
    (draft,) = reads("Police arrested 80 Chinese and Taiwanese in Kep.").drafts

    assert (draft.nationalities, draft.nationality_mode) == (("CHN", "TWN"), "mix")


def test_while_parts_two_events_of_one_sentence(reads: Reads) -> None:
    first, second = reads(
        "Police in Kampot arrested 30 people while officers in Kep rescued 12 Thais."
    ).drafts

    assert (first.kind.value, first.province_iso) == ("arrested", "KH-7")
    assert (second.kind.value, second.province_iso) == ("rescued", "KH-23")


def test_police_are_never_counted_among_the_detained(rows: Callable[..., list[Row]]) -> None:
    assert rows("Some 205 police officers took part and detained 90 people.") == [
        ("deployed", (185, 225), "", None),
        ("detained", (90, 90), "", None),
    ]


def test_an_officer_who_was_arrested_is_counted(rows: Callable[..., list[Row]]) -> None:
    assert rows("Three police officers were arrested.") == [("arrested", (3, 3), "", None)]


def test_what_will_be_done_is_planned_and_what_was_done_is_not(reads: Reads) -> None:
    held, deported = reads("Authorities detained 45 foreigners and will deport 20 of them.").drafts

    assert (held.modality, deported.modality) == ("asserted", "planned")
    assert deported.part_of == held.id


def test_a_pronoun_keeps_the_speaker(reads: Reads) -> None:
    text = "Police detained 90 people, the governor said. He said 30 of them were Chinese."

    assert [draft.source_text for draft in reads(text).drafts] == ["governor", "governor"]


def test_a_weekday_between_the_speaker_and_the_speech_hides_nobody(reads: Reads) -> None:
    (draft,) = reads("The governor said on Monday that police detained 90 people.").drafts

    assert (draft.source_text, draft.date) == ("governor", None)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Officers found 59 men and two women. The 61 were all Burmese.", 61),
        ("Raids in Pailin netted seven Thais and one Lao. The eight were held.", 8),
        ("Police arrested 81 people: 47 Indians and 34 Nepalis.", 81),
        ("Police arrested 149 foreigners and 85 Cambodians, 234 in all.", 234),
        ("Police in Kep held 38 people, 35 men and three women.", 38),
    ],
)
def test_a_list_that_sums_to_a_count_divides_it(text: str, whole: int, reads: Reads) -> None:
    drafts = reads(text).drafts
    (total,) = [draft for draft in drafts if draft.low == whole]

    assert [draft.part_of for draft in drafts if draft is not total] == [total.id] * 2


def test_a_count_repeated_restates_itself_and_is_no_part(reads: Reads) -> None:
    first, again = reads("Police arrested 35 people in Kep. The 35 were held in Takeo.").drafts

    assert (first.part_of, again.part_of) == (None, None)


def test_a_casino_of_22_buildings_is_not_22_sites(rows: Callable[..., list[Row]]) -> None:
    text = "Officers raided a casino comprising 22 buildings."

    assert rows(text) == [("raided_site", (1, 1), "", None)]


def test_a_language_without_a_grammar_gives_an_empty_reading(
    reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samaki.kernel.reading.languages.find_spec", lambda _name: None)
    from samaki.kernel.reading.languages import grammar_for  # noqa: PLC0415  (its cache is cleared)

    grammar_for.cache_clear()
    try:
        reading = reads("Police arrested 30 people.")
    finally:
        grammar_for.cache_clear()

    assert (reading.drafts, reading.contradictions) == ((), ())


def test_a_language_nobody_reads_has_no_grammar() -> None:
    from samaki.kernel.reading.languages import grammar_for  # noqa: PLC0415

    assert grammar_for("xx") is None


def test_a_comma_before_and_does_not_end_the_list(reads: Reads) -> None:
    whole, *parts = reads(
        "Police arrested more than 300 people. Those detained included more than 200 Vietnamese, "
        "27 Chinese, and 75 suspects from Taiwan and 85 Cambodians."
    ).drafts

    assert [part.part_of for part in parts] == [whole.id] * 4


def test_a_second_raid_after_a_list_is_no_part_of_the_first(reads: Reads) -> None:
    first, part, second = reads(
        "Police in Kratie arrested 312 people, including three Thais, and 27 people from Vietnam "
        "were arrested in Pursat."
    ).drafts

    assert (part.part_of, second.part_of) == (first.id, None)
    assert (first.province_iso, second.province_iso) == ("KH-10", "KH-15")


def test_a_clause_is_no_speaker(reads: Reads) -> None:
    (draft,) = reads("Police arrested 30 people in two raids, said the governor.").drafts[:1]

    assert draft.source_text == "governor"


def test_those_who_await_deportation_are_not_deported_yet(reads: Reads) -> None:
    done, planned = reads(
        "Authorities deported 322 foreigners, while 53 others await deportation."
    ).drafts

    assert (done.modality, planned.modality) == ("asserted", "planned")


def test_found_dead_is_died(rows: Callable[..., list[Row]]) -> None:
    assert rows("A 22-year-old Korean woman was found dead.") == [("died", (1, 1), "KOR", "F")]
