"""The kinds of indicators, and why a line is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from samaki.kernel.reasons import Reason

LONGEST = 120  # characters of a line's value; a longer one is a paragraph, not an indicator


class Kind(StrEnum):
    """What an indicator is; a wallet's chain is part of its kind."""

    PHONE = "phone"
    IMEI = "imei"
    ICCID = "iccid"
    DOMAIN = "domain"
    BTC = "btc"
    ETH = "eth"
    TRON = "tron"
    ACCOUNT = "account"
    HANDLE = "handle"


KIND_WORDINGS = {
    "phone": "Phone number",
    "imei": "IMEI of a phone",
    "iccid": "ICCID of a SIM card",
    "domain": "Domain",
    "btc": "Bitcoin wallet",
    "eth": "Ethereum wallet",
    "tron": "Tron wallet",
    "account": "Bank account",
    "handle": "Chat handle",
}
REMARK_WORDINGS = {
    "check_absent": "check digit absent, so a slip would not be seen",
    "software_version": "with software version, which has no check digit",
    "not_allotted": "not allotted in the numbering plan known here",
    "no_checksum": "written without capitals that check it",
}
WORDINGS = {
    "nothing": "No line is written. Write one indicator a line.",
    "no_kind": "it does not begin with a kind. Begin with one of: %(kinds)s.",
    "no_value": "nothing stands after “%(kind)s”.",
    "too_long": "it is longer than %(most)s characters. Write the indicator alone.",
    "twice": "it says the same as line %(first)s.",
    "sighted_before": "%(shown)s is on record for this exhibit already.",
    "phone_letters": "“%(text)s” is no phone number.",
    "phone_country": "“%(text)s” has no country code. Write + and the code of its country, "
    "such as +855.",
    "phone_unknown": "no country has the code that “%(text)s” begins with.",
    "phone_short": "“%(text)s” is too short for a number of its country.",
    "phone_long": "“%(text)s” is too long for a number of its country.",
    "imei_digits": "“%(text)s” is no IMEI: it has signs that are no digits.",
    "imei_length": "an IMEI has 14, 15 or 16 digits; “%(text)s” has %(digits)s.",
    "imei_check": "the check digit of the IMEI “%(text)s” is %(given)s, and must be %(right)s. "
    "Read it once more.",
    "iccid_digits": "“%(text)s” is no ICCID: it has signs that are no digits.",
    "iccid_head": "an ICCID begins with 89; “%(text)s” does not.",
    "iccid_length": "an ICCID has 18 to 20 digits; “%(text)s” has %(digits)s.",
    "iccid_check": "the check digit of the ICCID “%(text)s” is %(given)s, and must be %(right)s. "
    "Read it once more.",
    "domain_form": "“%(text)s” is no domain: it is written as name.ending.",
    "domain_address": "“%(text)s” is the address of a machine, not a domain.",
    "wallet_form": "“%(text)s” is no address of that chain.",
    "wallet_check": "the checksum of “%(text)s” is wrong. Copy it once more.",
    "account_form": "write the bank first, then the number: account ABA 000 123 456.",
    "handle_form": "write the service first, then the name: handle telegram @name.",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator as it is kept, once, and what is to be said of how it was written."""

    value: str
    remarks: tuple[str, ...] = ()


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
