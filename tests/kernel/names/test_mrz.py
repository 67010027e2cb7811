"""Machine-readable lines: specimens of ICAO, and a changed character is found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samaki.kernel.names.mrz import Field, MrzError, Warned, check_digit, looks_like, parse

TODAY = date(2025, 11, 18)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
LONG = (
    "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"


@pytest.mark.parametrize(
    ("text", "kind", "number", "born"),
    [
        (TD3, "TD3", "L898902C3", "1974-08-12"),
        (TD2, "TD2", "D23145890", "1974-08-12"),
        (TD1, "TD1", "D23145890", "1974-08-12"),
        (LONG, "TD1", "D23145890734", "1934-07-12"),
        (MRV_A, "MRV-A", "L8988901C", "1940-09-07"),
        (MRV_B, "MRV-B", "L8988901C", "1940-09-07"),
    ],
)
def test_the_specimens_of_icao_are_read(text: str, kind: str, number: str, born: str) -> None:
    found = parse(text, today=TODAY)

    assert (found.kind, found.number, found.born) == (kind, number, born)
    assert (found.primary, found.secondary) == ("ERIKSSON", "ANNA MARIA")
    assert found.name == "ERIKSSON ANNA MARIA"
    assert found.faults == ()
    assert not found.is_truncated


def test_lines_pasted_as_one_and_in_small_letters_are_read() -> None:
    assert parse(TD3.replace("\n", "").lower(), today=TODAY) == parse(TD3, today=TODAY)


def test_a_name_that_fills_its_field_may_go_on() -> None:
    name = "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"
    found = parse(TD3.replace(TD3[5:44], name), today=TODAY)

    assert found.is_truncated
    assert found.name == "NILAVADHANANANDA CHAYAPA DEJTHAMRONG K…"


def test_a_single_name_has_no_second_part() -> None:
    found = parse(TD3.replace(TD3[5:44], "SUHARTO".ljust(39, "<")), today=TODAY)

    assert (found.primary, found.secondary, found.name) == ("SUHARTO", "", "SUHARTO")


@pytest.mark.parametrize("letters", ["PP", "PE", "PU", "P<"])
def test_passports_of_every_known_letter_are_read_without_a_word(letters: str) -> None:
    assert Warned.LETTER not in parse(letters + TD3[2:], today=TODAY).warnings


def test_an_unknown_letter_is_a_warning_and_no_refusal() -> None:
    found = parse("PZ" + TD3[2:], today=TODAY)

    assert Warned.LETTER in found.warnings
    assert found.primary == "ERIKSSON"


def test_a_long_number_whose_filler_takes_weight_is_accepted_and_marked() -> None:
    assert Warned.LONG_NUMBER in parse(LONG, today=TODAY).warnings


def test_an_old_document_is_marked() -> None:
    assert Warned.EXPIRED in parse(TD3, today=TODAY).warnings


@pytest.mark.parametrize(
    ("text", "code"), [("", "letters"), ("P<UTO", "shape"), ("P<UTOÉ", "letters")]
)
def test_what_is_no_machine_readable_line_is_refused(text: str, code: str) -> None:
    with pytest.raises(MrzError) as refused:
        parse(text, today=TODAY)
    assert refused.value.code == code


def test_a_name_is_not_taken_for_lines() -> None:
    assert not looks_like("Nguyễn Văn Đức")
    assert looks_like(TD3)


@pytest.mark.parametrize(
    ("field", "born"),
    [("7408<<", "1974-08"), ("74<<<<", "1974"), ("<<<<<<", ""), ("251119", "1925-11-19")],
)
def test_a_birth_is_read_as_far_as_it_is_known_and_never_lies_ahead(field: str, born: str) -> None:
    line = TD3[45:]
    changed = f"{TD3[:45]}{line[:13]}{field}{check_digit(field)}{line[20:]}"

    found = parse(changed, today=TODAY)

    assert found.born == born
    assert Field.BIRTH not in found.faults


def test_a_birth_that_cannot_be_is_marked() -> None:
    line = TD3[45:]
    changed = f"{TD3[:45]}{line[:13]}741399{check_digit('741399')}{line[20:]}"

    assert Warned.BIRTH_IMPOSSIBLE in parse(changed, today=TODAY).warnings


_word = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
_number = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=9)


def _passport(said: dict[str, Any]) -> str:
    """Write the lines of a passport: the reader's own opposite, for tests alone."""
    name = f"{said['primary']}<<{said['secondary']}".ljust(39, "<")[:39]
    number = said["number"].ljust(9, "<")
    born, expires = said["born"].strftime("%y%m%d"), said["expires"].strftime("%y%m%d")
    optional = said["optional"].ljust(14, "<")
    number, born, expires, optional = (
        text + check_digit(text) for text in (number, born, expires, optional)
    )
    whole = check_digit(number + born + expires + optional)
    return f"P<UTO{name}{number}UTO{born}{said['sex']}{expires}{optional}{whole}"


passports = st.fixed_dictionaries(
    {
        "primary": _word,
        "secondary": _word,
        "number": _number,
        "born": st.dates(date(1926, 1, 1), date(2025, 11, 17)),
        "expires": st.dates(date(2025, 11, 18), date(2036, 1, 1)),
        "sex": st.sampled_from("MF<"),
        "optional": st.one_of(st.just(""), _number),
    }
)


@given(said=passports)
def test_whatever_a_passport_says_is_read_back(said: dict[str, Any]) -> None:
    found = parse(_passport(said), today=TODAY)

    assert found.faults == ()
    assert (found.primary, found.secondary) == (said["primary"], said["secondary"])
    assert found.number == said["number"]
    assert found.born == said["born"].isoformat()
    assert found.expires == said["expires"]
    assert found.sex == said["sex"].strip("<")


@given(
    said=passports,
    place=st.integers(44, 87),
    character=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"),
)
def test_one_changed_character_in_a_checked_field_is_found(
    said: dict[str, Any], place: int, character: str
) -> None:
    line = _passport(said)
    is_checked = place not in {54, 55, 56, 64}  # nationality and sex have no check digit
    # A check digit weighs modulo ten: letters ten apart are one to it (0, A, K and U; `<` and 0).
    same = check_digit(character) == check_digit(line[place])
    assume(is_checked and not same)
    changed = line[:place] + character + line[place + 1 :]
    # A passport may leave the check digit of an empty optional field empty.
    assume(place != 86 or character != "<")

    assert parse(changed, today=TODAY).faults


@given(text=st.text("<0123456789ABCXYZ ", max_size=95))
def test_no_line_makes_the_reader_fall_over(text: str) -> None:
    try:
        found = parse(text, today=TODAY)
    except MrzError:
        return
    assert found.kind
