"""Names: the same person in another script or spelling agrees; why is said in words."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samaki.kernel.names import khmer, normalise
from samaki.kernel.names.compare import compare, explain

CLOSE = 0.7
_LETTERS = "abcdeghikmnoprstuvxyzđăâêôơưéèãạịĐŁ -'陈陳伟文明王小សុខដារ៉ាสมชายИван"
names = st.text(_LETTERS, min_size=1, max_size=24).filter(normalise.parts)


def _codes(left: str, right: str) -> set[str]:
    return {note.code for note in explain(compare(left, right))}


@pytest.mark.parametrize(
    "group",
    [
        ("Nguyễn Văn Đức", "NGUYEN VAN DUC", "Van Duc Nguyen", "阮文德"),
        ("陈伟", "陳偉", "Chen Wei", "CHAN WAI", "Tan Wee"),
        ("សុខ ដារ៉ា", "SOK DARA", "Dara Sokh"),
        ("陈小明", "Chen Xiao Ming", "CHEN XIAOMING"),
        ("Иванов Сергей", "IVANOV SERGEI"),
        ("สมชาย สุขดี", "Somchai Sukdee"),
    ],
)
def test_one_name_in_many_spellings_agrees_with_itself(group: tuple[str, ...]) -> None:
    for left, right in combinations(group, 2):
        assert compare(left, right).score >= CLOSE, (left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nguyen Van Duc", "Nguyen Van Dung"),
        ("Nguyen Van Duc", "Tran Van Duc"),
        ("Chen Wei", "Chen Jie"),
        ("Siti Aminah", "Siti Nurhaliza"),
        ("Sok Dara", "Sok Sophea"),
        ("Aung", "Aung San"),
    ],
)
def test_a_name_that_shares_a_part_is_another_name(left: str, right: str) -> None:
    found = compare(left, right)

    assert found.score < CLOSE
    assert found.left_alone or found.right_alone


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        ("Nguyễn Văn Đức", "NGUYEN VAN DUC", "marks"),
        ("Nguyen Van Duc", "Van Duc Nguyen", "reordered"),
        ("陈伟", "Chen Wei", "pinyin"),
        ("陈伟", "Tan Wee", "speech"),
        ("陈伟", "陳偉", "same_character"),
        ("Chan Ho", "Tan Ho", "speeches"),
        ("សុខ ដារ៉ា", "SOK DARA", "khmer"),
        ("Иванов", "Ivanov", "romanised"),
        ("陈小明", "CHEN XIAOMING", "joined"),
        ("Krairit Suda…", "Sudarat Krairit", "cut"),
        ("Sokha Chea", "Sokkha Chea", "sound"),
        ("Dararith", "Dararit", "sound"),
        ("Sovannara", "Sovanara Lim", "right_alone"),
        ("Kosal Chea", "Kosol Chea", "near"),
        ("N Duc", "Nguyen Duc", "initial"),
        ("张炜", "张伟", "homophone"),
    ],
)
def test_why_two_parts_agree_is_said(left: str, right: str, code: str) -> None:
    assert code in _codes(left, right)


def test_a_surname_spelled_abroad_says_in_which_speech() -> None:
    (note, *_) = explain(compare("陈伟", "Tan Wee"))

    assert (note.left, note.right, note.detail) == ("陈", "Tan", ("陈", "hokkien"))


def test_equal_names_need_no_word() -> None:
    assert explain(compare("Siti Aminah", "SITI AMINAH")) == ()


def test_short_parts_that_differ_by_a_letter_are_other_names() -> None:
    assert compare("Van", "Tan").score == 0
    assert compare("Le", "Lo").score == 0


def test_titles_are_no_part_of_a_name() -> None:
    assert compare("Mr. Sok Dara", "Sok Dara").score == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("សុខ", "sok"),
        ("ដារ៉ា", "dara"),
        ("សុភា", "sophea"),
        ("ចាន់", "chan"),
        ("សំណាង", "samnang"),
        ("គឹម", "kim"),
        ("ហេង", "heng"),
        ("ម៉ាលី", "mali"),
        ("ហ៊ុន", "hun"),
    ],
)
def test_khmer_names_are_read_much_as_passports_spell_them(written: str, read: str) -> None:
    assert khmer.read(written) == read


@given(left=names, right=names)
def test_which_name_comes_first_changes_no_score(left: str, right: str) -> None:
    one, other = compare(left, right), compare(right, left)

    assert one.score == other.score
    assert sorted(one.left_alone) == sorted(other.right_alone)


@given(name=names)
def test_every_name_agrees_wholly_with_itself(name: str) -> None:
    assert compare(name, name).score == 1


@given(left=st.text(max_size=30), right=st.text(max_size=30))
def test_a_score_lies_between_nought_and_one_whatever_is_typed(left: str, right: str) -> None:
    assert 0 <= compare(left, right).score <= 1


@given(left=names, right=names, data=st.data())
def test_the_order_of_parts_changes_no_score(left: str, right: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(left.split()))

    assert compare(" ".join(shuffled), right).score == compare(left, right).score


@given(left=names, right=names)
def test_every_part_is_either_paired_once_or_alone(left: str, right: str) -> None:
    found = compare(left, right)

    paired = [part for pair in found.pairs for part in pair.left]
    assert sorted([*paired, *found.left_alone]) == sorted(normalise.parts(left))


@given(name=st.text(max_size=40))
def test_folding_and_reading_never_fail(name: str) -> None:
    assert normalise.fold(normalise.fold(name)) == normalise.fold(name)
    khmer.read(name)
