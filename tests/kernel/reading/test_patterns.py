"""The tricky sentences of the design, each read to the claims that should come out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kernel.reading.conftest import Reads, Row

FRIDAY = date(2025, 7, 18)

PATTERNS = [
    (
        (
            "On 15 July police in Kampot detained 41 people: 30 Vietnamese, nine Chinese "
            "and two Thais."
        ),
        [
            ("detained", (41, 41), "", None),
            ("detained", (30, 30), "VNM", None),
            ("detained", (9, 9), "CHN", None),
            ("detained", (2, 2), "THA", None),
        ],
    ),
    (
        (
            "Officers held 58 foreigners, among them 12 Chinese women and 20 Burmese, "
            "four of whom are female."
        ),
        [
            ("detained", (58, 58), "", None),
            ("detained", (12, 12), "CHN", "F"),
            ("detained", (20, 20), "MMR", None),
            ("detained", (4, 4), "MMR", "F"),
        ],
    ),
    (
        "The raid netted 88 Indonesians (31 women) and 17 Filipinos (6 women).",
        [
            ("arrested", (88, 88), "IDN", None),
            ("arrested", (31, 31), "IDN", "F"),
            ("arrested", (17, 17), "PHL", None),
            ("arrested", (6, 6), "PHL", "F"),
        ],
    ),
    (
        (
            "A further 46 suspects were caught in Takeo on Friday, bringing to 355 the number held "
            "since Monday."
        ),
        [("arrested", (46, 46), "", None), ("detained", (355, 355), "", None)],
    ),
    (
        "Police in Bavet and Poipet arrested 120 and 75 foreigners respectively.",
        [("arrested", (120, 120), "", None), ("arrested", (75, 75), "", None)],
    ),
    (
        "Of the 230 detained, 119 were Thai and the remainder came from five other countries.",
        [
            ("detained", (230, 230), "", None),
            ("detained", (119, 119), "THA", None),
            ("detained", (111, 111), "", None),
        ],
    ),
    (
        "The militia handed over 260 workers to Thai immigration.",
        [("transferred", (260, 260), "", None)],
    ),
    (
        "No Cambodians were among the 64 people arrested.",
        [("arrested", (0, 0), "KHM", None), ("arrested", (64, 64), "", None)],
    ),
    (
        "Police revised the figure to 97 from 103 arrested on Tuesday.",
        [("arrested", (97, 97), "", None), ("arrested", (103, 103), "", None)],
    ),
    (
        "Dozens of Chinese were deported, but fewer than 100, an officer said.",
        [("deported", (24, 99), "CHN", None)],
    ),
    (
        "Authorities deported 30 Koreans and plan to deport 27 more next week.",
        [("deported", (30, 30), "KOR", None), ("deported", (27, 27), "KOR", None)],
    ),
    (
        "Police said Wednesday they arrested 19 Nepalis on Sunday.",
        [("arrested", (19, 19), "NPL", None)],
    ),
    (
        "A 34-year-old Chinese man was arrested in a nine-storey building with 15 others.",
        [("arrested", (1, 1), "CHN", "M"), ("arrested", (15, 15), "", None)],
    ),
    (
        "Of 63 foreigners detained, most were Chinese.",
        [("detained", (63, 63), "", None), ("detained", (32, 63), "CHN", None)],
    ),
    (
        "Officers rescued 25 Vietnamese and arrested eight Chinese alleged ringleaders.",
        [("rescued", (25, 25), "VNM", None), ("arrested", (8, 8), "CHN", None)],
    ),
    (
        "Between 6,000 and 7,000 workers fled; around 300-350 were stopped.",
        [("escaped", (6000, 7000), "", None), ("detained", (300, 350), "", None)],
    ),
    (
        "The 80 Chinese and Taiwanese suspects were arrested in Kep.",
        [("arrested", (80, 80), "CHN+TWN", None)],
    ),
    (
        "Seized were 47 desktop computers, a pistol, two passports and hundreds of SIM cards.",
        [
            ("seized", (47, 47), "", None),
            ("seized", (1, 1), "", None),
            ("seized", (2, 2), "", None),
            ("seized", (200, 999), "", None),
        ],
    ),
    (
        (
            "The group includes 73 people from the Philippines, 29 from India and 20 from "
            "Indonesia, all arrested on 12 August."
        ),
        [
            ("arrested", (73, 73), "PHL", None),
            ("arrested", (29, 29), "IND", None),
            ("arrested", (20, 20), "IDN", None),
        ],
    ),
    (
        "The raid follows the arrest of 479 people in March.",
        [("arrested", (479, 479), "", None)],
    ),
    (
        "The 35 men and three women, all Chinese, were arrested on Monday.",
        [("arrested", (35, 35), "CHN", "M"), ("arrested", (3, 3), "CHN", "F")],
    ),
    (
        "Police arrested 12 people at each of four villas in Kampot.",
        [("arrested", (48, 48), "", None), ("raided_site", (4, 4), "", None)],
    ),
    (
        "One of the 44 detained Thais died in custody.",
        [("died", (1, 1), "THA", None), ("detained", (44, 44), "THA", None)],
    ),
    (
        "About 70 percent of the 200 detainees are Chinese.",
        [("detained", (130, 150), "CHN", None), ("detained", (200, 200), "", None)],
    ),
    (
        (
            "Police detained 771 people. Mostly from Laos, the 771 included 282 women and 489 men; "
            "a force of 205 personnel took part."
        ),
        [
            ("detained", (771, 771), "", None),
            ("detained", (771, 771), "", None),
            ("detained", (282, 282), "", "F"),
            ("detained", (489, 489), "", "M"),
            ("deployed", (205, 205), "", None),
        ],
    ),
    (
        (
            "The 497 foreigners were 427 Chinese, 57 Vietnamese, eight Malaysians, three "
            "Taiwanese, two Indonesians and two Rwandans."
        ),
        [
            ("stock", (497, 497), "", None),
            ("stock", (427, 427), "CHN", None),
            ("stock", (57, 57), "VNM", None),
            ("stock", (8, 8), "MYS", None),
            ("stock", (3, 3), "TWN", None),
            ("stock", (2, 2), "IDN", None),
            ("stock", (2, 2), "RWA", None),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PATTERNS, ids=[text[:32] for text, _ in PATTERNS])
def test_the_sentence_says_what_a_careful_officer_reads_in_it(
    text: str, expected: list[Row], rows: Callable[..., list[Row]]
) -> None:
    assert rows(text, published=FRIDAY) == expected


def test_the_parts_of_a_list_belong_to_the_count_it_divides(reads: Reads) -> None:
    whole, *parts = reads(PATTERNS[0][0], published=FRIDAY).drafts

    assert {part.part_of for part in parts} == {whole.id}
    assert (whole.agg, whole.province_iso, whole.date) == ("total", "KH-7", date(2025, 7, 15))


def test_four_of_whom_are_part_of_the_last_named_group(reads: Reads) -> None:
    _, _, burmese, women = reads(PATTERNS[1][0], published=FRIDAY).drafts

    assert women.part_of == burmese.id


def test_women_in_brackets_are_part_of_the_group_before_the_bracket(reads: Reads) -> None:
    first, first_women, second, second_women = reads(PATTERNS[2][0], published=FRIDAY).drafts

    assert (first_women.part_of, second_women.part_of) == (first.id, second.id)


def test_a_days_catch_and_the_running_count_keep_their_own_place_and_days(reads: Reads) -> None:
    catch, running = reads(PATTERNS[3][0], published=FRIDAY).drafts

    assert (catch.province_iso, catch.date, catch.since, catch.agg) == ("KH-21", FRIDAY, None, None)
    assert (running.province_iso, running.since, running.agg) == (
        None,
        date(2025, 7, 14),
        "cumulative",
    )


def test_respectively_pairs_places_and_counts_in_order(reads: Reads) -> None:
    assert [d.province_iso for d in reads(PATTERNS[4][0], published=FRIDAY).drafts] == [
        "KH-20",
        "KH-1",
    ]


def test_what_remains_of_a_count_is_worked_out_and_shown_as_such(reads: Reads) -> None:
    whole, _, rest = reads(PATTERNS[5][0], published=FRIDAY).drafts

    assert (rest.rule, rest.part_of, rest.count) == ("remainder", whole.id, None)
    assert rest.spans["derived"].of(PATTERNS[5][0]) == "the remainder"


def test_a_revised_figure_withdraws_the_figure_it_replaces(reads: Reads) -> None:
    new, old = reads(PATTERNS[8][0], published=FRIDAY).drafts

    assert (new.modality, old.modality) == ("asserted", "corrected")


def test_what_is_planned_is_not_done(reads: Reads) -> None:
    done, planned = reads(PATTERNS[10][0], published=FRIDAY).drafts

    assert (done.modality, planned.modality) == ("asserted", "planned")


def test_the_day_of_the_arrest_is_not_the_day_it_was_told(reads: Reads) -> None:
    (draft,) = reads(PATTERNS[11][0], published=FRIDAY).drafts

    assert draft.date == date(2025, 7, 13)


def test_the_role_is_read_beside_the_nationality(reads: Reads) -> None:
    _, arrested = reads(PATTERNS[14][0], published=FRIDAY).drafts

    assert arrested.role == "ringleader"


def test_each_thing_seized_keeps_its_name(reads: Reads) -> None:
    assert [draft.item for draft in reads(PATTERNS[17][0], published=FRIDAY).drafts] == [
        "computer",
        "firearm",
        "passport",
        "sim_card",
    ]


def test_a_day_without_a_year_is_the_last_such_day_before_publication(reads: Reads) -> None:
    drafts = reads(PATTERNS[18][0], published=FRIDAY).drafts

    assert {draft.date for draft in drafts} == {date(2024, 8, 12)}


def test_a_month_is_read_as_its_days(reads: Reads) -> None:
    (draft,) = reads(PATTERNS[19][0], published=FRIDAY).drafts

    assert (draft.since, draft.date) == (date(2025, 3, 1), date(2025, 3, 31))


def test_one_of_the_44_leaves_the_44_one_count(reads: Reads) -> None:
    dead, held = reads(PATTERNS[22][0], published=FRIDAY).drafts

    assert dead.part_of == held.id


def test_police_who_took_part_are_not_among_the_detained(reads: Reads) -> None:
    officers = reads(PATTERNS[24][0], published=FRIDAY).drafts[-1]

    assert (officers.kind.value, officers.part_of) == ("deployed", None)
