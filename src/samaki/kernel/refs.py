"""Reference codes that can be read out over the radio.

A code is a prefix, a body and a check character: `HV-7K3Q`. The alphabet leaves out 0, O, 1 and I,
which sound or look alike. The check character is Luhn's algorithm in base 32 (the "mod N" form of
ISO/IEC 7812-1 Annex B), which finds every single wrong character and nearly every swap of two
neighbours.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Letters as the ICAO spells them over the radio (Annex 10, volume II); digits by their names.
SPELLING = {
    **dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            [
                "Alfa",
                "Bravo",
                "Charlie",
                "Delta",
                "Echo",
                "Foxtrot",
                "Golf",
                "Hotel",
                "India",
                "Juliett",
                "Kilo",
                "Lima",
                "Mike",
                "November",
                "Oscar",
                "Papa",
                "Quebec",
                "Romeo",
                "Sierra",
                "Tango",
                "Uniform",
                "Victor",
                "Whiskey",
                "X-ray",
                "Yankee",
                "Zulu",
            ],
            strict=True,
        )
    ),
    **dict(
        zip(
            "0123456789",
            ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"],
            strict=True,
        )
    ),
}
_BASE = len(ALPHABET)
_BODY = 3


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


def spelled(code: str) -> str:
    """Return a code as it is read out over the radio: `HV-7K3Q` as Hotel Victor – Seven Kilo …."""
    parts = (
        " ".join(SPELLING[character] for character in part if character in SPELLING)
        for part in code.upper().split("-")
    )
    return " – ".join(filter(None, parts))


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
