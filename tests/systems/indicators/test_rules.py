"""How indicators are read: one form each, and every refusal names what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from samaki.kernel.reasons import Reason
from samaki.systems.indicators.rules import lines, links, numbers, wallets
from samaki.systems.indicators.rules.kinds import LONGEST, Kind, Reading
from samaki.systems.indicators.rules.links import Standing, standing


def _value(kind: Kind, text: str) -> str:
    found = lines.read(kind, text)
    assert isinstance(found, Reading), found
    return found.value


def _why(kind: Kind, text: str) -> str:
    found = lines.read(kind, text)
    assert isinstance(found, Reason), found
    return found.code


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.PHONE, "+855 12 345 678", "+85512345678"),
        (Kind.PHONE, "00855-12.345.678", "+85512345678"),
        (Kind.PHONE, "+84 912 345 678", "+84912345678"),
        (Kind.IMEI, "49-015420-323751-8", "490154203237518"),
        (Kind.IMEI, "49015420323751", "490154203237518"),
        (Kind.IMEI, "4901542032375101", "490154203237518"),
        (Kind.ICCID, "8985501000000000016F", "8985501000000000016"),
        (Kind.ICCID, "898550100000000001", "8985501000000000016"),
        (Kind.ICCID, "89855010000000000124", "89855010000000000124"),
        (Kind.DOMAIN, "hxxps://Shop[.]Example[dot]com:8443/in?x=1", "shop.example.com"),
        (Kind.DOMAIN, "пример.com", "xn--e1afmkfd.com"),
        (Kind.BTC, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (
            Kind.BTC,
            "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        ),
        (
            Kind.BTC,
            "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
            "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
        ),
        (
            Kind.ETH,
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        ),
        (Kind.TRON, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        (Kind.ACCOUNT, "aba 000-123 456", "ABA:000123456"),
        (Kind.HANDLE, "Telegram @Some_Name", "telegram:some_name"),
    ],
)
def test_one_thing_has_one_form_however_it_was_written(kind: Kind, text: str, value: str) -> None:
    assert _value(kind, text) == value
    assert len(value) <= LONGEST


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Kind.PHONE, "twelve", "phone_letters"),
        (Kind.PHONE, "012 345 678", "phone_country"),
        (Kind.PHONE, "+999 123 456", "phone_unknown"),
        (Kind.PHONE, "+855 12 34", "phone_short"),
        (Kind.PHONE, "+855 1234 5678 9012 3456", "phone_long"),
        (Kind.IMEI, "490154203237517", "imei_check"),
        (Kind.IMEI, "4901542", "imei_length"),
        (Kind.IMEI, "49015420323751X", "imei_digits"),
        (Kind.ICCID, "8985501000000000017", "iccid_check"),
        (Kind.ICCID, "1985501000000000016", "iccid_head"),
        (Kind.ICCID, "89855", "iccid_length"),
        (Kind.ICCID, "8985A", "iccid_digits"),
        (Kind.DOMAIN, "localhost", "domain_form"),
        (Kind.DOMAIN, "-a.com", "domain_form"),
        (Kind.DOMAIN, "a..com", "domain_form"),
        (Kind.DOMAIN, "10.0.0.1", "domain_address"),
        (Kind.BTC, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "wallet_check"),
        (Kind.BTC, "0x0", "wallet_form"),
        (Kind.BTC, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", "wallet_check"),
        (Kind.BTC, "bc1Qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "wallet_form"),
        (Kind.ETH, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "wallet_check"),
        (Kind.ETH, "0x5aAe", "wallet_form"),
        (Kind.TRON, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "wallet_form"),
        (Kind.ACCOUNT, "000 123 456", "account_form"),
        (Kind.HANDLE, "@name", "handle_form"),
        (Kind.PHONE, "", "no_value"),
        (Kind.HANDLE, "x " + "y" * LONGEST, "too_long"),
    ],
)
def test_what_cannot_be_one_is_refused_with_what_is_wrong(kind: Kind, text: str, code: str) -> None:
    assert _why(kind, text) == code


def test_an_absent_check_digit_is_said_apart_from_a_wrong_one() -> None:
    absent = numbers.imei("49015420323751")
    wrong = numbers.imei("490154203237517")

    assert isinstance(absent, Reading)
    assert absent.remarks == ("check_absent",)
    assert isinstance(wrong, Reason)
    assert "is 7, and must be 8" in wrong.text
    assert lines.remarks_on("iccid", "898550100000000001") == ("check_absent",)
    assert lines.remarks_on("iccid", "8985501000000000016") == ()


def test_the_digest_of_ethereum_is_keccak_and_not_sha_3() -> None:
    assert wallets.keccak256(b"").hex().startswith("c5d2460186f7233c927e7db2dcc703c0")
    assert wallets.keccak256(b"a" * 136).hex() != wallets.keccak256(b"a" * 135).hex()


def test_lines_are_read_together_and_each_bad_one_says_which_it_is() -> None:
    read, refused = lines.read_lines("phone: +855 12 345 678\n\nfoo 1\nPHONE 0085512345678\nimei 1")

    assert [line.number for line in read] == [1]
    assert [(r.code, r.values["line"]) for r in refused] == [
        ("no_kind", 3),
        ("twice", 4),
        ("imei_length", 5),
    ]
    assert [r.code for r in lines.read_lines(" \n")[1]] == ["nothing"]


def test_a_domain_is_shown_harmless_and_a_phone_in_groups() -> None:
    assert lines.shown("domain", "a.b.com") == "a[.]b[.]com"
    assert lines.shown("domain", "xn--e1afmkfd.com") == "пример[.]com (xn--e1afmkfd[.]com)"
    assert lines.written("domain", "https://a.b/c") == "hxxps://a[.]b/c"
    assert lines.written("phone", "+855 12.3") == "+855 12.3"
    assert lines.shown("phone", "+85512345678") == "+855 12 345 678"
    assert lines.shown("handle", "telegram:name") == "telegram @name"
    assert lines.shown("account", "ABA:000123") == "ABA 000123"


@pytest.mark.parametrize(
    ("kind", "value", "exhibits", "sites", "means"),
    [
        ("phone", "+1", 1, 1, Standing.ALONE),
        ("phone", "+1", 2, 2, Standing.LINKS),
        ("phone", "+1", 9, links.MOST_SITES, Standing.LINKS),
        ("phone", "+1", 9, links.MOST_SITES + 1, Standing.COMMON),
        ("imei", "4", links.MOST_EXHIBITS_OF_AN_IMEI, 2, Standing.LINKS),
        ("imei", "4", links.MOST_EXHIBITS_OF_AN_IMEI + 1, 2, Standing.CLONED),
        ("domain", "www.facebook.com", 2, 2, Standing.COMMON),
        ("domain", "facebook.example", 2, 2, Standing.LINKS),
    ],
)
def test_a_cloned_imei_and_what_everybody_uses_link_nobody(
    kind: str, value: str, exhibits: int, sites: int, means: Standing
) -> None:
    assert standing(kind, value, exhibits=exhibits, sites=sites) is means


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 14), st.integers(1, 9))
def test_no_single_wrong_digit_of_an_imei_passes(body: str, place: int, change: int) -> None:
    right = body + luhn.calc_check_digit(body)
    wrong = right[:place] + str((int(right[place]) + change) % 10) + right[place + 1 :]

    assert _value(Kind.IMEI, right) == right
    assert _why(Kind.IMEI, wrong) == "imei_check"


@given(st.sampled_from(Kind), st.text(max_size=40))
def test_whatever_is_written_is_read_or_refused_and_a_kept_value_reads_as_itself(
    kind: Kind, text: str
) -> None:
    found = lines.read(kind, text)

    if isinstance(found, Reading):
        assert found.value
        again = found.value.replace(":", " ", 1) if kind in {Kind.ACCOUNT, Kind.HANDLE} else None
        assert _value(kind, again or found.value) == found.value
