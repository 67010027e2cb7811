"""The clauses of an order: whom each binds, to what, by when, and nothing that is not written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samaki.kernel.reading.clause_check import reasons_against
from samaki.kernel.reading.clauses import ClauseDraft, Deadline, clauses_of
from samaki.kernel.reading.drafts import Document, Span
from samaki.kernel.reading.languages import grammar_for
from samaki.kernel.reading.mandates import MANDATES, BodyClass, mandate_for
from samaki.systems.directives.rules import ADDRESSEES

ISSUED = date(2025, 8, 4)


def drafts(text: str, language: str = "en", issued: date | None = ISSUED) -> list[ClauseDraft]:
    return list(clauses_of(Document("o", text, issued, language)))


def bound(text: str, draft: ClauseDraft) -> list[str]:
    return [one.kind or one.words.of(text) for one in draft.addressees]


def words(text: str, span: Span | None) -> str:
    assert span is not None
    return span.of(text)


def test_the_kinds_of_posts_that_clauses_bind_are_classes_of_the_reading() -> None:
    assert set(ADDRESSEES) <= set(BodyClass)


def test_a_lead_binds_whom_it_names_for_all_items_below_it() -> None:
    text = "All governors shall:\n1. count everyone;\n2. report.\nThe navy must:\n1. keep watch."

    assert [bound(text, one) for one in drafts(text)] == [
        ["governor"],
        ["governor"],
        ["armed_forces"],
    ]


def test_an_item_with_a_body_of_its_own_is_not_bound_by_the_lead() -> None:
    text = "All governors shall:\n- count everyone;\n- the police must guard the doors."

    assert [bound(text, one) for one in drafts(text)] == [["governor"], ["police_chief"]]


def test_a_list_that_runs_on_in_one_line_has_its_items_and_their_numbers() -> None:
    text = "The Ministry of Justice shall: (1) name a judge; (2) open files; (3) report."

    assert [one.label for one in drafts(text)] == ["1", "2", "3"]
    assert {bound(text, one)[0] for one in drafts(text)} == {"The Ministry of Justice"}


def test_two_duties_of_two_bodies_in_one_sentence_are_two_clauses() -> None:
    text = "Governors must search the halls, and the gendarmerie must guard the exits."

    first, second = drafts(text)
    assert words(text, first.duty) == "search the halls"
    assert words(text, second.duty) == "guard the exits"
    assert [bound(text, one) for one in (first, second)] == [
        ["governor"],
        ["gendarmerie_commander"],
    ]


def test_a_body_that_is_merely_told_is_not_bound() -> None:
    text = "Governors must inform the police and must report to the Ministry of Interior."

    assert [bound(text, one) for one in drafts(text)] == [["governor"]]


def test_a_body_that_is_excepted_is_not_bound() -> None:
    text = "All units, except the navy, must report each arrest."

    assert [bound(text, one) for one in drafts(text)] == [["All units"]]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Courts need not report daily.", "en"),
        ("The police are not required to wait.", "en"),
        ("តុលាការមិនចាំបាច់រាយការណ៍ប្រចាំថ្ងៃទេ។", "km"),
        ("法院无需每日上报。", "zh"),
        ("Tòa án không cần báo cáo hằng ngày.", "vi"),
        ("ศาลไม่ต้องรายงานทุกวัน", "th"),
        ("Pengadilan tidak wajib melapor setiap hari.", "id"),
    ],
)
def test_whoever_is_let_off_a_duty_is_not_bound_to_it(text: str, language: str) -> None:
    assert not drafts(text, language)


@pytest.mark.parametrize(
    ("text", "language", "forbidding"),
    [
        ("Casinos must not keep passports.", "en", "must not"),
        ("កាស៊ីណូ មិនត្រូវរក្សាទុកលិខិតឆ្លងដែនឡើយ។", "km", "មិនត្រូវ"),
        ("赌场不得扣留护照。", "zh", "不得"),
        ("Các sòng bạc không được giữ hộ chiếu.", "vi", "không được"),
        ("กาสิโนต้องไม่ยึดหนังสือเดินทาง", "th", "ต้องไม่"),
        ("Kasino dilarang menahan paspor.", "id", "dilarang"),
    ],
)
def test_what_is_forbidden_keeps_the_words_that_forbid_it(
    text: str, language: str, forbidding: str
) -> None:
    [draft] = drafts(text, language)

    assert words(text, draft.forbids) == forbidding
    assert forbidding in words(text, draft.duty)


@pytest.mark.parametrize(
    ("text", "forbidding", "binds"),
    [
        ("No official may accept gifts.", "No", ["official"]),
        ("No governor shall release anybody.", "No", ["governor"]),
        ("Neither the police nor the gendarmerie may take money.", "Neither the",
         ["police_chief", "gendarmerie_commander"]),
        ("Nobody may leave the site.", "Nobody", []),
        ("It is ordered that casinos do not open, and the police orders banks not to pay.",
         "not to", ["banks"]),
    ],
)  # fmt: skip
def test_what_nobody_may_do_is_a_prohibition_and_no_duty(
    text: str, forbidding: str, binds: list[str]
) -> None:
    [draft] = drafts(text)

    assert words(text, draft.forbids) == forbidding
    assert words(text, draft.duty).startswith(forbidding)
    assert bound(text, draft) == binds


def test_what_somebody_may_do_binds_nobody() -> None:
    assert not drafts("Governors may ask for help.")


def test_a_second_duty_of_the_same_bodies_behind_a_semicolon_is_a_clause() -> None:
    text = "Governors must visit each site; they must not delegate this."

    first, second = drafts(text)
    assert [bound(text, one) for one in (first, second)] == [["governor"]] * 2
    assert (first.forbids, words(text, second.forbids)) == (None, "must not")


def test_a_duty_inside_a_duty_binds_only_whom_the_order_names() -> None:
    text = "The Ministry of Interior must require that it orders banks to pay."

    assert [bound(text, one) for one in drafts(text)] == [["The Ministry of Interior"]]


def test_whoever_is_let_off_in_a_sentence_ends_the_duty_before() -> None:
    text = "Governors must report daily, and the courts need not report."

    [draft] = drafts(text)
    assert words(text, draft.duty) == "report daily"


def test_a_body_ordered_and_obliged_at_once_is_one_clause() -> None:
    text = "首相要求各省省长必须清查园区。"

    [draft] = drafts(text, "zh")
    assert words(text, draft.duty) == "清查园区"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("១.-អភិបាលខេត្ត ត្រូវរាយការណ៍។\n២-នគរបាលជាតិ ត្រូវយាម។", ["1", "2"]),
        ("ទីមួយ៖ អភិបាលខេត្ត ត្រូវរាយការណ៍។", ["1"]),
    ],
)
def test_the_numbers_of_a_khmer_order_are_its_labels(text: str, labels: list[str]) -> None:
    assert [draft.label for draft in drafts(text, "km")] == labels


def test_an_item_that_is_broken_over_lines_is_one_clause() -> None:
    text = "1. Governors must search\nevery hall.\n2. The police must guard\nthem."

    assert [words(text, one.duty) for one in drafts(text)] == [
        "search\nevery hall",
        "guard\nthem",
    ]


def test_the_eleventh_article_of_a_chinese_order_is_the_eleventh() -> None:
    assert [one.label for one in drafts("第十一条 法院须加快审理。", "zh")] == ["11"]


def test_a_bullet_below_a_lettered_item_is_bound_and_has_no_number() -> None:
    text = "1. Governors shall:\na) in the towns:\n- count;\n- report."

    assert [(one.label, bound(text, one)) for one in drafts(text)] == [("", ["governor"])] * 2


def test_a_length_of_time_in_words_nobody_knows_is_no_deadline() -> None:
    [draft] = drafts("អភិបាលខេត្ត ត្រូវរាយការណ៍ ក្នុងរយៈពេលយូរថ្ងៃ។", "km")

    assert draft.deadline is None


def test_a_duty_to_see_that_others_are_punished_is_no_consequence() -> None:
    text = "The police must study failure so that those responsible are punished."

    [draft] = drafts(text)
    assert draft.consequence is None


def test_a_body_in_the_middle_of_a_duty_is_not_bound_by_the_next_one() -> None:
    text = "Governors must tell banks what casinos fear and the police must help."

    assert [bound(text, one) for one in drafts(text)] == [["governor"], ["police_chief"]]


def test_whoever_is_to_carry_out_a_passive_is_bound_all_of_them() -> None:
    text = "Every hall must be sealed by the police, the gendarmerie and the navy for a judge."

    assert bound(text, drafts(text)[0]) == ["police_chief", "gendarmerie_commander", "armed_forces"]
    text = "Every hall must be sealed by the police for the courts."
    assert bound(text, drafts(text)[0]) == ["police_chief"]


def test_a_prohibition_names_whom_it_is_for_right_behind_it() -> None:
    text = "Nghiêm cấm các sòng bạc giữ hộ chiếu."

    assert [bound(text, one) for one in drafts(text, "vi")] == [["các sòng bạc"]]


def test_a_day_that_no_year_has_is_words_alone() -> None:
    [draft] = drafts("Governors must report by 29 February.", issued=date(2024, 3, 1))

    assert draft.deadline is None or draft.deadline.day is None


def test_what_is_forbidden_until_a_day_is_not_due_by_that_day() -> None:
    [draft] = drafts("Owners must not reopen a hall before 1 September 2025.")

    assert draft.deadline is None


@pytest.mark.parametrize(
    ("text", "language", "stated"),
    [
        ("Governors must report by 31 August 2025.", "en", (date(2025, 8, 31), None, "")),
        ("Governors must report no later than 5 January.", "en", (date(2026, 1, 5), None, "")),
        ("Governors must report within seven (7) days.", "en", (None, 7, "days")),
        ("Governors must report within a week.", "en", (None, 1, "weeks")),
        ("Governors must report by Friday.", "en", (None, None, "")),
        ("អភិបាលខេត្ត ត្រូវរាយការណ៍ ត្រឹមថ្ងៃទី៣១ ខែសីហា ឆ្នាំ២០២៥។", "km", (date(2025, 8, 31), None, "")),
        ("អភិបាលខេត្ត ត្រូវរាយការណ៍ ក្នុងរយៈពេល ៤៨ម៉ោង។", "km", (None, 48, "hours")),
        ("各省省长须在十五天内上报。", "zh", (None, 15, "days")),
        ("各省省长须在年底前上报。", "zh", (None, None, "")),
        ("Các tỉnh trưởng phải báo cáo trong vòng hai tuần.", "vi", (None, 2, "weeks")),
        ("ผู้ว่าราชการจังหวัดต้องรายงานภายในเจ็ดวัน", "th", (None, 7, "days")),
        ("Gubernur wajib melapor paling lambat 3 bulan.", "id", (None, 3, "months")),
    ],
)  # fmt: skip
def test_a_deadline_is_what_the_words_state(
    text: str, language: str, stated: tuple[date | None, int | None, str]
) -> None:
    [draft] = drafts(text, language)

    assert draft.deadline is not None
    assert (draft.deadline.day, draft.deadline.amount, draft.deadline.unit) == stated


def test_a_day_without_a_year_is_no_day_where_nobody_knows_when_the_order_was_given() -> None:
    [draft] = drafts("Governors must report by 31 August.", issued=None)

    assert draft.deadline is not None
    assert draft.deadline.day is None


@pytest.mark.parametrize(
    "text",
    [
        "Governors must report every Monday.",
        "Governors must hold nobody for more than 48 hours.",
        "Governors must act without delay, as ordered on 14 July 2025.",
        "Governors must keep records from 1 August 2025.",
        "This order takes effect on 1 August 2025. Governors must obey it.",
    ],
)
def test_a_day_that_is_no_deadline_makes_none(text: str) -> None:
    assert all(draft.deadline is None for draft in drafts(text))


def test_a_deadline_of_all_measures_is_of_every_clause_without_its_own() -> None:
    text = (
        "Governors must count everyone. The police must report within two days. "
        "All of these measures must be completed by 30 September 2025."
    )

    stated = [one.deadline and (one.deadline.day, one.deadline.amount) for one in drafts(text)]
    assert stated == [(date(2025, 9, 30), None), (None, 2)]


def test_a_consequence_at_the_end_is_of_all_clauses() -> None:
    text = "1. Governors must count.\n2. The police must guard.\nWhoever fails will be dismissed."

    assert {words(text, one.consequence) for one in drafts(text)} == {
        "Whoever fails will be dismissed"
    }


def test_a_consequence_for_one_body_is_of_its_clauses_alone() -> None:
    text = "Governors must count. Casinos must open. Casinos that refuse shall be fined."

    first, second = drafts(text)
    assert first.consequence is None
    assert words(text, second.consequence) == "Casinos that refuse shall be fined"


def test_a_consequence_that_hangs_on_a_duty_is_its_own() -> None:
    text = "Operators must register cards, failing which they lose their licence. Banks must help."

    first, second = drafts(text)
    assert words(text, first.consequence) == "they lose their licence"
    assert words(text, first.duty) == "register cards"
    assert second.consequence is None


def test_a_numbered_consequence_is_a_clause_that_names_no_duty() -> None:
    text = "1. Governors must count.\n2. Officials who fail to obey will be transferred."

    second = drafts(text)[1]
    assert (second.label, second.duty) == ("2", None)
    assert words(text, second.consequence) == "Officials who fail to obey will be transferred"


def test_what_an_order_does_not_say_stays_empty() -> None:
    [draft] = drafts("All halls must be searched.")

    assert (draft.label, draft.addressees, draft.consequence, draft.deadline, draft.forbids) == (
        "", (), None, None, None,
    )  # fmt: skip


def test_a_letter_binds_whom_it_is_to() -> None:
    text = "To: governors and police chiefs\nYou must count everyone. You shall also report."

    assert [bound(text, one) for one in drafts(text)] == [["governor", "police_chief"]] * 2


def test_those_who_must_not_be_punished_are_no_consequence() -> None:
    text = "Whoever is found must not be fined. Governors must house them."

    assert all(one.consequence is None for one in drafts(text))


def test_a_pronoun_without_anybody_before_it_binds_nobody() -> None:
    assert [one.addressees for one in drafts("They must report.")] == [()]


def test_a_language_whose_orders_nobody_described_gives_nothing() -> None:
    assert not drafts("Les gouverneurs doivent fermer tous les sites.", "fr")


@pytest.mark.parametrize(
    "wrong", ["quote", "addressee", "deadline", "no deadline", "label", "no label", "consequence"]
)
def test_a_draft_whose_words_do_not_say_it_is_refused(wrong: str) -> None:
    text = "1. Governors must report by 31 August 2025, failing which they lose their posts."
    [draft] = drafts(text)
    far = Span(0, len(text) + 1)
    changed: dict[str, dict[str, object]] = {
        "quote": {"quote": far},
        "addressee": {
            "addressees": tuple(type(one)(one.words, BodyClass.POLICE) for one in draft.addressees)
        },
        "deadline": {"deadline": Deadline(draft.deadline.words, date(2025, 9, 1))}
        if draft.deadline
        else {},
        "no deadline": {"deadline": Deadline(Span(3, 12))},
        "label": {"label": "2"},
        "no label": {"label_at": None},
        "consequence": {"consequence": draft.duty},
    }
    fields = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    mandate, grammar = mandate_for("en"), grammar_for("en")
    assert mandate
    assert grammar
    document = Document("o", text, ISSUED, "en")

    assert not reasons_against(draft, document, mandate, grammar)
    assert reasons_against(ClauseDraft(**{**fields, **changed[wrong]}), document, mandate, grammar)


# Words of orders, none of which is a day, a month, a number or a stretch of time.
_PIECES = {
    "en": (
        "Governors|the police|must|shall|not|close|every hall|and|, |. |; |:\n|"
        "- |except|report|before|by|within|those who fail|be dismissed|"
        "the Ministry of Justice|need not|orders|to|no later than"
    ),
    "km": (
        "អភិបាលខេត្ត|នគរបាលជាតិ|ត្រូវ|មិនត្រូវ|បិទ|និង| |។|៖\n|- |លើកលែងតែ|"
        "រាយការណ៍|មុន|ត្រឹម|ក្នុងរយៈពេល|មន្ត្រីណាដែលមិនអនុវត្ត|ដកតំណែង|"
        "បង្គាប់ឱ្យ"
    ),
    "zh": (
        "各省省长|警察局|必须|不得|关闭|园区|和|,|。|:\n|除|上报|在|前|内|责令|违者|撤职|内政部"
    ),
    "vi": (
        "tỉnh trưởng|cảnh sát|phải|không được|đóng cửa|và|, |. |:\n|- |trừ|"
        "báo cáo|trước|trong vòng|chậm nhất là|ai không|bị kỷ luật|yêu cầu"
    ),
    "th": ("ผู้ว่าราชการจังหวัด|ตำรวจ|ต้อง|ห้าม|ปิด|และ| |\n|ให้|รายงาน|ก่อน|ภายใน|ผู้ฝ่าฝืน|ถูกลงโทษ|ไม่ต้อง"),
    "id": (
        "gubernur|polisi|wajib|dilarang|menutup|dan|, |. |:\n|- |kecuali|melapor|"
        "sebelum|dalam waktu|paling lambat|pejabat yang tidak|dicopot|"
        "memerintahkan|untuk"
    ),
}


@pytest.mark.parametrize("language", MANDATES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_deadline_is_made_up_where_no_word_names_a_time(
    language: str, data: st.DataObject
) -> None:
    pieces = st.lists(st.sampled_from(_PIECES[language].split("|")), min_size=1, max_size=24)
    gap = "" if language in {"km", "zh", "th"} else " "
    text = gap.join(data.draw(pieces))

    for draft in drafts(text, language):
        assert draft.deadline is None, text


@pytest.mark.parametrize("language", MANDATES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_mixture_is_read_and_quotes_what_it_says(language: str, data: st.DataObject) -> None:
    numbers = [
        "1. ",
        "2) ",
        "(a) ",
        "(b) ",
        "៣. ",
        "一、",
        "31/8/2025",
        "7",
        "days",
        "ថ្ងៃ",
        "天内",
        "\n\n",
    ]
    piece = st.sampled_from([*_PIECES[language].split("|"), *numbers])
    text = "".join(data.draw(st.lists(st.one_of(piece, st.text(max_size=3)), max_size=24)))

    mandate, grammar = mandate_for(language), grammar_for(language)
    assert mandate
    assert grammar
    document = Document("o", text, ISSUED, language)
    for draft in clauses_of(document):
        assert not reasons_against(draft, document, mandate, grammar)
        for span in draft.spans().values():
            assert 0 <= span.start < span.end <= len(text)


@given(text=st.text(max_size=200), language=st.sampled_from([*MANDATES, None]))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all_is_read(text: str, language: str | None) -> None:
    for draft in clauses_of(Document("o", text, None, language)):
        assert draft.quote.of(text)
