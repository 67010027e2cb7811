"""Phones, IMEIs and ICCIDs: read, checked, and kept in one form. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult
from stdnum import luhn

from samaki.systems.indicators.rules.kinds import Reading, reason

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason

_SEPARATORS = re.compile(r"[\s\-./()]")
_BODY = 14  # an IMEI's allocation code and serial number; the check digit follows
_PHONE_CHARACTERS = re.compile(r"\+?[0-9\s\-./()]+")
_LENGTHS = {
    ValidationResult.TOO_SHORT: "phone_short",
    ValidationResult.TOO_LONG: "phone_long",
    ValidationResult.INVALID_LENGTH: "phone_short",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "phone_short",
}


def phone(text: str) -> Reading | Reason:
    """Read a phone number with its country code; kept as E.164 (`+85512345678`)."""
    if not _PHONE_CHARACTERS.fullmatch(text):
        return reason("phone_letters", text=text)
    plain = _SEPARATORS.sub("", text)
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    if not plain.startswith("+"):
        return reason("phone_country", text=text)
    try:
        number = phonenumbers.parse(plain)
    except NumberParseException as error:
        known = error.error_type == NumberParseException.INVALID_COUNTRY_CODE
        return reason("phone_unknown" if known else "phone_short", text=text)
    length = phonenumbers.is_possible_number_with_reason(number)
    if length != ValidationResult.IS_POSSIBLE:
        return reason(_LENGTHS.get(length, "phone_letters"), text=text)
    value = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    is_allotted = phonenumbers.is_valid_number(number)
    return Reading(value, () if is_allotted else ("not_allotted",))


def imei(text: str) -> Reading | Reason:
    """Read an IMEI of 15 digits, of 14 without its check, or of 16 with a software version.

    All three name one device: kept as 15 digits with the check digit.
    """
    digits = _SEPARATORS.sub("", text)
    if not digits.isdecimal() or not digits.isascii():
        return reason("imei_digits", text=text)
    if len(digits) not in {_BODY, _BODY + 1, _BODY + 2}:
        return reason("imei_length", text=text, digits=len(digits))
    body = digits[:_BODY]
    right = luhn.calc_check_digit(body)
    if len(digits) == _BODY + 1 and digits[-1] != right:
        return reason("imei_check", text=text, given=digits[-1], right=right)
    remarks = {_BODY: ("check_absent",), _BODY + 2: ("software_version",)}
    return Reading(body + right, remarks.get(len(digits), ()))


def iccid(text: str) -> Reading | Reason:
    """Read an ICCID of 19 or 20 digits, or of 18 without its check; a filling F is left out."""
    digits = _SEPARATORS.sub("", text).upper().rstrip("F")
    if not digits.isdecimal() or not digits.isascii():
        return reason("iccid_digits", text=text)
    if not digits.startswith("89"):
        return reason("iccid_head", text=text)
    if len(digits) not in {18, 19, 20}:
        return reason("iccid_length", text=text, digits=len(digits))
    if len(digits) == 18:  # noqa: PLR2004 - the length without a check digit
        return Reading(digits + luhn.calc_check_digit(digits), ("check_absent",))
    right = luhn.calc_check_digit(digits[:-1])
    if digits[-1] != right:
        return reason("iccid_check", text=text, given=digits[-1], right=right)
    return Reading(digits)


def country(value: str) -> str:
    """Return the two letters of the country a kept phone number belongs to; empty if none."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(value)) or ""


def spaced(value: str) -> str:
    """Return a kept phone number as it is written abroad: +855 12 345 678."""
    number = phonenumbers.parse(value)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
