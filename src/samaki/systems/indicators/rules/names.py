"""Domains, bank accounts and chat handles: read, and kept in one form. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samaki.systems.indicators.rules.kinds import Reading, reason

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason

_FANGS = (
    (re.compile(r"^hxxp", re.IGNORECASE), "http"),
    (re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]", re.IGNORECASE), "."),
    (re.compile(r"\[:\]"), ":"),
    (re.compile(r"\[://\]"), "://"),
    (re.compile(r"\[@\]|\[at\]", re.IGNORECASE), "@"),
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_ADDRESS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f:]*:[0-9a-f:]+")
_LONGEST_DOMAIN = 253
_BANK = re.compile(r"[A-Z][A-Z0-9]{1,19}")
_NUMBER = re.compile(r"[A-Z0-9]{4,34}")
_SERVICE = re.compile(r"[a-z][a-z0-9]{1,19}")
_HANDLE = re.compile(r"\S{2,64}")


def refanged(text: str) -> str:
    """Return a text with its dots and colons as they were before somebody made it harmless."""
    for pattern, plain in _FANGS:
        text = pattern.sub(plain, text)
    return text


def defanged(value: str) -> str:
    """Return a domain as it is shown, so that nobody opens it by a slip: a[.]b."""
    return value.replace(".", "[.]")


def harmless(text: str) -> str:
    """Return an address as it is shown, however it was written: hxxps://a[.]b/c."""
    return defanged(re.sub(r"^http", "hxxp", refanged(text), flags=re.IGNORECASE))


def domain(text: str) -> Reading | Reason:
    """Read a domain, alone or in an address; kept in small letters, other scripts as punycode."""
    host = re.sub(r"^[a-z]+://", "", refanged(text).lower())
    host = re.split(r"[/?#]", host, maxsplit=1)[0].rpartition("@")[2]
    if _ADDRESS.fullmatch(host):
        return reason("domain_address", text=text)
    host = re.sub(r":[0-9]+$", "", host).rstrip(".")
    try:
        value = host.encode("idna").decode("ascii")
    except UnicodeError:
        return reason("domain_form", text=text)
    *labels, ending = value.split(".")
    is_right = labels and _ENDING.fullmatch(ending) and all(map(_LABEL.fullmatch, labels))
    if not is_right or len(value) > _LONGEST_DOMAIN:
        return reason("domain_form", text=text)
    return Reading(value)


def unicode_of(value: str) -> str:
    """Return a domain kept as punycode in its own script; as it is, if it has no other."""
    try:
        return value.encode("ascii").decode("idna")
    except UnicodeError:
        return value


def account(text: str) -> Reading | Reason:
    """Read a bank and an account number; kept as `ABA:000123456`."""
    bank, _, rest = text.partition(" ")
    number = re.sub(r"[\s\-./]", "", rest).upper()
    if not _BANK.fullmatch(bank.upper()) or not _NUMBER.fullmatch(number):
        return reason("account_form")
    return Reading(f"{bank.upper()}:{number}")


def handle(text: str) -> Reading | Reason:
    """Read a service and a name in it; kept as `telegram:name`, in small letters."""
    service, _, rest = text.partition(" ")
    name = rest.strip().removeprefix("@").casefold()
    if not _SERVICE.fullmatch(service.lower()) or not _HANDLE.fullmatch(name):
        return reason("handle_form")
    return Reading(f"{service.lower()}:{name}")
