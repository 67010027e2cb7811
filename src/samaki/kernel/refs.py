"""Reference codes that can be read out over the radio.

A code is a prefix, a body and a check character: `HV-7K3Q`. The alphabet leaves out 0, O, 1 and I,
which sound or look alike. The check character is Luhn's algorithm in base 32 (the "mod N" form of
ISO/IEC 7812-1 Annex B), which finds every single wrong character and nearly every swap of two
neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Letters as the ICAO spells them over the radio (Annex 10, volume II); digits by their names.
_LETTERS = (
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett",
    "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango",
    "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
)  # fmt: skip
_DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
SPELLING = {word[0]: word for word in _LETTERS} | {str(n): w for n, w in enumerate(_DIGITS)}
_BASE = len(ALPHABET)
_BODY = 3
_LONGEST_BODY = 8
_BETWEEN = re.compile(r"[\s-]+")


def reference(prefix: str, number: int) -> str:
    """Return the code of the `number`-th thing (from 1) of that prefix, such as `HV-4DX7`."""
    assert number > 0, "references count from one"
    body = _body(number)
    return f"{prefix}-{body}{check_character(body)}"


def check_character(body: str) -> str:
    """Return the character that makes `body` plus itself valid; `body` is upper-case ALPHABET."""
    total = 0
    for position, character in enumerate(reversed(body)):
        weighted = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += weighted // _BASE + weighted % _BASE
    return ALPHABET[-total % _BASE]


def is_valid(code: str) -> bool:
    """Tell whether a typed code (any case, spaces and the hyphen ignored) has a right check."""
    prefix, _, rest = code.strip().upper().partition("-")
    body = rest.replace(" ", "").replace("-", "")
    if not prefix or len(body) < _BODY + 1 or any(c not in ALPHABET for c in body):
        return False
    return check_character(body[:-1]) == body[-1]


def as_stored(text: str) -> str:
    """Return a typed code as it is stored: capitals, plain digits, one hyphen; `hv ៩rhx`: HV-9RHX.

    What cannot be a code comes back in capitals. Whether it is one, `is_valid` tells.
    """
    typed = " ".join(_plain(text).split())
    parts = _BETWEEN.split(typed, maxsplit=1)
    return "-".join((parts[0], _BETWEEN.sub("", parts[1]))) if len(parts) > 1 else typed


def digits(text: str) -> str:
    """Return a text with every kind of decimal digit as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def spelled(code: str) -> str:
    """Return a code as it is read out over the radio: `HV-7K3Q` as Hotel Victor – Seven Kilo …."""
    parts = (
        " ".join(SPELLING[character] for character in part if character in SPELLING)
        for part in code.upper().split("-")
    )
    return " – ".join(filter(None, parts))


@lru_cache(maxsize=1 << 14)
def found_in(text: str, prefixes: frozenset[str]) -> tuple[str, ...]:
    """Return every code of these prefixes that may stand in a text, as it is stored: `HV-7K3Q`.

    Case, spaces, hyphens and kinds of digits are ignored, so that no way of writing a code hides
    it. What happens to have a right check character comes back too: look up which codes there are.
    """
    plain, known = _plain(text), "|".join(map(re.escape, sorted(prefixes)))
    # A prefix begins a word, or stands right before a hyphen; every one that may is tried.
    begins = re.compile(rf"(?=((?<![A-Z0-9])(?:{known})|(?:{known})(?=\s*-)))")
    return tuple(
        dict.fromkeys(
            code
            for at in begins.finditer(plain)
            for prefix in prefixes
            if plain.startswith(prefix, at.start())
            for code in _of_prefix(prefix, plain[at.start() + len(prefix) :])
        )
    )


def _of_prefix(prefix: str, follows: str) -> list[str]:
    """Return the valid codes of a prefix that what follows it may begin with."""
    body = _BETWEEN.sub("", follows[: 4 * _LONGEST_BODY])
    lengths = range(_BODY + 1, min(len(body), _LONGEST_BODY) + 1)
    codes = [f"{prefix}-{body[:length]}" for length in lengths]
    return [code for code in codes if is_valid(code)]


def _plain(text: str) -> str:
    """Return a text in capitals, Latin digits and plain hyphens, without signs nobody sees."""
    seen = (s for s in unicodedata.normalize("NFKC", text) if unicodedata.category(s) != "Cf")
    return "".join(
        "-" if unicodedata.category(s) == "Pd" else str(unicodedata.decimal(s, s)) for s in seen
    ).upper()


def _body(number: int) -> str:
    # Multiplying by an odd constant permutes each block of codes, so that two codes issued one
    # after the other do not differ in one character alone: easier to tell apart by ear.
    length = _BODY
    block, first = _BASE**length, 0
    while number - 1 - first >= block:
        first += block
        length += 1
        block = _BASE**length
    scrambled = ((number - 1 - first) * 20201 + 7919) % block
    digits = []
    for _ in range(length):
        scrambled, digit = divmod(scrambled, _BASE)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
